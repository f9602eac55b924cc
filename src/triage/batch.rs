//! The articles of a batch, each once: the same article in two polls, twice in one document or
//! under a second guid is one item, and items stand in an order that owes nothing to arrival.

use std::cell::OnceCell;
use std::collections::HashMap;

use foldhash::fast::RandomState;
use jiff::Timestamp;

use super::denied_events::tells_of_nobody;
use super::manner::Manner;
use super::recall::{Named, recall};
use super::sight::Lagging;
use crate::domain::{Finding, Findings, Identity, Known, KnownArticle};

/// One article of a batch.
pub(super) struct Item<'a> {
    pub finding: &'a Finding,
    /// Its own, or its alias under a guid that another article had before.
    pub identity: Identity,
    pub poll: &'a Findings,
    /// What the store knows of it.
    pub known: Option<&'a KnownArticle>,
    /// Whether that says something else.
    pub edited: bool,
    /// When it was published, or fetched where that is not told or lies ahead.
    pub at: Timestamp,
    /// By how many seconds the dates of its feed lag; 0: not known to.
    pub lag: u32,
    manner: OnceCell<Manner>,
    nobody: OnceCell<bool>,
}

impl<'a> Item<'a> {
    /// A finding of a poll under an identity.
    pub(super) fn new(
        finding: &'a Finding,
        poll: &'a Findings,
        (identity, found): Named<'a>,
    ) -> Item<'a> {
        let at = finding.article.published.map_or(poll.fetched, |p| p.min(poll.fetched));
        Item {
            finding,
            identity,
            poll,
            known: found.map(|found| found.known),
            edited: found.is_some_and(|found| !found.same),
            at,
            lag: 0,
            manner: OnceCell::new(),
            nobody: OnceCell::new(),
        }
    }

    /// The same item, of which another finding is looked at.
    pub(super) fn of<'b>(&'b self, finding: &'b Finding) -> Item<'b> {
        Item {
            finding,
            identity: self.identity,
            poll: self.poll,
            known: self.known,
            edited: self.edited,
            at: self.at,
            lag: self.lag,
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
    let mut named: Vec<Named<'a>> = Vec::with_capacity(all.len());
    let mut lags = Vec::with_capacity(all.len());
    for poll in batch {
        let of_poll = recall(poll, known);
        let lagging = Lagging::of(poll, &of_poll);
        let items = poll.items.iter().zip(&of_poll);
        lags.extend(items.map(|(finding, named)| lagging.seconds(finding, named)));
        named.extend(of_poll);
    }
    let mut groups = Groups::new(all.len());
    let mut seen: HashMap<Identity, usize, RandomState> =
        HashMap::with_capacity_and_hasher(all.len() * 2, RandomState::default());
    for (i, ((finding, _), (own, found))) in all.iter().zip(&named).enumerate() {
        let known = found.map(|found| found.known.identity);
        for mark in [Some(*own), finding.alias, known].into_iter().flatten() {
            let first = *seen.entry(mark).or_insert(i);
            groups.join(first, i);
        }
    }
    // By the first of each group.
    let mut winners: Vec<Option<Item<'a>>> = all.iter().map(|_| None).collect();
    for (i, (((finding, poll), named), lag)) in all.into_iter().zip(named).zip(lags).enumerate() {
        let item = Item { lag, ..Item::new(finding, poll, named) };
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
