//! News agencies and the marks that their copy carries: one table, one automaton over the
//! published text. Photo credits ("/AFP via …") are no marks: they must not match any row.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

use crate::text::fold::border;

/// An agency: the name to show, its names in sentences, its short forms in brackets and datelines.
struct Agency {
    name: &'static str,
    names: &'static [&'static str],
    shorts: &'static [&'static str],
}

const fn agency(
    name: &'static str,
    names: &'static [&'static str],
    shorts: &'static [&'static str],
) -> Agency {
    Agency { name, names, shorts }
}

const AGENCIES: &[Agency] = &[
    agency(
        "AP",
        &[
            "The Associated Press",
            "the Associated Press",
            "Associated Press",
            "أسوشيتد برس",
            "اسوشيتد برس",
            "Ассошиэйтед Пресс",
        ],
        &["AP"],
    ),
    agency(
        "Reuters",
        &["Reuters", "رويترز", "رویترز", "Рейтер", "רויטרס"],
        &["Reuters", "REUTERS"],
    ),
    agency(
        "AFP",
        &[
            "Agence France-Presse",
            "Agence France Presse",
            "AFP",
            "l'AFP",
            "l’AFP",
            "فرانس برس",
            "فرانس پرس",
            "Франс Пресс",
        ],
        &["AFP", "أ ف ب", "ا ف ب"],
    ),
    agency("UPI", &["United Press International"], &["UPI"]),
    agency("dpa", &["Deutsche Presse-Agentur", "dpa"], &["dpa", "DPA"]),
    agency("EFE", &["Agencia EFE", "la agencia EFE", "EFE"], &["EFE", "Efe"]),
    agency("Europa Press", &["Europa Press"], &["Europa Press", "EUROPA PRESS"]),
    agency("ANSA", &["ANSA"], &["ANSA"]),
    agency("PAP", &["Polska Agencja Prasowa", "PAP"], &["PAP"]),
    agency("PTI", &["Press Trust of India"], &["PTI"]),
    agency("ANI", &["news agency ANI"], &["ANI"]),
    agency("IANS", &["IANS"], &["IANS"]),
    agency("PA Media", &["PA news agency", "the PA news agency"], &["PA Media"]),
    agency("TASS", &["TASS", "Tass", "ТАСС"], &["TASS", "ТАСС"]),
    agency("RIA Novosti", &["RIA Novosti", "РИА Новости"], &["RIA Novosti", "РИА Новости"]),
    agency("Interfax", &["Interfax", "Интерфакс"], &["Interfax", "Интерфакс"]),
    agency("Xinhua", &["Xinhua"], &["Xinhua"]),
    agency("Kyodo", &["Kyodo News", "Kyodo"], &["Kyodo"]),
    agency("Yonhap", &["Yonhap News Agency", "Yonhap"], &["Yonhap"]),
    agency("Anadolu", &["Anadolu Agency", "Anadolu"], &["AA", "الأناضول"]),
    agency("IRNA", &["IRNA", "ایرنا"], &["IRNA", "ایرنا"]),
    agency("Fars", &["Fars News Agency", "Fars news agency", "خبرگزاری فارس"], &["FNA"]),
    agency("Tasnim", &["Tasnim News Agency", "Tasnim news agency", "تسنیم"], &["Tasnim"]),
    agency("SANA", &["SANA news agency", "news agency SANA", "agency SANA", "سانا"], &["SANA"]),
    agency("INA", &["Iraqi News Agency", "وكالة الأنباء العراقية"], &["INA", "واع"]),
    agency("NNA", &["National News Agency"], &["NNA"]),
    agency("WAFA", &["WAFA", "وفا"], &["WAFA"]),
    agency("Bloomberg", &["Bloomberg News"], &["Bloomberg"]),
    agency("VOA", &["VOA News"], &["VOA"]),
];

/// Sentences by which one outlet gives another's report; `@` stands for an agency's name.
/// Spaces inside the quotes matter: a name must stand alone.
const SENTENCES: &[&str] = &[
    "according to @",
    "According to @",
    "reported by @",
    "@ reported",
    "@ reports",
    "@ said",
    "@ has reported",
    "told @",
    "tells @",
    "@ news agency",
    "@ reporters",
    "@ journalist",
    "@ correspondent",
    "cited by @",
    "Source: @",
    "source: @",
    "© @",
    "Copyright @",
    "By @",
    "by @ news",
    "with @ inputs",
    "inputs from @",
    "with information from @",
    "material from @",
    "contributed to this report by @",
    "selon @",
    "d'après @",
    "rapporte @",
    "a rapporté @",
    "a indiqué @",
    "avec @",
    "source @",
    "según @",
    "informó @",
    "dijo a @",
    "con información de @",
    "de acuerdo con @",
    "сообщает @",
    "передает @",
    "передаёт @",
    "сообщил @",
    "сообщило @",
    "по данным @",
    "заявил @",
    "وفق @",
    "وفقا ل@",
    "وفقًا ل@",
    "وفقاً ل@",
    "بحسب @",
    "حسب @",
    "ذكرت @",
    "قالت @",
    "نقلت @",
    "أفادت @",
    "به گزارش @",
    "وكالة @",
    "وكالة الأنباء @",
    "לפי @",
    "דיווח @",
];

/// How short forms stand in datelines and credits; `@` stands for the short form.
const DATELINES: &[&str] =
    &["(@)", "[@]", "（@）", "/@/", "(@) -", "@ - ", "@ — ", "@ – ", "@ -- ", " – @.", "(с) @"];

/// How far into a text a bare dateline (`AFP - `) may stand, in bytes.
const DATELINE_WITHIN: usize = 80;

struct Marks {
    /// The names alone, small enough for a table that takes a byte in one step: most texts hold
    /// none, and a walk through all the sentences took an eighth of the time of examining.
    names: Option<AhoCorasick>,
    automaton: Option<AhoCorasick>,
    /// Bytes of the longest pattern.
    longest: usize,
    /// For each pattern: row of the agency, and whether it is a bare dateline.
    meaning: Vec<(usize, Place)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Anywhere,
    Start,
}

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let mut patterns = Vec::new();
    let mut meaning = Vec::new();
    for (row, agency) in AGENCIES.iter().enumerate() {
        for (form, name) in SENTENCES.iter().flat_map(|f| agency.names.iter().map(move |n| (f, n)))
        {
            patterns.push(form.replace('@', name));
            meaning.push((row, Place::Anywhere));
        }
        for (form, name) in DATELINES.iter().flat_map(|f| agency.shorts.iter().map(move |n| (f, n)))
        {
            patterns.push(form.replace('@', name));
            meaning.push((row, if form.starts_with('@') { Place::Start } else { Place::Anywhere }));
        }
    }
    let longest = patterns.iter().map(String::len).max().unwrap_or_default();
    // The patterns are constants: a failed build would show in every test.
    let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns);
    let names = AGENCIES.iter().flat_map(|agency| agency.names.iter().chain(agency.shorts));
    let names = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(names);
    Marks { names: names.ok(), automaton: automaton.ok(), longest, meaning }
});

/// The agency that a text marks itself as coming from: the first mark counts.
pub(super) fn marked(text: &str) -> Option<&'static str> {
    let marks = &*MARKS;
    // Every mark holds a name: none begins further before the first name than it is long.
    let name = marks.names.as_ref()?.find(text)?;
    let from = border(text, name.end().saturating_sub(marks.longest));
    for found in marks.automaton.as_ref()?.find_iter(Input::new(text).range(from..)) {
        let Some((row, place)) = marks.meaning.get(found.pattern().as_usize()) else { continue };
        let stands_alone = edges_are_free(text, found.start(), found.end());
        if stands_alone && (*place == Place::Anywhere || found.start() <= DATELINE_WITHIN) {
            return AGENCIES.get(*row).map(|a| a.name);
        }
    }
    None
}

/// Whether an origin is an agency of the table.
pub(super) fn is_agency(origin: &str) -> bool {
    AGENCIES.iter().any(|agency| agency.name == origin)
}

/// Whether the mark is no part of a longer word ("CAFP - ", "told Reutersville").
fn edges_are_free(text: &str, start: usize, end: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (before, mark, after) = (text.get(..start), text.get(start..end), text.get(end..));
    let inner = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let mark_ends = |m: &str| (inner(m.chars().next()), inner(m.chars().next_back()));
    let (free_start, free_end) = mark.map_or((false, false), mark_ends);
    (free_start || !letter(before.and_then(|b| b.chars().next_back())))
        && (free_end || !letter(after.and_then(|a| a.chars().next())))
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn marks_in_many_forms_name_their_agency() {
        for (text, agency) in [
            ("BAGHDAD (AP) — A rocket landed", Some("AP")),
            ("Rocket lands near embassy (Reuters)", Some("Reuters")),
            ("Beyrouth (AFP) - Des roquettes", Some("AFP")),
            ("BEIRUT, April 6 (Reuters) - Rockets", Some("Reuters")),
            ("AFP - Des roquettes ont été tirées", Some("AFP")),
            ("a statement reported by the Associated Press.", Some("AP")),
            ("two officials told Reuters on Thursday", Some("Reuters")),
            ("сообщает РИА Новости со ссылкой", Some("RIA Novosti")),
            ("بحسب رويترز", Some("Reuters")),
            ("selon l’AFP, deux blessés", Some("AFP")),
            ("según EFE, no hubo heridos", Some("EFE")),
            ("The ship is seen. (William West/AFP via Getty Images)", None),
            ("Shares of Thomson Reuters rose", None),
            ("officials told reporters", None),
            ("", None),
        ] {
            assert_eq!(marked(text), agency, "{text}");
        }
    }
}
