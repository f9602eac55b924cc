//! Which earlier versions of an article are kept: the first and the newest, and none for a counter.

use jiff::Timestamp;

use super::Version;
use crate::domain::Article;

/// Versions kept beside the first. A page of which a counter in words changes ("an hour ago") has a version
/// for every poll.
pub(super) const NEWEST: usize = 20;

/// Headline, standfirst and text.
pub(super) type Words<'a> = [&'a str; 3];

/// How much of a text another one changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// Nothing.
    None,
    /// Numbers below its headline: those of a counter, or of the dead.
    Numbers,
    /// More.
    Words,
}

/// What became of a text.
pub(super) fn edit([title, rest @ ..]: Words<'_>, [next, others @ ..]: Words<'_>) -> Edit {
    let pairs = || rest.iter().zip(others);
    if title != next || pairs().any(|(old, new)| !is_same_but_numbers(old, new)) {
        return Edit::Words;
    }
    if pairs().all(|(old, new)| *old == new) { Edit::None } else { Edit::Numbers }
}

/// Whether a text is kept when another takes its place. Of numbers that go on changing the first are: a
/// correction of a toll can be read, and a counter makes one version.
pub(super) fn is_kept(edit: Edit, edit_before: Option<Edit>) -> bool {
    match edit {
        Edit::None => false,
        Edit::Numbers => edit_before.is_none_or(|before| before == Edit::Words),
        Edit::Words => true,
    }
}

/// Keeps in a list, oldest first, what a new text replaces.
pub(super) fn keep(versions: &mut Vec<Version>, old: &Article, (new, at): (&Article, Timestamp)) {
    let before = versions.last().map(|last| [&*last.title, &*last.summary, &*last.body]);
    let edit_before = before.map(|before| edit(before, words(old)));
    if !is_kept(edit(words(old), words(new)), edit_before) {
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
    use super::*;

    #[test]
    fn a_counter_changes_numbers_and_words_or_a_headline_are_more() {
        for (old, new, expected) in [
            (["t", "s", "Views: 27"], ["t", "s", "Views: 1,128"], Edit::Numbers),
            (["t", "3 hours ago", "b"], ["t", "14 hours ago", "b"], Edit::Numbers),
            (["t", "s", "\u{668} \u{645}"], ["t", "s", "\u{661}\u{660} \u{645}"], Edit::Numbers),
            (["3 killed", "s", "b"], ["5 killed", "s", "b"], Edit::Words),
            (["t", "s", "one guard"], ["t", "s", "two guards"], Edit::Words),
            (["t", "s", ""], ["t", "s", "more"], Edit::Words),
            (["t", "s", "same"], ["t", "s", "same"], Edit::None),
        ] {
            assert_eq!(edit(old, new), expected, "{old:?} {new:?}");
        }
    }

    #[test]
    fn the_first_of_numbers_that_go_on_changing_is_kept() {
        let text = |body: &str| Article { body: body.to_owned(), ..Article::default() };
        let bodies = ["3 killed", "30 killed", "30 killed", "31 killed", "31 killed, two held"];
        let mut versions = Vec::new();
        for (old, new) in bodies.iter().zip(bodies.iter().skip(1)) {
            keep(&mut versions, &text(old), (&text(new), Timestamp::UNIX_EPOCH));
        }
        let kept: Vec<&str> = versions.iter().map(|version| version.body.as_str()).collect();
        assert_eq!(kept, ["3 killed", "31 killed"]);
    }
}
