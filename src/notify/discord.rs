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
const MOST: usize = 2_000;

/// Lengths to try before marks are escaped; the last fits however many there are.
const BEFORE: [usize; 3] = [1_900, 1_500, MOST / 2];

/// Discord's flag against previews: nobody's server is asked for a picture.
const NO_EMBEDS: u32 = 4;

struct Discord {
    url: Url,
}

pub(super) fn build(raw: &Raw<'_>) -> Read1<Box<dyn Notifier>> {
    Ok(Box::new(Discord { url: raw.needed_address("url")? }))
}

impl Notifier for Discord {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        let body = json!({
            "content": content(parcel),
            "allowed_mentions": { "parse": [] },
            "flags": NO_EMBEDS,
        });
        Box::pin(Letter::post(&self.url, &body).send())
    }
}

/// No headline becomes a link that hides where it leads.
fn content(parcel: &Parcel) -> String {
    let all = BEFORE.iter().map(|most| text::unmarked(parcel, &text::whole(parcel, *most)));
    let mut fitting = all.skip_while(|text| text::units(text) > MOST);
    fitting.next().unwrap_or_default()
}
