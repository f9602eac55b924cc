//! What the small HTTP server shows: figures for Prometheus, health, the newest alerts.

use std::fmt::{self, Write as _};
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::{Alert, Severity, Timeliness};
use crate::engine::{Handle, Role};
use crate::store::{AlertOrder, AlertQuery, OutboxSum, StoreError};

/// A piece of the engine's work that takes longer hangs.
const TOO_LONG: Duration = Duration::from_secs(60);

/// Alerts on a page.
const ALERTS: usize = 100;

/// A page: its path, its type, how it is made.
pub(super) struct Page {
    pub path: &'static str,
    pub kind: &'static str,
    pub make: fn(&Handle, Timestamp) -> Result<String, String>,
}

/// Every page.
pub(super) const PAGES: &[Page] = &[
    Page {
        path: "/metrics",
        kind: "text/plain; version=0.0.4; charset=utf-8",
        make: |handle, now| metrics(handle, now).map_err(|error| error.to_string()),
    },
    Page { path: "/healthz", kind: "text/plain; charset=utf-8", make: |handle, _| health(handle) },
    Page {
        path: "/alerts.json",
        kind: "application/json",
        make: |handle, _| {
            let alerts = newest(handle).map_err(|error| error.to_string())?;
            let lines: Vec<_> = alerts.iter().map(|alert| &alert.line).collect();
            serde_json::to_string(&lines).map_err(|error| error.to_string())
        },
    },
    Page {
        path: "/alerts.atom",
        kind: "application/atom+xml; charset=utf-8",
        make: |handle, now| Ok(atom(&newest(handle).map_err(|error| error.to_string())?, now)),
    },
];

fn newest(handle: &Handle) -> Result<Vec<Alert>, StoreError> {
    let order = AlertOrder::Newest;
    handle.store.alerts(&AlertQuery { order, limit: ALERTS, ..AlertQuery::default() })
}

fn health(handle: &Handle) -> Result<String, String> {
    let status = handle.status.borrow().clone();
    handle.store.revision().map_err(|error| error.to_string())?;
    match (status.wrong(), handle.pulse.hangs(TOO_LONG)) {
        (Some(wrong), _) => Err(wrong.to_owned()),
        (None, Some((name, lasts))) => Err(format!("{name} hangs for {} s", lasts.as_secs())),
        (None, None) => Ok("ok\n".to_owned()),
    }
}

/// Figures in the text form of Prometheus.
struct Figures(String);

impl Figures {
    /// A figure with its samples: labels as written, value.
    fn add<V: fmt::Display>(
        &mut self,
        (name, kind, help): (&str, &str, &str),
        samples: impl IntoIterator<Item = (String, V)>,
    ) {
        let _ = writeln!(self.0, "# HELP wirewatch_{name} {help}\n# TYPE wirewatch_{name} {kind}");
        for (labels, value) in samples {
            let _ = writeln!(self.0, "wirewatch_{name}{labels} {value}");
        }
    }

    fn one<V: fmt::Display>(&mut self, what: (&str, &str, &str), value: V) {
        self.add(what, [(String::new(), value)]);
    }
}

/// A label's value as Prometheus reads it.
fn label(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

fn metrics(handle: &Handle, now: Timestamp) -> Result<String, StoreError> {
    let counts = handle.store.counts(now)?;
    let notices = handle.store.last_notice()?;
    let outbox = handle.store.outbox()?;
    let status = handle.status.borrow().clone();
    let mut all = Figures(String::new());
    all.one(
        ("poller", "gauge", "1 where this process polls, 0 where it waits for another."),
        u8::from(status.role == Role::Poller),
    );
    all.one(
        ("config_last_reload_successful", "gauge", "0 while a broken configuration is refused."),
        u8::from(status.config_problem.is_none()),
    );
    all.one(
        ("trouble", "gauge", "1 while something is wrong with the store or the network."),
        u8::from(status.wrong().is_some()),
    );
    all.one(("feeds", "gauge", "Feeds that are polled."), counts.feeds);
    all.add(
        ("feeds_failing", "gauge", "Feeds that need a look, by state."),
        counts.failing.iter().map(|(state, n)| (format!("{{state=\"{state}\"}}"), *n)),
    );
    all.one(("articles", "gauge", "Articles stored."), counts.articles);
    all.one(("alerts", "gauge", "Alerts stored."), counts.alerts);
    all.add(
        ("alerts_open", "gauge", "Alerts that nobody has taken, by severity."),
        Severity::ALL.iter().zip(counts.open).map(|(s, n)| (format!("{{severity=\"{s}\"}}"), n)),
    );
    all.one(("notices_total", "counter", "Notices raised."), notices);
    let polled = counts.last_poll.map_or(0, jiff::Timestamp::as_second);
    all.one(("last_poll_timestamp_seconds", "gauge", "When any feed was last polled."), polled);
    lateness(&mut all, &status.timeliness);
    all.add(
        ("deliveries", "gauge", "Deliveries in the outbox, by notifier and state."),
        outbox.iter().flat_map(|sum| {
            let name = label(&sum.notifier);
            [("due", sum.due), ("delivered", sum.delivered), ("failed", sum.failed)]
                .map(|(state, n)| (format!("{{notifier=\"{name}\",state=\"{state}\"}}"), n))
        }),
    );
    let age =
        |time: Option<Timestamp>| time.map_or(0, |at| now.duration_since(at).as_secs().max(0));
    let named = |sum: &OutboxSum| format!("{{notifier=\"{}\"}}", label(&sum.notifier));
    all.add(
        ("delivery_oldest_due_seconds", "gauge", "Age of the oldest delivery that waits."),
        outbox.iter().map(|sum| (named(sum), age(sum.oldest))),
    );
    all.add(
        ("delivery_oldest_tried_seconds", "gauge", "The same of those whose tries failed."),
        outbox.iter().map(|sum| (named(sum), age(sum.tried))),
    );
    all.add(
        ("notifier_stopped", "gauge", "1 where the receiver wants nothing any more."),
        outbox.iter().map(|sum| (named(sum), u8::from(sum.stopped.is_some()))),
    );
    Ok(all.0)
}

/// How far behind their times polls start.
fn lateness(all: &mut Figures, told: &Timeliness) {
    all.one(("polls_total", "counter", "Polls started by this process."), told.polls);
    all.one(
        ("polls_late_total", "counter", "Of these, more than 2 seconds behind their time."),
        told.late,
    );
    let seconds = |ms: u64| format!("{}.{:03}", ms / 1_000, ms % 1_000);
    all.add(
        (
            "poll_lateness_seconds",
            "gauge",
            "How late polls of the last 20 minutes started: quantiles, 1 is the worst.",
        ),
        // Without a poll at a time of its own there is nothing to tell: 0 would be praise.
        [("0.5", told.p50_ms), ("0.99", told.p99_ms), ("1", told.worst_ms)]
            .into_iter()
            .filter(|_| told.window > 0)
            .map(|(quantile, ms)| (format!("{{quantile=\"{quantile}\"}}"), seconds(ms))),
    );
}

/// Text within XML; what XML cannot hold is left out.
fn xml(text: &str) -> String {
    let text: String =
        text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn atom(alerts: &[Alert], now: Timestamp) -> String {
    let updated = alerts.iter().map(|alert| alert.changed).max().unwrap_or(now);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <title>wirewatch alerts</title><id>urn:wirewatch:alerts</id><updated>{updated}</updated>\n"
    );
    for alert in alerts {
        let line = &alert.line;
        let severity = line.severity.name().to_uppercase();
        let _ = write!(
            text,
            "<entry><id>urn:wirewatch:{}</id><title>{severity} {}: {}</title>\
             <updated>{}</updated><published>{}</published>\
             <author><name>{}</name></author><category term=\"{}\"/><summary>{}</summary>",
            xml(&line.id),
            line.score,
            xml(&line.headline()),
            alert.changed,
            alert.raised,
            xml(&line.article.outlet),
            line.severity,
            xml(&line.summary()),
        );
        if !line.article.url.is_empty() {
            let _ = write!(text, "<link href=\"{}\"/>", xml(&line.article.url));
        }
        text.push_str("</entry>\n");
    }
    text.push_str("</feed>\n");
    text
}
