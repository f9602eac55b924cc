//! `wirewatch watch import`: a list of keywords, or newsboat's rules, as one new watch.

use std::io::{self, Write};

use super::{NEW_WEIGHT, edit};
use crate::cli::args::{Global, WatchImport};
use crate::cli::feed::{take, tell};
use crate::cli::{Ending, Failure, articles, place};
use crate::config::edit_watches::{self, WatchDraft};
use crate::feed;
use crate::watch::import::{self, Import};

pub(super) fn run(global: &Global, args: &WatchImport) -> Ending {
    let (paths, loaded) = place::load(global)?;
    let mut input = articles::open(Some(&args.file))?;
    let bytes = take(&mut input.reader, &input.name)?;
    let text = feed::text(&bytes);
    if text.contains('\0') {
        return Err(Failure::Usage(format!(
            "{}: no text in it: save the list as text, one keyword a line",
            input.name
        )));
    }
    let imported = import::read(&text, &loaded.vocabulary.lists);
    warn(&input.name, &imported)?;
    let Some(query) = imported.query() else {
        let told = format!("{}: nothing in it to look for: write a keyword a line", input.name);
        return Err(Failure::Usage(told));
    };
    let draft = edit::draft(Some(query), &args.keys);
    let say = draft.say.or_else(|| Some(format!("Imported from {}", input.name)));
    let draft = WatchDraft { say, weight: draft.weight.or(Some(NEW_WEIGHT)), ..draft };
    let edited = edit_watches::add(&paths, &args.name, &draft)?;
    tell(edited, &format!("added {} with {}", args.name, sum(&imported)))
}

/// Every line that became nothing, or not what its letters say, in the order of the file.
fn warn(name: &str, imported: &Import) -> io::Result<()> {
    let left_out = imported.skipped.iter().map(|told| (told.line, "left out: ", &told.text));
    let noted = imported.noted.iter().map(|told| (told.line, "", &told.text));
    let mut all: Vec<(usize, &str, &String)> = left_out.chain(noted).collect();
    all.sort_by_key(|(line, ..)| *line);
    let mut stderr = io::stderr().lock();
    for (line, what, text) in all {
        writeln!(stderr, "wirewatch: {name}, line {line}: {what}{text}")?;
    }
    Ok(())
}

/// What became of all lines: `3 terms (2 lines left out, 1 twice, 4 remarks)`.
fn sum(imported: &Import) -> String {
    let count = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        number => Some(format!("{number} {many}")),
    };
    let asides = [
        count(imported.hidden.len(), "that hides an article", "that hide an article"),
        count(imported.skipped.len(), "line left out", "lines left out"),
        count(imported.twice, "line twice", "lines twice"),
        count(imported.remarks, "remark", "remarks"),
    ];
    let asides: Vec<String> = asides.into_iter().flatten().collect();
    let terms = count(imported.terms.len(), "term", "terms").unwrap_or_default();
    if asides.is_empty() { terms } else { format!("{terms} ({})", asides.join(", ")) }
}
