//! `wirewatch watch lint`, and the remarks on one watch that `add` and `edit` end with.

use std::io::{self, Write};

use serde_json::json;

use crate::cli::args::{Global, ListFormat};
use crate::cli::{Ending, Status, out, place};
use crate::config::{self, Advice, Layer, Paths};

pub(super) fn run(global: &Global, format: ListFormat, of: Layer) -> Ending {
    let (paths, _) = place::load(global)?;
    let advice = config::advice(&paths)?;
    let shown = |one: &&Advice| one.layer == Layer::User || of == Layer::Shipped;
    let shown: Vec<&Advice> = advice.iter().filter(shown).collect();
    let mut stdout = out::stdout();
    if format == ListFormat::Json {
        let rows: Vec<_> = shown.iter().map(|one| json_of(one)).collect();
        out::json_line(&mut stdout, &rows)?;
    } else {
        for one in &shown {
            let whose = if one.layer == Layer::Shipped { "shipped " } else { "" };
            writeln!(stdout, "{whose}{}", one.told)?;
        }
        let count = match shown.len() {
            0 => "nothing to remark".to_owned(),
            1 => "1 remark".to_owned(),
            n => format!("{n} remarks"),
        };
        let rest = match advice.len() - shown.len() {
            0 => String::new(),
            n => format!(" on your watches; {n} on the shipped ones (`--shipped` prints them)"),
        };
        writeln!(stdout, "{count}{rest}")?;
    }
    stdout.flush()?;
    Ok(Status::Done)
}

/// Prints what there is to remark on a watch that was just written: it works, and may yet flag
/// every article.
pub(super) fn remark(paths: &Paths, name: &str) -> io::Result<()> {
    let advice = config::advice(paths).unwrap_or_default();
    let subject = format!("watch \"{name}\", ");
    let own = |one: &&Advice| one.layer == Layer::User && one.subject.starts_with(&subject);
    advice
        .iter()
        .filter(own)
        .try_for_each(|one| writeln!(io::stderr(), "wirewatch: to consider: {}", one.told))
}

fn json_of(one: &Advice) -> serde_json::Value {
    let place = one.told.place.as_ref();
    json!({
        "place": one.subject, "message": one.told.message, "hint": one.told.hint,
        "file": one.told.file, "line": place.map(|place| place.line),
        "column": place.map(|place| place.column), "shipped": one.layer == Layer::Shipped,
    })
}
