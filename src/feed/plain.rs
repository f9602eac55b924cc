//! The plain feed: the one dialect (RSS 2.0) into which repaired and translated documents are
//! written, so that the parser meets nothing it could refuse or overlook.

/// An item with every field as text, references resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PlainItem {
    pub title: String,
    pub link: String,
    pub id: String,
    pub summary: String,
    /// Stands in for a summary where there is none, and no content.
    pub subtitle: String,
    pub content: String,
    pub published: String,
    pub updated: String,
    pub authors: Vec<String>,
    pub categories: Vec<String>,
}

/// A feed with its items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PlainFeed {
    pub title: String,
    pub link: String,
    pub language: String,
    pub items: Vec<PlainItem>,
}

impl PlainFeed {
    /// The feed as a document that any parser of RSS 2.0 takes.
    pub fn write(&self) -> String {
        let mut out = String::with_capacity(512);
        out.push_str(concat!(
            "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" ",
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>"
        ));
        element(&mut out, "title", &self.title);
        element(&mut out, "link", &self.link);
        element(&mut out, "language", &self.language);
        for item in &self.items {
            item.write(&mut out);
        }
        out.push_str("</channel></rss>");
        out
    }
}

impl PlainItem {
    fn write(&self, out: &mut String) {
        out.push_str("<item>");
        element(out, "title", &self.title);
        element(out, "link", &self.link);
        element(out, "guid", &self.id);
        element(out, "pubDate", &self.published);
        element(out, "updated", &self.updated);
        for author in &self.authors {
            element(out, "dc:creator", author);
        }
        for category in &self.categories {
            element(out, "category", category);
        }
        let says = !self.summary.trim().is_empty() || !self.content.trim().is_empty();
        element(out, "description", if says { &self.summary } else { &self.subtitle });
        element(out, "content:encoded", &self.content);
        out.push_str("</item>");
    }
}

fn element(out: &mut String, name: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    out.push('<');
    out.push_str(name);
    out.push('>');
    escape(out, text);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Text as character data; characters that XML forbids are left out.
pub(super) fn escape(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let written = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            0..=8 | 0xB | 0xC | 0xE..=0x1F => "",
            _ => continue,
        };
        out.push_str(text.get(from..at).unwrap_or(""));
        out.push_str(written);
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or(""));
}
