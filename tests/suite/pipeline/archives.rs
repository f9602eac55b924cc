//! What a feed shows of long ago when it is asked for the first time: all of it is kept and found, and joins
//! stories where a watch flags it or it takes back what was told.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use wirewatch::config;
use wirewatch::domain::{
    ArticleId, Document, FeedId, FeedSpec, Findings, Limits, Pace, Regrouping, StoryChange, StoryId,
};
use wirewatch::engine::stories::{self, StoryError};
use wirewatch::engine::{Bounds, Question, RuleSet, trial};
use wirewatch::store::memory::MemoryStore;
use wirewatch::store::{self, Batch, Store, StoreError};
use wirewatch::triage::{self, Book, Rules, Source};

use super::desk::noon;

const HARBOUR: [&str; 2] =
    ["Harbour bridge opens after nine years", "Harbour bridge opens after nine years of work"];
const EMBASSY: [&str; 2] = [
    "Rocket hits embassy in Baghdad, two killed",
    "Rocket hits the embassy in Baghdad: two killed",
];

/// A store that feeds are polled into, by the rules of the default watches.
struct Wire<'a> {
    store: &'a dyn Store,
    rules: RuleSet,
}

/// A poll of a feed.
#[derive(Clone, Copy)]
struct Poll<'a> {
    feed: i64,
    first: bool,
    /// Headlines, and how many days before the poll they were published.
    items: &'a [(&'a str, i64)],
}

fn first<'a>(feed: i64, items: &'a [(&'a str, i64)]) -> Poll<'a> {
    Poll { feed, first: true, items }
}

fn each(case: impl Fn(&mut Wire<'_>)) {
    let home = tempfile::TempDir::new().unwrap();
    let file = store::open(&home.path().join("wirewatch.db"), Duration::from_secs(5)).unwrap();
    let memory: Arc<dyn Store> = Arc::new(MemoryStore::default());
    for store in [file.as_ref(), memory.as_ref()] {
        let rules = RuleSet::build(config::defaults(), &[]).unwrap();
        case(&mut Wire { store, rules });
    }
}

impl Wire<'_> {
    fn examine(&self, poll: &Poll<'_>, now: Timestamp) -> Findings {
        let mut body = String::from("<rss version=\"2.0\"><channel>");
        for (n, (title, days)) in poll.items.iter().enumerate() {
            let at = now - SignedDuration::from_hours(24 * days);
            body.push_str(&format!(
                "<item><guid>{}-{n}</guid><title>{title}</title><pubDate>{}</pubDate></item>",
                poll.feed,
                at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            ));
        }
        body.push_str("</channel></rss>");
        let document = Document { body: body.into_bytes(), ..Document::default() };
        let url = format!("https://{}.example/rss", poll.feed);
        let spec = FeedSpec { url, outlet: format!("outlet {}", poll.feed), ..FeedSpec::default() };
        let source = Source {
            feed: FeedId(poll.feed),
            spec: &spec,
            called: &spec.url,
            first_poll: poll.first,
            fetched: now,
        };
        let (limits, pace) = (&Limits::default(), &self.rules.policy.pace);
        let rules = Rules { matcher: self.rules.matcher().unwrap(), limits, pace };
        triage::examine(&document, &source, &rules).unwrap()
    }

    /// Takes polls in, one transaction each.
    fn take(&self, polls: &[Poll<'_>]) {
        self.take_at(polls, noon());
    }

    fn take_at(&self, polls: &[Poll<'_>], now: Timestamp) {
        for poll in polls {
            let findings = [self.examine(poll, now)];
            let lookups: Vec<_> = findings[0].items.iter().map(|item| item.identity).collect();
            let book = Book::load(self.store.stories_since(Timestamp::MIN).unwrap(), now);
            let batch = Batch { lookups: &lookups, ..Batch::at(now) };
            let policy = &self.rules.policy;
            let mut decide = |known: &_| triage::decide(&findings, known, &book, policy, now);
            self.store.commit(&batch, &mut decide).unwrap();
        }
    }

    fn stories(&self) -> Vec<StoryChange> {
        let mut all = self.store.stories_since(Timestamp::MIN).unwrap();
        all.retain(|story| story.state.merged.is_none());
        all
    }

    /// Articles with the names that they are shown by.
    fn articles(&self) -> BTreeMap<ArticleId, (StoryId, String)> {
        let all = self.store.articles_since(Timestamp::MIN, None, 99).unwrap();
        all.into_iter().map(|found| (found.id, (found.story, found.article.title))).collect()
    }

    fn names(&self) -> Vec<StoryId> {
        self.articles().into_values().map(|(story, _)| story).collect()
    }
}

#[test]
fn what_is_old_and_flagged_by_nobody_is_kept_and_is_of_no_story() {
    each(|wire| {
        wire.take(&[first(1, &[(HARBOUR[0], 9)]), first(2, &[(HARBOUR[1], 9)])]);
        assert_eq!(wire.stories(), []);
        let names = wire.names();
        assert!(names.len() == 2 && names[0] != names[1], "{names:?}");
        let shown = wire.store.story(names[0], 9).unwrap();
        assert_eq!(shown.len(), 1);
        assert_eq!((&*shown[0].article.title, &*shown[0].origin), (HARBOUR[0], "outlet 1"));
        wire.take(&[Poll { first: false, ..first(1, &[(HARBOUR[0], 9)]) }]);
        assert_eq!(wire.articles().len(), 2, "it is known when it is seen again");
    });
}

#[test]
fn what_is_of_the_last_week_joins_stories() {
    each(|wire| {
        wire.take(&[first(1, &[(HARBOUR[0], 7)]), first(2, &[(HARBOUR[1], 7)])]);
        assert_eq!(wire.stories().len(), 1);
        assert_eq!(wire.stories()[0].state.articles, 2);
    });
}

#[test]
fn what_a_watch_flags_joins_stories_however_old_it_is() {
    each(|wire| {
        wire.take(&[first(1, &[(EMBASSY[0], 90)]), first(2, &[(EMBASSY[1], 90)])]);
        assert_eq!(wire.stories().len(), 1);
        assert_eq!(wire.stories()[0].state.articles, 2);
        assert!(wire.stories()[0].state.line.is_some());
    });
}

#[test]
fn what_takes_back_a_report_joins_stories_though_no_watch_flags_it() {
    each(|wire| {
        let retraction = "Retraction: the harbour bridge has not opened";
        assert!(wire.examine(&first(2, &[(retraction, 90)]), noon()).items[0].matches.is_empty());
        wire.take(&[first(1, &[(HARBOUR[0], 90)]), first(2, &[(retraction, 90)])]);
        let stories = wire.stories();
        assert_eq!(stories.len(), 1);
        assert_eq!(stories[0].title, retraction);
    });
}

#[test]
fn what_comes_late_to_a_known_feed_joins_stories() {
    each(|wire| {
        wire.take(&[Poll { first: false, ..first(1, &[(HARBOUR[0], 90)]) }]);
        assert_eq!(wire.stories().len(), 1);
    });
}

#[test]
fn who_asks_to_be_told_of_all_that_is_there_gets_stories_of_it() {
    each(|wire| {
        wire.rules.policy.pace = Pace { first_notice: u32::MAX, ..Pace::default() };
        wire.take(&[first(1, &[(HARBOUR[0], 90)]), first(2, &[(HARBOUR[1], 90)])]);
        assert_eq!(wire.stories().len(), 1);
    });
}

#[test]
fn what_was_only_kept_is_a_story_once_it_is_edited_into_a_watch() {
    each(|wire| {
        wire.take(&[first(1, &[(HARBOUR[0], 9)])]);
        let edited = Poll { first: false, ..first(1, &[(EMBASSY[0], 9)]) };
        wire.take_at(&[edited], noon());
        assert_eq!(wire.articles().len(), 1);
        let stories = wire.stories();
        assert_eq!(stories.len(), 1);
        assert!(stories[0].state.line.is_some());
        assert_eq!(wire.names(), [stories[0].id]);
    });
}

#[test]
fn people_may_join_what_was_only_kept() {
    each(|wire| {
        wire.take(&[first(1, &[(HARBOUR[0], 9)]), first(2, &[(HARBOUR[1], 9)])]);
        wire.take(&[first(3, &[(EMBASSY[0], 1)])]);
        let articles = wire.articles();
        let names = wire.names();
        let policy = &wire.rules.policy;
        let alone = stories::split(
            wire.store,
            policy,
            (names[0], &[*articles.keys().next().unwrap()]),
            noon(),
        );
        assert!(matches!(alone, Err(StoryError::NothingLeft(_))), "{alone:?}");
        stories::merge(wire.store, policy, (names[0], &names[1..2]), noon()).unwrap();
        let shown = wire.store.story(names[0], 9).unwrap();
        assert_eq!(shown.len(), 2);
        stories::merge(wire.store, policy, (names[2], &names[..1]), noon()).unwrap();
        assert_eq!(wire.store.story(names[2], 9).unwrap().len(), 3);
        assert_eq!(wire.stories().len(), 1);
        let strange = stories::merge(wire.store, policy, (names[2], &[StoryId(7)]), noon());
        assert!(matches!(strange, Err(StoryError::NoStory(StoryId(7)))), "{strange:?}");
    });
}

#[test]
fn what_was_only_kept_joins_the_event_that_it_is_edited_into() {
    each(|wire| {
        let page = [("Iraq: travel advice", 40)];
        wire.take(&[first(1, &page), first(2, &page)]);
        let report = Poll { first: false, ..first(3, &[(EMBASSY[0], 0)]) };
        let edited = |feed| Poll { first: false, ..first(feed, &[(EMBASSY[1], 0)]) };
        wire.take(&[edited(1), report, edited(2)]);
        let stories = wire.stories();
        assert_eq!(stories.len(), 1, "{stories:?}");
        assert_eq!(stories[0].state.articles, 3);
    });
}

#[test]
fn nothing_is_made_of_kept_articles_that_somebody_else_made_a_story_of_meanwhile() {
    each(|wire| {
        wire.take(&[first(1, &[(HARBOUR[0], 9)]), first(2, &[(HARBOUR[1], 9)])]);
        let names = wire.names();
        let fresh = Regrouping { fresh: vec![names[0]], ..Regrouping::default() };
        assert!(wire.store.regroup(&fresh, noon()).is_ok());
        stories::merge(wire.store, &wire.rules.policy, (names[0], &names[1..]), noon()).unwrap();
        assert!(matches!(wire.store.regroup(&fresh, noon()), Err(StoreError::Stale)));
    });
}

#[test]
fn a_trial_counts_kept_articles_of_one_event_as_one_alert() {
    each(|wire| {
        let other = ("Fishing fleet blocked by a storm leaves an Icelandic harbour at dawn", 20);
        wire.take(&[first(1, &[(HARBOUR[0], 20), other]), first(2, &[(HARBOUR[1], 20)])]);
        assert_eq!(wire.stories(), []);
        let vocabulary = &wire.rules.vocabulary;
        let question = Question::new(vocabulary, "harbour", None).unwrap();
        let since = noon() - SignedDuration::from_hours(24 * 30);
        let bounds = Bounds { since, articles: 99, newest: 9 };
        let trial = trial(wire.store, &question, &bounds, &mut |_| true).unwrap();
        assert_eq!((trial.flagged, trial.alerts.len()), (3, 2));
    });
}
