//! Reading a body: compressed or not, whole or an error, never more than allowed.
//!
//! We decompress by ourselves because the HTTP client stops after the first member of a gzip body
//! and calls that success, and because the cap must hold for what comes out, while it comes out. That
//! happens when all has been received ([`receive`], [`unpack`]), so that only what is on this machine
//! already takes up memory.

use std::io;
use std::pin::Pin;
use std::time::Duration;

use async_compression::tokio::bufread::{BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use async_compression::zstd::DParameter;
use futures_util::stream::{self, Stream, StreamExt};
use hyper::body::Bytes;
use reqwest::Version;
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, TRANSFER_ENCODING};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt};
use tokio_util::io::StreamReader;

use super::classify;
use super::ending;
use super::error::{FetchError, quoted};
use super::room::{Room, Rooms};
use super::spool::Spool;

/// Largest zstd window, as a power of two: 8 MiB, the most that a server may ask for (RFC 9659).
const ZSTD_WINDOW: u32 = 23;

/// What is reserved for a body of the largest sort, in bytes; the system gives memory only to what is
/// written. Blocks of this size glibc takes from the system and gives back one by one; of smaller ones,
/// once it has seen them (up to 32 MiB), it keeps the memory for later.
const RESERVED: usize = 34_000_000;

/// What a body may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Bytes after decompression; also the most that is received before it.
    pub(super) max_size: u64,
    /// What is larger ends at the cap instead of being refused.
    pub(super) cut_at_cap: bool,
    /// Between two pieces.
    pub(super) idle: Duration,
}

/// How a body is compressed (RFC 9110, section 8.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Identity,
    Gzip,
    Brotli,
    Zstd,
    Deflate,
}

/// A body as it was sent, whole.
#[derive(Debug)]
pub(super) struct Packed {
    coding: Coding,
    /// Nothing but the end of the connection said where it ends.
    ends_with_connection: bool,
    /// In memory, or in a file.
    sent: Result<Vec<u8>, Spool>,
}

/// Receives a body to its end.
///
/// # Errors
/// When it is larger than allowed, cut, stalled or compressed in a way we do not read.
pub(super) async fn receive(
    response: reqwest::Response,
    limits: Limits,
    mut spool: Spool,
) -> Result<Packed, FetchError> {
    let coding = coding(response.headers())?;
    if !limits.cut_at_cap && response.content_length().is_some_and(|length| length > limits.max_size) {
        return Err(FetchError::TooLarge { limit: limits.max_size });
    }
    let ends_with_connection = ends_with_connection(&response);
    let mut pieces = Box::pin(pieces(response, limits));
    while let Some(piece) = pieces.next().await {
        spool.push(&piece?).await?;
    }
    Ok(Packed { coding, ends_with_connection, sent: spool.end().await? })
}

/// Unpacks a body, when there is room for it.
///
/// # Errors
/// When it is larger than allowed, or damaged.
pub(super) async fn unpack(
    packed: Packed,
    limits: Limits,
    rooms: &Rooms,
    room: &mut Room,
) -> Result<Vec<u8>, FetchError> {
    let Packed { coding, ends_with_connection, sent } = packed;
    let is_cut = |body: &[u8]| {
        coding == Coding::Identity && ends_with_connection && !limits.cut_at_cap && ending::is_missing(body)
    };
    let pieces = match sent {
        Ok(body) if is_cut(&body) => return Err(FetchError::Cut),
        Ok(body) if coding == Coding::Identity || body.is_empty() => return within(body, limits),
        Ok(body) => stream::once(async { Ok(Bytes::from(body)) }).left_stream(),
        Err(spool) => spool.pieces().right_stream(),
    };
    let mut reader = StreamReader::new(Box::pin(pieces));
    let mut decoder = decoder(coding, &mut reader).await?;
    let body = all(decoder.as_mut(), coding, limits, rooms, room).await?;
    drop(decoder);
    // Whatever follows the compressed body belongs to no body: the answer is not what it says.
    let is_over = limits.cut_at_cap || reader.fill_buf().await.map_err(|error| fault(error, coding))?.is_empty();
    if is_over { Ok(body) } else { Err(damaged(coding)) }
}

/// Whether nothing but the end of the connection says where the body ends (RFC 9112, section 6.3).
fn ends_with_connection(response: &reqwest::Response) -> bool {
    response.version() <= Version::HTTP_11
        && !response.headers().contains_key(CONTENT_LENGTH)
        && !response.headers().contains_key(TRANSFER_ENCODING)
}

/// The coding that an answer names.
fn coding(headers: &HeaderMap) -> Result<Coding, FetchError> {
    let values: Vec<String> = headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into())
        .collect();
    let names: Vec<&str> = values
        .iter()
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case("identity"))
        .collect();
    match names.as_slice() {
        [] => Ok(Coding::Identity),
        [name] => match name.to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Ok(Coding::Gzip),
            "br" => Ok(Coding::Brotli),
            "zstd" => Ok(Coding::Zstd),
            "deflate" => Ok(Coding::Deflate),
            _ => Err(FetchError::UnknownCompression { coding: quoted(name) }),
        },
        many => Err(FetchError::StackedCompression { layers: many.len() }),
    }
}

/// The pieces of a body as they arrive: none later than `idle` after the one before, and not more
/// than the cap in all, so that compressed nothing cannot flow for ever either.
fn pieces(response: reqwest::Response, limits: Limits) -> impl Stream<Item = Result<Bytes, FetchError>> + Send {
    let allowance = limits.max_size.saturating_add(1);
    stream::unfold((response.bytes_stream(), allowance), move |(mut pieces, left)| async move {
        let piece = match tokio::time::timeout(limits.idle, pieces.next()).await {
            Err(_) => Err(FetchError::IdleTimeout { after: limits.idle }),
            Ok(None) => return None,
            Ok(Some(Err(error))) => Err(classify::receiving(&error)),
            Ok(Some(Ok(_))) if left == 0 && limits.cut_at_cap => return None,
            Ok(Some(Ok(_))) if left == 0 => Err(FetchError::TooLarge { limit: limits.max_size }),
            Ok(Some(Ok(piece))) => Ok(piece),
        };
        let left = left.saturating_sub(piece.as_ref().map_or(0, |piece| piece.len() as u64));
        Some((piece, (pieces, left)))
    })
}

async fn decoder<'a, R>(coding: Coding, reader: &'a mut R) -> Result<Pin<Box<dyn AsyncRead + Send + 'a>>, FetchError>
where
    R: AsyncBufRead + Send + Unpin,
{
    Ok(match coding {
        Coding::Identity => Box::pin(reader),
        Coding::Gzip => {
            let mut decoder = GzipDecoder::new(reader);
            decoder.multiple_members(true);
            Box::pin(decoder)
        }
        Coding::Zstd => {
            let mut decoder = ZstdDecoder::with_params(reader, &[DParameter::window_log_max(ZSTD_WINDOW)]);
            decoder.multiple_members(true);
            Box::pin(decoder)
        }
        Coding::Brotli => Box::pin(BrotliDecoder::new(reader)),
        Coding::Deflate => {
            let start = reader.fill_buf().await.map_err(|error| fault(error, coding))?;
            if is_zlib(start) { Box::pin(ZlibDecoder::new(reader)) } else { Box::pin(DeflateDecoder::new(reader)) }
        }
    })
}

/// "deflate" means zlib (RFC 9110, section 8.4.1.2), but some servers send raw deflate. A zlib
/// stream begins with method 8 and a checked flag byte (RFC 1950, section 2.2).
fn is_zlib(start: &[u8]) -> bool {
    match start {
        [method, flags, ..] => method & 0x0f == 8 && (u16::from(*method) << 8 | u16::from(*flags)) % 31 == 0,
        [method] => *method == 0x78,
        [] => false,
    }
}

/// Everything a reader has, up to the cap, step by step as there is room for it.
async fn all(
    mut reader: impl AsyncRead + Unpin,
    coding: Coding,
    limits: Limits,
    rooms: &Rooms,
    room: &mut Room,
) -> Result<Vec<u8>, FetchError> {
    let mut body = Vec::new();
    let cap = limits.max_size.saturating_add(1);
    loop {
        let step = room.up_to().unwrap_or(cap).min(cap);
        let allowed = step.saturating_sub(body.len() as u64);
        if room.up_to().is_none() {
            body.reserve_exact(RESERVED);
        }
        (&mut reader).take(allowed).read_to_end(&mut body).await.map_err(|error| fault(error, coding))?;
        if (body.len() as u64) < step || step == cap {
            return within(body, limits);
        }
        room.grow(rooms).await;
    }
}

/// A body, where it is not larger than allowed.
fn within(mut body: Vec<u8>, limits: Limits) -> Result<Vec<u8>, FetchError> {
    if body.len() as u64 > limits.max_size {
        if !limits.cut_at_cap {
            return Err(FetchError::TooLarge { limit: limits.max_size });
        }
        body.truncate(usize::try_from(limits.max_size).unwrap_or(usize::MAX));
    }
    if body.capacity() < RESERVED {
        body.shrink_to_fit();
    }
    Ok(body)
}

/// Our own error where the fault lies in receiving, else the decoder's objection.
fn fault(error: io::Error, coding: Coding) -> FetchError {
    let own = error.get_ref().and_then(|error| error.downcast_ref::<FetchError>()).cloned();
    own.unwrap_or_else(|| damaged(coding))
}

fn damaged(coding: Coding) -> FetchError {
    let coding = match coding {
        Coding::Identity => return FetchError::Cut,
        Coding::Gzip => "gzip",
        Coding::Brotli => "brotli",
        Coding::Zstd => "zstd",
        Coding::Deflate => "deflate",
    };
    FetchError::BadCompression { coding }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(values: &[&'static str]) -> Result<Coding, FetchError> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(CONTENT_ENCODING, reqwest::header::HeaderValue::from_static(value));
        }
        coding(&headers)
    }

    #[test]
    fn one_known_coding_is_read_and_nothing_else() {
        assert_eq!(named(&[]), Ok(Coding::Identity));
        assert_eq!(named(&["", "identity"]), Ok(Coding::Identity));
        assert_eq!(named(&["X-GZip"]), Ok(Coding::Gzip));
        assert_eq!(named(&["identity, br"]), Ok(Coding::Brotli));
        assert_eq!(named(&["gzip", "gzip"]), Err(FetchError::StackedCompression { layers: 2 }));
        assert_eq!(named(&["gzip,br, zstd"]), Err(FetchError::StackedCompression { layers: 3 }));
        assert_eq!(named(&["UTF-8"]), Err(FetchError::UnknownCompression { coding: "UTF-8".to_owned() }));
    }

    #[test]
    fn zlib_and_raw_deflate_are_told_apart() {
        assert!(is_zlib(&[0x78, 0x9c, 0]) && is_zlib(&[0x78, 0x01]) && is_zlib(&[0x78, 0xda]));
        assert!(!is_zlib(&[0x4b, 0x4c]) && !is_zlib(&[0x78, 0x9d]) && !is_zlib(&[]));
    }
}
