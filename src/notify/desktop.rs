//! `desktop`: a notification on this machine's desktop, by `notify-send` or a program like it.

use std::time::Duration;

use super::command::Program;
use super::kinds::Key;
use super::section::{Raw, Read1};
use super::{BoxFuture, DeliveryError, Notifier, Parcel, text};
use crate::domain::Severity;

pub(super) const KEYS: &[Key] =
    &[("program", "a program that takes notify-send's arguments (default \"notify-send\")")];

struct Desktop {
    program: Program,
}

pub(super) fn build(raw: &Raw<'_>) -> Read1<Box<dyn Notifier>> {
    let program = raw.text("program")?.unwrap_or_else(|| "notify-send".to_owned());
    let timeout = Duration::from_secs(10);
    Ok(Box::new(Desktop { program: Program { program, arguments: Vec::new(), timeout } }))
}

impl Notifier for Desktop {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        let urgency = match parcel.top().map(|line| line.severity) {
            Some(Severity::Flash) => "critical",
            Some(Severity::Routine) => "low",
            _ => "normal",
        };
        let head = text::cut(&text::headline(parcel), 200);
        let body = text::escaped(&text::body(parcel, 600));
        let words = ["--app-name=wirewatch", "--urgency", urgency, "--", &head, &body];
        let arguments: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        Box::pin(async move { self.program.run(&arguments, &[], Vec::new()).await })
    }
}
