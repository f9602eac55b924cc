//! The links of a story by their numbers: its articles first, then those within the text shown.

use super::{Composed, Look, Target, shown};
use crate::dashboard::load::StoryPage;

/// Most links taken out of one text.
const MOST: usize = 30;

/// Every link, in the order of their numbers: those of the articles stand where the articles do.
#[must_use]
pub fn links(page: &StoryPage, article: usize) -> Vec<String> {
    let mut all: Vec<String> =
        page.articles.iter().map(|found| found.article.url.clone()).collect();
    if all.is_empty() {
        all.extend(page.alert.as_ref().map(|alert| alert.line.article.url.clone()));
    }
    let Some(shown) = shown(page, article) else { return all };
    for text in [&shown.article.summary, &shown.article.body] {
        for link in within(text) {
            if !all.contains(&link) {
                all.push(link);
            }
        }
    }
    all
}

/// The links within a text.
fn within(text: &str) -> impl Iterator<Item = String> {
    let begins = |word: &&str| word.contains("https://") || word.contains("http://");
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')'));
    words.filter(begins).take(MOST).filter_map(|word| {
        let from = word.find("https://").or_else(|| word.find("http://"))?;
        let link =
            word.get(from..)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '’', '\'', ']']);
        url::Url::parse(link).ok().map(|_| link.to_owned())
    })
}

/// The numbered links that are not those of the articles listed above.
pub(super) fn compose(composed: &mut Composed, look: &Look<'_>, page: &StoryPage) {
    let theme = &look.shared.theme;
    let all = links(page, look.article);
    let listed = page.articles.len().max(1);
    if all.len() <= listed {
        return;
    }
    composed.blank();
    composed.say(vec![("Links in the text".to_owned(), theme.strong)]);
    for (number, link) in all.iter().enumerate().skip(listed) {
        let number = format!("  {:>2} ", number + 1);
        let row = vec![(number, theme.faint), (link.clone(), theme.dim)];
        composed.offer(Target::Link(link.clone()), row);
    }
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn links_end_where_the_sentence_goes_on() {
        let text = "See https://a.example/x?y=1, (http://b.example/) and nothttp or http:// alone.";
        let found: Vec<String> = within(text).collect();
        assert_eq!(found, ["https://a.example/x?y=1", "http://b.example/"]);
    }
}
