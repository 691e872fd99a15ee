//! Answers as pairs of files, a readable head and a body, for the cache and for recordings: how
//! they are named, written whole and read with care.
//!
//! What stands in a head is the business of `cache` and `recording`.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use url::Url;

use crate::model::exchange::Method;

/// Longest part of a file name that comes from a host.
const HOST_CAP: usize = 180;

/// How the names of head files end.
pub(super) const HEAD: &str = ".head.toml";
/// How the names of body files end.
const BODY: &str = ".body";

/// The common name of the pair for a request: its host and the first 12 hexadecimal digits of the
/// SHA-256 of method, address and body, a line each.
pub(super) fn stem(method: Method, url: &Url, address: &str, body: &str) -> String {
    let digest = hex(&Sha256::digest(format!("{}\n{address}\n{body}", method.as_str())));
    let host: String = url.host_str().unwrap_or_default().chars().map(file_character).take(HOST_CAP).collect();
    format!("{host}-{}", digest.get(..12).unwrap_or(&digest))
}

/// The path of a head.
pub(super) fn head_path(folder: &Path, stem: &str) -> PathBuf {
    folder.join(format!("{stem}{HEAD}"))
}

/// The path of a body.
pub(super) fn body_path(folder: &Path, stem: &str) -> PathBuf {
    folder.join(format!("{stem}{BODY}"))
}

/// The SHA-256 of a body in hexadecimal digits.
pub(super) fn digest(body: &[u8]) -> String {
    hex(&Sha256::digest(body))
}

/// Writes a file whole or not at all: a temporary file beside it, then a rename. Readers see the
/// old or the new content. The folder is made if need be.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = match temporary(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            temporary(folder)?
        }
        other => other?,
    };
    file.write_all(bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Reads a regular file of at most `cap` bytes. Links, folders and pipes are not followed, so that
/// a strange entry can neither block nor lead elsewhere.
pub(super) fn read(path: &Path, cap: u64) -> io::Result<Vec<u8>> {
    let size = regular_size(path)?;
    if size > cap {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than {cap} bytes")));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    File::open(path)?.take(cap).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The size of a regular file.
pub(super) fn regular_size(path: &Path) -> io::Result<u64> {
    let metadata = fs::symlink_metadata(path)?;
    if metadata.is_file() { Ok(metadata.len()) } else { Err(io::Error::other("not a regular file")) }
}

fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".tmp");
    // Recordings go into repositories: the usual mode under the person's umask, not a private one.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

fn file_character(character: char) -> char {
    if character.is_ascii_alphanumeric() || matches!(character, '.' | '-') { character } else { '_' }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_by_host_and_request() {
        let url = Url::parse("https://openssf.org/feed/").unwrap();
        // printf 'GET\nhttps://openssf.org/feed/\n' | sha256sum
        assert_eq!(stem(Method::Get, &url, url.as_str(), ""), "openssf.org-750dad15a569");
        assert_ne!(stem(Method::Get, &url, url.as_str(), ""), stem(Method::Post, &url, url.as_str(), ""));
        let literal = Url::parse("http://[::1]:80/").unwrap();
        assert!(stem(Method::Get, &literal, "", "").starts_with("___1_-"));
    }

    #[test]
    fn files_are_written_whole_and_read_within_bounds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/x.body");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(read(&path, 3).unwrap(), b"two");
        assert!(read(&path, 2).is_err());
        assert!(read(folder.path(), 10).is_err());
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
