//! Where connections may go: names are resolved once, every address is checked, and the connection takes one of those.

use crate::fault::Fault;
use ipnet::IpNet;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// Networks that are no part of the public internet (IANA's special-purpose registries).
const PRIVATE: [&str; 26] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/127",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "3fff::/20",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
];
/// Networks whose addresses lead into IPv4.
const TRANSLATED: [&str; 2] = ["64:ff9b::/96", "64:ff9b:1::/48"];

/// What an installation allows its outgoing connections.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    /// Whether private addresses, and webhooks without TLS, are allowed.
    pub allow_private: bool,
    /// Certificates of authorities that are trusted besides the system's, DER.
    pub authorities: Vec<Vec<u8>>,
}

/// Authorities that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("no certificates of authorities in PEM form: {0}")]
pub struct OutgoingError(String);

impl Outgoing {
    /// The certificates of a PEM text.
    ///
    /// # Errors
    /// [`OutgoingError`] if it holds none, or something else.
    pub fn authorities(pem: &[u8]) -> Result<Vec<Vec<u8>>, OutgoingError> {
        let found: Result<Vec<_>, _> =
            CertificateDer::pem_slice_iter(pem).map(|one| one.map(|one| one.to_vec())).collect();
        match found {
            Ok(found) if !found.is_empty() => Ok(found),
            Ok(_) => Err(OutgoingError("it holds no certificate".to_owned())),
            Err(why) => Err(OutgoingError(why.to_string())),
        }
    }

    /// The addresses of a host, all of them allowed.
    ///
    /// # Errors
    /// If the name has none, or one that is private while the operator has not allowed it: a name that leads to both is
    /// refused, since nobody says which will be taken.
    pub async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Fault> {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let found = tokio::net::lookup_host((host, port)).await;
        let addresses: Vec<_> = found.map_err(|_| Fault::new("the host's name has no address"))?.collect();
        if addresses.is_empty() {
            return Err(Fault::new("the host's name has no address"));
        }
        if !self.allow_private && addresses.iter().any(|address| is_private(address.ip())) {
            return Err(Fault::new("the host has a private address, which this installation does not allow"));
        }
        Ok(addresses)
    }

    /// TLS that trusts `own`, or where there are none the system's authorities and the installation's.
    pub(crate) fn tls(&self, own: &[Vec<u8>]) -> Result<Arc<ClientConfig>, Fault> {
        let mut roots = RootCertStore::empty();
        if own.is_empty() {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            roots.add_parsable_certificates(self.authorities.iter().cloned().map(CertificateDer::from));
        } else {
            roots.add_parsable_certificates(own.iter().cloned().map(CertificateDer::from));
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let builder = builder.map_err(|why| Fault::new(format!("TLS cannot be used: {why}")))?;
        Ok(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
    }
}

/// Whether an address is no part of the public internet.
pub(crate) fn is_private(address: IpAddr) -> bool {
    let address = match address {
        IpAddr::V6(six) => six.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    };
    let is_in = |networks: &[&str], address: IpAddr| {
        networks
            .iter()
            .filter_map(|text| text.parse::<IpNet>().ok())
            .any(|network| network.contains(&address))
    };
    is_in(&PRIVATE, address) || is_in(&TRANSLATED, address) || leads_inside(address)
}

/// Whether an IPv6 address carries a private IPv4 address (6to4).
fn leads_inside(address: IpAddr) -> bool {
    let IpAddr::V6(six) = address else { return false };
    let [first, second, third, ..] = six.segments();
    first == 0x2002 && {
        let [a, b] = second.to_be_bytes();
        let [c, d] = third.to_be_bytes();
        is_private(IpAddr::from([a, b, c, d]))
    } || six == Ipv6Addr::UNSPECIFIED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_network_is_well_formed() {
        for text in PRIVATE.iter().chain(&TRANSLATED) {
            assert!(text.parse::<IpNet>().is_ok(), "{text}");
        }
    }

    #[test]
    fn private_addresses_are_told_from_public_ones() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "169.254.169.254",
            "192.168.1.1",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "255.255.255.255",
        ] {
            assert!(is_private(private.parse().unwrap()), "{private}");
        }
        for public in ["1.1.1.1", "8.8.8.8", "172.32.0.1", "2606:4700::1111", "2002:101:101::"] {
            assert!(!is_private(public.parse().unwrap()), "{public}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_refused() {
        let strict = Outgoing::default();
        for host in ["localhost", "127.0.0.1", "[::1]", "0x7f.1", "2130706433"] {
            assert!(strict.resolve(host, 443).await.is_err(), "{host}");
        }
        let lenient = Outgoing { allow_private: true, ..Outgoing::default() };
        assert!(!lenient.resolve("localhost", 443).await.unwrap().is_empty());
    }
}
