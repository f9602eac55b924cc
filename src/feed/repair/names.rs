//! Which element is which field: every dialect's names in one table, prefixes by their namespace.

use crate::feed::scan::{attributes, local};

/// What a field of an item or feed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Link,
    Id,
    Summary,
    OtherSummary,
    /// Stands in where nothing better is said.
    Subtitle,
    Content,
    Published,
    Updated,
    Author,
    Category,
    Language,
}

impl Field {
    /// Fields too short to hold other fields' names as markup.
    pub fn is_short(self) -> bool {
        !matches!(
            self,
            Field::Summary | Field::OtherSummary | Field::Subtitle | Field::Content | Field::Author
        )
    }

    /// Fields whose names mean nothing in HTML, so that they end even a long field.
    pub fn is_never_in_markup(self) -> bool {
        matches!(self, Field::Id | Field::Published | Field::Updated | Field::Content)
    }
}

/// (prefix by namespace, local name in lower case, field)
const FIELDS: &[(&str, &str, Field)] = &[
    ("", "title", Field::Title),
    ("dc", "title", Field::Title),
    ("", "link", Field::Link),
    ("", "url", Field::Link),
    ("", "guid", Field::Id),
    ("", "id", Field::Id),
    ("", "description", Field::Summary),
    ("", "summary", Field::Summary),
    ("", "abstract", Field::Summary),
    ("dc", "description", Field::OtherSummary),
    ("media", "description", Field::OtherSummary),
    ("itunes", "summary", Field::OtherSummary),
    ("itunes", "subtitle", Field::Subtitle),
    ("content", "encoded", Field::Content),
    ("", "encoded", Field::Content),
    ("", "content", Field::Content),
    ("", "fulltext", Field::Content),
    ("", "fullitem", Field::Content),
    ("", "body", Field::Content),
    ("xhtml", "body", Field::Content),
    ("", "pubdate", Field::Published),
    ("", "published", Field::Published),
    ("", "issued", Field::Published),
    ("", "date", Field::Published),
    ("", "created", Field::Published),
    ("dc", "date", Field::Published),
    ("dcterms", "issued", Field::Published),
    ("dcterms", "created", Field::Published),
    ("", "updated", Field::Updated),
    ("", "modified", Field::Updated),
    ("dcterms", "modified", Field::Updated),
    ("", "author", Field::Author),
    ("dc", "creator", Field::Author),
    ("dc", "author", Field::Author),
    ("itunes", "author", Field::Author),
    ("", "category", Field::Category),
    ("dc", "subject", Field::Category),
    ("", "language", Field::Language),
    ("dc", "language", Field::Language),
];

/// Namespaces by a word that only they have in their address.
const SPACES: &[(&str, &str)] = &[
    ("modules/content", "content"),
    ("purl.org/dc/elements", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    ("search.yahoo.com/mrss", "media"),
    ("itunes.com", "itunes"),
    ("www.w3.org/1999/xhtml", "xhtml"),
    ("purl.org/rss", ""),
    ("my.netscape.com/rdf", ""),
    ("channel.netscape.com/rdf", ""),
    ("backend.userland.com", ""),
    ("blogs.law.harvard.edu", ""),
    ("www.rssboard.org", ""),
    ("www.w3.org/2005/Atom", ""),
    ("purl.org/atom", ""),
];

/// The prefixes of a document, and what is known without being declared.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    declared: Vec<(&'a str, &'static str)>,
}

/// No document of the wild declares more prefixes that matter.
const MOST: usize = 64;

impl<'a> Names<'a> {
    /// Takes the namespaces that a tag declares.
    pub fn learn(&mut self, raw: &'a str) {
        if !raw.contains("xmlns:") {
            return;
        }
        for (name, value) in attributes(raw) {
            let Some(prefix) = name.strip_prefix("xmlns:") else { continue };
            let space = SPACES.iter().find(|(word, _)| value.contains(word));
            if let Some((_, space)) = space
                && self.declared.len() < MOST
            {
                self.declared.push((prefix, *space));
            }
        }
    }

    /// The field that an element is.
    pub fn field(&self, name: &str) -> Option<Field> {
        let prefix = name.rsplit_once(':').map_or("", |(prefix, _)| prefix);
        let space = if prefix.is_empty() { "" } else { self.space(prefix) };
        let local = local(name);
        FIELDS
            .iter()
            .find(|(s, l, _)| local.eq_ignore_ascii_case(l) && space.eq_ignore_ascii_case(s))
            .map(|(_, _, field)| *field)
    }

    fn space<'b>(&self, prefix: &'b str) -> &'b str {
        let declared = self.declared.iter().rev().find(|(p, _)| *p == prefix);
        match declared {
            Some((_, space)) => space,
            None if matches!(prefix, "atom" | "a10" | "rss") => "",
            None => prefix,
        }
    }
}

/// Elements that hold items: their tags are passed over, their content is not.
pub(super) fn is_frame(name: &str) -> bool {
    let name = local(name);
    ["rss", "rdf", "channel", "feed", "items_container"]
        .iter()
        .any(|frame| name.eq_ignore_ascii_case(frame))
}

/// Groups of media: what is said of them stands inside.
pub(super) fn is_transparent(name: &str) -> bool {
    matches!(name, "media:group" | "media:content")
}
