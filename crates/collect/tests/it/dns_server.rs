//! An authoritative DNS server on loopback.

use super::dns_signer::Signer;
use hickory_server::Server;
use hickory_server::net::runtime::TokioRuntimeProvider;
use hickory_server::proto::rr::rdata::{A, AAAA, CNAME, MX, NS, PTR, SOA, SRV, TLSA, TXT};
use hickory_server::proto::rr::{LowerName, Name, RData, Record};
use hickory_server::store::in_memory::InMemoryZoneHandler;
use hickory_server::zone_handler::{AxfrPolicy, Catalog, ZoneType};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, UdpSocket};
use tokio::runtime::Runtime;

/// A running server; it ends when this is dropped.
pub(crate) struct DnsServer {
    pub(crate) address: SocketAddr,
    _runtime: Runtime,
}

/// A record, as in `("example.test", "TXT", "v=spf1 -all")`.
pub(crate) type Line = (&'static str, &'static str, String);

/// A zone that a server serves.
pub(crate) struct Zone<'a> {
    pub(crate) origin: &'static str,
    pub(crate) serial: u32,
    pub(crate) lines: &'a [Line],
    pub(crate) signer: Option<&'a Signer>,
}

/// Serves the zones `test` and `example` with these records, over UDP and TCP.
pub(crate) fn serve(lines: &[Line]) -> DnsServer {
    let zone = |origin| Zone { origin, serial: 1, lines, signer: None };
    serve_at(Ipv4Addr::LOCALHOST, &[zone("test"), zone("example")])
}

/// Serves `zones` at `ip`, over UDP and TCP; each takes those of its lines that lie inside it.
pub(crate) fn serve_at(ip: Ipv4Addr, zones: &[Zone]) -> DnsServer {
    let mut catalog = Catalog::new();
    for zone in zones {
        let origin = Name::from_ascii(format!("{}.", zone.origin)).unwrap();
        let mut handler = InMemoryZoneHandler::<TokioRuntimeProvider>::empty(
            origin.clone(),
            ZoneType::Primary,
            AxfrPolicy::Deny,
            None,
        );
        let soa = SOA::new(origin.clone(), origin.clone(), zone.serial, 60, 60, 60, 60);
        handler.upsert_mut(Record::from_rdata(origin.clone(), 60, RData::SOA(soa)), 1);
        for (name, kind, value) in zone.lines {
            let name = Name::from_ascii(format!("{name}.")).unwrap();
            if origin.zone_of(&name) {
                handler.upsert_mut(Record::from_rdata(name, 60, data(kind, value)), 1);
            }
        }
        if let Some(signer) = zone.signer {
            signer.sign(&origin, &mut handler);
        }
        catalog.upsert(LowerName::new(&origin), vec![Arc::new(handler)]);
    }
    listen(catalog, ip)
}

fn data(kind: &str, value: &str) -> RData {
    match kind {
        "A" => RData::A(A(value.parse().unwrap())),
        "AAAA" => RData::AAAA(AAAA(value.parse().unwrap())),
        "CNAME" => RData::CNAME(CNAME(Name::from_ascii(value).unwrap())),
        "DS" => super::dns_signer::ds(value),
        "NS" => RData::NS(NS(Name::from_ascii(value).unwrap())),
        "PTR" => RData::PTR(PTR(Name::from_ascii(value).unwrap())),
        "SRV" => {
            let words: Vec<&str> = value.split(' ').collect();
            let [priority, weight, port, target] = words[..] else { panic!("no service: {value}") };
            let number = |word: &str| word.parse().unwrap();
            let target = Name::from_ascii(target).unwrap();
            RData::SRV(SRV::new(number(priority), number(weight), number(port), target))
        }
        "MX" => {
            let (preference, host) = value.split_once(' ').unwrap();
            RData::MX(MX::new(preference.parse().unwrap(), Name::from_ascii(host).unwrap()))
        }
        "TLSA" => tlsa(value),
        "TXT" => {
            // A text record is made of strings of at most 255 bytes.
            let strings = value.as_bytes().chunks(255).map(|part| String::from_utf8(part.to_vec()).unwrap());
            RData::TXT(TXT::new(strings.collect()))
        }
        other => panic!("no record type `{other}`"),
    }
}

/// A TLSA record of `usage selector matching data`.
fn tlsa(value: &str) -> RData {
    let words: Vec<&str> = value.split(' ').collect();
    let [usage, selector, matching, data] = words[..] else { panic!("no TLSA record: {value}") };
    let number = |word: &str| word.parse::<u8>().unwrap();
    let data = (0..data.len() / 2).map(|at| u8::from_str_radix(&data[2 * at..2 * at + 2], 16).unwrap());
    let (usage, selector) = (number(usage).into(), number(selector).into());
    RData::TLSA(TLSA::new(usage, selector, number(matching).into(), data.collect()))
}

fn listen(catalog: Catalog, ip: Ipv4Addr) -> DnsServer {
    let runtime = Runtime::new().unwrap();
    let address = runtime.block_on(async {
        let (udp, tcp) = sockets(ip).await;
        let address = udp.local_addr().unwrap();
        let mut server = Server::new(catalog);
        server.register_socket(udp);
        server.register_listener(tcp, Duration::from_secs(5), 4_096);
        tokio::spawn(async move { server.block_until_done().await });
        address
    });
    DnsServer { address, _runtime: runtime }
}

/// A UDP and a TCP socket on the same port; the first free UDP port may be taken for TCP.
async fn sockets(ip: Ipv4Addr) -> (UdpSocket, TcpListener) {
    for _ in 0..20 {
        let udp = UdpSocket::bind((ip, 0)).await.unwrap();
        if let Ok(tcp) = TcpListener::bind(udp.local_addr().unwrap()).await {
            return (udp, tcp);
        }
    }
    panic!("no port is free for both UDP and TCP");
}
