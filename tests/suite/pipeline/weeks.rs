//! Recorded weeks, where `WIREWATCH_SHARED` says they are and `gzip` is there: polled again from the
//! start, delivered twice or with each document's items in another order, they give the same
//! stories, scores and notices. Two hours around a known event of each; the whole weeks where
//! `WIREWATCH_WEEKS` is `whole`, which takes minutes.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use wirewatch::config;
use wirewatch::domain::{Changes, Document, FeedId, FeedSpec, Findings, Limits, StoryId};
use wirewatch::engine::RuleSet;
use wirewatch::store::memory::MemoryStore;
use wirewatch::store::{AlertQuery, Batch, Store};
use wirewatch::triage::{self, Book, Rules, Source};

/// A recording and the two hours of it that are always looked at.
const WEEKS: [(&str, &str); 2] = [
    ("2023-04-03_week.jsonl.gz", "2023-04-06T12:30:00Z"),
    ("2023-01-24_week.jsonl.gz", "2023-01-27T05:30:00Z"),
];

/// Earlier items that a document shows again.
const AGAIN: usize = 3;

/// One document of a feed, and when it is fetched.
struct Poll {
    at: Timestamp,
    feed: usize,
    first: bool,
    items: Vec<String>,
}

/// The polls of a week, each feed every five minutes, in turn.
struct Week {
    specs: Vec<FeedSpec>,
    polls: Vec<Poll>,
}

fn escaped(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    let kept: String = text.chars().filter(|c| *c >= ' ' || matches!(c, '\t' | '\n')).collect();
    kept.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn read(file: &str, from: &str) -> Option<Week> {
    let shared = std::env::var_os("WIREWATCH_SHARED")?;
    let path = std::path::Path::new(&shared).join("replay").join(file);
    let text = Command::new("gzip").arg("-dc").arg(path).output().ok()?;
    let text = String::from_utf8(text.stdout).ok().filter(|text| !text.is_empty())?;
    let whole = std::env::var("WIREWATCH_WEEKS").is_ok_and(|asked| asked == "whole");
    let from: Timestamp = from.parse().unwrap();
    let mut feeds: BTreeMap<String, Vec<(Timestamp, Value)>> = BTreeMap::new();
    for line in text.lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        let at = entry["date_published"].as_str().unwrap().replacen(' ', "T", 1);
        let at: Timestamp = at.parse().unwrap();
        if whole || (from <= at && at < from + SignedDuration::from_hours(2)) {
            let source = entry["source"].as_str().unwrap().to_owned();
            feeds.entry(source).or_default().push((at, entry));
        }
    }
    Some(polled(feeds))
}

fn polled(feeds: BTreeMap<String, Vec<(Timestamp, Value)>>) -> Week {
    let mut week = Week { specs: Vec::new(), polls: Vec::new() };
    for (feed, (source, mut rows)) in feeds.into_iter().enumerate() {
        rows.sort_by_key(|(at, _)| *at);
        let host = source.split('/').nth(2).unwrap_or_default().to_owned();
        week.specs.push(FeedSpec { url: source, outlet: host, ..FeedSpec::default() });
        let mut done = 0;
        while let Some((next, _)) = rows.get(done) {
            let slot = next.as_second().div_euclid(300) + 1;
            let at = Timestamp::from_second(slot * 300 + feed as i64 * 7 % 300).unwrap();
            let until = rows.partition_point(|(published, _)| *published <= at);
            let items = rows[done.saturating_sub(AGAIN)..until].iter().rev().map(item).collect();
            week.polls.push(Poll { at, feed, first: done == 0, items });
            done = until;
        }
    }
    week.polls.sort_by_key(|poll| (poll.at, poll.feed));
    week
}

fn item((at, entry): &(Timestamp, Value)) -> String {
    let [title, link, text] = ["title", "link", "description"].map(|key| escaped(&entry[key]));
    let date = at.strftime("%a, %d %b %Y %H:%M:%S GMT");
    format!(
        "<item><title>{title}</title><link>{link}</link><description>{text}</description>\
         <pubDate>{date}</pubDate></item>"
    )
}

/// How the same polls come.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Plain,
    Twice,
    Shuffled,
}

/// What came of it.
#[derive(Debug, Default, PartialEq)]
struct Outcome {
    stories: BTreeMap<StoryId, BTreeSet<String>>,
    alerts: BTreeMap<StoryId, (String, String)>,
    notices: Vec<String>,
}

struct Engine {
    rules: RuleSet,
    store: MemoryStore,
    book: Book,
}

impl Engine {
    fn new() -> Engine {
        let rules = RuleSet::build(config::defaults(), &[]).unwrap();
        Engine { rules, store: MemoryStore::default(), book: Book::new() }
    }

    fn examine(&self, week: &Week, poll: &Poll, way: Way) -> Findings {
        let mut items: Vec<&str> = poll.items.iter().map(String::as_str).collect();
        if way == Way::Shuffled {
            items.sort_by_key(|item| item.bytes().rev().take(200).fold(7_u64, mix));
        }
        let body = format!("<rss version=\"2.0\"><channel>{}</channel></rss>", items.concat());
        let document = Document { body: body.into(), ..Document::default() };
        let spec = &week.specs[poll.feed];
        let feed = FeedId(poll.feed as i64 + 1);
        let called = &spec.url;
        let source = Source { feed, spec, called, first_poll: poll.first, fetched: poll.at };
        let (limits, pace) = (&Limits::default(), &self.rules.policy.pace);
        let rules = Rules { matcher: self.rules.matcher().unwrap(), limits, pace };
        triage::examine(&document, &source, &rules).unwrap()
    }

    /// Commits polls; with none, what is due. Returns the number of articles that changed.
    fn commit(&mut self, findings: &[Findings], now: Timestamp) -> usize {
        let items = || findings.iter().flat_map(|poll| &poll.items);
        let lookups: Vec<_> =
            items().flat_map(|item| [Some(item.identity), item.alias]).flatten().collect();
        let batch = Batch { lookups: &lookups, ..Batch::at(now) };
        let (book, policy) = (&self.book, &self.rules.policy);
        let mut decide = |known: &_| match findings {
            [] => triage::due(book, now),
            findings => triage::decide(findings, known, book, policy, now),
        };
        let Changes { articles, stories, .. } =
            self.store.commit(&batch, &mut decide).unwrap().changes;
        self.book.take_in(stories, now);
        articles.len()
    }

    fn run(&mut self, week: &Week, way: Way) {
        let mut polls = week.polls.iter().peekable();
        while let Some(first) = polls.next() {
            while let Some(due) = self.book.next_due().filter(|due| *due < first.at) {
                self.commit(&[], due);
            }
            let mut batch = vec![self.examine(week, first, way)];
            while let Some(more) = polls.next_if(|poll| poll.at == first.at) {
                batch.push(self.examine(week, more, way));
            }
            if way == Way::Twice {
                batch.extend(batch.clone());
                batch.reverse();
                self.commit(&batch, first.at);
            }
            let changed = self.commit(&batch, first.at);
            assert!(way != Way::Twice || changed == 0, "told a second time at {}", first.at);
        }
        while let Some(due) = self.book.next_due() {
            self.commit(&[], due);
        }
    }

    fn outcome(&self) -> Outcome {
        let mut outcome = Outcome::default();
        for story in self.store.stories_since(Timestamp::MIN).unwrap() {
            let members = self.store.story(story.id, usize::MAX).unwrap();
            let links: BTreeSet<String> = members.into_iter().map(|m| m.article.url).collect();
            if !links.is_empty() {
                outcome.stories.insert(story.id, links);
            }
        }
        let all = AlertQuery { limit: usize::MAX, ..AlertQuery::default() };
        for alert in self.store.alerts(&all).unwrap() {
            let (severity, reason) = (alert.line.severity, alert.line.reason);
            outcome.alerts.insert(alert.story, (format!("{severity} {}", alert.state), reason));
        }
        let notices = self.store.notices_after(0, usize::MAX).unwrap();
        outcome.notices = notices.into_iter().map(|notice| notice.json).collect();
        outcome
    }
}

fn mix(sum: u64, byte: u8) -> u64 {
    (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

#[test]
fn a_week_gives_the_same_however_often_and_in_whatever_order_it_comes() {
    for (file, from) in WEEKS {
        let Some(week) = read(file, from) else {
            eprintln!("skipped: WIREWATCH_SHARED is not set, or gzip is missing");
            return;
        };
        let outcomes = [Way::Plain, Way::Plain, Way::Twice, Way::Shuffled].map(|way| {
            let mut engine = Engine::new();
            engine.run(&week, way);
            (engine.outcome(), engine)
        });
        let [(first, mut engine), others @ ..] = outcomes;
        eprintln!(
            "{file}: {} polls, {} articles, {} stories, {} alerts, {} notices",
            week.polls.len(),
            first.stories.values().map(BTreeSet::len).sum::<usize>(),
            first.stories.len(),
            first.alerts.len(),
            first.notices.len()
        );
        assert!(first.notices.len() > 2, "there is something to compare");
        for (other, _) in others {
            assert_eq!(first, other);
        }
        // Once more from the start, into the same store.
        let end = week.polls.last().unwrap().at;
        for poll in &week.polls {
            let mut findings = engine.examine(&week, poll, Way::Plain);
            findings.fetched = end;
            assert_eq!(engine.commit(&[findings], end), 0);
        }
        assert_eq!(first, engine.outcome());
    }
}
