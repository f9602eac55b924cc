//! Reading a clean feed: `feed::read`, which decodes, surveys, parses, turns markup to text and
//! makes articles, against the bare parser on the same bytes.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use jiff::Timestamp;
use wirewatch::domain::{Document, Limits};
use wirewatch::feed::{Context, read};

fn main() {
    divan::main();
}

/// A feed of 30 items of about 600 bytes of text each; every second one escapes its markup instead
/// of using CDATA.
fn feed(variant: usize) -> Vec<u8> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Example wire</title>\
         <link>https://news.example/</link><description>World news</description>\
         <language>en</language><ttl>15</ttl>\n",
    );
    for at in 0..30 {
        let sentence = format!(
            "Officials said on Tuesday that convoy number {at} reached the crossing late, \
             and residents of district {variant} told reporters they had waited for hours. "
        );
        let text = format!(
            "<p>{}</p><p>More <a href=\"https://news.example/{at}\">here</a>.</p>",
            sentence.repeat(4)
        );
        let text = if at % 2 == 0 {
            format!("<![CDATA[{text}]]>")
        } else {
            text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
        };
        out.push_str(&format!(
            "<item><title>Convoy {at} reaches the crossing, officials say</title>\
             <link>https://news.example/world/2026/03/03/story-{variant}-{at}</link>\
             <guid isPermaLink=\"false\">news-{variant}-{at}</guid>\
             <pubDate>Tue, 03 Mar 2026 {:02}:15:00 GMT</pubDate>\
             <dc:creator>A. Reporter</dc:creator><category>World</category>\
             <description>{text}</description></item>\n",
            at % 24
        ));
    }
    out.push_str("</channel></rss>\n");
    out.into_bytes()
}

#[divan::bench]
fn wirewatch(bencher: Bencher<'_, '_>) {
    let now: Timestamp = "2026-03-03T12:00:00Z".parse().expect("a time");
    let document = Document {
        url: "https://news.example/feed.xml".to_owned(),
        body: feed(1),
        ..Document::default()
    };
    // What is read is dropped inside the measure, on both sides.
    bencher.counter(BytesCount::from(document.body.len())).bench(|| {
        let reading = read(black_box(&document), &Context::default(), &Limits::default(), now);
        reading.expect("a sound feed").articles.len()
    });
}

#[divan::bench]
fn bare_feed_rs(bencher: Bencher<'_, '_>) {
    let body = feed(1);
    bencher.counter(BytesCount::from(body.len())).bench(|| {
        feed_rs::parser::parse(black_box(body.as_slice())).expect("a sound feed").entries.len()
    });
}
