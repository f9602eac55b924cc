//! A story's state as bytes: compact, quick to write and to read. Lines and memos are texts of the
//! caller's making. Versions and where the bytes are kept are the caller's business too.

use super::bytes::{Reader, put_count, put_text, put_time};
use super::{Families, StoryId, StoryState};

/// How many a story has of what is only ever added to its lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lengths {
    /// Text families.
    pub families: u32,
    /// Origins.
    pub origins: u32,
    /// Outlets.
    pub outlets: u32,
}

impl Lengths {
    /// Those of a state.
    #[must_use]
    pub fn of(state: &StoryState) -> Lengths {
        let length = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Lengths {
            families: length(state.families.len()),
            origins: length(state.origins.len()),
            outlets: length(state.outlets.len()),
        }
    }
}

/// Writes a state behind what is there. Of line and memo the given texts are written.
pub fn put_state(out: &mut Vec<u8>, state: &StoryState, line: &str, memo: &str) {
    put_state_from(out, state, Lengths::default(), (line, memo));
}

/// The same without what stands at the beginning of its lists.
pub fn put_state_from(
    out: &mut Vec<u8>,
    state: &StoryState,
    known: Lengths,
    (line, memo): (&str, &str),
) {
    let [families, origins, outlets] =
        [known.families, known.origins, known.outlets].map(|length| length as usize);
    for count in [state.articles, state.harm, state.notices] {
        put_count(out, u64::from(count));
    }
    put_time(out, state.last_notice);
    put_count(out, state.centroid.len() as u64);
    state.centroid.iter().for_each(|(word, _)| out.extend_from_slice(&word.to_le_bytes()));
    state.centroid.iter().for_each(|(_, weight)| out.extend_from_slice(&weight.to_le_bytes()));
    put_count(out, state.families.len().saturating_sub(families) as u64);
    for (origin, shingles) in state.families.iter().skip(families) {
        put_text(out, origin);
        put_count(out, shingles.len() as u64);
        shingles.iter().for_each(|shingle| out.extend_from_slice(&shingle.to_le_bytes()));
    }
    put_count(out, state.origins.len().saturating_sub(origins) as u64);
    for (origin, first) in state.origins.iter().skip(origins) {
        put_text(out, origin);
        put_time(out, Some(*first));
    }
    let outlets = state.outlets.get(outlets..).unwrap_or_default();
    for list in [outlets, &state.countries, &state.watches] {
        put_count(out, list.len() as u64);
        list.iter().for_each(|text| put_text(out, text));
    }
    for text in [line, memo, state.merged.as_deref().unwrap_or("")] {
        put_text(out, text);
    }
    put_time(out, state.latest);
    put_time(out, state.earliest);
    put_count(out, state.apart.len() as u64);
    state.apart.iter().for_each(|story| out.extend_from_slice(&story.0.to_le_bytes()));
}

/// Reads a state, and the texts of its line and memo, which are empty where it has none.
///
/// # Errors
/// The byte at which it is cut or not ours.
pub fn read_state<'a>(from: &mut Reader<'a>) -> Result<(StoryState, &'a str, &'a str), usize> {
    let mut state = StoryState::default();
    let (line, memo) = read_state_onto(from, (&mut state, Lengths::default()))?;
    Ok((state, line, memo))
}

/// The same over a state, of whose lists the beginnings stay: what was written without them is whole again.
/// Its line and memo stay as they are. What it holds already is not made anew.
///
/// # Errors
/// The byte at which it is cut or not ours; the state is then half what it was.
pub fn read_state_onto<'a>(
    from: &mut Reader<'a>,
    (state, known): (&mut StoryState, Lengths),
) -> Result<(&'a str, &'a str), usize> {
    let [known_families, known_origins, known_outlets] =
        [known.families, known.origins, known.outlets].map(|length| length as usize);
    (state.articles, state.harm, state.notices) = (from.small()?, from.small()?, from.small()?);
    state.last_notice = from.time()?;
    read_centroid(from, &mut state.centroid)?;
    state.families.truncate(known_families);
    read_families(from, &mut state.families)?;
    state.origins.truncate(known_origins);
    let origins = from.length(1)?;
    state.origins.reserve(origins);
    for _ in 0..origins {
        let origin = from.text()?.to_owned();
        state.origins.push((origin, from.time()?.ok_or(from.at())?));
    }
    read_texts(from, (&mut state.outlets, known_outlets))?;
    read_texts(from, (&mut state.countries, 0))?;
    read_texts(from, (&mut state.watches, 0))?;
    let (line, memo, merged) = (from.text()?, from.text()?, from.text()?);
    state.merged = Some(merged).filter(|name| !name.is_empty()).map(str::to_owned);
    (state.latest, state.earliest) = (from.time()?, from.time()?);
    state.apart = from.list(|from| from.array().map(|bytes| StoryId(u64::from_le_bytes(bytes))))?;
    Ok((line, memo))
}

/// Texts behind so many of a list; one that stands there already is left there.
fn read_texts(
    from: &mut Reader<'_>,
    (list, known): (&mut Vec<String>, usize),
) -> Result<(), usize> {
    let (count, start) = (from.length(1)?, known.min(list.len()));
    let end = start + count;
    list.reserve(end.saturating_sub(list.len()));
    for at in start..end {
        let text = from.text()?;
        match list.get_mut(at) {
            Some(stands) if stands == text => {}
            Some(other) => text.clone_into(other),
            None => list.push(text.to_owned()),
        }
    }
    list.truncate(end);
    Ok(())
}

fn read_families(from: &mut Reader<'_>, families: &mut Families) -> Result<(), usize> {
    let count = from.length(1)?;
    for nth in 0..count {
        let (origin, shingles) = (from.text()?, from.words()?);
        if nth == 0 && families.is_empty() {
            // The first tells how long the others may be, what is left how long they can be.
            let room = |one: usize, size: usize| count.saturating_mul(one).min(from.left() / size);
            let (origins, shingles) = (room(origin.len(), 1), room(shingles.len(), 4));
            families.reserve(count, origins, shingles + 1);
        }
        families.push(origin, shingles);
    }
    Ok(())
}

fn read_centroid(from: &mut Reader<'_>, centroid: &mut Vec<(u32, u16)>) -> Result<(), usize> {
    let words = from.words()?;
    let (weights, _) = from.take(2 * words.len())?.as_chunks::<2>();
    centroid.clear();
    centroid.extend(words.zip(weights.iter().map(|bytes| u16::from_le_bytes(*bytes))));
    Ok(())
}
