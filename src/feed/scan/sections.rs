//! How CDATA sections begin and end, also where programs and people write that otherwise.

/// How a section begins.
const START: &str = "<![CDATA[";

/// What programs for pages, which know no sections, make of one: a comment.
const COMMENT: (&str, &str) = ("<!--[CDATA[", "]]-->");

/// Bytes around the text of a section that is a comment.
pub(super) const AS_COMMENT: usize = COMMENT.0.len() + COMMENT.1.len();

/// How long the start of a section is that a text begins with.
pub(super) fn opening(rest: &str) -> Option<usize> {
    if opens_section(rest) {
        return Some(START.len());
    }
    // `<![CDATA [` and `<! [CDATA[`, of those who write it by hand.
    let name = rest.strip_prefix("<!")?.trim_start().strip_prefix('[')?.trim_start();
    let (name, behind) = name.split_at_checked(5)?;
    let text = behind.trim_start().strip_prefix('[')?;
    name.eq_ignore_ascii_case("CDATA").then(|| rest.len() - text.len())
}

/// The text of a section that became this comment.
pub(super) fn as_comment(comment: &str) -> Option<&str> {
    comment.strip_prefix(COMMENT.0)?.strip_suffix(COMMENT.1)
}

/// The text of a section that its element ended, without what stands for its own end: `]>`, `]] >`.
pub(super) fn sound(inside: &str) -> &str {
    let text = inside.trim_end();
    let closed = text.strip_suffix('>').map(str::trim_end);
    let bare = closed.unwrap_or(text);
    let left = bare.trim_end_matches([']', ' ']);
    let brackets = bare.get(left.len()..).unwrap_or("").matches(']').count();
    // A text may end in a bracket of its own.
    if brackets > usize::from(closed.is_none()) { left } else { inside }
}

/// A text without the end of a section whose start is gone, as it stands in no XML, or as programs for
/// pages escape it.
pub(crate) fn without_end(text: &str) -> &str {
    match text.strip_suffix("]]>").or_else(|| text.strip_suffix("]]&gt;")) {
        Some(inside) if !inside.contains("![CDATA[") => inside,
        _ => text,
    }
}

/// Whether a document has its end: that of its root, or of what holds its items.
pub(super) fn ends_whole(document: &str) -> bool {
    const TAIL: usize = 1 << 10;
    let tail = document.as_bytes();
    let tail = tail.get(tail.len().saturating_sub(TAIL)..).unwrap_or(tail).to_ascii_lowercase();
    ["</rss", "</channel", "</feed", "</rdf:"]
        .iter()
        .any(|end| tail.windows(end.len()).any(|at| at == end.as_bytes()))
}

/// Bytes of the name of an element whose end ends an open section.
const NAME: usize = 256;

/// Whether a section begins here as it should.
pub(super) fn opens_section(rest: &str) -> bool {
    let start = rest.as_bytes().get(..START.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(START.as_bytes()))
}

/// Where the end tag of an element stands; none for what has no name, or too long a one.
pub(super) fn find_end(text: &str, name: &str) -> Option<usize> {
    if name.is_empty() || name.len() > NAME {
        return None;
    }
    let mut ends = text.match_indices("</").map(|(at, _)| at);
    ends.find(|at| {
        let behind = text.get(at + 2..).and_then(|tag| tag.strip_prefix(name));
        behind.is_some_and(|behind| behind.starts_with('>'))
    })
}

/// Where the first end tag of an item stands.
pub(super) fn find_item_end(text: &str) -> Option<usize> {
    let mut ends = text.match_indices("</").map(|(at, _)| at);
    ends.find(|at| {
        let behind = text.get(at + 2..).unwrap_or("");
        behind.starts_with("item>") || behind.starts_with("entry>")
    })
}
