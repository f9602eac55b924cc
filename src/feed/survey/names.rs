//! The names that the survey knows: roots, namespaces, items, fields under odd names.

use super::Root;
use crate::feed::scan::local;

pub(super) const RSS_1: &str = "http://purl.org/rss/1.0/";
pub(super) const ATOM: &str = "http://www.w3.org/2005/Atom";
pub(super) const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";
pub(super) const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";

/// Roots by local name, and the one spelling that the parser takes.
pub(super) const ROOTS: &[(&str, Root, &str)] = &[
    ("rss", Root::Rss, "rss"),
    ("rdf", Root::Rdf, "rdf:RDF"),
    ("feed", Root::Atom, "feed"),
    ("channel", Root::Rss, ""),
    ("entry", Root::Atom, ""),
    ("item", Root::Rss, ""),
    ("opml", Root::Opml, "opml"),
];

/// Whether an element begins an item in any dialect and any letter case.
pub(in crate::feed) fn is_item(name: &str) -> bool {
    if !matches!(name.bytes().last(), Some(b'm' | b'M' | b'y' | b'Y')) {
        return false;
    }
    let name = local(name);
    name.eq_ignore_ascii_case("item") || name.eq_ignore_ascii_case("entry")
}

/// Elements of pages that never have an end.
pub(super) fn is_void(name: &str) -> bool {
    name.len() < 6
        && ["br", "img", "hr", "input", "wbr", "meta"].iter().any(|v| name.eq_ignore_ascii_case(v))
}

/// A field of a feed in another letter case or under a prefix that the parser may not follow.
pub(super) fn is_field_in_disguise(name: &str) -> bool {
    let prefix = name.split_once(':').map(|(prefix, _)| prefix);
    let name = local(name);
    if prefix == Some("itunes") {
        return matches!(name, "author" | "summary" | "subtitle");
    }
    if matches!(prefix, Some("media" | "slash" | "wfw" | "georss" | "thr" | "podcast")) {
        return false;
    }
    FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field))
}

const FIELDS: &[&str] = &[
    "title",
    "link",
    "description",
    "guid",
    "pubdate",
    "encoded",
    "creator",
    "date",
    "subject",
    "issued",
    "modified",
    "created",
    "author",
    "fullitem",
    "body",
    "content",
    "summary",
    "id",
    "published",
    "updated",
];
