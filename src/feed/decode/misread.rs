//! Text of one byte a letter that was taken for a Western set and written as UTF-8 since: "Âçðûâ" for "Взрыв".
//! Its labels are true, and no decoder finds anything wrong with it.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::foreign;

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
    let (mut runs, mut rest) = (0, text);
    while let Some(at) = foreign(rest) {
        rest = rest.get(at..).unwrap_or_default();
        let mut letters = 0;
        // To the end of what is foreign here, where what began ends in any case.
        loop {
            let (taken, goes_on) = match rest {
                [LEAD, ..] => (2, true),
                [0x80..=0xFF, ..] => (1, false),
                _ => (0, false),
            };
            if goes_on {
                letters += 1;
            } else {
                runs += usize::from(letters >= RUN);
                letters = 0;
            }
            rest = rest.get(taken..).unwrap_or_default();
            if runs == RUNS {
                return true;
            }
            if taken == 0 {
                break;
            }
        }
    }
    false
}
