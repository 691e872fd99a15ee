//! Connections that are not made, break, hang or speak something else.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use super::Expected::{Gap, Title, Warning};
use super::{Row, in_turn, raw, titled};
use crate::fetch::server::{Reaction, ok, refusing};
use crate::fetch::tls::{Authority, authority, serve_tls};

const LONG: Duration = Duration::from_secs(30);

/// Addresses that misbehave before anything is answered.
pub struct Doors {
    /// Nobody may knock here.
    pub forbidden: u16,
    knocks: Arc<AtomicUsize>,
    /// Nobody listens here.
    closed: (TcpSocket, SocketAddr),
    /// A queue that is full: whoever knocks is never answered.
    full: SocketAddr,
    /// Connections are reset: at once, and in the middle of an answer.
    reset: [SocketAddr; 2],
    /// Ports of TLS: good, signed by nobody we know, expired, for another host.
    tls: [u16; 4],
    /// The certificate of the authority that the run trusts.
    pub trusted: String,
    /// Who waits in the full queue.
    _waiting: (TcpListener, Vec<TcpStream>),
}

impl Doors {
    pub async fn open() -> Doors {
        let (forbidden, knocks) = forbidden().await;
        let (trusted, unknown) = (authority("Trusted"), authority("Unknown"));
        let port = async |authority: &Authority, name, year| serve_tls(authority, name, year).await.port();
        let tls = [
            port(&trusted, "localhost", 2099).await,
            port(&unknown, "localhost", 2099).await,
            port(&trusted, "localhost", 2021).await,
            port(&trusted, "elsewhere.example", 2099).await,
        ];
        let (full, waiting) = full().await;
        let reset = [reset("").await, reset("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n<rss>").await];
        Doors { forbidden, knocks, closed: refusing(), full, reset, tls, trusted: trusted.pem, _waiting: waiting }
    }

    /// What the newsletter must allow, so that these can be asked at all.
    pub fn allowed(&self) -> Vec<String> {
        let plain = [self.closed.1, self.full].into_iter().chain(self.reset).map(|address| address.to_string());
        plain.chain(self.tls.map(|port| format!("localhost:{port}"))).collect()
    }

    /// How often somebody knocked at the forbidden door.
    pub fn knocks(&self) -> usize {
        self.knocks.load(Ordering::Relaxed)
    }

    /// An address of the server whose certificate is good.
    pub fn secure(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.tls[0])
    }
}

async fn forbidden() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let knocks = Arc::new(AtomicUsize::new(0));
    let counted = knocks.clone();
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::Relaxed);
        }
    });
    (port, knocks)
}

async fn full() -> (SocketAddr, (TcpListener, Vec<TcpStream>)) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(Ok(stream)) = tokio::time::timeout(Duration::from_millis(100), TcpStream::connect(address)).await {
        waiting.push(stream);
        assert!(waiting.len() < 50, "the queue never fills");
    }
    (address, (listener, waiting))
}

/// Closing a socket on which something waits to be read resets its connection.
async fn reset(said: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                stream.peek(&mut [0]).await.unwrap();
                stream.write_all(said.as_bytes()).await.unwrap();
                tokio::time::sleep(Duration::from_millis(300)).await;
            });
        }
    });
    address
}

pub fn rows(doors: &Doors) -> Vec<Row> {
    [not_made(doors), breaking(), framed_badly(), something_else()].into_iter().flatten().collect()
}

fn row(fault: &str, reaction: Reaction, expected: super::Expected) -> Row {
    Row::new("connection", fault, reaction, expected)
}

fn not_made(doors: &Doors) -> Vec<Row> {
    let elsewhere = |fault, address: String, words| row(fault, raw(""), Gap(words)).at(address);
    let secure = |port: usize| format!("https://localhost:{}/", doors.tls[port]);
    vec![
        elsewhere("refused", format!("http://{}/", doors.closed.1), "refused the connection"),
        elsewhere(
            "blackhole: nobody answers the first packet",
            format!("http://{}/", doors.full),
            "no connection within",
        ),
        elsewhere("reset before an answer", format!("http://{}/", doors.reset[0]), "closed the connection"),
        elsewhere("reset in the middle of an answer", format!("http://{}/", doors.reset[1]), "broke off"),
        elsewhere("no such host", "http://nobody.invalid/".to_owned(), "nobody.invalid"),
        elsewhere("unknown certificate authority", secure(1), "signed by an unknown authority"),
        elsewhere("expired certificate", secure(2), "certificate has expired"),
        elsewhere("certificate of another host", secure(3), "certificate is for another host"),
        elsewhere("no TLS where it should be", format!("https://{}/", doors.reset[0]), "closed the connection"),
        row("hangs up on a TLS greeting", raw(""), Gap("closed the connection")).at("https://SHARED/"),
        row("closed without an answer", raw(""), Gap("closed the connection")),
    ]
}

fn breaking() -> Vec<Row> {
    let slowly =
        |start: &str| (0..400).fold(raw(start), |drip, _| drip.then_send("x").then_pause(Duration::from_millis(50)));
    let feed = titled("x");
    let half = &feed[..feed.len() - 20];
    let whole_items = feed.split("</channel>").next().unwrap();
    vec![
        row("cut in the status line", raw("HTTP/1.1 20"), Gap("closed the connection")),
        row("cut in the head", raw("HTTP/1.1 200 OK\r\nconte"), Gap("closed the connection")),
        row("hangs", raw("").then_pause(LONG), Gap("not finished within")),
        row("hangs in the head", raw("HTTP/1.1 200 OK\r\nconte").then_pause(LONG), Gap("not finished within")),
        row("head drips", slowly("HTTP/1.1 200 OK\r\nx: "), Gap("not finished within")),
        row("body drips", slowly("HTTP/1.1 200 OK\r\n\r\n"), Gap("not finished within")),
        row("body stalls", with_length("9000").then_pause(LONG), Gap("not finished within")),
        row("cut, by its length", with_length("90000"), Gap("broke off")),
        row("cut after whole items, by its length", raw(sized(whole_items, 10)), Gap("broke off")),
        row("cut, without a length", raw(format!("HTTP/1.1 200 OK\r\n\r\n{half}")), Gap("broke off")),
        row(
            "cut after whole items, without a length",
            raw(format!("HTTP/1.0 200 OK\r\n\r\n{whole_items}")),
            Gap("broke off"),
        ),
        row("cut once, then whole", raw(""), Title("x")).by_turns(vec![with_length("90000"), ok(titled("x"))]),
        row("closed once, then whole", raw(""), Title("x")).by_turns(vec![raw(""), ok(titled("x"))]),
        row("whole, without a length", raw(format!("HTTP/1.0 200 OK\r\n\r\n{feed}")), Title("x")),
    ]
}

fn framed_badly() -> Vec<Row> {
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let feed = titled("x");
    let chunk = format!("{:x}\r\n{feed}\r\n", feed.len());
    vec![
        row("length too short", with_length("20"), Warning("the end is missing")),
        row("length negative", with_length("-1"), Gap("not valid HTTP")),
        row("length of words", with_length("many"), Gap("not valid HTTP")),
        row("length huge", with_length("99999999999"), Gap("larger than 20 MB")),
        row("length over 64 bits", with_length("99999999999999999999999"), Gap("not valid HTTP")),
        row("two lengths", with_length("5\r\ncontent-length: 7"), Gap("not valid HTTP")),
        row("bad chunk size", raw(format!("{chunked}zz\r\n<rss>\r\n0\r\n\r\n")), Gap("not valid HTTP")),
        row("negative chunk size", raw(format!("{chunked}-5\r\n<rss>\r\n0\r\n\r\n")), Gap("not valid HTTP")),
        row("chunk cut", raw(format!("{chunked}ff\r\n<rss>")), Gap("broke off")),
        row("last chunk missing", raw(format!("{chunked}{chunk}")), Gap("broke off")),
        row("chunk huge", raw(format!("{chunked}fffffffffffffffff\r\n<rss>")), Gap("not valid HTTP")),
        row("chunk longer than its size", raw(format!("{chunked}5\r\n<rss>more\r\n0\r\n\r\n")), Gap("not valid HTTP")),
        row(
            "chunks without end",
            raw(chunked).then_for_ever(format!("10000\r\n{}\r\n", "x".repeat(0x10000))),
            Gap("larger than 20 MB"),
        ),
        row(
            "tiny chunks without end, slowly",
            (0..400).fold(raw(chunked), |drip, _| drip.then_send("1\r\nx\r\n").then_pause(Duration::from_millis(50))),
            Gap("not finished within"),
        ),
    ]
}

fn something_else() -> Vec<Row> {
    vec![
        row("headers without end", raw("HTTP/1.1 200 OK\r\n").then_for_ever("x: y\r\n"), Gap("not valid HTTP")),
        row(
            "a header without end",
            raw("HTTP/1.1 200 OK\r\nx: ").then_for_ever("y".repeat(1000)),
            Gap("not valid HTTP"),
        ),
        row("101 headers", raw(format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(101))), Gap("not valid HTTP")),
        row(
            "a header of 1 MB",
            raw(format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "y".repeat(1_000_000))),
            Gap("not valid HTTP"),
        ),
        row("NUL in a header", raw("HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 0\r\n\r\n"), Gap("not valid HTTP")),
        row(
            "flood of 103",
            raw("").then_for_ever("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"),
            Gap("not finished within"),
        ),
        row("HTTP/0.9", raw(titled("x")), Gap("not valid HTTP")),
        row("HTTP/9.9", raw(format!("HTTP/9.9 200 OK\r\n\r\n{}", titled("x"))), Gap("not valid HTTP")),
        row("SSH banner", raw("SSH-2.0-OpenSSH_9.6\r\n"), Gap("not valid HTTP")),
        row("random bytes", raw((0..4096u32).map(|n| (n * 37 % 251) as u8).collect::<Vec<_>>()), Gap("not valid HTTP")),
        row("status 99999", raw("HTTP/1.1 99999 OK\r\n\r\n"), Gap("not valid HTTP")),
        row(
            "escape in the reason phrase",
            raw("HTTP/1.1 404 \u{1b}[31mGone\r\ncontent-length: 0\r\n\r\n"),
            Gap("not valid HTTP"),
        ),
        row(
            "C1 and words of a CI in the reason phrase",
            raw(b"HTTP/1.1 404 \x9b31m::error::x\r\ncontent-length: 0\r\n\r\n"),
            Gap("not found"),
        ),
    ]
}

fn with_length(length: &str) -> Reaction {
    raw(format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{}", titled("x")))
}

/// A body that announces more than comes.
fn sized(body: &str, missing: usize) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len() + missing)
}

impl Row {
    fn by_turns(mut self, reactions: Vec<Reaction>) -> Row {
        self.reaction = Box::new(in_turn(reactions));
        self
    }
}
