//! The servers of a zone and of its parent, asked one by one.

use super::SERVERS_MAX;
use super::chain::Signed;
use crate::dns::exchange::{Asker, Question};
use crate::dns::{Dns, shown};
use crate::scope::DnsServer;
use hickory_resolver::proto::dnssec::rdata::{DNSSECRData, DS};
use hickory_resolver::proto::op::{Message, ResponseCode};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use serde::Serialize;
use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};

/// How many servers of the parent are asked: they all say the same, or that is their operator's matter.
const PARENTS_MAX: usize = 2;

/// The DNS servers that the scope lists.
pub(super) struct Listed(pub(super) Vec<DnsServer>);

impl Listed {
    /// How to ask the server at `address`, if it may be asked.
    pub(super) fn find(&self, address: IpAddr) -> Option<SocketAddr> {
        let same = |server: &&DnsServer| server.0.ip().to_canonical() == address.to_canonical();
        self.0.iter().find(same).map(|server| server.0)
    }
}

/// What the zone above says.
#[derive(Debug, Default, Serialize)]
pub(super) struct Parent {
    zone: Option<String>,
    /// How many of its servers were asked and answered.
    asked: usize,
    /// Some of its servers, for the scope, if none was asked.
    not_asked: Vec<String>,
    /// Why those that were asked gave no answer.
    errors: Vec<String>,
    /// The names of the zone's servers.
    pub(super) ns: BTreeSet<String>,
    #[serde(skip)]
    pub(super) ds: Vec<DS>,
}

/// One server of the zone at one address.
#[derive(Debug, Default, Serialize)]
pub(super) struct Server {
    name: String,
    address: String,
    /// Why it gave no answer.
    pub(super) error: Option<String>,
    /// Why its answer is not that of a server of the zone.
    pub(super) fault: Option<String>,
    pub(super) serial: Option<u32>,
    /// The names of the zone's servers, as it says.
    pub(super) ns: BTreeSet<String>,
    #[serde(skip)]
    ask_at: Option<SocketAddr>,
}

/// A question to an authoritative server.
fn question(name: &Name, kind: RecordType) -> Question {
    Question { name: name.clone(), kind, recursion: false, tcp: false }
}

/// The names of the servers of `zone` among `records`.
fn servers_of<'r>(zone: &Name, records: impl IntoIterator<Item = &'r Record>) -> BTreeSet<String> {
    let server = |record: &Record| match &record.data {
        RData::NS(server) if record.name == *zone => Some(shown::name(&server.0)),
        _ => None,
    };
    records.into_iter().filter_map(server).take(SERVERS_MAX).collect()
}

impl Parent {
    /// Finds the zone above and asks some of its servers what they delegate.
    pub(super) async fn read(&mut self, dns: &mut Dns, asker: &mut Asker, listed: &Listed, zone: &Name) {
        let mut above = zone.base_name();
        let mut names = dns.name_servers(&above.to_ascii()).await.unwrap_or_default();
        while names.is_empty() && !above.is_root() {
            above = above.base_name();
            names = dns.name_servers(&above.to_ascii()).await.unwrap_or_default();
        }
        self.zone = Some(shown::name(&above));
        for name in names.iter().take(SERVERS_MAX) {
            for address in dns.addresses(name).await.unwrap_or_default() {
                let Some(server) = listed.find(address) else {
                    let shown = format!("{} ({})", name.trim_end_matches('.'), shown::address(address));
                    self.not_asked.push(shown);
                    continue;
                };
                self.ask(asker, server, zone).await;
                if self.asked == PARENTS_MAX {
                    return;
                }
            }
        }
    }

    async fn ask(&mut self, asker: &mut Asker, server: SocketAddr, zone: &Name) {
        match asker.ask(server, &question(zone, RecordType::NS)).await {
            // A referral stands in the authority section; a server that has both zones answers.
            Ok(reply) => {
                let message = &reply.message;
                self.asked += 1;
                self.ns.extend(servers_of(zone, message.authorities.iter().chain(&message.answers)));
            }
            Err(reason) => self.errors.push(format!("{}: {reason}", shown::address(server.ip()))),
        }
        if let Ok(reply) = asker.ask(server, &question(zone, RecordType::DS)).await {
            for record in &reply.message.answers {
                if let RData::DNSSEC(DNSSECRData::DS(ds)) = &record.data
                    && !self.ds.contains(ds)
                {
                    self.ds.push(ds.clone());
                }
            }
        }
    }
}

impl Server {
    /// Asks for the zone's SOA and NS records.
    pub(super) async fn ask(asker: &mut Asker, name: &str, at: SocketAddr, zone: &Name) -> Self {
        let mut server = Self { name: name.to_owned(), address: shown::address(at.ip()), ..Self::default() };
        match asker.ask(at, &question(zone, RecordType::SOA)).await {
            Ok(reply) => server.judge(&reply.message, zone),
            Err(reason) => server.error = Some(reason),
        }
        if server.error.is_some() || server.fault.is_some() {
            return server;
        }
        server.ask_at = Some(at);
        if let Ok(reply) = asker.ask(at, &question(zone, RecordType::NS)).await {
            server.ns = servers_of(zone, &reply.message.answers);
        }
        server
    }

    /// How messages call it.
    pub(super) fn called(&self) -> String {
        format!("{} ({})", self.name, self.address)
    }

    fn judge(&mut self, message: &Message, zone: &Name) {
        let head = &message.metadata;
        self.serial = message.answers.iter().find_map(|record| match &record.data {
            RData::SOA(soa) if record.name == *zone => Some(soa.serial),
            _ => None,
        });
        self.fault = match (head.response_code, head.authoritative, self.serial) {
            (ResponseCode::NoError, true, Some(_)) => None,
            (ResponseCode::NoError, true, None) => Some("it has no such zone".to_owned()),
            (ResponseCode::NoError, false, _) => Some("it answers without authority".to_owned()),
            (code, _, _) => Some(shown::code(code)),
        };
    }
}

/// The zone's keys and signatures, from the first server that serves it; none if none does.
pub(super) async fn signed(asker: &mut Asker, servers: &[Server], zone: &Name) -> Option<Signed> {
    let server = servers.iter().find_map(|server| server.ask_at)?;
    let keys = asker.ask(server, &question(zone, RecordType::DNSKEY)).await.ok()?;
    let soa = asker.ask(server, &question(zone, RecordType::SOA)).await.ok()?;
    let (owner, kind) = (zone.clone(), RecordType::SOA);
    Some(Signed { keys: keys.message.answers, owner, kind, answer: soa.message.answers })
}
