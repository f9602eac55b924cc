//! Labels of a headline: the short parts that stand before a colon, in brackets, or behind a bar
//! or a dash ("Opinion: …", "… | Column", "(Corrected)").

use super::words::folded;

/// Signs between a label and the headline proper.
const SIGNS: &[char] =
    &[':', '|', '•', '(', ')', '[', ']', '（', '）', '【', '】', '/', '—', '–', '«', '»', '\u{1}'];
/// Most words of a label.
const MOST_WORDS: usize = 4;

/// The labels of a headline, folded.
pub(super) fn labels(title: &str) -> impl Iterator<Item = String> {
    let dashed = title.replace(" - ", "\u{1}");
    let parts: Vec<String> = dashed.split(SIGNS).map(folded).collect();
    let any = parts.len() > 1;
    let short = |part: &String| !part.is_empty() && part.split(' ').count() <= MOST_WORDS;
    parts.into_iter().filter(move |part| any && short(part))
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
        ] {
            assert_eq!(labels(title).collect::<Vec<_>>(), wanted, "{title}");
        }
    }
}
