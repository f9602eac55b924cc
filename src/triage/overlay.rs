//! The stories as a batch changes them, over the book that it leaves alone.

use super::book::Book;
use super::quick::QuickMap;
use crate::domain::{StoryChange, StoryId};

/// Changed and new stories over a book.
pub(super) struct Overlay<'a> {
    book: &'a Book,
    changed: QuickMap<StoryId, StoryChange>,
    /// Changed stories in the order of their first change.
    order: Vec<StoryId>,
    /// Stories whose centroid took in a word during this batch.
    postings: QuickMap<u32, Vec<StoryId>>,
    fresh: usize,
}

impl<'a> Overlay<'a> {
    pub(super) fn new(book: &'a Book) -> Overlay<'a> {
        let (changed, postings) = (QuickMap::default(), QuickMap::default());
        Overlay { book, changed, order: Vec::new(), postings, fresh: 0 }
    }

    /// The story as it stands now.
    pub(super) fn get(&self, id: StoryId) -> Option<&StoryChange> {
        self.changed.get(&id).or_else(|| self.book.story(id))
    }

    /// The story to change; known stories only.
    pub(super) fn change(&mut self, id: StoryId) -> Option<&mut StoryChange> {
        if !self.changed.contains_key(&id) {
            self.changed.insert(id, self.book.story(id)?.clone());
            self.order.push(id);
        }
        self.changed.get_mut(&id)
    }

    /// A new story.
    pub(super) fn found(&mut self, story: StoryChange) {
        self.index(story.id, &[], &story.state.centroid);
        self.order.push(story.id);
        self.fresh += 1;
        self.changed.insert(story.id, story);
    }

    /// Indexes the words that a story's centroid took in.
    pub(super) fn index(&mut self, id: StoryId, old: &[(u32, f32)], new: &[(u32, f32)]) {
        for (word, _) in new {
            if old.binary_search_by_key(word, |(w, _)| *w).is_err() {
                let ids = self.postings.entry(*word).or_default();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
    }

    /// Stories that hold a word, those of the book and those of this batch.
    pub(super) fn holding(&self, word: u32) -> (&[StoryId], &[StoryId]) {
        (self.book.holding(word), self.postings.get(&word).map_or(&[], Vec::as_slice))
    }

    /// Number of live stories.
    pub(super) fn live(&self) -> usize {
        self.book.len() + self.fresh
    }

    /// The changed stories, in the order of their first change.
    pub(super) fn into_changed(mut self) -> Vec<StoryChange> {
        self.order.iter().filter_map(|id| self.changed.remove(id)).collect()
    }
}
