//! What is told of a feed that changes under us: each case in a store of its own, so that no story
//! of another case mixes in.

use super::{feeds, flagged, home, open, round};
use crate::support::hostile::HostileServer;

/// Case, and whether each round tells anything.
const TOLD: &[(&str, &[bool])] = &[
    ("etag_new_each_time", &[true, false]),
    ("i_no_guid", &[true, false]),
    ("i_no_date", &[true, false]),
    ("i_dup_guid", &[true, false]),
    ("i_empty_guid", &[true, false]),
    ("i_guid_changes", &[true, false, false]),
    ("i_link_changes", &[true, false, false]),
    ("i_date_bumps", &[true, false, false]),
    ("c_reorder", &[true, false, false]),
    // The publisher itself says "corrected": that is told, as a correction.
    ("c_silent_edit", &[true, true]),
    ("c_edit_adds_mark", &[false, true, false]),
    ("c_edit_flip", &[true, false, false, false]),
    // Its second article is a new one, but of the same story by its words: told already.
    ("c_guid_reuse", &[true, false, false]),
    ("c_withdrawn", &[true, false]),
    ("c_returns", &[true, false, false]),
];

#[test]
fn what_is_known_is_never_told_again() {
    let Some(server) = HostileServer::start() else { return };
    let cases = server.cases(&["status", "identity", "change"]);
    let mut wrong = Vec::new();
    for (name, rounds) in TOLD {
        let case = cases.iter().find(|case| case.name == *name).unwrap().clone();
        let home = home(&server, std::slice::from_ref(&case));
        home.write("feeds.toml", &feeds(&[case], |_| String::new()));
        let mut numbers = Vec::new();
        for (at, told) in rounds.iter().enumerate() {
            let lines = round(&home).json_lines();
            numbers.extend(lines.iter().map(|line| line["seq"].as_u64().unwrap()));
            if lines.is_empty() == *told {
                let texts: Vec<String> = lines
                    .iter()
                    .map(|line| {
                        format!("{} {} {}", line["change"], line["note"], line["article"]["title"])
                    })
                    .collect();
                wrong.push(format!("{name} round {}: {} lines {texts:?}", at + 1, lines.len()));
            }
        }
        let expected: Vec<u64> = (1..=numbers.len() as u64).collect();
        assert_eq!(numbers, expected, "{name}: each notice once");
        assert!(!flagged(open(&home).as_ref()).is_empty(), "{name}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
