//! Where a newsletter's files are, and the only room that writes them.
//!
//! A file is replaced whole or not at all: temporary file in the same folder, flush, fsync, rename,
//! fsync of the folder. Targets that are not plain files are refused. One run at a time holds the
//! lock, which dies with its process.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;

/// Largest text file of a newsletter that is read, in bytes.
pub const FILE_CAP: u64 = 20_000_000;

/// A newsletter repository on disk.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The folder of `sources.toml`.
    pub root: PathBuf,
    /// The configuration file.
    pub config: PathBuf,
    /// Local working state; nothing in it is worth keeping.
    pub cache: PathBuf,
}

/// What went wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It could not be read.
    #[error("{path} cannot be read: {cause}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// It could not be written.
    #[error("{path} cannot be written: {cause}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// It is not a plain file (a link, a folder, a pipe): nothing was written.
    #[error("{path} is {what}, not a plain file: nothing was written")]
    NotPlain {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// It is larger than [`FILE_CAP`].
    #[error("{path} is larger than {} MB", FILE_CAP / 1_000_000)]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// It is not UTF-8.
    #[error("{path} is not UTF-8 text (byte {at})")]
    NotText {
        /// The file.
        path: PathBuf,
        /// The first bad byte.
        at: usize,
    },
    /// Another run holds the lock.
    #[error("another run is writing to this newsletter{}", .holder.as_deref().map(|holder| format!(" ({holder})")).unwrap_or_default())]
    Locked {
        /// What the lock file says of its holder.
        holder: Option<String>,
    },
}

/// Held while files are written; released when dropped or when the process dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Workspace {
    /// The newsletter in `root`.
    pub fn new(root: PathBuf, config: &Path, cache: Option<&Path>) -> Workspace {
        Workspace {
            config: root.join(config),
            cache: cache.map_or_else(|| root.join(".newsletter"), Path::to_path_buf),
            root,
        }
    }

    /// The nearest folder upwards from `from` that has `config`; `from` itself where none has.
    pub fn discover(from: &Path, config: &Path) -> PathBuf {
        let found = from.ancestors().find(|folder| folder.join(config).is_file());
        found.unwrap_or(from).to_path_buf()
    }

    /// The file of the issue of a day.
    pub fn issue(&self, folder: &Path, date: Date) -> PathBuf {
        self.root.join(folder).join(format!("{date}.md"))
    }

    /// The record of the issue of a day.
    pub fn record(&self, folder: &Path, date: Date) -> PathBuf {
        self.root.join(folder).join(".record").join(format!("{date}.jsonl"))
    }

    /// The text of that issue as last generated.
    pub fn base(&self, folder: &Path, date: Date) -> PathBuf {
        self.root.join(folder).join(".record").join(format!("{date}.base.md"))
    }

    /// The path of a file below the root as people write it, with `/`.
    pub fn shown(&self, path: &Path) -> String {
        let inner = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<String> =
            inner.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        if inner.is_absolute() { inner.display().to_string() } else { parts.join("/") }
    }

    /// Takes the lock, or says who holds it.
    ///
    /// # Errors
    /// When another run holds it or the working folder cannot be made.
    pub fn lock(&self) -> Result<Lock, FileError> {
        let folder = self.root.join(".newsletter");
        let write = |cause| FileError::Write { path: folder.clone(), cause };
        fs::create_dir_all(&folder).map_err(write)?;
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(&ignore, "*\n").map_err(write)?;
        }
        let path = folder.join("lock");
        let mut file =
            OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path).map_err(write)?;
        match file.try_lock() {
            Ok(()) => {
                let _ = file.set_len(0).and_then(|()| write!(file, "process {}", std::process::id()));
                Ok(Lock { _file: file })
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.take(200).read_to_string(&mut holder);
                Err(FileError::Locked { holder: Some(holder).filter(|text| !text.is_empty()) })
            }
            Err(TryLockError::Error(cause)) => Err(FileError::Write { path, cause }),
        }
    }
}

/// Reads a text file of a person or of ours, under [`FILE_CAP`].
///
/// # Errors
/// When it cannot be read, is too large, or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    let bytes = read_bytes(path)?;
    String::from_utf8(bytes)
        .map_err(|error| FileError::NotText { path: path.into(), at: error.utf8_error().valid_up_to() })
}

/// Reads a file, under [`FILE_CAP`].
///
/// # Errors
/// When it cannot be read or is too large.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, FileError> {
    let read = |cause| FileError::Read { path: path.into(), cause };
    if let Some(what) = fs::metadata(path).map_err(read).map(|found| odd(&found))? {
        return Err(FileError::Read { path: path.into(), cause: io::Error::other(format!("it is {what}")) });
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(read)?.take(FILE_CAP + 1).read_to_end(&mut bytes).map_err(read)?;
    if bytes.len() as u64 > FILE_CAP {
        return Err(FileError::TooLarge { path: path.into() });
    }
    Ok(bytes)
}

/// What a path is, where it is neither a plain file nor (followed) a link to one.
fn odd(found: &fs::Metadata) -> Option<&'static str> {
    match found {
        found if found.is_file() => None,
        found if found.is_dir() => Some("a folder"),
        found if found.is_symlink() => Some("a link"),
        _ => Some("a pipe or a device"),
    }
}

/// Adds to the end of a file that something else made for it (the files of a CI runner).
///
/// # Errors
/// When it is no plain file or cannot be written.
pub fn append(path: &Path, text: &str) -> Result<(), FileError> {
    let fail = |cause| FileError::Write { path: path.into(), cause };
    if let Some(what) = fs::metadata(path).ok().as_ref().and_then(odd) {
        return Err(FileError::NotPlain { path: path.into(), what });
    }
    let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)
}

/// Replaces a file as a whole. The mode of an existing file is kept.
///
/// # Errors
/// When the target is no plain file, or at any step of writing; the old file is then as it was.
pub fn write(path: &Path, text: &[u8]) -> Result<(), FileError> {
    let fail = |cause| FileError::Write { path: path.into(), cause };
    let before = match fs::symlink_metadata(path) {
        Ok(found) => Some(found),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(fail(error)),
    };
    if let Some(what) = before.as_ref().and_then(odd) {
        return Err(FileError::NotPlain { path: path.into(), what });
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(fail)?;
    let mut temporary = tempfile::Builder::new().prefix(".newsletter-").tempfile_in(folder).map_err(fail)?;
    temporary.write_all(text).and_then(|()| temporary.flush()).map_err(fail)?;
    keep_mode(temporary.as_file(), before.as_ref()).map_err(fail)?;
    temporary.as_file().sync_all().map_err(fail)?;
    temporary.persist(path).map_err(|error| fail(error.error))?;
    sync_folder(folder).map_err(fail)
}

/// Removes a file; one that is not there is removed.
///
/// # Errors
/// When it cannot be removed.
pub fn remove(path: &Path) -> Result<(), FileError> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(FileError::Write { path: path.into(), cause }),
        _ => Ok(()),
    }
}

/// A temporary file is made for its owner only: give it the mode of the file it replaces, or the
/// usual one.
#[cfg(unix)]
fn keep_mode(file: &File, before: Option<&fs::Metadata>) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = before.map_or(0o644, |found| found.permissions().mode() & 0o7777);
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_mode(_file: &File, _before: Option<&fs::Metadata>) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether a path from configuration stays inside the folder it is relative to.
pub fn stays_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// Every file below `folder` whose name ends in one of `endings`, sorted; at most `cap`. Hidden
/// files and folders and links are left out.
///
/// # Errors
/// When the folder or one below it cannot be read.
pub fn files_below(folder: &Path, endings: &[&str], cap: usize) -> Result<Vec<PathBuf>, FileError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let read = |cause| FileError::Read { path: next.clone(), cause };
        for entry in fs::read_dir(&next).map_err(read)? {
            let entry = entry.map_err(read)?;
            let name = entry.file_name().to_string_lossy().to_lowercase();
            let kind = entry.file_type().map_err(read)?;
            if name.starts_with('.') || found.len() >= cap {
                continue;
            } else if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_keeps_its_mode() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/issue.md");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(read_text(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path().join("deep")).unwrap().count(), 1, "no temporary file stays");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_folders_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().join("outside.txt");
        fs::write(&outside, "kept").unwrap();
        let link = folder.path().join("link.md");
        std::os::unix::fs::symlink(&outside, &link).unwrap();
        assert!(matches!(write(&link, b"x"), Err(FileError::NotPlain { .. })));
        assert!(matches!(write(folder.path(), b"x"), Err(FileError::NotPlain { .. })));
        assert_eq!(fs::read_to_string(&outside).unwrap(), "kept");
    }

    #[test]
    fn the_lock_is_held_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::new(folder.path().into(), Path::new("sources.toml"), None);
        let held = workspace.lock().unwrap();
        assert!(matches!(workspace.lock(), Err(FileError::Locked { .. })));
        drop(held);
        assert!(workspace.lock().is_ok());
    }
}
