//! Any text as a query: it parses or is refused, its normal form parses to itself, and what
//! compiles scans any article. Run: `cargo +nightly fuzz run query`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wirewatch::domain::Article;
use wirewatch::watch::{Matcher, Meta, Scratch, Vocabulary, query};

fuzz_target!(|input: (&str, &str)| {
    let (text, title) = input;
    let Ok(normal) = query::normal_form(text) else { return };
    assert_eq!(query::normal_form(&normal).as_deref(), Ok(normal.as_str()));
    if let Ok(matcher) = Matcher::for_query(&Vocabulary::default(), text) {
        let article = Article { title: title.to_owned(), ..Article::default() };
        for found in matcher.scan(&article, &Meta::default(), &mut Scratch::default()) {
            for hit in found.hits {
                assert_eq!(article.title.get(hit.start..hit.end), Some(hit.text.as_str()));
            }
        }
    }
});
