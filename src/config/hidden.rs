//! Which values must not be seen, by the names of their keys, and where they begin in a line of a
//! file: errors show the line, and must not show a password with it.

/// Words in the names of keys whose values are secret, unless they name a file.
const SECRET: &[&str] =
    &["secret", "token", "password", "passwd", "key", "credential", "auth", "cookie", "header"];

/// Keys that sound secret and are not: own keys of the dashboard, certificates.
const OPEN: &[&str] = &["keys"];

/// Whether the value of a key is a secret.
pub(super) fn is_secret(key: &str) -> bool {
    let lower = key.to_lowercase();
    SECRET.iter().any(|word| lower.contains(word))
        && !lower.ends_with("_file")
        && !lower.ends_with("_env")
        && !OPEN.contains(&lower.as_str())
}

/// Where the first secret value of a line begins: behind the equals sign of its key. `addresses`:
/// also those of `url`, which for some receivers are keys in themselves.
pub(super) fn begins(line: &str, addresses: Addresses) -> Option<usize> {
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
    }
}
