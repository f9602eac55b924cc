//! `wirewatch watch lint`, and the remarks on one watch that `add` and `edit` end with.

use std::io::{self, Write};

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::cli::args::{Global, ListFormat};
use crate::cli::{Ending, Failure, Status, out, place};
use crate::config::{self, Advice, ConfigError, Layer, Loaded, Paths};
use crate::engine::{self, Bounds, Question};
use crate::watch::Matcher;

pub(super) fn run(global: &Global, format: ListFormat, of: Layer) -> Ending {
    let (paths, loaded) = place::load(global)?;
    let mut advice = config::advice(&paths)?;
    advice.extend(greedy(&paths, &loaded)?);
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

/// Stored articles that a watch is tried on, the newest.
const TRIED: usize = 1_000;
/// Fewest that tell anything.
const FEWEST: usize = 50;
/// Days back.
const DAYS: i64 = 30;

/// Watches that flag most of what is stored, where anything is. A store that cannot be read is other
/// commands' to tell of.
fn greedy(paths: &Paths, loaded: &Loaded) -> Result<Vec<Advice>, Failure> {
    let file = paths.store_file(&loaded.settings.store);
    let Ok(Some(store)) = place::store_if_there(&file) else { return Ok(Vec::new()) };
    let now = Timestamp::now();
    let since = now.checked_sub(SignedDuration::from_hours(24 * DAYS)).unwrap_or(Timestamp::MIN);
    let bounds = Bounds { since, articles: TRIED, newest: 0 };
    let mut advice = Vec::new();
    for watch in loaded.vocabulary.watches.iter().filter(|watch| watch.enabled) {
        let Ok(matcher) = Matcher::for_watch(&loaded.vocabulary, watch) else { continue };
        let trial =
            engine::trial(store.as_ref(), &Question::from(matcher), &bounds, &mut |_| true)?;
        if trial.articles < FEWEST || trial.flagged * 2 <= trial.articles {
            continue;
        }
        let counted = format!("{} of the {} newest stored articles", trial.flagged, trial.articles);
        let message = format!("watch \"{}\" flags {counted}", watch.name);
        let hint = Some("add a term for what the news shall be about".to_owned());
        advice.push(Advice {
            layer: Layer::User,
            subject: format!("watch \"{}\", match", watch.name),
            told: ConfigError { hint, ..ConfigError::whole(&paths.watches_file(), message) },
        });
    }
    Ok(advice)
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
        .try_for_each(|one| writeln!(out::stderr(), "wirewatch: to consider: {}", one.told))
}

fn json_of(one: &Advice) -> serde_json::Value {
    let place = one.told.place.as_ref();
    json!({
        "place": one.subject, "message": one.told.message, "hint": one.told.hint,
        "file": one.told.file, "line": place.map(|place| place.line),
        "column": place.map(|place| place.column), "shipped": one.layer == Layer::Shipped,
    })
}
