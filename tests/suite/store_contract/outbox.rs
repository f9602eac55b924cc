//! The outbox: written with its notices, marked as it goes, never forgotten.

use super::*;

fn route(notifier: &str, min_severity: Severity, watches: &[&str]) -> Route {
    Route {
        notifier: notifier.into(),
        min_severity,
        watches: watches.iter().map(|watch| (*watch).to_owned()).collect(),
    }
}

/// Three notices, told to whoever wants them.
fn told(store: &dyn Store, routes: &[Route]) {
    let mut changes = Some(alerts(vec![
        raise(1, Severity::Flash),
        raise(2, Severity::Routine),
        raise(3, Severity::Immediate),
    ]));
    let batch = Batch { routes, ..Batch::at(at(1)) };
    store.commit(&batch, &mut |_| changes.take().unwrap()).unwrap();
}

fn due(store: &dyn Store, notifier: &str, now: Timestamp) -> Vec<u64> {
    let due = store.due(notifier, now, 100).unwrap();
    due.deliveries.iter().map(|each| each.notice.seq).collect()
}

fn mark(store: &dyn Store, notifier: &str, seqs: &[u64], fate: Fate) {
    let (notifier, seqs) = (notifier.into(), seqs.to_vec());
    let mark = Mark { notifier, seqs, fate, answer: "said".into(), pause: None };
    store.mark(&mark, at(5)).unwrap();
}

fn states(store: &dyn Store, notifier: &str) -> Vec<String> {
    let query = DeliveryQuery { notifier: Some(notifier.into()), limit: 9, ..Default::default() };
    let line = |each: &Delivery| {
        format!("{} {} {} {}", each.notice.seq, each.state, each.attempts, each.answer)
    };
    store.deliveries(&query).unwrap().iter().map(line).collect()
}

#[test]
fn a_notice_gets_a_row_for_every_route_that_wants_it() {
    each(|store| {
        told(
            store,
            &[
                route("all", Severity::Routine, &[]),
                route("urgent", Severity::Immediate, &["rocket"]),
                route("other", Severity::Routine, &["embassy"]),
            ],
        );
        assert_eq!(due(store, "all", at(1)), [1, 2, 3]);
        assert_eq!(due(store, "urgent", at(1)), [1, 3]);
        assert_eq!(due(store, "other", at(1)), Vec::<u64>::new());
        assert_eq!(due(store, "nobody", at(1)), Vec::<u64>::new());
        let first = store.due("all", at(1), 1).unwrap().deliveries.remove(0);
        assert_eq!(first.notice.json, store.notices_after(0, 1).unwrap()[0].json);
    });
}

#[test]
fn what_was_delivered_stays_delivered() {
    each(|store| {
        told(store, &[route("desk", Severity::Routine, &[])]);
        mark(store, "desk", &[1], Fate::Delivered);
        mark(store, "desk", &[1], Fate::Again(at(9)));
        mark(store, "desk", &[1], Fate::Failed);
        assert_eq!(store.retry("desk", &[1], at(9)).unwrap(), 0);
        assert_eq!(due(store, "desk", at(99)), [2, 3]);
        assert_eq!(states(store, "desk"), ["3 due 0 ", "2 due 0 ", "1 delivered 1 said"]);
    });
}

#[test]
fn a_failed_try_waits_and_a_given_up_one_comes_back_when_asked() {
    each(|store| {
        told(store, &[route("desk", Severity::Routine, &[])]);
        mark(store, "desk", &[1], Fate::Again(at(60)));
        mark(store, "desk", &[2], Fate::Failed);
        mark(store, "desk", &[3], Fate::Held(at(30)));
        assert_eq!(due(store, "desk", at(29)), Vec::<u64>::new());
        assert_eq!(store.due("desk", at(29), 9).unwrap().next, Some(at(30)));
        assert_eq!(due(store, "desk", at(60)), [3, 1]);
        assert_eq!(states(store, "desk"), ["3 due 0 said", "2 failed 1 said", "1 due 1 said"]);
        let sum = store.outbox().unwrap().remove(0);
        assert_eq!((sum.due, sum.delivered, sum.failed), (2, 0, 1));
        assert_eq!((sum.oldest, sum.stopped), (Some(at(1)), None));

        let revision = store.revision().unwrap();
        assert_eq!(store.retry("desk", &[], at(61)).unwrap(), 1);
        assert!(store.revision().unwrap() > revision);
        assert_eq!(due(store, "desk", at(61)), [3, 1, 2]);
    });
}

#[test]
fn what_waits_on_purpose_is_told_from_what_was_tried_in_vain() {
    each(|store| {
        told(store, &[route("desk", Severity::Routine, &[])]);
        mark(store, "desk", &[1], Fate::Held(at(30)));
        assert_eq!(store.outbox().unwrap().remove(0).tried, None);
        mark(store, "desk", &[3], Fate::Again(at(60)));
        let sum = store.outbox().unwrap().remove(0);
        let raised = store.notices_after(2, 1).unwrap()[0].raised;
        assert_eq!((sum.oldest, sum.tried), (Some(at(1)), Some(raised)));
    });
}

#[test]
fn a_digest_keeps_the_notices_it_began_with() {
    each(|store| {
        told(store, &[route("desk", Severity::Routine, &[])]);
        mark(store, "desk", &[2, 3], Fate::Bundled(2));
        let bundles: Vec<(u64, Option<u64>)> = store
            .due("desk", at(2), 9)
            .unwrap()
            .deliveries
            .iter()
            .map(|each| (each.notice.seq, each.bundle))
            .collect();
        assert_eq!(bundles, [(2, Some(2)), (3, Some(2)), (1, None)]);
    });
}

fn bound(store: &dyn Store, now: Timestamp) -> Vec<(u64, Option<u64>)> {
    let due = store.due("desk", now, 9).unwrap().deliveries;
    due.iter().map(|each| (each.notice.seq, each.bundle)).collect()
}

#[test]
fn what_went_out_together_or_alone_comes_back_so_whoever_asks() {
    each(|store| {
        told(store, &[route("desk", Severity::Routine, &[])]);
        mark(store, "desk", &[1, 2], Fate::Bundled(1));
        mark(store, "desk", &[1, 2], Fate::Failed);
        mark(store, "desk", &[3], Fate::Bundled(Delivery::ALONE));
        mark(store, "desk", &[3], Fate::Failed);
        assert_eq!(store.retry("desk", &[2], at(9)).unwrap(), 2, "the digest is one");
        assert_eq!(bound(store, at(9)), [(1, Some(1)), (2, Some(1))]);
        assert_eq!(store.retry("desk", &[3], at(9)).unwrap(), 1);
        assert_eq!(bound(store, at(9)).pop(), Some((3, Some(Delivery::ALONE))));
    });
}

#[test]
fn what_a_store_of_before_sent_alone_is_bound_when_it_comes_back() {
    each(|store| {
        told(store, &[route("desk", Severity::Routine, &[])]);
        mark(store, "desk", &[1, 3], Fate::Failed);
        store.retry("desk", &[], at(9)).unwrap();
        let alone = Some(Delivery::ALONE);
        let mut all = bound(store, at(9));
        all.sort_unstable();
        assert_eq!(all, [(1, alone), (2, None), (3, alone)]);
    });
}

#[test]
fn a_receivers_pause_is_kept_and_a_person_ends_it() {
    each(|store| {
        told(store, &[route("desk", Severity::Routine, &[]), route("b", Severity::Routine, &[])]);
        let paused = |notifier: &str| store.due(notifier, at(9), 9).unwrap().pause;
        let again = |pause: Option<Timestamp>| Mark {
            notifier: "desk".into(),
            seqs: vec![1],
            fate: Fate::Again(at(60)),
            answer: "answered 429".into(),
            pause,
        };
        store.mark(&again(Some(at(40))), at(5)).unwrap();
        mark(store, "desk", &[2], Fate::Held(at(30)));
        assert_eq!((paused("desk"), paused("b")), (Some(at(40)), None));
        // Waiting ones too are due now.
        assert_eq!(store.retry("desk", &[], at(9)).unwrap(), 2);
        assert_eq!((paused("desk"), due(store, "desk", at(9))), (None, vec![3, 1, 2]));
        assert_eq!(states(store, "desk").pop().unwrap(), "1 due 1 answered 429");
        store.mark(&again(Some(at(40))), at(9)).unwrap();
        mark(store, "desk", &[1], Fate::Delivered);
        assert_eq!(paused("desk"), None);
    });
}

#[test]
fn a_stopped_notifier_keeps_what_comes_until_it_is_started() {
    each(|store| {
        told(store, &[route("desk", Severity::Routine, &[])]);
        mark(store, "desk", &[1], Fate::Stopped);
        let waiting = store.due("desk", at(9), 9).unwrap();
        assert_eq!(waiting.stopped.as_deref(), Some("said"));
        assert_eq!(waiting.deliveries.len(), 3);
        store.retry("desk", &[], at(9)).unwrap();
        assert_eq!(store.due("desk", at(9), 9).unwrap().stopped, None);
    });
}

#[test]
fn retention_leaves_what_is_still_to_be_told() {
    each(|store| {
        let mut changes = Some(Changes {
            articles: vec![new(1, "One"), new(2, "Two")],
            alerts: vec![raise(1, Severity::Flash), raise(2, Severity::Flash)],
            ..Changes::default()
        });
        let routes = [route("desk", Severity::Routine, &[])];
        let batch = Batch { routes: &routes, ..Batch::at(at(1)) };
        store.commit(&batch, &mut |_| changes.take().unwrap()).unwrap();
        set_state(store, &[AlertId(1), AlertId(2)], AlertState::Resolved, (None, at(2)));
        mark(store, "desk", &[2], Fate::Delivered);
        let keep =
            Retention { older_than: Some(at(50)), keep_at_most: None, ..Retention::default() };
        store.prune(&keep).unwrap();
        assert_eq!(due(store, "desk", at(60)), [1]);
        assert_eq!(states(store, "desk"), ["1 due 0 "]);
    });
}

#[test]
fn who_of_many_has_it_is_kept_with_the_delivery() {
    each(|store| {
        told(
            store,
            &[route("mail", Severity::Routine, &[]), route("desk", Severity::Routine, &[])],
        );
        store.note_taken("mail", &[1, 2], "ana@desk.example").unwrap();
        store.note_taken("mail", &[1], "bo@desk.example").unwrap();
        mark(store, "mail", &[1], Fate::Again(at(9)));
        let taken = |notifier: &str| -> Vec<Vec<String>> {
            let due = store.due(notifier, at(9), 9).unwrap().deliveries;
            due.into_iter().map(|each| each.taken).collect()
        };
        let (ana, bo) = ("ana@desk.example".to_owned(), "bo@desk.example".to_owned());
        assert_eq!(taken("mail"), [vec![ana.clone()], vec![], vec![ana, bo]]);
        assert_eq!(taken("desk"), [vec![] as Vec<String>, vec![], vec![]]);
    });
}

fn resolve(store: &dyn Store, alert: i64, now: i64) {
    let act = Act { ids: vec![AlertId(alert)], deed: Deed::Resolve, who: "ana".into() };
    store.act(&act, at(now)).unwrap();
}

#[test]
fn the_end_of_an_alert_is_told_once_to_whom_the_alert_was_told_and_printed_nowhere() {
    each(|store| {
        told(
            store,
            &[
                route("pager", Severity::Flash, &[]),
                route("manager", Severity::Routine, &[]),
                route("chat", Severity::Routine, &[]),
            ],
        );
        let keepers = ["pager", "manager"];
        assert_eq!(store.tell_ends(&keepers, at(2)).unwrap(), 0);
        mark(store, "pager", &[1], Fate::Delivered);
        resolve(store, 1, 3);
        resolve(store, 2, 3);
        let revision = store.revision().unwrap();
        assert_eq!(store.tell_ends(&keepers, at(4)).unwrap(), 3);
        assert!(store.revision().unwrap() > revision);
        assert_eq!(store.tell_ends(&keepers, at(5)).unwrap(), 0, "told once");

        let ends = store.due("pager", at(5), 9).unwrap().deliveries;
        assert_eq!(ends.len(), 1);
        assert!(ends[0].notice.is_end() && ends[0].notice.alert == AlertId(1));
        let line: AlertLine = serde_json::from_str(&ends[0].notice.json).unwrap();
        assert_eq!((line.change, line.times.raised), (Change::Resolved, at(4)));
        // At "manager" the alerts themselves are not told yet: their ends wait for that.
        assert_eq!(due(store, "manager", at(5)), [1, 2, 3]);
        mark(store, "manager", &[1, 2], Fate::Delivered);
        assert_eq!(store.due("manager", at(5), 9).unwrap().deliveries.len(), 3);
        assert_eq!(due(store, "chat", at(5)), [1, 2, 3]);
        assert_eq!(store.notices_after(0, 9).unwrap().len(), 3, "no gap, nothing printed");
        assert_eq!(store.last_notice().unwrap(), 3);
        let history = store.history(AlertId(1)).unwrap();
        let resolved = history.iter().filter(|event| event.what == What::Resolved);
        assert_eq!(resolved.count(), 1);
    });
}

#[test]
fn what_is_undone_or_told_again_has_not_ended() {
    each(|store| {
        let routes = [route("pager", Severity::Routine, &[])];
        told(store, &routes);
        mark(store, "pager", &[1, 2, 3], Fate::Delivered);
        resolve(store, 1, 3);
        store.undo(&Undo::Last, "ana", at(4)).unwrap();
        assert_eq!(store.tell_ends(&["pager"], at(5)).unwrap(), 0);
        resolve(store, 1, 6);
        assert_eq!(store.tell_ends(&["pager"], at(7)).unwrap(), 1);
        let mut again = AlertChange { reopen: true, ..raise(1, Severity::Flash) };
        again.notice = Some(Change::Escalated);
        let mut changes = Some(alerts(vec![again]));
        let batch = Batch { routes: &routes, ..Batch::at(at(8)) };
        store.commit(&batch, &mut |_| changes.take().unwrap()).unwrap();
        assert_eq!(due(store, "pager", at(9)), [4], "the end that waited is not sent any more");
        mark(store, "pager", &[4], Fate::Delivered);
        resolve(store, 1, 10);
        assert_eq!(store.tell_ends(&["pager"], at(11)).unwrap(), 1);
    });
}

#[test]
fn a_line_that_a_crash_cut_within_a_character_costs_no_other_receipt() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("wirewatch.db");
    let store = on_disk(&home);
    told(store.as_ref(), &[route("desk", Severity::Routine, &[])]);
    let all = store.due("desk", at(1), 100).unwrap().deliveries;
    let keep = |number: usize| {
        let (notifier, seqs) = ("desk".into(), vec![all[number].notice.seq]);
        let answer = "genommen, schön".into();
        let mark = Mark { notifier, seqs, fate: Fate::Delivered, answer, pause: None };
        sent::keep(&path, &mark, &all[number..=number]).unwrap();
    };
    keep(0);
    let file = home.path().join("wirewatch.db-sent");
    let whole = std::fs::read(&file).unwrap();
    let within = whole.iter().position(|byte| *byte > 127).unwrap() + 1;
    std::fs::write(&file, [&whole, &whole[..within]].concat()).unwrap();
    keep(1);
    assert_eq!(sent::settle(&path, store.as_ref(), at(9)).unwrap(), 2);
    assert_eq!(due(store.as_ref(), "desk", at(9)), [3]);
    assert_eq!(sent::settle(&path, store.as_ref(), at(9)).unwrap(), 0, "it is forgotten");

    std::fs::create_dir(&file).unwrap();
    let error = sent::settle(&path, store.as_ref(), at(9)).unwrap_err();
    assert!(error.to_string().contains("wirewatch.db-sent cannot be read: "), "{error}");
}
