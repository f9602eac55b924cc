//! What the lines of a list of keywords and of a newsboat configuration become.

use super::{Import, read};
use crate::watch::{NamedList, check_query};

fn lines(told: &[super::Told]) -> Vec<usize> {
    told.iter().map(|told| told.line).collect()
}

fn one(line: &str) -> Import {
    let lists = [NamedList { name: "ports".to_owned(), terms: vec!["aden".to_owned()] }];
    read(line, &lists)
}

#[test]
fn keywords_become_terms() {
    for (keyword, term) in [
        ("embassy", "embassy"),
        ("green zone", "\"green zone\""),
        ("  kidnap*", "kidnap*"),
        ("=IRA", "=IRA"),
        ("\"port of aden\"", "\"port of aden\""),
        ("“port of aden”", "\"port of aden\""),
        ("'port of aden'", "\"port of aden\""),
        ("«порт»", "порт"),
        ("port(s)", "port(s)"),
        ("embass(y|ies)", "embass(y|ies)"),
        ("attack(|s|ed) port(s)", "\"attack(|s|ed) port(s)\""),
        ("research and development", "\"research and development\""),
        ("\"MARKS AND SPENCER\"", "\"MARKS AND SPENCER\""),
        ("\"Washington, D.C.\"", "\"Washington D.C.\""),
        ("\"AND\"", "\"AND\""),
        ("F-16", "F-16"),
        ("9/11 attacks", "\"9 11 attacks\""),
        ("U.S. embassy", "\"U.S. embassy\""),
        ("- embassy", "embassy"),
        ("embassy,", "embassy"),
        ("embassy # in all cities", "embassy"),
        ("10,000 dead", "\"10 000 dead\""),
        ("مسيرة مفخخة", "\"مسيرة مفخخة\""),
        ("צה\"ל", "צה״ל"),
        ("\u{feff}embassy\r\n", "embassy"),
    ] {
        let import = one(keyword);
        assert_eq!(import.terms, [term], "{keyword}: {:?}", import.skipped);
        assert!(check_query(&import.query().unwrap(), &[]).is_ok(), "{keyword}");
    }
}

#[test]
fn a_line_in_the_watch_language_is_a_query_and_says_so() {
    for (line, query) in [
        ("port AND aden", "(port AND aden)"),
        ("\"port of aden\" OR hodeida", "(\"port of aden\" OR hodeida)"),
        ("(port(s) OR harbour) AND NOT film", "((port(s) OR harbour) AND NOT film)"),
        ("rocket(s) NEAR/8 base", "(rocket(s) NEAR/8 base)"),
        ("2 OF (rocket, base, fire)", "(2 OF (rocket, base, fire))"),
        ("title:embassy", "title:embassy"),
        ("@ports", "@ports"),
    ] {
        let import = one(line);
        assert_eq!(import.terms, [query], "{:?}", import.skipped);
        assert!(import.noted[0].text.contains("is read as a query"), "{line}");
    }
}

#[test]
fn what_is_not_sure_is_refused_with_what_to_write() {
    for (line, advice) in [
        ("OR", "take the line out"),
        ("MARKS AND SPENCER", "double quotes around the line"),
        ("port && aden", "write AND"),
        ("port AND", "AND"),
        ("NOT film", "NOT"),
        ("port w/5 aden", "NEAR/5"),
        ("rocket NEAR base", "NEAR/8"),
        ("intitle:embassy", "write title:"),
        ("@prots", "@ports"),
        ("-film", "AND NOT"),
        ("embassy, consulate", "each on a line of its own"),
        ("embassy; consulate", "each on a line of its own"),
        ("embassy|consulate", "each on a line of its own"),
        ("embassy\tconsulate", "one keyword a line"),
        ("World Health Organization (WHO)", "on a line of its own"),
        ("\"port\" aden", "put them around all of it"),
        ("ira*", "ira(|s|es)"),
        ("*bomb", "at the end of a word"),
        ("wom?n", "list the spellings"),
        ("rock!", "write rock*"),
        ("C++", "a word beside it"),
        ("C#", "a word beside it"),
        ("!!!", "take the line out"),
        ("port(s", "the bracket is not closed"),
        ("https://a.example/rss", "feed add"),
        ("caf\u{fffd}", "UTF-8"),
    ] {
        let import = one(line);
        assert_eq!(import.terms, [""; 0], "{line}");
        let told = &import.skipped[0].text;
        assert!(told.contains(advice), "{line}: {told}");
    }
}

#[test]
fn lost_signs_are_said() {
    for (line, term) in [
        ("R&D", "\"R D\""),
        (".NET", "NET"),
        ("Procter & Gamble", "\"Procter Gamble\""),
        ("C++ compiler", "\"C compiler\""),
        ("1. embassy", "\"1 embassy\""),
    ] {
        let import = one(line);
        assert_eq!(import.terms, [term], "{:?}", import.skipped);
        assert!(import.noted[0].text.contains("signs do not count"), "{:?}", import.noted);
    }
}

#[test]
fn no_line_of_a_list_is_lost() {
    let text =
        "\u{feff}# ours\r\nembassy\r\n\r\n// more\r\nEmbassy\r\nOR\r\nR&D\r\n=IRA\r\n=Ira\r\n";
    let import = read(text, &[]);
    assert_eq!(import.terms, ["embassy", "\"R D\"", "=IRA", "=Ira"]);
    assert_eq!((import.remarks, import.twice), (2, 1));
    assert_eq!((lines(&import.skipped), lines(&import.noted)), (vec![6], vec![7]));
}

#[test]
fn rules_of_newsboat_become_terms_and_exclusions() {
    let import = read(
        "reload-time 30\n\
         highlight articlelist \"(rockets?|missile strike)\" red default bold\n\
         highlight all \"harbou?r attack(s|ed)?\" yellow\n\
         highlight article \"[0-9]+ dead\" red\n\
         highlight feedlist \"News\" blue\n\
         highlight-article \"title =~ \\\"embass(y|ies)\\\"\" white red\n\
         highlight-article \"age < 2\" white red\n\
         ignore-article \"*\" \"title =~ \\\"Houston Rockets\\\"\"\n\
         ignore-article \"https://a.example/\" \"title =~ \\\"x\\\"\"\n",
        &[],
    );
    assert_eq!(
        import.terms,
        ["rocket(s)", "\"missile strike\"", "\"harbo(u)r attack(|s|ed)\"", "title:embass(y|ies)"]
    );
    assert_eq!(import.hidden, ["title:\"Houston Rockets\""]);
    assert_eq!(lines(&import.skipped), [4, 5, 7, 9], "{:?}", import.skipped);
    let query = import.query().unwrap();
    assert!(query.contains("AND NOT"), "{query}");
    assert!(check_query(&query, &[]).is_ok(), "{query}");
}

fn newsboat(rule: &str) -> Import {
    read(&format!("{rule}\n"), &[])
}

#[test]
fn patterns_of_newsboat_keep_every_spelling() {
    for (pattern, terms) in [
        ("bomb(s|ing)?", &["bomb(|s|ing)"][..]),
        ("evacuat(e|ed|ion)?", &["evacuat(|e|ed|ion)"]),
        ("rocket(s)?", &["rocket(s)"]),
        ("(missile|rocket)s?", &["missile(s)", "rocket(s)"]),
        ("(air|drone) strike(s|d)", &["\"air strike(s|d)\"", "\"drone strike(s|d)\""]),
        ("(para)?militia", &["militia", "paramilitia"]),
    ] {
        let import = newsboat(&format!("highlight article \"{pattern}\" red"));
        assert_eq!(import.terms, terms, "{pattern}: {:?}", import.skipped);
        assert!(check_query(&import.query().unwrap(), &[]).is_ok(), "{pattern}");
    }
}

#[test]
fn conditions_of_newsboat_are_joined() {
    for (filter, terms) in [
        ("title =~ 'aden' or title =~ 'sanaa'", &["title:aden", "title:sanaa"][..]),
        (
            "title =~ 'aden' and content =~ 'port|ship'",
            &["(title:aden AND (body:port OR body:ship))"],
        ),
        ("title =~ 'aden' and title !~ 'film'", &["(title:aden AND NOT title:film)"]),
        ("feedtitle =~ 'Harbour Post'", &["feed:\"Harbour Post\""]),
    ] {
        let filter = filter.replace('\'', "\\\"");
        let import = newsboat(&format!("highlight-article \"{filter}\" white red"));
        assert_eq!(import.terms, terms, "{filter}: {:?}", import.skipped);
        assert!(check_query(&import.query().unwrap(), &[]).is_ok(), "{filter}");
    }
    for (filter, reason) in [
        ("title !~ 'film'", "only says what an article has not"),
        ("title =~ 'a' or title =~ 'b' and title =~ 'c'", "by `or` only"),
        ("(title =~ 'aden')", "without brackets"),
        ("title =~ 'aden' and", "by `and` only"),
        ("author =~ 'aden'", "title, description, content, feedtitle are read"),
    ] {
        let filter = filter.replace('\'', "\\\"");
        let import = newsboat(&format!("highlight-article \"{filter}\" white red"));
        assert!(import.skipped[0].text.contains(reason), "{filter}: {:?}", import.skipped);
    }
}

#[test]
fn a_pattern_that_finds_less_than_in_newsboat_says_so() {
    for (pattern, said) in [
        ("militia", 1),
        ("(militia|rebel)", 1),
        ("militia\\b", 0),
        ("militia\\w*", 0),
        ("[0-9]", 0),
    ] {
        let import = newsboat(&format!("highlight article \"{pattern}\" red"));
        assert_eq!(import.noted.len(), said, "{pattern}: {:?}", import.noted);
    }
}

#[test]
fn what_newsboat_takes_from_elsewhere_is_named_as_left_out() {
    let import = read(
        "include \"~/rules\"\nhighlight-feed \"title =~ \\\"News\\\"\" red default\nbrowser lynx\n",
        &[],
    );
    assert_eq!((lines(&import.skipped), import.format), (vec![1, 2], super::Format::Newsboat));
    assert_eq!(import.query(), None);
    assert!(import.skipped[0].text.contains("import that one too"), "{:?}", import.skipped);
}
