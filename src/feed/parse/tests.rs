//! What is read of broken documents, and which of several fields counts.

use super::parse;

fn titles(source: &str) -> Vec<String> {
    let feed = parse(source, None, 100);
    feed.entries.iter().map(|entry| entry.title.get().words.clone().into_owned()).collect()
}

#[test]
fn whole_items_survive() {
    for (name, source, expected) in [
        ("sound", "<rss><channel><item><title>a</title></item></channel></rss>", vec!["a"]),
        ("cut", "<rss><item><title>a</title></item><item><title>b</ti", vec!["a"]),
        (
            "cut in a section",
            "<rss><item><title>a</title></item><item><title><![CDATA[b",
            vec!["a"],
        ),
        ("never closed", "<rss><item><title>a</title><item><title>b</title>", vec!["a", "b"]),
        ("bare &", "<rss><item><title>AT&T</title></item>", vec!["AT&T"]),
        (
            "crossed",
            "<rss><item><title>a</item></title><item><title>b</title></item>",
            vec!["a", "b"],
        ),
        ("title unclosed", "<rss><item><title>a<link>x</link></item>", vec!["a"]),
        ("capitals", "<RSS><ITEM><TITLE>a</TITLE></ITEM></RSS>", vec!["a"]),
        (
            "prefixed",
            "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title>a</a:title></a:entry>",
            vec!["a"],
        ),
        (
            "markup in a title",
            "<rss><item><title>A <b>b</b> C</title></item>",
            vec!["A <b>b</b> C"],
        ),
        (
            "comment unclosed",
            "<rss><item><title>a</title></item><!-- x <item><title>b</title></item>",
            vec!["a", "b"],
        ),
        (
            "comment closed by another",
            "<rss><!-- x <item><title>a</title></item><!-- y --><item><title>b</title></item>",
            vec!["a", "b"],
        ),
        (
            "a comment of items",
            "<rss><!-- <item><title>a</title></item> --><item><title>b</title></item>",
            vec!["b"],
        ),
        ("type unclosed", "<!DOCTYPE rss [ <rss><item><title>a</title></item></rss>", vec!["a"]),
        (
            "instruction unclosed",
            "<rss><item><title>a</title></item><?php x <item><title>b</title></item>",
            vec!["a", "b"],
        ),
        (
            "section in small letters",
            "<rss><item><title><![cdata[a<b]]></title></item>",
            vec!["a<b"],
        ),
        (
            "image titles",
            "<rss><image><title>x</title></image><item><title>a</title></item>",
            vec!["a"],
        ),
    ] {
        assert_eq!(titles(source), expected, "{name}");
    }
}

#[test]
fn items_beyond_the_limit_are_counted() {
    let source = format!("<rss>{}", "<item><title>a</title></item>".repeat(10));
    let feed = parse(&source, None, 4);
    assert_eq!((feed.entries.len(), feed.beyond), (4, 6));
}

#[test]
fn an_empty_feed_is_a_document_too() {
    assert!(parse("<rss></rss>", None, 4).entries.is_empty());
}

/// What an item with these fields says of itself: title, summary, link, id, date, author.
fn said(fields: &str) -> [String; 6] {
    let source = format!(
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' \
         xmlns:media='http://search.yahoo.com/mrss/' xmlns:atom='http://www.w3.org/2005/Atom' \
         xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel>\
         <item rdf:about='about'>{fields}</item></channel></rss>"
    );
    let feed = parse(&source, None, 9);
    let entry = feed.entries.first().expect("an item");
    [
        entry.title.get().words.to_string(),
        entry.summary.get().words.to_string(),
        entry.link.get().to_string(),
        entry.id.get().to_string(),
        entry.published.get().map(|date| date.to_string()).unwrap_or_default(),
        entry.authors.names().join(", "),
    ]
}

#[test]
fn the_right_field_counts_wherever_it_stands() {
    let date = "<pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate>";
    for (name, place, fields, expected) in [
        (
            "title",
            0,
            ["<media:title>m</media:title>", "<dc:title>d</dc:title>", "<title>t</title>"],
            "t",
        ),
        (
            "no title of its own",
            0,
            ["<itunes:title>i</itunes:title>", "<media:title>m</media:title>", ""],
            "m",
        ),
        (
            "summary",
            1,
            [
                "<media:content><media:description>m</media:description></media:content>",
                "<itunes:summary>i</itunes:summary>",
                "<description>d</description>",
            ],
            "d",
        ),
        (
            "link",
            2,
            ["<url>/u</url>", "<atom:link rel='self' href='/s'/>", "<link>/l</link>"],
            "/l",
        ),
        (
            "alternate",
            2,
            ["<link rel='related' href='/r'/>", "<link rel='ALTERNATE' href='/a'/>", ""],
            "/a",
        ),
        (
            "relation by address",
            2,
            ["<link rel='http://www.iana.org/assignments/relation/alternate' href='/a'/>", "", ""],
            "/a",
        ),
        (
            "link in an anchor",
            2,
            ["<link><a href='/a?b=1&amp;c=2'>x</a></link>", "", ""],
            "/a?b=1&c=2",
        ),
        (
            "permalink",
            2,
            ["<guid isPermaLink='true'>1/</guid>", "<enclosure url='/e.mp3'/>", ""],
            "1/",
        ),
        ("link escaped twice", 2, ["<link>/a?b=1&amp;amp;c=2</link>", "", ""], "/a?b=1&c=2"),
        ("id", 3, ["<atom:id>a</atom:id>", "<guid>g</guid>", ""], "g"),
        ("address as id", 3, ["<title>t</title>", "", ""], "about"),
        ("date", 4, ["<dc:date>2020-01-01</dc:date>", date, ""], "2026-03-03T10:00:00Z"),
        ("no date", 4, [date, "<dc:date>unknown</dc:date>", ""], "2026-03-03T10:00:00Z"),
        (
            "no date either",
            4,
            ["<pubDate>soon</pubDate>", "<dc:date>2026-03-03</dc:date>", ""],
            "2026-03-03T00:00:00Z",
        ),
        (
            "author",
            5,
            ["<itunes:author>i</itunes:author>", "<author><name>a</name><uri>u</uri></author>", ""],
            "a",
        ),
        ("markup in an author", 5, ["<author>by <b>Ada Quay</b></author>", "", ""], "by Ada Quay"),
    ] {
        let [a, b, c] = fields;
        for order in [[a, b, c], [c, b, a], [b, c, a]] {
            let found = said(&order.concat());
            assert_eq!(found.get(place).map(String::as_str), Some(expected), "{name}: {order:?}");
        }
    }
}

#[test]
fn elements_of_pages_under_a_prefix_are_tags() {
    let source = "<feed xmlns='http://www.w3.org/2005/Atom'>\
        <entry><title type='xhtml'><h:div xmlns:h='http://www.w3.org/1999/xhtml'>A <h:b>b</h:b> x:y</h:div></title></entry></feed>";
    assert_eq!(
        titles(source),
        ["<div xmlns:h='http://www.w3.org/1999/xhtml'>A <b>b</b> x:y</div>"]
    );
}

#[test]
fn nothing_that_is_said_beside_the_summary_is_lost() {
    let source = "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><item>
        <summary>b</summary><description>a</description></item>
        <item><description><svg><dc:date>x</dc:date><title>y</title></svg> a</description></item></rss>";
    let feed = parse(source, None, 9);
    let texts: Vec<(&str, &str)> = feed
        .entries
        .iter()
        .map(|entry| (&*entry.summary.get().words, &*entry.content.get().words))
        .collect();
    assert_eq!(texts, [("a", "b"), ("<svg><dc:date>x</dc:date><title>y</title></svg> a", "")]);
}
