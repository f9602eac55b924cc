//! A site map of news, which outlets write for search engines and some have instead of a feed: the pages that it
//! gives a headline, with their dates.
//!
//! A map without headlines is none of this, nor is a list of maps.

use super::date;
use super::entry::{Entry, Feed, Form, Text};
use super::scan::{Scanner, Token, local, resolve};

/// What holds the address of a picture or film, not of the page.
const OTHERS: [&str; 2] = ["image", "video"];

/// A map and whether it was read to its end.
pub(super) struct Map<'a> {
    pub feed: Feed<'a>,
    pub truncated: bool,
}

/// Where the walk is.
#[derive(Default)]
struct Walk<'a> {
    feed: Feed<'a>,
    page: Option<Entry<'a>>,
    /// The element whose text is read, and its text.
    open: &'a str,
    text: String,
    /// The element of a picture or film around it.
    other: &'a str,
    ended: bool,
}

/// The pages of a map that have headlines, at most `most`; `None` where there are none.
pub(super) fn parse(text: &str, most: usize) -> Option<Map<'_>> {
    // Nearly all that is no feed is no map either.
    let root = Scanner::new(text).find(|token| !matches!(token, Token::Text(_)))?;
    if !matches!(root, Token::Start { name, .. } if local(name).eq_ignore_ascii_case("urlset")) {
        return None;
    }
    let mut walk = Walk::default();
    for token in Scanner::new(text) {
        match token {
            Token::Start { name, empty: false, .. } => walk.start(local(name)),
            Token::End { name } => walk.end(local(name), most),
            Token::Text(text) if !walk.open.is_empty() => walk.text.push_str(&resolve(text)),
            Token::CData(text) if !walk.open.is_empty() => walk.text.push_str(text),
            _ => {}
        }
    }
    let Walk { feed, ended, .. } = walk;
    (!feed.entries.is_empty()).then_some(Map { feed, truncated: !ended })
}

impl<'a> Walk<'a> {
    fn start(&mut self, name: &'a str) {
        self.text.clear();
        self.open = "";
        if name.eq_ignore_ascii_case("url") {
            (self.page, self.other) = (Some(Entry::default()), "");
        } else if self.page.is_some() && self.other.is_empty() {
            let is_other = OTHERS.iter().any(|other| name.eq_ignore_ascii_case(other));
            *(if is_other { &mut self.other } else { &mut self.open }) = name;
        }
    }

    fn end(&mut self, name: &str, most: usize) {
        let said = std::mem::take(&mut self.text);
        let open = std::mem::take(&mut self.open);
        self.ended |= name.eq_ignore_ascii_case("urlset");
        if name.eq_ignore_ascii_case("url") {
            let told = self.page.take().filter(|page| !page.title.get().words.is_empty());
            if self.feed.entries.len() < most {
                self.feed.entries.extend(told);
            } else {
                self.feed.beyond += usize::from(told.is_some());
            }
        } else if name == self.other {
            self.other = "";
        } else if name == open {
            self.take(name, said.trim());
        }
    }

    /// One thing that is said of a page.
    fn take(&mut self, name: &str, said: &str) {
        let Some(page) = self.page.as_mut() else { return };
        let html = || Text { words: said.to_owned().into(), form: Form::Html };
        match &*name.to_ascii_lowercase() {
            "loc" => page.link.offer(0, said.to_owned().into()),
            "title" => page.title.offer(0, html()),
            "publication_date" => page.published.offer(0, date::told(said)),
            "lastmod" => page.updated.offer(0, date::told(said)),
            "language" => page.language.offer(0, said.to_owned().into()),
            "name" => self.feed.title.offer(0, html()),
            "keywords" => {
                let words = said.split(',').map(str::trim).filter(|word| !word.is_empty());
                page.categories.extend(words.map(|word| word.to_owned().into()));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    const HEAD: &str =
        "<?xml version='1.0'?><urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>";

    fn page(number: usize) -> String {
        format!(
            "<url><loc>https://a.example/{number}?a=1&amp;b=2</loc><lastmod>2026-03-03T11:00:00Z</lastmod>\
             <image:image><image:loc>https://a.example/no.jpg</image:loc><image:title>No</image:title>\
             </image:image><n:news><n:publication><n:name>Wire</n:name><n:language>en</n:language>\
             </n:publication><n:publication_date>2026-03-03T10:00:00+00:00</n:publication_date>\
             <n:title><![CDATA[Alpha {number}]]></n:title><n:keywords>a, b</n:keywords></n:news></url>"
        )
    }

    #[test]
    fn pages_with_headlines_are_articles() {
        let bare = "<url><loc>https://a.example/about</loc></url>";
        let source = format!("{HEAD}{}{bare}{}{}</urlset>", page(1), page(2), page(3));
        let map = parse(&source, 2).expect("a map of news");
        assert_eq!((map.feed.title.get().words.as_ref(), map.truncated), ("Wire", false));
        let told: Vec<_> = map
            .feed
            .entries
            .iter()
            .map(|page| {
                (
                    page.title.get().words.as_ref(),
                    page.link.get().as_ref(),
                    page.language.get().as_ref(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("Alpha 1", "https://a.example/1?a=1&b=2", "en"),
                ("Alpha 2", "https://a.example/2?a=1&b=2", "en"),
            ]
        );
        let first = map.feed.entries.first().expect("two of them");
        assert_eq!(
            first.published().map(|at| at.to_string()).as_deref(),
            Some("2026-03-03T10:00:00Z")
        );
        assert_eq!(first.categories, ["a", "b"]);
        assert_eq!(map.feed.beyond, 1);
    }

    #[test]
    fn a_map_that_is_cut_keeps_its_whole_pages() {
        let source = format!("{HEAD}{}{}", page(1), page(2));
        let map = parse(&source[..source.len() - 20], 9).expect("a map of news");
        assert_eq!((map.feed.entries.len(), map.truncated), (1, true));
    }

    #[test]
    fn what_has_no_headlines_is_no_map_of_news() {
        for source in [
            format!("{HEAD}<url><loc>https://a.example/1</loc></url></urlset>"),
            "<sitemapindex><sitemap><loc>https://a.example/1</loc></sitemap></sitemapindex>"
                .to_owned(),
            format!("<html>{}</html>", page(1)),
            String::new(),
        ] {
            assert!(parse(&source, 9).is_none(), "{source}");
        }
    }
}
