//! The faults, by area: how the server misbehaves, and what is to come of it.

use std::time::Duration;

use crate::fetch::server::{Reaction, Seen, answer, ok, redirect};

/// What is to come of a fault.
#[derive(Debug)]
pub enum Expected {
    /// The source is a gap whose reason has these words.
    Gap(&'static str),
    /// The source is good and has an item of exactly this title.
    Title(&'static str),
    /// The source is good and warns with these words.
    Warning(&'static str),
    /// The source is good and has so many items.
    Items(usize),
}

use Expected::{Gap, Items, Title, Warning};

type React = Box<dyn Fn(&Seen) -> Reaction + Send + Sync>;

/// A fault.
pub struct Row {
    pub area: &'static str,
    pub fault: String,
    pub kind: &'static str,
    /// Further settings of its source.
    pub settings: &'static str,
    /// Where it is not the test server.
    pub address: Option<String>,
    pub reaction: React,
    pub expected: Expected,
}

impl Row {
    fn new(area: &'static str, fault: impl Into<String>, reaction: Reaction, expected: Expected) -> Row {
        Row::by(area, fault, move |_| reaction.clone(), expected)
    }

    fn by(
        area: &'static str,
        fault: impl Into<String>,
        reaction: impl Fn(&Seen) -> Reaction + Send + Sync + 'static,
        expected: Expected,
    ) -> Row {
        let (fault, reaction) = (fault.into(), Box::new(reaction));
        Row { area, fault, kind: "feed", settings: "", address: None, reaction, expected }
    }

    fn of_kind(mut self, kind: &'static str, settings: &'static str) -> Row {
        (self.kind, self.settings) = (kind, settings);
        self
    }

    fn at(mut self, address: impl Into<String>) -> Row {
        self.address = Some(address.into());
        self
    }
}

/// A feed with one item of this title.
fn titled(title: &str) -> String {
    format!(
        "<rss version=\"2.0\"><channel><title>F</title><item><title>{title}</title><link>https://faults.example/1</link>\
         <pubDate>Mon, 16 Nov 2026 10:00:00 +0000</pubDate><description>Words.</description></item></channel></rss>"
    )
}

fn raw(bytes: impl AsRef<[u8]>) -> Reaction {
    Reaction::raw(bytes)
}

fn encoded(coding: &str, body: &[u8]) -> Reaction {
    answer(200, &[("content-type", "text/xml"), ("content-encoding", coding)], body)
}

/// All rows. Nobody may be seen at the forbidden port, and nobody listens at the closed one.
pub fn all(forbidden: u16, closed: u16) -> Vec<Row> {
    let areas = [connection(closed), status(), redirects(), addresses(forbidden), bodies(), charsets(), parsers()];
    areas.into_iter().flatten().collect()
}

fn connection(closed: u16) -> Vec<Row> {
    const AREA: &str = "connection";
    const LONG: Duration = Duration::from_secs(30);
    let row = |fault, reaction, expected| Row::new(AREA, fault, reaction, expected);
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let slowly =
        |start: &str| (0..400).fold(raw(start), |drip, _| drip.then_send("x").then_pause(Duration::from_millis(50)));
    let with_length = |length: &str| raw(format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{}", titled("x")));
    vec![
        row("refused", raw(""), Gap("refused the connection")).at("http://127.0.0.1:9/"),
        row("refused, not allowed", raw(""), Gap("private or local")).at(format!("http://127.0.0.1:{closed}/")),
        row("no such host", raw(""), Gap("there is no host")).at("http://nobody.invalid/feed"),
        row("closed without an answer", raw(""), Gap("closed the connection")),
        row("cut in the head", raw("HTTP/1.1 200 OK\r\nconte"), Gap("closed the connection")),
        row("hangs", raw("").then_pause(LONG), Gap("not finished within 3 s")),
        row("head drips", slowly("HTTP/1.1 200 OK\r\nx: "), Gap("not finished within 3 s")),
        row("body drips", slowly("HTTP/1.1 200 OK\r\n\r\n"), Gap("not finished within 3 s")),
        row("body stalls", with_length("9000").then_pause(LONG), Gap("not finished within 3 s")),
        row("headers without end", raw("HTTP/1.1 200 OK\r\n").then_for_ever("x: y\r\n"), Gap("not valid HTTP")),
        row(
            "a header without end",
            raw("HTTP/1.1 200 OK\r\nx: ").then_for_ever("y".repeat(1000)),
            Gap("not valid HTTP"),
        ),
        row("length too long", with_length("90000"), Gap("broke off")),
        row("length negative", with_length("-1"), Gap("not valid HTTP")),
        row("length of words", with_length("many"), Gap("not valid HTTP")),
        row("length huge", with_length("99999999999"), Gap("larger than 20 MB")),
        row("length over 64 bits", with_length("99999999999999999999999"), Gap("not valid HTTP")),
        row("two lengths", with_length("5\r\ncontent-length: 7"), Gap("not valid HTTP")),
        row("bad chunk size", raw(format!("{chunked}zz\r\n<rss>\r\n0\r\n\r\n")), Gap("not valid HTTP")),
        row("chunk cut", raw(format!("{chunked}ff\r\n<rss>")), Gap("broke off")),
        row("last chunk missing", raw(format!("{chunked}5\r\n<rss>\r\n")), Gap("broke off")),
        row("chunk huge", raw(format!("{chunked}fffffffffffffffff\r\n<rss>")), Gap("not valid HTTP")),
        row(
            "chunks without end",
            raw(chunked).then_for_ever("1\r\nx\r\n".repeat(1000)),
            Gap("not finished within 3 s"),
        ),
        row(
            "flood of 103",
            raw("").then_for_ever("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"),
            Gap("not finished"),
        ),
        row("HTTP/0.9", raw(titled("x")), Gap("not valid HTTP")),
        row("SSH banner", raw("SSH-2.0-OpenSSH_9.6\r\n"), Gap("not valid HTTP")),
        row(
            "escape in the reason phrase",
            raw("HTTP/1.1 404 \u{1b}[31mGone\r\ncontent-length: 0\r\n\r\n"),
            Gap("not valid HTTP"),
        ),
        Row::by(AREA, "hangs up on a TLS greeting", |_| raw(""), Gap("closed the connection")).at("https://TLS/"),
    ]
}

fn status() -> Vec<Row> {
    const AREA: &str = "status";
    let codes: [(u16, &str); 17] = [
        (201, "unexpected status"),
        (202, "unexpected status"),
        (206, "unexpected status"),
        (300, "unexpected status"),
        (400, "unexpected status"),
        (401, "sign-in needed"),
        (403, "blocked"),
        (404, "not found"),
        (410, "gone"),
        (418, "unexpected status"),
        (429, "too many requests"),
        (451, "legal"),
        (500, "server error"),
        (502, "server error"),
        (503, "server error"),
        (504, "server error"),
        (999, "blocked"),
    ];
    let with_feed = |(code, words)| {
        Row::new(AREA, format!("{code} with a feed"), answer(code, &[], titled("x").as_bytes()), Gap(words))
    };
    let mut rows: Vec<Row> = codes.into_iter().map(with_feed).collect();
    let later = |value: &str, words| {
        Row::new(AREA, format!("503, Retry-After: {value}"), answer(503, &[("retry-after", value)], b""), Gap(words))
    };
    rows.extend([
        later("99999", "asks to wait"),
        later("99999999999999999999", "asks to wait"),
        later("Fri, 31 Dec 9999 23:59:59 GMT", "asks to wait"),
        later("Sun, 06 Nov 1994 08:49:37 GMT", "server error"),
        later("soon", "server error"),
        Row::new(AREA, "204", Reaction::status(204), Gap("empty answer")),
        Row::new(AREA, "205", Reaction::status(205), Gap("empty answer")),
        Row::new(AREA, "200 with nothing", Reaction::status(200), Gap("empty answer")),
        Row::new(AREA, "304 to a first request", Reaction::status(304), Gap("not modified")),
        Row::new(
            AREA,
            "an ETag of 60 kB",
            answer(200, &[("etag", &format!("\"{}\"", "e".repeat(60_000)))], titled("Tagged").as_bytes()),
            Title("Tagged"),
        ),
    ]);
    rows
}

fn redirects() -> Vec<Row> {
    const AREA: &str = "redirect";
    let onward = |status: u16| {
        move |seen: &Seen| match seen.path.ends_with("/end") {
            true => ok(titled("Arrived")),
            false => redirect(status, "end"),
        }
    };
    let mut rows: Vec<Row> = [301, 302, 303, 307, 308]
        .map(|status| Row::by(AREA, format!("{status} once"), onward(status), Title("Arrived")))
        .into();
    let refused = |location: &str, words| {
        Row::new(
            AREA,
            format!("to {}", location.chars().take(40).collect::<String>()),
            redirect(302, location),
            Gap(words),
        )
    };
    rows.extend([
        Row::by(AREA, "to itself", |seen| redirect(302, &seen.path), Gap("redirect loop")),
        Row::by(AREA, "ever longer", |seen| redirect(302, &format!("{}x", seen.path)), Gap("more than 10 redirects")),
        Row::new(AREA, "no Location", answer(302, &[], b"x"), Gap("without a target")),
        Row::new(AREA, "empty Location", redirect(302, ""), Gap("without a target")),
        Row::new(AREA, "Location of 50 kB", redirect(302, &"/x".repeat(25_000)), Gap("no address")),
        Row::new(AREA, "Location of 1 MB", redirect(302, &"/x".repeat(500_000)), Gap("not valid HTTP")),
        Row::by(
            AREA,
            "Location in UTF-8",
            |seen| if seen.path.contains("%C3%A9") { ok(titled("Café")) } else { redirect(302, "é") },
            Title("Café"),
        ),
        Row::new(
            AREA,
            "body without end",
            raw("HTTP/1.1 302 Found\r\nlocation: gopher://x/\r\n\r\n").then_for_ever("x".repeat(1000)),
            Gap("gopher:"),
        ),
        refused("file:///etc/passwd", "file:"),
        refused("data:text/xml,<rss/>", "data:"),
        refused("javascript:alert(1)", "javascript:"),
        refused("ftp://x.example/", "ftp:"),
        refused("gopher://x.example/", "gopher:"),
        refused("unix:///run/docker.sock", "unix:"),
        refused("http://x.example:99999/", "no address"),
        refused("http://[x", "no address"),
    ]);
    rows
}

fn addresses(port: u16) -> Vec<Row> {
    const AREA: &str = "address";
    let hosts = [
        "127.0.0.1",
        "127.0.0.66",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "１２７.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[fc00::1]",
        "[fe80::1]",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "localhost",
        "x.localhost",
        "LOCALHOST.",
    ];
    let mut rows = Vec::new();
    for host in hosts {
        let url = format!("http://{host}:{port}/");
        let refused = || Gap("private or local");
        rows.push(Row::new(AREA, format!("asked for {host}"), raw(""), refused()).at(url.clone()));
        rows.push(Row::new(AREA, format!("sent to {host}"), redirect(302, &url), refused()));
    }
    let here = format!("http://127.0.0.1:{port}/");
    let enclosed =
        titled("Enclosed").replace("<desc", &format!("<enclosure url=\"{here}\" type=\"audio/mpeg\"/><desc"));
    rows.extend([
        Row::new(AREA, "an enclosure there", ok(enclosed), Title("Enclosed")),
        Row::new(
            AREA,
            "an item's link there, undated",
            ok(format!(
                "<rss version=\"2.0\"><channel><item><title>Inside</title><link>{here}</link></item></channel></rss>"
            )),
            Title("Inside"),
        ),
        Row::new(
            AREA,
            "a Link header there",
            answer(200, &[("link", &format!("<{here}>; rel=preload"))], titled("Linked").as_bytes()),
            Title("Linked"),
        ),
        Row::new(
            AREA,
            "meta refresh there",
            answer(
                200,
                &[("content-type", "text/html")],
                format!("<meta http-equiv=refresh content=\"0;url={here}\"><title>Refreshed</title><h1>Refreshed</h1>")
                    .as_bytes(),
            ),
            Title("Refreshed"),
        )
        .of_kind("page", ""),
    ]);
    rows
}

fn bodies() -> Vec<Row> {
    const AREA: &str = "body";
    let typed = |kind: &str, title: &'static str| {
        Row::new(
            AREA,
            format!("a feed as {kind}"),
            answer(200, &[("content-type", kind)], titled(title).as_bytes()),
            Title(title),
        )
    };
    let html = "<!doctype html><html><head><title>Sign in</title></head><body><form>Password</form></body></html>";
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    vec![
        typed("text/html", "As HTML"),
        typed("application/octet-stream", "As bytes"),
        typed("image/png", "As image"),
        typed("no type; at = all", "As nonsense"),
        Row::new(
            AREA,
            "a sign-in page",
            answer(200, &[("content-type", "text/html")], html.as_bytes()),
            Gap("HTML page"),
        ),
        Row::new(AREA, "a sign-in page as XML", ok(html), Gap("HTML page")),
        Row::new(AREA, "a PNG", ok(png), Gap("expected")),
        Row::new(AREA, "a PDF", ok("%PDF-1.7\n%âãÏÓ\n1 0 obj"), Gap("expected")),
        Row::new(AREA, "only spaces", ok(" \n \n"), Gap("empty answer")),
        Row::new(AREA, "JSON that is no feed", ok("{\"error\": \"no\"}"), Gap("JSON that is no feed")),
        Row::new(AREA, "gzip that is none", encoded("gzip", titled("x").as_bytes()), Gap("gzip body is damaged")),
        Row::new(AREA, "br that is none", encoded("br", titled("x").as_bytes()), Gap("brotli body is damaged")),
        Row::new(AREA, "zstd that is none", encoded("zstd", titled("x").as_bytes()), Gap("zstd body is damaged")),
        Row::new(
            AREA,
            "deflate that is none",
            encoded("deflate", titled("x").as_bytes()),
            Gap("deflate body is damaged"),
        ),
        Row::new(AREA, "50 layers", encoded(&["gzip"; 50].join(", "), b"x"), Gap("compressed 50 times over")),
        Row::new(AREA, "unknown coding", encoded("compress", b"x"), Gap("unknown compression")),
        Row::new(
            AREA,
            "21 MB plain",
            raw("HTTP/1.1 200 OK\r\n\r\n").then_times(21, vec![b' '; 1_000_000]),
            Gap("larger than 20 MB"),
        ),
    ]
}

fn charsets() -> Vec<Row> {
    const AREA: &str = "charset";
    let named = |fault: &str, head: &[u8], bytes: &[u8], expected| {
        let (start, end) = (
            "<rss version=\"2.0\"><channel><item><title>",
            "</title><link>https://faults.example/2</link><pubDate>Mon, 16 Nov 2026 10:00:00 +0000</pubDate><description>Words.</description></item></channel></rss>",
        );
        Row::new(AREA, fault, ok([head, start.as_bytes(), bytes, end.as_bytes()].concat()), expected)
    };
    let utf16: Vec<u8> = titled("Überblick").encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        named(
            "windows-1252",
            b"<?xml version=\"1.0\" encoding=\"windows-1252\"?>",
            b"\x93Caf\xe9\x94",
            Title("“Café”"),
        ),
        named("latin-1", b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>", b"Caf\xe9", Title("Café")),
        named("Shift JIS", b"<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>", b"\x93\xfa\x96{", Title("日本")),
        named("KOI8-R", b"<?xml version=\"1.0\" encoding=\"koi8-r\"?>", b"\xed\xc9\xd2", Title("Мир")),
        Row::new(AREA, "UTF-16 with BOM", ok([&b"\xff\xfe"[..], &utf16].concat()), Title("Überblick")),
        Row::new(AREA, "UTF-8 with BOM", ok([&b"\xef\xbb\xbf"[..], titled("Über").as_bytes()].concat()), Title("Über")),
        named("an invalid byte", b"", b"A\xffB", Items(1)),
        named("overlong slash", b"", b"A\xc0\xafB", Items(1)),
        named("surrogates (CESU-8)", b"", b"A\xed\xa0\xbd\xed\xb8\x80B", Items(1)),
        named("NUL and ESC", b"", b"A\0\x1b[31mB", Title("A[31mB")),
        named(
            "unknown charset",
            b"<?xml version=\"1.0\" encoding=\"klingon\"?>",
            "Ünknown".as_bytes(),
            Title("Ünknown"),
        ),
        named("UTF-7", b"<?xml version=\"1.0\" encoding=\"utf-7\"?>", b"+ADw-b+AD4-", Title("+ADw-b+AD4-")),
        named("HTML entities", b"", b"Caf&eacute;&nbsp;&amp; more", Title("Café & more")),
        named("a bare &", b"", b"R&D at work", Title("R&D at work")),
    ]
}

fn parsers() -> Vec<Row> {
    const AREA: &str = "parser";
    const ICS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n";
    let row = |fault, body: String, expected| Row::new(AREA, fault, ok(body), expected);
    let entity = |definition: &str, used: &str| format!("<!DOCTYPE rss [{definition}]>{}", titled(used));
    let laughs: String =
        (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let event = |rule: &str| {
        format!(
            "{ICS}BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261201T100000Z\r\nSUMMARY:Meeting\r\n{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    };
    let rule = |rule: &str, expected| {
        Row::new(AREA, format!("ICS, {rule}"), ok(event(rule)), expected).of_kind("calendar", "")
    };
    let json = |fault, body: String, expected| {
        Row::new(AREA, fault, answer(200, &[("content-type", "application/json")], body.as_bytes()), expected)
            .of_kind("json", "title = \"title\"")
    };
    let page = |fault, body: String, expected| {
        Row::new(AREA, fault, answer(200, &[("content-type", "text/html")], body.as_bytes()), expected)
            .of_kind("page", "items = \"li\"\ntitle = \"b\"")
    };
    let item = |title: &str| format!("<item><title>{title}</title><link>https://faults.example/{title}</link></item>");
    vec![
        row("billion laughs", entity(&format!("<!ENTITY l0 \"ha\">{laughs}"), "&l9;"), Items(1)),
        row(
            "quadratic laughs",
            entity(&format!("<!ENTITY a \"{}\">", "a".repeat(50_000)), &"&a;".repeat(1_000)),
            Items(1),
        ),
        row("XXE, a file", entity("<!ENTITY x SYSTEM \"file:///etc/passwd\">", "&x;"), Items(1)),
        row("XXE, an address", entity("<!ENTITY x SYSTEM \"http://127.0.0.1:1/\">", "&x;"), Items(1)),
        row("XXE, parameters", entity("<!ENTITY % x SYSTEM \"file:///etc/passwd\"> %x;", "Fine"), Items(1)),
        row(
            "depth 200,000",
            format!("<rss version=\"2.0\"><channel>{}", "<a>".repeat(200_000)),
            Warning("the end is missing"),
        ),
        row(
            "20,000 attributes",
            titled("Wide").replace(
                "<item",
                &format!("<item {}", (0..20_000).map(|n| format!("a{n}=\"1\" ")).collect::<String>()),
            ),
            Items(1),
        ),
        row("a title of 1 MB", titled(&"word ".repeat(200_000)), Items(1)),
        row("a summary of 4 MB", titled("Long").replace("Words.", &"word ".repeat(800_000)), Items(1)),
        row(
            "a link of 1 MB",
            titled("Link").replace("faults.example/1", &format!("faults.example/{}", "x".repeat(1_000_000))),
            Items(1),
        ),
        row(
            "12,000 items",
            format!(
                "<rss version=\"2.0\"><channel>{}</channel></rss>",
                (0..12_000).map(|n| item(&n.to_string())).collect::<String>()
            ),
            Warning("10000"),
        ),
        row("bad date", titled("Dated").replace("Mon, 16 Nov 2026", "Foo, 99 Bar 99999"), Items(1)),
        row("cut XML", titled("Cut").replace("</item></channel></rss>", ""), Warning("the end is missing")),
        row(
            "items twice",
            titled("Twice").replace(
                "</channel>",
                "<item><title>Twice</title><link>https://faults.example/1</link></item></channel>",
            ),
            Items(2),
        ),
        json("JSON, depth 200,000", "[".repeat(200_000), Gap("JSON")),
        json("JSON, cut", "[{\"title\": \"a".to_owned(), Gap("JSON")),
        json("JSON, NaN", "[{\"title\": NaN}]".to_owned(), Gap("JSON")),
        json(
            "JSON, a lone surrogate",
            "[{\"title\": \"a\\ud800b\", \"url\": \"https://faults.example/j\"}]".to_owned(),
            Gap("hex escape"),
        ),
        json("JSON, a number for a list", "42".to_owned(), Gap("no list")),
        json("JSON, an object for a title", "[{\"title\": {\"a\": 1}}]".to_owned(), Items(0)),
        Row::new(
            AREA,
            "ICS, nested 20,000 deep",
            ok(format!("{ICS}{}", "BEGIN:VEVENT\r\n".repeat(20_000))),
            Warning("cut off"),
        )
        .of_kind("calendar", ""),
        Row::new(AREA, "ICS, no END", ok(event("").replace("END:VCALENDAR\r\n", "")), Items(1)).of_kind("calendar", ""),
        Row::new(AREA, "ICS, BOM", ok(format!("\u{feff}{}", event(""))), Items(1)).of_kind("calendar", ""),
        Row::new(
            AREA,
            "ICS, folded in a character",
            ok([
                event("").split("Meeting").next().unwrap().as_bytes(),
                b"Caf\xc3\r\n \xa9",
                b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            ]
            .concat()),
            Title("Café"),
        )
        .of_kind("calendar", ""),
        rule("RRULE:FREQ=SECONDLY", Warning("only the first 1000 were taken")),
        rule("RRULE:FREQ=DAILY;COUNT=1000000000", Items(110)),
        rule("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", Items(1)),
        rule("RRULE:FREQ=WEEKLY;BYDAY=ϮO", Items(1)),
        rule("RRULE:FREQ=DAILY;INTERVAL=0", Items(1)),
        rule("RRULE:FREQ=MONTHLY;BYSETPOS=-366;BYDAY=MO", Items(1)),
        page(
            "HTML, 50,000 deep",
            format!("<ul><li><b>Deep</b></li></ul>{}", "<div>".repeat(50_000)),
            Gap("nested deeper than 256"),
        ),
        page(
            "HTML, 100,000 attributes",
            format!("<ul><li><b>Wide</b></li></ul><p {}>", (0..100_000).map(|n| format!("a{n} ")).collect::<String>()),
            Gap("more than 512 attributes"),
        ),
        page("HTML, cut in a tag", "<ul><li><b>Cut</b></li></ul><a href=\"".to_owned(), Title("Cut")),
        page(
            "HTML, 30,000 open lists",
            format!("<ul><li><b>Open</b></li></ul>{}", "<ul><li>".repeat(30_000)),
            Gap("nested deeper than 256"),
        ),
    ]
}
