//! A notice that grouping holds back: one note for each kind of reason, from what was told last to
//! what is so now, a correction first. When and why one is held is decided in `raise`.

use super::words::head;
use crate::domain::{Change, Note, Pending, Reason};

/// Bytes of all notes of a notice.
const NOTES: usize = 600;
/// Bytes of the corrections in it.
const CORRECTIONS: usize = 400;

/// The kind of a notice with these notes; none without.
pub(super) fn change(notes: &[Note]) -> Option<Change> {
    let kinds = notes.iter().filter_map(|note| match note.reason {
        Reason::Severity => Some(Change::Escalated),
        Reason::Correction => Some(Change::Corrected),
        Reason::Watches | Reason::Origins | Reason::Harm | Reason::Silence | Reason::Edit => {
            Some(Change::Updated)
        }
        Reason::Lag => None,
    });
    kinds.max_by_key(|change| rank(*change))
}

fn rank(change: Change) -> u8 {
    match change {
        // An end is never raised.
        Change::Resolved | Change::Updated => 0,
        Change::Corrected => 1,
        Change::Escalated => 2,
        Change::Raised => 3,
    }
}

/// What still waits of a notice, now that `fresh` is to be told: a rise that is over does not.
pub(super) fn still(mut held: Pending, fresh: Option<&(Change, Vec<Note>)>) -> Option<Pending> {
    let again = |reason: Reason| {
        fresh.into_iter().flat_map(|(_, notes)| notes).any(|note| note.reason == reason)
    };
    held.notes.retain(|note| match note.reason {
        Reason::Correction | Reason::Silence | Reason::Edit | Reason::Lag => true,
        Reason::Severity | Reason::Watches | Reason::Origins | Reason::Harm => again(note.reason),
    });
    if held.change != Change::Raised {
        held.change = change(&held.notes)?;
    }
    Some(held)
}

/// Takes a notice into one that is held back already: its time stays unless it is sooner now.
pub(super) fn join(held: Option<Pending>, fresh: Pending) -> Pending {
    let Some(mut held) = held else { return fresh };
    held.due = held.due.min(fresh.due);
    if rank(fresh.change) > rank(held.change) {
        held.change = fresh.change;
    }
    for note in fresh.notes {
        match held.notes.iter_mut().find(|known| known.reason == note.reason) {
            Some(known) if note.reason == Reason::Correction => add(&mut known.text, &note.text),
            Some(known) => *known = note,
            None => held.notes.push(note),
        }
    }
    held.notes.sort_by_key(|note| note.reason);
    held
}

/// Takes one more correction in, the latest first.
fn add(known: &mut String, latest: &str) {
    if known.contains(latest) {
        return;
    }
    let both = format!("{latest}; {known}");
    head(&both, CORRECTIONS.max(latest.len())).clone_into(known);
}

/// The notes as one line.
pub(super) fn text(notes: &[Note]) -> String {
    let mut line = String::new();
    for Note { text, .. } in notes {
        if line.is_empty() {
            line.push_str(head(text, NOTES));
        } else if line.len() + text.len() < NOTES {
            line.push_str("; ");
            line.push_str(text);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{join, text};
    use crate::domain::{Change, Note, Pending, Reason};

    fn waits(change: Change, notes: &[(Reason, &str)]) -> Pending {
        let note = |(reason, text): &(Reason, &str)| Note { reason: *reason, text: (*text).into() };
        let notes = notes.iter().map(note).collect();
        Pending { due: Timestamp::UNIX_EPOCH, change, notes }
    }

    #[test]
    fn one_note_for_each_kind_the_latest_and_corrections_first() {
        let held = waits(Change::Escalated, &[(Reason::Severity, "routine → priority")]);
        let more = waits(Change::Escalated, &[(Reason::Severity, "routine → flash")]);
        let held = join(Some(held), more);
        let long = "x".repeat(300);
        let held = join(Some(held), waits(Change::Updated, &[(Reason::Correction, &long)]));
        let held = join(Some(held), waits(Change::Updated, &[(Reason::Correction, &long)]));
        assert_eq!(held.change, Change::Escalated);
        assert_eq!(text(&held.notes), format!("{long}; routine → flash"));
        let held =
            join(Some(held), waits(Change::Updated, &[(Reason::Correction, "two, not six")]));
        assert!(text(&held.notes).starts_with("two, not six; xxx"), "{}", text(&held.notes));
    }
}
