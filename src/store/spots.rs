//! Where a text holds the words of a search, for painting them: the search itself is `words`'s.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::words::{Term, Wanted, wanted};

/// The bytes of a text that a search as people type it found there, in order, apart from each
/// other. A word is marked whole.
#[must_use]
pub fn spots(typed: &str, text: &str) -> Vec<Range<usize>> {
    let Wanted::All(sought) = wanted(typed) else { return Vec::new() };
    let words: Vec<(usize, &str)> = text.split_word_bound_indices().collect();
    let mut spots: Vec<Range<usize>> = Vec::new();
    for (place, (from, word)) in words.iter().enumerate() {
        let mut end = from + word.len();
        let next = words.get(place + 1).map(|(from, word)| from + word.len());
        // Scripts without spaces are searched by pairs of characters.
        let pair = next.filter(|_| !word.is_ascii()).and_then(|end| text.get(*from..end));
        if !is_sought(word, &sought) {
            match pair.filter(|pair| is_sought(pair, &sought)) {
                Some(pair) => end = from + pair.len(),
                None => continue,
            }
        }
        match spots.last_mut().filter(|last| *from <= last.end) {
            Some(last) => last.end = last.end.max(end),
            None => spots.push(*from..end),
        }
    }
    spots
}

fn is_sought(word: &str, sought: &[Term]) -> bool {
    let Wanted::All(found) = wanted(word) else { return false };
    let meets = |term: &Term, found: &Term| {
        if term.open_ended { found.text.starts_with(&term.text) } else { found.text == term.text }
    };
    found.iter().any(|found| sought.iter().any(|term| meets(term, found)))
}

#[cfg(test)]
mod tests {
    use super::spots;

    #[test]
    fn words_are_marked_as_they_are_found() {
        for (typed, text, marked) in [
            ("rocket", "Rockets near the rocket base", "[Rockets] near the [rocket] base"),
            ("rocket ", "Rockets near the rocket base", "Rockets near the [rocket] base"),
            ("kataib", "Kata’ib Hezbollah", "[Kata’ib] Hezbollah"),
            ("地震", "東京で地震がありました", "東京で[地震]がありました"),
            ("علي", "قال علی رضایی", "قال [علی] رضایی"),
            ("", "Rockets", "Rockets"),
            ("!!", "Rockets!!", "Rockets!!"),
        ] {
            let mut shown = text.to_owned();
            for spot in spots(typed, text).iter().rev() {
                shown.insert(spot.end, ']');
                shown.insert(spot.start, '[');
            }
            assert_eq!(shown, marked, "{typed}");
        }
    }
}
