//! Pages of alerts, states, snoozing, searching, counting, retention.

use super::*;

#[test]
fn alerts_come_open_first_then_by_severity_then_newest() {
    each(|store| {
        let rungs = [Severity::Routine, Severity::Flash, Severity::Priority, Severity::Flash];
        for (number, severity) in (1_u64..).zip(rungs) {
            commit(store, at(number.cast_signed()), alerts(vec![raise(number, severity)]));
        }
        assert_eq!(ids(store, &all()), [4, 2, 3, 1]);
        set_state(store, &[AlertId(4)], AlertState::Acknowledged, (None, at(9)));
        assert_eq!(ids(store, &all()), [2, 3, 1, 4]);
        let newest = AlertQuery { order: AlertOrder::Newest, ..all() };
        assert_eq!(ids(store, &newest), [4, 3, 2, 1]);
    });
}

#[test]
fn pages_fit_together_without_gap_or_overlap() {
    each(|store| {
        let rungs = [Severity::Routine, Severity::Flash, Severity::Priority];
        let raised = (1..=30).map(|n| raise(n, rungs[(n % 3) as usize])).collect();
        commit(store, at(1), alerts(raised));
        let whole = ids(store, &all());
        let mut pages = Vec::new();
        for offset in (0..30).step_by(7) {
            pages.extend(ids(store, &AlertQuery { offset, limit: 7, ..all() }));
        }
        assert_eq!(pages, whole);
        assert!(ids(store, &AlertQuery { limit: 0, ..all() }).is_empty());
        assert!(ids(store, &AlertQuery { offset: usize::MAX, ..all() }).is_empty());
    });
}

#[test]
fn a_list_is_narrowed_by_state_severity_watch_time_and_words() {
    each(|store| {
        let mut second = raise(2, Severity::Flash);
        std::sync::Arc::make_mut(&mut second.line).watches =
            vec!["embassy".into(), "militia".into()];
        std::sync::Arc::make_mut(&mut second.line).article =
            article("Séoul: l’ambassade fermée, dit l’Agence");
        std::sync::Arc::make_mut(&mut second.line).story.outlets =
            vec!["Le Quai".into(), "Courrier du Tigre".into()];
        let mut first = raise(1, Severity::Routine);
        std::sync::Arc::make_mut(&mut first.line).story.outlets = vec!["Agence du Quai".into()];
        commit(store, at(1), alerts(vec![first]));
        commit(store, at(2), alerts(vec![second]));
        let of = |outlet: &str| AlertQuery { outlet: Some(outlet.into()), ..all() };
        let cases = [
            (AlertQuery { min_severity: Severity::Immediate, ..all() }, vec![2]),
            (AlertQuery { watches: vec!["militia".into(), "x".into()], ..all() }, vec![2]),
            (AlertQuery { watches: vec!["x".into()], ..all() }, vec![]),
            (AlertQuery { since: Some(at(2)), ..all() }, vec![2]),
            (AlertQuery { text: Some("SEOUL ambassade ferm".into()), ..all() }, vec![2]),
            (AlertQuery { text: Some("rocket".into()), ..all() }, vec![1]),
            (AlertQuery { text: Some("\" OR (".into()), ..all() }, vec![]),
            (AlertQuery { text: Some(" ".into()), ..all() }, vec![2, 1]),
            (of("agence"), vec![1]),
            (of("quai"), vec![2, 1]),
            (of("courrier quai"), vec![]),
            (of("!!"), vec![]),
            (AlertQuery { text: Some("seoul".into()), ..of("quai") }, vec![2]),
            (AlertQuery { offset: 1, limit: 1, ..of("quai") }, vec![1]),
            (AlertQuery { limit: 0, ..of("quai") }, vec![]),
            (AlertQuery { states: vec![AlertState::Resolved], ..all() }, vec![]),
            (
                AlertQuery { states: vec![AlertState::Open, AlertState::Resolved], ..all() },
                vec![2, 1],
            ),
            (AlertQuery { states: vec![AlertState::Open, AlertState::Open], ..all() }, vec![2, 1]),
        ];
        for (query, expected) in cases {
            assert_eq!(ids(store, &query), expected, "{query:?}");
        }
    });
}

#[test]
fn a_state_is_set_once_and_says_what_changed() {
    each(|store| {
        commit(store, at(1), alerts(vec![raise(1, Severity::Flash), raise(2, Severity::Flash)]));
        let both = [AlertId(1), AlertId(2), AlertId(77)];
        let set = |state, now| set_state(store, &both, state, (None, now));
        assert_eq!(set(AlertState::Acknowledged, at(2)), [AlertId(1), AlertId(2)]);
        assert!(set(AlertState::Acknowledged, at(3)).is_empty());
        let alert = store.alert(AlertId(1)).unwrap().unwrap();
        assert_eq!((alert.state, alert.state_since), (AlertState::Acknowledged, at(2)));
        assert_eq!(set(AlertState::Resolved, at(4)).len(), 2);
        assert_eq!(store.counts(at(4)).unwrap().open, [0; 4]);
        assert_eq!(set(AlertState::Open, at(5)).len(), 2);
        assert_eq!(store.counts(at(5)).unwrap().open, [2, 0, 0, 0]);
    });
}

#[test]
fn a_settled_alert_opens_again_only_when_told() {
    each(|store| {
        commit(store, at(1), alerts(vec![raise(1, Severity::Priority)]));
        for state in [AlertState::Acknowledged, AlertState::Snoozed, AlertState::Resolved] {
            set_state(store, &[AlertId(1)], state, (Some(at(900)), at(2)));
            commit(store, at(3), alerts(vec![raise(1, Severity::Priority)]));
            assert_eq!(store.alert(AlertId(1)).unwrap().unwrap().state, state);
            let again = AlertChange { reopen: true, ..raise(1, Severity::Flash) };
            commit(store, at(4), alerts(vec![again]));
            let alert = store.alert(AlertId(1)).unwrap().unwrap();
            assert_eq!((alert.state, alert.state_since), (AlertState::Open, at(4)));
        }
    });
}

#[test]
fn a_snooze_that_is_over_counts_and_lists_as_open() {
    each(|store| {
        commit(store, at(1), alerts(vec![raise(1, Severity::Flash), raise(2, Severity::Flash)]));
        commit(store, at(2), alerts(vec![raise(3, Severity::Routine)]));
        let snooze = |id, until| {
            set_state(store, &[AlertId(id)], AlertState::Snoozed, (Some(at(until)), at(3)));
        };
        snooze(1, 100);
        snooze(2, 200);
        let open = |now| {
            let states = vec![AlertState::Open];
            ids(store, &AlertQuery { states, now: Some(at(now)), ..all() })
        };
        assert_eq!(open(99), [3]);
        assert_eq!(open(100), [1, 3]);
        assert_eq!(open(200), [2, 1, 3]);
        let listed = store.alerts(&AlertQuery { now: Some(at(100)), ..all() }).unwrap();
        assert_eq!((listed[0].id, listed[0].state), (AlertId(1), AlertState::Open));
        assert_eq!(listed[0].state_since, at(100));
        let states = vec![AlertState::Snoozed];
        assert_eq!(ids(store, &AlertQuery { states, now: Some(at(100)), ..all() }), [2]);
        assert_eq!(store.counts(at(99)).unwrap().open, [0, 0, 0, 1]);
        assert_eq!(store.counts(at(200)).unwrap().open, [2, 0, 0, 1]);

        assert!(store.wake(at(99)).unwrap().is_empty());
        assert_eq!(store.wake(at(150)).unwrap(), [AlertId(1)]);
        assert_eq!(store.alert(AlertId(1)).unwrap().unwrap().state, AlertState::Open);
        commit(store, at(300), Changes::default());
        assert_eq!(store.alert(AlertId(2)).unwrap().unwrap().state_since, at(200));
    });
}

#[test]
fn a_search_finds_every_script_newest_first() {
    each(|store| {
        let titles = [
            "Rocket hits near US Embassy in Baghdad",
            "Взрыв в Киеве",
            "東京で地震、津波の恐れ",
            "هجوم صاروخي على السفارة",
            "Second rocket falls",
            "Kata’ib Hezbollah; O'Brien \"quoted\" 100%_x",
        ];
        let many = (1..).zip(titles).map(|(n, title)| new(n, title)).collect();
        commit(store, at(1), articles(many));
        let found = |words: &str| -> Vec<i64> {
            store.search(words, 0, 10).unwrap().iter().map(|found| found.id.0).collect()
        };
        let cases: [(&str, &[i64]); 14] = [
            ("rocket", &[5, 1]),
            ("ROCKET embass", &[1]),
            ("rocket embass ", &[]),
            ("взры", &[2]),
            ("地震", &[3]),
            ("震", &[3]),
            ("صاروخي", &[4]),
            ("kataib o’brien", &[6]),
            ("baghdad moscow", &[]),
            ("\"", &[]),
            ("AND OR NOT ( * ^ : - + {", &[]),
            ("%_", &[]),
            ("\0\u{202e}", &[]),
            ("", &[6, 5, 4, 3, 2, 1]),
        ];
        for (words, expected) in cases {
            assert_eq!(found(words), expected, "{words:?}");
        }
        let page: Vec<i64> =
            store.search("rocket", 1, 1).unwrap().iter().map(|found| found.id.0).collect();
        assert_eq!(page, [1]);
        found(&"word ".repeat(10_000));
        found(&"x".repeat(100_000));
    });
}

#[test]
fn articles_of_a_time_come_newest_first_in_pages() {
    each(|store| {
        let many = (1_u64..=20).map(|n| {
            let fetched = at(n.cast_signed() * 30);
            ArticleChange { fetched, ..new(n, "Title") }
        });
        commit(store, at(1), articles(many.collect()));
        let page = |below| -> Vec<i64> {
            let found = store.articles_since(at(300), below, 4).unwrap();
            found.iter().map(|found| found.id.0).collect()
        };
        assert_eq!(page(None), [20, 19, 18, 17]);
        assert_eq!(page(Some(ArticleId(12))), [11, 10]);
        assert!(store.articles_since(at(9_999), None, 4).unwrap().is_empty());
    });
}

#[test]
fn counters_tell_minutes_and_hours() {
    each(|store| {
        let many = [(1, 0), (2, 30), (3, 59), (4, 60), (5, -600)];
        let many = many.map(|(n, fetched)| ArticleChange { fetched: at(fetched), ..new(n, "T") });
        commit(store, at(0), articles(many.to_vec()));
        let counts = store.counts(at(61)).unwrap();
        assert_eq!(counts.per_minute, [0, 0, 0, 0, 0, 0, 0, 0, 3, 1]);
        assert_eq!(counts.articles, 5);

        let mut two = raise(2, Severity::Routine);
        std::sync::Arc::make_mut(&mut two.line).watches.push("embassy".into());
        commit(store, at(0), alerts(vec![raise(1, Severity::Routine)]));
        commit(store, at(3_600), alerts(vec![two]));
        let hours = store.alerts_per_hour(at(3_700), 2).unwrap();
        assert_eq!(hours, [("embassy".into(), vec![0, 1]), ("rocket".into(), vec![1, 1])]);
        let exact = store.alerts_raised(at(10)).unwrap();
        assert_eq!(exact.len(), 2);
        assert!(exact.iter().all(|(_, raised)| *raised == at(3_600)));
        // A watch that joins later counts in the hour of raising.
        let mut joined = raise(1, Severity::Routine);
        std::sync::Arc::make_mut(&mut joined.line).watches = vec!["militia".into()];
        joined.notice = None;
        commit(store, at(3_700), alerts(vec![joined]));
        let hours = store.alerts_per_hour(at(3_700), 2).unwrap();
        assert_eq!(hours[1], ("militia".into(), vec![1, 0]));
        assert_eq!(hours[2], ("rocket".into(), vec![0, 1]));
    });
}

#[test]
fn pruning_never_takes_an_unacknowledged_alert() {
    each(|store| {
        let many: Vec<_> = (1..=6)
            .map(|n| ArticleChange {
                alias: Some(identity(n + 100)),
                fetched: at(n.cast_signed()),
                ..new(n, &format!("Title {n}"))
            })
            .collect();
        let changes = Changes {
            articles: many,
            stories: (1..=6).map(|n| story(n, StoryState::default())).collect(),
            alerts: (1..=3).map(|n| raise(n, Severity::Flash)).collect(),
            ..Changes::default()
        };
        commit(store, at(7), changes);
        set_state(store, &[AlertId(2)], AlertState::Acknowledged, (None, at(8)));
        set_state(store, &[AlertId(3)], AlertState::Snoozed, (Some(at(900)), at(8)));
        let keep =
            Retention { older_than: Some(at(5)), keep_at_most: None, ..Retention::default() };
        let gone = store.prune(&keep).unwrap();
        assert_eq!((gone.articles, gone.stories, gone.alerts, gone.notices), (2, 2, 1, 1));
        assert_eq!(ids(store, &AlertQuery { order: AlertOrder::Newest, ..all() }), [3, 1]);
        assert_eq!(store.search("title", 0, 9).unwrap().len(), 4);
        assert_eq!(store.prune(&keep).unwrap().articles, 0);

        let keep = Retention { older_than: None, keep_at_most: Some(1), ..Retention::default() };
        assert_eq!(store.prune(&keep).unwrap().articles, 1);
        assert_eq!(store.counts(at(9)).unwrap().articles, 3);
        assert_eq!(store.last_notice().unwrap(), 3);
        assert!(store.check().unwrap().is_empty());
        let stats = store.stats().unwrap();
        assert_eq!((stats.articles, stats.stories, stats.alerts, stats.notices), (3, 3, 2, 2));
        // What is gone is new when it comes again.
        let done = commit(store, at(10), articles(vec![new(2, "Title 2")]));
        assert_eq!(done.new_articles, 1);
    });
}

/// A poll of feed 1 whose document lists these; those that are new come in.
fn poll(store: &dyn Store, now: Timestamp, (listed, new): (&[u64], Vec<ArticleChange>)) {
    let keys: Vec<Identity> = listed.iter().map(|n| identity(*n)).collect();
    let lookups = keys.clone();
    let listed = [Listing { feed: FeedId(1), keys }];
    let batch = Batch { lookups: &lookups, listed: &listed, ..Batch::at(now) };
    let mut changes = Some(articles(new));
    store.commit(&batch, &mut |_| changes.take().unwrap()).unwrap();
}

#[test]
fn retention_leaves_what_an_enabled_feed_still_lists() {
    each(|store| {
        let feed = spec("https://a.example/feed");
        store.sync_feeds(std::slice::from_ref(&feed), at(0)).unwrap();
        let came = |n: u64| ArticleChange { alias: Some(identity(n + 500)), ..new(n, "Rocket") };
        poll(store, at(1), (&[1, 2, 3], (1..=3).map(came).collect()));
        commit(store, at(2), alerts(vec![raise(1, Severity::Flash), raise(3, Severity::Flash)]));
        set_state(store, &[AlertId(1), AlertId(2)], AlertState::Acknowledged, (None, at(3)));
        // A hundred and five others take the place of the third; the second goes on under its alias.
        let many: Vec<u64> = (100..205).collect();
        for listed in [many.clone(), [vec![1, 502], many.clone()].concat(), vec![]] {
            let new = if store.counts(at(4)).unwrap().articles > 3 { 0..0 } else { 100..205_u64 };
            let new = new.map(|n| ArticleChange { fetched: at(900), ..came(n) }).collect();
            poll(store, at(4), (&listed, new));
        }
        let next: Vec<u64> = [vec![1, 502], (300..400).collect()].concat();
        let new = (300..400).map(|n| ArticleChange { fetched: at(900), ..came(n) }).collect();
        poll(store, at(5), (&next, new));
        let keep = Retention { older_than: Some(at(500)), ..Retention::default() };
        let gone = store.prune(&keep).unwrap();
        assert_eq!((gone.articles, gone.alerts), (1, 1), "the third alone");
        assert!(store.alert(AlertId(1)).unwrap().is_some());
        let few = Retention { keep_at_most: Some(1), ..Retention::default() };
        assert_eq!(store.prune(&few).unwrap().articles, 3, "only what two documents do not hold");
        assert!(store.check().unwrap().is_empty());

        // A feed that is polled no more holds nothing.
        store.sync_feeds(&[], at(6)).unwrap();
        assert_eq!(store.prune(&keep).unwrap().articles, 2);
    });
}
