//! Checked settings: what `config.toml` says once every value has been looked at. The parts that
//! other folders use are theirs (`domain::settings`); this file adds the store's, the dashboard's
//! and the raw `[[notify]]` tables. How a file is read is in `sections`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml_edit::Table;

use super::error::ConfigError;
use super::hidden;
use super::reading::{Reading, key_span};
use super::source::Source;
use super::suggest;
use crate::domain::{Fetching, Limits, Pace, Scoring, Storying};

/// All of `config.toml`.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// `[poll]`.
    pub pace: Pace,
    /// `[fetch]`.
    pub fetching: Fetching,
    /// `[limits]`.
    pub limits: Limits,
    /// `[stories]`.
    pub storying: Storying,
    /// `[severity]`.
    pub scoring: Scoring,
    /// `[store]`.
    pub store: StoreSettings,
    /// `[dashboard]`.
    pub dashboard: DashboardSettings,
    /// `[duty]`.
    pub duty: DutySettings,
    /// `[[notify]]`, in file order.
    pub notify: Vec<NotifySection>,
    /// The user's file, for faults that others find in what it says.
    pub(super) file: Option<Arc<Source>>,
}

/// What of an entry of a table is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Its name.
    Name,
    /// Its value.
    Value,
}

impl Settings {
    /// A problem with an entry of a table within `[dashboard]`, at its place in the file.
    #[must_use]
    pub fn of_dashboard(
        &self,
        (table, entry): (&str, &str),
        at: At,
        message: impl Into<String>,
    ) -> ConfigError {
        let Some(source) = &self.file else {
            return ConfigError::whole(Path::new("config.toml"), message);
        };
        let mut reading = Reading::new(source);
        let document = reading.parse();
        let found = document.as_ref().and_then(|document| {
            let table = document.get("dashboard")?.as_table_like()?.get(table)?.as_table_like()?;
            match at {
                At::Name => Some(key_span(table, entry)),
                At::Value => table.get(entry)?.span(),
            }
        });
        source.problem(found.unwrap_or(0..0), message)
    }
}

/// `[store]`: where alerts and articles are kept, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreSettings {
    /// The file; `None`: `wirewatch.db` in the data folder. Relative to the configuration folder.
    pub path: Option<PathBuf>,
    /// Days that articles are kept.
    pub keep_days: u32,
    /// Most articles kept.
    pub keep_articles: u64,
}

impl Default for StoreSettings {
    fn default() -> Self {
        StoreSettings { path: None, keep_days: 90, keep_articles: 1_000_000 }
    }
}

/// `[dashboard]`: how the screen looks and sounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DashboardSettings {
    /// A name from [`THEMES`].
    pub theme: String,
    /// Whether the terminal's bell may ring.
    pub sound: bool,
    /// From which severity on it rings; a name from `CALLS`.
    pub bell: String,
    /// From which severity on the header flashes; a name from `CALLS`.
    pub flash: String,
    /// From which severity on the terminal notifies; a name from `CALLS`.
    pub notify: String,
    /// How the terminal is asked to notify; a name from `POPUPS`.
    pub popups: String,
    /// Whether only ASCII is drawn.
    pub ascii: bool,
    /// IANA name of the second clock's zone; `None`: the machine's own.
    pub zone: Option<String>,
    /// Own keys: action → its keys, blanks between them, as written. The dashboard checks them.
    pub keys: BTreeMap<String, String>,
    /// Own colours: role → colour, as written. The dashboard checks them.
    pub colours: BTreeMap<String, String>,
}

/// Names for `[dashboard] bell`, `flash` and `notify`.
pub const CALLS: &[&str] = &["flash", "immediate", "priority", "routine", "never"];

/// Names for `[dashboard] popups`.
pub const POPUPS: &[&str] = &["auto", "osc9", "osc777", "off"];

/// Names for `[dashboard] theme`.
pub const THEMES: &[&str] = &["dark", "light", "high-contrast", "plain"];

impl Default for DashboardSettings {
    fn default() -> Self {
        DashboardSettings {
            theme: "dark".to_owned(),
            sound: true,
            bell: "flash".to_owned(),
            flash: "immediate".to_owned(),
            notify: "flash".to_owned(),
            popups: "auto".to_owned(),
            ascii: false,
            zone: None,
            keys: BTreeMap::new(),
            colours: BTreeMap::new(),
        }
    }
}

/// `[duty]`: who is on duty here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DutySettings {
    /// The name beside marks, notes and silences; empty: the user of the operating system.
    pub name: String,
}

/// One `[[notify]]`, raw: `notify/` knows the kinds and checks the rest.
#[derive(Clone, Debug)]
pub struct NotifySection {
    /// Its name, unique.
    pub name: String,
    /// Which kind of notifier.
    pub kind: String,
    /// Everything in the section, `name` and `kind` too, with spans.
    pub table: Table,
    pub(super) source: Arc<Source>,
    pub(super) span: Range<usize>,
}

/// The kinds of receivers whose address is all that one needs to write to them.
const KEY_ADDRESSES: &[&str] = &["discord", "slack"];

impl NotifySection {
    /// A problem with one of its keys (or, without a key, with the section) at its place.
    #[must_use]
    pub fn problem(&self, key: Option<&str>, message: impl Into<String>) -> ConfigError {
        let item = key.and_then(|key| self.table.get(key)).and_then(toml_edit::Item::span);
        self.source.problem(item.unwrap_or(self.span.clone()), message)
    }

    /// Whether a secret stands in the section itself: a password, a token, or the address of a
    /// receiver that is a key.
    #[must_use]
    pub fn holds_a_secret(&self) -> bool {
        let is_key = KEY_ADDRESSES.contains(&self.kind.as_str());
        self.table.iter().any(|(key, _)| hidden::is_secret(key) || (is_key && key == "url"))
    }

    /// A problem with a key that is none of those known here.
    #[must_use]
    pub fn unknown_key(
        &self,
        key: &str,
        message: impl Into<String>,
        known: &[&str],
    ) -> ConfigError {
        let span = self.table.key(key).and_then(toml_edit::Key::span);
        let hint = Some(suggest::hint(key, known.iter().copied()));
        let problem = self.source.problem(span.unwrap_or(self.span.clone()), message);
        ConfigError { hint, ..problem }
    }

    /// The same about a word that is none of those known here, with what could be meant.
    #[must_use]
    pub fn unknown(
        &self,
        key: Option<&str>,
        message: impl Into<String>,
        (word, known): (&str, &[&str]),
    ) -> ConfigError {
        let hint = Some(suggest::hint(word, known.iter().copied()));
        ConfigError { hint, ..self.problem(key, message) }
    }
}
