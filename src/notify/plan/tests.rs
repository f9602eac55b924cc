//! A flood becomes a digest, a night becomes a digest, a lone alert goes alone.

use std::time::Duration;

use super::super::digest::Digest;
use super::super::quiet::Quiet;
use super::super::rate::Rate;
use super::*;
use crate::domain::{AlertId, DeliveryState, Notice};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_779_148_800 + seconds).unwrap()
}

fn delivery(seq: u64, severity: &str) -> Delivery {
    let json = format!("{{\"severity\":\"{severity}\"}}");
    Delivery {
        notice: Notice { seq, alert: AlertId(1), raised: at(0), json },
        notifier: "desk".into(),
        state: DeliveryState::Due,
        attempts: 0,
        due: at(0),
        bundle: None,
        settled: None,
        answer: String::new(),
        taken: Vec::new(),
    }
}

fn manners(most: u32) -> Manners {
    Manners {
        quiet: None,
        digest: None,
        rate: Rate { most, per: Duration::from_secs(60) },
        sources: false,
    }
}

/// A step in a few words.
fn step(due: &[Delivery], manners: &Manners, taken: usize) -> String {
    let mut window = Window::empty(manners.rate);
    (0..taken).for_each(|_| window.take(at(0)));
    match next_step(due, manners, &window, at(0)) {
        Step::Idle => "idle".into(),
        Step::Wait(until) => format!("wait {}", until.duration_since(at(0)).as_secs()),
        Step::Hold(seqs, until) => format!("hold {seqs:?} {until}"),
        Step::Bind(seqs) => format!("bind {seqs:?}"),
        Step::Send(all) => {
            format!("send {:?}", all.iter().map(|d| d.notice.seq).collect::<Vec<_>>())
        }
    }
}

#[test]
fn an_end_goes_alone_and_last_also_in_quiet_hours() {
    let end = delivery(Notice::end_number(3), "flash");
    let all = [end.clone(), delivery(1, "flash"), delivery(2, "routine")];
    assert_eq!(step(&all, &manners(0), 0), "bind [1]");
    assert_eq!(step(&all, &manners(2), 1), "bind [1, 2]");
    let alone = format!("send [{}]", u64::MAX - 3);
    let quiet = Manners {
        digest: Some(Digest { span: Duration::from_secs(600), except: Severity::Flash }),
        ..manners(2)
    };
    assert_eq!(step(std::slice::from_ref(&end), &quiet, 0), alone);
    assert!(step(&[end], &quiet, 2).starts_with("wait"));
}

#[test]
fn the_most_urgent_goes_first_and_the_last_place_takes_all_the_rest() {
    let due = [delivery(1, "routine"), delivery(2, "flash"), delivery(3, "priority")];
    for (most, taken, expected) in [
        (0, 0, "bind [2]"),
        (3, 0, "bind [2]"),
        (2, 0, "bind [2]"),
        (2, 1, "bind [2, 3, 1]"),
        (1, 0, "bind [2, 3, 1]"),
        (1, 1, "wait 60"),
    ] {
        assert_eq!(step(&due, &manners(most), taken), expected, "{most} {taken}");
    }
    assert_eq!(step(&due[..1], &manners(1), 0), "bind [1]");
    assert_eq!(step(&[], &manners(1), 0), "idle");
}

#[test]
fn a_digest_goes_out_whole_and_before_anything_else() {
    let bound = |seq| Delivery { bundle: Some(4), ..delivery(seq, "routine") };
    let due = [bound(4), bound(6), delivery(5, "flash")];
    assert_eq!(step(&due, &manners(9), 0), "send [4, 6]");
}

#[test]
fn a_digest_holds_fifty_at_most() {
    let due: Vec<Delivery> = (1..=120).map(|seq| delivery(seq, "routine")).collect();
    let bound = step(&due, &manners(1), 0);
    assert!(bound.starts_with("bind [1, 2,") && bound.ends_with("49, 50]"), "{bound}");
}

#[test]
fn a_night_is_held_and_told_as_one() {
    let (from, until) = Quiet::times("00:00-06:00").unwrap();
    let zone = jiff::tz::TimeZone::UTC;
    let night =
        Manners { quiet: Some(Quiet { from, until, zone, except: Severity::Flash }), ..manners(9) };
    let due = [delivery(1, "routine"), delivery(2, "flash"), delivery(3, "immediate")];
    assert_eq!(step(&due, &night, 0), "hold [1, 3] 2026-05-19T06:00:00Z");
    assert_eq!(step(&due[1..2], &night, 0), "bind [2]");
    let woken = |seq| Delivery {
        notice: Notice { raised: at(-3_600), ..delivery(seq, "routine").notice },
        ..delivery(seq, "routine")
    };
    assert_eq!(step(&[woken(1), woken(3)], &manners(9), 0), "bind [1, 3]");
    assert_eq!(step(&[woken(1), delivery(3, "routine")], &manners(9), 0), "bind [1]");
}

#[test]
fn a_digest_gathers_until_its_span_is_over_and_lets_the_most_urgent_through() {
    let digest = Digest { span: Duration::from_secs(900), except: Severity::Flash };
    let gathers = Manners { digest: Some(digest), ..manners(9) };
    let due = [delivery(1, "routine"), delivery(2, "flash"), delivery(3, "immediate")];
    assert_eq!(step(&due, &gathers, 0), "hold [1, 3] 2026-05-19T00:15:00Z");
    assert_eq!(step(&due[1..2], &gathers, 0), "bind [2]");
    let gathered = |seq| Delivery {
        notice: Notice { raised: at(-600), ..delivery(seq, "routine").notice },
        ..delivery(seq, "routine")
    };
    assert_eq!(step(&[gathered(1), gathered(3)], &gathers, 0), "bind [1, 3]");
    assert_eq!(step(&[gathered(1)], &gathers, 0), "bind [1]");
}

#[test]
fn what_may_have_been_sent_alone_goes_again_alone() {
    let alone = |seq| Delivery { bundle: Some(Delivery::ALONE), ..delivery(seq, "priority") };
    let tried = |seq| Delivery { attempts: 1, ..delivery(seq, "priority") };
    // A flood, the last place of the minute: the digest is of what was never sent.
    let due = [alone(1), tried(2), delivery(3, "routine"), delivery(4, "flash")];
    assert_eq!(step(&due, &manners(1), 0), "bind [4, 3]");
    assert_eq!(step(&due[..3], &manners(1), 0), "send [1]");
    assert_eq!(step(&due[1..3], &manners(1), 0), "bind [2]");
    let due = [alone(1), alone(2), tried(5)];
    assert_eq!(step(&due, &manners(1), 0), "send [1]");
    // Nor is one that was asked for again, or that a kill left untold, taken for one held back.
    let late = |each: Delivery| Delivery { due: at(600), ..each };
    let due = [late(alone(1)), late(alone(2)), late(tried(3))];
    assert_eq!(step(&due, &manners(9), 0), "send [1]");
}
