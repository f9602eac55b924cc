//! `matrix`: a message in a Matrix room. The parcel's id is the transaction id, so a repeated try
//! shows once.

use reqwest::Method;
use serde_json::json;
use url::Url;

use super::http::Letter;
use super::kinds::{Key, below};
use super::section::{Raw, Read1};
use super::{BoxFuture, DeliveryError, Notifier, Parcel, Secret, text};

pub(super) const KEYS: &[Key] = &[
    ("url", "the home server, such as \"https://matrix.example.org\""),
    ("room", "the room's id, such as \"!abc:example.org\""),
    ("token", "an access token"),
    ("token_file", "the file that holds it"),
    ("token_env", "the environment variable that holds it"),
];

const MOST: usize = 8_000;

struct Matrix {
    server: Url,
    room: String,
    token: Secret,
}

pub(super) fn build(raw: &Raw<'_>) -> Read1<Box<dyn Notifier>> {
    Ok(Box::new(Matrix {
        server: raw.needed_address("url")?,
        room: raw.needed("room")?,
        token: raw.needed_secret("token")?,
    }))
}

impl Notifier for Matrix {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        let body = json!({ "msgtype": "m.text", "body": text::whole(parcel, MOST) });
        let path =
            ["_matrix", "client", "v3", "rooms", &self.room, "send", "m.room.message", &parcel.id];
        let letter =
            Letter { method: Method::PUT, ..Letter::post(&below(&self.server, &path), &body) };
        Box::pin(letter.bearer(Some(&self.token)).send())
    }
}
