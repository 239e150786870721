//! Names and connections, inside the scope.

use super::CollectError;
use super::site::Site;
use crate::scope::{DnsServer, Target};
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long one DNS server may take for one answer.
const ANSWER_PATIENCE: Duration = Duration::from_secs(3);
/// How long one address may take to accept a connection.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);

/// The reason of what was cut short by the run's own limit.
pub(super) const LATE: &str = "time ran out";

/// A connection and how it came about.
pub(super) struct Dialed {
    pub(super) stream: TcpStream,
    pub(super) address: SocketAddr,
    pub(super) dns: Duration,
    pub(super) connect: Duration,
}

/// Why there is no connection. These are facts about the service, not errors of the run.
pub(super) enum Unreached {
    /// The name has no address.
    Dns(String),
    /// No address accepts.
    Connect { addresses: Vec<SocketAddr>, dns: Duration, reason: String },
}

/// Resolves the target once and connects to an address that the scope admits, to that very address: a name that
/// answers differently the second time leads nowhere else.
pub(super) fn dial(site: &mut Site, target: &Target) -> Result<Result<Dialed, Unreached>, CollectError> {
    let server = site.scope.dns_server(site.subscription, None)?;
    let start = Instant::now();
    let found = match target.literal() {
        Some(address) => Ok(vec![address]),
        None => match site.wait(addresses(target.name(), server))? {
            Some(found) => found,
            None => Err(LATE.to_owned()),
        },
    };
    let dns = start.elapsed();
    let found = match found {
        Ok(found) => found,
        Err(reason) => return Ok(Err(Unreached::Dns(reason))),
    };
    let addresses = target.admit(&found)?;
    let start = Instant::now();
    let outcome = site.wait(connect(&addresses))?.unwrap_or_else(|| Err(LATE.to_owned()));
    let connected = |(stream, address)| Dialed { stream, address, dns, connect: start.elapsed() };
    Ok(outcome.map(connected).map_err(|reason| Unreached::Connect { addresses, dns, reason }))
}

/// The addresses of a host, or why there are none.
async fn addresses(name: &str, server: Option<DnsServer>) -> Result<Vec<IpAddr>, String> {
    let found = resolver(server)?.lookup_ip(absolute(name)).await;
    let found: Vec<IpAddr> = found.map_err(|error| error.to_string())?.iter().collect();
    if found.is_empty() { Err("it has no address".to_owned()) } else { Ok(found) }
}

/// A resolver that asks `server`, or the system's servers.
pub(super) fn resolver(server: Option<DnsServer>) -> Result<TokioResolver, String> {
    let unusable = |error| format!("no DNS servers to ask: {error}");
    let mut builder = match server {
        Some(server) => TokioResolver::builder_with_config(asking(server.0), TokioRuntimeProvider::default()),
        None => TokioResolver::builder_tokio().map_err(unusable)?,
    };
    let options = builder.options_mut();
    options.timeout = ANSWER_PATIENCE;
    options.attempts = 2;
    options.cache_size = 0;
    builder.build().map_err(unusable)
}

fn asking(server: SocketAddr) -> ResolverConfig {
    let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
        connection.port = server.port();
        connection
    });
    let server = NameServerConfig::new(server.ip(), true, connections.to_vec());
    ResolverConfig::from_parts(None, Vec::new(), vec![server])
}

/// `name` with a final dot, so that no search domain is tried behind it.
pub(super) fn absolute(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.'))
}

async fn connect(addresses: &[SocketAddr]) -> Result<(TcpStream, SocketAddr), String> {
    let mut reason = "there is no address".to_owned();
    for address in addresses {
        reason = match timeout(CONNECT_PATIENCE, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok((stream, *address)),
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("{} does not answer within {} s", address, CONNECT_PATIENCE.as_secs()),
        };
    }
    Err(reason)
}
