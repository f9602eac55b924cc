//! Takes the body of an answer in, decoded, and stops at the limit whatever was announced, or
//! waits where all bodies together would take too much.

mod whole;

use std::future::Future;
use std::time::Duration;

use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, HeaderName, TRANSFER_ENCODING};

use super::budget::{Budget, FREE, Hold};
use super::deadline::Deadline;
use super::failure::{self, failure, of_exchange};
use super::inflate::{self, Fault, Way};
use super::way::Answered;
use crate::domain::{ErrorKind, Failure, Lease};

/// Room set aside before the first byte; announced lengths are not to be trusted.
const FIRST_ROOM: usize = 64 << 10;

/// Encodings that servers name although nothing is compressed, beside character sets and media types.
const NO_ENCODING: &[&str] = &[
    "",
    "identity",
    "none",
    "null",
    "plain",
    "text",
    "raw",
    "binary",
    "7bit",
    "8bit",
    "ascii",
    "chunked",
    "aws-chunked",
    "unicode",
    "*",
];

/// How the names of character sets begin.
const CHARACTERS: &[&str] =
    &["charset", "utf", "iso-8859", "iso8859", "us-ascii", "windows-", "cp125", "latin"];

/// Time without a byte after a wait for room that is our fault, not the server's: it hung up.
const HUNG_UP: Duration = Duration::from_secs(5);

/// Longest that one body waits for room, all its waits together.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// Bytes that a compressed body may give at first, where it does not say how many it will.
const FIRST_GUESS: usize = 1 << 20;

/// How large a body may grow, and how long it may take.
#[derive(Clone, Copy)]
pub(super) struct Room<'a> {
    /// What all bodies share.
    pub budget: &'a Budget,
    /// Most decoded bytes of this one.
    pub limit: usize,
    /// Longest time without a byte.
    pub idle: Duration,
    /// The poll's own time limit.
    pub deadline: &'a Deadline,
    /// Who is told how it comes.
    pub answered: &'a Answered,
}

/// How the page of a refusal begins, as it comes; nothing where it does not come.
pub(super) async fn start(response: &mut Response, idle: Duration) -> Vec<u8> {
    match tokio::time::timeout(idle, response.chunk()).await {
        Ok(Ok(Some(chunk))) => chunk.get(..FIRST_ROOM).unwrap_or(&chunk).to_vec(),
        Ok(Ok(None) | Err(_)) | Err(_) => Vec::new(),
    }
}

/// Reads a body of at most `room.limit` decoded bytes.
pub(super) async fn read(
    response: &mut Response,
    host: &str,
    room: Room<'_>,
) -> Result<(Vec<u8>, Lease), Failure> {
    let mut packing = packing(response, host)?;
    let mut body = Incoming::begin(response, host, room)?;
    let (mut blanks, mut broke) = (0, None);
    while blanks < BLANKS {
        let chunk = match body.next(response.chunk()).await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            // A large one that is packed would want more room to see that, and may be asked to give way.
            Err(fault)
                if (packing.is_none() || body.hold.is_none())
                    && body.may_be_whole(&fault, packing.is_some()) =>
            {
                broke = Some(fault);
                break;
            }
            Err(fault) => return Err(fault),
        };
        let blank = packing.is_none() && chunk.iter().all(u8::is_ascii_whitespace);
        blanks = if blank && whole::ends(&body.bytes) { blanks + 1 } else { 0 };
        if packing.is_none() && body.bytes.is_empty() && inflate::is_gzip(&chunk) {
            packing = Some(Way::Deflate);
        }
        body.take(&chunk).await?;
    }
    if let Some(hold) = &body.hold {
        hold.arrived();
    }
    let done = match packing {
        Some(way) if !body.bytes.is_empty() => body.unpacked(way).await,
        _ => Ok(body.done()),
    };
    // What broke off is told, not what became of it.
    match (broke, done) {
        (None, done) => done,
        (Some(_), Ok(done)) if whole::is_whole(&done.0) => Ok(done),
        (Some(fault), _) => Err(fault),
    }
}

/// So many bytes fewer than announced are counted wrongly; where more are missing at the end of a connection, something broke off.
const MISCOUNTED: usize = 64;

/// Blanks that drip behind a whole document so often are all that comes.
const BLANKS: u32 = 3;

/// A body that comes.
struct Incoming<'a> {
    host: &'a str,
    room: Room<'a>,
    /// What was announced of it; 0: nothing.
    announced: usize,
    bytes: Vec<u8>,
    /// Whether it comes in chunks, and broke off within one.
    chunked: bool,
    within_chunk: bool,
    /// How many bytes there is room for.
    room_for: usize,
    hold: Option<Hold>,
}

impl<'a> Incoming<'a> {
    fn begin(response: &Response, host: &'a str, room: Room<'a>) -> Result<Incoming<'a>, Failure> {
        let announced = response.content_length().unwrap_or(0);
        if announced > room.limit as u64 {
            return Err(too_large(host, room.limit));
        }
        let announced = usize::try_from(announced).unwrap_or(0);
        let bytes = Vec::with_capacity(announced.min(FIRST_ROOM));
        Ok(Incoming {
            chunked: response.headers().contains_key(TRANSFER_ENCODING),
            within_chunk: false,
            host,
            room,
            announced,
            bytes,
            room_for: FREE,
            hold: None,
        })
    }

    async fn next<T>(
        &mut self,
        chunk: impl Future<Output = Result<T, reqwest::Error>>,
    ) -> Result<T, Failure> {
        let chunk = tokio::time::timeout(self.room.idle, chunk);
        let came = match &self.hold {
            None => chunk.await,
            Some(hold) => tokio::select! {
                biased;
                came = chunk => came,
                () = hold.asked_to_give_way() => return Err(gave_way(self.host)),
            },
        };
        let failed = match came {
            Ok(Ok(chunk)) => return Ok(chunk),
            Ok(Err(error)) => {
                self.within_chunk = self.chunked && !failure::is_between_chunks(&error);
                of_exchange(&error, self.host)
            }
            Err(_) => failure(ErrorKind::Timeout, failure::too_late(self.host)),
        };
        // Who had to wait for us may have hung up for that.
        let ours = self.room.deadline.waited() >= HUNG_UP;
        Err(if ours { no_room(self.host) } else { failed })
    }

    /// Whether the connection broke, or fell silent, perhaps only when all had come: some servers end it so, and
    /// some announce more than they have, or the length of what they packed.
    fn may_be_whole(&self, fault: &Failure, packed: bool) -> bool {
        let missing = self.announced.saturating_sub(self.bytes.len());
        let broke = match fault.kind {
            ErrorKind::Incomplete | ErrorKind::Reset => missing <= MISCOUNTED || packed,
            kind => kind == ErrorKind::Timeout,
        };
        broke && !self.within_chunk && !self.bytes.is_empty()
    }

    async fn take(&mut self, chunk: &[u8]) -> Result<(), Failure> {
        self.room.answered.came(chunk.len());
        let need = self.bytes.len() + chunk.len();
        if need > self.room.limit {
            return Err(too_large(self.host, self.room.limit));
        }
        if need > self.room_for {
            let most = if need > self.announced { self.room.limit } else { self.announced };
            let size = (2 * self.bytes.len()).clamp(need, most);
            self.find_room(size).await?;
            self.room_for = size;
            self.bytes.reserve_exact(size - self.bytes.len());
        }
        self.bytes.extend_from_slice(chunk);
        if let Some(hold) = &self.hold {
            hold.came(chunk.len());
        }
        Ok(())
    }

    /// Waits for room for so many bytes in all.
    async fn find_room(&mut self, bytes: usize) -> Result<(), Failure> {
        let Room { budget, deadline, .. } = self.room;
        let hold = self.hold.get_or_insert_with(|| budget.hold());
        let left = LONGEST_WAIT.saturating_sub(deadline.waited());
        self.room.answered.waits();
        let found = deadline.waiting(tokio::time::timeout(left, hold.grow(bytes))).await;
        self.room.answered.tell();
        found.map_err(|_| no_room(self.host))
    }

    /// The body decompressed: a small one here, a large one away from the tasks that wait for
    /// servers. What it takes it holds until that has really ended, whoever still wants it.
    async fn unpacked(mut self, way: Way) -> Result<(Vec<u8>, Lease), Failure> {
        let limit = self.room.limit;
        if self.hold.is_none() {
            match inflate::inflate(&self.bytes, way, FREE.min(limit)) {
                Ok(body) => return Ok((body, Lease::default())),
                Err(Fault::Damaged) => return Err(damaged(self.host)),
                Err(Fault::TooLarge) => {}
            }
        }
        let guess = inflate::announced(&self.bytes, way).unwrap_or(FIRST_GUESS);
        let guess = if guess > FREE { guess.min(limit) } else { limit };
        for most in [guess, limit] {
            self.find_room(self.bytes.len() + inflate::room(way, most)).await?;
            let Room { budget, deadline, .. } = self.room;
            let (packed, hold) = (std::mem::take(&mut self.bytes), self.hold.take());
            self.room.answered.waits();
            let job = move || (inflate::inflate(&packed, way, most), packed, hold);
            let done = deadline.waiting(budget.unpacker.run(job)).await;
            let (body, packed, hold) = done.ok_or_else(|| damaged(self.host))?;
            (self.bytes, self.hold) = (packed, hold);
            match body {
                Ok(body) => {
                    self.bytes = body;
                    return Ok(self.done());
                }
                Err(Fault::Damaged) => return Err(damaged(self.host)),
                Err(Fault::TooLarge) if most < limit => {}
                Err(Fault::TooLarge) => break,
            }
        }
        Err(too_large(self.host, limit))
    }

    /// The body with what it needs of the room.
    fn done(mut self) -> (Vec<u8>, Lease) {
        self.bytes.shrink_to_fit();
        let size = self.bytes.len();
        let lease = self.hold.map_or_else(Lease::default, |hold| hold.shrunk_to(size));
        (self.bytes, lease)
    }
}

/// How a body is compressed, as far as its headers tell.
fn packing(response: &Response, host: &str) -> Result<Option<Way>, Failure> {
    let names = |header: HeaderName| -> Vec<String> {
        let values = response.headers().get_all(header).iter();
        values
            .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
            .map(|name| String::from_utf8_lossy(name).trim().to_ascii_lowercase())
            // `gzip;q=1.0` is a wish that a server repeats.
            .filter_map(|name| name.split(';').next().map(|name| bare(name).to_owned()))
            .filter(|name| !is_no_encoding(name))
            .collect()
    };
    // Only what we know is taken off here: the rest is between servers.
    let between = names(TRANSFER_ENCODING);
    if let Some(way) = between.iter().find_map(|name| inflate::way(name)) {
        return Ok(Some(way));
    }
    let names = names(CONTENT_ENCODING);
    match names.iter().find(|name| inflate::way(name).is_none()) {
        Some(unknown) => {
            let unknown: String = unknown.chars().filter(char::is_ascii_graphic).take(40).collect();
            let message = format!(
                "\"{host}\" compressed its answer in an unknown way: {unknown}; gzip, deflate and brotli are read"
            );
            Err(failure(ErrorKind::Decode, message))
        }
        None => Ok(inflate::around(names.iter().filter_map(|name| inflate::way(name)))),
    }
}

/// A name without blanks, or the quotes that no name has.
fn bare(name: &str) -> &str {
    name.trim().trim_matches(['"', '\'']).trim()
}

fn is_no_encoding(name: &str) -> bool {
    let characters = CHARACTERS.iter().any(|start| name.starts_with(start));
    characters || name.contains('/') || NO_ENCODING.contains(&name)
}

fn damaged(host: &str) -> Failure {
    failure(ErrorKind::Decode, failure::damaged(host))
}

/// There was too much at once here; nothing is wrong with the server.
fn no_room(host: &str) -> Failure {
    let message = format!(
        "there was no room here for the answer of \"{host}\" beside other large ones; it is asked again"
    );
    failure(ErrorKind::Timeout, message)
}

fn gave_way(host: &str) -> Failure {
    let message = format!(
        "the answer of \"{host}\" came so slowly that it made room for others; it is tried again"
    );
    failure(ErrorKind::Timeout, message)
}

fn too_large(host: &str, limit: usize) -> Failure {
    let message = format!(
        "the answer of \"{host}\" is larger than {} KiB; raise [limits] body if that is meant",
        limit >> 10
    );
    failure(ErrorKind::TooLarge, message)
}

/// Whether a body begins as a page of HTML does.
pub(super) fn is_page(body: &[u8]) -> bool {
    let body = body.trim_ascii_start();
    let begins = |with: &[u8]| body.get(..with.len()).is_some_and(|b| b.eq_ignore_ascii_case(with));
    begins(b"<!doctype html") || begins(b"<html")
}
