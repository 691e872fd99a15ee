//! The lock: who holds it may write the newsletter's own files, one run at a time.
//!
//! It is a lock of the operating system on `.newsletter/lock`, so it dies with its process; the file
//! stays and says nothing by being there.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use super::{FileError, Replacement, Workspace, disk, odd, replaceable, write};

/// The working folder, beside `sources.toml`.
const FOLDER: &str = ".newsletter";

/// Held while the newsletter's files are written; released when dropped or when the process dies.
#[derive(Debug)]
pub struct Lock {
    /// The newsletter's folder, links resolved.
    root: PathBuf,
    _file: File,
}

impl Workspace {
    /// Takes the lock, or says who holds it.
    ///
    /// # Errors
    /// When another run holds it, the working folder cannot be made or leads outside the newsletter,
    /// or something else than a plain file stands where the lock should be.
    pub fn lock(&self) -> Result<Lock, FileError> {
        let fail = |cause| FileError::Write { path: self.root.join(FOLDER), cause };
        let root = self.root.canonicalize().map_err(fail)?;
        let folder = root.join(FOLDER);
        must_be_inside(&root, &folder.join("lock"))?;
        disk::make_folder(&folder).map_err(fail)?;
        let ignore = folder.join(".gitignore");
        if fs::symlink_metadata(&ignore).is_err() {
            write(&ignore, b"*\n")?;
        }
        let path = folder.join("lock");
        if let Some(what) = fs::symlink_metadata(&path).ok().as_ref().and_then(odd) {
            return Err(FileError::NotPlain { path, what });
        }
        let file = disk::open_lock(&path).map_err(fail)?;
        match file.try_lock() {
            Ok(()) => disk::sign_lock(&file, &format!("process {}\n", std::process::id())).map_err(fail)?,
            Err(TryLockError::WouldBlock) => return Err(FileError::Locked { holder: holder(file) }),
            Err(TryLockError::Error(cause)) => return Err(FileError::Write { path, cause }),
        }
        Ok(Lock { root, _file: file })
    }
}

/// What the lock file says of its holder.
fn holder(file: File) -> Option<String> {
    let mut text = String::new();
    file.take(200).read_to_string(&mut text).ok()?;
    text.lines().next().filter(|line| !line.is_empty()).map(str::to_owned)
}

impl Lock {
    /// Replaces a file of the newsletter as a whole, as [`write`](fn@write) does.
    ///
    /// # Errors
    /// Those of [`Lock::write_all`].
    pub fn write(&self, path: &Path, text: &[u8]) -> Result<(), FileError> {
        self.write_all(&[(path, text)])
    }

    /// Replaces files of the newsletter, each as a whole and in this order. Every one is ready on the
    /// disk before the first takes its place, so that a full disk or a target that is refused leaves
    /// all of them as they were. What killed runs left unfinished beside them is cleared away.
    ///
    /// # Errors
    /// Those of [`write`](fn@write); and when a path leads outside the newsletter, be it by `..` or by a link.
    pub fn write_all(&self, files: &[(&Path, &[u8])]) -> Result<(), FileError> {
        for (path, _) in files {
            must_be_inside(&self.root, path)?;
            sweep(&disk::folder_of(path)).map_err(|cause| FileError::Write { path: path.into(), cause })?;
        }
        let ready = files.iter().map(|(path, text)| Replacement::prepare(path, text, disk::TEMPORARY_UNDER_LOCK));
        ready.collect::<Result<Vec<_>, _>>()?.into_iter().try_for_each(Replacement::complete)
    }

    /// Asks whether a file could be written: said before the work, not after it.
    ///
    /// # Errors
    /// When its path leads outside the newsletter, or no plain file that may be written stands there.
    pub fn must_be_writable(&self, path: &Path) -> Result<(), FileError> {
        must_be_inside(&self.root, path)?;
        replaceable(path).map(drop)
    }

    /// Removes a file of the newsletter; one that is not there is removed.
    ///
    /// # Errors
    /// When it cannot be removed or lies outside the newsletter.
    pub fn remove(&self, path: &Path) -> Result<(), FileError> {
        must_be_inside(&self.root, path)?;
        match disk::remove(path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(FileError::Write { path: path.into(), cause }),
            _ => Ok(()),
        }
    }
}

/// Follows links as far as the path exists; what is missing may only be plain names.
fn must_be_inside(root: &Path, path: &Path) -> Result<(), FileError> {
    let outside = || FileError::Outside { path: path.into() };
    let folder = disk::folder_of(path);
    let standing = folder.ancestors().find(|place| fs::symlink_metadata(place).is_ok()).ok_or_else(outside)?;
    let missing = folder.strip_prefix(standing).map_err(|_| outside())?;
    let resolved = standing.canonicalize().map_err(|_| outside())?;
    let plain_names = missing.components().all(|part| matches!(part, Component::Normal(_)));
    if resolved.starts_with(root) && plain_names { Ok(()) } else { Err(outside()) }
}

/// Removes temporary files. Only the holder of the lock makes them in these folders, so whoever left
/// them is dead.
fn sweep(folder: &Path) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        let is_left = entry.file_name().to_string_lossy().starts_with(disk::TEMPORARY_UNDER_LOCK);
        if is_left && entry.file_type()?.is_file() {
            disk::remove(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn newsletter() -> (tempfile::TempDir, Workspace) {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::new(folder.path().into(), Path::new("sources.toml"), None);
        (folder, workspace)
    }

    #[test]
    fn the_lock_is_held_by_one_who_is_named() {
        let (_folder, workspace) = newsletter();
        let held = workspace.lock().unwrap();
        let error = workspace.lock().unwrap_err().to_string();
        assert!(error.ends_with(&format!("(process {})", std::process::id())), "{error}");
        drop(held);
        assert!(workspace.lock().is_ok());
    }

    #[test]
    fn what_a_killed_run_left_is_cleared_away() {
        let (folder, workspace) = newsletter();
        fs::write(folder.path().join(".newsletter-draft-x1y2z3"), "half").unwrap();
        fs::write(folder.path().join(".newsletter.toml"), "a person's").unwrap();
        workspace.lock().unwrap().write(&folder.path().join("issue.md"), b"whole").unwrap();
        assert!(!folder.path().join(".newsletter-draft-x1y2z3").exists());
        assert!(folder.path().join(".newsletter.toml").exists() && folder.path().join(".newsletter/lock").exists());
    }

    #[test]
    fn nothing_is_written_outside_the_newsletter() {
        let (folder, workspace) = newsletter();
        let lock = workspace.lock().unwrap();
        for path in ["../out.md", "issues/../../out.md", "no/such/../../../out.md", "/tmp/out.md"] {
            let path = folder.path().join(path);
            assert!(matches!(lock.write(&path, b"x"), Err(FileError::Outside { .. })), "{}", path.display());
        }
        assert!(lock.write(&folder.path().join("a/b/../c.md"), b"x").is_err(), "b is not there");
        lock.write(&folder.path().join("deep/er/issue.md"), b"x").unwrap();
    }

    #[test]
    fn where_one_file_is_refused_none_is_written() {
        let (folder, workspace) = newsletter();
        let (issue, record) = (folder.path().join("issue.md"), folder.path().join("record"));
        fs::write(&issue, "old").unwrap();
        fs::create_dir(&record).unwrap();
        let written = workspace.lock().unwrap().write_all(&[(&issue, b"new"), (&record, b"new")]);
        assert!(matches!(written, Err(FileError::NotPlain { what: "a folder", .. })));
        assert_eq!(fs::read_to_string(&issue).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "no temporary file stays");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_outside_is_not_followed() {
        use std::os::unix::fs::symlink;
        let outside = tempfile::tempdir().unwrap();
        let (folder, workspace) = newsletter();
        let lock = workspace.lock().unwrap();
        symlink(outside.path(), folder.path().join("issues")).unwrap();
        symlink(outside.path().join("not-there"), folder.path().join("dangling")).unwrap();
        for name in ["issues/a.md", "issues/deep/a.md", "dangling/a.md"] {
            let written = lock.write(&folder.path().join(name), b"x");
            assert!(matches!(written, Err(FileError::Outside { .. })), "{name}: {written:?}");
        }
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_that_is_a_link_is_refused_and_its_target_kept() {
        use std::os::unix::fs::symlink;
        let outside = tempfile::tempdir().unwrap();
        let kept = outside.path().join("kept");
        fs::write(&kept, "kept").unwrap();
        let (folder, workspace) = newsletter();
        symlink(outside.path(), folder.path().join(FOLDER)).unwrap();
        assert!(matches!(workspace.lock(), Err(FileError::Outside { .. })));
        fs::remove_file(folder.path().join(FOLDER)).unwrap();
        fs::create_dir(folder.path().join(FOLDER)).unwrap();
        symlink(&kept, folder.path().join(FOLDER).join("lock")).unwrap();
        assert!(matches!(workspace.lock(), Err(FileError::NotPlain { what: "a link", .. })));
        assert_eq!(fs::read_to_string(&kept).unwrap(), "kept");
    }
}
