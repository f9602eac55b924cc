//! Looks ahead of the walk: whether an element has an end of its own within its item.

use crate::feed::survey::is_item;
use crate::text::fold::border;

/// Bytes of a document that are looked at ahead of their turn, all in all.
const ALL: usize = 32 << 20;

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
        let rest = rest.get(..border(rest, self.left)).unwrap_or("");
        for piece in rest.split('<') {
            self.left = self.left.saturating_sub(piece.len() + 1);
            let tag = piece.strip_prefix('/').unwrap_or(piece);
            let end = tag.bytes().position(|b| matches!(b, b'>' | b'/') || b.is_ascii_whitespace());
            let (found, behind) =
                tag.split_at_checked(end.unwrap_or(tag.len())).unwrap_or((tag, ""));
            let own = found.eq_ignore_ascii_case(name);
            if !own && !is_item(found) {
                continue;
            }
            let closes = tag.len() < piece.len();
            if !closes && is_empty(behind) {
                continue;
            }
            match (own, closes) {
                (false, _) => return false,
                (true, true) if same == 0 => return true,
                (true, true) => same -= 1,
                (true, false) => same += 1,
            }
        }
        false
    }
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
}
