//! Commits, look-ups, edits, notices, roll-back, feeds, cursors.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;

#[test]
fn what_is_committed_is_read_back_whole() {
    each(|store| {
        store.sync_feeds(&[spec("https://a.example/feed")], at(0)).unwrap();
        let mut change = new(1, "Rocket hits near embassy");
        change.matches = vec![found_in("Rocket", "rocket")];
        std::sync::Arc::make_mut(&mut change.article).updated = Some(at(-5));
        let state = StoryState {
            centroid: vec![(3, 16_384)],
            families: [("Wire", vec![1, 2])].into_iter().collect(),
            articles: 1,
            origins: vec![("Wire".into(), at(0))],
            watches: vec!["rocket".into()],
            line: Some(std::sync::Arc::new(line(1, Severity::Flash, &["rocket"]))),
            ..StoryState::default()
        };
        let changes = Changes {
            articles: vec![change.clone()],
            stories: vec![story(1, state.clone())],
            alerts: vec![raise(1, Severity::Flash)],
            ..Changes::default()
        };
        let done = commit(store, at(9), changes);
        assert_eq!((done.new_articles, done.notices.clone()), (1, vec![1]));
        assert_eq!(done.revision, store.revision().unwrap());

        let members = store.story(change.story, 10).unwrap();
        assert_eq!(members.len(), 1);
        assert_eq!(members[0].article, *change.article);
        assert_eq!(members[0].matches[0].hits[0].text, "Rocket");
        assert_eq!((members[0].origin.as_str(), members[0].first_seen), ("Wire", at(0)));
        assert!(members[0].versions.is_empty());

        let alert = &store.alerts(&all()).unwrap()[0];
        assert_eq!((alert.line.seq, alert.state, alert.raised), (1, AlertState::Open, at(9)));
        assert_eq!(store.alert(alert.id).unwrap().unwrap().line, alert.line);
        assert!(store.alert(AlertId(99)).unwrap().is_none());

        let back = store.stories_since(at(0)).unwrap();
        let mut expected = state;
        std::sync::Arc::make_mut(expected.line.as_mut().unwrap()).seq = 1;
        assert_eq!((back.len(), &back[0].state), (1, &expected));
        assert_eq!(done.changes.stories[0].state, expected);
        assert!(store.stories_since(at(2)).unwrap().is_empty());
        let feed = &store.feeds(FeedScope::Enabled).unwrap()[0];
        assert_eq!((feed.articles, feed.last_article), (1, Some(at(0))));
    });
}

#[test]
fn feeds_of_which_more_is_known_when_it_is_decided_stand_as_that_says() {
    each(|store| {
        store.sync_feeds(&[spec("https://a.example/feed")], at(0)).unwrap();
        let polled = store.feeds(FeedScope::Enabled).unwrap().remove(0);
        let mut learnt = polled.clone();
        learnt.cadence.gap = 600;
        let mut changes = articles(vec![ArticleChange { feed: polled.id, ..new(1, "Rocket") }]);
        changes.feeds = vec![learnt];
        let batch = Batch { feeds: std::slice::from_ref(&polled), ..Batch::at(at(9)) };
        store.commit(&batch, &mut |_| std::mem::take(&mut changes)).unwrap();
        let feed = store.feeds(FeedScope::Enabled).unwrap().remove(0);
        assert_eq!((feed.cadence.gap, feed.articles), (600, 1));
    });
}

#[test]
fn of_what_is_void_nothing_is_written() {
    each(|store| {
        let changes = Changes {
            articles: vec![new(1, "Rocket hits near embassy")],
            stories: vec![story(1, StoryState::default())],
            alerts: vec![raise(1, Severity::Flash)],
            ..Changes::default()
        };
        let before = store.revision().unwrap();
        let mut tries = vec![changes.clone(), Changes { void: true, ..changes }];
        let mut write = || store.commit(&Batch::at(at(9)), &mut |_| tries.pop().unwrap());
        assert!(matches!(write(), Err(StoreError::Stale)));
        assert_eq!(store.revision().unwrap(), before);
        assert!(store.alerts(&all()).unwrap().is_empty());
        assert_eq!(write().unwrap().new_articles, 1);
        assert_eq!(store.alerts(&all()).unwrap().len(), 1);
    });
}

#[test]
fn a_story_keeps_the_line_that_its_alert_has() {
    each(|store| {
        let state = |articles: u32, own: AlertLine| StoryState {
            articles,
            line: Some(own.into()),
            memo: Some(Box::default()),
            ..StoryState::default()
        };
        let with = |articles: u32, severity: Severity, notice: Option<Change>| Changes {
            stories: vec![story(1, state(articles, line(1, severity, &["rocket"])))],
            alerts: vec![AlertChange { notice, ..raise(1, severity) }],
            ..Changes::default()
        };
        commit(store, at(9), with(1, Severity::Routine, Some(Change::Raised)));
        commit(store, at(10), with(2, Severity::Flash, None));
        let back = store.stories_since(at(0)).unwrap();
        let kept = back[0].state.line.as_deref().unwrap();
        assert_eq!((back[0].state.articles, kept.severity, kept.seq), (2, Severity::Flash, 1));
        assert_eq!(Some(kept), store.alerts(&all()).unwrap().first().map(|alert| &alert.line));

        // A story that is written without its alert has a line of its own.
        let alone = state(3, line(1, Severity::Priority, &["rocket"]));
        commit(
            store,
            at(11),
            Changes { stories: vec![story(1, alone.clone())], ..Changes::default() },
        );
        assert_eq!(store.stories_since(at(0)).unwrap()[0].state, alone);
    });
}

#[test]
fn articles_are_known_by_identity_and_by_alias() {
    each(|store| {
        let mut change = new(1, "One");
        change.alias = Some(identity(50));
        change.matches = vec![found_in("One", "rocket")];
        commit(store, at(1), articles(vec![change.clone()]));
        let lookups = [identity(1), identity(50), identity(2)];
        let mut seen = None;
        let batch = Batch { lookups: &lookups, ..Batch::at(at(2)) };
        store
            .commit(&batch, &mut |known| {
                seen = Some(known.clone());
                Changes::default()
            })
            .unwrap();
        let seen = seen.unwrap();
        assert_eq!(seen.len(), 2);
        let by_alias = &seen[&identity(50)];
        assert_eq!(by_alias, &seen[&identity(1)]);
        assert_eq!(by_alias.identity, identity(1));
        assert_eq!((by_alias.content, by_alias.feed, by_alias.story), (1, FeedId(1), change.story));
        assert_eq!((by_alias.watches.clone(), by_alias.first_seen), (vec!["rocket".into()], at(0)));
    });
}

#[test]
fn an_edit_keeps_the_earlier_versions() {
    each(|store| {
        let first = new(1, "Rocket falls");
        commit(store, at(1), articles(vec![first.clone()]));
        let id = store.story(first.story, 1).unwrap()[0].id;
        for (seconds, title) in [(10_i64, "Rocket falls, one hurt"), (20, "Rocket falls, two hurt")]
        {
            let mut edit = new(1, title);
            edit.fate = ArticleFate::Edited(id);
            edit.content = 100 + seconds.unsigned_abs();
            edit.fetched = at(seconds);
            let done = commit(store, at(seconds), articles(vec![edit]));
            assert_eq!(done.new_articles, 0);
        }
        let members = store.story(first.story, 10).unwrap();
        assert_eq!(members.len(), 1);
        assert_eq!(members[0].article.title, "Rocket falls, two hurt");
        assert_eq!(members[0].first_seen, at(0));
        let earlier: Vec<_> =
            members[0].versions.iter().map(|old| (old.replaced, old.title.as_str())).collect();
        assert_eq!(earlier, [(at(10), "Rocket falls"), (at(20), "Rocket falls, one hurt")]);
        assert_eq!(store.search("two", 0, 9).unwrap().len(), 1);
        assert_eq!(store.search("one ", 0, 9).unwrap().len(), 0);
        assert_eq!(store.counts(at(0)).unwrap().articles, 1);
    });
}

#[test]
fn of_an_article_edited_without_end_the_first_version_and_the_newest_stay() {
    each(|store| {
        let first = new(1, "Rocket falls");
        commit(store, at(1), articles(vec![first.clone()]));
        let id = store.story(first.story, 1).unwrap()[0].id;
        let edit = |seconds: i64, title: &str, body: &str| {
            let mut edit = new(1, title);
            std::sync::Arc::make_mut(&mut edit.article).body = body.to_owned();
            edit.fate = ArticleFate::Edited(id);
            edit.content = 100 + seconds.unsigned_abs();
            edit.fetched = at(seconds);
            commit(store, at(seconds), articles(vec![edit]));
            store.story(first.story, 9).unwrap().remove(0)
        };
        let seen = edit(2, "Rocket falls", "Views: 9");
        let versions = seen.versions.len();
        // Of numbers that go on changing the first are kept.
        for (at, body) in [(3, "Views: 10"), (4, "Views: 11"), (5, "Views: 12")] {
            let seen = edit(at, "Rocket falls", body);
            assert_eq!((seen.versions.len(), seen.article.body.as_str()), (versions + 1, body));
            assert_eq!(seen.versions.last().unwrap().body, "Views: 9");
        }
        let all: Vec<String> = ('a'..='z').chain('A'..='Z').map(|c| format!("Title {c}")).collect();
        let last = all.iter().zip(10_i64..).map(|(title, at)| edit(at, title, "")).last().unwrap();
        let titles: Vec<&str> = last.versions.iter().map(|old| old.title.as_str()).collect();
        assert_eq!((titles.len(), titles[0], titles[20]), (21, "Rocket falls", "Title Y"));
        assert_eq!(titles[1], "Title F");
        assert_eq!(store.stats().unwrap().article_versions, 21);
    });
}

#[test]
fn the_same_identity_twice_is_one_article() {
    each(|store| {
        commit(store, at(1), articles(vec![new(1, "One"), new(1, "One")]));
        assert_eq!(store.counts(at(1)).unwrap().articles, 1);
    });
}

#[test]
fn notices_are_gap_free_and_never_change() {
    each(|store| {
        commit(store, at(1), alerts(vec![raise(1, Severity::Flash), raise(2, Severity::Routine)]));
        let first = store.notices_after(0, 10).unwrap();
        let mut silent = raise(1, Severity::Flash);
        silent.notice = None;
        std::sync::Arc::make_mut(&mut silent.line).score = 77;
        commit(store, at(2), alerts(vec![silent]));
        assert_eq!(store.last_notice().unwrap(), 2);
        let mut again = raise(1, Severity::Flash);
        again.notice = Some(Change::Escalated);
        let done = commit(store, at(3), alerts(vec![again]));
        assert_eq!(done.notices, [3]);
        assert_eq!(done.changes.alerts[0].line.seq, 3);

        let all = store.notices_after(0, 10).unwrap();
        assert_eq!(all.iter().map(|notice| notice.seq).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(all[0].json, first[0].json);
        assert!(all[0].json.contains("\"seq\":1"));
        assert!(all[2].json.contains("\"seq\":3") && all[2].json.contains("escalated"));
        assert_eq!(store.notices_after(1, 1).unwrap()[0].seq, 2);
        assert!(store.notices_after(u64::MAX, 1).unwrap().is_empty());
    });
}

#[test]
fn a_silent_update_keeps_the_number_and_the_time_of_raising() {
    each(|store| {
        commit(store, at(1), alerts(vec![raise(1, Severity::Flash)]));
        let mut silent = raise(1, Severity::Flash);
        silent.notice = None;
        std::sync::Arc::make_mut(&mut silent.line).score = 77;
        commit(store, at(2), alerts(vec![silent]));
        let alert = &store.alerts(&all()).unwrap()[0];
        assert_eq!((alert.line.seq, alert.line.score), (1, 77));
        assert_eq!((alert.raised, alert.changed), (at(1), at(2)));
    });
}

#[test]
fn a_long_line_is_cut_to_64_kib_and_still_json() {
    each(|store| {
        let mut long = raise(1, Severity::Flash);
        let hit = |start: usize| WatchHit {
            watch: "rocket".into(),
            hit: Hit {
                term: "é".into(),
                field: Field::Body,
                start,
                end: start + 2,
                text: "é".into(),
                first_word: 0,
                last_word: 0,
            },
        };
        std::sync::Arc::make_mut(&mut long.line).article.body = "é\u{202e}\n\"".repeat(40_000);
        std::sync::Arc::make_mut(&mut long.line).hits = vec![hit(0), hit(250_000)];
        commit(store, at(1), alerts(vec![long]));
        let json = store.notices_after(0, 1).unwrap().remove(0).json;
        assert!(json.len() < 64 << 10, "{}", json.len());
        assert!(!json.contains('\n') && !json.contains('\u{202e}'));
        let line: AlertLine = serde_json::from_str(&json).unwrap();
        assert!(line.article.body.ends_with('…') && line.article.body.len() > 10_000);
        assert_eq!(line.hits.len(), 1);
        assert_eq!(store.alerts(&all()).unwrap()[0].line, line);

        let mut worse = raise(2, Severity::Flash);
        std::sync::Arc::make_mut(&mut worse.line).article.summary = "\u{7f}".repeat(200_000);
        std::sync::Arc::make_mut(&mut worse.line).hits =
            (0..5_000).map(|_| WatchHit { watch: "w".repeat(90), ..hit(0) }).collect();
        std::sync::Arc::make_mut(&mut worse.line).story.outlets = vec!["outlet".repeat(9); 5_000];
        commit(store, at(2), alerts(vec![worse]));
        let json = store.notices_after(1, 1).unwrap().remove(0).json;
        assert!(json.len() < 64 << 10, "{}", json.len());
    });
}

#[test]
fn a_panic_while_deciding_leaves_everything_as_it_was() {
    each(|store| {
        commit(store, at(1), articles(vec![new(1, "One")]));
        let revision = store.revision().unwrap();
        let batch = Batch::at(at(2));
        let died = catch_unwind(AssertUnwindSafe(|| {
            store.commit(&batch, &mut |_| std::panic::resume_unwind(Box::new("died")))
        }));
        assert!(died.is_err());
        assert_eq!(store.revision().unwrap(), revision);
        commit(store, at(3), articles(vec![new(2, "Two")]));
        assert_eq!(store.counts(at(3)).unwrap().articles, 2);
    });
}

#[test]
fn feeds_keep_their_health_when_the_configuration_is_read_again() {
    each(|store| {
        let (a, b) = (spec("https://a.example/"), spec("https://b.example/"));
        store.sync_feeds(&[a.clone(), b.clone()], at(0)).unwrap();
        let mut feed = store.feeds(FeedScope::Enabled).unwrap().remove(0);
        assert_eq!((feed.state, feed.next_poll), (FeedState::New, None));
        feed.state = FeedState::RateLimited;
        feed.error = Some(FeedError { kind: ErrorKind::RateLimited, message: "later".into() });
        feed.polls = 3;
        feed.not_modified = 2;
        feed.last_poll = Some(at(5));
        feed.next_poll = Some(at(65));
        feed.cadence.failures = 4;
        feed.cadence.rhythm = Rhythm { ttl: Some(60), skip_hours: 1 << 23, skip_days: 64 };
        let lag = Lag { polls: 3, least: 93_600, newest: Some(at(1)) };
        feed.cadence = Cadence {
            newest: Some(at(1)),
            missed: Some(at(2)),
            pause: 30_000,
            paused: Some(at(3)),
            again: true,
            long: Some((200_000, at(4))),
            late: (8, 93_600),
            lag,
            empty: true,
            whole: Some(at(5)),
            bare: Some(at(90)),
            ..feed.cadence
        };
        feed.validators.etag = Some(vec![b'"', 0xff, b'"']);
        feed.delay = Some(Delay { p50: 30, p99: 300 });
        feed.repaired = Some("bare ampersand".into());
        feed.moved = Some("https://moved.example/".into());
        feed.spec.title = "Told by the feed".into();
        let batch = Batch { feeds: std::slice::from_ref(&feed), ..Batch::at(at(5)) };
        store.commit(&batch, &mut |_| Changes::default()).unwrap();

        let mut changed = a.clone();
        changed.tags = vec!["iraq".into()];
        changed.interval = Some(60);
        store.sync_feeds(&[changed.clone()], at(6)).unwrap();
        let enabled = store.feeds(FeedScope::Enabled).unwrap();
        assert_eq!(enabled.len(), 1);
        let mut expected = feed.clone();
        expected.spec.tags = changed.tags.clone();
        expected.spec.interval = Some(60);
        assert_eq!(format!("{:?}", enabled[0]), format!("{expected:?}"));
        assert_eq!(store.feeds(FeedScope::All).unwrap().len(), 2);
        let counts = store.counts(at(6)).unwrap();
        assert_eq!((counts.feeds, counts.last_poll), (1, Some(at(5))));
        assert_eq!(counts.failing, [(FeedState::RateLimited, 1)]);

        // A poll that was under way does not switch a feed on again.
        store.sync_feeds(&[b], at(7)).unwrap();
        let batch = Batch { feeds: &[feed], ..Batch::at(at(8)) };
        store.commit(&batch, &mut |_| Changes::default()).unwrap();
        let enabled = store.feeds(FeedScope::Enabled).unwrap();
        assert_eq!(enabled[0].spec.url, "https://b.example/");
        assert_eq!(enabled.len(), 1);
    });
}

#[test]
fn the_revision_grows_with_every_change_and_only_then() {
    each(|store| {
        let mut last = store.revision().unwrap();
        let mut grew = |store: &dyn Store| {
            let now = store.revision().unwrap();
            std::mem::replace(&mut last, now) < now
        };
        store.sync_feeds(&[spec("https://a.example/")], at(0)).unwrap();
        assert!(grew(store));
        store.sync_feeds(&[spec("https://a.example/")], at(0)).unwrap();
        assert!(!grew(store));
        commit(store, at(1), alerts(vec![raise(1, Severity::Flash)]));
        assert!(grew(store));
        let id = store.alerts(&all()).unwrap()[0].id;
        set_state(store, &[id], AlertState::Acknowledged, (None, at(2)));
        assert!(grew(store));
        set_state(store, &[id], AlertState::Acknowledged, (None, at(3)));
        assert!(!grew(store));
    });
}

#[test]
fn punctuality_is_kept_as_it_was_told() {
    each(|store| {
        assert_eq!(store.timeliness().unwrap(), None);
        store.set_timeliness(&Timeliness::default()).unwrap();
        assert_eq!(store.timeliness().unwrap(), None);
        for polls in [7, 9] {
            let told = Timeliness {
                at: Some("2026-05-19T04:20:00Z".parse().unwrap()),
                polls,
                late: 1,
                running: 2,
                window: 6,
                p50_ms: 3,
                p99_ms: 40,
                worst_ms: 2_500,
            };
            store.set_timeliness(&told).unwrap();
            assert_eq!(store.timeliness().unwrap(), Some(told));
        }
    });
}

#[test]
fn cursors_are_kept_by_name() {
    each(|store| {
        assert_eq!(store.cursor("stdout").unwrap(), None);
        store.set_cursor("stdout", 7).unwrap();
        store.set_cursor("stdout", 9).unwrap();
        assert_eq!(store.cursor("stdout").unwrap(), Some(9));
        assert_eq!(store.cursor("other").unwrap(), None);
    });
}

#[test]
fn a_full_text_is_kept_with_its_article_and_its_words_are_found() {
    each(|store| {
        store.sync_feeds(&[spec("https://a.example/feed")], at(0)).unwrap();
        let change = new(1, "Rocket falls");
        commit(store, at(0), articles(vec![change.clone()]));
        let id = store.story(change.story, 1).unwrap()[0].id;
        let (link, _) = store.link(id).unwrap().unwrap();
        assert_eq!(link, change.article.url);
        let full = |text: &str, seconds| FullText {
            fetched: at(seconds),
            url: "https://a.example/full".into(),
            text: text.into(),
        };
        let before = store.revision().unwrap();
        assert!(store.keep_text(id, &full("a turquoise lorry", 5)).unwrap());
        assert!(store.revision().unwrap() > before);
        assert_eq!(store.search("turquoise", 0, 9).unwrap().len(), 1);
        let mut edit = change.clone();
        std::sync::Arc::make_mut(&mut edit.article).title = "Rocket falls, two hurt".into();
        edit.fate = ArticleFate::Edited(id);
        edit.content = 77;
        commit(store, at(9), articles(vec![edit]));
        assert_eq!(store.search("turquoise", 0, 9).unwrap().len(), 1, "an edit keeps them");
        assert!(store.keep_text(id, &full("a green van", 12)).unwrap());
        assert_eq!(store.search("turquoise", 0, 9).unwrap().len(), 0);
        let found = &store.story(change.story, 1).unwrap()[0];
        assert_eq!(found.full.as_ref(), Some(&full("a green van", 12)));
        assert!(!store.keep_text(ArticleId(9_999), &full("x", 1)).unwrap());
        assert_eq!(store.link(ArticleId(9_999)).unwrap(), None);
    });
}

#[test]
fn a_feed_that_ended_is_asked_again_when_people_want_it() {
    each(|store| {
        let specs = [spec("https://a.example/feed"), spec("https://b.example/feed")];
        store.sync_feeds(&specs, at(0)).unwrap();
        let ended: Vec<_> = store.feeds(FeedScope::Enabled).unwrap();
        let ended: Vec<Feed> = ended
            .into_iter()
            .map(|feed| Feed {
                state: FeedState::Gone,
                told: true,
                held: Some("c.example".into()),
                ..feed
            })
            .collect();
        let batch = Batch { feeds: &ended, ..Batch::at(at(1)) };
        store.commit(&batch, &mut |_| Changes::default()).unwrap();
        let states = || {
            let feeds = store.feeds(FeedScope::All).unwrap();
            feeds.into_iter().map(|feed| (feed.state, feed.told)).collect::<Vec<_>>()
        };
        let held = store.feeds(FeedScope::All).unwrap().pop().unwrap().held;
        assert_eq!(held.as_deref(), Some("c.example"));
        let (gone, new) = ((FeedState::Gone, true), (FeedState::New, false));
        assert!(store.ask_again("https://a.example/feed").unwrap());
        assert!(!store.ask_again("https://a.example/feed").unwrap());
        assert!(!store.ask_again("https://x.example/feed").unwrap());
        assert_eq!(states(), [new, gone]);
        assert_eq!(store.cursor(ASKED_AGAIN).unwrap(), Some(1), "for the process that polls");
        // What was taken out and comes back is asked again, too.
        store.sync_feeds(&specs, at(2)).unwrap();
        assert_eq!(states(), [new, gone]);
        store.sync_feeds(&specs[..1], at(3)).unwrap();
        store.sync_feeds(&specs, at(4)).unwrap();
        assert_eq!(states(), [new, new]);
    });
}
