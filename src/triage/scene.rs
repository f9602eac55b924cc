//! Where an article's event is, in the few words a list has room for.
//!
//! Reads the tables of `gazetteer` and `places`; which stories are one is not decided by it.

use super::words::{Word, head, split};
use super::{gazetteer, places};
use crate::domain::Article;
use crate::text::fold::fold;

/// Words of the summary that are looked at: who speaks about the event from afar comes later.
const LEAD_WORDS: usize = 40;
/// Bytes of one text that are looked at.
const MOST_BYTES: usize = 1 << 10;
/// Most countries named together.
const TOGETHER: usize = 2;

/// The place an article tells of: the first that its headline names, else its first words
/// (`Green Zone IQ`); without one, the country or the two (`ML`); else nothing.
#[must_use]
pub fn scene(article: &Article) -> String {
    let texts = [&article.title, &article.summary].map(|text| fold(head(text, MOST_BYTES)));
    let [title, lead] = [(&texts[0], usize::MAX), (&texts[1], LEAD_WORDS)]
        .map(|(text, most)| split(text.text().trim(), most));
    let place = |words: &[Word<'_>]| gazetteer::named(words).first().copied();
    if let Some((place, country)) = place(&title).or_else(|| place(&lead)) {
        return format!("{} {country}", capitals(place));
    }
    let named = |words: &[Word<'_>]| Some(places::countries(words, &[])).filter(|c| !c.is_empty());
    let countries = named(&title).or_else(|| named(&lead)).unwrap_or_default();
    if countries.len() > TOGETHER { String::new() } else { countries.join(" ") }
}

/// `green-zone` as people write it.
fn capitals(place: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    };
    place.split('-').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::scene;
    use crate::domain::Article;

    #[test]
    fn the_headline_names_the_place_before_the_text_does() {
        for (title, summary, expected) in [
            ("Rocket strikes Green Zone near US Embassy in Baghdad", "", "Green Zone IQ"),
            ("Rockets hit a base", "BASRA: two rockets, said Washington.", "Basra IQ"),
            ("Обстрел в Алеппо", "", "Aleppo SY"),
            ("Bomb kills two Colombian police", "", "CO"),
            ("French and German envoys meet", "", "DE FR"),
            ("Chinese, French and German envoys meet", "", ""),
            ("Bakers meet", "Bread is dearer.", ""),
        ] {
            let article =
                Article { title: title.into(), summary: summary.into(), ..Article::default() };
            assert_eq!(scene(&article), expected, "{title}");
        }
    }
}
