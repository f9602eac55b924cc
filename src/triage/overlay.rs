//! The stories as a batch changes them, over the book that it leaves alone.

use super::book::{Book, Place};
use super::live::Hot;
use super::postings::Postings;
use super::quick::QuickMap;
use crate::domain::{StoryChange, StoryId};

/// Changed and new stories over a book.
pub(super) struct Overlay<'a> {
    book: &'a Book,
    /// In the order of their first change.
    entries: Vec<Entry>,
    /// Entries of the book's places, counted from 1; those of new stories follow from their place. Every
    /// candidate is looked up here.
    changed: Vec<u32>,
    /// Entries of new stories, by their place beyond the book's.
    fresh: Vec<usize>,
    names: QuickMap<StoryId, Place>,
    /// Stories whose centroid took in a word during this batch.
    postings: Postings,
}

struct Entry {
    place: Place,
    story: StoryChange,
    /// As of the last [`Overlay::settle`]; before the first, as the book has it.
    hot: Option<Hot>,
}

impl<'a> Overlay<'a> {
    pub(super) fn new(book: &'a Book) -> Overlay<'a> {
        Overlay {
            book,
            entries: Vec::new(),
            changed: vec![0; book.end() as usize],
            fresh: Vec::new(),
            names: QuickMap::default(),
            postings: Postings::default(),
        }
    }

    /// Where a story lies.
    pub(super) fn place(&self, id: StoryId) -> Option<Place> {
        self.names.get(&id).copied().or_else(|| self.book.place(id))
    }

    /// The story at a place as it stood when it was last settled.
    pub(super) fn hot(&self, place: Place) -> Option<&Hot> {
        let entry = self.entry(place).and_then(|at| self.entries.get(at));
        entry.and_then(|entry| entry.hot.as_ref()).or_else(|| self.book.hot(place))
    }

    /// The headline of the story at a place.
    pub(super) fn title(&self, place: Place) -> Option<String> {
        let entry = self.entry(place).and_then(|at| self.entries.get(at));
        entry.map(|entry| entry.story.title.clone()).or_else(|| self.book.title(place))
    }

    /// The story to change; settle it when that is done.
    pub(super) fn change(&mut self, place: Place) -> Option<&mut StoryChange> {
        let at = match self.entry(place) {
            Some(at) => at,
            None => {
                let story = self.book.unpacked(place)?;
                self.entries.push(Entry { place, story, hot: None });
                if let Some(changed) = self.changed.get_mut(place as usize) {
                    *changed = u32::try_from(self.entries.len()).unwrap_or_default();
                }
                self.entries.len() - 1
            }
        };
        self.entries.get_mut(at).map(|entry| &mut entry.story)
    }

    /// A new story; it is found by nobody before it is settled.
    pub(super) fn found(&mut self, story: StoryChange) -> Place {
        let fresh = Place::try_from(self.fresh.len()).unwrap_or(Place::MAX);
        let place = self.book.end().saturating_add(fresh);
        self.names.insert(story.id, place);
        self.fresh.push(self.entries.len());
        let hot = Some(Hot::of(&story));
        self.entries.push(Entry { place, story, hot });
        place
    }

    /// Lets a changed story be found as it now stands.
    pub(super) fn settle(&mut self, place: Place) {
        let Some(entry) = self.entry(place).and_then(|at| self.entries.get_mut(at)) else { return };
        let hot = Hot::of(&entry.story);
        let old = entry.hot.as_ref().or_else(|| self.book.hot(place));
        let before = old.map_or(&[][..], |hot| hot.centroid.words());
        for word in hot.centroid.words() {
            if before.binary_search(word).is_err() {
                // A word may be lost and come again; a story that is new has lost none.
                if before.is_empty() || !self.postings.holding(*word).contains(&entry.place) {
                    self.postings.add(entry.place, std::iter::once(word));
                }
            }
        }
        entry.hot = Some(hot);
    }

    /// Whether the book knows nothing of a place.
    pub(super) fn is_new(&self, place: Place) -> bool {
        place >= self.book.end()
    }

    /// Stories that hold a word, those of the book and those of this batch.
    pub(super) fn holding(&self, word: u32) -> (&[Place], &[Place]) {
        (self.book.holding(word), self.postings.holding(word))
    }

    /// Number of live stories.
    pub(super) fn live(&self) -> usize {
        self.book.len() + self.fresh.len()
    }

    /// The first place beyond every story's.
    pub(super) fn end(&self) -> usize {
        self.book.end() as usize + self.fresh.len()
    }

    /// The changed stories, in the order of their first change, with their places; of new ones
    /// those that went into another are nothing at all.
    pub(super) fn into_changed(self) -> Vec<(Place, StoryChange)> {
        let end = self.book.end();
        let told = |entry: &Entry| entry.place < end || entry.story.state.merged.is_none();
        let changed = self.entries.into_iter().filter(told);
        changed.map(|entry| (entry.place, entry.story)).collect()
    }

    fn entry(&self, place: Place) -> Option<usize> {
        match place.checked_sub(self.book.end()) {
            Some(fresh) => self.fresh.get(fresh as usize).copied(),
            None => self.changed.get(place as usize)?.checked_sub(1).map(|entry| entry as usize),
        }
    }
}
