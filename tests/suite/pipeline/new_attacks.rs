//! Two reports of one place: of two attacks, or of one. Invented wire copy in seven languages, each pair by
//! itself under the shipped watches, so many minutes apart; half of them were sealed until the rules stood.

use wirewatch::config;
use wirewatch::engine::RuleSet;

use super::look_alikes::{Stories, one_by_one, reports};

/// Rows: whether both are of one attack, minutes between them, and headline and text of each.
const PAIRS: &str = include_str!("../../fixtures/look_alikes/pairs.tsv");
/// Most pairs of two attacks that are one story, and of one attack that are two.
const MOST_WRONG: (usize, usize) = (1, 1);

#[test]
fn a_new_attack_at_the_same_place_is_a_story_of_its_own() {
    let rules = RuleSet::build(config::defaults(), &[]).unwrap();
    let (mut mixed, mut split) = (Vec::new(), Vec::new());
    for row in PAIRS.lines() {
        let [same, minutes, first, told, later, said] =
            row.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let text = format!(
            "# pair 2026-11-26T02:00Z\na\t0\tAlpha\t{first}\t{told}\nb\t{minutes}\tBeta\t{later}\t{said}"
        );
        let stories: Stories = one_by_one(&reports(&text, &rules), &rules, |_| 2);
        let mut of: Vec<_> = stories.values().collect();
        of.dedup();
        match (of.len(), same) {
            (1, "0") => mixed.push((first, later)),
            (2, "1") => split.push((first, later)),
            _ => {}
        }
    }
    assert!(mixed.len() <= MOST_WRONG.0, "{mixed:#?}");
    assert!(split.len() <= MOST_WRONG.1, "{split:#?}");
}
