//! The `urls` file of newsboat: one feed a line, then its tags, quoted where they hold blanks.

use super::import::Import;
use crate::domain::FeedSpec;
use crate::text::quoted::words;

/// Reads the file. Lines that newsboat runs or computes are left out and named.
#[must_use]
pub fn read(text: &str) -> Import {
    let mut import = Import::default();
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = words(line).into_iter();
        let address = words.next().unwrap_or_default();
        if let Some(reason) = uncommon(&address) {
            import.skip(&address, reason);
            continue;
        }
        let (mut title, mut tags) = (String::new(), Vec::new());
        for word in words {
            match word.strip_prefix('~') {
                Some(name) => name.clone_into(&mut title),
                // "!" hides a feed from newsboat's list; the wire does not hide any.
                None if word.starts_with('!') => {}
                None => tags.push(word),
            }
        }
        let spec = FeedSpec { title, tags, enabled: true, ..FeedSpec::default() };
        import.take(&address, &spec);
    }
    import
}

/// Whether a text is a table, with its columns parted by commas: each line has as many.
#[must_use]
pub fn is_table(text: &str) -> bool {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let columns = |line: &str| line.matches([',', ';']).count();
    let most = lines().next().map_or(0, columns);
    let addresses = lines().filter(|line| line.contains("://")).count();
    most > 0 && addresses > 1 && lines().all(|line| columns(line) == most)
}

/// Why a line of newsboat's own making is left out.
fn uncommon(address: &str) -> Option<&'static str> {
    const KINDS: [(&str, &str); 3] = [
        ("query:", "a newsboat query is no feed; write a watch instead"),
        ("exec:", "wirewatch runs no commands"),
        ("filter:", "wirewatch runs no commands"),
    ];
    KINDS.iter().find(|(start, _)| address.starts_with(start)).map(|(_, reason)| *reason)
}

#[cfg(test)]
mod tests {
    use super::{is_table, read};

    #[test]
    fn a_table_is_told_from_a_list() {
        for (text, expected) in [
            ("https://a.example/rss,A,,\nhttps://b.example/rss,B,,\n", true),
            ("url,title\nhttps://a.example/rss,A\nhttps://b.example/rss,B\n", true),
            ("https://a.example/1,2.xml\nhttps://b.example/rss\n", false),
            ("https://a.example/1,2.xml\n", false),
            ("https://a.example/rss \"a, b\"\nhttps://b.example/rss\n", false),
            ("", false),
        ] {
            assert_eq!(is_table(text), expected, "{text}");
        }
    }

    #[test]
    fn a_file_in_latin_1_is_read() {
        let read =
            read(&crate::feed::text(b"https://a.example/rss \"\xe9tranger\" \"~Caf\xe9\"\n"));
        let [feed] = read.feeds.as_slice() else { panic!("{read:?}") };
        assert_eq!(
            (feed.title.as_str(), feed.tags.as_slice()),
            ("Café", &["étranger".to_owned()][..])
        );
    }

    #[test]
    fn lines_become_feeds() {
        let import = read(
            "# my feeds\n\nhttps://a.example/rss iraq \"middle east\" \"~The \\\"A\\\" wire\"\n\
             https://b.example/rss \"!\" # noted\n\"query:Unread:unread = \\\"yes\\\"\"\n\
             exec:~/bin/x tag\nhttps://a.example/rss again\n",
        );
        let shown: Vec<String> = import
            .feeds
            .iter()
            .map(|feed| format!("{} {} [{}]", feed.url, feed.title, feed.tags.join("|")))
            .collect();
        assert_eq!(
            shown,
            [
                "https://a.example/rss The \"A\" wire [iraq|middle east|again]",
                "https://b.example/rss  []",
            ]
        );
        let skipped: Vec<&str> = import.skipped.iter().map(|s| s.entry.as_str()).collect();
        assert_eq!(skipped, ["query:Unread:unread = \"yes\"", "exec:~/bin/x"]);
    }
}
