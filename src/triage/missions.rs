//! Whose house abroad is spoken of: "Turkey's embassy", «посольство США», "Riyadh's mission in Khartoum".
//!
//! Countries by name are in `places`; here are the forms of the languages beside them, which count only
//! next to a mission: "Turkey" is a bird elsewhere.

use std::sync::LazyLock;

use super::gazetteer::{self, Place, bare};
use super::places;
use super::quick::{Lexicon, QuickMap};
use super::words::{Word, hash, hashes};
use crate::domain::countries::country;
use crate::text::fold::fold;

/// Rows: ISO 3166 alpha-2 code, then words as they stand next to a mission in the seven languages.
#[rustfmt::skip]
const NATIONS: &[(&str, &str)] = &[
    ("TR", "turkey|turkeys|турции|турецкое|турецкого|تركيا|تركية|ترکیه|טורקיה|טורקית|טורקי|turco|turcos"),
    ("JO", "jordan|jordanian|иордании|иорданское|иорданского|jordanien|jordanienne|jordano|jordana|أردنية|اردن|ירדן|ירדנית"),
    ("GE", "georgia|georgian|грузии|грузинское|géorgienne|georgiana|جورجية|گرجستان|גיאורגיה"),
    ("TD", "chad|chadian|чада|tchad|tchadienne|chadiana|تشاد|تشادية|چاد"),
    ("ML", "mali|malian|мали|malienne|malí|maliense|مالية|مالي|مالی|מאלי"),
    ("NE", "niger|nigerien|нигера|nigérienne|níger|النيجر"),
    ("US", "americana|americano|американское|американского|американской|الولايات|آمریکا|أميركا|אמריקה|אמריקנית|yankee"),
    ("GB", "англии|великобритании|британское|британского|بريطانية|بریتانیا|انگلیس|בריטניה|בריטית|britannique|británica"),
    ("FR", "франции|французское|французского|فرنسية|فرانسه|צרפת|צרפתית|francesa"),
    ("RU", "россии|рф|российское|российского|русское|روسية|روسیه|רוסיה|רוסית|rusa|russe"),
    ("UA", "украины|украинское|украинского|أوكرانية|اوکراین|אוקראינה|אוקראינית|ucraniana|ukrainienne"),
    ("IR", "ирана|иранское|иранского|إيرانية|ایران|איראן|איראנית|iraní|iranienne"),
    ("IQ", "ирака|иракское|عراقية|عراق|עיראק|עיראקית|iraquí|irakienne"),
    ("SY", "сирии|сирийское|سورية|سوریه|סוריה|סורית|siria|syrienne"),
    ("SA", "саудовской|саудовское|саудовского|سعودية|عربستان|סעודיה|סעודית|saudí|saoudienne|kingdoms"),
    ("AE", "оаэ|эмиратов|эмиратское|إماراتية|امارات|אמירויות|אמירתית|emiratí|émirienne|emiratie|émiratie"),
    ("QA", "катара|катарское|قطرية|قطر|קטאר|קטארית|catarí|qatarie|qatarienne"),
    ("KW", "кувейта|кувейтское|كويتية|کویت|כווית|kuwaití|koweïtienne|koweït"),
    ("BH", "бахрейна|بحرينية|بحرین|בחריין|bareiní|bahreïnie"),
    ("OM", "омана|оманское|عمانية|عمان|עומאן|omaní|omanaise"),
    ("EG", "египта|египетское|مصرية|مصر|מצרים|מצרית|egipcia|égyptienne"),
    ("LB", "ливана|ливанское|لبنانية|لبنان|לבנון|libanesa|libanaise"),
    ("IL", "израиля|израильское|израильского|إسرائيلية|اسرائیل|ישראל|ישראלית|israelí|israélienne"),
    ("PS", "палестины|палестинское|فلسطينية|فلسطین|פלסטינית|palestina|palestinienne"),
    ("YE", "йемена|йеменское|يمنية|یمن|תימן|yemení|yéménite"),
    ("AF", "афганистана|афганское|أفغانية|افغانستان|אפגניסטן|afgana|afghane"),
    ("PK", "пакистана|пакистанское|باكستانية|پاکستان|פקיסטן|פקיסטנית|paquistaní|pakistanaise"),
    ("IN", "индии|индийское|هندية|هند|הודו|הודית|india|inde|indienne"),
    ("CN", "китая|кнр|китайское|китайского|صينية|چین|סין|סינית|china|chine|chinoise"),
    ("JP", "японии|японское|يابانية|ژاپن|יפן|יפנית|japonesa|japonaise"),
    ("KP", "кндр|северокорейское|كوريا الشمالية"),
    ("KR", "южнокорейское|surcoreana|sudcoréenne"),
    ("AZ", "азербайджана|азербайджанское|أذربيجانية|أذربيجان|آذربایجان|אזרבייגן|azerbaiyana|azerbaïdjanaise"),
    ("AM", "армении|армянское|أرمينية|ارمنستان|ארמניה|armenia|arménienne"),
    ("SE", "швеции|шведское|سويدية|سوئد|שוודיה|שוודית|sueca|suédoise"),
    ("DK", "дании|датское|دنماركية|دانمارک|דנמרק|danesa|danoise"),
    ("NO", "норвегии|норвежское|نرويجية|نروژ|נורווגיה|noruega|norvégienne"),
    ("NL", "нидерландов|голландское|هولندية|هلند|הולנד|neerlandesa|holandesa|néerlandaise|pays bas"),
    ("DE", "германии|фрг|немецкое|ألمانية|آلمان|גרמניה|גרמנית|alemana|allemande"),
    ("IT", "италии|итальянское|إيطالية|ایتالیا|איטליה|italiana|italienne"),
    ("ES", "испании|испанское|إسبانية|اسپانیا|ספרד|española|espagnole"),
    ("PL", "польши|польское|بولندية|لهستان|פולין|polaca|polonaise"),
    ("HU", "венгрии|венгерское|هنغارية|مجارستان|hungría|hongroise|húngara"),
    ("CZ", "чехии|чешское|تشيكية|checa|tchèque"),
    ("BE", "бельгии|بلجيكية|بلژیک|belga|belge"),
    ("CH", "швейцарии|швейцарское|سويسرية|سوئیس|suiza|suisse|שווייץ"),
    ("AT", "австрии|نمساوية|اتریش|austriaca|autrichienne"),
    ("GR", "греции|греческое|يونانية|یونان|griega|grecque|יוון"),
    ("CA", "канады|канадское|كندية|کانادا|קנדה|canadiense|canadienne"),
    ("AU", "австралии|أسترالية|استرالیا|אוסטרליה|australiana|australienne"),
    ("MA", "марокко|مغربية|مراکش|מרוקו|marroquí|marocaine"),
    ("DZ", "алжира|جزائرية|الجزایر|argelina|algérienne"),
    ("TN", "туниса|تونسية|تونس|tunecina|tunisienne"),
    ("LY", "ливии|ливийское|ليبية|لیبی|libia|libyenne"),
    ("SD", "судана|суданское|سودانية|سودان|סודאן|sudanesa|soudanaise"),
    ("SO", "сомали|صومالية|سومالی|somalí|somalienne"),
    ("ET", "эфиопии|إثيوبية|اتیوپی|אתיופיה|etíope|éthiopienne"),
    ("NG", "нигерии|نيجيرية|نیجریه|nigeriana|nigériane"),
    ("KE", "кении|كينية|کنیا|keniana|kényane"),
    ("UG", "уганды|أوغندية|ugandesa|ougandaise"),
    ("RW", "руанды|رواندية|ruandesa|rwandaise"),
    ("ZA", "юар|جنوب أفريقيا|sudafricana|sudafricaine"),
    ("VE", "венесуэлы|فنزويلية|ونزوئلا|venezolana|vénézuélienne"),
    ("CU", "кубы|كوبية|کوبا|cubana|cubaine"),
    ("CO", "колумбии|كولومبية|کلمبیا|colombiana|colombienne"),
    ("MX", "мексики|مكسيكية|مکزیک|mexicana|mexicaine"),
    ("BR", "бразилии|برازيلية|برزیل|brasileña|brésilienne"),
    ("EC", "эквадора|ecuatoriana|équatorienne"),
    ("PE", "перу|peruana|péruvienne"),
    ("TJ", "таджикистана|طاجيكية|تاجیکستان|tayika|tadjike"),
    ("UZ", "узбекистана|أوزبكية|ازبکستان|uzbeka|ouzbèke"),
    ("TM", "туркмении|туркменистана|ترکمنستان|turkmena|turkmène"),
    ("KZ", "казахстана|قزاقستان|kazaja|kazakhe"),
    ("RS", "сербии|صربية|صربستان|serbia|serbe"),
];

/// First cities that `gazetteer` knows.
#[rustfmt::skip]
const CAPITALS: &[(&str, &str)] = &[
    ("AE", "abu-dhabi"), ("AF", "kabul"), ("AM", "yerevan"), ("AT", "vienna"), ("AZ", "baku"), ("BE", "brussels"), ("BF", "ouagadougou"),
    ("BH", "manama"), ("BI", "bujumbura"), ("BY", "minsk"), ("CD", "kinshasa"), ("CF", "bangui"), ("CO", "bogota"), ("CU", "havana"),
    ("CY", "nicosia"), ("DE", "berlin"), ("DK", "copenhagen"), ("DZ", "algiers"), ("EC", "quito"), ("EG", "cairo"), ("ES", "madrid"),
    ("ET", "addis"), ("FR", "paris"), ("GB", "london"), ("GE", "tbilisi"), ("GR", "athens"), ("HT", "port-au-prince"), ("IN", "delhi"),
    ("IQ", "baghdad"), ("IR", "tehran"), ("IT", "rome"), ("JO", "amman"), ("KE", "nairobi"), ("KP", "pyongyang"), ("LB", "beirut"),
    ("LY", "tripoli"), ("ML", "bamako"), ("MX", "mexico-city"), ("NE", "niamey"), ("NG", "abuja"), ("NO", "oslo"), ("PE", "lima"),
    ("PH", "manila"), ("PK", "islamabad"), ("PL", "warsaw"), ("QA", "doha"), ("RS", "belgrade"), ("SA", "riyadh"), ("SD", "khartoum"),
    ("SE", "stockholm"), ("SO", "mogadishu"), ("SS", "juba"), ("SY", "damascus"), ("TD", "ndjamena"), ("TN", "tunis"), ("TR", "ankara"),
    ("TW", "taipei"), ("UA", "kyiv"), ("UG", "kampala"), ("VE", "caracas"), ("YE", "sanaa"), ("ZW", "harare"),
];

static NAMES: LazyLock<QuickMap<u64, &'static str>> = LazyLock::new(|| {
    let forms = NATIONS.iter().flat_map(|(code, forms)| forms.split('|').map(move |f| (f, *code)));
    forms.map(|(form, code)| (hash(fold(form).text().trim().as_bytes()), code)).collect()
});

/// Words between what belongs to a country and the country.
#[rustfmt::skip]
const OF: &[&str] = &["of", "de", "du", "des", "d", "del", "la", "los", "the", "l", "el", "republic", "republique", "republica", "جمهوري", "جمهوريه", "دوله", "الجمهوريه", "islamic"];
/// The same between the country and what belongs to it.
#[rustfmt::skip]
const DESCRIBED: &[&str] = &["diplomatic", "former", "closed", "old", "new", "consular", "main", "heavily", "guarded", "abandoned", "fortified", "de", "facto"];
/// Most of them.
const MOST_BETWEEN: usize = 2;
/// Words before the country where a mission stands.
const IN: &[&str] = &["in", "en", "au", "aux", "в", "во", "на", "في", "در", "from"];
/// Words for what belongs to the country that a text named first: "Britain expels diplomats after storming of
/// its embassy".
#[rustfmt::skip]
const ITS: &[&str] = &["its", "sa", "son", "ses", "su", "sus", "свое", "свои", "своего", "своем"];
/// Fewest letters of a country's own name that may say where a mission stands: "US" and "UK" say whose it is.
const SEATED_LETTERS: usize = 3;
/// Words behind a mission in which it is said where it stands.
const SITED_WITHIN: usize = 6;
/// What is a mission where a country stands before it, and much else elsewhere.
#[rustfmt::skip]
const OWNED: &[&str] = &["mission", "missions", "compound", "envoy", "envoys", "residence", "ambassador", "ambassadors", "diplomat", "diplomats", "consul", "attache", "consular", "diplomatic"];

static IS_OWNED: LazyLock<Lexicon<()>> = LazyLock::new(|| hashes(OWNED).collect());

/// The country before a word that stands for its people or its house only behind it: "Pakistani envoy".
pub(super) fn envoys_owner(words: &[Word<'_>], at: usize) -> Option<&'static str> {
    words.get(at).filter(|word| IS_OWNED.holds(word.hash))?;
    owner_before(words, at)
}

/// The country whose mission stands at a place in some words: "US embassy", "embajada de Ucrania",
/// «посольство США».
pub(super) fn owner(words: &[Word<'_>], at: usize) -> Option<&'static str> {
    if at.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|word| ITS.contains(&word.text)) {
        let named = |from| places::pair_at(words, from).or_else(|| nation(words, from, at));
        return (0..at).find_map(named);
    }
    owner_before(words, at).or_else(|| {
        let behind = words.iter().skip(at + 1).take(MOST_BETWEEN + 1);
        let from = at + 1 + behind.take_while(|word| OF.contains(&word.text)).count();
        places::pair_at(words, from).or_else(|| nation(words, from, at))
    })
}

/// The same where the country stands before it.
fn owner_before(words: &[Word<'_>], at: usize) -> Option<&'static str> {
    let before = words.get(..at)?.iter().rev().take(MOST_BETWEEN);
    let end = at - before.take_while(|word| DESCRIBED.contains(&word.text)).count();
    let two = end.checked_sub(2).and_then(|from| places::pair_at(words, from));
    two.or_else(|| end.checked_sub(1).and_then(|from| nation(words, from, at)))
}

/// The country that one word names beside a mission. A city says where the mission stands ("Tehran
/// embassy"), unless that is said behind it ("Ankara's embassy in Baghdad").
fn nation(words: &[Word<'_>], from: usize, mission: usize) -> Option<&'static str> {
    let word = words.get(from)?;
    let city = |words: &[Word<'_>]| gazetteer::named(words).first().copied();
    if let Some((_, country)) = city(words.get(from..=from)?) {
        let behind = words.get(mission.max(from) + 1..).unwrap_or_default();
        let site = city(behind.get(..SITED_WITHIN).unwrap_or(behind));
        return Some(country).filter(|own| site.is_some_and(|(_, country)| country != *own));
    }
    let form = || bare(word.text).find_map(|form| NAMES.get(&hash(form.as_bytes())));
    places::country_at(words, from).or_else(|| NAMES.get(&word.hash).or_else(form).copied())
}

/// The first city of a country, where the word for it stands beside the country: "Mali's capital".
pub(super) fn capital(words: &[Word<'_>], at: usize) -> Option<Place> {
    let country = owner(words, at)?;
    let row = CAPITALS.iter().find(|(code, _)| *code == country)?;
    Some((row.1, row.0))
}

/// Another country whose mission it may be, where a country's own name before it says either whose it is or
/// where it stands: "Iran embassy attack: gunman storms Azerbaijan outpost".
pub(super) fn other_owner(title: &[Word<'_>], at: usize) -> Option<&'static str> {
    let before = at.checked_sub(1)?;
    let host = title.get(before).filter(|word| word.text.chars().count() >= SEATED_LETTERS)?;
    let code = places::country_at(title, before)?;
    let (_, names, _) = country(code)?;
    let mut names = names.split('|').take(1);
    if !names.any(|name| name == host.text) {
        return None;
    }
    let is_there = |at: usize| {
        at.checked_sub(1).and_then(|at| title.get(at)).is_some_and(|word| IN.contains(&word.text))
    };
    let others = (0..title.len()).filter(|at| !is_there(*at));
    let mut others = others.filter_map(|at| places::country_at(title, at)).filter(|o| *o != code);
    let other = others.next()?;
    others.all(|next| next == other).then_some(other)
}

/// The country of a mission that a headline names without it: the only one there in which nothing is
/// said to be ("Pakistan says ambassador survived attack on Kabul embassy").
pub(super) fn only_foreigner(
    title: &[Word<'_>],
    sited: impl Fn(&str) -> bool,
) -> Option<&'static str> {
    let is_there = |at: &usize| {
        at.checked_sub(1).and_then(|at| title.get(at)).is_some_and(|word| IN.contains(&word.text))
    };
    let named = |at: usize| places::country_at(title, at);
    let (there, others): (Vec<usize>, Vec<usize>) = (0..title.len())
        .filter(|at| named(*at).is_some())
        .partition(|at| is_there(at) || named(*at).is_some_and(&sited));
    if there.is_empty() {
        return None;
    }
    let mut foreign: Vec<&'static str> = others.into_iter().filter_map(named).collect();
    foreign.sort_unstable();
    foreign.dedup();
    match foreign[..] {
        [only] => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{other_owner, owner};
    use crate::text::fold::fold;
    use crate::triage::words::split;

    #[test]
    fn a_bare_name_before_an_embassy_may_say_where_it_stands() {
        for (text, at, other) in [
            ("iran embassy attack gunman storms azerbaijan outpost", 1, Some("AZ")),
            ("iranian embassy attack azerbaijan blamed", 1, None),
            ("us embassy attack iran blamed", 1, None),
            ("iran embassy stormed in azerbaijan", 1, None),
            ("iran embassy attack", 1, None),
            ("iran embassy attack iraq and syria protest", 1, None),
        ] {
            let folded = fold(text);
            assert_eq!(other_owner(&split(folded.text().trim(), 99), at), other, "{text}");
        }
    }

    #[test]
    fn an_embassy_belongs_to_the_country_beside_it() {
        for (text, at, country) in [
            ("us embassy in baghdad", 1, Some("US")),
            ("embassy of azerbaijan in tehran", 0, Some("AZ")),
            ("north korean embassy", 2, Some("KP")),
            ("la embajada de ucrania en madrid", 1, Some("UA")),
            ("l ambassade des etats unis a bagdad", 1, Some("US")),
            ("посольство США в Багдаде", 0, Some("US")),
            ("турецкое посольство в Багдаде", 1, Some("TR")),
            ("ראש שגרירות ישראל", 1, Some("IL")),
            ("السفارة التركية في بغداد", 0, Some("TR")),
            ("سفارت پاکستان در کابل", 0, Some("PK")),
            ("turkey’s mission in baghdad", 1, Some("TR")),
            ("ankara’s embassy in baghdad", 1, Some("TR")),
            ("american diplomatic compound in baghdad", 2, Some("US")),
            ("britain protests after storming of its embassy in tehran", 6, Some("GB")),
            ("riyadh summons envoy after shots at its embassy in sanaa", 7, Some("SA")),
            ("blast at embassy in baghdad", 2, None),
            ("attack on tehran embassy", 3, None),
            ("embassy", 0, None),
        ] {
            let folded = fold(text);
            assert_eq!(owner(&split(folded.text().trim(), 99), at), country, "{text}");
        }
    }
}
