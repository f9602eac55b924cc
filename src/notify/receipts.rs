//! Who of a parcel's recipients has it already, and who takes it in this try: told at once, so that
//! whatever ends the try, the next one is for the others.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use tokio::sync::mpsc;

/// The recipients that have a parcel.
#[derive(Clone, Debug, Default)]
pub struct Receipts {
    had: BTreeSet<String>,
    fresh: Option<mpsc::UnboundedSender<String>>,
    refused: Arc<OnceLock<String>>,
}

impl Receipts {
    /// Of those that have it; who takes it now is sent to `fresh`.
    #[must_use]
    pub fn new(
        had: impl IntoIterator<Item = String>,
        fresh: mpsc::UnboundedSender<String>,
    ) -> Receipts {
        Receipts { had: had.into_iter().collect(), fresh: Some(fresh), ..Receipts::default() }
    }

    /// Who never gets a parcel that others have, and why.
    #[must_use]
    pub fn refused(&self) -> Option<&str> {
        self.refused.get().map(String::as_str)
    }

    /// Tells who never gets it, and why.
    pub(super) fn refuse(&self, who: String) {
        // Told once, at the end of a try.
        let _ = self.refused.set(who);
    }

    /// Whether a recipient had it before this try.
    pub(super) fn has(&self, recipient: &str) -> bool {
        self.had.contains(recipient)
    }

    /// A recipient has taken it.
    pub(super) fn note(&self, recipient: &str) {
        if let Some(fresh) = &self.fresh {
            // Nobody listens: then nobody keeps it.
            let _ = fresh.send(recipient.to_owned());
        }
    }
}
