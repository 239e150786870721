//! Whether DNS blocklists list a mail server's addresses (RFC 5782), and whether the lists themselves can be believed.

use crate::CollectError;
use crate::dns::{Dns, shown};
use crate::scope::{Domain, is_special};
use crate::site::Site;
use diagnostics::Optional as _;
use diagnostics::collector::DnsBlocklist;
use serde::Serialize;
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr};

/// The most addresses that are looked for.
const ADDRESSES_MAX: usize = 4;
/// The most lists that are asked: each takes two questions, and one more for each address.
const LISTS_MAX: usize = 15;
/// What every list of IPv4 addresses lists, so that it can be tried, and what none does (RFC 5782, section 5).
const ALWAYS_LISTED: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const NEVER_LISTED: Ipv4Addr = Ipv4Addr::LOCALHOST;

/// What was asked and found. Filled while it is read, so that a limit leaves what was read before.
#[derive(Debug, Default, Serialize)]
struct Listings {
    server: String,
    /// Whether DNS gave the server's addresses.
    resolved: bool,
    addresses: Vec<String>,
    /// Those of them that receivers elsewhere never see.
    private_addresses: Vec<String>,
    /// Names that DNS gave no answer for, with the reason.
    dns_errors: Vec<String>,
    /// How many lists answered for every address as lists do.
    usable: usize,
    /// Lists that cannot be believed, with the reason.
    unusable: Vec<String>,
    /// Each listing as `address on list (codes)`.
    listed: Vec<String>,
    /// What the lists say about the listings.
    reasons: Vec<String>,
}

/// Finds the server's addresses and asks every list for them.
pub(super) fn collect(site: &mut Site, parameters: &DnsBlocklist) -> Result<Value, CollectError> {
    let server = parameters.server.get(site.inputs)?;
    let literal: Option<IpAddr> = server.parse().ok();
    if literal.is_none() {
        site.scope.domain(site.subscription, &server)?;
    }
    let lists = parameters.lists.get(site.inputs)?;
    let lists = lists.iter().take(LISTS_MAX).map(|list| site.scope.domain(site.subscription, list));
    let lists = lists.collect::<Result<Vec<Domain>, _>>()?;
    let mut dns = Dns::new(site.resolver(parameters.dns_server.find(site.inputs)?.as_deref())?);
    let mut listings = Listings { server, ..Listings::default() };
    site.wait(read(&mut listings, &mut dns, literal, &lists))?;
    listings.dns_errors = dns.errors();
    serde_json::to_value(listings).map_err(|error| site.failed(error.to_string()))
}

async fn read(listings: &mut Listings, dns: &mut Dns, literal: Option<IpAddr>, lists: &[Domain]) {
    let found = match literal {
        Some(address) => Some(vec![address]),
        None => dns.addresses(&listings.server).await,
    };
    let Some(found) = found else { return };
    listings.resolved = true;
    let found: Vec<IpAddr> = found.into_iter().take(ADDRESSES_MAX).collect();
    let private = found.iter().filter(|address| is_special(**address));
    listings.private_addresses = private.map(|address| shown::address(*address)).collect();
    listings.addresses = found.iter().map(|address| shown::address(*address)).collect();
    for list in lists {
        match usable(dns, list).await {
            Ok(()) => listings.ask(dns, list, &found).await,
            Err(reason) => listings.unusable.push(format!("{list} ({reason})")),
        }
    }
}

/// Whether a list answers as lists do: a dead one that lists everybody, or nobody, says nothing.
async fn usable(dns: &mut Dns, list: &Domain) -> Result<(), String> {
    let always = codes(dns, ALWAYS_LISTED.into(), list).await?;
    if always.is_empty() {
        return Err("it does not list its test address 127.0.0.2".to_owned());
    }
    match codes(dns, NEVER_LISTED.into(), list).await?.as_slice() {
        [] => Ok(()),
        _ => Err("it lists every address".to_owned()),
    }
}

/// The codes under which a list has an address, none if it has not; or why it cannot be believed.
async fn codes(dns: &mut Dns, address: IpAddr, list: &Domain) -> Result<Vec<IpAddr>, String> {
    let name = under(address, list);
    let codes = dns.v4_addresses(&name).await.ok_or("it does not answer")?;
    let is_code = |code: &IpAddr| matches!(code, IpAddr::V4(code) if code.octets()[0] == 127);
    let is_refusal =
        |code: &IpAddr| matches!(code, IpAddr::V4(code) if code.octets()[..3] == [127, 255, 255]);
    match codes.iter().find(|code| !is_code(code) || is_refusal(code)) {
        // Lists answer so to those whom they do not serve: large public resolvers, or too many questions.
        Some(code) if is_refusal(code) => Err(format!("it refuses this DNS server: {code}")),
        Some(_) => Err("its answer is no list's; somebody rewrites what does not exist".to_owned()),
        None => Ok(codes),
    }
}

/// The name under which a list keeps an address (RFC 5782, sections 2.1 and 2.4).
fn under(address: IpAddr, list: &Domain) -> String {
    let labels: Vec<String> = match address.to_canonical() {
        IpAddr::V4(address) => address.octets().iter().rev().map(u8::to_string).collect(),
        IpAddr::V6(address) => {
            let nibbles = address.octets().into_iter().rev().flat_map(|byte| [byte & 15, byte >> 4]);
            nibbles.map(|nibble| format!("{nibble:x}")).collect()
        }
    };
    format!("{}.{list}", labels.join("."))
}

impl Listings {
    async fn ask(&mut self, dns: &mut Dns, list: &Domain, addresses: &[IpAddr]) {
        for address in addresses {
            match codes(dns, *address, list).await {
                Ok(codes) if codes.is_empty() => {}
                Ok(codes) => {
                    let codes: Vec<String> = codes.iter().map(IpAddr::to_string).collect();
                    self.listed.push(format!(
                        "{} on {list} ({})",
                        shown::address(*address),
                        codes.join(", ")
                    ));
                    let said = dns.texts(&under(*address, list)).await.unwrap_or_default();
                    self.reasons
                        .extend(said.into_iter().take(1).map(|text| text.chars().take(200).collect()));
                }
                Err(reason) => {
                    self.unusable.push(format!("{list} ({reason})"));
                    return;
                }
            }
        }
        self.usable += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_kept_in_reverse() {
        let list: Domain = "bl.test".parse().unwrap();
        for (address, name) in [
            ("192.0.2.99", "99.2.0.192.bl.test"),
            ("::ffff:192.0.2.99", "99.2.0.192.bl.test"),
            (
                "2001:db8:1:2:3:4:567:89ab",
                "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.bl.test",
            ),
        ] {
            assert_eq!(under(address.parse().unwrap(), &list), name);
        }
    }
}
