//! Ships by their names, where a headline names one behind the word for what it is: "tanker Marlin Star",
//! «танкер "Марлин Стар"». Two reports that name two ships tell of two attacks.
//!
//! Only scripts with capitals tell a name from a word; how a name sounds is said in `spots`.

use super::spots::{Headline, consonants};
use super::words::{Kind, counted, neutral, word_name};
use super::{concepts, gazetteer, idf, places};

/// Words of a name.
const LONGEST: usize = 2;
/// Letters that stand before a ship's name.
const TITLES: &[&str] = &["mv", "mt", "ms", "ss", "uss", "hms"];
/// Fewest consonants of a word of a name.
const LEAST: usize = 2;

/// Names of the ships that a headline names, one for each word of a name.
pub(super) fn ships(headline: &Headline<'_>) -> Vec<u32> {
    if !headline.is_plain() {
        return Vec::new();
    }
    let all = 0..headline.words.len();
    all.filter(|at| is_ship(headline, *at)).flat_map(|at| named(headline, at + 1)).collect()
}

/// Whether a word is for a ship.
fn is_ship(headline: &Headline<'_>, at: usize) -> bool {
    let word = headline.words.get(at);
    word.and_then(|word| concepts::concept(word, None)) == Some(*concepts::SHIP)
}

/// The words of the name that begins at a place: none where all of them are common words by themselves, or where one
/// is of a country or a town.
fn named(headline: &Headline<'_>, from: usize) -> Vec<u32> {
    let text = |at: usize| headline.words.get(at).map_or("", |word| word.text);
    let from = if TITLES.contains(&text(from)) { from + 1 } else { from };
    let name: Vec<usize> =
        (from..headline.words.len()).take(LONGEST).take_while(|at| is_own(headline, *at)).collect();
    let rare = |at: &usize| {
        let hash = headline.words.get(*at).and_then(counted);
        hash.is_some_and(|hash| !idf::is_common(word_name(hash)))
    };
    if name.len() < LONGEST && !name.iter().any(rare) {
        return Vec::new();
    }
    let bones = name.iter().map(|at| consonants(text(*at)));
    let bones = bones.filter(|bones| bones.len() >= LEAST);
    bones.map(|bones| neutral(Kind::Owner, &format!("ship {bones}"))).collect()
}

/// Whether a word may be part of a name: it is written as one, and stands for nothing else.
fn is_own(headline: &Headline<'_>, at: usize) -> bool {
    let words = headline.words;
    let other = |word| concepts::concept(word, words.get(at + 1)).is_some();
    headline.is_name(at)
        && !words.get(at).is_some_and(other)
        && places::country_at(words, at).is_none()
        && words.get(at..=at).is_some_and(|word| gazetteer::named(word).is_empty())
}

#[cfg(test)]
mod tests {
    use super::ships;
    use crate::text::fold::fold;
    use crate::triage::spots::Headline;
    use crate::triage::words::split;

    fn of(title: &str) -> Vec<u32> {
        let folding = fold(title);
        let words = split(folding.text().trim(), 99);
        ships(&Headline { words: &words, located: &[], folding: &folding, source: title })
    }

    #[test]
    fn a_ship_is_known_by_its_name_in_every_script_with_capitals() {
        for (one, other) in [
            ("Missile hits tanker Marlin Star", "Ракета попала в танкер «Марлин Стар»"),
            ("Houthi drone hits cargo ship Ocean Pride", "Crew leaves cargo ship MV Ocean Pride"),
        ] {
            assert!(!of(one).is_empty(), "{one}");
            assert_eq!(of(one), of(other), "{one} / {other}");
        }
        let (one, two) = (of("Missile hits tanker Marlin Star"), of("Drone hits ship Ocean Pride"));
        assert!(!one.iter().any(|name| two.contains(name)));
    }

    #[test]
    fn what_is_no_name_is_none() {
        for title in [
            "Missile hits tanker off Yemen",
            "Tanker Hit By Missile Off Yemen",
            "Missile strikes ship Friday in the Red Sea",
            "Missile hits tanker Iran had seized",
            "إصابة ناقلة نفط بصاروخ",
        ] {
            assert!(of(title).is_empty(), "{title}");
        }
    }
}
