//! `wirewatch watch import`: a list of keywords, or newsboat's rules, as one new watch.

use std::io::{self, Write};

use super::{NEW_WEIGHT, edit};
use crate::cli::args::{Global, WatchImport};
use crate::cli::feed::{take, tell};
use crate::cli::{Ending, Failure, articles, place};
use crate::config::edit_watches::{self, WatchDraft};
use crate::watch::import::{self, Skipped};

/// Lines that are named one by one; the rest are counted.
const NAMED: usize = 10;

pub(super) fn run(global: &Global, args: &WatchImport) -> Ending {
    let paths = place::paths(global)?;
    let mut input = articles::open(Some(&args.file))?;
    let bytes = take(&mut input.reader, &input.name)?;
    let imported = import::read(&String::from_utf8_lossy(&bytes));
    warn(&input.name, &imported.skipped)?;
    let Some(query) = imported.query() else {
        let told = format!("{}: nothing in it to look for: write a keyword a line", input.name);
        return Err(Failure::Usage(told));
    };
    let draft = edit::draft(Some(query), &args.keys);
    let say = draft.say.or_else(|| Some(format!("Imported from {}", input.name)));
    let draft = WatchDraft { say, weight: draft.weight.or(Some(NEW_WEIGHT)), ..draft };
    let edited = edit_watches::add(&paths, &args.name, &draft)?;
    let (terms, hidden) = (imported.terms.len(), imported.hidden.len());
    let but = if hidden == 0 { String::new() } else { format!(", {hidden} that hide an article") };
    tell(edited, &format!("added {} with {terms} terms{but}", args.name))
}

fn warn(name: &str, skipped: &[Skipped]) -> io::Result<()> {
    let mut stderr = io::stderr();
    for Skipped { line, reason } in skipped.iter().take(NAMED) {
        writeln!(stderr, "wirewatch: {name}, line {line}: left out: {reason}")?;
    }
    match skipped.len().saturating_sub(NAMED) {
        0 => Ok(()),
        more => writeln!(stderr, "wirewatch: {name}: {more} more lines left out"),
    }
}
