//! `wirewatch match`, `feed parse` and `watch test` as a shell user joins them.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

use crate::support::home::Home;

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>
<link>https://desk.example/</link><language>en</language>
<item><title>Rockets hit the airport road</title><link>https://desk.example/1</link>
<description>Two rockets were fired at the airport, wounding three people.</description></item>
<item><title>Bakers meet</title><link>https://desk.example/2</link>
<description>Bread is dearer.</description></item></channel></rss>"#;

/// A line of the acceptance story's kind, in words of its own.
const STORY: &str = r#"{"title":"Rocket lands near US embassy in Baghdad","summary":"A Katyusha rocket came down in the Green Zone close to the U.S. Embassy. Officials have blamed the Kata’ib Hezbollah militia for such attacks.","outlet":"Desk","desk_number":7}"#;

#[test]
fn parse_and_match_join_in_a_pipe() {
    let home = Home::new();
    let file = home.write("feed.xml", FEED);
    let parsed = home.run(&["feed", "parse", &file.display().to_string()]).expect_status(0);
    assert_eq!(parsed.json_lines().len(), 2);
    let matched = home.run_with(&["match"], &parsed.stdout).expect_status(0);
    let lines = matched.json_lines();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["article"]["title"], "Rockets hit the airport road");
    assert_eq!(lines[0]["matches"][0]["watch"], "rocket");
}

#[test]
fn parse_gives_one_object_when_asked() {
    let home = Home::new();
    let ran = home.run_with(&["feed", "parse", "-", "--format", "json"], FEED).expect_status(0);
    let object = &ran.json_lines()[0];
    assert_eq!(object["title"], "Desk");
    assert_eq!(object["language"], "en");
    assert_eq!(object["articles"].as_array().map(Vec::len), Some(2));
}

#[test]
fn all_three_watches_flag_the_story_and_the_name_is_one_hit_on_its_bytes() {
    let ran = Home::new().run_with(&["match"], STORY).expect_status(0);
    let line = &ran.json_lines()[0];
    let watches: Vec<&str> =
        line["matches"].as_array().unwrap().iter().filter_map(|m| m["watch"].as_str()).collect();
    assert_eq!(watches, ["rocket", "embassy", "militia"]);
    let name = "Kata’ib Hezbollah";
    let summary = line["article"]["summary"].as_str().unwrap();
    let at = summary.find(name).unwrap();
    let militia = &line["matches"][2]["hits"];
    let found: Vec<&Value> =
        militia.as_array().unwrap().iter().filter(|hit| hit["text"] == name).collect();
    assert_eq!(found.len(), 1, "{militia}");
    assert_eq!(found[0]["start"], at);
    assert_eq!(found[0]["end"], at + name.len());
}

#[test]
fn members_that_are_not_ours_are_kept() {
    let ran = Home::new().run_with(&["match"], STORY).expect_status(0);
    assert_eq!(ran.json_lines()[0]["article"]["desk_number"], 7);
}

#[test]
fn nothing_flagged_is_status_one_and_all_shows_the_rest() {
    let home = Home::new();
    let input = "{\"title\":\"Bakers meet\"}\n";
    let ran = home.run_with(&["match"], input).expect_status(1);
    assert_eq!(ran.stdout, "");
    let ran = home.run_with(&["match", "--all"], input).expect_status(1);
    assert_eq!(ran.json_lines()[0]["matches"].as_array().map(Vec::len), Some(0));
}

#[test]
fn bad_lines_are_named_and_the_others_read() {
    let input = format!("{{\"title\":\"a\"}}\nnot json\n{STORY}\n{{\"summary\":\"no title\"}}\n");
    let ran = Home::new().run_with(&["match"], &input).expect_status(2);
    assert_eq!(ran.json_lines().len(), 1);
    assert!(ran.stderr.contains("line 2"), "{}", ran.stderr);
    assert!(ran.stderr.contains("line 4"), "{}", ran.stderr);
}

#[test]
fn an_odd_side_member_costs_itself_and_not_the_article() {
    let home = Home::new();
    let odd = [
        "\"published\":\"\"",
        "\"published\":\"2023-01-22\"",
        "\"published\":\"Sun, 22 Jan 2023 10:00:00 GMT\"",
        "\"updated\":1674381600",
        "\"id\":5,\"desk_number\":7",
        "\"categories\":\"war\"",
    ];
    let line = |member: &&str| {
        format!("{{\"title\":\"Rocket hits base\",{member},\"outlet\":\"Desk\"}}\n")
    };
    let input: String = odd.iter().map(line).collect();
    let ran = home.run_with(&["match"], &input).expect_status(0);
    let lines = ran.json_lines();
    assert_eq!(lines.len(), odd.len(), "{}", ran.stderr);
    assert_eq!(lines[4]["article"]["desk_number"], 7);
    for line in &lines {
        assert_eq!(line["article"]["outlet"], "Desk");
        let kept =
            ["published", "updated", "id", "categories"].map(|name| line["article"].get(name));
        assert_eq!(kept, [None; 4], "{line}");
    }
    let told: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(told.len(), 4, "once of each kind: {}", ran.stderr);
    assert!(
        told[0].contains("standard input, line 1: published is not a time such as"),
        "{}",
        told[0]
    );
    let ran = home.run_with(&["watch", "test", "rocket"], &input).expect_status(0);
    assert!(ran.stdout.contains("6 of 6 articles"), "{}", ran.stdout);
    assert_eq!(ran.stderr.lines().count(), 4, "{}", ran.stderr);
}

#[test]
fn a_bad_byte_is_replaced_and_its_article_read() {
    let home = Home::new();
    let mut child = home.command(&["match"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"{\"title\":\"Rocket hits base\",\"summary\":\"caf\xe9\"}\n").unwrap();
    drop(stdin);
    let ran = child.wait_with_output().unwrap();
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(String::from_utf8_lossy(&ran.stdout).contains("caf\u{fffd}"));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("line 1: the encoding is not UTF-8"));
}

#[test]
fn output_keeps_the_order_of_the_input() {
    let input: String = (0..2_000)
        .map(|i| format!("{{\"title\":\"Rocket attack on base {i}\",\"id\":\"{i}\"}}\n"))
        .collect();
    let ran = Home::new().run_with(&["match"], &input).expect_status(0);
    let ids: Vec<usize> = ran
        .json_lines()
        .iter()
        .filter_map(|line| line["article"]["id"].as_str()?.parse().ok())
        .collect();
    assert_eq!(ids, (0..2_000).collect::<Vec<_>>());
}

#[test]
fn a_reader_that_goes_ends_the_filter_however_much_is_left() {
    let home = Home::new();
    let mut child = home.command(&["match"]).stdin(Stdio::piped()).spawn().unwrap();
    let (mut stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    std::thread::spawn(move || {
        let line = b"{\"title\":\"Rocket attack on base\"}\n".repeat(40_000);
        let _ = stdin.write_all(&line);
    });
    let mut first = String::new();
    let mut reader = BufReader::new(stdout);
    reader.read_line(&mut first).unwrap();
    drop(reader);
    assert!(first.contains("Rocket attack"), "{first}");
    let (ended, end) = mpsc::channel();
    std::thread::spawn(move || ended.send(child.wait().unwrap().code()));
    assert_eq!(end.recv_timeout(Duration::from_secs(60)), Ok(Some(0)));
}

#[test]
fn what_is_no_input_is_told_with_what_to_do() {
    let home = Home::new();
    let ran = home.run_with(&["watch", "test", "rocket"], "Rocket hits base\n").expect_status(2);
    assert!(ran.stderr.contains("neither article lines ({\"title\""), "{}", ran.stderr);
    let ran = home.run(&["watch", "test", "rocket", "https://desk.example/rss"]).expect_status(2);
    assert!(ran.stderr.contains("`wirewatch feed parse` fetches it"), "{}", ran.stderr);
    let ran = home.run_with(&["match"], FEED).expect_status(2);
    assert!(ran.stderr.contains("goes through `wirewatch feed parse`"), "{}", ran.stderr);
}

#[test]
fn a_query_is_tried_on_articles_and_on_a_feed_document() {
    let home = Home::new();
    let ran = home.run_with(&["watch", "test", "bread AND dearer"], FEED).expect_status(0);
    assert!(ran.stdout.contains("1 of 2 articles"), "{}", ran.stdout);
    let ran = home.run_with(&["watch", "test", "rocket"], STORY).expect_status(0);
    assert!(ran.stdout.contains("1 of 1 articles"), "{}", ran.stdout);
    home.run_with(&["watch", "test", "zeppelin"], FEED).expect_status(1);
}

#[test]
fn a_place_is_found_by_any_name_it_has() {
    let home = Home::new();
    let line = "{\"title\":\"Rocket hits base in Baghdad, near the airport\"}\n";
    for query in ["place:baghdad", "place:багдад", "place:baghdad AND country:iq"] {
        home.run_with(&["watch", "test", query], line).expect_status(0);
    }
    home.run_with(&["watch", "test", "place:mosul"], line).expect_status(1);
}

#[test]
fn a_country_is_a_place_by_its_names_and_a_capital_by_its_own() {
    let home = Home::new();
    let on = |query: &str, title: &str| {
        let line = format!("{{\"title\":\"{title}\"}}\n");
        home.run_with(&["watch", "test", query], &line).status
    };
    for name in ["iraq", "Irak", "Ирак", "العراق", "עיראק"] {
        assert_eq!(on(&format!("place:{name}"), "Rocket hits base in Iraq"), 0, "{name}");
        assert_eq!(on(&format!("place:{name}"), "Rocket hits base in Iran"), 1, "{name}");
    }
    // A capital that stands for its government is one only where it is written.
    assert_eq!(on("place:moscow", "Drone hits tower in Moscow"), 0);
    assert_eq!(on("place:москва", "Drone hits tower in Moscow"), 0);
    assert_eq!(on("place:moscow", "Drone hits tower in Russia"), 1);
}
