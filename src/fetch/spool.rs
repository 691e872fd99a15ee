//! A body while it is received: in memory as long as it is small, else in a file without a name, which
//! the system removes whatever happens. So a slow server holds a file open, and no place in memory
//! that others wait for.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::stream::{self, Stream};
use hyper::body::Bytes;

use super::aside::Aside;
use super::error::{FetchError, quoted};
use super::room::STEPS;

/// Most bytes that are kept in memory: as many as need no place there.
const IN_MEMORY: usize = STEPS[0].0 as usize;
/// How much is written to the file, or read from it, at once, in bytes.
const PIECE: usize = 64 * 1024;

/// What has been received so far.
#[derive(Debug)]
pub(super) struct Spool {
    aside: Arc<Aside>,
    /// Where the file is made; where that is not possible, the system's folder for such files.
    folder: Option<PathBuf>,
    file: Option<File>,
    /// What is not in the file.
    pending: Vec<u8>,
}

impl Spool {
    pub(super) fn new(aside: Arc<Aside>, folder: Option<PathBuf>) -> Spool {
        Spool { aside, folder, file: None, pending: Vec::new() }
    }

    /// # Errors
    /// When the file cannot be made or written.
    pub(super) async fn push(&mut self, piece: &[u8]) -> Result<(), FetchError> {
        self.pending.extend_from_slice(piece);
        let most = if self.file.is_some() { PIECE } else { IN_MEMORY };
        if self.pending.len() > most { self.write().await } else { Ok(()) }
    }

    /// All that was received, where it is in memory; else what gives it piece by piece.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) async fn end(mut self) -> Result<Result<Vec<u8>, Spool>, FetchError> {
        if self.file.is_none() {
            return Ok(Ok(self.pending));
        }
        self.write().await?;
        self.with_file(|mut file| file.rewind().map(|()| (file, ()))).await?;
        Ok(Err(self))
    }

    /// What stands in the file, piece by piece.
    pub(super) fn pieces(self) -> impl Stream<Item = io::Result<Bytes>> + Send {
        stream::unfold(self, async |mut spool| {
            let mut piece = vec![0; PIECE];
            let read = spool.with_file(move |mut file| {
                let length = file.read(&mut piece)?;
                piece.truncate(length);
                Ok((file, piece))
            });
            match read.await {
                Ok(piece) if piece.is_empty() => None,
                Ok(piece) => Some((Ok(Bytes::from(piece)), spool)),
                Err(error) => Some((Err(io::Error::other(error)), spool)),
            }
        })
    }

    async fn write(&mut self) -> Result<(), FetchError> {
        let pending = std::mem::take(&mut self.pending);
        self.with_file(move |mut file| file.write_all(&pending).map(|()| (file, ()))).await
    }

    async fn with_file<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(File) -> io::Result<(File, T)> + Send + 'static,
    ) -> Result<T, FetchError> {
        let (file, folder) = (self.file.take(), self.folder.clone());
        let work = move || work(file.map_or_else(|| nameless(folder.as_deref()), Ok)?);
        let (file, result) =
            self.aside.run(work).await?.map_err(|error| FetchError::NotSpooled { detail: quoted(error) })?;
        self.file = Some(file);
        Ok(result)
    }
}

fn nameless(folder: Option<&Path>) -> io::Result<File> {
    let in_folder = |folder| fs::create_dir_all(folder).and_then(|()| tempfile::tempfile_in(folder));
    folder.and_then(|folder| in_folder(folder).ok()).map_or_else(tempfile::tempfile, Ok)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use futures_util::StreamExt as _;

    use super::*;

    async fn spooled(folder: &Path, pieces: &[Vec<u8>]) -> Result<Vec<u8>, Spool> {
        let mut spool = Spool::new(Arc::new(Aside::new()), Some(folder.to_owned()));
        for piece in pieces {
            spool.push(piece).await.unwrap();
        }
        spool.end().await.unwrap()
    }

    #[tokio::test]
    async fn what_is_small_stays_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let deeper = folder.path().join("http");
        assert_eq!(spooled(&deeper, &[vec![1; 100_000], vec![2; 100_000]]).await.unwrap().len(), 200_000);
        assert!(!deeper.exists());
    }

    #[tokio::test]
    async fn what_is_large_comes_back_as_it_was_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let pieces: Vec<Vec<u8>> = (0..20).map(|number| vec![number; 50_000]).collect();
        let spool = spooled(&folder.path().join("http"), &pieces).await.unwrap_err();
        let back: Vec<Bytes> = spool.pieces().map(Result::unwrap).collect().await;
        assert!(back.concat() == pieces.concat());
        assert_eq!(fs::read_dir(folder.path().join("http")).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn where_the_folder_cannot_be_used_the_systems_own_is() {
        let folder = tempfile::tempdir().unwrap();
        let in_the_way = folder.path().join("http");
        fs::write(&in_the_way, "a file").unwrap();
        assert!(spooled(&in_the_way, &[vec![1; 300_000]]).await.is_err(), "it is in no file");
    }
}
