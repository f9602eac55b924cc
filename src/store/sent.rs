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
    let mut line = serde_json::to_vec(&taken)?;
    line.push(b'\n');
    let mut file = files::open_or_make(&place(store))?;
    file.seek(SeekFrom::End(0))?;
    file.write_all(&line)?;
    file.sync_all()
}

/// Marks what was kept, and forgets it. Says how many lines there were.
///
/// # Errors
/// When the store cannot be written; then all is kept.
pub fn settle(path: &Path, store: &dyn Store, now: Timestamp) -> Result<usize, StoreError> {
    let place = place(path);
    let Ok(text) = fs::read_to_string(&place) else { return Ok(0) };
    // A line that a crash cut in half says nothing: its try ended unclear.
    let all: Vec<Taken> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
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
