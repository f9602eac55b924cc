//! `wirewatch watch import`: a list of keywords, or newsboat's rules, as one new watch.

use std::io::{self, Write};

use super::{NEW_WEIGHT, edit};
use crate::cli::args::{Global, WatchImport};
use crate::cli::feed::{take, tell};
use crate::cli::{Ending, Failure, articles, out, place};
use crate::config::edit_watches::{self, WatchDraft};
use crate::domain::many;
use crate::feed;
use crate::watch::import::{self, Format, Import};

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
        let advice = match imported.format {
            Format::Keywords => "write a keyword a line",
            Format::Newsboat => "no `highlight` or `highlight-article` line of it names words",
        };
        let told = format!("{}: nothing in it to look for: {advice}", input.name);
        return Err(Failure::Usage(told));
    };
    let parts = query.len().div_ceil(import::LONGEST);
    if parts > 1 {
        return Err(Failure::Usage(format!(
            "{}: {} are more than one watch holds ({} KiB): part the file, for example with \
             `split -n l/{parts}`, and import each part under a name of its own",
            input.name,
            many(imported.terms.len(), "term"),
            import::LONGEST >> 10
        )));
    }
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
    let mut stderr = out::stderr();
    for (line, what, text) in all {
        writeln!(stderr, "wirewatch: {name}, line {line}: {what}{text}")?;
    }
    Ok(())
}

/// What became of all lines: `3 terms (2 lines left out, 1 twice, 4 remarks)`.
fn sum(imported: &Import) -> String {
    let asides = [
        (imported.hidden.len(), "term", " beside them to hide articles"),
        (imported.skipped.len(), "line", " left out"),
        (imported.twice, "line", " twice"),
        (imported.remarks, "remark", ""),
    ];
    let asides = asides.into_iter().filter(|(count, ..)| *count > 0);
    let asides: Vec<String> =
        asides.map(|(count, noun, what)| format!("{}{what}", many(count, noun))).collect();
    let terms = many(imported.terms.len(), "term");
    if asides.is_empty() { terms } else { format!("{terms} ({})", asides.join(", ")) }
}
