//! Short ways to write vocabularies, articles and what was found.

use wirewatch::domain::{Article, Match};
use wirewatch::watch::{Matcher, Meta, NamedList, Scratch, Vocabulary, WatchSpec};

pub fn list(name: &str, terms: &[&str]) -> NamedList {
    NamedList { name: name.into(), terms: terms.iter().map(|t| (*t).into()).collect() }
}

pub fn watch(name: &str, query: &str) -> WatchSpec {
    WatchSpec { name: name.into(), query: query.into(), ..WatchSpec::default() }
}

pub fn article(title: &str, summary: &str) -> Article {
    Article { title: title.into(), summary: summary.into(), ..Article::default() }
}

pub fn scan(query: &str, article: &Article) -> Option<Match> {
    scan_with(&Vocabulary::default(), query, article)
}

pub fn scan_with(vocabulary: &Vocabulary, query: &str, article: &Article) -> Option<Match> {
    let matcher = Matcher::for_query(vocabulary, query)
        .unwrap_or_else(|problems| panic!("{query}: {problems:?}"));
    matcher.scan(article, &Meta::default(), &mut Scratch::new()).pop()
}

/// The hits as `field:text`, parted by ` | `; `-` for no match.
pub fn hits(found: Option<&Match>) -> String {
    let Some(found) = found else { return "-".into() };
    let shown = found.hits.iter().map(|hit| format!("{}:{}", hit.field, hit.text));
    shown.collect::<Vec<_>>().join(" | ")
}
