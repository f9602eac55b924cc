//! What a receiver has taken and the store could not be told of before the end, in a file beside the
//! store: the next start marks it, so that a definite answer is never followed by a second try.
//!
//! When something is put there, and when it is read, is decided in `engine`.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{DeliveryQuery, Store, StoreError, files};
use crate::domain::{Delivery, DeliveryState, Fate, Mark};

/// One delivery that was taken: a line of the file.
#[derive(Serialize, Deserialize)]
struct Taken {
    notifier: String,
    answer: String,
    /// The notices, by number and time: in another store the same number is another notice.
    notices: BTreeSet<(u64, Timestamp)>,
}

fn place(store: &Path) -> PathBuf {
    files::beside(&files::itself(store), "-sent")
}

/// Keeps that a receiver has taken these.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(store: &Path, mark: &Mark, deliveries: &[Delivery]) -> io::Result<()> {
    let notices = deliveries.iter().map(|each| (each.notice.seq, each.notice.raised)).collect();
    let taken = Taken { notifier: mark.notifier.clone(), answer: mark.answer.clone(), notices };
    // Behind a line that a crash cut, a new one begins.
    let mut line = vec![b'\n'];
    serde_json::to_writer(&mut line, &taken)?;
    line.push(b'\n');
    let mut file = files::open_or_make(&place(store))?;
    file.seek(SeekFrom::End(0))?;
    file.write_all(&line)?;
    file.sync_all()
}

/// Why what was kept is not marked.
#[derive(Debug, thiserror::Error)]
pub enum Unsettled {
    /// The file is there and cannot be read.
    #[error("{} cannot be read: {error}", place.display())]
    Unreadable {
        /// The file.
        place: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The store cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Marks what was kept, and forgets it. Says how many deliveries there were.
///
/// # Errors
/// When the file cannot be read or the store cannot be written; then all is kept.
pub fn settle(path: &Path, store: &dyn Store, now: Timestamp) -> Result<usize, Unsettled> {
    let place = place(path);
    let bytes = match fs::read(&place) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(Unsettled::Unreadable { place, error }),
    };
    // A line that a crash cut, within a character perhaps, says nothing: its try ended unclear.
    let lines = bytes.split(|byte| *byte == b'\n');
    let all: Vec<Taken> = lines.filter_map(|line| serde_json::from_slice(line).ok()).collect();
    for taken in &all {
        let waiting = store.deliveries(&DeliveryQuery {
            notifier: Some(taken.notifier.clone()),
            state: Some(DeliveryState::Due),
            since: None,
            limit: usize::MAX,
        })?;
        let ours =
            |each: &&Delivery| taken.notices.contains(&(each.notice.seq, each.notice.raised));
        let seqs: Vec<u64> = waiting.iter().filter(ours).map(|each| each.notice.seq).collect();
        let (notifier, answer) = (taken.notifier.clone(), taken.answer.clone());
        if !seqs.is_empty() {
            store
                .mark(&Mark { notifier, seqs, fate: Fate::Delivered, answer, pause: None }, now)?;
        }
    }
    // Left there it would be marked again, which changes nothing.
    let _ = fs::remove_file(&place);
    Ok(all.len())
}
