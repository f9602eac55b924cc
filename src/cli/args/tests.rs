//! Help is where people are: each command shows how it is used, and what it shows is right.

use std::fs;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Command, CommandFactory, Parser};

use super::Cli;

/// Every command with what is typed for it.
fn every() -> Vec<(String, Command)> {
    let mut waiting = vec![(String::from("wirewatch"), Cli::command())];
    let mut all = Vec::new();
    while let Some((typed, command)) = waiting.pop() {
        let inner = command.get_subcommands();
        waiting.extend(inner.map(|inner| (format!("{typed} {}", inner.get_name()), inner.clone())));
        all.push((typed, command));
    }
    all
}

/// The example lines of a help text.
fn examples(help: &str) -> impl Iterator<Item = &str> {
    let shown = help.lines().skip_while(|line| !line.trim_start().starts_with("Example")).skip(1);
    shown.map(str::trim).filter(|line| line.contains("wirewatch"))
}

/// The words of each wirewatch command in a line, as a shell would divide them; what stands two
/// blanks behind it is a remark.
fn commands(line: &str) -> Vec<Vec<String>> {
    let (mut words, mut word, mut quote): (Vec<String>, String, Option<char>) =
        (Vec::new(), String::new(), None);
    for c in line.split("   ").next().unwrap_or_default().chars().chain([' ']) {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, ' ') => words.push(std::mem::take(&mut word)),
            (_, c) => word.push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
        .split(|word| word == "|")
        .map(|part| part.split(|word| word == ">" || word == "<").next().unwrap_or_default())
        .map(|part| part.iter().skip_while(|word| word.contains('=')).cloned().collect::<Vec<_>>())
        .filter(|part| part.first().is_some_and(|word| word == "wirewatch"))
        .collect()
}

#[test]
fn every_command_shows_an_example_that_it_understands() {
    let mut faults = Vec::new();
    for (typed, mut command) in every() {
        let help = command.render_long_help().to_string();
        if examples(&help).next().is_none() {
            faults.push(format!("{typed}: its help has no example"));
        }
        for line in examples(&help) {
            for words in commands(line) {
                if let Err(error) = Cli::try_parse_from(&words) {
                    faults.push(format!("{typed}: {line}\n{error}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_declaration_holds_together() {
    Cli::command().debug_assert();
}

#[test]
fn the_readme_lists_every_command_as_the_help_does() {
    let readme = include_str!("../../../README.md");
    for command in Cli::command().get_subcommands() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let row = format!("| `wirewatch {}` | {about} |", command.get_name());
        assert!(readme.contains(&row), "the README lacks: {row}");
    }
}

/// The files below a folder that end so.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    // A package is without its docs.
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|it| it == ending) {
            found.push(path);
        }
    }
    found
}

/// The commands between single backticks in a text, as words; `…` and alternatives end one.
fn mentioned(text: &str) -> Vec<Vec<String>> {
    let prose: Vec<&str> = text.split("```").step_by(2).collect();
    let joined = prose.join(" ").replace("\\\n", " ");
    let spans = joined.split('`').filter(|span| span.starts_with("wirewatch"));
    let known = |word: &String| !word.contains(['…', '|', '[', '{']);
    let cut = |words: Vec<String>| words.into_iter().take_while(known).collect();
    let one_line = |span: &str| span.split_whitespace().collect::<Vec<_>>().join(" ");
    let spans = spans.filter(|span| span.len() < 200).map(one_line);
    spans.flat_map(|span| commands(&span)).map(cut).collect()
}

#[test]
fn every_command_that_prose_or_advice_mentions_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = files(&root.join("docs"), "md");
    pages.extend(["README.md", "CHANGELOG.md", "CONTRIBUTING.md"].map(|name| root.join(name)));
    pages.extend(files(&root.join("src"), "rs"));
    let (mut faults, mut looked) = (Vec::new(), 0);
    for page in pages {
        for words in mentioned(&fs::read_to_string(&page).unwrap()) {
            looked += 1;
            let Err(error) = Cli::try_parse_from(&words) else { continue };
            if matches!(error.kind(), ErrorKind::InvalidSubcommand | ErrorKind::UnknownArgument) {
                faults.push(format!("{}: {}", page.display(), words.join(" ")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(looked > 100, "the commands are not found any more");
}

#[test]
fn the_unit_for_systemd_starts_a_command_that_is_there() {
    let unit = include_str!("../../../config/wirewatch.service");
    let line = unit.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/"));
    let words: Vec<&str> = line.unwrap().split(' ').collect();
    assert!(Cli::try_parse_from(words).is_ok());
    for (variable, option) in [("WIREWATCH_CONFIG", "config"), ("WIREWATCH_STORE", "store")] {
        assert!(unit.contains(&format!("Environment={variable}=/")), "{variable}");
        let command = Cli::command();
        let arg = command.get_arguments().find(|arg| arg.get_id() == option).unwrap();
        assert_eq!(arg.get_env().unwrap(), variable);
    }
}
