//! News agencies, and outlets that others quote: their names in the languages that quote them. How
//! a name stands where it is a credit is in `credits`.

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    /// Others publish its copy.
    Agency,
    /// Others quote it; its origin is its site.
    Outlet,
}

/// A source that others name: what it is shown as, and its names, as written.
pub(super) struct Named {
    pub rank: Rank,
    pub origin: &'static str,
    pub names: &'static [&'static str],
}

const fn agency(origin: &'static str, names: &'static [&'static str]) -> Named {
    Named { rank: Rank::Agency, origin, names }
}

const fn outlet(origin: &'static str, names: &'static [&'static str]) -> Named {
    Named { rank: Rank::Outlet, origin, names }
}

#[rustfmt::skip]
pub(super) const SOURCES: &[Named] = &[
    agency("AP", &["AP", "Associated Press", "أسوشيتد برس", "اسوشيتد برس", "أسوشييتد برس", "آسوشیتدپرس", "Ассошиэйтед Пресс"]),
    agency("Reuters", &["Reuters", "REUTERS", "رويترز", "رویترز", "Рейтер", "Рейтерс", "רויטרס"]),
    agency("AFP", &["AFP", "Agence France-Presse", "Agence France Presse", "أ ف ب", "ا ف ب", "فرانس برس", "فرانس پرس", "خبرگزاری فرانسه", "Франс Пресс", "Франс-Пресс", "סוכנות הידיעות הצרפתית"]),
    agency("UPI", &["UPI", "United Press International"]),
    agency("dpa", &["dpa", "DPA", "Deutsche Presse-Agentur"]),
    agency("EFE", &["EFE", "Efe", "Agencia EFE"]),
    agency("Europa Press", &["Europa Press", "EUROPA PRESS"]),
    agency("ANSA", &["ANSA"]),
    agency("PAP", &["PAP", "Polska Agencja Prasowa"]),
    agency("PTI", &["PTI", "Press Trust of India"]),
    agency("ANI", &["ANI"]),
    agency("IANS", &["IANS"]),
    agency("PA Media", &["PA Media", "PA news agency"]),
    agency("TASS", &["TASS", "Tass", "ТАСС", "تاس"]),
    agency("RIA Novosti", &["RIA Novosti", "РИА Новости"]),
    agency("Interfax", &["Interfax", "Интерфакс"]),
    agency("Xinhua", &["Xinhua", "شينخوا", "Синьхуа"]),
    agency("Kyodo", &["Kyodo", "Kyodo News"]),
    agency("Yonhap", &["Yonhap", "Yonhap News Agency"]),
    agency("Anadolu", &["AA", "Anadolu", "Anadolu Agency", "الأناضول", "Анадолу", "آناتولی"]),
    agency("IRNA", &["IRNA", "ایرنا", "إرنا", "ИРНА"]),
    agency("Fars", &["FNA", "Fars News Agency", "Fars news agency", "Fars News", "Fars", "خبرگزاری فارس"]),
    agency("Tasnim", &["Tasnim", "Tasnim News Agency", "Tasnim news agency", "تسنیم", "تسنيم", "Тасним"]),
    agency("SANA", &["SANA", "سانا", "САНА"]),
    agency("INA", &["INA", "Iraqi News Agency", "واع", "وكالة الأنباء العراقية"]),
    agency("NNA", &["NNA", "National News Agency", "الوكالة الوطنية للإعلام"]),
    agency("WAFA", &["WAFA", "Wafa", "وفا"]),
    agency("Bloomberg", &["Bloomberg", "Bloomberg News", "بلومبرغ", "בלומברג"]),
    agency("VOA", &["VOA", "VOA News"]),
    outlet("cnn.com", &["CNN", "سي إن إن", "سی‌ان‌ان"]),
    outlet("bbc.com", &["BBC", "BBC News", "Би-би-си", "بي بي سي", "بی‌بی‌سی"]),
    outlet("axios.com", &["Axios", "أكسيوس", "אקסיוס", "آکسیوس"]),
    outlet("nytimes.com", &["New York Times", "NYT", "نيويورك تايمز", "نیویورک تایمز", "ניו יורק טיימס"]),
    outlet("washingtonpost.com", &["Washington Post", "واشنطن بوست", "واشنگتن پست", "וושינגטון פוסט"]),
    outlet("wsj.com", &["Wall Street Journal", "WSJ", "وول ستريت جورنال", "وال استریت ژورنال", "וול סטריט ג'ורנל"]),
    outlet("aljazeera.com", &["Al Jazeera", "Al-Jazeera", "قناة الجزيرة", "الجزيرة", "الجزیره", "Аль-Джазира", "אל-ג'זירה"]),
    outlet("alarabiya.net", &["Al Arabiya", "Al-Arabiya", "قناة العربية", "العربیه", "Аль-Арабия", "אל-ערבייה"]),
    outlet("almayadeen.net", &["Al Mayadeen", "Al-Mayadeen", "الميادين", "المیادین", "Аль-Маядин", "אל-מיאדין"]),
    outlet("almanar.com.lb", &["Al Manar", "Al-Manar", "قناة المنار"]),
    outlet("haaretz.com", &["Haaretz", "هآرتس", "هاآرتص", "הארץ"]),
    outlet("timesofisrael.com", &["Times of Israel"]),
    outlet("jpost.com", &["Jerusalem Post"]),
    outlet("ynet.co.il", &["Ynet", "ynet"]),
    outlet("kan.org.il", &["Kan", "Kan News", "Kan news", "כאן 11"]),
    outlet("mako.co.il", &["Channel 12", "N12", "ערוץ 12", "القناة 12"]),
    outlet("13tv.co.il", &["Channel 13", "ערוץ 13", "القناة 13"]),
    outlet("sky.com", &["Sky News", "سكاي نيوز"]),
    outlet("skynewsarabia.com", &["Sky News Arabia", "سكاي نيوز عربية"]),
    outlet("foxnews.com", &["Fox News", "فوكس نيوز", "פוקס ניוז"]),
    outlet("nbcnews.com", &["NBC News", "NBC"]),
    outlet("cbsnews.com", &["CBS News"]),
    outlet("go.com", &["ABC News"]),
    outlet("theguardian.com", &["The Guardian", "the Guardian", "الغارديان"]),
    outlet("ft.com", &["Financial Times"]),
    outlet("politico.com", &["Politico", "POLITICO"]),
    outlet("lemonde.fr", &["Le Monde"]),
    outlet("lefigaro.fr", &["Le Figaro"]),
    outlet("bfmtv.com", &["BFMTV", "BFM TV"]),
    outlet("france24.com", &["France 24"]),
    outlet("elpais.com", &["El País"]),
    outlet("elmundo.es", &["El Mundo"]),
    outlet("spiegel.de", &["Der Spiegel"]),
    outlet("rudaw.net", &["Rudaw"]),
    outlet("shafaq.com", &["Shafaq News"]),
    outlet("mehrnews.com", &["Mehr News Agency", "Mehr news agency", "Mehr News", "Mehr", "خبرگزاری مهر"]),
    outlet("iranintl.com", &["Iran International"]),
    outlet("presstv.ir", &["Press TV"]),
];

/// The names under which an origin of the table is quoted.
pub(super) fn names(origin: &str) -> &'static [&'static str] {
    SOURCES.iter().find(|source| source.origin == origin).map_or(&[], |source| source.names)
}

/// Words behind an agency's name in the name of its own feed.
const FEEDS: &[&str] = &[
    "news",
    "agency",
    "wire",
    "world",
    "top",
    "stories",
    "international",
    "feed",
    "rss",
    "breaking",
    "english",
    "arabic",
    "latest",
];

/// The agency that an outlet is, by its name: "AP News", "Reuters World", "The Associated Press".
pub(super) fn of_outlet(outlet: &str) -> Option<&'static str> {
    let outlet = outlet.trim();
    let outlet = outlet.strip_prefix("The ").unwrap_or(outlet);
    let is_feed = |rest: &str| {
        let mut words = rest.split_whitespace();
        rest.is_empty()
            || rest.starts_with(' ')
                && words.all(|word| FEEDS.contains(&word.to_lowercase().as_str()))
    };
    let first = outlet.bytes().next();
    let is_its = |name: &&&str| {
        name.bytes().next() == first && outlet.strip_prefix(**name).is_some_and(is_feed)
    };
    let agencies = SOURCES.iter().filter(|source| source.rank == Rank::Agency);
    agencies.into_iter().find(|source| source.names.iter().any(|n| is_its(&n))).map(|s| s.origin)
}

/// Whether an origin is an agency of the table.
pub(super) fn is_agency(origin: &str) -> bool {
    SOURCES.iter().any(|source| source.rank == Rank::Agency && source.origin == origin)
}
