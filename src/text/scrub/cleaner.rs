//! The cleaner itself: takes text in pieces, gives back one clean string.

use unicode_normalization::char::is_combining_mark;

use super::classes::{is_blank, is_dropped, is_joiner, is_line_end, takes_joiner, western};

/// Marks kept on one letter: enough for every orthography, too few to climb over other rows.
const MARKS: u8 = 4;

/// A terminal sequence without an end inside so many bytes is none; only its start is dropped.
const SEQUENCE: usize = 512;

/// What becomes of line ends in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// They are blanks; nothing starts a new line.
    Line,
    /// They are kept, never two in a row.
    Lines,
    /// They are blanks, as in HTML; only [`Cleaner::start_line`] starts a new line.
    Flow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

/// Collects pieces of text and cleans them on the way, in one pass.
#[derive(Debug)]
pub struct Cleaner {
    out: String,
    shape: Shape,
    limit: usize,
    gap: Gap,
    marks: u8,
    last: char,
    joiner: Option<char>,
    full: bool,
}

impl Cleaner {
    /// A cleaner that keeps at most `limit` bytes.
    #[must_use]
    pub fn new(shape: Shape, limit: usize) -> Cleaner {
        Cleaner {
            out: String::new(),
            shape,
            limit,
            gap: Gap::None,
            marks: 0,
            last: ' ',
            joiner: None,
            full: false,
        }
    }

    /// Makes room for what is likely to come.
    pub fn reserve(&mut self, bytes: usize) {
        self.out.reserve(bytes.min(self.limit));
    }

    /// Whether the limit is reached: what comes now is lost.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// The next text stands on a line of its own.
    pub fn start_line(&mut self) {
        self.widen(if self.shape == Shape::Line { Gap::Space } else { Gap::Line });
    }

    /// The next text stands apart from the last.
    pub fn start_word(&mut self) {
        self.widen(Gap::Space);
    }

    /// Line ends of the text to come are kept, unless all of it is to be one line.
    pub fn keep_lines(&mut self) {
        if self.shape == Shape::Flow {
            self.shape = Shape::Lines;
        }
    }

    /// Line ends of the text to come are blanks again.
    pub fn flow_on(&mut self) {
        if self.shape == Shape::Lines {
            self.shape = Shape::Flow;
        }
    }

    /// Takes a piece of text.
    pub fn push(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() && !self.full {
            let plain = plain_prefix(rest.as_bytes());
            let (head, tail) = rest.split_at_checked(plain).unwrap_or((rest, ""));
            if !head.is_empty() {
                self.keep(head);
            }
            rest = self.next_odd(tail);
        }
    }

    /// The clean text.
    #[must_use]
    pub fn finish(self) -> String {
        self.out
    }

    fn widen(&mut self, gap: Gap) {
        self.joiner = None;
        if !self.out.is_empty() {
            self.gap = self.gap.max(gap);
        }
    }

    /// Keeps a run that is already clean: printable ASCII with single inner spaces.
    fn keep(&mut self, run: &str) {
        self.joiner = None;
        self.marks = 0;
        self.last = 'a';
        self.close_gap();
        let room = self.limit.saturating_sub(self.out.len());
        match run.get(..room) {
            Some(part) if run.len() > room => {
                self.out.push_str(part.trim_end());
                self.full = true;
            }
            _ => self.out.push_str(run),
        }
    }

    /// Handles the first character of `text`, which is not plain; gives back what follows it.
    fn next_odd<'a>(&mut self, text: &'a str) -> &'a str {
        let mut chars = text.chars();
        let Some(c) = chars.next() else { return "" };
        let rest = chars.as_str();
        if matches!(c, '\u{1B}' | '\u{90}' | '\u{98}' | '\u{9B}' | '\u{9D}'..='\u{9F}') {
            let after = after_sequence(c, rest);
            if c == '\u{1B}' || after.len() < rest.len() {
                return after;
            }
        }
        // What is no sequence was a letter of windows-1252.
        let c = western(c).unwrap_or(c);
        if is_line_end(c) {
            let gap = if self.shape == Shape::Lines { Gap::Line } else { Gap::Space };
            self.widen(gap);
        } else if is_blank(c) {
            self.widen(Gap::Space);
        } else if is_joiner(c) {
            self.joiner = (takes_joiner(self.last) && self.gap == Gap::None).then_some(c);
        } else if !is_dropped(c) {
            self.keep_char(c);
        }
        rest
    }

    fn keep_char(&mut self, c: char) {
        if c >= '\u{300}' && is_combining_mark(c) {
            if self.marks >= MARKS {
                return;
            }
            self.marks += 1;
        } else {
            self.marks = 0;
        }
        self.close_gap();
        if let Some(joiner) = self.joiner.take()
            && takes_joiner(c)
        {
            self.out.push(joiner);
        }
        if self.out.len() + c.len_utf8() > self.limit {
            self.full = true;
            return;
        }
        self.out.push(c);
        self.last = c;
    }

    fn close_gap(&mut self) {
        match std::mem::replace(&mut self.gap, Gap::None) {
            Gap::None => {}
            Gap::Space => self.out.push(' '),
            Gap::Line => self.out.push('\n'),
        }
    }
}

/// Bytes looked at together.
const STEP: usize = 32;

/// Length of the longest start that can be copied as it is: printable ASCII where every space has
/// a printable character on both sides.
fn plain_prefix(bytes: &[u8]) -> usize {
    if bytes.first().is_none_or(|first| !first.is_ascii_graphic()) {
        return 0;
    }
    let (mut length, mut before_space) = (0, false);
    let steps = whole_steps(bytes);
    for (at, &byte) in bytes.iter().enumerate().skip(steps.saturating_sub(1)) {
        match byte {
            0x21..=0x7E => {
                length = at + 1;
                before_space = true;
            }
            // The step before ended in this space, and no other space follows it.
            b' ' if before_space || at + 1 == steps => {
                length = length.max(at);
                before_space = false;
            }
            _ => break,
        }
    }
    length
}

/// How many bytes at the start are plain, in whole steps: a form that the compiler vectorises.
fn whole_steps(bytes: &[u8]) -> usize {
    let next = bytes.get(1..).unwrap_or_default();
    let is_odd = |(&byte, &next): (&u8, &u8)| {
        (byte.wrapping_sub(0x20) > 0x5E) | ((byte == b' ') & (next == b' '))
    };
    let plain = bytes
        .chunks_exact(STEP)
        .zip(next.chunks_exact(STEP))
        .take_while(|(step, next)| !step.iter().zip(*next).map(is_odd).fold(false, |a, b| a | b));
    plain.count() * STEP
}

/// Skips the rest of a terminal sequence whose introducer was just read.
fn after_sequence(introducer: char, rest: &str) -> &str {
    let (kind, body) = match introducer {
        '\u{1B}' => match rest.chars().next() {
            Some(c @ ('[' | ']' | 'P' | 'X' | '^' | '_')) => (c, rest.get(1..).unwrap_or("")),
            // Charset and two-byte sequences: `ESC ( B`, `ESC c`.
            Some('(' | ')' | '*' | '+' | '#' | '%') => {
                return rest.get(2..).unwrap_or_else(|| rest.get(1..).unwrap_or(""));
            }
            Some('\\' | 'c' | '=' | '>' | '7' | '8') => return rest.get(1..).unwrap_or(""),
            _ => return rest,
        },
        '\u{9B}' => ('[', rest),
        _ => (']', rest),
    };
    if kind == '[' { after_csi(body) } else { after_string(body) }
}

/// CSI: parameters, intermediates, one final byte.
fn after_csi(body: &str) -> &str {
    let parameters = body.bytes().take(64).take_while(|b| (0x20..=0x3F).contains(b)).count();
    match body.as_bytes().get(parameters) {
        Some(0x40..=0x7E) => body.get(parameters + 1..).unwrap_or(""),
        _ => body,
    }
}

/// OSC, DCS, APC, PM, SOS: everything up to BEL or ST.
fn after_string(body: &str) -> &str {
    for (at, c) in body.char_indices().take_while(|(at, _)| *at < SEQUENCE) {
        match c {
            '\u{7}' | '\u{9C}' => return body.get(at + c.len_utf8()..).unwrap_or(""),
            '\u{1B}' if body.get(at + 1..).is_some_and(|r| r.starts_with('\\')) => {
                return body.get(at + 2..).unwrap_or("");
            }
            '\u{1B}' => return body.get(at..).unwrap_or(""),
            _ => {}
        }
    }
    body
}
