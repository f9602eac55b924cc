//! The live stories in memory, with an index from words to stories. Changed only by [`Book::apply`],
//! after the store has written: a transaction that fails leaves it as it was.
//!
//! What clustering asks of a story lies open in its slot, and the alerts that changed last do too: a story
//! in the news changes with every commit. How the rest is kept is the slot's business.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::{SignedDuration, Timestamp};

use super::live::Hot;
use super::postings::Postings;
use super::quick::QuickMap;
use super::slot::{self, Due, Slot};
use crate::domain::{AlertLine, Changes, Spill, StoryChange, StoryId, Storying};

/// Where a story lies: the place of a live one in the book, or beyond in a batch's overlay.
pub(super) type Place = u32;

/// Changes after which a story that did not change again is cold, and from so many stories on: those of some
/// commits. Among many stories the same ones come again and again: with 2,048 instead of 512 a round of 3,000
/// feeds took 8 % less time and 5 MiB more.
const WARM: [(usize, usize); 2] = [(16_384, 4_096), (0, 1_024)];

/// So many stories lie in memory whole, whatever they are: of the news of a few feeds nothing is put away.
const FEW: usize = 2_048;

/// Full, the slots grow by one in so many: of room for twice as many half would stand empty for long.
const GROWTH: usize = 4;

/// The live stories.
#[derive(Debug, Default)]
pub struct Book {
    slots: Vec<Option<Slot>>,
    free: Vec<Place>,
    places: QuickMap<StoryId, Place>,
    postings: Postings,
    by_age: BTreeSet<(Timestamp, StoryId)>,
    due: BTreeSet<(Due, StoryId)>,
    /// Stories as they changed, the latest last: the flagged ones, all where there is a spill.
    warm: VecDeque<StoryId>,
    /// Where cold stories lie, if anywhere but here.
    spill: Option<Box<dyn Spill>>,
    /// Something of it could not be read back.
    damaged: AtomicBool,
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
        slot::is_held(story)
    }

    /// The same stories, of which cold ones may be put away.
    #[must_use]
    pub fn spilling(mut self, spill: Option<Box<dyn Spill>>) -> Book {
        self.spill = spill;
        self
    }

    /// Whether something that was put away could not be read back: nothing that was decided by this book since
    /// may be written, and the book is to be read anew.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
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
        let line = self.slot(self.place(id)?)?.line(self.spill.as_deref());
        self.whole(line).flatten()
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
        self.whole(self.slot(place)?.story(self.spill.as_deref()))
    }

    /// The headline of the story at a place.
    pub(super) fn title(&self, place: Place) -> Option<String> {
        self.whole(self.slot(place)?.title(self.spill.as_deref()))
    }

    /// What was read of a slot; notes if nothing could be.
    fn whole<T>(&self, read: Option<T>) -> Option<T> {
        if read.is_none() {
            self.damaged.store(true, Ordering::Relaxed);
        }
        read
    }

    fn slot(&self, place: Place) -> Option<&Slot> {
        self.slots.get(place as usize)?.as_ref()
    }

    /// Takes a story in, in the place of what was known of it.
    pub fn put(&mut self, story: StoryChange) {
        let old = self.take(story.id);
        let before = old.as_ref().map_or(&[][..], |(_, slot)| slot.hot.centroid.words());
        let live = story.state.merged.is_none();
        let (id, mut slot) = (story.id, Slot::of(story, &mut self.packing));
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
        if slot.is_flagged() || self.spill.is_some() {
            slot.warm = old.map_or(0, |(_, slot)| slot.warm) + 1;
            self.warm.push_back(id);
        }
        self.places.insert(id, place);
        if let Some(free) = self.slots.get_mut(place as usize) {
            *free = Some(slot);
        }
        self.cool();
    }

    /// Puts away what did not change for long.
    fn cool(&mut self) {
        while self.warm.len() > most_warm(self.places.len()) {
            let place = self.warm.pop_front().and_then(|id| self.place(id));
            let slot = place.and_then(|place| self.slots.get_mut(place as usize)?.as_mut());
            let Some(slot) = slot else { continue };
            slot.warm = slot.warm.saturating_sub(1);
            if slot.warm == 0 {
                let spill = self.spill.as_deref_mut().filter(|_| self.places.len() > FEW);
                slot.cool(&mut self.packing, spill);
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
        if let (Some(spill), Some(away)) = (&mut self.spill, slot.spilled()) {
            spill.free(away);
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

/// Changes after which one of so many stories is cold.
fn most_warm(stories: usize) -> usize {
    WARM.iter().find(|(from, _)| stories >= *from).map_or(0, |(_, warm)| *warm)
}

/// Words of one sorted list that the other has not.
fn only_in<'a>(these: &'a [u32], those: &'a [u32]) -> impl Iterator<Item = &'a u32> {
    these.iter().filter(|word| those.is_empty() || those.binary_search(word).is_err())
}

#[cfg(test)]
mod tests;
