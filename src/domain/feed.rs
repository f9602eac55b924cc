//! A feed: an address we poll, what its owner says of it, and how it fares.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Access, Cadence, ErrorKind, FeedId, Validators, names};

/// What kind of publisher stands behind a feed; counts in the score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutletClass {
    /// A news agency.
    Wire,
    /// A newspaper, broadcaster or news site.
    #[default]
    National,
    /// A government, embassy, army or international body.
    Official,
    /// Collects what others publish.
    Aggregator,
    /// Users' own posts.
    Forum,
}

impl OutletClass {
    /// Every class with its name in files and output.
    pub const NAMES: &'static [(OutletClass, &'static str)] = &[
        (OutletClass::Wire, "wire"),
        (OutletClass::National, "national"),
        (OutletClass::Official, "official"),
        (OutletClass::Aggregator, "aggregator"),
        (OutletClass::Forum, "forum"),
    ];

    /// The name in files and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        names::of(Self::NAMES, &self)
    }

    /// The class of a name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<OutletClass> {
        names::value(Self::NAMES, name)
    }
}

/// A feed as its configuration describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedSpec {
    /// The address as configured, http or https, without credentials: what the feed is known by.
    pub url: String,
    /// The feed's title for people; empty until the feed itself has told it.
    pub title: String,
    /// The publisher; empty: the host name stands in.
    pub outlet: String,
    /// Kind of publisher.
    pub class: OutletClass,
    /// BCP 47 tag, or empty.
    pub language: String,
    /// Free labels.
    pub tags: Vec<String>,
    /// Fixed seconds between polls; without it the schedule adapts to the feed.
    pub interval: Option<u32>,
    /// Whether this feed may be on a private address.
    pub allow_private: bool,
    /// Whether it is polled at all.
    pub enabled: bool,
    /// What its server wants to see; known to the configuration only, never stored. Boxed: few feeds
    /// have any, and ten thousand are held.
    pub access: Option<Box<Access>>,
}

impl FeedSpec {
    /// Seconds that may be wished for between two polls.
    pub const INTERVALS: std::ops::RangeInclusive<u32> = 1..=86_400;
}

/// How a feed fares. The names are part of the feed line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeedState {
    /// Never polled with success, and not yet failed.
    #[default]
    New,
    /// The last poll succeeded.
    Ok,
    /// The last polls failed; it is tried again, ever more rarely.
    Retrying,
    /// The host asked us to wait.
    RateLimited,
    /// It wants credentials (401, 403, 407).
    Auth,
    /// 410: ended by its publisher; not polled again.
    Gone,
    /// Its address is one we do not go to.
    Blocked,
    /// It answers, but not with a readable feed.
    Broken,
    /// It answers, but nothing new came for far longer than its rhythm.
    Silent,
}

impl FeedState {
    /// Every state with its name in output.
    pub const NAMES: &'static [(FeedState, &'static str)] = &[
        (FeedState::New, "new"),
        (FeedState::Ok, "ok"),
        (FeedState::Retrying, "retrying"),
        (FeedState::RateLimited, "rate-limited"),
        (FeedState::Auth, "auth"),
        (FeedState::Gone, "gone"),
        (FeedState::Blocked, "blocked"),
        (FeedState::Broken, "broken"),
        (FeedState::Silent, "silent"),
    ];

    /// The name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        names::of(Self::NAMES, &self)
    }

    /// The state of a name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<FeedState> {
        names::value(Self::NAMES, name)
    }

    /// Whether a person should look at the feed.
    #[must_use]
    pub fn is_failing(self) -> bool {
        !matches!(self, FeedState::New | FeedState::Ok)
    }
}

impl fmt::Display for FeedState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The last failure of a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedError {
    /// What kind of failure.
    pub kind: ErrorKind,
    /// One line for people.
    pub message: String,
}

/// Measured delay from published to fetched, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delay {
    /// Median.
    pub p50: i64,
    /// 99th percentile.
    pub p99: i64,
}

/// A feed with all that the store knows of it.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Its row.
    pub id: FeedId,
    /// Its configuration.
    pub spec: FeedSpec,
    /// How it fares.
    pub state: FeedState,
    /// The last failure, while it lasts.
    pub error: Option<FeedError>,
    /// Articles stored from it.
    pub articles: u64,
    /// Polls so far.
    pub polls: u64,
    /// Of these, answered 304.
    pub not_modified: u64,
    /// Last poll that succeeded (200 or 304).
    pub last_success: Option<Timestamp>,
    /// Last poll.
    pub last_poll: Option<Timestamp>,
    /// When it is due.
    pub next_poll: Option<Timestamp>,
    /// When a poll last brought an article that was not known.
    pub last_article: Option<Timestamp>,
    /// What the schedule remembers.
    pub cadence: Cadence,
    /// Validators to send.
    pub validators: Validators,
    /// Measured delay.
    pub delay: Option<Delay>,
    /// What the last document needed repaired, or that items were missed before it.
    pub repaired: Option<String>,
    /// Where permanent redirects (301, 308) lead: the address that is asked now.
    pub moved: Option<String>,
    /// The address under which its articles became known, where it was put in under another one since.
    pub named: Option<Box<str>>,
    /// The host that asked for a wait, where it is not that of the address asked.
    pub held: Option<String>,
    /// Whether people were told that something is wrong with it, and not yet that it is over.
    pub told: bool,
}

/// No wish is granted for longer.
const DAY: u32 = 86_400;

impl Feed {
    /// A feed that no store knows yet.
    #[must_use]
    pub fn unpolled(spec: FeedSpec) -> Feed {
        Feed {
            id: FeedId(0),
            spec,
            state: FeedState::New,
            error: None,
            articles: 0,
            polls: 0,
            not_modified: 0,
            last_success: None,
            last_poll: None,
            next_poll: None,
            last_article: None,
            cadence: Cadence::default(),
            validators: Validators::default(),
            delay: None,
            repaired: None,
            moved: None,
            named: None,
            held: None,
            told: false,
        }
    }

    /// The date of its newest article, else when that came.
    #[must_use]
    pub fn newest(&self) -> Option<Timestamp> {
        self.cadence.newest.or(self.last_article)
    }

    /// The name to show: configured title, else the address.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.spec.title.is_empty() { &self.spec.url } else { &self.spec.title }
    }

    /// The address that is asked: the new one after a permanent redirect.
    #[must_use]
    pub fn asked(&self) -> &str {
        self.moved.as_deref().unwrap_or(&self.spec.url)
    }

    /// Its title, else its host: a name that no log line need fear, as an address may hold a key.
    #[must_use]
    pub fn label(&self) -> &str {
        if !self.spec.title.is_empty() {
            return &self.spec.title;
        }
        let rest = self.spec.url.split_once("://").map_or("", |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        host.rsplit_once('@').map_or(host, |(_, host)| host)
    }

    /// What a person should know of it, in one line: what is wrong, else what was repaired or
    /// missed, and where it moved. Empty: nothing.
    #[must_use]
    pub fn note(&self) -> String {
        let moved = self.moved.as_ref().map(|to| format!("moved to {to}"));
        let state = match (&self.error, &self.repaired) {
            (Some(error), _) => Some(error.message.clone()),
            (None, Some(why)) if FeedLine::is_missed(why) || why.starts_with(FeedLine::CLOCK) => {
                Some(why.clone())
            }
            (None, Some(why)) => Some(format!("repaired: {why}")),
            (None, None) => None,
        };
        let notes = [state, moved, self.unheeded(), self.unconditional()];
        notes.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    /// That its server asks for more patience than its articles have.
    #[must_use]
    pub fn unheeded(&self) -> Option<String> {
        let Cadence { interval, span, wish, .. } = self.cadence;
        let ours = self.spec.interval.is_some() || self.error.is_some();
        let heeded = span == 0 || wish.min(DAY) <= interval || ours;
        let minutes = |seconds: u32| SignedDuration::from_mins(i64::from(seconds.div_ceil(60)));
        (!heeded).then(|| {
            format!(
                "its server asks for {:#} between polls, and its articles stand for {:#}: asked every {:#}",
                minutes(wish),
                minutes(span),
                minutes(interval)
            )
        })
    }

    /// That its server does not tell rightly whether anything is new.
    #[must_use]
    pub fn unconditional(&self) -> Option<String> {
        const WHY: &str = "its server gives no right answer to whether anything is new";
        let asked = self.cadence.bare.filter(|until| Some(*until) > self.last_poll);
        asked.map(|until| format!("{WHY}: it is asked for the whole until {until:.0}"))
    }

    /// What is wrong with the clock behind its dates, where something is.
    #[must_use]
    pub fn clock(&self) -> Option<&str> {
        let said = self.repaired.as_deref().filter(|why| why.starts_with(FeedLine::CLOCK))?;
        said.split("; ").next()
    }

    /// The feed line of `feed list --format json`.
    #[must_use]
    pub fn line(&self) -> FeedLine<'_> {
        FeedLine {
            url: &self.spec.url,
            title: &self.spec.title,
            outlet: &self.spec.outlet,
            class: self.spec.class,
            language: &self.spec.language,
            tags: &self.spec.tags,
            enabled: self.spec.enabled,
            state: self.state,
            error: self.error.as_ref(),
            articles: self.articles,
            polls: self.polls,
            not_modified: self.not_modified,
            last_success: self.last_success,
            last_poll: self.last_poll,
            next_poll: self.next_poll,
            interval_s: self.cadence.interval,
            delay_s: self.delay,
            repaired: self.repaired.as_deref(),
            moved: self.moved.as_deref(),
        }
    }
}

impl FeedLine<'_> {
    /// How `repaired` begins when items were missed between two polls.
    pub const MISSED: &'static str = "polled too rarely";
    /// The same where nothing was polled here for a while.
    pub const UNASKED: &'static str = "not polled for";
    /// The same where its server gave no feed for a while.
    pub const UNANSWERED: &'static str = "not answered for";
    /// How it begins where the dates of a document are wrong, all alike.
    pub const CLOCK: &'static str = "its clock seems to be";

    /// Whether what is said of a document is that items before it were missed.
    #[must_use]
    pub fn is_missed(why: &str) -> bool {
        let starts = [FeedLine::MISSED, FeedLine::UNASKED, FeedLine::UNANSWERED];
        starts.iter().any(|start| why.starts_with(start))
    }
}

/// One feed in `feed list --format json`.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)] // the contract's own member names; see `Feed`
pub struct FeedLine<'a> {
    pub url: &'a str,
    pub title: &'a str,
    pub outlet: &'a str,
    pub class: OutletClass,
    pub language: &'a str,
    pub tags: &'a [String],
    pub enabled: bool,
    pub state: FeedState,
    pub error: Option<&'a FeedError>,
    pub articles: u64,
    pub polls: u64,
    pub not_modified: u64,
    pub last_success: Option<Timestamp>,
    pub last_poll: Option<Timestamp>,
    pub next_poll: Option<Timestamp>,
    pub interval_s: u32,
    pub delay_s: Option<Delay>,
    pub repaired: Option<&'a str>,
    pub moved: Option<&'a str>,
}
