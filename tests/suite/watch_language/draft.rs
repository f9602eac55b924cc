//! The draft vocabulary and the seed article, where `WIREWATCH_SHARED` says they are.

use std::path::PathBuf;

use wirewatch::domain::Article;
use wirewatch::watch::{Matcher, Meta, NamedList, Scratch, Vocabulary, WatchSpec};

fn shared() -> Option<PathBuf> {
    let place = std::env::var_os("WIREWATCH_SHARED").map(PathBuf::from);
    if place.is_none() {
        eprintln!("skipped: WIREWATCH_SHARED is not set");
    }
    place
}

fn vocabulary(place: &std::path::Path) -> Vocabulary {
    let text = std::fs::read_to_string(place.join("watches-draft.toml")).unwrap();
    let file: toml_edit::DocumentMut = text.parse().unwrap();
    let lists = file["list"].as_table().unwrap().iter().map(|(name, terms)| NamedList {
        name: name.into(),
        terms: terms.as_array().unwrap().iter().map(|t| t.as_str().unwrap().into()).collect(),
    });
    let watches = file["watch"].as_array_of_tables().unwrap().iter().map(|table| WatchSpec {
        name: table["name"].as_str().unwrap().into(),
        query: table["match"].as_str().unwrap().into(),
        mask: table.get("mask").and_then(|m| m.as_str()).map(Into::into),
        ..WatchSpec::default()
    });
    Vocabulary { lists: lists.collect(), watches: watches.collect() }
}

#[test]
fn the_draft_compiles_and_flags_the_seed_article() {
    let Some(place) = shared() else { return };
    let matcher = Matcher::compile(&vocabulary(&place)).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(|p| p.render()).collect::<Vec<_>>().join("\n"))
    });
    let story = std::fs::read_to_string(place.join("seed/story.txt")).unwrap();
    let title = story.lines().find(|line| line.starts_with("Rocket hits")).unwrap();
    let article = Article { title: title.into(), body: story.clone(), ..Article::default() };
    let matches = matcher.scan(&article, &Meta::default(), &mut Scratch::new());
    let names: Vec<&str> = matches.iter().map(|found| found.watch.as_str()).collect();
    assert_eq!(names, ["rocket", "embassy", "militia"]);
    let mut texts = Vec::new();
    for found in &matches {
        eprintln!("{}: {} hits", found.watch, found.hits.len());
        for hit in &found.hits {
            let field = if hit.field.name() == "title" { &article.title } else { &article.body };
            assert_eq!(field[hit.start..hit.end], hit.text);
            texts.push(hit.text.clone());
        }
    }
    for text in ["Rocket", "Embassy", "Green Zone", "Katyusha", "Kata’ib Hezbollah", "militia"] {
        assert!(texts.iter().any(|t| t == text), "{text}: {texts:?}");
    }
    eprintln!("{} literals, {} bytes", matcher.literal_count(), matcher.memory());
}
