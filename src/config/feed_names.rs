//! Which feeds a person means: an address, or a host or an outlet, which people remember. What
//! becomes of them is others' work.

use super::suggest;

/// Feeds that are named one by one where several are meant.
const NAMED: usize = 4;

/// A feed as people know it.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Its address.
    pub url: &'a str,
    /// Its outlet, or nothing.
    pub outlet: &'a str,
}

/// The addresses of the feeds of a host or an outlet of this very name.
#[must_use]
pub fn named<'a>(typed: &str, feeds: &[Known<'a>]) -> Vec<&'a str> {
    let (name, outlet) = (bare(typed), typed.trim().to_lowercase());
    let is_meant = |feed: &&Known| {
        host(&bare(feed.url)) == name
            || (!outlet.is_empty() && feed.outlet.to_lowercase() == outlet)
    };
    feeds.iter().filter(is_meant).map(|feed| feed.url).collect()
}

/// What is said where a name is that of several feeds.
#[must_use]
pub fn several(urls: &[&str]) -> String {
    let shown = urls.get(..NAMED).unwrap_or(urls).join(", ");
    let more = urls.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{} feeds are: write the address of one: {shown}{more}", urls.len())
}

/// What may have been meant by what names no feed.
#[must_use]
pub fn hint(typed: &str, feeds: &[Known<'_>]) -> Option<String> {
    let meant = nearest(typed, feeds)?;
    Some(format!("did you mean \"{meant}\"?"))
}

/// An address that holds what was typed, else one of the same host, else one that is spelled nearly
/// so; else the nearest outlet or host.
fn nearest(typed: &str, feeds: &[Known<'_>]) -> Option<String> {
    let name = bare(typed);
    let holds = |feed: &&Known| name.len() > 2 && bare(feed.url).contains(&name);
    let same = |feed: &&Known| host(&bare(feed.url)) == host(&name);
    let spelled = |feed: &&Known| suggest::nearest(&name, [bare(feed.url).as_str()]).is_some();
    let found = feeds.iter().find(holds).or_else(|| feeds.iter().find(same));
    if let Some(feed) = found.or_else(|| feeds.iter().find(spelled)) {
        return Some(feed.url.to_owned());
    }
    let hosts: Vec<String> = feeds.iter().map(|feed| host(&bare(feed.url)).to_owned()).collect();
    let outlets = feeds.iter().map(|feed| feed.outlet).filter(|outlet| !outlet.is_empty());
    let names = outlets.chain(hosts.iter().map(String::as_str));
    suggest::nearest(typed.trim(), names).map(str::to_owned)
}

/// An address without what people leave out.
fn bare(address: &str) -> String {
    let lower = address.trim().to_lowercase();
    let rest = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    rest.trim_start_matches("www.").trim_end_matches('/').to_owned()
}

fn host(bare: &str) -> &str {
    bare.split('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Known, hint, named, several};

    const FEEDS: &[Known<'static>] = &[
        Known { url: "https://www.gulf.example/rss/all.xml", outlet: "Gulf Times" },
        Known { url: "https://www.wire.example/world.xml", outlet: "Wire" },
        Known { url: "https://www.wire.example/sport.xml", outlet: "Wire Sport" },
    ];

    #[test]
    fn a_host_or_an_outlet_names_its_feeds() {
        for (typed, found) in [
            ("gulf.example", 1),
            ("www.Gulf.example", 1),
            ("gulf times", 1),
            ("wire.example", 2),
            ("Wire", 1),
            ("gulf", 0),
            ("", 0),
        ] {
            assert_eq!(named(typed, FEEDS).len(), found, "{typed}");
        }
        let told = several(&named("wire.example", FEEDS));
        assert!(told.starts_with("2 feeds are: write the address of one: https://"), "{told}");
    }

    #[test]
    fn a_slip_finds_the_address_else_the_name() {
        for (typed, meant) in [
            ("gulf", Some("https://www.gulf.example/rss/all.xml")),
            ("https://wire.exmaple/world.xml", Some("https://www.wire.example/world.xml")),
            ("Gulf Tmies", Some("Gulf Times")),
            ("wier.example", Some("wire.example")),
            ("somewhere else", None),
        ] {
            let told = meant.map(|meant| format!("did you mean \"{meant}\"?"));
            assert_eq!(hint(typed, FEEDS), told, "{typed}");
        }
    }
}
