//! `slack`: a message in a Slack channel, through an incoming webhook.

use serde_json::json;
use url::Url;

use super::http::Letter;
use super::kinds::Key;
use super::section::{Raw, Read1};
use super::{BoxFuture, DeliveryError, Notifier, Parcel, text};

pub(super) const KEYS: &[Key] = &[
    ("url", "address of the incoming webhook, a secret in itself"),
    ("url_file", "the file that holds it"),
    ("url_env", "the environment variable that holds it"),
];

/// Slack shows about this much before it folds a message.
const MOST: usize = 3_500;

struct Slack {
    url: Url,
}

pub(super) fn build(raw: &Raw<'_>) -> Read1<Box<dyn Notifier>> {
    Ok(Box::new(Slack { url: raw.needed_address("url")? }))
}

impl Notifier for Slack {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        // Escaped, no text of a feed becomes a link or calls a channel.
        let body = json!({
            "text": text::escaped(&text::whole(parcel, MOST)),
            "mrkdwn": false,
            "unfurl_links": false,
            "unfurl_media": false,
        });
        Box::pin(Letter::post(&self.url, &body).send())
    }
}
