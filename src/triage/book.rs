//! The live stories in memory, with an index from words to stories. Changed only by [`Book::apply`],
//! after the store has written: a transaction that fails leaves it as it was.
//!
//! What clustering asks of a story lies open in its slot; the rest is packed until it is changed. The
//! alerts that changed last lie open too: a story in the news changes with every commit.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::alert_bytes::Bytes;
use super::live::Hot;
use super::postings::Postings;
use super::quick::QuickMap;
use crate::domain::{
    AlertLine, Changes, StoryChange, StoryId, StoryMemo, StoryState, Storying, bytes, packed,
};

/// Where a story lies: the place of a live one in the book, or beyond in a batch's overlay.
pub(super) type Place = u32;

/// A live story.
#[derive(Clone, Debug)]
struct Slot {
    hot: Hot,
    /// Title, times and state but for what stands open here.
    rest: Box<[u8]>,
    /// Of a flagged story.
    alert: Option<Kept>,
    /// How often it is among the warm ones.
    warm: u32,
    /// When a notice that grouping holds back is due.
    due: Due,
    /// Something of it is still to be told or written.
    held: bool,
}

/// The alert of a story.
#[derive(Clone, Debug)]
enum Kept {
    Open(Box<Alerted>),
    Packed(Box<[u8]>),
}

#[derive(Clone, Debug)]
struct Alerted {
    line: Option<Arc<AlertLine>>,
    memo: Option<Box<StoryMemo>>,
}

/// Changes after which an alert that did not change again is packed: those of a commit. Packing each at once
/// took 3 % of the time of a round of 1,000 feeds, 2,048 took 4 MiB more.
const WARM: usize = 512;

/// Full, the slots grow by one in so many: of room for twice as many half would stand empty for long.
const GROWTH: usize = 4;

/// When something is due, in microseconds, rounded up: a slot with it is a cache line shorter than with an
/// optional time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Due(i64);

impl Due {
    const NEVER: Due = Due(i64::MAX);

    fn at(time: Timestamp) -> Due {
        let rest = time.subsec_nanosecond() % 1_000;
        Due(time.as_microsecond() + i64::from(rest > 0))
    }

    /// Unless it is never.
    fn time(self) -> Option<Timestamp> {
        Timestamp::from_microsecond(self.0).ok()
    }
}

/// The live stories.
#[derive(Clone, Debug, Default)]
pub struct Book {
    slots: Vec<Option<Slot>>,
    free: Vec<Place>,
    places: QuickMap<StoryId, Place>,
    postings: Postings,
    by_age: BTreeSet<(Timestamp, StoryId)>,
    due: BTreeSet<(Due, StoryId)>,
    /// Flagged stories as they changed, the latest last.
    warm: VecDeque<StoryId>,
    keeping: Storying,
    /// Where a story is packed before it is as long as it is: growing and shrinking each slot took
    /// a third of the time of a reload.
    packing: Vec<u8>,
}

impl Book {
    /// No stories, with the documented settings.
    #[must_use]
    pub fn new() -> Book {
        Book::default()
    }

    /// The stories as the store holds them; those out of the window at `now` are left out.
    #[must_use]
    pub fn load(stories: Vec<StoryChange>, now: Timestamp) -> Book {
        let mut book = Book::new();
        book.slots.reserve_exact(stories.len());
        book.places.reserve(stories.len());
        for story in stories {
            book.put(story);
        }
        book.evict(now);
        book
    }

    /// Whether a story has a notice still to tell, or an alert still to write.
    #[must_use]
    pub fn is_held(story: &StoryChange) -> bool {
        due_at(story.state.memo.as_deref()).is_some() || story.is_behind()
    }

    /// The same stories under other settings.
    #[must_use]
    pub fn keeping(mut self, storying: &Storying, now: Timestamp) -> Book {
        self.keeping = storying.clone();
        self.evict(now);
        self
    }

    /// Takes in what was written, and lets go of stories that are out of the window or too many.
    pub fn apply(&mut self, changes: &Changes, now: Timestamp) {
        self.take_in(changes.stories.clone(), now);
    }

    /// The same for stories that nobody else needs any more.
    pub fn take_in(&mut self, stories: Vec<StoryChange>, now: Timestamp) {
        for story in stories {
            self.put(story);
        }
        self.evict(now);
    }

    /// Number of live stories.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether no story is live.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// A live story.
    #[must_use]
    pub fn story(&self, id: StoryId) -> Option<StoryChange> {
        self.unpacked(self.place(id)?)
    }

    /// When the next notice that grouping holds back is due.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.due.first().and_then(|(due, _)| due.time())
    }

    /// Stories with a notice due at `now`, in the order of their times.
    pub(super) fn due(&self, now: Timestamp) -> impl Iterator<Item = StoryChange> {
        let until = self.due.iter().take_while(move |(due, _)| due.time() <= Some(now));
        until.filter_map(|(_, id)| self.story(*id))
    }

    /// Stories whose centroid holds a word, in no particular order.
    pub(super) fn holding(&self, word: u32) -> &[Place] {
        self.postings.holding(word)
    }

    /// Where a live story lies.
    pub(super) fn place(&self, id: StoryId) -> Option<Place> {
        self.places.get(&id).copied()
    }

    /// The alert line of a live story.
    #[must_use]
    pub fn line(&self, id: StoryId) -> Option<Arc<AlertLine>> {
        match self.slot(self.place(id)?)?.alert.as_ref()? {
            Kept::Open(alert) => alert.line.clone(),
            packed @ Kept::Packed(_) => packed.opened()?.line,
        }
    }

    /// The first place beyond every live story's.
    pub(super) fn end(&self) -> Place {
        Place::try_from(self.slots.len()).unwrap_or(Place::MAX)
    }

    /// The story at a place, as clustering asks it.
    pub(super) fn hot(&self, place: Place) -> Option<&Hot> {
        self.slot(place).map(|slot| &slot.hot)
    }

    /// The whole story at a place.
    pub(super) fn unpacked(&self, place: Place) -> Option<StoryChange> {
        let Slot { hot, rest, alert, .. } = self.slot(place)?;
        let mut from = bytes::Reader::new(rest);
        // The bytes are this file's own: they are read as they were written.
        let title = from.text().ok()?.to_owned();
        let first_seen = from.time().ok()??;
        let (mut state, _, _) = packed::read_state(&mut from).ok()?;
        state.centroid = hot.centroid.list();
        state.watches = hot.watches.to_vec();
        if let Some(alert) = alert {
            let Alerted { line, memo } = alert.opened()?;
            (state.line, state.memo) = (line, memo);
        }
        Some(StoryChange { id: hot.id, title, first_seen, last_seen: hot.last_seen, state })
    }

    fn slot(&self, place: Place) -> Option<&Slot> {
        self.slots.get(place as usize)?.as_ref()
    }

    /// Takes a story in, in the place of what was known of it.
    pub fn put(&mut self, story: StoryChange) {
        let old = self.take(story.id);
        let before = old.as_ref().map_or(&[][..], |(_, slot)| slot.hot.centroid.words());
        let live = story.state.merged.is_none();
        let (id, mut slot) = (story.id, pack(story, &mut self.packing));
        let after = if live { slot.hot.centroid.words() } else { &[] };
        if let Some((place, _)) = &old {
            self.postings.remove(*place, only_in(before, after));
        }
        if !live {
            self.free.extend(old.map(|(place, _)| place));
            return;
        }
        let place = old.as_ref().map(|(place, _)| *place).or_else(|| self.free.pop());
        let place = place.unwrap_or_else(|| {
            if self.slots.len() == self.slots.capacity() {
                self.slots.reserve_exact(self.slots.len() / GROWTH + 1);
            }
            self.slots.push(None);
            self.end() - 1
        });
        self.postings.add(place, only_in(after, before));
        self.by_age.insert((slot.hot.last_seen, id));
        self.due.extend((slot.due != Due::NEVER).then_some((slot.due, id)));
        if slot.alert.is_some() {
            slot.warm = old.map_or(0, |(_, slot)| slot.warm) + 1;
            self.warm.push_back(id);
        }
        self.places.insert(id, place);
        if let Some(free) = self.slots.get_mut(place as usize) {
            *free = Some(slot);
        }
        self.cool();
    }

    /// Packs the alerts that did not change for long.
    fn cool(&mut self) {
        while self.warm.len() > WARM {
            let place = self.warm.pop_front().and_then(|id| self.place(id));
            let slot = place.and_then(|place| self.slots.get_mut(place as usize)?.as_mut());
            let Some(slot) = slot else { continue };
            slot.warm = slot.warm.saturating_sub(1);
            if let (0, Some(Kept::Open(alert))) = (slot.warm, &slot.alert) {
                self.packing.clear();
                self.packing.push(u8::from(alert.line.is_some()));
                alert.line.iter().for_each(|line| line.put(&mut self.packing));
                alert.memo.put(&mut self.packing);
                slot.alert = Some(Kept::Packed(self.packing.as_slice().into()));
            }
        }
    }

    fn remove(&mut self, id: StoryId) {
        if let Some((place, slot)) = self.take(id) {
            self.postings.remove(place, slot.hot.centroid.words().iter());
            self.free.push(place);
        }
    }

    /// Takes a story out of everything but the postings; its place is neither taken nor free.
    fn take(&mut self, id: StoryId) -> Option<(Place, Slot)> {
        let place = self.places.remove(&id)?;
        let slot = self.slots.get_mut(place as usize)?.take()?;
        self.by_age.remove(&(slot.hot.last_seen, id));
        if slot.due != Due::NEVER {
            self.due.remove(&(slot.due, id));
        }
        Some((place, slot))
    }

    /// A story with a notice still to tell or an alert still to write is kept until that is done.
    fn evict(&mut self, now: Timestamp) {
        let window = SignedDuration::from_secs(i64::from(self.keeping.window));
        let oldest = now.checked_sub(window).unwrap_or(Timestamp::MIN);
        let excess = self.len().saturating_sub(self.keeping.most);
        let out: Vec<StoryId> = self
            .by_age
            .iter()
            .enumerate()
            .take_while(|(i, (seen, _))| *seen < oldest || *i < excess)
            .map(|(_, (_, id))| *id)
            .collect();
        for id in out {
            let slot = self.place(id).and_then(|place| self.slot(place));
            if slot.is_none_or(|slot| !slot.held) {
                self.remove(id);
            }
        }
    }
}

impl Kept {
    fn opened(&self) -> Option<Alerted> {
        match self {
            Kept::Open(alert) => Some((**alert).clone()),
            Kept::Packed(bytes) => {
                // These bytes too are this file's own.
                let mut from = bytes::Reader::new(bytes);
                let line = Option::<AlertLine>::read(&mut from).ok()?.map(Arc::new);
                Some(Alerted { line, memo: Bytes::read(&mut from).ok()? })
            }
        }
    }
}

fn pack(mut story: StoryChange, rest: &mut Vec<u8>) -> Slot {
    let (hot, held) = (Hot::of(&story), Book::is_held(&story));
    let state = &mut story.state;
    let (line, memo) = (state.line.take(), state.memo.take());
    let due = due_at(memo.as_deref()).map_or(Due::NEVER, Due::at);
    let alert = line.is_some() || memo.is_some();
    let alert = alert.then(|| Kept::Open(Box::new(Alerted { line, memo })));
    let open = StoryState { centroid: Vec::new(), watches: Vec::new(), ..std::mem::take(state) };
    rest.clear();
    bytes::put_text(rest, &story.title);
    bytes::put_time(rest, Some(story.first_seen));
    packed::put_state(rest, &open, "", "");
    Slot { hot, rest: rest.as_slice().into(), alert, warm: 0, due, held }
}

/// Words of one sorted list that the other has not.
fn only_in<'a>(these: &'a [u32], those: &'a [u32]) -> impl Iterator<Item = &'a u32> {
    these.iter().filter(|word| those.is_empty() || those.binary_search(word).is_err())
}

fn due_at(memo: Option<&StoryMemo>) -> Option<Timestamp> {
    Some(memo?.pending.as_ref()?.due)
}

#[cfg(test)]
mod tests {
    use super::{Book, Kept, Slot, WARM};
    use crate::domain::{Change, Pending, StoryChange, StoryId, StoryMemo, StoryState};
    use jiff::{SignedDuration, Timestamp};

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
    fn a_story_lies_in_three_cache_lines() {
        assert!(size_of::<Option<Slot>>() <= 3 * 64, "{}", size_of::<Option<Slot>>());
    }

    fn is_packed(book: &Book, number: u64) -> bool {
        let slot = book.place(StoryId(number)).and_then(|place| book.slot(place));
        matches!(slot.and_then(|slot| slot.alert.as_ref()), Some(Kept::Packed(_)))
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
        assert!(is_packed(&book, 1) && !is_packed(&book, 0) && !is_packed(&book, most - 1));
        for number in 0..most {
            assert_eq!(book.story(StoryId(number)), Some(flagged(number)));
        }
    }
}
