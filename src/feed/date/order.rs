//! Dates that can be read in two ways, and what settles which: the other dates of the document, its
//! language, what is likely at the time of reading.
//!
//! `02/12/2026` is a day of February to Americans and one of December to nearly everybody else. One
//! date tells only where a weekday stands in it or a number is too great for a month.

use jiff::{SignedDuration, Timestamp};

use super::AHEAD;

/// What goes first in a date of three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum First {
    Day,
    Month,
}

impl First {
    fn other(self) -> First {
        match self {
            First::Day => First::Month,
            First::Month => First::Day,
        }
    }
}

/// What stands between the numbers of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Slashes,
    Dots,
    /// Hyphens, blanks.
    Other,
}

const FORMS: [Form; 3] = [Form::Slashes, Form::Dots, Form::Other];

impl Form {
    /// What is most common where nothing else is known: 3/4/2026 is American, 4.3.2026 is not.
    pub fn usual(self) -> First {
        match self {
            Form::Slashes => First::Month,
            Form::Dots | Form::Other => First::Day,
        }
    }
}

/// What is known when a date is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Habit<'a> {
    /// What goes first where a date does not tell.
    pub first: Option<First>,
    /// Of the document, as a tag; empty: unknown.
    pub language: &'a str,
    /// Whether a year of two digits goes first.
    pub year_first: bool,
}

/// What a date leaves open, or shows of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    None,
    /// It shows what goes first in its form.
    Shown(Form, First),
    /// Day and month may change places; with what its zone says of that.
    Order(Form, Option<First>),
    /// The name of its month is another's in another language.
    Name,
}

/// A date as read alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub at: Timestamp,
    pub doubt: Doubt,
}

impl Found {
    /// A date that can be read in one way only.
    pub fn sure(at: Timestamp) -> Found {
        Found { at, doubt: Doubt::None }
    }

    /// With the first that somebody says, if nothing else does.
    pub fn hinted(self, hint: Option<First>) -> Found {
        match self.doubt {
            Doubt::Order(form, None) => Found { doubt: Doubt::Order(form, hint), ..self },
            _ => self,
        }
    }
}

/// Bytes of the longest text that is read twice.
const LONGEST: usize = 1 << 10;

/// A date of an entry, and its words while they can be read in another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::feed) struct Told {
    at: Timestamp,
    doubt: Doubt,
    words: Option<Box<str>>,
}

impl Told {
    pub(super) fn new(found: Found, text: &str) -> Told {
        let Found { at, doubt } = found;
        let is_open = match doubt {
            Doubt::Order(..) | Doubt::Name => true,
            Doubt::Shown(..) => begins_short(text),
            Doubt::None => false,
        };
        let is_open = is_open && text.len() <= LONGEST;
        Told { at, doubt, words: is_open.then(|| text.into()) }
    }

    /// The moment.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    fn read(&self, habit: Habit<'_>) -> Timestamp {
        let found = self.words.as_deref().and_then(|words| super::find(words, habit));
        found.map_or(self.at, |found| found.at)
    }
}

/// Settles the open dates of one document. `language` is its own, as a tag; `host` is where it is from.
pub(in crate::feed) fn settle<'a>(
    dates: impl Iterator<Item = &'a mut Told>,
    language: &str,
    host: &str,
    now: Timestamp,
) {
    let mut dates: Vec<&mut Told> = dates.filter(|told| told.doubt != Doubt::None).collect();
    if dates.iter().all(|told| told.words.is_none()) {
        return;
    }
    let language = &*language.to_ascii_lowercase();
    let language = if language.is_empty() { of_country(host) } else { language };
    let year_first = YEAR_FIRST.iter().any(|known| language.split('-').next() == Some(known));
    let firsts = FORMS.map(|form| Case::of(&dates, form, now).first(form, language, host));
    for told in &mut dates {
        // A day yet to come may be one of a year that goes first.
        let is_ahead = now.duration_since(told.at) < -AHEAD;
        if (year_first || is_ahead) && told.words.as_deref().is_some_and(begins_short) {
            let at = told.read(Habit { year_first: true, ..Habit::default() });
            if now.duration_since(at) >= -AHEAD {
                told.at = at;
                continue;
            }
        }
        let form = match told.doubt {
            Doubt::Order(form, _) => Some(form),
            Doubt::Name => None,
            Doubt::None | Doubt::Shown(..) => continue,
        };
        let place = FORMS.iter().position(|known| Some(*known) == form);
        let first = place.and_then(|place| firsts.get(place)).copied();
        told.at = told.read(Habit { first, language, ..Habit::default() });
    }
}

/// How far back a date may lie that is new, or one of these days, and from where on it is an old one.
const NEW: SignedDuration = SignedDuration::from_hours(2 * 24);
const NEAR: SignedDuration = SignedDuration::from_hours(10 * 24);
const OLD: SignedDuration = SignedDuration::from_hours(45 * 24);

/// What the dates of one form say.
struct Case {
    /// How many show that the day goes first, how many that the month does.
    shown: [usize; 2],
    hint: Option<First>,
    /// Of those that are open, how old they are in either order.
    open: Vec<[SignedDuration; 2]>,
}

impl Case {
    fn of(dates: &[&mut Told], form: Form, now: Timestamp) -> Case {
        let mut case = Case { shown: [0; 2], hint: None, open: Vec::new() };
        for told in dates {
            match told.doubt {
                Doubt::Shown(of, first) if of == form => match first {
                    First::Day => case.shown[0] += 1,
                    First::Month => case.shown[1] += 1,
                },
                Doubt::Order(of, hint) if of == form => {
                    case.hint = case.hint.or(hint);
                    let age = |first| {
                        let habit = Habit { first: Some(first), ..Habit::default() };
                        now.duration_since(told.read(habit))
                    };
                    case.open.push([age(First::Day), age(First::Month)]);
                }
                _ => {}
            }
        }
        case
    }

    fn first(&self, form: Form, language: &str, host: &str) -> First {
        let [days, months] = self.shown;
        if days != months {
            return if days > months { First::Day } else { First::Month };
        }
        // No country puts dots behind a month in numbers.
        if form == Form::Dots {
            return First::Day;
        }
        if let Some(first) = self.likely(|ahead, all| ahead * 2 > all) {
            return first;
        }
        if let Some(first) = of_language(language) {
            return if self.is_of_these_days(first.other()) { first.other() } else { first };
        }
        let said = self.hint.or_else(|| of_host(host));
        said.or_else(|| self.newer())
            .or_else(|| self.likely(|ahead, _| ahead > 0))
            .unwrap_or(form.usual())
    }

    fn ages(&self, first: First) -> impl Iterator<Item = SignedDuration> + '_ {
        self.open.iter().map(move |[day, month]| match first {
            First::Day => *day,
            First::Month => *month,
        })
    }

    /// The order in which dates do not lie ahead, where they do in the other one.
    fn likely(&self, is_much: impl Fn(usize, usize) -> bool) -> Option<First> {
        let ahead = |first| self.ages(first).filter(|age| *age < -AHEAD).count();
        let [day, month] = [ahead(First::Day), ahead(First::Month)];
        match (is_much(day, self.open.len()), is_much(month, self.open.len())) {
            (true, _) if month == 0 => Some(First::Month),
            (_, true) if day == 0 => Some(First::Day),
            _ => None,
        }
    }

    /// The order in which the newest date is new, or of these days, where it is much older in the other.
    fn newer(&self) -> Option<First> {
        let newest = |first| self.ages(first).filter(|age| *age >= -AHEAD).min();
        let is_newer = |first: &First| {
            let other = newest(first.other());
            let than = |limit| other.is_none_or(|age| age > limit);
            newest(*first)
                .is_some_and(|age| (age <= NEW && than(NEAR)) || (age <= NEAR && than(OLD)))
        };
        [First::Day, First::Month].into_iter().find(is_newer)
    }

    /// Whether in an order all dates are of these days, and all are old in the other: of the last two days, or of
    /// more than two, which change places with no three on end.
    fn is_of_these_days(&self, first: First) -> bool {
        let mut days: Vec<i64> =
            self.ages(first).map(|age| age.as_hours().div_euclid(24)).collect();
        days.sort_unstable();
        days.dedup();
        let oldest = if days.len() > 2 { NEAR } else { NEW };
        let near = self.ages(first).all(|age| (-AHEAD..=oldest).contains(&age));
        near && self.ages(first.other()).all(|age| age > OLD)
    }
}

/// Languages whose writers begin a date with the year, also with two digits of it.
const YEAR_FIRST: [&str; 6] = ["ko", "eu", "ja", "zh", "hu", "mn"];

/// Whether a date begins with a number of two digits, as a year may be.
fn begins_short(text: &str) -> bool {
    let start = text.trim_start().as_bytes();
    matches!(start, [a, b, mark, ..] if a.is_ascii_digit() && b.is_ascii_digit() && !mark.is_ascii_digit())
}

/// The language of a country whose dates depend on it, by the last part of a host's name.
fn of_country(host: &str) -> &'static str {
    const COUNTRIES: [(&str, &str); 8] = [
        ("kr", "ko"),
        ("eus", "eu"),
        ("hu", "hu"),
        ("mn", "mn"),
        ("hr", "hr"),
        ("ba", "bs"),
        ("pl", "pl"),
        ("cz", "cs"),
    ];
    let country = host.rsplit('.').next().unwrap_or("");
    COUNTRIES.iter().find(|(known, _)| *known == country).map_or("", |(_, language)| language)
}

/// The order that the writers of a language have; `en` alone is that of many countries.
fn of_language(tag: &str) -> Option<First> {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or("");
    let region = parts.find(|part| part.len() == 2).unwrap_or("");
    match (language, region) {
        ("", _) => None,
        (_, "us" | "ph") | ("fil" | "tl", _) => Some(First::Month),
        ("en" | "english", "" | "en" | "ca") => None,
        _ => Some(First::Day),
    }
}

/// The order of a country, by the last part of its hosts' names, so far as those are its own.
fn of_host(host: &str) -> Option<First> {
    const ANYBODY: [&str; 14] =
        ["ai", "am", "ca", "cc", "co", "fm", "gg", "io", "la", "ly", "me", "to", "tv", "ws"];
    let country = host.rsplit('.').next().unwrap_or("");
    match country {
        "us" | "ph" => Some(First::Month),
        _ if country.len() != 2 || ANYBODY.contains(&country) => None,
        _ if country.bytes().any(|b| b.is_ascii_digit()) => None,
        _ => Some(First::Day),
    }
}

#[cfg(test)]
mod tests;
