//! A story's state as bytes: compact and quick to read, for 20,000 stories at a start.
//!
//! The first byte is the version. Knows nothing of where the bytes are kept.

mod old;
mod step;

use std::borrow::Cow;
use std::sync::Arc;

use thiserror::Error;

use crate::domain::{AlertLine, StoryState, bytes, packed};

pub use self::step::{Gaining, Marks, encode_step};

/// Version that is written. Version 1 had hashes of 64 bits; their upper halves are ours. Before
/// version 3 the time of the first article was not kept. Up to version 3 weights were floating
/// point and every number had its full width. Up to version 4 the alert line was always here.
const VERSION: u8 = 5;

/// The oldest version of today's form.
const PACKED: u8 = 4;

/// Stands for an alert line that is kept with the alert: no JSON.
const WITH_ALERT: &str = "=";

/// Where a story's alert line is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineAt {
    /// With the state, if there is one.
    Here,
    /// With the story's alert, byte for byte the same: it is written once.
    Alert,
}

/// The bytes are no story's state.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("a story's state cannot be read at byte {at}")]
pub struct CodecError {
    /// Where reading ended.
    pub at: usize,
}

/// Writes a state over what `out` held.
pub fn encode(out: &mut Vec<u8>, state: &StoryState, line_at: LineAt) {
    out.clear();
    out.push(VERSION);
    packed::put_state(out, state, &line_text(state, line_at), &memo_text(state));
}

/// The line as it is kept with a state.
fn line_text(state: &StoryState, line_at: LineAt) -> Cow<'static, str> {
    let whole = |line| serde_json::to_string(line).ok();
    match line_at {
        LineAt::Here => state.line.as_deref().and_then(whole).map_or(Cow::Borrowed(""), Cow::Owned),
        LineAt::Alert => Cow::Borrowed(WITH_ALERT),
    }
}

/// The memo as it is kept with a state.
fn memo_text(state: &StoryState) -> String {
    let memo = state.memo.as_ref().and_then(|memo| serde_json::to_string(memo).ok());
    memo.unwrap_or_default()
}

/// Reads the JSON of a line that is kept with the alert.
///
/// # Errors
/// When it is no alert line.
pub fn line(json: &str) -> Result<Arc<AlertLine>, CodecError> {
    serde_json::from_str(json).map(Arc::new).map_err(|error| CodecError { at: error.column() })
}

/// Reads a state, and where its line is: a state whose line is with its alert comes without.
///
/// # Errors
/// When the bytes are cut, of another version or not ours.
pub fn decode(bytes: &[u8]) -> Result<(StoryState, LineAt), CodecError> {
    match bytes.split_first() {
        Some((PACKED..=VERSION, packed)) => {
            let mut from = bytes::Reader::new(packed);
            let wrong = |at: usize| CodecError { at: at + 1 };
            let (mut state, line, memo) = packed::read_state(&mut from).map_err(wrong)?;
            state.memo = json(memo).ok_or(wrong(from.at()))?;
            if line == WITH_ALERT {
                return Ok((state, LineAt::Alert));
            }
            state.line = json(line).ok_or(wrong(from.at()))?.map(Arc::new);
            Ok((state, LineAt::Here))
        }
        Some((1..PACKED, _)) => old::decode(bytes).map(|state| (state, LineAt::Here)),
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
            families: [("AP", vec![7, 8]), ("", vec![])].into_iter().collect(),
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

    fn encoded(state: &StoryState, line_at: LineAt) -> Vec<u8> {
        let mut out = vec![77];
        encode(&mut out, state, line_at);
        out
    }

    #[test]
    fn a_state_comes_back_as_it_was() {
        for state in [state(), StoryState::default()] {
            for line_at in [LineAt::Here, LineAt::Alert] {
                let same = Ok((state.clone(), line_at));
                assert_eq!(decode(&encoded(&state, line_at)), same);
            }
        }
    }

    #[test]
    fn a_state_of_version_4_has_its_line_with_it() {
        let mut old = encoded(&state(), LineAt::Here);
        old[0] = 4;
        assert_eq!(decode(&old), Ok((state(), LineAt::Here)));
    }

    #[test]
    fn cut_or_foreign_bytes_are_refused() {
        let bytes = encoded(&state(), LineAt::Here);
        for len in 0..bytes.len() {
            assert!(decode(&bytes[..len]).is_err(), "{len}");
        }
        let mut foreign = bytes;
        foreign[0] = 9;
        assert!(decode(&foreign).is_err());
    }
}
