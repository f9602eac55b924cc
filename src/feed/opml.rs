//! OPML, the lists of feeds that readers exchange: reads any that a reader ever wrote, writes
//! OPML 2.0. Folders become tags, the first tag a folder.

mod own;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

use super::decode::decode;
use super::import::Import;
use super::scan::{Scanner, Token, attribute};
use crate::domain::{FeedSpec, OutletClass};
use crate::text::{markup, scrub, xml};

/// Folders deeper than this give no further tags: nobody files so deep, and each is a word in a file.
const DEEPEST: usize = 8;

/// Characters of a name.
const TITLE: usize = 1_000;

/// What OPML has no attribute for stands in ours, which other readers pass over.
const NAMESPACE: (&str, &str) = ("xmlns:wirewatch", "urn:wirewatch");
const OUTLET: &str = "wirewatch:outlet";
const CLASS: &str = "wirewatch:class";
/// Tags that hold what parts categories, each escaped.
const TAGS: &str = "wirewatch:tags";

/// Characters of a language tag.
const LANGUAGE: usize = 35;

/// Reads a list; `None` where the bytes hold no outline at all.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<Import> {
    let decoded = decode(bytes, None);
    let mut import = Import::default();
    let mut folders: Vec<Option<String>> = Vec::new();
    let mut found = false;
    for token in Scanner::new(&decoded.text) {
        match token {
            Token::Start { name, attributes, empty } if name.eq_ignore_ascii_case("outline") => {
                found = true;
                let folder = outline(attributes, &folders, &mut import);
                if !empty {
                    folders.push(folder.filter(|_| folders.len() < DEEPEST));
                }
            }
            Token::Start { name, attributes, empty } if name.eq_ignore_ascii_case("opml") => {
                found = true;
                import.is_ours = attribute(attributes, NAMESPACE.0).is_some();
                import.breaks_off = !empty;
            }
            Token::End { name } if name.eq_ignore_ascii_case("opml") => import.breaks_off = false,
            Token::End { name } if name.eq_ignore_ascii_case("outline") => {
                folders.pop();
            }
            _ => {}
        }
    }
    found.then_some(import)
}

/// Takes a feed, or gives back the name of a folder.
fn outline(raw: &str, folders: &[Option<String>], import: &mut Import) -> Option<String> {
    let value =
        |name: &str| attribute(raw, name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    let ours = import.is_ours;
    // Only HTML names some letters; lists of feeds do so all the same, but for ours.
    let plain = |text: String| match ours {
        true => scrub::line(&text, TITLE),
        false => markup::plain_to_line(&text, TITLE),
    };
    let title = plain(value("title").or_else(|| value("text")).unwrap_or_default());
    let listed = value("type").is_some_and(|t| matches!(&*t.to_lowercase(), "rss" | "atom"));
    let address = value("xmlUrl").or_else(|| value("url").filter(|_| listed));
    let Some(address) = address else { return Some(title).filter(|title| !title.is_empty()) };
    // Some programs escape twice; ours does not.
    let address = if ours { address } else { address.replace("&amp;", "&") };
    let mut tags: Vec<String> = folders.iter().flatten().cloned().collect();
    match value(TAGS) {
        Some(own) => tags.extend(own.split(',').map(unescaped)),
        None => {
            let categories = plain(value("category").unwrap_or_default());
            let categories =
                categories.split([',', '/']).map(|category| category.trim().to_owned());
            tags.extend(categories.filter(|category| !category.is_empty()));
        }
    }
    // A title that only repeats the address tells nothing.
    let title = if title == address { String::new() } else { title };
    let mut spec = FeedSpec {
        title,
        language: scrub::line(&value("language").unwrap_or_default(), LANGUAGE),
        outlet: scrub::line(&value(OUTLET).unwrap_or_default(), TITLE),
        class: value(CLASS).and_then(|name| OutletClass::from_name(&name)).unwrap_or_default(),
        tags,
        ..FeedSpec::default()
    };
    let wrong = own::read(value, &mut spec);
    wrong.into_iter().for_each(|reason| import.lessen(&address, reason));
    import.take(&address, &spec);
    None
}

/// Writes a list as OPML 2.0.
#[must_use]
pub fn write<'a>(
    title: &str,
    feeds: impl IntoIterator<Item = &'a FeedSpec>,
    now: Timestamp,
) -> String {
    let mut folders: Vec<(&str, String)> = Vec::new();
    let mut loose = String::new();
    for feed in feeds {
        match feed.tags.first() {
            None => entry(&mut loose, "    ", feed),
            Some(tag) => {
                let at = folders.iter().position(|(name, _)| name == tag).unwrap_or_else(|| {
                    folders.push((tag, String::new()));
                    folders.len() - 1
                });
                if let Some((_, inside)) = folders.get_mut(at) {
                    entry(inside, "      ", feed);
                }
            }
        }
    }
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\"");
    // Also where nothing of ours is said: by it the addresses are taken back as they are written.
    put(&mut out, NAMESPACE.0, NAMESPACE.1);
    out.push_str(">\n  <head>\n    <title>");
    xml::escape(&mut out, title);
    out.push_str("</title>\n");
    if let Ok(date) = rfc2822::to_string(&now.to_zoned(jiff::tz::TimeZone::UTC)) {
        out.push_str(&format!("    <dateCreated>{date}</dateCreated>\n"));
    }
    out.push_str("  </head>\n  <body>\n");
    for (name, inside) in folders {
        out.push_str("    <outline");
        put(&mut out, "text", name);
        out.push_str(&format!(">\n{inside}    </outline>\n"));
    }
    out.push_str(&loose);
    out.push_str("  </body>\n</opml>\n");
    out
}

fn entry(out: &mut String, indent: &str, feed: &FeedSpec) {
    let title = if feed.title.is_empty() { &feed.url } else { &feed.title };
    out.push_str(indent);
    out.push_str("<outline type=\"rss\"");
    put(out, "text", title);
    put(out, "title", title);
    put(out, "xmlUrl", &feed.url);
    if !feed.language.is_empty() {
        put(out, "language", &feed.language);
    }
    if !feed.outlet.is_empty() {
        put(out, OUTLET, &feed.outlet);
    }
    if feed.class != OutletClass::default() {
        put(out, CLASS, feed.class.name());
    }
    let more: Vec<&str> = feed.tags.iter().skip(1).map(String::as_str).collect();
    if !more.is_empty() {
        put(out, "category", &more.join(","));
    }
    if more.iter().any(|tag| tag.contains(PARTING)) {
        let escaped: Vec<String> = more.iter().map(|tag| escaped(tag)).collect();
        put(out, TAGS, &escaped.join(","));
    }
    own::write(out, feed);
    out.push_str("/>\n");
}

/// What parts categories, and what escapes it.
const PARTING: [char; 3] = [',', '/', '%'];

fn escaped(tag: &str) -> String {
    let mut out = String::with_capacity(tag.len());
    for c in tag.chars() {
        if PARTING.contains(&c) {
            out.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

fn unescaped(tag: &str) -> String {
    let plain =
        |text: String, c: &char| text.replace(&format!("%{:02X}", u32::from(*c)), &c.to_string());
    PARTING.iter().fold(tag.trim().to_owned(), plain)
}

fn put(out: &mut String, name: &str, value: &str) {
    out.push_str(&format!(" {name}=\""));
    xml::escape(out, value);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{read, write};
    use crate::domain::{Access, FeedSpec, OutletClass, Secret};

    fn shown(list: &str) -> Vec<String> {
        let import = read(list.as_bytes()).unwrap_or_default();
        import
            .feeds
            .iter()
            .map(|feed| format!("{} {} [{}]", feed.url, feed.title, feed.tags.join("|")))
            .chain(import.skipped.iter().map(|skipped| format!("skipped {}", skipped.entry)))
            .collect()
    }

    #[test]
    fn folders_become_tags() {
        let list = "<opml><body>
            <outline text='World'><outline text='Middle East'>
              <outline type='rss' text='A &amp; B' xmlUrl='https://a.example/x?a=1&b=2'/>
            </outline><outline text='C' xmlurl='feed://c.example/rss' category='/News/Wire,x'></outline></outline>
            <outline type='rss' text='D&eacute;' url='https://d.example/'/>
            <OUTLINE text='again' xmlUrl='https://d.example/' category='late'/>
            <outline text='Quoted <b>' xmlUrl='https://g.example/'/>
            <outline text='bad' xmlUrl='file:///etc/passwd'/>
            <outline text='Twice' xmlUrl='https://t.example/?a=1&amp;amp;b=2'/>
            <outline text='https://e.example/f' xmlUrl='https://e.example/f'>";
        assert_eq!(
            shown(list),
            [
                "https://a.example/x?a=1&b=2 A & B [World|Middle East]",
                "http://c.example/rss C [World|News|Wire|x]",
                "https://d.example/ Dé [late]",
                "https://g.example/ Quoted <b> []",
                "https://t.example/?a=1&b=2 Twice []",
                "https://e.example/f  []",
                "skipped file:///etc/passwd",
            ]
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let feed = |url: &str, title: &str, tags: &[&str]| FeedSpec {
            url: url.to_owned(),
            title: title.to_owned(),
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            enabled: true,
            ..FeedSpec::default()
        };
        let wire = FeedSpec {
            outlet: "News & Co".to_owned(),
            class: OutletClass::Wire,
            language: "pt-br".to_owned(),
            ..feed("https://w.example/", "W", &["iraq & syria"])
        };
        let user = "desk <1>".to_owned();
        let basic = Access::Basic { user, password: Secret::File("/k/a & b".into()) };
        let header = Access::Header(Secret::Environment("WIRE_HEADER".to_owned()));
        let own = FeedSpec {
            enabled: false,
            interval: Some(420),
            allow_private: true,
            access: Some(Box::new(basic)),
            ..feed("https://own.example/", "Own", &["iraq & syria"])
        };
        let other = FeedSpec {
            access: Some(Box::new(header)),
            ..feed("https://other.example/", "Other", &["iraq & syria"])
        };
        let feeds = [
            own,
            other,
            feed("https://a.example/?x=1&y=\"2\"", "A <b> & \"c\"", &["iraq & syria", "wire"]),
            wire,
            feed("https://b.example/", "B", &["iraq & syria"]),
            feed("https://d.example/", "D", &["a, b", "News/World", "50%2C", "c, d"]),
            feed("https://c.example/", "C", &[]),
        ];
        let written = write("wirewatch", &feeds, Timestamp::UNIX_EPOCH);
        assert!(written.contains("<dateCreated>Thu, 1 Jan 1970 00:00:00 +0000</dateCreated>"));
        let import = read(written.as_bytes()).expect("a list");
        assert_eq!(import.feeds, feeds.to_vec());
    }

    #[test]
    fn a_list_of_ours_tells_addresses_apart_as_they_are_written() {
        let urls = ["http://a.example/f/", "https://a.example/f", "https://b.example/?x=1&amp;y=2"];
        let feed =
            |url: &str| FeedSpec { url: url.to_owned(), enabled: true, ..FeedSpec::default() };
        let feeds = urls.map(feed);
        let written = write("wirewatch", &feeds, Timestamp::UNIX_EPOCH);
        let import = read(written.as_bytes()).expect("a list");
        assert_eq!(import.feeds, feeds.to_vec());
    }

    #[test]
    fn what_cannot_be_is_left_out_and_the_feed_taken() {
        for (said, reason) in [
            ("wirewatch:interval='172800'", "within a day"),
            ("wirewatch:interval='0'", "within a day"),
            ("wirewatch:interval='soon'", "within a day"),
            ("wirewatch:user='u' wirewatch:passwordEnv='$P'", "credentials"),
        ] {
            let list = format!("<opml><outline xmlUrl='https://a.example/f' {said}/></opml>");
            let import = read(list.as_bytes()).expect("a list");
            let kept = import.feeds.first().map(|feed| (feed.interval, feed.access.is_some()));
            assert_eq!(kept, Some((None, false)), "{said}");
            let told = import.lessened.first().map(|one| (one.entry.as_str(), one.reason));
            let (entry, told) = told.unwrap_or_default();
            assert!(entry == "https://a.example/f" && told.contains(reason), "{said}: {told}");
        }
    }

    #[test]
    fn folders_within_folders_without_end_give_few_tags() {
        let folders: String = (0..3_000).map(|n| format!("<outline text='f{n}'>")).collect();
        let list = format!("<opml>{folders}<outline xmlUrl='https://a.example/f'/>");
        let import = read(list.as_bytes()).expect("a list");
        assert_eq!(import.feeds.first().map(|feed| feed.tags.len()), Some(8));
    }

    #[test]
    fn one_feed_under_two_spellings_of_its_address_is_one() {
        let list = "<opml><outline xmlUrl='http://a.example/feed/' category='x'/>
            <outline xmlUrl='https://A.example/feed' category='y'/>
            <outline xmlUrl='https://a.example/feed?page=2'/>
            <outline xmlUrl='http://a.example:80/Feed'/></opml>";
        assert_eq!(
            shown(list),
            [
                "https://A.example/feed  [x|y]",
                "https://a.example/feed?page=2  []",
                "http://a.example:80/Feed  []",
            ]
        );
    }

    #[test]
    fn a_list_that_breaks_off_says_so() {
        let whole = "<opml version='2.0'><body><outline text='A' xmlUrl='https://a.example/f'/>\
            <outline text='B' xmlUrl='https://b.example/f'/></body></opml>";
        let cut = |end: usize| read(&whole.as_bytes()[..end]).map(|import| import.breaks_off);
        assert_eq!(cut(whole.len()), Some(false));
        for end in [whole.len() - 3, whole.len() - 16, 100, 80, 30] {
            assert_eq!(cut(end), Some(true), "{end}");
        }
        assert_eq!(read(b"<opml/>").map(|import| import.breaks_off), Some(false));
    }

    #[test]
    fn other_documents_are_no_list() {
        assert_eq!(read(b"<rss><channel/></rss>"), None);
        assert!(read(b"<opml/>").is_some_and(|import| import.feeds.is_empty()));
    }
}
