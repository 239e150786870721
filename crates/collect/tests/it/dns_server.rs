//! An authoritative DNS server on loopback.

use hickory_server::Server;
use hickory_server::net::runtime::TokioRuntimeProvider;
use hickory_server::proto::rr::rdata::{A, MX, SOA, TXT};
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

/// Serves the zones `test` and `example` with these records, over UDP and TCP.
pub(crate) fn serve(lines: &[Line]) -> DnsServer {
    let mut catalog = Catalog::new();
    for zone in ["test.", "example."] {
        let origin = Name::from_ascii(zone).unwrap();
        let mut handler = InMemoryZoneHandler::<TokioRuntimeProvider>::empty(
            origin.clone(),
            ZoneType::Primary,
            AxfrPolicy::Deny,
            None,
        );
        let soa = SOA::new(origin.clone(), origin.clone(), 1, 60, 60, 60, 60);
        handler.upsert_mut(Record::from_rdata(origin.clone(), 60, RData::SOA(soa)), 1);
        for (name, kind, value) in lines {
            let name = Name::from_ascii(format!("{name}.")).unwrap();
            if origin.zone_of(&name) {
                handler.upsert_mut(Record::from_rdata(name, 60, data(kind, value)), 1);
            }
        }
        catalog.upsert(LowerName::new(&origin), vec![Arc::new(handler)]);
    }
    listen(catalog)
}

fn data(kind: &str, value: &str) -> RData {
    match kind {
        "A" => RData::A(A(value.parse().unwrap())),
        "MX" => {
            let (preference, host) = value.split_once(' ').unwrap();
            RData::MX(MX::new(preference.parse().unwrap(), Name::from_ascii(host).unwrap()))
        }
        "TXT" => {
            // A text record is made of strings of at most 255 bytes.
            let strings = value.as_bytes().chunks(255).map(|part| String::from_utf8(part.to_vec()).unwrap());
            RData::TXT(TXT::new(strings.collect()))
        }
        other => panic!("no record type `{other}`"),
    }
}

fn listen(catalog: Catalog) -> DnsServer {
    let runtime = Runtime::new().unwrap();
    let address = runtime.block_on(async {
        let (udp, tcp) = sockets().await;
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
async fn sockets() -> (UdpSocket, TcpListener) {
    for _ in 0..20 {
        let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        if let Ok(tcp) = TcpListener::bind(udp.local_addr().unwrap()).await {
            return (udp, tcp);
        }
    }
    panic!("no port is free for both UDP and TCP");
}
