//! Loads the three files: the shipped ones, the user's over them, everything checked. Reads files
//! and nothing else; when to load again is the engine's decision (see `Stamp`).

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use super::error::ConfigError;
use super::feeds::{FeedsFile, RawFeeds};
use super::paths::Paths;
use super::settings::Settings;
use super::source::{MOST_BYTES, Source};
use super::stamp::{Stamp, stamp};
use super::suggest::nearest;
use super::vocabulary::{self, Sources};
use super::watches::{Layer, RawWatches};
use super::{feeds, general, watches};
use crate::domain::{FeedSpec, Owner};
use crate::watch::{Matcher, Vocabulary};

/// The shipped `config.toml`.
pub const CONFIG: &str = include_str!("../../config/config.toml");
/// The shipped `watches.toml`.
pub const WATCHES: &str = include_str!("../../config/watches.toml");
/// The shipped `feeds.toml`.
pub const FEEDS: &str = include_str!("../../config/feeds.toml");

/// Everything the files say, checked.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// `config.toml`.
    pub settings: Settings,
    /// `watches.toml`: every watch, the switched-off ones too, shipped ones first.
    pub vocabulary: Vocabulary,
    /// The watches, where they were compiled to see whether they are right; whoever changes the
    /// vocabulary takes this away.
    pub matcher: Option<Arc<Matcher>>,
    /// `feeds.toml`: every feed, the switched-off ones too, shipped ones first.
    pub feeds: Vec<FeedSpec>,
    /// `feeds.toml`: who stands behind several outlets.
    pub owners: Vec<Owner>,
    /// What is allowed but doubtful.
    pub warnings: Vec<ConfigError>,
    /// The files as they were just before they were read.
    pub stamp: Stamp,
}

/// Loads the configuration. Files that do not exist count as empty.
///
/// # Errors
/// Every problem of every file; nothing is half taken.
pub fn load(paths: &Paths) -> Result<Loaded, Vec<ConfigError>> {
    let stamp = stamp(paths);
    let mut problems = Vec::new();
    let mut open = |path: &Path| match read_file(path) {
        Ok(source) => source,
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    let texts = Texts {
        config: open(&paths.config_file()),
        watches: open(&paths.watches_file()),
        feeds: open(&paths.feeds_file()),
    };
    let (mut loaded, more) = check(&texts);
    problems.extend(more);
    loaded.warnings.extend(misnamed(&paths.config));
    if problems.is_empty() { Ok(Loaded { stamp, ..loaded }) } else { Err(problems) }
}

/// Files beside the three whose names are nearly theirs: nobody reads them. Copies that editors and
/// people keep (`feeds.toml~`, `feeds.toml.bak`) are no slips.
fn misnamed(folder: &Path) -> Vec<ConfigError> {
    const NAMES: [&str; 3] = ["config.toml", "watches.toml", "feeds.toml"];
    let slip = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        let is_ours = name.to_lowercase().ends_with("ml") && !NAMES.contains(&name.as_str());
        let meant = nearest(&name, NAMES).filter(|_| is_ours)?;
        let mut told = ConfigError::whole(&entry.path(), "this file is not read");
        told.hint = Some(format!("did you mean \"{meant}\"?"));
        Some(told)
    };
    let mut found: Vec<ConfigError> =
        fs::read_dir(folder).into_iter().flatten().flatten().filter_map(slip).collect();
    found.sort_by(|a, b| a.file.cmp(&b.file));
    found
}

/// The shipped configuration alone, as a machine without any file has it.
#[must_use]
pub fn defaults() -> Loaded {
    check(&Texts::default()).0
}

/// The user's files, where they exist.
#[derive(Default)]
pub(super) struct Texts {
    pub config: Option<Source>,
    pub watches: Option<Source>,
    pub feeds: Option<Source>,
}

/// Checks the user's files over the shipped ones.
pub(super) fn check(texts: &Texts) -> (Loaded, Vec<ConfigError>) {
    let mut problems = Vec::new();
    let shipped = general::read(&shipped("config.toml", CONFIG), Settings::default());
    problems.extend(shipped.problems);
    let mut loaded = Loaded { settings: shipped.settings, ..Loaded::default() };
    if let Some(source) = &texts.config {
        let general = general::read(source, loaded.settings);
        problems.extend(general.problems);
        loaded.warnings.extend(general.warnings);
        loaded.settings = general.settings;
    }
    let watches = check_watches(texts.watches.as_ref());
    loaded.vocabulary = watches.vocabulary;
    match watches.matcher {
        Ok(matcher) => loaded.matcher = matcher.map(Arc::new),
        Err(wrong) => problems.extend(wrong),
    }
    let feeds = check_feeds(texts.feeds.as_ref());
    let folder = texts.feeds.as_ref().and_then(|source| source.file.parent());
    loaded.owners.clone_from(&feeds.raw.owners);
    loaded.feeds = feeds.raw.specs(folder.unwrap_or(Path::new("")));
    loaded.warnings.extend(feeds.warnings);
    problems.extend(feeds.problems);
    (loaded, problems)
}

/// The watches of both layers.
pub(super) struct Watches {
    pub vocabulary: Vocabulary,
    /// Compiled, where there was something to check; or all that is wrong with them.
    pub matcher: Result<Option<Matcher>, Vec<ConfigError>>,
}

/// The watches of both layers, compiled to see whether they are right. The shipped ones alone are
/// (a test holds it): most commands need no more of them than their names.
pub(super) fn check_watches(user: Option<&Source>) -> Watches {
    let (base, shipped, mut problems) = shipped_watches();
    let mut raw = base;
    if let Some(source) = user {
        let (over, wrong) = watches::read(source, Layer::User);
        problems.extend(wrong);
        raw = raw.under(over);
    }
    let vocabulary = vocabulary::vocabulary(&raw);
    let matcher = match (problems.is_empty(), user) {
        (false, _) => Err(problems),
        (true, None) => Ok(None),
        (true, Some(_)) => {
            vocabulary::check(&raw, &vocabulary, &Sources { shipped: &shipped, user }).map(Some)
        }
    };
    Watches { vocabulary, matcher }
}

/// The shipped watches with their source.
pub(super) fn shipped_watches() -> (RawWatches, Source, Vec<ConfigError>) {
    let source = shipped("watches.toml", WATCHES);
    let (raw, problems) = watches::read(&source, Layer::Shipped);
    (raw, source, problems)
}

/// The feeds of both layers.
pub(super) fn check_feeds(user: Option<&Source>) -> FeedsFile {
    let mut file = FeedsFile { raw: shipped_feeds(), ..FeedsFile::default() };
    if let Some(source) = user {
        let over = feeds::read(source);
        file.raw = file.raw.under(over.raw);
        file.problems.extend(over.problems);
        file.warnings.extend(over.warnings);
    }
    file
}

/// The shipped feeds; a test holds that they are right.
pub(super) fn shipped_feeds() -> RawFeeds {
    feeds::read(&shipped("feeds.toml", FEEDS)).raw
}

fn shipped(name: &str, text: &str) -> Source {
    Source::from_text(&Path::new("(shipped)").join(name), text)
}

/// A user's file, or none where there is none.
pub(super) fn read_file(path: &Path) -> Result<Option<Source>, ConfigError> {
    let refused = |error: &std::io::Error| {
        ConfigError::whole(path, format!("{} cannot be read: {error}", path.display()))
    };
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(refused(&error)),
        Ok(facts) if !facts.is_file() => {
            return Err(ConfigError::whole(path, format!("{} is not a file", path.display())));
        }
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| refused(&error))?;
    file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|error| refused(&error))?;
    Source::decode(path, bytes).map(Some)
}
