//! Which known articles the items of one document are, and what each is called. First those that say the same
//! to the letter as a known one, under whatever name; then, of those that nothing else is, the ones that
//! a guid, a link or a headline leads to.
//!
//! What the names of articles are, is told in `identity`; whether one has taken another's place in `successors`.

use std::cell::OnceCell;

use jiff::Timestamp;

use super::naming::{is_place, is_short, names_one};
use super::quick::{QuickMap, QuickSet};
use super::successors::{Came, Guids, LONG, SHORT, goes_on, is_again, is_another, is_next};
use crate::domain::{Finding, Findings, Identity, Kin, Known, KnownArticle};

/// What an item is called, and what the store knows of it.
pub(super) type Named<'a> = (Identity, Option<Recalled<'a>>);

/// A known article that an item is.
#[derive(Clone, Copy)]
pub(super) struct Recalled<'a> {
    pub known: &'a KnownArticle,
    /// Whether the item says nothing else: by another link alone it is not edited.
    pub same: bool,
}

/// Items of a document that have to be dated anew at once before its dates say nothing.
const REDATED: usize = 3;

/// The items of a document, each with its name.
pub(super) fn recall<'a>(poll: &Findings, known: &'a Known) -> Vec<Named<'a>> {
    let items = &poll.items;
    let mut found: Vec<Option<Recalled<'a>>> = items
        .iter()
        .map(|item| exact(item, known, poll.fetched).map(|known| Recalled { known, same: true }))
        .collect();
    if found.iter().any(Option::is_none) {
        let mut sheet = Sheet::of(poll, known, &found);
        for (item, recalled) in items.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            *recalled = sheet.worded(item, poll.fetched);
        }
        for (item, recalled) in items.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            let named = sheet.named(item, poll.fetched);
            *recalled = named.map(|known| Recalled { known, same: false });
        }
    }
    items
        .iter()
        .zip(found)
        .map(|(item, found)| (own(item, known, found.is_some()), found))
        .collect()
}

/// What is the same to the letter under a name of its own.
fn exact<'a>(item: &Finding, known: &'a Known, at: Timestamp) -> Option<&'a KnownArticle> {
    let own = match item.kin {
        Kin::Twin { .. } => [Some(item.identity), None, None],
        Kin::Alone { exact, .. } => [Some(item.identity), item.alias, Some(exact)],
        Kin::Among { link, .. } => [Some(item.identity), item.alias, Some(link)],
        Kin::None => [Some(item.identity), item.alias, None],
    };
    let mut same = own.into_iter().flatten().filter_map(|key| known.get(&key));
    same.find(|found| found.content == item.content && !is_again(item, found, at))
}

/// A document, and which known articles its items are.
struct Sheet<'f, 'a> {
    items: &'f [Finding],
    known: &'a Known,
    /// Each known article with the name of the item that it is.
    taken: QuickMap<u64, Identity>,
    /// What the items are called.
    names: QuickSet<u64>,
    guids: OnceCell<Guids>,
    redated: OnceCell<bool>,
}

impl<'f, 'a> Sheet<'f, 'a> {
    fn of(poll: &'f Findings, known: &'a Known, found: &[Option<Recalled<'a>>]) -> Self {
        let items = poll.items.as_slice();
        let taken = items.iter().zip(found);
        let taken =
            taken.filter_map(|(item, found)| Some((number((*found)?.known), item.identity)));
        let names = items.iter().filter(|item| !is_place(&item.article.id));
        Sheet {
            items,
            known,
            taken: taken.collect(),
            names: names.map(|item| item.identity.number()).collect(),
            guids: OnceCell::new(),
            redated: OnceCell::new(),
        }
    }

    /// Whether a known article is none of another item's.
    fn is_free(&self, item: &Finding, found: &KnownArticle) -> bool {
        let taken = self.taken.get(&number(found));
        let owned =
            found.identity != item.identity && self.names.contains(&found.identity.number());
        taken.is_none_or(|by| *by == item.identity) && !owned
    }

    /// What says the same on the same date under another guid and another link; or under one headline and
    /// link with others.
    fn worded(&mut self, item: &Finding, at: Timestamp) -> Option<Recalled<'a>> {
        let common = match item.kin {
            Kin::Twin { common } => Some(common),
            Kin::None | Kin::Alone { .. } | Kin::Among { .. } => None,
        };
        // Where guids are made up, so may be the dates.
        let made_up = || {
            let one = item.kin == Kin::None && names_one(&item.article.url);
            one && self.guids(item) == Guids::Change || common.is_none() && self.is_redated()
        };
        let own = [item.wording, item.alias, common.or(Some(item.identity))];
        let found = own.into_iter().flatten().find_map(|key| {
            let found = self.known.get(&key)?;
            let same = found.content == item.content && (!is_again(item, found, at) || made_up());
            // Under its own guid it is edited: its link is another one.
            let is_wording = item.wording == Some(key)
                && !self.known.contains_key(&item.identity)
                && is_told_once(item, found);
            let fits = (same || is_wording) && !self.taken.contains_key(&number(found));
            (fits && self.is_free(item, found)).then_some(found)
        })?;
        self.taken.insert(number(found), item.identity);
        Some(Recalled { known: found, same: true })
    }

    /// What it is a version of: by identity, then by alias; by alias first where the publisher gave an old
    /// guid to another article, or an old link and no guid.
    fn named(&self, item: &Finding, at: Timestamp) -> Option<&'a KnownArticle> {
        // What says the same was refused before.
        let get = |key: &Identity| {
            let found = self.known.get(key).filter(|found| found.content != item.content)?;
            self.is_free(item, found).then_some(found)
        };
        get(&item.identity).or_else(|| item.alias.as_ref().and_then(get))?;
        let alone = self.items.len() == 1;
        let came = Came { finding: item, at, on_page: self.is_on_page(item), alone };
        let next = |found: &KnownArticle| is_next(came, found, || self.guids(item));
        let is_bare = item.article.id.is_empty() && item.article.url.is_empty();
        let fits = |found: &KnownArticle| !next(found) && (!is_bare || goes_on(item, found));
        let by_alias = || item.alias.as_ref().and_then(get).filter(|found| fits(found));
        match get(&item.identity) {
            Some(_) if is_shared(item, self.known) => by_alias(),
            Some(found) if is_another(came, found) => by_alias(),
            Some(found) if matches!(item.kin, Kin::Alone { .. }) => {
                by_alias().or(Some(found).filter(|found| !next(found)))
            }
            Some(found) => Some(found),
            None => by_alias(),
        }
    }

    /// Whether others of this document have its link.
    fn is_on_page(&self, item: &Finding) -> bool {
        let url = &item.article.url;
        let is_other = |other: &Finding| {
            other.content != item.content
                && other.identity != item.identity
                && other.article.url == *url
        };
        !url.is_empty() && self.items.iter().any(is_other)
    }

    /// Whether the dates of this document say nothing: it is all dated anew.
    fn is_redated(&self) -> bool {
        *self.redated.get_or_init(|| {
            let mut seen = QuickSet::default();
            for item in self.items {
                let key = item.alias.unwrap_or(item.identity);
                let found = self.known.get(&key).filter(|found| found.content == item.content);
                let Some(found) = found else { continue };
                if found.published == item.article.published {
                    return false;
                }
                seen.insert(key.number());
            }
            seen.len() >= REDATED
        })
    }

    /// What the rest of the document tells of its guids.
    fn guids(&self, but: &Finding) -> Guids {
        *self.guids.get_or_init(|| {
            let mut told = Guids::Unknown;
            for item in self.items.iter().filter(|item| !item.article.id.is_empty()) {
                let found = item.alias.as_ref().and_then(|alias| self.known.get(alias));
                let found = found.filter(|found| found.content == item.content);
                let Some(found) = found else { continue };
                if found.guid == item.article.id {
                    return Guids::Last;
                }
                if item.article.url != but.article.url && !found.guid.is_empty() {
                    told = Guids::Change;
                }
            }
            told
        })
    }
}

fn number(known: &KnownArticle) -> u64 {
    known.id.0.cast_unsigned()
}

/// Whether a title, text and date are one article's wherever it links to: few words may be those of any siren.
fn is_told_once(item: &Finding, found: &KnownArticle) -> bool {
    let article = &item.article;
    let most = if article.published.is_some() { SHORT } else { LONG };
    article.published == found.published && !is_short(article, most)
}

/// Whether the link of an article without a guid is known to stand for several.
fn is_shared(item: &Finding, known: &Known) -> bool {
    matches!(item.kin, Kin::Alone { shared, .. } if known.contains_key(&shared))
}

/// What an article is called: its alias where its identity is another's, and its wording where both are.
fn own(item: &Finding, known: &Known, is_known: bool) -> Identity {
    let taken = !is_known && known.contains_key(&item.identity);
    let free = |key: &Identity| !known.contains_key(key);
    match (item.kin, item.alias) {
        (Kin::Alone { .. }, Some(alias)) if is_shared(item, known) && free(&alias) => alias,
        (Kin::Alone { exact, .. }, _) if is_shared(item, known) => exact,
        (Kin::Alone { exact, .. }, Some(alias)) if taken && !free(&alias) => {
            Some(exact).filter(free).or(item.wording).unwrap_or(exact)
        }
        (_, alias) if taken => {
            let lasting = [alias, item.wording].into_iter().flatten().find(free);
            lasting.unwrap_or(item.identity.with(item.content))
        }
        _ => item.identity,
    }
}
