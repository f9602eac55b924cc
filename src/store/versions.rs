//! Which earlier versions of an article are kept: the first and the newest, and none for a counter.

use jiff::Timestamp;

use super::Version;
use crate::domain::Article;

/// Versions kept beside the first. A page of which a counter in words changes ("an hour ago") has a version
/// for every poll.
pub(super) const NEWEST: usize = 20;

/// Headline, standfirst and text.
pub(super) type Words<'a> = [&'a str; 3];

/// Whether a version differs from the next in more than numbers below its headline, which counters change.
pub(super) fn is_worth_keeping(
    [title, rest @ ..]: Words<'_>,
    [next, others @ ..]: Words<'_>,
) -> bool {
    title != next || rest.iter().zip(others).any(|(old, new)| !is_same_but_numbers(old, new))
}

/// Keeps in a list, oldest first, what a new text replaces.
pub(super) fn keep(versions: &mut Vec<Version>, old: &Article, (new, at): (&Article, Timestamp)) {
    if !is_worth_keeping(words(old), words(new)) {
        return;
    }
    let Article { title, summary, body, .. } = old.clone();
    versions.push(Version { replaced: at, title, summary, body });
    if versions.len() > NEWEST + 1 {
        versions.remove(1);
    }
}

/// What of an article a version holds.
pub(super) fn words(article: &Article) -> Words<'_> {
    [&article.title, &article.summary, &article.body]
}

/// Whether two texts are the same once every run of digits is one number.
fn is_same_but_numbers(old: &str, new: &str) -> bool {
    old == new || without_digits(old).eq(without_digits(new))
}

fn without_digits(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_numeric() && !matches!(c, ',' | '.'))
}

#[cfg(test)]
mod tests {
    use super::is_worth_keeping;

    #[test]
    fn a_counter_makes_no_version_and_words_or_a_headline_do() {
        for (old, new, kept) in [
            (["t", "s", "Views: 27"], ["t", "s", "Views: 1,128"], false),
            (["t", "3 hours ago", "b"], ["t", "14 hours ago", "b"], false),
            (["t", "s", "\u{668} \u{645}"], ["t", "s", "\u{661}\u{660} \u{645}"], false),
            (["3 killed", "s", "b"], ["5 killed", "s", "b"], true),
            (["t", "s", "one guard"], ["t", "s", "two guards"], true),
            (["t", "s", ""], ["t", "s", "more"], true),
            (["t", "s", "same"], ["t", "s", "same"], false),
        ] {
            assert_eq!(is_worth_keeping(old, new), kept, "{old:?} {new:?}");
        }
    }
}
