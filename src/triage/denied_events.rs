//! Headlines that say that an event was none: that somebody denies it, that there was no attack, that
//! the blasts were fireworks. Who denies a part in what did happen denies no event.

use std::sync::LazyLock;

use super::clauses::{Clauses, stripped};
use super::corrections::Phrases;
use super::denials::{DENIES_LAST, denies, own_part};
use super::harm;
use super::manner::Texts;
use super::words::folded;
use crate::domain::Harm;

/// Starts of words for an attack.
#[rustfmt::skip]
const ATTACKS: &[&str] = &[
    "attack", "strike", "explo", "blast", "rocket", "missile", "drone", "shell", "raid", "bomb", "gunfire",
    "attaque", "frappe", "tir", "roquette", "ataque", "cohete", "misil", "bombardeo",
    "атак", "нападени", "удар", "взрыв", "ракет", "обстрел", "هجوم", "قصف", "انفجار", "صاروخ", "صواريخ", "ضربة", "غارة", "استهداف", "حمله", "موشک",
    "תקיפ", "פיצוץ", "פיצוצ", "רקט", "טיל", "ירי", "מתקפ",
];
/// Starts of words for what is reported, and can be denied as well.
#[rustfmt::skip]
const TOLD: &[&str] = &[
    "report", "claim", "rumour", "rumor", "siren", "hit", "incident", "informations", "rumeur", "informaci", "informes", "сообщени", "информаци", "данны", "تقارير", "أنباء", "گزارش", "خبر", "דיווח", "פגיע",
];
/// Starts of words for what is heard.
#[rustfmt::skip]
const SOUNDS: &[&str] = &["bang", "boom", "noise", "loud", "siren", "détonation", "déflagration", "bruit", "estruendo", "estallido", "detonaci", "хлоп", "громк", "دوي", "أصوات", "صوت", "صدا", "רעש", "אזעק"];
/// What was taken for an attack.
#[rustfmt::skip]
const INNOCENT: &[&str] = &[
    "fireworks", "firecrackers", "thunder", "sonic boom", "gas leak", "gas explosion", "controlled explosion", "controlled explosions", "controlled demolition", "controlled detonation", "controlled detonations", "celebratory gunfire",
    "feux dartifice", "pétards", "fuite de gaz", "bang supersonique", "explosion contrôlée", "fuegos artificiales", "petardos", "fuga de gas", "explosión controlada", "boom sónico",
    "фейерверк", "фейерверком", "фейерверки", "салют", "салютом", "петарды", "петардами", "утечкой газа", "утечка газа", "ألعاب نارية", "ألعابا نارية", "الألعاب النارية", "مفرقعات", "تسرب غاز", "تسرب للغاز", "تفجير مسيطر عليه", "آتشبازی", "آتش بازی", "ترقه", "نشت گاز",
    "זיקוקים", "זיקוקי דינור", "נפצים", "דליפת גז", "פיצוץ מבוקר", "בום על קולי",
];
/// Words that say that it was that, before it within two words or right behind it.
#[rustfmt::skip]
const WAS: &[&str] = &[
    "were", "was", "is", "are", "by", "just", "only", "étaient", "était", "par", "eran", "era", "fue", "fueron", "por", "оказались", "оказалась", "оказался", "оказалось", "были", "был", "была",
    "كانت", "كان", "كانتا", "ناجمة", "ناجم", "عن", "سببها", "سببه", "بود", "بوده", "بودند", "از", "היו", "היה", "הייתה", "מקורם",
];
const WAS_WITHIN: usize = 2;
/// What says that there was none of what follows.
#[rustfmt::skip]
const NEVER_WAS: &[&str] = &[
    "there was no", "there were no", "il ny a pas eu", "il ny a eu aucune", "no hubo", "لم يقع", "لم يحدث", "لم تقع", "لم تحدث", "לא הייתה", "לא היה", "לא היו", "не было", "никакой", "никаких", "هیچ",
];
/// Words behind which an event is no longer what is denied ("denied bail after attack").
#[rustfmt::skip]
const NOT_DENIED: &[&str] = &["after", "following", "amid", "over", "since", "despite", "before", "as", "in", "for", "entry", "access", "bail", "visa", "après", "tras", "после", "بعد", "אחרי"];
/// Words that open the headline of a denial ("No rocket hit embassy, says army"), with somebody who
/// says so.
const NONE_OPENS: &[&str] = &["no", "aucun", "aucune", "pas", "ningún", "ninguna", "ningun"];
const NONE_SAYS: &[&str] = &[
    "says", "said", "say", "insists", "confirms", "selon", "dit", "assure", "affirme", "según",
    "segun", "dice", "afirma", "asegura",
];
/// Words for who says that nobody was hurt.
#[rustfmt::skip]
const SAYS: &[&str] = &[
    "says", "said", "say", "insists", "confirms", "ministry", "officials", "official", "police", "army", "governor", "mayor", "contrary", "selon", "dit", "assure", "affirme", "police", "armée", "ministère", "según", "dice", "dicen", "afirma", "asegura", "policía", "ejército", "ministerio",
    "заявил", "заявили", "заявила", "сообщил", "сообщили", "сообщила", "утверждает", "утверждают", "минобороны", "власти", "تقول", "يقول", "قال", "قالت", "يؤكد", "تؤكد", "أكد", "أكدت", "الوزارة", "وزارة", "الشرطة", "الجيش", "میگوید", "میگویند", "گفت", "اعلام", "پلیس", "ارتش", "אומר", "אומרת", "אומרים", "אמר", "לדברי", "המשטרה", "הצבא",
];
/// Words with which it speaks of what is to come ("No attack will go unanswered").
const NONE_TO_COME: &[&str] = &[
    "will", "would", "can", "could", "should", "until", "unless", "sera", "será", "quedará",
    "restera",
];
/// Words behind the first in which the event is named.
const NONE_WITHIN: usize = 2;
/// Words between the event and a denial that stands behind it, at most.
const EVENT_BEFORE: usize = 10;
/// Words between a denial and the event, at most.
const EVENT_WITHIN: usize = 6;

/// What a phrase of a headline tells.
#[derive(Clone, Copy, PartialEq)]
enum Saying {
    Innocent,
    NeverWas,
}

static SAYINGS: LazyLock<Phrases<Saying>> =
    LazyLock::new(|| Phrases::of(&[(Saying::Innocent, INNOCENT), (Saying::NeverWas, NEVER_WAS)]));

/// Whether a headline says that the event that it tells of was none.
pub(super) fn tells(texts: &Texts<'_>) -> bool {
    let [title, ..] = &texts.spaced;
    let never = || {
        SAYINGS.found(title).any(|(saying, start, end)| {
            let (before, behind) = (title.get(..start), title.get(end..));
            let (before, behind) = (before.unwrap_or_default(), behind.unwrap_or_default());
            match saying {
                Saying::Innocent => was_innocent(before, behind),
                Saying::NeverWas => never_was(behind),
            }
        })
    };
    is_denied(texts)
        || opens_with_none(title)
        || never() && harm::of_headline(texts.title) == Harm::default()
}

/// Whether a headline says of its own event that nobody was hurt, and who says so.
pub(super) fn tells_of_nobody(title: &str) -> bool {
    let says = |word: &str| SAYS.contains(&word);
    folded(title).split(' ').any(says) && harm::is_of_nobody(title)
}

fn starts(word: &str, list: &[&str]) -> bool {
    list.iter().any(|start| word.starts_with(start))
}

/// Whether a word is one for an attack.
pub(super) fn is_attack(word: &str) -> bool {
    // French elision is folded away: "d’attaque" is one word.
    let elided = word.strip_prefix(['d', 'l']);
    std::iter::once(word).chain(stripped(word)).chain(elided).any(|form| starts(form, ATTACKS))
}

/// Whether what was taken for an attack is said to be something else, between these words.
fn was_innocent(before: &str, behind: &str) -> bool {
    let was = |word: &str| WAS.contains(&word);
    let said = before.rsplit(' ').take(WAS_WITHIN).any(was) || behind.split(' ').take(1).any(was);
    said && before.split(' ').any(|word| is_attack(word) || starts(word, SOUNDS))
}

/// Whether an attack is what there was none of; nobody hurt is something else.
fn never_was(behind: &str) -> bool {
    let words = behind.split(' ').take(NONE_WITHIN);
    words.take_while(|word| !harm::is_harm(word)).any(is_attack)
}

/// Whether a folded headline opens with an event that somebody says there was not.
fn opens_with_none(title: &str) -> bool {
    let mut words = title.trim().split(' ');
    let event = |word: &str| is_attack(word) || starts(word, TOLD);
    words.next().is_some_and(|word| NONE_OPENS.contains(&word))
        && words.clone().take(NONE_WITHIN).any(event)
        && words.clone().any(|word| NONE_SAYS.contains(&word))
        && !words.any(|word| NONE_TO_COME.contains(&word))
}

/// Whether a headline says that somebody denies that the event was; a part in it may be denied.
fn is_denied(texts: &Texts<'_>) -> bool {
    // Most headlines hold no such word, and need not be parted into clauses.
    let denial = |word: &str| denies(word) || DENIES_LAST.contains(&word);
    if !texts.spaced[0].split(' ').any(denial) {
        return false;
    }
    let mut buffer = String::new();
    let text = Clauses::of(&mut buffer, texts.title);
    let event = |at: usize| {
        let word = text.word(at);
        is_attack(word) || starts(word, TOLD) || harm::is_harm(word)
    };
    (0..text.words.len()).any(|at| {
        let around = if denies(text.word(at)) {
            at + 1..at + 1 + EVENT_WITHIN
        } else if DENIES_LAST.contains(&text.word(at)) {
            let opens = at.checked_sub(1).is_none_or(|before| !text.same(before, at));
            if opens { at + 1..at + 1 + EVENT_WITHIN } else { at.saturating_sub(EVENT_BEFORE)..at }
        } else {
            return false;
        };
        let told =
            |place: &usize| text.same(*place, at) && !NOT_DENIED.contains(&text.word(*place));
        let here = around.clone().skip_while(|place| !text.same(*place, at));
        let of_event = here.take_while(told).any(event);
        of_event && !own_part(&text, around.start, around.end.max(around.start + EVENT_WITHIN))
    })
}
