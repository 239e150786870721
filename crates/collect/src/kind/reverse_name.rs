//! The names of a server's addresses (RFC 1035, section 3.5), and whether they lead back to them: what receivers of mail
//! look at first.

use crate::CollectError;
use crate::dns::{Dns, shown};
use crate::site::Site;
use diagnostics::Optional as _;
use diagnostics::collector::ReverseName;
use hickory_resolver::proto::rr::Name;
use serde::Serialize;
use serde_json::Value;
use std::net::IpAddr;

/// The most addresses that are looked at.
const ADDRESSES_MAX: usize = 8;
/// The most names of one address that are looked at.
const NAMES_MAX: usize = 5;

/// What was found. Filled while it is read, so that a limit leaves what was read before.
#[derive(Debug, Default, Serialize)]
struct Reverse {
    server: String,
    /// Names that DNS gave no answer for, with the reason.
    dns_errors: Vec<String>,
    /// Whether DNS gave the server's addresses.
    resolved: bool,
    addresses: Vec<String>,
    /// The names of the addresses.
    names: Vec<String>,
    /// Addresses without a name.
    nameless: Vec<String>,
    /// Addresses none of whose names leads back, as `address: names`.
    unconfirmed: Vec<String>,
    /// Names that are made of the address, as providers give them to whoever rents one.
    generic: Vec<String>,
}

/// Finds the server's addresses, their names, and the addresses of those.
pub(super) fn collect(site: &mut Site, parameters: &ReverseName) -> Result<Value, CollectError> {
    let server = parameters.server.get(site.inputs)?;
    let literal: Option<IpAddr> = server.parse().ok();
    let read_of = literal.map_or_else(|| server.clone(), pointer);
    site.scope.domain(site.subscription, &read_of)?;
    let mut dns = Dns::new(site.resolver(parameters.dns_server.find(site.inputs)?.as_deref())?);
    let mut reverse = Reverse { server, ..Reverse::default() };
    site.wait(read(&mut reverse, &mut dns, literal))?;
    reverse.dns_errors = dns.errors();
    serde_json::to_value(reverse).map_err(|error| site.failed(error.to_string()))
}

/// Where the names of an address stand.
fn pointer(address: IpAddr) -> String {
    shown::name(&Name::from(address.to_canonical()))
}

async fn read(reverse: &mut Reverse, dns: &mut Dns, literal: Option<IpAddr>) {
    let found = match literal {
        Some(address) => Some(vec![address]),
        None => dns.addresses(&reverse.server).await,
    };
    reverse.resolved = found.is_some();
    for address in found.into_iter().flatten().take(ADDRESSES_MAX) {
        reverse.addresses.push(shown::address(address));
        reverse.look(dns, address.to_canonical()).await;
    }
}

impl Reverse {
    async fn look(&mut self, dns: &mut Dns, address: IpAddr) {
        let Some(names) = dns.pointers(&pointer(address)).await else { return };
        if names.is_empty() {
            self.nameless.push(shown::address(address));
            return;
        }
        let names: Vec<String> = names.into_iter().take(NAMES_MAX).collect();
        let mut confirmed = false;
        for name in &names {
            let leads_back = dns
                .addresses(name)
                .await
                .is_some_and(|found| found.iter().any(|found| found.to_canonical() == address));
            confirmed |= leads_back;
        }
        if !confirmed {
            self.unconfirmed.push(format!("{}: {}", shown::address(address), names.join(", ")));
        }
        self.generic.extend(names.iter().filter(|name| is_generic(name, address)).cloned());
        self.names.extend(names);
    }
}

/// Whether a name holds all numbers of an IPv4 address.
fn is_generic(name: &str, address: IpAddr) -> bool {
    let IpAddr::V4(address) = address else { return false };
    let mut numbers: Vec<u8> =
        name.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    address.octets().iter().all(|octet| {
        let found = numbers.iter().position(|number| number == octet);
        found.is_some_and(|at| {
            numbers.swap_remove(at);
            true
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_made_of_the_address_are_generic() {
        for (name, generic) in [
            ("mx1.mail.test", false),
            ("192-0-2-99.dsl.test", true),
            ("host99.2.0.192.rev.test", true),
            ("ip-192-000-002-099.test", true),
            ("mx99.mail192.test", false),
            ("99-2-192.test", false),
        ] {
            assert_eq!(is_generic(name, "192.0.2.99".parse().unwrap()), generic, "{name}");
        }
        assert!(is_generic("192-192-192-192.test", "192.192.192.192".parse().unwrap()));
        assert!(!is_generic("192-192-192.test", "192.192.192.192".parse().unwrap()));
        assert!(!is_generic("2001-db8--1.test", "2001:db8::1".parse().unwrap()));
    }

    #[test]
    fn names_stand_under_the_address_in_reverse() {
        assert_eq!(pointer("192.0.2.99".parse().unwrap()), "99.2.0.192.in-addr.arpa");
        assert_eq!(pointer("::ffff:192.0.2.99".parse().unwrap()), "99.2.0.192.in-addr.arpa");
        let v6 = pointer("2001:db8::99".parse().unwrap());
        assert!(v6.starts_with("9.9.0.0.") && v6.ends_with(".8.b.d.0.1.0.0.2.ip6.arpa"), "{v6}");
    }
}
