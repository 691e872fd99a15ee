//! XML that costs, lies or breaks off.

use super::Expected::{Items, Title, Warning};
use super::{Expected, Row, channel, item, titled};
use crate::fetch::server::ok;

const AREA: &str = "XML";

pub fn rows() -> Vec<Row> {
    [entities(), bombs(), dates(), shapes()].into_iter().flatten().collect()
}

fn row(fault: &str, body: impl AsRef<[u8]>, expected: Expected) -> Row {
    Row::new(AREA, fault, ok(body), expected)
}

/// Nothing is expanded, nothing is read.
fn entities() -> Vec<Row> {
    let with = |definition: &str, title: &str| format!("<!DOCTYPE rss [{definition}]>{}", titled(title));
    let laughs = |count: usize| -> String {
        (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(count))).collect()
    };
    vec![
        row("billion laughs", with(&format!("<!ENTITY l0 \"ha\">{}", laughs(10)), "&l9;"), Title("&l9;")),
        row("quadratic laughs", with(&format!("<!ENTITY a \"{}\">", "a".repeat(50_000)), &"&a;".repeat(50)), Items(1)),
        row("laughs about themselves", with("<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">", "&a;"), Title("&a;")),
        row("laughs by parameters", with(&laughs(10).replace("<!ENTITY l", "<!ENTITY % l"), "Calm"), Title("Calm")),
        row("XXE, a file", with("<!ENTITY x SYSTEM \"file:///etc/passwd\">", "&x;"), Title("&x;")),
        row("XXE, an address", with("<!ENTITY x SYSTEM \"http://127.0.0.1:1/\">", "&x;"), Title("&x;")),
        row("XXE, by parameters", with("<!ENTITY % x SYSTEM \"file:///etc/passwd\"> %x;", "Fine"), Title("Fine")),
        row(
            "XXE, a document type elsewhere",
            format!("<!DOCTYPE rss SYSTEM \"http://127.0.0.1:1/x.dtd\">{}", titled("Fine")),
            Title("Fine"),
        ),
        row(
            "XInclude",
            titled("Included").replace(
                "Words.",
                "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\" parse=\"text\"/>",
            ),
            Title("Included"),
        ),
    ]
}

fn bombs() -> Vec<Row> {
    let attributes = |count: usize| (0..count).map(|n| format!("a{n}=\"1\" ")).collect::<String>();
    let items = |count: usize| (0..count).map(|n| item("I", n, "")).collect::<String>();
    let words = format!("<description>{}</description>", "Words and more words. ".repeat(22));
    let long_items: String =
        (0..1_500).map(|n| item(&format!("{n} {}", "title ".repeat(48)), 100_000 + n, &words)).collect();
    vec![
        row("1,000,000 elements deep", channel(&"<a>".repeat(1_000_000)), Warning("the feed has no items")),
        row(
            "200,000 deep in an item",
            channel(&item("Deep", 1, &format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000)))),
            Title("Deep"),
        ),
        row(
            "200,000 attributes",
            titled("Wide").replace("<item", &format!("<item {}", attributes(200_000))),
            Title("Wide"),
        ),
        row(
            "one attribute of 5 MB",
            titled("Wide").replace("<item", &format!("<item a=\"{}\"", "x".repeat(5_000_000))),
            Title("Wide"),
        ),
        row(
            "20,000 namespaces",
            titled("Named").replace("<item", &format!("<item {}", attributes(20_000).replace('a', "xmlns:a"))),
            Title("Named"),
        ),
        row(
            "a name of 1 MB",
            titled("Named").replace("<description", &format!("<{0}></{0}><description", "n".repeat(1_000_000))),
            Title("Named"),
        ),
        row("a title of 10 MB", titled(&"word ".repeat(2_000_000)), Items(1)),
        row("a title of 1 MB without a space", titled(&"w".repeat(1_000_000)), Items(1)),
        row("a summary of 8 MB", titled("Long").replace("Words.", &"word ".repeat(1_600_000)), Title("Long")),
        row(
            "a summary of 5,000 nested elements",
            titled("Nested").replace("Words.", &"&lt;div&gt;".repeat(5_000)),
            Title("Nested"),
        ),
        row(
            "a summary of 200,000 nested elements",
            titled("Nested").replace("Words.", &"&lt;div&gt;".repeat(200_000)),
            Title("Nested"),
        ),
        row(
            "a link of 2 MB",
            titled("Link").replace("example/1", &format!("example/{}", "x".repeat(2_000_000))),
            Warning("a link of more than 2000 bytes and comes without it"),
        ),
        row(
            "1,000,000 empty items",
            channel(&"<item/>".repeat(1_000_000)),
            Warning("more than 10000 items: the first 10000 were read"),
        ),
        row("1,500 items of the greatest length", channel(&long_items), Items(1_500)),
        row("12,000 items", channel(&items(12_000)), Warning("more than 10000 items: the first 10000 were read")),
        row(
            "a comment of 10 MB",
            titled("Comment").replace("<item", &format!("<!--{}--><item", "x".repeat(10_000_000))),
            Title("Comment"),
        ),
        row(
            "10,000 categories",
            titled("Sorted").replace(
                "<description",
                &format!(
                    "{}<description",
                    (0..10_000).map(|n| format!("<category>c{n}</category>")).collect::<String>()
                ),
            ),
            Title("Sorted"),
        ),
        row(
            "10,000 authors",
            titled("Written").replace(
                "<description",
                &format!(
                    "{}<description",
                    (0..10_000).map(|n| format!("<author>a{n}@example.org (A {n})</author>")).collect::<String>()
                ),
            ),
            Title("Written"),
        ),
    ]
}

fn dates() -> Vec<Row> {
    const GOOD: &str = "Mon, 16 Nov 2026 10:00:00 +0000";
    let cannot = || Warning("1 date cannot be used");
    let row = |date: &str, expected| {
        Row::new(AREA, format!("the date “{date}”"), ok(titled("Dated").replace(GOOD, date)), expected)
    };
    vec![
        row("", Title("Dated")),
        row("yesterday", cannot()),
        row("Foo, 99 Bar 99999 10:00:00 +0000", cannot()),
        row("0000-00-00", cannot()),
        row("2026-13-45T99:99:99Z", cannot()),
        row("2026-02-30", cannot()),
        row("-0001-01-01T00:00:00Z", cannot()),
        row("99999-01-01T00:00:00Z", cannot()),
        row("9999-12-31T23:59:59Z", cannot()),
        row("Thu, 01 Jan 1970 00:00:00 GMT", cannot()),
        row("1e400", cannot()),
        row("99999999999999999999", cannot()),
        row("2026-11-16T10:00:00+99:99", Title("Dated")),
        row("Mon, 16 Nov 2026 25:61:61 +0000", Title("Dated")),
        row("२०२६-११-१६", cannot()),
        row("\u{1b}[31m::error::", cannot()),
    ]
}

fn shapes() -> Vec<Row> {
    let two = |one: &str, two: &str| channel(&format!("{}{}", item("One", 1, one), item("Two", 2, two)));
    let id = "<guid>same</guid>";
    let whole = two("", "");
    let cut = |at: &str| whole.split_inclusive(at).next().unwrap().to_owned();
    vec![
        row("cut in the second item", cut("<title>Tw"), Title("One")),
        row("cut in the second item, said", cut("<title>Tw"), Warning("the end is missing")),
        row("cut behind the first item", cut("</item>"), Warning("the end is missing")),
        row(
            "cut in an only item",
            titled("Cut").replace("</item></channel></rss>", ""),
            Warning("1 item is not whole: left out"),
        ),
        row("the same id twice", two(id, id), Items(2)),
        row("the same item twice", channel(&item("Twice", 1, "").repeat(2)), Items(2)),
        row("the same title twice", two("", "").replace("Two", "One"), Items(2)),
        row("two titles", titled("First").replace("<link", "<title>Second</title><link"), Title("First")),
        row("no title", titled(""), Items(1)),
        row("no link", titled("Unlinked").replace("https://faults.example/1", ""), Title("Unlinked")),
        row(
            "a link to javascript:",
            titled("Linked").replace("https://faults.example/1", "javascript:alert(1)"),
            Warning("no http(s) address"),
        ),
        row(
            "a link to file:",
            titled("Linked").replace("https://faults.example/1", "file:///etc/passwd"),
            Warning("no http(s) address"),
        ),
        row("an empty feed", channel(""), Warning("the feed has no items")),
        row("tags that cross", titled("Crossed").replace("Words.", "<b><i>Words.</b></i>"), Title("Crossed")),
        row("two feeds in one", format!("{}{}", titled("First"), titled("Second")), Title("First")),
        row(
            "words before the feed",
            format!("Warning: mysql_connect()\n{}", titled("Behind words")),
            Title("Behind words"),
        ),
        row("a feed in a feed", titled("Outer").replace("Words.", &titled("Inner")), Title("Outer")),
        row(
            "CDATA that never ends",
            titled("Open").replace("Words.", "<![CDATA[Words."),
            Warning("the end is missing"),
        ),
        row("structure in a title", titled("](http://evil.example) &lt;!-- x --&gt; # H"), Items(1)),
    ]
}
