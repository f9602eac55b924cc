//! What is read from a store in memory.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Held, Kept, KeptAlert};
use crate::domain::{Alert, AlertState, ArticleId, Severity, StoryId};
use crate::store::words::{self, Wanted};
use crate::store::{AlertOrder, AlertQuery, Counts, Found, StoryArticle};

impl Held {
    /// A page of alerts.
    pub(super) fn alerts(&self, query: &AlertQuery) -> Vec<Alert> {
        let wanted = words::wanted(query.text.as_deref().unwrap_or_default());
        let mut alerts: Vec<Alert> = self
            .alerts
            .values()
            .filter(|kept| fits(&kept.words, &wanted))
            .map(|kept| kept.alert.clone().at(query.now))
            .filter(|alert| is_wanted(alert, query))
            .collect();
        alerts.sort_by_key(|alert| {
            let newest = (Reverse(alert.changed), Reverse(alert.id));
            match query.order {
                AlertOrder::Urgency => {
                    (alert.state != AlertState::Open, Reverse(alert.line.severity), newest)
                }
                AlertOrder::Newest => (false, Reverse(Severity::Routine), newest),
            }
        });
        alerts.into_iter().skip(query.offset).take(query.limit).collect()
    }

    /// The articles of a story, oldest first.
    pub(super) fn story(&self, story: StoryId, limit: usize) -> Vec<StoryArticle> {
        let mut members: Vec<StoryArticle> = self
            .articles
            .iter()
            .filter(|(_, kept)| kept.change.story == story)
            .map(|(id, kept)| StoryArticle {
                id: ArticleId(*id),
                article: (*kept.change.article).clone(),
                matches: kept.change.matches.clone(),
                origin: kept.change.origin.clone(),
                first_seen: kept.first_seen,
                versions: kept.versions.clone(),
                full: kept.full.clone(),
            })
            .collect();
        members.sort_by_key(|member| (member.first_seen, member.id));
        members.truncate(limit);
        members
    }

    /// Articles that hold all the words, newest first.
    pub(super) fn search(&self, typed: &str, offset: usize, limit: usize) -> Vec<Found> {
        let wanted = words::wanted(typed);
        let rows = self.articles.iter().rev().filter(|(_, kept)| fits(&kept.words, &wanted));
        rows.skip(offset).take(limit).map(found).collect()
    }

    /// Articles fetched since, newest first, below a row.
    pub(super) fn articles_since(
        &self,
        since: Timestamp,
        below: Option<ArticleId>,
        limit: usize,
    ) -> Vec<Found> {
        let below = below.map_or(i64::MAX, |id| id.0);
        let rows = self.articles.range(..below).rev().filter(|(_, kept)| kept.first_seen >= since);
        rows.take(limit).map(found).collect()
    }

    /// The counters of the status line.
    pub(super) fn counts(&self, now: Timestamp) -> Counts {
        let mut counts = Counts {
            alerts: self.alerts.len() as u64,
            articles: self.articles.len() as u64,
            last_poll: self.last_poll,
            ..Counts::default()
        };
        for alert in self.alerts.values().map(|kept| kept.alert.clone().at(Some(now))) {
            let place = Severity::ALL.iter().position(|each| *each == alert.line.severity);
            if let Some(open) = place
                .filter(|_| alert.state == AlertState::Open)
                .and_then(|place| counts.open.get_mut(place))
            {
                *open += 1;
            }
        }
        let first = now.as_second().div_euclid(60) - 9;
        for kept in self.articles.values() {
            let at = kept.first_seen.as_second().div_euclid(60) - first;
            if let Some(minute) =
                usize::try_from(at).ok().and_then(|at| counts.per_minute.get_mut(at))
            {
                *minute += 1;
            }
        }
        self.count_feeds(&mut counts);
        counts
    }

    fn count_feeds(&self, counts: &mut Counts) {
        for (_, feed) in self.feeds.iter().filter(|(_, feed)| feed.spec.enabled) {
            counts.feeds += 1;
            if feed.state.is_failing() {
                match counts.failing.iter_mut().find(|(state, _)| *state == feed.state) {
                    Some((_, feeds)) => *feeds += 1,
                    None => counts.failing.push((feed.state, 1)),
                }
            }
        }
        counts.failing.sort_by_key(|(state, feeds)| (Reverse(*feeds), state.name()));
    }

    /// When alerts were raised since a time, one row for each watch of each.
    pub(super) fn alerts_raised(&self, since: Timestamp) -> Vec<(String, Timestamp)> {
        let whole = |kept: &&KeptAlert| kept.part_of.is_none() && kept.alert.raised >= since;
        let rows = self.alerts.values().filter(whole).flat_map(|kept| {
            kept.alert.line.watches.iter().map(|watch| (watch.clone(), kept.alert.raised))
        });
        let mut rows: Vec<_> = rows.collect();
        rows.sort_by_key(|(_, raised)| *raised);
        rows
    }

    /// Alerts raised per hour and watch.
    pub(super) fn alerts_per_hour(&self, now: Timestamp, hours: usize) -> Vec<(String, Vec<u64>)> {
        let first = now.as_second().div_euclid(3_600) + 1 - i64::try_from(hours).unwrap_or(0);
        let mut chart: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for KeptAlert { alert, .. } in self.alerts.values() {
            let at = usize::try_from(alert.raised.as_second().div_euclid(3_600) - first);
            let Some(at) = at.ok().filter(|at| *at < hours) else {
                continue;
            };
            for watch in &alert.line.watches {
                let columns = chart.entry(watch.clone()).or_insert_with(|| vec![0; hours]);
                columns.iter_mut().skip(at).take(1).for_each(|column| *column += 1);
            }
        }
        chart.into_iter().collect()
    }
}

fn fits(words: &str, wanted: &Wanted) -> bool {
    match wanted {
        Wanted::Anything => true,
        Wanted::Nothing => false,
        Wanted::All(terms) => words::hold(words, terms),
    }
}

fn is_wanted(alert: &Alert, query: &AlertQuery) -> bool {
    let flagged = || alert.line.watches.iter().any(|watch| query.watches.contains(watch));
    (query.states.is_empty() || query.states.contains(&alert.state))
        && alert.line.severity >= query.min_severity
        && (query.watches.is_empty() || flagged())
        && query.since.is_none_or(|since| alert.changed >= since)
        && query.is_carried(alert)
}

fn found((id, kept): (&i64, &Kept)) -> Found {
    Found {
        id: ArticleId(*id),
        article: (*kept.change.article).clone(),
        story: kept.change.story,
        first_seen: kept.first_seen,
        watches: kept.change.matches.iter().map(|found| found.watch.clone()).collect(),
    }
}
