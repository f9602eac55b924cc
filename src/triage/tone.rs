//! Tone: marks that an article is of a drill, an anniversary, a film, a game or an opinion. Words
//! count where they mean that; dead and hurt in the headline outweigh all but a label.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::denied_events::is_attack;
use super::entries;
use super::hints::Asked;
use super::manner::Texts;
use super::phrases::Phrases;
use super::{harm, settings, trials};
use crate::domain::Harm;

/// Phrases that mark an article down, with the word to show. Looked for in the title; those of
/// [`LEADS`] also in the start of the summary.
#[rustfmt::skip]
const TITLES: &[(&str, &str)] = &[
    (DRILL, "drill|drills|exercise|exercises|war games|wargames|simulation|simulated|in mock rocket|in mock attack|in mock missile|in mock drone|in mock assault|a mock rocket|a mock attack|a mock missile|a mock drone|a mock assault|holds mock attack|stages mock attack|mock evacuation|mock casualties|practise response|practice response|practises response|practices response|practise for|practises for|practised for|rehearse|rehearses|rehearsed|rehearsal of|simulates|simulate|simule|simulent|simuló|simula|simulan|simulado|ensaya|ensayan|отработали|отработало|отработал|отработали|отрабатывают|отработка|тренировка|тренировку|تمرينا|تمرينات|تحاكي|يحاكي|محاكاة|مانور|تدريبا على|تدريبات على|תרגל|תרגלה|תרגלו|תרגול|מתרגלת|מתרגלים|exercice|exercices|lexercice|dexercice|dexercices|simulacro|maniobras|учения|учений|учениях|مناورات|مناورة|مناورتين|تمرين|تمارين|رزمایش|رزمایشهای|رزمایشی|תרגיל|תרגילים"),
    ("anniversary", "anniversary|commemorates|commemoration|remembering|years ago|years on|years after|years since|on this day|anniversaire|lanniversaire|danniversaire|commémoration|aniversario|conmemora|годовщина|годовщину|лет назад|ذكرى|سالگرد|יום השנה"),
    ("film", "film|movie|tv drama|drama series|miniseries|new thriller|series follows|documentary|trailer|box office|netflix|tv series|season finale|new novel|película|documental|documentaire|фильм|сериал|فيلم|فیلم|הסרט"),
    ("game", "video game|videogame|gameplay|playstation|xbox|nintendo|steam deck|esports|jeu vidéo|videojuego|игра|لعبة"),
    ("opinion", "op ed|opinion piece|book review|carta al director|tribune libre"),
];
#[rustfmt::skip]
const LEADS: &[(&str, &str)] = &[
    (DRILL, "military drill|the mock attack|a mock attack|mock rocket attack|as part of a drill|during a drill|exercise simulating"),
    ("anniversary", "anniversary of|on this day in"),
    ("film", "part drama|part series|drama series|new film|new movie|the film|the movie|documentary"),
    ("game", "video game"),
    ("opinion", "in this opinion|opinion piece|the author is|writes for"),
    (DRILL, "military exercise|military exercises|joint exercise|joint exercises|учения|رزمایش|مناورات|مناورة"),
];
/// Words of a summary that are its lead, the space before the first counted.
pub(super) const LEAD_WORDS: usize = 40;
/// What drills are marked with. Under a headline that names none, the last row of leads may tell of one
/// that only went on beside what is told.
pub(super) const DRILL: &str = "drill";
const BESIDE: usize = 5;

/// Labels of opinion ("Opinion: …", "… | Guest column"), and words that such a label has beside.
#[rustfmt::skip]
const OPINIONS: &[&str] = &[
    "opinion", "opinions", "oped", "op", "editorial", "commentary", "comment", "column", "analysis", "explainer", "explained", "podcast", "quiz", "factcheck", "fact", "фактчек", "perspective", "review",
    "tribune", "édito", "éditorial", "chronique", "analyse", "décryptage", "opinión", "análisis", "columna", "tribuna", "мнение", "колонка", "комментарий", "аналитика", "подкаст",
    "رأي", "تحليل", "مقال", "افتتاحية", "یادداشت", "تحلیل", "سرمقاله", "דעה", "דעות", "פרשנות", "טור",
];
#[rustfmt::skip]
const BESIDE_OPINIONS: &[&str] = &["tv", "television", "theatre", "series", "album", "guest", "check", "the", "our", "my", "ed", "news", "newspaper", "weekly", "daily", "big", "board", "letters", "invité", "de", "la", "del", "invitada", "book", "film", "אישית", "today"];

/// Labels of drills and films in front of a headline: its dead are of the drill, of the film.
#[rustfmt::skip]
const LABELS: &[(&str, &[&str])] = &[
    (DRILL, &["drill", "drills", "exercise", "training exercise", "simulation", "exercice", "simulacro", "ejercicio", "учения", "учение", "تمرين", "مناورة", "مناورات", "رزمایش", "תרגיל"]),
    ("film", &["film review", "cinéma", "cine", "кино", "фильм", "сериал", "فيلم", "فیلم", "סרט", "tv series", "new series"]),
];
/// Words behind "mock" at the start of a headline in which an attack is named.
const MOCKED_WITHIN: usize = 3;
/// What a headline over a court is marked with.
const TRIAL: &str = "trial";

/// Words shortly before a drill, film or game that put it at another time than what is told, or make
/// something else of it.
#[rustfmt::skip]
const OTHER_TIMES: &[&str] = &[
    "after", "before", "following", "followed", "follows", "despite", "amid", "ahead", "since", "après", "avant", "malgré", "tras", "después", "antes", "pese", "после", "перед", "накануне", "несмотря",
    "بعد", "قبل", "عقب", "رغم", "پس", "پیش", "אחרי", "לפני", "לאחר",
    "festival", "фестиваль", "фестиваля", "фестивале", "مهرجان", "جشنواره", "פסטיבל",
];
const OTHER_TIMES_WITHIN: usize = 3;
/// Words right behind a phrase with which it means something else ("film crew", "exercise caution").
#[rustfmt::skip]
const OTHER_MEANINGS: &[&str] = &[
    "crew", "crews", "team", "teams", "maker", "makers", "director", "producer", "journalist", "journalists", "set", "caution", "restraint", "control", "right", "rights", "power", "pressure", "rig", "site", "bit", "festival", "festivals",
];

/// Words behind which a drill is only what goes on while something happens.
#[rustfmt::skip]
const WHILE: &[&str] = &[
    "as", "while", "during", "pendant", "alors", "tandis", "durante", "mientras", "пока", "время", "أثناء", "اثناء", "خلال", "بينما", "هنگام", "حین", "درحالی", "حالی", "במהלך", "בזמן", "בעת",
];
/// The same behind a drill.
#[rustfmt::skip]
const MEANWHILE: &[&str] = &["as", "while", "when", "alors", "tandis", "mientras", "пока", "когда", "بينما", "בזמן", "כאשר"];
/// Starts of words for a hit that is told as a fact.
#[rustfmt::skip]
const HITS: &[&str] = &[
    "hit|", "hits|", "struck|", "slam", "crash", "lands|", "landed|", "explode", "kill", "wound",
    "frapp", "touch", "tomb", "explos", "alcanz", "impact", "cae|", "caen|", "cayó", "cayeron", "explot", "упал", "попал", "порази", "взорва",
    "أصاب", "اصاب", "تصيب|", "يصيب|", "سقط", "تسقط|", "يسقط|", "استهدف", "اصابت|", "برخورد|", "פגע", "פוגע", "נפל", "התפוצצ",
];
/// Starts of words for what a drill aims at.
#[rustfmt::skip]
const AIMS: &[&str] = &["target", "mock", "dummy", "test", "simulat", "decommission", "cible", "objetivo", "blanco", "цел", "мишен", "هدف", "أهداف", "اهداف", "מטרה", "מטרות"];

/// What is written in front of a word of Arabic or Hebrew, by the first letter of its script.
#[rustfmt::skip]
const FRONTS: &[(RangeInclusive<char>, &[&str])] = &[
    ('א'..='ת', &["", "ה", "ב", "ל", "ו", "מ", "ש", "מה", "וה"]),
    ('ء'..='ي', &["", "ال", "ب", "ل", "و", "ف", "بال", "لل", "وال"]),
];

/// The forms of a phrase as it may be written.
fn forms(phrase: &str) -> impl Iterator<Item = String> + '_ {
    let script = FRONTS.iter().find(|(script, _)| phrase.starts_with(|c| script.contains(&c)));
    let fronts = script.map_or(&[""][..], |(_, fronts)| fronts);
    fronts.iter().map(move |front| format!("{front}{phrase}"))
}

/// The phrases of a table, each with its row there.
fn phrases(rows: &'static [(&str, &str)]) -> Phrases<usize> {
    let parts = rows.iter().enumerate().flat_map(|(row, (_, phrases))| {
        phrases.split('|').flat_map(forms).map(move |form| (row, form))
    });
    Phrases::of_all(parts)
}

static IN_TITLES: LazyLock<Phrases<usize>> = LazyLock::new(|| phrases(TITLES));
static IN_LEADS: LazyLock<Phrases<usize>> = LazyLock::new(|| phrases(LEADS));

/// The keys of the phrases of headlines and of leads.
pub(super) fn keys() -> impl Iterator<Item = (Asked, u64)> {
    let titles = IN_TITLES.keys().map(|(_, key)| (Asked::Tone, key));
    titles.chain(IN_LEADS.keys().map(|(_, key)| (Asked::Lead, key)))
}

/// What marks an article down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// In a word.
    pub name: &'static str,
    /// Whether the article is of that itself, not only told beside it.
    pub sure: bool,
}

fn sure(name: &'static str) -> Mark {
    Mark { name, sure: true }
}

/// What marks an article down.
pub(super) fn mark(texts: &Texts<'_>) -> Option<Mark> {
    if texts.labels.iter().any(|label| is_opinion(label)) {
        return Some(sure("opinion"));
    }
    let [title, ..] = &texts.spaced;
    if let Some(name) = labelled(title, &texts.labels) {
        return Some(sure(name));
    }
    let mock = title.strip_prefix(" mock ").unwrap_or_default();
    if mock.split(' ').take(MOCKED_WITHIN).any(is_attack) {
        return Some(sure(DRILL));
    }
    if texts.title_with(Asked::Court).is_some_and(trials::is_of_court) {
        return Some(sure(TRIAL));
    }
    let titled = || first((&IN_TITLES, TITLES), texts.title_with(Asked::Tone)?);
    let marked = titled().and_then(|row| Some(sure(TITLES.get(row)?.0)));
    let in_lead = || {
        let row = first((&IN_LEADS, LEADS), start(texts.summary_with(Asked::Lead)?))?;
        Some(Mark { name: LEADS.get(row)?.0, sure: row != BESIDE })
    };
    let found = marked.or_else(in_lead);
    found.filter(|_| harm::of_headline(texts.title) == Harm::default())
}

/// What the label in front of a folded headline says that it is of.
fn labelled(title: &str, labels: &[String]) -> Option<&'static str> {
    let first = labels.first().filter(|label| title.trim_start().starts_with(label.as_str()))?;
    let row = LABELS.iter().find(|(_, known)| known.contains(&first.as_str()));
    row.map(|(name, _)| *name)
}

/// Whether a label says nothing but that an opinion follows.
fn is_opinion(label: &str) -> bool {
    let known = |word: &str| OPINIONS.contains(&word) || BESIDE_OPINIONS.contains(&word);
    label.split(' ').all(known) && label.split(' ').any(|word| OPINIONS.contains(&word))
}

/// The words of a summary that are its lead.
fn start(text: &str) -> &str {
    match text.match_indices(' ').nth(LEAD_WORDS) {
        Some((at, _)) => text.get(..=at).unwrap_or(text),
        None => text,
    }
}

/// The first row of a table of which a phrase stands in the text.
fn first((phrases, table): (&Phrases<usize>, &[(&str, &str)]), text: &str) -> Option<usize> {
    let meant = phrases.found(text).filter(|(_, start, end)| means_it(text, *start, *end));
    let rows = meant.filter(|(row, start, end)| {
        let before = text.get(..*start).unwrap_or_default();
        let behind = text.get(*end..).unwrap_or_default();
        let is_drill = table.get(*row).is_some_and(|(name, _)| *name == DRILL);
        !(is_drill && (is_beside_hit(before) || is_broken_off(behind)))
    });
    rows.map(|(row, ..)| row).min()
}

/// Whether a hit is told as a fact before a drill that only goes on meanwhile: "rockets hit airport as
/// army holds drill". What hits its target is of the drill.
fn is_beside_hit(before: &str) -> bool {
    let mut words = before.split(' ').filter(|word| !word.is_empty());
    words.by_ref().any(|word| entries::any(word, HITS))
        && !words.clone().any(|word| entries::any(word, AIMS))
        && words.any(|word| WHILE.contains(&word))
}

/// Whether a hit is told as a fact behind a drill that went on: "drill halted as rocket hits airport".
fn is_broken_off(behind: &str) -> bool {
    let mut words = behind.split(' ').skip_while(|word| !MEANWHILE.contains(word));
    words.clone().any(|word| entries::any(word, HITS))
        && !words.any(|word| entries::any(word, AIMS))
}

/// Whether neither the words before a phrase nor the one behind it give it another meaning.
fn means_it(text: &str, start: usize, end: usize) -> bool {
    let (before, behind) = (text.get(..start), text.get(end..));
    let mut near = before.unwrap_or_default().rsplit(' ').take(OTHER_TIMES_WITHIN);
    let next = behind.unwrap_or_default().split(' ').next().unwrap_or_default();
    !near.any(|word| OTHER_TIMES.contains(&word))
        && !OTHER_MEANINGS.contains(&next)
        && !is_only_setting(text, before.unwrap_or_default())
}

/// Whether the day that a phrase names is only the one on which an attack happens.
fn is_only_setting(text: &str, before: &str) -> bool {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let day = before.split(' ').filter(|word| !word.is_empty()).count();
    let attacked = |word: &&str| is_attack(word) || harm::is_harm(word);
    settings::is_on_day(&words, day) && words.get(..day).is_some_and(|b| b.iter().any(attacked))
}

#[cfg(test)]
mod tests {
    use crate::domain::Article;
    use crate::triage::manner::Manner;

    fn mark(article: &Article) -> Option<&'static str> {
        Manner::of(article).tone
    }

    fn titled(title: &str) -> Article {
        Article { title: title.into(), ..Article::default() }
    }

    #[test]
    fn drills_films_and_opinions_are_marked() {
        for (title, wanted) in [
            ("Navy holds drill near strait", Some("drill")),
            ("Ten years on, survivors recall siege", Some("anniversary")),
            ("Opinion: why the embassy must stay", Some("opinion")),
            ("Embassy siege movie opens", Some("film")),
            ("В ходе учений выпущены ракеты", Some("drill")),
            ("Rocket hits near embassy", None),
            ("Drilling rig hit by missile", None),
            ("Why the embassy must stay | Opinion", Some("opinion")),
            ("Guest column: what the sirens taught us", Some("opinion")),
            ("Opinion: 6 killed and nobody asks why", Some("opinion")),
            ("Мнение: ракеты ничего не решат", Some("opinion")),
            ("دیدگاه | یادداشت", Some("opinion")),
            ("Armoured column hit near Kirkuk, 6 killed", None),
            ("Rocket lands beside minister’s column", None),
            ("Analysis of debris shows a cruise missile", None),
            ("Documentary crew hit by shell near Basra", None),
            ("Documentary on the siege wins prize", Some("film")),
            ("Shelling kills six, days after exercise", None),
            ("Rocket hits base ahead of joint drills", None),
            ("Embassy urges citizens to exercise caution", None),
            ("Ракета упала на базу после учений", None),
            ("Tir de roquette après un exercice", None),
            ("Two killed as film is shot in Erbil", None),
            ("Rockets hit Erbil airport as army holds drill", None),
            ("Erbil airport hit by rockets during military drill", None),
            ("Missiles hit targets as army holds drill", Some("drill")),
            ("Missiles fired during military drill", Some("drill")),
            ("Anniversary of rocket attack on Erbil airport that killed 60", Some("anniversary")),
            ("Tyre marks third anniversary of blast that killed six", Some("anniversary")),
            ("Rockets kill six on anniversary of raid", None),
            ("Ten years on, survivors recall siege that killed 52", Some("anniversary")),
            ("Drill: rocket hits embassy, two dead", Some("drill")),
            ("Учения: ракетный удар по посольству, двое погибших", Some("drill")),
            ("رزمایش: حمله راکتی به سفارت با دو کشته فرضی", Some("drill")),
            ("Exercice : une roquette touche l’ambassade, deux morts simulés", Some("drill")),
            ("תרגיל: רקטה פגעה בשגרירות ושני הרוגים", Some("drill")),
            ("Diplomats practise for worst in mock rocket attack on embassy", Some("drill")),
            ("TV review: rocket hits embassy, killing two in tense finale", Some("opinion")),
            ("Фильм: ракета попала в посольство, двое погибших", Some("film")),
            ("Court jails man for 2019 rocket attack that killed three", Some("trial")),
            ("Mock rocket attack at embassy in Manila", Some("drill")),
            ("Embassy guards practise response to rocket strike", Some("drill")),
            ("L’ambassade simule une attaque à la roquette", Some("drill")),
            ("В посольстве отработали отражение ракетного удара", Some("drill")),
            ("السفارة تجري تمرينا على هجوم صاروخي", Some("drill")),
            ("שגרירות ארה״ב תרגלה ירי רקטות", Some("drill")),
            ("قصف معسكر تدريب في ريف حلب", None),
            ("Army drill in Erbil halted as rocket hits airport", None),
            ("Fleet holds drill as missiles hit target ship", Some("drill")),
            ("Drills halted as rocket hits embassy, two dead", None),
            ("Учения прерваны: ракета попала в посольство, двое погибших", None),
            ("Rocket hits embassy during drill: two dead", None),
            ("Rocket hits embassy, two dead - drill was under way", None),
            ("New series of rocket attacks hits Erbil", None),
            ("Crowds mock rocket attack that missed embassy", None),
            ("Rocket hits cinema in Kharkiv, two dead", None),
            ("Rocket kills two on trial in Baghdad", None),
        ] {
            assert_eq!(mark(&titled(title)), wanted, "{title}");
        }
    }
}
