//! Rules for private addresses: `host`, `host:port`, `[::1]:port` or a network `127.10.0.0/16`.

use std::net::IpAddr;

use super::value::Wrong;
use crate::domain::PrivateRule;

/// The rule of a text.
pub(super) fn parse_rule(text: &str) -> Result<PrivateRule, Wrong> {
    let wrong = |why: &str| {
        Wrong::new(format!("\"{text}\" {why}"))
            .hint("write a host, host:port or a network such as \"127.10.0.0/16\"")
    };
    if text.is_empty() || text.contains(char::is_whitespace) || text.contains("//") {
        return Err(wrong("is no address"));
    }
    if let Some((base, bits)) = text.split_once('/') {
        let base: IpAddr = base.parse().map_err(|_| wrong("is no network"))?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.parse::<u8>().ok().filter(|bits| *bits <= most);
        return Ok(PrivateRule::Network(base, bits.ok_or_else(|| wrong("has no such prefix"))?));
    }
    let (host, port) = split_port(text);
    let port = match port {
        None => None,
        Some(digits) => match digits.parse::<u16>() {
            Ok(port) if port > 0 => Some(port),
            _ => return Err(wrong("has no valid port")),
        },
    };
    let known = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    if host.is_empty() || !host.chars().all(known) {
        return Err(wrong("is no address"));
    }
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(PrivateRule::Host(address.to_string(), port));
    }
    if is_short_form(host) {
        return Err(wrong("is no full address of four numbers"));
    }
    Ok(PrivateRule::Host(host.to_lowercase(), port))
}

/// Whether a host is a number, or ends with one, as no name does: connections know only full addresses.
fn is_short_form(host: &str) -> bool {
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    let hex = last.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
    hex || !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit())
}

/// Host and port; a bare IPv6 address has no port.
fn split_port(text: &str) -> (&str, Option<&str>) {
    if let Some(inner) = text.strip_prefix('[') {
        let (host, rest) = inner.split_once(']').unwrap_or((inner, ""));
        return (host, rest.strip_prefix(':'));
    }
    if text.parse::<IpAddr>().is_ok() {
        return (text, None);
    }
    text.rsplit_once(':').map_or((text, None), |(host, port)| (host, Some(port)))
}

/// The rule as the file writes it.
pub(super) fn rule_text(rule: &PrivateRule) -> String {
    match rule {
        PrivateRule::Network(base, bits) => format!("{base}/{bits}"),
        PrivateRule::Host(host, None) => host.clone(),
        PrivateRule::Host(host, Some(port)) if host.contains(':') => format!("[{host}]:{port}"),
        PrivateRule::Host(host, Some(port)) => format!("{host}:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{parse_rule, rule_text};

    #[test]
    fn rules_read_and_print_alike() {
        for text in ["127.0.0.1:8097", "localhost", "[::1]:80", "::1", "127.10.0.0/16", "fd00::/8"]
        {
            let read = parse_rule(text).map(|rule| rule_text(&rule));
            assert_eq!(read.as_deref(), Ok(text));
        }
        let long = parse_rule("0:0:0:0:0:0:0:1").map(|rule| rule_text(&rule));
        assert_eq!(long.as_deref(), Ok("::1"));
        for text in [
            "",
            "http://a",
            "a b",
            "10.0.0.0/33",
            "x/8",
            "host:0",
            "host:99999",
            "a;b",
            "127.1",
            "0x7f.1",
            "1",
        ] {
            assert!(parse_rule(text).is_err(), "{text}");
        }
    }
}
