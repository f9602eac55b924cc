//! What relative links are relative to, where a document says so itself by `xml:base`.

use url::Url;

use crate::feed::link::join;
use crate::feed::scan::attribute;

/// Frames within one another whose bases count.
const DEEPEST: usize = 8;

/// The bases that hold at one place of a document.
pub(super) struct Bases {
    current: Option<Url>,
    /// What a frame's base stands in for, and the frame's depth.
    outer: Vec<(usize, Option<Url>)>,
    depth: usize,
    item: Option<Url>,
    /// Bytes of a base or link: longer ones are none.
    longest: usize,
}

impl Bases {
    /// `document` is the address of the document.
    pub fn new(document: Option<&Url>, longest: usize) -> Bases {
        Bases { current: document.cloned(), outer: Vec::new(), depth: 0, item: None, longest }
    }

    /// A frame begins: its base holds up to its end.
    pub fn open_frame(&mut self, attributes: &str) {
        self.depth += 1;
        if self.outer.len() < DEEPEST
            && let Some(base) = self.said(attributes, self.current.as_ref())
        {
            self.outer.push((self.depth, self.current.replace(base)));
        }
    }

    /// A frame ends.
    pub fn close_frame(&mut self) {
        if let Some((_, base)) = self.outer.pop_if(|(depth, _)| *depth == self.depth) {
            self.current = base;
        }
        self.depth = self.depth.saturating_sub(1);
    }

    /// An item begins.
    pub fn open_item(&mut self, attributes: &str) {
        self.item = self.said(attributes, self.current.as_ref());
    }

    /// A link made absolute by what the document says, empty where that is too long to be one;
    /// `None` where nothing is said.
    pub fn resolve(&self, attributes: &str, link: &str) -> Option<String> {
        let above = self.item.as_ref().or(self.current.as_ref().filter(|_| !self.outer.is_empty()));
        let own = self.said(attributes, above.or(self.current.as_ref()));
        let base = own.as_ref().or(above)?;
        if link.len() > self.longest {
            return Some(String::new());
        }
        let link = String::from(join(Some(base), link)?);
        Some(if link.len() > self.longest { String::new() } else { link })
    }

    fn said(&self, attributes: &str, above: Option<&Url>) -> Option<Url> {
        let said = attribute(attributes, "xml:base").filter(|said| said.len() <= self.longest)?;
        join(above, &said).filter(|base| base.as_str().len() <= self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::Bases;

    #[test]
    fn a_base_ends_with_its_frame() {
        let mut bases = Bases::new(None, 64);
        assert_eq!(bases.resolve("", "x"), None);
        bases.open_frame("xml:base='http://a.example/'");
        bases.open_frame("xml:base='b/'");
        bases.open_frame("");
        assert_eq!(bases.resolve("", "x").as_deref(), Some("http://a.example/b/x"));
        bases.close_frame();
        bases.close_frame();
        assert_eq!(bases.resolve("", "x").as_deref(), Some("http://a.example/x"));
        bases.open_item("xml:base='/i/'");
        assert_eq!(bases.resolve("", "x").as_deref(), Some("http://a.example/i/x"));
        assert_eq!(bases.resolve("xml:base='o/'", "x").as_deref(), Some("http://a.example/i/o/x"));
    }

    #[test]
    fn neither_bases_nor_links_grow_long() {
        let mut bases = Bases::new(None, 64);
        bases.open_frame("xml:base='http://a.example/'");
        for _ in 0..100 {
            bases.open_frame("xml:base='aaaaaaaa/'");
        }
        let base = bases.resolve("", "").expect("a base");
        assert!(base.len() <= 64, "{base}");
        assert_eq!(bases.resolve("", &"x".repeat(60)).as_deref(), Some(""));
        bases.open_item(&format!("xml:base='/{}/'", "i".repeat(64)));
        assert_eq!(bases.resolve("", ""), Some(base));
    }
}
