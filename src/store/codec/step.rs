//! What a story gained since it was written last, as bytes: its families, origins and outlets are only
//! ever added to, its memo and its title mostly stay, and these are nine tenths of a large story.
//!
//! When a step is written and when a whole state is the backend's choice.

use std::hash::{BuildHasher, Hash, Hasher};

use super::{CodecError, LineAt, WITH_ALERT, json, line_text, memo_text};
use crate::domain::bytes::{Reader, put_count, put_text};
use crate::domain::packed::{Lengths, put_state_from, read_state};
use crate::domain::{Families, StoryChange, StoryState};

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
        Marks::with(story, &memo_text(&story.state), hasher)
    }

    fn with(story: &StoryChange, memo: &str, hasher: &impl BuildHasher) -> Marks {
        let lengths = Lengths::of(&story.state);
        let lists = lists(&story.state, lengths, hasher);
        let (memo, title) = (hasher.hash_one(memo), hasher.hash_one(&story.title));
        Marks { lengths, lists, memo, title }
    }
}

/// Hash of the beginnings of a state's lists.
fn lists(state: &StoryState, lengths: Lengths, hasher: &impl BuildHasher) -> u64 {
    let all = &mut hasher.build_hasher();
    state.families.iter().take(lengths.families as usize).for_each(|family| family.hash(all));
    state.origins.iter().take(lengths.origins as usize).for_each(|origin| origin.hash(all));
    state.outlets.iter().take(lengths.outlets as usize).for_each(|outlet| outlet.hash(all));
    all.finish()
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
    let now = Marks::with(story, &memo, hasher);
    let same = lists(state, marks.lengths, hasher) == marks.lists;
    let known = if same { marks.lengths } else { Lengths::default() };
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

/// Lets a story gain what a step tells; says where its line is. Its times are the caller's.
///
/// # Errors
/// When the bytes are cut, of another version or not ours.
pub fn decode_step(bytes: &[u8], story: &mut StoryChange) -> Result<LineAt, CodecError> {
    let mut from = Reader::new(bytes);
    read(&mut from, story).map_err(|at| CodecError { at })
}

fn read(from: &mut Reader<'_>, story: &mut StoryChange) -> Result<LineAt, usize> {
    let [version] = from.array()?;
    if version != VERSION {
        return Err(0);
    }
    let known = Lengths { families: from.small()?, origins: from.small()?, outlets: from.small()? };
    let [same_memo, same_title] = from.array()?;
    let title = from.text()?;
    if same_title == 0 {
        title.clone_into(&mut story.title);
    }
    let (gained, line, memo) = read_state(from)?;
    let before = std::mem::replace(&mut story.state, gained);
    let state = &mut story.state;
    state.families = joined(&before.families, known.families, &state.families);
    let StoryState { origins, outlets, .. } = before;
    state.origins = begun(origins, known.origins, std::mem::take(&mut state.origins));
    state.outlets = begun(outlets, known.outlets, std::mem::take(&mut state.outlets));
    state.memo = if same_memo == 0 { json(memo).ok_or(from.at())? } else { before.memo };
    if line == WITH_ALERT {
        return Ok(LineAt::Alert);
    }
    state.line = json(line).ok_or(from.at())?.map(std::sync::Arc::new);
    Ok(LineAt::Here)
}

/// A list that begins as another one did.
fn begun<T>(mut before: Vec<T>, known: u32, gained: Vec<T>) -> Vec<T> {
    before.truncate(known as usize);
    before.extend(gained);
    before
}

fn joined(before: &Families, known: u32, gained: &Families) -> Families {
    let mut all = Families::default();
    for (origin, shingles) in before.iter().take(known as usize).chain(gained.iter()) {
        all.push(origin, shingles.iter().copied());
    }
    all
}
