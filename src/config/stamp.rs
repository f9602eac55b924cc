//! A cheap fingerprint of the three files, so that the engine can ask every two seconds whether
//! something changed without reading anything.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::paths::Paths;
use crate::domain::{Access, FeedSpec, Secret};

/// Size, time and identity of the three files; equal stamps mean unchanged files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp([Option<FileStamp>; 3]);

impl Stamp {
    /// What was there and is gone in a later stamp: a file, or all that stood in one. Either may be
    /// an accident, and would put the shipped rules in place of a person's own.
    #[must_use]
    pub fn lost(&self, later: &Stamp) -> Option<String> {
        let names = ["config.toml", "watches.toml", "feeds.toml"];
        let pairs = self.0.iter().zip(&later.0).zip(names);
        let mut lost = pairs.filter_map(|((then, now), name)| {
            let then = then.as_ref()?;
            match now {
                None => Some(format!("{name} is gone")),
                Some(now) if now.length == 0 && then.length > 0 => Some(format!("{name} is empty")),
                Some(_) => None,
            }
        });
        lost.next()
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

/// The files in which credentials of feeds are kept, as they are now: one that was corrected counts at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secrets(Vec<Option<FileStamp>>);

/// The files of these feeds' credentials.
#[must_use]
pub fn secrets(feeds: &[FeedSpec]) -> Secrets {
    let kept = feeds.iter().filter_map(|feed| match feed.access.as_deref()? {
        Access::Basic { password: Secret::File(path), .. } | Access::Header(Secret::File(path)) => {
            Some(one(path))
        }
        Access::Basic { .. } | Access::Header(_) => None,
    });
    Secrets(kept.collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corrected_password_file_is_seen_and_other_secrets_have_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("paid.txt");
        let feed = |password: Secret| {
            let access = Access::Basic { user: "ali".into(), password };
            FeedSpec { access: Some(Box::new(access)), ..FeedSpec::default() }
        };
        let feeds = [
            feed(Secret::File(file.clone())),
            feed(Secret::Given("sesame".into())),
            FeedSpec::default(),
        ];
        let mut seen = vec![secrets(&feeds)];
        for text in ["wrong", "sesame"] {
            fs::write(&file, text).unwrap();
            seen.push(secrets(&feeds));
        }
        assert!(seen[0] != seen[1] && seen[1] != seen[2]);
        assert_eq!(secrets(&feeds), seen[2]);
        assert_eq!(secrets(&feeds[1..]), Secrets::default());
    }
}
