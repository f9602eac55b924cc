//! What calls the eye and the ear when something urgent comes: the bell, a flash of the header, a
//! notification of the terminal. Each from a severity of its own; `m` mutes the bell.

use jiff::{SignedDuration, Timestamp};

use super::look::Sound;
use super::message::Effect;
use super::model::Model;
use super::shared::Shared;
use crate::domain::Severity;

/// How long the header flashes.
const FLASHES: SignedDuration = SignedDuration::from_millis(2_000);

/// From which severity on what happens; `None`: never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attention {
    /// The bell rings.
    pub bell: Option<Severity>,
    /// The header flashes.
    pub flash: Option<Severity>,
    /// The terminal notifies.
    pub notify: Option<Severity>,
}

impl Default for Attention {
    fn default() -> Self {
        Attention {
            bell: Some(Severity::Flash),
            flash: Some(Severity::Immediate),
            notify: Some(Severity::Flash),
        }
    }
}

/// Calls for attention to what has risen: severity and headline of each.
pub fn call(model: &mut Model, risen: &[(Severity, String)]) -> Vec<Effect> {
    let Some((severity, headline)) = risen.iter().max_by_key(|(severity, _)| *severity) else {
        return Vec::new();
    };
    let reaches = |from: Option<Severity>| from.is_some_and(|from| *severity >= from);
    let attention = model.shared.attention;
    let mut effects = Vec::new();
    if reaches(attention.flash) {
        let until = model.shared.now.checked_add(FLASHES).unwrap_or(model.shared.now);
        model.shared.flashing = Some((*severity, until));
    }
    if reaches(attention.bell) && model.shared.sound == Sound::On {
        effects.push(Effect::Bell);
    }
    if reaches(attention.notify) {
        let word = severity.name().to_uppercase();
        let more = match risen.len() {
            1 => String::new(),
            more => format!(" (and {} more)", more - 1),
        };
        effects.push(Effect::Notify(format!("{word}: {headline}{more}")));
    }
    effects
}

/// The severity in whose colour the header flashes now.
#[must_use]
pub fn flashing(shared: &Shared) -> Option<Severity> {
    shared.flashing.filter(|(_, until)| shared.now < *until).map(|(severity, _)| severity)
}

/// Ends a flash whose time is over; whether there was one.
pub fn settle(shared: &mut Shared, now: Timestamp) -> bool {
    shared.flashing.take_if(|(_, until)| *until <= now).is_some()
}
