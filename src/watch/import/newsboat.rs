//! newsboat's configuration: `highlight`, `highlight-article` and `ignore-article`, as far as they
//! say what words to look for. All else in the file is newsboat's own business.

use super::Import;
use super::keywords::Entry;
use super::pattern::terms;
use crate::text::quoted::words;

/// The commands that are read.
const RULES: [&str; 3] = ["highlight", "highlight-article", "ignore-article"];

/// Attributes of newsboat's filters, and the fields of ours that hold the same.
const FIELDS: [(&str, &str); 3] =
    [("title", "title"), ("description", "summary"), ("content", "body")];

/// Whether a text has rules of newsboat.
pub(super) fn is_one(text: &str) -> bool {
    text.lines().any(|line| {
        let command = line.split_whitespace().next().unwrap_or_default();
        RULES.contains(&command) && line.contains('"')
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
            ["highlight", _, pattern, ..] => looked_for(&mut import, number, ("", pattern)),
            ["highlight-article", filter, ..] => match condition(filter) {
                Ok((field, pattern)) => looked_for(&mut import, number, (field, &pattern)),
                Err(reason) => import.skip(number, reason),
            },
            ["ignore-article", "*", filter] => {
                match condition(filter).and_then(|(field, pattern)| fielded(field, &pattern)) {
                    Ok(terms) => terms.into_iter().for_each(|term| import.hide(term)),
                    Err(reason) => import.skip(number, reason),
                }
            }
            ["ignore-article", ..] => {
                import.skip(
                    number,
                    "it is for one feed only; `feed:` in a query of your own can say that",
                );
            }
            _ => {}
        }
    }
    import
}

fn looked_for(import: &mut Import, line: usize, (field, pattern): (&str, &str)) {
    match fielded(field, pattern) {
        Ok(terms) => {
            for query in terms {
                import.take(line, Ok(Entry { query, note: None }));
            }
        }
        Err(reason) => import.skip(line, reason),
    }
}

fn fielded(field: &str, pattern: &str) -> Result<Vec<String>, String> {
    let prefix = if field.is_empty() { String::new() } else { format!("{field}:") };
    Ok(terms(pattern)?.into_iter().map(|term| format!("{prefix}{term}")).collect())
}

/// Field and pattern of a filter that has one condition on words.
fn condition(filter: &str) -> Result<(&'static str, String), String> {
    let words = words(filter);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let [attribute, "=~" | "=" | "==", pattern] = words.as_slice() else {
        return Err(format!(
            "\"{filter}\": only `title`, `content` or `description` =~ \"…\" is read"
        ));
    };
    let field = FIELDS.iter().find(|(theirs, _)| theirs == attribute).map(|(_, ours)| *ours);
    let field = field.ok_or_else(|| format!("no field of ours holds \"{attribute}\""))?;
    Ok((field, (*pattern).to_owned()))
}
