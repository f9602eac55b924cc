//! The live stories in memory, with an index from words to stories. Changed only by [`Book::apply`],
//! after the store has written: a transaction that fails leaves it as it was.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::quick::QuickMap;
use crate::domain::{Changes, StoryChange, StoryId, Storying};

/// The live stories.
#[derive(Clone, Debug, Default)]
pub struct Book {
    stories: QuickMap<StoryId, StoryChange>,
    /// Stories whose centroid holds a word.
    postings: QuickMap<u32, Vec<StoryId>>,
    by_age: BTreeSet<(Timestamp, StoryId)>,
    due: BTreeSet<(Timestamp, StoryId)>,
    keeping: Storying,
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
        book.stories.reserve(stories.len());
        for story in stories {
            book.put(story);
        }
        book.evict(now);
        book
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
        self.stories.len()
    }

    /// Whether no story is live.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stories.is_empty()
    }

    /// A live story.
    #[must_use]
    pub fn story(&self, id: StoryId) -> Option<&StoryChange> {
        self.stories.get(&id)
    }

    /// When the next notice that grouping holds back is due.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.due.first().map(|(at, _)| *at)
    }

    /// Stories with a notice due at `now`, in the order of their times.
    pub(super) fn due(&self, now: Timestamp) -> impl Iterator<Item = &StoryChange> {
        let until = self.due.iter().take_while(move |(at, _)| *at <= now);
        until.filter_map(|(_, id)| self.stories.get(id))
    }

    /// Stories whose centroid holds a word, in no particular order.
    pub(super) fn holding(&self, word: u32) -> &[StoryId] {
        self.postings.get(&word).map_or(&[], Vec::as_slice)
    }

    fn put(&mut self, story: StoryChange) {
        let old = self.take(story.id);
        let before = old.as_ref().map_or(&[][..], |s| &s.state.centroid);
        let live = story.state.merged.is_none();
        let after = if live { &story.state.centroid[..] } else { &[] };
        self.unlist(story.id, before, after);
        for (word, _) in only_in(after, before) {
            self.postings.entry(*word).or_default().push(story.id);
        }
        if live {
            self.by_age.insert((story.last_seen, story.id));
            self.due.extend(due_at(&story).map(|at| (at, story.id)));
            self.stories.insert(story.id, story);
        }
    }

    fn remove(&mut self, id: StoryId) {
        if let Some(story) = self.take(id) {
            self.unlist(id, &story.state.centroid, &[]);
        }
    }

    /// Takes a story out of everything but the postings.
    fn take(&mut self, id: StoryId) -> Option<StoryChange> {
        let story = self.stories.remove(&id)?;
        self.by_age.remove(&(story.last_seen, id));
        if let Some(at) = due_at(&story) {
            self.due.remove(&(at, id));
        }
        Some(story)
    }

    /// Takes a story out of the postings of words that its centroid lost.
    fn unlist(&mut self, id: StoryId, before: &[(u32, f32)], after: &[(u32, f32)]) {
        for (word, _) in only_in(before, after) {
            let Some(ids) = self.postings.get_mut(word) else { continue };
            if let Some(at) = ids.iter().position(|known| *known == id) {
                ids.swap_remove(at);
            }
            if ids.is_empty() {
                self.postings.remove(word);
            }
        }
    }

    /// A story with a notice still to tell is kept until it is told.
    fn evict(&mut self, now: Timestamp) {
        let window = SignedDuration::from_secs(i64::from(self.keeping.window));
        let oldest = now.checked_sub(window).unwrap_or(Timestamp::MIN);
        let excess = self.stories.len().saturating_sub(self.keeping.most);
        let out: Vec<StoryId> = self
            .by_age
            .iter()
            .enumerate()
            .take_while(|(i, (seen, _))| *seen < oldest || *i < excess)
            .map(|(_, (_, id))| *id)
            .collect();
        for id in out {
            if self.stories.get(&id).is_none_or(|s| due_at(s).is_none()) {
                self.remove(id);
            }
        }
    }
}

/// Entries of one sorted vector whose word the other has not.
fn only_in<'a>(
    these: &'a [(u32, f32)],
    those: &'a [(u32, f32)],
) -> impl Iterator<Item = &'a (u32, f32)> {
    these.iter().filter(|(word, _)| those.binary_search_by_key(word, |(w, _)| *w).is_err())
}

fn due_at(story: &StoryChange) -> Option<Timestamp> {
    Some(story.state.memo.as_ref()?.pending.as_ref()?.due)
}
