//! One request to a receiver, within limits: no redirects, 10 s in all, 64 KiB of the answer.
//!
//! Says in our own words what came of it: of an address, which may be a secret, only the host and
//! nothing that the receiver wrote gets into a message.

use std::sync::{Once, OnceLock};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, Method, Response, StatusCode, redirect, retry};
use serde_json::Value;
use url::Url;

use super::DeliveryError;
use crate::domain::wait::retry_after;

/// A whole exchange.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Until the connection stands.
const CONNECT: Duration = Duration::from_secs(5);

/// Bytes of an answer that are read.
const ANSWER: usize = 64 << 10;

/// A request to a receiver.
pub(super) struct Letter {
    /// POST or PUT.
    pub method: Method,
    /// Where to.
    pub url: Url,
    /// Headers beside the content type.
    pub headers: Vec<(&'static str, String)>,
    /// The body, JSON.
    pub body: Vec<u8>,
}

impl Letter {
    /// A POST of JSON.
    pub fn post(url: &Url, body: &Value) -> Letter {
        let body = body.to_string().into_bytes();
        Letter { method: Method::POST, url: url.clone(), headers: Vec::new(), body }
    }

    /// The same with a bearer token, where there is one.
    pub fn bearer(mut self, token: Option<&super::Secret>) -> Letter {
        let header = token.map(|token| ("authorization", format!("Bearer {}", token.reveal())));
        self.headers.extend(header);
        self
    }

    /// Sends it.
    ///
    /// # Errors
    /// When the receiver did not take it.
    pub async fn send(self) -> Result<(), DeliveryError> {
        let client = client(self.url.scheme())?;
        let mut request = client
            .request(self.method, self.url)
            .header(CONTENT_TYPE, "application/json")
            .body(self.body);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        // The limit of time holds for the answer's body too.
        let response = request.send().await.map_err(|error| of_exchange(&error))?;
        judge(response).await
    }
}

/// The client for a scheme. Plain http needs no certificates, so it never waits for them.
fn client(scheme: &str) -> Result<&'static Client, DeliveryError> {
    static PLAIN: OnceLock<Option<Client>> = OnceLock::new();
    static SECURE: OnceLock<Option<Client>> = OnceLock::new();
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // Err: it was chosen before, for fetching feeds.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    let builder = || {
        Client::builder()
            .user_agent(concat!("wirewatch/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .http1_only()
            // A connection that the receiver closes meanwhile would look like an unclear end.
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECT)
            .timeout(TIMEOUT)
    };
    let client = if scheme == "https" {
        SECURE.get_or_init(|| builder().build().ok())
    } else {
        PLAIN.get_or_init(|| builder().tls_certs_only([]).build().ok())
    };
    let missing = "no certificate authorities on this system; install ca-certificates";
    client.as_ref().ok_or_else(|| DeliveryError::retry(missing))
}

fn of_exchange(error: &reqwest::Error) -> DeliveryError {
    let why = if error.is_builder() {
        return DeliveryError::GiveUp("the request cannot be made: look at the header".to_owned());
    } else if error.is_timeout() {
        "no answer in time from"
    } else if is_unknown(error) {
        "no address found (DNS) for"
    } else if error.is_connect() {
        "cannot connect to"
    } else {
        "the connection broke off with"
    };
    let host = error.url().and_then(Url::host_str).unwrap_or("the receiver");
    DeliveryError::retry(format!("{why} {host}"))
}

/// Whether the name of the host led to no address: what hyper says of it.
fn is_unknown(error: &reqwest::Error) -> bool {
    let first = std::error::Error::source(error);
    std::iter::successors(first, |cause| cause.source())
        .any(|cause| cause.to_string() == "dns error")
}

/// What an answer means: 2xx has it, 410 wants nothing any more, 400 will never take these bytes,
/// all others later: a token that ran out, an address that moved, a proxy in between are mended by
/// people within the days of the schedule.
async fn judge(response: Response) -> Result<(), DeliveryError> {
    let status = response.status();
    if status.is_success() {
        return Ok(());
    }
    let why = match status.canonical_reason() {
        Some(reason) => format!("answered {} {reason}", status.as_u16()),
        None => format!("answered {}", status.as_u16()),
    };
    match status {
        StatusCode::GONE => Err(DeliveryError::Stop(why)),
        StatusCode::BAD_REQUEST => Err(DeliveryError::GiveUp(why)),
        // A redirect is not followed: body and secrets would go elsewhere.
        _ => Err(DeliveryError::Retry { why, after: wait(response).await }),
    }
}

/// How long the receiver asks to wait: in a header, or as Discord, Telegram and Matrix write it.
async fn wait(mut response: Response) -> Option<Duration> {
    let header = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    if let Some(asked) = header.and_then(|text| retry_after(text, Timestamp::now())) {
        return Some(Duration::from_secs(u64::from(asked)));
    }
    let mut body = Vec::new();
    while let Ok(Some(piece)) = response.chunk().await {
        body.extend_from_slice(&piece);
        if body.len() > ANSWER {
            return None;
        }
    }
    told(&serde_json::from_slice(&body).ok()?)
}

/// The wait that a JSON answer tells.
fn told(answer: &Value) -> Option<Duration> {
    let seconds = [answer.get("retry_after"), answer.pointer("/parameters/retry_after")];
    let seconds = seconds.into_iter().flatten().find_map(Value::as_f64);
    let millis = answer.get("retry_after_ms").and_then(Value::as_f64);
    let wait = seconds.or(millis.map(|millis| millis / 1_000.0))?;
    Duration::try_from_secs_f64(wait).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_that_asks_for_a_wait_is_understood() {
        for (answer, millis) in [
            (r#"{"retry_after": 1.5}"#, Some(1_500)),
            (r#"{"parameters": {"retry_after": 7}}"#, Some(7_000)),
            (r#"{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 250}"#, Some(250)),
            (r#"{"retry_after": -1}"#, None),
            (r#"{"retry_after": 1e300}"#, None),
            ("[]", None),
        ] {
            let answer = serde_json::from_str(answer).unwrap();
            assert_eq!(told(&answer).map(|wait| wait.as_millis()), millis, "{answer}");
        }
    }
}
