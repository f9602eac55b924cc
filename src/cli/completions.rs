//! `wirewatch completions SHELL`: what a shell needs to complete commands and options, made from
//! the arguments as they are declared. Every shell also learns the names in the configuration, asked
//! of the program (`completions --names`) when they are wanted. One file a shell says how.

mod bash;
mod elvish;
mod fish;
mod powershell;
mod zsh;

use std::collections::HashMap;
use std::io::Write;

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;

use super::args::{Cli, Global, Names};
use super::{Ending, Status, out, place};
use crate::config::Loaded;
use crate::notify::kinds::KINDS;

/// Commands that take a name, and of what.
const NAMED: &[(&[&str], Names)] = &[
    (
        &[
            "watch show",
            "watch edit",
            "watch remove",
            "watch enable",
            "watch disable",
            "watch test",
            "watch backtest",
        ],
        Names::Watches,
    ),
    (&["feed check", "feed remove", "feed enable", "feed disable"], Names::Feeds),
    (&["notify test", "notify retry"], Names::Notifiers),
    (&["notify kinds"], Names::Kinds),
];

/// Options that take such a name.
const OPTIONS: &[(&str, Names)] = &[("--watch", Names::Watches), ("--notifier", Names::Notifiers)];

/// Prints the script of a shell.
pub(super) fn script(shell: Option<Shell>) -> Ending {
    // clap asks for one where no names are.
    let Some(shell) = shell else { return Ok(Status::Done) };
    let mut made = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "wirewatch", &mut made);
    let made = String::from_utf8_lossy(&made);
    let text = match shell {
        Shell::Bash => bash::mended(&made),
        Shell::Elvish => elvish::mended(&made),
        Shell::Fish => fish::mended(&made),
        Shell::PowerShell => powershell::mended(&made),
        Shell::Zsh => zsh::mended(&made),
        _ => made.into_owned(),
    };
    let mut stdout = out::stdout();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(Status::Done)
}

/// Prints names one a line, for the scripts.
pub(super) fn names(global: &Global, of: Names) -> Ending {
    let known: Vec<String> = match of {
        Names::Kinds => KINDS.iter().map(|kind| kind.name.to_owned()).collect(),
        Names::Watches | Names::Notifiers | Names::Feeds => {
            let (_, Loaded { vocabulary, settings, feeds, .. }) = place::load(global)?;
            match of {
                Names::Watches => vocabulary.watches.into_iter().map(|watch| watch.name).collect(),
                Names::Notifiers => settings.notify.into_iter().map(|way| way.name).collect(),
                _ => short(feeds.into_iter().map(|feed| feed.url).collect()),
            }
        }
    };
    let mut stdout = out::stdout();
    for name in known {
        writeln!(stdout, "{name}")?;
    }
    stdout.flush()?;
    Ok(Status::Done)
}

/// The host of an address where it is that of one feed alone, else the address.
fn short(urls: Vec<String>) -> Vec<String> {
    let host = |url: &str| url::Url::parse(url).ok()?.host_str().map(str::to_owned);
    let mut counts: HashMap<String, usize> = HashMap::new();
    for host in urls.iter().filter_map(|url| host(url)) {
        *counts.entry(host).or_default() += 1;
    }
    let one = |url: String| host(&url).filter(|host| counts.get(host) == Some(&1)).unwrap_or(url);
    urls.into_iter().map(one).collect()
}

/// The word of a value, as it is typed.
fn word(names: Names) -> String {
    names.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

/// One line of a script for each command and each option that takes a name.
fn lines(command: impl Fn(&str, &str) -> String, option: impl Fn(&str, &str) -> String) -> String {
    let commands = NAMED.iter().flat_map(|(all, names)| {
        let command = &command;
        all.iter().map(move |typed| command(typed, &word(*names)))
    });
    let options = OPTIONS.iter().map(|(typed, names)| option(typed, &word(*names)));
    commands.chain(options).collect()
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_feed_is_called_by_its_host_where_that_is_one_alone() {
        let urls = ["https://a.example/rss", "https://b.example/1", "https://b.example/2"];
        let short = short(urls.map(str::to_owned).to_vec());
        assert_eq!(short, ["a.example", "https://b.example/1", "https://b.example/2"]);
    }
}
