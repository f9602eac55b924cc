//! What takes back something told before, as an article says it: retractions, denials, corrections and
//! tolls put right, by a label, by its headline or by an editor's note. That somebody denies the event
//! is seen in `denied_events`.

use std::ops::Range;
use std::sync::LazyLock;

use super::clauses::Clauses;
use super::hints::Asked;
use super::labels::labels;
use super::manner::Texts;
use super::phrases::Phrases;
use super::words::head;
use super::{denied_events, denied_what, harm, tolls, withdrawals};
use crate::domain::Harm;

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
        "retraction", "retracted", "withdrawn", "kill notice", "mandatory kill", "kill advisory", "story withdrawn", "story killed", "story removed", "removed", "elimination", "bulletin elimination", "disregard", "please disregard", "report withdrawn", "alert withdrawn", "rétractation", "rétracté", "annulation", "annulée", "dépêche annulée", "retrait de dépêche",
        "anulación", "anulada", "anulado", "retractación", "retractada", "nota anulada", "аннулируется", "аннулировано", "аннулирована", "аннулирован", "отозвано", "отозвана", "سحب", "سحب خبر", "سحب الخبر", "إلغاء خبر", "إلغاء الخبر", "إلغاء", "ابطال خبر", "لغو خبر", "حذف خبر", "تکذیب و حذف خبر", "ביטול", "ביטול ידיעה", "ביטול הידיעה",
    ]),
    (Amends::Denial, &["hoax", "fake", "fake news", "false", "faux", "falso", "неправда", "démenti", "intox", "bulo", "desmentido", "опровержение", "фейк", "نفي", "إشاعة", "شائعة", "تکذیب", "شایعه", "הכחשה", "פייק"]),
    (Amends::Correction, &[
        "correction", "corrections", "corrects", "corrected", "clarification", "refile", "refiles", "editors note", "rectificatif", "rectification", "correctif", "corrección", "rectificación", "fe de errores",
        "исправлено", "исправление", "уточнение", "تصحيح", "تصويب", "تصحیح", "اصلاحیه", "תיקון", "הבהרה",
    ]),
];
/// Words that open the headline of a correction without a sign behind them.
const OPENINGS: &[&str] = &["corrects", "corrected", "refile", "refiles"];

/// What headlines say.
#[rustfmt::skip]
const HEADLINES: &[(Amends, &[&str])] = &[
    (Amends::Retraction, &[
        "kill notice", "mandatory kill", "report withdrawn", "story withdrawn", "report is withdrawn", "story is withdrawn", "report has been withdrawn", "story has been withdrawn", "story killed", "report retracted", "story retracted", "issues retraction",
        "dépêche annulée", "dépêche est annulée", "noticia retirada", "nota anulada", "новость отозвана", "новость аннулирована", "сообщение отозвано", "сообщение аннулировано",
        "سحب خبر", "سحب الخبر", "إلغاء خبر", "إلغاء الخبر", "لغو خبر", "ابطال خبر", "خبر پس گرفته شد", "הידיעה בוטלה", "הידיעה נמשכה", "ביטול ידיעה", "ביטול הידיעה",
    ]),
    (Amends::Denial, &[
        "false alarm", "not an attack", "no attack took place", "no attack happened", "no attack occurred", "report was wrong", "reports were wrong", "report is wrong", "reports are wrong", "report was false", "reports were false", "report unfounded", "reports unfounded", "never happened", "never took place", "was a hoax", "is a hoax",
        "fausse alerte", "na jamais eu lieu", "nont jamais eu lieu", "information erronée", "falsa alarma", "nunca ocurrió", "nunca sucedió", "nunca existió", "información errónea",
        "ложная тревога", "ложной тревогой", "إنذار كاذب", "خبر كاذب", "هشدار اشتباه", "אזעקת שווא", "התרעת שווא", "לא היה ולא נברא", "דיווח שגוי", "הדיווח היה שגוי",
    ]),
    (Amends::Correction, &["issues correction", "corrects report", "corrects story", "corrects toll", "corrects death toll", "rectifica", "исправлено"]),
];
/// What they say of a report of an event in the clause.
#[rustfmt::skip]
const UNTRUE: &[&str] = &[
    "untrue", "a hoax", "fake news", "not true that", "il est faux que", "cest faux", "es falso que", "неправда что", "оказались фейком", "оказалось фейком", "оказалась фейком", "оказался фейком", "baseless", "unfounded", "proved false", "proved wrong", "turned out to be false", "turns out to be false", "fabricated", "no truth in reports", "no truth to reports", "était erronée", "était fausse", "sans fondement", "era falsa", "era falso", "resultó falsa", "resultó falso",
    "оказалось ложным", "оказалась ложной", "оказались ложными", "не подтвердилась", "не подтвердилось", "не подтвердились", "не соответствует действительности", "не соответствуют действительности",
    "لا صحة", "عار عن الصحة", "غير صحيح", "غير صحيحة", "صحت ندارد", "کذب است", "نادرست بود",
];
/// What they say behind a report of an event that was none.
#[rustfmt::skip]
const FALSE: &[&str] = &[
    "false", "not true", "incorrect", "fausse", "fausses", "faux", "infondée", "infondées", "falsa", "falsas", "falso", "falsos", "infundados", "ложны", "ложные", "ложными", "ложь", "фейк", "недостоверны", "كاذبة", "كاذب", "مفبركة", "ملفقة", "نادرست", "نادرست است", "دروغ است", "שקריים", "שקריות", "שגויים", "אינם נכונים", "אינן נכונות",
];
/// What they say of a report that is an agency's own.
#[rustfmt::skip]
const OWN: &[&str] = &["retire la dépêche", "annule la dépêche", "retira la noticia", "anula la noticia", "retira su noticia", "отзывает новость", "تلغي خبر", "تسحب خبرا", "מושכת את הידיעה", "retire sa dépêche", "annule sa dépêche", "anula su información", "retira su información", "отзывает сообщение", "отозвало сообщение", "تسحب خبر", "تسحب خبرها"];
/// Words that show that what follows was at another time ("hours after false alarm").
#[rustfmt::skip]
const ANOTHER_TIME: &[&str] = &["after", "following", "amid", "despite", "since", "before", "hours", "days", "earlier", "previous", "après", "tras", "после", "بعد", "پس", "אחרי"];
/// What they say of a count that was told too high, beside a word for it.
#[rustfmt::skip]
const REVISED: &[&str] = &[
    "revised down", "revises down", "revised downward", "revised downwards", "lowered to", "lowers", "lowered", "cut to", "à la baisse", "ramené à", "a la baja", "rebaja", "rebajan", "уточнили", "уточнено", "снизили", "снизилось", "снижено",
    "خفض", "تخفض", "يخفض", "تخفيض", "انخفاض", "کاهش", "کاهش یافت", "כלפי מטה", "עודכן ל", "תוקן ל",
];

/// What agencies write at the start of a text that they take back.
#[rustfmt::skip]
const TAKEN_BACK: &[&str] = &[
    "story has been withdrawn", "report has been withdrawn", "article has been withdrawn", "story is withdrawn", "story has been retracted", "article has been retracted", "report has been retracted", "is wrong and is withdrawn", "be no substitute story", "no substitute story will", "be no replacement story", "kill the story headlined", "kill story headlined", "is withdrawing the story", "is withdrawing its story", "is withdrawing the report", "withdrawing this story", "please ignore alert", "please ignore the alert", "please disregard alert", "please kill story", "please kill the story", "has retracted this", "has withdrawn this", "kill is mandatory", "mandatory kill", "please disregard the", "please disregard our", "story is killed", "withdraws the report", "withdraws the story", "retracts the report",
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
pub(super) const NOTED_WITHIN: usize = 512;

/// What a phrase of a headline tells.
#[derive(Clone, Copy, PartialEq)]
enum Saying {
    Amends(Amends),
    Untrue,
    False,
    Own,
    TakesBack,
    Lower,
}

static SAYINGS: LazyLock<Phrases<Saying>> = LazyLock::new(|| {
    let rows = HEADLINES.iter().map(|(amends, list)| (Saying::Amends(*amends), *list));
    let more = [
        (Saying::Untrue, UNTRUE),
        (Saying::False, FALSE),
        (Saying::Own, OWN),
        (Saying::TakesBack, withdrawals::TAKES_BACK),
        (Saying::Lower, REVISED),
    ];
    Phrases::of(&rows.chain(more).collect::<Vec<_>>())
});
static NOTED: LazyLock<Phrases<Amends>> =
    LazyLock::new(|| Phrases::of(&[(Amends::Retraction, TAKEN_BACK), (Amends::Correction, NOTES)]));

/// The keys of the phrases of headlines and of notes.
pub(super) fn keys() -> impl Iterator<Item = (Asked, u64)> {
    let sayings = SAYINGS.keys().map(|(_, key)| (Asked::Amends, key));
    sayings.chain(NOTED.keys().map(|(_, key)| (Asked::Note, key)))
}

/// How an article takes back something told before, if it does.
pub(super) fn amends(texts: &Texts<'_>) -> Option<Amends> {
    let [title, ..] = &texts.spaced;
    let labelled = texts.labels.iter().filter_map(|label| labelled(label)).max();
    let noted = texts.asked(Asked::Note).flat_map(|text| NOTED.found(head(text, NOTED_WITHIN)));
    labelled
        .max(withdrawals::is_shouted(texts.title).then_some(Amends::Retraction))
        .max(opened(title))
        .max(opens_with_label(head(texts.summary, NOTED_WITHIN)))
        .max(said(texts))
        .max(noted.map(|(amends, ..)| amends).max())
        .max(denied_events::tells(texts).then_some(Amends::Denial))
}

/// What a label says.
fn labelled(label: &str) -> Option<Amends> {
    LABELS.iter().find(|(_, list)| list.contains(&label)).map(|(amends, _)| *amends)
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
    let end = text.bytes().position(|byte| matches!(byte, b':' | b')' | b']'));
    let opening = end.and_then(|at| text.get(..=at)).unwrap_or(text);
    labels(opening).next().and_then(|label| labelled(&label))
}

/// What the phrases of a headline say.
fn said(texts: &Texts<'_>) -> Option<Amends> {
    let title = texts.title_with(Asked::Amends)?;
    let mut found = SAYINGS.found(title).peekable();
    found.peek()?;
    let mut buffer = String::new();
    let text = Clauses::of(&mut buffer, texts.title);
    let harmed = harm::of_headline(texts.title) != Harm::default();
    let meant = found.filter_map(|(saying, start, end)| {
        let first = spaces(title, start);
        let phrase = first..first + spaces(title, end) - spaces(title, start) - 1;
        meant(&text, (saying, phrase), harmed)
    });
    meant.max()
}

/// Spaces of a text before a place: words that end there.
fn spaces(text: &str, to: usize) -> usize {
    text.get(..to).unwrap_or_default().matches(' ').count()
}

/// What a phrase at these words means. Harm that the headline tells as a fact was not denied, and
/// whose report it is stands at its front where it is taken back.
fn meant(
    text: &Clauses<'_>,
    (saying, phrase): (Saying, Range<usize>),
    harmed: bool,
) -> Option<Amends> {
    let clause = denied_what::clause(text, phrase.start);
    let placed = phrase.start == clause.start || phrase.end == clause.end;
    let before = || clause.start..phrase.start;
    match saying {
        Saying::Amends(Amends::Retraction) => {
            (phrase.start == 0 || placed && !harmed).then_some(Amends::Retraction)
        }
        Saying::Amends(Amends::Denial) => {
            let then = before().any(|place| ANOTHER_TIME.contains(&text.word(place)));
            (placed && !harmed && !then).then_some(Amends::Denial)
        }
        Saying::Amends(amends) => Some(amends),
        Saying::Untrue => {
            let event = clause.clone().any(|place| denied_events::is_attack(text.word(place)));
            let about = denied_what::is_about(text, clause.clone());
            (placed && !harmed && event && !about).then_some(Amends::Denial)
        }
        Saying::False => {
            let any = |is: fn(&str) -> bool| before().any(|place| is(text.word(place)));
            let told = any(denied_what::is_report) && any(denied_events::is_attack);
            // Of the verb before it, Spanish "son" is French "his".
            let copula = phrase.start.saturating_sub(1).max(clause.start);
            let about = denied_what::is_about(text, clause.start..copula);
            let closes = phrase.end == clause.end;
            (closes && told && !harmed && !about).then_some(Amends::Denial)
        }
        Saying::Own => (!harmed).then_some(Amends::Retraction),
        Saying::TakesBack => {
            let own = withdrawals::is_by_agency(text, phrase.start);
            (own && !harmed).then_some(Amends::Retraction)
        }
        Saying::Lower => tolls::is_of_count(&text.words).then_some(Amends::Revision),
    }
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
            "Army says claims of drone base untrue, rocket kills six",
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
            "The story “Rocket hits house” is wrong and is withdrawn. There will be no substitute story.",
            "(This story corrects the number of rockets in the first paragraph.)",
            "В предыдущей версии новости было указано другое место.",
        ] {
            let summary = text.to_owned();
            let title = "Rocket hits house".to_owned();
            assert!(corrects(&Article { title, summary, ..Article::default() }), "{text}");
        }
    }
}
