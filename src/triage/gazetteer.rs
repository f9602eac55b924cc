//! Cities, regions and sites where reported events happen, by their names in the languages of the
//! feeds. Reports of one event meet by them; two events of one kind stay apart by them.
//!
//! Capitals that stand for their governments (Washington, Moscow) are left to `places`.

use std::sync::LazyLock;

use super::quick::{QuickMap, QuickSet};
use super::words::{Word, hash, mix, split};
use crate::text::fold::fold;

/// Rows: the place's name, its ISO 3166 alpha-2 country, then its names.
#[rustfmt::skip]
const PLACES: &[(&str, &str, &str)] = &[
    ("baghdad", "IQ", "baghdad|bagdad|bagdade|bagdadzie|багдад|بغداد|בגדאד"),
    ("green-zone", "IQ", "green zone|international zone|zone verte|zona verde|зеленая зона|зеленой зоне|зеленой зоны|зеленую зону|المنطقة الخضراء|منطقه سبز|האזור הירוק|אזור הירוק"),
    ("erbil", "IQ", "erbil|irbil|arbil|эрбил|أربيل|اربیل|ארביל"),
    ("basra", "IQ", "basra|bassora|basora|басра|البصرة|بصره"),
    ("kirkuk", "IQ", "kirkuk|kirkouk|киркук|كركوك|کرکوک"),
    ("mosul", "IQ", "mosul|mossoul|мосул|الموصل|موصل"),
    ("taji", "IQ", "taji|таджи|التاجي|تاجی"),
    ("balad", "IQ", "balad|балад|قاعدة بلد"),
    ("ain-al-asad", "IQ", "ain al asad|al asad|айн аль асад|عين الأسد|عین الاسد"),
    ("sulaymaniyah", "IQ", "sulaymaniyah|sulaimaniyah|sulaimani|sulaimaniya|сулеймания|السليمانية|سلیمانیه"),
    ("najaf", "IQ", "najaf|nadjaf|неджеф|наджаф|النجف"),
    ("karbala", "IQ", "karbala|kerbala|кербела|كربلاء|کربلا"),
    ("anbar", "IQ", "anbar|ramadi|fallujah|falluja|فلوجة|الأنبار|الرمادي|анбар"),
    ("diyala", "IQ", "diyala|baquba|baqubah|دیالی|ديالى|بعقوبة|дияла"),
    ("nasiriyah", "IQ", "nasiriyah|nasiriya|الناصرية|насирия"),
    ("sinjar", "IQ", "sinjar|shingal|سنجار|синджар"),
    ("dohuk", "IQ", "dohuk|duhok|دهوك|дохук"),
    ("saladin", "IQ", "tikrit|samarra|salahaddin|تكريت|سامراء|тикрит"),
    ("damascus", "SY", "damascus|damas|damasco|дамаск|دمشق|דמשק|damaszek|damaszku"),
    ("aleppo", "SY", "aleppo|alep|alepo|алеппо|حلب|חאלב"),
    ("homs", "SY", "homs|хомс|حمص|חומס"),
    ("idlib", "SY", "idlib|идлиб|إدلب|ادلب"),
    ("latakia", "SY", "latakia|lattaquié|латакия|اللاذقية"),
    ("deir-ez-zor", "SY", "deir ez zor|deir al zor|deir ezzor|дейр эз зор|دير الزور"),
    ("raqqa", "SY", "raqqa|raqa|ракка|الرقة"),
    ("hasakah", "SY", "hasakah|hasaka|hassaké|qamishli|хасака|الحسكة|القامشلي"),
    ("daraa", "SY", "daraa|deraa|дераа|درعا"),
    ("palmyra", "SY", "palmyra|tanf|al tanf|пальмира|تدمر|التنف"),
    ("golan", "SY", "golan|голан|الجولان|جولان|הגולן|רמת הגולן"),
    ("beirut", "LB", "beirut|beyrouth|beirute|бейрут|بيروت|بیروت|ביירות|bejrut|bejrucie"),
    ("tyre", "LB", "southern lebanon|south lebanon|sud liban|جنوب لبنان|דרום לבנון|юге ливана|юга ливана"),
    ("baalbek", "LB", "baalbek|bekaa|beqaa|بعلبك|البقاع|баальбек"),
    ("gaza", "PS", "gaza|газа|сектора газа|сектор газа|غزة|غزه|עזה|מעזה|gazy|gazie"),
    ("rafah", "PS", "rafah|рафах|رفح|רפיח"),
    ("khan-younis", "PS", "khan younis|khan yunis|خان يونس|хан юнис"),
    ("jenin", "PS", "jenin|djenin|jénine|дженин|جنين|גנין"),
    ("nablus", "PS", "nablus|naplouse|nablús|наблус|نابلس|שכם"),
    ("hebron", "PS", "hebron|hébron|хеврон|الخليل|חברון"),
    ("ramallah", "PS", "ramallah|рамалла|رام الله|רמאללה"),
    ("tulkarm", "PS", "tulkarm|tulkarem|طولكرم|тулькарм"),
    ("west-bank", "PS", "west bank|cisjordanie|cisjordania|западный берег|западном берегу|الضفة الغربية|הגדה"),
    ("al-aqsa", "PS", "aqsa|temple mount|аль акса|الأقصى|الاقصی|אל אקצא|הר הבית|esplanade des mosquées"),
    ("jerusalem", "IL", "jerusalem|jérusalem|jerusalén|иерусалим|القدس|قدس|בירושלים|ירושלים|jerozolima|jerozolimie"),
    ("tel-aviv", "IL", "tel aviv|тель авив|тель авиве|تل أبيب|تل‌آویو|תל אביב"),
    ("haifa", "IL", "haifa|haïfa|хайфа|حيفا|חיפה"),
    ("ashkelon", "IL", "ashkelon|ashdod|sderot|ашкелон|ашдод|сдерот|عسقلان|أسدود|سديروت|אשקלון|אשדוד|שדרות|עוטף"),
    ("galilee", "IL", "galilee|kiryat shmona|metula|nahariya|галиле|الجليل|قريات شمونة|קריית שמונה|הגליל|נהריה"),
    ("eilat", "IL", "eilat|эйлат|إيلات|אילת"),
    ("tehran", "IR", "tehran|teheran|téhéran|teherán|тегеран|طهران|تهران|טהרן|teheranie"),
    ("isfahan", "IR", "isfahan|esfahan|ispahan|исфахан|أصفهان|اصفهان|איספהאן"),
    ("tabriz", "IR", "tabriz|тебриз|تبريز|تبریز"),
    ("mashhad", "IR", "mashhad|мешхед|مشهد"),
    ("natanz", "IR", "natanz|fordo|fordow|نطنز|فوردو|натанз"),
    ("shiraz", "IR", "shiraz|шираз|شيراز|شیراز"),
    ("kerman", "IR", "kerman|kermanshah|керман|کرمان|كرمان"),
    ("hormuz", "IR", "hormuz|ormuz|bandar abbas|ормуз|هرمز"),
    ("zahedan", "IR", "zahedan|sistan|زاهدان|سیستان|захедан"),
    ("kabul", "AF", "kabul|kaboul|кабул|كابول|کابل|קאבול"),
    ("herat", "AF", "herat|hérat|герат|هرات"),
    ("kandahar", "AF", "kandahar|qandahar|кандагар|قندهار"),
    ("jalalabad", "AF", "jalalabad|nangarhar|джелалабад|جلال آباد|ننگرهار"),
    ("mazar", "AF", "mazar e sharif|mazar i sharif|balkh|мазари шариф|مزار شریف"),
    ("kunduz", "AF", "kunduz|кундуз|قندوز|قندز"),
    ("khost", "AF", "khost|paktika|paktia|хост|خوست"),
    ("peshawar", "PK", "peshawar|peschawar|пешавар|بيشاور|پیشاور|پشاور|peszawar|peszawarze"),
    ("quetta", "PK", "quetta|balochistan|baluchistan|кветта|كويتا|کویته|белуджистан"),
    ("karachi", "PK", "karachi|карачи|كراتشي|کراچی"),
    ("islamabad", "PK", "islamabad|rawalpindi|исламабад|إسلام آباد|اسلام آباد"),
    ("lahore", "PK", "lahore|лахор|لاهور"),
    ("waziristan", "PK", "waziristan|bannu|وزيرستان|وزیرستان|вазиристан"),
    ("sanaa", "YE", "sanaa|sana’a|санаа|сана|صنعاء|صنعا"),
    ("aden", "YE", "aden|адене|عدن"),
    ("hodeidah", "YE", "hodeidah|hodeida|hudaydah|ходейда|الحديدة"),
    ("marib", "YE", "marib|mareb|мариб|مأرب"),
    ("taiz", "YE", "taiz|taëz|таиз|تعز"),
    ("red-sea", "YE", "red sea|mer rouge|mar rojo|bab el mandeb|красном море|красное море|البحر الأحمر|دریای سرخ"),
    ("riyadh", "SA", "riyadh|эр рияд|الرياض|ریاض"),
    ("jeddah", "SA", "jeddah|djeddah|джидда|جدة|جده"),
    ("najran", "SA", "najran|nadjran|наджран|نجران"),
    ("jizan", "SA", "jizan|jazan|abha|khamis mushait|джизан|جازان|جيزان|أبها"),
    ("abu-dhabi", "AE", "abu dhabi|abou dhabi|абу даби|أبوظبي|أبو ظبي|ابوظبی"),
    ("dubai", "AE", "dubai|dubaï|дубай|دبي|دبی"),
    ("doha", "QA", "doha|доха|الدوحة|دوحه"),
    ("manama", "BH", "manama|манама|المنامة|bahrain|bahreïn|бахрейн|البحرين"),
    ("amman", "JO", "amman|амман|عمّان"),
    ("cairo", "EG", "cairo|le caire|el cairo|каир|القاهرة|قاهره|קהיר"),
    ("sinai", "EG", "sinai|sinaï|sinaí|el arish|синай|سيناء|العريش|סיני"),
    ("tripoli", "LY", "tripoli|trípoli|триполи|طرابلس"),
    ("benghazi", "LY", "benghazi|bengasi|бенгази|بنغازي"),
    ("tunis", "TN", "tunis|túnez|тунис|تونس"),
    ("algiers", "DZ", "algiers|alger|argel|алжир|الجزائر"),
    ("khartoum", "SD", "khartoum|jartum|хартум|الخرطوم|خارطوم|omdurman|أم درمان"),
    ("darfur", "SD", "darfur|darfour|дарфур|دارفور|el fasher|nyala|geneina|الفاشر"),
    ("port-sudan", "SD", "port sudan|порт судан|بورتسودان"),
    ("juba", "SS", "juba|djouba|джуба|جوبا"),
    ("addis", "ET", "addis ababa|addis abeba|аддис абеба|أديس أبابا"),
    ("tigray", "ET", "tigray|tigré|mekelle|mekele|тыграй|تيغراي"),
    ("mogadishu", "SO", "mogadishu|mogadiscio|могадишо|مقديشو|موگادیشو"),
    ("kismayo", "SO", "kismayo|kismaayo|кисмайо|كيسمايو"),
    ("nairobi", "KE", "nairobi|найроби|نيروبي|نایروبی"),
    ("goma", "CD", "goma|north kivu|nord kivu|kivu|гома|غوما"),
    ("ituri", "CD", "ituri|bunia|итури"),
    ("beni", "CD", "beni"),
    ("kinshasa", "CD", "kinshasa|kinsasa|киншаса|كينشاسا"),
    ("bangui", "CF", "bangui|банги|بانغي"),
    ("bamako", "ML", "bamako|бамако|باماكو"),
    ("gao", "ML", "gao|гао|غاو"),
    ("timbuktu", "ML", "timbuktu|tombouctou|tombuctú|тимбукту|تمبكتو"),
    ("kidal", "ML", "kidal|кидал|كيدال"),
    ("mopti", "ML", "mopti|мопти|موبتي"),
    ("niamey", "NE", "niamey|ниамей|نيامي"),
    ("tillaberi", "NE", "tillabéri|tillaberi|diffa"),
    ("ouagadougou", "BF", "ouagadougou|uagadugú|уагадугу|واغادوغو"),
    ("abuja", "NG", "abuja|абуджа|أبوجا"),
    ("borno", "NG", "borno|maiduguri|борно|برنو"),
    ("benue", "NG", "benue"),
    ("zamfara", "NG", "zamfara"),
    ("kaduna", "NG", "kaduna"),
    ("cabo-delgado", "MZ", "cabo delgado|palma|кабу делгаду"),
    ("kyiv", "UA", "kyiv|kiev|kiew|kijów|kijowie|киев|київ|كييف|کی‌یف|קייב"),
    ("kharkiv", "UA", "kharkiv|kharkov|járkov|charków|charkowie|харьков|خاركيف|خارکیف|חרקוב"),
    ("odesa", "UA", "odesa|odessa|одесс|أوديسا|اودسا"),
    ("kherson", "UA", "kherson|jersón|chersoń|chersoniu|херсон|خيرسون|خرسون"),
    ("dnipro", "UA", "dnipro|dniepro|днепр|دنيبرو"),
    ("zaporizhzhia", "UA", "zaporizhzhia|zaporizhia|zaporijjia|zaporiyia|zaporoże|запорож|زابوريجيا|زاپوریژیا"),
    ("lviv", "UA", "lviv|lwów|lwowie|львов|لفيف"),
    ("bakhmut", "UA", "bakhmut|bajmut|bachmut|bachmutu|бахмут|артемовск|باخموت"),
    ("avdiivka", "UA", "avdiivka|авдеевк|أفدييفكا"),
    ("kramatorsk", "UA", "kramatorsk|sloviansk|kostiantynivka|краматорск|славянск|كراماتورسك"),
    ("donetsk", "UA", "donetsk|donieck|doniecku|донецк|دونيتسك"),
    ("luhansk", "UA", "luhansk|lugansk|ługańsk|луганск|لوغانسك"),
    ("mariupol", "UA", "mariupol|marioupol|мариупол|ماريوبول"),
    ("mykolaiv", "UA", "mykolaiv|mikolaiv|николаев|ميكولايف"),
    ("sumy", "UA", "sumy|сумы|сумск"),
    ("crimea", "UA", "crimea|crimée|krym|krymie|sevastopol|simferopol|крым|севастопол|القرم|کریمه|קרים"),
    ("belgorod", "RU", "belgorod|biełgorod|белгород|بيلغورود"),
    ("bryansk", "RU", "bryansk|briańsk|брянск|بريانسك"),
    ("kursk", "RU", "kursk|курск|كورسك"),
    ("saint-petersburg", "RU", "st petersburg|saint petersburg|saint pétersbourg|san petersburgo|petersburg|petersburgu|петербург|سان بطرسبرغ|سن پترزبورگ"),
    ("grozny", "RU", "grozny|chechnya|dagestan|грозн|чечн|дагестан"),
    ("tbilisi", "GE", "tbilisi|тбилиси|تبليسي|تفلیس"),
    ("karabakh", "AZ", "karabakh|karabaj|stepanakert|карабах|степанакерт|قره باغ|قره‌باغ"),
    ("istanbul", "TR", "istanbul|estambul|стамбул|إسطنبول|استانبول|stambuł|stambule"),
    ("ankara", "TR", "ankara|анкар|أنقرة|آنکارا"),
    ("diyarbakir", "TR", "diyarbakir|диярбакыр|ديار بكر"),
    ("gaziantep", "TR", "gaziantep|газиантеп|غازي عنتاب"),
    ("kosovo", "XK", "kosovo|pristina|mitrovica|косов|приштин|كوسوفو"),
    ("sarajevo", "BA", "sarajevo|сараев|سراييفو"),
    ("belgrade", "RS", "belgrade|belgrado|белград|بلغراد"),
    ("athens", "GR", "athens|athènes|atenas|афин|أثينا"),
    ("london", "GB", "london|londres|лондон|لندن|לונדון|londyn|londynie"),
    ("manchester", "GB", "manchester|манчестер"),
    ("belfast", "GB", "belfast|northern ireland|londonderry|irlande du nord"),
    ("paris", "FR", "paris|parís|париж|باريس|پاریس|פריז|paryż|paryżu"),
    ("berlin", "DE", "berlin|berlín|берлин|برلين"),
    ("brussels", "BE", "brussels|bruxelles|bruselas|брюссел|بروكسل|bruksela|brukseli"),
    ("vienna", "AT", "vienna|vienne|viena|вена|вене|فيينا|وین"),
    ("rome", "IT", "rome|roma|рим|риме|روما"),
    ("madrid", "ES", "madrid|мадрид|مدريد"),
    ("algeciras", "ES", "algeciras|альхесирас"),
    ("stockholm", "SE", "stockholm|estocolmo|стокгольм|ستوكهولم|sztokholm|sztokholmie"),
    ("copenhagen", "DK", "copenhagen|copenhague|копенгаген|كوبنهاغن"),
    ("oslo", "NO", "oslo|осло|أوسلو"),
    ("warsaw", "PL", "warsaw|varsovie|varsovia|варшав|وارسو|warszawa|warszawie"),
    ("minsk", "BY", "minsk|минск|مينسك"),
    ("caracas", "VE", "caracas|каракас|كاراكاس"),
    ("bogota", "CO", "bogota|bogotá|богот|بوغوتا"),
    ("cauca", "CO", "cauca|каука"),
    ("cali", "CO", "cali"),
    ("catatumbo", "CO", "cúcuta|catatumbo"),
    ("port-au-prince", "HT", "port au prince|puerto príncipe|порт о пренс|بورت أو برنس"),
    ("mexico-city", "MX", "mexico city|ciudad de méxico|мехико"),
    ("quito", "EC", "quito|guayaquil|кито|гуаякил"),
    ("lima", "PE", "lima|лима"),
    ("havana", "CU", "havana|la habana|la havane|гаван|هافانا"),
    ("new-york", "US", "new york|nueva york|нью йорк|نيويورك|نیویورک|ניו יורק"),
    ("memphis", "US", "memphis"),
    ("nashville", "US", "nashville"),
    ("los-angeles", "US", "los angeles|monterey park"),
    ("half-moon-bay", "US", "half moon bay"),
    ("kashmir", "IN", "kashmir|srinagar|cachemire|cachemira|кашмир|كشمير"),
    ("delhi", "IN", "delhi|дели|دلهي"),
    ("mumbai", "IN", "mumbai|bombay|мумбаи|مومباي"),
    ("manipur", "IN", "manipur|манипур"),
    ("dhaka", "BD", "dhaka|dacca|дакк|دكا"),
    ("colombo", "LK", "colombo|коломбо|كولومبو"),
    ("yangon", "MM", "yangon|rangoon|янгон|يانغون"),
    ("sagaing", "MM", "sagaing|mandalay|rakhine|сагайн"),
    ("manila", "PH", "manila|manille|манил|مانيلا"),
    ("sulu", "PH", "jolo|sulu|basilan|marawi|mindanao|минданао"),
    ("papua", "ID", "papua|папуа"),
    ("jakarta", "ID", "jakarta|yakarta|джакарт|جاكرتا"),
    ("bangkok", "TH", "bangkok|бангкок|بانكوك"),
    ("taipei", "TW", "taipei|тайбэ|تايبيه"),
    ("pyongyang", "KP", "pyongyang|пхеньян|بيونغيانغ"),
    ("melbourne", "AU", "melbourne|мельбурн"),
    ("sydney", "AU", "sydney|сидне|سيدني"),
    ("adamawa", "NG", "adamawa|yobe|plateau state|jos"),
    ("katsina", "NG", "katsina|sokoto|kebbi|niger state|minna"),
    ("nasarawa", "NG", "nasarawa|taraba"),
    ("owo", "NG", "anambra|imo state|enugu|owerri|ondo"),
    ("lagos", "NG", "lagos|лагос|لاغوس"),
    ("bamenda", "CM", "bamenda|buea|kumba|anglophone"),
    ("maroua", "CM", "maroua|kolofata|mora"),
    ("dori", "BF", "dori|djibo|seytenga|sahel region"),
    ("fada", "BF", "fada|fada ngourma|diapaga"),
    ("bukavu", "CD", "bukavu|south kivu|sud kivu"),
    ("butembo", "CD", "butembo|lubero|kasindi|rutshuru|kitshanga|bunagana"),
    ("mandera", "KE", "mandera|garissa|lamu|wajir"),
    ("baidoa", "SO", "baidoa|beledweyne|hiran|hiiraan|jowhar"),
    ("galkayo", "SO", "galkayo|puntland|bosaso"),
    ("las-anod", "SO", "las anod|laascaanood|somaliland|hargeisa"),
    ("amhara", "ET", "amhara|gondar|bahir dar|lalibela"),
    ("oromia", "ET", "oromia|wollega|gambella"),
    ("el-obeid", "SD", "el obeid|kordofan|merowe"),
    ("misrata", "LY", "misrata|zawiya|sirte|sabha|sebha"),
    ("derna", "LY", "derna|tobruk"),
    ("nouakchott", "MR", "nouakchott"),
    ("ndjamena", "TD", "ndjamena|n djamena|lake chad"),
    ("cotonou", "BJ", "cotonou|atacora|alibori"),
    ("lome", "TG", "savanes|dapaong"),
    ("accra", "GH", "accra|bawku"),
    ("kampala", "UG", "kampala|kasese|mpondwe"),
    ("bujumbura", "BI", "bujumbura"),
    ("maputo", "MZ", "maputo|nampula|mocimboa"),
    ("harare", "ZW", "harare"),
    ("johannesburg", "ZA", "johannesburg|pretoria|durban|cape town|soweto"),
    ("dnipropetrovsk", "UA", "nikopol|kryvyi rih|pavlohrad|кривой рог|никопол"),
    ("chernihiv", "UA", "chernihiv|chernigov|чернигов"),
    ("poltava", "UA", "poltava|kremenchuk|полтав|кременчуг"),
    ("vinnytsia", "UA", "vinnytsia|khmelnytskyi|zhytomyr|винниц|хмельницк|житомир"),
    ("soledar", "UA", "soledar|vuhledar|угледар|соледар"),
    ("kupiansk", "UA", "kupiansk|izium|izyum|купянск|изюм"),
    ("enerhodar", "UA", "enerhodar|melitopol|berdiansk|энергодар|мелитопол|бердянск"),
    ("uman", "UA", "uman|cherkasy|умань|черкасс"),
    ("rostov", "RU", "rostov|taganrog|ростов|таганрог"),
    ("krasnodar", "RU", "krasnodar|novorossiysk|краснодар|новороссийск"),
    ("voronezh", "RU", "voronezh|воронеж"),
    ("saratov", "RU", "saratov|ryazan|саратов|рязан"),
    ("kazan", "RU", "kazan|tatarstan|казан"),
    ("yerevan", "AM", "yerevan|ереван|syunik|nagorno"),
    ("baku", "AZ", "baku|nakhchivan|баку"),
    ("hamburg", "DE", "hamburg|munich|münchen|frankfurt|cologne"),
    ("marseille", "FR", "marseille|lyon|strasbourg|toulouse"),
    ("barcelona", "ES", "barcelona|valencia|zaragoza|seville"),
    ("birmingham", "GB", "birmingham|glasgow|edinburgh|liverpool|leeds"),
    ("derry", "GB", "omagh|derry|lurgan"),
    ("thessaloniki", "GR", "thessaloniki|crete|lesbos"),
    ("nicosia", "CY", "nicosia|larnaca"),
    ("izmir", "TR", "izmir|adana|mersin|hatay|şırnak|van province"),
    ("sidon", "LB", "sidon|saida|tripoli lebanon|ain al hilweh|صيدا"),
    ("nabatieh", "LB", "nabatieh|nabatiyeh|marjayoun|النبطية"),
    ("sweida", "SY", "sweida|suwayda|qalamoun|tartus|tartous"),
    ("manbij", "SY", "manbij|kobani|afrin|qamishlo"),
    ("huwara", "PS", "huwara|jericho|bethlehem|qalqilya|حوارة"),
    ("beersheba", "IL", "beersheba|beer sheva|dimona|netanya|hadera"),
    ("ahvaz", "IR", "ahvaz|khuzestan|bushehr|abadan|izeh"),
    ("qom", "IR", "qom|karaj|saqqez|sanandaj|mahabad"),
    ("ghazni", "AF", "ghazni|helmand|lashkar gah|uruzgan"),
    ("badakhshan", "AF", "badakhshan|takhar|faizabad|baghlan"),
    ("swat", "PK", "khyber|kurram|parachinar|bajaur"),
    ("dera", "PK", "dera ismail|dera ghazi|multan|bahawalpur"),
    ("gwadar", "PK", "gwadar|turbat|panjgur|bolan|mastung|khuzdar"),
    ("amritsar", "IN", "amritsar|chandigarh"),
    ("chhattisgarh", "IN", "chhattisgarh|bastar|dantewada|jharkhand"),
    ("assam", "IN", "assam|nagaland|guwahati|arunachal"),
    ("kachin", "MM", "kachin|karen state|kayah|chin state|shan state"),
    ("pattani", "TH", "pattani|yala|narathiwat|deep south"),
    ("zamboanga", "PH", "zamboanga|cotabato|davao|maguindanao"),
    ("sulawesi", "ID", "sulawesi|aceh|bali|surabaya"),
    ("beijing", "CN", "beijing|shanghai|xinjiang|tibet"),
    ("culiacan", "MX", "culiacan|culiacán|sinaloa|tijuana|ciudad juarez|guerrero|michoacan|michoacán"),
    ("medellin", "CO", "medellin|medellín|arauca|nariño|tumaco"),
    ("rio", "BR", "rio janeiro|são paulo|sao paulo|brasilia"),
    ("tegucigalpa", "HN", "tegucigalpa|san pedro sula"),
    ("chicago", "US", "chicago|detroit|philadelphia|boston|atlanta|miami"),
    ("houston", "US", "houston|dallas|uvalde|el paso"),
    ("san-francisco", "US", "san francisco|oakland|las vegas|phoenix|denver"),
];

/// Words of the longest name.
const LONGEST: usize = 3;

/// A place with its country.
type Place = (&'static str, &'static str);

#[derive(Default)]
struct Names {
    places: QuickMap<u64, Place>,
    /// Their first words: most words of a text begin no name.
    openings: QuickSet<u64>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::default();
    for (place, country, spellings) in PLACES {
        for spelling in spellings.split('|') {
            let folded = fold(spelling);
            let words = split(folded.text().trim(), LONGEST);
            names.openings.extend(words.first().map(|word| word.hash));
            names.places.insert(key(&words), (*place, *country));
        }
    }
    names
});

fn key(words: &[Word<'_>]) -> u64 {
    words.iter().fold(11, add)
}

fn add(key: u64, word: &Word<'_>) -> u64 {
    mix(key.rotate_left(17) ^ word.hash)
}

/// Places that the words of a folded text name, each with its country, in order; the longest name
/// wins.
pub(super) fn named(words: &[Word<'_>]) -> Vec<Place> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let rest = words.get(at + 1..).unwrap_or_default();
        let (length, place) = forms(word)
            .filter_map(|first| longest(first, rest))
            .reduce(|most, next| if next.0 > most.0 { next } else { most })
            .map_or((1, None), |(length, place)| (length, Some(place)));
        found.extend(place);
        at += length;
    }
    found
}

/// A word as it stands, then without what its language adds.
fn forms<'a>(word: &Word<'a>) -> impl Iterator<Item = Word<'a>> {
    let bare = bare(word.text).map(|text| Word { text, hash: hash(text.as_bytes()) });
    std::iter::once(*word).chain(bare)
}

/// The longest name that begins with a word, and how many words it has.
fn longest(first: Word<'_>, rest: &[Word<'_>]) -> Option<(usize, Place)> {
    if !NAMES.openings.contains(&first.hash) {
        return None;
    }
    (1..=LONGEST).rev().find_map(|length| {
        let rest = rest.get(..length - 1)?;
        let place = NAMES.places.get(&rest.iter().fold(key(&[first]), add))?;
        Some((length, *place))
    })
}

/// What a place is called: its name and every spelling that is known of it.
pub(super) fn spellings(place: &str) -> impl Iterator<Item = String> {
    let row = PLACES.iter().find(|(name, ..)| *name == place);
    row.into_iter().flat_map(|(name, _, spellings)| {
        let name = name.replace('-', " ");
        let others = spellings.split('|').filter(|other| *other != name).map(str::to_owned);
        let others: Vec<String> = others.collect();
        std::iter::once(name).chain(others)
    })
}

/// Prefixes that Arabic and Hebrew write in one with the word, longest first.
const CLITICS: &[&str] = &[
    "وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف", "ك", "ו", "ה", "ב", "ל", "מ", "ש",
    "כ",
];
/// Fewest letters that must be left of a word, without a prefix and without an ending.
const LEFT: (usize, usize) = (3, 4);

/// A word without what its language adds in front (Arabic, Hebrew) or behind (Russian).
pub(super) fn bare(word: &str) -> impl Iterator<Item = &str> {
    let script = word.chars().next().map_or(0, u32::from);
    // Most words are of a script that adds nothing.
    let letters = if script < 0x400 { 0 } else { word.chars().count() };
    let clitics = if (0x590..0x700).contains(&script) { CLITICS } else { &[] };
    let endings = if (0x400..0x500).contains(&script) { 1..3 } else { 1..1 };
    let cut = clitics.iter().filter_map(move |clitic| word.strip_prefix(clitic));
    let cut = cut.filter(|rest| rest.chars().count() >= LEFT.0);
    cut.chain(endings.filter(move |n| letters >= LEFT.1 + n).filter_map(move |n| {
        let (at, _) = word.char_indices().nth(letters - n)?;
        word.get(..at)
    }))
}

#[cfg(test)]
mod tests;
