//! `wirewatch store …`: looks after the store's file.

use std::io::Write;

use serde_json::{Value, json};

use super::args::{Global, ListFormat, StoreCommand};
use super::table::Table;
use super::{Ending, Failure, Status, out, place};
use crate::store::{Store, StoreStats};

pub(super) fn run(global: &Global, command: &StoreCommand) -> Ending {
    let store = place::open_store(global)?;
    let store = store.as_ref();
    let mut stdout = out::stdout();
    match command {
        StoreCommand::Stats { format } => stats(&store.stats()?, *format, &mut stdout)?,
        StoreCommand::Check => check(store, &mut stdout)?,
        StoreCommand::Backup { file } => {
            store.backup(file)?;
            writeln!(stdout, "{}", file.display())?;
        }
        StoreCommand::Vacuum => {
            let before = store.stats()?.bytes;
            store.vacuum()?;
            writeln!(stdout, "{} → {} bytes", before, store.stats()?.bytes)?;
        }
    }
    stdout.flush()?;
    Ok(Status::Done)
}

fn stats(stats: &StoreStats, format: ListFormat, out: &mut impl Write) -> Result<(), Failure> {
    let members = json!({
        "bytes": stats.bytes,
        "free_bytes": stats.free_bytes,
        "version": stats.version,
        "feeds": stats.feeds,
        "articles": stats.articles,
        "article_versions": stats.article_versions,
        "stories": stats.stories,
        "alerts": stats.alerts,
        "notices": stats.notices,
        "oldest": stats.oldest,
        "newest": stats.newest,
    });
    if format == ListFormat::Json {
        return out::json_line(out, &members);
    }
    let mut table = Table::new(&["WHAT", "HOW MANY"]);
    for (name, value) in members.as_object().into_iter().flatten() {
        let text = match value {
            Value::Null => "-".to_owned(),
            Value::String(text) => text.clone(),
            number => number.to_string(),
        };
        table.row(vec![name.replace('_', " "), text]);
    }
    Ok(table.print(out)?)
}

fn check(store: &dyn Store, out: &mut impl Write) -> Result<(), Failure> {
    let wrong = store.check()?;
    if wrong.is_empty() {
        writeln!(out, "the store is sound")?;
        return Ok(());
    }
    Err(Failure::CannotRun(format!(
        "the store is damaged; restore a backup, or copy what `store backup` still reads:\n{}",
        wrong.join("\n")
    )))
}
