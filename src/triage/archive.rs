//! What a feed shows of long ago when it is asked for the first time, and no watch flags: it is kept and
//! searched like any article, but joins no story and takes no place among those that are alive. Nothing that
//! is told from now on is of its event.
//!
//! What a watch flags, and what takes back what was told, joins stories however old it is: it is listed.

use jiff::{SignedDuration, Timestamp};

use super::corrections::amends;
use super::examine::Source;
use super::manner::Texts;
use super::score::age;
use crate::domain::{Article, Match, Pace};

/// An article so old may yet be told where dates are wrong (see `topmost`), and is of the last week, on which
/// watches are tried: it joins stories. In seconds.
pub const RECENT: i64 = 8 * 86_400;

/// Whether an article was published, and changed last, long before its feed was asked for the first time, and
/// people did not ask to be told of as old ones.
pub(super) fn is_old(article: &Article, source: &Source<'_>, pace: &Pace) -> bool {
    let since = |at: Timestamp| source.fetched.duration_since(at) >= SignedDuration::ZERO;
    let changed = article.updated.filter(|at| since(*at)).or(article.published);
    let untouched = changed.is_some_and(|at| source.fetched.duration_since(at).as_secs() > RECENT);
    let old = age(article, source.fetched) > RECENT.max(i64::from(pace.first_notice));
    source.first_poll && untouched && old
}

/// Whether such an article is only kept.
pub(super) fn is_only_kept(article: &Article, matches: &[Match]) -> bool {
    // Not the whole of how it tells: that takes half as long again, of each article of a backlog.
    matches.is_empty() && amends(&Texts::of(article)).is_none()
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{is_old, is_only_kept};
    use crate::domain::{Article, FeedId, FeedSpec, Match, Pace};
    use crate::triage::Source;

    const DAY: i64 = 24;

    fn hours_ago(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH - SignedDuration::from_hours(hours)
    }

    #[test]
    fn old_is_what_was_neither_published_nor_changed_within_a_week_before_the_first_poll() {
        let pace = Pace { first_notice: 7_200, ..Pace::default() };
        let month = Pace { first_notice: 30 * 86_400, ..Pace::default() };
        // Whether it is the first poll, hours since it was published and since it was changed.
        let cases = [
            ((true, Some(9 * DAY), None), true, false),
            ((true, Some(31 * DAY), None), true, true),
            ((true, Some(8 * DAY), None), false, false),
            ((true, None, None), false, false),
            ((true, None, Some(9 * DAY)), false, false),
            ((true, Some(-9 * DAY), None), false, false),
            ((true, Some(9 * DAY), Some(DAY)), false, false),
            ((true, Some(31 * DAY), Some(9 * DAY)), true, true),
            ((true, Some(9 * DAY), Some(-DAY)), true, false),
            ((false, Some(9 * DAY), None), false, false),
        ];
        let spec = FeedSpec::default();
        for ((first_poll, published, updated), old, old_to_who_asks_for_a_month) in cases {
            let [published, updated] = [published, updated].map(|ago| ago.map(hours_ago));
            let article = Article { published, updated, ..Article::default() };
            let fetched = Timestamp::UNIX_EPOCH;
            let source = Source { feed: FeedId(1), spec: &spec, called: "", first_poll, fetched };
            let found = [&pace, &month].map(|pace| is_old(&article, &source, pace));
            assert_eq!(found, [old, old_to_who_asks_for_a_month], "{published:?} {updated:?}");
        }
    }

    #[test]
    fn what_a_watch_flags_or_takes_back_a_report_is_not_only_kept() {
        let says = |title: &str| Article { title: title.into(), ..Article::default() };
        let flagged = [Match::default()];
        let cases = [
            ("Ferry service resumes", &[][..], true),
            ("Ferry service resumes", &flagged, false),
            ("Correction: ferry service resumes", &[], false),
            ("Retraction: ferry service resumes", &[], false),
        ];
        for (title, matches, kept) in cases {
            assert_eq!(is_only_kept(&says(title), matches), kept, "{title} {}", matches.len());
        }
    }
}
