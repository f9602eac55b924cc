//! A document with a fault in the middle, read item by item: a quote that is missing in one item costs that
//! item, not the feed.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use super::tidy::tidied;

/// A document with more faults than this has lost its borders.
const FAULTS: usize = 16;

/// What stands for a head that is faulty itself.
const HEAD: &str = "{\"version\":\"jsonfeed\",\"items\":[";

/// The document with those items alone that are sound, if any is.
pub(super) fn sound(text: &str) -> Option<String> {
    let (mut at, end) = list(text)?;
    let mut out = tidied(text.get(..at)?);
    if length(&format!("{out}{end}")).is_none() {
        HEAD.clone_into(&mut out);
    }
    let (mut kept, mut faults) = (0_usize, 0);
    while let Some((next, piece)) = item(text, at, faults).filter(|_| faults < FAULTS) {
        let border = border(piece);
        let whole = length(piece).and_then(|length| piece.get(..length));
        let mended = || Some(Cow::Owned(tidied(piece.get(..border)?)));
        let found = whole.map(Cow::Borrowed).or_else(mended);
        let found = found.filter(|found| length(found) == Some(found.len()));
        at = next + whole.map_or(border, str::len);
        match found {
            Some(found) => {
                out.push_str(if kept > 0 { "," } else { "" });
                out.push_str(&found);
                kept += 1;
            }
            None => faults += 1,
        }
    }
    out.push_str(end);
    (kept > 0).then_some(out)
}

/// Where the items begin, and what closes the document behind them.
fn list(text: &str) -> Option<(usize, &'static str)> {
    if text.starts_with('[') {
        return Some((1, "]"));
    }
    let name = "\"items\"";
    let at = text.find(name)? + name.len();
    let rest = text.get(at..)?.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
    Some((text.len() - rest.len(), "]}"))
}

/// The next thing in braces, with its place; none where the list ends before it. Behind a fault it may be
/// another list that ends, one of the faulty item.
fn item(text: &str, at: usize, faults: usize) -> Option<(usize, &str)> {
    let rest = text.get(at..)?;
    let begin = rest.find('{')?;
    let ends = faults == 0 && rest.get(..begin)?.trim_start().starts_with(']');
    Some((at + begin, rest.get(begin..)?)).filter(|_| !ends)
}

/// Bytes of the first value, if it is sound.
fn length(text: &str) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    Some(values.byte_offset())
}

/// Where an item seems to end: a brace, a comma, and another that opens.
fn border(text: &str) -> usize {
    let follows = |at: &usize| {
        let rest = text.get(at + 1..).unwrap_or("").trim_start();
        let rest = rest.strip_prefix(',').map(|rest| rest.trim_start().strip_prefix('{'));
        rest.flatten().is_some_and(|rest| rest.trim_start().starts_with('"'))
    };
    let mut ends = text.match_indices('}').map(|(at, _)| at).filter(follows);
    ends.next().map_or(text.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_costs_the_item_that_it_is_in() {
        let item = |n: u8| {
            format!("{{\"id\":\"{n}\",\"author\":{{\"name\":\"a\"}},\n \"title\":\"item {n}\"}}")
        };
        let document = |items: &[String]| {
            format!("{{\"title\":\"t\",\"items\" : [\n{}], \"own\":{{}}}}", items.join(" ,\n "))
        };
        for (name, broken) in [
            ("a quote is missing before", item(2).replace(":\"item", ":item")),
            ("a quote is missing behind", item(2).replace("2\"}", "2}")),
            ("a brace is missing", item(2).replacen('{', "", 1)),
            ("a colon is missing", item(2).replace("\"title\":", "\"title\"")),
            ("something between", "<br/>".to_owned()),
            (
                "a fault before a list",
                "{\"id\":2\", \"attachments\": [{\"url\":\"a\"}, {\"url\":\"b\"}, {\"url\":\"\"}]}"
                    .into(),
            ),
        ] {
            let text = document(&[item(1), broken, item(3), item(4)]);
            let sound = sound(&text).unwrap_or_default();
            let read: serde_json::Value = serde_json::from_str(&sound).unwrap_or_default();
            let items = read["items"].as_array().map_or(&[][..], Vec::as_slice);
            let ids: Vec<_> = items.iter().filter_map(|item| item["title"].as_str()).collect();
            assert_eq!(ids, ["item 1", "item 3", "item 4"], "{name}: {sound}");
        }
        let head =
            sound(&document(&[item(1), item(2)]).replace("\"t\"", "\"t")).unwrap_or_default();
        assert!(head.starts_with(HEAD) && head.ends_with("\"item 2\"}]}"), "{head}");
        let raw = document(&[item(1), item(2).replace("item 2", "line\nbreak"), "{\"id".into()]);
        assert!(sound(&raw).is_some_and(|text| text.contains("line\\nbreak")));
        assert_eq!(sound("{\"items\":{}}"), None);
        assert_eq!(sound("[nonsense"), None);
    }

    #[test]
    fn faults_without_end_end_soon() {
        for part in ["{\"a\":[", "{\"a\":[{\"x\":1},{\"x\":},", "{\"a\":[{\"x\":1},"] {
            let text = format!("{{\"items\":[{}", part.repeat(100_000));
            assert!(sound(&text).is_none_or(|sound| sound.len() < text.len()), "{part}");
        }
    }
}
