//! The text of one configuration file, and the way from byte offsets to lines and columns.
//! Knows encodings and line ends; knows nothing of TOML.

use std::ops::Range;
use std::path::{Path, PathBuf};

use unicode_normalization::char::is_combining_mark;

use super::error::{ConfigError, Place};
use super::hidden::{self, Addresses};

/// Most characters of a line that are shown beside a caret.
const EXCERPT: usize = 96;
/// What stands in the place of a secret.
const HIDDEN: &str = "***";
/// Bytes of a configuration file beyond which it is refused: nobody writes that by hand.
pub(super) const MOST_BYTES: usize = 16 << 20;

/// The text of a file, without its byte order mark.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Where it came from.
    pub file: PathBuf,
    /// Its text.
    pub text: String,
    /// Whether it began with a byte order mark.
    pub marked: bool,
}

impl Source {
    /// The text of a file from its bytes; UTF-8 only.
    pub fn decode(file: &Path, bytes: Vec<u8>) -> Result<Source, ConfigError> {
        if bytes.len() > MOST_BYTES {
            return Err(ConfigError::whole(file, "the file is larger than 16 MiB"));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Source::from_text(file, &text)),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let source = Source { file: file.to_owned(), text, marked: false };
                let mut problem = source.problem(valid..valid + 1, "the file is not UTF-8");
                problem.hint = Some("save it as UTF-8 text".to_owned());
                Err(problem)
            }
        }
    }

    /// A file whose text is known.
    pub fn from_text(file: &Path, text: &str) -> Source {
        let bare = text.strip_prefix('\u{feff}');
        Source {
            file: file.to_owned(),
            text: bare.unwrap_or(text).to_owned(),
            marked: bare.is_some(),
        }
    }

    /// A problem at a span of this text.
    pub fn problem(&self, span: Range<usize>, message: impl Into<String>) -> ConfigError {
        ConfigError {
            file: self.file.clone(),
            place: Some(Box::new(self.place(span))),
            message: message.into(),
            hint: None,
        }
    }

    /// Line, column and excerpt of a span.
    pub fn place(&self, span: Range<usize>) -> Place {
        let start = floor(&self.text, span.start);
        let end = floor(&self.text, span.end).max(start);
        let (before, after) = self.text.split_at(start);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let head = before.get(line_start..).unwrap_or_default();
        let tail = after.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let marked = after.get(..end - start).unwrap_or_default();
        let marked = marked.split(['\n', '\r']).next().unwrap_or_default();
        let (excerpt, indent, width) = match self.secret(line_start, &format!("{head}{tail}")) {
            None => excerpt(head, tail, marked.chars().count()),
            Some(at) if at <= head.len() => {
                let shown = format!("{} ", head.get(..at).unwrap_or_default());
                excerpt(&shown, HIDDEN, HIDDEN.len())
            }
            Some(at) => {
                let rest = tail.get(..at - head.len()).unwrap_or_default();
                excerpt(head, &format!("{rest} {HIDDEN}"), marked.chars().count())
            }
        };
        Place {
            line: before.matches('\n').count() + 1,
            column: head.chars().count() + 1,
            excerpt,
            indent,
            width,
        }
    }
}

impl Source {
    /// Where a secret begins in the line that starts there.
    fn secret(&self, start: usize, line: &str) -> Option<usize> {
        let ours = self.file.file_name().is_some_and(|name| name == "config.toml");
        let before = self.text.get(..start).unwrap_or_default();
        if ours && (hidden::is_inline(line) || hidden::in_notifier(before)) {
            return hidden::begins_in_notifier(line);
        }
        let addresses = if ours { Addresses::Secret } else { Addresses::Open };
        hidden::begins(line, addresses)
    }
}

/// The nearest character border at or before an offset.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// The visible part of a line around the caret: text, columns before the caret, carets.
fn excerpt(head: &str, tail: &str, marked: usize) -> (String, usize, usize) {
    let before: Vec<char> = head.chars().collect();
    let after: Vec<char> = tail.chars().collect();
    let whole = before.len() + after.len() <= EXCERPT;
    let kept_after = if whole { after.len() } else { after.len().min(EXCERPT / 2) };
    let kept_before = if whole { before.len() } else { before.len().min(EXCERPT - kept_after) };
    let cut = before.len() - kept_before;
    let mut shown = String::new();
    if cut > 0 {
        shown.push('…');
    }
    shown.extend(before.iter().skip(cut).map(|&c| visible(c)));
    let indent = shown.chars().map(columns).sum();
    let carets =
        after.iter().take(kept_after).take(marked).map(|&c| columns(visible(c))).sum::<usize>();
    shown.extend(after.iter().take(kept_after).map(|&c| visible(c)));
    if kept_after < after.len() {
        shown.push('…');
    }
    (shown, indent, carets.max(1))
}

/// Control and direction characters would harm the terminal or move the caret.
fn visible(c: char) -> char {
    let steers = matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' | '\u{61c}' | '\u{2028}'..='\u{2029}');
    if c.is_control() || steers { ' ' } else { c }
}

/// Screen columns of a character, near enough for a caret.
fn columns(c: char) -> usize {
    if is_combining_mark(c) || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}') {
        return 0;
    }
    let wide = matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}');
    if wide { 2 } else { 1 }
}
