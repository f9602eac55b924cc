//! Files of one user only, whatever the umask: folders 0700, files 0600.
//!
//! What is in them is the backends' work.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// The file itself where a path is a symbolic link to it: what lies beside a file lies beside that.
#[must_use]
pub fn itself(path: &Path) -> PathBuf {
    let linked = path.is_symlink().then(|| fs::canonicalize(path).ok()).flatten();
    linked.unwrap_or_else(|| path.to_path_buf())
}

/// A file as the system knows it: by device and number, whatever its name.
pub type Itself = (u64, u64);

/// Which file lies at a path; `None`: none.
///
/// # Errors
/// When nobody can say.
#[cfg(unix)]
pub fn at(path: &Path) -> io::Result<Option<Itself>> {
    use std::os::unix::fs::MetadataExt;
    match fs::metadata(path) {
        Ok(found) => Ok(Some((found.dev(), found.ino()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Which file lies at a path: here a file that is open can be neither moved nor removed.
#[cfg(not(unix))]
pub fn at(path: &Path) -> io::Result<Option<Itself>> {
    fs::metadata(path).map(|_| Some((0, 0)))
}

/// Makes the folder of a file, with the folders above it, where they are missing.
///
/// # Errors
/// When a folder cannot be made.
pub fn make_folder_of(file: &Path) -> io::Result<()> {
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) else {
        return Ok(());
    };
    // Each by itself: a mode given to many at once is cut by the umask.
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.is_dir()).collect();
    for folder in missing.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
        match make_folder(folder) {
            // Another process was quicker.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
            made => made?,
        }
    }
    Ok(())
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    set_mode(folder, 0o700)
}

/// Opens a file for reading and writing, making it where it is missing.
///
/// # Errors
/// When it cannot be opened or made.
pub fn open_or_make(path: &Path) -> io::Result<File> {
    match make_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => private().open(path),
        made => made,
    }
}

/// Makes a file that must not be there yet.
///
/// # Errors
/// When it is there, or cannot be made.
pub fn make_new(path: &Path) -> io::Result<File> {
    let file = private().create_new(true).open(path)?;
    set_mode(path, 0o600)?;
    Ok(file)
}

/// Puts a draft, which is then gone, at its place beside it, whole and on the disk.
///
/// # Errors
/// When something is at the place already, or the disk refuses.
pub fn settle(draft: &Path, place: &Path) -> io::Result<()> {
    File::open(draft)?.sync_all()?;
    match fs::hard_link(draft, place) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
        // File systems without links.
        Err(_) if !place.exists() => fs::rename(draft, place)?,
        linked => {
            linked?;
            fs::remove_file(draft)?;
        }
    }
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync_folder(folder.unwrap_or(Path::new(".")))
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// The path with something added to its last name.
#[must_use]
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(path: &Path, _mode: u32) -> io::Result<()> {
    fs::metadata(path).map(|_| ())
}
