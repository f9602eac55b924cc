//! `file`: appends each alert line to a file and waits until it is on the disk. The file is opened
//! for each delivery, so whoever rotates it needs to tell nobody.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::kinds::Key;
use super::section::{Raw, Read1};
use super::{BoxFuture, DeliveryError, Notifier, Parcel};

pub(super) const KEYS: &[Key] =
    &[("path", "the file; a relative path begins at the configuration's folder")];

struct Lines {
    path: PathBuf,
}

pub(super) fn build(raw: &Raw<'_>) -> Read1<Box<dyn Notifier>> {
    Ok(Box::new(Lines { path: raw.path("path")? }))
}

impl Notifier for Lines {
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> BoxFuture<'a, Result<(), DeliveryError>> {
        let path = self.path.clone();
        let lines: String = parcel.told.iter().map(|each| format!("{}\n", each.json)).collect();
        Box::pin(async move {
            let shown = path.display().to_string();
            let written = tokio::task::spawn_blocking(move || append(&path, lines.as_bytes()));
            match written.await {
                Ok(Ok(())) => Ok(()),
                Ok(Err(error)) => {
                    Err(DeliveryError::retry(format!("{shown} cannot be written: {error}")))
                }
                Err(_) => Err(DeliveryError::retry("the writing thread ended")),
            }
        })
    }
}

fn append(path: &Path, lines: &[u8]) -> io::Result<()> {
    // Opening a pipe that nobody reads would wait for ever.
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(io::Error::other("it is not a file"));
    }
    let mut options = OpenOptions::new();
    options.create(true).read(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    match tail(&mut file, lines.len())? {
        // Written before a crash that came too early for the mark.
        tail if tail == lines => return file.sync_data(),
        // A line that a crash or a full disk cut in two ends here.
        tail if tail.last().is_some_and(|last| *last != b'\n') => file.write_all(b"\n")?,
        _ => {}
    }
    file.write_all(lines)?;
    file.sync_data()
}

/// The last bytes of the file, at most so many.
fn tail(file: &mut File, most: usize) -> io::Result<Vec<u8>> {
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(most as u64)))?;
    let mut tail = Vec::new();
    file.take(most as u64).read_to_end(&mut tail)?;
    Ok(tail)
}

#[cfg(test)]
mod tests {
    use super::append;

    #[test]
    fn a_repeated_try_writes_nothing_and_half_a_line_stays_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("alerts.jsonl");
        append(&path, b"{1}\n").unwrap();
        append(&path, b"{1}\n").unwrap();
        append(&path, b"{2}\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{1}\n{2}\n");
        std::fs::write(&path, "{1}\n{\"cu").unwrap();
        append(&path, b"{3}\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{1}\n{\"cu\n{3}\n");
        assert!(append(folder.path(), b"{4}\n").is_err());
    }
}
