//! Alerts whose stories turn out to be one: notes, marks and histories are those of the one that
//! stays, through a restart too.

use super::duty::{act, history, stands, undo};
use super::*;

fn merge(from: u64, into: u64) -> Merge {
    Merge { from: identity(from).story(0, at(0)), into: identity(into).story(0, at(0)) }
}

/// Two alerts with an article each.
fn two(store: &dyn Store) {
    let mut changes = articles(vec![new(1, "Rocket 1 falls"), new(2, "Rocket 2 falls")]);
    changes.stories = vec![story(1, StoryState::default()), story(2, StoryState::default())];
    changes.alerts = vec![raise(1, Severity::Priority), raise(2, Severity::Priority)];
    commit(store, at(1), changes);
}

/// The second story goes into the first, as triage says it.
fn joined(now: i64) -> Changes {
    let mut ended = raise(2, Severity::Priority);
    ended.notice = None;
    std::sync::Arc::make_mut(&mut ended.line).note = "is part of: Story 1".into();
    let stays = AlertChange { notice: None, ..raise(1, Severity::Priority) };
    let gone = StoryState {
        merged: Some(identity(1).story(0, at(0)).to_string()),
        ..StoryState::default()
    };
    let mut one = story(1, StoryState::default());
    one.last_seen = at(now);
    Changes {
        stories: vec![one, story(2, gone)],
        alerts: vec![ended, stays],
        merges: vec![merge(2, 1)],
        ..Changes::default()
    }
}

#[test]
fn notes_and_history_go_with_the_news() {
    each(|store| {
        two(store);
        act(store, &[2], Deed::Note("called the desk".into()), ("ana", at(2)));
        act(store, &[2], Deed::Acknowledge, ("bo", at(3)));
        commit(store, at(9), joined(9));
        assert_eq!(store.story(identity(1).story(0, at(0)), 9).unwrap().len(), 2);
        let expected = [
            "1 raised [] flash 50".replace("flash", "priority"),
            "1 raised [] alert 2: priority 50".into(),
            "2 note [ana] called the desk".into(),
            "3 acknowledged [bo] alert 2".into(),
            "9 joined [] alert 2".into(),
        ];
        assert_eq!(history(store, 1), expected);
        assert_eq!(stands(store, 1), (AlertState::Open, at(1), String::new(), None, 1));
        assert_eq!((stands(store, 2).0, stands(store, 2).4), (AlertState::Resolved, 0));
        // The note is the whole's now, and is undone there.
        assert_eq!(undo(store, &Undo::Last, "ana", at(10)).unwrap().restored, [AlertId(1)]);
        assert_eq!(stands(store, 1).4, 0);
        assert_eq!(undo(store, &Undo::Last, "bo", at(11)).unwrap().kept, [AlertId(2)]);
        assert!(store.check().unwrap().is_empty());
    });
}

#[test]
fn the_mark_holds_that_shows_the_news_sooner() {
    let open = None;
    let (seen, done) = (Some(Deed::Acknowledge), Some(Deed::Resolve));
    let (later, soon) = (Some(Deed::Snooze(at(900))), Some(Deed::Snooze(at(90))));
    for (whole, part, state, until) in [
        (&seen, &open, AlertState::Open, None),
        (&open, &seen, AlertState::Open, None),
        (&done, &seen, AlertState::Acknowledged, None),
        (&seen, &later, AlertState::Snoozed, Some(at(900))),
        (&later, &soon, AlertState::Snoozed, Some(at(90))),
        (&soon, &done, AlertState::Snoozed, Some(at(90))),
        (&done, &done, AlertState::Resolved, None),
    ] {
        each(|store| {
            two(store);
            for (id, deed) in [(1, whole), (2, part)] {
                if let Some(deed) = deed {
                    act(store, &[id], deed.clone(), ("ana", at(2)));
                }
            }
            commit(store, at(9), joined(9));
            let stood = stands(store, 1);
            assert_eq!((stood.0, stood.3), (state, until), "{whole:?} and {part:?}");
            assert_eq!(stands(store, 2).0, AlertState::Resolved);
        });
    }
}

#[test]
fn parts_of_parts_are_parts_and_go_with_age() {
    each(|store| {
        commit(store, at(1), alerts((1..=3).map(|n| raise(n, Severity::Priority)).collect()));
        commit(store, at(1), articles(vec![new(1, "Rocket 1 falls")]));
        act(store, &[3], Deed::Note("mine".into()), ("ana", at(2)));
        for (now, pair) in [(3, merge(3, 2)), (4, merge(2, 1))] {
            commit(store, at(now), Changes { merges: vec![pair], ..Changes::default() });
        }
        let told = history(store, 1);
        assert!(told.contains(&"2 note [ana] mine".into()), "{told:?}");
        assert!(told.contains(&"1 raised [] alert 3: priority 50".into()), "{told:?}");
        act(store, &[1], Deed::Resolve, ("ana", at(5)));
        let keep =
            Retention { older_than: Some(at(100)), keep_at_most: None, ..Retention::default() };
        assert_eq!(store.prune(&keep).unwrap().alerts, 3);
        assert!(store.check().unwrap().is_empty());
    });
}

#[test]
fn an_alert_that_was_void_is_itself_again_when_its_story_is() {
    each(|store| {
        two(store);
        act(store, &[2], Deed::Acknowledge, ("ana", at(2)));
        commit(store, at(3), joined(3));
        let again = AlertChange { notice: None, ..raise(2, Severity::Priority) };
        commit(store, at(4), alerts(vec![again.clone()]));
        let stood = stands(store, 2);
        assert_eq!((stood.0, stood.2.as_str()), (AlertState::Acknowledged, "ana"));
        assert!(!history(store, 1).iter().any(|event| event.contains("alert 2:")));
        // What people resolved stays so.
        act(store, &[2], Deed::Resolve, ("bo", at(5)));
        commit(store, at(6), alerts(vec![again]));
        assert_eq!(stands(store, 2).0, AlertState::Resolved);
    });
}

#[test]
fn what_rests_on_what_is_not_so_any_more_is_refused() {
    each(|store| {
        two(store);
        let stood = store.stories_since(at(0)).unwrap();
        let moved = Regrouping { stood: stood.clone(), ..Regrouping::default() };
        let batch = |regrouped| Batch { regrouped, ..Batch::at(at(3)) };
        store.commit(&batch(Some(0)), &mut |_| Changes::default()).unwrap();
        store.regroup(&moved, at(4)).unwrap();
        let late = store.commit(&batch(Some(0)), &mut |_| unreachable!("nothing to decide"));
        assert!(matches!(late, Err(StoreError::Stale)));
        store.commit(&batch(Some(1)), &mut |_| joined(5)).unwrap();
        let revision = store.revision().unwrap();
        assert!(matches!(store.regroup(&moved, at(6)), Err(StoreError::Stale)));
        assert_eq!(store.revision().unwrap(), revision);
    });
}

#[test]
fn a_restart_finds_what_became_one() {
    let home = TempDir::new().unwrap();
    let before = {
        let store = on_disk(&home);
        two(store.as_ref());
        act(store.as_ref(), &[2], Deed::Note("called".into()), ("ana", at(2)));
        commit(store.as_ref(), at(9), joined(9));
        history(store.as_ref(), 1)
    };
    let store = on_disk(&home);
    assert_eq!(history(store.as_ref(), 1), before);
    assert_eq!(store.story(identity(1).story(0, at(0)), 9).unwrap().len(), 2);
    let live = wirewatch::triage::Book::load(store.stories_since(at(0)).unwrap(), at(10));
    assert_eq!(live.len(), 1);
    assert!(live.story(identity(2).story(0, at(0))).is_none());
}
