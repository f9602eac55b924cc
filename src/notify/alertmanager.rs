//! `alertmanager`: alerts for a Prometheus Alertmanager, which routes and silences them its own
//! way. One alert a story and severity; when the severity rises, the lower one is resolved, and all
//! of them when the alert is.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use url::Url;

use super::http::Letter;
use super::kinds::{Key, below};
use super::section::{Raw, Read1};
use super::{BoxFuture, DeliveryError, Notifier, Parcel, Secret, Telling, text};
use crate::domain::{Change, Severity};

pub(super) const KEYS: &[Key] = &[
    ("url", "the server, such as \"http://127.0.0.1:9093\""),
    ("url_file", "the file that holds it"),
    ("url_env", "the environment variable that holds it"),
    ("token", "sent as Authorization: Bearer"),
    ("token_file", "the file that holds it"),
    ("token_env", "the environment variable that holds it"),
    (
        "lasts",
        "how long an alert counts as firing after its last notice, at least half of it after a late one \
         (default \"4h\")",
    ),
];

struct Alertmanager {
    url: Url,
    token: Option<Secret>,
    lasts: SignedDuration,
}

pub(super) fn build(raw: &Raw<'_>) -> Read1<Box<dyn Notifier>> {
    let lasts = raw.span("lasts", 60..=30 * 86_400)?.unwrap_or(Duration::from_secs(4 * 3_600));
    Ok(Box::new(Alertmanager {
        url: below(&raw.needed_address("url")?, &["api", "v2", "alerts"]),
        token: raw.secret("token")?,
        lasts: SignedDuration::try_from(lasts).unwrap_or(SignedDuration::from_hours(4)),
    }))
}

impl Notifier for Alertmanager {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        let now = Timestamp::now();
        let alerts: Vec<Value> =
            parcel.told.iter().flat_map(|each| self.alerts(each, now)).collect();
        let letter = Letter::post(&self.url, &Value::Array(alerts));
        Box::pin(letter.bearer(self.token.as_ref()).send())
    }
}

impl Alertmanager {
    /// The alert and, after its severity rose, the end of what was known of it before. When it is
    /// over, all of these end.
    fn alerts(&self, telling: &Telling, now: Timestamp) -> Vec<Value> {
        let line = &telling.line;
        let raised = line.times.raised;
        if line.change == Change::Resolved {
            let all = Severity::ALL.iter().filter(|severity| **severity <= line.severity);
            return all.map(|severity| Self::alert(telling, (*severity, raised))).collect();
        }
        let ends = self.ends(raised, now);
        let mut all = vec![Self::alert(telling, (line.severity, ends))];
        if line.change == Change::Escalated {
            let lower = Severity::ALL.iter().filter(|severity| **severity < line.severity);
            all.extend(lower.map(|severity| Self::alert(telling, (*severity, raised))));
        }
        all
    }

    /// Until when an alert fires that is sent now. What comes late, after quiet hours or an outage, must
    /// not come as over: it gets whole spans more, so that tries at about one time are the same bytes.
    fn ends(&self, raised: Timestamp, now: Timestamp) -> Timestamp {
        let span = self.lasts.as_secs().max(1);
        let late = now.duration_since(raised).as_secs().max(0);
        let spans = (late + span / 2) / span + 1;
        let wait = SignedDuration::from_secs(span.saturating_mul(spans));
        raised.checked_add(wait).unwrap_or(raised)
    }

    /// Labels are what Alertmanager knows an alert by: nothing is among them that changes while the
    /// story goes on, but the severity, and each severity is ended by itself.
    fn alert(telling: &Telling, (severity, ends): (Severity, Timestamp)) -> Value {
        let line = &telling.line;
        let mut alert = Map::new();
        alert.insert(
            "labels".into(),
            json!({
                "alertname": "wirewatch",
                "story": line.story.id.to_string(),
                "severity": text::foreign(severity),
                "precedence": severity.name(),
            }),
        );
        alert.insert(
            "annotations".into(),
            json!({
                "summary": line.headline(),
                "description": text::cut(&line.article.summary, 1_000),
                "reason": line.summary(),
                "outlet": line.article.outlet,
                "watches": line.watches.join(", "),
                "id": line.id,
            }),
        );
        // The same start in every notice of the story: it goes on, it does not begin anew.
        alert.insert("startsAt".into(), line.story.first_seen.to_string().into());
        alert.insert("endsAt".into(), ends.to_string().into());
        if let Some(link) = text::link(line) {
            alert.insert("generatorURL".into(), link.into());
        }
        Value::Object(alert)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_late_does_not_come_as_over() {
        let url = "http://localhost/".parse().unwrap();
        let server = Alertmanager { url, token: None, lasts: SignedDuration::from_hours(4) };
        let raised: Timestamp = "2026-05-19T04:20:00Z".parse().unwrap();
        for (late, ends) in [(-60, 240), (0, 240), (119, 240), (120, 480), (241, 480), (600, 960)] {
            let now = raised.checked_add(SignedDuration::from_mins(late)).unwrap();
            let fires = server.ends(raised, now).duration_since(raised).as_mins();
            assert_eq!(fires, ends, "{late}");
            assert!(fires - late >= 120, "{late}");
        }
    }
}
