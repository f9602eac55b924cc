//! The way of one request through its redirects, each hop checked before it is taken.
//!
//! Knows addresses and rules, not connections; `client` sends.

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue, LOCATION};
use url::Url;

use super::cookies::Cookies;
use super::failure::failure;
use super::guard::{Guard, Reach, Refusal, Standing};
use crate::domain::{ErrorKind, Failure};

/// Longest `Location` followed, in bytes.
const LONGEST_LOCATION: usize = 4 << 10;

/// Where a request has been and where it goes next.
pub(super) struct Trail {
    /// The configured address, credentials and all.
    configured: Url,
    /// Addresses asked so far, the last one being asked now; no credentials but the own.
    asked: Vec<Url>,
    /// How many of the first redirects were for good, each on the ones before it.
    settled: usize,
    own_private: bool,
    inside: bool,
    cookies: Cookies,
    /// Whether an address was seen to need them.
    wants_cookies: bool,
}

impl Trail {
    /// Begins at a configured address.
    pub fn begin(address: &str, own_private: bool) -> Result<Trail, Failure> {
        let mut configured = Url::parse(address.trim()).map_err(|_| {
            failure(ErrorKind::Blocked, "this is no address; write it as https://host/path")
        })?;
        configured.set_fragment(None);
        let asked = vec![configured.clone()];
        Ok(Trail {
            configured,
            asked,
            settled: 0,
            own_private,
            inside: false,
            cookies: Cookies::default(),
            wants_cookies: false,
        })
    }

    /// The same, asked first where permanent redirects led before. It stands there as a redirect
    /// from the configured address would.
    pub fn moved_to(mut self, moved: Option<&str>) -> Trail {
        if let Some(url) = moved.and_then(|moved| Url::parse(moved).ok()) {
            self.asked = vec![url];
        }
        self
    }

    /// Whether the address asked now is at the configured server. Only there credentials are shown.
    pub fn is_at_home(&self) -> bool {
        is_at(self.here(), &self.configured)
    }

    /// The address to ask now.
    pub fn here(&self) -> &Url {
        self.asked.last().unwrap_or(&self.configured)
    }

    /// The host asked now, for messages.
    pub fn host(&self) -> &str {
        self.here().host_str().unwrap_or("")
    }

    /// The cookies that the server asked now has given on the way, to show them.
    pub fn cookies(&self) -> Option<HeaderValue> {
        self.cookies.header(self.here()).filter(|_| self.wants_cookies || !self.is_settled())
    }

    /// Whether redirects for good alone led to the address asked now. It is asked without cookies, as it will be
    /// once the move is stored: many servers put some on every answer.
    fn is_settled(&self) -> bool {
        self.settled + 1 == self.asked.len()
    }

    /// The first address that was not shown the cookies that there are for it.
    fn kept_from(&self) -> Option<&Url> {
        let mut settled =
            self.asked.iter().skip(1).take(self.settled).filter(|_| !self.wants_cookies);
        settled.find(|url| self.cookies.header(url).is_some())
    }

    /// Takes the cookies of an answer that is no redirect: they may be all that comes at first.
    pub fn take_cookies(&mut self, headers: &HeaderMap) {
        let here = self.asked.last().unwrap_or(&self.configured);
        self.cookies.take(here, headers);
    }

    /// Whether cookies were kept from the address asked now; from here on they are shown.
    pub fn show_cookies(&mut self) -> bool {
        let kept = self.is_settled() && self.cookies().is_none();
        let kept = kept && self.cookies.header(self.here()).is_some();
        self.wants_cookies |= kept;
        kept
    }

    /// Notes whether the first address proved to be a private one.
    pub fn note_inside(&mut self, inside: bool) {
        if self.asked.len() == 1 {
            self.inside = inside;
        }
    }

    /// How far the request to [`Trail::here`] may reach.
    pub fn reach(&self, guard: &Guard) -> Result<Reach, Failure> {
        guard.check(self.here(), self.standing()).map_err(|refusal| self.refused(refusal))
    }

    fn standing(&self) -> Standing {
        let own = self.here().origin() == self.configured.origin();
        match (own, self.own_private, self.inside) {
            (true, true, _) => Standing::Own,
            (true, false, _) => Standing::Configured,
            (false, _, true) => Standing::Inside,
            (false, _, false) => Standing::Outside,
        }
    }

    /// Takes a redirect, if it leads anywhere we go.
    pub fn follow(
        &mut self,
        status: StatusCode,
        headers: &HeaderMap,
        limit: usize,
    ) -> Result<(), Failure> {
        let next = self.next(headers).map_err(|message| {
            let message = format!(
                "\"{}\" redirects {message}; look in a browser for its new one",
                self.host()
            );
            Failure { kind: ErrorKind::RedirectBad, message, status: Some(status.as_u16()) }
        })?;
        if !matches!(next.scheme(), "http" | "https") {
            return Err(self.refused_hop(Refusal::Scheme));
        }
        if self.here().scheme() == "https" && next.scheme() == "http" {
            let message = format!(
                "\"{}\" redirects from https to plain http; configure that address if it is meant",
                self.host()
            );
            return Err(failure(ErrorKind::RedirectBlocked, message));
        }
        let here = self.asked.last().unwrap_or(&self.configured);
        let learnt = self.cookies.take(here, headers);
        let back = self.asked.contains(&next);
        let next = if back && !learnt {
            self.kept_from().cloned().ok_or_else(|| {
                let message = format!(
                    "the redirects of \"{}\" lead back to their start; see in a browser where it leads",
                    self.host()
                );
                failure(ErrorKind::RedirectLoop, message)
            })?
        } else {
            next
        };
        if self.asked.len() > limit {
            let message = format!(
                "\"{}\" redirects more than {limit} times; raise [fetch] redirects, or configure where it ends",
                self.host()
            );
            return Err(failure(ErrorKind::RedirectLimit, message));
        }
        self.wants_cookies |= back;
        if self.is_settled() && matches!(status.as_u16(), 301 | 308) {
            self.settled += 1;
        }
        self.asked.push(next);
        Ok(())
    }

    fn next(&self, headers: &HeaderMap) -> Result<Url, &'static str> {
        let location = headers.get(LOCATION).ok_or("to nowhere: it names no new address")?;
        if location.len() > LONGEST_LOCATION {
            return Err("to an address of more than 4 KiB");
        }
        let text = in_ascii(location.as_bytes());
        let text = text.trim();
        if text.is_empty() {
            return Err("to nowhere: it names no new address");
        }
        let mut next = self.here().join(text).map_err(|_| "to something that is no address")?;
        next.set_fragment(None);
        // Credentials are the configuration's, never a redirect's. Neither call can fail on an
        // address with a host; others are refused by their scheme.
        let _ = next.set_username(self.own_user(&next));
        let _ = next.set_password(self.own_password(&next));
        Ok(next)
    }

    fn own_user(&self, next: &Url) -> &str {
        if next.origin() == self.configured.origin() { self.configured.username() } else { "" }
    }

    fn own_password(&self, next: &Url) -> Option<&str> {
        self.configured.password().filter(|_| next.origin() == self.configured.origin())
    }

    /// The new address after permanent redirects, up to the first for the time being, without
    /// credentials. A private address that sends elsewhere is asked again each time: only it vouches
    /// for where it leads. So is one that gives a cookie first without which nothing is there.
    pub fn moved(&self) -> Option<String> {
        let to = self.asked.get(self.settled).filter(|_| self.settled > 0)?;
        let vouched = self.inside && to.origin() != self.configured.origin();
        (!vouched && !self.wants_cookies).then(|| bare(to))
    }

    /// Whether nothing redirected yet.
    pub fn is_first(&self) -> bool {
        self.asked.len() == 1
    }

    /// The host asked now, where it is not the first.
    pub fn other_host(&self) -> Option<String> {
        let first = self.asked.first().and_then(Url::host_str);
        self.here().host_str().filter(|here| Some(*here) != first).map(str::to_owned)
    }

    /// The address asked now without credentials.
    pub fn shown(&self) -> String {
        bare(self.here())
    }

    /// Marks a failure of a later hop as one of the redirect.
    pub fn of_hop(&self, mut reason: Failure) -> Failure {
        if self.asked.len() > 1 && reason.kind == ErrorKind::Blocked {
            reason.kind = ErrorKind::RedirectBlocked;
        }
        reason
    }

    fn refused(&self, refusal: Refusal) -> Failure {
        if self.asked.len() > 1 {
            return self.refused_hop(refusal);
        }
        let message = match refusal {
            Refusal::Scheme => "only http and https addresses are fetched".to_owned(),
            Refusal::Private => format!(
                "\"{}\" is a private address; set allow_private for this feed, or write --allow-private, if that is meant",
                self.host()
            ),
        };
        failure(ErrorKind::Blocked, message)
    }

    fn refused_hop(&self, refusal: Refusal) -> Failure {
        let from = self.configured.host_str().unwrap_or("");
        let message = match refusal {
            Refusal::Scheme => {
                format!(
                    "\"{from}\" redirects to something that is neither http nor https; see in a browser where it leads"
                )
            }
            Refusal::Private => format!(
                "\"{from}\" redirects to the private address \"{}\"; add that to [fetch] allow_private if it is meant",
                self.host()
            ),
        };
        failure(ErrorKind::RedirectBlocked, message)
    }
}

/// Whether an address is at the server of another one, so that what is given for that may be shown there: the same
/// origin, or the same host with TLS added.
#[must_use]
pub fn is_at(here: &Url, home: &Url) -> bool {
    let usual = |url: &Url| url.port().is_none();
    here.origin() == home.origin()
        || (here.scheme() == "https"
            && home.scheme() == "http"
            && here.host() == home.host()
            && usual(here)
            && usual(home))
}

/// An address without credentials.
fn bare(url: &Url) -> String {
    let mut url = url.clone();
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

/// A header as an address in ASCII: bytes beyond it are the server's own, of whatever encoding.
fn in_ascii(header: &[u8]) -> String {
    header.iter().fold(String::with_capacity(header.len()), |mut text, byte| {
        if byte.is_ascii() {
            text.push(char::from(*byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_its_origin_and_the_same_host_with_tls() {
        for (here, home, at) in [
            ("https://a.example/feed", "https://a.example/page", true),
            ("https://a.example/feed", "http://a.example/page", true),
            ("http://a.example/feed", "https://a.example/page", false),
            ("https://a.example:8443/feed", "https://a.example/page", false),
            ("https://a.example/feed", "http://a.example:8080/page", false),
            ("https://b.a.example/feed", "https://a.example/page", false),
        ] {
            let [one, other] = [here, home].map(|text| Url::parse(text).unwrap());
            assert_eq!(is_at(&one, &other), at, "{here} for {home}");
        }
    }
}
