//! What makes an article the same article in another poll: never a date, never a parser's own
//! random id. Also its alias (same title and link under a new guid), its wording (title, text and date,
//! under whatever guid and link) and its content's hash.
//!
//! Two items that stand side by side in one document and say different things are two articles,
//! whatever they share. Which of them the store knows is looked up in `batch`.

use std::collections::HashSet;

use ring::digest::{Context, SHA256};

use super::naming;
use super::quick::{QuickMap, QuickSet};
use super::words::{self, folded, head};
use crate::domain::{Article, Finding, Identity, Kin};
use crate::feed::link;

/// The hashes of one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// By guid, else by link, else by title and text.
    pub identity: Identity,
    /// The same title and link in the same feed have the same alias, whatever the guid; without a link
    /// the same title and text have; without a guid, too, the same title and date. A link without a title has none.
    pub alias: Option<Identity>,
    /// The same title, text and date in the same feed have the same wording, whatever guid and link.
    pub wording: Option<Identity>,
    /// What a reader sees: differs when the publisher edits.
    pub content: u64,
    /// What else may lead to it.
    pub kin: Kin,
}

/// The hashes of an article of the feed at `feed_url`.
#[must_use]
pub fn marks(feed_url: &str, article: &Article) -> Marks {
    let (link, title) = (canonical(article), folded(&article.title));
    let content = digest(&["content", &article.title, &article.summary, &article.body, &link]);
    let content = content.number();
    let said = text_of(feed_url, article);
    let at = article.published.map_or(0, |at| at.as_second().unsigned_abs());
    let is_bare = title.is_empty() && article.text().is_empty();
    let wording = Some(said.with(at)).filter(|_| !is_bare);
    let named = !link.is_empty() && !title.is_empty();
    let mut alias = named.then(|| digest(&["alias", feed_url, &link, &title]));
    let mut kin = Kin::None;
    let identity = if !article.id.is_empty() {
        if link.is_empty() {
            alias = Some(said).filter(|_| !is_bare);
        }
        let lasting = link::lasting(&article.id);
        let guid = lasting.as_deref().unwrap_or(&article.id);
        digest(&["guid", feed_url, naming::unrevised(guid).unwrap_or(guid)])
    } else if !link.is_empty() {
        let identity = digest(&["link", feed_url, &link]);
        let exact = alias.unwrap_or(identity).with(content);
        kin = Kin::Alone { shared: identity.inverse(), exact };
        identity
    } else {
        // What goes on under its headline and date. Their texts tell whether it does.
        let is_told = !title.is_empty() && !article.text().is_empty();
        let headed = || digest(&["headline", feed_url, &title]).with(at);
        alias = is_told.then(headed);
        // Of this feed: a bare "Security alert" of another one is another's.
        said
    };
    Marks { identity, alias, wording, content, kin }
}

fn text_of(feed_url: &str, article: &Article) -> Identity {
    digest(&["text", feed_url, &article.title, &article.summary, &article.body])
}

/// The hash of whose article it is, the same on every machine.
pub(super) fn outlet(article: &Article) -> u64 {
    let name = if article.outlet.is_empty() { &article.feed } else { &article.outlet };
    words::hash(name.as_bytes())
}

/// Parts articles of one document that share what names an article, and are several all the same: a
/// guid for the whole feed, a page of notices that every notice links to, a headline for them all.
pub fn part(items: &mut [Finding]) {
    let mut names = doubles(items, |item| Some(item.identity), differ);
    names.extend(crowds(items));
    let dated = dated_apart(items);
    let mut titles = doubles(items, |item| item.alias, differ_in_text);
    titles.extend(&dated);
    if names.is_empty() && titles.is_empty() {
        return;
    }
    let mut worded: QuickMap<u64, u64> = QuickMap::default();
    for item in items {
        let called = item.identity;
        let is_dated = dated.contains(&same(item).unwrap_or(called).number());
        let entitled = item.alias.filter(|alias| !titles.contains(&alias.number()));
        let common = item.alias.filter(|_| entitled.is_none());
        if let Some(wording) = item.wording.filter(|_| common.is_some() || is_dated) {
            // What says the same at the same time counts by its place among those.
            let before = worded.entry(wording.number() ^ wording.tail()).or_default();
            item.wording = Some(wording.with(*before << PLACES));
            *before += 1;
        }
        let unnamed = item.article.id.is_empty();
        if let Some(alias) = common {
            // Not by its guid: there are feeds that make up new ones for each poll.
            let own = Some(alias.with(item.content)).filter(|_| unnamed && !is_dated);
            item.alias = own.or(item.wording);
        }
        let parted = names.contains(&called.number());
        let is_linked = !item.article.url.is_empty();
        match item.kin {
            Kin::Alone { shared, exact } if parted || common.is_some() => {
                let own = item.wording.filter(|_| is_dated).unwrap_or(exact);
                item.identity = entitled.unwrap_or(own);
                item.kin = Kin::Among { shared, link: called };
            }
            _ if is_dated && unnamed => {
                item.identity = item.wording.unwrap_or(called);
                item.kin = Kin::Twin { common: called };
            }
            _ if parted => {
                let own = called.with(item.content);
                item.identity = item.alias.filter(|_| is_linked).unwrap_or(own);
                item.kin = Kin::Twin { common: called };
            }
            _ => item.kin = common.map_or(item.kin, |common| Kin::Twin { common }),
        }
    }
}

/// Bits that the seconds of a date leave free.
const PLACES: u32 = 40;

/// The keys that several items have, of which one is another article than the first.
fn doubles(
    items: &[Finding],
    key: impl Fn(&Finding) -> Option<Identity>,
    differ: impl Fn(&Finding, &Finding) -> bool,
) -> QuickSet<u64> {
    let mut first: QuickMap<u64, &Finding> = QuickMap::default();
    first.reserve(items.len());
    let mut found = QuickSet::default();
    for item in items {
        let Some(key) = key(item) else { continue };
        let other = *first.entry(key.number()).or_insert(item);
        if !std::ptr::eq(other, item) && other.content != item.content && differ(other, item) {
            found.insert(key.number());
        }
    }
    found
}

/// The names under which items stand that say the same to the letter at dates of their own, or under guids
/// of their own where nothing else is known of them: sirens and warnings, each with one headline and a link
/// to one map, or none.
fn dated_apart(items: &[Finding]) -> QuickSet<u64> {
    let mut first: QuickMap<u64, &Finding> = QuickMap::default();
    let apart = |one: &Article, other: &Article| {
        let named = !one.id.is_empty() && one.id != other.id;
        let dated = one.published.zip(other.published).is_some_and(|(one, other)| one != other);
        let alike = one.id.is_empty() && other.id.is_empty();
        dated && (named || alike) || named && one.url.is_empty()
    };
    let mut found = QuickSet::default();
    for item in items {
        let Some(key) = same(item) else { continue };
        let other = *first.entry(key.number()).or_insert(item);
        if other.content == item.content && apart(&other.article, &item.article) {
            found.insert(key.number());
        }
    }
    found
}

/// By what items that say the same are found that may be several.
fn same(item: &Finding) -> Option<Identity> {
    let is_bare = item.article.id.is_empty() && item.article.url.is_empty();
    if is_bare { Some(item.identity) } else { item.alias }
}

/// Most headlines of one article in a document: one more, and what they share names a page.
const VERSIONS: usize = 2;

/// The names that more items have than an article has versions: the guid and link of a page on which
/// they all stand.
fn crowds(items: &[Finding]) -> Vec<u64> {
    let mut first: QuickMap<u64, Identity> = QuickMap::default();
    first.reserve(items.len());
    let mut more: Vec<(u64, Identity)> = Vec::new();
    for (name, alias) in items.iter().filter_map(|i| Some((i.identity.number(), i.alias?))) {
        if *first.entry(name).or_insert(alias) != alias && !more.contains(&(name, alias)) {
            more.push((name, alias));
        }
    }
    let crowded = |name: &u64| more.iter().filter(|(other, _)| other == name).count() >= VERSIONS;
    more.iter().map(|(name, _)| *name).filter(crowded).collect()
}

/// Whether two items under one guid, or one link without a guid, are two articles. What has one guid
/// and one link is two versions of one, unless neither headlines nor texts have anything in common.
fn differ(one: &Finding, other: &Finding) -> bool {
    let (a, b) = (&*one.article, &*other.article);
    match one.kin {
        Kin::Alone { .. } => one.alias != other.alias || texts_part(a, b),
        Kin::None | Kin::Among { .. } | Kin::Twin { .. } => {
            let untold = beginning(a).is_empty() && beginning(b).is_empty();
            canonical(a) != canonical(b)
                || (unlike(&a.title, &b.title) && (untold || texts_part(a, b)))
        }
    }
}

/// Whether two items with one title and link are two articles: by their guids, else because their
/// texts begin differently.
fn differ_in_text(one: &Finding, other: &Finding) -> bool {
    let (a, b) = (&*one.article, &*other.article);
    a.id != b.id || (a.id.is_empty() && texts_part(a, b))
}

/// Whether two texts begin differently. A text cut short, or left out, is the same.
fn texts_part(one: &Article, other: &Article) -> bool {
    parts_from(&beginning(one), &beginning(other))
}

pub(super) fn parts_from(one: &str, other: &str) -> bool {
    !one.starts_with(other) && !other.starts_with(one)
}

/// Bytes of a text that are compared.
pub(super) const BYTES: usize = 80;

pub(super) fn beginning(article: &Article) -> String {
    folded(head(article.text(), BYTES))
}

/// Whether a headline has fewer than a third of the words of another, the shorter one counting.
pub(super) fn unlike(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    let (one, other) = (words(&one), words(&other));
    let shared = one.intersection(&other).count();
    shared * 3 < one.len().min(other.len()).max(1)
}

pub(super) fn words(text: &str) -> HashSet<&str> {
    text.split_whitespace().collect()
}

pub(super) fn canonical(article: &Article) -> String {
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
    use super::{marks, part};
    use crate::domain::{Article, Finding};

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
        let elsewhere = marks("https://other.example/rss", &a);
        assert_ne!(
            marks(FEED, &a).identity,
            elsewhere.identity,
            "a feed's bare headline is its own"
        );
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
        let super::Marks { identity, alias, wording, content, kin } = marks(FEED, &article);
        let article = std::sync::Arc::new(article);
        Finding { identity, alias, wording, content, kin, article, ..Finding::default() }
    }

    #[test]
    fn a_guid_that_all_items_share_names_none_of_them() {
        let links = ["https://wire.example/a", "https://wire.example/b", "https://wire.example/b"];
        let titles = ["Rocket hits house", "Market opens", "Market opens again"];
        let mut items: Vec<Finding> =
            links.iter().zip(titles).map(|(url, title)| finding("feed", url, title)).collect();
        part(&mut items);
        assert!(items.iter().all(|item| Some(item.identity) == item.alias));
        let mut versions =
            vec![finding("1", links[0], titles[1]), finding("1", links[0], titles[2])];
        part(&mut versions);
        assert_eq!(versions[0].identity, versions[1].identity, "two versions of one article");
        let notices = ["Gate 1 is closed", "Gate 2 is closed", "Gate 3 is closed"];
        let mut page = notices.map(|title| finding("page", links[0], title));
        part(&mut page);
        assert!(page.iter().all(|item| Some(item.identity) == item.alias), "a page of notices");
    }

    #[test]
    fn warnings_that_all_read_the_same_are_told_apart_by_guid_and_date() {
        let siren = |guid: &str, seconds: i64| {
            let mut item = finding(guid, "https://wire.example/map", "Siren in Sderot");
            let article = std::sync::Arc::make_mut(&mut item.article);
            article.published = jiff::Timestamp::from_second(seconds).ok();
            item
        };
        let mut items = vec![siren("g1", 60), siren("g2", 120), siren("g3", 120)];
        part(&mut items);
        let aliases: std::collections::HashSet<_> = items.iter().map(|item| item.alias).collect();
        assert_eq!(aliases.len(), 3);
        let mut repost = vec![siren("g1", 60), siren("g2", 60)];
        part(&mut repost);
        assert_eq!(repost[0].alias, repost[1].alias, "one date: a repost");
    }
}
