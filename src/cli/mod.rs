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
mod steady;
mod store;
mod story;
mod table;
mod tips;
mod values;
mod versions;
mod watch;

use std::process::ExitCode;

use clap::builder::Resettable;
use clap::{Arg, CommandFactory, FromArgMatches, Id};

use args::{Cli, Command, Global};
pub use report::{Failure, STATUSES, Status};

/// What a subcommand ends with.
type Ending = Result<Status, Failure>;

/// Runs the program on this process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match arguments() {
        Ok(cli) => cli,
        Err(error) => return report::usage(&error),
    };
    report::end(dispatch(&cli))
}

/// The arguments of this process. A variable that is set to nothing counts as not set.
fn arguments() -> Result<Cli, clap::Error> {
    let empty =
        |arg: &&Arg| arg.get_env().and_then(std::env::var_os).is_some_and(|value| value.is_empty());
    let command = Cli::command();
    let unset: Vec<Id> =
        command.get_arguments().filter(empty).map(|arg| arg.get_id().clone()).collect();
    let command = unset
        .into_iter()
        .fold(command, |command, id| command.mut_arg(id, |arg| arg.env(Resettable::Reset)));
    let read = command.try_get_matches().and_then(|found| Cli::from_arg_matches(&found));
    read.map_err(|error| {
        let mut command = Cli::command();
        let error = error.format(&mut command);
        tips::suggested(error, &command)
    })
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
        Some(Command::Completions { names: Some(of), .. }) => completions::names(global, *of),
        Some(Command::Completions { shell, .. }) => completions::script(*shell),
    }
}
