//! The names that the survey knows: roots, items, elements of pages.

use super::Root;
use crate::feed::scan::local;

/// Roots by local name.
pub(super) const ROOTS: &[(&str, Root)] = &[
    ("rss", Root::Rss),
    ("rdf", Root::Rdf),
    ("feed", Root::Atom),
    ("channel", Root::Rss),
    ("entry", Root::Atom),
    ("item", Root::Rss),
    ("opml", Root::Opml),
];

/// Whether an element can be a root.
pub(super) fn is_root(name: &str) -> bool {
    ROOTS.iter().any(|(known, _)| local(name).eq_ignore_ascii_case(known))
}

/// Whether an element begins an item in any dialect and any letter case.
pub(in crate::feed) fn is_item(name: &str) -> bool {
    if !matches!(name.bytes().last(), Some(b'm' | b'M' | b'y' | b'Y')) {
        return false;
    }
    let name = local(name);
    name.eq_ignore_ascii_case("item") || name.eq_ignore_ascii_case("entry")
}

/// Whether what is called as an item inside of one belongs to another vocabulary than that.
pub(in crate::feed) fn is_foreign(name: &str, item: &str) -> bool {
    let prefix = |name: &'_ str| name.len() - local(name).len();
    prefix(name) > 0 && name.get(..prefix(name)) != item.get(..prefix(item))
}

/// Elements of pages that never have an end.
pub(super) fn is_void(name: &str) -> bool {
    name.len() < 6
        && ["br", "img", "hr", "input", "wbr", "meta"].iter().any(|v| name.eq_ignore_ascii_case(v))
}
