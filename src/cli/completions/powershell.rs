//! PowerShell: names where one is meant, else what clap has made.

use super::lines;

/// Behind which line of clap's the names are looked for.
const BEHIND: &str = "    param($wordToComplete, $commandAst, $cursorPosition)\n";

pub(super) fn mended(made: &str) -> String {
    let line = |typed: &str, names: &str| format!("        '* {typed}' {{ '{names}' }}\n");
    let names = lines(line, line);
    let own = format!(
        r#"{BEHIND}
    $before = @($commandAst.CommandElements |
        Where-Object {{ $_.Extent.EndOffset -lt $cursorPosition }} |
        ForEach-Object {{ $_.Extent.Text }})
    $list = switch -Wildcard ($before -join ' ') {{
{names}    }}
    if ($list -and $wordToComplete -notlike '-*') {{
        & $before[0] completions --names $list 2>$null |
            Where-Object {{ $_ -like "$wordToComplete*" }} |
            ForEach-Object {{ [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, $_) }}
        return
    }}
"#
    );
    made.replacen(BEHIND, &own, 1)
}
