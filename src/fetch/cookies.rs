//! The cookies of one request on its way through redirects: some servers send a request back to where
//! it was until it shows the cookie that they gave. Kept for that request and its own server only.

use reqwest::header::{HeaderMap, HeaderValue, SET_COOKIE};
use url::{Origin, Url};

/// Cookies kept, and their length together.
const MOST: (usize, usize) = (20, 4 << 10);

/// What servers gave, each with who gave it.
#[derive(Default)]
pub(super) struct Cookies(Vec<(Origin, Vec<u8>)>);

impl Cookies {
    /// Takes those of an answer; whether there was one that is new.
    pub fn take(&mut self, from: &Url, headers: &HeaderMap) -> bool {
        let mut learnt = false;
        for given in headers.get_all(SET_COOKIE) {
            let pair = given.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
            let pair = (from.origin(), pair.trim_ascii().to_vec());
            let all: usize = self.0.iter().map(|(_, pair)| pair.len()).sum();
            let room = self.0.len() < MOST.0 && all + pair.1.len() <= MOST.1;
            if !pair.1.contains(&b'=') || self.0.contains(&pair) || !room {
                continue;
            }
            self.0.retain(|known| known.0 != pair.0 || name(&known.1) != name(&pair.1));
            self.0.push(pair);
            learnt = true;
        }
        learnt
    }

    /// What a request to an address shows.
    pub fn header(&self, to: &Url) -> Option<HeaderValue> {
        let origin = to.origin();
        let own = self.0.iter().filter(|(from, _)| *from == origin);
        let all: Vec<&[u8]> = own.map(|(_, pair)| pair.as_slice()).collect();
        let value = HeaderValue::from_bytes(&all.join(&b"; "[..])).ok();
        value.filter(|value| !value.is_empty())
    }
}

fn name(pair: &[u8]) -> &[u8] {
    pair.split(|byte| *byte == b'=').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_goes_back_to_who_gave_it_only() {
        let at = |address: &str| Url::parse(address).unwrap();
        let given = |line: &'static str| {
            HeaderMap::from_iter([(SET_COOKIE, HeaderValue::from_static(line))])
        };
        let (home, other) = (at("https://a.example/feed"), at("https://b.a.example/feed"));
        let mut cookies = Cookies::default();
        assert!(cookies.take(&home, &given("seen=1; Path=/; Domain=a.example")));
        assert!(!cookies.take(&home, &given("seen=1; Max-Age=9")), "nothing new");
        assert!(cookies.take(&home, &given("lang=en")));
        assert!(cookies.take(&home, &given("seen=2")));
        assert_eq!(cookies.header(&at("https://a.example/x")).unwrap(), "lang=en; seen=2");
        assert_eq!(cookies.header(&at("http://a.example/x")), None);
        assert_eq!(cookies.header(&other), None);
        assert!(!cookies.take(&other, &given("nothing")));
    }
}
