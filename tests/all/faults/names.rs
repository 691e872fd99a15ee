//! Names: what a name service may say instead of an address, and names for addresses that nobody may
//! reach. The name service is the test's own.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use newsletter::fetch::{AllowPrivate, FetchError, Fetcher, Lookup, Options, Resolver};
use newsletter::model::exchange::HttpRequest;
use tokio::net::TcpListener;
use url::Url;

use crate::fetch::server::{Server, ok, redirect};

const SOON: Duration = Duration::from_millis(300);

/// Names for addresses that nobody may reach.
const FORBIDDEN: &[(&str, &str)] = &[
    ("loopback.example", "127.0.0.1"),
    ("loopback6.example", "::1"),
    ("metadata.internal", "169.254.169.254"),
    ("mapped.example", "::ffff:127.0.0.1"),
    ("nat64.example", "64:ff9b::7f00:1"),
    ("6to4.example", "2002:7f00:1::"),
    ("shared.example", "100.64.0.1"),
    ("office.example", "192.168.0.1"),
    ("unique-local.example", "fc00::1"),
    ("nowhere.example", "0.0.0.0"),
];

/// Says what the tests want to hear.
#[derive(Debug, Default)]
struct Names {
    lookups: AtomicUsize,
}

impl Resolver for Names {
    fn addresses(&self, name: &str) -> Lookup {
        let lookups = self.lookups.fetch_add(1, Ordering::Relaxed) + 1;
        let words = |words: &str| Err(std::io::Error::other(format!("failed to lookup address information: {words}")));
        let said: std::io::Result<Vec<IpAddr>> = match name {
            "silent.example" => return Box::pin(std::future::pending()),
            "nxdomain.example" => words("Name or service not known"),
            "servfail.example" => words("Temporary failure in name resolution"),
            "broken.example" => Err(std::io::Error::other("\u{1b}[31mwhat?")),
            "empty.example" => Ok(Vec::new()),
            // Public the first time it is looked up (6bone's, which nobody routes), here from then on.
            "rebind.example" if lookups == 1 => Ok(vec!["3ffe::1".parse().unwrap()]),
            "rebind.example" => Ok(vec!["127.0.0.1".parse().unwrap()]),
            "both.example" => Ok(["127.0.0.1", "3ffe::1"].map(|address| address.parse().unwrap()).into()),
            other => {
                let found = FORBIDDEN.iter().find(|(name, _)| *name == other);
                Ok(found.map(|(_, address)| address.parse().unwrap()).into_iter().collect())
            }
        };
        Box::pin(std::future::ready(said))
    }
}

fn fetcher(allowed: &[String]) -> Fetcher {
    let options = Options {
        resolver: Arc::new(Names::default()),
        allow_private: AllowPrivate::Listed(allowed.to_vec()),
        connect_timeout: SOON,
        retries: 0,
        ..Options::default()
    };
    Fetcher::new(options).unwrap()
}

async fn fetched(fetcher: &Fetcher, address: &str) -> Result<(), FetchError> {
    fetcher.fetch(&HttpRequest::get(Url::parse(address).unwrap())).await.map(|_| ())
}

/// A listener at which nobody may knock.
async fn door() -> (TcpListener, u16) {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

async fn assert_nobody_knocked(listener: &TcpListener) {
    let knock = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
    assert!(knock.is_err(), "a connection was made");
}

#[tokio::test]
async fn what_a_name_service_says_instead_of_an_address_is_named() {
    for (name, reason) in [
        ("nxdomain.example", "there is no host named nxdomain.example"),
        ("empty.example", "there is no host named empty.example"),
        ("servfail.example", "the address of servfail.example could not be looked up: the name server does not answer"),
        ("broken.example", "the address of broken.example could not be looked up: [31mwhat?"),
    ] {
        let error = fetched(&fetcher(&[]), &format!("http://{name}/")).await.unwrap_err();
        assert_eq!(error.reason(), reason);
        println!("names | {name} | gap: {reason}");
    }
}

#[tokio::test]
async fn a_name_service_that_never_answers_is_given_up_when_a_connection_would_be() {
    let begun = Instant::now();
    let silent = fetched(&fetcher(&[]), "http://silent.example/").await;
    assert_eq!(silent, Err(FetchError::ConnectTimeout { after: SOON }));
    assert!(begun.elapsed() < SOON * 10, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn names_for_forbidden_addresses_are_refused_asked_for_and_sent_to() {
    let (listener, port) = door().await;
    for (name, _) in FORBIDDEN {
        let url = format!("http://{name}:{port}/");
        let target = url.clone();
        let server = Server::serve(move |_| redirect(302, &target)).await;
        let fetcher = fetcher(&[server.address.to_string()]);
        let refused = FetchError::ForbiddenAddress { host: (*name).to_owned() };
        assert_eq!(fetched(&fetcher, &url).await, Err(refused.clone()), "asked for");
        assert_eq!(fetched(&fetcher, &server.url("/")).await, Err(refused.clone()), "sent to");
        println!("names | {name} | gap: {}", refused.reason());
    }
    assert_nobody_knocked(&listener).await;
}

/// What is checked is what is connected to: there is no second lookup in between.
#[tokio::test]
async fn a_name_that_changes_its_address_gains_nothing() {
    let (listener, port) = door().await;
    let fetcher = fetcher(&[]);
    let url = format!("http://rebind.example:{port}/");
    let first = fetched(&fetcher, &url).await.unwrap_err();
    assert!(matches!(first, FetchError::Unreachable { .. } | FetchError::ConnectTimeout { .. }), "{first:?}");
    let refused = FetchError::ForbiddenAddress { host: "rebind.example".to_owned() };
    assert_eq!(fetched(&fetcher, &url).await, Err(refused));
    assert_nobody_knocked(&listener).await;
}

#[tokio::test]
async fn of_public_and_private_addresses_only_the_public_are_tried() {
    let (listener, port) = door().await;
    let error = fetched(&fetcher(&[]), &format!("http://both.example:{port}/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Unreachable { .. } | FetchError::ConnectTimeout { .. }), "{error:?}");
    assert_nobody_knocked(&listener).await;
}

#[tokio::test]
async fn a_name_that_is_allowed_may_stand_for_a_private_address() {
    let server = Server::serve(|_| ok("<rss/>")).await;
    let host = format!("loopback.example:{}", server.address.port());
    assert_eq!(fetched(&fetcher(std::slice::from_ref(&host)), &format!("http://{host}/")).await, Ok(()));
}
