//! The rows of a search: headline, and where that does not say why, the passage that does.

use std::ops::Range;

use jiff::Timestamp;

use super::HEADLINE;
use crate::domain::{ArticleId, StoryId};
use crate::store::{Found, spots};

/// Characters of a passage, and how many of them stand before the word found.
const PASSAGE: usize = 200;
const BEFORE: usize = 24;

/// A text with the bytes that the search found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spotted {
    /// The text.
    pub text: String,
    /// The bytes, in order, apart from each other.
    pub spans: Vec<Range<usize>>,
}

/// An article of a search.
#[derive(Clone, Debug)]
pub struct FoundRow {
    /// Its row.
    pub id: ArticleId,
    /// Its story.
    pub story: StoryId,
    /// Headline.
    pub title: Spotted,
    /// Where its text holds the words, when the headline does not.
    pub passage: Option<Spotted>,
    /// Publisher.
    pub outlet: String,
    /// Link.
    pub url: String,
    /// When it was first fetched: by this the rows are in order.
    pub came: Timestamp,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// Watches that flag it.
    pub watches: Vec<String>,
}

impl FoundRow {
    /// The row of an article that a search found.
    #[must_use]
    pub fn of(words: &str, found: Found) -> FoundRow {
        let article = found.article;
        let title = spotted(words, article.title.chars().take(HEADLINE).collect());
        let texts = [&article.summary, &article.body];
        let passage = title.spans.is_empty().then(|| texts.iter().find_map(|t| passage(words, t)));
        FoundRow {
            id: found.id,
            story: found.story,
            title,
            passage: passage.flatten(),
            outlet: article.outlet,
            url: article.url,
            came: found.first_seen,
            published: article.published,
            watches: found.watches,
        }
    }
}

fn spotted(words: &str, text: String) -> Spotted {
    Spotted { spans: spots(words, &text), text }
}

/// The part of a text around the first word found, in one line.
fn passage(words: &str, text: &str) -> Option<Spotted> {
    let first = spots(words, text).first()?.start;
    let before = text.get(..first)?;
    let from = before.char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    let from = from + before.get(from..)?.find(' ').filter(|_| from > 0).map_or(0, |at| at + 1);
    let cut = text.get(from..)?.chars().take(PASSAGE);
    let line: String = cut.map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let mark = if from > 0 { "… " } else { "" };
    Some(spotted(words, format!("{mark}{line}")))
}

#[cfg(test)]
mod tests {
    use super::passage;

    #[test]
    fn a_passage_begins_with_whole_words_before_the_word_found() {
        let text =
            "A long beginning that says nothing at all of what came down, and then a rocket.";
        let found = passage("rocket", text).unwrap();
        assert_eq!(found.text, "… came down, and then a rocket.");
        assert_eq!(&found.text[found.spans[0].clone()], "rocket");
        assert_eq!(passage("bread", text), None);
    }
}
