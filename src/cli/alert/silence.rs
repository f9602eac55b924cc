//! `wirewatch alert silence …`: rules that hold back future notifications, made, listed, ended.

use std::io::Write;

use jiff::SignedDuration;
use serde_json::Value;

use super::Desk;
use super::show::short;
use crate::cli::args::{AlertSilence, ListFormat, SilenceCommand};
use crate::cli::table::Table;
use crate::cli::{Ending, Failure, Status, out};
use crate::domain::{Alert, NewSilence, Silence, SilenceId};
use crate::engine::QueryFault;
use crate::engine::duty::{self, SilenceDraft};
use crate::store::{AlertQuery, SilenceScope};
use crate::triage;
use crate::watch::{Matcher, Place, Problem, Scratch};

/// Alerts that a new silence is tried on, the most urgent of the last day.
const MOST_TRIED: usize = 5_000;

pub(super) fn run(desk: &Desk, args: &AlertSilence) -> Ending {
    match &args.command {
        Some(SilenceCommand::List { all, format }) => {
            let scope = if *all { SilenceScope::All } else { SilenceScope::Active(desk.now) };
            list(desk, scope, *format)
        }
        Some(SilenceCommand::Remove { ids }) => remove(desk, ids),
        None => add(desk, args),
    }
}

fn add(desk: &Desk, args: &AlertSilence) -> Ending {
    let query = args.query.clone().unwrap_or_default();
    // The caret and the words of `watch add` and `watch test`.
    if let Err(problems) = Matcher::for_query(&desk.loaded.vocabulary, &query) {
        // It is no watch: what is wrong with the query is said of the query.
        let told: Vec<String> = problems.iter().map(said).collect();
        return Err(Failure::Usage(told.join("\n").trim_end().to_owned()));
    }
    let draft = SilenceDraft {
        query,
        watches: args.watches.clone(),
        max_severity: args.severity,
        reason: args.reason.clone().unwrap_or_default(),
        seconds: args.span.unwrap_or_default(),
    };
    let rule = duty::silence(&desk.loaded.vocabulary, &draft, &desk.who, desk.now);
    let rule = rule.map_err(|fault| Failure::Usage(sentence(&fault)))?;
    let (fitting, all) = fitting(desk, &rule)?;
    let id = desk.store.silence(&rule, desk.now)?;
    let mut stdout = out::stdout();
    let (until, most) = (short(rule.until), rule.max_severity);
    writeln!(stdout, "silence {id} until {until}: notifications up to {most} are held back")?;
    writeln!(stdout, "it fits {fitting} of the {all} alerts of the last 24 h")?;
    writeln!(stdout, "the alerts are still listed; `wirewatch alert silence remove {id}` ends it")?;
    stdout.flush()?;
    Ok(Status::Done)
}

fn said(problem: &Problem) -> String {
    let place = match &problem.place {
        Place::Watch { key: "match", .. } => Place::Query,
        other => other.clone(),
    };
    Problem { place, ..problem.clone() }.render()
}

/// How many of the alerts of the last day it would have held back: a slip of the pen shows.
fn fitting(desk: &Desk, rule: &NewSilence) -> Result<(usize, usize), Failure> {
    let day = desk.now.checked_sub(SignedDuration::from_hours(24)).ok();
    let query = AlertQuery { since: day, limit: MOST_TRIED, ..AlertQuery::default() };
    let alerts = desk.store.alerts(&query)?;
    let (removed, held) = (None, 0);
    let id = SilenceId(0);
    let silence = Silence { id, rule: rule.clone(), made: desk.now, removed, held };
    let Ok(matcher) = Matcher::for_query(&desk.loaded.vocabulary, &rule.query) else {
        return Ok((0, alerts.len()));
    };
    let mut scratch = Scratch::new();
    let fits = |alert: &&Alert| {
        let article = &alert.line.article;
        let meta = triage::meta(&matcher, article, &[]);
        silence.covers(&alert.line) && !matcher.scan(article, &meta, &mut scratch).is_empty()
    };
    Ok((alerts.iter().filter(fits).count(), alerts.len()))
}

fn sentence(fault: &QueryFault) -> String {
    let QueryFault { message, hint, .. } = fault;
    if hint.is_empty() { message.clone() } else { format!("{message}; {hint}") }
}

fn list(desk: &Desk, scope: SilenceScope, format: ListFormat) -> Ending {
    let silences = desk.store.silences(scope)?;
    let mut stdout = out::stdout();
    match format {
        ListFormat::Json => {
            let all: Vec<Value> =
                silences.iter().map(|each| json_of(each, desk)).collect::<Result<_, _>>()?;
            out::json_line(&mut stdout, &all)?;
        }
        ListFormat::Table if silences.is_empty() => writeln!(stdout, "nothing is silenced")?,
        ListFormat::Table => {
            let heads = ["NO", "UNTIL", "BY", "UP TO", "HELD", "WATCHES", "QUERY", "REASON"];
            let mut table = Table::new(&heads);
            for silence in &silences {
                table.row(row(silence, desk));
            }
            table.print(&mut stdout)?;
        }
    }
    stdout.flush()?;
    Ok(Status::Done)
}

pub(super) fn json_of(silence: &Silence, desk: &Desk) -> Result<Value, Failure> {
    let mut value = serde_json::to_value(silence)
        .map_err(|error| Failure::CannotRun(format!("silence {}: {error}", silence.id)))?;
    if let Some(members) = value.as_object_mut() {
        members.insert("active".to_owned(), silence.is_active(desk.now).into());
    }
    Ok(value)
}

fn row(silence: &Silence, desk: &Desk) -> Vec<String> {
    let rule = &silence.rule;
    let end = match &silence.removed {
        Some((at, who)) => format!("ended {} by {who}", short(*at)),
        None if silence.is_active(desk.now) => short(rule.until),
        None => format!("ended {}", short(rule.until)),
    };
    let watches = if rule.watches.is_empty() { "all".to_owned() } else { rule.watches.join(" ") };
    vec![
        silence.id.to_string(),
        end,
        rule.who.clone(),
        rule.max_severity.to_string(),
        silence.held.to_string(),
        watches,
        rule.query.clone(),
        rule.reason.clone(),
    ]
}

fn remove(desk: &Desk, ids: &[i64]) -> Ending {
    let mut stdout = out::stdout();
    for id in ids.iter().copied().map(SilenceId) {
        if !desk.store.end_silence(id, &desk.who, desk.now)? {
            return Err(Failure::Usage(format!(
                "no silence {id} holds; `wirewatch alert silence list` shows those that do"
            )));
        }
        writeln!(stdout, "silence {id} is over")?;
    }
    stdout.flush()?;
    Ok(Status::Done)
}
