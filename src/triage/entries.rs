//! Tables of starts of words, asked by the first letter of a word: a headline's words are asked for
//! in tables of hundreds of entries in seven languages, of which a handful begin alike.

/// Drawers that first letters fall into; letters of one script lie side by side.
const DRAWERS: usize = 64;

/// A table of entries: a start of words, or a whole word with `|` behind it.
pub(super) struct Entries {
    drawers: Vec<Vec<&'static str>>,
}

impl Entries {
    /// The table that holds these.
    pub fn of(entries: &[&'static str]) -> Entries {
        let mut drawers = vec![Vec::new(); DRAWERS];
        for entry in entries {
            if let Some(drawer) = drawers.get_mut(drawer(entry)) {
                drawer.push(*entry);
            }
        }
        Entries { drawers }
    }

    /// Whether a word begins as an entry, or is one.
    pub fn hold(&self, word: &str) -> bool {
        let drawer = self.drawers.get(drawer(word));
        drawer.is_some_and(|entries| any(word, entries))
    }
}

fn drawer(word: &str) -> usize {
    word.chars().next().map_or(0, |letter| letter as usize % DRAWERS)
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
        let table = Entries::of(&["condemn", "bury|", "осуди", "أدان"]);
        for word in ["condemn", "condemns", "bury", "осудил", "أدانت"] {
            assert!(table.hold(word), "{word}");
        }
        for word in ["", "con", "buryat", "суди", "دان", "#condemn"] {
            assert!(!table.hold(word), "{word}");
        }
    }
}
