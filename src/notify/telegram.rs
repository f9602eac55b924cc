//! `telegram`: a message from a Telegram bot to a chat, as plain text.

use serde_json::json;
use url::Url;

use super::http::Letter;
use super::kinds::{Key, address_or, below};
use super::section::{Raw, Read1};
use super::{BoxFuture, DeliveryError, Notifier, Parcel, text};

pub(super) const KEYS: &[Key] = &[
    ("token", "the bot's token"),
    ("token_file", "the file that holds it"),
    ("token_env", "the environment variable that holds it"),
    ("chat", "number or @name of the chat"),
    ("url", "the server (default \"https://api.telegram.org\")"),
];

/// Telegram refuses more than 4,096.
const MOST: usize = 4_000;

struct Telegram {
    url: Url,
    chat: String,
}

pub(super) fn build(raw: &Raw<'_>) -> Read1<Box<dyn Notifier>> {
    let server = address_or(raw, "https://api.telegram.org")?;
    let bot = format!("bot{}", raw.needed_secret("token")?.reveal());
    let url = below(&server, &[&bot, "sendMessage"]);
    Ok(Box::new(Telegram { url, chat: raw.needed("chat")? }))
}

impl Notifier for Telegram {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        let body = json!({
            "chat_id": self.chat,
            "text": text::whole(parcel, MOST),
            "link_preview_options": { "is_disabled": true },
        });
        Box::pin(Letter::post(&self.url, &body).send())
    }
}
