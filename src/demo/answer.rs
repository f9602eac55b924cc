//! What the demo's server answers: feeds with validators, article pages, and the bad manners
//! that some outlets have. Knows HTTP's words but no sockets.

use std::sync::atomic::{AtomicUsize, Ordering};

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::clock::Clock;
use super::day::{Day, Manner, Moment, Outlet};
use super::edition::{Edition, Item};
use super::steps::Steps;
use super::{gzip, page, render};

/// Of so many requests in a row to a flaky outlet, the last two fail.
const FLAKY_ROUND: usize = 5;

/// The day on show: what the server needs to answer.
#[derive(Debug)]
pub struct Stage {
    day: Day,
    clock: Clock,
    site: String,
    started: Timestamp,
    zero: Instant,
    flaky: AtomicUsize,
    steps: Option<Steps>,
}

impl Stage {
    /// A stage whose clock began at `started`, which is now, on the site `http://host:port`.
    #[must_use]
    pub fn new(day: Day, clock: Clock, started: Timestamp, site: String) -> Stage {
        let (zero, flaky) = (Instant::now(), AtomicUsize::new(0));
        Stage { day, clock, site, started, zero, flaky, steps: None }
    }

    /// The same with the day going in steps.
    pub(super) fn with_steps(self, steps: Option<Steps>) -> Stage {
        Stage { steps, ..self }
    }

    /// Whether it does.
    pub(super) fn in_steps(&self) -> bool {
        self.steps.is_some()
    }

    /// The steps in which the day goes.
    pub(super) fn steps(&self) -> Option<&Steps> {
        self.steps.as_ref()
    }

    /// The answer to one request, when it is its turn.
    pub(super) async fn reply<B>(&self, request: &Request<B>) -> Response<Full<Bytes>> {
        let domain = request.uri().path().strip_prefix("/feed/");
        let place = |domain| self.day.outlets.iter().position(|outlet| outlet.domain == domain);
        let (Some(steps), Some(outlet)) = (&self.steps, domain.and_then(place)) else {
            return self.answer(request);
        };
        let turn = steps.turn(outlet).await;
        let answer = self.answer(request);
        steps.done(turn);
        answer
    }

    /// The answer to one request.
    pub fn answer<B>(&self, request: &Request<B>) -> Response<Full<Bytes>> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "GET and HEAD only\n");
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        let mut parts = request.uri().path().trim_matches('/').split('/');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("feed"), Some(domain), None, None) => self.feed(domain, request.headers()),
            (Some("article"), Some(domain), Some(id), None) => self.article(domain, id),
            (Some(domain), None, None, None) => self.front(domain),
            _ => missing(),
        }
    }

    /// The address of an outlet's feed.
    #[must_use]
    pub fn feed_url(&self, outlet: &Outlet) -> String {
        format!("{}/feed/{}", self.site, outlet.domain)
    }

    /// The day on show.
    #[must_use]
    pub fn day(&self) -> &Day {
        &self.day
    }

    fn now(&self) -> Timestamp {
        if let Some((step, of)) = self.steps.as_ref().map(Steps::shown) {
            let (begin, end) = (u64::from(self.clock.begin().0), u64::from(self.day.end.0));
            let passed = end.saturating_sub(begin) * step as u64 / of as u64;
            return self.clock.wall(Moment(u32::try_from(begin + passed).unwrap_or(u32::MAX)));
        }
        let elapsed = SignedDuration::try_from(self.zero.elapsed()).unwrap_or(SignedDuration::MAX);
        self.started.saturating_add(elapsed).unwrap_or(self.started)
    }

    fn feed(&self, domain: &str, asked: &HeaderMap) -> Response<Full<Bytes>> {
        let Some(outlet) = self.day.outlet(domain) else { return missing() };
        // A failure would cost the outlet its turn.
        if outlet.manner == Manner::Flaky && !self.in_steps() {
            let turn = self.flaky.fetch_add(1, Ordering::Relaxed) % FLAKY_ROUND;
            if turn + 2 >= FLAKY_ROUND {
                return plain(StatusCode::INTERNAL_SERVER_ERROR, "out of database connections\n");
            }
        }
        let edition = Edition::at(&self.day, outlet, &self.clock, self.now());
        let mut response = if is_current(&edition, asked) {
            let mut response = Response::new(Full::default());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            self.document(&edition)
        };
        if outlet.manner != Manner::Forgetful {
            set(&mut response, header::ETAG, &edition.etag());
            set(&mut response, header::LAST_MODIFIED, &render::http_date(edition.changed));
        }
        response
    }

    fn document(&self, edition: &Edition<'_>) -> Response<Full<Bytes>> {
        let rendered = render::document(edition, &self.site);
        let zipped = edition.outlet.manner == Manner::Gzip;
        let body = if zipped { gzip::stored(&rendered.body) } else { rendered.body };
        let mut response = Response::new(Full::from(body));
        set(&mut response, header::CONTENT_TYPE, &rendered.content_type);
        if zipped {
            set(&mut response, header::CONTENT_ENCODING, "gzip");
        }
        response
    }

    fn article(&self, domain: &str, id: &str) -> Response<Full<Bytes>> {
        let Some(outlet) = self.day.outlet(domain) else { return missing() };
        let entry = self.day.entries_of(outlet).find(|entry| entry.id == id);
        let Some(item) = entry.and_then(|entry| Item::at(entry, &self.clock, self.now())) else {
            return missing();
        };
        html(page::article(&item, outlet))
    }

    fn front(&self, domain: &str) -> Response<Full<Bytes>> {
        let Some(outlet) = self.day.outlet(domain) else { return missing() };
        let edition = Edition::at(&self.day, outlet, &self.clock, self.now());
        html(page::front(&edition, &self.site))
    }
}

/// Whether the asker has this edition already (RFC 9110 §13.2.2: a tag outranks a date).
fn is_current(edition: &Edition<'_>, asked: &HeaderMap) -> bool {
    if edition.outlet.manner == Manner::Forgetful {
        return false;
    }
    let value = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if let Some(tags) = value(header::IF_NONE_MATCH) {
        let own = edition.etag();
        return tags
            .split(',')
            .map(str::trim)
            .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == own);
    }
    value(header::IF_MODIFIED_SINCE) == Some(render::http_date(edition.changed).as_str())
}

fn html(page: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(page));
    set(&mut response, header::CONTENT_TYPE, "text/html; charset=utf-8");
    response
}

fn missing() -> Response<Full<Bytes>> {
    plain(StatusCode::NOT_FOUND, "no such page\n")
}

fn plain(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(text));
    *response.status_mut() = status;
    set(&mut response, header::CONTENT_TYPE, "text/plain; charset=utf-8");
    response
}

fn set(response: &mut Response<Full<Bytes>>, name: header::HeaderName, value: &str) {
    // Nothing here holds a character that a header may not; were it so, it would go without.
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
