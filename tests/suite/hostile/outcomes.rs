//! Every case, as many rounds as it speaks of: outcome, articles kept, articles flagged.

use serde_json::Value;
use wirewatch::domain::{Feed, Limits};

use super::{GROUPS, PATIENCE, feeds, flagged, home, known, open, round};
use crate::support::hostile::{Case, HostileServer};

/// What later rounds come to: case, round, articles stored by then, and how the poll ended (`ok`,
/// `unchanged` or a kind of error). Cases that are not named keep what they had.
const LATER: &[(&str, u64, u64, &str)] = &[
    ("header_case", 2, 3, "unchanged"),
    ("etag_good", 2, 3, "unchanged"),
    ("s_flap", 2, 3, "ok"),
    ("s_flap", 3, 3, "http_status"),
    ("s_flap", 4, 3, "ok"),
    ("s_500", 2, 0, "http_status"),
    ("s_410", 2, 0, "gone"),
    ("lastmod_future", 2, 4, "ok"),
    ("turns_html", 2, 3, "not_a_feed"),
    ("turns_other", 2, 6, "ok"),
    ("turns_empty", 2, 3, "ok"),
    ("c_infinite_new", 2, 100, "ok"),
    ("c_infinite_new", 3, 150, "ok"),
    ("c_flood", 2, 2_000, "ok"),
    ("c_flood", 3, 3_000, "ok"),
    ("c_guid_reuse", 2, 2, "ok"),
    ("c_window", 2, 13, "ok"),
    ("c_window", 3, 16, "ok"),
    ("c_window", 4, 19, "ok"),
    ("c_late_item", 2, 4, "ok"),
];

/// Cases where the mark stands in fewer articles than are stored, or in none at first.
const UNMARKED: &[&str] = &["c_edit_adds_mark", "i_nothing", "turns_other"];

/// How the last poll of a feed ended.
fn ending(feed: &Feed, before: Option<&Feed>) -> String {
    match &feed.error {
        Some(error) => error.kind.name().to_owned(),
        None if feed.not_modified > before.map_or(0, |feed| feed.not_modified) => {
            "unchanged".into()
        }
        None => "ok".to_owned(),
    }
}

fn accepts(way: &Value, ending: &str, articles: u64, marked: u64) -> bool {
    let error = way["outcome"] == "error" && way["kind"] == ending;
    let alerts = way["alerts"].as_u64().is_none_or(|alerts| alerts == marked);
    error || (way["outcome"] == "ok" && ending == "ok" && alerts && fits(way, articles))
}

fn fits(way: &Value, articles: u64) -> bool {
    let rule = way["items"].as_str().unwrap_or("");
    let number = |text: &str| text.parse::<u64>().unwrap_or(u64::MAX);
    if rule == "<=limit" {
        return articles <= Limits::default().items as u64;
    }
    match (rule.strip_prefix("<="), rule.strip_prefix(">=")) {
        (Some(most), _) => articles <= number(most),
        (_, Some(least)) => articles >= number(least),
        _ => articles == number(rule.trim_start_matches('=')),
    }
}

#[test]
fn every_hostile_feed_comes_to_an_accepted_end() {
    let Some(server) = HostileServer::start() else { return };
    let mut cases = server.cases(GROUPS);
    cases.retain(|case| !PATIENCE.contains(&case.name.as_str()));
    assert!(cases.len() > 200, "{} cases", cases.len());
    let home = home(&server, &cases);
    let mut wrong = Vec::new();
    let mut before = std::collections::HashMap::new();
    for poll in 1..=4 {
        cases.retain(|case| case.polls >= poll);
        home.write("feeds.toml", &feeds(&cases, |_| String::new()));
        let started = std::time::Instant::now();
        round(&home);
        eprintln!("round {poll}: {} feeds in {:?}", cases.len(), started.elapsed());
        let store = open(&home);
        let (after, flagged) = (known(store.as_ref()), flagged(store.as_ref()));
        for case in &cases {
            let Some(feed) = after.get(&case.name) else {
                wrong.push(format!("{}: not known", case.name));
                continue;
            };
            let marked = flagged.get(&case.name).map_or(0, |count| *count as u64);
            let came = ending(feed, before.get(&case.name));
            if !is_right(case, poll, (feed, before.get(&case.name)), (&came, marked)) {
                let why = feed.error.as_ref().map(|error| error.message.clone());
                let note = format!("{} articles, {marked} marked, {why:?}", feed.articles);
                wrong.push(format!("{} {poll}: {came}, {note}; {}", case.name, case.expect));
            }
        }
        before = after;
    }
    server.expect_no_violations();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn is_right(
    case: &Case,
    poll: u64,
    (feed, before): (&Feed, Option<&Feed>),
    (came, marked): (&str, u64),
) -> bool {
    if poll == 1 && case.name == "c_window" {
        // The three of its index are of the polls after the first.
        return feed.articles == 10 && marked == 10;
    }
    if poll == 1 {
        let any = case.accept.is_empty();
        return any || case.accept.iter().any(|way| accepts(way, came, feed.articles, marked));
    }
    let unmarked = UNMARKED.contains(&case.name.as_str());
    let all_marked = unmarked || marked == feed.articles;
    let named = LATER.iter().find(|(name, at, ..)| *name == case.name && *at == poll);
    match named {
        Some((_, _, articles, end)) => feed.articles == *articles && came == *end && all_marked,
        None => before.is_some_and(|before| before.articles == feed.articles) && all_marked,
    }
}
