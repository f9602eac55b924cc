//! What stands around and inside a document that is nearly JSON: guards and calls before it, line
//! ends and wrong escapes in its strings, commas too many, comments, numbers that are none.

/// A document may begin with that many bytes of something else.
const BEFORE: usize = 1 << 10;

/// Words that stand where a value should, and are none.
const NO_VALUES: &[&str] = &["NaN", "-Infinity", "Infinity", "undefined"];

/// Where JSON begins in a document, if it is any: behind blanks, a guard against being run as a
/// script, a call, a comment or the server's warnings.
pub(in crate::feed) fn start(text: &str) -> Option<&str> {
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\0'));
    if text.starts_with(['{', '[']) {
        return Some(text);
    }
    // Some programs put the prolog of XML before whatever they give.
    let prolog = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let behind = prolog.map(|(_, rest)| rest.trim_start());
    if let Some(json) = behind.filter(|rest| rest.starts_with(['{', '['])) {
        return Some(json);
    }
    let at = text.bytes().take(BEFORE).position(|byte| byte == b'{')?;
    let (before, json) = text.split_at_checked(at)?;
    let is_xml = ["<?xml", "<rss", "<feed", "<rdf", "<html", "<!"]
        .iter()
        .any(|tag| before.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)));
    let names_items = || json.contains("\"items\"") || json.contains("jsonfeed.org");
    let opens = json.get(1..)?.trim_start().starts_with(['"', '}']);
    (!is_xml && opens && names_items()).then_some(json)
}

/// The document as JSON, as far as that can be told without knowing what was meant.
pub(super) fn tidied(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = match c {
            '"' => string(&mut out, rest.get(1..).unwrap_or("")),
            ',' => comma(&mut out, rest.get(1..).unwrap_or("")),
            '/' => after_comment(rest),
            'N' | 'I' | 'u' | '-' => word(&mut out, rest),
            '1'..='9' => number(&mut out, rest),
            c => {
                out.push(c);
                rest.get(c.len_utf8()..).unwrap_or("")
            }
        };
    }
    out
}

/// Digits that fit no number of a machine: as text they stay what they are.
const LONG: usize = 20;

/// A number; what follows it.
fn number<'a>(out: &mut String, text: &'a str) -> &'a str {
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let is_whole = !rest.starts_with(['.', 'e', 'E']) && !out.ends_with(['-', '.', '+']);
    if digits.len() >= LONG && is_whole && !out.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        out.extend(["\"", digits, "\""]);
    } else {
        out.push_str(digits);
    }
    rest
}

/// A string whose opening quote was read; what follows it.
fn string<'a>(out: &mut String, text: &'a str) -> &'a str {
    out.push('"');
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or("");
        rest = match c {
            '"' => {
                out.push('"');
                return after;
            }
            '\\' => escape(out, after),
            c if c < ' ' => {
                out.push_str(if c == '\n' { "\\n" } else { " " });
                after
            }
            c => {
                out.push(c);
                after
            }
        };
    }
    rest
}

/// An escape whose backslash was read; what follows it. A wrong one is the character itself.
fn escape<'a>(out: &mut String, after: &'a str) -> &'a str {
    let Some(c) = after.chars().next() else { return "" };
    let rest = after.get(c.len_utf8()..).unwrap_or("");
    match c {
        '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => {
            out.extend(['\\', c]);
            rest
        }
        'u' => match half(after) {
            Some(0xD800..=0xDBFF) => {
                let low = rest.get(4..).and_then(|rest| rest.strip_prefix('\\')).and_then(half);
                if matches!(low, Some(0xDC00..=0xDFFF)) {
                    out.push('\\');
                    out.push_str(after.get(..11).unwrap_or(""));
                    after.get(11..).unwrap_or("")
                } else {
                    out.push_str("\\ufffd");
                    rest.get(4..).unwrap_or("")
                }
            }
            Some(0xDC00..=0xDFFF) => {
                out.push_str("\\ufffd");
                rest.get(4..).unwrap_or("")
            }
            Some(_) => {
                out.push('\\');
                out.push_str(after.get(..5).unwrap_or(""));
                rest.get(4..).unwrap_or("")
            }
            None => rest,
        },
        c if c < ' ' => {
            out.push(' ');
            rest
        }
        c => {
            out.push(c);
            rest
        }
    }
}

/// The number of `uXXXX`.
fn half(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('u')?.get(..4)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// A comma that was read, unless nothing but an end follows it.
fn comma<'a>(out: &mut String, rest: &'a str) -> &'a str {
    if !rest.trim_start().starts_with(['}', ']', ',']) {
        out.push(',');
    }
    rest
}

/// What follows a comment.
fn after_comment(text: &str) -> &str {
    let end = if text.starts_with("/*") {
        text.find("*/").map(|end| end + 2)
    } else if text.starts_with("//") {
        text.find('\n')
    } else {
        Some(1)
    };
    end.and_then(|end| text.get(end..)).unwrap_or("")
}

/// A word that is no value, or one character of one that may be.
fn word<'a>(out: &mut String, text: &'a str) -> &'a str {
    if let Some(word) = NO_VALUES.iter().find(|word| text.starts_with(**word)) {
        out.push_str("null");
        return text.get(word.len()..).unwrap_or("");
    }
    out.push_str(text.get(..1).unwrap_or(""));
    text.get(1..).unwrap_or("")
}

/// One object a line as a list, and what is said of one whose last line breaks off.
pub(super) fn lines(text: &str) -> Option<(String, Option<&'static str>)> {
    let mut lines: Vec<&str> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let is_whole = |line: &&str| line.starts_with('{') && line.ends_with('}');
    let cut = lines.pop_if(|last| !is_whole(&*last) && last.starts_with('{'));
    let note = cut.map(|_| super::TRUNCATED);
    let are_objects =
        lines.iter().all(is_whole) && (lines.len() > 1 || !lines.is_empty() && note.is_some());
    are_objects.then(|| (format!("[{}]", lines.join(",")), note))
}

#[cfg(test)]
mod tests {
    use super::{lines, start, tidied};

    #[test]
    fn one_object_a_line_is_a_list() {
        for (text, expected) in [
            ("{\"a\":1}\n\n {\"a\":2}\n", Some(("[{\"a\":1},{\"a\":2}]", None))),
            ("{\"a\":1}\n{\"a\":", Some(("[{\"a\":1}]", Some("truncated")))),
            ("{\"a\":1}", None),
            ("{\n\"a\":1\n}", None),
            ("[{\"a\":1},\n{\"a\":2}]", None),
        ] {
            let expected = expected.map(|(list, note)| (list.to_owned(), note));
            assert_eq!(lines(text), expected, "{text}");
        }
    }

    #[test]
    fn near_json_becomes_json() {
        for (text, expected) in [
            (r#"{"a":[1,2,],}"#, r#"{"a":[1,2]}"#),
            ("{\"a\":\"b\nc\td\"}", r#"{"a":"b\nc d"}"#),
            (r#"{"a":"It\'s \x \u12 \n"}"#, r#"{"a":"It's x 12 \n"}"#),
            (r#"{"a":"\ud83d \ud83d\ude00 \ude00"}"#, r#"{"a":"\ufffd \ud83d\ude00 \ufffd"}"#),
            ("// x, y\n{/* \"a\" */\"b\": NaN, \"c\": -Infinity}", "\n{\"b\": null, \"c\": null}"),
            (r#"{"a": -1, "b": "NaN, // ,}"}"#, r#"{"a": -1, "b": "NaN, // ,}"}"#),
        ] {
            assert_eq!(tidied(text), expected, "{text}");
        }
    }

    #[test]
    fn json_is_found_behind_what_is_none() {
        for (text, found) in [
            ("\u{FEFF} {\"x\":1}", true),
            (")]}',\n{\"items\":[]}", true),
            ("show({\"items\":[]});", true),
            ("<br>Warning: {$x}</br>{\"items\":[]}", false),
            ("<br>Warning\n{\"items\":[]}", true),
            ("<rss>{\"items\":[]}", false),
            ("<?xml version=\"1.0\"?>\n{\"items\":[]}", true),
            ("<?xml version=\"1.0\"?>\n<rss>{\"items\":[]}", false),
            ("a { b }", false),
        ] {
            assert_eq!(start(text).is_some(), found, "{text}");
        }
    }
}
