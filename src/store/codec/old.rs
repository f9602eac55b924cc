//! States as earlier versions wrote them: read once, written again in today's form.

use std::sync::Arc;

use jiff::Timestamp;

use super::CodecError;
use crate::domain::StoryState;

/// Reads a state of version 1, 2 or 3.
pub(super) fn decode(bytes: &[u8]) -> Result<StoryState, CodecError> {
    let mut from = Reader { bytes, at: 0 };
    let [version] = from.array()?;
    let (articles, harm, notices) = (from.u32()?, from.u32()?, from.u32()?);
    let last_notice = from.time()?;
    let centroid = from.centroid(version)?;
    let families = from.list(8, |from| Ok((from.text()?, from.shingles(version)?)))?.into();
    let origins = from.list(12, |from| {
        let origin = from.text()?;
        Ok((origin, from.time()?.ok_or_else(|| from.wrong())?))
    })?;
    let outlets = from.list(4, Reader::text)?;
    let countries = from.list(4, Reader::text)?;
    let watches = from.list(4, Reader::text)?;
    let line = from.json()?.map(Arc::new);
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
        apart: Vec::new(),
    })
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

    fn centroid(&mut self, version: u8) -> Result<Vec<(u32, u16)>, CodecError> {
        // Weights lie between 0 and 1; the length of the whole is 1.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
        let weigh = |bits: &[u8]| {
            let weight = f32::from_bits(bits.try_into().map_or(0, u32::from_le_bytes));
            (weight * 65_536.0).clamp(0.0, 65_535.0) as u16
        };
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

    #[test]
    fn a_state_of_version_1_is_read_by_the_upper_halves_of_its_hashes() {
        let mut old = vec![1];
        old.extend([0; 12]);
        old.extend(i128::MIN.to_le_bytes());
        old.extend(1_u32.to_le_bytes());
        old.extend(0x0000_0007_ffff_ffff_u64.to_le_bytes());
        old.extend(0.5_f32.to_bits().to_le_bytes());
        old.extend(1_u32.to_le_bytes());
        old.extend(2_u32.to_le_bytes());
        old.extend(b"AP");
        old.extend(1_u32.to_le_bytes());
        old.extend(0x0000_0009_ffff_ffff_u64.to_le_bytes());
        old.extend([0; 28]);
        old.extend(i128::MIN.to_le_bytes());
        let state = StoryState {
            centroid: vec![(7, 32_768)],
            families: [("AP", vec![9])].into_iter().collect(),
            ..StoryState::default()
        };
        assert_eq!(decode(&old), Ok(state));
    }
}
