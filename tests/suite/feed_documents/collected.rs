//! Every document of the shared collection: nothing panics, and where a person sees items, there
//! are articles.

use std::fs;
use std::path::{Path, PathBuf};

use wirewatch::domain::Article;

use super::{is_clean, read_bytes};

const FOLDERS: [&str; 4] = ["captured", "feed-rs", "feedjira", "rss-parser"];

#[test]
fn every_collected_document_yields_its_items() {
    let Some(shared) = std::env::var_os("WIREWATCH_SHARED") else {
        eprintln!("skipped: WIREWATCH_SHARED is not set");
        return;
    };
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(&Path::new(&shared).join("feeds").join(folder), &mut files);
    }
    files.sort();
    let mut short = Vec::new();
    for file in &files {
        let body = fs::read(file).expect("a readable collection");
        let expected = expected_items(&body);
        let name = file.to_string_lossy();
        match read_bytes(body) {
            Ok(reading) => {
                assert!(reading.articles.iter().all(article_is_clean), "{name}");
                let found = reading.articles.len();
                if found < expected {
                    short.push(format!("{name}: {found} of {expected} ({:?})", reading.repaired));
                }
            }
            Err(failure) if expected > 0 => {
                short.push(format!("{name}: {} {}", failure.kind, failure.message));
            }
            Err(_) => {}
        }
    }
    assert!(short.is_empty(), "{} of {}:\n{}", short.len(), files.len(), short.join("\n"));
}

fn article_is_clean(article: &Article) -> bool {
    [&article.title, &article.summary, &article.body, &article.url, &article.id, &article.author]
        .into_iter()
        .chain(&article.categories)
        .all(|text| is_clean(text))
        && !article.title.is_empty()
}

/// Items as a person would count them: start tags, or members of `items`.
fn expected_items(body: &[u8]) -> usize {
    let text = String::from_utf8_lossy(body).replace('\0', "").to_lowercase();
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        let value: Option<serde_json::Value> = serde_json::from_str(&text).ok();
        let items = value.as_ref().and_then(|v| v.get("items")?.as_array());
        return items.map_or(0, Vec::len);
    }
    if !["<rss", "<feed", ":feed", "<rdf", ":rdf", "<channel"].iter().any(|r| text.contains(r)) {
        return 0;
    }
    ["<item", "<entry", ":item", ":entry"]
        .iter()
        .map(|tag| {
            let lead = if tag.starts_with('<') { "" } else { "<" };
            text.match_indices(tag)
                .filter(|(at, _)| {
                    let after = text[at + tag.len()..].chars().next();
                    let empty = text[*at..].split('>').next().is_some_and(|t| t.ends_with('/'));
                    let before = text[..*at].rsplit('<').next().unwrap_or("");
                    let tagged = lead.is_empty()
                        || (before.len() < 12 && before.chars().all(char::is_alphanumeric));
                    tagged && !empty && matches!(after, Some(' ' | '>' | '\n' | '\t' | '\r' | '/'))
                })
                .count()
        })
        .sum()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if !path.to_string_lossy().ends_with(".serde.json") {
            files.push(path);
        }
    }
}
