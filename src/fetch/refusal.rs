//! Says what an answer means in which no document comes: by its status, and by the headers that tell
//! who refuses and for how long.

use reqwest::header::HeaderMap;

use super::failure::failure;
use crate::domain::{ErrorKind, Failure};

/// Headers by which walls against robots name themselves, and how their values begin.
const WALLS: &[(&str, &str)] = &[
    ("cf-mitigated", "challenge"),
    ("x-amzn-waf-action", ""),
    ("x-datadome", ""),
    ("x-vercel-mitigated", ""),
    ("x-sucuri-id", ""),
    ("server", "ddos-guard"),
    ("server", "AkamaiGHost"),
];

/// What servers say to plain HTTP on a port of TLS (nginx, Go, Apache), in small letters.
const WANT_TLS: &[&str] = &[
    "plain http request was sent to https",
    "http request to an https server",
    "plain http to an ssl",
];

/// Whether the server was shown credentials.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sent {
    /// None are configured, or not for this server.
    #[default]
    Nothing,
    /// They were.
    Credentials,
}

/// What of a refusal tells more than its status.
#[derive(Debug, Default)]
pub(super) struct Signs {
    retry_after: Option<u32>,
    is_wall: bool,
    wants_tls: bool,
    sent: Sent,
    /// The proxy that it came through in plain HTTP, and may be of.
    proxy: Option<String>,
}

impl Signs {
    /// What headers tell, with the wait that they ask for.
    pub fn of(headers: &HeaderMap, retry_after: Option<u32>, sent: Sent) -> Signs {
        let says = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
        let is_wall = WALLS
            .iter()
            .any(|(name, start)| says(name).is_some_and(|text| text.starts_with(start)));
        Signs { retry_after, is_wall, wants_tls: false, sent, proxy: None }
    }

    /// Takes in the proxy that it came through.
    pub fn through(mut self, proxy: Option<&str>) -> Signs {
        self.proxy = proxy.map(str::to_owned);
        self
    }

    /// Takes in how the page of a refusal begins that came in plain HTTP.
    pub fn heard(&mut self, page: &[u8]) {
        let page = String::from_utf8_lossy(page).to_ascii_lowercase();
        self.wants_tls = WANT_TLS.iter().any(|words| page.contains(words));
    }
}

/// What an answer means that is neither a document, nor "not modified", nor a redirect.
pub(super) fn of(status: u16, host: &str, signs: &Signs) -> Failure {
    let retry_after = signs.retry_after;
    if let Some(message) = of_how_it_was_asked(status, host, signs) {
        return Failure { status: Some(status), ..failure(ErrorKind::HttpStatus, message) };
    }
    let (kind, message) = match status {
        403 if signs.is_wall => {
            let message = format!(
                "a wall against robots before \"{host}\" lets in only browsers (status 403); ask its owner to let wirewatch in"
            );
            return failure(ErrorKind::HttpStatus, message);
        }
        403 | 408 | 413 | 420 | 421 | 423 | 425 | 430 | 500..=510 | 512..=599
            if retry_after.is_some() =>
        {
            (ErrorKind::RateLimited, asks_to_wait(host, status, retry_after))
        }
        401 | 403 if signs.sent == Sent::Credentials => (
            ErrorKind::HttpStatus,
            format!(
                "\"{host}\" refuses the credentials that it was given (status {status}); look at them"
            ),
        ),
        407 => (
            ErrorKind::HttpStatus,
            format!(
                "a proxy on the way to \"{host}\" wants a password (status 407); see http_proxy and https_proxy"
            ),
        ),
        410 => (
            ErrorKind::Gone,
            format!(
                "\"{host}\" has ended this feed (status 410); it is not polled again until `wirewatch feed enable`"
            ),
        ),
        420 | 429 | 430 => (ErrorKind::RateLimited, asks_to_wait(host, status, retry_after)),
        511 => (
            ErrorKind::HttpStatus,
            "the network wants a log-in first (status 511); open any page in a browser".to_owned(),
        ),
        _ => said(status, host),
    };
    Failure { kind, message, status: Some(status) }
}

/// What a status means by itself: what its server does, and what comes of it.
#[rustfmt::skip]
const SAID: &[(u16, u16, &str, &str)] = &[
    (204, 205, "answered without a document", "; it is tried again"),
    (206, 206, "sent a part of the feed", " that nobody asked for; it is tried again"),
    (304, 304, "says \"not modified\"", " to a first request; it is tried again"),
    (401, 401, "refuses access", "; it wants credentials"),
    (402, 402, "wants to be paid for this feed", "; see it in a browser"),
    (403, 403, "forbids this feed", "; it may keep programs out: ask its owner, or see in a browser"),
    (404, 404, "has no feed at this address", "; look for its new one"),
    (408, 408, "did not take the request this time", "; it is tried again"),
    (421, 421, "did not take the request this time", "; it is tried again"),
    (425, 425, "did not take the request this time", "; it is tried again"),
    (451, 451, "may not give this feed here, by law", "; ask its owner"),
    (499, 499, "did not take the request this time", "; it is tried again"),
    (500, 599, "has trouble of its own", "; it is tried again"),
    (999, 999, "keeps programs out", "; ask its owner to let wirewatch in"),
];

fn said(status: u16, host: &str) -> (ErrorKind, String) {
    let kind = if matches!(status, 204 | 205) { ErrorKind::Empty } else { ErrorKind::HttpStatus };
    let row = SAID.iter().find(|(first, last, ..)| (*first..=*last).contains(&status));
    let message = match row {
        Some((.., says, then)) => format!("\"{host}\" {says} (status {status}){then}"),
        None => format!("\"{host}\" answered with status {status}; see in a browser what it wants"),
    };
    (kind, message)
}

/// What is wrong with how it was asked, where that is plain.
fn of_how_it_was_asked(status: u16, host: &str, signs: &Signs) -> Option<String> {
    match status {
        400 if signs.wants_tls => Some(format!(
            "\"{host}\" speaks only TLS on this port (status 400); write https:// in its address"
        )),
        412 => Some(format!(
            "\"{host}\" refuses a request with its own ETag or date (status 412); it is asked without them"
        )),
        403 | 502..=504 if signs.retry_after.is_none() => {
            let proxy = signs.proxy.as_deref().filter(|_| !signs.is_wall)?;
            Some(format!(
                "the proxy \"{proxy}\", or \"{host}\" behind it, answered with status {status}; see http_proxy and no_proxy"
            ))
        }
        _ => None,
    }
}

/// A 410 where only a redirect led to: only a feed's own address can end it.
pub(super) fn gone_for_now(host: &str) -> Failure {
    let message = format!(
        "nothing is at the place on \"{host}\" (status 410) that it redirects to; it is tried again"
    );
    Failure { kind: ErrorKind::HttpStatus, message, status: Some(410) }
}

fn asks_to_wait(host: &str, status: u16, retry_after: Option<u32>) -> String {
    const DAY: u32 = 86_400;
    match retry_after {
        Some(seconds) if seconds > DAY => format!(
            "\"{host}\" asks to wait (status {status}); no request to it for a day, the longest wait kept"
        ),
        Some(seconds) => {
            format!("\"{host}\" asks to wait (status {status}); no request to it for {seconds} s")
        }
        None => format!("\"{host}\" asks to wait (status {status}); it is asked more rarely"),
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn a_server_that_wants_tls_on_this_port_is_understood() {
        for (page, words) in [
            ("<title>400 The plain HTTP request was sent to HTTPS port</title>", "write https://"),
            ("Client sent an HTTP request to an HTTPS server.\n", "write https://"),
            ("You're speaking plain HTTP to an SSL-enabled server port.", "write https://"),
            ("<title>400 Bad Request</title>", "see in a browser"),
        ] {
            let mut signs = Signs::default();
            signs.heard(page.as_bytes());
            let told = of(400, "h.example", &signs);
            assert!(told.message.contains(words), "{}", told.message);
        }
    }

    #[test]
    fn a_refusal_says_who_refuses_and_why() {
        let wall = Some(("cf-mitigated", "challenge"));
        let guard = Some(("server", "ddos-guard"));
        for (status, header, wait, sent, kind, words) in [
            (403, None, None, Sent::Nothing, ErrorKind::HttpStatus, "keep programs out"),
            (401, None, None, Sent::Nothing, ErrorKind::HttpStatus, "wants credentials"),
            (403, guard, None, Sent::Nothing, ErrorKind::HttpStatus, "only browsers"),
            (420, None, None, Sent::Nothing, ErrorKind::RateLimited, "more rarely"),
            (502, None, Some(60), Sent::Nothing, ErrorKind::RateLimited, "for 60 s"),
            (401, None, None, Sent::Credentials, ErrorKind::HttpStatus, "refuses the credentials"),
            (403, None, None, Sent::Credentials, ErrorKind::HttpStatus, "refuses the credentials"),
            (403, wall, None, Sent::Nothing, ErrorKind::HttpStatus, "only browsers"),
            (403, None, Some(60), Sent::Nothing, ErrorKind::RateLimited, "for 60 s"),
            (503, None, Some(60), Sent::Nothing, ErrorKind::RateLimited, "for 60 s"),
            (503, None, None, Sent::Nothing, ErrorKind::HttpStatus, "trouble of its own"),
            (402, None, None, Sent::Nothing, ErrorKind::HttpStatus, "wants to be paid"),
            (408, None, None, Sent::Nothing, ErrorKind::HttpStatus, "is tried again"),
            (999, None, None, Sent::Nothing, ErrorKind::HttpStatus, "keeps programs out"),
            (408, None, Some(60), Sent::Nothing, ErrorKind::RateLimited, "for 60 s"),
            (430, None, None, Sent::Nothing, ErrorKind::RateLimited, "more rarely"),
            (522, None, Some(60), Sent::Nothing, ErrorKind::RateLimited, "for 60 s"),
            (404, None, Some(60), Sent::Nothing, ErrorKind::HttpStatus, "no feed at this address"),
        ] {
            let headers: HeaderMap = header
                .into_iter()
                .map(|(name, value)| {
                    (HeaderName::from_static(name), HeaderValue::from_static(value))
                })
                .collect();
            let told = of(status, "h.example", &Signs::of(&headers, wait, sent));
            assert_eq!(told.kind, kind, "{status}");
            assert!(told.message.contains(words), "{}", told.message);
        }
    }
}
