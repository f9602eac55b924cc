//! What a damaged day is told, and how moments read and write.

use super::*;

const OUTLET: &str = r#"{"key":"a","name":"A","domain":"a.example","class":"wire","language":"en","title":"A","format":"rss"}"#;

fn entry(at: &str, id: &str) -> String {
    format!(r#"{{"at":"{at}","outlet":"a","id":"{id}","title":"T","expect":[]}}"#)
}

fn problem(entries: &str) -> DayError {
    Day::read(("outlets", OUTLET), &[("entries", entries)]).unwrap_err()
}

#[test]
fn moments_read_and_write_the_same_and_refuse_what_is_none() {
    for text in ["00:00:00", "02:41:07", "23:59:59"] {
        assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
    }
    for text in
        ["", "1:2:3", "24:00:00", "00:60:00", "00:00:60", "00:00", "00:00:00:00", "+1:00:00"]
    {
        assert!(text.parse::<Moment>().is_err(), "{text}");
    }
}

#[test]
fn entries_come_in_order_of_time_from_all_files() {
    let (late, early) = (entry("12:00:00", "late"), entry("06:00:00", "early"));
    let day =
        Day::read(("outlets", OUTLET), &[("one", late.as_str()), ("two", early.as_str())]).unwrap();
    let ids: Vec<_> = day.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["early", "late"]);
    assert_eq!(day.end.to_string(), "12:00:00");
}

#[test]
fn a_damaged_day_says_file_and_line() {
    let good = entry("01:00:00", "x");
    let edited = |first: &str, second: &str| {
        let edits = format!(r#","edits":[{{"at":"{first}"}},{{"at":"{second}"}}]}}"#);
        good.strip_suffix('}').unwrap().to_owned() + &edits
    };
    let cases = [
        ("{".to_owned(), "EOF"),
        (good.replace("\"T\"", "\"\""), "title"),
        (good.replace("\"a\"", "\"b\""), "unknown outlet"),
        (good.replace("01:00:00", "25:00:00"), "no time of day"),
        (good.replace("title", "titel"), "titel"),
        (good.clone(), "already"),
        (edited("00:30:00", "02:00:00").replace("\"x\"", "\"y\""), "edits"),
        (edited("02:00:00", "02:00:00").replace("\"x\"", "\"y\""), "edits"),
    ];
    for (line, words) in cases {
        let error = problem(&format!("{good}\n\n{line}"));
        assert_eq!((error.file, error.line), ("entries", 3), "{line}");
        assert!(error.to_string().contains(words), "{error}");
    }
}
