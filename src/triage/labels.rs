//! Labels of a headline: the short parts that stand before a colon, in brackets, or behind a bar
//! or a dash ("Opinion: …", "… | Column", "(Corrected)").

use super::words::{folded, is_inside_words};

/// Most words of a label.
const MOST_WORDS: usize = 4;

/// A dash that stands between a label and the headline proper.
const DASH: &str = " - ";

/// Whether a sign stands between a label and the headline proper.
fn is_sign(c: char) -> bool {
    #[rustfmt::skip]
    let known = matches!(c, ':' | '|' | '•' | '(' | ')' | '[' | ']' | '（' | '）' | '【' | '】' | '/' | '—' | '–' | '«' | '»' | '\u{1}');
    known
}

/// The labels of a headline, folded one by one as they are asked for.
pub(super) fn labels(title: &str) -> impl Iterator<Item = String> {
    // A byte tells of most texts that they have none: the signs that are not ASCII begin with these.
    let may_part = |byte: u8| matches!(byte, b'-' | 0x80..) || is_sign(char::from(byte));
    let any = title.bytes().any(may_part) && (title.contains(is_sign) || title.contains(DASH));
    let parts = Some(title).filter(|_| any).into_iter().flat_map(|title| title.split(DASH));
    let parts = parts.flat_map(|part| part.split(is_sign)).filter(|part| !is_long(part));
    parts.map(folded).filter(|part| !part.is_empty() && part.split(' ').count() <= MOST_WORDS)
}

/// Whether a part has more words than a label: most have, and need not be folded.
fn is_long(part: &str) -> bool {
    let (mut words, mut inside) = (0, false);
    part.chars().filter(|c| !is_inside_words(*c)).any(|c| {
        let was_inside = std::mem::replace(&mut inside, c.is_alphanumeric());
        words += usize::from(inside && !was_inside);
        words > MOST_WORDS
    })
}

#[cfg(test)]
mod tests {
    use super::labels;

    #[test]
    fn labels_stand_apart_from_the_headline() {
        for (title, wanted) in [
            ("Opinion: why the embassy must stay", &["opinion"][..]),
            ("What the sirens taught us all | Guest column", &["guest column"]),
            ("Rocket falls in an empty field (Corrected)", &["corrected"]),
            ("Rocket falls in an empty field - Analysis", &["analysis"]),
            ("Armoured column hit", &[]),
            (
                "What we know - so far - of it all (analysis)",
                &["what we know", "so far", "of it all", "analysis"],
            ),
            ("L’armée n’a rien à dire : tribune", &["tribune"]),
            (
                "Don’t look now, it’s: a ‘fact-check’ – at last",
                &["dont look now its", "a fact check", "at last"],
            ),
        ] {
            assert_eq!(labels(title).collect::<Vec<_>>(), wanted, "{title}");
        }
    }
}
