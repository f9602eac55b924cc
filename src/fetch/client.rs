//! The HTTP client: one conditional request through its checked redirects, within its limits.
//!
//! Returns a document or the reason why there is none; knows nothing of schedules and feeds'
//! contents.

mod by_hand;
mod home;
mod passing;

use std::sync::Arc;

use jiff::Timestamp;
use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH};

use super::access::Credentials;
use super::body::{self, Room};
use super::budget::Budget;
use super::deadline::Deadline;
use super::failure::{failure, of_exchange, through_proxy, too_late_through};
use super::gate::Gate;
use super::guard::{Guard, Reach, is_private};
use super::proxies::{self, Proxying, Ways};
use super::queue::HostLimits;
use super::refusal::{self, Sent, Signs};
use super::request::{LooksHome, Private, Request};
use super::trail::Trail;
use super::transport::{Parts, Transport};
use super::way::{Answered, Hop, Named, Way};
use super::{cache, poller};
use crate::domain::{
    CacheHints, Document, ErrorKind, Failure, FeedId, Fetching, Limits, Outcome, Poll, Validators,
};

/// A poll with the way it took.
#[derive(Clone, Debug)]
pub struct Check {
    /// The poll.
    pub poll: Poll,
    /// Every answer, redirects first.
    pub hops: Vec<Hop>,
    /// What the names on the way were resolved to, where no proxy did it.
    pub names: Vec<Named>,
}

/// Why there is no client.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// The contact cannot be part of a header.
    #[error("[fetch] contact \"{0}\" has characters that no header may hold; use plain ASCII")]
    Contact(String),
    /// A proxy of the environment cannot be used.
    #[error(
        "{0} names no proxy that can be used; write http://host:port, https://… or socks5h://…, or unset it"
    )]
    Proxy(String),
}

/// Fetches documents. Cheap to clone; all clones share names resolved and limits.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    transport: Transport,
    guard: Arc<Guard>,
    ways: Ways,
    fetching: Fetching,
    body_limit: usize,
    budget: Budget,
    /// What is asked by hand passes it.
    gate: Arc<Gate>,
    clock: fn() -> Timestamp,
}

/// What one request came to.
struct Answer {
    outcome: Outcome,
    hints: CacheHints,
    moved: Option<String>,
    host: Option<String>,
}

impl Client {
    /// A client that goes through the proxies that the environment names.
    ///
    /// # Errors
    /// When the contact cannot be sent.
    pub fn new(fetching: &Fetching) -> Result<Client, ClientError> {
        Client::build(fetching, Limits::default().body, Proxying::Environment)
    }

    /// The same with another limit on the decoded body, in bytes.
    ///
    /// # Errors
    /// When the contact cannot be sent.
    pub fn with_body_limit(fetching: &Fetching, limit: usize) -> Result<Client, ClientError> {
        Client::build(fetching, limit, Proxying::Environment)
    }

    /// A client that never goes through a proxy.
    ///
    /// # Errors
    /// When the contact cannot be sent.
    pub fn direct(fetching: &Fetching, limit: usize) -> Result<Client, ClientError> {
        Client::build(fetching, limit, Proxying::Direct)
    }

    fn build(fetching: &Fetching, limit: usize, wish: Proxying) -> Result<Client, ClientError> {
        let environment = || {
            std::env::vars_os().filter_map(|(key, value)| {
                Some((key.into_string().ok()?, value.into_string().ok()?))
            })
        };
        let unusable =
            (wish == Proxying::Environment).then(|| proxies::unusable(environment())).flatten();
        if let Some(variable) = unusable {
            return Err(ClientError::Proxy(variable));
        }
        let names = proxies::names(environment());
        // With no proxy named there is nothing to go through: reqwest need not look again.
        let proxying = if names.is_empty() { Proxying::Direct } else { wish };
        let straight = proxying == Proxying::Direct;
        let names = if straight { Vec::new() } else { names };
        let ways = if straight { Ways::default() } else { Ways::of(environment()) };
        let guard = Arc::new(Guard::new(&fetching.allow_private, names));
        let clock = poller::wall_clock;
        let parts = Parts {
            guard: Arc::clone(&guard),
            user_agent: user_agent(&fetching.contact)?,
            proxying,
            clock,
        };
        let transport = Transport::new(fetching.clone(), parts);
        let budget = Budget::for_bodies_of(limit);
        let fetching = fetching.clone();
        let gate = Gate::new(HostLimits::from(&fetching));
        let inner =
            Inner { transport, guard, ways, fetching, body_limit: limit, budget, gate, clock };
        Ok(Client { inner: Arc::new(inner) })
    }

    /// Polls a feed once.
    pub async fn poll(&self, request: &Request) -> Poll {
        self.inner.poll(request, &mut Way::default()).await
    }

    /// The same on a way that tells when the server has said something, and passes a gate.
    pub(super) async fn poll_on(&self, request: &Request, way: &mut Way) -> Poll {
        self.inner.poll(request, way).await
    }

    /// Whether https can be spoken at all: the system has certificate authorities.
    ///
    /// # Errors
    /// The reason, as every https feed would give it.
    pub fn can_be_secure(&self) -> Result<(), Failure> {
        self.inner.transport.client("https", Reach::Public).map(|_| ())
    }

    /// Fetches any page.
    ///
    /// # Errors
    /// The reason why there is no document.
    pub async fn get(&self, url: &str, private: Private) -> Result<Document, Failure> {
        let request = Request {
            feed: FeedId(0),
            url: url.to_owned(),
            moved: None,
            looks_home: LooksHome::No,
            access: None,
            validators: Validators::default(),
            private,
        };
        match self.poll(&request).await.outcome {
            Outcome::Document(document) => Ok(document),
            Outcome::Failed(failure) => Err(failure),
            Outcome::NotModified(_) => Err(refusal::of(304, "", &Signs::default())),
        }
    }
}

impl Inner {
    async fn poll(&self, request: &Request, way: &mut Way) -> Poll {
        let started = (self.clock)();
        let deadline = Deadline::default();
        let walk = self.walk(request, &deadline, way);
        let walk = deadline.within(self.fetching.request, walk).await;
        let answer = match walk {
            Some(Ok(answer)) => answer,
            Some(Err(failure)) => Answer::failed(failure),
            None => Answer::failed(self.too_slow(way.hops.last())),
        };
        Poll {
            feed: request.feed,
            started,
            finished: (self.clock)().max(started),
            outcome: answer.outcome,
            hints: answer.hints,
            moved: answer.moved,
            host: answer.host,
        }
    }

    /// The status tells that bytes came from afar.
    fn too_slow(&self, answered: Option<&Hop>) -> Failure {
        let limit = self.fetching.request.as_secs();
        let message = format!("no complete answer within {limit} s; it is tried again");
        let status = answered.map(|hop| hop.status);
        Failure { kind: ErrorKind::Timeout, message, status }
    }

    async fn walk_from(
        &self,
        request: &Request,
        deadline: &Deadline,
        way: &mut Way,
    ) -> Result<Answer, Failure> {
        let own_private = request.private == Private::Own;
        let mut trail = Trail::begin(&request.url, own_private)?.moved_to(request.moved.as_deref());
        let credentials = match &request.access {
            Some(access) => Some(Credentials::read(access).await?),
            None => None,
        };
        let mut pass = None;
        loop {
            if let Some(turned) = self.pass(&trail, &mut pass, (deadline, &mut *way)).await {
                return Ok(turned);
            }
            let sent = (self.clock)();
            way.here = Some(trail.here().clone());
            let response = self
                .send(&trail, request, credentials.as_ref())
                .await
                .map_err(|failure| trail.of_hop(failure))?;
            trail.note_inside(response.remote_addr().is_some_and(|peer| is_private(peer.ip())));
            let status = response.status();
            way.hops.push(Hop {
                url: trail.shown(),
                status: status.as_u16(),
                peer: response.remote_addr(),
                took: (self.clock)().duration_since(sent),
            });
            let named = response.headers().contains_key(reqwest::header::LOCATION);
            if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
                // What nobody knows is as the first of its class (RFC 9110, 15).
                || (named && matches!(status.as_u16(), 300 | 309..=399))
            {
                if request.looks_home == LooksHome::Alone {
                    // It is elsewhere still: what stands there is another feed's.
                    return Err(refusal::of(status.as_u16(), "", &Signs::default()));
                }
                trail.follow(status, response.headers(), self.fetching.redirects)?;
            } else {
                way.answered.tell();
                if matches!(status.as_u16(), 200 | 403) {
                    trail.take_cookies(response.headers());
                }
                let answer =
                    self.take((response, deadline, &way.answered), &trail, request).await?;
                if !answer.may_want_cookies() || !trail.show_cookies() {
                    return Ok(answer);
                }
            }
        }
    }

    async fn send(
        &self,
        trail: &Trail,
        request: &Request,
        credentials: Option<&Credentials>,
    ) -> Result<Response, Failure> {
        let reach = trail.reach(&self.guard)?;
        let url = trail.here();
        // reqwest takes credentials out of the address and into a header.
        let mut builder = self.transport.client(url.scheme(), reach)?.get(url.clone());
        let validators = [
            (IF_NONE_MATCH, &request.validators.etag),
            (IF_MODIFIED_SINCE, &request.validators.last_modified),
        ];
        for (name, value) in validators {
            let value = value.as_ref().and_then(|bytes| HeaderValue::from_bytes(bytes).ok());
            if let Some(value) = value {
                builder = builder.header(name, value);
            }
        }
        if let Some(cookies) = trail.cookies() {
            builder = builder.header(COOKIE, cookies);
        }
        if let Some(credentials) = credentials.filter(|_| trail.is_at_home()) {
            builder = credentials.put_on(builder);
        }
        match tokio::time::timeout(self.fetching.idle, builder.send()).await {
            Ok(answer) => answer.map_err(|error| match self.ways.to(url) {
                Some(proxy) => through_proxy(&error, trail.host(), proxy),
                None => of_exchange(&error, trail.host()),
            }),
            Err(_) => Err(too_late_through(self.ways.to(url), trail.host())),
        }
    }

    async fn take(
        &self,
        (mut response, deadline, answered): (Response, &Deadline, &Answered),
        trail: &Trail,
        request: &Request,
    ) -> Result<Answer, Failure> {
        let status = response.status().as_u16();
        let hints = cache::hints(response.headers(), (self.clock)());
        let validators = cache::validators(response.headers());
        let conditional = request.validators != Validators::default();
        let outcome = match status {
            304 if conditional => Outcome::NotModified(validators),
            200..=203 | 206..=299 if status != 206 || cache::is_whole(response.headers()) => {
                let idle = self.fetching.idle;
                let (budget, limit) = (&self.budget, self.body_limit);
                let room = Room { budget, limit, idle, deadline, answered };
                let read = body::read(&mut response, trail.host(), room).await;
                let (body, lease) =
                    read.map_err(|failure| Failure { status: Some(status), ..failure })?;
                if body.is_empty() && status == 206 {
                    let nothing = refusal::of(status, trail.host(), &Signs::default());
                    return Ok(Answer { hints, ..Answer::failed(nothing) });
                }
                if body.is_empty() {
                    let message = format!(
                        "\"{}\" answered with an empty document; it is tried again",
                        trail.host()
                    );
                    return Ok(Answer {
                        hints,
                        ..Answer::failed(failure(ErrorKind::Empty, message))
                    });
                }
                let content_type = response.headers().get(CONTENT_TYPE);
                let content_type = content_type
                    .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
                let (url, links) = (trail.shown(), cache::links(response.headers()));
                Outcome::Document(Document { url, content_type, links, body, validators, lease })
            }
            410 if !trail.is_first() => Outcome::Failed(refusal::gone_for_now(trail.host())),
            _ => {
                let shown = request.access.is_some() && trail.is_at_home();
                let sent = if shown { Sent::Credentials } else { Sent::Nothing };
                let signs = Signs::of(response.headers(), hints.retry_after, sent);
                let plain = trail.here().scheme() == "http";
                let proxy = self.ways.to(trail.here()).filter(|_| plain);
                let mut signs = signs.through(proxy);
                if status == 400 && plain {
                    signs.heard(&body::start(&mut response, self.fetching.idle).await);
                }
                Outcome::Failed(refusal::of(status, trail.host(), &signs))
            }
        };
        let moved = trail.moved().filter(|_| !matches!(outcome, Outcome::Failed(_)));
        Ok(Answer { outcome, hints, moved, host: trail.other_host() })
    }
}

impl Answer {
    /// Whether it may be a feed's: no failure, and no page.
    fn is_of_a_feed(&self) -> bool {
        match &self.outcome {
            Outcome::Failed(_) => false,
            Outcome::NotModified(_) => true,
            Outcome::Document(document) => !body::is_page(&document.body),
        }
    }

    /// Whether it may be what a server says instead of a feed to who does not show its cookie.
    fn may_want_cookies(&self) -> bool {
        match &self.outcome {
            Outcome::Failed(failure) => {
                failure.kind == ErrorKind::HttpStatus
                    && failure.status.is_some_and(|status| (400..500).contains(&status))
            }
            Outcome::NotModified(_) => false,
            Outcome::Document(document) => body::is_page(&document.body),
        }
    }

    fn failed(failure: Failure) -> Answer {
        let outcome = Outcome::Failed(failure);
        Answer { outcome, hints: CacheHints::default(), moved: None, host: None }
    }
}

fn user_agent(contact: &str) -> Result<HeaderValue, ClientError> {
    let contact = contact.trim();
    let name = concat!("wirewatch/", env!("CARGO_PKG_VERSION"));
    let text = if contact.is_empty() { name.to_owned() } else { format!("{name} (+{contact})") };
    let plain = text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    HeaderValue::from_str(&text)
        .ok()
        .filter(|_| plain)
        .ok_or_else(|| ClientError::Contact(contact.to_owned()))
}
