//! Corners of the dialects, a small document each, with the one thing that it is about.

use wirewatch::domain::Article;

use super::read_bytes;

const ATOM: &str = "<feed xmlns='http://www.w3.org/2005/Atom'>";
const ATOM_03: &str = "<feed version='0.3' xmlns='http://purl.org/atom/ns#'>";
const RDF: &str = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' \
    xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>";
const RSS: &str = "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/' \
    xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' \
    xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>";

/// The only article of a document.
fn one(name: &str, document: &str) -> Article {
    let reading = read_bytes(document).unwrap_or_else(|failure| panic!("{name}: {failure:?}"));
    assert_eq!(reading.articles.len(), 1, "{name}");
    reading.articles.into_iter().next().expect("counted")
}

/// Reads each document and compares what `field` gives of its article.
fn each(field: fn(&Article) -> &str, cases: &[(&str, String, &str)]) {
    for (name, document, expected) in cases {
        assert_eq!(field(&one(name, document)), *expected, "{name}");
    }
}

#[test]
fn authors_are_names_wherever_they_stand() {
    let item = |author: &str| format!("{RSS}<item><title>t</title>{author}</item></channel></rss>");
    each(
        |article| &article.author,
        &[
            ("mail and name", item("<author>desk@a.example (Ada Quay)</author>"), "Ada Quay"),
            ("name in brackets", item("<author>(Ada Quay)</author>"), "Ada Quay"),
            (
                "name and mail",
                item("<dc:creator>Ada Quay (desk@a.example)</dc:creator>"),
                "Ada Quay",
            ),
            (
                "in quotes",
                item("<author>\"Quay, Ada\" &lt;desk@a.example&gt;</author>"),
                "Quay, Ada",
            ),
            (
                "several in a list of RDF",
                item(
                    "<dc:creator><rdf:Bag><rdf:li>Ada Quay</rdf:li><rdf:li>Bo Reed</rdf:li></rdf:Bag>\
                     </dc:creator>",
                ),
                "Ada Quay, Bo Reed",
            ),
            ("a note stays", item("<author>Ada Quay (Oslo)</author>"), "Ada Quay (Oslo)"),
            ("mail alone", item("<author>desk@a.example</author>"), "desk@a.example"),
            ("dc:author", item("<dc:author>Ada Quay</dc:author>"), "Ada Quay"),
            ("dc:contributor", item("<dc:contributor>Ada Quay</dc:contributor>"), "Ada Quay"),
            ("byline", item("<byline>Ada Quay</byline>"), "Ada Quay"),
            (
                "a contributor beside the author",
                item("<dc:contributor>Bo Reed</dc:contributor><dc:creator>Ada Quay</dc:creator>"),
                "Ada Quay",
            ),
            ("podcast", item("<itunes:author>Ada Quay</itunes:author>"), "Ada Quay"),
            (
                "Atom's way in RSS",
                item("<author><name>Ada Quay</name><title>Editor</title></author>"),
                "Ada Quay",
            ),
            (
                "of the feed",
                format!(
                    "{ATOM}<author><name>Ada</name></author><entry><title>t</title></entry></feed>"
                ),
                "Ada",
            ),
            (
                "of the feed, old",
                format!(
                    "{ATOM_03}<author><name>Ada</name></author><entry><title>t</title></entry></feed>"
                ),
                "Ada",
            ),
            (
                "the entry's own",
                format!(
                    "{ATOM}<author><name>Ada</name></author><entry><title>t</title>\
                     <author><name>Bo</name></author></entry></feed>"
                ),
                "Bo",
            ),
            (
                "of a JSON feed",
                "{\"title\":\"t\",\"authors\":[{\"name\":\"Ada\"}],\"items\":[{\"id\":1}]}"
                    .to_owned(),
                "Ada",
            ),
        ],
    );
}

#[test]
fn encoded_content_is_decoded() {
    let entry = |field: &str| format!("{ATOM_03}<entry><title>t</title>{field}</entry></feed>");
    each(
        |article| &article.body,
        &[
            (
                "base64 of Atom 0.3",
                entry(
                    "<content mode='base64' type='text/html'>PGI+UXVh\n  eTwvYj4gb3Blbg==</content>",
                ),
                "Quay open",
            ),
            (
                "two renderings of one content",
                entry(
                    "<content type='multipart/alternative'><content type='text/plain'>\
                     Quay *open*</content><content type='text/html' mode='escaped'>\
                     &lt;p&gt;Quay &lt;b&gt;open&lt;/b&gt;&lt;/p&gt;</content></content>",
                ),
                "Quay open",
            ),
            ("no base64 at all", entry("<content mode='base64'>§</content>"), ""),
            (
                "base64 of Atom 1.0",
                format!(
                    "{ATOM}<entry><title>t</title><content type='application/octet-stream'>\
                     UXVheSBvcGVu</content></entry></feed>"
                ),
                "Quay open",
            ),
            (
                "a picture is no text",
                format!(
                    "{ATOM}<entry><title>t</title><content type='image/png'>iVBORw0KGgo=</content>\
                     </entry></feed>"
                ),
                "",
            ),
            (
                "body of a page",
                format!(
                    "{RSS}<item><title>t</title><body xmlns='http://www.w3.org/1999/xhtml'>\
                     <p>Quay <b>open</b></p></body></item></channel></rss>"
                ),
                "Quay open",
            ),
            (
                "fullitem",
                format!(
                    "{RSS}<item><title>t</title><fullitem>Quay open</fullitem></item></channel></rss>"
                ),
                "Quay open",
            ),
        ],
    );
    each(
        |article| &article.title,
        &[("a title", entry("").replace("<title>t", "<title mode='base64'>UXVheQ=="), "Quay")],
    );
}

#[test]
fn the_fuller_summary_is_taken() {
    let item = |fields: &str| format!("{RSS}<item><title>t</title>{fields}</item></channel></rss>");
    let subtitle = "<itunes:subtitle>short</itunes:subtitle>";
    each(
        |article| &article.summary,
        &[
            (
                "of a podcast",
                item(&format!("{subtitle}<itunes:summary>long</itunes:summary>")),
                "long",
            ),
            ("only a subtitle", item(subtitle), "short"),
            (
                "of a group of media",
                item(
                    "<dc:author>x</dc:author><media:group><media:content url='u'/>\
                     <media:description>said</media:description></media:group>",
                ),
                "said",
            ),
            (
                "own words go before those of media",
                item(
                    "<media:content><media:description>photo</media:description></media:content>\
                      <description>own</description>",
                ),
                "own",
            ),
            (
                "of a blog that writes its text in Markdown alone",
                item(
                    "<s:markdown xmlns:s='http://source.scripting.com/'>Hello, world</s:markdown>",
                ),
                "Hello, world",
            ),
            (
                "of a public warning",
                item(
                    "<w:description xmlns:w='urn:oasis:names:tc:emergency:cap:1.2'>Gale</w:description>",
                ),
                "Gale",
            ),
        ],
    );
}

#[test]
fn rdf_items_have_their_address_as_id_and_their_language() {
    let item = "<item rdf:about='http://a.example/1'><title>t</title>\
                <link>http://a.example/1?rss</link><dc:language>uk</dc:language></item>";
    let document = format!("{RDF}{item}</rdf:RDF>");
    let article = one("rdf", &document);
    assert_eq!(
        (&*article.id, &*article.url, &*article.language),
        ("http://a.example/1", "http://a.example/1?rss", "uk")
    );
    let subjects = "<item><title>t</title><dc:subject><rdf:Bag><rdf:li>war</rdf:li><rdf:li>aid</rdf:li>\
                    </rdf:Bag></dc:subject></item>";
    assert_eq!(one("subjects", &format!("{RDF}{subjects}</rdf:RDF>")).categories, ["war", "aid"]);
    let silent = "<item><title>s</title></item>";
    let inherits = read_bytes(format!("{RDF}{item}{silent}</rdf:RDF>")).expect("a feed");
    assert!(inherits.articles.iter().all(|article| article.language == "uk"));
    let other = item.replace(">uk<", ">ru<").replace("/1", "/2");
    let several = read_bytes(format!("{RDF}{item}{other}</rdf:RDF>")).expect("a feed");
    let languages: Vec<&str> = several.articles.iter().map(|a| a.language.as_str()).collect();
    assert_eq!(languages, ["uk", "ru"]);
}

#[test]
fn languages_and_categories_are_found_in_odd_places() {
    each(
        |article| &article.language,
        &[(
            "on the root",
            "<rss version='2.0' xml:lang='fa-IR'><channel><item><title>t</title></item></channel></rss>"
                .to_owned(),
            "fa-ir",
        )],
    );
    let document =
        format!("{ATOM}<entry><title>t</title><category>ports</category></entry></feed>");
    assert_eq!(one("a category as text", &document).categories, ["ports"]);
}

#[test]
fn an_unclosed_section_takes_no_other_item_with_it() {
    let item = |n: u32, text: &str| {
        format!("<item><guid>{n}</guid><title>{n}</title><description>{text}</description></item>")
    };
    let whole = "<![CDATA[whole]]>";
    for (name, texts) in [
        ("before others", ["<![CDATA[open", whole, whole]),
        ("in between", [whole, "<![CDATA[open", whole]),
        ("the only one", ["plain", "<![CDATA[open", "plain"]),
    ] {
        let items: String = (0..).zip(texts).map(|(n, text)| item(n, text)).collect();
        let reading = read_bytes(format!("{RSS}{items}</channel></rss>")).expect("a feed");
        let titles: Vec<&str> = reading.articles.iter().map(|a| a.title.as_str()).collect();
        assert_eq!(titles, ["0", "1", "2"], "{name}");
        assert!(reading.articles.iter().any(|a| a.summary == "open"), "{name}");
        assert!(reading.repaired.is_some(), "{name}");
    }
}

#[test]
fn an_identifier_is_a_link_where_it_is_an_address() {
    let item = |id: &str| {
        format!(
            "{RSS}<item><title>t</title><dc:identifier>{id}</dc:identifier></item></channel></rss>"
        )
    };
    each(
        |article| &article.url,
        &[
            ("number", item("4711"), ""),
            ("name", item("doi:10.1000/182"), ""),
            ("address", item("https://a.example/1"), "https://a.example/1"),
        ],
    );
}

#[test]
fn a_day_in_numbers_is_read_as_the_rest_of_its_document_has_it() {
    let rss = |language: &str, dates: &[&str]| {
        let items =
            dates.iter().map(|d| format!("<item><title>t</title><pubDate>{d}</pubDate></item>"));
        let items = items.collect::<String>();
        format!("{RSS}<language>{language}</language>{items}</channel></rss>")
    };
    let json = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"1\",\
        \"title\":\"t\",\"date_published\":\"02/03/2025 10:00\"}],\"language\":\"fr-FR\"}";
    for (name, document, expected) in [
        ("british", rss("en-GB", &["02/03/2026 10:00", "01/03/2026"]), "2026-03-02T10:00:00Z"),
        ("american", rss("en-us", &["02/03/2026 10:00", "02/01/2026"]), "2026-02-03T10:00:00Z"),
        ("neighbours", rss("", &["02/01/2026 10:00", "31/12/2025"]), "2026-01-02T10:00:00Z"),
        ("language last", json.to_owned(), "2025-03-02T10:00:00Z"),
        ("name", rss("hr", &["24. lis 2025. 10:00"]), "2025-10-24T10:00:00Z"),
    ] {
        let reading = read_bytes(document).unwrap_or_else(|failure| panic!("{name}: {failure:?}"));
        let published = reading.articles.first().and_then(|article| article.published);
        assert_eq!(published.map(|at| at.to_string()).as_deref(), Some(expected), "{name}");
    }
}
