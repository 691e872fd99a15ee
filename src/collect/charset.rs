//! Bytes to text: byte-order mark, header, XML prolog, `<meta>`, then detection. A declaration that
//! the bytes contradict loses: text that is valid UTF-8 is UTF-8.

use crate::model::exchange::Response;

/// Decoded text and how it was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte-order mark.
    pub text: String,
    /// The name of the character set.
    pub charset: &'static str,
    /// Whether some bytes could not be decoded (they became U+FFFD).
    pub lossy: bool,
}

/// Decodes the bytes of a single resource.
pub fn decode(response: &Response) -> Decoded {
    decode_bytes(response.bytes(), response.content_type.as_deref())
}

/// Decodes bytes with the `Content-Type` they came with.
pub fn decode_bytes(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    let encoding = match std::str::from_utf8(bytes) {
        Ok(_) => encoding_rs::UTF_8,
        Err(_) => declared(content_type.unwrap_or_default().as_bytes())
            .or_else(|| declared(&bytes[..bytes.len().min(4096)]))
            .filter(|encoding| *encoding != encoding_rs::UTF_8 || !bytes.is_ascii())
            .unwrap_or(encoding_rs::WINDOWS_1252),
    };
    let (text, encoding, lossy) = encoding.decode(bytes);
    Decoded { text: text.into_owned(), charset: encoding.name(), lossy }
}

/// What stands behind `charset=`.
fn declared(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let rest = head.split("charset=").nth(1)?.trim_start_matches(['"', '\'', ' ']);
    let label: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    encoding_rs::Encoding::for_label(label.as_bytes())
}
