//! Reports that an agency takes back in a headline of its own or of another outlet: "Reuters withdraws
//! alert on …", "BC-IRAQ-ERBIL KILL: …". Who withdraws staff, or a story of something else, does not.

use super::clauses::Clauses;
use super::denied_events::is_attack;
use super::denied_hits::is_mission;
use super::denied_what::clause;
use super::words::folded;
use crate::domain::Article;

/// Labels of agencies that mean something else in small letters.
#[rustfmt::skip]
const SHOUTED: &[&str] = &["kill", "withdrawal", "withdraw", "annule", "annulé", "retrait", "retirada", "отзыв"];
/// Words with which an agency takes something back.
pub(super) const TAKES_BACK: &[&str] = &["withdraws", "withdrew", "retracts", "retracted"];
/// What it takes back.
const REPORTS: &[&str] =
    &["report", "story", "alert", "alerts", "article", "dispatch", "claim", "newsflash", "flash"];
/// Words that open what that is of.
const OF: &[&str] = &["on", "of", "about", "that", "saying"];
/// Who does so.
#[rustfmt::skip]
const AGENCIES: &[&str] = &[
    "reuters", "ap", "press", "afp", "bbc", "cnn", "tass", "interfax", "ria", "efe", "dpa", "ansa", "xinhua", "anadolu", "irna", "sana", "agency", "wire", "newspaper", "paper", "broadcaster", "channel", "outlet", "website",
];
/// Words before it in which it stands, and behind it in which the report does.
const NEAR: (usize, usize) = (2, 6);
/// Bytes of a label.
const LABEL: usize = 64;
/// Words in capitals that open a notice of an agency under a slug, whose text names the headline.
const NOTICES: &[&str] =
    &["KILL", "ADVISORY", "WITHDRAWAL", "MANDATORY", "RETRACTION", "EDITORS", "URGENT"];
/// What stands before that headline.
const HEADLINED: &[&str] =
    &["story headlined ", "report headlined ", "alert headlined ", "item headlined "];
/// What stands behind it.
const HEADLINE_ENDS: &[&str] =
    &[". ", " is withdrawn", " is wrong", " has been", " was sent", "\n"];
/// Signs around it.
const QUOTES: &[char] = &['"', '“', '”', '«', '»', '\'', ' ', '.', ','];

/// What an article is of by its headline: of a notice under a slug ("KILL: Libya-Embassy") the headline of
/// the story that it is about.
pub(super) fn subject(article: &Article) -> &str {
    let opening = article.title.split([':', '-', ' ']).next().unwrap_or_default();
    let named = || {
        let text = &article.summary;
        let (from, mark) = HEADLINED.iter().find_map(|mark| Some((text.find(mark)?, mark)))?;
        let rest = text.get(from + mark.len()..)?;
        let ends = HEADLINE_ENDS.iter().filter_map(|end| rest.find(end));
        let named = rest.get(..ends.min().unwrap_or(rest.len()))?.trim_matches(QUOTES);
        (!named.is_empty()).then_some(named)
    };
    let noticed = NOTICES.contains(&opening).then(named).flatten();
    noticed.unwrap_or(&article.title)
}

/// Whether a headline opens with an agency's word in capitals, and goes on in small letters.
pub(super) fn is_shouted(title: &str) -> bool {
    let bracketed = title.strip_prefix(['(', '[']).and_then(|rest| rest.split_once([')', ']']));
    let splits = [title.split_once([':', '-', '–', '—']), title.split_once(':'), bracketed];
    splits.into_iter().flatten().any(|(label, rest)| {
        let small = |text: &str| text.chars().any(char::is_lowercase);
        label.len() <= LABEL && !small(label) && small(rest) && is_label(label)
    })
}

fn is_label(label: &str) -> bool {
    let folded = folded(label);
    let last = folded.rsplit(' ').next().unwrap_or_default();
    let first = folded.split(' ').next().unwrap_or_default();
    SHOUTED.contains(&folded.as_str())
        || is_slug(label) && last == "kill"
        || AGENCIES.contains(&first) && TAKES_BACK.contains(&last)
}

/// Whether a label is the slug of a story and one word: `BC-IRAQ-ERBIL KILL`.
fn is_slug(label: &str) -> bool {
    let mut words = label.split_whitespace();
    words.next().is_some_and(|slug| slug.contains('-')) && words.count() == 1
}

/// Whether an agency takes its report of an event back at this word.
pub(super) fn is_by_agency(text: &Clauses<'_>, at: usize) -> bool {
    let clause = clause(text, at);
    let from = clause.start.max(at.saturating_sub(NEAR.0));
    let agency = (from..at).any(|place| AGENCIES.contains(&text.word(place)));
    let mut behind = at + 1..clause.end.min(at + 1 + NEAR.1);
    agency
        && behind.any(|place| {
            let next = place + 1;
            let of = || {
                let event =
                    |place: usize| is_attack(text.word(place)) || is_mission(text.word(place));
                OF.contains(&text.word(next)) && (next..clause.end).any(event)
            };
            REPORTS.contains(&text.word(place)) && (next == clause.end || of())
        })
}
