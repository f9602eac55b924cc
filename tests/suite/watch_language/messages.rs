//! Every message of the watch language, word for word.

use wirewatch::watch::{Matcher, NamedList, Problem, Vocabulary, WatchSpec, check_query, lint};

use super::support::{list, watch};

fn drawn(query: &str) -> String {
    let lists = [list("fire_sure", &["rocket attack(s)"]), list("sport", &["nba"])];
    check_query(query, &lists).map_or_else(|problem| problem.render(), |_| String::new())
}

/// One query for every message of lexer, parser and planner.
const QUERIES: &[&str] = &[
    "",
    "rocket attack",
    "rocket attack baghdad now",
    "rocket or missile",
    "rocket @sport",
    "(a OR b) (c)",
    "rocket title:b",
    "AND rocket",
    "rocket AND",
    "rocket OR OR b",
    "OR",
    "(rocket",
    "rocket)",
    "()",
    "\"rocket",
    "rocket NEAR attack",
    "rocket NEAR/x attack",
    "rocket NEAR/99 attack",
    "rocket NEER/8 attack",
    "rocket near/8 attack",
    "rocket W/5 attack",
    "rocket AND/3 b",
    "rocket NOT NEAR attack",
    "@fire_shure",
    "@zzzzzz",
    "@ rocket",
    "titel:rocket",
    "zzzz:rocket",
    "title:",
    "title:AND b",
    "title:summary:rocket",
    "rocket(s",
    "rocket(s OR b)",
    "rocket()",
    "\"(re)open\"",
    "rocket(s(t))",
    "a|b",
    "mil*",
    "mi*litia",
    "\"'\"",
    "--",
    "3 OF (a, b)",
    "0 OF (a)",
    "2 OF a",
    "2 OF (a, b",
    "OF (a)",
    "a, b",
    "rocket~2",
    "\"rocket attack\"~",
    "=@sport",
    "=",
    "(a AND b) NEAR/5 c",
    "a NEAR/5 NOT b",
    "title:a NEAR/5 body:b",
    "a NEAR/3 outlet:b",
    "a(b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q)(b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q)(b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q)(s)",
    "\"a b c d e f g h i j k l m n o p q r s t u\"",
    "the first line\nOR rocket",
    "(rocket OR) AND x",
    "2 OF (rocket,) AND x",
    "title:NOT blast",
    "blast NOT NEAR/1 (in AND baghdad)",
    "blast NEAR/1 (in AND baghdad)",
    "country:uk OR lang:en",
    "country:el",
    "country:xx",
    "country:USA",
    "lang:gr",
    "lang:zz",
    "place:bagdhad AND rocket",
    "place:gotham",
    "place:\"gotham city\"",
];

/// Spellings of other search tools, each with what is written here instead.
const PASTED: &[&str] = &[
    "rocket && attack",
    "rocket || attack",
    "rocket & attack",
    "rocket | attack",
    "rocket&&attack",
    "rocket||attack",
    "rocket -cricket",
    "-cricket AND rocket",
    "rocket -\"test match\"",
    "rocket -(test OR match)",
    "rocket !cricket",
    "rocket ! cricket",
    "rocket +attack",
    "+rocket +attack",
    "rocket - attack",
    "rocket – attack",
    "rocket and attack",
    "rocket And attack",
    "not rocket",
    "rocket and not cricket",
    "rocket AND (attack or strike)",
    "search and rescue",
    "port of aden",
    "2 of (rocket, siren)",
    "rocket w/5 attack",
    "rocket W/5 (attack OR strike)",
    "rocket w5 attack",
    "rocket near5 attack",
    "rocket NEAR5 attack",
    "rocket NEAR 5 attack",
    "rocket ONEAR 5 attack",
    "rocket NOT NEAR 5 attack",
    "rocket NOT NEAR5 attack",
    "rocket near attack",
    "rocket near 5 attack",
    "rocket /5 attack",
    "rocket /s attack",
    "rocket w/p attack",
    "rocket N/5 attack",
    "rocket adj3 attack",
    "rocket ADJ attack",
    "rocket pre/3 attack",
    "rocket onear/3 attack",
    "rocket SAME attack",
    "rocket AROUND(5) attack",
    "rocket within 5 attack",
    "rocket NOT W/5 attack",
    "rocket ANDNOT cricket",
    "rocket BUT NOT cricket",
    "rocket XOR attack",
    "rocket AND OR attack",
    "rocket AND NEAR/5 attack",
    "atleast2 rocket",
    "atleast2(rocket)",
    "hd=rocket",
    "hd=(rocket OR missile)",
    "title=rocket",
    "wc>100",
    "la=en",
    "headline:rocket",
    "intitle:rocket",
    "language:en",
    "source:reuters",
    "author:smith",
    "TITLE:rocket",
    "rocket: attack",
    "'rocket attack'",
    "‘rocket attack’ OR b",
    "\"rocket attack\" ~5",
    "rock!",
    "rocket$",
    "rocket$1",
    "wom?n",
    "roc*et",
    "*rocket",
    "rocket^2",
    "rocket~1",
    "[rocket OR attack]",
    "{rocket}",
    "rocket（attack）",
    "rocket，attack",
    "a ONEAR b",
    "(a AND b) ONEAR/5 c",
    "title:a ONEAR/3 body:b",
    "ONEAR/3 b",
    "rocket /N5/ attack",
    "rocket /F5 attack",
    "rocket w/in 5 attack",
    "rocket FOLLOWED BY attack",
    "embass(y/ies)",
    "lang:english AND rocket",
    "rocket AND lang:(en OR klingon)",
    "country:iraq AND rocket",
    "a ONEAR/99 b",
    "rocket –attack",
    "rocket \u{2212}attack",
    "—attack OR rocket",
    "=\"a b\"~3",
    "rocket NEAR/5 NOT attack",
    "\"\"",
    "rocket PRECEDED BY attack",
    "rocket=attack",
    "()rocket",
    "rocket NEAR/3 (a OR b",
    "rocket;missile",
    "rocket; missile",
    "rocket/missile OR siren",
    "rocket(s)/missile(s)",
    "صاروخ؛ قذيفة",
];

/// Entries of a list that are queries.
const ENTRIES: &[&str] = &[
    "rocket AND embassy",
    "a NEAR/3 b",
    "a near/3 b",
    "a w/5 b",
    "NOT sport",
    "a && b",
    "a | b",
    "-cricket",
    "title:rocket",
    "\"rocket attack\"~5",
    "\"a b\" OR \"c d\"",
    "(a OR b)",
    "wom?n",
    "hd=rocket",
    "rocket~1",
    "@d OR x",
    "+rocket",
    "rocket -cricket",
    "–attack",
    "  a AND b",
    "rocket)",
    "rocket(s",
    "\u{2014}",
    "",
    "rocket, missile, mortar",
    "drone; uav",
    "rocket/missile",
    "rocket(s) / missile(s)",
    "صاروخ، قذيفة",
];

/// What compiling finds first in lists.
fn check_list(lists: [NamedList; 2]) -> Problem {
    let vocabulary = Vocabulary { lists: lists.into(), watches: vec![watch("w", "@a")] };
    let problems = Matcher::compile(&vocabulary).err().unwrap_or_default();
    problems.into_iter().next().unwrap_or_default()
}

fn faulty_vocabulary() -> Vocabulary {
    let masked = WatchSpec { mask: Some("a AND b".into()), ..watch("w", "a") };
    Vocabulary {
        lists: vec![
            list("a", &["@b"]),
            list("b", &["@a", "x"]),
            list("c", &[]),
            list("d", &["mil*"]),
            list("d", &["y", "@zz"]),
            list("bad name", &["x"]),
        ],
        watches: vec![masked, watch("w", "@d NEAR b"), watch("", "x")],
    }
}

/// Lists one in the other, too deep.
fn deep_vocabulary() -> Vocabulary {
    let outer = (1..40).map(|n| list(&format!("l{n}"), &["siren", &format!("@l{}", n + 1)]));
    let lists = outer.chain([list("l40", &["rocket"])]).collect();
    Vocabulary { lists, watches: vec![watch("w", "@l1")] }
}

/// More spellings than the automaton takes.
fn vast_vocabulary() -> Vocabulary {
    let sixteen = "(a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p)";
    let terms: Vec<String> = (0..49).map(|n| format!("x{n}{}", sixteen.repeat(3))).collect();
    let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
    Vocabulary { lists: vec![list("vast", &terms)], watches: vec![watch("w", "@vast")] }
}

fn doubtful_vocabulary() -> Vocabulary {
    let masked = |mask: &str, watch: WatchSpec| WatchSpec { mask: Some(mask.into()), ..watch };
    Vocabulary {
        lists: vec![
            list(
                "a",
                &["rocket(s)", "rocket launcher(s)", "shell", "rocket(s)", "salvo(s|es)", "kill*"],
            ),
            list("b", &["x"]),
            list("m", &["shell", "houston rockets", "the houston rockets", "lime pie", "shell"]),
            list("twins", &["جیش العدل", "جیش\u{200c}العدل", "jaysh", "Jaysh", "@a", "rocket(s)"]),
        ],
        watches: vec![
            masked("@m", watch("w", "@a AND NOT cricket NOT lang:de")),
            watch("v", "NOT x"),
            watch("self", "shell NOT NEAR/5 (shell OR x)"),
            watch("common", "the OR a"),
            watch("tongue", "lang:en NOT cricket"),
            masked(
                "rocket(s) NEAR/3 nba OR \"green card\" OR card* OR title:rocket OR \"big rocket\"",
                watch(
                    "q",
                    "rocket(s) OR @twins OR @a OR \"rocket attack\" OR \"hit AND run\" OR attack(s|ed)",
                ),
            ),
            masked("rocket(s)", watch("shadow", "rocket OR title:(\"rocket man\" OR moon)")),
        ],
    }
}

fn all_messages() -> String {
    let mut text = String::new();
    let deep = "(".repeat(70) + "a";
    let chain = vec!["a"; 70].join(" NEAR/1 ");
    let long = "a OR ".repeat(14_000) + "a";
    let queries = QUERIES.iter().chain(PASTED).copied();
    for query in queries.chain([deep.as_str(), &chain, &long]) {
        let name: String = query.chars().take(60).collect();
        text += &format!("=== {name}\n{}\n", drawn(query));
    }
    for vocabulary in [faulty_vocabulary(), deep_vocabulary(), vast_vocabulary()] {
        for problem in Matcher::compile(&vocabulary).unwrap_err() {
            text += &format!("=== vocabulary\n{}\n{problem}\n", problem.render());
        }
    }
    for entry in ENTRIES {
        let lists = [list("a", &[entry]), list("d", &["x"])];
        let wrong = check_list(lists);
        text += &format!("=== entry {entry}\n{}\n", wrong.render());
    }
    for remark in lint(&doubtful_vocabulary()) {
        text += &format!("=== lint\n{}\n", remark.here.render());
        if let Some(there) = remark.there {
            text += &format!("=== lint, or from the other side\n{}\n", there.render());
        }
    }
    text
}

/// After a change that is meant: `WIREWATCH_ACCEPT=1 cargo test every_message`, then read the diff.
#[test]
fn every_message_is_as_agreed() {
    let messages = all_messages();
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/watch_language/messages.txt");
    if std::env::var_os("WIREWATCH_ACCEPT").is_some() {
        std::fs::write(place, &messages).unwrap();
    }
    let agreed = std::fs::read_to_string(place).unwrap();
    for (now, then) in messages.split("=== ").zip(agreed.split("=== ")) {
        assert_eq!(now, then);
    }
    assert_eq!(messages.len(), agreed.len());
}

#[test]
fn a_mask_with_a_condition_is_not_said_to_void_every_hit() {
    let remarks = |mask: &str| {
        let masked = WatchSpec { mask: Some(mask.into()), ..watch("w", "rocket(s)") };
        lint(&Vocabulary { lists: vec![], watches: vec![masked] }).len()
    };
    assert_eq!(remarks("rocket(s)"), 1);
    assert_eq!(remarks("\"rocket man\" OR rocket(s)"), 1);
    assert_eq!(remarks("rocket(s) NEAR/3 nasa"), 0);
    assert_eq!(remarks("title:rocket(s)"), 0);
}

#[test]
fn no_message_holds_what_a_terminal_obeys() {
    for query in [
        "rocket \u{1b}\u{1b} attack",
        "rocket \u{9b}31m attack",
        "rocket NEER\u{202e}/8 attack",
        "rocket \u{1b}[2J/8",
        "OR\u{7}/3 \u{1b}]0;x\u{7}",
        "(a AND b) NEAR/5 \u{2067}c",
        "country:\u{1b}",
        "place:\u{202e}x",
        "titel\u{1b}:x",
    ] {
        let Err(problem) = check_query(query, &[]) else { continue };
        for said in [problem.render(), problem.to_string()] {
            let is_obeyed =
                |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202e}' | '\u{2067}');
            assert!(!said.contains(is_obeyed), "{said:?}");
        }
    }
}

#[test]
fn what_flags_nearly_everything_or_nothing_is_told() {
    let told = |query: &str| {
        let vocabulary = Vocabulary { lists: vec![], watches: vec![watch("w", query)] };
        let remarks = lint(&vocabulary).into_iter().map(|remark| remark.here.message);
        remarks.filter(|m| m.contains("nearly every") || m.contains("never true")).count()
    };
    for query in [
        "missile NOT NEAR/5 missile",
        "(missile OR \"missile base\") NOT NEAR/5 missile",
        "siren OR (title:missile NOT NEAR/2 (nasa OR missile(s)))",
        "the OR a",
        "siren OR the",
        "lang:en",
        "lang:en AND of",
        "title:(the OR in)",
        "2 OF (the, a, siren)",
    ] {
        assert_eq!(told(query), 1, "{query}");
    }
    for query in [
        "missile NOT NEAR/5 \"missile test\"",
        "(missile OR siren) NOT NEAR/5 missile",
        "missile NOT NEAR/5 title:missile",
        "missile AND the",
        "=A OR siren",
        "rocket AND lang:en",
        "2 OF (the, siren, shelter)",
        "outlet:the",
    ] {
        assert_eq!(told(query), 0, "{query}");
    }
}

#[test]
fn good_queries_draw_nothing() {
    for query in [
        "«rocket attack» OR “b c” OR „d e“ OR 「f g」",
        "AT&T OR COVID-19 OR 24/7 OR #iraq OR O'Neill",
        "'rocket' OR don't",
        "rocket AND lang:(en OR \"pt br\" OR fil) AND country:iq",
        "\"where is it?\" OR \"Yahoo!\" OR \"a && b\"",
        "\"AC/DC\" OR \"rocket, missile\" OR 9/11",
        "country:gb OR country:GR OR lang:el OR lang:uk",
        "place:iraq OR place:Иран OR place:\"south lebanon\" OR place:baghdad* OR place:moscow",
        // A quotation mark between Hebrew letters is part of an acronym.
        "צה\"ל OR ארה\"ב OR \"דובר צה\"ל\" OR title:צה\"ל",
    ] {
        assert_eq!(drawn(query), "", "{query}");
    }
    assert_eq!(drawn("(@fire_sure NOT NEAR/12 @sport) OR title:\"green zone\""), "");
}

#[test]
fn entries_that_only_look_like_queries_are_terms() {
    for entry in [
        "\"SEARCH AND RESCUE\"",
        "BANK OF AMERICA",
        "=OR",
        "OR",
        "צה\"ל",
        "AT&T",
        "24/7",
        "9/11 attacks",
        "search and rescue",
        "black & white",
        "Yahoo!",
        "what now?",
        "5\" gun",
        "\"AC/DC\"",
        "=\"AC/DC\"",
        "1,000 rockets",
        "co-op - shop",
    ] {
        assert_eq!(
            check_list([list("a", &[entry]), list("d", &["x"])]).render(),
            Problem::default().render(),
            "{entry}"
        );
    }
}

#[test]
fn every_operator_explains_itself_by_an_example_that_parses() {
    for operator in wirewatch::watch::operators() {
        assert_eq!(drawn(operator.example), "", "{}", operator.word);
        assert!(operator.example.contains(operator.word) && !operator.help.is_empty());
    }
}
