//! `ntfy`: a push to phones through an ntfy server.

use serde_json::{Map, Value, json};
use url::Url;

use super::http::Letter;
use super::kinds::Key;
use super::section::{Raw, Read1};
use super::{BoxFuture, DeliveryError, Notifier, Parcel, Secret, text};
use crate::domain::Severity;

pub(super) const KEYS: &[Key] = &[
    ("url", "the server (default \"https://ntfy.sh\")"),
    ("topic", "the topic; on a public server, whoever knows it reads along"),
    ("topic_file", "the file that holds it"),
    ("topic_env", "the environment variable that holds it"),
    ("token", "an access token"),
    ("token_file", "the file that holds it"),
    ("token_env", "the environment variable that holds it"),
];

/// ntfy takes 4,096 bytes, more becomes an attachment or is refused; a UTF-16 unit is up to three.
const MOST: usize = 1_300;

struct Ntfy {
    url: Url,
    topic: Secret,
    token: Option<Secret>,
}

pub(super) fn build(raw: &Raw<'_>) -> Read1<Box<dyn Notifier>> {
    Ok(Box::new(Ntfy {
        url: super::kinds::address_or(raw, "https://ntfy.sh")?,
        topic: raw.needed_secret("topic")?,
        token: raw.secret("token")?,
    }))
}

impl Notifier for Ntfy {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        let severity = parcel.top().map(|line| line.severity).unwrap_or_default();
        let (priority, tag) = match severity {
            Severity::Flash => (5, "rotating_light"),
            Severity::Immediate => (4, "warning"),
            Severity::Priority => (3, "newspaper"),
            Severity::Routine => (2, "newspaper"),
        };
        let mut message = Map::new();
        message.insert("topic".into(), self.topic.reveal().into());
        message.insert("title".into(), text::cut(&text::headline(parcel), 250).into());
        message.insert("message".into(), text::body(parcel, MOST).into());
        message.insert("priority".into(), priority.into());
        message.insert("tags".into(), json!([tag]));
        if let Some(one) = parcel.single().filter(|one| !one.line.article.url.is_empty()) {
            message.insert("click".into(), one.line.article.url.clone().into());
        }
        let letter = Letter::post(&self.url, &Value::Object(message));
        Box::pin(letter.bearer(self.token.as_ref()).send())
    }
}
