//! How the dashboard looks and sounds: what its caller chooses before it starts.

use jiff::tz::TimeZone;

use super::attention::Attention;
use super::glyphs::Glyphs;
use super::theme::ThemeName;

/// What the caller chooses.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The theme; [`ThemeName::Plain`] under `NO_COLOR`.
    pub theme: ThemeName,
    /// Unicode, or ASCII on a dumb terminal or a locale without UTF-8.
    pub glyphs: Glyphs,
    /// Whether the bell rings.
    pub sound: Sound,
    /// IANA name of the zone of the second clock; without it, the system's own.
    pub zone: Option<String>,
    /// A line for everybody, under the header (`demo: …`).
    pub banner: Option<String>,
    /// The user's own keys: an action's name and its keys, blank between alternatives.
    pub keys: Vec<(String, String)>,
    /// The user's own colours: a role and its colour.
    pub colours: Vec<(String, String)>,
    /// From which severity on what calls for attention.
    pub attention: Attention,
    /// How the terminal is asked for a notification.
    pub popups: Popups,
}

/// How the terminal is asked for a notification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Popups {
    /// Not at all.
    #[default]
    Off,
    /// By OSC 9 (iTerm2, kitty, WezTerm, Ghostty, Windows Terminal).
    Osc9,
    /// By OSC 777 (foot, urxvt, the terminals of GNOME).
    Osc777,
}

/// Whether a flash rings the bell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sound {
    /// It does.
    #[default]
    On,
    /// It does not.
    Muted,
}

/// The clock beside UTC.
#[derive(Clone, Debug)]
pub struct SecondClock {
    /// What it is called: `Baghdad`, `local`.
    pub name: String,
    /// Its zone.
    pub zone: TimeZone,
}

impl Look {
    /// The second clock: the named zone, else the system's own, else none where that is UTC.
    ///
    /// # Errors
    /// With the zone's name when there is no such zone.
    pub fn second_clock(&self, system: TimeZone) -> Result<Option<SecondClock>, String> {
        match &self.zone {
            None if system == TimeZone::UTC || system.iana_name() == Some("Etc/UTC") => Ok(None),
            None => Ok(Some(SecondClock {
                name: system.iana_name().map_or_else(|| "local".to_owned(), city),
                zone: system,
            })),
            Some(name) => TimeZone::get(name)
                .map(|zone| Some(SecondClock { name: city(name), zone }))
                .map_err(|_| name.clone()),
        }
    }
}

/// `Asia/Baghdad` is Baghdad.
fn city(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}
