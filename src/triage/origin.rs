//! Who really reported an article: the agency whose copy it is, else the owner of the text family
//! it belongs to, else the owner of its site. Corroboration counts these, never outlets. Who owns
//! several outlets is looked up in `owners`.

use std::borrow::Cow;

use jiff::Timestamp;

use super::agencies::{self, is_agency};
use super::copies::{FEWEST_SHINGLES, Shingled};
use super::credits::{author, credits};
use super::owners::Owners;
use super::words::{head, tail};
use crate::domain::{Article, Features, StoryState};
use crate::feed::link::plain;

/// Bytes of the start and of the end of a body in which marks are looked for.
const BODY_START: usize = 2_048;
const BODY_END: usize = 512;
/// Text families kept of one story; further articles are known by their owner alone.
pub(super) const MOST_FAMILIES: usize = 24;

/// Bytes of a text in which an outlet that it quotes is its source; further on it is an aside.
const QUOTED_WITHIN: usize = 512;

/// The agency whose copy an article is by its own words, else the site of the outlet that its
/// headline or the start of its text quotes ("X reported").
pub(super) fn agency(article: &Article) -> Option<&'static str> {
    let Article { title, summary, body, .. } = article;
    let in_body = if summary.is_empty() { QUOTED_WITHIN } else { 0 };
    let end = if body.len() > BODY_START { tail(body, BODY_END) } else { "" };
    let texts = [
        (title.as_str(), QUOTED_WITHIN),
        (summary, QUOTED_WITHIN),
        (head(body, BODY_START), in_body),
        (end, 0),
    ];
    let mut outlet = None;
    for (text, quoted_within) in texts {
        let found = credits(text, quoted_within);
        if found.agency.is_some() {
            return found.agency;
        }
        outlet = outlet.or(found.outlet);
    }
    author(&article.author).or(outlet)
}

/// Where an article comes from that is in no story: its agency, else its owner.
pub(super) fn alone(article: &Article, agency: Option<&str>, owners: &Owners) -> String {
    match agency {
        Some(agency) => owners.of_source(agency).unwrap_or(agency).to_owned(),
        None => owner(article, owners),
    }
}

/// Who an article without marks belongs to: the owner of its site or of its outlet, where one is
/// configured, else the agency that its outlet is, wherever its links lead, else the registrable domain of its link, else its outlet, else its feed.
pub(super) fn owner(article: &Article, owners: &Owners) -> String {
    let host = match plain(&article.url) {
        Some(plain) => Some(Cow::Borrowed(plain.host)).filter(|_| !plain.is_address),
        None => parsed_host(&article.url).map(Cow::Owned),
    };
    let site = host.as_deref().and_then(|host| owners.of_site(host));
    let known = site.or_else(|| owners.of(&article.outlet));
    let agency = || {
        let agency = agencies::of_outlet(&article.outlet)?;
        Some(owners.of_source(agency).unwrap_or(agency))
    };
    if let Some(owner) = known.or_else(agency) {
        return owner.to_owned();
    }
    match host {
        // An address or a bare name says nothing of who publishes there.
        Some(host) if host.contains('.') => registrable(&host).to_owned(),
        Some(host) if article.outlet.is_empty() => host.into_owned(),
        _ if !article.outlet.is_empty() => article.outlet.clone(),
        _ => article.feed.clone(),
    }
}

/// The name of a link's host, of whatever shape the link is.
fn parsed_host(link: &str) -> Option<String> {
    url::Url::parse(link).ok()?.domain().map(str::to_lowercase)
}

/// Second-level suffixes under which names are registered (`co.uk`, `com.au`).
const SECOND_LEVEL: &[&str] =
    &["ac", "co", "com", "edu", "gob", "gouv", "gov", "mil", "ne", "net", "news", "or", "org"];

/// The part of a host that somebody registered: `news.bbc.co.uk` → `bbc.co.uk`.
fn registrable(host: &str) -> &str {
    if host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[') {
        return host;
    }
    let mut labels = host.rsplit('.');
    let (top, second) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    let country = top.len() == 2 && SECOND_LEVEL.contains(&second);
    let wanted = if country { 3 } else { 2 };
    let dots = host.rmatch_indices('.').map(|(at, _)| at);
    match dots.take(wanted).nth(wanted - 1) {
        Some(at) => host.get(at + 1..).unwrap_or(host),
        None => host,
    }
}

/// Whose an article of a story is.
pub(super) struct Attributed {
    pub origin: String,
    /// The story's articles of this origin turn out to be of the same.
    pub renamed: Option<String>,
}

/// Takes an article's text into the story's families and returns its origin.
///
/// A copy belongs to the family's origin. When a copy names its agency, the whole family is that
/// agency's: the story's list of origins is put right.
pub(super) fn attribute(
    state: &mut StoryState,
    agency: Option<&str>,
    owner: &str,
    shingles: &[u32],
) -> Attributed {
    let text = Shingled::of(shingles);
    let family = state.families.iter().position(|(_, known)| text.is_copy_of(known));
    let origin = match (agency, family.and_then(|f| state.families.get(f))) {
        // An agency's copy stays its own where a desk quotes an outlet besides.
        (Some(quoted), Some((origin, _))) if is_agency(origin) && !is_agency(quoted) => {
            origin.to_owned()
        }
        (Some(agency), _) => agency.to_owned(),
        (None, Some((origin, _))) => origin.to_owned(),
        (None, None) => owner.to_owned(),
    };
    let (room, mut renamed) = (state.families.len() < MOST_FAMILIES, None);
    if let Some(number) = family {
        let old = state.families.get(number).map(|(old, _)| old.to_owned()).unwrap_or_default();
        if old != origin {
            state.families.give(number, &origin);
            // Another agency's copy is its own report; only a mere owner gives way.
            let others = state.families.iter().any(|(o, _)| *o == old);
            if !others && !is_agency(&old) {
                rename(&mut state.origins, &old, &origin);
                renamed = Some(old);
            }
        }
    } else if shingles.len() >= FEWEST_SHINGLES && room {
        state.families.push(&origin, shingles.iter().copied());
    }
    Attributed { origin, renamed }
}

/// The origin of an article of a story that its publisher edited: a copy stays one.
pub(super) fn of_edit(
    article: &Article,
    features: &Features,
    state: Option<&StoryState>,
    owners: &Owners,
) -> String {
    let mut families = state.into_iter().flat_map(|state| state.families.iter());
    let agency = features.agency.as_deref();
    let text = Shingled::of(&features.shingles);
    match families.find(|(_, known)| text.is_copy_of(known)) {
        Some((origin, _)) if agency.is_none() => origin.to_owned(),
        _ => alone(article, agency, owners),
    }
}

/// Notes an origin with the time of its first article.
pub(super) fn note(origins: &mut Vec<(String, Timestamp)>, origin: &str, at: Timestamp) {
    match origins.iter_mut().find(|(known, _)| known == origin) {
        Some((_, first)) => *first = (*first).min(at),
        None => origins.push((origin.to_owned(), at)),
    }
}

fn rename(origins: &mut Vec<(String, Timestamp)>, old: &str, new: &str) {
    let Some(at) = origins.iter().position(|(o, _)| o == old) else { return };
    let (_, since) = origins.remove(at);
    match origins.iter_mut().find(|(o, _)| o == new) {
        Some((_, first)) => *first = (*first).min(since),
        None => origins.insert(at.min(origins.len()), (new.to_owned(), since)),
    }
}

#[cfg(test)]
mod tests {
    use super::{alone, attribute, owner, registrable};
    use crate::domain::{Article, Owner, StoryState};
    use crate::triage::Owners;

    #[test]
    fn hosts_are_cut_to_what_was_registered() {
        for (host, owner) in [
            ("www.example.com", "example.com"),
            ("news.example.co.uk", "example.co.uk"),
            ("example.org", "example.org"),
            ("a.b.example.gov.iq", "example.gov.iq"),
            ("localhost", "localhost"),
            ("192.0.2.7", "192.0.2.7"),
            ("rss.tv.de", "tv.de"),
        ] {
            assert_eq!(registrable(host), owner, "{host}");
        }
    }

    #[test]
    fn a_link_belongs_to_whom_the_url_parser_says() {
        for (link, name) in [
            ("https://www.example.com/a?b#c", "example.com"),
            ("http://example.org", "example.org"),
            ("https://example.org?x=http://other.example/", "example.org"),
            ("https://user@news.example.org:8080/a", "example.org"),
            ("HTTPS://News.Example.ORG/a", "example.org"),
            ("https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
            ("https://bücher.example/", "xn--bcher-kva.example"),
            ("https://192.0.2.7/a", "Desk"),
            ("https://0x7f.1/a", "Desk"),
            ("https://[2001:db8::1]/a", "Desk"),
            ("mailto:desk@example.org", "Desk"),
            ("", "Desk"),
        ] {
            let (url, outlet) = (link.to_owned(), "Desk".to_owned());
            let article = Article { url, outlet, ..Article::default() };
            assert_eq!(owner(&article, &Owners::default()), name, "{link}");
        }
    }

    #[test]
    fn without_a_link_the_outlet_owns_the_article() {
        let article = Article { outlet: "Desk".into(), ..Article::default() };
        assert_eq!(owner(&article, &Owners::default()), "Desk");
    }

    #[test]
    fn what_one_owner_publishes_is_one_origin() {
        let outlets = ["a.example", "Desk", "AP"].map(str::to_owned).to_vec();
        let owners: Owners = [Owner { name: "Holding".into(), outlets }].into_iter().collect();
        let of = |url: &str, outlet: &str| {
            let (url, outlet) = (url.to_owned(), outlet.to_owned());
            owner(&Article { url, outlet, ..Article::default() }, &owners)
        };
        assert_eq!(of("https://www.a.example/1", "Other"), "Holding");
        assert_eq!(of("https://b.example/1", "desk"), "Holding");
        assert_eq!(of("https://b.example/1", "Other"), "b.example");
        assert_eq!(alone(&Article::default(), Some("AP"), &owners), "Holding");
        assert_eq!(alone(&Article::default(), Some("AFP"), &owners), "AFP");
    }

    #[test]
    fn an_owner_with_a_name_gives_way_to_an_agency_too() {
        let mut state = StoryState::default();
        let at = jiff::Timestamp::UNIX_EPOCH;
        for agency in [None, Some("AP")] {
            let origin = attribute(&mut state, agency, "Holding", &[3, 5, 7, 9]).origin;
            super::note(&mut state.origins, &origin, at);
        }
        assert_eq!(state.origins, [("AP".to_owned(), at)]);
    }

    #[test]
    fn what_an_outlet_reported_belongs_to_it() {
        let of = |title: &str, summary: &str| {
            let (url, title) = ("https://a.example/1".to_owned(), title.to_owned());
            let article = Article { url, title, summary: summary.into(), ..Article::default() };
            alone(&article, super::agency(&article), &Owners::default())
        };
        assert_eq!(of("Rocket hits port, CNN reported", ""), "cnn.com");
        assert_eq!(of("Rocket hits port, CNN reported", "BASRA (AP) — A rocket"), "AP");
        assert_eq!(of("Rocket hits port", "A rocket, officials told Axios."), "axios.com");
        assert_eq!(of("Rocket hits port", "A rocket landed."), "a.example");
        let far = format!("{} Axios reported.", "A rocket landed near the port. ".repeat(20));
        assert_eq!(of("Rocket hits port", &far), "a.example");
    }

    #[test]
    fn an_agencys_copy_stays_its_own_where_an_outlet_is_quoted() {
        let mut state = StoryState::default();
        assert_eq!(attribute(&mut state, Some("AP"), "a.example", &[3, 5, 7, 9]).origin, "AP");
        assert_eq!(attribute(&mut state, Some("cnn.com"), "b.example", &[3, 5, 7, 9]).origin, "AP");
    }

    #[test]
    fn what_an_agencys_own_feed_lists_is_the_agencys() {
        let of = |outlet: &str, url: &str| {
            let (url, outlet) = (url.to_owned(), outlet.to_owned());
            owner(&Article { url, outlet, ..Article::default() }, &Owners::default())
        };
        assert_eq!(of("AP News", "https://red-post.example/1"), "AP");
        assert_eq!(of("The Associated Press", "https://links.example/1"), "AP");
        assert_eq!(of("Reuters World", "https://links.example/1"), "Reuters");
        assert_eq!(of("AP Motors", "https://links.example/1"), "links.example");
        assert_eq!(of("Red Post", "https://red-post.example/1"), "red-post.example");
    }

    #[test]
    fn a_copy_that_names_its_agency_speaks_for_its_family() {
        let mut state = StoryState::default();
        let at = jiff::Timestamp::UNIX_EPOCH;
        let first = attribute(&mut state, None, "a.example", &[3, 5, 7, 9]).origin;
        super::note(&mut state.origins, &first, at);
        let second = attribute(&mut state, Some("AP"), "b.example", &[3, 5, 7, 11]).origin;
        super::note(&mut state.origins, &second, at);
        assert_eq!(state.origins, [("AP".to_owned(), at)]);
        assert_eq!(attribute(&mut state, None, "c.example", &[3, 5, 7, 9]).origin, "AP");
    }
}
