//! Addresses of boards, and the requests for them.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use url::Url;

use crate::collect::kinds::settings::HttpUrl;
use crate::model::exchange::{Ask, HttpRequest, Request};

/// The name of a board or tenant, as it stands in addresses: letters, digits, `-`, `_`, `.` and
/// spaces (`%20`).
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String", extend("pattern" = "^([A-Za-z0-9_. -]|%20)+$"))]
pub struct Slug(pub String);

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?.trim().replace("%20", " ");
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-_. ".contains(c);
        if text.contains('/') {
            let why = "write only the name that stands in the address, for example `acme`, not the address itself";
            return Err(serde::de::Error::custom(why));
        }
        if text.is_empty() || text.starts_with('.') || !text.chars().all(is_part) {
            let why = format!("not a name as it stands in addresses (letters, digits, `-`, `_`, `.`): {text:?}");
            return Err(serde::de::Error::custom(why));
        }
        Ok(Slug(text))
    }
}

/// An address below `base` (the interface's usual one, or that of the settings): path segments and
/// query parameters are escaped.
pub fn address(base: Option<&HttpUrl>, usual: &str, path: &[&str], query: &[(&str, &str)]) -> Option<Url> {
    let mut url = base.map_or_else(|| Url::parse(usual).ok(), |base| Some(base.0.clone()))?;
    url.set_query(None);
    url.set_fragment(None);
    url.path_segments_mut().ok()?.pop_if_empty().extend(path);
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    Some(url)
}

/// An address of a career site: at `TENANT.DOMAIN`, or on a domain of its own.
pub fn site(tenant: Option<&Slug>, own: Option<&HttpUrl>, domain: &str, path: &[&str]) -> Option<Url> {
    let usual = tenant.map(|tenant| format!("https://{}.{domain}", tenant.0)).unwrap_or_default();
    let own = own.and_then(|own| own.0.join("/").ok()).map(HttpUrl);
    address(own.as_ref(), &usual, path, &[])
}

/// What is wrong with the settings of such a site: both or none given, or a tenant that is no host.
pub fn site_problems(tenant: Option<&Slug>, own: Option<&HttpUrl>, domain: &str) -> Vec<(&'static str, String)> {
    match (tenant, own) {
        (None, None) => vec![("tenant", format!("`tenant` (of https://TENANT.{domain}) or `url` is missing"))],
        (Some(_), Some(_)) => vec![("url", "give `tenant` or `url`, not both".to_owned())],
        _ => host_problems("tenant", site(tenant, own, domain, &[])),
    }
}

/// What is wrong where a tenant gives no address.
pub fn host_problems(key: &'static str, address: Option<Url>) -> Vec<(&'static str, String)> {
    match address {
        Some(_) => Vec::new(),
        None => vec![(key, "is not the first part of a host: letters, digits and `-`".to_owned())],
    }
}

/// A GET that asks for JSON.
pub fn get(url: Url) -> HttpRequest {
    HttpRequest { headers: vec![("accept".into(), "application/json".into())], ..HttpRequest::get(url) }
}

/// The first requests of a source.
pub fn start(request: Option<HttpRequest>) -> Vec<Ask> {
    request.map(|request| Ask::start(Request::Http(request))).into_iter().collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_pasted_address_is_no_name() {
        let error =
            toml::from_str::<BTreeMap<String, Slug>>("board = 'https://boards.greenhouse.io/acme'").unwrap_err();
        assert!(error.to_string().contains("only the name"), "{error}");
        assert!(toml::from_str::<BTreeMap<String, Slug>>("board = '..'").is_err());
        assert!(toml::from_str::<BTreeMap<String, Slug>>("board = 'e-mobil-bw-gmbh'").is_ok());
    }
}
