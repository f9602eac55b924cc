//! What matches and what does not, with the bytes that say why.

use wirewatch::domain::Article;
use wirewatch::watch::{Matcher, Meta, Scratch, Vocabulary, WatchSpec};

use super::support::{article, hits, list, scan, scan_with, watch};

/// Query, title, summary, hits.
const CASES: &[(&str, &str, &str, &str)] = &[
    ("rocket", "A rocket", "", "title:rocket"),
    ("rocket", "Skyrockets and rocketry", "", "-"),
    ("rocket(s)", "Rockets, a ROCKET", "", "title:Rockets | title:ROCKET"),
    ("embass(y|ies)", "embassy embassies embass", "", "title:embassy | title:embassies"),
    ("kidnap*", "Kidnapped; kidnap", "", "title:Kidnapped | title:kidnap"),
    ("=IRA", "Ira met the IRA", "", "title:IRA"),
    ("=IRA", "the I.R.A. again", "", "title:I.R.A"),
    (
        "\"rocket attack\"",
        "A rocket-attack",
        "Rocket. Attack",
        "title:rocket-attack | summary:Rocket. Attack",
    ),
    ("\"rocket attack\"", "a rocket", "attack", "-"),
    ("rocket AND attack", "a rocket", "attack", "title:rocket | summary:attack"),
    ("rocket AND attack", "a rocket", "", "-"),
    ("rocket NOT cricket", "a rocket", "cricket", "-"),
    ("rocket AND NOT cricket", "a rocket", "", "title:rocket"),
    ("rocket OR mortar", "a mortar", "", "title:mortar"),
    ("rocket NEAR/1 hit", "rocket has hit; rocket", "", "title:rocket | title:hit | title:rocket"),
    ("rocket NEAR/0 hit", "rocket has hit rocket", "", "title:hit | title:rocket"),
    // A phrase that begins inside a Korean word reaches into the next one.
    ("\"로켓 공격\" NEAR/0 b", "장거리로켓 공격에 b", "", "title:로켓 공격 | title:b"),
    ("\"로켓 공격\" NEAR/0 b", "장거리로켓 공격에 a b", "", "-"),
    ("rocket NEAR/1 hit", "rocket that has hit", "", "-"),
    ("rocket NEAR/5 hit", "a rocket", "hit", "-"),
    ("rocket BEFORE/2 hit", "hit by a rocket", "", "-"),
    ("rocket ONEAR/2 hit", "rocket hit", "", "title:rocket | title:hit"),
    ("rocket NEAR/3 \"rocket attack\"", "rocket attack", "", "-"),
    ("rocket NOT NEAR/2 nasa", "nasa rocket; one two three rocket", "", "title:rocket"),
    ("rocket NOT NEAR/2 \"rocket science\"", "no rocket science", "", "-"),
    ("\"rocket hit\"~3", "hit by a rocket", "", "title:hit | title:rocket"),
    // What is near a neighbour belongs to it, and nothing else does.
    ("a NEAR/1 b NEAR/1 c", "a b x c; a", "", "title:a | title:b | title:c"),
    ("a NEAR/1 b NEAR/1 c", "a b; z z z; a b x c", "", "title:a | title:b | title:c"),
    ("(a BEFORE/1 (a OR c)) BEFORE/0 (a OR b)", "a a x c", "", "title:a | title:a"),
    ("title:(a BEFORE/0 b NEAR/1 (c OR d))", "a b x d", "", "title:a | title:b | title:d"),
    ("a NEAR/0 b NOT NEAR/3 c", "a b", "", "title:a | title:b"),
    // Two spellings of one word are one hit.
    ("missile(s) OR missil(e|i)", "A missile", "", "title:missile"),
    ("title:rocket", "none", "rocket", "-"),
    ("summary:(rocket OR hit)", "rocket", "hit", "summary:hit"),
    ("2 OF (rocket, siren, shelter)", "rocket", "shelter", "title:rocket | summary:shelter"),
    ("2 OF (rocket, siren, shelter)", "rocket rocket", "", "-"),
    ("NOT rocket", "peace", "", ""),
    ("\"Kata'ib Hezbollah\"", "the KATA’IB HEZBOLLAH’s men", "", "title:KATA’IB HEZBOLLAH"),
    ("\"tué(|s) par\"", "Deux TUE\u{301}S par", "", "title:TUE\u{301}S par"),
    ("صاروخ", "والصاروخ سقط", "", "title:والصاروخ"),
    ("\"قصف صاروخي\"", "بعد القصف الصاروخي", "", "title:القصف الصاروخي"),
    ("\"المنطقة الخضراء\"", "هجوم للمنطقة الخضراء", "", "title:للمنطقة الخضراء"),
    ("شلیک", "وشليك", "", "-"),
    ("רקטה", "והרקטה נפלה", "", "title:והרקטה"),
    (
        "שגרירות",
        "כשהשגרירות נסגרה, ומהשגרירות נמסר",
        "ושהשגרירות",
        "title:כשהשגרירות | title:ומהשגרירות | summary:ושהשגרירות",
    ),
    ("سفارة", "وكسفارة فبالسفارة", "", "title:وكسفارة | title:فبالسفارة"),
    ("ambasciata", "bell'ambasciata", "mezz’ambasciata", "title:ambasciata | summary:ambasciata"),
    ("egidio", "Sant'Egidio, cos'è", "", "title:Egidio"),
    ("צה\"ל", "כוחות צה״ל", "", "title:צה״ל"),
    ("ロケット", "昨日ロケット弾が", "", "title:ロケット"),
    ("대사관", "주한 미국대사관에 로켓이", "", "title:대사관"),
    ("로켓 NEAR/1 대사관", "로켓이 어제 대사관에", "", "title:로켓 | title:대사관"),
    ("로켓 NEAR/0 대사관", "로켓이 어제 대사관에", "", "-"),
    ("로켓 NEAR/0 대사관", "로켓이 미국대사관에", "", "title:로켓 | title:대사관"),
    ("대사관 BEFORE/0 로켓", "주한미국대사관에 로켓이", "", "title:대사관 | title:로켓"),
    ("\"미국 대사관\"", "주한미국 대사관을", "", "title:미국 대사관"),
    (
        "\"US embassy\"",
        "the U.S. Embassy",
        "U.S.'s embassy",
        "title:U.S. Embassy | summary:U.S.'s embassy",
    ),
    ("戦闘 NEAR/1 機", "戦闘爆機", "", "title:戦闘 | title:機"),
    (
        "\"незаконн* вооруженн* формиров*\"",
        "Незаконные вооружённые формирования",
        "",
        "title:Незаконные вооружённые формирования",
    ),
    ("\"незаконн* вооруженн*\"", "незаконные и вооружённые", "", "-"),
    ("rocket", "rocket", "A rocket", "title:rocket | summary:rocket"),
];

#[test]
fn each_case_gives_its_hits() {
    for (query, title, summary, expected) in CASES {
        let found = scan(query, &article(title, summary));
        assert_eq!(hits(found.as_ref()), *expected, "{query} on {title:?} / {summary:?}");
    }
}

#[test]
fn spans_are_bytes_of_the_field() {
    let article = article("«Ракета» by Kata’ib Hezbollah’s men", "");
    let found = scan("\"kataib hezbollah\" AND ракет*", &article).unwrap();
    for hit in &found.hits {
        assert_eq!(article.title[hit.start..hit.end], hit.text);
    }
    assert_eq!(hits(Some(&found)), "title:Ракета | title:Kata’ib Hezbollah");
    assert_eq!((found.hits[1].first_word, found.hits[1].last_word), (2, 3));
}

#[test]
fn a_mask_voids_single_hits_and_is_named() {
    let spec = WatchSpec { mask: Some("\"houston rockets\"".into()), ..watch("r", "rocket(s)") };
    let matcher = Matcher::for_watch(&Vocabulary::default(), &spec).unwrap();
    let mut scratch = Scratch::new();
    let both = article("Houston Rockets win", "A rocket hit Baghdad");
    let found = matcher.scan(&both, &Meta::default(), &mut scratch).pop().unwrap();
    assert_eq!(hits(Some(&found)), "summary:rocket");
    assert_eq!(found.voided.len(), 1);
    assert_eq!(found.voided[0].hit.text, "Rockets");
    assert_eq!(found.voided[0].mask, "\"houston rockets\"");
    assert_eq!(found.voided[0].by, ["Houston Rockets"]);
    let only = article("Houston Rockets win", "");
    assert!(matcher.scan(&only, &Meta::default(), &mut scratch).is_empty());
    let explained = matcher.explain(&only, &Meta::default(), &mut scratch);
    assert!(!explained[0].satisfied);
    assert_eq!(explained[0].voided[0].by, ["Houston Rockets"]);
}

/// Query, mask, title, hits: a mask takes evidence away and leaves guards alone.
const MASKED: &[(&str, &str, &str, &str)] = &[
    // The team's name keeps the first word silent, masked or not.
    (
        "rocket NOT NEAR/9 \"acme rockets\"",
        "\"acme rockets\"",
        "Rocket man lifts Acme Rockets",
        "-",
    ),
    ("rocket NOT moon", "\"moon rocket\"", "Moon rocket bursts, rocket falls", "-"),
    (
        "rocket AND NOT (moon NEAR/3 rocket)",
        "\"moon rocket\"",
        "Moon rocket; x x x x x rocket",
        "-",
    ),
    ("rocket NOT NEAR/2 (rocket NEAR/1 fuel)", "\"rocket fuel\"", "Rocket fuel; x rocket", "-"),
    ("(rocket NOT NEAR/1 moon) OR siren", "\"moon rocket\"", "Moon rocket, siren", "title:siren"),
    ("rocket NOT NEAR/1 moon", "\"moon rocket\"", "Moon rocket; y y y y rocket", "title:rocket"),
    ("rocket", "\"moon rocket\"", "Moon rocket", "-"),
    ("2 OF (rocket, moon)", "\"moon rocket\"", "Moon rocket, rocket", "-"),
];

#[test]
fn a_mask_voids_what_stands_for_a_watch_and_never_what_guards_it() {
    for (query, mask, title, expected) in MASKED {
        let spec = WatchSpec { mask: Some((*mask).into()), ..watch("w", query) };
        let matcher = Matcher::for_watch(&Vocabulary::default(), &spec).unwrap();
        let (article, mut scratch) = (article(title, ""), Scratch::new());
        let found = matcher.scan(&article, &Meta::default(), &mut scratch).pop();
        assert_eq!(hits(found.as_ref()), *expected, "{query}, masked by {mask}, on {title:?}");
        let explained = matcher.explain(&article, &Meta::default(), &mut scratch).remove(0);
        assert_eq!(explained.satisfied, found.is_some(), "{query}: {explained:?}");
    }
    // The guard that holds is shown as such.
    let spec = WatchSpec { mask: Some("\"moon rocket\"".into()), ..watch("w", "rocket NOT moon") };
    let matcher = Matcher::for_watch(&Vocabulary::default(), &spec).unwrap();
    let article = article("Moon rocket bursts, rocket falls", "");
    let parts = matcher.explain(&article, &Meta::default(), &mut Scratch::new()).remove(0).parts;
    assert_eq!((parts[0].satisfied, parts[1].satisfied), (true, false));
    assert!(parts[1].parts[0].satisfied, "{parts:?}");
}

#[test]
fn a_query_with_too_many_spellings_is_refused_at_once() {
    let part = |n: usize| format!("\"attack* z{n}{}\"", "(a|b)".repeat(12));
    let query = (0..60).map(part).collect::<Vec<_>>().join(" OR ");
    let start = std::time::Instant::now();
    let problems = Matcher::for_query(&Vocabulary::default(), &query).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.contains("more than 200000 literals"), "{}", problems[0]);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    let query = (0..3).map(part).collect::<Vec<_>>().join(" OR ");
    assert!(Matcher::for_query(&Vocabulary::default(), &query).is_ok());
}

#[test]
fn the_part_of_the_mask_that_voids_a_hit_is_named_with_what_it_found() {
    let mask = "\"houston rockets\" OR rocket(s) NEAR/3 (nba OR playoffs)";
    let spec = WatchSpec { mask: Some(mask.into()), ..watch("r", "rocket(s) OR siren") };
    let matcher = Matcher::for_watch(&Vocabulary::default(), &spec).unwrap();
    let article = article("Siren: Rockets in NBA playoffs", "nba");
    let found = matcher.scan(&article, &Meta::default(), &mut Scratch::new()).pop().unwrap();
    let why: Vec<_> = found.voided.iter().map(|v| (v.mask.as_str(), v.by.join("+"))).collect();
    assert_eq!(why, [("rocket(s) NEAR/3 (nba OR playoffs)", "Rockets+NBA+playoffs".to_owned())]);
}

#[test]
fn an_explanation_says_the_operator_where_a_distance_counts() {
    let of = |query: &str, title: &str| {
        let matcher = Matcher::for_query(&Vocabulary::default(), query).unwrap();
        let meta = Meta::default();
        let parts =
            matcher.explain(&article(title, ""), &meta, &mut Scratch::new()).remove(0).parts;
        parts.into_iter().map(|part| (part.text, part.satisfied)).collect::<Vec<_>>()
    };
    let far = of("rocket(s) NEAR/2 base", "rockets fly far away from base");
    assert_eq!(far, [("rocket(s) NEAR/2 base".to_owned(), false)]);
    assert_eq!(of("2 OF (a, b)", "a"), [("2 OF (a, b)".to_owned(), false)]);
    let apart = of("rocket AND base", "rocket");
    assert_eq!(apart, [("rocket".to_owned(), true), ("base".to_owned(), false)]);
}

#[test]
fn lists_as_deep_as_allowed_keep_every_term_and_deeper_ones_are_refused() {
    let chain = |deepest: usize| {
        let deeper = (1..deepest).map(|n| list(&format!("l{n}"), &[&format!("@l{}", n + 1)]));
        let mut lists: Vec<_> = deeper.collect();
        lists.push(list(&format!("l{deepest}"), &["rocket"]));
        Vocabulary { lists, watches: vec![watch("w", "@l1")] }
    };
    assert!(Matcher::compile(&chain(32)).is_ok());
    let found = scan_with(&chain(32), "@l1", &article("rocket", ""));
    assert_eq!(hits(found.as_ref()), "title:rocket");
    let problems = Matcher::compile(&chain(40)).unwrap_err();
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        ["list \"l8\", entry 1: lists nested deeper than 32 levels; \
          write the terms of the inner lists here instead"]
    );
}

#[test]
fn blanks_around_a_list_entry_mean_nothing() {
    let entries = [" =IRA", "  rocket  ", " \"green zone\" ", " @inner "];
    let lists = vec![list("l", &entries), list("inner", &["siren"])];
    let vocabulary = Vocabulary { lists, watches: vec![] };
    let found = scan_with(&vocabulary, "@l", &article("Ira, IRA: rocket, green zone; siren", ""));
    assert_eq!(hits(found.as_ref()), "title:IRA | title:rocket | title:green zone | title:siren");
}

#[test]
fn the_lead_is_the_first_sixty_words_below_the_headline() {
    let words = |n: usize| vec!["word"; n].join(" ");
    let of = |summary: String, body: String| Article { summary, body, ..Article::default() };
    let flagged = |article: &Article| scan("lead:rocket", article).is_some();
    assert!(flagged(&of(words(59) + " rocket", String::new())));
    assert!(!flagged(&of(words(60) + " rocket", String::new())));
    assert!(flagged(&of(words(10), words(49) + " rocket")));
    assert!(!flagged(&of(words(10), words(50) + " rocket")));
    assert!(!flagged(&article("rocket", "")));
}

#[test]
fn metadata_is_compared_by_field_only() {
    let article = Article {
        title: "A rocket".into(),
        outlet: "Reuters News".into(),
        feed: "World".into(),
        language: "en-IE".into(),
        categories: vec!["Sport".into(), "Middle East".into()],
        ..Article::default()
    };
    let meta = Meta {
        tags: vec!["conflict".into()],
        places: vec!["Baghdad".into()],
        countries: vec!["IQ".into()],
    };
    let cases = [
        ("rocket AND outlet:reuters", "title:rocket | outlet:Reuters"),
        ("rocket AND outlet:euter", "-"),
        ("reuters", "-"),
        ("lang:en", "lang:en"),
        ("lang:ie", "-"),
        ("tag:\"middle east\"", "tag:Middle East"),
        (
            "tag:conflict AND place:baghdad AND country:iq",
            "tag:conflict | place:Baghdad | country:IQ",
        ),
        ("rocket NOT tag:sport", "-"),
    ];
    for (query, expected) in cases {
        let matcher = Matcher::for_query(&Vocabulary::default(), query).unwrap();
        let found = matcher.scan(&article, &meta, &mut Scratch::new()).pop();
        assert_eq!(hits(found.as_ref()), expected, "{query}");
    }
}

#[test]
fn lists_nest_and_disabled_watches_find_nothing() {
    let mut vocabulary = Vocabulary {
        lists: vec![list("all", &["@arms", "siren"]), list("arms", &["rocket(s)", "=RPG"])],
        watches: vec![watch("w", "@all"), WatchSpec { enabled: false, ..watch("off", "@arms") }],
    };
    let found = scan_with(&vocabulary, "@all", &article("siren, RPG, rockets", ""));
    assert_eq!(hits(found.as_ref()), "title:siren | title:RPG | title:rockets");
    let matcher = Matcher::compile(&vocabulary).unwrap();
    assert_eq!(matcher.watches().iter().map(|w| w.name.as_str()).collect::<Vec<_>>(), ["w"]);
    vocabulary.watches[1].query = "@armz".into();
    let problems = Matcher::compile(&vocabulary).unwrap_err();
    assert_eq!(problems[0].hint, "nearest: @arms");
}

#[test]
fn showing_a_watch_lays_it_open() {
    let vocabulary =
        Vocabulary { lists: vec![list("arms", &["rocket(s)", "kidnap*"])], watches: vec![] };
    let shown =
        wirewatch::watch::show(&vocabulary, &watch("w", "((@arms)) AND  title:(embassy)")).unwrap();
    assert_eq!(shown.query, "@arms AND title:embassy");
    assert_eq!(shown.lists[0].terms, 2);
    assert_eq!(shown.literals, ["embassy", "kidnap*", "rocket", "rockets"]);
}

#[test]
fn a_hostile_article_takes_time_in_proportion() {
    let summary = "rocket attack ".repeat(5_000);
    let start = std::time::Instant::now();
    let found = scan("(rocket NEAR/5 attack) NOT NEAR/50 nasa", &article("", &summary)).unwrap();
    assert_eq!((found.hits.len(), found.more), (wirewatch::watch::MOST_HITS, 9_800));
    assert!(start.elapsed().as_secs() < 10);
}

#[test]
fn a_sign_that_is_a_word_of_a_phrase_is_printed_as_one() {
    let normal = wirewatch::watch::query::normal_form("\" = AND \"").unwrap();
    assert_eq!(normal, "\"= AND\"");
    assert_eq!(wirewatch::watch::query::normal_form(&normal).unwrap(), normal);
}

#[test]
fn a_phrase_that_holds_a_quotation_mark_is_printed_between_others() {
    for query in ["«צה\"ל»", "«x\"»", "「x\"»」", "=«X\" y»"] {
        let normal = wirewatch::watch::query::normal_form(query).unwrap();
        assert_eq!(wirewatch::watch::query::normal_form(&normal).as_ref(), Ok(&normal), "{query}");
        let parsed = wirewatch::watch::query::parse;
        assert_eq!(parsed(&normal), parsed(query), "{query}");
    }
}

#[test]
fn a_star_inside_an_exact_phrase_keeps_the_case_of_each_word() {
    let hits =
        |query: &str, title: &str| scan(query, &article(title, "")).map_or(0, |m| m.hits.len());
    assert_eq!(hits("=\"Kidnap* IRA\"", "Kidnap IRA; Kidnapping IRA"), 2);
    assert_eq!(hits("=\"Kidnap* IRA\"", "Kidnapping Ira Levin"), 0);
    assert_eq!(hits("=KATAIB", "KATAʿIB and KATAʾIB and Kataib"), 2);
}

#[test]
fn of_without_its_blank_is_refused_not_taken_for_a_word() {
    assert!(wirewatch::watch::query::normal_form("2OF(rocket,siren)").is_err());
}
