//! Reads the raw table of one `[[notify]]`: texts, numbers, spans, secrets from files and from the
//! environment. Which keys there are is told by the table of kinds.

use std::io::{self, ErrorKind, Read};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::SignedDuration;
use toml_edit::{Item, Table};
use url::Url;

use super::secret::Secret;

/// Most bytes of a file that a section names: a secret, a list of certificates.
const MOST_FILE: u64 = 1 << 20;

/// A section as it stands in the file, with what its values may refer to.
#[derive(Clone, Copy)]
pub struct Raw<'a> {
    /// Name of the notifier.
    pub name: &'a str,
    /// Its kind.
    pub kind: &'a str,
    /// Every key of the section.
    pub table: &'a Table,
    /// Where relative paths begin.
    pub folder: &'a Path,
    /// The environment.
    pub env: &'a dyn Fn(&str) -> Option<String>,
}

/// What is wrong with a section.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// The key that is wrong; `None`: the section as a whole.
    pub key: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What could be meant, when a word is unknown: the word, and those that are known.
    pub known: Option<(String, Vec<&'static str>)>,
    /// The section is right, but a secret that it names is not there for this process.
    pub is_absent: bool,
}

impl Problem {
    /// A problem with a key.
    pub(super) fn at(key: &str, message: impl Into<String>) -> Problem {
        Problem {
            key: Some(key.to_owned()),
            message: message.into(),
            known: None,
            is_absent: false,
        }
    }

    /// A secret that is not there for this process.
    fn absent(key: &str, message: impl Into<String>) -> Problem {
        Problem { is_absent: true, ..Problem::at(key, message) }
    }

    /// A problem with the section.
    pub(super) fn whole(message: impl Into<String>) -> Problem {
        Problem { key: None, message: message.into(), known: None, is_absent: false }
    }
}

/// What came of reading a value.
pub(super) type Read1<T> = Result<T, Problem>;

impl Raw<'_> {
    fn value<T>(
        &self,
        key: &str,
        wanted: &str,
        read: impl Fn(&Item) -> Option<T>,
    ) -> Read1<Option<T>> {
        let Some(item) = self.table.get(key) else { return Ok(None) };
        read(item).map(Some).ok_or_else(|| Problem::at(key, format!("expected {wanted}")))
    }

    /// A text, if it is set and not empty.
    pub(super) fn text(&self, key: &str) -> Read1<Option<String>> {
        let text =
            self.value(key, "a string in quotes", |item| item.as_str().map(str::to_owned))?;
        Ok(text.filter(|text| !text.trim().is_empty()))
    }

    /// A text that must be there.
    pub(super) fn needed(&self, key: &str) -> Read1<String> {
        self.text(key)?.ok_or_else(|| self.missing(key))
    }

    fn missing(&self, key: &str) -> Problem {
        Problem::whole(format!("a notifier of kind \"{}\" needs {key}", self.kind))
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &str) -> Read1<Vec<String>> {
        let list = self.value(key, "a list of strings", |item| {
            let all = item.as_array()?.iter().map(|value| value.as_str().map(str::to_owned));
            all.collect::<Option<Vec<String>>>()
        })?;
        Ok(list.unwrap_or_default())
    }

    /// `true` or `false`.
    pub(super) fn flag(&self, key: &str) -> Read1<Option<bool>> {
        self.value(key, "true or false", Item::as_bool)
    }

    /// A whole number.
    pub(super) fn number(&self, key: &str, range: RangeInclusive<i64>) -> Read1<Option<i64>> {
        let wanted = format!("a whole number from {} to {}", range.start(), range.end());
        self.value(key, &wanted, |item| item.as_integer().filter(|n| range.contains(n)))
    }

    /// A span of time such as `30s`, in whole seconds.
    pub(super) fn span(&self, key: &str, range: RangeInclusive<u64>) -> Read1<Option<Duration>> {
        let wanted =
            format!("a time such as \"30s\", from {} s to {} s", range.start(), range.end());
        self.value(key, &wanted, |item| {
            let span: SignedDuration = item.as_str()?.parse().ok()?;
            let span = Duration::try_from(span).ok()?;
            range.contains(&span.as_secs()).then_some(span)
        })
    }

    /// A path; a relative one begins at the configuration's folder.
    pub(super) fn path(&self, key: &str) -> Read1<PathBuf> {
        Ok(self.folder.join(self.needed(key)?))
    }

    /// A secret: the key itself, or the file of `…_file`, or the variable of `…_env`.
    pub(super) fn secret(&self, key: &str) -> Read1<Option<Secret>> {
        let (file_key, env_key) = (format!("{key}_file"), format!("{key}_env"));
        let set = [key, &file_key, &env_key].into_iter().filter(|key| self.table.contains_key(key));
        if set.count() > 1 {
            return Err(Problem::at(key, format!("only one of {key}, {file_key}, {env_key}")));
        }
        if let Some(text) = self.text(key)? {
            return one_line(text).map(Some).map_err(|why| Problem::at(key, why));
        }
        if let Some(file) = self.text(&file_key)? {
            let path = self.folder.join(&file);
            let text = read_secret(&path).map_err(|why| {
                let (shown, what) = (path.display(), remedy(key, &path));
                let message = format!("{shown} cannot be read: {why}; {what}");
                match why.kind() {
                    ErrorKind::NotFound | ErrorKind::PermissionDenied => {
                        Problem::absent(&file_key, message)
                    }
                    _ => Problem::at(&file_key, message),
                }
            })?;
            return Ok(Some(text));
        }
        if let Some(name) = self.text(&env_key)? {
            let text = (self.env)(&name).filter(|text| !text.trim().is_empty());
            let unset = || Problem::absent(&env_key, format!("the variable {name} is not set"));
            let secret = one_line(text.ok_or_else(unset)?);
            let wrong = |why: &str| Problem::at(&env_key, format!("the variable {name}: {why}"));
            return secret.map(Some).map_err(wrong);
        }
        Ok(None)
    }

    /// The key by which a secret is given: the place of what is wrong with it.
    pub(super) fn source(&self, key: &str) -> String {
        let all = [format!("{key}_file"), format!("{key}_env")];
        all.into_iter().find(|key| self.table.contains_key(key)).unwrap_or_else(|| key.to_owned())
    }

    /// A secret that must be there.
    pub(super) fn needed_secret(&self, key: &str) -> Read1<Secret> {
        self.secret(key)?.ok_or_else(|| self.missing(&format!("{key}, {key}_file or {key}_env")))
    }

    /// An http(s) address; often a secret in itself, so it may come from a file too.
    pub(super) fn address(&self, key: &str) -> Read1<Option<Url>> {
        let Some(secret) = self.secret(key)? else { return Ok(None) };
        let url = Url::parse(secret.reveal()).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        url.map(Some).ok_or_else(|| Problem::at(key, "expected an http or https address"))
    }

    /// An address that must be there.
    pub(super) fn needed_address(&self, key: &str) -> Read1<Url> {
        self.address(key)?.ok_or_else(|| self.missing(&format!("{key}, {key}_file or {key}_env")))
    }
}

/// Where systemd puts what a unit's `LoadCredential` names.
const CREDENTIALS: &str = "/run/credentials";

/// How the file of a secret comes to be there.
fn remedy(key: &str, path: &Path) -> &'static str {
    match key {
        _ if path.starts_with(CREDENTIALS) => {
            "systemd shows it to its service alone, and only the process that polls needs it"
        }
        "secret" => {
            "`echo \"whsec_$(head -c 32 /dev/urandom | base64)\" > FILE; chmod 600 FILE` makes one"
        }
        _ => "write it there, on one line, and `chmod 600` the file",
    }
}

fn read_secret(path: &Path) -> io::Result<Secret> {
    let text =
        String::from_utf8(read_file(path)?).map_err(|_| io::Error::other("it is no text"))?;
    if text.trim().is_empty() {
        return Err(io::Error::other("it is empty"));
    }
    one_line(text).map_err(io::Error::other)
}

/// The bytes of a file that a section names. A pipe or a device, which may never end or never
/// begin, is none.
pub(super) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MOST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_FILE {
        return Err(io::Error::other("it is larger than 1 MiB"));
    }
    Ok(bytes)
}

/// A secret without the blanks around it. It goes into a header or an address: a line break within
/// is a slip, which the receiver would only call a wrong key.
fn one_line(text: impl AsRef<str>) -> Result<Secret, &'static str> {
    let text = text.as_ref().trim();
    if text.chars().any(char::is_control) {
        return Err("a secret is one line, without a line break or another control character");
    }
    Ok(Secret::new(text))
}
