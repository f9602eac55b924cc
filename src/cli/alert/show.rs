//! `wirewatch alert show`: one alert with its score, its history, its hits and its story; and how
//! states, silences and events read in a line.

use std::io::Write;

use jiff::Timestamp;
use serde_json::json;

use super::{Desk, json_of};
use crate::cli::args::LineFormat;
use crate::cli::{Ending, Failure, Status, out, versions};
use crate::domain::{Alert, AlertId, Event, Silenced, many};
use crate::store::Store;

/// Articles of a story shown with an alert.
const STORY_ARTICLES: usize = 200;

pub(super) fn run(desk: &Desk, id: AlertId, format: LineFormat) -> Ending {
    let alert = desk.alert(id)?;
    let history = desk.store.history(id)?;
    let mut stdout = out::stdout();
    match format {
        LineFormat::Json => {
            let mut line = json_of(&alert)?;
            if let Some(members) = line.as_object_mut() {
                let Sources { origins, taken_back } = sources(desk.store.as_ref(), &alert)?;
                let origins =
                    origins.iter().map(|(name, since)| json!({ "name": name, "since": since }));
                members.insert("origins".to_owned(), origins.collect());
                if !taken_back.is_empty() {
                    let back =
                        taken_back.iter().map(|(name, at)| json!({ "name": name, "at": at }));
                    members.insert("taken_back".to_owned(), back.collect());
                }
                members.insert("history".to_owned(), json!(history));
            }
            out::json_line(&mut stdout, &line)?;
        }
        LineFormat::Text => print(desk.store.as_ref(), (&alert, &history), &mut stdout)?,
    }
    stdout.flush()?;
    Ok(Status::Done)
}

fn print(
    store: &dyn Store,
    (alert, history): (&Alert, &[Event]),
    out: &mut impl Write,
) -> Result<(), Failure> {
    let line = &alert.line;
    let article = &line.article;
    writeln!(out, "{}", line.headline())?;
    writeln!(out, "{} {} = {}", line.score, line.severity, line.reason)?;
    writeln!(out, "state     {}", state_line(alert))?;
    if let Some(silenced) = &line.silenced {
        writeln!(out, "silenced  {}", silenced_line(silenced))?;
    }
    writeln!(out, "raised    {}", alert.raised)?;
    writeln!(out, "change    {}{}", line.change, note(&line.note))?;
    let watches = line.watches.join(", ");
    let none = if line.is_unwatched() { "none any more; flagged by " } else { "" };
    writeln!(out, "watches   {none}{watches}")?;
    if let Some(toll) = &line.story.toll {
        writeln!(out, "toll      {toll}, {}: {}", short(toll.at), toll.title)?;
    }
    let Sources { origins, taken_back } = sources(store, alert)?;
    let since = |(name, since): &(String, Option<Timestamp>)| match since {
        Some(since) => format!("{name} since {}", short(*since)),
        None => name.clone(),
    };
    let until = |(name, at): &(String, Timestamp)| format!("{name} took it back {}", short(*at));
    let reported = origins.iter().map(since).chain(taken_back.iter().map(until));
    for (n, told) in reported.enumerate() {
        let head = if n == 0 { "origins" } else { "" };
        writeln!(out, "{head:<9} {told}")?;
    }
    if !article.url.is_empty() {
        writeln!(out, "link      {}", article.url)?;
    }
    for text in [&article.summary, &article.body] {
        if !text.is_empty() {
            writeln!(out, "\n{text}")?;
        }
    }
    writeln!(out, "\nHistory")?;
    for event in history {
        writeln!(out, "  {}", event_line(event))?;
    }
    writeln!(out, "\nHits")?;
    for hit in &line.hits {
        let (watch, h) = (&hit.watch, &hit.hit);
        writeln!(
            out,
            "  {watch}: \"{}\" in {} at {}..{} (term {})",
            h.text, h.field, h.start, h.end, h.term
        )?;
    }
    writeln!(out, "\nStory {} ({})", alert.story, many(line.story.articles as usize, "article"))?;
    for member in store.story(alert.story, STORY_ARTICLES)? {
        let time = member.article.published.unwrap_or(member.first_seen);
        writeln!(
            out,
            "  {}  {} [{}]  {}",
            time.strftime("%Y-%m-%d %H:%MZ"),
            member.article.outlet,
            member.origin,
            member.article.title
        )?;
        versions::print(&member, ("    ", short), out)?;
    }
    Ok(())
}

/// Who reports a story.
struct Sources {
    /// Who really reported it, and since when, as far as the story is still kept.
    origins: Vec<(String, Option<Timestamp>)>,
    /// Who took that back, and when.
    taken_back: Vec<(String, Timestamp)>,
}

fn sources(store: &dyn Store, alert: &Alert) -> Result<Sources, Failure> {
    let Some(story) = store.standing(alert.story)? else {
        let names = alert.line.story.origins.iter();
        let origins = names.map(|name| (name.clone(), None)).collect();
        return Ok(Sources { origins, taken_back: Vec::new() });
    };
    let origins = story.state.origins.into_iter();
    let origins = origins.map(|(name, since)| (name, Some(since))).collect();
    let taken_back = story.state.memo.map(|memo| memo.taken_back).unwrap_or_default();
    Ok(Sources { origins, taken_back })
}

fn note(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" ({text})") }
}

/// `acknowledged by ana since 2026-05-19 04:20Z`.
pub(super) fn state_line(alert: &Alert) -> String {
    let mut text = alert.state.to_string();
    if !alert.by.is_empty() {
        text.push_str(&format!(" by {}", alert.by));
    }
    text.push_str(&format!(" since {}", short(alert.state_since)));
    if let Some(until) = alert.until {
        text.push_str(&format!(" until {}", short(until)));
    }
    text
}

/// Which silence held a notice back, whose, why and until when.
pub(super) fn silenced_line(silenced: &Silenced) -> String {
    let Silenced { silence, reason, who, until } = silenced;
    let why = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    format!("no notifier was told: silence {silence} by {who} until {}{why}", short(*until))
}

/// One event in a line.
pub(super) fn event_line(event: &Event) -> String {
    let mut text = format!("{}  {}", short(event.at), event.what);
    if !event.who.is_empty() {
        text.push_str(&format!(" by {}", event.who));
    }
    if let Some(until) = event.until {
        text.push_str(&format!(" until {}", short(until)));
    }
    if !event.text.is_empty() {
        text.push_str(&format!(": {}", event.text.replace('\n', " / ")));
    }
    if event.undone {
        text.push_str(" (undone)");
    }
    text
}

/// A time to the minute, in UTC.
pub(in crate::cli) fn short(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%MZ").to_string()
}
