//! What an article speaks of in terms that hold in every language: kinds of events, targets and
//! groups. Reports of one event meet by them across languages and across choices of words.
//!
//! Knows nothing of watches: a table of starts of folded words in the languages of the feeds.

use std::sync::LazyLock;

use super::gazetteer::bare;
use super::quick::{QuickMap, QuickSet};
use super::words::{NO_BYTES, Word, hash, hash_on, mix};
use crate::text::fold::fold;

/// Rows: the concept's name, then words; one that ends in `*` stands for all that begin so.
#[rustfmt::skip]
const CONCEPTS: &[(&str, &str)] = &[
    ("rocket", "rocket|rockets|rocketing|missile*|katyusha*|grad|roquette*|cohete*|misil|misiles|katiucha*|ракет*|катюш*|صاروخ*|صواريخ*|كاتيوشا|راکت*|موشک*|کاتیوشا|רקט*|טיל|טילים|קטיוש*|rakiet*|rakiety"),
    ("mortar", "mortar*|shelling|shelled|artillery|mortier*|obus|artillerie|mortero*|artillería|миномет*|артиллери*|هاون|قذائف*|قذيفة|مدفعية|خمپاره*|توپخانه|מרגמ*|פצמר*|moździerz*"),
    ("drone", "drone*|uav|uavs|dron|drony|drones|dronów|беспилотник*|бпла|дрон|дроны|дронов|مسيرة|مسيّرة|پهپاد*|כטבם|רחפנ*"),
    ("embassy", "embass*|ambassade|ambassades|embajada*|посольств*|سفارة|سفارات|سفارت*|שגרירות|שגרירויות|ambasad*"),
    ("consulate", "consulate*|consulat|consulats|consulado*|консульств*|генконсульств*|قنصلية|کنسولگری*|קונסולי*|konsulat*"),
    ("blast", "blast|blasts|explod*|explosion*|explosive*|bomb|bombs|bombing*|bomber*|bombed|explosión|explosiones|explota|bomba|bombe|взрыв*|бомб|бомба|бомбы|انفجار*|تفجير*|انفجر*|عبوة|بمب*|פיצוץ|פצצ*|התפוצצ*|wybuch*|eksplozj*"),
    ("suicide-attack", "suicide|kamikaze|suicidio|suicida|смертник*|انتحاري*|انتحاری*|מתאבד*"),
    ("killed", "kill|kills|killed|killing|dead|deadly|dies|died|deaths|slain|mort|morts|mortes|mortel*|tué*|muert*|mata|matan|погиб*|убит*|жертв*|قتل*|مقتل|قتيل*|قتلى|کشته*|הרוג*|נהרג*|zgin*|zabit*|zabił*|ofiar*"),
    ("wounded", "wound|wounds|wounded|wounding|injur*|blessé*|bless|herid*|ранен*|пострада*|جرح*|جريح|مصاب*|اصابة|زخمی*|مجروح*|פצוע*|נפצע*|rann*"),
    ("gunfire", "gunm*|gunfire|shooter*|shooting*|shot|pistolero*|tiroteo*|fusillade*|tireur*|стрел*|расстрел*|מירי|יריות|strzelanin*|strzały"),
    ("armed-men", "militant*|fighters|mercenar*|боевик*|مسلح*|مسلحون|مسلحين|חמוש*|bojownik*"),
    ("militia", "militia*|milic*|paramilitar*|милици*|группировк*|ميليشيا*|فصيل*|فصائل|شبه‌نظامی*|מיליצי*"),
    ("rebels", "rebel|rebels|insurgent*|insurgency|rebelle*|rebeldes|insurgé*|повстанц*|мятежник*|متمرد*|شورشی*|מורד*|rebelian*"),
    ("jihadists", "jihad*|djihad*|yihad*|islamist*|джихад*|исламист*|جهادي*|جهادی*|גהאד*"),
    ("kidnap", "kidnap*|abduct*|hostage*|enlèv*|enlev*|otage*|secuestr*|rehen*|похи*|заложник*|خطف*|اختطاف*|رهائن|رهينة|گروگان*|חטיפ*|חטופ*|porwan*|zakładnik*"),
    ("checkpoint", "checkpoint*|roadblock*|блокпост*|حاجز|حواجز|ایست|מחסום"),
    ("airport", "airport*|aéroport*|aeropuerto*|аэропорт*|مطار|فرودگاه*|שדה התעופה|lotnisk*"),
    ("military-base", "base|bases|camp|camps|barracks|caserne|cuartel|база|базе|базу|базы|казарм*|معسكر*|قاعدة|ثكن*|پایگاه*|בסיס"),
    ("mosque", "mosque*|mosquée*|mezquita*|мечет*|مسجد*|جامع|מסגד*|meczet*"),
    ("synagogue", "synagog*|sinagoga*|синагог*|כנסת|كنيس"),
    ("church", "church*|église*|iglesia*|церк*|كنيسة|کلیسا*|כנסייה|kości*"),
    ("hospital", "hospital*|hôpit*|больниц*|госпитал*|مستشفى*|بیمارستان*|בית חולים|szpital*"),
    ("school", "school*|école*|escuela*|школ*|مدرسة|مدارس|مدرسه*|szkoł*"),
    ("house", "house|home|homes|houses|apartment*|maison*|casa|casas|дом|дома|доме|домов|منزل*|بيت|خانه*|בית|בתים"),
    ("empty", "empty|vacant|unoccupied|abandoned|vide|vides|vacía*|vacío*|пуст*|خال|خالي|خالی*|ריק"),
    ("police", "police|policem*|policía*|policier*|полиц*|شرطة|شرطي*|پلیس*|משטר*|שוטר*|policj*"),
    ("soldiers", "soldier*|troops|army|soldat|soldats|armée|soldado*|ejército|солдат*|военнослужащ*|армия|армии|جندي*|جنود|الجيش|جيش|ارتش|سرباز*|חייל*|צהל|żołnierz*|wojsk*"),
    ("guards", "guard|guards|gardien*|guardia*|охранник*|حارس*|حراس|نگهبان*|מאבטח*|strażni*"),
    ("arrest", "arrest*|detain*|held|custody|interpell*|arrêt*|detenid*|detiene*|задерж*|арест*|اعتقال*|توقيف*|بازداشت*|מעצר|נעצר*|zatrzyman*|aresztowan*"),
    ("protest", "protest*|demonstrat*|manifestant*|manifestation*|manifestante*|протест*|محتج*|متظاهر*|احتجاج*|معترض*|تظاهرات|מפגינ*|הפגנ*"),
    ("evacuate", "evacuat*|évacu*|evacu*|эваку*|اجلاء|إخلاء|تخلیه*|פונו|פינוי|ewaku*"),
    ("threat", "threat*|menac*|amenaz*|угро*|تهديد*|تهدید*|איומ*|איום"),
    ("siren", "siren*|sirène*|sirena*|сирен*|صافرات|صفارات|آژیر*|אזעק*|syren*"),
    ("diplomat", "diplomat|diplomats|diplomate*|diplomático*|дипломат|дипломата|дипломатов|дипломаты|دبلوماسي|دبلوماسيين|دیپلمات*|דיפלומט*|dyplomat*"),
    ("ambassador", "ambassador*|ambassadeur*|embajador|embajadora|посол|посла|السفير|سفير|سفیر|שגריר|ambasador*"),
    ("expel", "expel*|expuls*|высыл*|выслал*|طرد|اخراج*|גירוש|wydal*"),
    ("asylum", "asylum|asile|asilo|убежищ*|لجوء|پناهندگی|מקלט|azyl*"),
    ("helicopter", "helicopter*|chopper*|hélicoptère*|helicóptero*|вертолет*|مروحية|هليكوبتر|بالگرد*|מסוק*|helikopter*|śmigłow*"),
    ("intercept", "intercept*|downed|abatt*|derrib*|перехва*|сбит*|сбил*|اعتراض|اعتراضي|إسقاط|اسقاط|تسقط|سرنگون*|رهگیری*|יירוט*|יירט*|zestrzel*"),
    ("air-raid", "airstrike*|air-strike*|bombardement*|bombardeo*|авиауд*|غارة|غارات|بمباران*|תקיפ*|nalot*"),
    ("attack", "attack*|assault*|raid|raids|attaqu*|ataque*|ataca*|atacó|атак*|нападени*|обстрел*|هجوم*|حمله*|התקפ*|פיגוע*|תקף|zamach*|atak*"),
    ("car-bomb", "coche bomba|carro bomba|voiture piégée|car bomb|سيارة مفخخة|מכונית תופת"),
    ("parliament", "parliament*|parlement*|parlamento*|парламент*|برلمان*|پارلمان*|כנסת|sejm*"),
    ("launcher", "launcher*|lanceur*|lanzador*|установк*|منصة|منصات|سکوی|משגר*"),
    ("convoy", "convoy*|convoi*|конво*|قافلة|قوافل|کاروان*|שיירה|konwoj*"),
    ("hezbollah", "hezbollah|hizbollah|hizbullah|hizballah|хезболл*|حزب الله|حزب‌الله|חיזבאללה|חזבאללה"),
    ("hamas", "hamas|хамас*|حماس|חמאס"),
    ("houthis", "houthi*|huthi*|hutí*|хусит*|حوثي*|الحوثيون|الحوثيين|حوثی*|חותי*"),
    ("taliban", "taliban*|talibán|талиб*|طالبان|טליבאן"),
    ("islamic-state", "isis|isil|daesh|état islamique|islamic state|estado islámico|игил|داعش|דאעש|państwo islamskie|państwa islamskiego"),
    ("al-shabaab", "shabaab|shabab|chebab*|шабаб|الشباب|الشباب|אשבאב"),
    ("al-qaeda", "qaeda|qaida|qaïda|каид*|القاعدة|القاعده"),
    ("boko-haram", "boko haram|iswap|боко харам|بوكو حرام"),
    ("wagner", "wagner*|вагнер*|فاغنر|واگنر|וגנר"),
    ("kataib-hezbollah", "kataib|катаиб|كتائب|کتائب"),
    ("guards-corps", "irgc|pasdaran|ксир|الحرس الثوري|سپاه|משמרות המהפכה"),
];

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for (name, list) in CONCEPTS {
        for word in list.split('|') {
            let start = word.strip_suffix('*');
            let folded = fold(start.unwrap_or(word)).text().trim().to_owned();
            let table = if start.is_some() { &mut words.starts } else { &mut words.whole };
            table.entry(hash(folded.as_bytes())).or_insert(name);
            if let Some((first, _)) = folded.split_once(' ') {
                words.firsts.insert(hash(first.as_bytes()));
            }
            if start.is_some() {
                words.openings.insert(opening(&folded));
            }
        }
    }
    words
});

#[derive(Default)]
struct Words {
    whole: QuickMap<u64, &'static str>,
    starts: QuickMap<u64, &'static str>,
    /// Words that begin one of two words.
    firsts: QuickSet<u64>,
    /// The first letters of the starts: most words of a text begin like none of them.
    openings: QuickSet<u64>,
}

/// Fewest letters of a start.
const LEAST: usize = 3;
/// Most letters of one.
const MOST: usize = 14;

/// The concept that a folded word, or it and the next one, stands for.
pub(super) fn concept(word: &Word<'_>, next: Option<&Word<'_>>) -> Option<&'static str> {
    let words = &*WORDS;
    let next = next.filter(|_| words.firsts.contains(&word.hash));
    let known = next.and_then(|next| words.whole.get(&pair(word.text, next.text)).copied());
    let stripped =
        || bare(word.text).find_map(|form| of_word(words, (form, hash(form.as_bytes()))));
    known.or_else(|| of_word(words, (word.text, word.hash))).or_else(stripped)
}

/// The hash of two words and the space between them.
fn pair(word: &str, next: &str) -> u64 {
    mix(hash_on(hash_on(hash_on(NO_BYTES, word.as_bytes()), b" "), next.as_bytes()))
}

fn of_word(words: &Words, (word, hash): (&str, u64)) -> Option<&'static str> {
    let whole = words.whole.get(&hash).copied();
    if whole.is_some() || !words.openings.contains(&opening(word)) {
        return whole;
    }
    let (mut so_far, mut found, mut bytes) = (NO_BYTES, None, [0; 4]);
    for (letters, c) in (1..=MOST).zip(word.chars()) {
        so_far = hash_on(so_far, c.encode_utf8(&mut bytes).as_bytes());
        if letters >= LEAST {
            found = words.starts.get(&mix(so_far)).copied().or(found);
        }
    }
    found
}

/// The first letters of a word, as many as the shortest start has.
fn opening(word: &str) -> u64 {
    let end = word.char_indices().nth(LEAST).map_or(word.len(), |(at, _)| at);
    hash(word.get(..end).unwrap_or(word).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::concept;
    use crate::text::fold::fold;
    use crate::triage::words::split;

    fn of(text: &str) -> Option<&'static str> {
        let folded = fold(text);
        let words = split(folded.text().trim(), 2);
        concept(words.first()?, words.get(1))
    }

    #[test]
    fn two_words_are_known_by_their_first() {
        for (text, wanted) in [
            ("Islamic State", Some("islamic-state")),
            ("Islamic art", None),
            ("حزب الله", Some("hezbollah")),
            ("State visit", None),
        ] {
            assert_eq!(of(text), wanted, "{text}");
        }
    }

    #[test]
    fn words_of_seven_languages_meet() {
        for (word, wanted) in [
            ("rockets", Some("rocket")),
            ("ракеты", Some("rocket")),
            ("صواريخ", Some("rocket")),
            ("الصواريخ", Some("rocket")),
            ("רקטות", Some("rocket")),
            ("roquettes", Some("rocket")),
            ("посольства", Some("embassy")),
            ("بالسفارة", Some("embassy")),
            ("ambassadeur", Some("ambassador")),
            ("table", None),
            ("mats", None),
        ] {
            assert_eq!(of(word), wanted, "{word}");
        }
    }
}
