//! Any text as a query and as an entry of a list: it parses or is refused with a message that can
//! be drawn, its normal form parses to itself, advice is given, and what compiles scans any article
//! to spans that are really there. `fuzz/README.md` says how it is run.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wirewatch::domain::Article;
use wirewatch::watch::{
    Matcher, Meta, NamedList, Scratch, Vocabulary, WatchSpec, check_query, lint, query,
};

fuzz_target!(|input: (&str, &str, &str)| {
    let (text, entry, title) = input;
    let lists = vec![NamedList { name: "a".into(), terms: vec![entry.into(), "rocket(s)".into()] }];
    if let Err(problem) = check_query(text, &lists) {
        assert!(!problem.render().is_empty());
    }
    if let Ok(normal) = query::normal_form(text) {
        assert_eq!(query::normal_form(&normal).as_deref(), Ok(normal.as_str()));
    }
    let watch = |query: &str| WatchSpec {
        name: query.into(),
        query: query.into(),
        mask: Some("@a".into()),
        ..WatchSpec::default()
    };
    let vocabulary = Vocabulary { lists, watches: vec![watch(text), watch("@a OR rocket*")] };
    for remark in lint(&vocabulary) {
        assert!(!remark.here.render().is_empty());
    }
    if let Ok(matcher) = Matcher::compile(&vocabulary) {
        let article = Article { title: title.to_owned(), ..Article::default() };
        for found in matcher.scan(&article, &Meta::default(), &mut Scratch::default()) {
            let voided = found.voided.into_iter().map(|voided| voided.hit);
            for hit in found.hits.into_iter().chain(voided) {
                assert_eq!(article.title.get(hit.start..hit.end), Some(hit.text.as_str()));
            }
        }
    }
});
