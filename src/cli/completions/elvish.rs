//! Elvish: names where one is meant, else what clap has made.

use super::lines;

pub(super) fn mended(made: &str) -> String {
    let line = |typed: &str, names: &str| format!("    &' {typed}'={names}\n");
    let names = lines(line, line);
    format!(
        r#"{made}
var wirewatch-names = [
{names}]
var wirewatch-made = $edit:completion:arg-completer[wirewatch]
set edit:completion:arg-completer[wirewatch] = {{|@words|
    var typed = ' '(str:join ' ' $words[1..-1])
    for command [(keys $wirewatch-names)] {{
        if (and (str:has-suffix $typed $command) (not (str:has-prefix $words[-1] '-'))) {{
            try {{
                (external $words[0]) completions --names $wirewatch-names[$command] 2>/dev/null |
                    from-lines
            }} catch {{ }}
        }}
    }}
    $wirewatch-made $@words
}}
"#
    )
}
