//! Countries that an article names, by a small table of names, demonyms and capitals: enough to
//! keep two events apart that share their words but not their country.

use std::sync::LazyLock;

use super::gazetteer::bare;
use super::quick::{Lexicon, QuickMap};
use super::words::{Word, hash, mix, split};
use crate::text::fold::fold;

/// Rows of names: ISO 3166 alpha-2 code, then folded words or pairs of words. Names that are
/// also common words or people (Chad, Jordan, Georgia, Mali, Niger, Turkey) are left out or paired.
#[rustfmt::skip]
const COUNTRIES: &[(&str, &str)] = &[
    ("AE", "uae|united arab|emirati|emirates|abu dhabi|dubai|эмират|émirats|emiratos|إمارات|إماراتي|إماراتية|abou dhabi|абу даби|أبو ظبي|أبوظبي|ابوظبی|אבו דאבי|оаэ|الإمارات|אמירויות|émirien|emiratí|эмиратск"),
    ("AF", "afghanistan|afghan|afghans|kabul|kandahar|herat|افغانستان|أفغانستان|کابل|афганистан|афганистане|кабул|кабуле|afganistán|афганск|afghane|afgano|afgana|أفغاني|افغان|كابول|אפגניסטן"),
    ("AL", "albania|albanian|tirana"),
    ("AM", "armenia|armenian|yerevan|армения|армении|армян|ереван|arménie|أرمينيا|ارمنستان"),
    ("AO", "angola|angolan|luanda"),
    ("AR", "argentina|argentine|buenos aires"),
    ("AT", "austria|austrian|vienna|autriche"),
    ("AU", "australia|australian|canberra|sydney|melbourne"),
    ("AZ", "azerbaijan|azerbaijani|azeri|baku|азербайджан|азербайджана|azerbaïdjan|азербайджанск|azerbaïdjanais|azerbaiyán|أذربيجان|آذربایجان|اذربایجان|אזרבייגן"),
    ("BA", "bosnia|bosnian|sarajevo"),
    ("BD", "bangladesh|bangladeshi|dhaka"),
    ("BE", "belgium|belgian|brussels|belgique|bélgica"),
    ("BF", "burkina faso|burkinabe|ouagadougou|буркина|burkinabè|واغادوغو|بوركينا"),
    ("BG", "bulgaria|bulgarian"),
    ("BH", "bahrain|bahraini|manama|البحرين|бахрейн|bahreïn|baréin|بحريني|بحرینی|בחריין|المنامة"),
    ("BI", "burundi|burundian|bujumbura"),
    ("BJ", "benin|beninese|cotonou"),
    ("BO", "bolivia|bolivian"),
    ("BR", "brazil|brazilian|brasilia|brasil"),
    ("BW", "botswana|gaborone"),
    ("BY", "belarus|belarusian|minsk|беларусь|беларуси|белорус|белорусси|минск|biélorussie|bielorrusia|بيلاروسيا"),
    ("CA", "canada|canadian|canadians|canadá|canadiense|canadienses|canadien|canadiens|canadienne|канад|канадск|كندا|كندي|كندية|کانادا|کانادایی|קנדה|קנדי|ottawa|toronto|montreal|vancouver|québec"),
    ("CD", "dr congo|drc|congolese|kinshasa|goma|rdc|congolais|congolaise|congoleño|конголезск|киншас|كينشاسا"),
    ("CF", "central african|bangui|centrafrique"),
    ("CG", "brazzaville|republic congo"),
    ("CH", "switzerland|swiss|suisse|suiza"),
    ("CI", "ivory coast|ivorian|abidjan|côte ivoire"),
    ("CL", "chile|chilean|santiago"),
    ("CM", "cameroon|cameroonian|yaounde|yaoundé|douala|cameroun"),
    ("CN", "china|chinese|hong kong|beijing|китай|китая|chine|الصين|китайск|китайско|chinois|chinoise|chino|صيني|صينية|چین|סין|סינית|китае|китаю|пекин|pékin|pekín|بكين"),
    ("CO", "colombia|colombian|bogota|bogotá|колумб|colombiano|colombiana|colombie|كولومبيا"),
    ("CR", "costa rica|costa rican"),
    ("CU", "cuba|cuban|havana|кубинск|cubano|cubana|cubain|cubaine"),
    ("CY", "cyprus|cypriot|nicosia"),
    ("CZ", "czech|czechia|prague"),
    ("DE", "germany|german|berlin|allemagne|alemania|германия|германии|niemcy|немецк|германск|allemand|allemande|alemán|alemana|ألمانيا|ألماني|ألمانية|آلمان|גרמניה|берлин|германи|برلين|berlín"),
    ("DJ", "djibouti|djiboutian"),
    ("DK", "denmark|danish|copenhagen|danemark|dinamarca|датск|danois|danoise|danés|danesa|دنمارك|دنماركي|دنماركية"),
    ("DO", "dominican republic|santo domingo"),
    ("DZ", "algeria|algerian|algiers|algérie|argelia|الجزائر"),
    ("EC", "ecuador|ecuadorian|ecuadorean|quito|guayaquil|équateur|ecuatoriana|ecuatoriano"),
    ("EE", "estonia|estonian|tallinn"),
    ("EG", "egypt|egyptian|cairo|مصر|القاهرة|египет|египетск|égyptien|égyptienne|égypte|egipto|egipcia|مصري|مصرية|египте|египта|مصری|מצרים|קהיר|каир|le caire|el cairo|قاهره"),
    ("ER", "eritrea|eritrean|asmara"),
    ("ES", "spain|spanish|madrid|españa|espagne|испанск|espagnol|espagnole|español|española|إسبانيا|إسباني|إسبانية"),
    ("ET", "ethiopia|ethiopian|addis ababa|tigray|эфиоп|éthiopie|etiopía|إثيوبيا|إثيوبي"),
    ("FI", "finland|finnish|helsinki|finlande|finlandia"),
    ("FR", "france|french|paris|francia|франция|франции|французск|французско|français|française|francés|francesa|فرنسا|فرنسي|فرنسية|فرانسه|צרפת|צרפתי|צרפתית|париж|باريس|parís"),
    ("GA", "gabon|gabonese|libreville"),
    ("GB", "britain|united kingdom|british|uk|london|scotland|scottish|england|northern ireland|британск|британско|великобритании|britannique|royaume uni|británico|británica|reino unido|بريطانيا|بريطاني|بريطانية|انگلیس|بریتانیا|בריטניה|בריטי|בריטית|лондон|londres|لندن|לונדון|британи|британии"),
    ("GE", "tbilisi|georgian|грузи|грузия|тбилиси|géorgien|تبليسي"),
    ("GH", "ghana|ghanaian|accra"),
    ("GM", "gambia|gambian|banjul"),
    ("GN", "guinean|conakry"),
    ("GR", "greece|greek|athens"),
    ("GT", "guatemala|guatemalan"),
    ("GW", "guinea bissau|bissau"),
    ("HN", "honduras|honduran|tegucigalpa"),
    ("HR", "croatia|croatian|zagreb"),
    ("HT", "haiti|haitian|port au|haïti|haitien|haïtien|haïtienne|haití|haitiano|haitiana|гаити|هايتي|هائیتی|האיטי"),
    ("HU", "hungary|hungarian|budapest|hongrie"),
    ("ID", "indonesia|indonesian|jakarta"),
    ("IE", "ireland|irish|dublin"),
    ("IL", "idf|צהל|israel|israeli|israelis|jerusalem|tel aviv|إسرائيل|اسرائيل|الإسرائيلي|اسراییل|ישראל|ירושלים|израиль|израиля|израиле|israël|израильск|израильско|israélien|israélienne|israéliennes|israelí|إسرائيلية|صهيوني|רישראלי|ישראלי|ישראלית|израил|israelíes|israéliens|إسرائيلي|اسرائيلي|اسرائيليه|صهیونیستی|اسرائیلی|تل أبيب|תל אביב|тель авив"),
    ("IN", "india|indian|new delhi|delhi|mumbai|kashmir|индийск|indien|indienne|indio|هندي|هندية|الهند|индии|индию|دلهي"),
    ("IQ", "iraq|iraqi|iraqis|baghdad|basra|kirkuk|mosul|erbil|العراق|بغداد|عراق|עיראק|ирак|ираке|багдад|багдаде|irak|bagdad|عراقي|عراقية|irakien|irakienne|iraquí|иракск|ирака|iraquíes|irakí|irakíes|irakiens|عراقيين|عراقی|עיראקי"),
    ("IR", "iran|iranian|iranians|tehran|isfahan|إيران|ایران|طهران|تهران|איראן|טהרן|иран|иране|ирана|тегеран|тегеране|téhéran|teherán|иранск|иранско|iranien|iranienne|iraniennes|iraní|إيراني|إيرانية|ایرانی|איראני|איראנית|ирану|iraníes|iraniens|ایرانیان|إيرانيين"),
    ("IS", "iceland|icelandic|reykjavik"),
    ("IT", "italy|italian|rome|italie|italia|итальянск|italien|italienne|italiano|italiana|إيطاليا|إيطالي|إيطالية"),
    ("JM", "jamaica|jamaican"),
    ("JO", "amman|jordanian|الأردن|عمان|أردني|أردنية|jordanie|jordania|иордан|in jordan|from jordan|into jordan|over jordan|inside jordan|northern jordan|northeast jordan|eastern jordan|southern jordan|jordan border|jordan army|jordan military|jordan says|jordan condemns|jordan base|jordan drone|jordan attack|jordanians|jordanien|jordanienne|jordano|jordana|اردن|ירדן|ירדני|ירדנית"),
    ("JP", "japan|japanese|tokyo|japon|japón|япония|японск|japonais|japonaise|japonés|japonesa|يابان|ياباني|يابانية|япони|токио|طوكيو"),
    ("KE", "kenya|kenyan|nairobi"),
    ("KG", "kyrgyzstan|kyrgyz|bishkek"),
    ("KH", "cambodia|cambodian|phnom penh"),
    ("KP", "north korea|north korean|nord coréen|nord coréenne|nord coréens|norcoreano|norcoreana|norcoreanos|corée nord|corea norte|северокорейск|северной кореи|северная корея|צפון קוריאה|كوريا الشمالية|كره شمالي|کره شمالی|pyongyang|кндр|пхеньян|بيونغيانغ|pionyang"),
    ("KR", "south korea|south korean|sud coréen|sud coréenne|surcoreano|surcoreana|corée sud|corea sur|южнокорейск|южной кореи|южная корея|דרום קוריאה|كوريا الجنوبية|کره جنوبی|seoul|сеул|seúl|séoul|سيول"),
    ("KW", "kuwait|kuwaiti|الكويت|كويتي|كويتية|кувейт|koweït|koweïtien|kuwaití|כווית|کویت"),
    ("KZ", "kazakhstan|kazakh|astana|almaty"),
    ("LA", "laos|laotian|vientiane"),
    ("LB", "lebanon|lebanese|beirut|لبنان|بيروت|לבנון|ביירות|ливан|ливана|ливане|liban|beyrouth|líbano|لبناني|لبنانية|libanais|libanaise|libanés|libanesa|ливанск|libaneses|لبنانی|לבנוני|бейрут"),
    ("LK", "sri lanka|sri lankan|colombo"),
    ("LR", "liberia|liberian|monrovia"),
    ("LS", "lesotho"),
    ("LT", "lithuania|lithuanian|vilnius"),
    ("LV", "latvia|latvian|riga"),
    ("LY", "libya|libyan|tripoli|benghazi|ليبيا|طرابلس|libye|ливия|ливии|ливийск|libyen|libio|libia|ليبي|لیبی|триполи"),
    ("MA", "morocco|moroccan|rabat|casablanca|maroc|marruecos|المغرب"),
    ("MD", "moldova|moldovan|chisinau|moldavie|молдав|молдов|кишинев|moldavia"),
    ("ME", "montenegro|podgorica"),
    ("MG", "madagascar|malagasy|antananarivo"),
    ("MK", "north macedonia|macedonian|skopje"),
    ("ML", "in mali|au mali|du mali|en malí|northern mali|central mali|mali army|mali junta|mali military|в мали|دوله مالي|جمهورية مالي|malian|bamako|malien|malienne|maliense|бамако|باماكو"),
    ("MM", "myanmar|yangon|naypyidaw"),
    ("MN", "mongolia|mongolian|ulaanbaatar"),
    ("MR", "mauritania|mauritanian|nouakchott|mauritanie"),
    ("MW", "malawi|malawian|lilongwe"),
    ("MX", "mexico|mexican|méxico|mexique|mexicano|mexicana|mexicain|мексик|мексиканск|المكسيك|مکزیک"),
    ("MY", "malaysia|malaysian|kuala lumpur"),
    ("MZ", "mozambique|mozambican|maputo"),
    ("NA", "namibia|namibian|windhoek"),
    ("NE", "in niger|au niger|du niger|niger army|niger junta|western niger|в нигере|nigerien|niamey|republic niger|nigérien|nigérienne|ниамей|نيامي|النيجر"),
    ("NG", "nigeria|nigerian|abuja|lagos|нигери|nigérian|nigeriano|nigeriana|نيجيريا|نيجيري"),
    ("NI", "nicaragua|nicaraguan|managua"),
    ("NL", "netherlands|dutch|amsterdam|pays bas"),
    ("NO", "norway|norwegian|oslo|norvège|noruega"),
    ("NP", "nepal|nepalese|nepali|kathmandu"),
    ("NZ", "new zealand|auckland|wellington"),
    ("OM", "oman|omani|muscat|omanis|omán|omanais|omaní|оман|оманск|маскат|سلطنة عمان|سلطنت عمان|خليج عمان|دریای عمان|عماني|عمانية|العاصمة مسقط|عمانی|עומאן|עומאני|mascate"),
    ("PA", "panama|panamanian"),
    ("PE", "peru|peruvian|pérou|perú"),
    ("PG", "papua new"),
    ("PH", "philippines|philippine|manila|mindanao"),
    ("PK", "pakistan|pakistani|islamabad|karachi|peshawar|باكستان|پاکستان|пакистан|пакистанск|pakistanais|pakistanaise|pakistaní|باكستاني|باكستانية|пакистане|پاکستانی|פקיסטן"),
    ("PL", "poland|polish|warsaw|polska|polsce|polski|warszawa|warszawie|польша|польск|polonais|polonaise|pologne|polonia|polaca|بولندا|польш|варшав|varsovie|varsovia|وارسو"),
    ("PS", "gaza|palestinian|palestinians|palestine|west bank|ramallah|jenin|nablus|غزة|فلسطين|الفلسطينيين|עזה|газа|газе|газы|cisjordanie|cisjordania|غزه|палестин|палестинск|palestinien|palestinienne|palestino|palestina|فلسطيني|فلسطينية|فلسطینی|פלסטיני|פלסטינים"),
    ("PT", "portugal|portuguese|lisbon"),
    ("PY", "paraguay|paraguayan"),
    ("QA", "qatar|qatari|doha|قطر|الدوحة|قطري|قطرية|катар|catar|catarí|קטאר|قطری|دوحه"),
    ("RO", "romania|romanian|bucharest|roumanie"),
    ("RS", "serbia|serbian|belgrade|serbie"),
    ("RU", "russia|russian|russians|moscow|kremlin|россия|россии|москва|москве|russie|rusia|rosja|rosji|روسيا|روسیه|רוסיה|российск|российско|russe|rusa|ruso|russes|rusos|rusas|русские|روسية|روسي|רוסי|רוסית|rosyjska|rosyjskiej|rosyjski|москв|московск|moscou|moscú|moskwa|moskwie|موسكو|مسکو|מוסקבה|россиян|россию|кремл|kremlín|الكرملين|کرملین|הקרמלין"),
    ("RW", "rwanda|rwandan|kigali"),
    ("SA", "saudi|saudis|riyadh|السعودية|الرياض|عربستان|саудовск|saoudien|saoudienne|arabie saoudite|saudí|arabia saudí|سعودي|سعودية|סעודיה|саудовской|саудит|saudita|эр рияд|riyad|riad|ריאד|סעודי|סעודית|ریاض"),
    ("SD", "sudan|sudanese|khartoum|darfur|السودان|الخرطوم|soudan|sudán|судан|суданск|soudanais|sudanés|sudanesa|سوداني|سودان|хартум|סודן"),
    ("SE", "sweden|swedish|stockholm|шведск|suède|suédois|suédoise|suecia|sueco|sueca|سويد|سويدي|سويدية|سوئد|שוודיה"),
    ("SG", "singapore|singaporean"),
    ("SI", "slovenia|slovenian|ljubljana"),
    ("SK", "slovakia|slovak|bratislava"),
    ("SL", "sierra leone|freetown"),
    ("SN", "senegal|senegalese|dakar|sénégal"),
    ("SO", "somalia|somali|mogadishu|الصومال|somalie|сомали|сомалийск|somalien|somalí|صومالي|سومالی|מוגדישו|могадишо|مقديشو|mogadiscio"),
    ("SS", "south sudan|juba"),
    ("SV", "el salvador|salvadoran"),
    ("SY", "syria|syrian|syrians|damascus|aleppo|idlib|سوريا|سورية|دمشق|سوریه|סוריה|דמשק|сирия|сирии|дамаск|syrie|damas|siria|damasco|سوري|syrien|syrienne|sirio|сирийск|сирию|сирий|sirios|syriens|سوريين|סורי|סורית"),
    ("TD", "in chad|chad army|lake chad|в чаде|chadian|ndjamena|tchad|tchadien|تشاد"),
    ("TG", "togo|togolese|lome|lomé"),
    ("TH", "thailand|thai|bangkok"),
    ("TJ", "tajikistan|tajik|dushanbe"),
    ("TM", "turkmenistan|turkmen|ashgabat"),
    ("TN", "tunisia|tunisian|tunis"),
    ("TR", "in turkey|from turkey|southern turkey|northern turkey|eastern turkey|southeast turkey|southeastern turkey|turkey bombs|turkey strikes|turkey says|turkey army|turkey military|turkey hits|turkish|ankara|istanbul|turkiye|türkiye|تركيا|ترکیه|турция|турции|turquie|turquía|турецк|турецко|turc|turcs|turque|turques|turco|turca|turcas|تركي|تركية|טורקיה|טורקית|турцию|анкар|أنقرة|آنکارا|turcos"),
    ("TT", "trinidad"),
    ("TW", "taiwan|taiwanese|taipei"),
    ("TZ", "tanzania|tanzanian|dodoma|dar es|zanzibar"),
    ("UA", "ukraine|ukrainian|ukrainians|kyiv|kiev|kharkiv|odesa|odessa|bakhmut|kherson|украина|украины|украине|киев|киеве|ukraina|ukrainy|ukrainie|ucrania|أوكرانيا|اوکراین|אוקראינה|украинск|украинско|ukrainien|ukrainienne|ukrainiennes|ucraniano|ucraniana|ucranianas|أوكرانية|أوكراني|אוקראיני|אוקראינית|украину|украин|ucranianos|ukrainiens|أوكرانيين|اوکراینی|كييف"),
    ("UG", "uganda|ugandan|kampala|ouganda"),
    ("US", "us|usa|united states|american|americans|washington|america|сша|американск|американско|америки|américain|américaine|américaines|états unis|etats unis|estadounidense|eeuu|estados unidos|أميركا|أمريكا|أميركي|أمريكي|أميركية|أمريكية|ولايات متحدة|آمریکا|امریکا|ארהב|אמריקאי|אמריקאית|אמריקני|אמריקנית|amerykańska|amerykański|amerykańskiej|вашингтон|واشنطن|واشنگتن|וושינגטון|американц|estadounidenses|américains"),
    ("UY", "uruguay|uruguayan|montevideo"),
    ("UZ", "uzbekistan|uzbek|tashkent"),
    ("VE", "venezuela|venezuelan|caracas|venezolano|venezolana|vénézuela|венесуэл|каракас|فنزويلا|كاراكاس"),
    ("VN", "vietnam|vietnamese|hanoi"),
    ("XK", "kosovo|kosovar|pristina"),
    ("YE", "yemen|yemeni|sanaa|aden|اليمن|صنعاء|یمن|תימן|йемен|йемене|yémen|йемена|йеменск|yéménite|yemení|يمني|يمنية|یمنی|תימני"),
    ("ZA", "south africa|south african|pretoria|johannesburg"),
    ("ZM", "zambia|zambian|lusaka"),
    ("ZW", "zimbabwe|zimbabwean|harare"),
];

/// Amman and Oman are written alike in Arabic: Oman it is where something else names Oman, or its capital
/// stands beside, whose name alone is a word for where one was born.
const AMMAN_OR_OMAN: &str = "عمان";
/// The name of the place.
pub(super) const AMMAN: &str = "amman";
const MUSCAT: &str = "مسقط";

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
    words: Lexicon<Name>,
    pairs: QuickMap<u64, &'static str>,
}

impl Table {
    /// What a word names as it stands, or without what its language adds.
    fn name(&self, word: &Word<'_>) -> Option<&Name> {
        let stripped = || bare(word.text).find_map(|form| self.words.get(hash(form.as_bytes())));
        self.words.get(word.hash).or_else(stripped)
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let (mut words_of, mut pairs) = (QuickMap::<u64, Name>::default(), QuickMap::default());
    for (code, names) in COUNTRIES {
        for name in names.split('|') {
            let folded = fold(name);
            let words = split(folded.text().trim(), 2);
            let Some(first) = words.first() else { continue };
            let entry = words_of.entry(first.hash).or_default();
            if let Some(second) = words.get(1) {
                entry.opens = true;
                pairs.insert(pair(first, second), *code);
            } else {
                entry.code = Some(code);
            }
        }
    }
    Table { words: words_of.into_iter().collect(), pairs }
});

fn pair(first: &Word<'_>, second: &Word<'_>) -> u64 {
    mix(first.hash.rotate_left(13) ^ second.hash)
}

/// Whether a word is a name, as it stands or with what is written in front of it.
fn is_any_form(word: &Word<'_>, name: &str) -> bool {
    word.text == name || bare(word.text).any(|form| form == name)
}

/// Words between two that name a country together: "Corée du Nord".
const PARTICLES: &[&str] = &["du", "del", "de"];

/// The country that two words name together.
pub(super) fn pair_at(words: &[Word<'_>], at: usize) -> Option<&'static str> {
    let (one, mut other) = (words.get(at)?, words.get(at + 1)?);
    if PARTICLES.contains(&other.text) {
        other = words.get(at + 2)?;
    }
    let of = |one: &Word<'_>| TABLE.pairs.get(&pair(one, other)).copied();
    let stripped = || {
        let forms = bare(one.text).map(|text| Word { text, hash: hash(text.as_bytes()) });
        forms.into_iter().find_map(|form| of(&form))
    };
    of(one).or_else(stripped)
}

/// The country that one word names by itself.
pub(super) fn country_at(words: &[Word<'_>], at: usize) -> Option<&'static str> {
    TABLE.name(words.get(at)?)?.code
}

/// Whether words name Amman as Arabic does, in an article of these countries: the name is Oman's too.
pub(super) fn is_amman(words: &[Word<'_>], countries: &[String]) -> bool {
    let of = |code: &str| countries.iter().any(|country| country == code);
    of("JO") && !of("OM") && words.iter().any(|word| is_any_form(word, AMMAN_OR_OMAN))
}

/// Countries named in the words of a title and a lead, sorted.
pub(super) fn countries(title: &[Word<'_>], lead: &[Word<'_>]) -> Vec<String> {
    let table = &*TABLE;
    let mut codes: Vec<&'static str> = Vec::new();
    let mut either = false;
    for words in [title, lead] {
        let mut covered = 0;
        for (at, word) in words.iter().enumerate() {
            let Some(name) = table.name(word) else { continue };
            if let Some(code) = Some(at).filter(|_| name.opens).and_then(|at| pair_at(words, at)) {
                covered = at + 2;
                codes.push(code);
            } else if at >= covered && name.code == Some("JO") && is_any_form(word, AMMAN_OR_OMAN) {
                either = true;
            } else if at >= covered {
                codes.extend(name.code);
            }
        }
    }
    if either {
        let muscat = title.iter().chain(lead).any(|word| is_any_form(word, MUSCAT));
        let oman = muscat || codes.contains(&"OM");
        codes.push(if oman { "OM" } else { "JO" });
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
            ("la coree du nord tire un missile", vec!["KP"]),
            ("corea del norte lanza un misil", vec!["KP"]),
            ("azerbaijan embassy in tehran", vec!["AZ", "IR"]),
            ("обстрел в сирии", vec!["SY"]),
            ("south sudan and sudan", vec!["SD", "SS"]),
            ("chad kroeger sings", vec![]),
            ("drone attack in jordan kills three", vec!["JO"]),
            ("michael jordan plays", vec![]),
            ("انفجار في عمان", vec!["JO"]),
            ("انفجار في سلطنه عمان", vec!["OM"]),
            ("انفجار في عمان قرب مسقط", vec!["OM"]),
            ("дроны летят на москву", vec!["RU"]),
            ("взрывы под москвой", vec!["RU"]),
            ("موسكو", vec!["RU"]),
            ("attaque de drones à moscou", vec!["RU"]),
        ] {
            assert_eq!(countries(&split(text, 99), &[]), codes, "{text}");
        }
    }
}
