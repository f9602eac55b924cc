//! Items that stand side by side in one document: which are articles of their own, poll after poll,
//! each by a program started anew. Through the real program, a scripted server and its store.

use crate::support::home::Home;
use crate::support::server::{FeedServer, Response};

/// Title, link, guid and text of an item; an empty one is left out.
type News = (&'static str, &'static str, &'static str, &'static str);

const ROCKET: &str = "Rocket hits near embassy in Baghdad";
const DRONE: &str = "Drone attack on consulate in Erbil";
const MISSILE: &str = "Missile strike on embassy in Kabul";
const ALERT: &str = "Security alert";
const PAGE: &str = "http://post.example/alerts";

fn document(items: &[News]) -> String {
    let now = jiff::Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT");
    let item = |(title, link, guid, text): &News| {
        let part = |name: &str, value: &str| match value {
            "" => String::new(),
            value => format!("<{name}>{value}</{name}>"),
        };
        let parts = [("title", title), ("link", link), ("guid", guid), ("description", text)];
        let parts: String = parts.iter().map(|(name, value)| part(name, value)).collect();
        format!("<item>{parts}<pubDate>{now}</pubDate></item>")
    };
    let items: String = items.iter().map(item).collect();
    format!(
        "<rss version=\"2.0\"><channel><title>Post</title><link>http://post.example/</link>\
         {items}</channel></rss>"
    )
}

/// A feed's documents, and how many articles there are in all after each.
#[derive(Clone)]
struct Case {
    name: &'static str,
    polls: Vec<(Vec<News>, u64)>,
}

fn case(name: &'static str, polls: &[(&[News], u64)]) -> Case {
    Case { name, polls: polls.iter().map(|(items, all)| (items.to_vec(), *all)).collect() }
}

/// Three items with these links and without a guid: three articles at once, again, and one by one;
/// what comes alone later is an article of its own.
fn of_three_links(name: &'static str, links: [&'static str; 4]) -> Case {
    let titles = [ROCKET, DRONE, MISSILE, "Wheat prices fall for a third week"];
    let all: Vec<News> = titles.into_iter().zip(links).map(|(t, l)| (t, l, "", "")).collect();
    let polls = [(&all[..3], 3), (&all[..3], 3), (&all[1..2], 3), (&all[3..], 4), (&all[..], 4)];
    case(name, &polls)
}

fn same_link(link: &'static str) -> [&'static str; 4] {
    [link; 4]
}

fn cases_of_links() -> Vec<Case> {
    vec![
        of_three_links(
            "fragments",
            [
                "http://post.example/live.html#0",
                "http://post.example/live.html#1",
                "http://post.example/live.html#2",
                "http://post.example/live.html#3",
            ],
        ),
        of_three_links(
            "pages of one script",
            [
                "http://post.example/#!/news/0",
                "http://post.example/#!/news/1",
                "http://post.example/#!/news/2",
                "http://post.example/#!/news/3",
            ],
        ),
        of_three_links("a page of notices", same_link(PAGE)),
        of_three_links("the front page", same_link("http://post.example/")),
        of_three_links("the front page without a slash", same_link("http://post.example")),
        of_three_links("the front page by another name", same_link("https://www.post.example/")),
        of_three_links(
            "a parameter that elsewhere only counts readers",
            [
                "http://post.example/news.php?ncid=0",
                "http://post.example/news.php?ncid=1",
                "http://post.example/news.php?ncid=2",
                "http://post.example/news.php?ncid=3",
            ],
        ),
        of_three_links("none at all", same_link("")),
    ]
}

fn cases_of_growth() -> Vec<Case> {
    let (a, b, c) = ((ROCKET, PAGE, "", ""), (DRONE, PAGE, "", ""), (MISSILE, PAGE, "", ""));
    let home = |title| (title, "http://post.example/", "", "");
    let (x, y, z) = (home(ROCKET), home(DRONE), home(MISSILE));
    vec![
        case("grows", &[(&[a], 1), (&[b, a], 2), (&[c, b, a], 3), (&[c, b, a], 3)]),
        case("moves on", &[(&[a], 1), (&[b, a], 2), (&[c, b], 3), (&[c], 3), (&[b], 3)]),
        case("shrinks", &[(&[c, b, a], 3), (&[b, a], 3), (&[a], 3), (&[b], 3), (&[c, a], 3)]),
        case("grows at home", &[(&[x], 1), (&[y, x], 2), (&[z, y, x], 3), (&[z], 3), (&[x], 3)]),
    ]
}

fn cases_of_guids() -> Vec<Case> {
    let alert = |guid, text| (ALERT, PAGE, guid, text);
    let (a, b, c) = (alert("g0", ROCKET), alert("g1", DRONE), alert("g2", MISSILE));
    let shared = |title| (title, PAGE, "http://post.example/", "");
    let (x, y) = (shared(ROCKET), shared(DRONE));
    let bare = |text| (ALERT, PAGE, "", text);
    let (k, l) = (bare(ROCKET), bare(DRONE));
    vec![
        case("one headline", &[(&[c, b, a], 3), (&[c, b, a], 3), (&[b], 3), (&[a], 3)]),
        case("one headline, growing", &[(&[a], 1), (&[b, a], 2), (&[c, b, a], 3), (&[c], 3)]),
        case("one guid and link", &[(&[x], 1), (&[y, x], 2), (&[y], 2), (&[x], 2)]),
        case("one guid and no link", &[(&[(ROCKET, "", "g", ""), (DRONE, "", "g", "")], 2)]),
        case("one headline, no guid", &[(&[k], 1), (&[l, k], 2), (&[l], 2), (&[k, l], 2)]),
        case("new guids", &[(&[a], 1), (&[alert("g7", ROCKET)], 1), (&[alert("g8", "?")], 1)]),
    ]
}

/// What is one article stays one.
fn cases_of_edits() -> Vec<Case> {
    let story = "http://post.example/story";
    let longer = "Rocket hits near embassy in Baghdad, no injuries";
    let text = "Officials spoke of it on Tuesday.";
    vec![
        case(
            "a link's headline changes",
            &[(&[(ROCKET, story, "", "")], 1), (&[(MISSILE, story, "", "")], 1)],
        ),
        case(
            "a guid's headline changes",
            &[(&[(ROCKET, story, "7", "")], 1), (&[(MISSILE, story, "7", "")], 1)],
        ),
        case(
            "two versions of a guid",
            &[(&[(longer, story, "7", ""), (ROCKET, story, "7", "")], 1)],
        ),
        case("listed twice", &[(&[(ROCKET, story, "", text), (ROCKET, story, "", text)], 1)]),
        case("once cut short", &[(&[(ROCKET, story, "", text), (ROCKET, story, "", "")], 1)]),
        case(
            "listed with and without a counter",
            &[(
                &[
                    (ROCKET, "http://post.example/story?utm_source=a", "", ""),
                    (ROCKET, story, "", ""),
                ],
                1,
            )],
        ),
    ]
}

#[test]
fn what_stands_side_by_side_is_told_each_and_once() {
    let server = FeedServer::start();
    let cases = [cases_of_links(), cases_of_growth(), cases_of_guids(), cases_of_edits()].concat();
    let polls = cases.iter().map(|case| case.polls.len()).max().unwrap();
    for (at, case) in cases.iter().enumerate() {
        let answers = case.polls.iter().map(|(items, _)| Response::ok(document(items)));
        server.script(&format!("/{at}"), answers);
    }
    let urls: Vec<String> = (0..cases.len()).map(|at| server.url(&format!("/{at}"))).collect();
    let home = Home::new().with_feeds(&urls);
    home.write("config.toml", "[fetch]\nspacing = \"0s\"\nper_host = 32\n");
    let mut wrong = Vec::new();
    for poll in 0..polls {
        home.run(&["run", "--once"]).expect_status(0);
        let list = home.run(&["feed", "list", "--format", "json"]).expect_status(0);
        let list: serde_json::Value = serde_json::from_str(&list.stdout).unwrap();
        for (case, url) in cases.iter().zip(&urls) {
            let feed = list.as_array().unwrap().iter().find(|feed| feed["url"] == url.as_str());
            let (found, expected) = (feed.unwrap()["articles"].as_u64(), case.polls.get(poll));
            let expected = expected.map(|(_, all)| *all).or(found);
            if found != expected {
                wrong.push(format!(
                    "{}, poll {}: {found:?}, not {expected:?}",
                    case.name,
                    poll + 1
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_bare_headline_of_another_feed_is_an_article_of_its_own() {
    let server = FeedServer::start();
    let urls = ["/a", "/b"].map(|path| {
        server.feed(path, Response::ok(document(&[(ALERT, "", "", "")])));
        server.url(path)
    });
    let home = Home::new().with_feeds(&urls);
    home.run(&["run", "--once"]).expect_status(0);
    let list = home.run(&["feed", "list", "--format", "json"]).expect_status(0);
    let list: serde_json::Value = serde_json::from_str(&list.stdout).unwrap();
    let counts: Vec<u64> =
        list.as_array().unwrap().iter().filter_map(|feed| feed["articles"].as_u64()).collect();
    assert_eq!(counts, [1, 1]);
}
