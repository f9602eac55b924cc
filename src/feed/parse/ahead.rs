//! Looks ahead of the walk: whether an element has an end of its own within its item.

use crate::feed::survey::is_item;
use crate::text::fold::border;

/// Bytes of a document that are looked at ahead of their turn, all in all.
const ALL: usize = 32 << 20;

/// No text that speaks of items is longer.
const TEXT: usize = 64 << 10;

/// What may still be looked at.
pub(super) struct Ahead {
    left: usize,
}

impl Default for Ahead {
    fn default() -> Ahead {
        Ahead { left: ALL }
    }
}

impl Ahead {
    /// Whether the element `name` ends before its item does or another begins; `same` elements of
    /// its name are open in it.
    pub fn ends_in_item(&mut self, rest: &str, name: &str, mut same: usize) -> bool {
        self.tags(rest, |tag| {
            let own = tag.name.eq_ignore_ascii_case(name);
            if !own && !is_item(tag.name) {
                return None;
            }
            match (own, tag.closes) {
                (false, _) => return Some(false),
                (true, true) if same == 0 => return Some(true),
                (true, true) => same -= 1,
                (true, false) => same += 1,
            }
            None
        })
    }

    /// Whether the element `name` ends, and what is called as an item within it is its text: has
    /// an end there too, or is only spoken of.
    pub fn ends_around_items(&mut self, rest: &str, name: &str, mut same: usize) -> bool {
        let rest = rest.get(..border(rest, TEXT)).unwrap_or("");
        let (mut items, mut fields) = (0_usize, false);
        self.tags(rest, |tag| {
            if tag.name.eq_ignore_ascii_case(name) {
                if tag.closes && same == 0 {
                    return Some(items == 0 || !fields);
                }
                same = if tag.closes { same - 1 } else { same + 1 };
            } else if is_item(tag.name) {
                if tag.closes && items == 0 {
                    return Some(false);
                }
                items = if tag.closes { items - 1 } else { items + 1 };
            } else {
                fields |= !tag.closes && begins_field(tag.name);
            }
            None
        })
    }

    /// Shows the tags of a text, but those that close themselves, until that decides.
    fn tags(&mut self, rest: &str, mut show: impl FnMut(Tag<'_>) -> Option<bool>) -> bool {
        let rest = rest.get(..border(rest, self.left)).unwrap_or("");
        for piece in rest.split('<') {
            self.left = self.left.saturating_sub(piece.len() + 1);
            let tag = piece.strip_prefix('/').unwrap_or(piece);
            let end = tag.bytes().position(|b| matches!(b, b'>' | b'/') || b.is_ascii_whitespace());
            let (name, behind) =
                tag.split_at_checked(end.unwrap_or(tag.len())).unwrap_or((tag, ""));
            let closes = tag.len() < piece.len();
            if (closes || !is_empty(behind))
                && let Some(decided) = show(Tag { name, closes })
            {
                return decided;
            }
        }
        false
    }
}

/// A tag ahead.
struct Tag<'a> {
    name: &'a str,
    closes: bool,
}

/// Fields by which an item shows that it is one.
fn begins_field(name: &str) -> bool {
    ["title", "link", "guid", "pubdate", "id", "updated"]
        .iter()
        .any(|field| name.eq_ignore_ascii_case(field))
}

/// Whether a tag closes itself.
fn is_empty(behind: &str) -> bool {
    behind.split_once('>').is_some_and(|(attributes, _)| attributes.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::Ahead;

    #[test]
    fn an_end_counts_within_its_item() {
        for (rest, expected) in [
            ("<b>y</b></p></item>", true),
            ("y</P >", true),
            ("<p>y</p></item>", false),
            ("<p/>y</p></item>", true),
            ("<item/>y</p>", true),
            ("y</pubDate></item></p>", false),
            ("y<a:entry></p>", false),
            ("y", false),
        ] {
            assert_eq!(Ahead::default().ends_in_item(rest, "p", 0), expected, "{rest}");
        }
        assert!(!Ahead { left: 3 }.ends_in_item("y</p>", "p", 0));
    }

    #[test]
    fn a_text_may_speak_of_items() {
        for (rest, expected) in [
            ("<item> tag</p></item>", true),
            ("<item> <b>tag</b> </item> x</p></item>", true),
            ("<entry><title>x</title></entry></p></entry>", true),
            ("<item><title>x</title></item><item><p>y</p></item>", false),
            ("<item><title>x</title><p>y</p></item>", false),
            ("<item><title>x</title></p></item>", false),
            ("<item> tag</item></item>", false),
            ("<item> tag", false),
        ] {
            assert_eq!(Ahead::default().ends_around_items(rest, "p", 0), expected, "{rest}");
        }
    }
}
