//! The whole pipeline, in the real program, against a server of hostile feeds: what each case
//! comes to, what is told of it, what memory it takes, and that a good feed does not notice.
//!
//! Needs the server's folder in `WIREWATCH_SHARED` and python3; says so and passes without them.

#![allow(clippy::unwrap_used, reason = "tests")]

mod beside;
mod outcomes;
mod patience;
mod shown;
mod telling;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::Duration;

use jiff::Timestamp;
use wirewatch::domain::Feed;
use wirewatch::store::{self, FeedScope, Store};

use crate::support::home::{Home, Ran};
use crate::support::hostile::{Case, HostileServer};

/// Groups whose cases are feeds to poll.
const GROUPS: &[&str] = &[
    "transport",
    "redirect",
    "status",
    "content",
    "charset",
    "xml",
    "text",
    "link",
    "identity",
    "change",
];

/// Cases whose server asks for patience, which holds their whole host.
const PATIENCE: &[&str] =
    &["s_429_seconds", "s_429_date", "s_429_huge", "s_429_negative", "s_429_garbage", "s_503"];

/// A home with a watch on the mark word, fast limits, and these cases as its feeds.
fn home(server: &HostileServer, cases: &[Case]) -> Home {
    let home = Home::new();
    home.write(
        "watches.toml",
        "defaults = false\n[[watch]]\nname = \"mark\"\nmatch = \"hostilemark\"\nweight = 90\nseverity = \"flash\"\n",
    );
    let address = server.address();
    home.write(
        "config.toml",
        &format!(
            "[fetch]\nrequest = \"6s\"\nconnect = \"3s\"\nidle = \"4s\"\nconcurrent = 64\nper_host = 64\n\
             spacing = \"0s\"\nallow_private = [\"{address}\"]\n[stories]\ngroup_wait = \"0s\"\n"
        ),
    );
    home.write("feeds.toml", &feeds(cases, |_| String::new()));
    home
}

/// A `feeds.toml` of these cases, with more lines for each.
fn feeds(cases: &[Case], more: impl Fn(&Case) -> String) -> String {
    let mut text = String::from("defaults = false\n");
    for case in cases {
        let (url, name) = (&case.url, &case.name);
        write!(text, "\n[[feed]]\nurl = \"{url}\"\ntitle = \"{name}\"\n{}", more(case)).unwrap();
        if name == "tls_hang" {
            // It hangs on an address of its own, which has to be allowed for it.
            text.push_str("allow_private = true\n");
        }
    }
    text
}

/// One round of every feed; everything printed must be fit for a terminal.
fn round(home: &Home) -> Ran {
    let ran = home.run(&["run", "--once", "--since", "all"]);
    assert!(ran.status == 0 || ran.status == 3, "{}: {}", ran.status, ran.stderr);
    assert!(is_clean(&ran.stdout), "standard output");
    assert!(is_clean(&ran.stderr), "standard error");
    ran
}

fn open(home: &Home) -> std::sync::Arc<dyn Store> {
    store::open(&home.store(), Duration::from_secs(10)).unwrap()
}

/// What the store knows of each case's feed.
fn known(store: &dyn Store) -> HashMap<String, Feed> {
    let feeds = store.feeds(FeedScope::All).unwrap();
    feeds.into_iter().map(|feed| (feed.spec.title.clone(), feed)).collect()
}

/// How many articles of each feed the watch flags; every text of every article is looked at.
fn flagged(store: &dyn Store) -> HashMap<String, usize> {
    let mut flagged = HashMap::new();
    let mut below = None;
    loop {
        let page = store.articles_since(Timestamp::MIN, below, 1_000).unwrap();
        let Some(last) = page.last() else { return flagged };
        below = Some(last.id);
        for found in page {
            let article = &found.article;
            for text in [&article.title, &article.summary, &article.body, &article.author] {
                assert!(is_clean(text), "{}: {text:?}", article.feed);
                assert!(!text.contains("POISON"), "{}: a forged answer", article.feed);
            }
            let web = ["", "http://", "https://"].iter().any(|scheme| match *scheme {
                "" => article.url.is_empty(),
                scheme => article.url.starts_with(scheme),
            });
            assert!(web, "{}: {}", article.feed, article.url);
            let count = flagged.entry(article.feed.clone()).or_default();
            *count += usize::from(found.watches.iter().any(|watch| watch == "mark"));
        }
    }
}

/// No control, bidirectional or tag character but the ends of lines.
fn is_clean(text: &str) -> bool {
    text.chars().all(|c| {
        (!c.is_control() || matches!(c, '\n' | '\t'))
            && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}'
                | '\u{200F}' | '\u{61C}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}' | '\u{2028}'
                | '\u{2029}')
    })
}
