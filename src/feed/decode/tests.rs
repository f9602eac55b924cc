//! Which character set is believed, and what becomes of documents in several.

use super::{MISREAD, TWICE, decode, http_charset};

fn feed(declaration: &str, text: &str) -> String {
    format!("<?xml version=\"1.0\"{declaration}?><rss><title>{text}</title></rss>")
}

#[test]
fn every_label_is_tried_before_a_guess() {
    let russian = "Привет, мир: ракета попала в здание посольства";
    let arabic = "سقوط صاروخ قرب السفارة";
    let japanese = "日本語ニュース速報です";
    let cases: [(&str, &str, &str, Option<&str>, &str); 7] = [
        ("declared 1251", "windows-1251", "windows-1251", None, russian),
        ("http 1251", "windows-1251", "", Some("text/xml; charset=\"windows-1251\""), russian),
        ("silent 1251", "windows-1251", "", None, russian),
        ("declared 1256", "windows-1256", "windows-1256", None, arabic),
        ("declared sjis", "shift_jis", "Shift_JIS", None, japanese),
        ("silent sjis", "shift_jis", "", None, japanese),
        ("iso-2022-jp", "iso-2022-jp", "ISO-2022-JP", None, japanese),
    ];
    for (name, codec, label, http, text) in cases {
        let declaration =
            if label.is_empty() { String::new() } else { format!(" encoding=\"{label}\"") };
        let source = feed(&declaration, text);
        let codec = encoding_rs::Encoding::for_label(codec.as_bytes()).expect("known codec");
        let (bytes, _, _) = codec.encode(&source);
        let decoded = decode(&bytes, http);
        assert!(decoded.text.contains(text), "{name}: {}", decoded.text);
    }
}

#[test]
fn a_thoughtless_label_is_overruled() {
    let latin = " encoding=\"ISO-8859-1\"";
    let russian = "Ракета попала в здание посольства, сообщили источники";
    let french = "À L’ÉLYSÉE, été, Ça et là";
    for (codec, http, text) in [
        ("windows-1251", Some("text/xml; charset=windows-1251"), "Ракета"),
        ("windows-1251", None, russian),
        ("windows-1252", Some("text/xml; charset=windows-1251"), french),
        ("windows-1252", None, french),
    ] {
        let codec = encoding_rs::Encoding::for_label(codec.as_bytes()).expect("known codec");
        let source = feed(latin, text);
        let (bytes, _, _) = codec.encode(&source);
        assert_eq!(decode(&bytes, http).text, source, "{http:?}");
    }
}

/// Headlines of a language, and the sets that programs write them in.
#[rustfmt::skip]
const EASTERN: [(&str, &[&str], &[&str]); 4] = [
    ("pl", &["windows-1250", "iso-8859-2"], &["Żołnierze odparli atak na bazę w Łodzi", "Są ranni, żądań nie spełniono"]),
    ("cs", &["windows-1250", "iso-8859-2"], &["Výbuch v továrně si vyžádal čtyři oběti", "Řidič zahynul při nehodě"]),
    ("hu", &["windows-1250", "iso-8859-2"], &["Tűz ütött ki a követség előtt", "Győri üzemből menekültek"]),
    ("tr", &["windows-1254"], &["Şırnak’ta çatışma: üç asker yaralı", "Hükümet önlemleri açıkladı"]),
];

#[test]
fn letters_of_an_eastern_language_are_its_own_under_a_western_label() {
    for (language, sets, headlines) in EASTERN {
        for set in sets {
            let declared = format!("</title><language>{language}</language><title>");
            let long = headlines.join(" ").repeat(12);
            for (said, text) in [(&*declared, &*headlines.join(" ")), ("", &*long)] {
                // Two letters of Hungarian are not enough where nothing declares it.
                if said.is_empty() && language == "hu" {
                    continue;
                }
                let source = feed(" encoding=\"ISO-8859-1\"", &format!("{said}{text}"));
                let codec = encoding_rs::Encoding::for_label(set.as_bytes()).expect("known codec");
                let (bytes, _, unmapped) = codec.encode(&source);
                assert!(!unmapped, "{set}: {text}");
                let decoded = decode(&bytes, None);
                assert_eq!((&*decoded.text, decoded.note), (&*source, Some(MISREAD)), "{set}");
            }
        }
    }
}

#[test]
fn letters_of_an_eastern_language_that_became_western_ones_are_read_back() {
    for (language, sets, headlines) in EASTERN {
        let declared = format!("</title><language>{language}-XX</language><title>");
        let meant = feed("", &format!("{declared}{}", headlines.join(" ")));
        let codec = encoding_rs::Encoding::for_label(sets[0].as_bytes()).expect("known codec");
        let (bytes, _, _) = codec.encode(&meant);
        let (written, _, _) = encoding_rs::WINDOWS_1252.decode(&bytes);
        assert_eq!(decode(written.as_bytes(), None).text, meant, "{language}");
        assert_eq!(decode(meant.as_bytes(), None).note, None, "{language}");
    }
}

#[test]
fn western_letters_stay_under_a_western_label() {
    let french =
        "Élection à Liège : le président s’achève, forêt brûlée où ça dégénère. ".repeat(20);
    let spanish = "El niño rescatado está aún en España, según el ministro: ¿qué pasó? ".repeat(20);
    for (said, text) in [
        ("", &*french),
        ("", &*spanish),
        ("</title><language>fr</language><title>", "Élue"),
        ("</title><language>en-us</language><title>", "Ñandú à São João"),
        (
            "</title><language>hu</language><title>",
            "Három ember São Paulóban, Málagán és Besançonban",
        ),
    ] {
        let source = feed(" encoding=\"ISO-8859-1\"", &format!("{said}{text}"));
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&source);
        let decoded = decode(&bytes, None);
        if !said.contains("hu") {
            assert_eq!((&*decoded.text, decoded.note), (&*source, None));
        }
        assert_eq!(decode(source.as_bytes(), None).text, source);
    }
}

#[test]
fn what_was_encoded_three_times_is_read_too() {
    let meant = feed("", "Café à Málaga");
    let wrong = |text: &str| encoding_rs::WINDOWS_1252.decode(text.as_bytes()).0.into_owned();
    let decoded = decode(wrong(&wrong(&meant)).as_bytes(), None).text.into_owned();
    assert_eq!(decoded, meant);
}

#[test]
fn utf8_wins_over_wrong_labels() {
    let source = feed(" encoding=\"ISO-8859-1\"", "café – “naïve” €");
    let decoded = decode(source.as_bytes(), Some("text/xml; charset=iso-8859-1"));
    assert_eq!(decoded.text, source);
    assert_eq!(decoded.note, None);
}

#[test]
fn what_was_encoded_twice_is_decoded_twice() {
    let meant = feed("", "Genève – “été” € à l’ouest");
    let (twice, _, _) = encoding_rs::WINDOWS_1252.decode(meant.as_bytes());
    let decoded = decode(twice.as_bytes(), None);
    assert_eq!((&*decoded.text, decoded.note), (&*meant, Some("letters encoded twice")));
    let sound =
        ["NÃO É", "Âge d’or", "Ã© and ’", "Ø", "Ärger", "Ã", "NESCAFÉ®", "« CAFÉ»", "É» ’ “"];
    for sound in sound {
        let sound = feed("", sound);
        assert_eq!(decode(sound.as_bytes(), None).note, None, "{sound}");
    }
}

#[test]
fn letters_encoded_twice_are_read_beside_a_few_that_were_not() {
    let meant = "Genève – “été” € à l’ouest, déjà vu, œuvre";
    // What ISO's set makes of the same bytes: controls where Windows' has quotes.
    let latin: String = meant.bytes().map(char::from).collect();
    let russian: String = "Ракета упала – «ночью»".bytes().map(char::from).collect();
    let (windows, _, _) = encoding_rs::WINDOWS_1252.decode(meant.as_bytes());
    for (twice, meant) in [
        (latin.clone(), meant.to_owned()),
        (russian, "Ракета упала – «ночью»".to_owned()),
        (format!("{windows} ©"), format!("{meant} ©")),
        (format!("{windows} Ã"), format!("{meant} Ã")),
        (format!("{windows}</title><title>’"), format!("{meant}</title><title>’")),
    ] {
        let decoded = decode(&feed("", &twice).into_bytes(), None).text.into_owned();
        assert_eq!(decoded, feed("", &meant), "{twice}");
    }
    // Bytes of no set at all, and a body that ends inside a letter.
    let mut broken = feed("", &windows).into_bytes();
    broken.extend_from_slice(b"<title>\xFF\xFE</title>");
    let decoded = decode(&broken, None);
    assert!(decoded.text.contains(meant), "{}", decoded.text);
    assert_eq!(decoded.note, Some(TWICE));
    let mut cut = feed("", &latin).into_bytes();
    cut.push(0xC3);
    assert!(decode(&cut, None).text.contains(meant));
}

#[test]
fn one_item_that_was_encoded_twice_is_read_beside_others_that_were_not() {
    let western = |text: &str| encoding_rs::WINDOWS_1252.decode(text.as_bytes()).0.into_owned();
    let cyrillic = |text: &str| encoding_rs::WINDOWS_1251.decode(text.as_bytes()).0.into_owned();
    for (sound, meant, twice) in [
        ("Été à Évry, déjà", "Hôpital touché à Évry", western("Hôpital touché à Évry")),
        ("Été à Évry, déjà", "Le café brûle", western("Le café brûle")),
        ("Tir à l’aube", "It’s over", western("It’s over")),
        ("Взрыв в порту", "Ракета упала ночью", western("Ракета упала ночью")),
        ("Взрыв в порту", "Ракета упала ночью", cyrillic("Ракета упала ночью")),
        ("انفجار في الميناء", "سقوط صاروخ", western("سقوط صاروخ")),
    ] {
        let text = |second: &str| feed("", &format!("{sound}</title><title>{second}"));
        let decoded = decode(text(&twice).as_bytes(), None).text.into_owned();
        assert_eq!(decoded, text(meant), "{twice}");
    }
    let alone = feed("", &cyrillic("Взрыв в порту: трое погибли"));
    assert_eq!(decode(alone.as_bytes(), None).text, feed("", "Взрыв в порту: трое погибли"));
    for sound in ["AMANHÃ…", "MANHÃ»", "ООО «РОССИЯ»", "«ЦАР» — «НОС»", "УССР… СССР…", "Ó°", "AÑº"]
    {
        let sound = feed("", sound);
        assert_eq!(decode(sound.as_bytes(), None).note, None, "{sound}");
    }
}

#[test]
fn letters_that_were_taken_for_western_ones_are_read_in_their_own_set() {
    for (set, meant) in [
        (encoding_rs::WINDOWS_1251, "Президент объявил о начале переговоров: ракета упала в порту"),
        (
            encoding_rs::WINDOWS_1253,
            "Έκρηξη στο λιμάνι του Πειραιά, ρουκέτα έπεσε κοντά στην πρεσβεία",
        ),
        (encoding_rs::WINDOWS_1255, "פיצוץ בנמל חיפה הרג שלושה אנשים ליד השגרירות"),
    ] {
        let (bytes, _, _) = set.encode(meant);
        let (taken, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
        let decoded = decode(feed("", &taken).as_bytes(), None).text.into_owned();
        assert_eq!(decoded, feed("", meant), "{}", set.name());
    }
    for sound in ["Það rignir í dag, æðislegt", "ÀÉÈÊ ÂÔÎÛ", "Øøåæ er bokstaver", "Größenwahn übt"]
    {
        let sound = feed("", sound);
        assert_eq!(decode(sound.as_bytes(), None).note, None, "{sound}");
    }
}

#[test]
fn a_western_label_is_not_believed_of_letters_of_two_bytes() {
    let western = Some("text/xml; charset=iso-8859-1");
    for (set, meant) in [
        (encoding_rs::SHIFT_JIS, "東京湾の港で爆発があり、三人が死亡したと警察が発表した"),
        (encoding_rs::BIG5, "高雄港發生爆炸，三人死亡，警方正在調查原因"),
        (encoding_rs::GBK, "天津港发生爆炸，三人死亡，警方正在调查原因"),
    ] {
        let text = feed("", meant);
        let (bytes, _, _) = set.encode(&text);
        assert_eq!(decode(&bytes, western).text, text, "{}", set.name());
    }
    let french = feed("", "L’été « à » Évry : “trois” morts… n°¹");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&french);
    assert_eq!(decode(&bytes, western).text, french);
}

#[test]
fn wide_forms_are_recognised_with_and_without_a_mark() {
    let source = feed("", "Привет");
    for mark in ["", "\u{FEFF}"] {
        let text = format!("{mark}{source}");
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let widest: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        for bytes in [little, big, widest, text.clone().into_bytes()] {
            assert_eq!(decode(&bytes, None).text, source);
        }
    }
}

#[test]
fn letters_in_two_halves_are_put_together() {
    let halves = |text: &str| feed("", text).replace('#', "\u{1}").into_bytes();
    let pair = [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80];
    let mut body = Vec::new();
    for byte in halves("é # ü") {
        match byte {
            1 => body.extend(pair),
            byte => body.push(byte),
        }
    }
    assert_eq!(decode(&body, None).text, feed("", "é 😀 ü"));
    // Half a letter is none.
    body.retain(|byte| *byte != 0xB8);
    assert!(!decode(&body, None).text.contains('😀'));
}

#[test]
fn labels_are_known_however_they_are_spelled() {
    for label in ["ISO_8859-10", "iso8859-10", "ISO-8859-16", "ISO_8859-16", "win-1251", "l10"] {
        assert!(super::charset::Charset::for_label(label.as_bytes()).is_some(), "{label}");
    }
    assert!(super::charset::Charset::for_label(b"iso_8859-99").is_none());
}

#[test]
fn what_is_forged_stays_forged() {
    let utf7 = feed(" encoding=\"UTF-7\"", "+ADw-script+AD4-");
    assert_eq!(decode(utf7.as_bytes(), None).text, utf7);
    let mut overlong = feed("", "é é é").into_bytes();
    overlong.extend(b"\xc0\xbcb\xc0\x80");
    assert!(!decode(&overlong, None).text.contains("<b"));
    let cut = &feed("", "日本語").into_bytes();
    let cut = cut.get(..cut.len() - 16).expect("long enough");
    assert!(decode(cut, None).text.contains("日本"));
}

#[test]
fn odd_charset_parameters_are_no_error() {
    assert!(http_charset("text/xml; charset=x-klingon").is_none());
    assert!(http_charset("text/xml;charset").is_none());
    assert!(http_charset("TEXT/XML; CHARSET=\"utf-8\"").is_some());
}

/// Pieces of a document with their own character sets.
fn pieced(pieces: &[(&str, &str)]) -> Vec<u8> {
    let mut body = b"<rss>".to_vec();
    for (set, text) in pieces {
        let set = encoding_rs::Encoding::for_label(set.as_bytes()).expect("known set");
        body.extend(b"<title>");
        body.extend(set.encode(text).0.iter());
        body.extend(b"</title>");
    }
    body
}

#[test]
fn parts_in_another_set_are_read_by_themselves() {
    let russian = "Ракета попала в здание посольства, сообщили источники";
    for (name, pieces) in [
        (
            "one western title",
            &[("utf-8", "Café one"), ("windows-1252", "don’t – é"), ("utf-8", "é ü")][..],
        ),
        ("one of each", &[("windows-1252", "Kata’ib – “x” rocket"), ("utf-8", "Kata’ib")]),
        ("Russian in both", &[("utf-8", russian), ("windows-1251", russian)]),
        (
            "one title in UTF-8",
            &[
                ("windows-1252", "Où l’été est passé à l’Élysée"),
                ("utf-8", "L’été"),
                ("windows-1252", "Élysée"),
            ],
        ),
    ] {
        let text = decode(&pieced(pieces), None).text.into_owned();
        for (_, piece) in pieces {
            assert!(text.contains(&format!("<title>{piece}</title>")), "{name}: {text}");
        }
    }
}

#[test]
fn what_is_utf8_by_chance_is_not_read_so() {
    for (set, text) in [("gbk", "模"), ("windows-1252", "SANTÉ\u{a0}: été"), ("big5", "火箭襲擊")]
    {
        let declaration = format!("<?xml version='1.0' encoding='{set}'?>");
        let mut body = declaration.into_bytes();
        body.extend(pieced(&[(set, text), (set, "ü")]));
        assert!(decode(&body, None).text.contains(text), "{set}");
    }
}

#[test]
fn sets_that_no_browser_knows_are_decoded() {
    for (label, bytes, text) in [
        ("cp437", &b"Caf\x82"[..], "Café"),
        ("IBM-850", b"\x9aber", "Über"),
        ("cp852", b"\x9d\xa2d\xab", "Łódź"),
        ("CP866", b"\x90\xa0\xaa\xa5\xe2\xa0", "Ракета"),
        ("cp949", b"\xb7\xce\xc4\xcf", "로켓"),
        ("mac-roman", b"Caf\x8e", "Café"),
        ("x-mac-greek", b"\xc4", "Ρ"),
        ("windows_1251", b"\xd0\xe0\xea\xe5\xf2\xe0", "Ракета"),
        ("hz-gb-2312", b"~{;p<}~}", "火箭"),
        ("iso-2022-kr", b"\x1b$)C\x0e7NDO\x0f", "로켓"),
        ("iso-2022-jp-2", b"\x1b$B%m%1%C%H\x1b(B", "ロケット"),
        ("utf-16", b"\xd0\xe0\xea\xe5\xf2\xe0 \xef\xee\xef\xe0\xeb\xe0", "Ракета попала"),
    ] {
        let declaration = format!("<?xml version='1.0' encoding='{label}'?><rss><title>");
        let mut body = declaration.into_bytes();
        body.extend(bytes);
        body.extend(b"</title></rss>");
        let decoded = decode(&body, None);
        assert!(decoded.text.contains(&format!("<title>{text}<")), "{label}: {}", decoded.text);
    }
}

#[test]
fn mainframes_and_shifts_need_no_label() {
    let mainframe =
        b"\x4c\x6f\xa7\x94\x93\x40\xa5\x85\x99\xa2\x89\x96\x95\x7e\x7d\xf1\x4b\xf0\x7d\x6f\x6e\
        \x4c\xd9\xa2\xa2\x6e";
    assert_eq!(decode(mainframe, None).text, "<?xml version='1.0'?><Rss>");
    let shifted = b"<rss><title>\x1b$B%m%1%C%H\x1b(B</title></rss>";
    assert!(decode(shifted, None).text.contains("ロケット"));
}

#[test]
fn marks_that_lie_are_passed_over() {
    for mark in [&b"\xef\xbb\xbf"[..], b"\xff\xfe"] {
        let mut body = mark.to_vec();
        body.extend(
            b"<?xml version='1.0' encoding='windows-1251'?><rss><title>\xd0\xe0\xea\xe5\xf2\xe0<",
        );
        assert!(decode(&body, None).text.contains("Ракета"), "{mark:?}");
    }
    let blank = "\n<rss><title>Ракета</title></rss>";
    let wide: Vec<u8> = blank.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(decode(&wide, None).text, blank);
    let turned: Vec<u8> =
        format!("\u{FFFE}{}", blank.trim()).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(decode(&turned, None).text, blank.trim());
}
