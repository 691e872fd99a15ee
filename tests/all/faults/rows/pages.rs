//! Pages that cost: depth, width, length, and markup that never ends.

use super::Expected::{Gap, Title, Warning};
use super::{Expected, Row, typed};

const AREA: &str = "HTML";
const LIST: &str = "<ul><li><b>Item</b> <a href=\"/x\">x</a></li></ul>";

/// A page with one good item and something more.
fn row(fault: &str, more: impl AsRef<str>, expected: Expected) -> Row {
    page(fault, format!("<!doctype html><title>P</title>{LIST}{}", more.as_ref()), expected)
}

fn page(fault: &str, body: String, expected: Expected) -> Row {
    Row::new(AREA, fault, typed("text/html", body), expected).of_kind("page", "items = \"li\"\ntitle = \"b\"")
}

pub fn rows() -> Vec<Row> {
    [depth(), width(), open()].into_iter().flatten().collect()
}

fn depth() -> Vec<Row> {
    let deep = |fault: &str, tags: &str, times: usize| row(fault, tags.repeat(times), Gap("nested deeper than 256"));
    vec![
        deep("100,000 <div>", "<div>", 100_000),
        deep("30,000 <ul><li>", "<ul><li>", 30_000),
        deep("20,000 tables", "<table><tr><td>", 20_000),
        deep("50,000 <b>", "<b>", 50_000),
        deep("50,000 <span>", "<span>", 50_000),
        deep("20,000 <svg>", "<svg><g>", 20_000),
        deep("20,000 <math>", "<math><mrow>", 20_000),
        deep("20,000 <template>", "<template>", 20_000),
        deep("20,000 <button><object>", "<object>", 20_000),
        row("50,000 <a>, each closing the last", "<a href=x>".repeat(50_000), Title("Item")),
        row("50,000 crossed <b><i></b></i>", "<b><i></b></i>".repeat(50_000), Title("Item")),
        row("50,000 <p><b> left open", "<p><b>".repeat(50_000), Gap("the page could not be read")),
    ]
}

fn width() -> Vec<Row> {
    let attributes: String = (0..200_000).map(|n| format!("a{n} ")).collect();
    vec![
        row("200,000 attributes", format!("<p {attributes}>"), Gap("more than 512 attributes")),
        row("an attribute of 5 MB", format!("<p title=\"{}\">", "x".repeat(5_000_000)), Title("Item")),
        row("a name of 1 MB", format!("<{}>", "x".repeat(1_000_000)), Title("Item")),
        row("200,000 paragraphs", "<p>x".repeat(200_000), Gap("the page could not be read")),
        row("a text of 8 MB", "word ".repeat(1_600_000), Title("Item")),
        row("a page of 11 MB", "x".repeat(11_000_000), Gap("the page could not be read")),
        row(
            "500,000 entities",
            "&amp;&#0;&#x110000;&notanentity;".repeat(125_000),
            Gap("more than 150000 elements and texts"),
        ),
        row("1,000,000 <", "<".repeat(1_000_000), Gap("more than 150000 elements and texts")),
        row("1,000,000 NULs", "\0".repeat(1_000_000), Gap("got binary data")),
    ]
}

fn open() -> Vec<Row> {
    let open = |fault: &str, start: &str| row(fault, format!("{start}{}", "x".repeat(100_000)), Title("Item"));
    let nested = format!("<script type=\"application/ld+json\">{}</script>", "[".repeat(200_000));
    vec![
        row("cut in a tag", "<a href=\"", Title("Item")),
        open("a comment that never ends", "<!--"),
        open("a script that never ends", "<script>"),
        open("a style that never ends", "<style>"),
        open("a title that never ends", "<title>"),
        open("a text area that never ends", "<textarea>"),
        open("plain text to the end", "<plaintext>"),
        open("CDATA that never ends", "<svg><![CDATA["),
        row("100,000 comments", "<!---->".repeat(100_000), Title("Item")),
        row("JSON-LD 200,000 deep", nested, Title("Item")),
        page(
            "a frame set",
            "<frameset><frame src=x></frameset>".to_owned(),
            Warning("nothing on the page matches `items`"),
        ),
    ]
}
