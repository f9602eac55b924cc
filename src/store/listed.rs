//! Which articles a feed still lists: they would come in as new if retention took them.
//!
//! Kept as one list of rows a feed, which changes only when a document does. Where it lies is each
//! store's work.

use std::collections::HashSet;

/// Rows kept of a feed with a very short document.
const FEWEST: usize = 64;

/// The list after a document with these articles; `None`: as it was. What the documents before
/// listed stays at its end, up to the length of one more document: a feed whose servers disagree
/// lists one thing now and another then. An empty document says nothing.
pub(super) fn renewed(document: &[i64], before: &[i64]) -> Option<Vec<i64>> {
    if before.starts_with(document) {
        return None;
    }
    let most = (2 * document.len()).max(FEWEST);
    let mut there = HashSet::with_capacity(most);
    let all = document.iter().chain(before);
    let list: Vec<i64> = all.copied().filter(|row| there.insert(*row)).take(most).collect();
    (list != before).then_some(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_holds_the_document_first_and_one_more_of_what_was_before() {
        let of = |rows: std::ops::Range<i64>| rows.collect::<Vec<_>>();
        assert_eq!(renewed(&[], &[1]), None, "an empty document says nothing");
        assert_eq!(renewed(&[1, 2], &[1, 2, 3]), None, "nothing new");
        assert_eq!(renewed(&[3, 1, 3], &[1, 2]), Some(vec![3, 1, 2]));
        let long = renewed(&of(100..200), &of(0..100)).unwrap();
        assert_eq!(long, [of(100..200), of(0..100)].concat());
        let next = renewed(&of(200..300), &long).unwrap();
        assert_eq!(next, [of(200..300), of(100..200)].concat(), "no longer than two documents");
        assert_eq!(renewed(&[500], &of(0..100)).unwrap().len(), FEWEST);
    }
}
