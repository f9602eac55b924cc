//! Tables of starts of words, asked by the first letters of a word: a headline's words are asked for
//! in tables of hundreds of entries in seven languages, of which a handful begin alike.

/// Drawers that first letters fall into.
const DRAWERS: usize = 1_024;

/// A table of entries: a start of words, or a whole word with `|` behind it.
pub(super) struct Entries {
    /// Where the entries of each drawer begin; the last number is their end.
    starts: Vec<u16>,
    entries: Vec<&'static str>,
}

impl Entries {
    /// The table that holds these.
    pub fn of(entries: &[&'static str]) -> Entries {
        let mut entries = entries.to_vec();
        entries.sort_by_key(|entry| drawer(entry));
        let start = |number: usize| entries.partition_point(|entry| drawer(entry) < Some(number));
        let starts = (0..=DRAWERS).map(start).map(|at| u16::try_from(at).unwrap_or(u16::MAX));
        Entries { starts: starts.collect(), entries }
    }

    /// Whether a word begins as an entry, or is one.
    pub fn hold(&self, word: &str) -> bool {
        let Some(number) = drawer(word) else { return false };
        let start = |number: usize| self.starts.get(number).copied().map(usize::from);
        let entries = start(number).zip(start(number + 1)).map(|(from, to)| from..to);
        entries.and_then(|range| self.entries.get(range)).is_some_and(|list| any(word, list))
    }
}

/// By the first two bytes: of an ASCII word two letters, of others most often one. No entry that begins longer
/// words is shorter.
fn drawer(word: &str) -> Option<usize> {
    let mut bytes = word.bytes().map(usize::from);
    let (first, second) = (bytes.next()?, bytes.next().unwrap_or(usize::from(b'|')));
    Some((first * 29 + second) % DRAWERS)
}

/// Whether a word begins as an entry of a short list, or is one.
pub(super) fn any(word: &str, list: &[&str]) -> bool {
    list.iter().any(|entry| is_entry(entry, word))
}

/// Whether a word begins as an entry of a table, or is it where that ends in `|`.
pub(super) fn is_entry(entry: &str, word: &str) -> bool {
    match entry.strip_suffix('|') {
        Some(whole) => word == whole,
        None => word.starts_with(entry),
    }
}

#[cfg(test)]
mod tests {
    use super::Entries;

    #[test]
    fn words_are_held_by_their_start_or_whole() {
        let table = Entries::of(&["condemn", "bury|", "осуди", "أدان", "y|", "be"]);
        for word in ["condemn", "condemns", "bury", "осудил", "أدانت", "y", "be", "bet"]
        {
            assert!(table.hold(word), "{word}");
        }
        for word in ["", "con", "buryat", "суди", "دان", "#condemn"] {
            assert!(!table.hold(word), "{word}");
        }
    }
}
