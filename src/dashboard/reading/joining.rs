//! The form that an Arabic letter takes between its neighbours.
//!
//! A terminal shows a cell at a time and cannot join letters itself; Unicode has the forms as
//! characters of their own, one column each. No ligatures: they would shorten the row.

/// A letter, its form when alone, and how many forms follow each other from there: 1 (alone),
/// 2 (alone, last), 4 (alone, last, first, middle).
type Letter = (char, u32, u8);

const LETTERS: &[Letter] = &[
    ('\u{621}', 0xfe80, 1),
    ('\u{622}', 0xfe81, 2),
    ('\u{623}', 0xfe83, 2),
    ('\u{624}', 0xfe85, 2),
    ('\u{625}', 0xfe87, 2),
    ('\u{626}', 0xfe89, 4),
    ('\u{627}', 0xfe8d, 2),
    ('\u{628}', 0xfe8f, 4),
    ('\u{629}', 0xfe93, 2),
    ('\u{62a}', 0xfe95, 4),
    ('\u{62b}', 0xfe99, 4),
    ('\u{62c}', 0xfe9d, 4),
    ('\u{62d}', 0xfea1, 4),
    ('\u{62e}', 0xfea5, 4),
    ('\u{62f}', 0xfea9, 2),
    ('\u{630}', 0xfeab, 2),
    ('\u{631}', 0xfead, 2),
    ('\u{632}', 0xfeaf, 2),
    ('\u{633}', 0xfeb1, 4),
    ('\u{634}', 0xfeb5, 4),
    ('\u{635}', 0xfeb9, 4),
    ('\u{636}', 0xfebd, 4),
    ('\u{637}', 0xfec1, 4),
    ('\u{638}', 0xfec5, 4),
    ('\u{639}', 0xfec9, 4),
    ('\u{63a}', 0xfecd, 4),
    ('\u{641}', 0xfed1, 4),
    ('\u{642}', 0xfed5, 4),
    ('\u{643}', 0xfed9, 4),
    ('\u{644}', 0xfedd, 4),
    ('\u{645}', 0xfee1, 4),
    ('\u{646}', 0xfee5, 4),
    ('\u{647}', 0xfee9, 4),
    ('\u{648}', 0xfeed, 2),
    ('\u{649}', 0xfeef, 2),
    ('\u{64a}', 0xfef1, 4),
    ('\u{671}', 0xfb50, 2),
    ('\u{679}', 0xfb66, 4),
    ('\u{67e}', 0xfb56, 4),
    ('\u{686}', 0xfb7a, 4),
    ('\u{688}', 0xfb88, 2),
    ('\u{691}', 0xfb8c, 2),
    ('\u{698}', 0xfb8a, 2),
    ('\u{6a4}', 0xfb6a, 4),
    ('\u{6a9}', 0xfb8e, 4),
    ('\u{6ad}', 0xfbd3, 4),
    ('\u{6af}', 0xfb92, 4),
    ('\u{6ba}', 0xfb9e, 2),
    ('\u{6be}', 0xfbaa, 4),
    ('\u{6c1}', 0xfba6, 4),
    ('\u{6c6}', 0xfbd9, 2),
    ('\u{6cc}', 0xfbfc, 4),
    ('\u{6d2}', 0xfbae, 2),
];

/// Draws letters apart or together without being one.
const TATWEEL: char = '\u{640}';

fn letter(c: char) -> Option<&'static Letter> {
    LETTERS.binary_search_by_key(&c, |(letter, ..)| *letter).ok().and_then(|at| LETTERS.get(at))
}

/// Marks stand on a letter and do not part it from the next.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}')
}

/// Whether a character joins to the one after it.
fn joins_on(c: char) -> bool {
    c == TATWEEL || letter(c).is_some_and(|(_, _, forms)| *forms == 4)
}

/// Whether a character joins to the one before it.
fn joins_back(c: char) -> bool {
    c == TATWEEL || letter(c).is_some_and(|(_, _, forms)| *forms > 1)
}

/// A grapheme with its letter in the form that its neighbours ask for; `None` where that is the
/// letter as it is written.
pub(super) fn joined(before: &str, grapheme: &str, behind: &str) -> Option<String> {
    let mut rest = grapheme.chars();
    let (_, alone, forms) = letter(rest.next()?)?;
    let back = before.chars().rev().find(|c| !is_mark(*c)).is_some_and(joins_on) && *forms > 1;
    let on = behind.chars().find(|c| !is_mark(*c)).is_some_and(joins_back) && *forms == 4;
    let form = match (back, on) {
        (false, false) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (true, true) => 3,
    };
    let mut joined = String::from(char::from_u32(alone + form)?);
    joined.push_str(rest.as_str());
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::{LETTERS, joined};

    #[test]
    fn letters_are_in_order_and_their_forms_are_characters() {
        assert!(LETTERS.is_sorted_by_key(|(letter, ..)| *letter));
        for (letter, alone, forms) in LETTERS {
            for form in 0..u32::from(*forms) {
                assert!(char::from_u32(alone + form).is_some_and(char::is_alphabetic), "{letter}");
            }
        }
    }

    #[test]
    fn marks_do_not_part_letters() {
        assert_eq!(joined("ب\u{64e}", "ت", " ").as_deref(), Some("\u{fe96}"));
        assert_eq!(joined("", "ب\u{64e}", "ت").as_deref(), Some("\u{fe91}\u{64e}"));
        assert_eq!(joined("", "x", ""), None);
    }
}
