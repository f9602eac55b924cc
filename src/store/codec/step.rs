//! What a story gained since it was written last, as bytes: its families, origins and outlets are only
//! ever added to, its memo and its title mostly stay, and these are nine tenths of a large story.
//!
//! When a step is written and when a whole state is the backend's choice.

use std::hash::{BuildHasher, Hash, Hasher};

use jiff::Timestamp;

use super::{CodecError, LineAt, WITH_ALERT, json, line_text, memo_text};
use crate::domain::bytes::{Reader, put_count, put_text};
use crate::domain::packed::{Lengths, put_state_from, read_state_onto};
use crate::domain::{StoryChange, StoryState};

/// Version that is written, the first byte.
const VERSION: u8 = 1;

/// How a story was written last: by this a step tells what it may leave out.
#[derive(Clone, Copy, Debug)]
pub struct Marks {
    lengths: Lengths,
    /// Of families, origins and outlets together.
    lists: u64,
    memo: u64,
    title: u64,
}

impl Marks {
    /// Those of a story, under a hasher of the caller's.
    pub fn of(story: &StoryChange, hasher: &impl BuildHasher) -> Marks {
        let (_, lists) = lists(&story.state, Lengths::default(), hasher);
        Marks::with(story, (&memo_text(&story.state), lists), hasher)
    }

    fn with(story: &StoryChange, (memo, lists): (&str, u64), hasher: &impl BuildHasher) -> Marks {
        let lengths = Lengths::of(&story.state);
        let (memo, title) = (hasher.hash_one(memo), hasher.hash_one(&story.title));
        Marks { lengths, lists, memo, title }
    }
}

/// Hashes of the beginnings of a state's lists, and of the lists as they are, in one walk.
fn lists(state: &StoryState, known: Lengths, hasher: &impl BuildHasher) -> (u64, u64) {
    let families = list(state.families.iter(), known.families, hasher);
    let origins = list(state.origins.iter(), known.origins, hasher);
    let outlets = list(state.outlets.iter(), known.outlets, hasher);
    let all = |hashes: [u64; 3]| hasher.hash_one(hashes);
    (all([families.0, origins.0, outlets.0]), all([families.1, origins.1, outlets.1]))
}

/// Hashes of the first so many of a list, and of the whole list: the same where it is no longer.
fn list(
    names: impl Iterator<Item = impl Hash>,
    known: u32,
    hasher: &impl BuildHasher,
) -> (u64, u64) {
    let (mut all, mut begun) = (hasher.build_hasher(), None);
    for (at, name) in names.enumerate() {
        if at == known as usize {
            begun = Some(all.finish());
        }
        name.hash(&mut all);
    }
    (begun.unwrap_or_else(|| all.finish()), all.finish())
}

/// Writes what a story gained since its `marks` over what `out` held; returns its marks as they are now.
pub fn encode_step(
    out: &mut Vec<u8>,
    (story, line_at): (&StoryChange, LineAt),
    marks: &Marks,
    hasher: &impl BuildHasher,
) -> Marks {
    let state = &story.state;
    let memo = memo_text(state);
    let (begun, whole) = lists(state, marks.lengths, hasher);
    let now = Marks::with(story, (&memo, whole), hasher);
    let known = if begun == marks.lists { marks.lengths } else { Lengths::default() };
    out.clear();
    out.push(VERSION);
    for length in [known.families, known.origins, known.outlets] {
        put_count(out, u64::from(length));
    }
    let (same_memo, same_title) = (now.memo == marks.memo, now.title == marks.title);
    out.extend([u8::from(same_memo), u8::from(same_title)]);
    put_text(out, if same_title { "" } else { &story.title });
    let memo = if same_memo { "" } else { &memo };
    put_state_from(out, state, known, (&line_text(state, line_at), memo));
    now
}

/// A story that gains steps. Only the last memo and the last line are read: most are replaced by the next step.
#[derive(Debug)]
pub struct Gaining<'s> {
    story: &'s mut StoryChange,
    line_at: LineAt,
    line: Option<String>,
    memo: Option<String>,
}

impl<'s> Gaining<'s> {
    /// A story as it was written whole, and where its line was then.
    pub fn new(story: &'s mut StoryChange, line_at: LineAt) -> Gaining<'s> {
        Gaining { story, line_at, line: None, memo: None }
    }

    /// Takes in what a step tells, with its times.
    ///
    /// # Errors
    /// When the bytes are cut, of another version or not ours; the story is then half what it was.
    pub fn take_in(
        &mut self,
        bytes: &[u8],
        (first_seen, last_seen): (Timestamp, Timestamp),
    ) -> Result<(), CodecError> {
        (self.story.first_seen, self.story.last_seen) = (first_seen, last_seen);
        self.read(&mut Reader::new(bytes)).map_err(|at| CodecError { at })
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<(), usize> {
        let [version] = from.array()?;
        if version != VERSION {
            return Err(0);
        }
        let known =
            Lengths { families: from.small()?, origins: from.small()?, outlets: from.small()? };
        let [same_memo, same_title] = from.array()?;
        let title = from.text()?;
        if same_title == 0 {
            title.clone_into(&mut self.story.title);
        }
        let (line, memo) = read_state_onto(from, (&mut self.story.state, known))?;
        if same_memo == 0 {
            memo.clone_into(self.memo.get_or_insert_default());
        }
        line.clone_into(self.line.get_or_insert_default());
        Ok(())
    }

    /// The end of the steps; says where the story's line is.
    ///
    /// # Errors
    /// When the last memo or line is none.
    pub fn end(self) -> Result<LineAt, CodecError> {
        let Gaining { story: StoryChange { state, .. }, line_at, line, memo } = self;
        let none = CodecError { at: 0 };
        if let Some(memo) = memo {
            state.memo = json(&memo).ok_or(none)?;
        }
        let Some(line) = line else { return Ok(line_at) };
        state.line = None;
        if line == WITH_ALERT {
            return Ok(LineAt::Alert);
        }
        state.line = json(&line).ok_or(CodecError { at: 0 })?.map(std::sync::Arc::new);
        Ok(LineAt::Here)
    }
}

#[cfg(test)]
mod tests {
    use std::hash::RandomState;

    use super::*;
    use crate::domain::{AlertLine, StoryId, StoryMemo};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn line(title: &str) -> std::sync::Arc<AlertLine> {
        let json = format!(
            r#"{{"schema":"x","seq":1,"id":"","change":"raised","severity":"flash","score":1,"reason":"",
                "watches":[],"article":{{"title":"{title}"}},"hits":[],
                "story":{{"id":"0000000000000001","articles":1,"outlets":[],"origins":[],
                    "first_seen":"1970-01-01T00:00:00Z","last_seen":"1970-01-01T00:00:00Z"}},
                "times":{{"published":null,"fetched":"1970-01-01T00:00:00Z","raised":"1970-01-01T00:00:00Z"}}}}"#
        );
        super::super::line(&json).unwrap()
    }

    /// A story as it stood one after another: it grows, loses the ends of its lists, gets another headline,
    /// memo and line.
    fn versions() -> Vec<StoryChange> {
        let mut story = StoryChange {
            id: StoryId(1),
            title: "Rocket".into(),
            first_seen: at(9),
            last_seen: at(9),
            state: StoryState::default(),
        };
        let mut all = vec![story.clone()];
        let mut next = |story: &StoryChange| all.push(story.clone());
        story.state.families.push("AP", [1, 2]);
        story.state.origins.push(("AP".into(), at(1)));
        story.state.outlets.extend(["Wire".into(), "Desk".into()]);
        story.state.countries = vec!["IQ".into(), "SY".into()];
        story.state.centroid = vec![(1, 2), (3, 4)];
        next(&story);
        (story.first_seen, story.last_seen) = (at(3), at(20));
        story.state.families.push("dpa", [7]);
        story.state.memo = Some(Box::default());
        story.state.line = Some(line("first"));
        story.state.countries = vec!["SY".into()];
        story.state.centroid = vec![(3, 1)];
        next(&story);
        story.state.articles = 7;
        next(&story);
        story.title = "Two rockets".into();
        story.state.families.give(0, "Reuters");
        story.state.outlets = vec!["Other".into()];
        story.state.origins.clear();
        let memo = StoryMemo { denied: Some("dpa".into()), ..StoryMemo::default() };
        story.state.memo = Some(Box::new(memo));
        story.state.line = Some(line("second"));
        next(&story);
        story.state.merged = Some("00000000000000aa".into());
        (story.state.line, story.state.memo) = (None, None);
        story.state.apart = vec![StoryId(7)];
        next(&story);
        all
    }

    #[test]
    fn a_story_that_took_in_its_steps_is_as_it_was_written_last() {
        let (all, hasher) = (versions(), RandomState::new());
        for last in 0..all.len() {
            let mut gained = all[0].clone();
            let mut gaining = Gaining::new(&mut gained, LineAt::Here);
            let mut marks = Marks::of(&all[0], &hasher);
            for story in &all[1..=last] {
                let mut step = Vec::new();
                marks = encode_step(&mut step, (story, LineAt::Here), &marks, &hasher);
                gaining.take_in(&step, (story.first_seen, story.last_seen)).unwrap();
            }
            assert_eq!(gaining.end(), Ok(LineAt::Here));
            assert_eq!(gained, all[last], "{last}");
        }
    }

    #[test]
    fn a_step_that_leaves_the_line_with_the_alert_says_so() {
        let (all, hasher) = (versions(), RandomState::new());
        let mut step = Vec::new();
        encode_step(&mut step, (&all[2], LineAt::Alert), &Marks::of(&all[1], &hasher), &hasher);
        let mut gained = all[1].clone();
        let mut gaining = Gaining::new(&mut gained, LineAt::Here);
        gaining.take_in(&step, (at(3), at(20))).unwrap();
        assert_eq!(gaining.end(), Ok(LineAt::Alert));
        assert_eq!(gained.state.line, None);
    }

    #[test]
    fn a_step_that_is_cut_is_refused() {
        let (all, hasher) = (versions(), RandomState::new());
        let mut step = Vec::new();
        encode_step(&mut step, (&all[4], LineAt::Here), &Marks::of(&all[0], &hasher), &hasher);
        for len in 0..step.len() {
            let mut gained = all[0].clone();
            let mut gaining = Gaining::new(&mut gained, LineAt::Here);
            assert!(gaining.take_in(&step[..len], (at(0), at(0))).is_err(), "{len}");
        }
    }
}
