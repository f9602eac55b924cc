//! Alerts of which only numbers changed while more waited to be written: of a story in the news every
//! commit of a backlog brings another article, and to write its alert with each took a tenth of a round
//! of 10,000 feeds. What people are told of is never put off, nor anything where nothing waits.
//!
//! A story says itself that its alert is behind: a process that ends meanwhile leaves that to the next.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::{fast, quality::RandomState};
use jiff::Timestamp;

use crate::domain::{AlertChange, AlertLine, Changes, StoryChange, StoryId};
use crate::store::Load;
use crate::triage::{self, Book, Policy};

/// Alerts that are behind at most: more than half of the stories that are kept alive.
const MOST: usize = 12_288;

/// Alerts that catch up in one commit: bounds memory, and how long people wait for the next.
const AT_ONCE: usize = 512;

/// Stories of which is known what people are told: more than are alive and flagged.
const MOST_TOLD: usize = 28_672;

/// Stories whose alerts are behind, the longest first.
#[derive(Default)]
pub(super) struct Behind {
    order: BTreeMap<u64, StoryId>,
    /// Where each is in that order.
    places: HashMap<StoryId, u64, fast::RandomState>,
    next: u64,
    /// Of these the line is as an earlier process wrote it.
    inherited: HashSet<StoryId>,
    /// Hashes of what people are told of stories: a line may lie on the disk.
    told: HashMap<StoryId, u64, fast::RandomState>,
    hasher: RandomState,
}

impl Behind {
    /// Notes a story that an earlier process left behind.
    pub(super) fn inherit(&mut self, story: &StoryChange) {
        if story.is_behind() {
            self.note(story);
            self.inherited.insert(story.id);
        }
    }

    /// Whether any is.
    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Takes alerts out of what is written that may wait, and puts those in that waited long enough.
    pub(super) fn arrange(
        &self,
        changes: &mut Changes,
        (book, policy): (&Book, &Policy),
        (load, now): (Load, Timestamp),
    ) {
        let touched: HashSet<StoryId, fast::RandomState> =
            changes.stories.iter().map(|story| story.id).collect();
        let late = self.put_off(changes, book, load);
        let room = if load == Load::Calm { 0 } else { MOST.saturating_sub(late) };
        let excess = self.order.len().saturating_sub(room).min(AT_ONCE);
        for id in self.order.values().filter(|id| !touched.contains(id)).take(excess) {
            let Some(mut story) = book.story(*id) else { continue };
            let change = match self.inherited.contains(id) {
                true => triage::settled(&mut story, policy, now),
                false => as_it_stands(&story),
            };
            mark(&mut story, false);
            changes.alerts.extend(change);
            changes.stories.push(story);
        }
    }

    /// Takes in what was written.
    pub(super) fn take_in(&mut self, stories: &[StoryChange]) {
        for story in stories {
            self.inherited.remove(&story.id);
            match &story.state.line {
                Some(line) => {
                    if self.told.len() >= MOST_TOLD {
                        self.told.clear();
                    }
                    self.told.insert(story.id, self.told_by(line));
                }
                None => _ = self.told.remove(&story.id),
            }
            if story.is_behind() && story.state.merged.is_none() {
                self.note(story);
            } else if let Some(place) = self.places.remove(&story.id) {
                self.order.remove(&place);
            }
        }
    }

    fn told_by(&self, line: &AlertLine) -> u64 {
        self.hasher.hash_one(line.told())
    }

    /// What people are told of a story as it was written; it is read from the book where it is not known.
    fn told_before(&self, story: StoryId, book: &Book) -> Option<u64> {
        let read = || book.line(story).map(|line| self.told_by(&line));
        self.told.get(&story).copied().or_else(read)
    }

    fn note(&mut self, story: &StoryChange) {
        let place = *self.places.entry(story.id).or_insert(self.next);
        self.order.insert(place, story.id);
        self.next = self.next.max(place + 1);
    }

    /// Puts off what may be; returns how many alerts are behind by that which were not.
    fn put_off(&self, changes: &mut Changes, book: &Book, load: Load) -> usize {
        let may_wait = |change: &AlertChange| {
            load == Load::Backlog
                && change.notice.is_none()
                && !change.reopen
                && !self.inherited.contains(&change.story)
                && self.told_before(change.story, book) == Some(self.told_by(&change.line))
        };
        let (off, on): (Vec<_>, Vec<_>) =
            std::mem::take(&mut changes.alerts).into_iter().partition(may_wait);
        changes.alerts = on;
        let ids = |changes: &[AlertChange]| changes.iter().map(|change| change.story).collect();
        let (late, written): (HashSet<_, fast::RandomState>, HashSet<_, fast::RandomState>) =
            (ids(&off), ids(&changes.alerts));
        for story in &mut changes.stories {
            let behind = story.is_behind() && !written.contains(&story.id);
            mark(story, behind || late.contains(&story.id));
        }
        late.iter().filter(|id| !self.places.contains_key(id)).count()
    }
}

fn mark(story: &mut StoryChange, behind: bool) {
    if let Some(memo) = &mut story.state.memo {
        memo.behind = behind;
    }
}

/// The alert of a story, as its line is.
fn as_it_stands(story: &StoryChange) -> Option<AlertChange> {
    let line = Arc::clone(story.state.line.as_ref()?);
    Some(AlertChange { story: story.id, line, notice: None, reopen: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Article, Change, LineStory, LineTimes, SCHEMA, Severity, StoryMemo, StoryState,
    };

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn line(number: u64, (articles, severity): (u32, Severity)) -> AlertLine {
        AlertLine {
            schema: SCHEMA.to_owned(),
            seq: 1,
            id: String::new(),
            change: Change::Raised,
            note: String::new(),
            severity,
            score: 50,
            reason: String::new(),
            watches: vec!["rocket".to_owned()],
            article: Article { title: format!("Rocket {number}"), ..Article::default() },
            hits: Vec::new(),
            story: LineStory {
                id: StoryId(number),
                articles,
                outlets: Vec::new(),
                origins: Vec::new(),
                first_seen: NOW,
                last_seen: NOW,
                toll: None,
            },
            times: LineTimes { published: None, fetched: NOW, raised: NOW },
            silenced: None,
        }
    }

    fn changed(number: u64, as_now: (u32, Severity)) -> Changes {
        let line = Arc::new(line(number, as_now));
        let state = StoryState {
            line: Some(Arc::clone(&line)),
            memo: Some(Box::<StoryMemo>::default()),
            ..StoryState::default()
        };
        let id = StoryId(number);
        let story =
            StoryChange { id, title: String::new(), first_seen: NOW, last_seen: NOW, state };
        let alert = AlertChange { story: id, line, notice: None, reopen: false };
        Changes { stories: vec![story], alerts: vec![alert], ..Changes::default() }
    }

    /// A writer of changes to a book.
    struct Desk {
        behind: Behind,
        book: Book,
        policy: Policy,
    }

    impl Desk {
        /// A book of stories with an alert each.
        fn of(stories: u64) -> Desk {
            let mut book = Book::new();
            (0..stories)
                .for_each(|number| book.apply(&changed(number, (1, Severity::Priority)), NOW));
            Desk { behind: Behind::default(), book, policy: Policy::default() }
        }

        /// Writes; returns the stories whose alerts were written.
        fn write(&mut self, mut changes: Changes, load: Load) -> Vec<u64> {
            self.behind.arrange(&mut changes, (&self.book, &self.policy), (load, NOW));
            self.behind.take_in(&changes.stories);
            self.book.apply(&changes, NOW);
            changes.alerts.iter().map(|alert| alert.story.0).collect()
        }

        fn articles(&self, number: u64) -> u32 {
            self.book.line(StoryId(number)).unwrap().story.articles
        }
    }

    #[test]
    fn numbers_wait_under_a_backlog_and_are_written_as_they_stand_after_it() {
        let mut desk = Desk::of(2);
        for articles in 2..5 {
            let more = changed(0, (articles, Severity::Priority));
            assert!(desk.write(more, Load::Backlog).is_empty());
        }
        assert!(!desk.behind.is_empty());
        assert_eq!(desk.write(Changes::default(), Load::Calm), [0]);
        assert!(desk.behind.is_empty() && desk.articles(0) == 4);
        assert!(desk.write(Changes::default(), Load::Calm).is_empty());
    }

    #[test]
    fn what_people_are_told_of_never_waits() {
        let mut desk = Desk::of(1);
        assert_eq!(desk.write(changed(0, (2, Severity::Priority)), Load::Calm), [0]);
        assert_eq!(desk.write(changed(0, (2, Severity::Flash)), Load::Backlog), [0]);
        let mut told = changed(0, (3, Severity::Flash));
        told.alerts[0].notice = Some(Change::Updated);
        assert_eq!(desk.write(told, Load::Backlog), [0]);
        let mut again = changed(0, (4, Severity::Flash));
        again.alerts[0].reopen = true;
        assert_eq!(desk.write(again, Load::Backlog), [0]);
        assert_eq!(desk.write(changed(7, (1, Severity::Flash)), Load::Backlog), [7]);
        assert!(desk.behind.is_empty());
    }

    #[test]
    fn who_is_behind_for_long_catches_up_though_the_backlog_goes_on() {
        let stories = MOST as u64 + 3;
        let mut desk = Desk::of(stories);
        for number in 0..stories {
            let written = desk.write(changed(number, (2, Severity::Priority)), Load::Backlog);
            // The longest first, as soon as they are too many.
            let due: Vec<u64> = number.checked_sub(MOST as u64).into_iter().collect();
            assert_eq!(written, due);
        }
        let mut commits = 0;
        while !desk.behind.is_empty() {
            assert!(desk.write(Changes::default(), Load::Calm).len() <= AT_ONCE);
            commits += 1;
        }
        assert_eq!(commits, MOST.div_ceil(AT_ONCE));
        assert!((0..stories).all(|number| desk.articles(number) == 2));
    }

    #[test]
    fn a_story_that_went_into_another_is_waited_for_no_more() {
        let mut desk = Desk::of(2);
        desk.write(changed(0, (2, Severity::Priority)), Load::Backlog);
        let mut merged = changed(0, (2, Severity::Priority));
        merged.stories[0].state.merged = Some(StoryId(1).to_string());
        merged.alerts.clear();
        assert!(desk.write(merged, Load::Backlog).is_empty());
        assert!(desk.behind.is_empty());
    }

    #[test]
    fn what_an_earlier_process_left_is_written_by_the_next_one() {
        let mut desk = Desk::of(1);
        let mut left = changed(0, (2, Severity::Priority)).stories.remove(0);
        mark(&mut left, true);
        left.state.articles = 9;
        desk.book.put(left.clone());
        desk.behind.inherit(&left);
        assert_eq!(desk.write(Changes::default(), Load::Calm), [0]);
        assert!(desk.behind.is_empty());
        assert_eq!(desk.articles(0), 9, "as the rest of the story tells");
    }
}
