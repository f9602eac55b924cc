//! Checked settings that several folders need: limits, fetching, pace, scoring, stories.
//!
//! The defaults here are those of the documented `config/config.toml`; a test in `config/` holds
//! them equal. File shapes and messages about wrong values are `config`'s work.

use std::net::IpAddr;
use std::time::Duration;

/// `[limits]`: how much of a document is taken. Every limit hit is an error kind or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a decoded body.
    pub body: usize,
    /// Newest items of one poll.
    pub items: usize,
    /// Characters of a title.
    pub title: usize,
    /// Bytes of a summary or body.
    pub text: usize,
    /// Bytes of a link.
    pub link: usize,
    /// Depth of nested elements.
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            body: 10 << 20,
            items: 1_000,
            title: 1_000,
            text: 256 << 10,
            link: 4 << 10,
            nesting: 256,
        }
    }
}

/// `[fetch]`: how requests are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetching {
    /// Whom a publisher can write to; part of the User-Agent. Empty: only the program's name.
    pub contact: String,
    /// The whole request.
    pub request: Duration,
    /// Until the connection stands.
    pub connect: Duration,
    /// Between two pieces of an answer.
    pub idle: Duration,
    /// Redirects followed.
    pub redirects: usize,
    /// Polls at once.
    pub concurrent: usize,
    /// Polls of one host at once.
    pub per_host: usize,
    /// Least time between two starts on one host.
    pub spacing: Duration,
    /// Private addresses that may be fetched.
    pub allow_private: Vec<PrivateRule>,
}

impl Default for Fetching {
    fn default() -> Self {
        Fetching {
            contact: String::new(),
            request: Duration::from_secs(30),
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(15),
            redirects: 5,
            concurrent: 64,
            per_host: 2,
            spacing: Duration::from_millis(250),
            allow_private: Vec::new(),
        }
    }
}

/// One allowed private address: a host, a host with a port, or a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrivateRule {
    /// A name or address as written in the URL, lower case, on this port or on any.
    Host(String, Option<u16>),
    /// Every address of a network: base address and prefix length in bits.
    Network(IpAddr, u8),
}

/// `[poll]`: when feeds are polled and which finds are told. Spans in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace {
    /// One interval for every feed that has none of its own; `None`: adapt to each feed.
    pub interval: Option<u32>,
    /// Shortest adapted interval.
    pub floor: u32,
    /// Longest adapted interval.
    pub ceiling: u32,
    /// On the first poll of a feed only articles younger than this are told.
    pub first_notice: u32,
    /// An article that first shows up older than this is listed, never told.
    pub late: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Pace { interval: None, floor: 300, ceiling: 3_600, first_notice: 7_200, late: 86_400 }
    }
}

/// `[severity]`: points and steps (DESIGN §6).
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is the part of the score that it names
pub struct Scoring {
    pub flash: i32,
    pub immediate: i32,
    pub priority: i32,
    pub other_watch: i32,
    pub other_watches_max: i32,
    pub close: i32,
    pub close_words: u32,
    pub title: i32,
    pub lead: i32,
    pub term: i32,
    pub terms_max: i32,
    pub harm: i32,
    pub harm_many: i32,
    pub many: u32,
    pub no_harm: i32,
    pub origins: [i32; 3],
    pub wire: i32,
    pub aggregator: i32,
    pub forum: i32,
    pub tone: i32,
    pub name_only_cap: i32,
    /// Seconds since publication, each the end of an age.
    pub ages: [u32; 4],
    /// Percent of the points that are left in each age, and beyond the last.
    pub kept: [i32; 5],
}

impl Default for Scoring {
    fn default() -> Self {
        Scoring {
            flash: 80,
            immediate: 60,
            priority: 40,
            other_watch: 12,
            other_watches_max: 24,
            close: 10,
            close_words: 12,
            title: 15,
            lead: 6,
            term: 3,
            terms_max: 9,
            harm: 8,
            harm_many: 14,
            many: 10,
            no_harm: -4,
            origins: [8, 13, 16],
            wire: 5,
            aggregator: -5,
            forum: -20,
            tone: -20,
            name_only_cap: 59,
            ages: [3_600, 6 * 3_600, 24 * 3_600, 72 * 3_600],
            kept: [100, 90, 70, 40, 20],
        }
    }
}

/// `[stories]`: how articles are joined and when a story is told again. Spans in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Storying {
    /// How long after its last article a story takes new ones.
    pub window: u32,
    /// Most stories kept alive.
    pub most: usize,
    /// Wait before the first notice below flash, so that the first burst is one notice.
    pub group_wait: u32,
    /// Least time between two notices of one story (flash goes at once).
    pub group_interval: u32,
    /// News after so long a silence is told again.
    pub silence: u32,
    /// Numbers of origins that are told when they are reached, rising.
    pub origin_steps: Vec<u32>,
    /// Numbers of dead or hurt that are told when they are passed, rising; every doubling is as well.
    pub toll_steps: Vec<u32>,
}

impl Default for Storying {
    fn default() -> Self {
        Storying {
            window: 72 * 3_600,
            most: 20_000,
            group_wait: 20,
            group_interval: 300,
            silence: 12 * 3_600,
            origin_steps: vec![2, 3, 5],
            toll_steps: vec![1, 5, 10, 50],
        }
    }
}
