//! `webhook`: each alert as JSON by POST, by Standard Webhooks: a stable id, a timestamp, an
//! HMAC-SHA256 signature.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use reqwest::Method;
use ring::hmac;
use url::Url;

use super::http::Letter;
use super::kinds::Key;
use super::section::{Problem, Raw, Read1};
use super::{BoxFuture, DeliveryError, Notifier, Parcel, Secret, base64};
use crate::domain::many;

pub(super) const KEYS: &[Key] = &[
    ("url", "where to; a secret in itself for some receivers"),
    ("url_file", "the file that holds it"),
    ("url_env", "the environment variable that holds it"),
    ("secret", "key of the signature, \"whsec_…\"; several, with blanks, while it is changed"),
    ("secret_file", "the file that holds it"),
    ("secret_env", "the environment variable that holds it"),
    ("token", "sent as Authorization: Bearer"),
    ("token_file", "the file that holds it"),
    ("token_env", "the environment variable that holds it"),
];

struct Webhook {
    url: Url,
    keys: Vec<hmac::Key>,
    token: Option<Secret>,
}

pub(super) fn build(raw: &Raw<'_>) -> Read1<Box<dyn Notifier>> {
    let secret = raw.secret("secret")?;
    let keys = secret.iter().flat_map(|secret| secret.reveal().split_whitespace());
    let keys: Result<Vec<hmac::Key>, String> = keys.map(key).collect();
    let keys = keys.map_err(|why| {
        let made = "`echo \"whsec_$(head -c 32 /dev/urandom | base64)\"` makes one";
        Problem::at(&raw.source("secret"), format!("{why}; {made}"))
    })?;
    Ok(Box::new(Webhook { url: raw.needed_address("url")?, keys, token: raw.secret("token")? }))
}

/// How many bytes Standard Webhooks wants a key to have.
const KEY: RangeInclusive<usize> = 24..=64;

/// The key of a secret, or what is wrong with it; the secret itself is not told.
fn key(secret: &str) -> Result<hmac::Key, String> {
    let Some(coded) = secret.strip_prefix("whsec_") else {
        return Err("each secret begins with whsec_".to_owned());
    };
    let bytes = base64::decode(coded).ok_or("what follows whsec_ is no base64")?;
    if !KEY.contains(&bytes.len()) {
        let (least, most, found) = (KEY.start(), KEY.end(), many(bytes.len(), "byte"));
        return Err(format!("behind whsec_ come {least} to {most} bytes in base64, not {found}"));
    }
    Ok(hmac::Key::new(hmac::HMAC_SHA256, &bytes))
}

/// The same bytes at every try.
fn body(parcel: &Parcel) -> String {
    let (kind, data) = match parcel.single() {
        Some(telling) => (telling.line.change.to_string(), telling.json.clone()),
        None => {
            let all: Vec<&str> = parcel.told.iter().map(|each| each.json.as_str()).collect();
            let count = all.len();
            ("digest".to_owned(), format!("{{\"count\":{count},\"alerts\":[{}]}}", all.join(",")))
        }
    };
    format!("{{\"type\":\"alert.{kind}\",\"timestamp\":\"{}\",\"data\":{data}}}", parcel.raised)
}

fn signature(keys: &[hmac::Key], id: &str, seconds: i64, body: &str) -> String {
    let signed = format!("{id}.{seconds}.{body}");
    let each = keys.iter().map(|key| {
        let tag = hmac::sign(key, signed.as_bytes());
        format!("v1,{}", base64::encode(tag.as_ref()))
    });
    each.collect::<Vec<_>>().join(" ")
}

impl Notifier for Webhook {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        let body = body(parcel);
        let seconds = Timestamp::now().as_second();
        let mut headers =
            vec![("webhook-id", parcel.id.clone()), ("webhook-timestamp", seconds.to_string())];
        if !self.keys.is_empty() {
            let signature = signature(&self.keys, &parcel.id, seconds, &body);
            headers.push(("webhook-signature", signature));
        }
        let letter = Letter {
            method: Method::POST,
            url: self.url.clone(),
            headers,
            body: body.into_bytes(),
        };
        Box::pin(letter.bearer(self.token.as_ref()).send())
    }
}

#[cfg(test)]
mod tests {
    use super::{key, signature};

    #[test]
    fn a_secret_is_a_prefix_and_enough_bytes() {
        for (secret, problem) in [
            ("not", "each secret begins with whsec_"),
            ("whsec_?", "what follows whsec_ is no base64"),
            ("whsec_abc", "behind whsec_ come 24 to 64 bytes in base64, not 2 bytes"),
        ] {
            assert_eq!(key(secret).err().as_deref(), Some(problem), "{secret}");
        }
        assert!(key(&format!("whsec_{}", "A".repeat(88))).is_err(), "66 bytes");
        assert!(key(&format!("whsec_{}==", "A".repeat(86))).is_ok(), "64 bytes");
    }

    /// The example of the specification's reference libraries.
    #[test]
    fn the_signature_is_that_of_the_specification() {
        let key = key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = "{\"test\": 2432232314}";
        let signed = signature(&[key], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
