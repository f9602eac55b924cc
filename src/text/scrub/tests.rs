//! What scrubbing takes away and what it leaves.

use super::{line, lines, link};

#[test]
fn one_line_is_safe_and_readable() {
    for (name, input, expected) in [
        ("plain", "Rocket hits near embassy", "Rocket hits near embassy"),
        ("blanks", "  a \t b\r\n c\u{a0}\u{3000}d  ", "a b c d"),
        ("line ends", "a\r\nb\u{2028}c\u{2029}d\u{b}e", "a b c d e"),
        ("windows-1252", "a\u{96}b \u{93}don\u{92}t\u{94} 5\u{80}\u{85}", "a–b “don’t” 5€…"),
        ("its letters beside sequences", "\u{9e}en\u{9b}, \u{9f}\u{81}", "žen›, Ÿ"),
        ("colour", "A\x1b[31mB\x1b[2J\x1b[999LC", "ABC"),
        ("window title", "A\x1b]0;owned\x07B\x1b]2;owned\x1b\\C", "ABC"),
        ("clipboard", "A\x1b]52;c;Y3Vy\x07B", "AB"),
        ("link sequence", "\x1b]8;;http://x/\x07bank\x1b]8;;\x07", "bank"),
        ("8-bit", "A\u{9b}31mB\u{9d}0;owned\u{9c}C\u{90}q\u{9c}D", "ABCD"),
        ("unended sequence hides nothing", "A\x1b]0;the rest stays", "A0;the rest stays"),
        ("bidi", "invoice\u{202e}cod.exe\u{2066}a\u{2069}\u{200f}\u{61c}", "invoicecod.exea"),
        ("zero width", "hos\u{200b}ti\u{200c}le\u{ad}mark\u{2060} \u{feff}x", "hostilemark x"),
        ("persian keeps its non-joiner", "می\u{200c}شود", "می\u{200c}شود"),
        ("joiner at a border goes", "می\u{200c} شود\u{200d}", "می شود"),
        ("emoji keeps its joiner", "👩\u{200d}👧", "👩\u{200d}👧"),
        ("tags", "x\u{e0069}\u{e0067}y", "xy"),
        ("blank only", " \u{200b}\u{a0}\u{3000}\u{2800}", ""),
        ("nul", "A\0B\x01\x08C", "ABC"),
        ("arabic", "مرحبا  بالعالم", "مرحبا بالعالم"),
    ] {
        assert_eq!(line(input, 1000), expected, "{name}");
    }
}

#[test]
fn marks_are_capped() {
    let zalgo = format!("Z{}", "\u{301}\u{489}".repeat(2000));
    assert_eq!(line(&zalgo, 1000), "Z\u{301}\u{489}\u{301}\u{489}");
}

#[test]
fn length_is_capped_on_a_character() {
    assert_eq!(line("日本語ニュース", 3), "日本語");
    assert_eq!(line("ab cd", 3), "ab");
    assert_eq!(lines("日本語", 7), "日本");
    assert_eq!(lines("abc def", 5), "abc d");
}

#[test]
fn lines_keep_their_ends_once() {
    assert_eq!(lines("a  b\r\n\r\n\n c\td\n", 100), "a b\nc d");
}

#[test]
fn links_are_one_word_or_nothing() {
    assert_eq!(link(" http://x/\n a\u{202e}b ", 100).as_deref(), Some("http://x/%20ab"));
    assert_eq!(link(&"x".repeat(50), 49), None);
}

#[test]
fn long_runs_are_cleaned_like_short_ones() {
    for gap in [" ", "  ", "\t", "\u{200b} ", "\u{7f}", " \n "] {
        for at in 0..80 {
            let text = format!("{}{gap}{}", "a".repeat(at), "b c ".repeat(20));
            let slow: String =
                text.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{7f}')).collect();
            let slow = slow.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(line(&text, 1000), slow, "{gap:?} at {at}");
        }
    }
}
