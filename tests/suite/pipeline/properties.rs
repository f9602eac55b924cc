//! What holds for any news: scores add up, order and repetition change nothing, nothing panics.

use proptest::prelude::*;
use wirewatch::domain::{OutletClass, StoryId};

use super::desk::{Desk, News, after, news};

const SITES: &[&str] = &["a.example", "b.example", "c.example"];
const WORDS: &[&str] = &[
    "rocket",
    "embassy",
    "militia",
    "hezbollah",
    "Baghdad",
    "Kabul",
    "killed",
    "12",
    "two",
    "no",
    "injuries",
    "drill",
    "correction",
    "market",
    "night",
    "(AP)",
    "house",
    "обстрел",
    "سفارة",
];

fn any_news() -> impl Strategy<Value = News> {
    let words = || prop::collection::vec(prop::sample::select(WORDS), 1..9);
    (prop::sample::select(SITES), words(), words(), -3_000..3_000_i64, 0..5_000_i64, 0..5_usize)
        .prop_map(|(site, title, summary, at, later, class)| {
            let mut one = news(site, &title.join(" ")).saying(&summary.join(" ")).at(at);
            one.fetched = after(at + later);
            one.class = OutletClass::NAMES[class].0;
            one.guid = title[0].to_owned();
            one
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn scores_sum_up_and_stay_in_range(batch in prop::collection::vec(any_news(), 1..12)) {
        for alert in Desk::new().take(&batch).alerts {
            let line = alert.line;
            prop_assert!((0..=99).contains(&line.score));
            let signed = line.reason.replace(" + ", "\n").replace(" − ", "\n-").replace('−', "-");
            let sum: i32 = signed
                .lines()
                .map(|part| {
                    let points: i32 = part.rsplit(' ').next().unwrap().parse().unwrap();
                    if part.starts_with('-') { -points } else { points }
                })
                .sum();
            prop_assert_eq!(sum, line.score, "{}", line.reason);
        }
    }

    #[test]
    fn order_and_repetition_change_nothing(batch in prop::collection::vec(any_news(), 1..12)) {
        let stories = |batch: &[News]| {
            let mut desk = Desk::new();
            let findings: Vec<_> = batch.iter().map(News::findings).collect();
            let changes = desk.take_findings(&findings, after(10_000));
            let ids: Vec<StoryId> = changes.stories.iter().map(|s| s.id).collect();
            (ids, format!("{:?}", changes.alerts), desk)
        };
        let (ids, alerts, mut desk) = stories(&batch);
        let backward: Vec<News> = batch.iter().rev().chain(&batch).cloned().collect();
        let (other_ids, other_alerts, _) = stories(&backward);
        prop_assert_eq!(ids, other_ids);
        prop_assert_eq!(alerts, other_alerts);
        let findings: Vec<_> = backward.iter().map(News::findings).collect();
        prop_assert!(desk.take_findings(&findings, after(10_001)).articles.is_empty());
    }
}
