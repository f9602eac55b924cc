//! The feeds that pages name.

use super::{Page, candidates, guesses};

fn found(page: &str) -> Vec<String> {
    found_with(page, None)
}

fn found_with(page: &str, links: Option<&str>) -> Vec<String> {
    let page = Page {
        body: page.as_bytes(),
        content_type: Some("text/html"),
        links,
        url: "https://news.example/world/page",
    };
    candidates(page)
        .into_iter()
        .map(|candidate| format!("{} {}", candidate.url, candidate.title))
        .collect()
}

#[test]
fn feeds_are_named_in_headers_without_scripts_before_the_base_and_in_words() {
    let link = "<link rel=alternate type=application/rss+xml href=a.xml>";
    for (page, links, expected) in [
        (format!("<noscript>{link}</noscript>"), None, "https://news.example/world/a.xml "),
        (format!("{link}<base href='/sub/'>"), None, "https://news.example/sub/a.xml "),
        (
            format!("<base target=_blank><base href='/a/'><base href='/b/'>{link}"),
            None,
            "https://news.example/a/a.xml ",
        ),
        (
            "<p>nothing".to_owned(),
            Some(
                "</x>; rel=next, </f>; rel=\"alternate\"; type=\"application/rss+xml\", </y>; rel=prev",
            ),
            "https://news.example/f ",
        ),
        (
            "<a href='/about.php'>About us</a><a href='/f1.xml'>RSS feed</a>".to_owned(),
            None,
            "https://news.example/f1.xml RSS feed",
        ),
    ] {
        assert_eq!(found_with(&page, links), [expected], "{page}");
    }
    assert_eq!(found("<a href='/f1.xml'>Our prices</a>"), [""; 0]);
    assert_eq!(found("<link rel=alternate hreflang=fr title='En français' href='/fr'>"), [""; 0]);
    for anchor in [
        "<a href='/ok' type='application/rss+xml'>News</a>",
        "<a href='/ok'>RSS</a>",
        "<a href='/ok' title='RSS feed'></a>",
        "<a href='/ok'><img src='x' alt='RSS feed'></a>",
        "<link rel=alternate type=application/rss+xml href='feed://news.example/ok'>",
        "<link rel=alternate type=application/rss+xml href='feed:https://news.example/ok'>",
        "<link rel=alternate type=application/rss+xml href='pcast://news.example/ok'>",
        "<a href='itpc://news.example/ok'>RSS</a>",
        "<link rel=alternate type='application/x-rss+xml' href='/ok'>",
        "<link rel=alternate href='/ok/rss.xml'>",
        "<link rel=alternate title='News (RSS)' href='/ok'>",
        "<base href='/a/'><base href='https://other.example/'><a href='//news.example/ok'>RSS</a>",
    ] {
        let named = found(anchor);
        assert!(named.first().is_some_and(|one| one.contains("news.example/ok")), "{anchor}");
    }
    assert_eq!(found("<a href='/ok'>What a feed is and why</a>"), [""; 0]);
}

#[test]
fn a_page_names_its_feeds() {
    let page = "<html><head><LINK REL='alternate stylesheet' type=text/css href=x.css>
        <link rel=alternate type='application/rss+xml' title='Comments' href='/comments/feed/'>
        <link rel='Alternate' type='application/rss+xml; charset=utf-8' title='World &amp; more' href='rss.xml'>
        <link rel=alternate type=application/atom+xml href='//cdn.example/atom'>
        <link rel=alternate type=application/rss+xml href='rss.xml'>
        <link rel=alternate type=application/rss+xml href='javascript:x'>
        <link rel=alternate hreflang=fr href=/fr><script>document.write(\"
        <link rel=alternate type='application/rss+xml' href='/script.xml'>\")</script><a href='/other.rss'>x</a>";
    assert_eq!(
        found(page),
        [
            "https://news.example/world/rss.xml World & more",
            "https://cdn.example/atom ",
            "https://news.example/comments/feed/ Comments",
        ]
    );
}

#[test]
fn anchors_stand_in_and_base_counts() {
    let page = "<base href='https://other.example/x/'><a href=feed.xml>Our <b>feed</b></a>
        <a href='/about'>About</a><a href='/feed'></a>";
    assert_eq!(
        found(page),
        ["https://other.example/x/feed.xml Our", "https://other.example/feed "]
    );
}

#[test]
fn common_places_are_guessed_once() {
    let places = guesses("https://news.example/world/");
    assert_eq!(places.first().map(String::as_str), Some("https://news.example/world/feed/"));
    assert_eq!(guesses("https://news.example/").len(), places.len() - 1);
    assert!(guesses("no address").is_empty());
}
