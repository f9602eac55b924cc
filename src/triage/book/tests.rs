//! Tests: what a book keeps, wherever it lies.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

use super::{Book, FEW, WARM as WARMS};
use crate::domain::{Change, Pending, Spill, Spilled, StoryChange, StoryId, StoryMemo, StoryState};

/// Of few stories.
const WARM: usize = WARMS[1].1;

fn flagged(number: u64) -> StoryChange {
    let memo = StoryMemo { denied: Some(number.to_string()), ..StoryMemo::default() };
    StoryChange {
        id: StoryId(number),
        title: "Rockets".into(),
        first_seen: Timestamp::UNIX_EPOCH,
        last_seen: Timestamp::UNIX_EPOCH,
        state: StoryState { memo: Some(Box::new(memo)), ..StoryState::default() },
    }
}

fn plain(number: u64, title: &str) -> StoryChange {
    let state = StoryState { centroid: vec![(number as u32, 9)], ..StoryState::default() };
    StoryChange { title: title.into(), state, ..flagged(number) }
}

/// What lies in a drawer; shared, to be looked at from outside.
type Drawer = Arc<Mutex<Vec<Option<Vec<u8>>>>>;

#[derive(Debug)]
struct Desk(Drawer);

impl Spill for Desk {
    fn put(&mut self, bytes: &[u8]) -> Option<Spilled> {
        let mut drawer = self.0.lock().unwrap();
        drawer.push(Some(bytes.to_vec()));
        Some(Spilled { place: drawer.len() as u32 - 1, length: bytes.len() as u32 })
    }

    fn get(&self, what: Spilled) -> Option<Vec<u8>> {
        self.0.lock().unwrap()[what.place as usize].clone()
    }

    fn free(&mut self, what: Spilled) {
        assert!(self.0.lock().unwrap()[what.place as usize].take().is_some(), "freed twice");
    }
}

fn lying(drawer: &Drawer) -> usize {
    drawer.lock().unwrap().iter().flatten().count()
}

#[test]
fn a_notice_is_due_at_its_time_and_no_nanosecond_sooner() {
    let due = Timestamp::UNIX_EPOCH + SignedDuration::from_nanos(5_000_000_001);
    let mut story = flagged(1);
    if let Some(memo) = &mut story.state.memo {
        memo.pending = Some(Pending { due, change: Change::Updated, notes: Vec::new() });
    }
    let mut book = Book::new();
    book.put(story.clone());
    let wakes = book.next_due().unwrap();
    assert!(wakes >= due && wakes < due + SignedDuration::from_micros(1));
    assert_eq!(book.due(due - SignedDuration::from_nanos(1)).count(), 0);
    assert_eq!(book.due(wakes).map(|story| story.id.0).collect::<Vec<_>>(), [1]);
    book.put(flagged(1));
    assert_eq!(book.next_due(), None);
    assert_eq!(book.due(Timestamp::MAX).count(), 0);
}

#[test]
fn alerts_that_do_not_change_for_long_are_packed_and_come_back_as_they_were() {
    let mut book = Book::new();
    let most = WARM as u64 + 2;
    for number in 0..most {
        book.put(flagged(number));
        // This one changes all the time.
        book.put(flagged(0));
    }
    let is_open = |number| book.slot(book.place(StoryId(number)).unwrap()).unwrap().is_open();
    assert!(!is_open(1) && is_open(0) && is_open(most - 1));
    for number in 0..most {
        assert_eq!(book.story(StoryId(number)), Some(flagged(number)));
    }
}

#[test]
fn cold_stories_lie_outside_memory_and_only_where_they_are_many() {
    let drawer = Drawer::default();
    let mut book = Book::new().spilling(Some(Box::new(Desk(drawer.clone()))));
    for number in 0..FEW as u64 {
        book.put(flagged(number));
    }
    assert_eq!(lying(&drawer), 0);
    let most = (FEW + 3 * WARM) as u64;
    for number in FEW as u64..most {
        book.put(flagged(number));
    }
    assert_eq!(lying(&drawer), 3 * WARM);
    assert!((0..most).all(|number| book.story(StoryId(number)) == Some(flagged(number))));
    assert!(!book.is_damaged());
    // Whoever changes lies in memory again, and whoever goes leaves nothing behind.
    let away = FEW as u64 - 1;
    book.put(flagged(away));
    assert_eq!(lying(&drawer), 3 * WARM);
    book.evict(Timestamp::MAX);
    assert_eq!((book.len(), lying(&drawer)), (0, 0));
}

#[test]
fn a_book_of_which_something_is_lost_says_so() {
    let drawer = Drawer::default();
    let mut book = Book::new().spilling(Some(Box::new(Desk(drawer.clone()))));
    let most = (FEW + 2 * WARM) as u64;
    (0..most).for_each(|number| book.put(flagged(number)));
    for bytes in drawer.lock().unwrap().iter_mut() {
        bytes.as_mut().unwrap().truncate(3);
    }
    assert!(book.story(StoryId(0)).is_some(), "it was cold before there were many");
    assert!(!book.is_damaged());
    assert_eq!(book.story(StoryId(FEW as u64)), None);
    assert!(book.is_damaged());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn stories_are_the_same_wherever_they_lie(
        steps in proptest::collection::vec((0..40_u64, any::<bool>(), "[a-c]{0,3}"), 0..30),
    ) {
        let filler = (100..(100 + FEW + WARM) as u64).map(flagged);
        let drawer = Drawer::default();
        let mut spilling = Book::new().spilling(Some(Box::new(Desk(drawer.clone()))));
        let mut book = Book::new();
        for story in filler {
            spilling.put(story.clone());
            book.put(story);
        }
        for (number, is_flagged, title) in steps {
            let story = if is_flagged { flagged(number) } else { plain(number, &title) };
            spilling.put(story.clone());
            book.put(story);
            // As others change meanwhile.
            (0..80).for_each(|other| spilling.put(flagged(1_000_000 + number * 80 + other)));
        }
        for number in 0..40 {
            prop_assert_eq!(spilling.story(StoryId(number)), book.story(StoryId(number)));
            prop_assert_eq!(spilling.line(StoryId(number)), book.line(StoryId(number)));
        }
        prop_assert!(!spilling.is_damaged());
    }
}
