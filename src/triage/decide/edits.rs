//! What becomes of an article that its publisher edited: it keeps its story, unless it is of another event now.

use super::super::bars::Probe;
use super::super::batch::Item;
use super::super::book::Place;
use super::super::cluster::{self, Aim, choose};
use super::super::departures::Turn;
use super::super::identity::outlet;
use super::super::live::MOST_COUNTRIES;
use super::super::raise::News;
use super::super::sight::may_be_told;
use super::super::vector::Vector;
use super::super::{amend, departures, line, origin, unite, vector};
use super::{Desk, Step, founded, insert, written};
use crate::domain::{ArticleFate, KnownArticle, Merge, StoryChange, StoryId, StoryState};

impl Desk<'_> {
    /// An edited article keeps its story, while that is live, and its words move no centroid; one that tells of
    /// another event by now leaves it.
    pub(super) fn take_edit(&mut self, item: &Item<'_>, known: &KnownArticle) {
        let place = self.place_of(known.story);
        let turn = place.map_or(Turn::Stays, |place| self.depart(place, item, known));
        if turn == Turn::Leaves {
            return;
        }
        let newly = item.finding.matches.iter().any(|m| !known.watches.contains(&m.watch));
        if place.is_none() && (newly || departures::is_retold(item, known)) {
            return self.take_anew(item, known, newly);
        }
        let (mut id, mut state) = (known.story, None);
        if let Some(place) = place {
            let may = may_be_told(item, &self.policy.pace)
                || newly && amend::is_of_now(item, known, self.policy);
            let again = self.overlay.change(place).is_some_and(|story| {
                if turn != Turn::Stays {
                    amend::note_wording(story, known.content);
                }
                amend::note_wording(story, item.finding.content)
            });
            let occasion = self.occasions.entry(place).or_default();
            let before = again.then(|| occasion.clone());
            occasion.revised |= may;
            occasion.edited_into_watch |= may && newly;
            self.flag(place, item, Step::Edited(&known.title));
            if turn != Turn::Stays && !item.finding.matches.is_empty() {
                let occasion = self.occasions.entry(place).or_default();
                occasion.corrected = occasion.corrected.take().or(departures::shown(item, known));
            }
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

    /// Takes an article whose story is long over, or that was of none, into the story of what it says now.
    fn take_anew(&mut self, item: &Item<'_>, known: &KnownArticle, newly: bool) {
        let newest = departures::newest(item.finding, known);
        let newest = newest.as_ref().map(|finding| item.of(finding));
        let told = newest.as_ref().unwrap_or(item);
        let may = may_be_told(item, &self.policy.pace)
            || newly
                && (amend::is_of_now(item, known, self.policy)
                    || !item.poll.first_poll && departures::is_rewritten(item, known));
        let (joined, vector) = self.choose(told);
        self.take_departed((item, told), known, (joined, &vector), may);
    }

    /// Takes an article that is of another event than its story now into the story of that; says whether it is.
    fn depart(&mut self, place: Place, item: &Item<'_>, known: &KnownArticle) -> Turn {
        if !departures::is_rewritten(item, known) {
            return Turn::Stays;
        }
        let newest = departures::newest(item.finding, known);
        let newest = newest.as_ref().map(|finding| item.of(finding));
        let told = newest.as_ref().unwrap_or(item);
        let (joined, vector) = match self.leave(place, told, known) {
            Ok(left) => left,
            Err(turn) => return turn,
        };
        // It was polled before: what it says now it says since.
        let may = may_be_told(told, &self.policy.pace) || !told.poll.first_poll;
        self.take_departed((item, told), known, (joined, &vector), may);
        Turn::Leaves
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
    ) -> Result<(Option<Place>, Vector), Turn> {
        let aim = cluster::aim(item, &self.overlay);
        let watches = item.finding.matches.iter().map(|m| m.watch.as_str()).collect();
        let mut probe = Probe::of(item, watches);
        let story = self.overlay.hot(place).ok_or(Turn::Stays)?;
        let turn = departures::turn(item, known, (&aim.vector, &probe), story);
        probe.barred = [&[story.id], &*story.apart].concat();
        if turn == Turn::Stays {
            return Err(turn);
        }
        let joined = choose(&aim, &probe, (&self.overlay, &mut self.seen), &self.policy.storying);
        let Aim { vector, .. } = aim;
        let stays = match turn {
            Turn::Rewritten => self.take_words(place, item, &vector, true),
            Turn::Filled => joined.is_none() && self.take_words(place, item, &vector, false),
            Turn::Stays | Turn::Leaves => false,
        };
        if stays {
            return Err(turn);
        }
        let into = joined.and_then(|joined| self.overlay.hot(joined)).map(|story| story.id);
        let story = self.overlay.change(place).ok_or(Turn::Stays)?;
        if story.state.articles > 1 || story.state.line.is_some() {
            story.state.articles = story.state.articles.saturating_sub(1).max(1);
            return Ok((joined, vector));
        }
        match into {
            None => {
                let state =
                    StoryState { apart: story.state.apart.clone(), ..StoryState::default() };
                let first_seen = story.first_seen;
                *story = StoryChange { first_seen, state, ..founded(story.id, item) };
                Ok((Some(place), vector))
            }
            Some(into) => {
                unite::end(story, into);
                self.merges.push(Merge { from: story.id, into });
                self.overlay.settle(place);
                Ok((joined, vector))
            }
        }
    }

    /// Lets a story tell in the words of an article that stands for it as well, or, where they fill what is all that
    /// there is of it, in these alone; says whether it does.
    fn take_words(&mut self, place: Place, item: &Item<'_>, vector: &Vector, more: bool) -> bool {
        let Some(story) = self.overlay.change(place) else { return false };
        let StoryState { line, centroid, countries, articles, .. } = &mut story.state;
        let stands = line.as_ref().is_some_and(|line| line::carries(line, &item.finding.article));
        if !stands || !more && *articles > 1 {
            return false;
        }
        let old = if more { std::mem::take(centroid) } else { Vec::new() };
        *centroid = vector::join(&old, *articles, vector);
        for country in &item.finding.features.countries {
            insert(countries, country, MOST_COUNTRIES);
        }
        true
    }

    /// Takes an article that has left its story, by what it tells now, as one that came, and that may be told or not.
    fn take_departed(
        &mut self,
        (item, told): (&Item<'_>, &Item<'_>),
        known: &KnownArticle,
        (joined, vector): (Option<Place>, &Vector),
        may: bool,
    ) {
        let put = self.put_in(told, (joined, vector), || name(told, known));
        let Some((place, id, origin)) = put else { return };
        if may && self.is_news(place, told) {
            let flagged = !told.finding.matches.is_empty();
            let news = if flagged { News::Flagged(told.poll.fetched) } else { News::Plain };
            let occasion = self.occasions.entry(place).or_default();
            occasion.news = occasion.news.max(Some(news));
        }
        self.flag(place, told, Step::Came(&origin));
        self.overlay.settle(place);
        self.write_edit(item, known, (id, origin));
        if let Some(joined) = joined {
            self.unite(joined);
        }
    }
}

/// What a story is called that an edit founds.
fn name(item: &Item<'_>, known: &KnownArticle) -> StoryId {
    let article = known.story.0 ^ item.finding.content;
    StoryId::of((outlet(&item.finding.article), article), item.at)
}
