//! The content of fields that say how they are written: Atom's plain text and base64.

use std::borrow::Cow;

use crate::feed::entry::{Form, Text};
use crate::feed::scan::attribute;
use crate::text::markup::has_tag;

/// What only markup has, and no text that speaks of a tag: an end, or a tag that stands alone.
const MARKUP: &[&str] = &["</", "<br", "<img", "<p>", "<p ", "<hr", "<BR", "<IMG", "<P>", "<HR"];

/// The text of a body or summary. What says that it is plain and holds markup is HTML all the same:
/// that is how most of it is meant.
pub(super) fn text<'a>(attributes: &str, words: Cow<'a, str>, markup: bool) -> Text<'a> {
    let text = title(attributes, words, markup);
    match text.form {
        Form::Plain if is_markup(&text.words) => Text { form: Form::Html, ..text },
        Form::Plain | Form::Html => text,
    }
}

fn is_markup(words: &str) -> bool {
    has_tag(words) && MARKUP.iter().any(|mark| words.contains(mark))
}

/// The text of a title: one that says that it is plain is believed.
pub(super) fn title<'a>(attributes: &str, words: Cow<'a, str>, markup: bool) -> Text<'a> {
    if attributes.is_empty() {
        return Text { words, form: Form::Html };
    }
    let kind = attribute(attributes, "type");
    let is_plain = matches!(kind.as_deref(), Some("text" | "text/plain" | "plain"));
    let form = if is_plain && !markup { Form::Plain } else { Form::Html };
    Text { words: decoded(attributes, words), form }
}

/// Text that stands as base64, as Atom 0.3 says by a mode and Atom 1.0 by a type of media; what
/// is no text then (a picture) is nothing. Text of an unknown type may also stand as it is.
fn decoded<'a>(attributes: &str, text: Cow<'a, str>) -> Cow<'a, str> {
    let mode = attribute(attributes, "mode");
    let said = mode.as_ref().is_some_and(|mode| mode.eq_ignore_ascii_case("base64"));
    if !said && (mode.is_some() || !is_foreign(attributes)) {
        return text;
    }
    match from_base64(&text).map(String::from_utf8) {
        Some(Ok(decoded)) => decoded.into(),
        None if !said => text,
        Some(Err(_)) if !said && has_words(&text) => text,
        Some(Err(_)) | None => Cow::Borrowed(""),
    }
}

/// Whether blanks stand inside of lines, where base64 has none.
fn has_words(text: &str) -> bool {
    text.lines().any(|line| line.trim().contains(' '))
}

/// Whether the content is of a type that is neither text nor markup.
fn is_foreign(attributes: &str) -> bool {
    attribute(attributes, "type").is_some_and(|kind| {
        let kind = kind.to_ascii_lowercase();
        let is_text = kind.starts_with("text/") || kind.ends_with("xml");
        kind.contains('/') && !is_text && !kind.contains("html")
    })
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.bytes().filter(|b| !b.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xFF) as u8);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{decoded, text};
    use crate::feed::entry::Form;

    #[test]
    fn plain_text_is_markup_where_it_holds_more_than_the_name_of_a_tag() {
        for (words, form) in [
            ("use <b> for bold", Form::Plain),
            ("1 < 2", Form::Plain),
            ("a <b>b</b> c", Form::Html),
            ("one<br/>two", Form::Html),
            ("<p>one", Form::Html),
        ] {
            assert_eq!(text("type='text'", words.into(), false).form, form, "{words}");
        }
    }

    #[test]
    fn only_base64_is_decoded() {
        let png = "iVBORw0KGgoAAAANSUhEUgAA";
        for (attributes, text, expected) in [
            ("mode='base64'", " Um9j\n  a2V0\n", "Rocket"),
            ("mode='base64'", "Rocket, embassy.", ""),
            ("mode='escaped' type='a/b'", "Um9ja2V0", "Um9ja2V0"),
            ("type='application/octet-stream'", "Um9ja2V0", "Rocket"),
            ("type='image/png'", png, ""),
            ("type='text/markdown'", "Um9ja2V0", "Um9ja2V0"),
            ("type='application/x-news'", "Rocket hits embassy", "Rocket hits embassy"),
            ("type='application/x-news'", "Rocket, embassy.", "Rocket, embassy."),
            ("type='application/x-news'", "", ""),
        ] {
            assert_eq!(decoded(attributes, text.into()), expected, "{attributes}: {text}");
        }
    }
}
