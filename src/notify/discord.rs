//! `discord`: a message in a Discord channel, through a webhook. Nobody is mentioned.

use serde_json::json;
use url::Url;

use super::http::Letter;
use super::kinds::Key;
use super::section::{Raw, Read1};
use super::{BoxFuture, DeliveryError, Notifier, Parcel, text};

pub(super) const KEYS: &[Key] = &[
    ("url", "address of the webhook, a secret in itself"),
    ("url_file", "the file that holds it"),
    ("url_env", "the environment variable that holds it"),
];

/// Discord refuses more than 2,000.
const MOST: usize = 1_900;

struct Discord {
    url: Url,
}

pub(super) fn build(raw: &Raw<'_>) -> Read1<Box<dyn Notifier>> {
    Ok(Box::new(Discord { url: raw.needed_address("url")? }))
}

impl Notifier for Discord {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        let body = json!({
            "content": text::whole(parcel, MOST),
            "allowed_mentions": { "parse": [] },
        });
        Box::pin(Letter::post(&self.url, &body).send())
    }
}
