//! Which element is which field: every dialect's names in one table, prefixes by their namespace.

use crate::feed::scan::{attributes, local};

/// What a field of an item or feed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Link,
    /// The link that a counting service has replaced.
    Origin,
    /// A file that comes with the item.
    Enclosure,
    Id,
    Summary,
    /// Stands in where nothing better is said.
    Caption,
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
        !self.is_text() && self != Field::Author
    }

    /// Fields that are text to be read.
    pub fn is_text(self) -> bool {
        matches!(self, Field::Summary | Field::Caption | Field::Content)
    }
}

/// Rank of a link that may be no link at all.
pub(super) const IDENTIFIER: u8 = 3;

/// (prefix by namespace, local name in lower case, field, rank): of several that say anything the
/// lowest rank counts.
#[rustfmt::skip]
const FIELDS: &[(&str, &str, Field, u8)] = &[
    ("", "title", Field::Title, 0),
    ("", "link", Field::Link, 0),
    ("", "description", Field::Summary, 0),
    ("", "guid", Field::Id, 0),
    ("", "pubdate", Field::Published, 0),
    ("", "category", Field::Category, 0),
    ("dc", "creator", Field::Author, 0),
    ("content", "encoded", Field::Content, 0),
    ("", "id", Field::Id, 1),
    ("", "summary", Field::Summary, 1),
    ("", "content", Field::Content, 1),
    ("", "published", Field::Published, 0),
    ("", "updated", Field::Updated, 0),
    ("", "author", Field::Author, 0),
    ("dc", "date", Field::Published, 3),
    ("", "enclosure", Field::Enclosure, 0),
    ("dc", "title", Field::Title, 1),
    ("media", "title", Field::Title, 2),
    ("itunes", "title", Field::Title, 3),
    ("", "url", Field::Link, 2),
    ("dc", "identifier", Field::Link, IDENTIFIER),
    ("feedburner", "origlink", Field::Origin, 0),
    ("", "abstract", Field::Summary, 2),
    ("dc", "description", Field::Summary, 3),
    ("itunes", "summary", Field::Summary, 4),
    ("googleplay", "description", Field::Summary, 5),
    ("media", "description", Field::Caption, 0),
    ("itunes", "subtitle", Field::Caption, 1),
    ("media", "text", Field::Caption, 2),
    ("source", "markdown", Field::Caption, 3),
    ("cap", "description", Field::Caption, 4),
    ("", "encoded", Field::Content, 2),
    ("", "fulltext", Field::Content, 2),
    ("", "fullitem", Field::Content, 2),
    ("", "body", Field::Content, 2),
    ("xhtml", "body", Field::Content, 2),
    ("", "issued", Field::Published, 1),
    ("dcterms", "title", Field::Title, 1),
    ("dcterms", "identifier", Field::Link, IDENTIFIER),
    ("dcterms", "abstract", Field::Summary, 3),
    ("dcterms", "description", Field::Summary, 3),
    ("dcterms", "creator", Field::Author, 1),
    ("dcterms", "subject", Field::Category, 0),
    ("dcterms", "language", Field::Language, 0),
    ("yandex", "full-text", Field::Content, 2),
    ("mailru", "full-text", Field::Content, 2),
    ("", "full-text", Field::Content, 2),
    ("turbo", "content", Field::Content, 3),
    ("dcterms", "issued", Field::Published, 2),
    ("dcterms", "available", Field::Published, 3),
    ("dcterms", "date", Field::Published, 3),
    ("dcterms", "created", Field::Published, 4),
    ("", "created", Field::Published, 5),
    ("dc", "created", Field::Published, 5),
    ("", "date", Field::Published, 6),
    ("prism", "publicationdate", Field::Published, 7),
    ("", "modified", Field::Updated, 1),
    ("dcterms", "modified", Field::Updated, 2),
    ("", "lastbuilddate", Field::Updated, 3),
    ("dc", "author", Field::Author, 1),
    ("itunes", "author", Field::Author, 2),
    ("googleplay", "author", Field::Author, 3),
    ("", "byline", Field::Author, 3),
    ("dc", "contributor", Field::Author, 4),
    ("dcterms", "contributor", Field::Author, 4),
    ("dc", "subject", Field::Category, 0),
    ("media", "category", Field::Category, 0),
    ("itunes", "category", Field::Category, 0),
    ("", "language", Field::Language, 0),
    ("dc", "language", Field::Language, 0),
];

/// Namespaces by a word that only they have in their address, in small letters; the first that fits
/// counts.
const SPACES: &[(&str, &str)] = &[
    ("modules/content", "content"),
    ("purl.org/dc/elements", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    ("search.yahoo.com/mrss", "media"),
    ("rssboard.org/media-rss", "media"),
    ("news.yandex.ru", "yandex"),
    ("turbo.yandex.ru", "turbo"),
    ("itunes.com", "itunes"),
    ("google.com/schemas/play-podcasts", "googleplay"),
    ("rssnamespace.org/feedburner", "feedburner"),
    ("prismstandard.org", "prism"),
    ("source.scripting.com", "source"),
    ("emergency:cap", "cap"),
    ("www.w3.org/1999/xhtml", "xhtml"),
    ("purl.org/rss", ""),
    ("my.netscape.com/rdf", ""),
    ("channel.netscape.com/rdf", ""),
    ("backend.userland.com", ""),
    ("blogs.law.harvard.edu", ""),
    ("www.rssboard.org", ""),
    ("www.w3.org/2005/atom", ""),
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
            let value = value.to_ascii_lowercase();
            let space = SPACES.iter().find(|(word, _)| value.contains(word));
            if let Some((_, space)) = space
                && self.declared.len() < MOST
            {
                self.declared.push((prefix, *space));
            }
        }
    }

    /// The field that an element is, and its rank.
    pub fn field(&self, name: &str) -> Option<(Field, u8)> {
        let (prefix, local) = name.rsplit_once(':').unwrap_or(("", name));
        let space = if prefix.is_empty() { "" } else { self.space(prefix) };
        FIELDS
            .iter()
            .find(|(s, l, ..)| local.eq_ignore_ascii_case(l) && space.eq_ignore_ascii_case(s))
            .map(|(_, _, field, rank)| (*field, *rank))
    }

    /// Groups of media: what is said of them stands inside.
    pub fn is_transparent(&self, name: &str) -> bool {
        let Some((prefix, local)) = name.rsplit_once(':') else { return false };
        matches!(local, "group" | "content") && self.space(prefix) == "media"
    }

    /// The plain name of an element of XHTML under a prefix.
    pub fn in_pages<'b>(&self, name: &'b str) -> Option<&'b str> {
        let (prefix, local) = name.split_once(':')?;
        (self.space(prefix) == "xhtml").then_some(local)
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
    ["rss", "rdf", "channel", "feed"].iter().any(|frame| name.eq_ignore_ascii_case(frame))
}
