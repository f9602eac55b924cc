//! Notices of one form, which are told apart by little: by a number in the headline, and alarms under one headline
//! by the towns in their texts. A town that was not told yet is news; the same towns again within minutes are none.
//!
//! Asked of what would be one story otherwise; see `cluster`.

use super::book::Place;
use super::gazetteer;
use super::live::Hot;
use super::naming::{FORMULA, is_formula, is_short};
use super::numbered;
use super::overlay::Overlay;
use super::successors::LONG;
use super::words::{Kind, folded, kind, places, split};
use crate::domain::Article;
use crate::text::fold::fold;

/// Whether an article is a short notice whose headline only says of what kind it is.
pub(super) fn is_alarm(article: &Article) -> bool {
    says_kind(&article.title) && is_short(article, LONG)
}

/// Whether a headline says of what kind the news is, and not where.
fn says_kind(title: &str) -> bool {
    is_formula(title) && gazetteer::named(&split(fold(title).text().trim(), FORMULA)).is_empty()
}

/// Whether an article, by its words, is of another notice than a story. Of most no headline of a story is asked.
pub(super) fn is_another(
    (article, words): (&Article, &[(u32, f32)]),
    place: Place,
    overlay: &Overlay<'_>,
) -> bool {
    let alarm = is_alarm(article);
    if !alarm && !numbered::is_numbered(&article.title) {
        return false;
    }
    let Some((story, title)) = overlay.hot(place).zip(overlay.title(place)) else { return false };
    numbered::are_apart(&article.title, &title)
        || alarm && is_same(&article.title, &title) && names_more(words, story)
}

/// Whether two stories are of two notices.
pub(super) fn are_two((one, other): (Place, Place), overlay: &Overlay<'_>) -> bool {
    let told = |place: Place| overlay.hot(place).zip(overlay.title(place));
    let Some(((one, title), (other, headline))) = told(one).zip(told(other)) else { return false };
    let more = |one: &Hot, other: &Hot| names_more(&one.centroid.vector(), other);
    numbered::are_apart(&title, &headline)
        || says_kind(&title) && is_same(&title, &headline) && (more(one, other) || more(other, one))
}

/// Whether words name a town that a story does not.
pub(super) fn names_more(words: &[(u32, f32)], story: &Hot) -> bool {
    let told = story.centroid.words();
    let is_town = |name: u32| matches!(kind(name), Some(Kind::Place | Kind::Spot));
    let mut towns = places(words).iter().filter(|(name, _)| is_town(*name));
    towns.any(|(name, _)| told.binary_search(name).is_err())
}

fn is_same(title: &str, other: &str) -> bool {
    title == other || folded(title) == folded(other)
}
