//! The lines of a list of keywords: bullets, remarks and quotation marks taken off, and those
//! refused of which no reading is sure.

/// What stands in a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    Empty,
    Remark,
    Keyword(&'a str),
}

/// How a line begins that is a remark.
const REMARKS: &[&str] = &["#", "//", ";"];

/// How a line begins that is an item of a list on paper.
const BULLETS: &[&str] = &["- ", "* ", "• ", "– ", "— "];

/// Quotation marks around a whole line.
const QUOTES: &[(char, char)] = &[
    ('"', '"'),
    ('\'', '\''),
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('”', '”'),
    ('‘', '’'),
    ('«', '»'),
    ('「', '」'),
];

/// A reason to refuse a line.
struct Refusal {
    is: fn(&str) -> bool,
    why: &'static str,
}

/// Of every line.
const ALWAYS: &[Refusal] = &[
    Refusal {
        is: |line| line.contains('\u{fffd}'),
        why: "a letter of it cannot be read: save the file as UTF-8",
    },
    Refusal {
        is: |line| line.contains(|c: char| c.is_control()),
        why: "a tab or another control character: write one keyword a line, as text",
    },
    Refusal {
        is: |line| line.contains("://"),
        why: "an address is no keyword: `wirewatch feed add` takes the address of a feed",
    },
];

/// Of a line that is neither a query nor in quotation marks.
const OF_WORDS: &[Refusal] = &[
    Refusal {
        is: divides,
        why: "it seems to hold several: write each on a line of its own, or put double quotes \
              around all of it where it is one phrase",
    },
    Refusal {
        is: |line| line.starts_with('(') || line.contains(" ("),
        why: "brackets apart from a word: write what is in them on a line of its own",
    },
    Refusal {
        is: |line| line.starts_with(['-', '–', '−', '!']),
        why: "a list cannot leave articles out: take the line out, and add AND NOT to the query \
              afterwards with `wirewatch watch edit`",
    },
    Refusal {
        is: |line| {
            line.split_whitespace()
                .any(|word| word.find('*').is_some_and(|at| at == 0 || at + 1 < word.len()))
        },
        why: "a star stands only at the end of a word",
    },
    Refusal {
        is: |line| line.split_whitespace().any(is_marked),
        why: "quotation marks around a part of it: put them around all of it, or write each part \
              on a line of its own",
    },
];

/// Every line with its number, from 1.
pub(super) fn all(text: &str) -> impl Iterator<Item = (usize, Line<'_>)> {
    let text = text.trim_start_matches('\u{feff}');
    text.lines().enumerate().map(|(index, line)| (index + 1, read(line)))
}

fn read(line: &str) -> Line<'_> {
    let line = line.trim();
    if line.is_empty() {
        return Line::Empty;
    }
    if REMARKS.iter().any(|mark| line.starts_with(mark)) {
        return Line::Remark;
    }
    let line = line.split_once(" # ").map_or(line, |(before, _)| before.trim_end());
    let bullet = BULLETS.iter().find_map(|bullet| line.strip_prefix(bullet));
    Line::Keyword(bullet.unwrap_or(line).trim_start().trim_end_matches([',', ';', ' ']))
}

/// Why a line can be nothing at all.
pub(super) fn unreadable(line: &str) -> Option<String> {
    refused(ALWAYS, line)
}

/// Why a line is no keyword.
pub(super) fn unclear(line: &str) -> Option<String> {
    refused(OF_WORDS, line)
}

fn refused(rows: &[Refusal], line: &str) -> Option<String> {
    rows.iter().find(|row| (row.is)(line)).map(|row| format!("\"{line}\": {}", row.why))
}

/// What is in the quotation marks around a whole line.
pub(super) fn quoted(line: &str) -> Option<&str> {
    QUOTES.iter().find_map(|(open, close)| {
        let inner = line.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.is_empty() && !inner.contains([*open, *close])).then_some(inner)
    })
}

/// Whether a sign outside of brackets divides it into several; the comma of a number does not.
fn divides(line: &str) -> bool {
    let mut depth = 0_u32;
    let mut before = ' ';
    for c in line.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' | '|' | '،' | '、' if depth == 0 => return true,
            _ => {}
        }
        if depth == 0 && before == ',' && !c.is_ascii_digit() {
            return true;
        }
        before = c;
    }
    false
}

/// Whether a quotation mark begins or ends a word; inside it is an acronym's (`צה"ל`).
fn is_marked(word: &str) -> bool {
    let marks: &[char] = &['"', '“', '”', '„', '«', '»'];
    word.starts_with(marks) || word.ends_with(marks)
}
