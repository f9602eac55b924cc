//! A story's state as bytes: compact and quick to read, for 20,000 stories at a start.
//!
//! The first byte is the version. Knows nothing of where the bytes are kept.

use jiff::Timestamp;
use thiserror::Error;

use crate::domain::StoryState;

/// Version that is written. Version 1 had hashes of 64 bits; their upper halves are ours. Before
/// version 3 the time of the first article was not kept.
const VERSION: u8 = 3;

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
    put_u32(&mut out, state.articles);
    put_u32(&mut out, state.harm);
    put_u32(&mut out, state.notices);
    put_time(&mut out, state.last_notice);
    put_len(&mut out, state.centroid.len());
    for (word, weight) in &state.centroid {
        out.extend_from_slice(&word.to_le_bytes());
        out.extend_from_slice(&weight.to_bits().to_le_bytes());
    }
    put_len(&mut out, state.families.len());
    for (origin, shingles) in &state.families {
        put_text(&mut out, origin);
        put_len(&mut out, shingles.len());
        for shingle in shingles {
            out.extend_from_slice(&shingle.to_le_bytes());
        }
    }
    put_len(&mut out, state.origins.len());
    for (origin, first) in &state.origins {
        put_text(&mut out, origin);
        put_time(&mut out, Some(*first));
    }
    for list in [&state.outlets, &state.countries, &state.watches] {
        put_len(&mut out, list.len());
        list.iter().for_each(|text| put_text(&mut out, text));
    }
    let line = state.line.as_ref().and_then(|line| serde_json::to_string(line).ok());
    put_text(&mut out, line.as_deref().unwrap_or(""));
    let memo = state.memo.as_ref().and_then(|memo| serde_json::to_string(memo).ok());
    put_text(&mut out, memo.as_deref().unwrap_or(""));
    put_text(&mut out, state.merged.as_deref().unwrap_or(""));
    put_time(&mut out, state.latest);
    put_time(&mut out, state.earliest);
    out
}

/// Reads a state.
///
/// # Errors
/// When the bytes are cut, of another version or not ours.
pub fn decode(bytes: &[u8]) -> Result<StoryState, CodecError> {
    let mut from = Reader { bytes, at: 0 };
    let [version @ 1..=VERSION] = from.array()? else { return Err(from.wrong()) };
    let (articles, harm, notices) = (from.u32()?, from.u32()?, from.u32()?);
    let last_notice = from.time()?;
    let centroid = from.centroid(version)?;
    let families = from.list(8, |from| Ok((from.text()?, from.shingles(version)?)))?;
    let origins = from.list(12, |from| {
        let origin = from.text()?;
        Ok((origin, from.time()?.ok_or_else(|| from.wrong())?))
    })?;
    let outlets = from.list(4, Reader::text)?;
    let countries = from.list(4, Reader::text)?;
    let watches = from.list(4, Reader::text)?;
    let line = from.json()?;
    let memo = from.json()?;
    let merged = Some(from.text()?).filter(|name| !name.is_empty());
    let latest = from.time()?;
    let earliest = if version < 3 { None } else { from.time()? };
    Ok(StoryState {
        centroid,
        families,
        articles,
        outlets,
        origins,
        countries,
        watches,
        harm,
        notices,
        last_notice,
        line,
        memo,
        merged,
        latest,
        earliest,
    })
}

fn put_u32(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(&number.to_le_bytes());
}

fn put_len(out: &mut Vec<u8>, len: usize) {
    put_u32(out, u32::try_from(len).unwrap_or(u32::MAX));
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_len(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

/// Nanoseconds since 1970; no time is the smallest number, which no timestamp reaches.
fn put_time(out: &mut Vec<u8>, time: Option<Timestamp>) {
    let number = time.map_or(i128::MIN, Timestamp::as_nanosecond);
    out.extend_from_slice(&number.to_le_bytes());
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn wrong(&self) -> CodecError {
        CodecError { at: self.at }
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], CodecError> {
        let end = self.at.checked_add(len).ok_or(self.wrong())?;
        let taken = self.bytes.get(self.at..end).ok_or(self.wrong())?;
        self.at = end;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], CodecError> {
        self.take(N)?.try_into().map_err(|_| self.wrong())
    }

    fn u32(&mut self) -> Result<u32, CodecError> {
        self.array().map(u32::from_le_bytes)
    }

    fn text(&mut self) -> Result<String, CodecError> {
        let len = self.u32()? as usize;
        let bytes = self.take(len)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| self.wrong())
    }

    /// A value kept as JSON; an empty text is none.
    fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<Option<T>, CodecError> {
        match self.text()?.as_str() {
            "" => Ok(None),
            json => serde_json::from_str(json).map(Some).map_err(|_| self.wrong()),
        }
    }

    fn time(&mut self) -> Result<Option<Timestamp>, CodecError> {
        match self.array().map(i128::from_le_bytes)? {
            i128::MIN => Ok(None),
            number => Timestamp::from_nanosecond(number).map(Some).map_err(|_| self.wrong()),
        }
    }

    /// A counted list of records of one size, taken in one go: the bulk of a state.
    fn records<const N: usize, T>(
        &mut self,
        record: impl Fn([u8; N]) -> T,
    ) -> Result<Vec<T>, CodecError> {
        let count = self.u32()? as usize;
        let bytes = self.take(count.checked_mul(N).ok_or(self.wrong())?)?;
        let (records, _) = bytes.as_chunks::<N>();
        Ok(records.iter().map(|bytes| record(*bytes)).collect())
    }

    fn centroid(&mut self, version: u8) -> Result<Vec<(u32, f32)>, CodecError> {
        let weigh = |bits: &[u8]| f32::from_bits(bits.try_into().map_or(0, u32::from_le_bytes));
        if version == 1 {
            return self.records(|[_, _, _, _, a, b, c, d, weight @ ..]: [u8; 12]| {
                (u32::from_le_bytes([a, b, c, d]), weigh(&weight))
            });
        }
        self.records(|[a, b, c, d, weight @ ..]: [u8; 8]| {
            (u32::from_le_bytes([a, b, c, d]), weigh(&weight))
        })
    }

    fn shingles(&mut self, version: u8) -> Result<Vec<u32>, CodecError> {
        if version == 1 {
            return self.records(|[_, _, _, _, upper @ ..]: [u8; 8]| u32::from_le_bytes(upper));
        }
        self.records(u32::from_le_bytes)
    }

    /// A counted list; the count is held against what is left, `least` bytes an item.
    fn list<T>(
        &mut self,
        least: usize,
        item: impl Fn(&mut Self) -> Result<T, CodecError>,
    ) -> Result<Vec<T>, CodecError> {
        let count = self.u32()? as usize;
        if count.saturating_mul(least) > self.bytes.len().saturating_sub(self.at) {
            return Err(self.wrong());
        }
        let mut list = Vec::with_capacity(count);
        for _ in 0..count {
            list.push(item(self)?);
        }
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> StoryState {
        let time = Timestamp::from_second(1_589_900_000).unwrap();
        StoryState {
            centroid: vec![(1, 0.5), (u32::MAX, -1.0)],
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
        }
    }

    #[test]
    fn a_state_comes_back_as_it_was() {
        for state in [state(), StoryState::default()] {
            assert_eq!(decode(&encode(&state)), Ok(state));
        }
    }

    #[test]
    fn a_state_of_version_1_is_read_by_the_upper_halves_of_its_hashes() {
        let mut old = vec![1];
        old.extend([0; 12]);
        put_time(&mut old, None);
        put_len(&mut old, 1);
        old.extend(0x0000_0007_ffff_ffff_u64.to_le_bytes());
        old.extend(0.5_f32.to_bits().to_le_bytes());
        put_len(&mut old, 1);
        put_text(&mut old, "AP");
        put_len(&mut old, 1);
        old.extend(0x0000_0009_ffff_ffff_u64.to_le_bytes());
        old.extend([0; 28]);
        put_time(&mut old, None);
        let state = StoryState {
            centroid: vec![(7, 0.5)],
            families: vec![("AP".into(), vec![9])],
            ..StoryState::default()
        };
        assert_eq!(decode(&old), Ok(state));
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
