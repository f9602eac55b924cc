//! `wirewatch alert log`: the page that one shift hands to the next. What is still open, what was
//! done by whom, notes, and what silences held back.

use std::io::Write;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::show::{event_line, short, silenced_line, state_line};
use super::{Desk, json_of, silence};
use crate::cli::args::{AlertLog, LogFormat};
use crate::cli::export::each;
use crate::cli::values::back;
use crate::cli::{Ending, Failure, Status, out};
use crate::domain::{Alert, AlertState, Event, HeldNotice, Severity, Silence, What, many};
use crate::store::{AlertQuery, SilenceScope};
use crate::text::sheet::plain;

/// Most alerts looked through for a log: the newest.
const MOST_LOGGED: usize = 20_000;

/// The parts of a hand-over, in order: a title, and the state whose alerts stand there.
const PARTS: [(&str, AlertState); 4] = [
    ("Still open", AlertState::Open),
    ("Acknowledged", AlertState::Acknowledged),
    ("Put off", AlertState::Snoozed),
    ("Resolved", AlertState::Resolved),
];

/// What happened to an alert that a hand-over tells: what people did, what failed, and what opened
/// it again; notices are in the lists.
const TOLD: [What; 8] = [
    What::Acknowledged,
    What::Snoozed,
    What::Resolved,
    What::Reopened,
    What::Note,
    What::Joined,
    What::Undone,
    What::Failed,
];

/// An alert with what happened to it in the span; notes whenever they were written.
struct Entry {
    alert: Alert,
    events: Vec<Event>,
}

/// The whole page.
struct Page {
    /// `None`: since ever.
    from: Option<Timestamp>,
    until: Timestamp,
    parts: [Vec<Entry>; 4],
    silences: Vec<Silence>,
    held: Vec<HeldNotice>,
}

pub(super) fn run(desk: &Desk, args: &AlertLog) -> Ending {
    let page = gather(desk, args)?;
    let mut out = out::stdout();
    match args.format {
        LogFormat::Json => out::json_line(&mut out, &json_page(&page, desk)?)?,
        LogFormat::Text => text(&mut out, &page)?,
        LogFormat::Markdown => markdown(&mut out, &page)?,
    }
    out.flush()?;
    Ok(Status::Done)
}

fn gather(desk: &Desk, args: &AlertLog) -> Result<Page, Failure> {
    let (store, now) = (desk.store.as_ref(), desk.now);
    let from = back(Some(args.since), now);
    let since = from.unwrap_or(Timestamp::MIN);
    let query =
        AlertQuery { now: Some(now), min_severity: args.min_severity, ..AlertQuery::default() };
    let mut parts: [Vec<Entry>; 4] = Default::default();
    each(store, query, MOST_LOGGED, |alert| {
        let slot = PARTS.iter().position(|(_, state)| *state == alert.state);
        let events = events(desk, alert, since)?;
        let touched = alert.changed.max(alert.state_since).max(alert.raised) >= since
            || events.iter().any(|event| event.at >= since);
        // What is urgent and open is handed over however old it is.
        let waits = alert.state == AlertState::Open && alert.line.severity >= Severity::Immediate;
        if let Some(part) = slot.and_then(|slot| parts.get_mut(slot)).filter(|_| touched || waits) {
            part.push(Entry { alert: alert.clone(), events });
        }
        Ok(())
    })?;
    for part in &mut parts {
        part.sort_by_key(|entry| {
            std::cmp::Reverse((entry.alert.line.severity, entry.alert.raised))
        });
    }
    let silences = store.silences(SilenceScope::Since(since))?;
    Ok(Page { from, until: now, parts, silences, held: store.held_since(since)? })
}

fn events(desk: &Desk, alert: &Alert, since: Timestamp) -> Result<Vec<Event>, Failure> {
    let mut events = desk.store.history(alert.id)?;
    events.retain(|event| {
        // What happened to a part is told with the part.
        event.alert == alert.id
            && TOLD.contains(&event.what)
            && (event.at >= since || event.what == What::Note)
    });
    Ok(events)
}

impl Page {
    fn title(&self) -> String {
        let until = short(self.until);
        match self.from {
            Some(from) => format!("Alerts from {} to {until}", short(from)),
            None => format!("All alerts until {until}"),
        }
    }

    fn held_by(&self, silence: &Silence) -> Vec<&HeldNotice> {
        self.held.iter().filter(|held| held.silence == silence.id).collect()
    }

    /// The silences with what each held back, as lines.
    fn silence_lines(&self) -> Vec<String> {
        let lines = self.silences.iter().map(|silence| {
            let held = self.held_by(silence);
            let mut alerts: Vec<i64> = held.iter().map(|held| held.alert.0).collect();
            alerts.dedup();
            let alerts: Vec<String> = alerts.iter().map(i64::to_string).collect();
            let of = if alerts.is_empty() {
                String::new()
            } else {
                format!(" of alert {}", alerts.join(", "))
            };
            let rule = &silence.rule;
            let end = match &silence.removed {
                Some((at, who)) => format!("ended {} by {who}", short(*at)),
                None => format!("until {}", short(rule.until)),
            };
            format!(
                "silence {} by {} {end}, up to {}: {}; {}; held back {}{of}",
                silence.id,
                rule.who,
                rule.max_severity,
                rule.query,
                rule.reason,
                many(held.len(), "notice")
            )
        });
        lines.collect()
    }
}

fn json_page(page: &Page, desk: &Desk) -> Result<Value, Failure> {
    let mut log = json!({ "from": page.from, "until": page.until, "by": desk.who });
    let Some(members) = log.as_object_mut() else { return Ok(log) };
    for ((_, state), entries) in PARTS.iter().zip(&page.parts) {
        let mut alerts = Vec::new();
        for entry in entries {
            let mut alert = json_of(&entry.alert)?;
            if let Some(members) = alert.as_object_mut() {
                members.insert("events".to_owned(), json!(entry.events));
            }
            alerts.push(alert);
        }
        members.insert(state.name().to_owned(), Value::Array(alerts));
    }
    let silences: Vec<Value> =
        page.silences.iter().map(|each| silence::json_of(each, desk)).collect::<Result<_, _>>()?;
    members.insert("silences".to_owned(), Value::Array(silences));
    members.insert("silenced".to_owned(), json!(page.held));
    Ok(log)
}

fn text(out: &mut impl Write, page: &Page) -> Result<(), Failure> {
    writeln!(out, "{}", page.title())?;
    for ((title, _), entries) in PARTS.iter().zip(&page.parts) {
        writeln!(out, "\n{title}: {}", entries.len())?;
        for Entry { alert, events } in entries {
            let line = &alert.line;
            let severity = format!("{} {}", line.severity, line.score);
            let raised = short(alert.raised);
            writeln!(out, "  {:>5}  {severity:<12}  {raised}  {}", alert.id, line.headline())?;
            let watches = line.watches.join(", ");
            let outlets = many(line.story.outlets.len(), "outlet");
            writeln!(out, "         {}; {watches}; {outlets}", state_line(alert))?;
            if let Some(silenced) = &line.silenced {
                writeln!(out, "         {}", silenced_line(silenced))?;
            }
            for event in events {
                writeln!(out, "         {}", event_line(event))?;
            }
        }
    }
    writeln!(out, "\nSilenced: {}", many(page.held.len(), "notice"))?;
    for line in page.silence_lines() {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

fn markdown(out: &mut impl Write, page: &Page) -> Result<(), Failure> {
    writeln!(out, "# {}", page.title())?;
    for ((title, _), entries) in PARTS.iter().zip(&page.parts) {
        writeln!(out, "\n## {title}: {}\n", entries.len())?;
        for Entry { alert, events } in entries {
            let line = &alert.line;
            writeln!(
                out,
                "- **{} {}** {}, no. {}, raised {}, {}; {}; {}",
                line.severity.name().to_uppercase(),
                line.score,
                plain(&line.headline()),
                alert.id,
                short(alert.raised),
                plain(&state_line(alert)),
                plain(&line.watches.join(", ")),
                many(line.story.outlets.len(), "outlet"),
            )?;
            if let Some(silenced) = &line.silenced {
                writeln!(out, "  - {}", plain(&silenced_line(silenced)))?;
            }
            for event in events {
                writeln!(out, "  - {}", plain(&event_line(event)))?;
            }
        }
    }
    writeln!(out, "\n## Silenced: {}\n", many(page.held.len(), "notice"))?;
    for line in page.silence_lines() {
        writeln!(out, "- {}", plain(&line))?;
    }
    Ok(())
}
