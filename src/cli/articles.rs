//! Articles from standard input or a file: article lines, or a feed document.
//!
//! What is read is told from the first byte: `{` begins article lines (or a JSON Feed, which has
//! a `version` or `items`), anything else is a feed document.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{Failure, out};
use crate::domain::{Article, Document, Limits};
use crate::feed;

/// Most bytes of one article line.
pub(super) const LINE_LIMIT: usize = 4 << 20;

/// Bad lines that are named one by one; the rest are counted.
pub(super) const NAMED: usize = 10;

/// A buffered source whose buffer can be looked at.
pub(super) type Reader = BufReader<Box<dyn Read + Send>>;

/// Where input comes from, with the name that messages use for it.
pub(super) struct Input {
    /// `standard input` or the file's path.
    pub(super) name: String,
    /// The bytes.
    pub(super) reader: Reader,
}

/// Opens a file, or standard input for `-` and nothing.
pub(super) fn open(file: Option<&Path>) -> Result<Input, Failure> {
    let Some(path) = file.filter(|path| *path != Path::new("-")) else {
        if io::stdin().is_terminal() {
            // A remark beside the work: nobody is the worse for it where it cannot be shown.
            let _ = writeln!(io::stderr(), "wirewatch: reading from the terminal; Ctrl-D ends");
        }
        let reader = buffered(Box::new(io::stdin()));
        return Ok(Input { name: "standard input".to_owned(), reader });
    };
    let name = path.display().to_string();
    if ["http://", "https://"].iter().any(|scheme| name.starts_with(scheme)) {
        let said =
            "an address, not a file; `wirewatch feed parse` fetches it and prints its articles";
        return Err(Failure::Usage(format!("{name}: {said}")));
    }
    let opened = File::open(path).and_then(|file| {
        if file.metadata()?.is_dir() {
            return Err(io::Error::other("it is a folder"));
        }
        Ok(file)
    });
    let file =
        opened.map_err(|error| Failure::Usage(format!("{name}: cannot be read: {error}")))?;
    Ok(Input { name, reader: buffered(Box::new(file)) })
}

fn buffered(source: Box<dyn Read + Send>) -> Reader {
    BufReader::with_capacity(256 << 10, source)
}

/// The next line without its end, or `None` at the end of input. A line over the limit is an
/// error of kind `InvalidData`; the reader then stands behind it.
pub(super) fn next_line(reader: &mut Reader, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let limit = LINE_LIMIT as u64 + 1;
    if reader.take(limit).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.len() > LINE_LIMIT {
        skip_line(reader)?;
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("longer than {} MiB", LINE_LIMIT >> 20),
        ));
    }
    while line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
        line.pop();
    }
    Ok(true)
}

fn skip_line(reader: &mut Reader) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let newline = buffer.iter().position(|byte| *byte == b'\n');
        let used = newline.map_or(buffer.len(), |at| at + 1);
        reader.consume(used);
        if newline.is_some() {
            return Ok(());
        }
    }
}

/// An article line as far as it can be read: an odd side member costs itself and not the article.
pub(super) struct Line<'a> {
    pub(super) article: Article,
    /// As it is passed on, without what is odd.
    pub(super) text: Cow<'a, str>,
    /// What is odd.
    pub(super) odd: Vec<Odd>,
}

/// Something of an article line that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Odd {
    /// The member, or the encoding: told once of each.
    pub(super) kind: &'static str,
    /// What was expected there.
    wanted: &'static str,
}

/// The side members of an article line and what they hold.
const MEMBERS: &[(&str, &str)] = &[
    ("summary", "a text"),
    ("body", "a text"),
    ("url", "a text"),
    ("id", "a text"),
    ("outlet", "a text"),
    ("feed", "a text"),
    ("author", "a text"),
    ("language", "a text"),
    ("published", "a time such as 2026-01-02T03:04:05Z"),
    ("updated", "a time such as 2026-01-02T03:04:05Z"),
    ("categories", "a list of texts"),
];

impl Odd {
    /// What is said of the first of its kind.
    pub(super) fn told(&self, place: &str) -> String {
        let Odd { kind, wanted } = self;
        format!(
            "{place}: {kind} is not {wanted}; the article is read without, as any other like it"
        )
    }
}

/// Reads an article line. The error names what is wrong, not where.
pub(super) fn parse(line: &[u8]) -> Result<Line<'_>, String> {
    let text = String::from_utf8_lossy(line);
    let mut odd = Vec::new();
    if matches!(text, Cow::Owned(_)) {
        odd.push(Odd { kind: "the encoding", wanted: "UTF-8 throughout" });
    }
    match parse_text(&text) {
        Ok(article) => Ok(Line { article, text, odd }),
        Err(why) => {
            let (article, text) = without_odd(&text, &mut odd).ok_or(why)?;
            Ok(Line { article, text: Cow::Owned(text), odd })
        }
    }
}

/// The article of a line without the members that are odd, and that line; nothing where that is not
/// what is wrong with it.
fn without_odd(text: &str, odd: &mut Vec<Odd>) -> Option<(Article, String)> {
    let mut members: Map<String, Value> = serde_json::from_str(text).ok()?;
    for (kind, wanted) in MEMBERS {
        let Some(value) = members.get(*kind) else { continue };
        let alone = json!({ "title": "", *kind: value });
        if serde_json::from_value::<Article>(alone).is_err() {
            members.remove(*kind);
            odd.push(Odd { kind, wanted });
        }
    }
    let text = serde_json::to_string(&members).ok()?;
    let article = serde_json::from_value(Value::Object(members)).ok()?;
    Some((article, text))
}

fn parse_text(text: &str) -> Result<Article, String> {
    let start = text.trim_start();
    if start.starts_with('<') {
        return Err(
            "not an article line; a feed document goes through `wirewatch feed parse`".into()
        );
    }
    if !start.starts_with('{') {
        return Err(
            "not an article line: a line is a JSON object with at least \"title\"".to_owned()
        );
    }
    serde_json::from_str(text).map_err(|error| {
        format!("not an article line: {error}; a line is a JSON object with at least \"title\"")
    })
}

/// The articles of an input, with what is wrong with the lines that are none.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) articles: Vec<Article>,
    pub(super) bad: Vec<String>,
}

/// Every article of an input that is either article lines or a feed document.
pub(super) fn read_all(mut input: Input) -> Result<Batch, Failure> {
    let limits = Limits::default();
    let mut bytes = Vec::new();
    let most = limits.body as u64 * 8;
    input
        .reader
        .by_ref()
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::Usage(format!("{}: cannot be read: {error}", input.name)))?;
    if bytes.len() as u64 > most {
        let said = format!("{}: larger than {} MiB", input.name, most >> 20);
        return Err(Failure::Usage(said));
    }
    without_mark(&mut bytes);
    if is_article_lines(&bytes) {
        return Ok(lines(&input.name, &bytes));
    }
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    if text.trim_start().starts_with(char::is_alphanumeric) {
        let said = "neither article lines ({\"title\":\"…\"}, one a line) nor a feed document";
        return Err(Failure::Usage(format!("{}: {said}", input.name)));
    }
    let articles = document(&input.name, bytes, &limits)?.articles;
    Ok(Batch { articles, bad: Vec::new() })
}

/// Takes the mark off that some programs put before UTF-8.
pub(super) fn without_mark(bytes: &mut Vec<u8>) {
    let mark = "\u{feff}".as_bytes();
    if bytes.starts_with(mark) {
        bytes.drain(..mark.len());
    }
}

fn lines(name: &str, bytes: &[u8]) -> Batch {
    let mut batch = Batch::default();
    let mut known = Vec::new();
    let numbered = bytes.split(|byte| *byte == b'\n').enumerate();
    for (i, line) in numbered.filter(|(_, line)| !line.trim_ascii().is_empty()) {
        match parse(line) {
            Ok(line) => {
                batch.articles.push(line.article);
                let place = format!("{name}, line {}", i + 1);
                tell_odd(line.odd.iter().map(|odd| (odd.kind, odd.told(&place))), &mut known);
            }
            Err(why) => batch.bad.push(format!("{name}, line {}: {why}", i + 1)),
        }
    }
    batch
}

/// Says what was odd, once of each kind. A remark beside the work: nobody is the worse for it where it
/// cannot be shown.
pub(super) fn tell_odd(
    odd: impl IntoIterator<Item = (&'static str, String)>,
    known: &mut Vec<&'static str>,
) {
    for (kind, told) in odd {
        if !known.contains(&kind) {
            known.push(kind);
            let _ = writeln!(out::stderr(), "wirewatch: {told}");
        }
    }
}

/// Names the first bad lines on standard error, and gives the failure that counts all of them.
pub(super) fn left_out(bad: &[String], count: usize) -> Result<(), Failure> {
    for line in bad.iter().take(NAMED) {
        writeln!(out::stderr(), "wirewatch: {line}")?;
    }
    let lines = match count {
        0 => return Ok(()),
        1 => "line was",
        _ => "lines were",
    };
    Err(Failure::Usage(format!("{count} bad {lines} left out; all others were read")))
}

/// Reads a feed document that has no address of its own.
pub(super) fn document(
    name: &str,
    body: Vec<u8>,
    limits: &Limits,
) -> Result<feed::Reading, Failure> {
    let document = Document { body, ..Document::default() };
    feed::read(&document, &feed::Context::default(), limits, Timestamp::now()).map_err(|failure| {
        Failure::Usage(format!("{name}: {} ({})", failure.message, failure.kind))
    })
}

fn is_article_lines(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    if start.is_empty() {
        return true;
    }
    if start.first() == Some(&b'<') || is_json_feed(start) {
        return false;
    }
    // A bad line, the first one even, does not make a document of the others.
    start.split(|byte| *byte == b'\n').any(|line| parse(line).is_ok())
}

fn is_json_feed(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(bytes)
        .is_ok_and(|members| members.contains_key("items"))
}
