//! The copies that upgrades leave beside a store: their names, which lie there, and what is told of
//! one. Making them is the backend's work.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::files;

/// What the name of a copy has behind that of its store, before the version that was made then.
const BEFORE: &str = ".before-v";

/// That a store was brought up as it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Climbed {
    /// The store.
    pub store: PathBuf,
    /// The schema that was found.
    pub from: usize,
    /// The schema that it has now.
    pub to: usize,
    /// Where the store lies as it was.
    pub copy: PathBuf,
    /// How large that is.
    pub bytes: u64,
}

impl fmt::Display for Climbed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (store, copy) = (self.store.display(), self.copy.display());
        write!(
            f,
            "the store {store} was brought from schema {} to {}; as it was it lies in {copy} \
             ({} KiB)",
            self.from,
            self.to,
            self.bytes.div_ceil(1024)
        )
    }
}

/// Where a copy before a version goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Nothing is there yet.
    Free(PathBuf),
    /// What stands in the store now was copied there, by a climb that did not end.
    Made(PathBuf),
}

/// The place of the next copy. One of an earlier time (an old store was put back since) is left
/// alone.
#[must_use]
pub fn place(store: &Path, version: usize) -> Option<Place> {
    let changed = written(store).max(written(&files::beside(store, "-wal")));
    (1_u32..).find_map(|number| {
        let more = if number == 1 { String::new() } else { format!("-{number}") };
        let copy = files::beside(store, &format!("{BEFORE}{version}{more}"));
        match written(&copy) {
            None => Some(Place::Free(copy)),
            made if made >= changed => Some(Place::Made(copy)),
            Some(_) => None,
        }
    })
}

fn written(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|found| found.modified()).ok()
}

/// Whether a file has the name of a copy.
#[must_use]
pub fn is_copy(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.rsplit_once(BEFORE).is_some_and(|(_, version)| is_version(version))
}

/// `11`, or `11-2` for the second.
fn is_version(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.split_once('-').map_or_else(|| is_number(text), |(a, b)| is_number(a) && is_number(b))
}

/// The copies that lie beside a store, by name, each with its size.
#[must_use]
pub fn of(store: &Path) -> Vec<(PathBuf, u64)> {
    let store = files::itself(store);
    let start = files::beside(&store, BEFORE);
    let beside = store.parent().and_then(|folder| fs::read_dir(folder).ok());
    let found = beside.into_iter().flatten().filter_map(|entry| {
        let entry = entry.ok()?;
        let path = entry.path();
        let ours = path.as_os_str().as_encoded_bytes();
        let ours = ours.strip_prefix(start.as_os_str().as_encoded_bytes());
        let ours = ours.and_then(|rest| std::str::from_utf8(rest).ok()).is_some_and(is_version);
        Some((path, entry.metadata().ok()?.len())).filter(|_| ours)
    });
    let mut found: Vec<_> = found.collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_an_upgrade_left_is_its_copy() {
        for (name, copy) in [
            ("a.db.before-v11", true),
            ("a.db.before-v11-2", true),
            ("a.db.before-v11.before-v12", true),
            ("a.db.before-v", false),
            ("a.db.before-v11-wal", false),
            ("a.db.before-vacuum", false),
            ("a.db", false),
        ] {
            assert_eq!(is_copy(Path::new(name)), copy, "{name}");
        }
    }
}
