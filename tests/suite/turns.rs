//! The same polls give the same stories, scores and notices, in whatever order hosts answer: the real
//! program, one round in a store of its own for each order.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::support::home::Home;
use crate::support::server::{FeedServer, Response};

/// Events that are easily taken for one another: what joins what hangs on what came first.
const REPORTS: &[&str] = &[
    include_str!("../fixtures/look_alikes/third.txt"),
    include_str!("../fixtures/look_alikes/fourth.txt"),
    include_str!("../fixtures/look_alikes/seventh.txt"),
];

/// A document for each outlet, by path.
fn documents() -> BTreeMap<String, String> {
    let mut items: BTreeMap<String, String> = BTreeMap::new();
    let mut start = Timestamp::UNIX_EPOCH;
    for (n, line) in REPORTS.iter().flat_map(|text| text.lines()).enumerate() {
        if let Some((_, from)) = line.strip_prefix("# ").and_then(|line| line.split_once(' ')) {
            start = from.replace('Z', ":00Z").parse().unwrap();
            continue;
        }
        let [_, minutes, outlet, title, summary] =
            line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let at = start + SignedDuration::from_mins(minutes.parse().unwrap());
        let at = at.strftime("%a, %d %b %Y %H:%M:%S GMT");
        let outlet = outlet.to_lowercase().replace(' ', "-");
        items.entry(format!("/{outlet}")).or_default().push_str(&format!(
            "<item><guid isPermaLink=\"false\">{n}</guid><title><![CDATA[{title}]]></title>\
             <link>https://{outlet}.example/{n}</link><pubDate>{at}</pubDate>\
             <description><![CDATA[{summary}]]></description></item>"
        ));
    }
    let document = |(path, items)| {
        (path, format!("<rss version=\"2.0\"><channel><title>Desk</title>{items}</channel></rss>"))
    };
    items.into_iter().map(document).collect()
}

/// A line without what the clock says.
fn timeless(mut line: Value) -> String {
    line["times"] = Value::Null;
    line["alert"]["since"] = Value::Null;
    for seen in ["first_seen", "last_seen"] {
        line["story"][seen] = Value::Null;
    }
    line.to_string()
}

/// A story of the list by its name, which is made of its first article, and what it holds.
fn story(line: &Value) -> String {
    let origins = line["origins"].as_array().into_iter().flatten();
    let origins: Vec<String> = origins.map(|origin| origin["name"].to_string()).collect();
    format!("{} {} {} {origins:?}", line["id"], line["title"], line["articles"])
}

/// What one round in a new store tells, and what it leaves: alerts and stories.
fn round(server: &FeedServer, paths: &[&String]) -> [Vec<String>; 3] {
    let urls: Vec<String> = paths.iter().map(|path| server.url(path)).collect();
    let home = Home::new().with_feeds(&urls);
    home.write("config.toml", "[fetch]\nspacing = \"0s\"\nper_host = 64\n");
    let told = home.run(&["run", "--once", "--since", "all"]).expect_status(0).json_lines();
    let list = ["alert", "list", "--limit", "1000", "--format", "json"];
    let alerts = home.run(&list).expect_status(0).json_lines();
    let list = ["story", "list", "--since", "all", "--limit", "1000", "--format", "json"];
    let stories = home.run(&list).expect_status(0).json_lines();
    let timeless = |lines: Vec<Value>| lines.into_iter().map(timeless).collect();
    // They stand by the time at which they were fetched.
    let mut stories: Vec<String> = stories.iter().map(story).collect();
    stories.sort_unstable();
    [timeless(told), timeless(alerts), stories]
}

#[test]
fn the_order_in_which_hosts_answer_changes_nothing() {
    let server = FeedServer::start();
    let documents = documents();
    let paths: Vec<&String> = documents.keys().collect();
    let mut orders = vec![paths.clone(), paths.iter().rev().copied().collect()];
    let every_other = |from: usize| paths.iter().skip(from).step_by(2).copied();
    orders.push(every_other(0).chain(every_other(1)).collect());
    orders.push(every_other(1).chain(every_other(0)).collect());
    let mut rounds = Vec::new();
    for (done, order) in orders.iter().enumerate() {
        for (n, path) in order.iter().enumerate() {
            let answer = Response::ok(documents[*path].as_str());
            let answer = match n.checked_sub(1) {
                Some(before) => answer.after(order[before], done + 1),
                None => answer,
            };
            server.feed(path, answer);
        }
        rounds.push(round(&server, &paths));
    }
    let first = &rounds[0];
    assert!(first.iter().all(|lines| lines.len() > 20));
    for other in &rounds[1..] {
        for (lines, others) in first.iter().zip(other) {
            let differing = lines.iter().zip(others).find(|(one, other)| one != other);
            assert_eq!((lines.len(), None), (others.len(), differing));
        }
    }
}
