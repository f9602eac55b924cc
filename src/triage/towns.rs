//! Towns in a short notice of a siren, an alarm or a warning, whether or not a table knows them: behind "in", behind
//! a colon, in a list. Each by its whole name: "Nir Am" is not "Nir Oz".
//!
//! Places in headlines that report are `spots`' work; which notices are of another event is said in `notices`.

use std::sync::LazyLock;

use super::concepts;
use super::gazetteer;
use super::hollow;
use super::idf;
use super::places::country_at;
use super::quick::Lexicon;
use super::spots::{BEFORE, BETWEEN, COMMON, IN_HEBREW, KINDS, bones, is_cased};
use super::words::{Kind, Word, counted, hash, head, kind, split, word_name};
use crate::text::fold::fold;

/// Words for what is sounded or sent out, beside the sirens that `concepts` knows.
#[rustfmt::skip]
const ALARMS: &[&str] = &[
    "alert", "alerts", "alarm", "alarms", "warning", "warnings", "intrusion", "alerte", "alertes", "alarme", "alarmes", "alerta", "alertas", "alarma", "alarmas", "luftalarm", "warnung",
    "тревога", "тревоги", "тревогу", "тревоге", "опасность", "опасности", "оповещение", "предупреждение", "тривога", "тривоги", "тривогу", "небезпека", "загроза", "оповіщення", "попередження",
    "إنذار", "إنذارات", "الإنذار", "تنبيه", "تنبيهات", "تحذير", "هشدار", "اخطار", "צבע", "התרעה", "התרעות", "התראה", "התראות", "צופר", "צופרים", "אזהרה", "חדירת",
];
/// Those of a notice that is over when the danger is: the next one is of another.
#[rustfmt::skip]
const SIRENS: &[&str] = &[
    "red", "raid", "luftalarm", "intrusion", "тревога", "тревоги", "тревогу", "тривога", "тривоги", "тривогу", "إنذار", "إنذارات", "الإنذار", "צבע", "התרעה", "התרעות", "צופרים", "חדירת",
];
/// Words between two towns, which also end a name that is written in capitals.
#[rustfmt::skip]
const AND: &[&str] = &["and", "or", "et", "y", "e", "und", "oraz", "i", "и", "та", "і", "й", "و", "ו"];
/// Words for who warns, and words that tell what to do: they are no town's.
#[rustfmt::skip]
const ORDERS: &[&str] = &[
    "home", "front", "command", "defence", "defense", "civil", "authority", "ministry", "army", "officials", "residents", "region", "oblast", "area", "areas", "council", "регион", "область", "области", "округ", "громада",
    "היכנסו", "הכנסו", "להיכנס", "למרחב", "המוגן", "מרחב", "מוגן", "למרחבים", "המוגנים", "שהו", "לשהות", "הישארו", "דקות", "שניות", "מיידי", "מיד", "והסביבה", "הופעלו", "נשמעו", "נשמעות", "מופעלות",
    "ادخلوا", "توجهوا", "الملاجئ", "الملجأ", "ملجأ", "الغرف", "المحصنة", "فورا", "ابقوا", "تدوي", "دوت", "تفعيل", "سماع", "المجاورة", "پناهگاه", "بروید", "فعال",
];
/// "and" and "in" as Hebrew and Arabic write them in one with a name.
const AND_JOINED: [char; 2] = ['ו', 'و'];
/// Endings of Russian and Ukrainian names, which change with their case.
const ENDINGS: &[char] = &['а', 'е', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я', 'ь', 'і', 'є'];
/// Letters of a word from which on they are left out.
const INFLECTED: usize = 4;
/// Words of the longest name in a script without capitals.
const LONGEST: usize = 3;
/// Consonants by which a town is known, in any spelling.
const SURE: usize = 5;
/// Letters of a name behind a letter that stands for a word.
const LEAST: usize = 3;
/// Bytes of a text that are looked at.
const MOST_BYTES: usize = 1 << 10;

static TABLE: LazyLock<Lexicon<Sort>> = LazyLock::new(|| {
    let rows = [(ALARMS, Sort::Alarm), (SIRENS, Sort::Siren), (ORDERS, Sort::Order)];
    let rows = rows.iter().flat_map(|(list, sort)| list.iter().map(move |word| (word, *sort)));
    rows.map(|(word, sort)| (hash(fold(word).text().trim().as_bytes()), sort)).collect()
});

/// What a word is for in a notice.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Alarm,
    Siren,
    Order,
}

/// Whether a word says that something is sounded or sent out.
pub(super) fn is_alarm(word: &Word<'_>) -> bool {
    is_listed(word) || is_of_siren(word)
}

/// The same of words that `concepts` does not know.
pub(super) fn is_listed(word: &Word<'_>) -> bool {
    TABLE
        .get(word.hash)
        .is_some_and(|sort| *sort == Sort::Alarm || *sort == Sort::Siren && is_loud(word))
}

/// Whether a word is of a notice that is over when the danger is.
pub(super) fn is_siren(word: &Word<'_>) -> bool {
    let weapon = || concepts::concept(word, None).is_some_and(concepts::is_weapon);
    TABLE.get(word.hash) == Some(&Sort::Siren) || is_of_siren(word) || weapon()
}

/// Whether a word of a siren says so by itself: "red" and "raid" do not.
fn is_loud(word: &Word<'_>) -> bool {
    word.text.len() > "raid".len()
}

fn is_of_siren(word: &Word<'_>) -> bool {
    concepts::concept(word, None) == Some(*concepts::SIREN)
}

/// The towns of a notice, each as its words, and what is left of it.
#[derive(Debug, Default)]
pub(super) struct Notice {
    pub towns: Vec<String>,
    pub rest: Vec<String>,
}

/// Reads a headline or a text of a notice.
pub(super) fn read(text: &str) -> Notice {
    let text = head(text, MOST_BYTES);
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let capitals = || letters().any(char::is_uppercase) && letters().any(char::is_lowercase);
    let cased = letters().next().is_some_and(is_cased) && capitals();
    let mut notice = Notice::default();
    let (mut rest, mut begins) = (text, true);
    while !rest.is_empty() {
        let end = clause_end(rest);
        let (clause, behind) = rest.split_at(end);
        let alone = begins && ends_sentence(clause, behind);
        let tokens: Vec<Token> = clause.split_whitespace().flat_map(Token::of).collect();
        if cased {
            in_capitals(&tokens, begins, &mut notice);
        } else {
            listed(&tokens, !begins || alone && tokens.len() <= LONGEST, &mut notice);
        }
        begins = if tokens.is_empty() { begins } else { ends_sentence(clause, behind) };
        rest = behind;
    }
    notice
}

/// Where a clause ends: behind a mark and before a space, or at a dash between spaces.
fn clause_end(text: &str) -> usize {
    let mut ends = text.char_indices().map(|(at, c)| (at, c, at + c.len_utf8()));
    let is_end = |(at, c, end): &(usize, char, usize)| {
        let spaced = text.get(*end..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
        let behind = text.get(..*at).is_some_and(|before| before.ends_with(char::is_whitespace));
        match c {
            '\n' | '(' | ')' | '|' | '•' | '/' => true,
            ',' | ';' | ':' | '.' | '!' | '?' | '،' | '؛' | '؟' => spaced,
            '-' | '–' | '—' => spaced && behind,
            _ => false,
        }
    };
    ends.find(is_end).map_or(text.len(), |(.., end)| end)
}

fn ends_sentence(clause: &str, behind: &str) -> bool {
    behind.is_empty() || clause.ends_with(['.', '!', '?', '؟', '\n'])
}

/// A word as it is written, and folded.
struct Token {
    folded: String,
    /// Whether it begins as a name does, and goes on in small letters.
    capital: bool,
}

impl Token {
    fn of(written: &str) -> Option<Token> {
        let written = written.trim_matches(|c: char| !c.is_alphanumeric());
        let folded = fold(written).text().trim().to_owned();
        let mut letters = written.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let capital = capital && letters.any(char::is_lowercase);
        Some(Token { folded, capital }).filter(|token| !token.folded.is_empty())
    }

    /// Whether it stands between names, not in one.
    fn parts(&self) -> bool {
        let text = self.folded.as_str();
        AND.contains(&text) || BEFORE.contains(&text) || matches!(text, "the" | "of" | "for")
    }

    fn alarms(&self) -> bool {
        split(&self.folded, 1).iter().any(is_alarm)
    }

    /// Whether it begins or ends no name: something is known of it, or it is in every newspaper.
    fn is_plain(&self) -> bool {
        let words = split(&self.folded, 1);
        let Some(word) = words.first() else { return true };
        let common = || counted(word).is_some_and(|stem| idf::is_common(word_name(stem)));
        let said =
            || concepts::concept(word, None).is_some_and(|name| kind(name) != Some(Kind::Target));
        is_alarm(word)
            || TABLE.holds(word.hash)
            || KINDS.contains(&word.text)
            || BETWEEN.contains(&word.text)
            || COMMON.contains(&word.text)
            || word.text.chars().any(|c| c.is_ascii_digit())
            || country_at(&words, 0).is_some()
            || said()
            || common() && gazetteer::named(&words).is_empty()
    }
}

/// Names in capitals: all of them but for words that begin a sentence.
fn in_capitals(tokens: &[Token], begins: bool, notice: &mut Notice) {
    let is_part = |token: &Token| token.capital && !token.parts();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if !is_part(token) {
            notice.rest.push(token.folded.clone());
            at += 1;
            continue;
        }
        let run = tokens.get(at..).unwrap_or_default();
        let run = run.get(..run.iter().take_while(|token| is_part(token)).count()).unwrap_or(run);
        let next = tokens.get(at + run.len());
        let front = run.iter().take_while(|token| token.is_plain()).count();
        let back = run.iter().rev().take_while(|token| token.is_plain()).count();
        let name = run.get(front..run.len().saturating_sub(back)).unwrap_or_default();
        // What begins a sentence has a capital for that.
        let first = begins && at == 0 && front == 0;
        let alarms = |next: &Token| name.len() > 1 && next.alarms();
        let stops = |next: &Token| AND.contains(&next.folded.as_str()) || alarms(next);
        let ends = back > 0 || next.is_none_or(stops);
        let hollow = name.iter().all(|token| is_hollow(&token.folded));
        if hollow || first && !ends && !is_known(name) {
            notice.rest.extend(run.iter().map(|token| token.folded.clone()));
        } else {
            let (before, behind) = (run.iter().take(front), run.iter().rev().take(back));
            notice.rest.extend(before.chain(behind).map(|token| token.folded.clone()));
            notice.towns.push(joined(name.iter().map(|token| token.folded.as_str())));
        }
        at += run.len();
    }
}

/// Whether a word says nothing by itself.
fn is_hollow(word: &str) -> bool {
    split(word, 1).iter().all(hollow::is_empty)
}

fn is_known(name: &[Token]) -> bool {
    let name = joined(name.iter().map(|token| token.folded.as_str()));
    !gazetteer::named(&split(&name, LONGEST)).is_empty()
}

/// Names without capitals: behind "in", or all that stands there where the clause is one of a list.
fn listed(tokens: &[Token], is_list: bool, notice: &mut Notice) {
    let mut name: Option<Vec<&str>> = is_list.then(Vec::new);
    let mut close = |name: &mut Option<Vec<&str>>| {
        let words = name.take().unwrap_or_default();
        if words.iter().any(|word| !is_hollow(word)) {
            notice.towns.push(joined(words.into_iter()));
        }
    };
    let mut rest = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let text = token.folded.as_str();
        if let Some(inside) = in_hebrew(text) {
            close(&mut name);
            name = Some(vec![inside]);
        } else if BEFORE.contains(&text) {
            close(&mut name);
            name = Some(Vec::new());
        } else if AND.contains(&text) {
            let listing = name.is_some();
            close(&mut name);
            name = listing.then(Vec::new);
        } else if token.is_plain() {
            // What kind of place it is may stand before its name.
            let leads = name.as_ref().is_some_and(Vec::is_empty);
            if !(leads && (KINDS.contains(&text) || BETWEEN.contains(&text))) {
                close(&mut name);
            }
            rest.push(text);
        } else if let Some(words) = &mut name {
            let further =
                text.strip_prefix(AND_JOINED).filter(|rest| rest.chars().count() >= LEAST);
            let ends = tokens.get(at + 1).is_none_or(|next| next.folded.starts_with(AND_JOINED));
            let stops = split(text, 1).first().and_then(counted).is_none();
            match further.filter(|_| !words.is_empty()) {
                Some(further) => {
                    close(&mut name);
                    name = Some(vec![further.strip_prefix(IN_HEBREW).unwrap_or(further)]);
                }
                None if words.len() < LONGEST && (ends || !stops) => words.push(text),
                None => close(&mut name),
            }
        } else {
            rest.push(text);
        }
    }
    close(&mut name);
    notice.rest.extend(rest.into_iter().map(str::to_owned));
}

/// A name behind the letter with which Hebrew writes "in".
fn in_hebrew(text: &str) -> Option<&str> {
    let word = text.strip_prefix('ו').filter(|rest| rest.starts_with(IN_HEBREW)).unwrap_or(text);
    let rest = word.strip_prefix(IN_HEBREW).filter(|rest| rest.chars().count() >= LEAST)?;
    let token = Token { folded: rest.to_owned(), capital: false };
    Some(rest).filter(|_| !KINDS.contains(&text) && !token.is_plain())
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

/// By what a town is known in other notices: how it sounds where that is enough, else its words without what their
/// language adds to them.
pub(super) fn key(town: &str) -> String {
    let bones = bones(town);
    if bones.len() >= SURE {
        return format!("town {bones}");
    }
    let bare = |word: &str| {
        let rest = word.strip_prefix("ال").filter(|rest| rest.chars().count() >= LEAST);
        let word = rest.unwrap_or(word);
        let inflects = word.starts_with(|c| ('а'..='є').contains(&c) || c == 'і');
        let long = inflects && word.chars().count() >= INFLECTED;
        if long { word.trim_end_matches(ENDINGS).to_owned() } else { word.to_owned() }
    };
    format!("town {}", town.split(' ').map(bare).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::{key, read};

    #[test]
    fn towns_of_a_notice_are_read_in_any_language() {
        for (text, towns) in [
            ("Sirens sounded: Nir Am", vec!["nir am"]),
            ("Sirens sounded in Netiv HaAsara and Ibim.", vec!["netiv haasara", "ibim"]),
            ("Sirens In Yad Mordechai And Zikim", vec!["yad mordechai", "zikim"]),
            ("Rockets fired at the town. Enter the shelter.", vec![]),
            ("Rocket sirens sounded in Sderot: rockets fired at the town.", vec!["sderot"]),
            ("Red Alert - Erez", vec!["erez"]),
            ("Live: alerts in the north", vec![]),
            ("Breaking: Erez", vec!["erez"]),
            ("Nir Am sirens. Magen David Adom says nobody was hurt.", vec!["nir am"]),
            ("Home Front Command: Sirens in Ibim.", vec!["ibim"]),
            ("Erez", vec!["erez"]),
            ("Ibim, Nir Am", vec!["ibim", "nir am"]),
            ("Ibim and Zikim", vec!["ibim", "zikim"]),
            ("Residents of Nirim told to stay inside.", vec!["nirim"]),
            ("SIRENS IN NIR OZ", vec!["nir oz"]),
            ("sirens in nir oz and ibim", vec!["nir oz", "ibim"]),
            ("אזעקות בניר עם", vec!["ניר עם"]),
            ("אזעקות בניר עם ובאיבים", vec!["ניר עם", "איבים"]),
            ("אזעקות בשדרות, ארז ונתיב העשרה", vec!["שדרות", "ארז", "נתיב העשרה"]),
            ("ירי רקטות וטילים: נתיב העשרה, זיקים", vec!["נתיב העשרה", "זיקים"]),
            ("היכנסו למרחב המוגן.", vec![]),
            ("צבע אדום", vec![]),
            ("صفارات الإنذار في نير عام", vec!["نير عام"]),
            ("صفارات الإنذار تدوي في بلدة زيكيم وسديروت", vec!["زيكيم", "سديروت"]),
            ("Сирены в Лозовой и Купянске.", vec!["лозовои", "купянске"]),
            ("Повітряна тривога: Марганець", vec!["марганець"]),
            ("Тривога у місті Нікополь", vec!["нікополь"]),
            ("Ракетная опасность: Мерефа. Пройдите в укрытие.", vec!["мерефа"]),
        ] {
            assert_eq!(read(text).towns, towns, "{text}");
        }
    }

    #[test]
    fn a_town_is_known_in_another_case() {
        for (one, other) in [("мерефа", "мерефе"), ("изюм", "изюме"), ("المطلة", "مطلة")]
        {
            assert_eq!(key(one), key(other));
        }
        assert_eq!(key("netiv haasara"), key("nativ haasarah"));
        for (one, other) in [("nir am", "nir oz"), ("ibim", "avivim"), ("nirim", "nir am")] {
            assert_ne!(key(one), key(other));
        }
    }
}
