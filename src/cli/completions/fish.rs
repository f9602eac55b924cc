//! Fish: further lines beside those that clap has made.

use super::lines;

pub(super) fn mended(made: &str) -> String {
    let ask = |names: &str| format!("-f -a \"(__wirewatch_names {names})\"\n");
    let own = lines(
        |command, names| {
            format!("complete -c wirewatch -n \"__wirewatch_typed {command}\" {}", ask(names))
        },
        |option, names| {
            format!("complete -c wirewatch -l {} -r {}", option.trim_start_matches('-'), ask(names))
        },
    );
    format!(
        r#"{made}
# Whether these words are the last before the cursor.
function __wirewatch_typed
    string match -q -- "* $argv" (string join " " -- (commandline -opc))
end

function __wirewatch_names
    set -l program (commandline -opc)[1]
    command $program completions --names $argv[1] 2>/dev/null
end

{own}"#
    )
}
