//! What makes an article the same article in another poll: never a date, never a parser's own
//! random id. Also its alias (same title and link under a new guid) and its content's hash.

use ring::digest::{Context, SHA256};

use super::words::folded;
use crate::domain::{Article, Identity};
use crate::feed::link;

/// The three hashes of one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// By guid, else by link, else by title and text.
    pub identity: Identity,
    /// The same title and link in the same feed have the same alias, whatever the guid. An
    /// article without a link or a title has none.
    pub alias: Option<Identity>,
    /// What a reader sees: differs when the publisher edits.
    pub content: u64,
}

/// The hashes of an article of the feed at `feed_url`.
#[must_use]
pub fn marks(feed_url: &str, article: &Article) -> Marks {
    let (link, title) = (canonical(article), folded(&article.title));
    let identity = if !article.id.is_empty() {
        digest(&["guid", feed_url, &article.id])
    } else if !link.is_empty() {
        digest(&["link", feed_url, &link])
    } else {
        digest(&["text", &article.title, &article.summary, &article.body])
    };
    let named = !link.is_empty() && !title.is_empty();
    let alias = named.then(|| digest(&["alias", feed_url, &link, &title]));
    let content = digest(&["content", &article.title, &article.summary, &article.body, &link]);
    Marks { identity, alias, content: content.story().0 }
}

fn canonical(article: &Article) -> String {
    if article.url.is_empty() { String::new() } else { link::canonical(&article.url) }
}

/// Each part goes in with its length before it, so that no two lists of parts meet.
fn digest(parts: &[&str]) -> Identity {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    let mut id = [0_u8; 16];
    for (to, from) in id.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    Identity(id)
}

#[cfg(test)]
mod tests {
    use super::marks;
    use crate::domain::Article;

    const FEED: &str = "https://wire.example/rss";

    fn article(id: &str, url: &str, title: &str) -> Article {
        Article { id: id.into(), url: url.into(), title: title.into(), ..Article::default() }
    }

    #[test]
    fn guid_wins_over_link_and_title() {
        let a = article("7", "https://wire.example/a", "A");
        let b = article("7", "https://wire.example/b", "B");
        assert_eq!(marks(FEED, &a).identity, marks(FEED, &b).identity);
        let elsewhere = marks("https://other.example/rss", &a);
        assert_ne!(marks(FEED, &a).identity, elsewhere.identity);
    }

    #[test]
    fn dates_and_bylines_change_nothing() {
        let a = article("", "https://wire.example/a", "A");
        let mut b = a.clone();
        b.published = Some(jiff::Timestamp::UNIX_EPOCH);
        b.author = "desk".into();
        assert_eq!(marks(FEED, &a), marks(FEED, &b));
    }

    #[test]
    fn without_guid_and_link_the_text_is_the_identity() {
        let a = article("", "", "A");
        assert_ne!(marks(FEED, &a).identity, marks(FEED, &article("", "", "B")).identity);
        assert_eq!(marks(FEED, &a).alias, None);
    }

    #[test]
    fn a_new_guid_keeps_the_alias() {
        let a = article("1", "https://wire.example/a", "Rocket hits house");
        let b = article("2", "https://wire.example/a", "Rocket hits house!");
        assert_ne!(marks(FEED, &a).identity, marks(FEED, &b).identity);
        assert_eq!(marks(FEED, &a).alias, marks(FEED, &b).alias);
    }

    #[test]
    fn an_edit_changes_the_content() {
        let a = article("1", "", "Two dead");
        assert_ne!(marks(FEED, &a).content, marks(FEED, &article("1", "", "Six dead")).content);
    }
}
