//! Text of one byte a letter that was taken for a Western set and written as UTF-8 since: "Âçðûâ" for "Взрыв".
//! Its labels are true, and no decoder finds anything wrong with it.

use encoding_rs::{Encoding, WINDOWS_1252};

/// So many Western letters beside one another stand in no Western word, and so often by no chance.
const RUN: usize = 4;
const RUNS: usize = 3;

/// How a Western letter begins in UTF-8: one of U+00C0 to U+00FF.
const LEAD: u8 = 0xC3;

/// The text that was meant, by the set that `guess` finds in its bytes.
pub(super) fn set_right(text: &str, guess: fn(&[u8]) -> &'static Encoding) -> Option<String> {
    if !has_runs(text.as_bytes()) {
        return None;
    }
    let (bytes, _, unmapped) = WINDOWS_1252.encode(text);
    if unmapped {
        return None;
    }
    let set = guess(&bytes);
    let meant = set.decode_without_bom_handling_and_without_replacement(&bytes)?;
    // Whatever is Western still was meant as it stands.
    let foreign = meant.chars().filter(|letter| letter.is_alphabetic() && !letter.is_ascii());
    let (western, other): (Vec<char>, Vec<char>) = foreign.partition(|c| *c < '\u{370}');
    (other.len() > 2 * western.len()).then(|| meant.into_owned())
}

/// Whether Western letters stand together as they do in no Western text.
fn has_runs(text: &[u8]) -> bool {
    let is_lead = |at: usize| text.get(at) == Some(&LEAD);
    let (mut runs, mut from) = (0, 0);
    while let Some(start) = text.get(from..).and_then(|rest| rest.iter().position(|b| *b == LEAD)) {
        let start = from + start;
        let letters = (0..).take_while(|letter| is_lead(start + 2 * letter)).count();
        runs += usize::from(letters >= RUN);
        if runs == RUNS {
            return true;
        }
        from = start + 2 * letters;
    }
    false
}
