//! What becomes of an article that its publisher edited: it keeps its story, unless it is of another event now.

use super::super::bars::Probe;
use super::super::batch::Item;
use super::super::book::Place;
use super::super::cluster::{Aim, aim, choose};
use super::super::identity::outlet;
use super::super::raise::News;
use super::super::sight::may_be_told;
use super::super::vector::Vector;
use super::super::{amend, departures, origin, unite};
use super::{Desk, Step, enter, founded, written};
use crate::domain::{ArticleFate, KnownArticle, Merge, StoryChange, StoryId, StoryState};

impl Desk<'_> {
    /// An edited article keeps its story, while that is live, and its words move no centroid; one that tells of
    /// another event by now leaves it.
    pub(super) fn take_edit(&mut self, item: &Item<'_>, known: &KnownArticle) {
        let mut place = self.place_of(known.story);
        if place.is_some_and(|place| self.depart(place, item, known)) {
            return;
        }
        let newly = item.finding.matches.iter().any(|m| !known.watches.contains(&m.watch));
        if place.is_none() && (newly || departures::is_retold(item, known)) {
            // Its story is long over: what it now says is a story of its own.
            let new = self.found(name(item, known), item);
            if let Some(story) = self.overlay.change(new) {
                enter(story, item, &self.policy.owners);
            }
            place = Some(new);
        }
        let (mut id, mut state) = (known.story, None);
        if let Some(place) = place {
            let may = may_be_told(item, &self.policy.pace)
                || newly && amend::is_of_now(item, known, self.policy);
            let again =
                self.overlay.change(place).is_some_and(|story| amend::is_again(story, item));
            let occasion = self.occasions.entry(place).or_default();
            let before = again.then(|| occasion.clone());
            occasion.revised |= may;
            occasion.edited_into_watch |= may && newly;
            self.flag(place, item, Step::Edited(&known.title));
            if let Some(before) = before {
                // A wording that was told already is told no more, however often it comes back.
                self.occasions.insert(place, before);
            }
            self.overlay.settle(place);
            let story = self.overlay.change(place).map(|story| &*story);
            id = story.map_or(id, |story| story.id);
            state = story.map(|story| &story.state);
        }
        let (article, features) = (&item.finding.article, &item.finding.features);
        let origin = origin::of_edit(article, features, state, &self.policy.owners);
        self.write_edit(item, known, (id, origin));
    }

    /// Takes an article that is of another event than its story now into the story of that; says whether it is.
    fn depart(&mut self, place: Place, item: &Item<'_>, known: &KnownArticle) -> bool {
        if !departures::is_rewritten(item, known) {
            return false;
        }
        let newest = departures::newest(item.finding, known);
        let newest = newest.as_ref().map(|finding| item.of(finding));
        let told = newest.as_ref().unwrap_or(item);
        let Some((joined, vector)) = self.leave(place, told, known) else { return false };
        if let Some(of) = self.take_departed(told, known, (joined, &vector)) {
            self.write_edit(item, known, of);
        }
        if let Some(joined) = joined {
            self.unite(joined);
        }
        true
    }

    fn write_edit(&mut self, item: &Item<'_>, known: &KnownArticle, of: (StoryId, String)) {
        let (story, origin) = of;
        let mut change = written(item, ArticleFate::Edited(known.id), story, origin);
        change.identity = known.identity;
        self.articles.push(change);
    }

    /// Takes an article out of a story, if it is of another event now: the story that it joins, if there is one,
    /// and its words. One that nobody was told of and nobody else is in begins anew, or goes with it.
    fn leave(
        &mut self,
        place: Place,
        item: &Item<'_>,
        known: &KnownArticle,
    ) -> Option<(Option<Place>, Vector)> {
        let aim = aim(item, &self.overlay);
        let watches = item.finding.matches.iter().map(|m| m.watch.as_str()).collect();
        let mut probe = Probe::of(item, watches);
        let story = self.overlay.hot(place)?;
        if !departures::is_of_another(item, known, (&aim.vector, &probe), story) {
            return None;
        }
        probe.barred = [&[story.id], &*story.apart].concat();
        let joined = choose(&aim, &probe, (&self.overlay, &mut self.seen), &self.policy.storying);
        let Aim { vector, .. } = aim;
        let into = joined.and_then(|joined| self.overlay.hot(joined)).map(|story| story.id);
        let story = self.overlay.change(place)?;
        if story.state.articles > 1 || story.state.line.is_some() {
            story.state.articles = story.state.articles.saturating_sub(1).max(1);
            return Some((joined, vector));
        }
        match into {
            None => {
                let state =
                    StoryState { apart: story.state.apart.clone(), ..StoryState::default() };
                let first_seen = story.first_seen;
                *story = StoryChange { first_seen, state, ..founded(story.id, item) };
                Some((Some(place), vector))
            }
            Some(into) => {
                unite::end(story, into);
                self.merges.push(Merge { from: story.id, into });
                self.overlay.settle(place);
                Some((joined, vector))
            }
        }
    }

    /// Takes an article that has left its story as one that came.
    fn take_departed(
        &mut self,
        item: &Item<'_>,
        known: &KnownArticle,
        (joined, vector): (Option<Place>, &Vector),
    ) -> Option<(StoryId, String)> {
        let (place, id, origin) = self.put_in(item, (joined, vector), || name(item, known))?;
        // It was polled before: what it says now it says since.
        let may = may_be_told(item, &self.policy.pace) || !item.poll.first_poll;
        if may && self.is_news(place, item) {
            let flagged = !item.finding.matches.is_empty();
            let news = if flagged { News::Flagged(item.poll.fetched) } else { News::Plain };
            let occasion = self.occasions.entry(place).or_default();
            occasion.news = occasion.news.max(Some(news));
        }
        self.flag(place, item, Step::Came(&origin));
        self.overlay.settle(place);
        Some((id, origin))
    }
}

/// What a story is called that an edit founds.
fn name(item: &Item<'_>, known: &KnownArticle) -> StoryId {
    let article = known.story.0 ^ item.finding.content;
    StoryId::of((outlet(&item.finding.article), article), item.at)
}
