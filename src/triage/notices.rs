//! Notices of one form, which are told apart by little: by a number in the headline, and alarms under one headline
//! by the towns in it or in their texts. A town that was not told yet is news; the same towns again within minutes
//! are none, but a siren is of another attack once the last one is over.
//!
//! Asked of what would be one story otherwise; see `cluster`. Of the edits of one notice `departures` asks.

use super::batch::Item;
use super::book::Place;
use super::gazetteer;
use super::live::Hot;
use super::naming::{FORMULA, is_formula, is_short};
use super::numbered;
use super::overlay::Overlay;
use super::successors::{LONG, NOTICE, NOTICED};
use super::towns;
use super::words::{Kind, Word, counted, kind, places, split};
use crate::domain::Article;
use crate::text::fold::fold;

/// Seconds after the last notice of a siren from which on the next one is of another attack.
const OVER: i64 = 30 * 60;

/// The headline of a notice, but for its towns.
#[derive(PartialEq, Eq)]
struct Form {
    /// The words of it that count.
    words: Vec<u64>,
    alarm: bool,
    siren: bool,
}

impl Form {
    /// Of a headline that says of what kind a notice is: it is short, and names no place, or is of an alarm.
    fn of(title: &str) -> Option<Form> {
        if title.split_whitespace().nth(NOTICE).is_some() {
            return None;
        }
        let folded = fold(title);
        let all = split(folded.text().trim(), NOTICE + 1);
        let alarm = all.iter().any(towns::is_alarm);
        let kind_only = || all.len() <= FORMULA && gazetteer::named(&all).is_empty();
        if !(alarm || is_formula(title) && kind_only()) {
            return None;
        }
        let siren = all.iter().any(towns::is_siren);
        let rest = if alarm { towns::read(title).rest.join(" ") } else { String::new() };
        let counts = |words: &[Word<'_>]| words.iter().filter_map(counted).collect();
        let mut words: Vec<u64> =
            if alarm { counts(&split(&rest, NOTICE + 1)) } else { counts(&all) };
        words.sort_unstable();
        Some(Form { words, alarm, siren })
    }
}

/// The form of an article that is a short notice; what a siren tells people to do is longer.
fn form(article: &Article) -> Option<Form> {
    let form = Some(article).filter(|article| is_short(article, NOTICED));
    let form = form.and_then(|article| Form::of(&article.title))?;
    Some(form).filter(|form| form.alarm || is_short(article, LONG))
}

/// Whether an article, by its words, is of another notice than a story. Of most no headline of a story is asked.
pub(super) fn is_another(
    (item, words): (&Item<'_>, &[(u32, f32)]),
    place: Place,
    overlay: &Overlay<'_>,
) -> bool {
    let article = &*item.finding.article;
    let form = form(article);
    if form.is_none() && !numbered::is_numbered(&article.title) {
        return false;
    }
    let Some((story, title)) = overlay.hot(place).zip(overlay.title(place)) else { return false };
    if numbered::are_apart(&article.title, &title) {
        return true;
    }
    let form = form.filter(|form| Form::of(&title).is_some_and(|other| other == *form));
    let at = item.at.as_second();
    form.is_some_and(|form| names_more(words, story) || form.siren && is_over((at, at), story.span))
}

/// Whether the headline of an article is that of a notice of which others may be as close.
pub(super) fn is_one_of_many(article: &Article) -> bool {
    numbered::is_numbered(&article.title) || Form::of(&article.title).is_some()
}

/// Whether two stories are of two notices.
pub(super) fn are_two((one, other): (Place, Place), overlay: &Overlay<'_>) -> bool {
    let told = |place: Place| overlay.hot(place).zip(overlay.title(place));
    let Some(((one, title), (other, headline))) = told(one).zip(told(other)) else { return false };
    if numbered::are_apart(&title, &headline) {
        return true;
    }
    let Some(form) = Form::of(&title) else { return false };
    let more = |one: &Hot, other: &Hot| names_more(&one.centroid.vector(), other);
    let apart = || form.siren && is_over(one.span, other.span);
    Form::of(&headline).is_some_and(|other| other == form)
        && (more(one, other) || more(other, one) || apart())
}

/// Whether an edited notice names a town that its story does not; it had this headline.
pub(super) fn goes_on(
    (article, words): (&Article, &[(u32, f32)]),
    title: &str,
    story: &Hot,
) -> bool {
    let Some(form) = form(article) else { return false };
    Form::of(title).is_some_and(|old| old == form) && names_more(words, story)
}

/// Whether an article is a short notice of a siren, whose list of towns may grow.
pub(super) fn may_grow(article: &Article) -> bool {
    form(article).is_some_and(|form| form.siren)
}

/// Whether two spans lie so far apart that a siren in one is over in the other.
fn is_over(one: (i64, i64), other: (i64, i64)) -> bool {
    one.0 - other.1 >= OVER || other.0 - one.1 >= OVER
}

/// Whether words name a town that a story does not.
fn names_more(words: &[(u32, f32)], story: &Hot) -> bool {
    let told = story.centroid.words();
    let is_town = |name: u32| matches!(kind(name), Some(Kind::Place | Kind::Spot));
    let mut towns = places(words).iter().filter(|(name, _)| is_town(*name));
    towns.any(|(name, _)| told.binary_search(name).is_err())
}
