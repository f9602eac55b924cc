//! How markup becomes text.

use proptest::prelude::*;

use super::{has_tag, plain_to_line, plain_to_text, to_line, to_text};

#[test]
fn markup_becomes_text() {
    for (name, html, expected) in [
        ("plain", "no markup at all", "no markup at all"),
        ("inline tags leave no gap", "<b>host</b>ile <i>x</i>", "hostile x"),
        ("blocks are lines", "<p>one</p><p>two<br>three</p>", "one\ntwo\nthree"),
        ("lists", "<ul><li>a<li>b</ul>c", "a\nb\nc"),
        ("cells", "<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("entities", "caf&eacute; &amp; &#8220;x&#8221; &nbsp;y &rsquo;", "café & “x” y ’"),
        ("script and style", "a<script>if(a<b)c</script>b<style>p{}</style>c", "abc"),
        ("an empty frame", "a <iframe src='x>y'/>b<SCRIPT src=\"z\" />c", "a bc"),
        ("a frame never closed", "a <iframe src=x>b</p>c", "a b\nc"),
        ("a script never closed", "a<script>var b;", "a"),
        ("text behind one", "a<script src='x.js' async><p>b</p>", "a\nb"),
        ("text behind code", "a<script>var b = '<p>';\nc();</p><p>d</p>", "a\nd"),
        ("code that writes", "a<script>w('<p>b</p>'); w(\"<br>\");", "a"),
        ("a script spoken of", "On <script> injection & more", "On <script> injection & more"),
        ("a frame divides words", "a<iframe src=x></iframe>b<button>c</button>d", "a b c d"),
        (
            "for those without scripts",
            "a <noscript>b <i>c</i></noscript><noframes>d</noframes>",
            "a b cd",
        ),
        (
            "for those without players",
            "a<video src='x'>b <p>c</p></video>d<AUDIO>e</AUDIO> f<canvas>g</canvas>i",
            "a d f i",
        ),
        ("players in players", "a<object>b<object/><object>c</object>d</object>e", "a e"),
        (
            "a player never closed",
            "a <video src='x'>b</p>c<object>d</object></object>e",
            "a b\nc e",
        ),
        ("players that cross", "a<object>b<object>c</object>d", "a d"),
        ("written lines", "<p>a\nb</p>c<pre>d\n  e  f\n\ng</pre>h\ni", "a b\nc\nd\ne f\ng\nh i"),
        ("a section", "a <![CDATA[b <i>c</i>]]> d", "a b c d"),
        ("no declaration", "a <!' b <!DOCTYPE", "a <!' b <!DOCTYPE"),
        ("a declaration", "<!DOCTYPE html>a", "a"),
        ("head", "<head><title>t</title><style>x</style></head><body>b", "b"),
        ("unclosed head hides no body", "<head><title>t</title><p>body", "body"),
        ("comments", "a<!-- x -->b<!-- > -->c", "abc"),
        ("broken tags", "a < b, <<p>c</p", "a < b, <\nc"),
        ("images say nothing", "<img src=x alt='secret'>seen", "seen"),
        ("controls by reference", "&#27;]0;owned&#7;x", "x"),
        ("line ends are blanks", "a\nb  c", "a b c"),
    ] {
        assert_eq!(to_text(html, 1000), expected, "{name}");
    }
}

#[test]
fn the_limit_stops_the_work() {
    assert_eq!(to_text("<p>abc def</p><p>ghi</p>", 5), "abc d");
    let deep = format!("{}x", "<div>".repeat(100_000));
    assert_eq!(to_text(&deep, 100), "x");
}

#[test]
fn headlines_are_repaired_once() {
    for (name, text, expected) in [
        ("plain", "Rocket hits near embassy", "Rocket hits near embassy"),
        ("html", "A <b>bold</b> claim", "A bold claim"),
        ("escaped twice", "AT&amp;amp;T &amp;#8217;s", "AT&T ’s"),
        ("entities left by the parser", "AT&T &nbsp;&eacute;", "AT&T é"),
        ("brackets that are no tags", "Vec<T> is < that", "Vec<T> is < that"),
        ("an arrow", "a <- b -> c", "a <- b -> c"),
        ("a script", "<script>alert(1)</script>x", "x"),
        ("a script with a source", "a <script src='b'></script>c", "a c"),
        (
            "a script spoken of",
            "Use <script> and </script> with care",
            "Use <script> and </script> with care",
        ),
        (
            "spoken of, escaped twice",
            "On &lt;script&gt; &amp;amp; &lt;title&gt;",
            "On <script> & <title>",
        ),
        ("nothing else", "<title>", "<title>"),
        ("a tag spoken of", "The &lt;b&gt; element &amp; more", "The <b> element & more"),
        ("a tag that dresses", "The &lt;b&gt;new&lt;/B&gt; element", "The new element"),
        ("a break", "one&lt;br&gt;two", "one two"),
        (
            "a frame spoken of",
            "A flaw in <iframe> and <textarea>",
            "A flaw in <iframe> and <textarea>",
        ),
        ("a frame that is meant", "a <iframe src='x'></iframe>b", "a b"),
        ("tags and brackets", "<b>List<String></b> of <i>x</i>", "List<String> of x"),
        ("a section", "<![CDATA[AT&T <b>x</b>]]> y", "AT&T x y"),
        ("a comment", "a <!-- b --> c <!-- d", "a c <!-- d"),
        ("brackets alone", "a &amp; b ]]> c", "a & b ]]> c"),
        ("windows-1252", "a &#150; b &amp;#151;", "a – b —"),
        ("escaped tags", "&lt;b&gt;hostile&lt;/b&gt;mark", "hostilemark"),
        ("query string", "q?a=1&b=2", "q?a=1&b=2"),
    ] {
        assert_eq!(to_line(text, 1000), expected, "{name}");
    }
}

#[test]
fn a_whole_page_for_a_headline_is_its_title_else_its_text() {
    let page = "<!DOCTYPE html><html><head><title>Rocket hits base</title></head><body><p>Two hurt.</p></body></html>";
    let bare = "<html><body><p>Rocket hits base</p></body></html>";
    for (text, expected) in [
        (page.to_owned(), "Rocket hits base"),
        (page.replace('<', "&lt;").replace('>', "&gt;"), "Rocket hits base"),
        (bare.replace('<', "&lt;"), "Rocket hits base"),
        ("Why &lt;html&gt; needs no &lt;body&gt;".to_owned(), "Why <html> needs no <body>"),
        ("&lt;html&gt; tags explained".to_owned(), "<html> tags explained"),
    ] {
        assert_eq!(to_line(&text, 1_000), expected, "{text}");
    }
}

#[test]
fn plain_headlines_keep_their_brackets() {
    for (text, expected) in [
        ("Use <b> for bold", "Use <b> for bold"),
        ("AT&amp;T &#8217;s <title>", "AT&T ’s <title>"),
        ("a < b", "a < b"),
    ] {
        assert_eq!(plain_to_line(text, 1000), expected, "{text}");
    }
}

#[test]
fn plain_texts_keep_their_lines() {
    for (text, expected) in [
        ("AT&amp;T <title>\n  1 < 2\n\n&#8217;s", "AT&T <title>\n1 < 2\n’s"),
        ("no reference\nat all", "no reference\nat all"),
    ] {
        assert_eq!(plain_to_text(text, 1000), expected, "{text}");
    }
}

#[test]
fn tags_are_told_from_brackets() {
    assert!(has_tag("x <em>y</em>"));
    assert!(has_tag("<br/>"));
    assert!(!has_tag("a<x and y>c"));
    assert!(!has_tag("<unknown>"));
    assert!(!has_tag("a > b <em"));
    assert!(!has_tag(&"<em ".repeat(1_000_000)));
}

/// What the tokenizer alone makes of it: a comment in front keeps the quick lane out.
fn slowly(html: &str) -> String {
    to_text(&format!("<!---->{html}"), 10_000)
}

proptest! {
    #[test]
    fn the_quick_lane_changes_nothing(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<p>", "</p>", "<b class=\"x>y\">", "</b>", "<a href='1'>", "<br/>", "<BR>", "x ",
                "y", "&amp;", "&lt;", "&#8217;", "&#x1F600;", "&#146;", "&nbsp", "&AT", "& ", "<",
                ">", "\"", "'", "=", "<td>", "<h1\n>", "<!-- c -->", "<script>", "</script>", "é",
                "<title>", "</title>", "<head>", "</head>", "<pre>", "</pre>", "\n",
                "<video src=x>", "</video>", "<object/>", "<a b\"c>", "<p<b>", "&eacute;", "&#;",
            ]),
            0..24,
        ),
    ) {
        let html = pieces.concat();
        prop_assert_eq!(to_text(&html, 10_000), slowly(&html));
    }
}
