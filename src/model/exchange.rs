//! What a collector asks for and what it gets back: plain data, no I/O.
//!
//! `collect::run` carries these to `fetch` (addresses) or the file system (paths) and back. The
//! [`About`] of an [`Ask`] returns with its [`Response`], so a collector needs no memory of its own.

use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use super::item::Item;

/// The HTTP methods that sources need. Both only read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Method {
    /// Ask for a resource.
    #[default]
    Get,
    /// Ask a search interface that takes its query as a body (Workday).
    Post,
}

impl Method {
    /// The name as it stands in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

/// Why an address is asked: pages made for people obey `robots.txt`, interfaces made for machines
/// (feeds, calendars, JSON) are offered for this very use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A feed, a calendar, a JSON interface.
    #[default]
    Data,
    /// A page made for people: `robots.txt` is obeyed.
    Page,
}

/// One request over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// GET or POST.
    pub method: Method,
    /// Absolute http(s) address.
    pub url: Url,
    /// Further request headers that matter (`accept`, `content-type`, …): names in lower case.
    pub headers: Vec<(String, String)>,
    /// Request headers whose values are secrets.
    pub secrets: Vec<SecretHeader>,
    /// The body of a POST.
    pub body: Option<String>,
    /// Whether `robots.txt` has a say.
    pub purpose: Purpose,
}

impl HttpRequest {
    /// A GET for a machine-readable resource.
    pub fn get(url: Url) -> Self {
        let (method, purpose) = (Method::Get, Purpose::Data);
        HttpRequest { method, url, headers: Vec::new(), secrets: Vec::new(), body: None, purpose }
    }

    /// A GET for a page made for people: obeys `robots.txt`.
    pub fn page(url: Url) -> Self {
        HttpRequest { purpose: Purpose::Page, ..HttpRequest::get(url) }
    }
}

/// A request header whose value stands in an environment variable. It is sent to the origin that is
/// asked first and to no other, and is written nowhere. Without the variable it is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretHeader {
    /// The name of the header.
    pub name: String,
    /// What stands before the value, for example `"Bearer "`.
    pub prefix: String,
    /// The name of the variable.
    pub variable: String,
}

/// A program that is to be run: no shell stands between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandRequest {
    /// A name that the system looks for, or a path below the newsletter's folder.
    pub program: String,
    /// Its arguments, as they are.
    pub arguments: Vec<String>,
    /// The environment variables that it gets besides the usual few.
    pub variables: Vec<String>,
    /// How long it may run.
    pub timeout: Duration,
}

/// What a collector may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// An address.
    Http(HttpRequest),
    /// A local file, relative to the newsletter's folder.
    File(PathBuf),
    /// The standard output of a program.
    Command(CommandRequest),
    /// A local folder, relative to the newsletter's folder: every file below it whose name ends in
    /// one of `endings` (with the dot, lower case), in the order of their paths.
    Folder {
        /// The folder.
        path: PathBuf,
        /// For example `[".md", ".toml"]`.
        endings: &'static [&'static str],
    },
}

impl Request {
    /// The environment variables whose values the request takes along: secrets.
    pub fn variables(&self) -> Vec<&String> {
        match self {
            Request::Http(request) => request.secrets.iter().map(|secret| &secret.variable).collect(),
            Request::Command(command) => command.variables.iter().collect(),
            Request::File(_) | Request::Folder { .. } => Vec::new(),
        }
    }
}

/// What a request is about; comes back unchanged with the response.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum About {
    /// The source's first request.
    #[default]
    Start,
    /// The edition of this year of something that has a new address every year. Where there is none
    /// yet, nothing is amiss.
    Edition(i16),
    /// A further page of a list, counted from 1 (the first request is page 0).
    NextPage(u32),
    /// The detail of an item that the list only half described.
    Detail(Box<Item>),
}

/// A request and what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// What is wanted.
    pub request: Request,
    /// Why; returned with the response.
    pub about: About,
}

impl Ask {
    /// The first request of a source.
    pub fn start(request: Request) -> Self {
        Ask { request, about: About::Start }
    }
}

/// One file of a [`Request::Folder`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalFile {
    /// Path relative to the folder that was asked for, with `/` between its parts.
    pub path: String,
    /// The bytes as they are on disk.
    pub bytes: Vec<u8>,
}

/// The content of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// One resource, decompressed, not decoded: character sets are the reader's business.
    Bytes(Vec<u8>),
    /// The files of a folder, sorted by path.
    Files(Vec<LocalFile>),
}

/// The answer to an [`Ask`].
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// What was asked.
    pub ask: Ask,
    /// Where the answer finally came from (after redirects); none for local files.
    pub url: Option<Url>,
    /// The `Content-Type` header as sent, if any.
    pub content_type: Option<String>,
    /// What came.
    pub body: Body,
}

impl Response {
    /// The bytes of a single resource; empty for a folder.
    pub fn bytes(&self) -> &[u8] {
        match &self.body {
            Body::Bytes(bytes) => bytes,
            Body::Files(_) => &[],
        }
    }

    /// The files of a folder; empty for a single resource.
    pub fn files(&self) -> &[LocalFile] {
        match &self.body {
            Body::Bytes(_) => &[],
            Body::Files(files) => files,
        }
    }
}
