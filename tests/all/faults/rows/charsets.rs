//! Texts in every character set, and bytes that are in none: the exact text, or U+FFFD.

use encoding_rs::Encoding;

use super::Expected::{Title, Warning};
use super::{Row, item, titled, typed};
use crate::fetch::server::ok;

const AREA: &str = "charset";

/// Character sets with a text that is written in them.
const NAMED: &[(&str, &str)] = &[
    ("windows-1252", "“Café” – 5 €"),
    ("ISO-8859-1", "Café, déjà vu"),
    ("ISO-8859-2", "Łódź, říjen"),
    ("ISO-8859-5", "Открытый код"),
    ("ISO-8859-7", "Ελεύθερο λογισμικό"),
    ("ISO-8859-15", "Œuvre à 5 €"),
    ("windows-1251", "Свободное ПО"),
    ("windows-1255", "קוד פתוח"),
    ("KOI8-R", "Миру мир"),
    ("Shift_JIS", "日本のオープンソース"),
    ("EUC-JP", "日本のオープンソース"),
    ("ISO-2022-JP", "日本のオープンソース"),
    ("GBK", "开源项目办公室"),
    ("GB18030", "开源项目办公室 😀"),
    ("Big5", "開放原始碼"),
    ("EUC-KR", "오픈 소스"),
    ("UTF-8", "Überblick 日本 😀"),
];

pub fn rows() -> Vec<Row> {
    let prolog = |name: &str| format!("<?xml version=\"1.0\" encoding=\"{name}\"?>");
    let mut rows = Vec::new();
    for &(name, text) in NAMED {
        let encoding = Encoding::for_label(name.as_bytes()).unwrap();
        let (bytes, _, had_errors) = encoding.encode(text);
        assert!(!had_errors, "{name}");
        let declared = named(name, prolog(name).as_bytes(), &bytes, Title(text));
        rows.push(declared);
        let header = format!("text/xml; charset={name}");
        let body = around(b"", &bytes);
        rows.push(Row::new(AREA, format!("{name}, by its header"), typed(&header, body), Title(text)));
    }
    rows.extend(wide());
    rows.extend(broken());
    rows.extend(entities());
    rows
}

/// A feed whose title is these bytes.
fn around(head: &[u8], title: &[u8]) -> Vec<u8> {
    let feed = titled("TITLE");
    let (start, end) = feed.split_once("TITLE").unwrap();
    [head, start.as_bytes(), title, end.as_bytes()].concat()
}

fn named(fault: &str, head: &[u8], title: &[u8], expected: super::Expected) -> Row {
    Row::new(AREA, fault, ok(around(head, title)), expected)
}

fn wide() -> Vec<Row> {
    const TEXT: &str = "Überblick 😀";
    let text = titled(TEXT);
    let units: Vec<u16> = text.encode_utf16().collect();
    let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let widest: Vec<u8> = text.chars().flat_map(|character| u32::from(character).to_le_bytes()).collect();
    let row = |fault: &str, body: Vec<u8>| Row::new(AREA, fault, ok(body), Title(TEXT));
    vec![
        row("UTF-16 with BOM, little end first", [&b"\xff\xfe"[..], &little].concat()),
        row("UTF-16 with BOM, big end first", [&b"\xfe\xff"[..], &big].concat()),
        row("UTF-16 without BOM", little.clone()),
        row("UTF-32 without BOM", widest),
        row("UTF-8 with BOM", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        Row::new(AREA, "UTF-16 that says it is UTF-8", typed("text/xml; charset=utf-8", little), Title(TEXT)),
        Row::new(AREA, "UTF-8 that says it is latin-1", typed("text/xml; charset=iso-8859-1", text), Title(TEXT)),
    ]
}

fn broken() -> Vec<Row> {
    const UTF_8: &[u8] = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>";
    vec![
        named("an invalid byte, nothing declared", b"", b"A\xffB", Warning("by its bytes it is windows-1252")),
        named(
            "an invalid byte in UTF-8",
            UTF_8,
            &["Ünïcödé A".as_bytes(), b"\xffB"].concat(),
            Title("Ünïcödé A\u{fffd}B"),
        ),
        named("latin-1 that says it is UTF-8", UTF_8, b"Caf\xe9", Title("Café")),
        named("a character cut in two", UTF_8, b"\xc3\xa9\xc3\xa8\xc3\xa0 \xe2\x82", Title("éèà \u{fffd}")),
        named("an overlong slash", b"", b"A\xc0\xafB", Title("A\u{fffd}\u{fffd}B")),
        named("an overlong slash in UTF-8", UTF_8, b"A\xc0\xafB", Title("A\u{fffd}\u{fffd}B")),
        named("an overlong < in UTF-8", UTF_8, b"A\xc0\xbcbB", Title("A\u{fffd}\u{fffd}bB")),
        named(
            "half characters (CESU-8)",
            b"",
            b"A\xed\xa0\xbd\xed\xb8\x80B",
            Title("A\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}B"),
        ),
        named("beyond the last character", UTF_8, b"A\xf7\xbf\xbf\xbfB", Title("A\u{fffd}\u{fffd}\u{fffd}\u{fffd}B")),
        named("NUL and ESC", b"", b"A\0\x1b[31mB", Title("A[31mB")),
        named("C1 and bidi", b"", "A\u{9b}31m\u{202e}B".as_bytes(), Title("A31mB")),
        named("UTF-7", b"<?xml version=\"1.0\" encoding=\"utf-7\"?>", b"+ADw-b+AD4-", Title("+ADw-b+AD4-")),
        named(
            "an unknown charset",
            b"<?xml version=\"1.0\" encoding=\"klingon\"?>",
            "Ünknown".as_bytes(),
            Title("Ünknown"),
        ),
        Row::new(
            AREA,
            "an unknown charset in the header",
            typed("text/xml; charset=\u{1}x", titled("Ünknown")),
            super::Expected::Gap("not valid HTTP"),
        ),
        Row::new(
            AREA,
            "two charsets",
            typed("text/xml; charset=klingon; charset=utf-8", titled("Ünknown")),
            Title("Ünknown"),
        ),
    ]
}

fn entities() -> Vec<Row> {
    let row =
        |fault: &str, title: &str, expected| Row::new(AREA, fault, ok(super::channel(&item(title, 1, ""))), expected);
    vec![
        row("HTML entities", "Caf&eacute;&nbsp;&amp; more&hellip;", Title("Café & more…")),
        row("entities of entities", "R&amp;amp;D", Title("R&D")),
        row("numbers of characters", "A&#233;&#x1F600;B", Title("Aé😀B")),
        row("numbers of no characters", "A&#0;&#x110000;&#xD800;B", Title("A\u{fffd}\u{fffd}\u{fffd}B")),
        row("an unknown entity", "A &klingon; B", Title("A &klingon; B")),
        row("a bare &", "R&D at work", Title("R&D at work")),
        row("a bare & at the end", "R &", Title("R &")),
        row("a bare <", "1 < 2 and so on", Title("1 < 2 and so on")),
    ]
}
