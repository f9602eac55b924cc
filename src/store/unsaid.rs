//! Words on feeds that a notifier is still to be told, in a file beside the store: those that wait for their
//! hour, or are being tried, when the process ends are told after the next start.
//!
//! Which words there are, and when they go out, is decided in `engine`.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Store, StoreError, files};

/// A word on a feed for one notifier: a line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaid {
    /// The notifier.
    pub notifier: String,
    /// When there was something to say.
    pub at: Timestamp,
    /// The feed, by its row.
    pub feed: i64,
    /// What there is to say.
    pub text: String,
}

/// How many words on feeds a notifier refused, or did not take, since it last took one.
///
/// # Errors
/// When the store cannot be read.
pub fn refused(store: &dyn Store, notifier: &str) -> Result<u64, StoreError> {
    Ok(store.cursor(&cursor(notifier))?.unwrap_or(0))
}

/// Notes how many.
///
/// # Errors
/// When the store cannot be written.
pub fn note_refused(store: &dyn Store, notifier: &str, words: u64) -> Result<(), StoreError> {
    if refused(store, notifier)? == words {
        return Ok(());
    }
    store.set_cursor(&cursor(notifier), words)
}

fn cursor(notifier: &str) -> String {
    format!("words on feeds refused by {notifier}")
}

fn place(store: &Path) -> PathBuf {
    files::beside(&files::itself(store), "-unsaid")
}

/// Keeps these words and no others.
///
/// # Errors
/// When the file cannot be written; then it is as it was.
pub fn keep(store: &Path, words: &[Unsaid]) -> io::Result<()> {
    let place = place(store);
    if words.is_empty() {
        return match fs::remove_file(&place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    }
    let mut lines = Vec::new();
    for word in words {
        serde_json::to_writer(&mut lines, word)?;
        lines.push(b'\n');
    }
    let draft = files::beside(&place, "-new");
    let mut file = files::open_or_make(&draft)?;
    file.set_len(0)?;
    file.write_all(&lines)?;
    file.sync_all()?;
    fs::rename(&draft, &place)
}

/// The words that were kept, oldest first.
///
/// # Errors
/// When the file is there and cannot be read.
pub fn kept(store: &Path) -> io::Result<Vec<Unsaid>> {
    match fs::read(place(store)) {
        Ok(bytes) => {
            let lines = bytes.split(|byte| *byte == b'\n');
            Ok(lines.filter_map(|line| serde_json::from_slice(line).ok()).collect())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unsaid_is_kept_until_it_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("wirewatch.db");
        assert_eq!(kept(&store).unwrap(), []);
        let word = |text: &str| Unsaid {
            notifier: "desk".into(),
            at: "2026-03-03T10:00:00Z".parse().unwrap(),
            feed: 7,
            text: text.into(),
        };
        let words = [word("Wire: it has ended"), word("Wire: works\nagain")];
        keep(&store, &words).unwrap();
        assert_eq!(kept(&store).unwrap(), words);
        keep(&store, &words[1..]).unwrap();
        assert_eq!(kept(&store).unwrap(), words[1..]);
        keep(&store, &[]).unwrap();
        keep(&store, &[]).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no file is left");
    }
}
