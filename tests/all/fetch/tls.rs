//! Secure connections and proxies: a server with certificates made on the spot.
//!
//! What depends on the environment (`SSL_CERT_FILE`, the proxy variables) runs in a child process:
//! this test binary, asked for one ignored test.

use std::process::Command;
use std::sync::{Arc, Mutex};

use newsletter::fetch::{AllowPrivate, FetchError, Options, TlsProblem};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::server::{Reaction, Server, converse, ok, redirect};
use super::{fetch_with, options};

/// Where the child finds what to fetch.
const ADDRESS: &str = "NEWSLETTER_TEST_ADDRESS";

/// Signs certificates.
pub struct Authority {
    /// Its own certificate.
    pub pem: String,
    issuer: Issuer<'static, KeyPair>,
}

pub fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, name);
    let key = KeyPair::generate().unwrap();
    Authority { pem: params.self_signed(&key).unwrap().pem(), issuer: Issuer::new(params, key) }
}

/// A TLS server with a certificate for a name, valid until the end of a year.
pub async fn serve_tls(authority: &Authority, name: &str, last_year: i32) -> std::net::SocketAddr {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(last_year, 12, 31);
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, &authority.issuer).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let handler: Arc<dyn Fn(&super::server::Seen) -> Reaction + Send + Sync> = Arc::new(|seen| {
                    if seen.path.starts_with("/down") { redirect(301, "http://127.0.0.1/") } else { ok("<rss/>") }
                });
                if let Ok(stream) = acceptor.accept(socket).await {
                    converse(stream, handler, Arc::new(Mutex::new(Vec::new()))).await;
                }
            });
        }
    });
    address
}

/// Fetches in a child process with these variables; what it prints.
async fn fetched_by_child(address: &str, variables: &[(&str, &str)]) -> String {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "--ignored", "--nocapture", "fetch::tls::child"]).env(ADDRESS, address);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
        child.env_remove(name).env_remove(name.to_ascii_lowercase());
    }
    child.envs(variables.iter().copied());
    let output = tokio::task::spawn_blocking(move || child.output().unwrap()).await.unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().find_map(|line| line.split_once("RESULT ")).map(|(_, result)| result.to_owned()).expect(&text)
}

#[tokio::test]
#[ignore = "run by other tests as a child process"]
async fn child() {
    let Ok(address) = std::env::var(ADDRESS) else { return };
    let allow_private = match std::env::var("NEWSLETTER_TEST_STRICT") {
        Ok(_) => AllowPrivate::Nothing,
        Err(_) => AllowPrivate::Everything,
    };
    match fetch_with(Options { allow_private, retries: 0, ..options() }, &address).await {
        Ok(answer) => println!("RESULT {}", String::from_utf8_lossy(&answer.body)),
        Err(error) => println!("RESULT {}", error.reason()),
    }
}

#[tokio::test]
async fn an_unknown_authority_is_named_with_its_remedy() {
    let address = serve_tls(&authority("Test authority"), "localhost", 2099).await;
    let error = fetch_with(options(), &format!("https://localhost:{}/", address.port())).await.unwrap_err();
    let no_authorities = FetchError::Tls { problem: TlsProblem::NoAuthorities };
    assert!(error == FetchError::Tls { problem: TlsProblem::UnknownAuthority } || error == no_authorities, "{error:?}");
    assert!(error.hint().is_some_and(|hint| hint.contains("SSL_CERT_FILE")));
}

#[tokio::test]
async fn ssl_cert_file_names_whom_to_trust() {
    let authority = authority("Test authority");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, &authority.pem).unwrap();
    let trust = [("SSL_CERT_FILE", file.to_str().unwrap())];
    let good = serve_tls(&authority, "localhost", 2099).await.port();
    let old = serve_tls(&authority, "localhost", 2021).await.port();
    let other = serve_tls(&authority, "example.org", 2099).await.port();
    for (address, result) in [
        (format!("https://localhost:{good}/"), "<rss/>"),
        (format!("https://localhost:{old}/"), "no secure connection: the certificate has expired"),
        (format!("https://localhost:{other}/"), "no secure connection: the certificate is for another host"),
        (format!("https://localhost:{good}/down"), "a redirect from https to unprotected http at 127.0.0.1"),
    ] {
        assert_eq!(fetched_by_child(&address, &trust).await, result, "{address}");
    }
    let nobody = [("SSL_CERT_FILE", "/nonexistent.pem")];
    let result = fetched_by_child(&format!("https://localhost:{good}/"), &nobody).await;
    assert_eq!(result, "no secure connection: this machine has no certificate authorities");
}

#[tokio::test]
async fn a_server_without_tls_is_told_from_one_with_a_bad_certificate() {
    let server = Server::serve(|_| ok("x")).await;
    let error = fetch_with(Options { retries: 0, ..options() }, &server.url("/").replace("http:", "https:")).await;
    assert!(
        matches!(error, Err(FetchError::Tls { problem: TlsProblem::Handshake(_) } | FetchError::Dropped)),
        "{error:?}"
    );
}

#[tokio::test]
async fn the_proxy_of_the_environment_is_used() {
    let proxy = Server::serve(|seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("GET", "http://example.org/feed") => ok("from the proxy"),
        ("CONNECT", _) => Reaction::status(407),
        _ => Reaction::status(404),
    })
    .await;
    // By its name, which stands for a private address: the guard is for targets, not for proxies.
    let address = format!("http://localhost:{}", proxy.address.port());
    let both = [("HTTP_PROXY", address.as_str()), ("HTTPS_PROXY", &address), ("NEWSLETTER_TEST_STRICT", "1")];
    assert_eq!(fetched_by_child("http://example.org/feed", &both).await, "from the proxy");
    let refused = fetched_by_child("https://example.org/feed", &both).await;
    assert_eq!(refused, "the proxy cannot be used: it wants a sign-in (407)");
    for literal in ["http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/"] {
        assert!(fetched_by_child(literal, &both).await.ends_with("is a private or local address"), "{literal}");
    }
    let direct = Server::script([("GET /", ok("direct"))]).await;
    let except = [("HTTP_PROXY", address.as_str()), ("NO_PROXY", "127.0.0.1")];
    assert_eq!(fetched_by_child(&direct.url("/"), &except).await, "direct");
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_named() {
    let proxy = [("HTTPS_PROXY", "http://127.0.0.1:1"), ("HTTP_PROXY", "http://127.0.0.1:1")];
    for address in ["https://example.org/", "http://example.org/"] {
        let result = fetched_by_child(address, &proxy).await;
        assert!(result.starts_with("the proxy cannot be used: "), "{result}");
    }
}
