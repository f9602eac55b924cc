//! Fish: further lines beside those that clap has made, which know no values of commands, offer no
//! value of an option that stands before the command, and offer files everywhere.

use clap::{Command, CommandFactory, ValueEnum};
use clap_complete::Shell;

use super::bash::taking_files;
use super::lines;
use crate::cli::args::Cli;

pub(super) fn mended(made: &str) -> String {
    let ask = |names: &str| format!("-f -a \"(__wirewatch_names {names})\"\n");
    let own = lines(
        |command, names| {
            format!("complete -c wirewatch -n \"__wirewatch_typed {command}\" {}", ask(names))
        },
        // Without the condition the option would be offered everywhere.
        |option, names| {
            let (long, ask) = (option.trim_start_matches('-'), ask(names));
            format!("complete -c wirewatch -n \"__wirewatch_typed {option}\" -l {long} -r {ask}")
        },
    );
    format!(
        r#"{made}
# Files are offered where a command takes one.
complete -c wirewatch -f
# Whether these words are the last before the cursor, or an option with its value begun.
function __wirewatch_typed
    string match -q -- "* $argv" (string join " " -- (commandline -opc))
    or string match -q -- "$argv=*" (commandline -ct)
end

function __wirewatch_names
    set -l program (commandline -opc)[1]
    command $program completions --names $argv[1] 2>/dev/null
end

{own}{}{}{}"#,
        files(),
        shells(),
        values(&Cli::command()),
    )
}

fn files() -> String {
    let one = |typed: String| {
        let words: Vec<String> =
            typed.split(' ').map(|word| format!("__fish_seen_subcommand_from {word}")).collect();
        format!("complete -c wirewatch -n \"{}\" -F\n", words.join("; and "))
    };
    taking_files().into_iter().map(one).collect()
}

fn shells() -> String {
    let known = Shell::value_variants().iter().map(Shell::to_string);
    let known = known.collect::<Vec<_>>().join(" ");
    format!("complete -c wirewatch -n \"__wirewatch_typed completions\" -f -a \"{known}\"\n")
}

/// The values of the options that stand before the command: clap asks whether there is a command, and
/// an option without its value is no answer to that.
fn values(commands: &Command) -> String {
    let options = commands.get_arguments().filter_map(|option| {
        let long = option.get_long()?;
        let known = option.get_possible_values();
        let known: Vec<&str> = known.iter().map(clap::builder::PossibleValue::get_name).collect();
        let known =
            (!known.is_empty() && option.get_action().takes_values()).then(|| known.join(" "))?;
        let typed = format!("__wirewatch_typed --{long}");
        Some(format!("complete -c wirewatch -n \"{typed}\" -l {long} -r -f -a \"{known}\"\n"))
    });
    options.collect()
}
