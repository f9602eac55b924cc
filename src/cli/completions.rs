//! `wirewatch completions SHELL`: what a shell needs to complete commands and options, made from
//! the arguments as they are declared.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use super::args::Cli;
use super::{Ending, Status, out};

pub(super) fn run(shell: Shell) -> Ending {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "wirewatch", &mut text);
    let mut stdout = out::stdout();
    stdout.write_all(&text)?;
    stdout.flush()?;
    Ok(Status::Done)
}
