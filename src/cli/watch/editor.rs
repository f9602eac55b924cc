//! The user's editor: which program it is, its words, and the start of it, never through a shell.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// Editors that take `+LINE` before the file.
const TAKE_A_LINE: &[&str] = &[
    "vi",
    "vim",
    "nvim",
    "view",
    "nano",
    "emacs",
    "emacsclient",
    "kak",
    "micro",
    "joe",
    "ne",
    "mg",
];

/// What is used on a terminal where neither variable says otherwise.
pub(super) const FALLBACK: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// The editor's words: `$VISUAL`, else `$EDITOR`, else the fallback.
pub(super) fn chosen(
    variable: impl Fn(&str) -> Option<String>,
    fallback: Option<&str>,
) -> Result<Vec<String>, String> {
    let set =
        |name| variable(name).filter(|value| !value.trim().is_empty()).map(|value| (name, value));
    let Some((name, value)) = set("VISUAL").or_else(|| set("EDITOR")) else {
        return fallback.map(|program| vec![program.to_owned()]).ok_or_else(|| {
            "no terminal for an editor here: write the query, `wirewatch watch edit NAME QUERY`, or set EDITOR"
                .to_owned()
        });
    };
    let words =
        words(&value).ok_or_else(|| format!("{name}: a quotation mark is not closed: {value}"))?;
    if words.is_empty() { Err(format!("{name} names no program")) } else { Ok(words) }
}

/// Splits as a shell splits simple words: blanks between them, quotes around them, a backslash
/// before a single character. Nothing else means anything. `None` when a quote is not closed.
fn words(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') if rest.peek().is_some_and(|next| is_escaped(*next)) => {
                word.get_or_insert_default().extend(rest.next());
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

/// What a backslash stands before; before anything else it is itself, as in a Windows path.
fn is_escaped(c: char) -> bool {
    matches!(c, '\\' | '"' | '\'' | ' ')
}

/// Opens a file in the editor and waits for its end.
pub(super) fn run(words: &[String], file: &Path, line: usize) -> Result<(), String> {
    let Some((program, arguments)) = words.split_first() else {
        return Err("no editor is known: set EDITOR".to_owned());
    };
    let name = Path::new(program).file_stem().and_then(OsStr::to_str).unwrap_or_default();
    let mut command = Command::new(program);
    command.args(arguments);
    if line > 1 && TAKE_A_LINE.contains(&name) {
        command.arg(format!("+{line}"));
    }
    let status = command.arg(file).status().map_err(|error| {
        format!("the editor \"{program}\" cannot be started: {error}; set VISUAL or EDITOR")
    })?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("the editor \"{program}\" failed ({status})"))
    }
}

#[cfg(test)]
mod tests {
    use super::{chosen, words};

    #[test]
    fn words_are_those_of_a_shell_and_nothing_is_expanded() {
        let cases: &[(&str, Option<&[&str]>)] = &[
            ("vi", Some(&["vi"])),
            ("code --wait", Some(&["code", "--wait"])),
            ("'/opt/my editor/e' -x ''", Some(&["/opt/my editor/e", "-x", ""])),
            (r#"e "a \"b\" $HOME" `x`;rm"#, Some(&["e", "a \"b\" $HOME", "`x`;rm"])),
            (r"my\ editor C:\bin\e", Some(&["my editor", r"C:\bin\e"])),
            ("e 'open", None),
            ("  ", Some(&[])),
        ];
        for (text, expected) in cases {
            let expected =
                expected.map(|all| all.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>());
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn visual_comes_before_editor() {
        let both = |name: &str| Some(if name == "VISUAL" { "v" } else { "e" }.to_owned());
        assert_eq!(chosen(both, None), Ok(vec!["v".to_owned()]));
        let one = |name: &str| Some(if name == "VISUAL" { " " } else { "e -w" }.to_owned());
        assert_eq!(chosen(one, None), Ok(vec!["e".to_owned(), "-w".to_owned()]));
        assert_eq!(chosen(|_| None, Some("vi")), Ok(vec!["vi".to_owned()]));
        assert!(chosen(|_| None, None).is_err_and(|told| told.contains("no terminal")));
    }
}
