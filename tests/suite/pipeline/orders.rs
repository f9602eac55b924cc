//! What stands of a story owes nothing to how its articles came: one commit or many, in any order.

use proptest::prelude::*;
use wirewatch::domain::{AlertLine, OutletClass};

use super::desk::{Desk, News, after, news};

const SITES: &[&str] = &["a.example", "b.example", "c.example", "d.example"];
/// Reports of one event, talk of it and what it led to.
const TITLES: &[&str] = &[
    "Rocket hits Erbil airport, six killed",
    "Six killed in rocket strike at airport of Erbil",
    "Erbil airport struck by rocket: two hurt",
    "Airport at Erbil under rocket fire, militia blamed",
    "Erbil: rocket lands near airport and embassy office",
    "UN condemns rocket attack at Erbil airport",
    "Two arrested over Erbil airport rocket attack",
    "Nine buried after rocket attack hit airport in Erbil",
    "Opinion: the rocket at Erbil airport was a message",
    "Erbil rocket: airport holds drill",
];

fn one_event() -> impl Strategy<Value = Vec<News>> {
    let titles = prop::sample::subsequence(TITLES, 2..TITLES.len());
    let how = (prop::sample::select(SITES), 0..4_i64, 0..900_i64, 0..3_usize);
    let hows = prop::collection::vec(how, TITLES.len());
    (titles, hows).prop_map(|(titles, hows)| {
        let made = titles.iter().zip(hows).map(|(title, (site, at, later, class))| {
            let mut one = news(site, title).at(at * 30);
            one.fetched = after(at * 30 + later);
            one.class = OutletClass::NAMES[class].0;
            one
        });
        made.collect()
    })
}

/// What an alert says in the end; nothing where the articles are more than one story.
fn outcome(desk: &mut Desk, commits: &[&[News]]) -> Option<(AlertLine, Vec<String>)> {
    let mut stories = std::collections::BTreeMap::new();
    for commit in commits {
        for story in desk.take(commit).stories {
            stories.insert(story.id, story);
        }
    }
    stories.retain(|_, story| story.state.merged.is_none());
    let (_, story) = stories.pop_first().filter(|_| stories.is_empty())?;
    let line = story.state.line?;
    let mut origins: Vec<String> = line.story.origins.clone();
    origins.sort_unstable();
    Some(((*line).clone(), origins))
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        max_global_rejects: 20_000,
        ..ProptestConfig::with_cases(192)
    })]

    #[test]
    fn what_stands_owes_nothing_to_commits(
        (batch, shuffled, cuts) in one_event().prop_flat_map(|batch| {
            let cuts = prop::collection::vec(1..4_usize, batch.len());
            (Just(batch.clone()), Just(batch).prop_shuffle(), cuts)
        }),
    ) {
        let together = outcome(&mut Desk::new(), &[&batch]);
        let mut rest = shuffled.as_slice();
        let mut commits = Vec::new();
        for cut in cuts {
            let (commit, left) = rest.split_at(cut.min(rest.len()));
            commits.extend((!commit.is_empty()).then_some(commit));
            rest = left;
        }
        let apart = outcome(&mut Desk::new(), &commits);
        prop_assume!(together.is_some() && apart.is_some());
        let ((one, origins), (other, other_origins)) = (together.unwrap(), apart.unwrap());
        prop_assert_eq!(&one.article.title, &other.article.title);
        prop_assert_eq!(&one.reason, &other.reason);
        prop_assert_eq!(one.severity, other.severity);
        prop_assert_eq!(&one.watches, &other.watches);
        prop_assert_eq!(origins, other_origins);
    }
}

#[test]
fn of_two_reports_that_weigh_the_same_the_earlier_stands() {
    let early = news("b.example", "Rocket hits Erbil airport");
    let late = news("a.example", "Rocket lands at Erbil airport").at(5);
    for order in [[&early, &late], [&late, &early]] {
        let mut desk = Desk::new();
        let commits: Vec<&[News]> = order.iter().map(|one| std::slice::from_ref(*one)).collect();
        let (line, _) = outcome(&mut desk, &commits).unwrap();
        assert_eq!(line.article.title, early.title);
    }
}
