//! Headlines of a court over an attack of an earlier time ("court jails man for rocket attack", «суд
//! приговорил …», «محاكمة منفذ هجوم»). What befalls a court, or while it sits, is news.

use std::sync::LazyLock;

use super::denied_events::is_attack;
use super::harm::is_harm;
use super::phrases::Phrases;

/// Phrases behind which it is told what the court is of, by a word of [`OVER`] or at their own end.
#[rustfmt::skip]
const COURTS: &[&str] = &[
    "court jails", "judge jails", "jails man", "jails woman", "jails men", "jails two", "jails three", "jails four", "jails five", "jails suspect", "jailed", "court sentences", "sentenced", "sentenced to", "on trial", "goes on trial", "stands trial", "stand trial", "trial opens", "trial begins", "trial starts", "trial resumes", "convicted", "found guilty", "pleads guilty", "pleaded guilty", "life sentence", "life term", "death sentence", "life in prison", "acquitted",
    "condamné", "condamnés", "condamnée", "jugé", "jugés", "perpétuité", "procès", "devant la justice", "condenado", "condenados", "condenada", "juicio", "cadena perpetua", "absuelto",
    "приговорил", "приговорили", "приговорен", "приговорён", "приговорены", "осудили на", "осужден", "осуждён", "осуждены", "пожизненный срок", "суд над", "суда над", "נידון", "נידונו", "נגזר", "הורשע", "הורשעו", "מאסר עולם",
];
/// Phrases behind which an attack needs no such word.
#[rustfmt::skip]
const COURTS_OF: &[&str] = &[
    "trial of", "trial over", "procès de", "procès des", "procès du", "juicio por", "محاكمة", "الحكم على", "السجن المؤبد", "بالسجن المؤبد", "حبس ابد", "محاکمه", "משפטו של", "משפטם של",
];
/// Words that open what a court is of.
#[rustfmt::skip]
const OVER: &[&str] = &["for", "over", "of", "pour", "dans", "de", "por", "за", "по", "על", "בגין", "בשל"];
/// Words with which an attack goes on meanwhile.
const MEANWHILE: &[&str] =
    &["as", "while", "when", "hours", "alors", "mientras", "пока", "בזמן", "بينما", "همزمان"];
/// Words between a phrase and the attack, at most.
const WITHIN: usize = 9;

#[derive(Clone, Copy, PartialEq)]
enum Court {
    Sits,
    Of,
}

static PHRASES: LazyLock<Phrases<Court>> =
    LazyLock::new(|| Phrases::of(&[(Court::Sits, COURTS), (Court::Of, COURTS_OF)]));

/// The keys of the phrases of courts.
pub(super) fn keys() -> impl Iterator<Item = u64> {
    PHRASES.keys().map(|(_, key)| key)
}

/// Whether a folded headline between spaces is of a court, and tells of the attack only as what it is over.
pub(super) fn is_of_court(title: &str) -> bool {
    PHRASES.found(title).any(|(court, start, end)| {
        let before = title.get(..start).unwrap_or_default();
        let behind: Vec<&str> = title.get(end..).unwrap_or_default().split(' ').collect();
        let is_event = |word: &str| is_attack(word) || is_harm(word);
        let Some(event) = behind.iter().take(WITHIN).position(|word| is_event(word)) else {
            return false;
        };
        let between = behind.get(..event).unwrap_or_default();
        let over = between.iter().rposition(|word| OVER.contains(word));
        let next = over.is_some_and(|over| over + 1 == event);
        let named = behind.get(event).is_some_and(|word| is_attack(word)) || next;
        !before.split(' ').any(is_event)
            && named
            && (court == Court::Of || over.is_some())
            && !behind.iter().any(|word| MEANWHILE.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::is_of_court;
    use crate::triage::words::folded;

    fn of_court(title: &str) -> bool {
        is_of_court(&format!(" {} ", folded(title)))
    }

    #[test]
    fn courts_over_attacks_of_an_earlier_time_are_seen() {
        for title in [
            "Court jails man for 2019 rocket attack on embassy in Baghdad that killed three",
            "Man sentenced over rocket attack on embassy",
            "Trial opens over rocket attack on embassy in Athens",
            "Two convicted of drone attack on airport",
            "Man jailed for killing three at consulate",
            "Deux hommes condamnés pour l’attaque de l’ambassade",
            "Procès de l’attentat : les roquettes au cœur des débats",
            "Condenado por el ataque con cohetes a la embajada",
            "Двое осуждены за ракетный удар по посольству",
            "محاكمة منفذ هجوم السفارة في بغداد",
            "הורשע על ירי רקטות לעבר השגרירות",
        ] {
            assert!(of_court(title), "{title}");
        }
    }

    #[test]
    fn what_befalls_a_court_is_news() {
        for title in [
            "Rocket hits court as trial opens over embassy attack",
            "Bomb kills judge in trial over embassy attack",
            "Minister on trial for graft killed in rocket attack",
            "Two on trial killed in blast at court",
            "Trial opens as rockets hit embassy",
            "Man jailed for fraud freed",
            "Rocket hits embassy in Baghdad",
            "Court jails man for fraud while rockets hit embassy",
            "صاروخ يصيب محكمة في بغداد",
        ] {
            assert!(!of_court(title), "{title}");
        }
    }
}
