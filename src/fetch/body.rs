//! Takes the body of an answer in, decoded, and stops at the limit whatever was announced, or
//! waits where all bodies together would take too much.

use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, HeaderName, TRANSFER_ENCODING};

use super::budget::{Budget, FREE};
use super::failure::{self, failure, of_exchange};
use super::inflate::{self, Fault};
use crate::domain::{ErrorKind, Failure, Lease};

/// Room set aside before the first byte; announced lengths are not to be trusted.
const FIRST_ROOM: u64 = 64 << 10;

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
];

/// How the names of character sets begin.
const CHARACTERS: &[&str] =
    &["utf", "iso-8859", "iso8859", "us-ascii", "windows-", "cp125", "latin"];

/// Whether a body is compressed, as far as its headers tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Unsaid,
    Said,
}

/// How large a body may grow.
#[derive(Clone, Copy)]
pub(super) struct Room<'a> {
    /// What all bodies share.
    pub budget: &'a Budget,
    /// Most decoded bytes of this one.
    pub limit: usize,
}

/// Reads a body of at most `room.limit` decoded bytes.
pub(super) async fn read(
    response: &mut Response,
    host: &str,
    room: Room<'_>,
) -> Result<(Vec<u8>, Lease), Failure> {
    let Room { budget, limit } = room;
    let mut packing = packing(response, host)?;
    let announced = response.content_length().unwrap_or(0);
    if announced > limit as u64 {
        return Err(too_large(host, limit));
    }
    let first = usize::try_from(announced.min(FIRST_ROOM)).unwrap_or(0);
    let mut body = Vec::with_capacity(first);
    let mut leased = None;
    while let Some(chunk) = response.chunk().await.map_err(|error| of_exchange(&error, host))? {
        if body.is_empty() && inflate::is_gzip(&chunk) {
            packing = Packing::Said;
        }
        if body.len() + chunk.len() > limit {
            return Err(too_large(host, limit));
        }
        if leased.is_none() && body.len() + chunk.len() > FREE {
            let most = usize::try_from(announced).unwrap_or(limit);
            // Nothing is announced of a body that is decoded or comes in pieces.
            let most = if most == 0 || packing == Packing::Said { limit } else { most };
            leased = Some(budget.lease(most).await);
        }
        body.extend_from_slice(&chunk);
    }
    if packing == Packing::Said && !body.is_empty() {
        if leased.is_none() {
            match inflate::inflate(&body, FREE) {
                Ok(body) => return Ok((body, Lease::default())),
                Err(Fault::Damaged) => return Err(damaged(host)),
                Err(Fault::TooLarge) => leased = Some(budget.lease(limit).await),
            }
        }
        body = inflate_large(body, limit).await.map_err(|fault| match fault {
            Fault::Damaged => damaged(host),
            Fault::TooLarge => too_large(host, limit),
        })?;
    }
    body.shrink_to_fit();
    let lease = leased.map_or_else(Lease::default, |held| held.shrunk_to(body.len()));
    Ok((body, lease))
}

/// Whether something is still on the body: reqwest takes the header away when it decodes.
fn packing(response: &Response, host: &str) -> Result<Packing, Failure> {
    let names = |header: HeaderName| -> Vec<String> {
        let values = response.headers().get_all(header).iter();
        values
            .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
            .map(|name| String::from_utf8_lossy(name).trim().to_ascii_lowercase())
            // `gzip;q=1.0` is a wish that a server repeats.
            .filter_map(|name| name.split(';').next().map(|name| name.trim().to_owned()))
            .filter(|name| !is_no_encoding(name))
            .collect()
    };
    // Only what we know is taken off here: the rest is between servers.
    if names(TRANSFER_ENCODING).iter().any(|name| inflate::is_known(name)) {
        return Ok(Packing::Said);
    }
    let names = names(CONTENT_ENCODING);
    match names.iter().find(|name| !inflate::is_known(name)) {
        Some(unknown) => {
            let unknown: String = unknown.chars().filter(char::is_ascii_graphic).take(40).collect();
            let message = format!("\"{host}\" compressed its answer in an unknown way: {unknown}");
            Err(failure(ErrorKind::Decode, message))
        }
        None if names.is_empty() => Ok(Packing::Unsaid),
        None => Ok(Packing::Said),
    }
}

fn is_no_encoding(name: &str) -> bool {
    let characters = CHARACTERS.iter().any(|start| name.starts_with(start));
    characters || name.contains('/') || NO_ENCODING.contains(&name)
}

/// Decompresses away from the tasks that wait for servers.
async fn inflate_large(body: Vec<u8>, limit: usize) -> Result<Vec<u8>, Fault> {
    let inflated = tokio::task::spawn_blocking(move || inflate::inflate(&body, limit));
    inflated.await.unwrap_or(Err(Fault::Damaged))
}

fn damaged(host: &str) -> Failure {
    failure(ErrorKind::Decode, failure::damaged(host))
}

fn too_large(host: &str, limit: usize) -> Failure {
    let message = format!(
        "the answer of \"{host}\" is larger than {} KiB; raise [limits] body if that is meant",
        limit >> 10
    );
    failure(ErrorKind::TooLarge, message)
}
