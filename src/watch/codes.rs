//! Values of `lang:` and `country:`: codes of ISO 639 and ISO 3166, told apart from the names that
//! people write and from codes that nobody gave out, which no article would ever hold there.

use super::problem::{Fault, shown};
use super::syntax::{Scope, Term};
use crate::domain::countries::{COUNTRIES, country};
use crate::text::fold::fold;

/// Names of languages as searches elsewhere write them, and codes of countries and old ones, each with
/// the code of the language that is meant.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &str)] = &[
    ("arabic", "ar"), ("chinese", "zh"), ("dutch", "nl"), ("english", "en"), ("farsi", "fa"),
    ("french", "fr"), ("german", "de"), ("greek", "el"), ("hebrew", "he"), ("hindi", "hi"),
    ("italian", "it"), ("japanese", "ja"), ("korean", "ko"), ("kurdish", "ku"), ("pashto", "ps"),
    ("persian", "fa"), ("polish", "pl"), ("portuguese", "pt"), ("russian", "ru"),
    ("spanish", "es"), ("turkish", "tr"), ("ukrainian", "uk"), ("urdu", "ur"),
    ("gb", "en"), ("us", "en"), ("gr", "el"), ("jp", "ja"), ("cn", "zh"), ("ua", "uk"),
    ("iq", "ar"), ("sy", "ar"), ("ye", "ar"), ("eg", "ar"), ("lb", "ar"), ("dk", "da"),
    ("cz", "cs"), ("pk", "ur"), ("iw", "he"), ("in", "id"), ("ji", "yi"),
];

/// Codes of two letters: ISO 639-1, and `iw` and its like, which some feeds still declare, are not
/// among them.
const KNOWN: &str = " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co \
    cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi \
    ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw \
    ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc \
    oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su \
    sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

/// Codes of languages and others that are taken for a country's, with the country that is meant.
#[rustfmt::skip]
const MISTAKEN: &[(&str, &str)] = &[
    ("uk", "gb"), ("el", "gr"), ("en", "gb"), ("eu", "be"), ("ja", "jp"), ("fa", "ir"), ("he", "il"),
    ("zh", "cn"), ("ko", "kr"), ("da", "dk"), ("cs", "cz"), ("su", "ru"), ("ur", "pk"),
];

/// Why a term that stands behind a field is none of its values.
pub(super) fn check(scope: Scope, term: &Term) -> Result<(), Fault> {
    let Some(written) = term.letters() else { return Ok(()) };
    let lower = written.to_lowercase();
    match scope {
        Scope::Lang if is_language(&lower) => Ok(()),
        Scope::Lang => Err(no_language(&written, &lower)),
        Scope::Country if country(&lower).is_some() => Ok(()),
        Scope::Country => Err(no_country(term, &written)),
        _ => Ok(()),
    }
}

/// Codes of three letters are many thousand: they are taken as they come.
fn is_language(lower: &str) -> bool {
    match lower.len() {
        2 => KNOWN.contains(&format!(" {lower} ")),
        length => length == 3 && lower.bytes().all(|b| b.is_ascii_lowercase()),
    }
}

fn no_language(written: &str, lower: &str) -> Fault {
    let meant = LANGUAGES.iter().find(|(known, _)| *known == lower).map(|row| row.1);
    let value = shown(written);
    if written.chars().count() > 2 {
        let fault =
            Fault::new(0..0, format!("languages are codes of two letters, \"{value}\" is none"));
        return fault.hint(format!("for example lang:{}", meant.unwrap_or("en")));
    }
    let fault = Fault::new(0..0, format!("no language has the code \"{value}\""));
    match meant {
        Some(code) => fault.hint(format!("write lang:{code}")),
        None => fault.hint("codes are those of ISO 639: lang:en, lang:ar, lang:fa"),
    }
}

fn no_country(term: &Term, written: &str) -> Fault {
    let (value, name) = (shown(written), fold(&term.plain()));
    let is_name = |known: &str| fold(known).text() == name.text();
    let named = COUNTRIES.iter().find(|(_, names, _)| names.split('|').any(is_name));
    let mistaken = MISTAKEN.iter().find(|(known, _)| written.eq_ignore_ascii_case(known));
    let code = mistaken.map(|row| row.1).or(named.map(|row| row.0));
    let message = if written.chars().count() > 2 {
        format!("countries are codes of two letters, \"{value}\" is none")
    } else {
        format!("no country has the code \"{value}\"")
    };
    let fault = Fault::new(0..0, message);
    match (code, named) {
        (Some(code), Some(_)) => {
            fault.hint(format!("write country:{code}, or place:{value} for the name"))
        }
        (Some(code), None) => fault.hint(format!("write country:{code}")),
        (None, _) => fault.hint("codes are those of ISO 3166: country:iq, country:gb"),
    }
}
