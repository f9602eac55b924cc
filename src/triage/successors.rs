//! What comes under a guid, link or headline that is known: a version of the same article, or another one
//! that has taken its place. What names an article is told in `identity`.

use jiff::Timestamp;

use super::identity::{BYTES, beginning, canonical, parts_from, unlike, words};
use super::naming::{is_formula, is_lasting, is_page, is_place, is_short, is_word, unrevised};
use super::words::{folded, head};
use crate::domain::{Finding, Kin, KnownArticle};
use crate::feed::link;

/// A finding, and what its document says of it.
#[derive(Clone, Copy)]
pub(super) struct Came<'a> {
    pub finding: &'a Finding,
    /// When it was fetched.
    pub at: Timestamp,
    /// Whether others of the document have its link.
    pub on_page: bool,
    /// Whether it is all of its document.
    pub alone: bool,
}

impl Came<'_> {
    /// Whether its link may be that of a page on which others stand, or there is none.
    fn is_paged(self) -> bool {
        let url = &self.finding.article.url;
        url.is_empty() || self.on_page || is_page(url)
    }
}

/// Words of a notice that says which kind it is, of one that may come again under a guid of its own, of one
/// that does not where its date stays, and of one that does not though it is not dated.
const BARE: usize = 5;
const BRIEF: usize = 8;
pub(super) const SHORT: usize = 12;
pub(super) const LONG: usize = 30;
/// Words of the headline of a siren or a warning that says where.
pub(super) const NOTICE: usize = 9;
/// Words of such a notice with all that it tells people to do.
pub(super) const NOTICED: usize = 60;

/// Whether what says the same as a known article, to the letter, tells of another event: a siren, a warning.
/// It has a date of its own then, and a guid or nothing that is its own. A guid that stays is a new date for
/// an old article.
pub(super) fn is_again(finding: &Finding, known: &KnownArticle, at: Timestamp) -> bool {
    let article = &finding.article;
    let dates = article.published.zip(known.published);
    if dates.is_some_and(|(now, then)| now == then) {
        return false;
    }
    let is_paged = article.url.is_empty() || is_page(&article.url);
    if is_place(&article.id) || is_place(&known.guid) {
        let unnamed = article.id.is_empty() && known.guid.is_empty();
        let most = |(now, then)| {
            let asked = is_of_request(now, at) && is_of_request(then, known.first_seen);
            if unnamed && now > then && !asked { SHORT } else { BARE }
        };
        return is_paged && dates.is_some_and(|dates| is_short(article, most(dates)));
    }
    if article.id == known.guid || finding.identity == known.identity {
        return false;
    }
    let is_twin = matches!(finding.kin, Kin::Twin { .. });
    match dates {
        Some(_) => is_twin || article.url.is_empty() || is_paged && is_short(article, BRIEF),
        None => article.url.is_empty() && is_short(article, LONG),
    }
}

/// Whether a date is that of the request that brought it: what bears such ones is dated anew by each.
fn is_of_request(date: Timestamp, fetched: Timestamp) -> bool {
    let whole = date.as_second() % 60 == 0;
    date.duration_since(fetched).as_secs().abs() <= if whole { 75 } else { 15 }
}

/// Whether what comes under a known guid or link is another article altogether: of a headline with hardly a
/// word of the old one, another link, and another text at a later time two are enough; an edit keeps more.
/// Some publishers number the places of their front page, or have one place for whatever is newest. What
/// counts its revisions says by its guid that it is one, unless nothing else does.
pub(super) fn is_another(came: Came<'_>, known: &KnownArticle) -> bool {
    let article = &came.finding.article;
    let is_linked =
        !article.url.is_empty() && came.finding.alias.is_some() && !known.url.is_empty();
    let is_untied = article.url.is_empty() && known.url.is_empty() && !article.id.is_empty();
    let unlike = || unlike(&known.title, &article.title);
    if !article.id.is_empty() && article.id != known.guid && unrevised(&article.id).is_some() {
        return is_other_part(came, known);
    }
    if !is_linked && !is_untied {
        return false;
    }
    let elsewhere = is_linked && canonical(article) != link::canonical(&known.url);
    let lost = || loss(&known.title, &article.title);
    match (elsewhere, is_place(&article.id)) {
        (true, true) => {
            let same = || follows(came, known) && lost() == Loss::Nothing(Title::Same);
            unlike() || same() || retold(came, known) && lost() >= Loss::Some
        }
        (true, false) if is_lasting(&article.id) => unlike(),
        (true, false) => {
            let parted = || match lost() {
                Loss::Nothing(title) => title == Title::Same,
                Loss::Some => is_formula(&article.title),
                Loss::Most => true,
            };
            unlike() || follows(came, known) && parted()
        }
        (false, true) => {
            // A page of its own may tell something else by now, under its old date.
            let alone = is_linked && !came.on_page;
            // The only item of a feed at a place for whatever is newest, without dates: nothing else tells.
            let undated = article.published.is_none() && known.published.is_none();
            if alone && undated && came.alone && known.first_seen < came.at && is_page(&article.url)
            {
                let told = parts(came.finding, known) || untold(came.finding, known);
                return told && unlike();
            }
            let since = later(came, known) || !alone && !earlier(came, known);
            let parts = parts(came.finding, known);
            // One that is called by a word and not by its place goes on: a live page.
            let goes_on = alone && is_word(&article.id) && lost() == Loss::Nothing(Title::Same);
            let formula = is_formula(&article.title) && !goes_on;
            let renamed = || formula && lost() >= Loss::Some;
            since
                && (parts && (formula || unlike())
                    || untold(came.finding, known) && (unlike() || renamed()))
        }
        (false, false) => unlike() && follows(came, known),
    }
}

/// Whether what has the guid of a known article but for its revision is another article: what counts so may
/// be the parts of a page ("…/live#7"), where the rest of the guid is not one article's by its looks.
fn is_other_part(came: Came<'_>, known: &KnownArticle) -> bool {
    let article = &came.finding.article;
    let is_part = || {
        let stem = unrevised(&article.id).unwrap_or_default();
        let counted = article.id.get(stem.len()..).is_some_and(|end| end.starts_with('#'));
        let bare = counted && !article.id.contains("#rev") && !is_lasting(stem);
        bare && (is_formula(&article.title) || loss(&known.title, &article.title) >= Loss::Some)
    };
    !starts_alike(came.finding, known) && (unlike(&known.title, &article.title) || is_part())
}

/// What a document tells of the guids of its feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guids {
    /// Others are known by theirs.
    Last,
    /// Others are known, under the same headline and link, by other guids: they are made up for each poll.
    Change,
    /// Nothing.
    Unknown,
}

/// Whether what has the headline and link of a known article, and a guid or place of its own, is the
/// next notice under them ("Security alert"): another text at a later time. A repost has the same text;
/// what has a link that is its own, or stands in a document whose guids are made up, is a version.
pub(super) fn is_next(came: Came<'_>, known: &KnownArticle, guids: impl FnOnce() -> Guids) -> bool {
    let article = &came.finding.article;
    let formula = || came.is_paged() && is_formula(&article.title);
    if is_place(&article.id) {
        let other = article.id.is_empty() && article.url != known.url;
        return (other || formula()) && follows(came, known);
    }
    let undated = article.published.is_none() || known.published.is_none();
    let fresh = follows(came, known)
        || undated && known.first_seen < came.at && parts(came.finding, known) && formula();
    fresh
        && match guids() {
            Guids::Last => true,
            Guids::Change => false,
            Guids::Unknown => came.is_paged() || is_formula(&article.title),
        }
}

/// Whether a text begins otherwise than the known one, and was published later; an older poll of which
/// comes after a younger one brings nothing that follows.
fn follows(came: Came<'_>, known: &KnownArticle) -> bool {
    later(came, known) && parts(came.finding, known)
}

/// Whether it was published later and begins otherwise, or neither is told.
fn retold(came: Came<'_>, known: &KnownArticle) -> bool {
    later(came, known) && (untold(came.finding, known) || parts(came.finding, known))
}

fn untold(finding: &Finding, known: &KnownArticle) -> bool {
    known.beginning.is_empty() && finding.article.text().is_empty()
}

fn later(came: Came<'_>, known: &KnownArticle) -> bool {
    let dates = came.finding.article.published.zip(known.published);
    known.first_seen < came.at && dates.is_some_and(|(now, then)| now > then)
}

fn earlier(came: Came<'_>, known: &KnownArticle) -> bool {
    came.finding.article.published.zip(known.published).is_some_and(|(now, then)| now < then)
}

/// Whether both are told and begin differently.
fn parts(finding: &Finding, known: &KnownArticle) -> bool {
    !known.beginning.is_empty()
        && parts_from(&beginning(&finding.article), &folded(head(&known.beginning, BYTES)))
}

/// Whether what has the headline and date of a known article, and no name, is that as it goes on: its text grows,
/// or another number stands in it. A time of day is no such number: a siren has one.
pub(super) fn goes_on(finding: &Finding, known: &KnownArticle) -> bool {
    let nameless = known.guid.is_empty() && known.url.is_empty();
    let told = !known.beginning.is_empty() && !finding.article.text().is_empty();
    let now = uncounted(&beginning(&finding.article));
    nameless && told && !parts_from(&now, &uncounted(&folded(head(&known.beginning, BYTES))))
}

/// A text with a sign for each number in it but for times of day.
fn uncounted(text: &str) -> String {
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<&str> = text.split(' ').collect();
    let sign = |(at, word): (usize, &&str)| {
        // "14:05" is folded into two.
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let clock = word.len() == 2 && beside.filter_map(|at| words.get(at)).any(|w| is_number(w));
        if is_number(word) && !word.is_empty() && !clock {
            "#".to_owned()
        } else {
            (*word).to_owned()
        }
    };
    words.iter().enumerate().map(sign).collect::<Vec<_>>().join(" ")
}

/// Whether both are told and begin alike.
fn starts_alike(finding: &Finding, known: &KnownArticle) -> bool {
    let told = !known.beginning.is_empty() && !finding.article.text().is_empty();
    told && !parts(finding, known)
}

/// How much of a headline another one leaves out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Loss {
    Nothing(Title),
    Some,
    Most,
}

/// Whether there is more in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Title {
    Same,
    Longer,
}

fn loss(old: &str, new: &str) -> Loss {
    let (old, new) = (folded(old), folded(new));
    if old == new {
        return Loss::Nothing(Title::Same);
    }
    let kept = words(&new);
    let old = words(&old);
    let lost = old.iter().filter(|word| !kept.contains(*word)).count();
    match lost {
        0 => Loss::Nothing(Title::Longer),
        _ if lost * 2 >= old.len() => Loss::Most,
        _ => Loss::Some,
    }
}

#[cfg(test)]
mod tests {
    use super::{Came, Guids, is_another, is_next};
    use crate::domain::{Article, ArticleId, FeedId, Finding, Identity, KnownArticle, StoryId};
    use crate::triage::identity::marks;

    fn finding(id: &str, url: &str, title: &str) -> Finding {
        let article =
            Article { id: id.into(), url: url.into(), title: title.into(), ..Article::default() };
        let marks = marks("https://wire.example/rss", &article);
        let article = std::sync::Arc::new(article);
        Finding { identity: marks.identity, alias: marks.alias, article, ..Finding::default() }
    }

    fn at(finding: &Finding, at: jiff::Timestamp) -> Came<'_> {
        Came { finding, at, on_page: false, alone: false }
    }

    #[test]
    fn a_reused_guid_is_another_article_and_an_edit_is_not() {
        let known = |url: &str, title: &str| KnownArticle {
            id: ArticleId(1),
            identity: Identity::default(),
            feed: FeedId(1),
            content: 0,
            guid: "1".into(),
            title: title.into(),
            url: url.into(),
            beginning: "Gunmen attacked at dawn".into(),
            published: Some(jiff::Timestamp::UNIX_EPOCH),
            story: StoryId(1),
            watches: Vec::new(),
            first_seen: jiff::Timestamp::UNIX_EPOCH,
        };
        let old = known("https://wire.example/a", "Rocket hits near US Embassy in Baghdad");
        let later = jiff::Timestamp::from_second(600).expect("a good test");
        for (url, title, expected) in [
            ("https://wire.example/b", "Wheat prices fall for a third week", true),
            ("https://wire.example/a", "Wheat prices fall for a third week", false),
            ("https://wire.example/b", "Rocket lands near the embassy in Baghdad", false),
            ("", "Wheat prices fall for a third week", false),
        ] {
            let came = finding("1", url, title);
            assert_eq!(is_another(at(&came, later), &old), expected, "{url} {title}");
        }
        // Numbered places with headlines of one form, each with a link of its own.
        for (text, another) in [("Futures fell again", true), ("Gunmen attacked at dawn", false)] {
            let mut now = finding("1", "https://wire.example/b", "Rocket hits US Embassy in Kabul");
            let article = std::sync::Arc::make_mut(&mut now.article);
            (article.published, article.summary) = (Some(later), text.into());
            assert_eq!(is_another(at(&now, later), &old), another, "{text}");
        }
        // One place for whatever is newest; one headline for every notice.
        for (title, text, seconds, another, next) in [
            ("Wheat prices fall for a third week", "Futures fell again", 60, true, true),
            ("Wheat prices fall for a third week", "Futures fell again", 0, false, false),
            (
                "Wheat prices fall for a third week",
                "Gunmen attacked at dawn, he said",
                60,
                false,
                false,
            ),
            ("Rocket hits near the embassy in Baghdad", "Futures fell again", 60, false, true),
        ] {
            let mut now = finding("n2", "https://wire.example/a", title);
            let article = std::sync::Arc::make_mut(&mut now.article);
            article.published = jiff::Timestamp::from_second(seconds).ok();
            article.summary = text.into();
            assert_eq!(is_another(at(&now, later), &old), another, "{title} {text} {seconds}");
            assert_eq!(
                is_next(at(&now, later), &old, || Guids::Unknown),
                next,
                "{title} {text} {seconds}"
            );
        }
    }
}
