//! Places that no table knows, by where they stand in a headline that tells of violence: "strike in Yaroun",
//! «обстрел рынка в Курахово», "غارة على صريفا". Two reports meet by the consonants of the name, which are
//! nearly the same in every script.
//!
//! Places that are known are `gazetteer`'s; how much a spot counts is said in `cluster`.

use std::sync::LazyLock;

use super::concepts;
use super::gazetteer::{self, Place};
use super::idf;
use super::places;
use super::quick::QuickMap;
use super::words::{Kind, Word, counted, hash, kind, neutral, word_name};
use crate::domain::gazetteer::places as gazetteer_rows;
use crate::text::fold::{Folded, fold};

/// Words before a place.
#[rustfmt::skip]
pub(super) const BEFORE: &[&str] = &[
    "in", "near", "on", "at", "outside", "around", "over", "off",
    "a", "en", "sur", "dans", "pres", "cerca", "contra", "sobre", "frente", "large",
    "в", "во", "на", "под", "около", "возле", "близ", "у", "над", "по",
    "в", "في", "علي", "قرب", "قباله", "وسط", "در", "به", "نزديكي", "ליד", "לעבר", "סמוך",
];
/// Words between such a word and the name, or before the name by themselves where they say what kind of
/// place it is.
#[rustfmt::skip]
pub(super) const KINDS: &[&str] = &[
    "town", "city", "village", "district", "ville", "village", "localite", "ciudad", "localidad", "municipio", "pueblo",
    "городе", "поселке", "селе", "деревне", "районе", "город", "поселок", "село",
    "مدينه", "بلده", "قريه", "مخيم", "شهر", "روستاي", "שבמושב", "במושב", "בקיבוץ", "ביישוב", "בעיר", "בכפר",
];
/// Further words that may stand between.
#[rustfmt::skip]
pub(super) const BETWEEN: &[&str] = &[
    "the", "la", "le", "los", "el", "l", "de", "d", "of", "du", "al", "southern", "northern", "eastern", "western", "central", "south", "north", "east", "west",
    "port", "border", "منطقه", "محافظه", "ريف", "جنوب", "شمال", "شرق", "غرب", "استان", "منطقه",
];
/// Most of them.
const MOST_BETWEEN: usize = 3;
const IN: &str = "in";
/// Words before a name where what is hit stands before them: "estación de policía de Toribío".
const OF: &[&str] = &["of", "de", "d", "du"];
/// How far before.
const TARGET_WITHIN: usize = 3;
/// What Hebrew writes in one with the name.
pub(super) const IN_HEBREW: char = 'ב';
/// The article that Arabic does.
const ARTICLE: &str = "ال";
/// Words of scripts without capitals that follow such a word and name no place.
#[rustfmt::skip]
pub(super) const COMMON: &[&str] = &[
    "حادث", "عمليه", "عمليات", "طريق", "شارع", "مبني", "موقع", "مواقع", "مقر", "مقار", "سياره", "سيارات", "دراجه", "شخص", "اشخاص", "مدنيين", "عناصر", "قوات", "قوه", "دوريه",
    "مواطنين", "عائله", "تجمع", "مسيره", "وقت", "يوم", "ليله", "اطار", "اول", "اخر", "عده", "عدد", "اطراف", "محيط", "حدود", "الحدود", "منشاه", "منشات", "اهداف", "هدف",
    "مركز", "مصنع", "ورشه", "منازل", "احياء", "حي", "ساحل", "البحر", "الارض", "الجو", "ظروف", "اشتباكات", "مواجهات", "انفجار", "منطقه", "بلدات", "قري", "مدن", "ناحيه", "جنوبي", "شمالي", "شرقي", "غربي",
    "كلا", "هذا", "هذه", "ذلك", "حال", "حين", "الداخل", "رادارات", "منصات", "زوارق",
    "پي", "حال", "روز", "شب", "يك", "دو", "سه", "اين", "ان", "مرز", "مرزي", "خيابان", "منطقه", "اثر", "دست", "گفت", "سوي", "سمت", "طرف", "دليل", "عنوان", "مقر", "مواضع", "محل", "جريان", "حمله", "خودرو", "نزديكي", "اطراف", "مركز",
    "פעילות", "צומת", "מהלך", "אזור", "מרכז", "דרום", "צפון", "מזרח", "מערב", "מבצע", "שטח", "שטחים", "כביש", "תגובה", "אופן", "מסגרת", "גלל", "עקבות", "לילה", "בוקר", "ערב", "יום", "שעה", "שעות", "מחנה", "גבול", "עוטף", "אוויר", "רכב", "תקיפה", "ירי", "פיגוע", "מתקפה", "אחריות", "אמצעות", "רחבי", "פתוח", "מבנה", "מטרות", "עימות", "תאונה", "חשד", "ניסיון",
];
/// Endings of Russian words that say of which place something is, behind an «с».
#[rustfmt::skip]
const ADJECTIVES: &[&str] = &["кому", "кого", "кии", "кая", "кои", "кую", "кое", "ком", "кие", "ких", "ким", "кими"];
/// Fewest letters of a name, and fewest consonants.
const LEAST: (usize, usize) = (3, 2);
/// Consonants by which a place is known.
const SURE: usize = 4;
/// Fewest letters of a small word that shows that a headline is not all in capitals.
const PLAIN: usize = 5;

/// A headline: its words as folded, the places known in it, and the folding that leads back to the source.
pub(super) struct Headline<'a> {
    pub words: &'a [Word<'a>],
    pub located: &'a [(usize, Place)],
    pub folding: &'a Folded,
    pub source: &'a str,
}

/// Places that stand in a headline and that no table knows as they are written: those that it knows by their
/// sound, each with its word, and names for the others.
pub(super) fn spots(headline: &Headline<'_>) -> (Vec<(usize, Place)>, Vec<u32>) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    let mut names: Vec<(usize, bool)> =
        (0..headline.words.len()).filter_map(|at| headline.name_behind(at)).collect();
    names.sort_unstable_by_key(|(at, sure)| (*at, !sure));
    names.dedup_by_key(|(at, _)| *at);
    known.extend((0..headline.words.len()).filter_map(|at| headline.of_a_place(at)));
    for name in names {
        if let Some(place) = headline.in_place(name.0) {
            known.push((name.0, place));
            continue;
        }
        let Some(bones) = headline.skeleton(name) else { continue };
        match SOUNDING.get(&hash(bones.as_bytes())) {
            Some(Some(place)) => known.push((name.0, *place)),
            _ => unknown.push(neutral(Kind::Spot, &bones)),
        }
    }
    (known, unknown)
}

/// The place that a town of a notice sounds like, or a name for it by the sound of its first word, if that has
/// enough of one.
pub(super) fn sound(town: &str) -> Option<Result<Place, u32>> {
    let first = town.split(' ').next().unwrap_or_default();
    let whole = bones(town);
    let table = if first.len() == town.len() { &SOUNDING } else { &SOUNDING_LONG };
    if let Some(place) = table.get(&hash(whole.as_bytes())).copied().flatten() {
        return Some(Ok(place));
    }
    let own = consonants(first);
    let sound = if own.len() > LEAST.1 { own } else { whole };
    let enough = sound.len() >= LEAST.1 && first.chars().count() >= LEAST.0;
    enough.then(|| Err(neutral(Kind::Spot, &sound)))
}

/// The consonants of a name of several words, each for itself.
pub(super) fn bones(name: &str) -> String {
    name.split(' ').map(consonants).collect()
}

/// Known places by how they sound, where no other sounds so.
type Sounds = QuickMap<u64, Option<Place>>;

/// Those of one word.
static SOUNDING: LazyLock<Sounds> = LazyLock::new(|| sounds(|spelling| !spelling.contains(' ')));
/// Those of several.
static SOUNDING_LONG: LazyLock<Sounds> = LazyLock::new(|| sounds(|name| name.contains(' ')));

fn sounds(of: fn(&str) -> bool) -> Sounds {
    let mut all = Sounds::default();
    for (place, country, _, spellings) in gazetteer_rows() {
        for spelling in spellings.split('|').filter(|spelling| of(spelling)) {
            let bones = bones(fold(spelling).text().trim());
            if bones.len() >= SURE {
                let one = all.entry(hash(bones.as_bytes())).or_insert(Some((place, country)));
                *one = one.filter(|(known, _)| known == place);
            }
        }
    }
    all
}

impl Headline<'_> {
    /// Where the name begins that a word at a place leads to, and whether it surely is one.
    fn name_behind(&self, at: usize) -> Option<(usize, bool)> {
        let text = |at: usize| self.words.get(at).map_or("", |word| word.text);
        let rest = text(at).strip_prefix(IN_HEBREW).filter(|rest| rest.chars().count() >= LEAST.0);
        if rest.is_some_and(|rest| !KINDS.contains(&text(at)) && !COMMON.contains(&rest)) {
            return Some((at, false));
        }
        let is_owner =
            |at: usize| places::country_at(self.words, at).is_some() && self.is_owner(at);
        let owned = at > 0 && is_owner(at);
        let of_target = || {
            let near = self.words.get(at.saturating_sub(TARGET_WITHIN)..at).unwrap_or_default();
            near.iter().any(|word| concepts::concept(word, None).is_some_and(has_name))
        };
        let leads = BEFORE.contains(&text(at)) || KINDS.contains(&text(at));
        if !(owned || leads || OF.contains(&text(at)) && of_target()) {
            return None;
        }
        let between = |at: &usize| {
            BETWEEN.contains(&text(*at)) || KINDS.contains(&text(*at)) || self.is_owner(*at)
        };
        let name = (at + 1..self.words.len()).take(MOST_BETWEEN + 1).find(|at| !between(at))?;
        let owned = owned || (at + 1..name).any(|at| self.is_owner(at));
        let known = self
            .located
            .iter()
            .any(|(place, _)| *place == name || !owned && (at..name).contains(place));
        (!known).then_some((name, owned))
    }

    /// The place that a word before a target says that this is of: «харьковскому вокзалу».
    fn of_a_place(&self, at: usize) -> Option<(usize, Place)> {
        let text = self.words.get(at)?.text;
        let root = ADJECTIVES.iter().find_map(|end| text.strip_suffix(end))?;
        let short = root.strip_suffix('с')?;
        let behind = self.words.get(at + 1)?;
        let target = concepts::concept(behind, self.words.get(at + 2))?;
        if kind(target) != Some(Kind::Target) || self.located.iter().any(|(there, _)| *there == at)
        {
            return None;
        }
        let written = |text: String| {
            let hash = hash(text.as_bytes());
            gazetteer::named(&[Word { text: &text, hash }]).first().copied()
        };
        let by_name = [short.to_owned(), format!("{short}а"), format!("{root}а")];
        let by_sound = || SOUNDING.get(&hash(consonants(short).as_bytes())).copied().flatten();
        by_name.into_iter().find_map(written).or_else(by_sound).map(|place| (at, place))
    }

    /// The place that a name stands for behind "in" only: it is a word or a person elsewhere.
    fn in_place(&self, at: usize) -> Option<Place> {
        let name = *self.words.get(at)?;
        gazetteer::named(&[Word { text: IN, hash: hash(IN.as_bytes()) }, name]).first().copied()
    }

    /// The consonants of a name at a place, where it is one that no table knows.
    fn skeleton(&self, (at, sure): (usize, bool)) -> Option<String> {
        let word = self.words.get(at)?;
        let known = places::country_at(self.words, at).is_some()
            || concepts::concept(word, self.words.get(at + 1)).is_some()
            || !gazetteer::named(self.words.get(at..=at)?).is_empty();
        if known || word.text.chars().count() < LEAST.0 || COMMON.contains(&word.text) {
            return None;
        }
        let hash = counted(word)?;
        let script = word.text.chars().next()?;
        let fits = if is_cased(script) {
            !idf::is_common(word_name(hash)) && self.is_name(at) && (sure || self.is_plain())
        } else {
            !word.text.chars().any(|c| c.is_ascii_digit())
        };
        let name = word.text.strip_prefix(ARTICLE).unwrap_or(word.text);
        let name = if script == IN_HEBREW { name.strip_prefix(IN_HEBREW)? } else { name };
        Some(consonants(name)).filter(|bones| fits && bones.len() >= LEAST.1)
    }

    /// Whether the word at a place is written as a name is: in capitals, but not all of it.
    pub(super) fn is_name(&self, at: usize) -> bool {
        let mut letters = self.written(at).into_iter().flat_map(str::chars);
        letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
    }

    /// Whether the headline has words without capitals.
    pub(super) fn is_plain(&self) -> bool {
        (0..self.words.len()).any(|at| {
            self.written(at).is_some_and(|word| {
                word.starts_with(char::is_lowercase) && word.chars().count() >= PLAIN
            })
        })
    }

    /// Whether a word has what makes it an owner ("Lebanon's").
    fn is_owner(&self, at: usize) -> bool {
        let Some(end) = self.span(at).map(|span| span.end) else { return false };
        let behind = self.source.get(end..).unwrap_or_default();
        ["'s ", "’s ", "' ", "’ "].iter().any(|mark| behind.starts_with(mark))
    }

    /// A word as it is written.
    fn written(&self, at: usize) -> Option<&str> {
        self.source.get(self.span(at)?)
    }

    /// Where a word stands in the source.
    fn span(&self, at: usize) -> Option<std::ops::Range<usize>> {
        let before: usize = self.words.get(..at)?.iter().map(|word| word.text.len() + 1).sum();
        let word = self.words.get(at)?;
        // A folded text begins with a space.
        Some(self.folding.span(before + 1..before + 1 + word.text.len()))
    }
}

/// Whether a name is of what stands in a place of a name.
fn has_name(name: u32) -> bool {
    kind(name) == Some(Kind::Target) || name == *concepts::POLICE
}

/// Whether letters of a script are large or small.
pub(super) fn is_cased(letter: char) -> bool {
    u32::from(letter) < 0x530
}

/// The same sound in every script: a letter stands for its row.
#[rustfmt::skip]
const SOUNDS: &[(char, &str)] = &[
    ('b', "bpfvбпвфبپفבפף"), ('t', "tdтдتدطضثטתד"), ('k', "gkqcjxгкхجكقغخحگکהגקכךח"), ('s', "szсзшщчжцسشصزذظچژסצץשז"),
    ('r', "rрرר"), ('l', "lлلל"), ('m', "mмمמם"), ('n', "nнنנן"),
];
/// Two letters that stand for one sound.
const TOGETHER: &[(&str, char)] = &[
    ("sh", 's'),
    ("ch", 's'),
    ("zh", 's'),
    ("ts", 's'),
    ("tz", 's'),
    ("kh", 'k'),
    ("gh", 'k'),
    ("dj", 'k'),
    ("дж", 'k'),
    ("ph", 'b'),
    ("th", 't'),
    ("dh", 't'),
];
/// Endings of Russian cases that bring a consonant.
const CASES: &[&str] = &["ом", "ем", "ах", "ях", "ого"];
/// Most letters of a skeleton.
const MOST: usize = 10;

/// The consonants of a folded name as sounds that every script tells apart; the same twice counts once.
pub(super) fn consonants(name: &str) -> String {
    let long = name.chars().count() > 5;
    let name = CASES.iter().find_map(|end| name.strip_suffix(end)).filter(|_| long).unwrap_or(name);
    let mut bones = String::new();
    let mut rest = name;
    while let Some(letter) = rest.chars().next() {
        let two = TOGETHER.iter().find(|(two, _)| rest.starts_with(two));
        let length = two.map_or(letter.len_utf8(), |(two, _)| two.len());
        rest = rest.get(length..).unwrap_or_default();
        let sound = match two {
            Some((_, sound)) => Some(*sound),
            None if letter == 'h' || letter == 'ه' => {
                rest.starts_with(['a', 'e', 'i', 'o', 'u', 'ا']).then_some('k')
            }
            None => SOUNDS.iter().find(|(_, all)| all.contains(letter)).map(|(sound, _)| *sound),
        };
        bones.extend(sound.filter(|sound| !bones.ends_with(*sound) && bones.len() < MOST));
    }
    bones
}

#[cfg(test)]
mod tests {
    use super::{Headline, consonants, spots};
    use crate::text::fold::fold;
    use crate::triage::gazetteer::located;
    use crate::triage::words::{Kind, neutral, split};

    fn of(title: &str) -> Vec<u32> {
        let folding = fold(title);
        let words = split(folding.text().trim(), 99);
        let located = located(&words);
        let headline =
            Headline { words: &words, located: &located, folding: &folding, source: title };
        let (known, unknown) = spots(&headline);
        let places = known.into_iter().map(|(_, (place, _))| neutral(Kind::Place, place));
        places.chain(unknown).collect()
    }

    #[test]
    fn a_name_sounds_the_same_in_every_script() {
        for names in [
            ["Yaroun", "يارون", "יארון", "Ярун"],
            ["Kurakhove", "Kourakhove", "Курахово", "קורחוב"],
            ["Avivim", "أفيفيم", "אביבים", "Авивим"],
            ["Toretsk", "Torezk", "Торецке", "טורצק"],
        ] {
            let bones = names.map(|name| consonants(fold(name).text().trim()));
            assert!(bones.iter().all(|one| *one == bones[0]), "{names:?} {bones:?}");
        }
    }

    #[test]
    fn an_unknown_place_is_known_by_where_it_stands() {
        for (one, other) in [
            ("Drone strike kills two in Lebanon's Yaroun", "غارة على بلدة يارون"),
            ("Shelling kills three at market in Ukraine’s Kurakhove", "Обстрел рынка в Курахово"),
            ("Missile hits house in Israel's Avivim", "טיל פגע בבית באביבים"),
            ("Attack on police near Toribio", "Ataque contra la estación de policía de Toribío"),
            ("Strike kills four in south Lebanon's Srifa", "غارة على صريفا"),
            ("Gunmen attack camp in Mali's Boulkessi", "Quinze soldats tués au camp de Boulkessi"),
        ] {
            assert!(!of(one).is_empty() && of(one) == of(other), "{one} / {other}");
        }
    }

    #[test]
    fn a_known_place_is_known_in_another_spelling() {
        assert_eq!(of("Drones hit plant in Russia's Tula"), [neutral(Kind::Place, "tula-city")]);
        let kharkiv = [neutral(Kind::Place, "kharkiv")];
        assert_eq!(of("Удар по харьковскому вокзалу: погиб машинист"), kharkiv);
        assert_eq!(of("Удар по одесскому порту"), [neutral(Kind::Place, "odesa")]);
        assert!(of("Взрыв в русском ресторане").is_empty());
        assert_eq!(of("שני הרוגים בהפגזה בחרסון"), [neutral(Kind::Place, "kherson")]);
    }

    #[test]
    fn what_is_no_unknown_place_is_none() {
        for title in [
            "Rocket hits house in Baghdad",
            "Troops killed in attack on convoy",
            "Strike on NATO convoy kills two",
            "Two Killed in Shooting at School",
            "غارة على مواقع في سوريا",
            "קצין נהרג במהלך פעילות",
            "Взрыв на складе в Киеве",
            "Ukraine says it shot down missiles on Thursday",
            "Four killed during raid in the West Bank",
        ] {
            assert!(of(title).is_empty(), "{title}");
        }
    }
}
