//! A small HTTP server beside `run`: `/metrics`, `/healthz`, `/alerts.json`, `/alerts.atom`.
//!
//! Reads only. Without a token it answers requests for an address or "localhost" alone, so that no
//! page in a browser reaches it under a name of its own. What the answers say is in `pages`.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderMap};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use jiff::Timestamp;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::pages;
use crate::engine::Handle;

/// Connections at once: a few scrapers, and many that say nothing.
const CONNECTIONS: usize = 64;

/// For the head of a request: who says nothing keeps a place no longer.
const HEAD: Duration = Duration::from_secs(2);

/// For a whole connection: one request and its answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Wait after a failed accept before the next.
const BREATH: Duration = Duration::from_millis(100);

/// Where to listen, and for whom.
#[derive(Clone)]
pub struct Listening {
    /// The address.
    pub address: SocketAddr,
    /// What a request must show as `Authorization: Bearer`.
    pub token: Option<String>,
}

/// An open port.
pub struct Listener {
    socket: TcpListener,
    token: Option<Arc<str>>,
}

impl Listening {
    /// Opens the port.
    ///
    /// # Errors
    /// When the system does not give it.
    pub async fn open(self) -> io::Result<Listener> {
        let socket = TcpListener::bind(self.address).await?;
        Ok(Listener { socket, token: self.token.map(Arc::from) })
    }
}

impl Listener {
    /// Answers until `stop`.
    pub async fn serve(self, handle: Handle, stop: CancellationToken) {
        let room = Arc::new(Semaphore::new(CONNECTIONS));
        loop {
            let Ok(place) = room.clone().acquire_owned().await else { return };
            let accepted = tokio::select! {
                () = stop.cancelled() => return,
                accepted = self.socket.accept() => accepted,
            };
            let Ok((stream, _)) = accepted else {
                tokio::time::sleep(BREATH).await;
                continue;
            };
            let (handle, token) = (handle.clone(), self.token.clone());
            tokio::spawn(async move {
                let _ = tokio::time::timeout(PATIENCE, connection(stream, handle, token)).await;
                drop(place);
            });
        }
    }
}

async fn connection(stream: TcpStream, handle: Handle, token: Option<Arc<str>>) {
    let service = service_fn(|request: Request<Incoming>| {
        let (handle, token) = (handle.clone(), token.clone());
        async move { Ok::<_, Infallible>(answer(&request, handle, token.as_deref()).await) }
    });
    // A scraper that leaves early is no trouble of ours.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(16 << 10)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn answer(
    request: &Request<Incoming>,
    handle: Handle,
    token: Option<&str>,
) -> Response<Full<Bytes>> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "GET only\n");
    }
    if !is_admitted(request.headers(), token) {
        return plain(StatusCode::UNAUTHORIZED, "not for you\n");
    }
    let Some(page) = pages::PAGES.iter().find(|page| page.path == request.uri().path()) else {
        return plain(StatusCode::NOT_FOUND, "/metrics /healthz /alerts.json /alerts.atom\n");
    };
    let made = tokio::task::spawn_blocking(move || (page.make)(&handle, Timestamp::now())).await;
    match made {
        Ok(Ok(text)) => respond(StatusCode::OK, page.kind, text),
        Ok(Err(why)) => plain(StatusCode::SERVICE_UNAVAILABLE, &format!("{why}\n")),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "the page could not be made\n"),
    }
}

/// Whether a request shows the token; where there is none, whether it names no foreign host.
fn is_admitted(headers: &HeaderMap, token: Option<&str>) -> bool {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(token) = token {
        let shown = header(AUTHORIZATION).and_then(|text| text.strip_prefix("Bearer "));
        // Compared as digests, so that the time taken tells nothing of the token.
        let digest = |text: &str| ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
        return shown.is_some_and(|shown| digest(shown).as_ref() == digest(token).as_ref());
    }
    let host = header(HOST).unwrap_or("localhost");
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host }
    });
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || name.parse::<std::net::IpAddr>().is_ok()
}

fn plain(status: StatusCode, text: &str) -> Response<Full<Bytes>> {
    respond(status, "text/plain; charset=utf-8", text.to_owned())
}

fn respond(status: StatusCode, kind: &'static str, text: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static(kind));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_foreign_name_and_no_wrong_token_is_admitted() {
        for (name, value, token, admitted) in [
            ("host", "127.0.0.1:9417", None, true),
            ("host", "localhost", None, true),
            ("host", "[::1]:9417", None, true),
            ("host", "rebound.example:9417", None, false),
            ("host", "127.0.0.1.example", None, false),
            ("host", "127.0.0.1:9417", Some("t"), false),
            ("authorization", "Bearer t", Some("t"), true),
            ("authorization", "Bearer x", Some("t"), false),
            ("authorization", "t", Some("t"), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().unwrap());
            assert_eq!(is_admitted(&headers, token), admitted, "{name}: {value}");
        }
    }
}
