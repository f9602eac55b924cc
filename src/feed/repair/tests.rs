//! What repair saves of broken documents.

use super::repair;
use crate::feed::plain::PlainFeed;

fn titles(source: &str) -> Vec<String> {
    let plain = repair(source, None, 100).source;
    plain
        .split("<item>")
        .skip(1)
        .map(|item| {
            let title = item.split_once("<title>").map_or("", |(_, rest)| rest);
            title.split("</title>").next().unwrap_or("").to_owned()
        })
        .collect()
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
        ("bare &", "<rss><item><title>AT&T</title></item>", vec!["AT&amp;T"]),
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
            vec!["A &lt;b&gt;b&lt;/b&gt; C"],
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
    let repaired = repair(&source, None, 4);
    assert_eq!(repaired.beyond, 6);
    assert_eq!(repaired.source.matches("<item>").count(), 4);
}

#[test]
fn an_empty_feed_is_a_document_too() {
    assert_eq!(repair("<rss></rss>", None, 4).source, PlainFeed::default().write());
}
