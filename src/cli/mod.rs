//! The command line: arguments in, one file a subcommand, a message and an exit status out.

mod alert;
mod args;
mod articles;
mod completions;
mod config;
mod demo;
mod doctor;
mod export;
mod feed;
mod filter;
mod live;
mod log;
mod man;
mod notify;
mod out;
mod paint;
mod place;
mod report;
mod rotating;
mod run;
mod search;
mod service;
mod store;
mod story;
mod table;
mod values;
mod watch;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command, Global};
pub use report::{Failure, STATUSES, Status};

/// What a subcommand ends with.
type Ending = Result<Status, Failure>;

/// Runs the program on this process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return report::usage(&error),
    };
    report::end(dispatch(&cli))
}

fn dispatch(cli: &Cli) -> Ending {
    let global: &Global = &cli.global;
    match &cli.command {
        None => live::run(global, &cli.screen),
        Some(_) if cli.screen.ascii || cli.screen.theme.is_some() => Err(Failure::Usage(
            "--ascii and --theme are for the dashboard: `wirewatch --ascii`, `wirewatch demo --ascii`"
                .to_owned(),
        )),
        Some(Command::Run(args)) => run::run(global, args),
        Some(Command::Demo(args)) => demo::run(global, args),
        Some(Command::Watch(command)) => watch::run(global, command),
        Some(Command::Feed(command)) => feed::run(global, command),
        Some(Command::Match(args)) => filter::run(global, args),
        Some(Command::Alert(command)) => alert::run(global, command),
        Some(Command::Search(args)) => search::run(global, args),
        Some(Command::Notify(command)) => notify::run(global, command),
        Some(Command::Story(command)) => story::run(global, command),
        Some(Command::Store(command)) => store::run(global, command),
        Some(Command::Config(command)) => config::run(global, command),
        Some(Command::Doctor(args)) => doctor::run(global, args),
        Some(Command::Man(args)) => man::run(args),
        Some(Command::Completions { shell }) => completions::run(*shell),
    }
}
