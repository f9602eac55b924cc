//! `wirewatch search`: the stored articles that hold all the words, newest first.

use std::io::Write;

use jiff::Timestamp;
use serde_json::json;

use super::args::{Global, ListFormat, SearchArgs};
use super::table::{Table, age};
use super::{Ending, Status, out, place};

pub(super) fn run(global: &Global, args: &SearchArgs) -> Ending {
    let store = place::open_store(global)?;
    let found = store.search(&args.words.join(" "), 0, args.limit)?;
    let mut stdout = out::stdout();
    let now = Timestamp::now();
    match args.format {
        ListFormat::Json => {
            for hit in &found {
                let line = json!({
                    "article": hit.article,
                    "story": hit.story.to_string(),
                    "watches": hit.watches,
                    "fetched": hit.first_seen,
                });
                out::json_line(&mut stdout, &line)?;
            }
        }
        ListFormat::Table => {
            let mut table = Table::new(&["AGE", "OUTLET", "WATCHES", "TITLE"]);
            for hit in &found {
                table.row(vec![
                    age(hit.article.published.or(Some(hit.first_seen)), now),
                    hit.article.outlet.clone(),
                    hit.watches.join(" "),
                    hit.article.title.clone(),
                ]);
            }
            if found.is_empty() {
                out::nothing("no stored article holds all of that")?;
            } else {
                table.print(&mut stdout)?;
            }
        }
    }
    stdout.flush()?;
    Ok(if found.is_empty() { Status::NothingMatched } else { Status::Done })
}
