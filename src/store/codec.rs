//! A story's state as bytes: compact and quick to read, for 20,000 stories at a start.
//!
//! The first byte is the version. Knows nothing of where the bytes are kept.

mod old;

use std::sync::Arc;

use thiserror::Error;

use crate::domain::{StoryState, bytes, packed};

/// Version that is written. Version 1 had hashes of 64 bits; their upper halves are ours. Before
/// version 3 the time of the first article was not kept. Up to version 3 weights were floating
/// point and every number had its full width.
const VERSION: u8 = 4;

/// The bytes are no story's state.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("a story's state cannot be read at byte {at}")]
pub struct CodecError {
    /// Where reading ended.
    pub at: usize,
}

/// Writes a state.
#[must_use]
pub fn encode(state: &StoryState) -> Vec<u8> {
    let mut out = Vec::with_capacity(1_024);
    out.push(VERSION);
    let line = state.line.as_deref().and_then(|line| serde_json::to_string(line).ok());
    let memo = state.memo.as_ref().and_then(|memo| serde_json::to_string(memo).ok());
    packed::put_state(
        &mut out,
        state,
        line.as_deref().unwrap_or(""),
        memo.as_deref().unwrap_or(""),
    );
    out
}

/// Reads a state.
///
/// # Errors
/// When the bytes are cut, of another version or not ours.
pub fn decode(bytes: &[u8]) -> Result<StoryState, CodecError> {
    match bytes.split_first() {
        Some((&VERSION, packed)) => {
            let mut from = bytes::Reader::new(packed);
            let wrong = |at: usize| CodecError { at: at + 1 };
            let (mut state, line, memo) = packed::read_state(&mut from).map_err(wrong)?;
            state.line = json(line).ok_or(wrong(from.at()))?.map(Arc::new);
            state.memo = json(memo).ok_or(wrong(from.at()))?;
            Ok(state)
        }
        Some((version, _)) if (1..VERSION).contains(version) => old::decode(bytes),
        _ => Err(CodecError { at: 0 }),
    }
}

/// A value kept as JSON; an empty text is none. Nothing where the text is not one.
fn json<T: serde::de::DeserializeOwned>(text: &str) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { serde_json::from_str(text).ok().map(Some) }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn state() -> StoryState {
        let time = Timestamp::from_second(1_589_900_000).unwrap();
        StoryState {
            centroid: vec![(1, 32_768), (u32::MAX, 1)],
            families: vec![("AP".into(), vec![7, 8]), (String::new(), vec![])],
            articles: 3,
            outlets: vec!["Wire".into()],
            origins: vec![("AP".into(), time)],
            countries: vec!["IQ".into()],
            watches: vec!["rocket".into()],
            harm: 4,
            notices: 1,
            last_notice: Some(time),
            line: None,
            memo: Some(Box::default()),
            merged: Some("00000000000000aa".into()),
            latest: Some(time),
            earliest: Some(time),
            apart: vec![crate::domain::StoryId(7)],
        }
    }

    #[test]
    fn a_state_comes_back_as_it_was() {
        for state in [state(), StoryState::default()] {
            assert_eq!(decode(&encode(&state)), Ok(state));
        }
    }

    #[test]
    fn cut_or_foreign_bytes_are_refused() {
        let bytes = encode(&state());
        for len in 0..bytes.len() {
            assert!(decode(&bytes[..len]).is_err(), "{len}");
        }
        let mut foreign = bytes;
        foreign[0] = 9;
        assert!(decode(&foreign).is_err());
    }
}
