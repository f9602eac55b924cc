//! What takes back something told before, as an article says it: retractions, denials, corrections and
//! tolls put right, by a label, by its headline or by an editor's note. That somebody denies the event
//! is seen in `denied_events`.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::denied_events;
use super::labels::labels;
use super::manner::Texts;
use super::tolls;
use super::words::{folded, head};

/// How an article takes back what was told before: the later the more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Amends {
    /// It reports the event, and puts a number right that was told of it.
    Revision,
    /// Something told before was wrong.
    Correction,
    /// Somebody says that it was not so.
    Denial,
    /// The publisher takes its report back.
    Retraction,
}

/// Labels: `Clarification: …`, `… (corrected)`.
#[rustfmt::skip]
const LABELS: &[(Amends, &[&str])] = &[
    (Amends::Retraction, &[
        "retraction", "retracted", "withdrawn", "kill notice", "mandatory kill", "kill advisory", "story withdrawn", "story killed", "rétractation", "rétracté", "annulation", "annulée", "dépêche annulée", "retrait de dépêche",
        "anulación", "anulada", "anulado", "retractación", "retractada", "nota anulada", "аннулируется", "аннулировано", "аннулирована", "аннулирован", "отозвано", "отозвана", "سحب", "سحب خبر", "سحب الخبر", "إلغاء خبر", "إلغاء الخبر", "إلغاء", "ابطال خبر", "لغو خبر", "حذف خبر", "ביטול", "ביטול ידיעה", "ביטול הידיעה",
    ]),
    (Amends::Denial, &["hoax", "fake", "démenti", "intox", "bulo", "desmentido", "опровержение", "фейк", "نفي", "إشاعة", "شائعة", "تکذیب", "شایعه", "הכחשה", "פייק"]),
    (Amends::Correction, &[
        "correction", "corrections", "corrects", "corrected", "clarification", "refile", "refiles", "editors note", "rectificatif", "rectification", "correctif", "corrección", "rectificación", "fe de errores",
        "исправлено", "исправление", "уточнение", "تصحيح", "تصويب", "تصحیح", "اصلاحیه", "תיקון", "הבהרה",
    ]),
];
/// Labels of agencies that mean something else in small letters ("Killed: six guards").
#[rustfmt::skip]
const SHOUTED: &[&str] = &["kill", "kills", "killed", "withdrawal", "withdraw", "annule", "annulé", "retrait", "retirada", "отзыв"];
/// Words that open the headline of a correction without a sign behind them.
const OPENINGS: &[&str] = &["corrects", "corrected", "refile", "refiles"];

/// What headlines say.
#[rustfmt::skip]
const HEADLINES: &[(Amends, &[&str])] = &[
    (Amends::Retraction, &[
        "kill notice", "mandatory kill", "withdraws report", "withdraws story", "withdraws its report", "withdraws its story", "report withdrawn", "story withdrawn", "report is withdrawn", "story is withdrawn", "report has been withdrawn", "story has been withdrawn", "story killed", "retracts report", "retracts story", "retracts claim", "retracts its report", "retracts its story", "report retracted", "story retracted", "issues retraction",
        "dépêche annulée", "dépêche est annulée", "retire sa dépêche", "annule sa dépêche", "noticia retirada", "nota anulada", "anula su información", "retira su información", "новость отозвана", "новость аннулирована", "сообщение отозвано", "сообщение аннулировано", "отзывает сообщение", "отозвало сообщение",
        "سحب خبر", "سحب الخبر", "إلغاء خبر", "إلغاء الخبر", "تسحب خبر", "تسحب خبرها", "لغو خبر", "ابطال خبر", "خبر پس گرفته شد", "הידיעה בוטלה", "הידיעה נמשכה", "ביטול ידיעה", "ביטול הידיעה",
    ]),
    (Amends::Denial, &[
        "false alarm", "not an attack", "no attack took place", "no attack happened", "no attack occurred", "report was wrong", "reports were wrong", "report is wrong", "reports are wrong", "report was false", "reports were false", "report unfounded", "reports unfounded", "proved false", "proved wrong", "turned out to be false", "turns out to be false", "never happened", "never took place", "was a hoax", "is a hoax", "untrue", "baseless", "unfounded",
        "fausse alerte", "na jamais eu lieu", "nont jamais eu lieu", "information erronée", "était erronée", "était fausse", "sans fondement", "falsa alarma", "nunca ocurrió", "nunca sucedió", "nunca existió", "información errónea", "era falsa", "era falso", "resultó falsa", "resultó falso",
        "ложная тревога", "ложной тревогой", "оказалось ложным", "оказалась ложной", "оказались ложными", "не подтвердилась", "не подтвердилось", "не подтвердились", "не соответствует действительности", "не соответствуют действительности",
        "إنذار كاذب", "لا صحة", "عار عن الصحة", "غير صحيح", "غير صحيحة", "خبر كاذب", "هشدار اشتباه", "صحت ندارد", "کذب است", "نادرست بود", "אזעקת שווא", "התרעת שווא", "לא היה ולא נברא", "דיווח שגוי", "הדיווח היה שגוי",
    ]),
    (Amends::Correction, &["issues correction", "corrects report", "corrects story", "corrects toll", "corrects death toll", "rectifica", "исправлено"]),
];
/// What they say of a count that was told too high, beside a word for it.
#[rustfmt::skip]
const REVISED: &[&str] = &[
    "revised down", "revises down", "revised downward", "revised downwards", "lowered to", "lowers", "lowered", "cut to", "à la baisse", "ramené à", "a la baja", "rebaja", "rebajan", "уточнили", "уточнено", "снизили", "снизилось", "снижено",
    "خفض", "تخفض", "يخفض", "تخفيض", "انخفاض", "کاهش", "کاهش یافت", "כלפי מטה", "עודכן ל", "תוקן ל",
];

/// What agencies write at the start of a text that they take back.
#[rustfmt::skip]
const TAKEN_BACK: &[&str] = &[
    "story has been withdrawn", "report has been withdrawn", "article has been withdrawn", "story is withdrawn", "story has been retracted", "article has been retracted", "report has been retracted", "has retracted this", "has withdrawn this", "kill is mandatory", "mandatory kill", "please disregard the", "please disregard our", "story is killed", "withdraws the report", "withdraws the story", "retracts the report",
    "dépêche est annulée", "prière de ne pas utiliser", "merci dannuler", "rogamos anulen", "просьба не использовать", "просим не использовать", "يرجى عدم استخدام", "נא לא להשתמש",
];
/// What editors write at the start of a text that they put right.
#[rustfmt::skip]
const NOTES: &[&str] = &[
    "earlier version of this", "previous version of this", "earlier version of the story", "this story corrects", "this version corrects", "this corrects", "corrects paragraph", "corrects to", "story has been corrected", "article has been corrected", "report has been corrected", 
    "version précédente de cet article", "version antérieure de cet article", "article a été corrigé", "dépêche a été corrigée", "versión anterior de este", "versión anterior de esta", "nota ha sido corregida", "artículo ha sido corregido",
    "в предыдущей версии", "в более ранней версии", "новость исправлена", "نسخة سابقة من هذا", "تم تصحيح", "نسخه پیشین این", "نسخه قبلی این", "בגרסה קודמת של", "הידיעה תוקנה", "הכתבה תוקנה",
];

/// Bytes of a text in which notes are looked for.
const NOTED_WITHIN: usize = 512;

/// Phrases between spaces in one automaton, with what each is.
pub(super) struct Phrases<T> {
    automaton: Option<AhoCorasick>,
    meaning: Vec<T>,
}

impl<T: Copy> Phrases<T> {
    /// The phrases are constants: a failed build would show in every test.
    pub fn of(rows: &[(T, &[&str])]) -> Phrases<T> {
        let all =
            || rows.iter().flat_map(|(what, list)| list.iter().map(|phrase| (*what, *phrase)));
        let patterns = all().map(|(_, phrase)| format!(" {phrase} "));
        let compact = Some(AhoCorasickKind::ContiguousNFA);
        let automaton = AhoCorasick::builder().kind(compact).build(patterns).ok();
        Phrases { automaton, meaning: all().map(|(what, _)| what).collect() }
    }

    /// What is found in a spaced text, with where it begins and ends.
    pub fn found<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (T, usize, usize)> + 'a {
        let found = self.automaton.iter().flat_map(move |all| all.find_overlapping_iter(text));
        let meant = |at: usize| self.meaning.get(at).copied();
        found.filter_map(move |at| Some((meant(at.pattern().as_usize())?, at.start(), at.end())))
    }
}

/// What a phrase of a headline tells.
#[derive(Clone, Copy, PartialEq)]
enum Saying {
    Amends(Amends),
    Lower,
}

static SAYINGS: LazyLock<Phrases<Saying>> = LazyLock::new(|| {
    let rows = HEADLINES.iter().map(|(amends, list)| (Saying::Amends(*amends), *list));
    Phrases::of(&rows.chain([(Saying::Lower, REVISED)]).collect::<Vec<_>>())
});
static NOTED: LazyLock<Phrases<Amends>> =
    LazyLock::new(|| Phrases::of(&[(Amends::Retraction, TAKEN_BACK), (Amends::Correction, NOTES)]));

/// How an article takes back something told before, if it does.
pub(super) fn amends(texts: &Texts<'_>) -> Option<Amends> {
    let [title, ..] = &texts.spaced;
    let labelled = texts.labels.iter().filter_map(|label| labelled(label)).max();
    let noted = texts.spaced.iter().flat_map(|text| NOTED.found(head(text, NOTED_WITHIN)));
    labelled
        .max(is_shouted(texts.title).then_some(Amends::Retraction))
        .max(opened(title))
        .max(opens_with_label(head(texts.summary, NOTED_WITHIN)))
        .max(said(title))
        .max(noted.map(|(amends, ..)| amends).max())
        .max(denied_events::tells(texts).then_some(Amends::Denial))
}

/// What a label says.
fn labelled(label: &str) -> Option<Amends> {
    LABELS.iter().find(|(_, list)| list.contains(&label)).map(|(amends, _)| *amends)
}

/// Whether a headline opens with an agency's word in capitals, and goes on in small letters.
fn is_shouted(title: &str) -> bool {
    let Some((label, rest)) = title.split_once([':', '-', '–', '—']) else { return false };
    let small = |text: &str| text.chars().any(char::is_lowercase);
    label.len() <= NOTED_WITHIN / 8
        && !small(label)
        && small(rest)
        && SHOUTED.contains(&folded(label).as_str())
}

fn opened(title: &str) -> Option<Amends> {
    let mut words = title.trim().split(' ');
    let (first, last) = (words.next().unwrap_or_default(), words.next_back().unwrap_or_default());
    match (OPENINGS.contains(&first), last) {
        (_, "retracted") => Some(Amends::Retraction),
        (true, _) | (_, "corrected") => Some(Amends::Correction),
        _ => None,
    }
}

fn opens_with_label(text: &str) -> Option<Amends> {
    let opening = text.split_inclusive([':', ')', ']']).next().unwrap_or_default();
    labels(opening).next().and_then(|label| labelled(&label))
}

/// What the phrases of a headline say.
fn said(title: &str) -> Option<Amends> {
    let meant = SAYINGS.found(title).filter_map(|(saying, ..)| match saying {
        Saying::Amends(amends) => Some(amends),
        Saying::Lower => tolls::is_of_count(title).then_some(Amends::Revision),
    });
    meant.max()
}

#[cfg(test)]
mod tests {
    use crate::domain::Article;
    use crate::triage::manner::Manner;

    fn corrects(article: &Article) -> bool {
        Manner::of(article).amends.is_some()
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
