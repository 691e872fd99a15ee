//! From names to addresses: who is asked, and which of the addresses found may be connected to.
//!
//! What the guard lets through are the very addresses that are connected to, so a name that changes
//! its address between check and use gains nothing.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::guard::is_forbidden;

/// Looks names up. [`System`] does unless [`super::Options`] say otherwise.
pub trait Resolver: fmt::Debug + Send + Sync {
    /// All addresses of a name. May take as long as it likes: the time to connect ends it.
    fn addresses(&self, name: &str) -> Lookup;
}

/// The addresses of a name, or what the name service said instead, in the words of the system.
pub type Lookup = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// The name service of the system.
#[derive(Clone, Copy, Debug)]
pub struct System;

impl Resolver for System {
    fn addresses(&self, name: &str) -> Lookup {
        let name = name.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Looks names up for the HTTP client, and lets only public addresses through.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) resolver: Arc<dyn Resolver>,
    /// Whether addresses are judged at all.
    pub(super) guarded: bool,
    /// Names whose addresses are not judged.
    pub(super) unguarded: BTreeSet<String>,
}

/// Why a name gave no address.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unresolved {
    /// It has only addresses that may not be reached.
    #[error("only private addresses")]
    Forbidden,
    /// It has no addresses at all.
    #[error("no addresses")]
    Nothing,
    /// The resolver failed.
    #[error("{0}")]
    Failed(io::Error),
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let is_judged = self.guarded && !self.unguarded.contains(name.as_str());
        let lookup = self.resolver.addresses(name.as_str());
        Box::pin(async move {
            let found = lookup.await.map_err(Unresolved::Failed)?;
            let (private, public): (Vec<IpAddr>, Vec<IpAddr>) =
                found.into_iter().partition(|&address| is_judged && is_forbidden(address));
            match (public.is_empty(), private.is_empty()) {
                (true, false) => Err(Unresolved::Forbidden.into()),
                (true, true) => Err(Unresolved::Nothing.into()),
                (false, _) => Ok(Box::new(public.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs),
            }
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn allowed_names_and_the_proxys_own_are_not_judged() {
        let name = || "localhost".parse::<Name>().unwrap();
        let names = |guarded, unguarded: &[&str]| Names {
            resolver: Arc::new(System),
            guarded,
            unguarded: unguarded.iter().map(|&name| name.to_owned()).collect(),
        };
        assert!(names(false, &[]).resolve(name()).await.is_ok_and(|mut found| found.next().is_some()));
        assert!(names(true, &["localhost"]).resolve(name()).await.is_ok());
        assert!(names(true, &["proxy.example"]).resolve(name()).await.is_err());
    }
}
