//! Reads the credentials that a feed's server wants to see, from where they are kept.
//!
//! They are read for each request, so that a changed password needs no restart. What was read is
//! in no message: a message names the place only.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use reqwest::RequestBuilder;
use reqwest::header::{HeaderName, HeaderValue};

use super::failure::failure;
use crate::domain::{Access, ErrorKind, Failure, Secret};

/// Longest secret, in bytes.
const LONGEST: u64 = 16 << 10;

/// Credentials ready to be sent.
pub(super) enum Credentials {
    /// `Authorization: Basic`.
    Basic(String, String),
    /// Any header.
    Header(HeaderName, HeaderValue),
}

/// What is missing of credentials at the place that names them.
pub async fn absent(access: &Access) -> Option<Failure> {
    Credentials::read(access).await.err()
}

impl Credentials {
    /// Reads them.
    pub async fn read(access: &Access) -> Result<Credentials, Failure> {
        match access {
            Access::Basic { user, password } => {
                Ok(Credentials::Basic(user.clone(), line(password).await?))
            }
            Access::Header(secret) => {
                let wrong = || {
                    let place = place(secret);
                    let message = format!("not asked: {place} holds no header \"Name: value\"");
                    failure(ErrorKind::Credentials, message)
                };
                let text = line(secret).await?;
                let (name, value) = text.split_once(':').ok_or_else(wrong)?;
                let name = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| wrong())?;
                let value = HeaderValue::from_str(value.trim()).map_err(|_| wrong())?;
                Ok(Credentials::Header(name, value))
            }
        }
    }

    /// Puts them on a request.
    pub fn put_on(&self, builder: RequestBuilder) -> RequestBuilder {
        match self {
            Credentials::Basic(user, password) => builder.basic_auth(user, Some(password)),
            Credentials::Header(name, value) => {
                let mut value = value.clone();
                value.set_sensitive(true);
                builder.header(name, value)
            }
        }
    }
}

/// The first line of a secret.
async fn line(secret: &Secret) -> Result<String, Failure> {
    let found = match secret {
        Secret::Given(text) => return Ok(text.clone()),
        Secret::Environment(name) => {
            std::env::var(name).map_err(|_| "it is not set, or no text".to_owned())
        }
        Secret::File(path) => {
            let path = path.clone();
            let read = tokio::task::spawn_blocking(move || first(&path)).await;
            read.unwrap_or_else(|_| Err("reading it failed".to_owned()))
        }
    };
    let found = found.and_then(|text| {
        let line = text.lines().next().unwrap_or("").trim().to_owned();
        if line.is_empty() { Err("it is empty".to_owned()) } else { Ok(line) }
    });
    found.map_err(|why| {
        let message = format!("not asked: the credentials in {} are missing: {why}", place(secret));
        failure(ErrorKind::Credentials, message)
    })
}

/// The beginning of a file; a folder, a pipe or a device is none.
fn first(path: &Path) -> Result<String, String> {
    let told = |error: std::io::Error| error.to_string();
    if !std::fs::metadata(path).map_err(told)?.is_file() {
        return Err("it is no file".to_owned());
    }
    let mut text = String::new();
    let file = File::open(path).map_err(told)?;
    file.take(LONGEST).read_to_string(&mut text).map_err(told)?;
    Ok(text)
}

fn place(secret: &Secret) -> String {
    match secret {
        Secret::Given(_) => "the configured address".to_owned(),
        Secret::File(path) => format!("\"{}\"", path.display()),
        Secret::Environment(name) => format!("the environment variable \"{name}\""),
    }
}
