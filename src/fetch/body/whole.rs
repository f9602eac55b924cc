//! Whether bytes are a whole document: their server may say otherwise, or nothing, and keep the connection open.
//!
//! Looked at only where a body did not end as it should.

/// Bytes at the end of a document in which its root ends.
const TAIL: usize = 512;

/// How the roots of feeds end, without their prefix.
const ENDS: &[&str] = &["rss>", "feed>", "rdf>"];

/// Whether bytes are a whole document, XML or JSON.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    ends(bytes) || is_whole_json(bytes)
}

/// Whether a document ends with the end of its root, and nothing but comments behind it. Looks at its end alone.
pub(super) fn ends(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or(bytes);
    let tail = String::from_utf8_lossy(tail).to_ascii_lowercase();
    let ends = |(_, name): (&str, &str)| {
        let name = name.split_once(':').map_or(name, |(_, local)| local);
        ENDS.iter().any(|end| name.starts_with(end))
    };
    tail.rsplit_once("</").is_some_and(ends)
}

/// Whether bytes are one JSON object whose every bracket is closed, as far as that shows.
fn is_whole_json(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii();
    if !bytes.starts_with(b"{") || !bytes.ends_with(b"}") {
        return false;
    }
    let (mut depth, mut within, mut escaped) = (0_usize, false, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if within => escaped = true,
            b'"' => within = !within,
            b'{' | b'[' if !within => depth += 1,
            b'}' | b']' if !within => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1 == bytes.len();
                }
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_whole;

    #[test]
    fn a_document_is_whole_with_the_end_of_its_root() {
        for (end, whole) in [
            ("</item></channel></rss>", true),
            ("</channel></rss>\n<!-- cached -->\n", true),
            ("</entry></feed>", true),
            ("</atom:entry></atom:feed>", true),
            ("</item></rdf:RDF>\n", true),
            ("</item></channel></rs", false),
            ("</item><item><title>rss>", false),
            (" {\"items\": [{\"title\": \"a } \\\" b\"}]}\n", true),
            ("{\"items\": [{\"title\": \"a\"}", false),
            ("{} {}", false),
            ("", false),
        ] {
            assert_eq!(is_whole(end.as_bytes()), whole, "{end}");
        }
    }
}
