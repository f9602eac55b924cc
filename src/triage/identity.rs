//! What makes an article the same article in another poll: never a date, never a parser's own
//! random id. Also its alias (same title and link under a new guid) and its content's hash.

use std::collections::{HashMap, HashSet};

use ring::digest::{Context, SHA256};

use super::words::folded;
use crate::domain::{Article, Finding, Identity, KnownArticle};
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
    Marks { identity, alias, content: content.number() }
}

/// Parts articles of one document that share a guid but not their link: such a guid names the feed,
/// or nothing. Their alias is their identity then.
pub fn part(items: &mut [Finding]) {
    let mut seen: HashMap<Identity, usize> = HashMap::with_capacity(items.len());
    let mut twice = HashSet::new();
    for (at, item) in items.iter().enumerate() {
        let first = *seen.entry(item.identity).or_insert(at);
        let other = items.get(first).filter(|other| other.alias != item.alias);
        let parted = other.is_some_and(|o| canonical(&o.article) != canonical(&item.article));
        if parted {
            twice.insert(item.identity);
        }
    }
    for item in items.iter_mut().filter(|item| twice.contains(&item.identity)) {
        item.identity = item.alias.unwrap_or(item.identity);
    }
}

/// Whether what comes under a known guid is another article altogether: another link, and a headline
/// with hardly a word of the old one. Some publishers number the places of their front page.
#[must_use]
pub fn is_another(finding: &Finding, known: &KnownArticle) -> bool {
    if finding.alias.is_none() || known.url.is_empty() {
        return false;
    }
    if canonical(&finding.article) == link::canonical(&known.url) {
        return false;
    }
    let (old, new) = (folded(&known.title), folded(&finding.article.title));
    let words = |text| -> HashSet<String> {
        let text: &String = text;
        text.split_whitespace().map(str::to_owned).collect()
    };
    let (old, new) = (words(&old), words(&new));
    let shared = old.intersection(&new).count();
    // Fewer than a third of the shorter headline's words.
    shared * 3 < old.len().min(new.len()).max(1)
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
    use super::{is_another, marks, part};
    use crate::domain::{Article, ArticleId, FeedId, Finding, Identity, KnownArticle, StoryId};

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

    fn finding(id: &str, url: &str, title: &str) -> Finding {
        let article = article(id, url, title);
        let super::Marks { identity, alias, content } = marks(FEED, &article);
        let article = std::sync::Arc::new(article);
        Finding { identity, alias, content, article, ..Finding::default() }
    }

    #[test]
    fn a_guid_that_all_items_share_names_none_of_them() {
        let links = ["https://wire.example/a", "https://wire.example/b", "https://wire.example/b"];
        let titles = ["Rocket hits house", "Market opens", "Market opens again"];
        let mut items: Vec<Finding> =
            links.iter().zip(titles).map(|(url, title)| finding("feed", url, title)).collect();
        part(&mut items);
        assert!(items.iter().all(|item| Some(item.identity) == item.alias));
        let mut versions = vec![finding("1", links[0], "A"), finding("1", links[0], "B")];
        part(&mut versions);
        assert_eq!(versions[0].identity, versions[1].identity, "two versions of one article");
    }

    #[test]
    fn a_reused_guid_is_another_article_and_an_edit_is_not() {
        let known = |url: &str, title: &str| KnownArticle {
            id: ArticleId(1),
            identity: Identity::default(),
            feed: FeedId(1),
            content: 0,
            title: title.into(),
            url: url.into(),
            story: StoryId(1),
            watches: Vec::new(),
            first_seen: jiff::Timestamp::UNIX_EPOCH,
        };
        let old = known("https://wire.example/a", "Rocket hits near US Embassy in Baghdad");
        for (url, title, expected) in [
            ("https://wire.example/b", "Wheat prices fall for a third week", true),
            ("https://wire.example/a", "Wheat prices fall for a third week", false),
            ("https://wire.example/b", "Rocket lands near the embassy in Baghdad", false),
            ("", "Wheat prices fall for a third week", false),
        ] {
            assert_eq!(is_another(&finding("1", url, title), &old), expected, "{url} {title}");
        }
    }
}
