//! Takes the body of an answer in, decoded, and stops at the limit whatever was announced.

use reqwest::Response;
use reqwest::header::CONTENT_ENCODING;

use super::failure::{failure, of_exchange};
use crate::domain::{ErrorKind, Failure};

/// Room set aside before the first byte; announced lengths are not to be trusted.
const FIRST_ROOM: u64 = 64 << 10;

/// Encodings that servers name although nothing is encoded.
const NO_ENCODING: &[&str] = &["", "identity", "none", "utf-8"];

/// Reads a body of at most `limit` decoded bytes.
pub(super) async fn read(
    response: &mut Response,
    host: &str,
    limit: usize,
) -> Result<Vec<u8>, Failure> {
    if let Some(encoding) = undecoded(response) {
        let message = format!("\"{host}\" compressed its answer in an unknown way: {encoding}");
        return Err(failure(ErrorKind::Decode, message));
    }
    let announced = response.content_length().unwrap_or(0);
    if announced > limit as u64 {
        return Err(too_large(host, limit));
    }
    let room = usize::try_from(announced.min(FIRST_ROOM)).unwrap_or(0);
    let mut body = Vec::with_capacity(room);
    while let Some(chunk) = response.chunk().await.map_err(|error| of_exchange(&error, host))? {
        if body.len() + chunk.len() > limit {
            return Err(too_large(host, limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The encoding that is still on the body: reqwest takes the header away when it decodes.
fn undecoded(response: &Response) -> Option<String> {
    let value = response.headers().get(CONTENT_ENCODING)?;
    let name = String::from_utf8_lossy(value.as_bytes()).trim().to_ascii_lowercase();
    if NO_ENCODING.contains(&name.as_str()) {
        return None;
    }
    Some(name.chars().filter(char::is_ascii_graphic).take(40).collect())
}

fn too_large(host: &str, limit: usize) -> Failure {
    let message = format!(
        "the answer of \"{host}\" is larger than {} KiB; raise [limits] body if that is meant",
        limit >> 10
    );
    failure(ErrorKind::TooLarge, message)
}
