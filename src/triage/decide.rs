//! From findings to changes: which articles are new, edited or known, which story each belongs
//! to, and what becomes of that story's alert. Works over the book and leaves it as it is.

mod edits;
mod kept;

use jiff::{SignedDuration, Timestamp};

use super::amend::Before;
use super::bars::Probe;
use super::batch::{Item, items};
use super::book::{Book, Place};
use super::cluster::{Seen, aim, choose, twin};
use super::identity::outlet;
use super::live::MOST_COUNTRIES;
use super::origin::Attributed;
use super::overlay::Overlay;
use super::owners::Owners;
use super::policy::Policy;
use super::quick::QuickMap;
use super::raise::{News, Occasion, settle};
use super::recant::Whose;
use super::sight::{made_up, may_be_told};
use super::stand::{is_talk, may_stand, weigh};
use super::unite::{self, Union};
use super::vector::Vector;
use super::{amend, departures, origin, recant, stand, vector};
use crate::domain::{
    AlertChange, ArticleChange, ArticleFate, Changes, Finding, Findings, Known, Merge, Renamed,
    StoryChange, StoryId, StoryState,
};

/// Names kept of a story: outlets, origins, watches.
pub(super) const MOST_NAMES: usize = 64;

/// Decides what a batch of findings changes. `known` holds what the store knows of its identities
/// and aliases, `book` the live stories.
#[must_use]
pub fn decide(
    findings: &[Findings],
    known: &Known,
    book: &Book,
    policy: &Policy,
    now: Timestamp,
) -> Changes {
    let mut desk = Desk {
        policy,
        overlay: Overlay::new(book),
        seen: Seen::default(),
        occasions: QuickMap::default(),
        articles: Vec::new(),
        merges: Vec::new(),
        renames: Vec::new(),
        ended: Vec::new(),
    };
    for item in items(findings, known) {
        match item.known {
            None if item.finding.only_kept => desk.keep(&item),
            None => desk.take_new(&item),
            Some(known) if item.edited => desk.take_edit(&item, known),
            Some(_) => {}
        }
    }
    desk.close(now)
}

/// How an article came to be looked at.
#[derive(Clone, Copy, PartialEq)]
enum Step<'a> {
    /// It is new; this is its origin.
    Came(&'a str),
    /// Its publisher changed it; its headline was this.
    Edited(&'a str),
}

/// The work on one batch.
struct Desk<'a> {
    policy: &'a Policy,
    overlay: Overlay<'a>,
    seen: Seen,
    occasions: QuickMap<Place, Occasion>,
    articles: Vec<ArticleChange>,
    merges: Vec<Merge>,
    renames: Vec<Renamed>,
    /// Alerts of stories that went into others, as they end.
    ended: Vec<AlertChange>,
}

impl Desk<'_> {
    fn take_new(&mut self, whole: &Item<'_>) {
        let mut newest = None;
        let (joined, vector) = loop {
            let part = newest.as_ref().map(|finding| whole.of(finding));
            let item = part.as_ref().unwrap_or(whole);
            let aimed = self.choose(item);
            match aimed.0.and_then(|place| self.above(place, item.finding)) {
                Some(above) => newest = Some(above),
                None => break aimed,
            }
        };
        let part = newest.as_ref().map(|finding| whole.of(finding));
        let item = part.as_ref().unwrap_or(whole);
        let name = || item.identity.story(outlet(&item.finding.article), item.at);
        let Some((place, id, origin)) = self.put_in(item, (joined, &vector), name) else { return };
        if self.is_news(place, item) {
            self.note_news(place, item);
        }
        self.flag(place, item, Step::Came(&origin));
        self.overlay.settle(place);
        self.articles.push(written(whole, ArticleFate::New, id, origin));
        if joined.is_some() {
            self.unite(place);
        }
    }

    /// The story that an article joins, if there is one, and its words.
    fn choose(&mut self, item: &Item<'_>) -> (Option<Place>, Vector) {
        let aim = aim(item, &self.overlay);
        let watches = item.finding.matches.iter().map(|m| m.watch.as_str()).collect();
        let probe = Probe::of(item, watches);
        let joined = choose(&aim, &probe, (&self.overlay, &mut self.seen), &self.policy.storying);
        (joined, aim.vector)
    }

    /// What a page that is a new article each time says above what was told of it.
    fn above(&mut self, place: Place, finding: &Finding) -> Option<Finding> {
        if finding.matches.is_empty() || !departures::is_page(&finding.article) {
            return None;
        }
        let told = &self.overlay.change(place)?.state.line.as_ref()?.article;
        let same = told.title == finding.article.title;
        same.then(|| departures::above(finding, told.text())).flatten()
    }

    /// Puts an article into a story, or into one of its own: where that lies, what it is called, and whose
    /// the article is.
    fn put_in(
        &mut self,
        item: &Item<'_>,
        (joined, vector): (Option<Place>, &Vector),
        name: impl FnOnce() -> StoryId,
    ) -> Option<(Place, StoryId, String)> {
        let place = joined.unwrap_or_else(|| self.found(name(), item));
        let story = self.overlay.change(place)?;
        let state = &mut story.state;
        state.centroid = vector::join(&state.centroid, state.articles, vector);
        let (id, Attributed { origin, renamed }) =
            (story.id, enter(story, item, &self.policy.owners));
        self.rename(id, renamed, &origin);
        Some((place, id, origin))
    }

    /// Whether an article brings news to its story. A withdrawal that meets no report of its own is told to
    /// nobody. Most are not asked how they tell.
    fn is_news(&mut self, place: Place, item: &Item<'_>) -> bool {
        let flagged = self.overlay.change(place).is_some_and(|story| story.state.line.is_some());
        let aside = item.finding.matches.is_empty() || !item.manner().retracts();
        !flagged && aside || may_stand(item) || item.manner().reacts
    }

    /// Articles of a story are of another origin than they seemed to be.
    fn rename(&mut self, story: StoryId, from: Option<String>, to: &str) {
        let Some(from) = from else { return };
        let earlier = self.articles.iter_mut().filter(|a| a.story == story && a.origin == from);
        earlier.for_each(|article| to.clone_into(&mut article.origin));
        self.renames.push(Renamed { story, from, to: to.to_owned() });
    }

    /// Lets a story that has just grown and its twin be one.
    fn unite(&mut self, place: Place) {
        let among = (&self.overlay, &mut self.seen);
        let Some(other) = twin(place, among, &self.policy.storying) else { return };
        let pair = (place, other);
        let Some(union) = unite::unite(&mut self.overlay, pair, unite::elder, self.policy) else {
            return;
        };
        let Union { places: (into, from), stay, go } = union;
        if !self.overlay.is_new(from) {
            self.ended.extend(unite::ending(&go, &stay));
        }
        self.merges.push(Merge { from: go.id, into: stay.id });
        for article in self.articles.iter_mut().filter(|article| article.story == go.id) {
            article.story = stay.id;
        }
        for renamed in self.renames.iter_mut().filter(|renamed| renamed.story == go.id) {
            renamed.story = stay.id;
        }
        let occasion = self.occasions.remove(&from).unwrap_or_default();
        self.occasions.entry(into).or_default().join((occasion, &go), &stay);
    }

    fn found(&mut self, name: StoryId, item: &Item<'_>) -> Place {
        let name = self.free_name(name);
        self.overlay.found(founded(name, item))
    }

    /// Where the story of a known article lies, though it went into another in this batch.
    fn place_of(&self, mut story: StoryId) -> Option<Place> {
        for merge in &self.merges {
            if merge.from == story {
                story = merge.into;
            }
        }
        self.overlay.place(story)
    }

    /// A story name that no live story has.
    fn free_name(&self, mut id: StoryId) -> StoryId {
        while self.overlay.place(id).is_some() {
            id.0 = id.0.wrapping_add(1);
        }
        id
    }

    fn note_news(&mut self, place: Place, item: &Item<'_>) {
        let pace = &self.policy.pace;
        let may = may_be_told(item, pace);
        let occasion = self.occasions.entry(place).or_default();
        if may {
            let flagged = !item.finding.matches.is_empty();
            let news = if flagged { News::Flagged(item.poll.fetched) } else { News::Plain };
            occasion.news = occasion.news.max(Some(news));
            occasion.lag = occasion.lag.max(if flagged { made_up(item, pace) } else { 0 });
        }
    }

    /// Lets an article count for its story's alert, and notes what it corrects.
    fn flag(&mut self, place: Place, item: &Item<'_>, step: Step<'_>) {
        let policy = self.policy;
        let Some(story) = self.overlay.change(place) else { return };
        let finding = item.finding;
        let occasion = self.occasions.entry(place).or_default();
        let stands = amend_story(story, occasion, (item, step), policy);
        if finding.matches.is_empty() {
            stand::forget(story, &finding.article);
            if stands {
                recant::withdraw(story, occasion, &finding.article);
            }
            return;
        }
        if !stands && amend::contradicts(story, item) {
            stand::forget(story, &finding.article);
            return;
        }
        if let Some(memo) = &story.state.memo {
            occasion.last_flagged = occasion.last_flagged.or(memo.last_flagged);
        }
        if let (None, Step::Came(origin)) = (&story.state.line, step) {
            corroborate_from(story, item, origin);
        }
        let origin = match step {
            Step::Came(origin) => origin.to_owned(),
            Step::Edited(_) if is_talk(story) => {
                let (article, features) = (&finding.article, &finding.features);
                origin::of_edit(article, features, Some(&story.state), &policy.owners)
            }
            Step::Edited(_) => String::new(),
        };
        let harm = |story: &StoryChange| story.state.memo.as_ref().map(|memo| memo.harm);
        let before = harm(story);
        let alone = story.state.memo.as_ref().map_or(0, |memo| memo.evidence.alone);
        weigh(story, item, stands, policy);
        stand::count_talk(story, item, &origin);
        if stands {
            amend::note_outdone((story, occasion), &finding.article, alone, policy);
        }
        let edited = matches!(step, Step::Edited(_)) && occasion.revised;
        occasion.toll_revised |= edited && harm(story) != before;
    }

    fn close(self, now: Timestamp) -> Changes {
        let Desk {
            policy, overlay, occasions, articles, merges, renames, ended: mut alerts, ..
        } = self;
        let mut stories = Vec::new();
        let none = Occasion::default();
        for (place, mut story) in overlay.into_changed() {
            let occasion = occasions.get(&place).unwrap_or(&none);
            alerts.extend(settle(&mut story, occasion, policy, now));
            stories.push(story);
        }
        Changes { articles, stories, alerts, merges, renames, ..Changes::default() }
    }
}

/// Takes what an article takes back into its flagged story; says whether it stood for that.
fn amend_story(
    story: &mut StoryChange,
    occasion: &mut Occasion,
    (item, step): (&Item<'_>, Step<'_>),
    policy: &Policy,
) -> bool {
    if story.state.line.is_none() {
        return false;
    }
    let (finding, article) = (item.finding, &*item.finding.article);
    let before = match step {
        Step::Came(_) => Before::Nothing,
        Step::Edited(old) => amend::before(story, article, old),
    };
    let stands = matches!(before, Before::Stood(_));
    let kind = amend::note(occasion, story, item, &before);
    let tolls = amend::tolls(article, &before);
    let edited = matches!(step, Step::Edited(_));
    if let Some(kind) = kind {
        let origin = match step {
            Step::Came(origin) => origin.to_owned(),
            Step::Edited(_) => {
                origin::of_edit(article, &finding.features, Some(&story.state), &policy.owners)
            }
        };
        let whose = Whose { origin: &origin, edited, at: item.poll.fetched };
        recant::take_in(story, (kind, article), whose, policy);
    }
    if let Some(tolls) = tolls {
        recant::sink(story, stands, tolls);
    }
    stands
}

pub(super) fn founded(id: StoryId, item: &Item<'_>) -> StoryChange {
    StoryChange {
        id,
        title: item.finding.article.title.clone(),
        first_seen: item.poll.fetched,
        last_seen: item.poll.fetched,
        state: StoryState::default(),
    }
}

/// Counts an article into its story; returns its origin.
pub(super) fn enter(story: &mut StoryChange, item: &Item<'_>, owners: &Owners) -> Attributed {
    let Findings { fetched, .. } = item.poll;
    let (article, features) = (&item.finding.article, &item.finding.features);
    story.first_seen = story.first_seen.min(*fetched);
    story.last_seen = story.last_seen.max(*fetched);
    let state = &mut story.state;
    let unflagged = state.line.is_none() && item.finding.matches.is_empty();
    state.articles += 1;
    state.latest = state.latest.max(Some(item.at));
    state.earliest = Some(state.earliest.map_or(item.at, |earliest| earliest.min(item.at)));
    let owner = origin::owner(article, owners);
    let outlet = if article.outlet.is_empty() { &owner } else { &article.outlet };
    insert(&mut state.outlets, outlet, MOST_NAMES);
    for country in &features.countries {
        insert(&mut state.countries, country, MOST_COUNTRIES);
    }
    let agency = features.agency.as_deref().map(|name| owners.of_source(name).unwrap_or(name));
    // Who takes a report back names it in its own words: a copy of nobody's.
    let own = agency.unwrap_or(&owner);
    let known = !unflagged && state.origins.iter().any(|(name, _)| name == own);
    let takes_own = known && item.manner().retracts();
    let shingles = if takes_own { &[][..] } else { &features.shingles[..] };
    let attributed = origin::attribute(state, agency, &owner, shingles);
    let origin = &attributed.origin;
    let room = state.origins.len() < MOST_NAMES || state.origins.iter().any(|(o, _)| o == origin);
    let confirms = if unflagged { stand::may_count(item) } else { stand::confirms(item) };
    if room && confirms && !amend::contradicts(story, item) {
        origin::note(&mut story.state.origins, origin, item.at);
        if let Some(memo) = &mut story.state.memo {
            memo.taken_back.retain(|(name, _)| name != origin);
            memo.talkers.retain(|name| name != origin);
        }
    }
    attributed
}

pub(super) fn insert(names: &mut Vec<String>, name: &str, most: usize) {
    if names.len() < most && !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

/// Who wrote of the subject long before anything was flagged does not corroborate the event.
pub(super) fn corroborate_from(story: &mut StoryChange, item: &Item<'_>, origin: &str) {
    let (before, flagged) = (SignedDuration::from_hours(6), item.at);
    let origins = &mut story.state.origins;
    origins.retain(|(_, at)| flagged.duration_since(*at) <= before);
    let known = origins.iter().any(|(known, _)| known == origin);
    if !known && stand::confirms(item) {
        origins.push((origin.to_owned(), flagged));
    }
}

fn written(item: &Item<'_>, fate: ArticleFate, story: StoryId, origin: String) -> ArticleChange {
    let finding = item.finding;
    ArticleChange {
        fate,
        feed: item.poll.feed,
        identity: item.identity,
        alias: finding.second_key(),
        wording: finding.wording,
        content: finding.content,
        article: finding.article.clone(),
        matches: finding.matches.clone(),
        story,
        origin,
        fetched: item.poll.fetched,
    }
}
