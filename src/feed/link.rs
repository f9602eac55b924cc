//! Links: resolved against their base, and the canonical form under which two are the same.
//!
//! Only http and https count. Fetching, redirects and addresses are `fetch`'s business.

use url::Url;

/// Query parameters that say how somebody came, not where.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "twclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "cmpid",
    "cmp",
    "ocid",
    "ncid",
    "ns_campaign",
    "ns_mchannel",
    "ns_source",
    "ns_linkname",
    "ns_fee",
    "at_medium",
    "at_campaign",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "at_link_id",
    "at_link_type",
    "at_link_origin",
    "at_format",
    "at_ptr_name",
    "at_bbc_team",
    "traffic_source",
    "xtor",
    "wt_mc",
    "wt.mc_id",
    "smid",
    "smtyp",
    "ref_src",
    "ref_url",
    "ftag",
    "ito",
    "sref",
    "srnd",
    "feedtype",
    "feedname",
    "_hsenc",
    "_hsmi",
    "__twitter_impression",
    "guccounter",
    "spm",
    "ved",
    "sr_share",
    "tblci",
    "from_rss",
    "maca",
    "oly_enc_id",
    "oly_anon_id",
];

/// Resolves a link against its base; `None` where it cannot be a link at all.
pub(crate) fn join(base: Option<&Url>, link: &str) -> Option<Url> {
    match (Url::parse(link), base) {
        (Ok(url), _) => Some(url),
        (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) => {
            // `example.com/news/1` in a feed of that host.
            let host = base.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host));
            let behind = host.and_then(|host| link.strip_prefix(host));
            match behind.filter(|behind| behind.starts_with('/')) {
                Some(_) => Url::parse(&format!("{}://{link}", base.scheme())).ok(),
                None => base.join(link).ok(),
            }
        }
        (Err(_), _) => None,
    }
}

/// An absolute http(s) link of at most `limit` bytes, without user name and password; else `None`.
pub(crate) fn absolute(base: Option<&Url>, link: &str, limit: usize) -> Option<String> {
    let link = crate::text::scrub::link(link, limit)?;
    // A place within the feed is no page.
    if link.is_empty() || link.starts_with('#') {
        return None;
    }
    if is_normal(&link) {
        return Some(link);
    }
    let mut url = join(base, &link)?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return None;
    }
    if !url.username().is_empty() || url.password().is_some() {
        url.set_username("").ok()?;
        url.set_password(None).ok()?;
    }
    let link = String::from(url);
    (link.len() <= limit).then_some(link)
}

/// A link that can be taken apart without the parser, at a tenth of its cost.
pub(crate) struct Plain<'a> {
    /// Its host: a name in lower case, or an address of four numbers.
    pub host: &'a str,
    /// Whether the host is an address.
    pub is_address: bool,
    /// A port that is not the one its scheme has anyway.
    port: Option<u16>,
    behind: &'a str,
}

/// The parts of a link without a user, if its host and port need no reading: nearly all links.
pub(crate) fn plain(link: &str) -> Option<Plain<'_>> {
    let (rest, usual) = match link.strip_prefix("https://") {
        Some(rest) => (rest, 443),
        None => (link.strip_prefix("http://")?, 80),
    };
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
    let (place, behind) = rest.split_at(end.unwrap_or(rest.len()));
    let (host, port) = match place.split_once(':') {
        Some((host, port)) => (host, Some(plain_port(port).filter(|port| *port != usual)?)),
        None => (place, None),
    };
    let is_address = host.parse::<std::net::Ipv4Addr>().is_ok();
    (is_address || is_name(host)).then_some(Plain { host, is_address, port, behind })
}

fn plain_port(digits: &str) -> Option<u16> {
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| plain)
}

fn is_name(host: &str) -> bool {
    let plain = host.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'));
    // A last label of digits, or one that begins so, may be an address.
    let last = host.rsplit('.').next().and_then(|label| label.bytes().next());
    let named = last.is_some_and(|byte| byte.is_ascii_lowercase());
    let whole = host.len() > 3 && host.split('.').all(|label| !label.is_empty());
    plain && named && whole && !host.contains("xn--")
}

/// Whether parsing the link would only give it back. Anything else is for the parser.
fn is_normal(link: &str) -> bool {
    let Some(path) = plain(link).and_then(|plain| plain.behind.strip_prefix('/')) else {
        return false;
    };
    let is_plain = |b| {
        matches!(b, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'/' | b'?' | b'='
            | b'&' | b'+' | b'~' | b',' | b';' | b'%' | b'#')
    };
    // A dot may be a step upwards, unless it is one of a file's ending.
    let dots = path.split('/').any(|part| part.starts_with('.'));
    path.bytes().all(|b| b == b'.' || is_plain(b))
        && !dots
        && !path.contains("%2e")
        && !path.contains("%2E")
}

/// The form under which two links to the same article are equal: lower-case scheme and host
/// without `www.`, no default port, no fragment but one that names a page, no tracking parameters,
/// the rest sorted, no final slash. What is no http(s) link is given back trimmed.
#[must_use]
pub fn canonical(link: &str) -> String {
    let link = link.trim();
    if let Some(Plain { host, port, behind, .. }) = plain(link).filter(|_| is_normal(link)) {
        let (shown, fragment) = behind.split_once('#').unwrap_or((behind, ""));
        let (path, query) = shown.split_once('?').unwrap_or((shown, ""));
        return assembled((host, port), (path, query, fragment));
    }
    let Some(url) = Url::parse(link).ok().filter(|u| matches!(u.scheme(), "http" | "https")) else {
        return link.to_owned();
    };
    let Some(host) = url.host_str() else { return link.to_owned() };
    let (query, fragment) = (url.query().unwrap_or_default(), url.fragment().unwrap_or_default());
    assembled((host, url.port()), (url.path(), query, fragment))
}

fn assembled(
    (host, port): (&str, Option<u16>),
    (path, query, fragment): (&str, &str, &str),
) -> String {
    // One article, two schemes: publishers move from http to https and keep their archives.
    let mut out = String::with_capacity(16 + host.len() + path.len() + query.len());
    out.push_str("https://");
    out.push_str(host.strip_prefix("www.").unwrap_or(host).trim_end_matches('.'));
    if let Some(port) = port {
        out.push(':');
        out.push_str(&port.to_string());
    }
    push_path(&mut out, without_session(path).trim_end_matches('/'));
    let says_where = |p: &&str| !p.is_empty() && !is_tracking(p) && !is_session(p);
    let mut kept: Vec<&str> = query.split('&').filter(says_where).collect();
    kept.sort_unstable();
    for (at, parameter) in kept.iter().enumerate() {
        out.push(if at == 0 { '?' } else { '&' });
        out.push_str(parameter);
    }
    if names_page(fragment) {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

/// Whether a fragment is the way to a page of a site that is one script: `#!/news/7`, `#/news/7`.
fn names_page(fragment: &str) -> bool {
    fragment.strip_prefix('!').unwrap_or(fragment).len() > 1 && fragment.starts_with(['!', '/'])
}

/// Names under which servers count visits; a new one comes with each request.
const SESSIONS: &[&str] =
    &["phpsessid", "jsessionid", "aspsessionid", "sessionid", "session_id", "sid"];

/// Characters from which on a value is a number of a visit and none of an article.
const VISIT: usize = 16;

/// Whether a parameter numbers a visit.
fn is_session(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return false };
    SESSIONS.iter().any(|known| name.eq_ignore_ascii_case(known))
        && (name.len() > 3 || value.len() >= VISIT)
}

/// Adds a path; the digits of its escapes in capitals, as RFC 3986 has them.
fn push_path(out: &mut String, path: &str) {
    let mut rest = path;
    while let Some((before, escape)) = rest.split_once('%') {
        let digits = crate::text::fold::border(escape, 2);
        let (digits, behind) = escape.split_at_checked(digits).unwrap_or((escape, ""));
        out.extend([before, "%"]);
        out.extend(digits.chars().map(|c| c.to_ascii_uppercase()));
        rest = behind;
    }
    out.push_str(rest);
}

/// A path without `;jsessionid=…`.
fn without_session(path: &str) -> &str {
    let Some(at) = path.rfind(';') else { return path };
    let (before, behind) = path.split_at_checked(at).unwrap_or((path, ""));
    if is_session(behind.get(1..).unwrap_or("")) { before } else { path }
}

/// A guid that is a link, without what numbers a visit in it; `None` where there is nothing of that.
pub(crate) fn lasting(guid: &str) -> Option<String> {
    let (shown, query) = guid.split_once('?').unwrap_or((guid, ""));
    let visits = shown.contains(';') && without_session(shown).len() < shown.len();
    (guid.starts_with("http") && (visits || query.split('&').any(is_session)))
        .then(|| canonical(guid))
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or(parameter);
    let lower = name.to_ascii_lowercase();
    lower.starts_with("utm_") || lower == "utm" || TRACKING.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};
    use url::Url;

    use super::{Plain, absolute, canonical, is_normal, lasting, plain};

    proptest! {
        #[test]
        fn what_needs_no_parser_is_what_the_parser_gives(
            link in "https?://[a-z0-9.-]{1,9}(\\.example)?(:[0-9]{0,5})?[/?#]?[a-zA-Z0-9./?=&%#_~+,;-]{0,16}",
        ) {
            if is_normal(&link) {
                let url = Url::parse(&link).map(String::from);
                prop_assert_eq!(url.as_deref(), Ok(link.as_str()));
            }
            if let Some(Plain { host, is_address, port, .. }) = plain(&link) {
                let url = Url::parse(&link).unwrap();
                prop_assert_eq!(url.host_str(), Some(host));
                prop_assert_eq!(url.domain().is_none(), is_address);
                prop_assert_eq!(url.port(), port);
            }
        }

        #[test]
        fn addresses_need_no_parser_either(
            a in 0_u16..300, b in "[0-9]{1,3}", port in "(:[0-9]{1,5})?", path in "[a-z/]{0,5}",
        ) {
            let link = format!("http://{a}.{b}.0.1{port}/{path}");
            if let Some(Plain { host, is_address, port, .. }) = plain(&link) {
                let url = Url::parse(&link).unwrap();
                prop_assert_eq!((url.host_str(), url.port()), (Some(host), port));
                prop_assert_eq!(is_address && is_normal(&link), url.as_str() == link);
            }
        }
    }

    #[test]
    fn one_article_has_one_link() {
        for (link, expected) in [
            (
                "HTTP://WWW.Example.COM:80/a/b/?utm_source=x&b=2&a=1#top",
                "https://example.com/a/b?a=1&b=2",
            ),
            ("https://example.com/a?fbclid=x", "https://example.com/a"),
            ("https://example.com", "https://example.com"),
            ("https://example.com:8443/", "https://example.com:8443"),
            ("https://example.com/a?id=7&utm=3", "https://example.com/a?id=7"),
            ("https://example.com/a?PHPSESSID=s1&id=7", "https://example.com/a?id=7"),
            ("https://example.com/a;jsessionid=AB1?id=7", "https://example.com/a?id=7"),
            ("https://example.com/a?sid=7", "https://example.com/a?sid=7"),
            ("https://example.com/a?sid=0123456789abcdef", "https://example.com/a"),
            ("https://example.com/a;b=1", "https://example.com/a;b=1"),
            ("https://example.com/%d8%a7", "https://example.com/%D8%A7"),
            ("https://пример.рф/x", "https://xn--e1afmkfd.xn--p1ai/x"),
            (" urn:x:1 ", "urn:x:1"),
            ("http://", "http://"),
            ("http://www.n1.example/a/b//?b&a=1#x?y", "https://n1.example/a/b?a=1&b"),
            ("https://127.0.0.1/a/", "https://127.0.0.1/a"),
            ("http://127.0.0.1:8088/a/1", "https://127.0.0.1:8088/a/1"),
            ("http://127.0.0.1:80/a/1", "https://127.0.0.1/a/1"),
            ("http://127.1:81/a/1", "https://127.0.0.1:81/a/1"),
            ("https://news.example:0443/a", "https://news.example/a"),
            ("https://example.com/#!/news/1", "https://example.com#!/news/1"),
            ("https://example.com/?utm_id=1#/news/1", "https://example.com#/news/1"),
            ("https://example.com/a#/", "https://example.com/a"),
            ("https://a.0x7f/", "https://a.0x7f/"),
        ] {
            assert_eq!(canonical(link), expected, "{link}");
            assert_eq!(canonical(&canonical(link)), expected, "{link}, twice");
        }
    }

    #[test]
    fn a_guid_that_numbers_visits_lasts_without_them() {
        for (guid, expected) in [
            ("http://a.example/x;jsessionid=1A", Some("https://a.example/x")),
            ("http://a.example/?id=7&PHPSESSID=1", Some("https://a.example?id=7")),
            ("http://a.example/?id=7", None),
            ("urn:x;jsessionid=1", None),
            ("7?sessionid=2", None),
        ] {
            assert_eq!(lasting(guid).as_deref(), expected, "{guid}");
        }
    }

    #[test]
    fn only_web_links_are_kept() {
        let base = Url::parse("https://example.com/news/feed.xml").expect("a good test");
        for (link, expected) in [
            ("/a b", Some("https://example.com/a%20b")),
            ("story?id=1", Some("https://example.com/news/story?id=1")),
            ("//other.example/x", Some("https://other.example/x")),
            ("example.com/x", Some("https://example.com/x")),
            ("example.com.html", Some("https://example.com/news/example.com.html")),
            ("#", None),
            ("http://u:p@example.com/x", Some("http://example.com/x")),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("data:text/html,x", None),
            ("http://a.example/b/../c", Some("http://a.example/c")),
            ("http://a.example/b.html?x=1&y=2#z", Some("http://a.example/b.html?x=1&y=2#z")),
            ("HTTP://A.example", Some("http://a.example/")),
            ("http://0x7f.1/x", Some("http://127.0.0.1/x")),
            ("http://[", None),
            ("", None),
        ] {
            assert_eq!(absolute(Some(&base), link, 4096).as_deref(), expected, "{link}");
        }
        assert_eq!(absolute(Some(&base), &"x".repeat(5000), 4096), None);
    }
}
