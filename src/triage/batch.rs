//! The articles of a batch, each once: the same article in two polls, twice in one document or
//! under a second guid is one item, and items stand in an order that owes nothing to arrival.

use std::cell::OnceCell;
use std::collections::HashMap;

use jiff::Timestamp;

use super::denied_events::tells_of_nobody;
use super::manner::Manner;
use super::successors::{Came, is_another, is_next};
use crate::domain::{Finding, Findings, Identity, Kin, Known, KnownArticle};

/// One article of a batch.
pub(super) struct Item<'a> {
    pub finding: &'a Finding,
    /// Its own, or its alias under a guid that another article had before.
    pub identity: Identity,
    pub poll: &'a Findings,
    /// What the store knows of it.
    pub known: Option<&'a KnownArticle>,
    /// When it was published, or fetched where that is not told or lies ahead.
    pub at: Timestamp,
    manner: OnceCell<Manner>,
    nobody: OnceCell<bool>,
}

impl<'a> Item<'a> {
    /// A finding of a poll under an identity.
    pub(super) fn new(
        finding: &'a Finding,
        poll: &'a Findings,
        (identity, known): (Identity, Option<&'a KnownArticle>),
    ) -> Item<'a> {
        let at = finding.article.published.map_or(poll.fetched, |p| p.min(poll.fetched));
        Item {
            finding,
            identity,
            poll,
            known,
            at,
            manner: OnceCell::new(),
            nobody: OnceCell::new(),
        }
    }

    /// How the article tells; found out when it is first asked.
    pub(super) fn manner(&self) -> Manner {
        *self.manner.get_or_init(|| Manner::of(&self.finding.article))
    }

    /// Whether its headline says that nobody was hurt; found out when it is first asked.
    pub(super) fn tells_of_nobody(&self) -> bool {
        *self.nobody.get_or_init(|| tells_of_nobody(&self.finding.article.title))
    }

    /// Whether it is flagged and an opinion. Of the rest that is not found out.
    pub(super) fn is_opinion(&self) -> bool {
        !self.finding.matches.is_empty() && self.manner().is_opinion()
    }

    /// Whether it is flagged and a drill. Of the rest that is not found out.
    pub(super) fn is_drill(&self) -> bool {
        !self.finding.matches.is_empty() && self.manner().is_drill()
    }

    /// Whether it is flagged and a film or a game. Of the rest that is not found out.
    pub(super) fn is_made_up(&self) -> bool {
        !self.finding.matches.is_empty() && self.manner().is_made_up()
    }
}

/// The items of a batch in (published, link) order; of several versions the latest.
pub(super) fn items<'a>(batch: &'a [Findings], known: &'a Known) -> Vec<Item<'a>> {
    let all: Vec<(&Finding, &Findings)> =
        batch.iter().flat_map(|poll| poll.items.iter().map(move |item| (item, poll))).collect();
    let mut groups = Groups::new(all.len());
    let mut seen: HashMap<Identity, usize> = HashMap::with_capacity(all.len() * 2);
    let mut named = Vec::with_capacity(all.len());
    for (i, (finding, poll)) in all.iter().enumerate() {
        let found = lookup((finding, poll.fetched), known);
        let own = own(finding, known, found);
        named.push((own, found));
        for mark in [Some(own), finding.alias, found.map(|k| k.identity)].into_iter().flatten() {
            let first = *seen.entry(mark).or_insert(i);
            groups.join(first, i);
        }
    }
    // By the first of each group.
    let mut winners: Vec<Option<Item<'a>>> = all.iter().map(|_| None).collect();
    for (i, ((finding, poll), named)) in all.into_iter().zip(named).enumerate() {
        let item = Item::new(finding, poll, named);
        if let Some(winner) = winners.get_mut(groups.root(i))
            && winner.as_ref().is_none_or(|taken| recency(&item) > recency(taken))
        {
            *winner = Some(item);
        }
    }
    let mut items: Vec<Item<'a>> = winners.into_iter().flatten().collect();
    items.sort_by(|a, b| order(a).cmp(&order(b)));
    items
}

/// What is the same to the letter, whatever it is called. Else by identity, then by alias; by alias
/// first where the publisher gave an old guid to another article, or an old link and no guid.
fn lookup<'a>((finding, at): Came<'_>, known: &'a Known) -> Option<&'a KnownArticle> {
    let same = finding.keys().filter_map(|key| known.get(&key));
    if let Some(found) = same.into_iter().find(|found| found.content == finding.content) {
        return Some(found);
    }
    let named = || {
        let found = finding.alias.as_ref().and_then(|alias| known.get(alias))?;
        (!is_next((finding, at), found)).then_some(found)
    };
    match known.get(&finding.identity) {
        Some(_) if is_shared(finding, known) => named(),
        Some(found) if is_another((finding, at), found) => named(),
        Some(found) if is_unnamed(finding) => {
            named().or(Some(found).filter(|found| !is_next((finding, at), found)))
        }
        Some(found) => Some(found),
        None => named(),
    }
}

/// Whether the link of an article without a guid is known to stand for several.
fn is_shared(finding: &Finding, known: &Known) -> bool {
    matches!(finding.kin, Kin::Alone { shared, .. } if known.contains_key(&shared))
}

fn is_unnamed(finding: &Finding) -> bool {
    matches!(finding.kin, Kin::Alone { .. })
}

/// What an article is called: its alias where its identity is another's.
fn own(finding: &Finding, known: &Known, found: Option<&KnownArticle>) -> Identity {
    let taken = found.is_none() && known.contains_key(&finding.identity);
    match (finding.kin, finding.alias) {
        (Kin::Alone { .. }, Some(alias)) if is_shared(finding, known) => alias,
        (Kin::Alone { exact, .. }, None) if is_shared(finding, known) => exact,
        (Kin::Alone { exact, .. }, Some(alias)) if taken && known.contains_key(&alias) => exact,
        (_, Some(alias)) if taken => alias,
        (Kin::Untied { text }, _) if taken => text,
        _ => finding.identity,
    }
}

fn recency(item: &Item<'_>) -> (Timestamp, Option<Timestamp>, Timestamp, u64, Identity) {
    let Finding { article, content, .. } = item.finding;
    (item.poll.fetched, article.updated, item.at, *content, item.identity)
}

/// What is not dated comes last: when it was fetched differs from one machine to the next.
fn order<'a>(item: &Item<'a>) -> (Timestamp, &'a str, &'a str, Identity) {
    let article = &item.finding.article;
    let published = article.published.unwrap_or(Timestamp::MAX);
    (published, article.url.as_str(), article.title.as_str(), item.identity)
}

/// Disjoint sets of item numbers.
struct Groups(Vec<usize>);

impl Groups {
    fn new(n: usize) -> Groups {
        Groups((0..n).collect())
    }

    fn root(&mut self, mut i: usize) -> usize {
        while let Some(&up) = self.0.get(i) {
            if up == i {
                break;
            }
            let above = self.0.get(up).copied().unwrap_or(up);
            if let Some(link) = self.0.get_mut(i) {
                *link = above;
            }
            i = above;
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(link) = self.0.get_mut(a.max(b)) {
            *link = a.min(b);
        }
    }
}
