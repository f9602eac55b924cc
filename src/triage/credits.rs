//! Credits: whom a text names as its source. One automaton finds the names in the published text;
//! what stands before and behind a name tells whether it is a credit. Photo credits ("/AFP via …")
//! are none.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::agencies::{Named, Rank, SOURCES};
use super::words::{head, tail};

/// Who is credited: the agency whose copy a text is, and the outlet that it quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Credits {
    pub agency: Option<&'static str>,
    pub outlet: Option<&'static str>,
}

/// What opens the brackets in which an agency's desk signs: "(Reporting by …; Reuters)".
const SIGNED: &[&str] =
    &["Reporting by ", "Additional reporting by ", "Writing by ", "Compiled by ", "Editing by "];

/// Words between a verb and a name, in lower case.
#[rustfmt::skip]
const DESCRIBED: &[&str] = &[
    "the ", "news ", "agency ", "wire ", "service ", "state ", "media ", "state-run ", "official ", "semi-official ", "semiofficial ", "broadcaster ", "newspaper ", "daily ", "website ", "outlet ", "channel ", "network ", "television ", "tv ", "israel's ", "israel’s ", "syria's ", "iran's ", "public ", "international ",
    "la ", "le ", "l'", "l’", "el ", "agence ", "de ", "presse ", "chaîne ", "journal ", "quotidien ", "agencia ", "noticias ", "cadena ", "diario ", "periódico ",
    "агентство ", "агентству ", "агентства ", "агентством ", "телеканал ", "телеканала ", "телеканалу ", "газета ", "газету ", "газете ", "издание ", "издания ", "портал ",
    "وكالة ", "وكالة الأنباء ", "وكالة أنباء ", "قناة ", "شبكة ", "صحيفة ", "موقع ", "خبرگزاری ", "شبکه ", "روزنامه ", "وبسایت ", "סוכנות ", "סוכנות הידיעות ", "הידיעות ", "ערוץ ", "רשת ", "אתר ", "עיתון ",
];
/// The same where they alone make a credit of an agency.
const AGENCY_WORDS: &[&str] = &["agency ", "وكالة ", "وكالة الأنباء ", "وكالة أنباء ", "خبرگزاری "];
/// The same with a "to" written in front: somebody spoke to the source.
const SPOKEN_TO: &[&str] = &[
    "لوكالة ",
    "لقناة ",
    "لشبكة ",
    "لصحيفة ",
    "لموقع ",
    "לסוכנות ",
    "לערוץ ",
    "לרשת ",
    "לאתר ",
    "לעיתון ",
];

/// What stands before the name of a source, in lower case.
#[rustfmt::skip]
const BEFORE: &[&str] = &[
    "according to ", "reported by ", "cited by ", "quoted by ", "told ", "tell ", "tells ", "telling ", "citing ", "cites ", "quoting ", "quotes ", "source: ", "sources: ", "published by ", "broadcast by ",
    "selon ", "d'après ", "d’après ", "rapporte ", "rapportent ", "a rapporté ", "a indiqué ", "indique ", "annonce ", "citant ", "citée par ", "cité par ", "à ", "auprès ",
    "según ", "informó ", "informa ", "reporta ", "reportó ", "de acuerdo con ", "citando a ", "citado por ", "ل", "ל", "ל-", "recogido por ", "recoge ", "dijo a ", "dijeron a ", "declaró a ", "explicó a ", "confirmó a ", "confirmaron a ", "señaló a ", "aseguró a ", "afirmó a ", "indicó a ", "contó a ",
    "сообщает ", "сообщают ", "передает ", "передаёт ", "передают ", "сообщил ", "сообщила ", "сообщило ", "сообщили ", "пишет ", "пишут ", "по данным ", "по сообщению ", "по информации ", "заявил ", "заявила ", "заявили ", "рассказал ", "рассказали ", "со ссылкой на ", "ссылаясь на ", "источник: ",
    "وفق ", "بحسب ", "حسب ", "ذكرت ", "ذكر ", "قالت ", "نقلت ", "أفادت ", "أوردت ", "كشفت ", "نقلا عن ", "نقلاً عن ", "نقلًا عن ", "به گزارش ", "به نقل از ", "گزارش ", "לפי ", "על פי ", "על-פי ", "דיווח ", "דיווחה ", "מדווח ", "מדווחת ", "בציטוט ", "מצטט ",
];
/// The same, before an agency only.
#[rustfmt::skip]
const BEFORE_AGENCY: &[&str] = &[
    "by ", "with inputs from ", "inputs from ", "with information from ", "material from ", "with ", "avec ", "source ", "con información de ", "con ", "source : ", "dépêche ", "عن ",
];
/// What stands behind the name of a source, in lower case.
#[rustfmt::skip]
const BEHIND: &[&str] = &[
    " reported", " reports", " said", " says", " has reported", " had reported", " is reporting", " cited", " cites", " quoted", " quotes", " citing", " writes", " wrote", " has learned", " has learnt", " news agency", " state news agency", "'s report", "’s report",
    " a rapporté", " rapporte", " a indiqué", " indique", " informó", " informa", " reportó", " dijo", " сообщает", " сообщил", " сообщила", " сообщило", " передает", " передаёт", " пишет", " узнал",
    " דיווח", " דיווחה", " מדווח", " מדווחת", " گزارش داد", " گزارش کرد", " نوشت",
];
/// The same, of an agency only: its people saw it. More letters may follow.
const PEOPLE_BEHIND: &[&str] = &[
    " journalist",
    " reporter",
    " correspondent",
    " witness",
    " photographer",
    " with inputs",
    " contributed",
    "'s correspondent",
    "’s correspondent",
];
/// Behind a name in Spanish, after "a": "contó a EFE que …".
const AFTER_A: &[&str] =
    &[".", ",", " que ", " el ", " en ", " un", " fuentes", " la ", " este ", " desde "];

/// Signs between the parts of a dateline or a headline.
const DASHES: &[&str] = &[" - ", " — ", " – ", " -- ", " | "];
/// How far into a text a bare dateline (`AFP - `) may stand, in bytes.
const DATELINE_WITHIN: usize = 80;
/// Bytes before and behind a name that are looked at.
const NEAR: usize = 96;
/// Signs that a name may stand between.
const QUOTES: &[char] = &['"', '“', '”', '„', '«', '»', '\u{640}'];

struct Names {
    /// A table that takes a byte in one step: most texts hold no name.
    automaton: Option<AhoCorasick>,
    /// For each pattern its source.
    sources: Vec<&'static Named>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let pairs = SOURCES.iter().flat_map(|source| source.names.iter().map(move |n| (*n, source)));
    let (patterns, sources): (Vec<_>, Vec<_>) = pairs.unzip();
    // The patterns are constants: a failed build would show in every test.
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(patterns);
    Names { automaton: automaton.ok(), sources }
});

/// The first agency that a text credits, and the first outlet within so many bytes.
pub(super) fn credits(text: &str, quoted_within: usize) -> Credits {
    let mut credits = Credits::default();
    let Some(automaton) = NAMES.automaton.as_ref() else { return credits };
    for found in automaton.find_iter(text) {
        let Some(source) = NAMES.sources.get(found.pattern().as_usize()) else { continue };
        let first = match source.rank {
            Rank::Agency => &mut credits.agency,
            Rank::Outlet => &mut credits.outlet,
        };
        let far = source.rank == Rank::Outlet && found.start() >= quoted_within;
        if far || first.is_some() {
            continue;
        }
        let name = Name::new(text, found.start(), found.end(), source.rank);
        *first = name.filter(Name::is_credit).map(|_| source.origin);
        if credits.agency.is_some() {
            break;
        }
    }
    credits
}

/// The agency that an author's line names.
pub(super) fn author(line: &str) -> Option<&'static str> {
    let automaton = NAMES.automaton.as_ref()?;
    automaton.find_iter(line).find_map(|found| {
        let source = NAMES.sources.get(found.pattern().as_usize())?;
        Name::new(line, found.start(), found.end(), source.rank)?;
        (source.rank == Rank::Agency).then_some(source.origin)
    })
}

/// A name where it stands in a text.
struct Name<'a> {
    rank: Rank,
    start: usize,
    before: &'a str,
    behind: &'a str,
    /// A "to" is written in front of it («لرويترز»).
    spoken_to: bool,
}

impl<'a> Name<'a> {
    /// The name, if it is no part of a longer word and of no photo credit.
    fn new(text: &'a str, start: usize, end: usize, rank: Rank) -> Option<Name<'a>> {
        let (before, behind) = (text.get(..start)?, text.get(end..)?);
        let free = |text: &str| !text.ends_with(char::is_alphanumeric);
        let spoken = before.trim_end_matches('\u{640}').strip_suffix(['ل', 'ל']);
        let spoken = spoken.filter(|text| free(text));
        let (before, spoken_to) = spoken.map_or((before, false), |text| (text, true));
        let alone = free(before) && !behind.starts_with(char::is_alphanumeric);
        // A province is called Fars as well.
        let photo =
            [" via ", " photo", " Photo", " PHOTO", " Foundation", " province", " Province"]
                .iter()
                .any(|sign| behind.starts_with(sign));
        let behind_slash =
            behind.strip_prefix('/').is_some_and(|b| b.starts_with(char::is_alphanumeric));
        let after_slash =
            before.strip_suffix('/').is_some_and(|b| b.ends_with(char::is_alphanumeric));
        let other = before.ends_with("Thomson ");
        // In brackets all must be names: that is asked of the whole bracket.
        let slashed = (behind_slash || after_slash) && bracket(before, behind).is_none();
        (alone && !photo && !slashed && !other).then_some(Name {
            rank,
            start,
            before,
            behind,
            spoken_to,
        })
    }

    fn is_credit(&self) -> bool {
        let agency = self.rank == Rank::Agency;
        let quoted = self.is_quoted();
        quoted
            || self.closes()
            || self.heads()
            || (agency && (self.is_bracketed() || self.opens() || self.is_owner()))
    }

    /// "according to X", "X reported".
    fn is_quoted(&self) -> bool {
        if self.spoken_to {
            return true;
        }
        let agency = self.rank == Rank::Agency;
        let behind = head(self.behind, NEAR).trim_start_matches(QUOTES).to_lowercase();
        let follows = |forms: &[&str]| {
            let rests = forms.iter().filter_map(|form| behind.strip_prefix(form));
            rests.into_iter().any(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        if follows(BEHIND) || (agency && PEOPLE_BEHIND.iter().any(|form| behind.starts_with(form)))
        {
            return true;
        }
        let near = tail(self.before, NEAR).trim_end_matches(QUOTES).to_lowercase();
        let (mut before, mut of_agency) = (near.as_str(), false);
        loop {
            if leads(before, SPOKEN_TO)
                || leads(before, BEFORE)
                || (agency && leads(before, BEFORE_AGENCY))
            {
                return true;
            }
            of_agency |= AGENCY_WORDS.iter().any(|word| before.ends_with(word));
            let Some(shorter) = cut(before, DESCRIBED) else { break };
            before = shorter;
        }
        let told_a = leads(before, &["a "])
            && (behind.is_empty() || AFTER_A.iter().any(|f| behind.starts_with(f)));
        (of_agency || told_a) && agency
    }

    /// The end of a text or a headline: "… - Reuters", "…: AFP".
    fn closes(&self) -> bool {
        let end = self.behind.trim_end().trim_end_matches(['.', ')']);
        let before = ["The ", "the "].iter().find_map(|the| self.before.strip_suffix(the));
        let before = before.unwrap_or(self.before);
        end.is_empty() && DASHES.iter().chain(&[": "]).any(|dash| before.ends_with(dash))
    }

    /// The first words of a text, before a colon: "Reuters: …".
    fn heads(&self) -> bool {
        let first = self.before.trim_matches(QUOTES).trim().is_empty();
        first && [": ", " : "].iter().any(|colon| self.behind.starts_with(colon))
    }

    /// The start of a text: "AFP - …", "EFE. …", «БАГДАД, 3 мар - РИА Новости. …».
    fn opens(&self) -> bool {
        let ends = self.behind.starts_with(". ");
        let dashed = |text: &str| DASHES.iter().any(|dash| text.ends_with(dash));
        let dateline = ends && (self.before.trim().is_empty() || dashed(self.before));
        let dash = DASHES.iter().any(|dash| self.behind.starts_with(dash));
        self.start <= DATELINE_WITHIN && (dash || dateline)
    }

    /// "(AP)", "(Reuters, AFP)", "/AA/".
    fn is_bracketed(&self) -> bool {
        let slashes = self.before.ends_with('/') && self.behind.starts_with('/');
        slashes || bracket(self.before, self.behind).is_some() || self.signs()
    }

    /// The end of the brackets in which a desk signs.
    fn signs(&self) -> bool {
        let opened = tail(self.before, NEAR).rsplit_once('(').map(|(_, signed)| signed);
        let by = |signed: &str| SIGNED.iter().any(|form| signed.starts_with(form));
        let last = self.behind.trim_start_matches('.').starts_with(')');
        opened.is_some_and(by) && last && self.before.trim_end().ends_with([';', ','])
    }

    /// "© 2026 AFP", "(c) AFP".
    fn is_owner(&self) -> bool {
        let year = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-');
        let before = tail(self.before, NEAR).trim_end_matches(year).to_lowercase();
        ["©", "(c)", "(с)", "copyright"].iter().any(|sign| before.ends_with(sign))
            && !self.behind.starts_with('/')
    }
}

/// Whether a text ends with one of the forms, as words of its own.
fn leads(text: &str, forms: &[&str]) -> bool {
    cut(text, forms).is_some()
}

/// A text without the longest of the forms that it ends with, as words of their own.
fn cut<'t>(text: &'t str, forms: &[&str]) -> Option<&'t str> {
    let rests = forms.iter().filter_map(|form| text.strip_suffix(form));
    rests.filter(|rest| !rest.ends_with(char::is_alphanumeric)).min_by_key(|rest| rest.len())
}

/// The brackets around a name that hold nothing but names of sources.
fn bracket(before: &str, behind: &str) -> Option<()> {
    const OPEN: &[char] = &['(', '[', '（'];
    const CLOSE: &[char] = &[')', ']', '）'];
    let (_, left) = tail(before, NEAR).rsplit_once(OPEN)?;
    let (right, _) = head(behind, NEAR).split_once(CLOSE)?;
    let known = |part: &str| {
        let part = part.trim();
        part.is_empty() || SOURCES.iter().any(|s| s.names.contains(&part))
    };
    let parts = |text: &str| text.replace(" and ", ",").split([',', '/', ';', '&']).all(known);
    (parts(left) && parts(right)).then_some(())
}

#[cfg(test)]
mod tests;
