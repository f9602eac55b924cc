//! Small values as bytes and back: counts as they come, texts with their length, times to the
//! nanosecond. Knows nothing of what they make up; see `packed`.

use jiff::Timestamp;

/// Writes a count: seven bits a byte, the lowest first.
pub fn put_count(out: &mut Vec<u8>, mut count: u64) {
    while count >= 0x80 {
        out.push((count & 0x7f) as u8 | 0x80);
        count >>= 7;
    }
    out.push((count & 0x7f) as u8);
}

/// Writes a text behind its length.
pub fn put_text(out: &mut Vec<u8>, text: &str) {
    put_count(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Writes a time, or that there is none.
pub fn put_time(out: &mut Vec<u8>, time: Option<Timestamp>) {
    let Some(time) = time else { return out.push(0) };
    let seconds = time.as_second();
    // The sign last, so that times near 1970 are short; 0 is no time.
    let folded = (seconds << 1) ^ (seconds >> 63);
    put_count(out, folded.cast_unsigned() + 1);
    put_count(out, u64::from(time.subsec_nanosecond().unsigned_abs()));
}

/// Reads what was written, in the same order. Every error is the byte at which reading ended.
#[derive(Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads from the first byte.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0 }
    }

    /// Where reading is.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// How many bytes are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// So many bytes.
    ///
    /// # Errors
    /// When there are fewer.
    pub fn take(&mut self, len: usize) -> Result<&'a [u8], usize> {
        let end = self.at.checked_add(len).ok_or(self.at)?;
        let taken = self.bytes.get(self.at..end).ok_or(self.at)?;
        self.at = end;
        Ok(taken)
    }

    /// So many bytes as an array.
    ///
    /// # Errors
    /// When there are fewer.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], usize> {
        self.take(N)?.try_into().map_err(|_| self.at)
    }

    /// A count.
    ///
    /// # Errors
    /// When it is cut or longer than any.
    pub fn count(&mut self) -> Result<u64, usize> {
        let mut count = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            count |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(count);
            }
        }
        Err(self.at)
    }

    /// A count that fits 32 bits.
    ///
    /// # Errors
    /// When it is cut or larger.
    pub fn small(&mut self) -> Result<u32, usize> {
        u32::try_from(self.count()?).map_err(|_| self.at)
    }

    /// A length, of items of at least so many bytes.
    ///
    /// # Errors
    /// When what is left cannot hold them.
    pub fn length(&mut self, least: usize) -> Result<usize, usize> {
        let len = usize::try_from(self.count()?).map_err(|_| self.at)?;
        if len.saturating_mul(least) > self.left() { Err(self.at) } else { Ok(len) }
    }

    /// A text.
    ///
    /// # Errors
    /// When it is cut or no text.
    pub fn text(&mut self) -> Result<&'a str, usize> {
        let len = self.length(1)?;
        std::str::from_utf8(self.take(len)?).map_err(|_| self.at)
    }

    /// A time, if there is one.
    ///
    /// # Errors
    /// When it is cut or no time.
    pub fn time(&mut self) -> Result<Option<Timestamp>, usize> {
        let Some(folded) = self.count()?.checked_sub(1) else { return Ok(None) };
        let seconds = (folded >> 1).cast_signed() ^ -((folded & 1).cast_signed());
        let nanos = i32::try_from(self.count()?).map_err(|_| self.at)?;
        let nanos = if seconds < 0 { -nanos } else { nanos };
        Timestamp::new(seconds, nanos).map(Some).map_err(|_| self.at)
    }

    /// A counted list.
    ///
    /// # Errors
    /// Those of its items.
    pub fn list<T>(
        &mut self,
        item: impl Fn(&mut Self) -> Result<T, usize>,
    ) -> Result<Vec<T>, usize> {
        let count = self.length(1)?;
        let mut list = Vec::with_capacity(count);
        for _ in 0..count {
            list.push(item(self)?);
        }
        Ok(list)
    }

    /// A counted list of numbers of 32 bits, taken in one go.
    ///
    /// # Errors
    /// When it is cut.
    pub fn words(&mut self) -> Result<impl ExactSizeIterator<Item = u32> + use<'a>, usize> {
        let count = self.length(4)?;
        let (words, _) = self.take(4 * count)?.as_chunks::<4>();
        Ok(words.iter().map(|bytes| u32::from_le_bytes(*bytes)))
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Reader, put_count, put_text, put_time};

    #[test]
    fn what_is_written_is_read_back() {
        let times = [
            None,
            Some(Timestamp::UNIX_EPOCH),
            Timestamp::new(1_589_900_000, 123).ok(),
            Timestamp::new(-5, -7).ok(),
            Some(Timestamp::MIN),
            Some(Timestamp::MAX),
        ];
        for time in times {
            let mut out = Vec::new();
            put_time(&mut out, time);
            assert_eq!(Reader::new(&out).time(), Ok(time));
        }
        for count in [0, 1, 127, 128, 300, u64::MAX] {
            let mut out = Vec::new();
            put_count(&mut out, count);
            assert_eq!(Reader::new(&out).count(), Ok(count));
        }
        let mut out = Vec::new();
        put_text(&mut out, "Kata’ib");
        assert_eq!(Reader::new(&out).text(), Ok("Kata’ib"));
        assert!(Reader::new(&out[..3]).text().is_err());
    }

    #[test]
    fn a_length_beyond_what_is_left_is_refused() {
        let mut out = Vec::new();
        put_count(&mut out, u64::from(u32::MAX));
        assert!(Reader::new(&out).words().is_err());
        assert!(Reader::new(&out).list(|from| from.count()).is_err());
    }
}
