//! What people do to alerts: who and when, exact undo, notes, histories, silences.

use super::*;

pub(super) fn act(
    store: &dyn Store,
    ids: &[i64],
    deed: Deed,
    (who, now): (&str, Timestamp),
) -> Acted {
    let ids = ids.iter().copied().map(AlertId).collect();
    store.act(&Act { ids, deed, who: who.into() }, now).unwrap()
}

pub(super) fn undo(store: &dyn Store, which: &Undo, who: &str, now: Timestamp) -> Option<Undone> {
    store.undo(which, who, now).unwrap()
}

/// How an alert stands: state, since, who, until when, notes.
pub(super) fn stands(
    store: &dyn Store,
    id: i64,
) -> (AlertState, Timestamp, String, Option<Timestamp>, u32) {
    let alert = store.alert(AlertId(id)).unwrap().unwrap();
    (alert.state, alert.state_since, alert.by, alert.until, alert.notes)
}

pub(super) fn history(store: &dyn Store, id: i64) -> Vec<String> {
    let told = |event: &Event| {
        let (at, what) = (event.at.duration_since(at(0)).as_secs(), event.what);
        let undone = if event.undone { " (undone)" } else { "" };
        format!("{at} {what} [{}] {}{undone}", event.who, event.text)
    };
    store.history(AlertId(id)).unwrap().iter().map(told).collect()
}

fn two(store: &dyn Store) {
    commit(store, at(1), alerts(vec![raise(1, Severity::Flash), raise(2, Severity::Flash)]));
}

#[test]
fn who_did_what_and_when_is_kept() {
    each(|store| {
        two(store);
        act(store, &[1], Deed::Acknowledge, ("ana", at(2)));
        act(store, &[1], Deed::Note("called the desk".into()), ("bo", at(3)));
        act(store, &[1], Deed::Resolve, ("bo", at(4)));
        assert_eq!(stands(store, 1), (AlertState::Resolved, at(4), "bo".into(), None, 1));
        let expected = [
            "1 raised [] flash 50",
            "2 acknowledged [ana] ",
            "3 note [bo] called the desk",
            "4 resolved [bo] ",
        ];
        assert_eq!(history(store, 1), expected);
        assert_eq!(history(store, 2), ["1 raised [] flash 50"]);
        assert!(history(store, 77).is_empty());
    });
}

#[test]
fn undo_brings_back_exactly_what_was() {
    each(|store| {
        two(store);
        act(store, &[1], Deed::Snooze(at(900)), ("ana", at(2)));
        let before = stands(store, 1);
        let again = act(store, &[1], Deed::Snooze(at(5_000)), ("bo", at(3))).act.unwrap();
        let undone = undo(store, &Undo::Act(again), "cy", at(4)).unwrap();
        assert_eq!((undone.what, undone.restored), (What::Snoozed, vec![AlertId(1)]));
        assert_eq!(stands(store, 1), before);
        assert_eq!(history(store, 1).last().unwrap(), "4 undone [cy] snoozed");
        assert!(undo(store, &Undo::Act(again), "cy", at(5)).is_none(), "once is enough");
        assert_eq!(store.wake(at(900)).unwrap(), [AlertId(1)], "the old end holds");
        assert!(history(store, 1).contains(&"900 reopened [] the snooze is over".into()));
    });
}

#[test]
fn many_acknowledged_at_once_are_undone_at_once() {
    each(|store| {
        commit(store, at(1), alerts((1..=30).map(|n| raise(n, Severity::Priority)).collect()));
        act(store, &[7], Deed::Snooze(at(900)), ("ana", at(2)));
        let before: Vec<_> = (1..=30).map(|id| stands(store, id)).collect();
        let all: Vec<i64> = (1..=30).collect();
        assert_eq!(act(store, &all, Deed::Acknowledge, ("bo", at(3))).changed.len(), 30);
        assert_eq!(store.counts(at(3)).unwrap().open, [0; 4]);
        let undone = undo(store, &Undo::Last, "bo", at(4)).unwrap();
        assert_eq!((undone.restored.len(), undone.kept.len()), (30, 0));
        assert_eq!((1..=30).map(|id| stands(store, id)).collect::<Vec<_>>(), before);
        assert_eq!(store.counts(at(4)).unwrap().open.iter().sum::<u64>(), 29);
        assert!(store.check().unwrap().is_empty());
    });
}

#[test]
fn an_alert_that_changed_again_is_left_alone() {
    each(|store| {
        two(store);
        let first = act(store, &[1, 2], Deed::Acknowledge, ("ana", at(2))).act.unwrap();
        act(store, &[1], Deed::Resolve, ("bo", at(3)));
        let undone = undo(store, &Undo::Act(first), "ana", at(4)).unwrap();
        assert_eq!((undone.restored, undone.kept), (vec![AlertId(2)], vec![AlertId(1)]));
        assert_eq!(stands(store, 1).0, AlertState::Resolved);
        // What was done after it is undone first, then it can be.
        undo(store, &Undo::Alert(AlertId(1)), "ana", at(5)).unwrap();
        assert_eq!(stands(store, 1).0, AlertState::Acknowledged);
        assert_eq!(undo(store, &Undo::Alert(AlertId(1)), "ana", at(6)).unwrap().kept, []);
        assert_eq!(stands(store, 1), (AlertState::Open, at(1), String::new(), None, 0));
        assert!(undo(store, &Undo::Alert(AlertId(1)), "ana", at(7)).is_none());
    });
}

#[test]
fn each_undoes_the_own_last_act_and_a_note_counts_as_one() {
    each(|store| {
        two(store);
        act(store, &[1], Deed::Acknowledge, ("ana", at(2)));
        act(store, &[2], Deed::Note("mine".into()), ("ana", at(3)));
        act(store, &[2], Deed::Resolve, ("bo", at(4)));
        assert!(act(store, &[2], Deed::Resolve, ("ana", at(5))).act.is_none(), "nothing changed");
        assert_eq!(undo(store, &Undo::Last, "ana", at(6)).unwrap().what, What::Note);
        assert_eq!(stands(store, 2).4, 0);
        assert!(history(store, 2).contains(&"3 note [ana] mine (undone)".into()));
        assert_eq!(undo(store, &Undo::Last, "ana", at(7)).unwrap().what, What::Acknowledged);
        assert!(undo(store, &Undo::Last, "ana", at(8)).is_none());
        assert_eq!(stands(store, 2).0, AlertState::Resolved);
    });
}

#[test]
fn what_cannot_be_undone_is_told_and_passed_over() {
    each(|store| {
        two(store);
        act(store, &[2], Deed::Acknowledge, ("ana", at(2)));
        act(store, &[1], Deed::Acknowledge, ("ana", at(3)));
        act(store, &[1], Deed::Resolve, ("bo", at(4)));
        let undone = undo(store, &Undo::Last, "ana", at(5)).unwrap();
        assert_eq!((undone.restored, undone.kept), (vec![AlertId(2)], vec![AlertId(1)]));
        assert_eq!(stands(store, 2).0, AlertState::Open);
        // Nothing older: it says so, and so it does the next time.
        for now in [6, 7] {
            let undone = undo(store, &Undo::Last, "ana", at(now)).unwrap();
            assert_eq!((undone.restored, undone.kept), (vec![], vec![AlertId(1)]));
        }
        assert_eq!(stands(store, 1).0, AlertState::Resolved);
    });
}

#[test]
fn a_note_can_be_undone_below_an_act_that_cannot() {
    each(|store| {
        two(store);
        act(store, &[1], Deed::Note("first".into()), ("ana", at(2)));
        act(store, &[1], Deed::Snooze(at(4)), ("ana", at(3)));
        // The snooze is over, which is a change of its own.
        let undone = undo(store, &Undo::Alert(AlertId(1)), "ana", at(9)).unwrap();
        assert_eq!((undone.what, undone.restored), (What::Note, vec![AlertId(1)]));
        assert_eq!(undone.kept, [AlertId(1)]);
        assert_eq!(stands(store, 1).4, 0);
    });
}

#[test]
fn a_history_tells_of_notices_deliveries_and_reopening() {
    each(|store| {
        let route = Route { notifier: "desk".into(), ..Route::default() };
        let routes = [route];
        let write = |now, change: AlertChange| {
            let mut changes = Some(alerts(vec![change]));
            let batch = Batch { routes: &routes, ..Batch::at(now) };
            store.commit(&batch, &mut |_| changes.take().unwrap()).unwrap();
        };
        write(at(1), raise(1, Severity::Priority));
        act(store, &[1], Deed::Acknowledge, ("ana", at(2)));
        let mut rose = AlertChange { reopen: true, ..raise(1, Severity::Flash) };
        rose.notice = Some(Change::Escalated);
        std::sync::Arc::make_mut(&mut rose.line).note = "priority → flash".into();
        write(at(3), rose);
        let mark = |seqs: Vec<u64>, fate, answer: &str| {
            let mark =
                Mark { notifier: "desk".into(), seqs, fate, answer: answer.into(), pause: None };
            store.mark(&mark, at(4)).unwrap();
        };
        mark(vec![1], Fate::Delivered, "delivered");
        mark(vec![2], Fate::Failed, "status 500");
        let expected = [
            "1 raised [] priority 50",
            "2 acknowledged [ana] ",
            "3 escalated [] flash 50; priority → flash",
            "3 reopened [] priority → flash",
            "4 notified [] desk",
            "4 failed [] desk: status 500",
        ];
        assert_eq!(history(store, 1), expected);
    });
}

fn rule(until: i64) -> NewSilence {
    NewSilence {
        query: "drill".into(),
        watches: vec!["rocket".into()],
        max_severity: Severity::Immediate,
        reason: "announced".into(),
        who: "ana".into(),
        until: at(until),
    }
}

#[test]
fn silences_hold_until_their_end_or_are_ended_by_somebody() {
    each(|store| {
        let first = store.silence(&rule(100), at(1)).unwrap();
        let second = store.silence(&rule(200), at(2)).unwrap();
        let names = |scope| -> Vec<SilenceId> {
            store.silences(scope).unwrap().iter().map(|silence| silence.id).collect()
        };
        assert_eq!(names(SilenceScope::Active(at(99))), [second, first]);
        assert_eq!(names(SilenceScope::Active(at(100))), [second]);
        assert!(store.end_silence(second, "bo", at(110)).unwrap());
        assert!(!store.end_silence(second, "bo", at(111)).unwrap());
        assert!(!store.end_silence(first, "bo", at(111)).unwrap(), "it is over already");
        assert_eq!(names(SilenceScope::Active(at(120))), []);
        assert_eq!(names(SilenceScope::Since(at(105))), [second]);
        assert_eq!(names(SilenceScope::All), [second, first]);
        let kept = &store.silences(SilenceScope::All).unwrap()[0];
        assert_eq!((&kept.rule, &kept.removed), (&rule(200), &Some((at(110), "bo".into()))));
    });
}

#[test]
fn a_silenced_notice_goes_to_nobody_is_counted_and_stays_in_the_list() {
    each(|store| {
        let id = store.silence(&rule(100), at(1)).unwrap();
        let silence = store.silences(SilenceScope::All).unwrap().remove(0);
        let mut quiet = raise(1, Severity::Priority);
        std::sync::Arc::make_mut(&mut quiet.line).silenced = Some(Silenced::from(&silence));
        let routes = [Route { notifier: "desk".into(), ..Route::default() }];
        let batch = Batch { routes: &routes, ..Batch::at(at(2)) };
        let mut changes = Some(alerts(vec![quiet, raise(2, Severity::Priority)]));
        store.commit(&batch, &mut |_| changes.take().unwrap()).unwrap();
        let due = store.due("desk", at(3), 9).unwrap().deliveries;
        assert_eq!(due.iter().map(|each| each.notice.seq).collect::<Vec<_>>(), [2]);
        assert_eq!(ids(store, &all()), [2, 1]);
        let listed = store.alert(AlertId(1)).unwrap().unwrap();
        assert_eq!(listed.line.silenced.unwrap().silence, id);
        assert_eq!(store.silences(SilenceScope::All).unwrap()[0].held, 1);
        let held = store.held_since(at(2)).unwrap();
        assert_eq!((held[0].silence, held[0].alert, held[0].notice), (id, AlertId(1), 1));
        assert!(store.held_since(at(3)).unwrap().is_empty());
        let told = "2 raised [] priority 50; no notifier was told: silence 1 by ana";
        assert_eq!(history(store, 1), [told]);
    });
}

#[test]
fn a_silence_reaches_as_far_as_its_severity_and_its_watches() {
    let silence =
        Silence { id: SilenceId(1), rule: rule(100), made: at(0), removed: None, held: 0 };
    for (severity, watches, covered) in [
        (Severity::Priority, vec!["rocket"], true),
        (Severity::Immediate, vec!["rocket"], true),
        (Severity::Flash, vec!["rocket"], false),
        (Severity::Priority, vec!["rocket", "embassy"], false),
    ] {
        assert_eq!(silence.covers(&line(1, severity, &watches)), covered, "{severity} {watches:?}");
    }
}

#[test]
fn what_goes_with_age_takes_its_history_along_and_leaves_no_orphan() {
    each(|store| {
        let id = store.silence(&rule(900), at(1)).unwrap();
        let silence = store.silences(SilenceScope::All).unwrap().remove(0);
        let mut old = new(1, "Rocket 1 falls");
        old.matches = vec![found_in("Rocket 1 falls", "rocket")];
        let mut quiet = raise(1, Severity::Priority);
        std::sync::Arc::make_mut(&mut quiet.line).silenced = Some(Silenced::from(&silence));
        let changes = Changes {
            articles: vec![old],
            stories: vec![story(1, StoryState::default())],
            alerts: vec![quiet],
            ..Changes::default()
        };
        commit(store, at(2), changes);
        act(store, &[1], Deed::Note("seen".into()), ("ana", at(3)));
        let keep =
            Retention { older_than: Some(at(100)), keep_at_most: None, ..Retention::default() };
        assert_eq!(store.prune(&keep).unwrap().alerts, 0, "nobody has taken it yet");
        act(store, &[1], Deed::Resolve, ("ana", at(4)));
        assert_eq!(store.prune(&keep).unwrap().alerts, 1);
        assert!(history(store, 1).is_empty());
        assert!(store.held_since(at(0)).unwrap().is_empty());
        assert_eq!(store.silences(SilenceScope::All).unwrap()[0].id, id);
        assert!(undo(store, &Undo::Last, "ana", at(5)).is_none());
        assert!(store.check().unwrap().is_empty());
    });
}

#[test]
fn what_was_done_lately_stays_for_the_hand_over_however_old_the_articles_are() {
    each(|store| {
        let changes = Changes {
            articles: (1..=2).map(|n| new(n, "Rocket falls")).collect(),
            stories: (1..=2).map(|n| story(n, StoryState::default())).collect(),
            alerts: (1..=2).map(|n| raise(n, Severity::Priority)).collect(),
            ..Changes::default()
        };
        commit(store, at(1), changes);
        act(store, &[1, 2], Deed::Resolve, ("ana", at(2)));
        act(store, &[2], Deed::Note("handed to the day shift".into()), ("ana", at(50)));
        let keep = |since| Retention {
            older_than: Some(at(100)),
            acted_since: Some(at(since)),
            ..Retention::default()
        };
        assert_eq!(store.prune(&keep(40)).unwrap().alerts, 1);
        assert!(history(store, 1).is_empty());
        assert_eq!(history(store, 2).len(), 3, "{:?}", history(store, 2));
        assert_eq!(store.prune(&keep(51)).unwrap().alerts, 1);
    });
}
