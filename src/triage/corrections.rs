//! Corrections: whether an article says that what was told before is wrong, by a label, by what
//! its headline says, by an editor's note, or by telling that somebody denies the event.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::clauses::{Clauses, stripped};
use super::denials::{DENIES_LAST, denies, own_part};
use super::labels::labels;
use super::manner::Texts;
use super::words::head;

/// Labels of a correction: `Clarification: …`, `… (corrected)`.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "correction", "corrections", "corrects", "corrected", "retraction", "retracted", "withdrawn", "clarification", "refile", "refiles", "hoax", "fake", "editors note",
    "rectificatif", "rectification", "correctif", "démenti", "intox", "corrección", "rectificación", "fe de errores", "bulo", "desmentido",
    "исправлено", "исправление", "уточнение", "опровержение", "фейк", "تصحيح", "تصويب", "نفي", "إشاعة", "شائعة", "تصحیح", "تکذیب", "اصلاحیه", "شایعه", "תיקון", "הבהרה", "הכחשה", "פייק",
];
/// Words that open the headline of one without a sign behind them.
const OPENINGS: &[&str] = &["corrects", "corrected", "refile", "refiles"];

/// What headlines say of what never was.
#[rustfmt::skip]
const HEADLINES: &[&str] = &[
    "false alarm", "not an attack", "there was no attack", "no attack took place", "no attack happened", "no attack occurred", "kill notice",
    "withdraws report", "withdraws story", "report withdrawn", "story withdrawn", "retracts report", "retracts story", "retracts claim", "report retracted", "story retracted", "issues correction", "issues retraction", "corrects report", "corrects story", "corrects toll", "corrects death toll",
    "report was wrong", "reports were wrong", "report is wrong", "reports are wrong", "report was false", "reports were false", "report unfounded", "reports unfounded", "proved false", "proved wrong", "turned out to be false", "turns out to be false", "never happened", "never took place", "was a hoax", "is a hoax",
    "fausse alerte", "na jamais eu lieu", "nont jamais eu lieu", "information erronée", "était erronée", "était fausse", "falsa alarma", "rectifica", "nunca ocurrió", "nunca sucedió", "nunca existió", "información errónea", "era falsa", "era falso", "resultó falsa", "resultó falso",
    "исправлено", "ложная тревога", "ложной тревогой", "оказалось ложным", "оказалась ложной", "оказались ложными", "не подтвердилась", "не подтвердилось", "не подтвердились",
    "إنذار كاذب", "لا صحة", "عار عن الصحة", "غير صحيح", "غير صحيحة", "خبر كاذب", "هشدار اشتباه", "صحت ندارد", "کذب است", "نادرست بود", "אזעקת שווא", "התרעת שווא", "לא היה ולא נברא", "דיווח שגוי", "הדיווח היה שגוי",
];

/// What editors write at the start of a text that they put right.
#[rustfmt::skip]
const NOTES: &[&str] = &[
    "earlier version of this", "previous version of this", "earlier version of the story", "this story corrects", "this version corrects", "this corrects", "corrects paragraph", "corrects to", "story has been corrected", "article has been corrected", "report has been corrected", "story has been withdrawn", "report has been withdrawn", "story has been retracted", "article has been retracted",
    "version précédente de cet article", "version antérieure de cet article", "article a été corrigé", "dépêche a été corrigée", "versión anterior de este", "versión anterior de esta", "nota ha sido corregida", "artículo ha sido corregido",
    "в предыдущей версии", "в более ранней версии", "новость исправлена", "نسخة سابقة من هذا", "تم تصحيح", "نسخه پیشین این", "نسخه قبلی این", "בגרסה קודמת של", "הידיעה תוקנה", "הכתבה תוקנה",
];

/// Starts of words for what happens or is reported, and can be denied.
#[rustfmt::skip]
const EVENTS: &[&str] = &[
    "attack", "strike", "explo", "blast", "rocket", "missile", "drone", "report", "claim", "rumour", "rumor", "shell", "raid", "bomb", "siren", "hit", "incident",
    "attaque", "frappe", "tir", "roquette", "informations", "rumeur", "ataque", "cohete", "misil", "informaci", "informes", "bombardeo",
    "атак", "нападени", "удар", "взрыв", "ракет", "обстрел", "сообщени", "информаци", "данны", "هجوم", "قصف", "انفجار", "صاروخ", "صواريخ", "تقارير", "أنباء", "ضربة", "غارة", "استهداف", "حمله", "موشک", "گزارش", "خبر",
    "תקיפ", "פיצוץ", "רקט", "טיל", "דיווח", "פגיע", "ירי", "מתקפ",
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
/// Words with which it speaks of what is to come ("No attack will go unanswered").
const NONE_TO_COME: &[&str] = &[
    "will", "would", "can", "could", "should", "until", "unless", "sera", "será", "quedará",
    "restera",
];
/// Words behind the first in which the event is named.
const NONE_WITHIN: usize = 2;
/// Words between a denial and the event, at most.
const EVENT_WITHIN: usize = 6;
/// Bytes of a text in which notes are looked for.
const NOTED_WITHIN: usize = 512;

static SAYINGS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| automaton(HEADLINES));
static NOTED: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| automaton(NOTES));

/// The phrases between spaces. They are constants: a failed build would show in every test.
fn automaton(phrases: &[&str]) -> Option<AhoCorasick> {
    let compact = Some(AhoCorasickKind::ContiguousNFA);
    let phrases = phrases.iter().map(|phrase| format!(" {phrase} "));
    AhoCorasick::builder().kind(compact).build(phrases).ok()
}

/// Whether an article says that something told before was wrong.
pub(super) fn corrects(texts: &Texts<'_>) -> bool {
    let [title, ..] = &texts.spaced;
    let holds = |phrases: &Option<AhoCorasick>, text: &str| {
        phrases.as_ref().is_some_and(|phrases| phrases.is_match(text))
    };
    is_labelled(texts)
        || opens_with_label(head(texts.summary, NOTED_WITHIN))
        || holds(&SAYINGS, title)
        || tells_of_denial(texts)
        || opens_with_none(title)
        || texts.spaced.iter().any(|text| holds(&NOTED, head(text, NOTED_WITHIN)))
}

fn is_labelled(texts: &Texts<'_>) -> bool {
    let [title, ..] = &texts.spaced;
    let mut words = title.trim().split(' ');
    let (first, last) = (words.next().unwrap_or_default(), words.next_back().unwrap_or_default());
    OPENINGS.contains(&first)
        || matches!(last, "corrected" | "retracted")
        || texts.labels.iter().any(|label| LABELS.contains(&label.as_str()))
}

fn opens_with_label(text: &str) -> bool {
    let opening = text.split_inclusive([':', ')', ']']).next().unwrap_or_default();
    labels(opening).next().is_some_and(|label| LABELS.contains(&label.as_str()))
}

/// Whether a headline says that somebody denies that the event was; a part in it may be denied.
/// Whether a folded headline opens with an event that somebody says there was not.
fn opens_with_none(title: &str) -> bool {
    let mut words = title.trim().split(' ');
    let event = |word: &str| EVENTS.iter().any(|start| word.starts_with(start));
    words.next().is_some_and(|word| NONE_OPENS.contains(&word))
        && words.clone().take(NONE_WITHIN).any(event)
        && words.clone().any(|word| NONE_SAYS.contains(&word))
        && !words.any(|word| NONE_TO_COME.contains(&word))
}

fn tells_of_denial(texts: &Texts<'_>) -> bool {
    // Most headlines hold no such word, and need not be parted into clauses.
    let denial = |word: &str| denies(word) || DENIES_LAST.contains(&word);
    if !texts.spaced[0].split(' ').any(denial) {
        return false;
    }
    let mut buffer = String::new();
    let text = Clauses::of(&mut buffer, texts.title);
    let event = |at: usize| {
        let forms = std::iter::once(text.word(at)).chain(stripped(text.word(at)));
        forms.into_iter().any(|word| EVENTS.iter().any(|start| word.starts_with(start)))
    };
    (0..text.words.len()).any(|at| {
        let around = if denies(text.word(at)) {
            at + 1..at + 1 + EVENT_WITHIN
        } else if DENIES_LAST.contains(&text.word(at)) {
            at.saturating_sub(EVENT_WITHIN)..at
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

#[cfg(test)]
mod tests {
    use crate::domain::Article;
    use crate::triage::manner::Manner;

    fn corrects(article: &Article) -> bool {
        Manner::of(article).corrects
    }

    fn titled(title: &str) -> Article {
        Article { title: title.into(), ..Article::default() }
    }

    #[test]
    fn corrections_are_seen_in_headlines() {
        for title in [
            "CORRECTION: no rocket fell",
            "Army: siren was false alarm",
            "Опровержение: взрыва не было",
            "Rocket report was wrong, police say",
            "Attack on consulate never happened, ministry says",
            "Hoax: video of burning embassy",
            "Rocket falls in field (corrected)",
            "CORRECTED-Rocket falls in field",
            "Army denies attack on base",
            "No rocket hit embassy in Baghdad, says Iraqi army",
            "Aucune attaque contre la base, assure l’armée",
            "Ministry denies reports of explosion at depot",
            "L’armée dément toute attaque contre la base",
            "El ejército desmiente un ataque a la base",
            "Минобороны опровергло сообщения о взрыве",
            "الجيش ينفي وقوع هجوم على القاعدة",
            "ارتش حمله به پایگاه را تکذیب کرد",
            "تهران: ارتش حمله را تکذیب کرد",
            "צה״ל מכחיש תקיפה בבסיס",
        ] {
            assert!(corrects(&titled(title)), "{title}");
        }
    }

    #[test]
    fn words_of_corrections_mean_other_things_too() {
        for title in [
            "Rocket hits house",
            "Ambassador withdrawn after rocket attack on compound",
            "No attack on our soldiers will go unanswered, minister says",
            "Parliament asks for clarification of rocket attack",
            "Correction officers hurt in prison blast",
            "Militia denies role in rocket attack",
            "Militia denies it was behind attack on convoy",
            "Minister denies taking bribes",
            "Journalist denied entry after rocket attack",
            "Suspect denied bail in embassy attack",
            "La milice dément toute implication dans l’attaque",
        ] {
            assert!(!corrects(&titled(title)), "{title}");
        }
    }

    #[test]
    fn editors_notes_are_seen_at_the_start_of_a_text() {
        for text in [
            "Correction: nobody was killed.",
            "An earlier version of this story gave a wrong place.",
            "(This story corrects the number of rockets in the first paragraph.)",
            "В предыдущей версии новости было указано другое место.",
        ] {
            let summary = text.to_owned();
            let title = "Rocket hits house".to_owned();
            assert!(corrects(&Article { title, summary, ..Article::default() }), "{text}");
        }
    }
}
