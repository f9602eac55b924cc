//! Our own fixture documents, each a shape that feeds take in the wild, read to the last field.

use wirewatch::domain::{Article, ErrorKind, Limits};
use wirewatch::feed::{Context, Reading, read};

use super::{document, now, read_bytes};

macro_rules! fixtures {
    ($($name:literal),+ $(,)?) => {
        /// Every fixture document with its name.
        pub(super) const FIXTURES: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../../fixtures/feeds/", $name)))),+];
    };
}

fixtures!(
    "plain.xml",
    "broken.xml",
    "atom.xml",
    "old-atom.xml",
    "rdf.xml",
    "netscape.xml",
    "userland.xml",
    "feed.json",
);

fn reading(name: &str) -> Reading {
    let (_, body) = FIXTURES.iter().find(|(known, _)| *known == name).expect("a fixture");
    read_bytes(*body).expect("a readable fixture")
}

/// An article in a few lines.
fn shown(article: &Article) -> String {
    let date = article.published.map(|date| date.to_string()).unwrap_or_default();
    let parts = [
        ("title", article.title.as_str()),
        ("summary", &article.summary),
        ("body", &article.body),
        ("url", &article.url),
        ("id", &article.id),
        ("author", &article.author),
        ("date", &date),
        ("tags", &article.categories.join("|")),
    ];
    let parts = parts.into_iter().filter(|(_, text)| !text.is_empty());
    parts.map(|(name, text)| format!("{name}={text:?}")).collect::<Vec<_>>().join(" ")
}

fn all(reading: &Reading) -> Vec<String> {
    reading.articles.iter().map(shown).collect()
}

#[test]
fn a_plain_feed_is_read_to_the_last_field() {
    let reading = reading("plain.xml");
    assert_eq!(
        all(&reading),
        [
            "title=\"Ferry runs aground off “Pelican” rock & all are safe\" \
             summary=\"Tugs freed the vessel at dawn.\" \
             body=\"Tugs freed the vessel at dawn.\\nNobody was hurt, the harbourmaster said.\" \
             url=\"https://gazette.example/world/ferry?utm_source=rss\" id=\"gz-1001\" \
             author=\"Ines Okafor\" date=\"2026-03-03T09:30:00Z\" tags=\"Shipping|Accidents\"",
            "title=\"Ministers meet again\" summary=\"Talks go on.\" \
             url=\"https://gazette.example/world/ministers\" \
             id=\"https://gazette.example/world/ministers\" date=\"2026-03-03T13:00:00Z\"",
            "title=\"Only a note from the newsroom, with rather more words than a…\" \
             summary=\"Only a note from the newsroom, with rather more words than a headline would \
             ever have room for\"",
        ]
    );
    assert_eq!(reading.repaired, None);
    let facts = &reading.facts;
    assert_eq!((&*facts.title, &*facts.language), ("Harbour Gazette: World", "en-gb"));
    assert_eq!(facts.rhythm.ttl, Some(1800));
    assert_eq!(facts.rhythm.skip_hours, 0b1100);
    assert_eq!(facts.rhythm.skip_days, 1 << 6);
    assert!(reading.articles.iter().all(|article| article.outlet == "news.example"));
}

#[test]
fn a_broken_feed_gives_its_whole_items() {
    let reading = reading("broken.xml");
    assert_eq!(
        all(&reading),
        [
            "title=\"Cranes & cables élite\" url=\"https://news.example/a?x=1&y=2\" id=\"1\" \
             date=\"2026-03-03T10:00:00Z\"",
            "title=\"Dock four opens\" summary=\"Plain markup inside \u{FFFD}\" \
             url=\"https://news.example/feeds/b.html\"",
            "title=\"Loud tags\" url=\"https://news.example/c\"",
        ]
    );
    assert_eq!(reading.repaired.as_deref(), Some("text before the feed"));
    assert_eq!(reading.facts.title, "Ports & Piers");
}

#[test]
fn atom_is_read_in_both_versions() {
    let new = reading("atom.xml");
    assert_eq!(
        all(&new),
        [
            "title=\"Le port rouvre\" summary=\"Après la tempête\" body=\"Le trafic reprend.\" \
             url=\"https://courrier.example/monde/port\" id=\"urn:courrier:1\" \
             author=\"Anne Lefort\" date=\"2026-03-03T08:00:00Z\" tags=\"Ports\"",
            "title=\"Un type étrange\" body=\"Un texte\" url=\"https://courrier.example/2\" \
             id=\"urn:courrier:2\" date=\"2026-03-03T08:00:00Z\"",
        ]
    );
    assert_eq!(new.facts.title, "Le Courrier — Monde");
    assert_eq!(new.facts.link, "https://courrier.example/monde");
    assert_eq!((&*new.facts.language, new.repaired), ("fr", None));
    assert_eq!(
        all(&reading("old-atom.xml")),
        ["title=\"Oil & wicks\" body=\"Lit again.\" url=\"https://lamp.example/1\" \
          id=\"tag:lamp.example,2026:1\" author=\"B. Keeper\" date=\"2026-03-02T09:00:00Z\""]
    );
}

#[test]
fn rdf_is_read_with_what_the_parser_drops() {
    assert_eq!(
        all(&reading("rdf.xml")),
        [
            "title=\"Kran fällt um\" summary=\"Niemand verletzt\" url=\"https://hafen.example/1\" \
             id=\"https://hafen.example/1\" author=\"K. Wolf\" date=\"2026-03-03T06:00:00Z\" \
             tags=\"Hafen\"",
            "title=\"Ohne Link\" url=\"https://hafen.example/2\" id=\"https://hafen.example/2\"",
        ]
    );
    assert_eq!(
        all(&reading("netscape.xml")),
        ["title=\"The oldest kind of feed\" url=\"http://first.example/1\""]
    );
    assert_eq!(
        all(&reading("userland.xml")),
        ["title=\"In a namespace of its own\" url=\"https://spaced.example/1\" \
          date=\"2026-03-03T10:00:00Z\""]
    );
}

#[test]
fn one_item_a_line_is_a_feed() {
    let line = |n: u8| {
        format!(
            "{{\"title\":\"Item {n}\",\"url\":\"https://a.example/{n}\",\
             \"published\":\"2026-03-02T12:00:0{n}Z\"}}\n"
        )
    };
    let articles = read_bytes((line(1) + &line(2)).as_bytes()).unwrap().articles;
    let titles: Vec<&str> = articles.iter().map(|article| article.title.as_str()).collect();
    assert_eq!(titles, ["Item 1", "Item 2"]);
    assert!(articles.iter().all(|article| article.published.is_some()));
}

#[test]
fn json_is_read_as_it_comes() {
    let reading = reading("feed.json");
    assert_eq!(
        all(&reading),
        [
            "title=\"Boats < barges & \\\"ships\\\"\" body=\"Boats < barges & \\\"ships\\\"\" \
             url=\"https://news.example/seven\" id=\"7\" author=\"J. Quay\" \
             date=\"2026-03-03T09:00:00Z\" tags=\"boats\"",
            "title=\"Eight\" summary=\"Short\" body=\"Bell & buoy\" url=\"https://other.example/8\" \
             id=\"eight\" author=\"Old Style\"",
        ]
    );
    assert_eq!(reading.repaired.as_deref(), Some("truncated"));
}

#[test]
fn limits_cut_and_say_so() {
    let item = |at: usize| {
        format!(
            "<item><guid>{at}</guid><title>{at}</title><pubDate>2026-03-{:02}</pubDate></item>",
            at + 1
        )
    };
    let items: String = (0..20).map(item).collect();
    let body = format!("<rss version='2.0'><channel><title>t</title>{items}</channel></rss>");
    let limits = Limits { items: 5, ..Limits::default() };
    let later = "2026-04-01T00:00:00Z".parse().expect("a good test");
    let reading =
        read(&document(body, None), &Context::default(), &limits, later).expect("a sound feed");
    let ids: Vec<&str> = reading.articles.iter().map(|article| article.id.as_str()).collect();
    assert_eq!(ids, ["15", "16", "17", "18", "19"]);
    assert_eq!(reading.cut, 15);

    for (found, undated) in [(["15", "16", "17", "18", "19"], 3), (["0", "1", "2", "18", "19"], 20)]
    {
        // Those of the first few, or of all, that have no date.
        let undate = |at| if at < undated { item(at).replace("pubDate", "x") } else { item(at) };
        let items: String = (0..20).map(undate).collect();
        let body = format!("<rss version='2.0'><channel><title>t</title>{items}</channel></rss>");
        let read = read(&document(body, None), &Context::default(), &limits, later).expect("sound");
        let ids: Vec<&str> = read.articles.iter().map(|article| article.id.as_str()).collect();
        assert_eq!(ids, found);
    }

    let guid = "g".repeat(5000);
    let body =
        format!("<rss version='2.0'><channel><item><guid>{guid}</guid></item></channel></rss>");
    let long = read_bytes(body).expect("a sound feed");
    assert!(long.articles[0].id.starts_with("sha256:") && long.articles[0].id.len() < 64);
}

#[test]
fn the_newest_of_too_many_items_are_found_though_some_or_all_are_undated() {
    let limits = Limits { items: 5, ..Limits::default() };
    let later = "2026-04-01T00:00:00Z".parse().expect("a good test");
    let kept = |undated: &dyn Fn(usize) -> bool, order: &[usize]| {
        let item = |at: &usize| {
            let date = format!("<pubDate>2026-03-{:02}</pubDate>", at + 1);
            let date = if undated(*at) { String::new() } else { date };
            format!("<item><guid>{at}</guid><title>{at}</title>{date}</item>")
        };
        let items: String = order.iter().map(item).collect();
        let body = format!("<rss version='2.0'><channel><title>t</title>{items}</channel></rss>");
        let reading =
            read(&document(body, None), &Context::default(), &limits, later).expect("a sound feed");
        assert_eq!(reading.cut, 15);
        reading.articles.iter().map(|article| article.id.clone()).collect::<Vec<_>>()
    };
    let rising: Vec<usize> = (0..20).collect();
    let falling: Vec<usize> = (0..20).rev().collect();
    for odd in [0, 3, 17] {
        assert_eq!(kept(&|at| at == odd, &rising), ["15", "16", "17", "18", "19"], "{odd}");
        assert_eq!(kept(&|at| at == odd, &falling), ["19", "18", "17", "16", "15"], "{odd}");
    }
    assert_eq!(kept(&|_| true, &rising), ["0", "1", "2", "18", "19"]);
}

#[test]
fn what_is_no_feed_is_named() {
    for (body, kind) in [
        ("", ErrorKind::Empty),
        (" \n\t ", ErrorKind::Empty),
        ("<!doctype html><html><head><title>x</title></head><p>Log in", ErrorKind::NotAFeed),
        ("<html><body><rss></body>", ErrorKind::NotAFeed),
        ("<opml version='2.0'><body/></opml>", ErrorKind::NotAFeed),
        ("{\"error\":\"no\"}", ErrorKind::NotAFeed),
        ("plain words", ErrorKind::NotAFeed),
        ("<sitemap><url/></sitemap>", ErrorKind::NotAFeed),
        ("<?xml vers", ErrorKind::Parse),
        ("{\"version\": \"https://jsonfeed.org/ver", ErrorKind::Parse),
    ] {
        let failure = read_bytes(body).map(|reading| reading.articles.len()).err();
        assert_eq!(failure.map(|failure| failure.kind), Some(kind), "{body}");
    }
}

#[test]
fn configuration_goes_before_the_feed() {
    let context = Context { outlet: "The Outlet", title: "The Feed", language: "ar" };
    let (_, body) = FIXTURES[0];
    let reading = read(&document(body, None), &context, &Limits::default(), now());
    let article = reading.expect("a sound feed").articles.swap_remove(0);
    assert_eq!(
        (&*article.outlet, &*article.feed, &*article.language),
        ("The Outlet", "The Feed", "ar")
    );
}
