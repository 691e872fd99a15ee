//! Where a newsletter's files are, and the only room that writes them.
//!
//! A file is replaced whole or not at all: temporary file in the same folder, flush, fsync, rename,
//! fsync of the folder. Targets that are not plain files are refused. The newsletter's own files are
//! written under the lock ([`Lock::write`]), which dies with its process; [`write`](fn@write) is for files that
//! a person named, which may lie anywhere.

mod disk;
mod lock;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use tempfile::NamedTempFile;

pub use lock::Lock;

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
    /// Its mode says that nobody may write it: nothing was written.
    #[error("{path} is read-only: nothing was written")]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// It would lie outside the newsletter's folder, by `..` or by a link: nothing was written.
    #[error("{path} leads outside the newsletter's folder: nothing was written")]
    Outside {
        /// The file.
        path: PathBuf,
    },
    /// It is larger than [`FILE_CAP`].
    #[error("{path} is larger than {} MB", FILE_CAP / 1_000_000)]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// A folder has too many files.
    #[error("{path} has more than {cap} files")]
    TooMany {
        /// The folder.
        path: PathBuf,
        /// Most files that are read.
        cap: usize,
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

/// The size of a file in bytes, as far as it can be told.
pub fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
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
/// When the target is no plain file or read-only, or at any step of writing; the file is then the old
/// one or, where only the last step failed, the new one.
pub fn write(path: &Path, text: &[u8]) -> Result<(), FileError> {
    Replacement::prepare(path, text, disk::TEMPORARY)?.complete()
}

/// Asks whether a file could be written: said before the work, not after it.
///
/// # Errors
/// When something else than a plain file that may be written stands there.
pub fn must_be_writable(path: &Path) -> Result<(), FileError> {
    replaceable(path).map(drop)
}

/// A file that is on the disk, whole, and has not yet taken its place. Dropped, it is gone.
struct Replacement {
    path: PathBuf,
    file: NamedTempFile,
}

impl Replacement {
    fn prepare(path: &Path, text: &[u8], prefix: &str) -> Result<Replacement, FileError> {
        let before = replaceable(path)?;
        let file = filled(&disk::folder_of(path), before, text, prefix);
        let file = file.map_err(|cause| FileError::Write { path: path.into(), cause })?;
        Ok(Replacement { path: path.into(), file })
    }

    fn complete(self) -> Result<(), FileError> {
        let renamed =
            disk::rename(self.file, &self.path).and_then(|()| disk::sync_folder(&disk::folder_of(&self.path)));
        renamed.map_err(|cause| FileError::Write { path: self.path, cause })
    }
}

/// What stands at a path and may be replaced; None where nothing stands there.
fn replaceable(path: &Path) -> Result<Option<fs::Metadata>, FileError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(FileError::Write { path: path.into(), cause }),
        Ok(found) => match odd(&found) {
            Some(what) => Err(FileError::NotPlain { path: path.into(), what }),
            // A rename would replace it all the same: whoever made it read-only meant something else.
            None if found.permissions().readonly() => Err(FileError::ReadOnly { path: path.into() }),
            None => Ok(Some(found)),
        },
    }
}

/// A temporary file with this text and the mode of the file before, on the disk. Missing folders are
/// made.
fn filled(folder: &Path, before: Option<fs::Metadata>, text: &[u8], prefix: &str) -> io::Result<NamedTempFile> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|place| !place.exists()).collect();
    missing.into_iter().rev().filter(|place| !place.as_os_str().is_empty()).try_for_each(disk::make_folder)?;
    let mut file = disk::temporary(folder, prefix)?;
    disk::fill(&mut file, text)?;
    if let Some(before) = before {
        disk::set_permissions(file.as_file(), before.permissions())?;
    }
    disk::sync(file.as_file())?;
    Ok(file)
}

/// Every file below `folder` whose name ends in one of `endings`, sorted. Hidden files and folders and
/// links are left out.
///
/// # Errors
/// When the folder or one below it cannot be read, or when there are more than `cap` such files.
pub fn files_below(folder: &Path, endings: &[&str], cap: usize) -> Result<Vec<PathBuf>, FileError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let read = |cause| FileError::Read { path: next.clone(), cause };
        for entry in fs::read_dir(&next).map_err(read)? {
            let entry = entry.map_err(read)?;
            let name = entry.file_name().to_string_lossy().to_lowercase();
            let kind = entry.file_type().map_err(read)?;
            if name.starts_with('.') {
                continue;
            } else if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(entry.path());
            }
            if found.len() > cap {
                return Err(FileError::TooMany { path: folder.into(), cap });
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
}
