//! `wirewatch completions SHELL`: what a shell needs to complete commands and options, made from
//! the arguments as they are declared. Bash also learns the names in the configuration, asked of
//! the program when they are wanted, and offers files only where a file is meant.

use std::fmt::Write as _;
use std::io::Write;

use clap::{Command, CommandFactory, ValueHint};
use clap_complete::Shell;

use super::args::Cli;
use super::{Ending, Status, out};

/// Commands that take names, and the command that lists these in its first column.
const NAMED: &[(&[&str], &str)] = &[
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
        "watch list",
    ),
    (&["notify test", "notify retry"], "notify list"),
    (&["notify kinds"], "notify kinds"),
];

/// Options that take such a name.
const OPTIONS: &[(&str, &str)] = &[("--watch", "watch list"), ("--notifier", "notify list")];

pub(super) fn run(shell: Shell) -> Ending {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "wirewatch", &mut text);
    let mut stdout = out::stdout();
    if shell == Shell::Bash {
        let text = String::from_utf8_lossy(&text);
        stdout.write_all(bash(&text).as_bytes())?;
    } else {
        stdout.write_all(&text)?;
    }
    stdout.flush()?;
    Ok(Status::Done)
}

/// The script for bash, which asks what clap has made, and mends the answer.
fn bash(made: &str) -> String {
    let (mut names, mut options) = (String::new(), String::new());
    for (commands, list) in NAMED {
        let _ = writeln!(names, "        {}) list=\"{list}\" ;;", patterns(commands, ""));
    }
    for (option, list) in OPTIONS {
        let _ = writeln!(options, "        {option}) list=\"{list}\"; COMPREPLY=() ;;");
    }
    let files = taking_files();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let files = patterns(&files, "*");
    let made = made.replace("complete -F _wirewatch ", "complete -F _wirewatch_mended ");
    format!(
        r#"{made}
_wirewatch_mended() {{
    local typed=" ${{COMP_WORDS[*]:1:COMP_CWORD-1}} " list="" word kept=()
    # The first column of a list, without its head.
    local column='/^WATCH /d; /^NAME /d; s/^\([^ ]*\)  .*/\1/p'
    _wirewatch "$@"
    case "$typed" in
{names}    esac
    case "$3" in
{options}        # Values are for the option before them, options for who begins one.
        -*) return 0 ;;
    esac
    if [[ $2 == -* ]]; then return 0; fi
    for word in "${{COMPREPLY[@]}}"; do
        if [[ $word != -* ]]; then kept+=("$word"); fi
    done
    if [[ -n $list ]]; then
        kept+=($(compgen -W "$("$1" $list 2>/dev/null | sed -n "$column")" -- "$2"))
    fi
    COMPREPLY=("${{kept[@]}}")
    case "$typed" in
        {files}) ;;
        *) compopt +o default +o bashdefault 2>/dev/null ;;
    esac
    return 0
}}
"#
    )
}

/// Patterns of a shell for a line in which these commands are typed, and more as `rest` says.
fn patterns(commands: &[&str], rest: &str) -> String {
    let each: Vec<String> =
        commands.iter().map(|command| format!("*\" {command} \"{rest}")).collect();
    each.join("|")
}

/// The commands that take a file by its place.
fn taking_files() -> Vec<String> {
    let mut waiting = vec![(String::new(), Cli::command())];
    let mut found = Vec::new();
    while let Some((typed, command)) = waiting.pop() {
        let inner = command.get_subcommands().cloned();
        waiting.extend(inner.map(|it| (format!("{typed} {}", it.get_name()), it)));
        if takes_a_file(&command) {
            found.push(typed.trim_start().to_owned());
        }
    }
    found.sort();
    found
}

fn takes_a_file(command: &Command) -> bool {
    command
        .get_positionals()
        .any(|arg| matches!(arg.get_value_hint(), ValueHint::AnyPath | ValueHint::FilePath))
}
