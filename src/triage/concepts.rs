//! What an article speaks of in terms that hold in every language: kinds of events, targets and
//! groups. Reports of one event meet by them across languages and across choices of words.
//!
//! Knows nothing of watches: a table of starts of folded words in the languages of the feeds.

use std::sync::LazyLock;

use super::gazetteer::bare;
use super::quick::{Lexicon, QuickMap};
use super::targets::TARGETS;
use super::victims::VICTIMS;
use super::words::{Kind, NO_BYTES, Word, hash, hash_on, mix, neutral};
use crate::text::fold::fold;

/// Rows: the concept's name, then words; one that ends in `*` stands for all that begin so.
#[rustfmt::skip]
const CONCEPTS: &[(&str, &str)] = &[
    ("rocket", "rocket|rockets|rocketing|missile*|katyusha*|grad|roquette*|cohete*|misil|misiles|katiucha*|ракет*|катюш*|صاروخ*|صواريخ*|كاتيوشا|راکت*|موشک*|کاتیوشا|רקט*|טיל|טילים|טילי|קטיוש*|rakiet*|rakiety"),
    ("mortar", "mortar*|artillery|mortier*|obus|artillerie|mortero*|artillería|миномет*|артиллери*|هاون|قذائف*|قذيفة|مدفعية|خمپاره*|توپخانه|מרגמ*|פצמר*|moździerz*"),
    ("drone", "drone*|uav|uavs|dron|drony|drones|dronów|беспилотник*|бпла|дрон|дроны|дронов|مسيرة|مسيّرة|پهپاد*|כטב*|רחפנ*"),
    ("blast", "grenade*|granada*|гранат*|قنبلة|قنابل|نارنجک*|רימון|blast|blasts|explod*|explosion*|explosive*|bomb|bombs|bombing*|bomber*|bombed|explosión|explosiones|explota|bomba|bombe|взрыв*|взорв*|бомб|бомба|бомбы|انفجار*|تفجير*|انفجر*|عبوة|بمب*|פיצוץ|פצצ*|התפוצצ*|wybuch*|eksplozj*"),
    ("firebomb", "petrol bomb|petrol bombs|firebomb*|fire bomb|fire bombs|molotov*|arson*|incendiar*|поджог*|подожгл*|поджег|подожжен*|зажигательн*|молотова|مولوتوف*|حارقة|تحرق|کوکتل|آتش زا|תבערה|מולוטוב"),
    ("knife", "knife*|knives|stabs|stabbed|stabbing*|machete*|couteau*|poignard*|cuchill*|apuñal*|нож|ножом|ножа|зарезал*|سكين*|طعن|طعنا|چاقو*|סכין|דקירה|דקר|נדקר*"),
    ("suicide-attack", "suicide|kamikaze|suicidio|suicida|смертник*|انتحاري*|انتحاری*|מתאבד*"),
    ("killed", "kill|kills|killed|killing|die|dead|deadly|dies|died|deaths|slain|mort|morts|mortes|mortel*|tué*|muert*|mata|matan|погиб*|убит*|жертв*|شهداء|شهيد*|استشهد*|استشهاد|قتل*|مقتل|قتيل*|قتلى|کشته*|הרוג*|נהרג*|zgin*|zabit*|zabił*|ofiar*"),
    ("wounded", "wound|wounds|wounded|wounding|injur*|blessé*|bless|herid*|ранен*|пострада*|جرح*|جريح|مصاب*|اصابة|زخمی*|مجروح*|פצוע*|נפצע*|rann*"),
    ("gunfire", "ambush*|embuscade*|emboscad*|засад*|كمين*|کمین*|מארב*|shots fired|gunshots|رصاص*|fired on|fire on|shot at|under fire|opens fire|open fire|opened fire|إطلاق نار|إطلاق النار|تیراندازی|coups feu|gunm*|gun attack|gun attacks|gun battle|gun battles|gunbattle*|مسلحون|مسلحين|مسلحان|gunfire|shooter*|shooting*|shot|pistolero*|tiroteo*|fusillade*|tireur*|стрел*|застрел*|выстрел*|расстрел*|מירי|יריות|strzelanin*|strzały"),
    ("clashes", "clash|clashes|clashed|fighting|infighting|affrontement*|enfrentamiento*|combats|combates|столкновени*|столкновений|перестрелк*|اشتباك*|مواجهات|معارك|درگیری*|עימות*|קרבות|חילופי אש|starci*"),
    ("armed-men", "militant*|fighters|mercenar*|боевик*|مسلح*|חמוש*|bojownik*"),
    ("militia", "militia*|milic*|paramilitar*|милици*|группировк*|ميليشيا*|فصيل*|فصائل|شبه‌نظامی*|מיליצי*"),
    ("rebels", "rebel|rebels|insurgent*|insurgency|rebelle*|rebeldes|insurgé*|повстанц*|мятежник*|متمرد*|شورشی*|מורד*|rebelian*"),
    ("jihadists", "jihad*|djihad*|yihad*|islamist*|джихад*|исламист*|جهادي*|جهادی*|גהאד*"),
    ("kidnap", "kidnap*|abduct*|hostage*|enlèv*|enlev*|otage*|secuestr*|rehen*|похи*|заложник*|خطف*|اختطاف*|رهائن|رهينة|گروگان*|חטיפ*|חטופ*|בני ערובה|בן ערובה|porwan*|zakładnik*"),
    ("house", "house|home|homes|houses|maison*|casa|casas|дом|дома|доме|домов|منزل*|بيت|خانه*|בית|בתים"),
    ("empty", "empty|vacant|unoccupied|abandoned|vide|vides|vacía*|vacío*|пуст*|خال|خالي|خالی*|ריק"),
    ("police", "police|policem*|policía*|policier*|полиц*|شرطة|شرطي*|پلیس*|משטר*|שוטר*|policj*"),
    ("soldiers", "soldier*|troops|army|soldat|soldats|armée|soldado*|ejército|солдат*|военнослужащ*|армия|армии|جندي*|جنود|الجيش|جيش|ارتش|سرباز*|חייל*|צהל|żołnierz*|wojsk*"),
    ("guards", "guard|guards|gardien*|guardia*|охранник*|حارس*|حراس|نگهبان*|מאבטח*|strażni*"),
    ("arrest", "arrest*|detain*|held|custody|interpell*|arrêt*|detenid*|detiene*|задерж*|арест*|اعتقال*|توقيف*|بازداشت*|מעצר|נעצר*|zatrzyman*|aresztowan*"),
    ("protest", "protest*|يتظاهر*|تتظاهر*|يحتج*|demonstrat*|manifestant*|manifestation*|manifestante*|протест*|محتج*|متظاهر*|احتجاج*|معترض*|تظاهرات|מפגינ*|הפגנ*"),
    ("evacuate", "evacuat*|évacu*|evacu*|эваку*|اجلاء|إخلاء|تخلیه*|פונו|פינוי|ewaku*"),
    ("threat", "threat*|menac*|amenaz*|угро*|تهديد*|تهدید*|איומ*|איום"),
    ("siren", "siren*|sirène*|sirena*|сирен*|صافرات|صفارات|آژیر*|אזעק*|syren*"),
    ("diplomat", "diplomat|diplomats|diplomate*|diplomático*|дипломат|дипломата|дипломатов|дипломаты|دبلوماسي|دبلوماسيين|دیپلمات*|דיפלומט*|dyplomat*"),
    ("ambassador", "ambassador*|ambassadeur*|embajador|embajadora|посол|посла|السفير|سفير|سفیر|שגריר|ambasador*"),
    ("summon", "summon*|convoqu*|convoca*|вызвал посла|вызвали посла|вызвала посла|посла вызвали|посол вызван|تستدعي|يستدعي|استدعت|استدعاء|احضار|זימנ*|זומנ*|wezwa*"),
    ("expel", "expel*|expuls*|высыл*|выслал*|طرد|اخراج*|גירוש|wydal*"),
    ("asylum", "asylum|asile|asilo|убежищ*|لجوء|پناهندگی|מקלט|azyl*"),
    ("helicopter", "helicopter*|chopper*|hélicoptère*|helicóptero*|вертолет*|مروحية|هليكوبتر|بالگرد*|מסוק*|helikopter*|śmigłow*"),
    ("intercept", "intercept*|downed|abatt*|derrib*|перехва*|сбит*|сбил*|اعتراض|اعتراضي|إسقاط|اسقاط|تسقط|سرنگون*|رهگیری*|יירוט*|יירט*|zestrzel*"),
    ("bombardment", "shelling|shelled|shells|обстрел*|обстрелял*|הפגז*|הופגז*|glide bomb|glide bombs|guided bomb|guided bombs|авиабомб*|управляемые бомбы|управляемых бомб|bombarde|گلوله باران|airstrike*|air strike|air strikes|drone strike|drone strikes|missile strike|missile strikes|rocket strike|israeli strike|israeli strikes|russian strike|russian strikes|us strike|us strikes|frappe|frappes|bombardea*|удар|удара|ударов|удары|ударом|ضربة|ضربات|قصف|تقصف|يقصف|bombardement*|bombardeo*|авиауд*|غارة|غارات|بمباران*|תקיפ*|nalot*"),
    ("attack", "attack*|assault*|raid|raids|attaqu*|ataque*|ataca*|atacó|атак*|нападени*|هجوم*|حمله*|התקפ*|פיגוע*|תקף|תקפ*|zamach*|atak*"),
    ("car-bomb", "roadside bomb|roadside bombs|взрыве автомобиля|взрыв автомобиля|автомобиль взорван|взорван автомобиль|заминированн*|bombe artisanale|عبوة ناسفة|coche bomba|carro bomba|voiture piégée|car bomb|سيارة مفخخة|מכונית תופת"),
    ("launcher", "launcher*|lanceur*|lanzador*|установк*|منصة|منصات|سکوی|משגר*"),
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
    ("parliament", "parliament*|parlement*|parlamento*|парламент*|برلمان*|پارلمان*|כנסת|sejm*"),
    ("capital", "capital|capitale|столиц*|عاصمة|العاصمة|پایتخت|בירת|הבירה|stolic*"),
    ("ballistic", "ballistic*|balistique*|balístic*|баллистическ*|باليستي*|بالستیک*|בליסטי*|intercontinental*|межконтинентальн*|icbm"),
    ("cruise", "cruise missile|cruise missiles|de croisière|de crucero|крылат*|صواريخ كروز|صاروخ كروز|موشک کروز|שיוט"),
    ("satellite", "satellite*|satélite*|спутник*|قمر صناعي|ماهواره*|לוויין|לווין"),
    // What begins like something else: cities, roads, hotels.
    ("aside", "airport road|embassy suites|hotel embassy|port au|port sudan|порт судан|порт судана|порт судане|порт суданом|port harcourt|port said|port moresby|port louis|port of"),
];

/// Of which time it is spoken: of the night or the morning just past, not of the first time.
#[rustfmt::skip]
const OCCASIONS: &[(&str, &str)] = &[
    ("lately", "overnight|last night|this morning|before dawn|predawn|cette nuit|nuit|aube|anoche|madrugada|ночью|ночной|ночная|ночной|ليلا|فجر|ليلة|بامداد|دیشب|הלילה|nocy|nocą"),
    ("another", "again|new attack|new attacks|new strike|new strikes|new rocket|new rockets|new missile|new missiles|new drone|new blast|new bombing|new shelling|new shooting|new raid|new air|new barrage|new wave|new assault|new clashes|fresh attack|fresh attacks|fresh strike|fresh strikes|fresh rocket|fresh shelling|fresh clashes|another attack|another strike|another rocket|another missile|another blast|another bombing|another explosion|another drone|another shooting|another night|second attack|second strike|second blast|second shooting|second time|second day|second night|third attack|third night|third day|third time|нового удара|новый удар|новая атака|новые удары|новый обстрел|снова|вновь|опять|второй раз|nouvelle attaque|nouvelle frappe|nouvelles frappes|nouveaux tirs|nouveau bombardement|nouvelle explosion|à nouveau|de nouveau|nuevo ataque|nuevos ataques|nueva explosión|nuevo bombardeo|otra vez|de nuevo|مجددا|هجوم جديد|هجمات جديدة|غارات جديدة|قصف جديد|للمرة الثانية|حمله جدید|دوباره|שוב|znowu|ponownie|kolejny atak|kolejne ataki"),
];

/// The name of what says that it was in the night or the morning just past.
pub(super) static LATELY: LazyLock<u32> = LazyLock::new(|| neutral(Kind::Concept, OCCASIONS[0].0));
/// The name of what says that it was not the first time.
pub(super) static FURTHER: LazyLock<u32> = LazyLock::new(|| neutral(Kind::Concept, OCCASIONS[1].0));

/// The name of those who have stations.
pub(super) static POLICE: LazyLock<u32> = LazyLock::new(|| neutral(Kind::Concept, "police"));

/// What is done to diplomats of the other side.
static SENT: LazyLock<[u32; 2]> =
    LazyLock::new(|| ["expel", "summon"].map(|name| neutral(Kind::Concept, name)));

/// The name of what warns of an attack.
pub(super) static SIREN: LazyLock<u32> = LazyLock::new(|| neutral(Kind::Concept, "siren"));

/// The name of what ships are among targets.
pub(super) static SHIP: LazyLock<u32> = LazyLock::new(|| neutral(Kind::Target, "ship"));

/// The name of what is told for another end than to report: a film, a game.
pub(super) static MADE_UP: LazyLock<u32> = LazyLock::new(|| neutral(Kind::Concept, "made-up"));

/// The name of what is only practised: a drill.
pub(super) static PRACTISED: LazyLock<u32> = LazyLock::new(|| neutral(Kind::Concept, "practised"));

/// The name of the first city of a country.
pub(super) static CAPITAL: LazyLock<u32> = LazyLock::new(|| neutral(Kind::Concept, "capital"));

/// The name of what flies without a pilot.
pub(super) static DRONE: LazyLock<u32> = LazyLock::new(|| neutral(Kind::Concept, "drone"));

/// What an attack is made with, or is.
static STRIKES: LazyLock<[u32; 5]> = LazyLock::new(|| {
    ["rocket", "mortar", "drone", "bombardment", "attack"].map(|name| neutral(Kind::Concept, name))
});

/// What tells of violence beside that.
static VIOLENCE: LazyLock<[u32; 8]> = LazyLock::new(|| {
    ["blast", "suicide-attack", "killed", "wounded", "gunfire", "clashes", "kidnap", "car-bomb"]
        .map(|name| neutral(Kind::Concept, name))
});

/// What comes from afar, and what is done on the spot: no report takes one for the other.
static REACHES: LazyLock<Vec<(u32, Reach)>> = LazyLock::new(|| {
    let rows: [(Reach, &[&str]); 2] = [
        (Reach::Far, &["rocket", "mortar", "drone", "bombardment"]),
        (Reach::Near, &["car-bomb", "suicide-attack", "gunfire", "clashes"]),
    ];
    let named = |(reach, row): &(Reach, &[&str])| {
        row.iter().map(|name| (neutral(Kind::Concept, name), *reach)).collect::<Vec<_>>()
    };
    rows.iter().flat_map(named).collect()
});

/// Makes of what is launched: who tries one in the morning may try another at night.
static MAKES: LazyLock<[u32; 3]> =
    LazyLock::new(|| ["ballistic", "cruise", "satellite"].map(|name| neutral(Kind::Concept, name)));

/// What flies.
static WEAPONS: LazyLock<[u32; 5]> = LazyLock::new(|| {
    ["rocket", "mortar", "drone", "launcher", "bombardment"]
        .map(|name| neutral(Kind::Concept, name))
});

/// Houses that a country has abroad.
static MISSIONS: LazyLock<[u32; 2]> =
    LazyLock::new(|| ["embassy", "consulate"].map(|name| neutral(Kind::Target, name)));

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let (mut whole, mut starts) = (QuickMap::<u64, u32>::default(), QuickMap::default());
    let (mut firsts, mut openings) = (Vec::new(), QuickMap::<u64, u16>::default());
    let tables = [
        (Kind::Concept, CONCEPTS),
        (Kind::Concept, OCCASIONS),
        (Kind::Concept, VICTIMS),
        (Kind::Target, TARGETS),
    ];
    let rows = tables.iter().flat_map(|(kind, rows)| rows.iter().map(move |row| (*kind, row)));
    for (kind, (name, list)) in rows {
        let name = neutral(kind, name);
        for word in list.split('|') {
            let start = word.strip_suffix('*');
            let folded = fold(start.unwrap_or(word)).text().trim().to_owned();
            let table = if start.is_some() { &mut starts } else { &mut whole };
            table.entry(hash(folded.as_bytes())).or_insert(name);
            if let Some((first, _)) = folded.split_once(' ') {
                firsts.push(hash(first.as_bytes()));
            }
            let letters = folded.chars().count();
            if start.is_some() && (LEAST..=MOST).contains(&letters) {
                *openings.entry(opening(&folded)).or_default() |= 1 << letters;
            }
        }
    }
    Words {
        whole: whole.into_iter().collect(),
        starts,
        firsts: firsts.into_iter().collect(),
        openings: openings.into_iter().collect(),
    }
});

struct Words {
    whole: Lexicon<u32>,
    starts: QuickMap<u64, u32>,
    /// Words that begin one of two words.
    firsts: Lexicon<()>,
    /// The first letters of the starts, with a bit for each number of letters that these have: most words
    /// of a text begin like none of them.
    openings: Lexicon<u16>,
}

/// From how far a weapon strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// It is fired, or flies.
    Far,
    /// Who strikes is there, or was.
    Near,
}

/// Fewest letters of a start.
const LEAST: usize = 3;
/// Most letters of one.
const MOST: usize = 14;

/// Whether a name is that of something that flies.
pub(super) fn is_weapon(name: u32) -> bool {
    WEAPONS.contains(&name)
}

/// Whether a name is that of a make of missile.
pub(super) fn is_make(name: u32) -> bool {
    MAKES.contains(&name)
}

/// From how far a weapon of a name strikes.
pub(super) fn reach(name: u32) -> Option<Reach> {
    REACHES.iter().find(|(own, _)| *own == name).map(|(_, reach)| *reach)
}

/// Whether a name is that of an attack, or of what one is made with.
pub(super) fn is_strike(name: u32) -> bool {
    STRIKES.contains(&name)
}

/// Whether a name is of what is done to diplomats of the other side: sent away, or called in.
pub(super) fn is_sent(name: u32) -> bool {
    SENT.contains(&name)
}

/// Whether a name tells of violence.
pub(super) fn is_violence(name: u32) -> bool {
    is_strike(name) || VIOLENCE.contains(&name)
}

/// Whether a name is that of a house that a country has abroad.
pub(super) fn is_mission(name: u32) -> bool {
    MISSIONS.contains(&name)
}

/// The name of the concept or target that a folded word, or it and the next one, stands for.
pub(super) fn concept(word: &Word<'_>, next: Option<&Word<'_>>) -> Option<u32> {
    let words = &*WORDS;
    let next = next.filter(|_| words.firsts.holds(word.hash));
    let known = next.and_then(|next| words.whole.get(pair(word.text, next.text)).copied());
    let stripped =
        || bare(word.text).find_map(|form| of_word(words, (form, hash(form.as_bytes()))));
    known.or_else(|| of_word(words, (word.text, word.hash))).or_else(stripped)
}

/// The hash of two words and the space between them.
fn pair(word: &str, next: &str) -> u64 {
    mix(hash_on(hash_on(hash_on(NO_BYTES, word.as_bytes()), b" "), next.as_bytes()))
}

fn of_word(words: &Words, (word, hash): (&str, u64)) -> Option<u32> {
    let whole = words.whole.get(hash).copied();
    if whole.is_some() {
        return whole;
    }
    let mut lengths = *words.openings.get(opening(word))?;
    let (mut so_far, mut found, mut bytes) = (NO_BYTES, None, [0; 4]);
    for c in word.chars() {
        so_far = hash_on(so_far, c.encode_utf8(&mut bytes).as_bytes());
        lengths >>= 1;
        if lengths & 1 != 0 {
            found = words.starts.get(&mix(so_far)).copied().or(found);
        } else if lengths == 0 {
            break;
        }
    }
    found
}

/// The first letters of a word, as many as the shortest start has.
fn opening(word: &str) -> u64 {
    if let Some(letters) = word.as_bytes().get(..LEAST).filter(|letters| letters.is_ascii()) {
        return hash(letters);
    }
    let end = word.char_indices().nth(LEAST).map_or(word.len(), |(at, _)| at);
    hash(word.get(..end).unwrap_or(word).as_bytes())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{CONCEPTS, Kind, OCCASIONS, TARGETS, VICTIMS, concept, neutral};
    use crate::text::fold::fold;
    use crate::triage::words::split;

    fn of(text: &str) -> Option<u32> {
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
            let wanted = wanted.map(|name| neutral(Kind::Concept, name));
            assert_eq!(of(text), wanted, "{text}");
        }
    }

    #[test]
    fn words_of_seven_languages_meet() {
        for (word, wanted) in [
            ("rockets", "rocket"),
            ("ракеты", "rocket"),
            ("صواريخ", "rocket"),
            ("الصواريخ", "rocket"),
            ("רקטות", "rocket"),
            ("roquettes", "rocket"),
            ("ambassadeur", "ambassador"),
            ("second attack", "another"),
        ] {
            assert_eq!(of(word), Some(neutral(Kind::Concept, wanted)), "{word}");
        }
        for (word, wanted) in [
            ("посольства", "embassy"),
            ("بالسفارة", "embassy"),
            ("power plant", "power-supply"),
            ("подстанцию", "power-supply"),
            ("cathedral", "church"),
        ] {
            assert_eq!(of(word), Some(neutral(Kind::Target, wanted)), "{word}");
        }
        assert_eq!([of("table"), of("mats")], [None, None]);
    }

    #[test]
    fn no_two_have_one_name() {
        let rows = |kind, rows: &[(&str, &str)]| {
            rows.iter().map(|(name, _)| neutral(kind, name)).collect::<Vec<_>>()
        };
        let concepts = [CONCEPTS, OCCASIONS, VICTIMS].map(|table| rows(Kind::Concept, table));
        let all = [concepts.concat(), rows(Kind::Target, TARGETS)].concat();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }
}
