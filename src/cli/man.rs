//! `wirewatch man`: the manual pages, made from the arguments as they are declared, and from the
//! help that stands below them.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::args::{Cli, ManArgs};
use super::report::STATUSES;
use super::{Ending, Failure, Status, out};

/// Variables that no option stands for, and what they do.
const VARIABLES: &[(&str, &str)] = &[
    ("VISUAL, EDITOR", "the editor of `wirewatch watch edit`"),
    ("NO_COLOR", "set to anything: no colour, on screen and in lists"),
    ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME", "where the files below are instead"),
];

/// Files, and what is in them.
const FILES: &[(&str, &str)] = &[
    ("~/.config/wirewatch/config.toml", "settings and notifiers"),
    ("~/.config/wirewatch/watches.toml", "your watches and lists of terms"),
    ("~/.config/wirewatch/feeds.toml", "your feeds, and who owns outlets"),
    ("~/.local/share/wirewatch/wirewatch.db", "the store"),
    ("~/.local/state/wirewatch/log/wirewatch.log", "the log of the dashboard"),
];

pub(super) fn run(args: &ManArgs) -> Ending {
    let mut stdout = out::stdout();
    match &args.dir {
        None => page(&commands(), &mut stdout)?,
        Some(folder) => {
            write_all(folder).map_err(|error| {
                let shown = folder.display();
                Failure::CannotRun(format!("{shown}: the pages cannot be written: {error}"))
            })?;
            writeln!(stdout, "wrote wirewatch.1 and its companions to {}", folder.display())?;
        }
    }
    stdout.flush()?;
    Ok(Status::Done)
}

/// A page for each command, `wirewatch-feed-add.1` and so on.
fn write_all(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut waiting = vec![commands()];
    while let Some(command) = waiting.pop() {
        waiting.extend(command.get_subcommands().filter(|inner| !inner.is_hide_set()).cloned());
        let mut text = Vec::new();
        page(&command, &mut text)?;
        fs::write(folder.join(Man::new(command).get_filename()), text)?;
    }
    Ok(())
}

/// Every command; `help` says what the pages say.
fn commands() -> Command {
    let mut all = Cli::command().disable_help_subcommand(true);
    all.build();
    all
}

/// How the help begins to speak of the exit status.
const STATUS: &str = "Exit status: ";

/// Writes the page of one command.
fn page(command: &Command, out: &mut dyn Write) -> io::Result<()> {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().to_owned();
    let whole = command.get_version().is_some();
    let man = Man::new(command.clone().override_usage(usage));
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    if command.get_arguments().next().is_some() {
        man.render_options_section(out)?;
    }
    if command.has_subcommands() {
        man.render_subcommands_section(out)?;
    }
    let mut roff = Roff::default();
    let help = command.get_after_long_help().or(command.get_after_help());
    let help = help.map(ToString::to_string).unwrap_or_default();
    // Of the whole program the table of statuses says more than that sentence.
    let told = |part: &&str| !(whole && part.starts_with(STATUS));
    help.split("\n\n").filter(told).for_each(|part| below(part, &mut roff));
    if whole {
        surroundings(command, &mut roff);
    } else {
        section("SEE ALSO", &mut roff);
        roff.text([roman("wirewatch(1) has the exit statuses, the variables and the files.")]);
    }
    roff.to_writer(out)?;
    if whole { man.render_version_section(out) } else { Ok(()) }
}

/// A paragraph of what stands below the options in the help: the examples as they are typed, the
/// exit status, or what else is said.
fn below(part: &str, roff: &mut Roff) {
    let mut lines = part.lines().map(str::trim).peekable();
    if lines.next_if(|line| matches!(*line, "Example:" | "Examples:")).is_some() {
        section("EXAMPLES", roff);
        roff.control("EX", []);
        for line in lines {
            roff.text([roman(line)]);
        }
        roff.control("EE", []);
    } else if let Some(statuses) = part.strip_prefix(STATUS) {
        section("EXIT STATUS", roff);
        for line in statuses.lines() {
            roff.text([roman(line.trim())]);
        }
    } else if lines.peek().is_some() {
        section("NOTES", roff);
        for line in lines {
            roff.text([roman(line)]);
        }
    }
}

/// What the whole program reads and writes.
fn surroundings(command: &Command, roff: &mut Roff) {
    section("EXIT STATUS", roff);
    for (status, meaning) in STATUSES {
        row(&status.to_string(), meaning, roff);
    }
    section("ENVIRONMENT", roff);
    for arg in command.get_arguments() {
        if let (Some(name), Some(help)) = (arg.get_env(), arg.get_help()) {
            row(&name.to_string_lossy(), &help.to_string(), roff);
        }
    }
    for (names, help) in VARIABLES {
        row(names, help, roff);
    }
    section("FILES", roff);
    for (file, help) in FILES {
        row(file, help, roff);
    }
}

fn section(name: &str, roff: &mut Roff) {
    roff.control("SH", [name]);
}

/// A term, and what is said of it.
fn row(term: &str, said: &str, roff: &mut Roff) {
    roff.control("TP", []);
    roff.text([roman(term)]);
    roff.text([roman(said)]);
}
