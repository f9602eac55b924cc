//! What comes poll after poll under names that do not last: each event is an article once, and an edit is
//! a version of it. Through the real program, started anew for each poll, a scripted server and its store.

use std::fmt::Write;

use jiff::{SignedDuration, Timestamp};

use crate::support::home::Home;
use crate::support::server::{FeedServer, Response};

/// One item of a document; an empty part is left out.
#[derive(Clone, Default)]
struct Item {
    title: String,
    link: String,
    guid: String,
    text: String,
    /// Seconds after the first of all.
    at: Option<i64>,
}

const ROCKET: &str = "Rocket hits embassy in Baghdad";
const SITE: &str = "http://post.example/";
const HEADLINES: [&str; 7] = [
    ROCKET,
    "Drone attack on consulate in Erbil",
    "Wheat prices fall for a third week",
    "Mayor opens bridge over river",
    "Storm floods homes in the south",
    "Team wins final after extra time",
    "Museum shows lost paintings again",
];
const TEXTS: [&str; 7] = [
    "Three rockets struck the compound at dawn, police said.",
    "A drone exploded over the consulate garden, witnesses told us.",
    "Futures fell again on rain in the plains.",
    "The bridge took four years to build.",
    "Rivers broke their banks on Monday.",
    "A late goal decided the match.",
    "The paintings were found in a cellar.",
];
const EDIT: &str = "Militia fired them, the ministry now says; three guards are hurt.";
const PLACES: [&str; 7] = ["Baghdad", "Erbil", "Kabul", "Odesa", "Beirut", "Tripoli", "Sanaa"];

fn item(title: &str, text: &str, at: i64) -> Item {
    Item { title: title.into(), text: text.into(), at: Some(at), ..Item::default() }
}

impl Item {
    fn link(mut self, path: &str) -> Item {
        self.link = format!("{SITE}{path}");
        self
    }

    fn guid(mut self, guid: impl Into<String>) -> Item {
        self.guid = guid.into();
        self
    }

    fn undated(mut self) -> Item {
        self.at = None;
        self
    }
}

fn document(items: &[Item], start: Timestamp) -> String {
    let mut all = String::new();
    for item in items {
        let part = |name: &str, value: &str| match value {
            "" => String::new(),
            value => format!("<{name}>{value}</{name}>"),
        };
        let at = item.at.map(|at| start + SignedDuration::from_secs(at));
        let at = at.map(|at| at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
        let _ = write!(
            all,
            "<item>{}{}{}{}{}</item>",
            part("title", &item.title),
            part("link", &item.link.replace('&', "&amp;")),
            part("guid", &item.guid),
            part("description", &item.text),
            part("pubDate", at.as_deref().unwrap_or("")),
        );
    }
    format!(
        "<rss version=\"2.0\"><channel><title>Post</title><link>{SITE}</link>{all}</channel></rss>"
    )
}

/// A feed's documents, and how many articles and earlier versions of them there are in the end.
struct Case {
    name: String,
    polls: Vec<Vec<Item>>,
    articles: u64,
}

fn case(name: impl Into<String>, articles: u64, polls: Vec<Vec<Item>>) -> Case {
    Case { name: name.into(), polls, articles }
}

/// A name that comes once.
fn made_up(poll: usize, number: usize) -> String {
    format!("{:08x}-{poll:04x}-{number:04x}", (poll * 31 + number + 7) * 2_654_435)
}

/// Seven events one after another: of each poll the newest first, as many as a document holds, and the last
/// poll twice more. `make` gets the event, its place in the document and the poll.
fn seven(name: &str, holds: usize, make: impl Fn(usize, usize, usize) -> Item) -> Case {
    let poll = |poll: usize| {
        let newest = poll.min(6);
        let listed = (0..=newest).rev().take(holds).enumerate();
        listed.map(|(place, event)| make(event, place, poll)).collect()
    };
    case(format!("{name}, {holds} at once"), 7, (0..9).map(poll).collect())
}

fn seconds(number: usize) -> i64 {
    i64::try_from(number).unwrap() * 400
}

/// Guids that are made up for each poll.
fn cases_of_guids() -> Vec<Case> {
    let siblings = |poll: usize| {
        (1..4).map(move |n| {
            let path = format!("s/{n}");
            item(HEADLINES[n], TEXTS[n], 0).link(&path).guid(made_up(poll, n))
        })
    };
    let told = |poll: usize, text: &str, at: i64| {
        item(ROCKET, text, at).link("a/rocket").guid(made_up(poll, 9))
    };
    let alone = |poll: usize| match poll {
        0 | 1 => told(poll, TEXTS[0], 0),
        _ => told(poll, EDIT, 600),
    };
    let among = |poll| siblings(poll).chain([alone(poll)]).collect();
    let long = "2026/03/rocket-hits-embassy-in-baghdad-police-say";
    let own = |poll: usize| vec![Item { link: format!("{SITE}{long}"), ..alone(poll) }];
    let twins = |poll: usize| {
        let twin = |n: usize| item("Security alert", TEXTS[n], seconds(n)).link("alerts");
        (0..=poll.min(2)).map(|n| twin(n).guid(made_up(poll, n))).collect()
    };
    let sirens = |poll: usize| {
        let siren = |n: usize| item("Siren in Sderot", "", seconds(n)).link("map");
        (0..3).map(|n| siren(n).guid(made_up(poll, n))).collect()
    };
    let headlines = |poll: usize| {
        let bare = |n: usize| item(HEADLINES[n], "", seconds(poll)).guid(made_up(poll, n));
        (0..4).map(|n| bare(n).link(&format!("{n}/one-of-four-headlines-of-today"))).collect()
    };
    let steady = |poll: usize| {
        let other = item(HEADLINES[2], TEXTS[2], 0).link("s/2").guid("s-2");
        let alert = |n: usize| {
            let link = "alerts/12481-for-all-citizens-abroad";
            item("Security alert", TEXTS[n], seconds(n)).link(link).guid(format!("n-{n}"))
        };
        vec![alert(poll.min(3)), other]
    };
    vec![
        case("headlines with the date of the poll", 4, (0..4).map(headlines).collect()),
        case("notices beside an article whose guid stays", 5, (0..6).map(steady).collect()),
        // Nothing tells the edit from a next notice; it is an article once.
        case("an edit alone", 2, (0..6).map(|poll| vec![alone(poll)]).collect()),
        case("an edit among others", 4, (0..6).map(among).collect()),
        case("an edit under a link of its own", 1, (0..6).map(own).collect()),
        case("notices under one headline and link", 3, (0..6).map(twins).collect()),
        case("sirens under one headline and link", 3, (0..4).map(sirens).collect()),
    ]
}

fn cases_of_sirens() -> Vec<Case> {
    let mut all = Vec::new();
    for holds in [1, 2, 7] {
        let red = |event| item("Red alert", "", seconds(event));
        let guid = |event: usize| format!("siren-{event}");
        all.extend([
            seven("sirens", holds, |e, _, _| red(e).link("map").guid(guid(e))),
            seven("sirens without a link", holds, |e, _, _| red(e).guid(guid(e))),
            seven("sirens without a guid", holds, |e, _, _| red(e).link("map")),
            seven("sirens with neither", holds, |e, _, _| red(e)),
            seven("undated sirens", holds, |e, _, _| red(e).guid(guid(e)).undated()),
            seven("sirens with a text", holds, |e, _, _| {
                item("Red alert", "Enter the shelter.", seconds(e)).link("map").guid(guid(e))
            }),
            seven("sirens with a link like one article's", holds, |e, _, _| {
                red(e).link("12481-en/alerts.aspx").guid(guid(e))
            }),
            seven("sirens numbered behind #", holds, |e, _, _| {
                let title = format!("Red alert: rocket fire at the town of {}", PLACES[e]);
                item(&title, "", seconds(e)).link("map").guid(format!("alerts#{e}"))
            }),
        ]);
    }
    for holds in [1, 2, 7] {
        let told = "Red alert: rocket fire at Sderot";
        all.push(seven("sirens that say where, without a guid", holds, |e, _, _| {
            item(told, "Enter the shelter.", seconds(e)).link("alerts")
        }));
    }
    let again = |poll: usize| vec![item("Red alert", "", seconds(poll)).link("map").guid("one-7")];
    let reissued = |poll| vec![item("Red alert", "", 0).link("map").guid(made_up(poll, 0))];
    all.push(case("a new date under a guid that stays", 1, (0..3).map(again).collect()));
    all.push(case("a new guid under a date that stays", 1, (0..3).map(reissued).collect()));
    all
}

fn cases_of_places() -> Vec<Case> {
    let mut all = Vec::new();
    for holds in [1, 3, 7] {
        let notice = |e: usize| item("Security alert", TEXTS[e], seconds(e));
        let news = |e: usize| item(HEADLINES[e], TEXTS[e], seconds(e));
        let place = |place: usize| (place + 1).to_string();
        // The date is the place's, too.
        let dated = |item: Item, place| Item { at: Some(6_000 - seconds(place)), ..item };
        let moving = |item: Item, place, poll| Item {
            at: Some(4_000 - seconds(place) + seconds(poll) / 8),
            ..item
        };
        let siren = |e: usize| item(&format!("Siren in {}", PLACES[e]), "", seconds(e));
        all.extend([
            seven("notices by guid", holds, |e, _, _| notice(e).guid(format!("n-{e}"))),
            seven("notices on a page", holds, |e, _, _| {
                notice(e).link("alerts").guid(format!("n-{e}"))
            }),
            seven("notices on a page, no guid", holds, |e, _, _| notice(e).link("alerts")),
            seven("undated notices on a page", holds, |e, _, _| {
                notice(e).undated().link("alerts").guid(format!("n-{e}"))
            }),
            seven("places on a page", holds, |e, p, _| notice(e).link("alerts").guid(place(p))),
            seven("places", holds, |e, p, _| notice(e).guid(place(p))),
            seven("places of bare notices", holds, |e, p, _| {
                item("Security alert", "", seconds(e)).guid(place(p))
            }),
            seven("dated places of notices", holds, |e, p, _| dated(notice(e), p).guid(place(p))),
            seven("dated places", holds, |e, p, _| dated(news(e), p).guid(place(p))),
            seven("moving places", holds, |e, p, poll| moving(news(e), p, poll).guid(place(p))),
            seven("places of headlines", holds, |e, p, _| {
                item(HEADLINES[e], "", seconds(e)).guid(place(p))
            }),
            seven("places of sirens", holds, |e, p, _| siren(e).guid(place(p))),
            seven("places of sirens on a map", holds, |e, p, _| {
                siren(e).link("map").guid(place(p))
            }),
            seven("places of sirens with links", holds, |e, p, _| {
                siren(e).link(&format!("siren/{e}")).guid(place(p))
            }),
            seven("notices under guids of a poll", holds, |e, _, poll| {
                notice(e).link("alerts").guid(made_up(poll, e))
            }),
        ]);
    }
    all
}

fn cases_of_links() -> Vec<Case> {
    let newest =
        |e: usize, _: usize, _: usize| item(HEADLINES[e], TEXTS[e], 0).link("latest").undated();
    let bare = |e: usize| item(HEADLINES[e], "", 0).undated();
    // An edit has words of the old headline, or its text; a link of its own is one article's.
    let nameless = |text: String| vec![Item { text, ..bare(0) }];
    let counts = |poll: usize| nameless(format!("{} rockets were fired by now.", 14 + poll));
    let grows = |poll: usize| nameless(TEXTS[..=poll].join(" "));
    let clocked = |poll: usize| nameless(format!("Sirens sounded at 14:0{poll} there."));
    let edits = |poll: usize| match poll {
        0 => item(ROCKET, TEXTS[0], 0).link("latest").undated(),
        1 => {
            item("Rocket hits US embassy in Baghdad, three hurt", EDIT, 0).link("latest").undated()
        }
        _ => item("Three guards hurt at compound", EDIT, 0).link("latest").undated(),
    };
    let renamed = |poll: usize| {
        let link = "2026/03/rocket-hits-embassy-in-baghdad-police-say";
        item(HEADLINES[poll % 2], TEXTS[poll % 2], 0).link(link).undated()
    };
    let visit = |poll: usize| format!("a?sid={}", made_up(poll, 0).get(..6).unwrap());
    let hosts = |poll: usize| Item {
        link: format!("http://www{}.post.example/a/rocket", poll % 2 + 1),
        ..item(ROCKET, TEXTS[0], 0)
    };
    let schemes = |poll: usize| Item {
        link: format!("http{}://post.example/a/rocket", ["", "s"][poll % 2]),
        ..item(ROCKET, TEXTS[0], 0)
    };
    let tokens = |poll| item(ROCKET, TEXTS[0], 0).link(&format!("a/{}", made_up(poll, 1)));
    let all_new = |item: Item, poll| vec![item.guid(made_up(poll, 2))];
    let polls = |make: &dyn Fn(usize) -> Vec<Item>| (0..4).map(make).collect::<Vec<_>>();
    let visited = |poll| item(ROCKET, TEXTS[0], 0).link(&visit(poll));
    let as_guid = |poll| {
        let item = visited(poll);
        vec![Item { guid: item.link.clone(), ..item }]
    };
    let weather = |n: usize| item("Weather", "Sunny.", seconds(n)).link(&format!("w/{n}"));
    vec![
        seven("one place for whatever is newest", 1, newest),
        seven("one place for headlines", 1, |e, _, _| bare(e).link("")),
        case("a text that counts, without a name", 1, polls(&counts)),
        case("a text that grows, without a name", 1, polls(&grows)),
        case("sirens by the time in their texts", 4, polls(&clocked)),
        case("edits at one place", 1, polls(&|poll| vec![edits(poll.min(1))])),
        case("an edit by its text at one place", 1, polls(&|poll| vec![edits(poll.min(2))])),
        case("another headline under a link of its own", 1, polls(&|poll| vec![renamed(poll)])),
        case("visits", 1, polls(&|poll| vec![visited(poll)])),
        case("visits and guids", 1, polls(&|poll| all_new(visited(poll), poll))),
        case("visits as guids", 1, polls(&as_guid)),
        case("hosts and guids", 1, polls(&|poll| all_new(hosts(poll), poll))),
        case("hosts", 1, polls(&|poll| vec![hosts(poll)])),
        case("schemes and guids", 1, polls(&|poll| all_new(schemes(poll), poll))),
        case("tokens and guids", 1, polls(&|poll| all_new(tokens(poll), poll))),
        case("tokens", 1, polls(&|poll| vec![tokens(poll)])),
        case(
            "one text on four days",
            4,
            polls(&|poll| vec![weather(poll).guid(format!("w-{poll}"))]),
        ),
    ]
}

/// Edits under guids that stay, or count them.
fn cases_of_edits() -> Vec<Case> {
    let headlines = [ROCKET, "Rocket hits US embassy in Baghdad, three hurt", EDIT];
    let texts = [TEXTS[0], EDIT, "The toll rose to five, hospital staff said."];
    let slugs = ["rocket-hits-embassy", "rocket-hits-us-embassy-3-hurt", "militia-blamed"];
    let slug = |guid: &'static str| {
        let at = |edit: usize| {
            item(headlines[edit], texts[edit], seconds(edit)).link(slugs[edit]).guid(guid)
        };
        [0, 1, 1].map(|edit| vec![at(edit)]).to_vec()
    };
    let live = |e: usize| {
        vec![item("World news live", TEXTS[e], seconds(e)).link("live").guid("live".to_owned())]
    };
    let mut all = vec![
        case("the link follows the headline", 1, slug("http://post.example/?p=77")),
        case("the link follows the headline, small number", 1, slug("77")),
        case("a live page", 1, (0..4).map(live).collect()),
        case("the link follows the headline, a name", 1, slug("post-a")),
    ];
    type Guid = fn(usize) -> String;
    let guids: [Guid; 6] = [
        |rev| format!("post-4711#rev{rev}"),
        |rev| format!("http://post.example/a?v={rev}"),
        |rev| format!("post-4711-v{rev}"),
        |rev| format!("urn:newsml:post.example:20260302:4711:{rev}N"),
        |rev| format!("http://post.example/a/4711#{rev}"),
        |rev| format!("tag:post.example,2026:4711/rev{rev}"),
    ];
    for guid in guids {
        let title = |rev: usize| format!("{ROCKET}{}", ["", ", three hurt", ", five hurt"][rev]);
        let name = guid(1);
        let at = |rev: usize| item(&title(rev), texts[rev], seconds(rev)).guid(guid(rev));
        let polls = |make: &dyn Fn(usize) -> Item| [0, 1, 2, 2].map(|rev| vec![make(rev)]).to_vec();
        all.extend([
            case(format!("{name}, one link"), 1, polls(&|rev| at(rev).link("a/rocket"))),
            case(format!("{name}, slugs"), 1, polls(&|rev| at(rev).link(slugs[rev]))),
            case(format!("{name}, no link"), 1, polls(&at)),
            case(
                format!("{name}, one headline"),
                1,
                polls(&|rev| Item { title: ROCKET.into(), ..at(rev) }.link("a/rocket")),
            ),
        ]);
    }
    for holds in [1, 7] {
        let news = |e: usize| item(HEADLINES[e], TEXTS[e], seconds(e));
        let notice = |e: usize| item("Security alert", TEXTS[e], seconds(e));
        all.extend([
            seven("versions only by their looks", holds, |e, _, _| {
                news(e).link(&format!("x/{e}")).guid(format!("post-v{e}"))
            }),
            seven("parts of a page", holds, |e, _, _| {
                news(e).link("live").guid(format!("{SITE}live#{e}"))
            }),
            seven("notices as parts of a page", holds, |e, _, _| {
                notice(e).link("live").guid(format!("{SITE}live#{e}"))
            }),
        ]);
    }
    all
}

#[test]
fn what_comes_under_names_that_do_not_last_is_an_article_once() {
    let server = FeedServer::start();
    let mut cases = cases_of_guids();
    cases.extend(cases_of_sirens());
    cases.extend(cases_of_places());
    cases.extend(cases_of_links());
    cases.extend(cases_of_edits());
    let start = Timestamp::now() - SignedDuration::from_hours(2);
    for (at, case) in cases.iter().enumerate() {
        let answers = case.polls.iter().map(|items| Response::ok(document(items, start)));
        server.script(&format!("/{at}"), answers);
    }
    let urls: Vec<String> = (0..cases.len()).map(|at| server.url(&format!("/{at}"))).collect();
    let home = Home::new().with_feeds(&urls);
    home.write("config.toml", "[fetch]\nspacing = \"0s\"\nper_host = 32\n");
    for _ in 0..cases.iter().map(|case| case.polls.len()).max().unwrap() {
        home.run(&["run", "--once"]).expect_status(0);
    }
    let list = home.run(&["feed", "list", "--format", "json"]).expect_status(0);
    let list: serde_json::Value = serde_json::from_str(&list.stdout).unwrap();
    let mut wrong = Vec::new();
    for (case, url) in cases.iter().zip(&urls) {
        let feed = list.as_array().unwrap().iter().find(|feed| feed["url"] == url.as_str());
        let found = feed.unwrap()["articles"].as_u64();
        if found != Some(case.articles) {
            wrong.push(format!("{}: {found:?}, not {}", case.name, case.articles));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_feed_put_in_where_it_moved_keeps_its_articles() {
    let server = FeedServer::start();
    let start = Timestamp::now() - SignedDuration::from_mins(9);
    let items: Vec<Item> = (0..3)
        .map(|n| {
            item(HEADLINES[n], TEXTS[n], seconds(n) / 8)
                .link(&format!("n/{n}"))
                .guid(format!("g-{n}"))
        })
        .collect();
    server.feed("/old", Response::ok(document(&items[..2], start)));
    let home = Home::new().with_feeds(&[server.url("/old")]);
    home.run(&["run", "--once"]).expect_status(0);
    server.feed("/old", Response::redirect(301, &server.url("/new")));
    server.feed("/new", Response::ok(document(&items[..2], start)));
    home.run(&["run", "--once"]).expect_status(0);
    // Somebody follows the advice, and then news comes.
    let home = home.with_feeds(&[server.url("/new")]);
    server.feed("/new", Response::ok(document(&items, start)));
    for _ in 0..2 {
        home.run(&["run", "--once"]).expect_status(0);
    }
    let list = home.run(&["feed", "list", "--format", "json"]).expect_status(0);
    let list: serde_json::Value = serde_json::from_str(&list.stdout).unwrap();
    let [feed] = list.as_array().unwrap().as_slice() else { panic!("{list}") };
    assert_eq!(
        (feed["url"].as_str(), feed["articles"].as_u64()),
        (Some(&*server.url("/new")), Some(3))
    );
    assert!(feed["moved"].is_null(), "{feed}");
}
