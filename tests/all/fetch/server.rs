//! The test server: raw TCP, so that broken answers can be sent too.
//!
//! Two ways: [`Server::script`] expects exactly these requests in this order and fails the test
//! otherwise; [`Server::serve`] answers with a function.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpSocket};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    pub path: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: String,
    /// When it began.
    pub at: Instant,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// What the server does with a request.
#[derive(Clone, Default)]
pub struct Reaction {
    steps: Vec<Step>,
    /// Whether the connection is closed after it.
    close: bool,
}

#[derive(Clone)]
enum Step {
    Send(Vec<u8>),
    Pause(Duration),
    /// The same bytes again and again, until the client has gone.
    Repeat(Vec<u8>),
    /// The same bytes so many times.
    Times(usize, Vec<u8>),
    Call(Arc<dyn Fn() + Send + Sync>),
}

impl Reaction {
    /// Raw bytes, then the end of the connection.
    pub fn raw(bytes: impl AsRef<[u8]>) -> Reaction {
        Reaction { steps: vec![Step::Send(bytes.as_ref().to_vec())], close: true }
    }

    /// A proper answer without a body.
    pub fn status(status: u16) -> Reaction {
        answer(status, &[], b"")
    }

    /// Waits before anything else.
    pub fn late(mut self, pause: Duration) -> Reaction {
        self.steps.insert(0, Step::Pause(pause));
        self
    }

    /// Calls a function before anything else.
    pub fn calling(mut self, function: impl Fn() + Send + Sync + 'static) -> Reaction {
        self.steps.insert(0, Step::Call(Arc::new(function)));
        self
    }

    pub fn then_pause(mut self, pause: Duration) -> Reaction {
        self.steps.push(Step::Pause(pause));
        self
    }

    pub fn then_send(mut self, bytes: impl AsRef<[u8]>) -> Reaction {
        self.steps.push(Step::Send(bytes.as_ref().to_vec()));
        self
    }

    pub fn then_times(mut self, count: usize, bytes: impl AsRef<[u8]>) -> Reaction {
        self.steps.push(Step::Times(count, bytes.as_ref().to_vec()));
        self
    }

    pub fn then_for_ever(mut self, bytes: impl AsRef<[u8]>) -> Reaction {
        self.steps.push(Step::Repeat(bytes.as_ref().to_vec()));
        self
    }
}

/// A proper answer: status, further headers, body.
pub fn answer(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Reaction {
    let mut head = format!("HTTP/1.1 {status} whatever\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    // No body with 204 and 304, whatever its length would be.
    let body = if matches!(status, 204 | 304) { b"" } else { body };
    if matches!(status, 204 | 304) {
        head = head.replacen("content-length: 0\r\n", "", 1);
    }
    Reaction { steps: vec![Step::Send([head.as_bytes(), body].concat())], close: false }
}

/// A good answer.
pub fn ok(body: impl AsRef<[u8]>) -> Reaction {
    answer(200, &[("content-type", "text/xml")], body.as_ref())
}

/// A redirect.
pub fn redirect(status: u16, location: &str) -> Reaction {
    answer(status, &[("location", location)], b"elsewhere")
}

type Handler = dyn Fn(&Seen) -> Reaction + Send + Sync;

/// Runs until it is dropped.
pub struct Server {
    pub address: std::net::SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    script: Option<Arc<Mutex<Script>>>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct Script {
    expected: std::collections::VecDeque<(String, Reaction)>,
    unexpected: Vec<String>,
}

/// A port at which connections are refused for as long as the socket is kept: it belongs to somebody, so that
/// no server of another test gets it, and nobody listens.
pub fn refusing() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}

impl Server {
    /// Expects these requests ("GET /path") in this order, and no others.
    pub async fn script(expected: impl IntoIterator<Item = (&'static str, Reaction)>) -> Server {
        let expected = expected.into_iter().map(|(request, reaction)| (request.to_owned(), reaction)).collect();
        let script = Arc::new(Mutex::new(Script { expected, unexpected: Vec::new() }));
        let steps = script.clone();
        let mut server = Server::serve(move |seen| {
            let request = format!("{} {}", seen.method, seen.path);
            let mut script = steps.lock().unwrap();
            match script.expected.front() {
                Some((expected, _)) if *expected == request => script.expected.pop_front().unwrap().1,
                _ => {
                    script.unexpected.push(request);
                    Reaction::status(418)
                }
            }
        })
        .await;
        server.script = Some(script);
        server
    }

    /// Answers every request by a function.
    pub async fn serve(handler: impl Fn(&Seen) -> Reaction + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (handler, log): (Arc<Handler>, _) = (Arc::new(handler), seen.clone());
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(converse(socket, handler.clone(), log.clone()));
            }
        });
        Server { address, seen, script: None, task }
    }

    /// An address on this server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
        if let Some(script) = self.script.take().filter(|_| !std::thread::panicking()) {
            let script = script.lock().unwrap();
            assert!(script.unexpected.is_empty(), "unexpected requests: {:?}", script.unexpected);
            let left: Vec<&String> = script.expected.iter().map(|(request, _)| request).collect();
            assert!(left.is_empty(), "requests that never came: {left:?}");
        }
    }
}

/// One connection, request after request.
pub async fn converse<S>(stream: S, handler: Arc<Handler>, log: Arc<Mutex<Vec<Seen>>>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut stream = BufReader::new(stream);
    while let Some(seen) = request(&mut stream).await {
        log.lock().unwrap().push(seen.clone());
        let reaction = handler(&seen);
        if act(stream.get_mut(), &reaction).await.is_err() || reaction.close {
            return;
        }
    }
}

async fn act<S: AsyncWrite + Unpin>(stream: &mut S, reaction: &Reaction) -> std::io::Result<()> {
    for step in &reaction.steps {
        match step {
            Step::Send(bytes) => stream.write_all(bytes).await?,
            Step::Call(function) => function(),
            Step::Pause(pause) => tokio::time::sleep(*pause).await,
            Step::Times(count, bytes) => {
                for _ in 0..*count {
                    stream.write_all(bytes).await?;
                }
            }
            Step::Repeat(bytes) => loop {
                stream.write_all(bytes).await?;
            },
        }
        stream.flush().await?;
    }
    Ok(())
}

async fn request<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Option<Seen> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok().filter(|&length| length > 0)?;
    let at = Instant::now();
    let mut words = line.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(Seen { method, path, headers, body: String::from_utf8(body).ok()?, at })
}
