//! What a clause that denies denies: the event itself, as such, or something about it (who did it,
//! whose it was, who knew, a second one). Only the first takes anything back; in doubt it is the other.

use std::ops::Range;

use super::clauses::{Clauses, stripped};
use super::denials::{DENIES_LAST, denies, own_part};
use super::denied_events::is_attack;
use super::words::split;
use super::{harm, places};

/// Words that turn a claim down; they deny no event by themselves.
#[rustfmt::skip]
const REJECTS: &[&str] = &["dismiss", "dismisses", "dismissed", "reject", "rejects", "rejected", "rejette", "rejettent", "rechaza", "rechazan"];
/// Starts of words for what is reported.
#[rustfmt::skip]
const REPORTS: &[&str] = &["report", "rumour", "rumor", "informations", "rumeur", "informaci", "informes", "сообщени", "информаци", "данны", "تقارير", "أنباء", "لأنباء", "گزارش", "خبر", "דיווח"];
/// The same, of what may as well be a charge against who denies it.
const CLAIMS: &[&str] = &["claim", "siren", "incident"];
/// Words that say that something is or was.
#[rustfmt::skip]
const HAPPENED: &[&str] = &["there", "existence", "lexistence", "habido", "hubo", "hubiera", "existencia", "وقوع", "حدوث", "تعرض", "صحة", "وجود", "факт", "קיום"];
/// Starts of words for those who answer for a place, not for an attack.
#[rustfmt::skip]
const AUTHORITIES: &[&str] = &[
    "minist", "army", "military", "official", "police", "governor", "mayor", "government", "authorit", "security", "hospital", "airport",
    "armée", "larmée", "autorit", "préfe", "gouvern", "ejército", "autoridad", "policía", "gobern", "gobierno", "alcald",
    "минобороны", "власти", "полици", "мвд", "мчс", "губернатор", "военны", "администрац", "мэр", "арми",
    "وزارة", "سلطات", "جيش", "شرطة", "قوات", "محافظ", "حكومة", "وزارت", "مقام", "ارتش", "پلیس", "نیروهای", "استاندار", "فرماندار", "دولت",
    "צה", "צבא", "משרד", "משטר", "גורמי", "רשויות",
];
/// Words that show that no event as such is denied.
#[rustfmt::skip]
const ABOUT_IT: &[&str] = &[
    "its", "his", "her", "their", "own", "our", "it", "itself", "supplied", "supplying", "provided", "providing", "sent", "sending", "armed", "arming", "staged", "staging", "plotted", "plotting", "planned", "planning", "source", "warned", "warning", "knew", "coordinated", "coordination", "cooperated",
    "member", "members", "second", "third", "another", "new", "fresh", "further", "more", "other", "soldiers", "troops", "personnel", "nationals", "citizens", "accuse", "accused", "blamed", "foreign", "insider", "inside", "درباره",
    "son", "sa", "ses", "leur", "leurs", "avoir", "être", "derrière", "lorigine", "fourni", "nouvelle", "nouveau", "deuxième", "seconde", "autre",
    "su", "sus", "haber", "estar", "ser", "detrás", "origen", "suministrado", "nueva", "nuevo", "segundo", "segunda", "otro", "otra",
    "своего", "свой", "своих", "своей", "свои", "своими", "его", "их", "причастен", "причастна", "причастны", "поставил", "поставку", "поставки", "второй", "втором", "новый", "новой", "повторной",
    "وقوفها", "وقوفه", "وراء", "خلف", "تزويد", "قيامها", "قيامه", "شن", "شنها", "تنفيذ", "تنفيذها", "استهدافها", "ثان", "جديد", "خود", "پشت", "دوم", "دیگر", "جدید", "מאחורי", "שלה", "שלו", "שלהם", "נוסף", "נוספת", "שנייה",
];
/// Words behind an event with which something is said of it ("deny that the strike was coordinated").
const SAID_OF: &[&str] =
    &["was", "were", "is", "are", "had", "has", "came", "could", "may", "will", "would"];
/// Words behind which an event is no longer what is denied ("denied bail after attack").
#[rustfmt::skip]
const NOT_DENIED: &[&str] = &["after", "following", "amid", "over", "since", "despite", "before", "as", "in", "for", "entry", "access", "bail", "visa", "après", "tras", "после", "بعد", "אחרי"];
/// Words that may open what is denied ("denies that six were killed", not "denies hiding deaths").
#[rustfmt::skip]
const OPENS: &[&str] = &["any", "a", "an", "the", "that", "there", "anyone", "toute", "tout", "une", "un", "la", "le", "les", "el", "los", "las", "que", "cualquier", "что", "את", "כי", "أن", "أي"];
/// Words between a denial and what it denies, at most; and the same of reports and their event.
const WITHIN: usize = 6;
const OF_REPORT: usize = 2;
const OF_EVENT: usize = 3;
/// Words between the event and a denial that stands behind it, at most.
const BEFORE: usize = 10;
/// Words of a clause in front of what it denies, where the denial closes it.
const DENIER: usize = 3;
/// Words of the clause that is all of a denial behind an event ("…: les autorités démentent").
const CLOSING: usize = 4;
/// Words of a headline that are looked at.
const HEADLINE: usize = 40;

/// What is denied.
#[derive(Clone, Copy, PartialEq)]
enum Object {
    /// Reports of it, or that it happened.
    Report,
    /// Claims of it.
    Claim,
    /// An attack by its name, which who is accused of it denies as well.
    Event,
    /// Dead or hurt.
    Harm,
}

/// Whether a word may deny an event.
fn may_deny(word: &str) -> bool {
    denies(word) || DENIES_LAST.contains(&word) || REJECTS.contains(&word)
}

/// Every word that may deny an event.
pub(super) fn denying() -> impl Iterator<Item = String> {
    super::denials::denying().chain(REJECTS.iter().map(|word| (*word).to_owned()))
}

/// Whether what is said between two places is about somebody's part in an event.
pub(super) fn is_about(text: &Clauses<'_>, mut places: Range<usize>) -> bool {
    own_part(text, places.start, places.end)
        || places.any(|place| ABOUT_IT.contains(&text.word(place)))
}

/// Whether a headline says that somebody denies that the event was.
pub(super) fn is_denied(title: &str) -> bool {
    let mut buffer = String::new();
    let text = Clauses::of(&mut buffer, title);
    let told = harm::of_headline(title);
    (0..text.words.len()).any(|at| {
        let clause = clause(&text, at);
        let word = text.word(at);
        let object = if DENIES_LAST.contains(&word) && at != clause.start {
            object(&text, clause.start.max(at.saturating_sub(BEFORE))..at)
        } else if may_deny(word) {
            closed(&text, at, &clause)
                .or_else(|| object(&text, at + 1..clause.end.min(at + 1 + WITHIN)))
        } else {
            None
        };
        // The hurt that a denial of deaths leaves are told with it.
        object.is_some_and(|object| {
            let fact = told.killed > 0 || told.hurt > 0 && object != Object::Harm;
            !fact && holds(&text, (at, clause), object)
        })
    })
}

/// The words of the clause in which a word stands.
pub(super) fn clause(text: &Clauses<'_>, at: usize) -> Range<usize> {
    let start = (0..at).rev().take_while(|place| text.same(*place, at)).last();
    let end = (at..text.words.len()).take_while(|place| text.same(*place, at)).last();
    start.unwrap_or(at)..end.map_or(at, |last| last + 1)
}

/// Whether who denies it speaks of the event itself, and for the place where it was.
fn holds(text: &Clauses<'_>, (at, clause): (usize, Range<usize>), object: Object) -> bool {
    let last = DENIES_LAST.contains(&text.word(at)) && at != clause.start;
    let denier = clause.start..if last { clause.end.min(clause.start + DENIER) } else { at };
    let needed = object != Object::Report || REJECTS.contains(&text.word(at));
    let answers = !needed || denier.clone().any(|place| is_authority(text.word(place)));
    let about = if last { clause } else { at + 1..clause.end };
    answers && !is_about(text, about) && !is_abroad(text, &denier)
}

/// The event that stands before a clause which is all of its denial.
fn closed(text: &Clauses<'_>, at: usize, clause: &Range<usize>) -> Option<Object> {
    let last = at + 1 == text.words.len() && clause.len() <= CLOSING && denies(text.word(at));
    let mut before = 0..clause.start;
    let said = before.clone().any(|place| SAID_OF.contains(&text.word(place)));
    let event = last && !said && !is_about(text, before.clone());
    (event && before.any(|place| is_attack(text.word(place)))).then_some(Object::Event)
}

/// What is denied at these places.
fn object(text: &Clauses<'_>, places: Range<usize>) -> Option<Object> {
    let mut told = places.clone().take_while(|place| !NOT_DENIED.contains(&text.word(*place)));
    let found = told.find_map(|place| kind(text.word(place)).map(|kind| (place, kind)));
    let (place, kind) = found.filter(|found| is_next(text, places.start, *found))?;
    let event = match kind {
        Object::Harm => {
            return (!names_country(text, places.start..place)).then_some(kind);
        }
        Object::Event => place,
        Object::Report | Object::Claim => {
            told.take(OF_EVENT).find(|place| is_event(text.word(*place)))?
        }
    };
    // "Denies bombing", "ينفي قصف": what somebody does.
    let word = text.word(event);
    let done = word.ends_with("ing") || word.contains(|c| ('ء'..='ي').contains(&c));
    let by = kind == Object::Event && event == places.start && done;
    let killed = harm::is_harm(word);
    let end = clause(text, event).end;
    let said = !killed && (event + 1..end).any(|place| SAID_OF.contains(&text.word(place)));
    (!by && !said).then_some(kind)
}

/// Whether what is denied stands where a denial in front of it would have it.
fn is_next(text: &Clauses<'_>, start: usize, (place, kind): (usize, Object)) -> bool {
    let behind = start.checked_sub(1).is_some_and(|denial| may_deny(text.word(denial)));
    let opens = |place: usize| OPENS.contains(&text.word(place));
    let fits = match kind {
        Object::Report | Object::Claim => {
            place <= start + OF_REPORT && !text.word(start).ends_with("ing")
        }
        Object::Event => (start..place).all(opens),
        Object::Harm => place == start || opens(start),
    };
    !behind || fits
}

fn kind(word: &str) -> Option<Object> {
    let starts = |list: &[&str]| list.iter().any(|start| word.starts_with(start));
    if starts(REPORTS) || HAPPENED.contains(&word) {
        Some(Object::Report)
    } else if starts(CLAIMS) {
        Some(Object::Claim)
    } else if harm::is_harm(word) {
        Some(Object::Harm)
    } else {
        is_attack(word).then_some(Object::Event)
    }
}

fn is_event(word: &str) -> bool {
    is_attack(word) || harm::is_harm(word)
}

/// Whether a word is for those who answer for a place.
pub(super) fn is_authority(word: &str) -> bool {
    let mut forms = std::iter::once(word).chain(stripped(word));
    forms.any(|form| AUTHORITIES.iter().any(|start| form.starts_with(start)))
}

fn joined(text: &Clauses<'_>, places: Range<usize>) -> String {
    text.words.get(places).unwrap_or_default().join(" ")
}

/// Whether a word is for what is reported.
pub(super) fn is_report(word: &str) -> bool {
    kind(word) == Some(Object::Report)
}

/// The countries that some words name.
pub(super) fn named(words: &str) -> Vec<String> {
    places::countries(&split(words, HEADLINE), &[])
}

fn names_country(text: &Clauses<'_>, places: Range<usize>) -> bool {
    !named(&joined(text, places)).is_empty()
}

/// Whether who denies it is of another country than the one of the event, or of none that is named.
fn is_abroad(text: &Clauses<'_>, denier: &Range<usize>) -> bool {
    let own = named(&joined(text, denier.clone()));
    let rest = [joined(text, 0..denier.start), joined(text, denier.end..text.words.len())];
    let there = named(&rest.join(" "));
    !own.is_empty() && own != there
}
