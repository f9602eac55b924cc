//! Addresses of feeds as people type and paste them: without a scheme, with one in capitals, in the
//! brackets of a mail. Asks nothing of anybody.

use super::super::Failure;
use crate::config::{address_of, shown_address};
use crate::feed;

/// What stands before a colon and is a scheme, with no `//` behind it, and never a host.
const NO_HOSTS: &[&str] =
    &["mailto", "javascript", "data", "file", "about", "tel", "sms", "urn", "magnet", "xmpp"];

/// The http(s) address that somebody typed.
pub(super) fn full(typed: &str) -> Result<String, Failure> {
    let address = with_scheme(typed);
    if address.is_empty() {
        let text = "no address was given; write that of a feed, or of a page that names one";
        return Err(Failure::Usage(text.to_owned()));
    }
    if !address.starts_with("http://") && !address.starts_with("https://") {
        return Err(Failure::Usage(wrong_scheme(&address)));
    }
    if address_of(&address).is_none() {
        let shown = shown_address(&address);
        let text = format!("\"{shown}\" is no address; write it in full, with https://");
        return Err(Failure::Usage(text));
    }
    Ok(address)
}

/// People leave the scheme out, and old browsers write `feed:`.
fn with_scheme(typed: &str) -> String {
    let bare = bare(typed);
    let address = feed::web_address(bare).unwrap_or_else(|| bare.to_owned());
    match address.split_once(':') {
        // A scheme is the same in capitals.
        Some((scheme, rest)) if rest.starts_with('/') || is_no_host(scheme) => {
            format!("{}:{rest}", scheme.to_ascii_lowercase())
        }
        _ if address.is_empty() => address,
        _ => format!("https://{address}"),
    }
}

fn is_no_host(scheme: &str) -> bool {
    NO_HOSTS.iter().any(|known| known.eq_ignore_ascii_case(scheme))
}

/// An address without what mails and texts write around it.
fn bare(typed: &str) -> &str {
    typed.trim().trim_matches(['"', '\'', '<', '>', '`', '“', '”', '«', '»']).trim()
}

/// What there is to say of an address that has no scheme we fetch.
fn wrong_scheme(asked: &str) -> String {
    let shown = shown_address(asked);
    let one_slash = ["http:/", "https:/"].iter().any(|start| asked.starts_with(start));
    match one_slash {
        true => format!("{shown}: write two slashes behind http: or https:"),
        false => format!("{shown}: only http and https addresses are fetched"),
    }
}

#[cfg(test)]
mod tests {
    use super::full;

    #[test]
    fn an_address_is_what_people_mean_by_it() {
        for (typed, expected) in [
            ("HTTP://a.example/F", "http://a.example/F"),
            ("Https://a.example/f", "https://a.example/f"),
            ("a.example/f", "https://a.example/f"),
            ("a.example:8080/f", "https://a.example:8080/f"),
            ("desk:secret@a.example/f", "https://desk:secret@a.example/f"),
            ("feed:http://a.example/f", "http://a.example/f"),
            ("FEED://a.example/f", "http://a.example/f"),
            (" <http://a.example/f> ", "http://a.example/f"),
        ] {
            assert_eq!(full(typed).ok().as_deref(), Some(expected), "{typed}");
        }
    }

    #[test]
    fn what_is_no_address_of_the_web_is_an_error_of_use() {
        for (typed, said) in [
            ("", "no address was given"),
            (" <> ", "no address was given"),
            ("http:/a.example/f", "two slashes"),
            ("mailto:x@a.example", "only http and https"),
            ("JavaScript:alert(1)", "only http and https"),
            ("FTP://a.example/f", "only http and https"),
            ("file:///etc/passwd", "only http and https"),
            ("https://", "is no address"),
            ("a.example:99999/f", "is no address"),
        ] {
            let error = full(typed).expect_err(typed);
            let super::Failure::Usage(text) = error else { panic!("{typed}: another failure") };
            assert!(text.contains(said), "{typed}: {text}");
        }
    }
}
