//! Articles from standard input or a file: article lines, or a feed document.
//!
//! What is read is told from the first byte: `{` begins article lines (or a JSON Feed, which has
//! a `version` or `items`), anything else is a feed document.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;

use jiff::Timestamp;

use super::Failure;
use crate::domain::{Article, Document, Limits};
use crate::feed;

/// Most bytes of one article line.
pub(super) const LINE_LIMIT: usize = 4 << 20;

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

/// Reads an article line. The error names what is wrong, not where.
pub(super) fn parse(line: &[u8]) -> Result<Article, String> {
    let text = std::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?;
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

/// Every article of an input that is either article lines or a feed document.
pub(super) fn read_all(mut input: Input) -> Result<Vec<Article>, Failure> {
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
    if is_article_lines(&bytes) {
        return lines(&input.name, &bytes);
    }
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    if text.trim_start().starts_with(char::is_alphanumeric) {
        let said = "neither article lines ({\"title\":\"…\"}, one a line) nor a feed document";
        return Err(Failure::Usage(format!("{}: {said}", input.name)));
    }
    document(&input.name, bytes, &limits).map(|reading| reading.articles)
}

fn lines(name: &str, bytes: &[u8]) -> Result<Vec<Article>, Failure> {
    let numbered = bytes.split(|byte| *byte == b'\n').enumerate();
    numbered
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(|(i, line)| {
            parse(line).map_err(|why| Failure::Usage(format!("{name}, line {}: {why}", i + 1)))
        })
        .collect()
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
    if start.first() != Some(&b'{') {
        return start.is_empty();
    }
    let first = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    serde_json::from_slice::<Article>(first).is_ok() && !has_member(first, "items")
}

fn has_member(line: &[u8], name: &str) -> bool {
    serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(line)
        .is_ok_and(|members| members.contains_key(name))
}
