//! `wirewatch notify …`: the ways out, what waits for them, and what came of what was sent.

use std::io::Write;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::args::{Global, ListFormat, NotifyCommand, NotifyLog};
use super::table::{Table, age};
use super::values::back;
use super::{Ending, Failure, Status, out, place, run};
use crate::config::{Loaded, Paths, suggest};
use crate::domain::{AlertLine, Delivery, Notice, Severity};
use crate::engine::{self, WaysHere};
use crate::notify::kinds::{COMMON, KINDS};
use crate::notify::{Parcel, Saying, Way};
use crate::store::{DeliveryQuery, OutboxSum, Store, unsaid};

/// What is said where nobody is told of alerts.
const NONE: &str = "no notifier is configured; `wirewatch notify kinds` lists what there is";

pub(super) fn run(global: &Global, command: &NotifyCommand) -> Ending {
    match command {
        NotifyCommand::List { format } => list(global, *format),
        NotifyCommand::Kinds { kind } => kinds(kind.as_deref()),
        NotifyCommand::Test { name } => test(global, name),
        NotifyCommand::Log(args) => log(global, args),
        NotifyCommand::Retry { name, notices } => retry(global, name, notices),
    }
}

/// The notifiers of the configuration, and the secrets that cannot be read here.
pub(super) fn ways(global: &Global) -> Result<WaysHere, Failure> {
    let (paths, loaded) = place::load(global)?;
    ways_of(&paths, &loaded)
}

fn ways_of(paths: &Paths, loaded: &Loaded) -> Result<WaysHere, Failure> {
    let watches: Vec<&str> =
        loaded.vocabulary.watches.iter().map(|watch| watch.name.as_str()).collect();
    Ok(engine::ways_here(&loaded.settings.notify, &watches, &paths.config)?)
}

fn list(global: &Global, format: ListFormat) -> Ending {
    let (paths, loaded) = place::load(global)?;
    let WaysHere { ways, absent, waiting } = ways_of(&paths, &loaded)?;
    for secret in &absent {
        eprintln!("warning: {}", secret.one_line());
    }
    let store = place::store_if_there(&paths.store_file(&loaded.settings.store))?;
    let sums = store.as_ref().map_or_else(|| Ok(Vec::new()), |store| store.outbox())?;
    let refused =
        |name: &str| store.as_ref().map_or(Ok(0), |store| unsaid::refused(store.as_ref(), name));
    let now = Timestamp::now();
    let mut stdout = out::stdout();
    let known = ways.iter().map(|way| {
        let sum = sums.iter().find(|sum| sum.notifier == way.name()).cloned();
        (Some(way), OutboxSum { notifier: way.name().to_owned(), ..sum.unwrap_or_default() })
    });
    // What waits for a notifier that is no longer configured stays, and is shown.
    let gone = sums.iter().filter(|sum| !ways.iter().any(|way| way.name() == sum.notifier));
    let all: Vec<(Option<&Way>, OutboxSum)> =
        known.chain(gone.map(|sum| (None, sum.clone()))).collect();
    if format == ListFormat::Json {
        let all: Vec<Value> = all.iter().map(|(way, sum)| list_json(*way, sum)).collect();
        out::json_line(&mut stdout, &all)?;
    } else if all.is_empty() {
        writeln!(stdout, "{NONE}")?;
    } else {
        let heads = ["NAME", "KIND", "FROM", "WAITING", "OLDEST", "DELIVERED", "FAILED", "STATE"];
        let mut table = Table::new(&heads);
        for (way, sum) in &all {
            table.row(vec![
                sum.notifier.clone(),
                way.map_or("-", |way| way.kind).to_owned(),
                way.map_or_else(|| "-".to_owned(), |way| way.route.min_severity.to_string()),
                sum.due.to_string(),
                age(sum.oldest, now),
                sum.delivered.to_string(),
                sum.failed.to_string(),
                match waiting.contains(&sum.notifier) {
                    true => "its secret is missing here".to_owned(),
                    false => state(*way, sum, refused(&sum.notifier)?),
                },
            ]);
        }
        table.print(&mut stdout)?;
    }
    stdout.flush()?;
    Ok(Status::Done)
}

fn state(way: Option<&Way>, sum: &OutboxSum, refused: u64) -> String {
    match (&sum.stopped, way) {
        (Some(why), _) => format!("stopped: {why}"),
        (None, None) => "not configured any more".to_owned(),
        (None, Some(_)) if sum.tried.is_some() => "retrying".to_owned(),
        (None, Some(_)) if sum.failed > 0 && sum.delivered == 0 => "all failed".to_owned(),
        (None, Some(_)) if refused > 0 => format!("not taken: {}", words(refused)),
        (None, Some(_)) => "ok".to_owned(),
    }
}

/// So many words on feeds.
pub(super) fn words(count: u64) -> String {
    format!("{count} {} on feeds", if count == 1 { "word" } else { "words" })
}

fn list_json(way: Option<&Way>, sum: &OutboxSum) -> Value {
    json!({
        "name": sum.notifier,
        "kind": way.map(|way| way.kind),
        "min_severity": way.map(|way| way.route.min_severity),
        "watches": way.map(|way| &way.route.watches),
        "due": sum.due,
        "delivered": sum.delivered,
        "failed": sum.failed,
        "oldest_due": sum.oldest,
        "stopped": sum.stopped,
    })
}

fn kinds(name: Option<&str>) -> Ending {
    let mut stdout = out::stdout();
    let mut table = Table::default();
    match name {
        None => {
            for kind in KINDS {
                table.row(vec![kind.name.to_owned(), kind.help.to_owned()]);
            }
        }
        Some(name) => {
            let kind = KINDS.iter().find(|kind| kind.name == name).ok_or_else(|| {
                let hint = suggest::hint(name, KINDS.iter().map(|kind| kind.name));
                Failure::Usage(format!("no kind of notifier is called \"{name}\", {hint}"))
            })?;
            writeln!(stdout, "{}: {}\n", kind.name, kind.help)?;
            for (key, help) in kind.keys.iter().chain(COMMON) {
                table.row(vec![(*key).to_owned(), (*help).to_owned()]);
            }
        }
    }
    table.print(&mut stdout)?;
    stdout.flush()?;
    Ok(Status::Done)
}

fn test(global: &Global, name: &str) -> Ending {
    let ways = ways(global)?.ways;
    let way = ways.iter().find(|way| way.name() == name).ok_or_else(|| unknown(name, &ways))?;
    let notice = test_notice(way, Timestamp::now())?;
    let parcel = Parcel::of([&notice])
        .ok_or_else(|| Failure::CannotRun("the test alert cannot be made".to_owned()))?;
    match run::runtime()?.block_on(way.deliver(&parcel)) {
        Ok(()) => out::say(&format!("delivered: {} has the test alert {}", way.kind, parcel.id)),
        Err(error) => Err(Failure::CannotRun(format!("\"{name}\" did not take it: {error}"))),
    }
}

fn unknown(name: &str, ways: &[Way]) -> Failure {
    if ways.is_empty() {
        return Failure::Usage(format!("no notifier is named \"{name}\": {NONE}"));
    }
    let hint = suggest::hint(name, ways.iter().map(Way::name));
    Failure::Usage(format!("no notifier is named \"{name}\", {hint}"))
}

/// An alert that nobody can take for news.
fn test_notice(way: &Way, now: Timestamp) -> Result<Notice, Failure> {
    let saying = Saying {
        kind: "test",
        note: "a test, no news",
        severity: Severity::Flash.min(way.route.min_severity.max(Severity::Priority)),
        title: format!("Test of the notifier \"{}\" of wirewatch: this is no news", way.name()),
        summary: "If you can read this, alerts reach you here.".to_owned(),
        at: now,
    };
    saying.notice(0).ok_or_else(|| Failure::CannotRun("the test alert cannot be made".to_owned()))
}

fn log(global: &Global, args: &NotifyLog) -> Ending {
    let now = Timestamp::now();
    let query = DeliveryQuery {
        notifier: args.notifier.clone(),
        state: args.state,
        since: back(args.since, now),
        limit: args.limit,
    };
    let store = open(global, args.notifier.as_deref())?;
    let deliveries = store.deliveries(&query)?;
    let mut stdout = out::stdout();
    if args.format == ListFormat::Json {
        let all: Vec<Value> = deliveries.iter().map(log_json).collect();
        out::json_line(&mut stdout, &all)?;
    } else if deliveries.is_empty() {
        out::nothing("no delivery fits; `wirewatch notify list` shows the notifiers")?;
    } else {
        let heads = [
            "NOTICE", "ALERT", "NOTIFIER", "STATE", "TRIES", "RAISED", "NEXT", "ANSWER", "HEADLINE",
        ];
        let mut table = Table::new(&heads);
        for each in &deliveries {
            let next = each.settled.is_none().then_some(each.due);
            table.row(vec![
                if each.notice.is_end() { "end".to_owned() } else { each.notice.seq.to_string() },
                each.notice.alert.to_string(),
                each.notifier.clone(),
                each.state.to_string(),
                each.attempts.to_string(),
                age(Some(each.notice.raised), now),
                age(next, now),
                each.answer.clone(),
                headline(each),
            ]);
        }
        table.print(&mut stdout)?;
    }
    stdout.flush()?;
    Ok(Status::Done)
}

fn headline(delivery: &Delivery) -> String {
    let line: Result<AlertLine, _> = serde_json::from_str(&delivery.notice.json);
    line.map(|line| line.article.title).unwrap_or_default()
}

fn log_json(delivery: &Delivery) -> Value {
    json!({
        "notice": (!delivery.notice.is_end()).then_some(delivery.notice.seq),
        "alert": delivery.notice.alert,
        "notifier": delivery.notifier,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "raised": delivery.notice.raised,
        "due": delivery.due,
        "settled": delivery.settled,
        "digest": delivery.digest(),
        "answer": delivery.answer,
        "headline": headline(delivery),
    })
}

/// The store; a name that no notifier has, now or as far as the outbox remembers, is refused
/// before one that is missing.
fn open(global: &Global, name: Option<&str>) -> Result<Arc<dyn Store>, Failure> {
    let store = place::open_store(global);
    let Some(name) = name else { return store };
    let sums = store.as_ref().map_or_else(|_| Ok(Vec::new()), |store| store.outbox())?;
    if sums.iter().any(|sum| sum.notifier == name) {
        return store;
    }
    let configured = ways(global)?.ways;
    match configured.iter().any(|way| way.name() == name) {
        true => store,
        false => Err(unknown(name, &configured)),
    }
}

fn retry(global: &Global, name: &str, notices: &[u64]) -> Ending {
    let store = open(global, Some(name))?;
    let again = store.retry(name, notices, Timestamp::now())?;
    let mine = store.outbox()?.into_iter().find(|sum| sum.notifier == name);
    match mine.map_or(0, |sum| sum.due.saturating_sub(again)) {
        0 => out::say(&format!("{again} due again")),
        more => out::say(&format!("{again} due again; {more} more wait, and no pause holds them")),
    }
}
