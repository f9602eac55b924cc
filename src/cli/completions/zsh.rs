//! Zsh: names first where one is meant, then what clap has made.

use super::lines;

/// How the function of clap's begins, and what it is called here.
const BEGINS: (&str, &str) = ("\n_wirewatch() {\n", "\n_wirewatch_made() {\n");

/// How its script ends.
const ENDS: &str = "\nif [ \"$funcstack[1]\" = \"_wirewatch\" ]; then";

pub(super) fn mended(made: &str) -> String {
    let names = lines(
        |command, names| format!("        *' {command} ') list={names} ;;\n"),
        |option, names| format!("        *' {option} ') list={names} ;;\n"),
    );
    let own = format!(
        r#"
_wirewatch() {{
    local list="" typed=" ${{(j: :)words[2,CURRENT-1]}} "
    local -a names
    case "$typed" in
{names}    esac
    if [[ -n $list && $PREFIX != -* ]]; then
        names=(${{(f)"$(_call_program names $words[1] completions --names $list 2>/dev/null)"}})
        compadd -a names
        # An option's value is such a name and nothing else.
        if [[ $words[CURRENT-1] == -* ]]; then return 0; fi
    fi
    _wirewatch_made "$@"
}}
"#
    );
    made.replacen(BEGINS.0, BEGINS.1, 1).replacen(ENDS, &format!("{own}{ENDS}"), 1)
}
