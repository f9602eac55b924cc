//! A log file that is begun anew when it is full, while the program runs, and that is followed when
//! somebody else moves it away: `logrotate`, or another process with the same log.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::store::files;

/// Files kept beside the one that is written: `.1` is the newest.
const KEPT: u32 = 3;

/// A log file that never grows beyond a size.
pub(super) struct Rotating {
    path: PathBuf,
    most: u64,
    file: File,
    written: u64,
}

impl Rotating {
    /// Opens a log file for appending, with its folder, which is one user's only.
    pub(super) fn open(path: &Path, most: u64) -> io::Result<Rotating> {
        files::make_folder_of(path)?;
        let (file, written) = append(path)?;
        Ok(Rotating { path: path.to_path_buf(), most, file, written })
    }

    /// Goes on in the file that is at the path, whoever put it there.
    fn follow(&mut self) {
        if is_same(&self.file, &self.path) {
            return;
        }
        // What cannot be opened anew goes on in the file that was moved.
        if let Ok((file, written)) = append(&self.path) {
            (self.file, self.written) = (file, written);
        }
    }

    /// Begins a new file; the full one and those before it move up by one.
    fn turn(&mut self) {
        for number in (1..KEPT).rev() {
            // Where there is none yet, nothing moves.
            let _ = fs::rename(self.numbered(number), self.numbered(number + 1));
        }
        if fs::rename(&self.path, self.numbered(1)).is_ok() {
            self.follow();
        }
    }

    fn numbered(&self, number: u32) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(format!(".{number}"));
        name.into()
    }
}

impl Write for Rotating {
    /// Each call is a whole line.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.follow();
        if self.written > 0 && self.written + line.len() as u64 > self.most {
            self.turn();
        }
        let written = self.file.write(line)?;
        self.written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn append(path: &Path) -> io::Result<(File, u64)> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    let written = file.metadata()?.len();
    Ok((file, written))
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |found: fs::Metadata| (found.dev(), found.ino());
    match (file.metadata().map(place), fs::metadata(path).map(place)) {
        (Ok(ours), Ok(there)) => ours == there,
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same(_file: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &Path) -> String {
        fs::read_to_string(path).unwrap_or_default()
    }

    #[test]
    fn a_full_file_moves_up_while_it_is_written_and_the_oldest_goes() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("logs/wirewatch.log");
        let mut log = Rotating::open(&path, 10).unwrap();
        for number in 1..=9 {
            log.write_all(format!("line {number}\n").as_bytes()).unwrap();
        }
        assert_eq!(read(&path), "line 9\n");
        for (ending, text) in [(1, "line 8\n"), (2, "line 7\n"), (3, "line 6\n"), (4, "")] {
            assert_eq!(read(&log.numbered(ending)), text, "{ending}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(home.path().join("logs")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
        // What is there at a start counts.
        let mut again = Rotating::open(&path, 10).unwrap();
        again.write_all(b"next\n").unwrap();
        assert_eq!((read(&path), read(&log.numbered(1))), ("next\n".into(), "line 9\n".into()));
    }

    #[test]
    fn a_file_that_was_moved_away_or_removed_is_made_anew() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("wirewatch.log");
        let mut log = Rotating::open(&path, 1_000).unwrap();
        let mut other = Rotating::open(&path, 1_000).unwrap();
        log.write_all(b"before\n").unwrap();
        fs::rename(&path, home.path().join("old")).unwrap();
        log.write_all(b"after\n").unwrap();
        other.write_all(b"other\n").unwrap();
        assert_eq!(read(&home.path().join("old")), "before\n");
        assert_eq!(read(&path), "after\nother\n");
        fs::remove_file(&path).unwrap();
        log.write_all(b"anew\n").unwrap();
        assert_eq!(read(&path), "anew\n");
    }
}
