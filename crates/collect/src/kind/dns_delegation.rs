//! A zone's delegation: what its parent says, what its own servers say, and whether its signatures hold.

pub(super) mod chain;
mod servers;

use crate::CollectError;
use crate::dns::exchange::Asker;
use crate::dns::{Dns, shown};
use crate::site::Site;
use chain::Chain;
use diagnostics::Optional as _;
use diagnostics::collector::DnsDelegation;
use hickory_resolver::proto::rr::Name;
use serde::Serialize;
use serde_json::Value;
use servers::{Listed, Parent, Server};
use std::collections::BTreeSet;
use std::net::IpAddr;

/// The most servers of a zone that are looked at; the root has 13.
const SERVERS_MAX: usize = 13;

/// What was found. Filled while it is read, so that a limit leaves what was read before.
#[derive(Debug, Default, Serialize)]
struct Delegation {
    zone: String,
    /// Names that DNS gave no answer for, with the reason.
    dns_errors: Vec<String>,
    parent: Parent,
    servers: Vec<Server>,
    /// The names of all servers, by the parent or by the zone itself.
    names: BTreeSet<String>,
    without_address: Vec<String>,
    /// Servers of which the scope lists no address, as `name (address)`.
    not_asked: Vec<String>,
    /// Further addresses, which the scope does not list, of servers that were asked: IPv6 ones most of the time.
    other_addresses: usize,
    /// How many servers answer with authority.
    authoritative: usize,
    /// Servers that answer and do not serve the zone, as `name (address): answer`.
    lame: Vec<String>,
    /// Servers that do not answer, with the reason.
    silent: Vec<String>,
    /// The serials of the zone's copies, each once.
    serials: BTreeSet<u32>,
    only_parent: Vec<String>,
    only_zone: Vec<String>,
    dnssec: Chain,
}

/// Finds the servers through a resolver, then asks those that the scope lists.
pub(super) fn collect(site: &mut Site, parameters: &DnsDelegation) -> Result<Value, CollectError> {
    let zone = site.scope.domain(site.subscription, &parameters.zone.get(site.inputs)?)?;
    let named = parameters.dns_server.find(site.inputs)?;
    let origin = Name::from_ascii(format!("{zone}.")).map_err(|error| site.failed(error.to_string()))?;
    let listed = Listed(site.scope.area(site.subscription)?.dns.servers.clone());
    let mut dns = Dns::new(site.resolver(named.as_deref())?);
    let mut asker = Asker::new(site);
    let now = site.now;
    let mut delegation = Delegation { zone: zone.to_string(), ..Delegation::default() };
    site.wait(async {
        delegation.parent.read(&mut dns, &mut asker, &listed, &origin).await;
        delegation.read(&mut dns, &mut asker, &listed, &origin).await;
        if let Some(signed) = servers::signed(&mut asker, &delegation.servers, &origin).await {
            delegation.dnssec = Chain::judge(&origin, &delegation.parent.ds, &signed, now);
        }
    })?;
    asker.settle(site);
    delegation.dns_errors = dns.errors();
    delegation.compare();
    serde_json::to_value(delegation).map_err(|error| site.failed(error.to_string()))
}

impl Delegation {
    /// Asks each server that the parent or the zone names.
    async fn read(&mut self, dns: &mut Dns, asker: &mut Asker, listed: &Listed, origin: &Name) {
        self.names.extend(self.parent.ns.iter().cloned());
        let own = dns.name_servers(&self.zone).await.unwrap_or_default();
        self.names.extend(own.iter().map(|name| name.trim_end_matches('.').to_owned()));
        for name in self.names.clone().into_iter().take(SERVERS_MAX) {
            let Some(addresses) = dns.addresses(&name).await else { continue };
            if addresses.is_empty() {
                self.without_address.push(name.clone());
            }
            let (reachable, others): (Vec<IpAddr>, Vec<IpAddr>) =
                addresses.into_iter().partition(|address| listed.find(*address).is_some());
            if reachable.is_empty() {
                let called = others.iter().map(|address| format!("{name} ({})", shown::address(*address)));
                self.not_asked.extend(called);
            } else {
                self.other_addresses += others.len();
            }
            for at in reachable.into_iter().filter_map(|address| listed.find(address)) {
                let server = Server::ask(asker, &name, at, origin).await;
                self.take(server);
            }
        }
    }

    fn take(&mut self, server: Server) {
        match (&server.error, &server.fault) {
            (Some(error), _) => self.silent.push(format!("{}: {error}", server.called())),
            (None, Some(fault)) => self.lame.push(format!("{}: {fault}", server.called())),
            (None, None) => {
                self.authoritative += 1;
                self.serials.extend(server.serial);
            }
        }
        self.servers.push(server);
    }

    /// Compares the names that the parent gives with those that the zone's servers give.
    fn compare(&mut self) {
        let own: BTreeSet<&String> = self.servers.iter().flat_map(|server| &server.ns).collect();
        if own.is_empty() || self.parent.ns.is_empty() {
            return;
        }
        let parent: BTreeSet<&String> = self.parent.ns.iter().collect();
        self.only_parent = parent.difference(&own).map(|name| (*name).clone()).collect();
        self.only_zone = own.difference(&parent).map(|name| (*name).clone()).collect();
    }
}
