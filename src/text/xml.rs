//! Text as XML holds it, in an element or an attribute.

/// Appends a text; characters that XML forbids are left out.
///
/// Source: XML 1.0, 2.2, Char.
pub fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn what_xml_forbids_is_left_out_and_the_rest_escaped() {
        let mut out = String::from("x=");
        escape(&mut out, "a\u{1}\u{b}\u{ffff}<\"&>\n\té");
        assert_eq!(out, "x=a&lt;&quot;&amp;&gt;\n\té");
    }
}
