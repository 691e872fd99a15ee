//! The calls that change the disk, one function each. They decide nothing; what they add is that
//! tests can make any of them fail ([`faults`], in debug builds only).

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// How the names of temporary files begin.
pub(super) const TEMPORARY: &str = ".newsletter-";
/// How they begin where only the holder of the lock makes them.
pub(super) const TEMPORARY_UNDER_LOCK: &str = ".newsletter-draft-";

/// Makes a folder in one that is there, so that it outlives a power cut. One that is there already
/// is fine.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    faults::before_call()?;
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
        Ok(()) => sync_folder(&folder_of(folder)),
    }
}

/// Makes a new file beside the one it is going to replace, with the mode that the person's umask gives.
pub(super) fn temporary(folder: &Path, prefix: &str) -> io::Result<NamedTempFile> {
    faults::before_call()?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Writes all of a file.
pub(super) fn fill(file: &mut NamedTempFile, bytes: &[u8]) -> io::Result<()> {
    let (first, second) = bytes.split_at_checked(bytes.len() / 2).unwrap_or((bytes, &[]));
    file.write_all(first)?;
    faults::before_call()?;
    file.write_all(second)?;
    file.flush()
}

/// Gives a file the permissions of the one it replaces.
pub(super) fn set_permissions(file: &File, permissions: fs::Permissions) -> io::Result<()> {
    faults::before_call()?;
    file.set_permissions(permissions)
}

/// Waits until the content of a file is on the disk.
pub(super) fn sync(file: &File) -> io::Result<()> {
    faults::before_call()?;
    file.sync_all()
}

/// Puts a temporary file in the place of `path`, in one step.
pub(super) fn rename(file: NamedTempFile, path: &Path) -> io::Result<()> {
    faults::before_call()?;
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}

/// Waits until the names in a folder are on the disk.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    faults::before_call()?;
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Opens the lock file, and makes it where it is not there. Its content stays.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    faults::before_call()?;
    OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)
}

/// Writes down who holds the lock.
pub(super) fn sign_lock(mut file: &File, holder: &str) -> io::Result<()> {
    faults::before_call()?;
    file.set_len(0)?;
    file.write_all(holder.as_bytes())
}

/// Removes a file.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    faults::before_call()?;
    fs::remove_file(path)
}

/// The folder in which a path stands.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf()
}

/// Failures on demand, so that tests can see what each leaves behind. `NEWSLETTER_FAULT` is
/// "NUMBER KIND": that call, counted from 1, ends with an error of the system (the KIND is its
/// number) or with the process (`crash`).
#[cfg(debug_assertions)]
mod faults {
    use std::io;
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static CALLS: AtomicUsize = AtomicUsize::new(0);
    static FAULT: LazyLock<Option<(usize, String)>> = LazyLock::new(|| {
        let asked = std::env::var("NEWSLETTER_FAULT").ok()?;
        let (number, kind) = asked.split_once(' ')?;
        Some((number.parse().ok()?, kind.to_owned()))
    });

    pub(super) fn before_call() -> io::Result<()> {
        let number = CALLS.fetch_add(1, Ordering::Relaxed) + 1;
        match &*FAULT {
            Some((at, kind)) if *at == number => match kind.parse() {
                Ok(code) => Err(io::Error::from_raw_os_error(code)),
                Err(_) => std::process::abort(),
            },
            _ => Ok(()),
        }
    }
}

/// A released program has no failures on demand.
#[cfg(not(debug_assertions))]
mod faults {
    pub(super) fn before_call() -> std::io::Result<()> {
        Ok(())
    }
}
