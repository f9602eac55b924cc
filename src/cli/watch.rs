//! `wirewatch watch …`: lists, shows, changes and tries the watches.

use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde_json::json;

use super::args::{Global, ListFormat, WatchAdd, WatchCommand};
use super::feed::tell;
use super::table::Table;
use super::{Ending, Failure, Status, articles, out, place};
use crate::config::Switch;
use crate::config::edit_watches::{self, WatchDraft};
use crate::domain::{Article, Match};
use crate::watch::{self, Matcher, Scratch, Vocabulary, WatchSpec};

pub(super) fn run(global: &Global, command: &WatchCommand) -> Ending {
    match command {
        WatchCommand::List { format } => list(global, *format),
        WatchCommand::Show { name } => show(global, name),
        WatchCommand::Add(args) => add(global, args),
        WatchCommand::Remove { name } => {
            let paths = place::paths(global)?;
            tell(edit_watches::remove(&paths, name)?, &format!("removed {name}"))
        }
        WatchCommand::Enable { name } => switch(global, name, Switch::On),
        WatchCommand::Disable { name } => switch(global, name, Switch::Off),
        WatchCommand::Test { query, file } => test(global, query, file.as_deref()),
        WatchCommand::Lint => lint(global),
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
        let names: Vec<&str> = vocabulary.watches.iter().map(|spec| spec.name.as_str()).collect();
        Failure::Usage(format!("no watch is named \"{name}\"; there are {}", names.join(", ")))
    })
}

fn show(global: &Global, name: &str) -> Ending {
    let (_, loaded) = place::load(global)?;
    let spec = find(&loaded.vocabulary, name)?;
    let shown = watch::show(&loaded.vocabulary, spec).map_err(|problems| failure(&problems))?;
    let mut stdout = out::stdout();
    writeln!(stdout, "{}: {}", spec.name, spec.say)?;
    writeln!(stdout, "match     {}", shown.query)?;
    if let Some(mask) = &shown.mask {
        writeln!(stdout, "mask      {mask}")?;
    }
    writeln!(stdout, "weight    {}", spec.weight)?;
    for list in &shown.lists {
        writeln!(stdout, "list      @{} ({} terms)", list.name, list.terms)?;
    }
    writeln!(stdout, "literals  {}", shown.literals.len())?;
    for literal in &shown.literals {
        writeln!(stdout, "  {literal}")?;
    }
    stdout.flush()?;
    Ok(Status::Done)
}

fn add(global: &Global, args: &WatchAdd) -> Ending {
    let paths = place::paths(global)?;
    let draft = WatchDraft {
        say: args.say.clone(),
        query: Some(args.query.clone()),
        mask: args.mask.clone(),
        weight: Some(args.weight),
        colour: args.colour.clone(),
        ..WatchDraft::default()
    };
    tell(edit_watches::add(&paths, &args.name, &draft)?, &format!("added {}", args.name))
}

fn switch(global: &Global, name: &str, state: Switch) -> Ending {
    let paths = place::paths(global)?;
    let said = match state {
        Switch::On => "enabled",
        Switch::Off => "disabled",
    };
    tell(edit_watches::set_enabled(&paths, name, state)?, &format!("{said} {name}"))
}

fn test(global: &Global, query: &str, file: Option<&Path>) -> Ending {
    let (_, loaded) = place::load(global)?;
    let matcher = matcher(loaded.vocabulary, query)?;
    let articles = articles::read_all(articles::open(file)?)?;
    let mut scratch = Scratch::default();
    let mut stdout = out::stdout();
    let mut flagged = 0_usize;
    for article in &articles {
        let matches = matcher.scan(article, &watch::Meta::default(), &mut scratch);
        for found in &matches {
            flagged += 1;
            print(article, found, &mut stdout)?;
        }
    }
    writeln!(stdout, "{flagged} of {} articles", articles.len())?;
    stdout.flush()?;
    Ok(if flagged == 0 { Status::NothingMatched } else { Status::Done })
}

/// A matcher of one watch, or of a query as typed.
fn matcher(mut vocabulary: Vocabulary, query: &str) -> Result<Matcher, Failure> {
    if vocabulary.watches.iter().any(|spec| spec.name == query) {
        vocabulary.watches.retain(|spec| spec.name == query);
        for spec in &mut vocabulary.watches {
            spec.enabled = true;
        }
        return Matcher::compile(&vocabulary).map_err(|problems| failure(&problems));
    }
    Matcher::for_query(&vocabulary, query).map_err(|problems| failure(&problems))
}

fn failure(problems: &[watch::Problem]) -> Failure {
    let lines: Vec<String> = problems.iter().map(watch::Problem::render).collect();
    Failure::Usage(lines.join("\n"))
}

fn print(article: &Article, found: &Match, out: &mut impl Write) -> Result<(), Failure> {
    let time = article.published.as_ref().map(Timestamp::to_string).unwrap_or_default();
    writeln!(out, "{}  {} {time}", article.title, article.outlet)?;
    for hit in &found.hits {
        let (start, end) = (hit.start, hit.end);
        writeln!(out, "  \"{}\" in {} at {start}..{end} (term {})", hit.text, hit.field, hit.term)?;
    }
    for voided in &found.voided {
        let hit = &voided.hit;
        writeln!(
            out,
            "  \"{}\" in {} is void: masked by \"{}\"",
            hit.text, hit.field, voided.mask
        )?;
    }
    Ok(())
}

fn lint(global: &Global) -> Ending {
    let (_, loaded) = place::load(global)?;
    let mut stdout = out::stdout();
    for remark in watch::lint(&loaded.vocabulary) {
        writeln!(stdout, "{}", remark.render())?;
    }
    stdout.flush()?;
    Ok(Status::Done)
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
