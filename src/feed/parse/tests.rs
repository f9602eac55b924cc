//! What is read of broken documents, and which of several fields counts.

use super::parse;
use crate::feed::survey::survey;

fn titles(source: &str) -> Vec<String> {
    let feed = parse(source, None, 100, 99);
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
            "a section that its own tag hides",
            "<rss><item><description>x</description><pub<![CDATA[Date>y</pubDate></item>\
             <item><title>a</title><description>z</description></item>",
            vec!["", "a"],
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
    let feed = parse(&source, None, 4, 99);
    assert_eq!((feed.entries.len(), feed.beyond), (4, 6));
}

#[test]
fn an_empty_feed_is_a_document_too() {
    assert!(parse("<rss></rss>", None, 4, 99).entries.is_empty());
}

/// What an item with these fields says of itself: title, summary, link, id, date, author.
fn said(fields: &str) -> [String; 6] {
    let source = format!(
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' \
         xmlns:media='http://search.yahoo.com/mrss/' xmlns:atom='http://www.w3.org/2005/Atom' \
         xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel>\
         <item rdf:about='about'>{fields}</item></channel></rss>"
    );
    let feed = parse(&source, None, 9, 99);
    let entry = feed.entries.first().expect("an item");
    [
        entry.title.get().words.to_string(),
        entry.summary.get().words.to_string(),
        entry.link.get().to_string(),
        entry.id.get().to_string(),
        entry.published().map(|date| date.to_string()).unwrap_or_default(),
        entry.authors.names().join(", "),
    ]
}

#[test]
fn fields_are_known_by_their_namespace_however_it_is_spelled() {
    for (spaces, fields, expected) in [
        (
            "xmlns:media='http://www.rssboard.org/media-rss'",
            "<media:title>m</media:title><media:description>c</media:description>\
             <title>t</title><description>s</description>",
            ["t", "s", ""],
        ),
        (
            "xmlns:dct='http://purl.org/dc/terms/'",
            "<dct:title>t</dct:title><dct:abstract>s</dct:abstract><dct:creator>a</dct:creator>",
            ["t", "s", "a"],
        ),
        (
            "xmlns:d='HTTP://PURL.ORG/DC/ELEMENTS/1.1/'",
            "<d:title>t</d:title><d:description>s</d:description><d:creator>a</d:creator>",
            ["t", "s", "a"],
        ),
    ] {
        let source = format!("<rss {spaces}><channel><item>{fields}</item></channel></rss>");
        let feed = parse(&source, None, 9, 99);
        let entry = feed.entries.first().expect("an item");
        let authors = entry.authors.names().join(", ");
        let said = [&*entry.title.get().words, &*entry.summary.get().words, &authors];
        assert_eq!(said, expected, "{spaces}");
    }
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
        ("link behind its tag", 2, ["<link/> http://a/?b&amp;c ", "<p/>", ""], "http://a/?b&c"),
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
    let feed = parse(source, None, 9, 99);
    let texts: Vec<(&str, &str)> = feed
        .entries
        .iter()
        .map(|entry| (&*entry.summary.get().words, &*entry.content.get().words))
        .collect();
    assert_eq!(texts, [("a", "b"), ("<svg><dc:date>x</dc:date><title>y</title></svg> a", "")]);
}

#[test]
fn no_element_that_is_left_open_swallows_the_fields_behind_it() {
    let whole = ["t", "d", "/l", "g", "2026-03-03T10:00:00Z", "a"];
    let fields = "<title>t</title><link>/l</link><guid>g</guid><description>d</description>\
        <pubDate>2026-03-03T10:00:00Z</pubDate><author>a</author>";
    for before in [
        "<media:thumbnail url='t'>",
        "<img src='x'><br>",
        "<p>",
        "<x:y>v",
        "<a><b>",
        "<source><feed><title>s</title><id>s</id></feed></source>",
        "<source><title>s</title><link>/s</link></source>",
        "<svg><rdf:RDF><dc:date>2020-01-01</dc:date><title>s</title></rdf:RDF></svg>",
        "<channel><title>s</title></channel>",
        "<rss version='2.0'>",
        "<rdf:RDF xml:base='http://b.example/' xml:lang='xx'/>",
        "<media:x><media:x>y</media:x><title>s</title></media:x>",
    ] {
        assert_eq!(said(&format!("{before}{fields}")), whole, "{before}");
    }
    let text = "<title>t</title><description>d <p>x</p> <feed>y</feed> z</description>\
        <link>/l</link><guid>g</guid>";
    assert_eq!(said(text), ["t", "d <p>x</p> <feed>y</feed> z", "/l", "g", "", ""]);
}

#[test]
fn a_long_field_without_an_end_ends_with_the_next() {
    for fields in [
        "<author>a<title>t</title><link>/l</link><description>d</description><guid>g</guid>",
        "<author><name>a</name><title>t</title><link>/l</link><description>d<guid>g</guid>",
        "<title>t</title><description>d<link>/l</link><dc:creator>a<guid>g</guid>",
        "<guid>g</guid><description>d<title>t</title><author>a</author><link>/l</link>",
    ] {
        assert_eq!(said(fields), ["t", "d", "/l", "g", "", "a"], "{fields}");
    }
    let source =
        "<rss><item><description>d<link>/l</item><item><description>e</description></item>";
    let feed = parse(source, None, 9, 99);
    let links: Vec<_> = feed.entries.iter().map(|entry| entry.link.get().as_ref()).collect();
    assert_eq!(links, ["/l", ""]);
}

#[test]
fn content_that_stands_elsewhere_is_what_can_be_opened() {
    let source = "<feed xml:base='http://a.example/'><entry><content type='a/b' src='/1'/>\
        <link rel='enclosure' href='/2'/></entry></feed>";
    let feed = parse(source, None, 9, 99);
    let link = feed.entries.first().map(|entry| entry.other_link.get().as_ref());
    assert_eq!(link, Some("http://a.example/1"));
}

#[test]
fn categories_within_categories_count_too() {
    let source = "<rss><item><itunes:category text='Society'><itunes:category text='War'/>\
        </itunes:category><category>A <i>b</i></category></item></rss>";
    let feed = parse(source, None, 9, 99);
    let found = feed.entries.first().map(|entry| entry.categories.clone());
    assert_eq!(found.unwrap_or_default(), ["Society", "War", "A <i>b</i>"]);
}

#[test]
fn of_a_date_that_is_said_twice_the_last_counts() {
    let twice = "<pubDate>2020-01-01</pubDate><pubDate>2026-03-03</pubDate>";
    for fields in [format!("{twice}<dc:date>2019-01-01</dc:date>"), format!("{twice}<pubDate/>")] {
        assert_eq!(said(&fields)[4], "2026-03-03T00:00:00Z", "{fields}");
    }
}

#[test]
fn a_text_that_speaks_of_items_is_one_text() {
    let rest = "<link>/l</link><guid>g</guid><author>a</author>";
    for text in [
        "put it into an <item> tag",
        "<pre><item><title>x</title><link>/x</link></item></pre> like this",
        "<item>x</item> and <item>y</item>",
    ] {
        let fields = format!("<title>t</title><description>{text}</description>{rest}");
        assert_eq!(said(&fields), ["t", text, "/l", "g", "", "a"], "{text}");
    }
    let source = "<feed><entry><title>a</title><content type='application/xml'>\
        <entry xmlns='x'><title>y</title></entry></content></entry>\
        <entry><title>b</title></entry></feed>";
    assert_eq!(titles(source), ["a", "b"]);
}

#[test]
fn items_that_nobody_closes_are_no_depth() {
    for (item, whole) in [
        ("<item><title>a</title>", true),
        ("<item><title>a</title><description>b", true),
        ("<item><title>a</title><description><![CDATA[b</item>", true),
        ("<item><a><b><c><d><e>", true),
        (&*format!("<item>{}", "<a>".repeat(90)), false),
    ] {
        let source = format!("<rss><channel>{}</channel></rss>", item.repeat(90));
        let survey = survey(&source, 64);
        assert_eq!((survey.depth <= 64, survey.truncated), (whole, false), "{item}");
        assert_eq!(titles(&source).len(), 90, "{item}");
    }
}

#[test]
fn what_another_vocabulary_calls_an_item_is_none() {
    let source = "<rdf:RDF xmlns:content='http://purl.org/rss/1.0/modules/content/'>\
        <item><title>a</title><content:items><rdf:Bag><rdf:li><content:item>\
        <content:format/></content:item></rdf:li></rdf:Bag></content:items><link>/l</link></item>\
        <item><title>b</title></item></rdf:RDF>";
    assert_eq!(titles(source), ["a", "b"]);
    let feed = parse(source, None, 9, 99);
    assert_eq!(feed.entries.first().map(|entry| entry.link.get().as_ref()), Some("/l"));
    assert_eq!(survey(source, 99).broken, None);
}

#[test]
fn the_language_of_one_text_is_not_that_of_all() {
    let entry =
        |language: &str| format!("<entry><content xml:lang='{language}'>x</content></entry>");
    let plain = "<entry><content>x</content></entry>";
    for (entries, expected) in [
        ([entry("fr"), plain.to_owned(), plain.to_owned()], ""),
        ([entry("fr"), entry("fr"), plain.to_owned()], "fr"),
        ([entry("fr"), entry("fr"), entry("de")], ""),
    ] {
        let source = format!("<feed>{}</feed>", entries.concat());
        assert_eq!(parse(&source, None, 9, 99).language.get(), expected, "{entries:?}");
    }
}

#[test]
fn links_of_an_item_are_relative_to_the_frames_around_it() {
    let source = "<feed xml:base='http://a.example/'><feed xml:base='b/'><entry><link href='1'/>\
        </entry></feed><entry><link href='2'/><source><feed xml:base='/no/'/></source>\
        <link rel='self' href='s'/></entry></feed>";
    let feed = parse(source, None, 9, 99);
    let links: Vec<_> = feed.entries.iter().map(|entry| entry.link.get().as_ref()).collect();
    assert_eq!(links, ["http://a.example/b/1", "http://a.example/2"]);
    assert_eq!(
        feed.entries.last().map(|entry| entry.other_link.get().as_ref()),
        Some("http://a.example/s")
    );
}
