//! `wirewatch watch …`: lists, shows, changes and tries the watches.

mod backtest;
mod edit;
mod editor;
mod import;
mod lint;
mod trying;

use std::io::Write;

use serde_json::json;

use super::args::{Global, ListFormat, WatchAdd, WatchCommand};
use super::feed::tell;
use super::table::Table;
use super::{Ending, Failure, Status, out, place};
use crate::config::edit_watches::{self, WatchDraft};
use crate::config::{Layer, Switch, suggest};
use crate::watch::{self, Vocabulary, WatchSpec};

/// Points of a watch that is added without any.
const NEW_WEIGHT: i32 = 25;

pub(super) fn run(global: &Global, command: &WatchCommand) -> Ending {
    match command {
        WatchCommand::List { format } => list(global, *format),
        WatchCommand::Show { name, literals } => {
            show(global, name, if *literals { Detail::All } else { Detail::Brief })
        }
        WatchCommand::Add(args) => add(global, args),
        WatchCommand::Edit(args) => edit::run(global, args),
        WatchCommand::Import(args) => import::run(global, args),
        WatchCommand::Remove { name } => {
            let paths = place::paths(global)?;
            tell(edit_watches::remove(&paths, name)?, &format!("removed {name}"))
        }
        WatchCommand::Enable { name } => switch(global, name, Switch::On),
        WatchCommand::Disable { name } => switch(global, name, Switch::Off),
        WatchCommand::Test(args) => trying::run(global, args),
        WatchCommand::Backtest(args) => backtest::run(global, args),
        WatchCommand::Lint { format, shipped } => {
            lint::run(global, *format, if *shipped { Layer::Shipped } else { Layer::User })
        }
        WatchCommand::Operators => operators(),
    }
}

fn list(global: &Global, format: ListFormat) -> Ending {
    let (_, loaded) = place::load(global)?;
    let watches = &loaded.vocabulary.watches;
    let mut stdout = out::stdout();
    if format == ListFormat::Json {
        let rows: Vec<_> = watches.iter().map(json_of).collect();
        out::json_line(&mut stdout, &rows)?;
        stdout.flush()?;
        return Ok(Status::Done);
    }
    let mut table = Table::new(&["WATCH", "STATE", "WEIGHT", "WHAT FOR"]);
    for spec in watches {
        table.row(vec![
            spec.name.clone(),
            if spec.enabled { "on" } else { "off" }.to_owned(),
            spec.weight.to_string(),
            spec.say.clone(),
        ]);
    }
    table.print(&mut stdout)?;
    stdout.flush()?;
    Ok(Status::Done)
}

fn json_of(spec: &WatchSpec) -> serde_json::Value {
    json!({
        "name": spec.name, "say": spec.say, "match": spec.query, "mask": spec.mask,
        "weight": spec.weight, "colour": spec.colour, "severity": spec.severity,
        "enabled": spec.enabled,
    })
}

/// The watch of a name, or an error that names the nearest.
fn find<'a>(vocabulary: &'a Vocabulary, name: &str) -> Result<&'a WatchSpec, Failure> {
    vocabulary.watches.iter().find(|spec| spec.name == name).ok_or_else(|| {
        let names = vocabulary.watches.iter().map(|spec| spec.name.as_str());
        Failure::Usage(format!("no watch is named \"{name}\", {}", suggest::hint(name, names)))
    })
}

/// Refuses names that no watch has.
pub(super) fn known(vocabulary: &Vocabulary, names: &[String]) -> Result<(), Failure> {
    names.iter().try_for_each(|name| find(vocabulary, name).map(|_| ()))
}

fn show(global: &Global, name: &str, detail: Detail) -> Ending {
    let (_, loaded) = place::load(global)?;
    let spec = find(&loaded.vocabulary, name)?;
    let shown = watch::show(&loaded.vocabulary, spec).map_err(|problems| failure(&problems))?;
    let mut stdout = out::stdout();
    let state = if spec.enabled { "on" } else { "off" };
    writeln!(stdout, "{} ({state}, weight {}): {}", spec.name, spec.weight, spec.say)?;
    if let Some(severity) = spec.severity {
        writeln!(stdout, "severity  at least {severity}")?;
    }
    parts("match", (&shown.joined_by, &shown.parts), &mut stdout)?;
    if let Some(mask) = &shown.mask {
        writeln!(stdout, "mask      {mask}")?;
    }
    for list in &shown.lists {
        writeln!(stdout, "list      @{} ({} terms)", list.name, list.terms)?;
    }
    writeln!(stdout, "literals  {}", shown.literals.len())?;
    match detail {
        Detail::All => {
            for literal in &shown.literals {
                writeln!(stdout, "  {literal}")?;
            }
        }
        Detail::Brief => writeln!(stdout, "  `--literals` prints them")?,
    }
    stdout.flush()?;
    Ok(Status::Done)
}

/// How much `show` prints.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    Brief,
    All,
}

/// The parts of a query under each other, the operator that joins them before all but the first.
fn parts(
    key: &str,
    (joined_by, parts): (&str, &[String]),
    out: &mut impl Write,
) -> std::io::Result<()> {
    for (index, part) in parts.iter().enumerate() {
        let key = if index == 0 { key } else { "" };
        let word = if index == 0 { "" } else { joined_by };
        let indent = joined_by.len();
        let gap = if indent == 0 { "" } else { " " };
        writeln!(out, "{key:<9} {word:indent$}{gap}{part}")?;
    }
    Ok(())
}

fn add(global: &Global, args: &WatchAdd) -> Ending {
    let paths = place::paths(global)?;
    let draft = edit::draft(Some(args.query.clone()), &args.keys);
    let draft = WatchDraft { weight: draft.weight.or(Some(NEW_WEIGHT)), ..draft };
    let added = edit_watches::add(&paths, &args.name, &draft)?;
    let status = tell(added, &format!("added {}", args.name))?;
    lint::remark(&paths, &args.name)?;
    Ok(status)
}

fn switch(global: &Global, name: &str, state: Switch) -> Ending {
    let paths = place::paths(global)?;
    let said = match state {
        Switch::On => "enabled",
        Switch::Off => "disabled",
    };
    tell(edit_watches::set_enabled(&paths, name, state)?, &format!("{said} {name}"))
}

/// Whether a character is one of those that names are made of, and queries mostly are not.
fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// The watch of a name, switched on, or a watch of a query as typed.
fn find_or_query(vocabulary: &Vocabulary, text: &str) -> WatchSpec {
    let known = vocabulary.watches.iter().find(|spec| spec.name == text);
    let typed = || {
        let names = vocabulary.watches.iter().map(|spec| spec.name.as_str());
        if let Some(near) = watch::nearest(text, names).filter(|_| text.chars().all(is_of_name)) {
            // A remark beside the answer: nobody is the worse for it where it cannot be shown.
            let _ = writeln!(
                out::stderr(),
                "wirewatch: no watch is named \"{text}\", it is tried as a query; did you mean \"{near}\"?"
            );
        }
        WatchSpec { name: "query".into(), query: text.into(), ..WatchSpec::default() }
    };
    WatchSpec { enabled: true, ..known.cloned().unwrap_or_else(typed) }
}

fn failure(problems: &[watch::Problem]) -> Failure {
    let lines: Vec<String> = problems.iter().map(watch::Problem::render).collect();
    Failure::Usage(lines.join("\n"))
}

fn operators() -> Ending {
    let mut table = Table::new(&["OPERATOR", "ALSO WRITTEN", "MEANS", "EXAMPLE"]);
    for operator in watch::operators() {
        table.row(vec![
            operator.word.to_owned(),
            operator.synonyms.join(" "),
            operator.help.to_owned(),
            operator.example.to_owned(),
        ]);
    }
    let mut stdout = out::stdout();
    table.print(&mut stdout)?;
    stdout.flush()?;
    Ok(Status::Done)
}
