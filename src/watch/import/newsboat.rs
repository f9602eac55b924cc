//! newsboat's configuration: `highlight`, `highlight-article` and `ignore-article`, as far as they
//! say what words to look for. All else in the file is newsboat's own business.

use super::filter;
use super::keywords::Entry;
use super::pattern::{says_its_end, terms};
use super::{Format, Import, Told};
use crate::text::quoted::words;

/// The commands that are read.
const RULES: [&str; 3] = ["highlight", "highlight-article", "ignore-article"];

/// Commands that bear on the rules, and why they are left out.
const ELSEWHERE: [(&str, &str); 2] = [
    ("include", "the file that it names is not read: import that one too, under a name of its own"),
    ("highlight-feed", "it colours feeds, not articles"),
];

/// Whether a text has rules of newsboat.
pub(super) fn is_one(text: &str) -> bool {
    text.lines().any(|line| {
        let command = line.split_whitespace().next().unwrap_or_default();
        let bears = ELSEWHERE.iter().any(|(name, _)| *name == command);
        (RULES.contains(&command) || bears) && line.contains('"')
    })
}

pub(super) fn read(text: &str) -> Import {
    let mut import = Import::default();
    for (index, line) in text.lines().enumerate() {
        let words = words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let number = index + 1;
        match words.as_slice() {
            ["highlight", "feedlist", ..] => import.skip(number, "it colours feeds, not articles"),
            ["highlight", _, pattern, ..] => {
                looked_for(&mut import, number, terms(pattern));
                narrowed(&mut import, number, pattern);
            }
            ["highlight-article", filter, ..] => {
                looked_for(&mut import, number, filter::queries(filter));
                filter::patterns(filter).iter().for_each(|one| narrowed(&mut import, number, one));
            }
            ["ignore-article", "*", filter] => match filter::queries(filter) {
                Ok(queries) => queries.into_iter().for_each(|query| import.hide(query)),
                Err(reason) => import.skip(number, reason),
            },
            ["ignore-article", ..] => {
                import.skip(
                    number,
                    "it is for one feed only; `feed:` in a query of your own can say that",
                );
            }
            [command, ..] => {
                if let Some((_, reason)) = ELSEWHERE.iter().find(|(name, _)| name == command) {
                    import.skip(number, *reason);
                }
            }
            [] => {}
        }
    }
    import.format = Format::Newsboat;
    import
}

fn looked_for(import: &mut Import, line: usize, queries: Result<Vec<String>, String>) {
    match queries {
        Ok(queries) => {
            for query in queries {
                import.take(line, Ok(Entry { query, note: None }));
            }
        }
        Err(reason) => import.skip(line, reason),
    }
}

/// Says that a pattern finds less than in newsboat, which looks within words too.
fn narrowed(import: &mut Import, line: usize, pattern: &str) {
    if says_its_end(pattern) || import.skipped.last().is_some_and(|told| told.line == line) {
        return;
    }
    let text = format!(
        "\"{pattern}\" finds whole words here, in newsboat longer ones too: where those are meant, \
         end it with \\w* and import again, or write word* in the query"
    );
    import.noted.push(Told { line, text });
}
