//! Arbitrary, cut and mutated bytes: `feed::read` always comes back, in time, with clean text.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use wirewatch::domain::{ErrorKind, Failure, Limits};
use wirewatch::feed::{Reading, discover, newsboat, opml, parse_date};
use wirewatch::text::{markup, scrub};

use super::{fixtures::FIXTURES, is_clean, read_bytes};

/// Reads and checks what must hold of anything.
fn survives(body: Vec<u8>) {
    if let Ok(reading) = read_bytes(body) {
        for article in &reading.articles {
            assert!(is_clean(&article.title) && is_clean(&article.summary), "{article:?}");
            assert!(is_clean(&article.body) && is_clean(&article.id), "{article:?}");
            assert!(!article.title.is_empty());
            assert!(article.url.is_empty() || article.url.starts_with("http"));
            assert!(article.title.chars().count() <= Limits::default().title);
        }
    }
}

/// Pieces that feeds are made of, in an order that no feed has.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<rss version='2.0'>",
        "<rss>",
        "</rss>",
        "<channel>",
        "</channel>",
        "<item>",
        "</item>",
        "<entry>",
        "</entry>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "</feed>",
        "<title>",
        "</title>",
        "<link>",
        "</link>",
        "<link href='/x'/>",
        "<description>",
        "</description>",
        "<content type='xhtml'>",
        "</content>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?xml",
        "?>",
        "<!DOCTYPE x [",
        "]>",
        "&",
        "&amp;",
        "&#0;",
        "&nbsp;",
        "<",
        ">",
        "\"",
        "'",
        "a b",
        "é",
        "<guid>",
        "</guid>",
        "<pubDate>3 Mar 2026</pubDate>",
        "<b>",
        "</b>",
        "<p/>",
        "{",
        "}",
        "\u{1b}[2J",
        "\u{202e}",
        "xmlns:x='y'",
        "<author><name>N</name></author>",
        "<rdf:RDF>",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_survived(body in prop::collection::vec(any::<u8>(), 0..2_000)) {
        survives(body.clone());
        let _ = opml::read(&body);
        let url = "https://a.example/";
        let page = discover::Page { body: &body, content_type: None, links: None, url };
        let _ = discover::candidates(page);
    }

    #[test]
    fn any_pieces_are_survived(source in pieces()) {
        survives(format!("<rss version='2.0'><channel>{source}").into_bytes());
        survives(source.clone().into_bytes());
        let _ = opml::read(source.as_bytes());
    }

    #[test]
    fn mutated_feeds_are_survived(
        which in 0..FIXTURES.len(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..12),
    ) {
        let mut body = FIXTURES[which].1.to_vec();
        for (at, byte, what) in cuts {
            if body.is_empty() { break; }
            let at = at.index(body.len());
            match what {
                0 => body[at] = byte,
                1 => { body.truncate(at); }
                _ => { body.remove(at); }
            }
        }
        survives(body);
    }

    #[test]
    fn any_text_becomes_clean(text in "\\PC*|[\\x00-\\x1f\\x7f-\\x9f<>&;#a-z\u{200b}-\u{2070}]{0,80}") {
        prop_assert!(is_clean(&scrub::line(&text, 100)));
        prop_assert!(is_clean(&scrub::lines(&text, 100)));
        prop_assert!(is_clean(&markup::to_text(&text, 100)));
        prop_assert!(is_clean(&markup::to_line(&text, 100)));
        let cleaned = scrub::line(&text, 100);
        prop_assert_eq!(scrub::line(&cleaned, 100), cleaned);
        let _ = parse_date(&text);
        let _ = newsboat::read(&text);
    }

    #[test]
    fn dates_of_all_shapes_are_survived(text in "[0-9A-Za-z:+\\-., /年]{0,40}") {
        let _ = parse_date(&text);
    }
}

#[test]
fn every_cut_leaves_whole_items() {
    let (_, whole) = FIXTURES.iter().find(|(name, _)| *name == "plain.xml").expect("a fixture");
    for end in 0..whole.len() {
        if let Ok(reading) = read_bytes(whole[..end].to_vec()) {
            let ended = whole[..end].windows(7).filter(|w| *w == b"</item>").count();
            assert_eq!(reading.articles.len(), ended, "cut after {end} bytes");
        }
    }
}

#[test]
fn heavy_documents_end_soon() {
    let deep = |tag: &str, times: usize| {
        format!("<rss version='2.0'><channel><title>{}", format!("<{tag}>").repeat(times))
    };
    let base = "<a xml:base='http://a.example/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/'>";
    for (name, source, kind) in [
        ("deep", deep("a", 1_000_000), Some(ErrorKind::TooDeep)),
        (
            "bases",
            format!("<rss version='2.0'><channel>{}", base.repeat(50_000)),
            Some(ErrorKind::TooDeep),
        ),
        ("closed", format!("<rss version='2.0'><channel>{}", "</b></c>".repeat(500_000)), None),
        ("brackets", format!("<rss version='2.0'><channel>{}", "<a <b ".repeat(500_000)), None),
        ("quotes", format!("<rss version='2.0'><channel>{}", "<a b=\"".repeat(500_000)), None),
        ("references", format!("<rss><item><title>{}", "&a".repeat(2_000_000)), None),
        ("sections", format!("<rss><item><title>{}", "<![CDATA[x]]>".repeat(300_000)), None),
        ("fields", format!("<rss><item>{}", "<title>".repeat(200)), None),
        ("many", format!("<rss version='2.0'><channel>{}", "<item/>".repeat(1_000_000)), None),
        ("comments", format!("<rss>{}", "<!-- <item>".repeat(300_000)), None),
        ("types", format!("<rss>{}", "<!DOCTYPE x [ <item>".repeat(300_000)), None),
        ("ends ahead", format!("<rss><item>{}", "<description><guid>".repeat(300_000)), None),
        (
            "entities",
            format!(
                "<!DOCTYPE x [<!ENTITY a '{}'>]><rss><item><title>{}</title></item></rss>",
                "x".repeat(2_000),
                "&a;".repeat(1_000_000)
            ),
            None,
        ),
        (
            "scripts in a title",
            format!("<rss><item><title><![CDATA[{}]]></title></item>", "<script>".repeat(500_000)),
            None,
        ),
        (
            "scripts in a text",
            format!(
                "<rss><item><description><![CDATA[{}]]></description></item>",
                "<script><!".repeat(500_000)
            ),
            None,
        ),
        ("near JSON", format!("{{\"items\":[{}", ", \"\\x\", NaN".repeat(500_000)), None),
        (
            "html",
            format!(
                "<rss version='2.0'><channel><item><description><![CDATA[{}]]></description></item></channel></rss>",
                "<div>&amp;".repeat(500_000)
            ),
            None,
        ),
    ] {
        let outcome = soon(name, source);
        if let Some(kind) = kind {
            assert_eq!(outcome.map_err(|failure| failure.kind).err(), Some(kind), "{name}");
        }
    }
}

#[test]
fn what_is_looked_for_ahead_is_found_soon() {
    for (name, source) in [
        (
            "sections in small letters",
            format!("<rss><item>{}", "<a><![cdata[x</a>".repeat(300_000)),
        ),
        (
            "sections of a long name",
            format!(
                "<rss><item><{}>{}",
                "a".repeat(1 << 20),
                "<![CDATA[<![CDATA[]]>".repeat(50_000)
            ),
        ),
        ("open elements", format!("<rss><item>{}", "<x:y><title>t</title>".repeat(300_000))),
        ("open authors", format!("<rss><item>{}", "<author>a<link>".repeat(300_000))),
        (
            "bases of frames",
            format!(
                "<feed xml:base='http://a.example/'>{}",
                "<feed xml:base='aaaaaaaaaaaaaaaaaaaaaaaaaaaa/'></feed>".repeat(100_000)
            ),
        ),
        (
            "a long base",
            format!(
                "<rss xml:base='http://a.example/{}/'>{}",
                "b".repeat(1 << 20),
                "<item><title>a</title><link>x</link></item>".repeat(5_000)
            ),
        ),
        (
            "references to nothing",
            format!("<!DOCTYPE x [<!ENTITY a 'b'>]><rss><item><title>{}", "&".repeat(2_000_000)),
        ),
        (
            "open tags in plain text",
            format!(
                "<feed><entry><summary type='text'>{}</summary></entry>",
                "&lt;b ".repeat(1_000_000)
            ),
        ),
        (
            "titles of comments",
            format!(
                "<rss>{}",
                format!("<item><title>{}</title></item>", "&lt;!--&lt;b ".repeat(5_000)).repeat(50)
            ),
        ),
    ] {
        drop(soon(name, source));
    }
}

/// What is read of a document, which takes no longer than it may.
fn soon(name: &str, source: String) -> Result<Reading, Failure> {
    let started = Instant::now();
    let outcome = read_bytes(source.into_bytes());
    let took = started.elapsed();
    assert!(took < Duration::from_secs(20), "{name} took {took:?}");
    outcome
}

#[test]
fn a_fault_beside_the_items_changes_none_of_them() {
    for (name, body) in FIXTURES {
        let text = String::from_utf8_lossy(body);
        let Some(at) = text.find("<item").or_else(|| text.find("<entry")) else { continue };
        let faulty = format!("{}<zz>a & b</zz>{}", &text[..at], &text[at..]);
        let sound = read_bytes(text.into_owned()).expect("a readable fixture");
        let mended = read_bytes(faulty).expect("a readable fixture");
        assert_eq!(sound.articles, mended.articles, "{name}");
        assert!(mended.repaired.is_some(), "{name}");
    }
}
