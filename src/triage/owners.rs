//! Looks up who owns a site, an outlet or an agency: what one owner publishes is one origin.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::agencies;
use crate::domain::Owner;

/// Owners by what is theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owners(HashMap<String, String, RandomState>);

impl Owners {
    /// The owner of a site: of the host itself, or of what it is a part of.
    pub(super) fn of_site(&self, host: &str) -> Option<&str> {
        let parts = host.match_indices('.').filter_map(|(at, _)| host.get(at + 1..));
        let mut names = std::iter::once(host).chain(parts).filter(|_| !self.0.is_empty());
        names.find_map(|site| self.0.get(site)).map(String::as_str)
    }

    /// The owner of a source that others quote, by its site or by any name that it is quoted under.
    pub(super) fn of_source(&self, origin: &str) -> Option<&str> {
        let own = self.of(origin).or_else(|| self.of_site(origin));
        own.or_else(|| agencies::names(origin).iter().find_map(|name| self.of(name)))
    }

    /// The owner of an outlet or an agency that has this name.
    pub(super) fn of(&self, name: &str) -> Option<&str> {
        if self.0.is_empty() { None } else { self.0.get(&*key(name)).map(String::as_str) }
    }
}

impl FromIterator<Owner> for Owners {
    fn from_iter<T: IntoIterator<Item = Owner>>(owners: T) -> Owners {
        let pairs = owners.into_iter().flat_map(|owner| {
            let Owner { name, outlets } = owner;
            outlets.into_iter().map(move |outlet| (key(&outlet).into_owned(), name.clone()))
        });
        Owners(pairs.collect())
    }
}

/// Letter case says nothing.
fn key(name: &str) -> Cow<'_, str> {
    let name = name.trim();
    if name.is_ascii() && !name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::Owners;
    use crate::domain::Owner;

    #[test]
    fn sites_are_found_with_their_parts_and_names_in_any_case() {
        let outlets = ["example.org", "Morning Desk"].map(str::to_owned).to_vec();
        let owners: Owners = [Owner { name: "Holding".into(), outlets }].into_iter().collect();
        for (site, owner) in [
            ("example.org", Some("Holding")),
            ("rss.news.example.org", Some("Holding")),
            ("anotherexample.org", None),
            ("org", None),
        ] {
            assert_eq!(owners.of_site(site), owner, "{site}");
        }
        assert_eq!(owners.of("morning desk"), Some("Holding"));
        assert_eq!(owners.of("Evening Desk"), None);
    }

    #[test]
    fn a_quoted_source_is_its_owners_by_site_or_by_name() {
        let of = |outlet: &str| -> Owners {
            [Owner { name: "Holding".into(), outlets: vec![outlet.into()] }].into_iter().collect()
        };
        for (outlet, quoted, owner) in [
            ("sky.com", "sky.com", Some("Holding")),
            ("Sky News", "sky.com", Some("Holding")),
            ("AP", "AP", Some("Holding")),
            ("Associated Press", "AP", Some("Holding")),
            ("axios.com", "sky.com", None),
        ] {
            assert_eq!(of(outlet).of_source(quoted), owner, "{outlet} {quoted}");
        }
        assert_eq!(Owners::default().of_source("sky.com"), None);
    }
}
