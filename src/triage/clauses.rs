//! Folded words of a text with the clauses that they stand in, digits of every script made ASCII.
//! For what asks which words belong together: numbers, harm, denials.

use std::ops::Range;

use super::words::{folded, head, is_inside_words};

/// Bytes of a text that are looked at.
const MOST_BYTES: usize = 4 << 10;
/// Letters of a word that shows by a small first one that not every word has a capital.
const PLAIN: usize = 4;

/// Words in their clauses.
#[derive(Clone, Debug, Default)]
pub(super) struct Clauses<'a> {
    pub words: Vec<&'a str>,
    /// The text as it is written.
    source: &'a str,
    /// For each word, which clause it stands in.
    of: Vec<usize>,
    /// The clauses that end in a comma.
    commas: Vec<usize>,
}

impl<'a> Clauses<'a> {
    /// Parts a text; the folded words are written into `buffer`.
    pub fn of(buffer: &'a mut String, text: &'a str) -> Clauses<'a> {
        let (mut ends, mut commas) = (Vec::new(), Vec::new());
        let source = head(text, MOST_BYTES);
        buffer.clear();
        buffer.reserve(source.len());
        let mut rest = source;
        while !rest.is_empty() {
            let (clause, behind) = rest.split_at(clause_end(rest));
            let words = folded(clause);
            if !words.is_empty() {
                let gap = if buffer.is_empty() { "" } else { " " };
                buffer.push_str(gap);
                if words.is_ascii() {
                    buffer.push_str(&words);
                } else {
                    buffer.extend(words.chars().map(digit));
                }
                if clause.ends_with([',', '،']) {
                    commas.push(ends.len());
                }
                ends.push(buffer.len());
            }
            rest = behind;
        }
        let room = buffer.len() / 5 + 1;
        let (mut words, mut of, mut from) = (Vec::with_capacity(room), Vec::with_capacity(room), 0);
        for (clause, end) in ends.into_iter().enumerate() {
            let inside = buffer.get(from..end).unwrap_or_default().split_ascii_whitespace();
            words.extend(inside);
            of.resize(words.len(), clause);
            from = end;
        }
        Clauses { words, source, of, commas }
    }

    /// A word, or nothing.
    pub fn word(&self, at: usize) -> &'a str {
        self.words.get(at).copied().unwrap_or_default()
    }

    /// A word, or nothing where it begins a clause.
    pub fn follower(&self, at: usize) -> &'a str {
        let same = at.checked_sub(1).is_some_and(|before| self.same(before, at));
        if same { self.word(at) } else { "" }
    }

    /// Whether a word is all that stands behind a comma, up to the end of its clause.
    pub fn is_aside(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        self.is_before_comma(before) && !self.same(before, at) && !self.same(at, at + 1)
    }

    /// Whether the clause of a word ends in a comma.
    pub fn is_before_comma(&self, at: usize) -> bool {
        self.of.get(at).is_some_and(|clause| self.commas.contains(clause))
    }

    /// A word as it is written, and all that is written before it.
    pub fn written(&self, at: usize) -> (&'a str, &'a str) {
        let span = spans(self.source).nth(at).unwrap_or_default();
        let before = self.source.get(..span.start).unwrap_or_default();
        (self.source.get(span).unwrap_or_default(), before)
    }

    /// Whether a number is all of what is written there: no hour, no part of a date, of a decimal or of a name.
    pub fn stands_alone(&self, at: usize) -> bool {
        let (word, before) = self.written(at);
        is_apart(before, self.source.get(before.len() + word.len()..).unwrap_or_default())
    }

    /// Whether names alone are written with capitals: the text has words that begin without one.
    pub fn is_plain(&self) -> bool {
        let word = |span: Range<usize>| self.source.get(span).unwrap_or_default();
        let plain =
            |word: &str| word.starts_with(char::is_lowercase) && word.chars().count() >= PLAIN;
        spans(self.source).any(|span| plain(word(span)))
    }

    /// Whether two words stand in one clause.
    pub fn same(&self, a: usize, b: usize) -> bool {
        self.of.get(a) == self.of.get(b)
    }
}

/// Whether a number is part of nothing that is written before it and behind it.
fn is_apart(before: &str, behind: &str) -> bool {
    let next = behind.trim_start_matches([':', '.', ',', '/', '-', '–', '٫']);
    let joins = next.len() < behind.len() && next.starts_with(char::is_numeric);
    !joins
        && !behind.starts_with(['%', '٪', '°'])
        && !before.ends_with([':', '.', ',', '/', '-', '–', '٫', '+', '$', '€', '£'])
}

/// Whether a number may stand alone in a text (see [`Clauses::stands_alone`]): asked before that is parted.
pub(super) fn has_number(text: &str) -> bool {
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(char::is_numeric)) {
        let (before, word) = text.split_at(from + start);
        let length = word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
        let (word, behind) = word.split_at(length);
        let whole = !before.ends_with(char::is_alphanumeric) && word.chars().all(char::is_numeric);
        if whole && is_apart(before, behind) {
            return true;
        }
        from = before.len() + length;
    }
    false
}

/// Where the words of a text stand that is not folded.
fn spans(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_part = |c: char| c.is_alphanumeric() || is_inside_words(c);
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..)?;
        let start = from + rest.find(char::is_alphanumeric)?;
        let rest = text.get(start..)?;
        from = start + rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        Some(start..from)
    })
}

/// Where the first clause of a text ends: behind a mark that a space follows.
fn clause_end(text: &str) -> usize {
    let ends = text.match_indices(is_mark).map(|(at, mark)| at + mark.len());
    let ends = ends.filter(|end| text.get(*end..).is_some_and(|b| b.starts_with([' ', '\n'])));
    ends.into_iter().next().unwrap_or(text.len())
}

/// Whether a sign ends a clause, before a space.
fn is_mark(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '.' | '!' | '?' | '،' | '؛' | '؟' | '—' | '–')
}

/// A digit of the Arabic scripts as the ASCII one.
fn digit(c: char) -> char {
    let from = match c {
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => return c,
    };
    char::from_digit(u32::from(c) - u32::from(from), 10).unwrap_or(c)
}

/// What is left of a word of Arabic or Hebrew without the short words that are written in front of
/// it ("and", "the", "to", "in"), one after the other.
pub(super) fn stripped<'a>(word: &'a str) -> impl Iterator<Item = &'a str> {
    const FRONT: &[&str] = &["ال", "و", "ف", "ب", "ل", "ו", "ה", "ב", "ל", "ש", "כ", "מ"];
    // The first bytes of these letters: most words have another.
    let is_fronted = |word: &&str| matches!(word.bytes().next(), Some(0xd7..=0xd9));
    let next = move |word: &&'a str| -> Option<&'a str> {
        let word = Some(*word).filter(is_fronted)?;
        FRONT.iter().find_map(|front| word.strip_prefix(*front))
    };
    std::iter::successors(Some(word), next).skip(1).take(3)
}

#[cfg(test)]
mod tests {
    use super::{Clauses, stripped};

    #[test]
    fn clauses_end_at_marks_before_a_space() {
        let mut buffer = String::new();
        let text = Clauses::of(&mut buffer, "Kills 1,200; days: «۱۲»");
        assert_eq!(text.words, ["kills", "1", "200", "days", "12"]);
        assert_eq!((text.follower(2), text.follower(3)), ("200", ""));
        assert!(text.same(0, 2) && !text.same(2, 3));
    }

    #[test]
    fn words_are_found_as_they_are_written() {
        let mut buffer = String::new();
        let text = Clauses::of(&mut buffer, "«Герань-2» hits Kata’ib’s camp, ‘Tower 22’");
        let words: Vec<&str> = (0..text.words.len()).map(|at| text.written(at).0).collect();
        assert_eq!(words, ["Герань", "2", "hits", "Kata’ib’s", "camp", "Tower", "22’"]);
        assert_eq!((text.written(1).1, text.written(9).0), ("«Герань-", ""));
        assert!(text.is_plain());
        assert!(!Clauses::of(&mut String::new(), "Five Killed In Camp 22").is_plain());
    }

    #[test]
    fn words_lose_what_is_written_in_front() {
        assert!(stripped("وإصابة").any(|word| word == "إصابة"));
        assert!(stripped("וההרוגים").any(|word| word == "הרוגים"));
        assert_eq!(stripped("wounded").count(), 0);
    }
}
