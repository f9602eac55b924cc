//! A cheap fingerprint of the three files, so that the engine can ask every two seconds whether
//! something changed without reading anything.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::paths::Paths;

/// Size, time and identity of the three files; equal stamps mean unchanged files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp([Option<FileStamp>; 3]);

impl Stamp {
    /// The name of a file that was there and is gone in a later stamp.
    #[must_use]
    pub fn lost(&self, later: &Stamp) -> Option<&'static str> {
        let names = ["config.toml", "watches.toml", "feeds.toml"];
        let pairs = self.0.iter().zip(&later.0).zip(names);
        pairs.into_iter().find(|((then, now), _)| then.is_some() && now.is_none()).map(|(_, n)| n)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct FileStamp {
    modified: Option<SystemTime>,
    length: u64,
    identity: [u64; 4],
}

/// The files as they are now. Symbolic links are followed; what cannot be seen counts as absent.
#[must_use]
pub fn stamp(paths: &Paths) -> Stamp {
    Stamp([one(&paths.config_file()), one(&paths.watches_file()), one(&paths.feeds_file())])
}

fn one(path: &Path) -> Option<FileStamp> {
    let facts = fs::metadata(path).ok()?;
    Some(FileStamp {
        modified: facts.modified().ok(),
        length: facts.len(),
        identity: identity(&facts),
    })
}

#[cfg(unix)]
fn identity(facts: &fs::Metadata) -> [u64; 4] {
    use std::os::unix::fs::MetadataExt;
    let changed = [facts.ctime().cast_unsigned(), facts.ctime_nsec().cast_unsigned()];
    [facts.dev(), facts.ino(), changed[0], changed[1]]
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> [u64; 4] {
    [0; 4]
}
