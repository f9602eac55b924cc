//! How bodies share the room that there is.

use std::future::Future;

use super::*;

const MIB: usize = 1 << 20;

/// Whether a thing is there within a time.
async fn within(limit: Duration, thing: impl Future<Output = ()>) -> bool {
    tokio::time::timeout(limit, thing).await.is_ok()
}

async fn asked(hold: &Hold) -> bool {
    within(Duration::ZERO, hold.asked_to_give_way()).await
}

fn budget() -> Budget {
    Budget::for_bodies_of(10 * MIB)
}

fn left(budget: &Budget) -> (usize, usize) {
    let state = locked(&budget.state);
    (state.free * PAGE / MIB, state.lanes)
}

async fn holds(budget: &Budget, bytes: usize) -> Hold {
    let hold = budget.hold();
    assert!(within(Duration::ZERO, hold.grow(bytes)).await);
    hold
}

#[tokio::test]
async fn room_is_taken_as_it_is_needed_and_given_back_with_the_document() {
    let budget = budget();
    let hold = holds(&budget, 2 * MIB).await;
    hold.grow(6 * MIB).await;
    assert_eq!(left(&budget), (6, 3));
    let lease = hold.shrunk_to(MIB);
    let copy = lease.clone();
    drop(lease);
    assert_eq!(left(&budget), (11, 3));
    drop(copy);
    assert_eq!(left(&budget), (12, 3));
}

#[tokio::test]
async fn a_whole_body_always_finds_room() {
    for limit in [10 * MIB, 200 * MIB] {
        let budget = Budget::for_bodies_of(limit);
        let hold = holds(&budget, limit).await;
        // One that is to be decompressed needs more than once its limit.
        hold.grow(3 * limit).await;
        drop(hold.shrunk_to(limit));
        assert_eq!(left(&budget).0, 12);
    }
}

#[tokio::test]
async fn those_that_hold_half_each_do_not_block_one_another() {
    let budget = budget();
    let mut halves = Vec::new();
    for _ in 0..12 {
        halves.push(holds(&budget, MIB).await);
    }
    // The first go into the lanes and give their share of the pool to the others.
    for hold in &halves[..3] {
        assert!(within(Duration::ZERO, hold.grow(10 * MIB)).await);
    }
    assert_eq!(left(&budget), (3, 0));
    assert!(!within(Duration::ZERO, halves[11].grow(10 * MIB)).await);
    assert!(within(Duration::ZERO, halves[10].grow(2 * MIB)).await, "the smallest first");
    let first = halves.remove(0);
    let mut waiting = std::pin::pin!(halves[10].grow(10 * MIB));
    assert!(!within(Duration::ZERO, &mut waiting).await);
    drop(first);
    assert!(within(Duration::ZERO, &mut waiting).await, "its lane is free");
}

#[tokio::test]
async fn only_a_slow_body_gives_way_and_only_while_others_wait() {
    let budget = budget();
    let slow = holds(&budget, 9 * MIB).await;
    let quick = holds(&budget, 2 * MIB).await;
    let lanes = [10, 10, 10].map(|size| (size, budget.hold()));
    for (size, hold) in &lanes {
        hold.grow(size * MIB).await;
        hold.arrived();
    }
    let start = Instant::now();
    for tick in 1..100 {
        let at = start + Duration::from_millis(200) * tick;
        let mut state = locked(&budget.state);
        state.held.get_mut(&slow.id).unwrap().note(100, at);
        state.held.get_mut(&quick.id).unwrap().note(PAGE, at);
        state.ask_one(at);
    }
    assert!(!asked(&slow).await && !asked(&quick).await, "nobody waits");
    let waiting = budget.hold();
    let mut room = std::pin::pin!(waiting.grow(4 * MIB));
    assert!(!within(Duration::ZERO, &mut room).await);
    locked(&budget.state).ask_one(start + Duration::from_secs(20));
    assert!(asked(&slow).await && !asked(&quick).await);
    drop(slow);
    assert!(within(Duration::ZERO, &mut room).await);
}

#[tokio::test]
async fn who_goes_while_it_waits_leaves_nothing_behind() {
    let budget = budget();
    let all = holds(&budget, 12 * MIB).await;
    let lanes = [0; 3].map(|_| budget.hold());
    for hold in &lanes {
        hold.grow(10 * MIB).await;
    }
    let gone = budget.hold();
    assert!(!within(Duration::ZERO, gone.grow(MIB)).await);
    drop((gone, all, lanes));
    assert_eq!(left(&budget), (12, 3));
    assert!(locked(&budget.state).held.is_empty());
}

#[tokio::test]
async fn bodies_that_have_stopped_make_room_one_for_each_that_waits() {
    let budget = budget();
    let mut all = Vec::new();
    for _ in 0..12 {
        all.push(holds(&budget, MIB).await);
    }
    for size in [10, 10, 10] {
        let lane = budget.hold();
        lane.grow(size * MIB).await;
        lane.arrived();
        all.push(lane);
    }
    let waiting = budget.hold();
    let mut room = std::pin::pin!(waiting.grow(4 * MIB));
    assert!(!within(Duration::ZERO, &mut room).await);
    let at = Instant::now() + MEASURED;
    locked(&budget.state).held.get_mut(&all[0].id).unwrap().note(MIB, at);
    (0..3).for_each(|_| locked(&budget.state).ask_one(at));
    let mut made = 0;
    for hold in &all {
        made += usize::from(asked(hold).await);
    }
    assert_eq!(made, 3);
    assert!(!locked(&budget.state).held[&all[0].id].asked, "it gets on");
}
