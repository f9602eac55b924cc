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
    let (articles, harm, notices) = (from.small()?, from.small()?, from.small()?);
    let last_notice = from.time()?;
    let centroid = centroid(from)?;
    let families = families(from)?;
    let origins = from.list(|from| {
        let origin = from.text()?.to_owned();
        Ok((origin, from.time()?.ok_or(from.at())?))
    })?;
    let texts = |from: &mut Reader<'a>| from.list(|from| from.text().map(str::to_owned));
    let (outlets, countries, watches) = (texts(from)?, texts(from)?, texts(from)?);
    let (line, memo, merged) = (from.text()?, from.text()?, from.text()?);
    let (latest, earliest) = (from.time()?, from.time()?);
    let apart = from.list(|from| from.array().map(|bytes| StoryId(u64::from_le_bytes(bytes))))?;
    let state = StoryState {
        centroid,
        families,
        latest,
        earliest,
        articles,
        outlets,
        origins,
        countries,
        watches,
        harm,
        notices,
        last_notice,
        line: None,
        memo: None,
        merged: Some(merged).filter(|name| !name.is_empty()).map(str::to_owned),
        apart,
    };
    Ok((state, line, memo))
}

fn families(from: &mut Reader<'_>) -> Result<Families, usize> {
    let count = from.length(1)?;
    // The first tells how long the others may be, what is left how long they can be.
    let mut families = Families::default();
    for _ in 0..count {
        let (origin, shingles) = (from.text()?, from.words()?);
        if families.is_empty() {
            let room = |one: usize, size: usize| count.saturating_mul(one).min(from.left() / size);
            let (origins, shingles) = (room(origin.len(), 1), room(shingles.len(), 4));
            families.reserve(count, origins, shingles + 1);
        }
        families.push(origin, shingles);
    }
    Ok(families)
}

fn centroid(from: &mut Reader<'_>) -> Result<Vec<(u32, u16)>, usize> {
    let words = from.words()?;
    let (weights, _) = from.take(2 * words.len())?.as_chunks::<2>();
    Ok(words.zip(weights.iter().map(|bytes| u16::from_le_bytes(*bytes))).collect())
}
