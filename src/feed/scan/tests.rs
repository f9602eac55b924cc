//! Tags, attributes and references as they come.

use super::{Scanner, Token, attributes, has_sound_references, resolve, without_end};

fn shown(source: &str) -> String {
    Scanner::new(source)
        .map(|token| match token {
            Token::Start { name, attributes, empty } => {
                format!("<{name}|{}{}>", attributes.trim(), if empty { "/" } else { "" })
            }
            Token::End { name } => format!("</{name}>"),
            Token::Text(text) => format!("{text:?}"),
            Token::CData(text) => format!("C{text:?}"),
            Token::Cut => "CUT".to_owned(),
        })
        .collect()
}

#[test]
fn anything_can_be_walked() {
    for (source, expected) in [
        ("<a b='1>2'>x</a >", "<a|b='1>2'>\"x\"</a>"),
        ("<?xml version='1.0'?><!-- > --><a/>", "<a|/>"),
        ("<!DOCTYPE r [<!ENTITY x \"]>\">]><r/>", "<r|/>"),
        ("a < b <c>", "\"a \"\"< b \"<c|>"),
        ("<a href=\"x>y</a>", "<a|href=\"x>\"y\"</a>"),
        ("<![CDATA[ <b> ]]>x", "C\" <b> \"\"x\""),
        ("<a b='x <i> y' c='z'/>w", "<a|b='x <i> y' c='z'/>\"w\""),
        ("<![CDATA[ never", "CUT"),
        ("<ti", "CUT"),
        ("</ti", "CUT"),
        ("x<", "\"x\"CUT"),
        ("</a<b>", "</a><b|>"),
        ("<!-- never", "CUT"),
    ] {
        assert_eq!(shown(source), expected, "{source}");
    }
}

#[test]
fn attributes_are_read_as_they_come() {
    let read: Vec<_> = attributes(" a=\"1\" b = '2' c=3 d e=\"").collect();
    assert_eq!(read, [("a", "1"), ("b", "2"), ("c", "3"), ("e", "")]);
}

#[test]
fn references_resolve_or_stay() {
    assert_eq!(resolve("a &lt;b&gt; &amp; &#65;&#x42; &nbsp; & &#0;c"), "a <b> & AB &nbsp; & c");
    for (text, sound) in [
        ("a &amp; b", true),
        ("&nbsp;", true),
        ("a & b", false),
        ("a&b;", true),
        ("&#0;", false),
        ("&#xD83D;", false),
        ("x?a=1&b=2", false),
        ("&", false),
    ] {
        assert_eq!(has_sound_references(text), sound, "{text}");
    }
}

#[test]
fn letters_spelled_by_their_bytes_are_letters() {
    for (text, meant) in [
        ("caf&#195;&#169; &#226;&#128;&#153; &#xE2;&#x82;&#xAC;", "café ’ €"),
        ("caf&#233;&#160;&#187;", "café\u{A0}»"),
        ("IRM&#195;&#187;", "IRMÃ»"),
        ("&#194; &#226;&#128; &#195;&#233;", "Â â€ Ãé"),
    ] {
        assert_eq!(resolve(text), meant, "{text}");
    }
}

#[test]
fn sections_are_read_however_their_marks_are_written() {
    for (source, expected) in [
        ("<a><![cdata[b]]></a>", "<a|>C\"b\"</a>"),
        ("<a><![CDATA [b]]></a>", "<a|>C\"b\"</a>"),
        ("<a><! [ CDATA[b]]></a>", "<a|>C\"b\"</a>"),
        ("<a><!--[CDATA[b <i>c</i>]]--></a>", "<a|>C\"b <i>c</i>\"</a>"),
        ("<a><!--[CDATA[b--></a>", "<a|></a>"),
        ("<a><![if !IE]>b<![endif]></a>", "<a|>\"b\"</a>"),
        ("<a><![CDATA[b]] ></a><c/>", "<a|>C\"b\"</a><c|/>"),
        ("<a><![CDATA[b] ]></a><c/>", "<a|>C\"b\"</a><c|/>"),
        ("<a><![CDATA[b]></a><c/>", "<a|>C\"b\"</a><c|/>"),
        ("<a><![CDATA[b]]</a><c/>", "<a|>C\"b\"</a><c|/>"),
        ("<a><![CDATA[b [1]</a><c/>", "<a|>C\"b [1]\"</a><c|/>"),
        ("<a><![CDATA[b > c</a><c/>", "<a|>C\"b > c\"</a><c|/>"),
    ] {
        assert_eq!(shown(source), expected, "{source}");
    }
}

#[test]
fn the_end_of_a_section_without_a_start_is_no_text() {
    for (text, expected) in [
        ("Alpha]]>", "Alpha"),
        ("Alpha]]&gt;", "Alpha"),
        ("&lt;![CDATA[Alpha]]&gt;", "&lt;![CDATA[Alpha]]&gt;"),
        ("a ]]> b", "a ]]> b"),
        ("a [b]", "a [b]"),
    ] {
        assert_eq!(without_end(text), expected);
    }
}

#[test]
fn a_comment_around_elements_ends_with_a_document_that_is_cut() {
    for (source, expected) in [
        ("<rss><i/><!-- <i>a</i><i>b", "<rss|><i|/>CUT"),
        ("<rss><!-- a <i/><i/>", "<rss|><i|/><i|/>"),
        ("<rss><!-- <i/><i/></RSS>", "<rss|><i|/><i|/></RSS>"),
        ("<rss><!-- <i/> --><i/>", "<rss|><i|/>"),
    ] {
        assert_eq!(shown(source), expected, "{source}");
    }
}
