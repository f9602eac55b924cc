//! `wirewatch man`: the manual pages, made from the arguments as they are declared.

use std::fs;
use std::io::Write;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::args::{Cli, ManArgs};
use super::{Ending, Failure, Status, out};

pub(super) fn run(args: &ManArgs) -> Ending {
    let mut stdout = out::stdout();
    match &args.dir {
        None => Man::new(commands()).render(&mut stdout)?,
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
fn write_all(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(commands(), folder)
}

/// Every command; `help` says what the pages say.
fn commands() -> Command {
    Cli::command().disable_help_subcommand(true)
}
