//! Says why there is no answer: one kind and one clear line for each way an exchange can fail. What an
//! answer without a document means is told in `refusal`.
//!
//! No message ever holds a path, a query or credentials: only the host, in ASCII.

mod tls;

use std::error::Error;
use std::io;

use super::dns::DnsError;
use crate::domain::{ErrorKind, Failure};

/// A failure without a status.
pub(super) fn failure(kind: ErrorKind, message: impl Into<String>) -> Failure {
    Failure { kind, message: message.into(), status: None }
}

/// What a failed exchange with `host` means.
pub(super) fn of_exchange(error: &reqwest::Error, host: &str) -> Failure {
    let kind = kind_of(error);
    failure(kind, message(kind, host, error))
}

/// The same of an exchange through a proxy: what does not reach the proxy, or not further, is no fault of the
/// server that was to be asked.
pub(super) fn through_proxy(error: &reqwest::Error, host: &str, proxy: &str) -> Failure {
    let kind = kind_of(error);
    let plain = error.url().is_some_and(|url| url.scheme() == "http") && !error.is_connect();
    let said = match kind {
        // Nobody can tell which of the two it is.
        ErrorKind::Incomplete | ErrorKind::Reset if plain => {
            return failure(kind, either(proxy, host, "hung up without an answer"));
        }
        ErrorKind::Protocol if plain => {
            return failure(kind, either(proxy, host, "does not answer in HTTP as it should"));
        }
        // It has no name that could be unknown: the other one is looked up here.
        ErrorKind::Dns if is_number(proxy) => {
            let message = format!(
                "no address found here for \"{host}\", to tell the proxy \"{proxy}\"; with socks5h:// it looks for itself"
            );
            return failure(kind, message);
        }
        _ if is_said(error, "proxy auth") => "wants a password",
        _ if is_said(error, "tunnel error: unsuccessful") => "lets nobody through to it",
        ErrorKind::Dns => "has a name that nobody knows",
        ErrorKind::Connect => "takes no connection",
        ErrorKind::Timeout if error.is_connect() => "takes no connection in time",
        _ if error.is_connect() && kind != ErrorKind::Tls => "does not speak as a proxy should",
        _ => return of_exchange(error, host),
    };
    let message = format!(
        "the proxy \"{proxy}\" on the way to \"{host}\" {said}; see http_proxy, https_proxy and all_proxy"
    );
    failure(kind, message)
}

/// What a proxy does, or who is behind it.
fn either(proxy: &str, host: &str, does: &str) -> String {
    format!("the proxy \"{proxy}\", or \"{host}\" behind it, {does}; see http_proxy and no_proxy")
}

/// Whether a host and port begin with a number instead of a name.
fn is_number(place: &str) -> bool {
    let host = place.rsplit_once(':').map_or(place, |(host, _)| host);
    place.starts_with('[') || host.parse::<std::net::IpAddr>().is_ok()
}

/// No answer came in time.
pub(super) fn too_late_through(proxy: Option<&str>, host: &str) -> Failure {
    let message = match proxy {
        Some(proxy) => either(proxy, host, "did not answer in time"),
        None => too_late(host),
    };
    failure(ErrorKind::Timeout, message)
}

/// Whether a body in chunks broke off behind a whole one: what comes next would be a size.
pub(super) fn is_between_chunks(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(cause) = next {
        if cause.downcast_ref::<io::Error>().is_some_and(|io| io.to_string().contains("chunk size"))
        {
            return true;
        }
        next = inner(cause);
    }
    false
}

/// The innermost cause that we know decides; what wraps it does not matter.
fn kind_of(error: &reqwest::Error) -> ErrorKind {
    let mut kind = None;
    let mut in_transfer = false;
    // Within a connect only the TLS handshake can meet the end of a stream.
    let mut ended_early = false;
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(cause) = next {
        in_transfer |= cause.is::<hyper::Error>();
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        ended_early |= io == Some(io::ErrorKind::UnexpectedEof);
        kind = known(cause).or(io.filter(|_| in_transfer).and_then(of_framing)).or(kind);
        next = inner(cause);
    }
    if let Some(kind) = kind {
        return kind;
    }
    if error.is_timeout() {
        ErrorKind::Timeout
    } else if error.is_connect() {
        if ended_early { ErrorKind::Tls } else { ErrorKind::Connect }
    } else if error.is_decode() {
        ErrorKind::Decode
    } else {
        ErrorKind::Protocol
    }
}

/// An `io::Error` hides the error it wraps from `source`.
fn inner<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => cause.source(),
    }
}

fn known(cause: &(dyn Error + 'static)) -> Option<ErrorKind> {
    if let Some(error) = cause.downcast_ref::<DnsError>() {
        return Some(match error {
            DnsError::Unknown => ErrorKind::Dns,
            DnsError::Refused => ErrorKind::Blocked,
        });
    }
    if cause.is::<rustls::Error>() {
        return Some(ErrorKind::Tls);
    }
    if let Some(error) = cause.downcast_ref::<hyper::Error>() {
        return of_hyper(error);
    }
    of_io(cause.downcast_ref::<io::Error>()?.kind())
}

fn of_hyper(error: &hyper::Error) -> Option<ErrorKind> {
    if error.is_timeout() {
        Some(ErrorKind::Timeout)
    } else if error.is_incomplete_message() {
        Some(ErrorKind::Incomplete)
    } else if error.is_parse() || error.is_parse_status() || error.is_parse_too_large() {
        Some(ErrorKind::Protocol)
    } else {
        None
    }
}

fn of_io(kind: io::ErrorKind) -> Option<ErrorKind> {
    match kind {
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::NotConnected => Some(ErrorKind::Reset),
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::AddrNotAvailable => Some(ErrorKind::Connect),
        io::ErrorKind::TimedOut => Some(ErrorKind::Timeout),
        _ => None,
    }
}

/// hyper wraps these around a body whose length or chunks are wrong. A decoder uses the same
/// kinds for a damaged body, but there is no hyper error above them then.
fn of_framing(kind: io::ErrorKind) -> Option<ErrorKind> {
    match kind {
        io::ErrorKind::UnexpectedEof => Some(ErrorKind::Incomplete),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Some(ErrorKind::Protocol),
        _ => None,
    }
}

fn message(kind: ErrorKind, host: &str, error: &reqwest::Error) -> String {
    match kind {
        ErrorKind::Dns => {
            format!("no address found for \"{host}\"; check its spelling and the name server")
        }
        ErrorKind::Blocked => format!(
            "\"{host}\" leads to a private address; set allow_private for this feed, or write --allow-private, if that is meant"
        ),
        ErrorKind::Tls => {
            format!("no secure connection to \"{host}\": {}", tls_reason(error))
        }
        ErrorKind::Timeout if is_odd_port(error) => format!(
            "\"{host}\" opened no secure connection in time; is the port right, or is http meant?"
        ),
        ErrorKind::Timeout => too_late(host),
        ErrorKind::Reset | ErrorKind::Incomplete if is_odd_start(error) => {
            format!("\"{host}\" hung up without an answer; is the port right, or is https meant?")
        }
        ErrorKind::Reset => format!("\"{host}\" broke off the connection; it is tried again"),
        ErrorKind::Incomplete => {
            format!("the answer of \"{host}\" broke off before its end; it is tried again")
        }
        ErrorKind::Connect if lacks_files(error) => format!(
            "\"{host}\" was not asked: no more files may be open here (ulimit -n); it is tried again"
        ),
        ErrorKind::Connect => format!("no connection to \"{host}\"; the server may be down"),
        ErrorKind::Decode => damaged(host),
        _ => match FRAMING.iter().find(|(sign, _)| says(error, sign)) {
            Some((_, fault)) => {
                format!(
                    "\"{host}\" {fault}, so that nobody can tell where its answer ends; tell its owner"
                )
            }
            None if is_odd_start(error) => format!(
                "\"{host}\" does not answer in HTTP as it should; is the port right, or is https meant?"
            ),
            None => format!("\"{host}\" does not answer in HTTP as it should; is the port right?"),
        },
    }
}

/// What hyper says of headers that tell no length (RFC 9112, 6.3: such an answer is discarded), and what
/// that is in words.
const FRAMING: &[(&str, &str)] = &[
    ("content-length", "says two lengths of its answer, or one that is no number (Content-Length)"),
    ("transfer-encoding", "sends chunks in HTTP/1.0, which has none (Transfer-Encoding)"),
];

/// Whether one of the causes has a word in it.
fn says(error: &reqwest::Error, word: &str) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(cause) = next {
        if cause.is::<hyper::Error>() && cause.to_string().contains(word) {
            return true;
        }
        next = inner(cause);
    }
    false
}

/// The same, whoever says it.
fn is_said(error: &reqwest::Error, word: &str) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(cause) = next {
        if cause.to_string().contains(word) {
            return true;
        }
        next = inner(cause);
    }
    false
}

/// Whether it is we who may open no more sockets (EMFILE, ENFILE).
fn lacks_files(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(cause) = next {
        let code = cause.downcast_ref::<io::Error>().and_then(io::Error::raw_os_error);
        if cfg!(unix) && matches!(code, Some(23 | 24)) {
            return true;
        }
        next = inner(cause);
    }
    false
}

/// Whether no answer in plain HTTP began at a port of its own: who speaks TLS there hangs up, or answers with
/// an alert of TLS.
fn is_odd_start(error: &reqwest::Error) -> bool {
    let url = error.url().filter(|url| url.scheme() == "http" && error.is_request());
    url.is_some_and(|url| url.port().is_some())
}

/// Whether nothing came of a secure connection to a port of its own: a server that speaks plain HTTP
/// there waits for the rest of a request.
fn is_odd_port(error: &reqwest::Error) -> bool {
    let url = error.url().filter(|url| url.scheme() == "https" && error.is_connect());
    url.is_some_and(|url| url.port().is_some())
}

/// What there is to say of a server that keeps us waiting.
pub(super) fn too_late(host: &str) -> String {
    format!("\"{host}\" did not answer in time; it is tried again")
}

/// What there is to say of a body that cannot be decompressed.
pub(super) fn damaged(host: &str) -> String {
    format!("the compressed answer of \"{host}\" is damaged; it is tried again")
}

/// The innermost error's own words are about certificates and versions, never about the request.
fn tls_reason(error: &reqwest::Error) -> String {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(cause) = next {
        match cause.downcast_ref::<rustls::Error>() {
            Some(error) => return tls::reason(error),
            None => next = inner(cause),
        }
    }
    match error.url().and_then(url::Url::port) {
        Some(_) => "the TLS handshake failed; is the port right, or is http meant?".to_owned(),
        None => "the TLS handshake failed".to_owned(),
    }
}
