//! Aligned columns for lists on a terminal, measured by what a terminal shows.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::domain::span;

/// A table that is printed at once.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these column heads.
    pub(super) fn new(heads: &[&str]) -> Self {
        Table { rows: vec![heads.iter().map(|head| (*head).to_owned()).collect()] }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Prints it; the last column is not padded.
    pub(super) fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|i| self.rows.iter().filter_map(|row| row.get(i)).map(|cell| cell.width()).max())
            .map(Option::unwrap_or_default)
            .collect();
        for row in &self.rows {
            let mut line = String::new();
            for (i, cell) in row.iter().enumerate() {
                line.push_str(cell);
                if i + 1 < row.len() {
                    let width = widths.get(i).copied().unwrap_or_default();
                    line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width()) + 2));
                }
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// How long ago a time is, `5m`; `in …` before it; `-` for none.
pub(super) fn age(then: Option<jiff::Timestamp>, now: jiff::Timestamp) -> String {
    let Some(then) = then else { return "-".to_owned() };
    let seconds = now.as_second() - then.as_second();
    if seconds < 0 { format!("in {}", span(-seconds)) } else { span(seconds) }
}

/// Bytes as `812 KiB`, `41 MiB`, `3 GiB`.
pub(super) fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    let (mut n, mut unit) = (bytes.div_ceil(1024), 0);
    while n >= 10_240 && unit + 1 < UNITS.len() {
        (n, unit) = (n / 1024, unit + 1);
    }
    format!("{n} {}", UNITS.get(unit).copied().unwrap_or_default())
}
