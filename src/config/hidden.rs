//! Which values must not be seen, by the names of their keys, and where they begin in a line of a
//! file: errors show the line, and must not show a password with it.

use super::access;

/// Words in the names of keys whose values are secret, unless they name a file.
const SECRET: &[&str] = &[
    "secret",
    "token",
    "pass",
    "pwd",
    "key",
    "credential",
    "auth",
    "cookie",
    "header",
    "bearer",
    "topic",
];

/// Keys that sound secret and are not: own keys of the dashboard, certificates.
const OPEN: &[&str] = &["keys"];

/// Keys of a `[[notify]]` whose values may be seen. Of every other one, misspelt perhaps, the value
/// may be a secret.
const SHOWN: &[&str] = &[
    "allow_plain",
    "chat",
    "command",
    "digest",
    "from",
    "hello",
    "host",
    "kind",
    "lasts",
    "min_severity",
    "most",
    "name",
    "path",
    "per",
    "port",
    "quiet",
    "quiet_except",
    "room",
    "security",
    "sources",
    "timeout",
    "to",
    "url",
    "user",
    "watches",
    "zone",
];

/// Whether the value of a key of a `[[notify]]` must not be seen; of an address only a part.
pub(super) fn is_secret_of_notifier(key: &str) -> bool {
    let place = key.ends_with("_file") || key.ends_with("_env");
    is_secret(key) || !(place || SHOWN.contains(&key))
}

/// Whether a line comes within a `[[notify]]`, from all that stands before it.
pub(super) fn in_notifier(before: &str) -> bool {
    let last = before.lines().rev().find(|line| is_head(line.trim_start()) || is_inline(line));
    last.is_some_and(|line| {
        is_inline(line) || line.trim().trim_matches(['[', ' ']).starts_with("notify")
    })
}

/// Whether the notifiers begin here as a value, `notify = [{ ... }]`: all of it is theirs.
pub(super) fn is_inline(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, value)| {
        key.trim().trim_matches(['"', '\'']) == "notify" && value.trim_start().starts_with('[')
    })
}

fn is_head(line: &str) -> bool {
    let name = line.strip_prefix("[[").or_else(|| line.strip_prefix('['));
    let name = name.unwrap_or_default().trim_start();
    name.starts_with(|c: char| c.is_alphabetic() || c == '_') && name.contains(']')
}

/// Where a value begins in a line of a `[[notify]]` that must not be seen. A line that is no key
/// with a value may be the middle of one, or a slip: it is hidden whole.
pub(super) fn begins_in_notifier(line: &str) -> Option<usize> {
    if line.trim().is_empty() || is_head(line.trim_start()) {
        return None;
    }
    let Some((before, _)) = line.split_once('=') else { return Some(0) };
    if is_inline(line) {
        return Some(before.len() + 1);
    }
    let key = before.trim().trim_matches(['"', '\'']);
    let is_key =
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    match is_key {
        false => Some(0),
        true if is_secret_of_notifier(key) => Some(before.len() + 1),
        true => begins(line, Addresses::Secret),
    }
}

/// Whether the value of a key is a secret.
pub(super) fn is_secret(key: &str) -> bool {
    let lower = key.to_lowercase();
    SECRET.iter().any(|word| lower.contains(word))
        && !lower.ends_with("_file")
        && !lower.ends_with("_env")
        && !OPEN.contains(&lower.as_str())
}

/// Where the first secret of a line begins: a value, behind the equals sign of its key, or the
/// credentials within an address. `addresses`: also those of `url`, which for some receivers are
/// keys in themselves.
pub(super) fn begins(line: &str, addresses: Addresses) -> Option<usize> {
    let given = line.match_indices("://").map(|(at, scheme)| at + scheme.len()).find(|at| {
        let rest = line.get(*at..).unwrap_or_default();
        let rest = rest.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).next();
        let address = format!("http://{}", rest.unwrap_or_default());
        access::hidden(&address) != address
    });
    let valued = valued(line, addresses);
    given.into_iter().chain(valued).min()
}

fn valued(line: &str, addresses: Addresses) -> Option<usize> {
    line.match_indices('=').map(|(at, _)| at).find_map(|at| {
        let before = line.get(..at)?.trim_end();
        let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let bare = before.trim_end_matches(['"', '\'']);
        let key = bare.rsplit(|c: char| !is_name(c)).next()?;
        let secret = is_secret(key) || (addresses == Addresses::Secret && key == "url");
        secret.then_some(at + 1)
    })
}

/// What the addresses of a file are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Addresses {
    /// Those of feeds: everybody may see them.
    Open,
    /// Those of receivers.
    Secret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_notifier_only_what_is_known_to_be_open_is_seen() {
        for (line, shown) in [
            ("name = \"desk\"", "name = \"desk\""),
            ("topic = \"abc\"", "topic ="),
            ("tokn = \"abc\"", "tokn ="),
            ("\"pasword\" = \"abc\"", "\"pasword\" ="),
            ("token_file = \"a\"", "token_file = \"a\""),
            ("url = \"https://a.example/T\"", "url ="),
            ("  abc", ""),
            ("abc==\"\"\"", "abc="),
            ("token \"abc\"", ""),
            ("[store]", "[store]"),
            ("notify = [{ tokn = \"abc\" }]", "notify ="),
            ("{ kind = \"ntfy\", tokn = \"abc\" },", ""),
            (" tokn = \"abc\" }]", " tokn ="),
        ] {
            let at = begins_in_notifier(line).unwrap_or(line.len());
            assert_eq!(line.get(..at), Some(shown), "{line}");
        }
        for (before, within) in [
            ("[[notify]]\nname = \"a\"\n", true),
            ("[[notify]]\nto = [\n[\"x\"],\n", true),
            (" [[ notify ]]\n", true),
            ("notify = [\n", true),
            ("notify = [{ kind = \"ntfy\",\n", true),
            ("notify = []\n[store]\n", false),
            ("[dashboard]\nnotify = \"flash\"\n", false),
            ("[[notify]]\n[store]\n", false),
            ("", false),
        ] {
            assert_eq!(in_notifier(before), within, "{before}");
        }
    }

    #[test]
    fn secrets_begin_behind_their_equals_sign() {
        for (line, shown) in [
            ("token = \"abc\"", "token ="),
            ("  \"password\"=\"abc\"", "  \"password\"="),
            ("{ name = \"a\", secret = \"abc\" }", "{ name = \"a\", secret ="),
            ("token_file = \"a\"", "token_file = \"a\""),
            ("keys = {}", "keys = {}"),
            ("interval = \"2m\"", "interval = \"2m\""),
            ("# a token", "# a token"),
            ("url = \"https://a.example/T\"", "url ="),
        ] {
            let at = begins(line, Addresses::Secret).unwrap_or(line.len());
            assert_eq!(line.get(..at), Some(shown), "{line}");
        }
        assert_eq!(begins("url = \"https://a.example/\"", Addresses::Open), None);
        let line = "{ url = 'https://u:p@a.example/', title = \"x\" }";
        let shown = begins(line, Addresses::Open).and_then(|at| line.get(..at));
        assert_eq!(shown, Some("{ url = 'https://"));
    }
}
