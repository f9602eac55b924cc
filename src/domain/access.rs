//! What a feed's server wants to see before it answers: where its credentials are kept, never
//! what they are. Reading them is `fetch`'s work, at the moment of a request.

use std::fmt;
use std::path::{Path, PathBuf};

/// Credentials of one feed. Never shown, logged or stored.
#[derive(Clone, PartialEq, Eq)]
pub enum Access {
    /// A user's name and password, sent as `Authorization: Basic`.
    Basic {
        /// The name.
        user: String,
        /// The password.
        password: Secret,
    },
    /// One whole header line, `Name: value`.
    Header(Secret),
}

/// Where a secret is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// In the configured address itself.
    Given(String),
    /// The first line of a file.
    File(PathBuf),
    /// A variable of the environment.
    Environment(String),
}

impl Access {
    /// The same with relative files in a folder.
    #[must_use]
    pub fn inside(self, folder: &Path) -> Access {
        let placed = |secret| match secret {
            Secret::File(path) => Secret::File(folder.join(path)),
            Secret::Given(_) | Secret::Environment(_) => secret,
        };
        match self {
            Access::Basic { user, password } => Access::Basic { user, password: placed(password) },
            Access::Header(secret) => Access::Header(placed(secret)),
        }
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Access::Basic { password, .. } => write!(f, "Basic({password:?})"),
            Access::Header(secret) => write!(f, "Header({secret:?})"),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Secret::Given(_) => f.write_str("given"),
            Secret::File(path) => write!(f, "file {path:?}"),
            Secret::Environment(name) => write!(f, "environment {name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Access, Secret};

    #[test]
    fn a_secret_is_never_printed() {
        let password = Secret::Given("sesame".into());
        let shown = format!("{:?}", Access::Basic { user: "ali".into(), password });
        assert_eq!(shown, "Basic(given)");
    }
}
