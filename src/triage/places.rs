//! Countries that an article names, by a small table of names, demonyms and capitals: enough to
//! keep two events apart that share their words but not their country.

use std::sync::LazyLock;

use super::gazetteer::bare;
use super::quick::QuickMap;
use super::words::{Word, hash, mix, split};
use crate::text::fold::fold;

/// Rows of names: ISO 3166 alpha-2 code, then folded words or pairs of words. Names that are
/// also common words or people (Chad, Jordan, Georgia, Mali, Niger, Turkey) are left out or paired.
#[rustfmt::skip]
const COUNTRIES: &[(&str, &str)] = &[
    ("AE", "uae|emirati|emirates|abu dhabi|dubai"),
    ("AF", "afghanistan|afghan|afghans|kabul|kandahar|herat|افغانستان|أفغانستان|کابل|афганистан|афганистане|кабул|кабуле|afganistán"),
    ("AM", "armenia|armenian|yerevan|армения|армении"),
    ("AR", "argentina|argentine|buenos aires"),
    ("AU", "australia|australian|canberra|sydney|melbourne"),
    ("AZ", "azerbaijan|azerbaijani|azeri|baku|азербайджан|азербайджана|azerbaïdjan"),
    ("BD", "bangladesh|bangladeshi|dhaka"),
    ("BF", "burkina faso|burkinabe|ouagadougou"),
    ("BR", "brazil|brazilian|brasilia|brasil"),
    ("BY", "belarus|belarusian|minsk|беларусь|беларуси"),
    ("CA", "canada|canadian|ottawa|toronto"),
    ("CD", "dr congo|drc|congolese|kinshasa|goma"),
    ("CN", "china|chinese|beijing|китай|китая|chine|الصين"),
    ("CO", "colombia|colombian|bogota|bogotá"),
    ("CU", "cuba|cuban|havana"),
    ("DE", "germany|german|berlin|allemagne|alemania|германия|германии|niemcy"),
    ("EG", "egypt|egyptian|cairo|مصر|القاهرة|египет"),
    ("ER", "eritrea|eritrean|asmara"),
    ("ES", "spain|spanish|madrid|españa|espagne"),
    ("ET", "ethiopia|ethiopian|addis ababa|tigray"),
    ("FR", "france|french|paris|francia|франция|франции"),
    ("GB", "britain|british|uk|london|scotland|scottish|england|northern ireland"),
    ("GR", "greece|greek|athens"),
    ("HT", "haiti|haitian|port au"),
    ("ID", "indonesia|indonesian|jakarta"),
    ("IL", "israel|israeli|israelis|jerusalem|tel aviv|إسرائيل|اسرائيل|الإسرائيلي|اسراییل|ישראל|ירושלים|израиль|израиля|израиле|israël"),
    ("IN", "india|indian|new delhi|delhi|mumbai|kashmir"),
    ("IQ", "iraq|iraqi|iraqis|baghdad|basra|kirkuk|mosul|erbil|العراق|بغداد|عراق|עיראק|ирак|ираке|багдад|багдаде|irak|bagdad"),
    ("IR", "iran|iranian|iranians|tehran|isfahan|إيران|ایران|طهران|تهران|איראן|טהרן|иран|иране|ирана|тегеран|тегеране|téhéran|teherán"),
    ("IT", "italy|italian|rome|italie|italia"),
    ("JO", "amman|jordanian|الأردن|عمان"),
    ("JP", "japan|japanese|tokyo|japon|japón|япония"),
    ("KE", "kenya|kenyan|nairobi"),
    ("KP", "north korea|north korean|pyongyang|кндр"),
    ("KR", "south korea|south korean|seoul"),
    ("KW", "kuwait|kuwaiti|الكويت"),
    ("LB", "lebanon|lebanese|beirut|لبنان|بيروت|לבנון|ביירות|ливан|ливана|ливане|liban|beyrouth|líbano"),
    ("LY", "libya|libyan|tripoli|benghazi|ليبيا|طرابلس|libye"),
    ("ML", "malian|bamako"),
    ("MM", "myanmar|yangon|naypyidaw"),
    ("MX", "mexico|mexican|méxico|mexique"),
    ("NE", "nigerien|niamey"),
    ("NG", "nigeria|nigerian|abuja|lagos"),
    ("PH", "philippines|philippine|manila|mindanao"),
    ("PK", "pakistan|pakistani|islamabad|karachi|peshawar|باكستان|پاکستان|пакистан"),
    ("PL", "poland|polish|warsaw|polska|polsce|polski|warszawa|warszawie|польша"),
    ("PS", "gaza|palestinian|palestinians|palestine|west bank|ramallah|jenin|nablus|غزة|فلسطين|الفلسطينيين|עזה|газа|газе|газы|cisjordanie|cisjordania"),
    ("QA", "qatar|qatari|doha|قطر|الدوحة"),
    ("RU", "russia|russian|russians|moscow|kremlin|россия|россии|москва|москве|russie|rusia|rosja|rosji|روسيا|روسیه|רוסיה"),
    ("SA", "saudi|saudis|riyadh|السعودية|الرياض|عربستان"),
    ("SD", "sudan|sudanese|khartoum|darfur|السودان|الخرطوم|soudan|sudán"),
    ("SE", "sweden|swedish|stockholm"),
    ("SO", "somalia|somali|mogadishu|الصومال|somalie"),
    ("SS", "south sudan|juba"),
    ("SY", "syria|syrian|syrians|damascus|aleppo|idlib|سوريا|سورية|دمشق|سوریه|סוריה|דמשק|сирия|сирии|дамаск|syrie|damas|siria|damasco"),
    ("TD", "chadian|ndjamena"),
    ("TN", "tunisia|tunisian|tunis"),
    ("TR", "turkish|ankara|istanbul|turkiye|türkiye|تركيا|ترکیه|турция|турции|turquie|turquía"),
    ("TW", "taiwan|taiwanese|taipei"),
    ("UA", "ukraine|ukrainian|ukrainians|kyiv|kiev|kharkiv|odesa|odessa|bakhmut|kherson|украина|украины|украине|киев|киеве|ukraina|ukrainy|ukrainie|ucrania|أوكرانيا|اوکراین|אוקראינה"),
    ("US", "us|usa|united states|american|americans|washington|america"),
    ("VE", "venezuela|venezuelan|caracas"),
    ("YE", "yemen|yemeni|sanaa|aden|اليمن|صنعاء|یمن|תימן|йемен|йемене|yémen"),
    ("ZA", "south africa|south african|pretoria|johannesburg"),
];

/// Most countries told of one article.
const MOST: usize = 6;

/// What a word may name.
#[derive(Default)]
struct Name {
    /// A country, by itself.
    code: Option<&'static str>,
    /// Something together with the next word.
    opens: bool,
}

#[derive(Default)]
struct Table {
    words: QuickMap<u64, Name>,
    pairs: QuickMap<u64, &'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for (code, names) in COUNTRIES {
        for name in names.split('|') {
            let folded = fold(name);
            let words = split(folded.text().trim(), 2);
            let Some(first) = words.first() else { continue };
            let entry = table.words.entry(first.hash).or_default();
            if let Some(second) = words.get(1) {
                entry.opens = true;
                table.pairs.insert(pair(first, second), code);
            } else {
                entry.code = Some(code);
            }
        }
    }
    table
});

fn pair(first: &Word<'_>, second: &Word<'_>) -> u64 {
    mix(first.hash.rotate_left(13) ^ second.hash)
}

/// Countries named in the words of a title and a lead, sorted.
pub(super) fn countries(title: &[Word<'_>], lead: &[Word<'_>]) -> Vec<String> {
    let table = &*TABLE;
    let mut codes: Vec<&'static str> = Vec::new();
    for words in [title, lead] {
        let mut covered = 0;
        for (at, word) in words.iter().enumerate() {
            let stripped =
                || bare(word.text).find_map(|form| table.words.get(&hash(form.as_bytes())));
            let Some(name) = table.words.get(&word.hash).or_else(stripped) else { continue };
            let next = words.get(at + 1).filter(|_| name.opens);
            if let Some(code) = next.and_then(|next| table.pairs.get(&pair(word, next))) {
                covered = at + 2;
                codes.push(code);
            } else if at >= covered {
                codes.extend(name.code);
            }
        }
    }
    codes.truncate(4 * MOST);
    codes.sort_unstable();
    codes.dedup();
    codes.truncate(MOST);
    codes.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{countries, split};

    #[test]
    fn names_demonyms_and_capitals_are_known() {
        for (text, codes) in [
            ("rocket hits near us embassy in baghdad", vec!["IQ", "US"]),
            ("north korean missile", vec!["KP"]),
            ("azerbaijan embassy in tehran", vec!["AZ", "IR"]),
            ("обстрел в сирии", vec!["SY"]),
            ("south sudan and sudan", vec!["SD", "SS"]),
            ("chad kroeger sings", vec![]),
        ] {
            assert_eq!(countries(&split(text, 99), &[]), codes, "{text}");
        }
    }
}
