//! JSON that costs, breaks off or has another shape.

use super::Expected::{Gap, Items, Title, Warning};
use super::{Expected, Row, typed};

const AREA: &str = "JSON";

pub fn rows() -> Vec<Row> {
    [mapped(), feeds()].into_iter().flatten().collect()
}

fn mapped() -> Vec<Row> {
    let row = |fault: &str, body: String, expected: Expected| {
        Row::new(AREA, fault, typed("application/json", body), expected)
            .of_kind("json", "title = \"title\"\nlink = \"url\"")
    };
    let item = |title: &str| format!("{{\"title\": {title}, \"url\": \"https://faults.example/j\"}}");
    let list = |title: &str| format!("[{}]", item(title));
    let unread = || Gap("could not be read");
    vec![
        row("depth 2,000,000", "[".repeat(2_000_000), unread()),
        row("depth 2,000,000, of objects", "{\"a\":".repeat(2_000_000), unread()),
        row("cut", "[{\"title\": \"a".to_owned(), unread()),
        row("cut behind an item", format!("[{},", item("\"a\"")), unread()),
        row("NaN", list("NaN"), unread()),
        row("Infinity", list("-Infinity"), unread()),
        row("a comma too many", format!("[{},]", item("\"a\"")), unread()),
        row("comments", format!("/* x */ {}", list("\"a\"")), Gap("expected JSON")),
        row("single quotes", list("'a'"), unread()),
        row("a lone surrogate", list("\"a\\ud83d b\""), Title("a\u{fffd} b")),
        row("a raw NUL", list("\"a\0b\""), unread()),
        row("an escaped NUL and ESC", list("\"a\\u0000\\u001b[31mb\""), Title("a[31mb")),
        row("a BOM", format!("\u{feff}{}", list("\"Marked\"")), Title("Marked")),
        row("1e400", list("1e400"), unread()),
        row("a number of 100,000 digits", list(&"9".repeat(100_000)), unread()),
        row("a key twice", list("\"First\", \"title\": \"Second\""), Title("Second")),
        row("a number for a list", "42".to_owned(), Gap("got JSON that is no list")),
        row("a text for a list", "\"[]\"".to_owned(), Gap("got JSON that is no list")),
        row("null for a list", "null".to_owned(), Gap("got JSON that is no list")),
        row("an object for a list", item("\"a\""), Gap("got a table with the keys")),
        row("an error for a list", "{\"error\": \"\\u001b[31mno\"}".to_owned(), Gap("got an error: [31mno")),
        row("a page for a list", "<!doctype html><title>Sign in</title>".to_owned(), Gap("got a page or XML")),
        row("items that are no objects", "[1, null, \"a\", [[]]]".to_owned(), Warning("without `title`")),
        row("an object for a title", list("{\"a\": 1}"), Warning("without `title`")),
        row("a list for a title", list("[\"a\", \"b\"]"), Items(1)),
        row("null for a title", list("null"), Warning("without `title`")),
        row("a title of 10 MB", list(&format!("\"{}\"", "word ".repeat(2_000_000))), Items(1)),
        row("12,000 items", format!("[{}]", vec![item("\"I\""); 12_000].join(",")), Warning("10000")),
        row(
            "an object of 100,000 keys",
            format!("[{{{}\"title\": \"Wide\"}}]", (0..100_000).map(|n| format!("\"k{n}\": {n},")).collect::<String>()),
            Title("Wide"),
        ),
    ]
}

fn feeds() -> Vec<Row> {
    let row = |fault: &str, items: &str, expected: Expected| {
        let body =
            format!("{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"F\", \"items\": {items}}}");
        Row::new(AREA, format!("JSON Feed, {fault}"), typed("application/feed+json", body), expected)
    };
    vec![
        row(
            "a lone surrogate",
            "[{\"id\": \"1\", \"title\": \"a\\ud83d\", \"url\": \"https://faults.example/f\"}]",
            Title("a\u{fffd}"),
        ),
        row("items that are no objects", "[1, null, \"a\"]", Warning("left out")),
        row("items that are no list", "{\"a\": 1}", Warning("no items")),
        row(
            "everything of the wrong type",
            "[{\"id\": 1, \"title\": [\"a\"], \"url\": {\"b\": 2}, \"tags\": \"c\", \"date_published\": 5}]",
            Warning("neither title nor text nor address"),
        ),
        row("depth 100,000", &format!("[{}", "[".repeat(100_000)), Gap("could not be read")),
    ]
}
