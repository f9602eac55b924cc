//! Makes feed documents of editions: RSS 2.0, RSS 1.0, Atom, JSON Feed, in the outlet's charset.
//!
//! Pure. Status lines, validators and transfer coding are the server's work.

use std::fmt::Write as _;

use encoding_rs::Encoding;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde_json::{Value, json};

use super::day::{Format, Manner};
use super::edition::{Edition, Item};

/// A feed as it goes over the wire, before transfer coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The media type, with the charset where the outlet is one that tells it.
    pub content_type: String,
    /// The document.
    pub body: Vec<u8>,
}

/// The feed document of an edition whose links lead to `site`, such as `http://127.0.0.1:4000`.
#[must_use]
pub fn document(edition: &Edition<'_>, site: &str) -> Rendered {
    let (media, text) = match edition.outlet.format {
        Format::Rss => ("application/rss+xml", rss(edition, site)),
        Format::Atom => ("application/atom+xml", atom(edition, site)),
        Format::Rdf => ("application/rdf+xml", rdf(edition, site)),
        Format::Json => ("application/feed+json", json_feed(edition, site).to_string()),
    };
    let text = if edition.outlet.manner == Manner::Broken { broken(&text) } else { text };
    let charset = charset(edition);
    let (body, encoding, _) = charset.encode(&text);
    let content_type = format!("{media}; charset={}", encoding.name().to_ascii_lowercase());
    Rendered { content_type, body: body.into_owned() }
}

/// Where an entry's page is.
#[must_use]
pub fn link(item: &Item<'_>, edition: &Edition<'_>, site: &str) -> String {
    format!("{site}/article/{}/{}", edition.outlet.domain, item.entry.id)
}

/// A time as HTTP and RSS write it.
#[must_use]
pub fn http_date(time: Timestamp) -> String {
    // Fails only for years that four digits cannot hold.
    rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time).unwrap_or_default()
}

/// Text with the five characters of markup escaped.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A text's paragraphs as HTML.
#[must_use]
pub fn paragraphs(text: &str) -> String {
    text.lines().fold(String::new(), |mut out, line| {
        let _ = write!(out, "<p>{}</p>", escape(line));
        out
    })
}

fn about(edition: &Edition<'_>) -> String {
    format!("{}, an invented outlet of the wirewatch demo", edition.outlet.name)
}

fn charset(edition: &Edition<'_>) -> &'static Encoding {
    Encoding::for_label(edition.outlet.charset.as_bytes()).unwrap_or(encoding_rs::UTF_8)
}

fn xml_head(edition: &Edition<'_>) -> String {
    let charset = charset(edition).name().to_ascii_lowercase();
    format!("<?xml version=\"1.0\" encoding=\"{charset}\"?>\n")
}

/// An element with escaped text; nothing for an empty text.
fn element(out: &mut String, indent: &str, name: &str, text: &str) {
    if !text.is_empty() {
        let _ = writeln!(out, "{indent}<{name}>{}</{name}>", escape(text));
    }
}

fn rss(edition: &Edition<'_>, site: &str) -> String {
    let outlet = edition.outlet;
    let mut out = xml_head(edition);
    out.push_str(
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n",
    );
    element(&mut out, "  ", "title", &outlet.title);
    element(&mut out, "  ", "link", &format!("{site}/{}/", outlet.domain));
    element(&mut out, "  ", "description", &about(edition));
    element(&mut out, "  ", "language", &outlet.language);
    element(&mut out, "  ", "lastBuildDate", &http_date(edition.changed));
    for item in &edition.items {
        out.push_str("  <item>\n");
        element(&mut out, "    ", "title", item.title);
        element(&mut out, "    ", "link", &link(item, edition, site));
        let guid = format!("{}:{}", outlet.domain, item.entry.id);
        let _ = writeln!(out, "    <guid isPermaLink=\"false\">{}</guid>", escape(&guid));
        element(&mut out, "    ", "pubDate", &http_date(item.published));
        element(&mut out, "    ", "dc:creator", &item.entry.author);
        for category in &item.entry.categories {
            element(&mut out, "    ", "category", category);
        }
        element(&mut out, "    ", "description", item.summary);
        element(&mut out, "    ", "content:encoded", &paragraphs(item.body));
        out.push_str("  </item>\n");
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

fn rdf(edition: &Edition<'_>, site: &str) -> String {
    let outlet = edition.outlet;
    let home = format!("{site}/{}/", outlet.domain);
    let mut out = xml_head(edition);
    let _ = writeln!(
        out,
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
         xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <channel rdf:about=\"{home}\">"
    );
    element(&mut out, "  ", "title", &outlet.title);
    element(&mut out, "  ", "link", &home);
    element(&mut out, "  ", "description", &about(edition));
    element(&mut out, "  ", "dc:language", &outlet.language);
    out.push_str("  <items><rdf:Seq>\n");
    for item in &edition.items {
        let _ = writeln!(out, "    <rdf:li resource=\"{}\"/>", escape(&link(item, edition, site)));
    }
    out.push_str("  </rdf:Seq></items>\n</channel>\n");
    for item in &edition.items {
        let link = link(item, edition, site);
        let _ = writeln!(out, "<item rdf:about=\"{}\">", escape(&link));
        element(&mut out, "  ", "title", item.title);
        element(&mut out, "  ", "link", &link);
        element(&mut out, "  ", "dc:date", &item.published.to_string());
        element(&mut out, "  ", "dc:creator", &item.entry.author);
        element(&mut out, "  ", "description", item.summary);
        out.push_str("</item>\n");
    }
    out.push_str("</rdf:RDF>\n");
    out
}

fn atom(edition: &Edition<'_>, site: &str) -> String {
    let outlet = edition.outlet;
    let mut out = xml_head(edition);
    let _ = writeln!(
        out,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">",
        escape(&outlet.language)
    );
    element(&mut out, "  ", "title", &outlet.title);
    element(&mut out, "  ", "id", &format!("tag:{},2020:feed", outlet.domain));
    let _ = writeln!(out, "  <link href=\"{}/{}/\"/>", escape(site), outlet.domain);
    element(&mut out, "  ", "updated", &edition.changed.to_string());
    let _ = writeln!(out, "  <author><name>{}</name></author>", escape(&outlet.name));
    for item in &edition.items {
        out.push_str("  <entry>\n");
        element(&mut out, "    ", "title", item.title);
        element(&mut out, "    ", "id", &format!("tag:{},2020:{}", outlet.domain, item.entry.id));
        let _ = writeln!(out, "    <link href=\"{}\"/>", escape(&link(item, edition, site)));
        element(&mut out, "    ", "published", &item.published.to_string());
        element(&mut out, "    ", "updated", &item.updated.unwrap_or(item.published).to_string());
        if !item.entry.author.is_empty() {
            let _ =
                writeln!(out, "    <author><name>{}</name></author>", escape(&item.entry.author));
        }
        for category in &item.entry.categories {
            let _ = writeln!(out, "    <category term=\"{}\"/>", escape(category));
        }
        element(&mut out, "    ", "summary", item.summary);
        if !item.body.is_empty() {
            let html = escape(&paragraphs(item.body));
            let _ = writeln!(out, "    <content type=\"html\">{html}</content>");
        }
        out.push_str("  </entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

fn json_feed(edition: &Edition<'_>, site: &str) -> Value {
    let outlet = edition.outlet;
    let items = edition.items.iter().map(|item| {
        let mut value = json!({
            "id": format!("{}/{}", outlet.domain, item.entry.id),
            "url": link(item, edition, site),
            "title": item.title,
            "summary": item.summary,
            "content_text": if item.body.is_empty() { item.summary } else { item.body },
            "date_published": item.published.to_string(),
            "tags": item.entry.categories,
        });
        if let Some(updated) = item.updated {
            value["date_modified"] = updated.to_string().into();
        }
        if !item.entry.author.is_empty() {
            value["authors"] = json!([{ "name": item.entry.author }]);
        }
        value
    });
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.title,
        "home_page_url": format!("{site}/{}/", outlet.domain),
        "language": outlet.language,
        "items": items.collect::<Vec<_>>(),
    })
}

/// What a careless publisher makes of a good document: bare ampersands, the end cut off.
fn broken(text: &str) -> String {
    let bare = text.replace("&amp;", "&");
    let end = bare.rfind("</channel>").map_or(bare.len(), |at| at + "</chan".len());
    bare.get(..end).unwrap_or(&bare).to_owned()
}
