//! Headlines that say that an event was none: that somebody denies it, that there was no attack, that
//! the blasts were fireworks. What a clause that denies denies is seen in `denied_what`.

use std::sync::LazyLock;

use super::clauses::{Clauses, stripped};
use super::entries::Entries;
use super::hints::Asked;
use super::manner::Texts;
use super::phrases::Phrases;
use super::words::folded;
use super::{denied_hits, denied_what, harm};
use crate::domain::Harm;

/// Starts of words for an attack.
#[rustfmt::skip]
const ATTACKS: &[&str] = &[
    "attack", "strike", "explo", "blast", "rocket", "missile", "drone", "shell", "raid", "bomb", "gunfire",
    "attaque", "lattaque", "dattaque", "lexplosion", "frappe", "tir", "roquette", "ataque", "cohete", "misil", "bombardeo",
    "атак", "нападени", "удар", "взрыв", "ракет", "обстрел", "дрон", "беспилотн", "هجوم", "قصف", "انفجار", "صاروخ", "صواريخ", "ضربة", "غارة", "استهداف", "حمله", "موشک", "پهپاد", "راکت",
    "כטב", "תקיפ", "פיצוץ", "פיצוצ", "רקט", "טיל", "ירי", "מתקפ",
];
/// Starts of words for what is heard.
#[rustfmt::skip]
const SOUNDS: &[&str] = &["bang", "boom", "noise", "loud", "siren", "détonation", "déflagration", "bruit", "estruendo", "estallido", "detonaci", "хлоп", "громк", "دوي", "أصوات", "صوت", "صدا", "רעש", "אזעק"];
/// What was taken for an attack.
#[rustfmt::skip]
const INNOCENT: &[&str] = &[
    "fireworks", "firecrackers", "thunder", "sonic boom", "gas leak", "gas explosion", "gas cylinder not", "gas cylinder explosion", "gas cylinder blast", "controlled explosion", "controlled explosions", "controlled demolition", "controlled detonation", "controlled detonations", "celebratory gunfire",
    "feux dartifice", "pétards", "fuite de gaz", "due à une fuite de gaz", "bang supersonique", "explosion contrôlée", "fuegos artificiales", "petardos", "fuga de gas", "explosión controlada", "boom sónico",
    "фейерверк", "фейерверком", "фейерверки", "салют", "салютом", "петарды", "петардами", "утечкой газа", "утечка газа", "утечки газа", "взорвался газ", "взрыв газа", "взрывом газа", "бытовой газ", "газовый баллон", "ألعاب نارية", "ألعابا نارية", "الألعاب النارية", "مفرقعات", "تسرب غاز", "تسرب للغاز", "تفجير مسيطر عليه", "آتشبازی", "آتش بازی", "ترقه", "نشت گاز",
    "זיקוקים", "זיקוקי דינור", "נפצים", "דליפת גז", "פיצוץ מבוקר", "בום על קולי",
];
/// Words that say that it was that, before it within two words or right behind it.
#[rustfmt::skip]
const WAS: &[&str] = &[
    "were", "was", "is", "are", "by", "just", "only", "étaient", "était", "par", "eran", "era", "fue", "fueron", "por", "оказались", "оказалась", "оказался", "оказалось", "были", "был", "была",
    "كانت", "كان", "كانتا", "ناجمة", "ناجم", "عن", "سببها", "سببه", "بود", "بوده", "بودند", "از", "היו", "היה", "הייתה", "מקורם",
];
const WAS_WITHIN: usize = 2;
/// Words that say what it was not.
#[rustfmt::skip]
const NOT: &[&str] = &["not", "no", "non", "pas", "не", "ليس", "وليس", "ليست", "وليست", "لا", "نه", "ולא", "לא", "ואינו", "ואינה"];
/// Words behind one in which the attack is named.
const NOT_WITHIN: usize = 4;
/// Labels of those who look into what is told.
const CHECKS: &[&str] = &[
    "fact check",
    "factcheck",
    "vérification",
    "verificación",
    "фактчек",
    "проверка фактов",
    "تدقيق",
    "راستی آزمایی",
    "בדיקת עובדות",
];
/// What they look into where the event itself was.
#[rustfmt::skip]
const SHOWN: &[&str] = &["video", "videos", "photo", "photos", "picture", "pictures", "image", "images", "footage", "clip", "vidéo", "imagen", "imágenes", "видео", "фото", "кадры", "فيديو", "صورة", "صور", "ویدئو", "تصویر", "סרטון", "תמונה"];
/// What says that there was none of what follows.
#[rustfmt::skip]
const NEVER_WAS: &[&str] = &[
    "there was no", "there were no", "il ny a pas eu", "il ny a eu aucune", "no hubo", "لم يقع", "لم يحدث", "لم تقع", "لم تحدث", "لم تتعرض", "لم يتعرض", "לא הייתה", "לא היה", "לא היו", "не было", "никакой", "никаких", "هیچ",
];
/// Words that open the headline of a denial ("No rocket hit embassy, says army"), with somebody who
/// says so.
const NONE_OPENS: &[&str] = &["no", "aucun", "aucune", "pas", "ningún", "ninguna", "ningun"];
const NONE_SAYS: &[&str] = &[
    "says",
    "said",
    "say",
    "insists",
    "confirms",
    "selon",
    "dit",
    "disent",
    "assure",
    "assurent",
    "affirme",
    "affirment",
    "según",
    "segun",
    "dice",
    "dicen",
    "afirma",
    "afirman",
    "asegura",
    "aseguran",
];
/// Words for who says that nobody was hurt.
#[rustfmt::skip]
const SAYS: &[&str] = &[
    "says", "said", "say", "insists", "confirms", "ministry", "officials", "official", "police", "army", "governor", "mayor", "contrary", "selon", "dit", "assure", "affirme", "police", "armée", "ministère", "según", "dice", "dicen", "afirma", "asegura", "policía", "ejército", "ministerio",
    "заявил", "заявили", "заявила", "сообщил", "сообщили", "сообщила", "утверждает", "утверждают", "минобороны", "власти", "تقول", "يقول", "قال", "قالت", "يؤكد", "تؤكد", "أكد", "أكدت", "الوزارة", "وزارة", "الشرطة", "الجيش", "میگوید", "میگویند", "گفت", "اعلام", "پلیس", "ارتش", "אומר", "אומרת", "אומרים", "אמר", "לדברי", "המשטרה", "הצבא",
];
/// Words with which it speaks of what is to come ("No attack will go unanswered"), or of something
/// about an attack ("No drones intercepted", "There was no attack warning").
#[rustfmt::skip]
const OF_OTHER: &[&str] = &[
    "will", "would", "can", "could", "should", "until", "unless", "sera", "será", "quedará", "restera",
    "intercepted", "downed", "shot", "fired", "launched", "defence", "defense", "defences", "defenses", "claim", "claims", "claimed", "warning", "warnings", "siren", "sirens", "alert", "alerts", "alarm", "shelter", "shelters", "survivors", "victims", "plan", "plans", "threat", "threats", "suspect", "suspects", "motive", "debris", "parts", "deal", "yet", "here", "since", "used", "where", "revendiquée", "intercepté", "interceptée", "interceptés", "reivindicado",
];
/// Words behind the first in which the event is named.
const NONE_WITHIN: usize = 2;
/// What a phrase of a headline tells.
#[derive(Clone, Copy, PartialEq)]
enum Saying {
    Innocent,
    NeverWas,
}

static STRIKING: LazyLock<Entries> = LazyLock::new(|| Entries::of(ATTACKS));
static SAYINGS: LazyLock<Phrases<Saying>> =
    LazyLock::new(|| Phrases::of(&[(Saying::Innocent, INNOCENT), (Saying::NeverWas, NEVER_WAS)]));

/// The keys of the phrases of events that were none.
pub(super) fn keys() -> impl Iterator<Item = u64> {
    SAYINGS.keys().map(|(_, key)| key)
}

/// Whether a headline says that the event that it tells of was none.
pub(super) fn tells(texts: &Texts<'_>) -> bool {
    let [title, ..] = &texts.spaced;
    let found = || texts.title_with(Asked::NoEvent).into_iter().flat_map(|t| SAYINGS.found(t));
    let none = || {
        found().any(|(saying, start, end)| {
            let (before, behind) = (title.get(..start), title.get(end..));
            let (before, behind) = (before.unwrap_or_default(), behind.unwrap_or_default());
            match saying {
                Saying::Innocent => was_innocent(before, behind),
                Saying::NeverWas => never_was(behind),
            }
        })
    };
    let checked = || texts.labels.iter().any(|label| CHECKS.contains(&label.as_str()));
    let contrasted = || {
        let innocent = || found().any(|(saying, ..)| saying == Saying::Innocent);
        (innocent() || checked()) && is_none_such(title)
    };
    // Most headlines hold no such word, and need not be parted into clauses.
    texts.title_with(Asked::Denial).is_some() && denied_what::is_denied(texts.title)
        || (opens_with_none(title) || none() || contrasted() || was_not_hit(texts))
            && harm::of_headline(texts.title) == Harm::default()
}

/// Whether a headline says of a place that it was not hit.
fn was_not_hit(texts: &Texts<'_>) -> bool {
    texts.title_with(Asked::NoHit).is_some() && {
        let mut buffer = String::new();
        denied_hits::is_denied(&Clauses::of(&mut buffer, texts.title))
    }
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
    std::iter::once(word).chain(stripped(word)).chain(elided).any(|form| STRIKING.hold(form))
}

/// Whether what was taken for an attack is said to be something else, between these words.
fn was_innocent(before: &str, behind: &str) -> bool {
    let was = |word: &str| WAS.contains(&word);
    let said = before.rsplit(' ').take(WAS_WITHIN).any(was) || behind.split(' ').take(1).any(was);
    said && before.split(' ').any(|word| is_attack(word) || starts(word, SOUNDS))
}

/// Whether a headline says of an attack that it was not one: "gas leak, not drone attack".
fn is_none_such(title: &str) -> bool {
    let words: Vec<&str> = title.split(' ').filter(|word| !word.is_empty()).collect();
    let near = |at: usize| words.iter().skip(at + 1).take(NOT_WITHIN);
    let none = |at: usize| near(at).any(|word| is_attack(word));
    let said = words.iter().enumerate().any(|(at, word)| NOT.contains(word) && none(at));
    said && !words.iter().any(|word| SHOWN.contains(word))
}

/// Whether an attack is what there was none of; nobody hurt is something else.
fn never_was(behind: &str) -> bool {
    let mut words = behind.split(' ');
    let mut first = words.by_ref().take(NONE_WITHIN).take_while(|word| !harm::is_harm(word));
    first.any(is_attack) && !words.take(1).any(|word| OF_OTHER.contains(&word))
}

/// Whether a folded headline opens with an event that somebody says there was not.
fn opens_with_none(title: &str) -> bool {
    let mut words = title.trim().split(' ');
    words.next().is_some_and(|word| NONE_OPENS.contains(&word))
        && words.clone().take(NONE_WITHIN).take_while(|word| !harm::is_harm(word)).any(is_attack)
        && words.clone().any(|word| NONE_SAYS.contains(&word))
        && !words.any(|word| OF_OTHER.contains(&word))
}
