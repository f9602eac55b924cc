//! Events that come under one headline, one name or one form of words: each is told, and once. Through the real
//! program, started anew for each poll, a scripted server, its store and the shipped watches.

use std::fmt::Write;

use jiff::{SignedDuration, Timestamp};

use crate::support::home::Home;
use crate::support::server::{FeedServer, Response};

/// An item: guid, headline, text, and minutes after the first of all.
pub(super) type Item<'a> = (&'a str, &'a str, &'a str, i64);

/// Events far from each other: where, headline and text.
const EVENTS: [(&str, &str, &str); 5] = [
    (
        "Kirkuk",
        "Rockets land beside the airfield at Kirkuk",
        "Four rockets struck the Kirkuk airfield at dawn, police said.",
    ),
    (
        "Beirut",
        "Drone strike kills commander in Beirut",
        "A drone fired at a car in the south of Beirut, killing two.",
    ),
    (
        "Mogadishu",
        "Mortar shells hit the airport of Mogadishu",
        "Mortar fire fell on the runway at Mogadishu before noon.",
    ),
    (
        "Damascus",
        "Embassy in Damascus stormed by gunmen",
        "Gunmen entered the US embassy in Damascus and shot a guard.",
    ),
    (
        "Odesa",
        "Missile attack sets silo ablaze in Odesa",
        "Missiles ignited a grain terminal in the port of Odesa.",
    ),
];

fn document(items: &[Item<'_>], start: Timestamp) -> String {
    let mut all = String::new();
    for (guid, title, text, minutes) in items.iter().rev() {
        let at = start + SignedDuration::from_mins(*minutes);
        let at = at.strftime("%a, %d %b %Y %H:%M:%S GMT");
        let _ = write!(
            all,
            "<item><title>{title}</title><link>http://post.example/n/{guid}</link>\
             <guid isPermaLink=\"false\">{guid}</guid><description>{text}</description>\
             <pubDate>{at}</pubDate></item>"
        );
    }
    format!("<rss version=\"2.0\"><channel><title>Post</title>{all}</channel></rss>")
}

/// What the program tells of a feed that shows these documents one after another: of each line whether it is an
/// alert or a further notice of one, and headline and text of its article.
pub(super) fn told(polls: &[Vec<Item<'_>>]) -> Vec<(String, String)> {
    told_of(polls, None)
}

/// The same with the watches of a file, not with the shipped ones.
pub(super) fn told_of(polls: &[Vec<Item<'_>>], watches: Option<&str>) -> Vec<(String, String)> {
    told_by(polls, watches, |items, start| document(&items, start))
}

/// The same, with documents that are written otherwise.
fn told_by(
    polls: &[Vec<Item<'_>>],
    watches: Option<&str>,
    document: impl Fn(Vec<Item<'_>>, Timestamp) -> String,
) -> Vec<(String, String)> {
    let server = FeedServer::start();
    let start = Timestamp::now() - SignedDuration::from_mins(100);
    let old = vec![("old", "Bakers meet in the town hall", "Bread is dearer.", 0)];
    let polls = std::iter::once(&old).chain(polls);
    let answers: Vec<Response> =
        polls.map(|items| Response::ok(document(items.clone(), start))).collect();
    let count = answers.len();
    server.script("/feed", answers);
    let home = Home::new().with_feeds(&[server.url("/feed")]);
    let home = match watches {
        Some(watches) => {
            home.write("watches.toml", watches);
            home
        }
        None => home,
    };
    let mut lines = Vec::new();
    for _ in 0..count {
        for line in home.run(&["run", "--once"]).expect_status(0).json_lines() {
            let part = |name: &str| line["article"][name].as_str().unwrap_or_default().to_owned();
            let change = line["change"].as_str().unwrap_or_default().to_owned();
            lines.push((change, format!("{}: {}", part("title"), part("summary"))));
        }
    }
    lines
}

/// Polls of a feed in which one more event is each time.
pub(super) fn growing<'a>(events: &[Item<'a>]) -> Vec<Vec<Item<'a>>> {
    (1..=events.len()).map(|count| events[..count].to_vec()).collect()
}

/// That each of these is told in an alert of its own, and nothing else is told.
pub(super) fn each_once(name: &str, polls: &[Vec<Item<'_>>], events: &[&str]) {
    let lines = told(polls);
    for event in events {
        let of: Vec<_> = lines.iter().filter(|(_, said)| said.contains(event)).collect();
        assert!(of.len() == 1 && of[0].0 == "raised", "{name}, {event}: {of:?} of {lines:#?}");
    }
    assert_eq!(lines.len(), events.len(), "{name}: {lines:#?}");
}

const PLACES: [&str; 5] = [EVENTS[0].0, EVENTS[1].0, EVENTS[2].0, EVENTS[3].0, EVENTS[4].0];

#[test]
fn placeholders_that_become_the_news_are_events_of_their_own() {
    for (title, text) in [
        ("Breaking news", "More to follow."),
        ("عاجل", ""),
        // Of no words that anybody knows.
        ("Our desk is at work on this", "Please come back in some minutes for the whole of it."),
    ] {
        let guids = ["p0", "p1", "p2", "p3", "p4"];
        let item = |event: usize, poll: usize| {
            let (_, real, told) = EVENTS[event];
            let (title, text) = if poll > event + 1 { (real, told) } else { (title, text) };
            (guids[event], title, text, 10 + event as i64)
        };
        let polls: Vec<Vec<Item<'_>>> =
            (0..8).map(|poll| (0..=poll.min(4)).map(|event| item(event, poll)).collect()).collect();
        each_once(title, &polls, &PLACES);
    }
}

#[test]
fn a_placeholder_that_becomes_what_another_outlet_told_is_no_second_alert() {
    let (_, title, text) = EVENTS[0];
    let (first, hollow) = (("a", title, text, 10), ("p", "Breaking news", "More to follow.", 12));
    let filled = ("p", "Rockets strike Kirkuk airfield", text, 12);
    let polls = [vec![first], vec![first, hollow], vec![first, filled]];
    each_once("placeholder", &polls, &["Kirkuk"]);
}

#[test]
fn notices_that_only_their_number_tells_apart_are_each_told() {
    type Headline = fn(usize) -> String;
    let forms: [(Headline, &str); 2] = [
        (
            |n| format!("Route {} closed by rocket debris, rockets fired", 84 + 3 * n),
            "Drivers are asked to turn back.",
        ),
        (|n| format!("Ракетный удар: сводка № {}", n + 3), "Пройдите в укрытие."),
    ];
    for (form, text) in forms {
        let titles: Vec<String> = (0..4).map(form).collect();
        let guids = ["n0", "n1", "n2", "n3"];
        let items: Vec<Item<'_>> = titles
            .iter()
            .zip(guids)
            .zip(10..)
            .map(|((title, guid), at)| (guid, title.as_str(), text, at))
            .collect();
        let events: Vec<&str> = titles.iter().map(String::as_str).collect();
        // The same ones again, under names of their own.
        let again = ["m0", "m1", "m2", "m3"].into_iter().zip(&items);
        let again = again.map(|(guid, (_, title, text, at))| (guid, *title, *text, at + 5));
        let mut polls = growing(&items);
        polls.push(items.iter().copied().chain(again).collect());
        each_once(&titles[0], &polls, &events);
        // One place that shows whatever is newest.
        let last: Vec<Vec<Item<'_>>> =
            items.iter().map(|item| vec![("last", item.1, item.2, 10)]).collect();
        each_once(&format!("{}, one guid", titles[0]), &last, &events);
    }
}

#[test]
fn tolls_that_rise_are_of_one_alert() {
    let titles = [3, 5, 9].map(|dead| format!("Rocket attack on market in Mosul: {dead} dead"));
    let items = [0, 1, 2].map(|n| {
        (["t0", "t1", "t2"][n], titles[n].as_str(), "Rockets hit a market.", 10 + n as i64)
    });
    let lines = told(&growing(&items));
    let raised = lines.iter().filter(|(change, _)| change == "raised").count();
    assert_eq!(raised, 1, "{lines:#?}");
}

#[test]
fn a_page_that_tells_one_event_after_another_is_told_each_time() {
    let events = EVENTS.map(|(_, title, text)| format!("{title}. {text}"));
    for title in ["Live: Middle East crisis, latest updates", "Latest from our desk"] {
        let polls: Vec<Vec<Item<'_>>> =
            events.iter().map(|text| vec![("live", title, text.as_str(), 10)]).collect();
        // Back and forth.
        let again: Vec<Vec<Item<'_>>> = polls.iter().chain(&polls).cloned().collect();
        each_once(title, &again, &PLACES);
    }
    let titles = EVENTS.map(|(_, title, _)| format!("LIVE: {title}"));
    let polls: Vec<Vec<Item<'_>>> = titles
        .iter()
        .zip(EVENTS)
        .map(|(title, (_, _, text))| vec![("live", title.as_str(), text, 10)])
        .collect();
    each_once("headlines", &polls, &PLACES);
}

#[test]
fn a_page_that_keeps_what_it_told_below_is_told_by_its_newest() {
    let all = EVENTS.map(|(_, title, text)| format!("{title}. {text}"));
    let texts: Vec<String> = (0..all.len())
        .map(|newest| all[..=newest].iter().rev().cloned().collect::<Vec<_>>().join(" "))
        .collect();
    let polls: Vec<Vec<Item<'_>>> = texts
        .iter()
        .map(|text| vec![("live", "Live: latest updates", text.as_str(), 10)])
        .collect();
    let lines = told(&polls);
    let raised =
        |(change, said): &&(String, String)| change == "raised" && said.contains(PLACES[4]);
    assert_eq!(lines.len(), all.len(), "{lines:#?}");
    assert_eq!(lines.iter().filter(raised).count(), 1, "the newest alone: {lines:#?}");
}

#[test]
fn a_page_that_is_a_new_article_each_time_is_told_by_its_newest() {
    let all = EVENTS.map(|(_, title, text)| format!("{title}. {text}"));
    let below = |newest: usize| all[..=newest].iter().rev().cloned().collect::<Vec<_>>().join(" ");
    let texts: Vec<String> = (0..all.len()).map(below).collect();
    let guids = ["a1b2c3d4", "b2c3d4e5", "c3d4e5f6", "d4e5f6a7", "e5f6a7b8"];
    let polls: Vec<Vec<Item<'_>>> = texts
        .iter()
        .zip(guids)
        .zip((10..).step_by(10))
        .map(|((text, guid), at)| vec![(guid, "Live: latest updates", text.as_str(), at)])
        .collect();
    let page = |items: Vec<Item<'_>>, start: Timestamp| {
        let text = document(&items, start);
        let linked = |text: String, guid: &str| text.replace(&format!("/n/{guid}<"), "/live<");
        items.iter().fold(text, |text, (guid, ..)| linked(text, guid))
    };
    let lines = told_by(&polls, None, page);
    let newest = lines.iter().filter(|(_, said)| said.contains(PLACES[4])).count();
    assert!(newest == 1 && lines.len() == all.len(), "{lines:#?}");
}

#[test]
fn a_live_page_whose_date_moves_is_told_whatever_its_headline_is() {
    let all = EVENTS.map(|(_, title, text)| format!("{title}. {text}"));
    let below = |newest: usize| all[..=newest].iter().rev().cloned().collect::<Vec<_>>().join(" ");
    let texts: Vec<String> = (0..all.len()).map(below).collect();
    for title in [
        "World news live",
        "Middle East live updates",
        "Israel-Gaza war live: latest updates",
        "Онлайн: обстановка на Ближнем Востоке",
        "تغطية مباشرة: الشرق الأوسط",
    ] {
        let moved = (10..).step_by(10);
        let polls: Vec<Vec<Item<'_>>> = texts
            .iter()
            .zip(moved)
            .map(|(text, at)| vec![("live", title, text.as_str(), at)])
            .collect();
        let lines = told(&polls);
        assert!(lines.iter().all(|(change, _)| change == "raised"), "{title}: {lines:#?}");
        // Places in a headline are of all that it tells, and may be those of a story.
        let least = all.len() - usize::from(title.contains("Gaza"));
        assert!(lines.len() >= least, "{title}: {lines:#?}");
    }
    // One event that goes on under such a headline is one.
    let goes_on = [
        "Gunmen stormed the hotel.",
        "Police say two floors are cleared. Gunmen stormed the hotel.",
        "Ambulances take eleven wounded away. Police say two floors are cleared. Gunmen stormed the hotel.",
    ];
    let polls: Vec<Vec<Item<'_>>> = (10..)
        .step_by(10)
        .zip(goes_on)
        .map(|(at, text)| vec![("live", "Live: Attack on hotel in Mogadishu", text, at)])
        .collect();
    let raised = told(&polls).into_iter().filter(|(change, _)| change == "raised").count();
    assert_eq!(raised, 1);
}

#[test]
fn an_event_that_is_told_in_other_words_is_told_once() {
    let edits = [
        [
            (
                "Rocket attack on Kirkuk airfield",
                "Four rockets struck the perimeter of the airfield shortly after dawn.",
            ),
            (
                "Rocket attack on Kirkuk airfield",
                "The minister in Baghdad promised to find who fired the rockets.",
            ),
        ],
        [
            (
                "Live: rocket attack on Kirkuk airfield",
                "Four rockets struck the perimeter of the airfield after dawn.",
            ),
            (
                "Live: rocket attack on Kirkuk airfield",
                "Roads to the base are closed, drivers in Mosul were told.",
            ),
        ],
        [
            ("Rockets heard in Kirkuk", "Loud blasts of rockets were heard near the base."),
            (
                "What we know about the attack on the Kirkuk base",
                "Officials named the victims of the rocket attack.",
            ),
        ],
        [
            (
                "Rocket hits house in Mosul",
                "A rocket hit a house near the river in Mosul and a wall fell.",
            ),
            (
                "Rocket hits house in Kirkuk",
                "A rocket hit a house near the river in Kirkuk and a wall fell.",
            ),
        ],
    ];
    for versions in edits {
        let polls: Vec<Vec<Item<'_>>> =
            versions.iter().map(|(title, text)| vec![("e", *title, *text, 10)]).collect();
        let lines = told(&polls);
        let raised = lines.iter().filter(|(change, _)| change == "raised").count();
        assert_eq!(raised, 1, "{lines:#?}");
    }
}
