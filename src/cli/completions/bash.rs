//! Bash: asks what clap has made and mends the answer. Files are offered only where one is meant.

use clap::{Command, CommandFactory, ValueHint};

use super::lines;
use crate::cli::args::Cli;

pub(super) fn mended(made: &str) -> String {
    let names = lines(
        |command, names| format!("        *\" {command} \") list={names} ;;\n"),
        |option, names| format!("        *\" {option} \") list={names}; COMPREPLY=() ;;\n"),
    );
    let files: Vec<String> =
        taking_files().iter().map(|command| format!("*\" {command} \"*")).collect();
    let files = files.join("|");
    let made = made.replace("complete -F _wirewatch ", "complete -F _wirewatch_mended ");
    format!(
        r#"{made}
_wirewatch_mended() {{
    local typed=" ${{COMP_WORDS[*]:1:COMP_CWORD-1}} " list="" word kept=()
    _wirewatch "$@"
    case "$typed" in
{names}    esac
    # Values are for the option before them, options for who begins one.
    if [[ $2 == -* || ( $3 == -* && -z $list ) ]]; then return 0; fi
    for word in "${{COMPREPLY[@]}}"; do
        if [[ $word != -* ]]; then kept+=("$word"); fi
    done
    if [[ -n $list ]]; then
        kept+=($(compgen -W "$("$1" completions --names $list 2>/dev/null)" -- "$2"))
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

/// The commands that take a file by its place.
pub(super) fn taking_files() -> Vec<String> {
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
