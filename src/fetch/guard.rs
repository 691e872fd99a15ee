//! Which addresses may be reached: everything in the public internet, nothing on this machine or
//! its networks unless the newsletter allows it.
//!
//! [`Guard::check`] judges the host as it stands in an address; what a name stands for is judged by
//! the resolver in `names`, after the lookup and for the very addresses that are connected to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::AllowPrivate;
use super::error::FetchError;

/// Judges hosts by the newsletter's list of allowed private ones.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    allowed: AllowPrivate,
}

impl Guard {
    pub(super) fn new(allowed: AllowPrivate) -> Guard {
        let allowed = match allowed {
            AllowPrivate::Listed(names) => {
                AllowPrivate::Listed(names.iter().map(|name| name.trim().to_ascii_lowercase()).collect())
            }
            other => other,
        };
        Guard { allowed }
    }

    /// Judges an address before anything is sent.
    ///
    /// # Errors
    /// When it is not http(s), or its host is a forbidden literal or means this machine by its name.
    pub(super) fn check(&self, url: &Url) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::UnsupportedScheme { scheme: url.scheme().to_owned() });
        }
        let forbidden = match url.host() {
            Some(Host::Ipv4(address)) => is_forbidden(address.into()),
            Some(Host::Ipv6(address)) => is_forbidden(address.into()),
            Some(Host::Domain(name)) => means_this_machine(name),
            None => true,
        };
        if forbidden && !self.allows(url) {
            return Err(FetchError::ForbiddenAddress { host: url.host_str().unwrap_or_default().to_owned() });
        }
        Ok(())
    }

    /// Whether the newsletter allows this host (on this port), whatever its addresses.
    pub(super) fn allows(&self, url: &Url) -> bool {
        match &self.allowed {
            AllowPrivate::Nothing => false,
            AllowPrivate::Everything => true,
            AllowPrivate::Listed(names) => {
                let host = url.host_str().unwrap_or_default();
                let with_port = format!("{host}:{}", url.port_or_known_default().unwrap_or_default());
                names.iter().any(|name| name == host || *name == with_port)
            }
        }
    }
}

/// Names that mean this machine wherever they are looked up (RFC 6761, section 6.3).
fn means_this_machine(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost") || name == "localhost.localdomain"
}

/// Whether an address is outside the public internet: what the IANA special-purpose registries
/// mark as not globally reachable, multicast, and forms that carry such an address inside.
pub(super) fn is_forbidden(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_forbidden_v4(address),
        IpAddr::V6(address) => is_forbidden_v6(address),
    }
}

/// <https://www.iana.org/assignments/iana-ipv4-special-registry>
fn is_forbidden_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || (a == 100 && (64..128).contains(&b)) // carrier-grade NAT, RFC 6598
        || (a == 192 && b == 0 && c == 0) // IETF assignments
        || (a == 192 && b == 88 && c == 99) // 6to4 relays, withdrawn by RFC 7526
        || (a == 198 && (18..20).contains(&b)) // benchmarking, RFC 2544
        || a >= 240 // reserved, broadcast
}

/// <https://www.iana.org/assignments/iana-ipv6-special-registry>: only global unicast (2000::/3) and
/// forms that carry a public IPv4 address are let through.
fn is_forbidden_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    match segments {
        // IPv4-mapped, RFC 4291; NAT64 with the well-known prefix, RFC 6052.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            is_forbidden_v4(embedded(high, low))
        }
        // 6to4, RFC 3056.
        [0x2002, high, low, ..] => is_forbidden_v4(embedded(high, low)),
        [0x2001, second, ..] if second < 0x200 => true, // IETF assignments, Teredo included
        [0x2001, 0xdb8, ..] => true,                    // documentation, RFC 3849
        [0x3fff, second, ..] if second < 0x1000 => true, // documentation, RFC 9637
        [first, ..] => first & 0xe000 != 0x2000,
    }
}

fn embedded(high: u16, low: u16) -> Ipv4Addr {
    Ipv4Addr::from((u32::from(high) << 16) | u32::from(low))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn judged(address: &str) -> bool {
        Guard::new(AllowPrivate::Nothing).check(&Url::parse(address).unwrap()).is_ok()
    }

    #[test]
    fn every_special_range_is_forbidden_at_both_ends() {
        for address in [
            "0.0.0.0",
            "0.255.255.255",
            "10.0.0.0",
            "10.255.255.255",
            "100.64.0.0",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.0.0",
            "169.254.169.254",
            "169.254.255.255",
            "172.16.0.0",
            "172.31.255.255",
            "192.0.0.0",
            "192.0.0.255",
            "192.0.2.0",
            "192.0.2.255",
            "192.88.99.1",
            "192.168.0.0",
            "192.168.255.255",
            "198.18.0.0",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.0",
            "239.255.255.255",
            "240.0.0.0",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::8.8.8.8",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:0:127.0.0.1",
            "64:ff9b::127.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:0:7f00:1::",
            "2001:1ff::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:c0a8:1::1",
            "2002:a9fe:a9fe::",
            "3fff::1",
            "3fff:fff::1",
            "5f00::1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(is_forbidden(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn public_neighbours_of_special_ranges_are_reachable() {
        for address in [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:200::1",
            "2001:4860:4860::8888",
            "2002:808:808::1",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "3ffe::1",
            "3fff:1000::1",
        ] {
            assert!(!is_forbidden(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn no_spelling_of_a_literal_slips_through() {
        for address in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://0x7f.1/",
            "http://127.0.0.1./",
            "http://１２７.0.0.1/",
            "http://①②⑦.⓪.⓪.①/",
            "http://[::1]/",
            "http://[::ffff:7f00:1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://0/",
            "http://localhost/",
            "http://LOCALHOST./",
            "http://x.localhost/",
            "http://169.254.169.254/latest/meta-data/",
            "http://user@10.0.0.1:80@127.0.0.1/",
            "ftp://example.org/",
            "file:///etc/passwd",
            "data:text/plain,x",
        ] {
            assert!(!judged(address), "{address}");
        }
        assert!(judged("https://example.org/") && judged("http://8.8.8.8/") && judged("http://notlocalhost/"));
    }

    #[test]
    fn listed_hosts_are_allowed_by_name_or_with_their_port() {
        let guard = Guard::new(AllowPrivate::Listed(vec![
            "Intranet.example".to_owned(),
            "127.0.0.1:8080".to_owned(),
            "[::1]:80".to_owned(),
        ]));
        let allowed = |address: &str| guard.allows(&Url::parse(address).unwrap());
        assert!(allowed("https://intranet.example/") && allowed("http://intranet.example:81/"));
        assert!(allowed("http://127.0.0.1:8080/") && allowed("http://[::1]/"));
        assert!(
            !allowed("http://127.0.0.1/") && !allowed("http://[::1]:81/") && !allowed("http://x.intranet.example/")
        );
    }
}
