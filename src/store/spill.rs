//! A file for what the writing process asks for seldom: it has no name, lies beside the store and is gone
//! with the process. The store itself stays the one truth: what is lost here is read from there again.

use std::collections::HashMap;
use std::fs::File;
use std::hash::BuildHasher;
use std::path::Path;

use foldhash::quality::RandomState;

use super::files;
use crate::domain::{Spill, Spilled};

/// Bytes in which places are counted: half of one is lost with each of what is put here, some 1 to 4 KB.
const BLOCK: usize = 128;

/// Blocks at most: a gigabyte. Twenty thousand stories take less than a tenth of it.
const MOST_BLOCKS: u32 = 8 << 20;

/// Before the bytes: their hash, by which it shows whether they came back as they were.
const HEAD: usize = 8;

/// The file.
#[derive(Debug)]
pub(super) struct SpillFile {
    file: File,
    /// Blocks up to the end.
    end: u32,
    /// What was given back, by its number of blocks.
    free: HashMap<u32, Vec<u32>>,
    hasher: RandomState,
    written: Vec<u8>,
    /// The disk refused once: what is in memory stays there.
    refused: bool,
}

impl SpillFile {
    /// Makes one beside a store; `None`: this is not the place for it.
    pub(super) fn beside(store: &Path) -> Option<SpillFile> {
        let path = files::beside(&files::itself(store), ".spill");
        // One process writes to a store: what lies there was left by one that was killed at this very moment.
        let _ = std::fs::remove_file(&path);
        let file = files::make_new(&path).ok()?;
        // Where an open file keeps its name, it is no place for it.
        std::fs::remove_file(&path).ok()?;
        Some(SpillFile {
            file,
            end: 0,
            free: HashMap::new(),
            hasher: RandomState::default(),
            written: Vec::new(),
            refused: false,
        })
    }

    fn blocks(length: usize) -> Option<u32> {
        u32::try_from((HEAD + length).div_ceil(BLOCK)).ok()
    }

    /// Room for so many blocks.
    fn room(&mut self, blocks: u32) -> Option<u32> {
        if let Some(place) = self.free.get_mut(&blocks).and_then(Vec::pop) {
            return Some(place);
        }
        let place = self.end;
        self.end = place.checked_add(blocks).filter(|end| *end <= MOST_BLOCKS)?;
        Some(place)
    }
}

impl Spill for SpillFile {
    fn put(&mut self, bytes: &[u8]) -> Option<Spilled> {
        if self.refused {
            return None;
        }
        let (length, blocks) = (u32::try_from(bytes.len()).ok()?, SpillFile::blocks(bytes.len())?);
        let place = self.room(blocks)?;
        self.written.clear();
        self.written.extend_from_slice(&self.hasher.hash_one(bytes).to_le_bytes());
        self.written.extend_from_slice(bytes);
        let put = at::write(&self.file, &self.written, offset(place));
        self.written.clear();
        self.refused = put.is_err();
        put.ok().map(|()| Spilled { place, length })
    }

    fn get(&self, what: Spilled) -> Option<Vec<u8>> {
        let mut bytes = vec![0; HEAD + what.length as usize];
        at::read(&self.file, &mut bytes, offset(what.place)).ok()?;
        let (head, bytes_read) = bytes.split_first_chunk::<HEAD>()?;
        let same = u64::from_le_bytes(*head) == self.hasher.hash_one(bytes_read);
        same.then(|| {
            bytes.drain(..HEAD);
            bytes
        })
    }

    fn free(&mut self, what: Spilled) {
        if let Some(blocks) = SpillFile::blocks(what.length as usize) {
            self.free.entry(blocks).or_default().push(what.place);
        }
    }
}

fn offset(place: u32) -> u64 {
    u64::from(place) * BLOCK as u64
}

#[cfg(unix)]
mod at {
    //! Reading and writing at a place of a file.
    use std::fs::File;
    use std::io;
    use std::os::unix::fs::FileExt;

    pub(super) fn write(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        file.write_all_at(bytes, offset)
    }

    pub(super) fn read(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
        file.read_exact_at(bytes, offset)
    }
}

#[cfg(not(unix))]
mod at {
    //! Here an open file keeps its name, so there is no such file.
    use std::fs::File;
    use std::io;

    pub(super) fn write(_: &File, _: &[u8], _: u64) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) fn read(_: &File, _: &mut [u8], _: u64) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spill() -> (tempfile::TempDir, SpillFile) {
        let folder = tempfile::tempdir().unwrap();
        let spill = SpillFile::beside(&folder.path().join("news.db")).unwrap();
        assert_eq!(folder.path().read_dir().unwrap().count(), 0, "it has no name");
        (folder, spill)
    }

    #[test]
    fn what_is_put_away_comes_back_and_its_room_is_used_again() {
        let (_folder, mut spill) = spill();
        let texts = [b"rocket".repeat(50), Vec::new(), b"embassy".to_vec()];
        let places: Vec<Spilled> = texts.iter().map(|text| spill.put(text).unwrap()).collect();
        for (text, place) in texts.iter().zip(&places) {
            assert_eq!(spill.get(*place).as_ref(), Some(text));
        }
        let end = spill.end;
        spill.free(places[0]);
        let again = spill.put(&b"militia".repeat(42)).unwrap();
        assert_eq!((again.place, spill.end), (places[0].place, end));
        assert_eq!(spill.get(again).unwrap(), b"militia".repeat(42));
        assert_eq!(spill.get(places[2]).unwrap(), b"embassy");
    }

    #[test]
    fn bytes_that_are_not_what_they_were_are_lost() {
        let (_folder, mut spill) = spill();
        let (one, other) = (spill.put(b"one").unwrap(), spill.put(b"other").unwrap());
        at::write(&spill.file, b"X", offset(one.place) + HEAD as u64).unwrap();
        assert_eq!(spill.get(one), None);
        spill.file.set_len(offset(other.place)).unwrap();
        assert_eq!(spill.get(other), None);
    }

    #[test]
    fn a_disk_that_refuses_is_not_asked_again() {
        let (folder, mut spill) = spill();
        std::fs::write(folder.path().join("read only"), "").unwrap();
        spill.file = File::open(folder.path().join("read only")).unwrap();
        assert_eq!(spill.put(b"rocket"), None);
        spill.file = File::create(folder.path().join("good")).unwrap();
        assert_eq!(spill.put(b"rocket"), None);
    }
}
