//! `pagerduty`: an incident a story, by Events v2; later notices of the story update it, and it is
//! resolved with the alert.

use serde_json::{Value, json};
use url::Url;

use super::http::Letter;
use super::kinds::{Key, address_or, below};
use super::section::{Raw, Read1};
use super::{BoxFuture, DeliveryError, Notifier, Parcel, Secret, text};

pub(super) const KEYS: &[Key] = &[
    ("key", "the integration's routing key"),
    ("key_file", "the file that holds it"),
    ("key_env", "the environment variable that holds it"),
    ("url", "the server (default \"https://events.pagerduty.com\")"),
];

struct PagerDuty {
    url: Url,
    key: Secret,
}

pub(super) fn build(raw: &Raw<'_>) -> Read1<Box<dyn Notifier>> {
    let server = address_or(raw, "https://events.pagerduty.com")?;
    Ok(Box::new(PagerDuty {
        url: below(&server, &["v2", "enqueue"]),
        key: raw.needed_secret("key")?,
    }))
}

impl Notifier for PagerDuty {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        let body = if parcel.is_end() { self.resolve(parcel) } else { self.trigger(parcel) };
        Box::pin(Letter::post(&self.url, &body).send())
    }
}

impl PagerDuty {
    fn trigger(&self, parcel: &Parcel) -> Value {
        let top = parcel.top();
        let severity = top.map(|line| line.severity).unwrap_or_default();
        // A source is required.
        let outlet = top.map(|line| line.article.outlet.as_str());
        let outlet = outlet.filter(|outlet| !outlet.is_empty()).unwrap_or("wirewatch");
        let links: Vec<Value> = parcel
            .single()
            .and_then(|one| Some((one, text::link(&one.line)?)))
            .map(|(one, link)| json!({ "href": link, "text": one.line.article.outlet }))
            .into_iter()
            .collect();
        json!({
            "routing_key": self.key.reveal(),
            "event_action": "trigger",
            "dedup_key": incident(parcel),
            "client": "wirewatch",
            "links": links,
            "payload": {
                "summary": text::cut(&text::headline(parcel), 1_000),
                "source": outlet,
                "severity": text::foreign(severity),
                "timestamp": parcel.raised.to_string(),
                "class": top.and_then(|line| line.watches.first()),
                "custom_details": { "text": text::body(parcel, 8_000), "count": parcel.told.len() },
            },
        })
    }

    fn resolve(&self, parcel: &Parcel) -> Value {
        json!({
            "routing_key": self.key.reveal(),
            "event_action": "resolve",
            "dedup_key": incident(parcel),
        })
    }
}

/// The incident of a story; a digest is one of its own.
fn incident(parcel: &Parcel) -> String {
    let story = parcel.single().map(|one| one.line.story.id.to_string());
    format!("wirewatch-{}", story.as_deref().unwrap_or(&parcel.id))
}
