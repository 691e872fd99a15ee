//! Bytes to text, whatever the source says of them. Start with [`decode_bytes`].
//!
//! The order is that of trust: what the bytes themselves show (a byte-order mark, the zeros of
//! UTF-16 and UTF-32, text that is valid UTF-8) beats what is declared (`Content-Type`, the XML
//! declaration, `<meta>`), and a declaration that the bytes contradict loses to detection. Names of
//! character sets are those of the [Encoding Standard](https://encoding.spec.whatwg.org/), which
//! also says that "ISO-8859-1" means windows-1252; names that it does not know are passed over.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use crate::model::exchange::Response;

/// How far into a document an XML declaration is looked for, in bytes: some have junk before it.
const PROLOG_WINDOW: usize = 1024;
/// How far into a document a `<meta charset>` is looked for, in bytes.
const META_WINDOW: usize = 8192;
/// How much of a document is shown to the detector, in bytes, from its first byte beyond ASCII.
const DETECTION_WINDOW: usize = 512 * 1024;
/// Well-formed characters beyond ASCII that one broken byte may be outvoted by: text that is this
/// much UTF-8 is damaged UTF-8, not another character set.
const UTF_8_MAJORITY: usize = 3;

/// Decoded text and how it was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without byte-order mark; the bytes themselves where they are UTF-8.
    pub text: Cow<'a, str>,
    /// The name of the character set.
    pub charset: &'static str,
    /// Whether some bytes could not be decoded (they became U+FFFD).
    pub lossy: bool,
    /// The character set that was declared, where the bytes contradict every declaration.
    pub overruled: Option<&'static str>,
    /// Nothing tells the character set: it is the likeliest one.
    pub guessed: bool,
}

/// Decodes the bytes of a single resource.
pub fn decode(response: &Response) -> Decoded<'_> {
    decode_bytes(response.bytes(), response.content_type.as_deref())
}

/// Decodes bytes with the `Content-Type` they came with, where there was one. Never fails: bytes
/// that mean nothing become U+FFFD, and [`Decoded::lossy`] says so.
pub fn decode_bytes<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    if let Some(decoded) = utf_32(bytes) {
        return decoded;
    }
    if let Some((encoding, text)) = with_mark(bytes) {
        return decode_as(encoding, text);
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return decode_as(encoding, bytes);
    }
    let declared = declared(bytes, content_type);
    if let Some(decoded) = iso_2022_jp(bytes, &declared) {
        return decoded;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return overruling(Decoded::new(text, UTF_8.name(), false), &declared);
    }
    if is_mostly_utf_8(bytes) || (declared.iter().all(|&encoding| encoding == UTF_8) && is_formed_like_utf_8(bytes)) {
        return overruling(decode_as(UTF_8, bytes), &declared);
    }
    let decoded = declared
        .iter()
        .filter(|encoding| **encoding != UTF_8)
        .map(|encoding| decode_as(encoding, bytes))
        .find(|decoded| !decoded.lossy)
        .unwrap_or_else(|| Decoded { guessed: declared.is_empty(), ..decode_as(detected(bytes), bytes) });
    overruling(decoded, &declared)
}

impl<'a> Decoded<'a> {
    fn new(text: impl Into<Cow<'a, str>>, charset: &'static str, lossy: bool) -> Self {
        Decoded { text: text.into(), charset, lossy, overruled: None, guessed: false }
    }
}

/// Notes the first declaration where all were wrong; in ASCII nobody would notice.
fn overruling<'a>(mut decoded: Decoded<'a>, declared: &[&'static Encoding]) -> Decoded<'a> {
    let all_wrong = declared.iter().all(|encoding| encoding.name() != decoded.charset);
    decoded.overruled = declared.first().filter(|_| all_wrong && !decoded.text.is_ascii()).map(|first| first.name());
    decoded
}

/// What a byte-order mark says, and what follows it.
fn with_mark(bytes: &[u8]) -> Option<(&'static Encoding, &[u8])> {
    let (encoding, length) = Encoding::for_bom(bytes)?;
    Some((encoding, bytes.get(length..)?))
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    Decoded::new(text, encoding.name(), lossy)
}

/// Everything that is declared and known, in the order of precedence of RFC 7303: the header, the
/// XML declaration, `<meta>`. UTF-16 is left out: bytes in which a declaration can be read as ASCII
/// are no UTF-16, whatever a header says.
fn declared(bytes: &[u8], content_type: Option<&str>) -> Vec<&'static Encoding> {
    let head = |window: usize| String::from_utf8_lossy(bytes.get(..window).unwrap_or(bytes)).to_ascii_lowercase();
    let names = [
        content_type.and_then(charset_parameter),
        xml_encoding(&head(PROLOG_WINDOW)),
        meta_charset(&head(META_WINDOW)),
    ];
    names
        .into_iter()
        .flatten()
        .filter_map(|name| Encoding::for_label_no_replacement(name.trim().as_bytes()))
        .filter(|encoding| ![UTF_16LE, UTF_16BE].contains(encoding))
        .collect()
}

/// The `charset` of a `Content-Type`.
fn charset_parameter(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    })
}

/// The encoding that `<?xml … ?>` names; `head` is in lower case.
fn xml_encoding(head: &str) -> Option<String> {
    let (_, declaration) = head.split_once("<?xml")?;
    let declaration = declaration.split("?>").next()?;
    named_after(declaration, "encoding")
}

/// The character set that a `<meta>` names; `head` is in lower case.
fn meta_charset(head: &str) -> Option<String> {
    head.split("<meta").skip(1).find_map(|tag| named_after(tag.split('>').next()?, "charset"))
}

/// The name in `key = "name"`, quoted or not.
fn named_after(text: &str, key: &str) -> Option<String> {
    let (_, rest) = text.split_once(key)?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let name = value.split(|c: char| c.is_whitespace() || ['"', '\'', ';', '/', '>'].contains(&c)).next()?;
    Some(name.to_owned()).filter(|name| !name.is_empty())
}

/// UTF-32 by its byte-order mark or by how a document in ASCII characters looks in it. The Encoding
/// Standard leaves UTF-32 out; RFC 4627 section 3 has the patterns.
fn utf_32(bytes: &[u8]) -> Option<Decoded<'static>> {
    let (read, charset): (fn([u8; 4]) -> u32, _) = match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0x09..0x7F, 0, 0, 0, ..] => (u32::from_le_bytes, "UTF-32LE"),
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, 0x09..0x7F, ..] => (u32::from_be_bytes, "UTF-32BE"),
        _ => return None,
    };
    let (units, rest) = bytes.as_chunks::<4>();
    let text: String = units
        .iter()
        .map(|unit| char::from_u32(read(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER))
        .skip_while(|first| *first == '\u{FEFF}')
        .collect();
    let lossy = !rest.is_empty() || text.contains(char::REPLACEMENT_CHARACTER);
    Some(Decoded::new(text, charset, lossy))
}

/// UTF-16 without byte-order mark: markup is ASCII, so in a document's head every second byte of
/// most pairs is zero, and nearly always the same one of the two.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = bytes.get(..512).unwrap_or(bytes).as_chunks::<2>();
    let little = pairs.iter().filter(|pair| matches!(pair, [1..=0xFF, 0])).count();
    let big = pairs.iter().filter(|pair| matches!(pair, [0, 1..=0xFF])).count();
    let most = pairs.len().div_ceil(3).max(1);
    // A few pairs are the other way round: characters like U+0100, whose lower byte is zero.
    let outweighs = |one: usize, other: usize| one >= most && one / 8 >= other;
    match (little, big) {
        (little, big) if outweighs(little, big) => Some(UTF_16LE),
        (little, big) if outweighs(big, little) => Some(UTF_16BE),
        _ => None,
    }
}

/// ISO-2022-JP, all of whose bytes are ASCII: told by its escape sequences (`ESC $ B`, `ESC $ @`),
/// or declared and containing escapes at all.
fn iso_2022_jp<'a>(bytes: &'a [u8], declared: &[&'static Encoding]) -> Option<Decoded<'a>> {
    let is_declared = declared.contains(&ISO_2022_JP) && bytes.contains(&0x1B);
    let shows = || bytes.windows(3).any(|window| matches!(window, [0x1B, b'$', b'B' | b'@']));
    if !bytes.is_ascii() || !(is_declared || shows()) {
        return None;
    }
    Some(decode_as(ISO_2022_JP, bytes)).filter(|decoded| !decoded.lossy)
}

/// Whether broken bytes are rare among well-formed characters beyond ASCII.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good >= broken * UTF_8_MAJORITY
}

/// Whether every byte beyond ASCII stands as UTF-8 has them, leads with the right number of others
/// behind them, though some are forbidden: too long for what they say, halves of characters
/// (CESU-8), beyond the last character. They were meant as UTF-8 and are damaged.
fn is_formed_like_utf_8(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let [first, others @ ..] = rest {
        let length = match first {
            0..0x80 => 0,
            0xC0..0xE0 => 1,
            0xE0..0xF0 => 2,
            0xF0..0xF8 => 3,
            _ => return false,
        };
        match others.split_at_checked(length) {
            Some((behind, next)) if behind.iter().all(|byte| (0x80..0xC0).contains(byte)) => rest = next,
            _ => return false,
        }
    }
    true
}

/// The likeliest character set of bytes that are not UTF-8.
fn detected(bytes: &[u8]) -> &'static Encoding {
    let ascii = bytes.iter().take_while(|byte| byte.is_ascii()).count();
    let telling = bytes.get(ascii.saturating_sub(2)..).unwrap_or_default();
    let window = telling.get(..DETECTION_WINDOW).unwrap_or(telling);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(window, window.len() == telling.len());
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{EUC_JP, GB18030, ISO_8859_2, KOI8_R, SHIFT_JIS, WINDOWS_1252};
    use proptest::prelude::*;

    use super::*;

    fn text(bytes: &[u8], content_type: Option<&str>) -> String {
        decode_bytes(bytes, content_type).text.into_owned()
    }

    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn a_byte_order_mark_beats_every_declaration() {
        assert_eq!(text(b"\xEF\xBB\xBFcaf\xC3\xA9", Some("text/xml; charset=ISO-8859-1")), "café");
        assert_eq!(text(b"\xFE\xFF\0a\x20\xAC", None), "a€");
        assert_eq!(text(b"\xFF\xFEa\0\xAC\x20", Some("text/xml; charset=utf-8")), "a€");
    }

    #[test]
    fn utf_16_and_utf_32_are_seen_without_a_mark() {
        let rss = "<?xml version='1.0'?><rss><title>日本語 Ā 😀</title></rss>";
        let little: Vec<u8> = rss.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = rss.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let wide: Vec<u8> = rss.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        for bytes in [little, big, wide] {
            assert_eq!(text(&bytes, None), rss);
        }
    }

    #[test]
    fn valid_utf_8_beats_a_wrong_declaration() {
        for header in ["text/xml; charset=ISO-8859-1", "text/xml;charset=\"windows-1251\"", "text/xml; charset=utf-16"]
        {
            assert_eq!(text("<t>naïve – 日本</t>".as_bytes(), Some(header)), "<t>naïve – 日本</t>");
        }
        let prolog = "<?xml version='1.0' encoding='shift_jis'?><t>é</t>";
        assert_eq!(text(prolog.as_bytes(), None), prolog);
    }

    #[test]
    fn declarations_are_followed_in_order_header_prolog_meta() {
        let cyrillic = encoded("<t>Привет</t>", KOI8_R);
        assert_eq!(text(&cyrillic, Some("text/xml; charset=koi8-r")), "<t>Привет</t>");
        let prolog = "<?xml version=\"1.0\" encoding=\"iso-8859-2\"?><t>Łódź</t>";
        assert_eq!(text(&encoded(prolog, ISO_8859_2), None), prolog);
        let meta = "<html><META http-equiv='Content-Type' content='text/html; charset=Shift_JIS'><p>日本</p>";
        assert_eq!(text(&encoded(meta, SHIFT_JIS), Some("text/html")), meta);
    }

    #[test]
    fn a_declaration_that_the_bytes_contradict_loses_to_detection() {
        let japanese = "<t>日本語のニュースをお届けします。オープンソース</t>";
        assert_eq!(text(&encoded(japanese, EUC_JP), Some("text/xml; charset=utf-8")), japanese);
        let western = encoded("<t>“Café” – déjà vu</t>", WINDOWS_1252);
        assert_eq!(text(&western, Some("text/xml; charset=utf-8")), "<t>“Café” – déjà vu</t>");
    }

    #[test]
    fn what_was_overruled_or_guessed_is_told() {
        let told = |bytes: &[u8], header| {
            let decoded = decode_bytes(bytes, header);
            (decoded.charset, decoded.overruled, decoded.guessed)
        };
        assert_eq!(told("é".as_bytes(), Some("text/xml; charset=iso-8859-1")), ("UTF-8", Some("windows-1252"), false));
        assert_eq!(told(b"caf\xE9 d\xE9j\xE0 vu", None), ("windows-1252", None, true));
        assert_eq!(told(b"caf\xE9", Some("text/xml; charset=iso-8859-1")), ("windows-1252", None, false));
        assert_eq!(told(b"plain", Some("text/xml; charset=iso-8859-1")), ("UTF-8", None, false));
    }

    #[test]
    fn unknown_names_are_passed_over() {
        let chinese = "<?xml version='1.0' encoding='gb18030'?><t>开源项目办公室</t>";
        assert_eq!(text(&encoded(chinese, GB18030), Some("text/xml; charset=martian")), chinese);
    }

    #[test]
    fn seven_bit_japanese_is_read() {
        let bytes = b"<t>\x1b$BF|K\\\x1b(B</t>";
        assert_eq!(text(bytes, Some("text/xml; charset=iso-2022-jp")), "<t>日本</t>");
        assert_eq!(text(bytes, None), "<t>日本</t>");
        assert_eq!(text(b"\x1b[31mred", None), "\x1b[31mred");
    }

    #[test]
    fn damaged_utf_8_stays_utf_8_and_says_so() {
        let decoded = decode_bytes(b"\xC3\xA9 \xC3\xA0 \xC3\xBC cut her\xE2\x82", None);
        assert_eq!((&*decoded.text, decoded.charset, decoded.lossy), ("é à ü cut her\u{FFFD}", "UTF-8", true));
    }

    #[test]
    fn what_is_formed_like_utf_8_but_forbidden_is_damaged_utf_8() {
        for bytes in [b"A\xC0\xAFB".as_slice(), b"A\xED\xA0\xBD\xED\xB8\x80B", b"A\xF7\xBF\xBF\xBFB"] {
            for declared in [None, Some("text/xml; charset=utf-8")] {
                let decoded = decode_bytes(bytes, declared);
                let middle = decoded.text.trim_matches(['A', 'B']);
                assert!(middle.chars().all(|character| character == '\u{FFFD}') && decoded.lossy, "{decoded:?}");
            }
        }
        assert_eq!(text(b"A\xC0\xAFB", Some("text/xml; charset=iso-8859-1")), "AÀ¯B");
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes: Vec<u8>, header: Option<String>) {
            let _ = decode_bytes(&bytes, header.as_deref());
        }

        #[test]
        fn any_text_survives_as_utf_8(text in "[^\u{FEFF}\0\u{1b}]*") {
            prop_assert_eq!(&*decode_bytes(text.as_bytes(), None).text, text.as_str());
        }
    }
}
