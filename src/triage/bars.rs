//! How alike an article and a story must be to be one: the bar, what it rises by and falls by with time, place,
//! target and weapon, and what sets two apart whatever words they share.
//!
//! Which story is chosen is said in `cluster`.

use super::batch::Item;
use super::focus::Focus;
use super::gazetteer::is_around;
use super::idf::log2_size;
use super::live::{Code, Fate, Hot, code};
use super::naming::is_formula;
use super::vector::Vector;
use super::words::{Kind, is_place, kind, places};
use crate::domain::{StoryId, Storying};

/// The bar for a story of one article, its fall with each doubling, and where it stays.
const BAR: f32 = 0.28;
const FALL: f32 = 0.02;
pub(super) const LOWEST: f32 = 0.12;
/// What the bar rises by with each hour of silence beyond the first, and from the hour on at which
/// a story is old: a subject that goes on for days is many events. Measured on two weeks of 2023.
const SILENCE: (f32, f32) = (4.0, 0.009);
const OLD: (f32, f32) = (16.0, 0.012);
/// What it rises by where both name places and none is the same.
pub(super) const ELSEWHERE: f32 = 0.12;
/// The same where the article's headline names its place.
const FAR: f32 = 0.3;
/// The same where its headline only says what kind of news it is ("Security alert"): the places are in the texts,
/// which are written by one form too.
const KIND_ONLY: f32 = 0.7;
/// The same where they share what their places lie in.
const NEARBY: f32 = 0.15;
/// What a bar rises by where other things are hit, for an article and between stories: a hospital and a
/// substation of one city on one night. Measured on invented look-alikes and on two weeks of 2023.
const ELSE_HIT: f32 = 0.5;
pub(super) const ELSE_HIT_TWIN: f32 = 0.2;
/// The same where it was done from nearer or from farther, and nothing that is hit is the same.
const DONE_OTHERWISE: f32 = 0.3;
/// The same where one reports and the other is a film or a game: a copy is more alike than that.
const TOLD_OTHERWISE: f32 = 0.5;
/// The same where an article is an opinion and people are told of the story.
const VIEWED: f32 = 0.15;
/// The same where another make of missile is.
const OTHER_MAKE: f32 = 0.3;
/// What a bar falls by where both tell of one country that is hit all over: each names towns of its own.
const ALL_OVER: f32 = 0.1;
/// How much less a story is preferred that tells of what is around a town, or within it.
const BESIDE: f32 = 0.15;
/// What a bar rises by where one says that it was not the first time, from so many hours between the two on.
const RENEWED: f32 = 0.25;
const RENEWED_AFTER: f32 = 4.0;
/// From how many hours of silence, or since the first, on an attack that its headline calls another one is
/// a story of its own: while the first is being told, "new" is said against the days before.
const ANOTHER_AFTER: (f32, f32) = (0.75, 4.0);
/// The same where it tells of the night or the morning just past, after so many hours of silence.
const LATELY_AFTER: f32 = 10.0;

/// An article, or a story, as clustering sees it.
#[derive(Clone)]
pub(super) struct Probe<'a> {
    /// The watches that flag it.
    pub watches: Vec<&'a str>,
    /// Countries that it names.
    pub countries: Vec<Code>,
    /// What a bar rises by where it and a story name places and none is the same.
    pub elsewhere: f32,
    /// What it says is hit.
    pub focus: Focus,
    /// Stories that people parted it from.
    pub barred: Vec<StoryId>,
    /// When it was published, as far as that is possible: seconds, the first and the last.
    pub span: (i64, i64),
}

impl<'a> Probe<'a> {
    /// An article.
    pub(super) fn of(item: &Item<'_>, watches: Vec<&'a str>) -> Probe<'a> {
        let (features, at) = (&item.finding.features, item.at);
        let countries = features.countries.iter().map(|country| code(country)).collect();
        // A word of the headline counts twice.
        let headlined = |(word, count): &(u32, u16)| {
            *count > 1 && matches!(kind(*word), Some(Kind::Place | Kind::Spot))
        };
        let elsewhere = if features.words.iter().any(headlined) {
            FAR
        } else if is_formula(&item.finding.article.title) {
            KIND_ONLY
        } else {
            ELSEWHERE
        };
        let span = (at.as_second(), at.as_second());
        let mut focus = Focus::of(features);
        focus.made_up = item.is_made_up();
        focus.views = item.is_opinion();
        focus.drill = item.is_drill();
        Probe { watches, countries, elsewhere, focus, barred: Vec::new(), span }
    }
}

/// What an article must reach to join a story.
pub(super) fn bar(vector: &Vector, probe: &Probe<'_>, story: &Hot) -> f32 {
    let all_over = probe.focus.is_all_over_too(&story.centroid);
    for_size(story, if all_over { ALL_OVER } else { 0.0 })
        + late(probe, story)
        + renewed(probe, story)
        + elsewhere(vector, probe, story)
        + otherwise(probe, story)
}

/// What it must reach at least: all that can be said without the words of the story.
pub(super) fn least(probe: &Probe<'_>, story: &Hot) -> f32 {
    for_size(story, if probe.focus.is_all_over() { ALL_OVER } else { 0.0 }) + late(probe, story)
}

/// The bar for a story of so many articles.
fn for_size(story: &Hot, all_over: f32) -> f32 {
    (BAR - FALL * log2_size(story.articles) - all_over).max(LOWEST)
}

/// What a bar rises by where something else is hit, or with something else.
pub(super) fn otherwise(probe: &Probe<'_>, story: &Hot) -> f32 {
    let (focus, centroid) = (&probe.focus, &story.centroid);
    let made = if focus.is_made_otherwise(centroid) { OTHER_MAKE } else { 0.0 };
    let viewed = if focus.views && !story.watches.is_empty() { VIEWED } else { 0.0 };
    let done = if probe.watches.is_empty() { 0.0 } else { done_otherwise(probe, story) };
    let told = told_otherwise(probe, story) + viewed;
    ELSE_HIT * focus.differs(centroid) + done_with(probe, story) + made + told + done
}

/// What a bar rises by where one reports and the other is a film or a game.
fn told_otherwise(probe: &Probe<'_>, story: &Hot) -> f32 {
    if probe.focus.is_told_otherwise(&story.centroid) { TOLD_OTHERWISE } else { 0.0 }
}

/// What a bar rises by where people are told of a story and it was done from nearer or from farther, with
/// nothing that is hit the same.
pub(super) fn done_otherwise(probe: &Probe<'_>, story: &Hot) -> f32 {
    let told = !story.watches.is_empty();
    if told && probe.focus.is_done_otherwise(&story.centroid) { DONE_OTHERWISE } else { 0.0 }
}

/// What a bar rises by where something else was done, or with other means, the more the longer the two lie apart.
pub(super) fn done_with(probe: &Probe<'_>, story: &Hot) -> f32 {
    let (_, old) = hours(story, probe);
    probe.focus.does_otherwise(&story.centroid, old)
}

/// How much less a story is preferred to others that tells of a place around an article's, or within it.
pub(super) fn beside(probe: &Probe<'_>, story: &Hot) -> f32 {
    if probe.focus.is_beside(&story.centroid) { BESIDE } else { 0.0 }
}

/// What a bar rises by where the later of two that lie hours apart says that it was not the first time,
/// or just now.
pub(super) fn renewed(probe: &Probe<'_>, story: &Hot) -> f32 {
    let later = probe.span.0.cmp(&story.span.0);
    let (silent, old) = hours(story, probe);
    let lately = silent > LATELY_AFTER && probe.focus.dates(&story.centroid, later);
    let again = old > RENEWED_AFTER && probe.focus.renews(&story.centroid, later);
    if again || lately { RENEWED } else { 0.0 }
}

/// What a bar rises by with silence and age.
pub(super) fn late(probe: &Probe<'_>, story: &Hot) -> f32 {
    let (silent, old) = hours(story, probe);
    let rise = |hours: f32, (from, each): (f32, f32)| (hours - from).max(0.0) * each;
    rise(silent, SILENCE) + rise(old, OLD)
}

/// What a bar rises by where both name places and none is the same.
pub(super) fn elsewhere(vector: &Vector, probe: &Probe<'_>, story: &Hot) -> f32 {
    let (here, words) = (places(vector), story.centroid.words());
    let there = || words.iter().copied().filter(|word| is_place(*word));
    if here.is_empty() || there().next().is_none() {
        return 0.0;
    }
    let shared = || here.iter().map(|(place, _)| *place).filter(|p| words.binary_search(p).is_ok());
    let is_own = |place: &u32| !is_around(*place);
    if shared().any(|place| is_own(&place)) {
        return 0.0;
    }
    let own = here.iter().any(|(place, _)| is_own(place)) && there().any(|place| is_own(&place));
    match (shared().next(), own) {
        (None, _) => probe.elsewhere,
        (Some(_), true) if probe.elsewhere > ELSEWHERE => NEARBY,
        (Some(_), _) => 0.0,
    }
}

/// Hours between an article and the span of a story, and between it and the story's beginning.
pub(super) fn hours(story: &Hot, probe: &Probe<'_>) -> (f32, f32) {
    let ((earliest, latest), (from, to)) = (story.span, probe.span);
    let silent = (from - latest).max(earliest - to).max(0);
    #[expect(clippy::cast_precision_loss, reason = "spans of days, whole seconds")]
    let hours = |seconds: i64| seconds as f32 / 3_600.0;
    (hours(silent), hours((from - earliest).abs()))
}

/// Whether a story still takes articles of that time.
pub(super) fn is_open(story: &Hot, probe: &Probe<'_>, storying: &Storying) -> bool {
    let apart = (probe.span.1 - story.span.1).abs();
    story.fate == Fate::Live
        && apart <= i64::from(storying.window)
        // The name lies on the second cache line of a story, and an article is barred from none.
        && (probe.barred.is_empty() || !probe.barred.contains(&story.id))
}

/// Whether an article and a story name countries, and none of them both.
pub(super) fn is_abroad(story: &Hot, probe: &Probe<'_>) -> bool {
    let mine = &probe.countries;
    !mine.is_empty() && story.names_countries() && !mine.iter().any(|country| story.names(*country))
}

/// Whether an article and a story are of two events whatever words they share: they name countries, places
/// or missions and none of them both, or the later is of another attack.
pub(super) fn is_elsewhere(story: &Hot, probe: &Probe<'_>) -> bool {
    is_abroad(story, probe)
        || probe.focus.is_apart(&story.centroid)
        || is_another(story, probe)
        || is_practised(story, probe)
}

/// Whether one of an article and a story is a drill, where people are told of the story: the same attack may
/// be practised in the morning and come at noon.
fn is_practised(story: &Hot, probe: &Probe<'_>) -> bool {
    !story.watches.is_empty() && probe.focus.is_practised_otherwise(&story.centroid)
}

/// Whether the later of an article and a story says that it was another attack, some time after the first.
fn is_another(story: &Hot, probe: &Probe<'_>) -> bool {
    let (silent, old) = hours(story, probe);
    let later = probe.span.0.cmp(&story.span.0);
    let (soon, late) = ANOTHER_AFTER;
    (silent > soon || old > late) && probe.focus.is_another(&story.centroid, later)
}
