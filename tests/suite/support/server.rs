//! A small HTTP server on loopback that answers as scripted and remembers what it was asked.
//!
//! `FeedServer::start()`, then `.feed("/a.xml", Response::ok("<rss/>"))`, `.url("/a.xml")`,
//! `.hits("/a.xml")`. Each connection carries one exchange, on a thread of its own.

#![allow(dead_code, reason = "each test uses its own part of it")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The end of every wait: a test that gets here has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// One scripted answer.
#[derive(Clone, Debug)]
pub struct Response {
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
    announced: Option<usize>,
    ending: Ending,
    /// How often another path must have been answered before.
    after: Option<(String, usize)>,
}

/// How an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// Properly.
    Complete,
    /// No byte of it comes, until the server stops.
    Silence,
    /// Its body stops half way, until the server stops.
    Half,
    /// No byte of it comes, and the connection is closed.
    Closed,
    /// In chunks, of which none is the last.
    Unended,
    /// Without a length, all of it, and then nothing until the server stops.
    Still,
}

impl Response {
    /// 200 with this body.
    pub fn ok(body: impl Into<Vec<u8>>) -> Response {
        Response {
            status: 200,
            headers: vec![("Content-Type".into(), b"application/rss+xml".to_vec())],
            body: body.into(),
            announced: None,
            ending: Ending::Complete,
            after: None,
        }
    }

    /// A page instead of a feed.
    pub fn page(body: impl Into<Vec<u8>>) -> Response {
        let html = ("Content-Type".into(), b"text/html; charset=utf-8".to_vec());
        Response { headers: vec![html], ..Response::ok(body) }
    }

    /// Any status, without a body.
    pub fn status(status: u16) -> Response {
        Response { status, headers: Vec::new(), ..Response::ok("") }
    }

    /// The same with another status.
    pub fn with_status(self, status: u16) -> Response {
        Response { status, ..self }
    }

    /// A redirect.
    pub fn redirect(status: u16, location: &str) -> Response {
        Response::status(status).header("Location", location)
    }

    /// No answer at all while the server lives.
    pub fn silence() -> Response {
        Response { ending: Ending::Silence, ..Response::ok("") }
    }

    /// The connection is closed instead of an answer.
    pub fn closed() -> Response {
        Response { ending: Ending::Closed, ..Response::ok("") }
    }

    /// Adds a header, byte for byte.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Response {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// Gives it an ETag; a request that sends exactly these bytes back is answered with 304.
    pub fn etag(self, etag: impl AsRef<[u8]>) -> Response {
        self.header("ETag", etag)
    }

    /// Announces more bytes than come.
    pub fn short(mut self, missing: usize) -> Response {
        self.announced = Some(self.body.len() + missing);
        self
    }

    /// Stops half way through the body while the server lives.
    pub fn half(mut self) -> Response {
        self.ending = Ending::Half;
        self
    }

    /// Comes in chunks and is closed before the last, which says that it is over.
    pub fn unended(mut self) -> Response {
        self.ending = Ending::Unended;
        self
    }

    /// Tells no length, comes whole, and is not closed while the server lives.
    pub fn still(mut self) -> Response {
        self.ending = Ending::Still;
        self
    }

    /// Comes only when another path was answered so often.
    pub fn after(mut self, path: &str, times: usize) -> Response {
        self.after = Some((path.to_owned(), times));
        self
    }

    /// Compresses the body with gzip (stored blocks: the form, not the gain).
    pub fn gzip(mut self) -> Response {
        self.body = gzip(&self.body);
        self.header("Content-Encoding", "gzip")
    }

    /// Compresses the body with gzip and tells nobody.
    pub fn gzip_unsaid(mut self) -> Response {
        self.body = gzip(&self.body);
        self
    }

    fn etag_bytes(&self) -> Option<&[u8]> {
        let found = self.headers.iter().find(|(name, _)| name == "ETag");
        found.map(|(_, value)| value.as_slice())
    }
}

/// One request as it came.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// Header names in lower case, values byte for byte.
    pub headers: HashMap<String, Vec<u8>>,
    /// GET, POST …
    pub method: String,
    /// The body, for which a length was told.
    pub body: Vec<u8>,
    /// When it was read.
    pub at: Option<std::time::Instant>,
}

impl Received {
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).map(|value| String::from_utf8_lossy(value).into_owned())
    }
}

#[derive(Default)]
struct State {
    scripts: HashMap<String, Vec<Response>>,
    received: HashMap<String, Vec<Received>>,
    answered: HashMap<String, usize>,
    open: usize,
    most_open: usize,
    stopped: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// The server; it stops when it is dropped.
pub struct FeedServer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl FeedServer {
    /// Listens on a free port of 127.0.0.1.
    pub fn start() -> FeedServer {
        FeedServer::start_on("127.0.0.1:0")
    }

    /// Listens on another loopback address.
    pub fn start_on(address: &str) -> FeedServer {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::<Shared>::default();
        let served = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if served.state().stopped {
                    break;
                }
                let (Ok(stream), served) = (stream, Arc::clone(&served)) else { continue };
                std::thread::spawn(move || {
                    // A client that hangs up early is what some tests are about.
                    let _ = served.exchange(&stream);
                });
            }
        });
        FeedServer { address, shared }
    }

    /// Answers a path with this from now on.
    pub fn feed(&self, path: &str, response: Response) -> &FeedServer {
        self.script(path, [response])
    }

    /// Answers a path with each of these in turn, then with the last for ever.
    pub fn script(&self, path: &str, responses: impl IntoIterator<Item = Response>) -> &FeedServer {
        let responses = responses.into_iter().collect();
        self.shared.state().scripts.insert(path.to_owned(), responses);
        self
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// `host:port`.
    pub fn authority(&self) -> String {
        self.address.to_string()
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// How often a path was asked for.
    pub fn hits(&self, path: &str) -> usize {
        self.received(path).len()
    }

    /// Every request for a path, in order.
    pub fn received(&self, path: &str) -> Vec<Received> {
        self.shared.state().received.get(path).cloned().unwrap_or_default()
    }

    /// Waits until a path was asked for so often. Blocks: in an async test use a runtime of
    /// several threads.
    pub fn wait_for_hits(&self, path: &str, hits: usize) {
        let state = self.shared.state();
        let reached = |state: &mut State| state.received.get(path).map_or(0, Vec::len) < hits;
        let (state, late) =
            self.shared.changed.wait_timeout_while(state, PATIENCE, reached).unwrap();
        drop(state);
        assert!(!late.timed_out(), "{path} was not asked for {hits} times");
    }

    /// The most exchanges that were open at once.
    pub fn most_at_once(&self) -> usize {
        self.shared.state().most_open
    }
}

impl Drop for FeedServer {
    fn drop(&mut self) {
        self.shared.state().stopped = true;
        self.shared.changed.notify_all();
        // Wakes the accept loop.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    /// A test that failed while it held the lock must not hide its own message.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn exchange(&self, stream: &TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        let (path, received) = read_request(stream)?;
        let response = self.note(&path, &received);
        self.wait_for_others(&response);
        let ended = self.answer(stream, &received, &response);
        let mut state = self.state();
        state.open -= 1;
        *state.answered.entry(path).or_default() += 1;
        self.changed.notify_all();
        drop(state);
        ended
    }

    fn note(&self, path: &str, received: &Received) -> Response {
        let mut state = self.state();
        state.open += 1;
        state.most_open = state.most_open.max(state.open);
        let hits = state.received.entry(path.to_owned()).or_default();
        hits.push(received.clone());
        let turn = hits.len() - 1;
        self.changed.notify_all();
        let script = state.scripts.get(path);
        script
            .and_then(|script| script.get(turn.min(script.len().saturating_sub(1))))
            .cloned()
            .unwrap_or_else(|| Response::status(404))
    }

    fn answer(
        &self,
        mut stream: &TcpStream,
        received: &Received,
        response: &Response,
    ) -> std::io::Result<()> {
        let known = received.headers.get("if-none-match").map(Vec::as_slice);
        let same = known.is_some() && known == response.etag_bytes();
        match response.ending {
            Ending::Closed => return Ok(()),
            Ending::Silence => {
                self.until_stopped();
                return Ok(());
            }
            Ending::Complete | Ending::Half | Ending::Unended | Ending::Still => {}
        }
        let (status, body) =
            if same { (304, Vec::new()) } else { (response.status, response.body.clone()) };
        let mut head = format!("HTTP/1.1 {status} Scripted\r\nConnection: close\r\n").into_bytes();
        for (name, value) in &response.headers {
            head.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
        if response.ending == Ending::Unended {
            head.extend(format!("Transfer-Encoding: chunked\r\n\r\n{:x}", body.len()).into_bytes());
        } else if status != 304 && response.ending != Ending::Still {
            let length = response.announced.unwrap_or(body.len());
            head.extend(format!("Content-Length: {length}\r\n").into_bytes());
        }
        head.extend(b"\r\n");
        stream.write_all(&head)?;
        if response.ending == Ending::Half {
            stream.write_all(&body[..body.len() / 2])?;
            self.until_stopped();
            return Ok(());
        }
        stream.write_all(&body)?;
        if response.ending == Ending::Still {
            self.until_stopped();
        }
        Ok(())
    }

    fn wait_for_others(&self, response: &Response) {
        let Some((path, times)) = &response.after else { return };
        let early = |state: &mut State| {
            !state.stopped && state.answered.get(path).is_none_or(|answered| answered < times)
        };
        drop(self.changed.wait_timeout_while(self.state(), PATIENCE, early));
    }

    fn until_stopped(&self) {
        let state = self.state();
        drop(self.changed.wait_timeout_while(state, PATIENCE, |state| !state.stopped));
    }
}

fn read_request(stream: &TcpStream) -> std::io::Result<(String, Received)> {
    let mut reader = BufReader::new(stream.take(1 << 20));
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or("").to_owned();
    let method = line.split(' ').next().unwrap_or("").to_owned();
    let at = Some(std::time::Instant::now());
    let mut received = Received { method, at, ..Received::default() };
    loop {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line)?;
        let line = line.trim_ascii_end();
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { break };
        let name = String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase();
        received.headers.insert(name, line[colon + 1..].trim_ascii_start().to_vec());
    }
    let length = received.header("content-length").and_then(|length| length.parse().ok());
    received.body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut received.body)?;
    Ok((path, received))
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut blocks = body.chunks(0xffff).peekable();
    if blocks.peek().is_none() {
        out.extend([1, 0, 0, 0xff, 0xff]);
    }
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap();
        out.push(u8::from(blocks.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let crc = !body.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| (c >> 1) ^ (0xedb8_8320 * (c & 1)))
    });
    out.extend(crc.to_le_bytes());
    out.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
    out
}
