//! What `wirewatch config init|show|check|path` say and do, free of the command line: functions
//! that take paths and give texts.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::PathBuf;

use toml_edit::{Item, TableLike, Value};

use super::error::ConfigError;
use super::hidden;
use super::load::{CONFIG, Loaded, load};
use super::paths::Paths;
use super::save;
use super::sections::SECTIONS;
use super::settings::{NotifySection, Settings};
use super::value::quoted;

/// What `config init` writes for the watches.
const WATCHES_START: &str = include_str!("start/watches.toml");
/// What `config init` writes for the feeds.
const FEEDS_START: &str = include_str!("start/feeds.toml");

/// Whether `config init` wrote a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Init {
    /// It is new.
    Written(PathBuf),
    /// There was one; it is untouched.
    Kept(PathBuf),
}

/// Writes the three documented files for the user to edit; never over an existing one.
///
/// # Errors
/// When the folder or a file cannot be written.
pub fn init(paths: &Paths) -> io::Result<Vec<Init>> {
    let _lock = save::lock_folder(&paths.config)?;
    let files = [
        (paths.config_file(), commented(CONFIG)),
        (paths.watches_file(), WATCHES_START.to_owned()),
        (paths.feeds_file(), FEEDS_START.to_owned()),
    ];
    files.into_iter().map(|(path, text)| write_new(path, &text)).collect()
}

fn write_new(path: PathBuf, text: &str) -> io::Result<Init> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(&path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            Ok(Init::Written(path))
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Init::Kept(path)),
        Err(error) => Err(error),
    }
}

/// The documented file with every value commented out: what is not changed follows the shipped one.
fn commented(text: &str) -> String {
    let is_value = |line: &str| !line.is_empty() && !line.starts_with(['#', '[']);
    let line = |line: &str| if is_value(line) { format!("#{line}\n") } else { format!("{line}\n") };
    let told = "# Values behind a # are the defaults: take the # away to change one.\n\n";
    format!("{told}{}", text.lines().map(line).collect::<String>())
}

/// The problems and warnings of the files, and whether they can be used.
#[derive(Clone, Debug)]
pub struct Check {
    /// What makes the files unusable.
    pub problems: Vec<ConfigError>,
    /// What is allowed but doubtful.
    pub warnings: Vec<ConfigError>,
    /// One line on what is in force; empty when there are problems.
    pub summary: String,
}

/// Reads and checks everything.
#[must_use]
pub fn check(paths: &Paths) -> Check {
    match load(paths) {
        Ok(loaded) => {
            Check { problems: Vec::new(), summary: summary(&loaded), warnings: loaded.warnings }
        }
        Err(problems) => Check { problems, warnings: Vec::new(), summary: String::new() },
    }
}

/// What is in force, in one line.
#[must_use]
pub fn summary(loaded: &Loaded) -> String {
    let watches = loaded.vocabulary.watches.iter().filter(|watch| watch.enabled).count();
    let feeds = loaded.feeds.iter().filter(|feed| feed.enabled).count();
    let notifiers = match loaded.settings.notify.len() {
        1 => "1 notifier".to_owned(),
        n => format!("{n} notifiers"),
    };
    format!(
        "{watches} of {} watches on, {} lists, {feeds} of {} feeds on, {notifiers}",
        loaded.vocabulary.watches.len(),
        loaded.vocabulary.lists.len(),
        loaded.feeds.len(),
    )
}

/// The files and folders by their names; not all need exist.
#[must_use]
pub fn places(paths: &Paths, settings: &Settings) -> [(&'static str, PathBuf); 6] {
    [
        ("folder", paths.config.clone()),
        ("config", paths.config_file()),
        ("watches", paths.watches_file()),
        ("feeds", paths.feeds_file()),
        ("store", paths.store_file(&settings.store)),
        ("log", paths.log_dir()),
    ]
}

/// The settings in force as TOML; secrets are shown as `***`.
#[must_use]
pub fn show(settings: &Settings) -> String {
    let mut text = String::new();
    for section in SECTIONS {
        let _ = writeln!(text, "[{}]", section.name);
        for key in section.keys {
            let _ = writeln!(text, "{} = {}", key.name, (key.show)(settings));
        }
        text.push('\n');
    }
    for section in &settings.notify {
        text.push_str(&show_notify(section));
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn show_notify(section: &NotifySection) -> String {
    let mut text = String::from("[[notify]]\n");
    for (key, item) in section.table.iter() {
        let secret = hidden::is_secret_of_notifier(key);
        let value = if secret { quoted("***") } else { masked(key, item) };
        let _ = writeln!(text, "{} = {value}", key_text(key));
    }
    text
}

fn key_text(key: &str) -> String {
    toml_edit::Key::new(key).to_string()
}

/// A value as it may be shown.
fn masked(key: &str, item: &Item) -> String {
    if hidden::is_secret(key) {
        return quoted("***");
    }
    if let ("url", Some(address)) = (key, item.as_str()) {
        return quoted(&masked_address(address).unwrap_or_else(|| "***".to_owned()));
    }
    match item {
        Item::Value(value) => masked_value(value),
        Item::Table(table) => masked_table(table),
        Item::ArrayOfTables(array) => {
            let all: Vec<String> = array.iter().map(|table| masked_table(table)).collect();
            format!("[{}]", all.join(", "))
        }
        Item::None => String::new(),
    }
}

fn masked_value(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(&masked_text(text.value())),
        Value::Array(array) => {
            let all: Vec<String> = array.iter().map(masked_value).collect();
            format!("[{}]", all.join(", "))
        }
        Value::InlineTable(table) => masked_table(table),
        Value::Integer(n) => n.value().to_string(),
        Value::Float(n) => n.value().to_string(),
        Value::Boolean(on) => on.value().to_string(),
        Value::Datetime(time) => time.value().to_string(),
    }
}

fn masked_table(table: &dyn TableLike) -> String {
    let pair = |(key, item): (&str, &Item)| format!("{} = {}", key_text(key), masked(key, item));
    let pairs: Vec<String> = table.iter().map(pair).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// Text that may be an address, well or badly written.
fn masked_text(text: &str) -> String {
    let plain = if text.contains("://") { "***" } else { text };
    masked_address(text).unwrap_or_else(|| plain.to_owned())
}

/// Addresses of webhooks are secrets: only scheme and host are shown. `None`: it is no address, and
/// nobody can say which part of it is the secret.
fn masked_address(text: &str) -> Option<String> {
    match url::Url::parse(text) {
        Ok(url) if url.host_str().is_some() => {
            let secret =
                url.path().len() > 1 || url.query().is_some() || !url.username().is_empty();
            let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
            let rest = if secret { "/***" } else { "" };
            Some(format!("{}://{}{port}{rest}", url.scheme(), url.host_str().unwrap_or_default()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_address_shows_its_host_and_a_broken_one_nothing() {
        for (key, text, shown) in [
            ("url", "https://hooks.example/services/SEKRET", "\"https://hooks.example/***\""),
            ("url", "http://127.0.0.1:9093", "\"http://127.0.0.1:9093\""),
            ("url", "hooks.example/services/SEKRET", "\"***\""),
            ("url", "https://hooks.example:443x/services/SEKRET", "\"***\""),
            ("command", "https://hooks.example:443x/SEKRET", "\"***\""),
            ("room", "!desk:chat.example", "\"!desk:chat.example\""),
        ] {
            assert_eq!(masked(key, &toml_edit::value(text)), shown, "{key} {text}");
        }
    }
}
