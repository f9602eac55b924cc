//! The keys of a `[[feed]]` that say where its credentials are kept: `user` with `password_file` or
//! `password_env`, or a whole header in `header_file` or `header_env`. Nothing is read from there.

use std::path::{Path, PathBuf};

use toml_edit::Item;
use url::Url;

use super::value::{Wrong, quoted, string};
use crate::domain::{Access, Secret};

/// Credentials as written.
#[derive(Clone, Debug, Default)]
pub(super) struct RawAccess {
    pub user: Option<String>,
    pub password: Option<Secret>,
    pub header: Option<Secret>,
    /// Those within the address.
    pub given: Option<Box<Access>>,
}

/// The place of a file.
pub(super) fn file(item: &Item) -> Result<Option<Secret>, Wrong> {
    let text = string(item)?;
    if text.trim().is_empty() {
        return Err(Wrong::new("this names no file"));
    }
    Ok(Some(Secret::File(PathBuf::from(text))))
}

/// The name of a variable.
pub(super) fn variable(item: &Item) -> Result<Option<Secret>, Wrong> {
    let text = string(item)?;
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if text.is_empty() || !plain {
        let wrong = Wrong::new("this is no name of an environment variable");
        return Err(wrong.hint("write its name, without $, not its value"));
    }
    Ok(Some(Secret::Environment(text)))
}

/// An address without credentials.
pub(super) fn without(mut url: Url) -> Url {
    // Neither can fail on an address with a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

/// The credentials that an address holds.
#[must_use]
pub fn of_address(text: &str) -> Option<Box<Access>> {
    let url = Url::parse(text.trim()).ok()?;
    let is_bare = url.username().is_empty() && url.password().is_none();
    let access = || Access::Basic {
        user: decoded(url.username()),
        password: Secret::Given(decoded(url.password().unwrap_or(""))),
    };
    (!is_bare).then(|| Box::new(access()))
}

/// Credentials as the file writes them; those of an address are written there.
pub(super) fn lines(access: Option<&Access>) -> Vec<(&'static str, Option<String>)> {
    let place = |(file, env): (&'static str, &'static str), secret: &Secret| match secret {
        Secret::Given(_) => (file, None),
        Secret::File(path) => (file, Some(quoted(&path.to_string_lossy()))),
        Secret::Environment(name) => (env, Some(quoted(name))),
    };
    match access {
        None | Some(Access::Basic { password: Secret::Given(_), .. }) => Vec::new(),
        Some(Access::Basic { user, password }) => {
            vec![("user", Some(quoted(user))), place(("password_file", "password_env"), password)]
        }
        Some(Access::Header(secret)) => vec![place(("header_file", "header_env"), secret)],
    }
}

/// Text that may be an address with credentials, fit to be shown. Of what is no address nobody can
/// say where they end.
#[must_use]
pub fn hidden(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let known = Url::parse(text.trim()).is_ok();
    let end = rest.find(['/', '?', '#']).filter(|_| known).unwrap_or(rest.len());
    match rest.get(..end).and_then(|authority| authority.rfind('@')) {
        Some(at) => format!("{scheme}://…{}", rest.get(at..).unwrap_or("")),
        None => text.to_owned(),
    }
}

/// Text with its percent signs undone.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, coded)) = rest.split_once('%') {
        bytes.extend_from_slice(plain.as_bytes());
        let hex = coded.get(..2).filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = coded.get(2..).unwrap_or("");
            }
            None => {
                bytes.push(b'%');
                rest = coded;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

impl RawAccess {
    /// What a higher layer says, else this one: never a mixture of both.
    pub fn or(self, lower: RawAccess) -> RawAccess {
        if self.is_empty() { lower } else { self }
    }

    fn is_empty(&self) -> bool {
        self.user.is_none()
            && self.password.is_none()
            && self.header.is_none()
            && self.given.is_none()
    }

    /// Says what cannot go together.
    pub fn check(&self) -> Result<(), Wrong> {
        let basic = self.user.is_some() || self.password.is_some();
        match (basic, &self.header, &self.given) {
            (true, Some(_), _) => Err(Wrong::new("a password or a header, not both")),
            (true, _, Some(_)) | (_, Some(_), Some(_)) => {
                Err(Wrong::new("credentials in the address and beside it: keep one"))
            }
            (true, ..) if self.user.is_none() => Err(Wrong::new("this password has no user")),
            (true, ..) if self.password.is_none() => {
                let wrong = Wrong::new("this user has no password");
                Err(wrong.hint("name its place with password_file or password_env"))
            }
            _ => Ok(()),
        }
    }

    /// As the rest of the house knows it; a relative file is in `folder`.
    pub fn spec(self, folder: &Path) -> Option<Box<Access>> {
        let basic = self.user.zip(self.password);
        let basic = basic.map(|(user, password)| Access::Basic { user, password });
        let given = self.given.map(|given| *given);
        let access = given.or(self.header.map(Access::Header)).or(basic);
        access.map(|access| Box::new(access.inside(folder)))
    }
}

#[cfg(test)]
mod tests {
    use super::{hidden, of_address};
    use crate::domain::{Access, Secret};

    #[test]
    fn what_is_shown_of_an_address_holds_no_password() {
        for (text, shown) in [
            ("https://u:p@host.example/x@y", "https://…@host.example/x@y"),
            ("https://host.example:80/@who", "https://host.example:80/@who"),
            ("https://u:p/p@host.example/x", "https://…@host.example/x"),
            ("host.example", "host.example"),
        ] {
            assert_eq!(hidden(text), shown);
        }
    }

    #[test]
    fn credentials_leave_the_address() {
        let found = of_address("https://a%40b:p%3Aw%25%+f@host.example/x");
        let password = Secret::Given("p:w%%+f".into());
        assert_eq!(found, Some(Box::new(Access::Basic { user: "a@b".into(), password })));
        assert_eq!(of_address("https://host.example/x@y"), None);
    }
}
