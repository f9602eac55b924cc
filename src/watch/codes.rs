//! Values of `lang:` and `country:`: codes of two or three letters, told apart from the names that
//! people write, which no article would ever hold there.

use super::problem::{Fault, shown};
use super::syntax::{Piece, Scope, Term};

/// Names of languages as searches elsewhere write them, and their codes.
const LANGUAGES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("chinese", "zh"),
    ("dutch", "nl"),
    ("english", "en"),
    ("farsi", "fa"),
    ("french", "fr"),
    ("german", "de"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
];

/// Why a term that stands behind a field is none of its values.
pub(super) fn check(scope: Scope, term: &Term) -> Result<(), Fault> {
    let most = match scope {
        Scope::Lang => 3,
        Scope::Country => 2,
        _ => return Ok(()),
    };
    let written = first_word(term);
    // Only letters are judged: a bracket or a star may still come out at a code.
    if !written.chars().all(char::is_alphabetic) || written.chars().count() <= most {
        return Ok(());
    }
    let value = shown(&written);
    let (message, hint) = match scope {
        Scope::Lang => {
            let name = written.to_lowercase();
            let code = LANGUAGES.iter().find(|(known, _)| *known == name).map_or("en", |row| row.1);
            let hint = format!("for example lang:{code}");
            (format!("languages are codes of two letters, \"{value}\" is none"), hint)
        }
        _ => {
            let hint = format!("write country:iq, or place:{value} for the name");
            (format!("countries are codes of two letters, \"{value}\" is none"), hint)
        }
    };
    Err(Fault::new(0..0, message).hint(hint))
}

/// The letters of a term's first word, as far as they are plain.
fn first_word(term: &Term) -> String {
    let pieces = term.words.first().map(|word| word.pieces.as_slice()).unwrap_or_default();
    match pieces {
        [Piece::Letters(letters)] => letters.clone(),
        _ => String::new(),
    }
}
