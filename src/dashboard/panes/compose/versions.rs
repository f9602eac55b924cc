//! What an edited article said before, as a difference: words taken out, words put in.

use ratatui::style::{Modifier, Style};

use super::{Composed, Look};
use crate::domain::Article;
use crate::store::{StoryArticle, Version};
use crate::text::diff::{self, Piece};

/// Versions shown: the latest.
const SHOWN: usize = 5;
/// Words shown on either side of a change.
const AROUND: usize = 7;
/// Longest change shown, in characters.
const LONGEST: usize = 400;

/// The versions of an article, the latest change first.
pub(super) fn compose(composed: &mut Composed, look: &Look<'_>, found: Option<&StoryArticle>) {
    let Some(found) = found.filter(|found| !found.versions.is_empty()) else { return };
    let theme = &look.shared.theme;
    composed.blank();
    let count = found.versions.len();
    let title = if count == 1 { "Edited once".to_owned() } else { format!("Edited {count} times") };
    composed.say(vec![(title, theme.strong)]);
    for (number, earlier) in found.versions.iter().enumerate().rev().take(SHOWN) {
        let now = of_article(&found.article);
        let later = found.versions.get(number + 1).map_or(now, of_version);
        let at = look.shared.clock(earlier.replaced);
        composed.say(vec![(format!("{at}Z"), theme.warn)]);
        let before = of_version(earlier);
        for ((field, old), (_, new)) in before.into_iter().zip(later) {
            if old != new {
                let mut pieces = vec![(format!("{field}: "), theme.faint)];
                pieces.extend(change(look, old, new));
                composed.flow(&pieces, look.columns);
            }
        }
    }
}

type Fields<'a> = [(&'static str, &'a str); 3];

fn of_version(version: &Version) -> Fields<'_> {
    [("headline", &version.title), ("standfirst", &version.summary), ("text", &version.body)]
}

fn of_article(article: &Article) -> Fields<'_> {
    [("headline", &article.title), ("standfirst", &article.summary), ("text", &article.body)]
}

/// The changed words with some around them.
fn change(look: &Look<'_>, old: &str, new: &str) -> Vec<(String, Style)> {
    let theme = &look.shared.theme;
    let gone = theme.dim.add_modifier(Modifier::CROSSED_OUT);
    let put = theme.good.add_modifier(Modifier::BOLD);
    let minus = look.shared.glyphs.pick("−", "-");
    let pieces = diff::words(old, new);
    let last = pieces.len().saturating_sub(1);
    let mut shown = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Same(text) => {
                let around = Around {
                    before: if number == 0 { 0 } else { AROUND },
                    behind: if number == last { 0 } else { AROUND },
                };
                shown.push((context(text, around), theme.text));
            }
            Piece::Gone(text) => shown.push((marked(minus, text), gone)),
            Piece::New(text) => shown.push((marked("+", text), put)),
        }
    }
    shown
}

/// A change with its sign; the blank behind it stays outside.
fn marked(sign: &str, text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = text.chars().take(LONGEST).collect();
    let rest = if cut.len() < text.len() { "…" } else { "" };
    format!("{sign}{cut}{rest} ")
}

/// Words kept behind the change before, and before the change behind.
#[derive(Clone, Copy)]
struct Around {
    before: usize,
    behind: usize,
}

/// What did not change, shortened to the words nearest to a change.
fn context(text: &str, around: Around) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (head, tail) = (around.before, around.behind);
    if words.len() <= head + tail + 1 {
        return words.join(" ") + " ";
    }
    let begin = words.get(..head).unwrap_or_default().join(" ");
    let end = words.get(words.len() - tail..).unwrap_or_default().join(" ");
    let parts = [begin.as_str(), "…", end.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ") + " "
}

#[cfg(test)]
mod tests {
    use super::{AROUND, Around, context};

    #[test]
    fn only_the_words_near_a_change_are_shown() {
        let context = |text, before, behind| context(text, Around { before, behind });
        let long = "a b c d e f g h i j k l m n o p q r s t";
        assert_eq!(context("a b c", AROUND, AROUND), "a b c ");
        assert_eq!(context(long, 0, AROUND), "… n o p q r s t ");
        assert_eq!(context(long, AROUND, 0), "a b c d e f g … ");
        assert_eq!(context(long, AROUND, AROUND), "a b c d e f g … n o p q r s t ");
    }
}
