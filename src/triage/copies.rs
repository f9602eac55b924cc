//! Whether two texts are copies of one, told by their shingles. Whose copy it is then, says `origin`.

use super::features::MOST_SHINGLES;

/// Set in a shingle that a text begins with.
pub(super) const OPENS: u32 = 1;
/// Fewer shingles than this say too little to call two texts copies.
pub(super) const FEWEST_SHINGLES: usize = 3;
/// Numbers of 64 bits in which the shingles of a text are marked: a text has some thirty.
const MARKS: usize = 64;

/// The shingles of a text that is compared with many others, most of which share none.
pub(super) struct Shingled<'a> {
    shingles: &'a [u32],
    marks: [u64; MARKS],
}

impl Shingled<'_> {
    /// A text by its sorted shingles.
    pub fn of(shingles: &[u32]) -> Shingled<'_> {
        let mut marks = [0; MARKS];
        for shingle in shingles {
            let (number, bit) = place(*shingle);
            if let Some(mark) = marks.get_mut(number) {
                *mark |= bit;
            }
        }
        Shingled { shingles, marks }
    }

    /// Whether it and a text of these shingles are copies.
    pub fn is_copy_of(&self, known: &[u32]) -> bool {
        let is_marked = |shingle: &&u32| {
            let (number, bit) = place(**shingle);
            self.marks[number] & bit != 0
        };
        // As many as both have are marked, and a few more.
        known.iter().filter(is_marked).count() * 2 >= FEWEST_SHINGLES
            && is_copy(known, self.shingles)
    }
}

/// Where a shingle is marked, wherever in its text it stands.
fn place(shingle: u32) -> (usize, u64) {
    let hash = (shingle / (OPENS + 1)) as usize;
    (hash % MARKS, 1 << (hash / MARKS % 64))
}

/// Whether two texts are copies: at least half of the shorter one's shingles stand in the longer one, and
/// among them some that one of them begins with. A sentence that an agency writes under every report of a kind
/// makes no copy; a long text under an opening of its desk's own is one. Of a long text only the smallest
/// shingles are kept: both are looked at as far as both are known.
fn is_copy(a: &[u32], b: &[u32]) -> bool {
    let known = |list: &[u32]| list.last().copied().filter(|_| list.len() >= MOST_SHINGLES);
    let long = known(a).is_some() && known(b).is_some();
    let end = [known(a), known(b)].into_iter().flatten().min().unwrap_or(u32::MAX);
    let upto = |list: &[u32]| list.partition_point(|shingle| *shingle <= end);
    let (a, b) = (a.split_at(upto(a)).0, b.split_at(upto(b)).0);
    let shorter = a.len().min(b.len());
    if shorter < FEWEST_SHINGLES {
        return false;
    }
    let (both, opening) = shared(a, b);
    let opens = |list: &[u32]| list.iter().filter(|shingle| **shingle & OPENS != 0).count();
    let of_opening = opens(a).min(opens(b));
    both * 2 >= shorter
        && (opening * OPENING_SHARE >= of_opening || long && both * 4 >= shorter * 3)
}

/// How much of an opening a copy keeps at least: a third.
const OPENING_SHARE: usize = 3;

/// How many shingles stand in both lists, and how many of these begin one of the texts.
fn shared(a: &[u32], b: &[u32]) -> (usize, usize) {
    let (mut x, mut y) = (a.iter().peekable(), b.iter().peekable());
    let (mut both, mut opening) = (0, 0);
    while let (Some(p), Some(q)) = (x.peek(), y.peek()) {
        match (*p | OPENS).cmp(&(*q | OPENS)) {
            std::cmp::Ordering::Less => _ = x.next(),
            std::cmp::Ordering::Greater => _ = y.next(),
            std::cmp::Ordering::Equal => {
                both += 1;
                opening += usize::from((*p | *q) & OPENS != 0);
                (_, _) = (x.next(), y.next());
            }
        }
    }
    (both, opening)
}

#[cfg(test)]
mod tests {
    use super::{OPENS, Shingled, is_copy};
    use crate::domain::Article;
    use crate::triage::features;

    #[test]
    fn half_of_the_shorter_text_makes_a_copy() {
        assert!(is_copy(&[3, 5, 7, 9], &[3, 5, 19, 21, 23, 25, 27]));
        assert!(!is_copy(&[3, 5, 7, 9], &[3, 19, 21, 23, 25]));
        assert!(!is_copy(&[3, 5], &[3, 5]));
    }

    #[test]
    fn what_stands_under_every_report_of_a_kind_makes_no_copy() {
        let stock = "The attack was the latest in a series of strikes on security forces in the north. \
                     No group has claimed responsibility for it.";
        let of = |own: &str| {
            let summary = [own, stock].join(" ");
            features(&Article { summary, ..Article::default() }).shingles
        };
        let soldiers =
            of("A roadside bomb killed three soldiers on patrol south of Kirkuk on Monday.");
        let copy =
            of("A roadside bomb killed three soldiers on patrol south of Kirkuk, police said.");
        let others =
            of("Three men died when their vehicle drove over a device at Daquq, a doctor told us.");
        assert!(is_copy(&soldiers, &copy));
        assert!(!is_copy(&soldiers, &others));
    }

    #[test]
    fn what_is_marked_leaves_no_copy_out() {
        let spread = |n: u32| n.wrapping_mul(0x9e37_79b9);
        for shift in 0..24 {
            let text = |from: u32| {
                let all = (from..from + 12).map(|n| spread(n) & !OPENS | (n & OPENS));
                let mut all: Vec<u32> = all.collect();
                all.sort_unstable();
                all
            };
            let (one, other) = (text(0), text(shift));
            let asked = Shingled::of(&one).is_copy_of(&other);
            assert_eq!(asked, is_copy(&other, &one), "{shift}");
        }
    }
}
