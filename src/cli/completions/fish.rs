//! Fish: further lines beside those that clap has made.

use super::lines;

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
# Whether these words are the last before the cursor, or an option with its value begun.
function __wirewatch_typed
    string match -q -- "* $argv" (string join " " -- (commandline -opc))
    or string match -q -- "$argv=*" (commandline -ct)
end

function __wirewatch_names
    set -l program (commandline -opc)[1]
    command $program completions --names $argv[1] 2>/dev/null
end

{own}"#
    )
}
