//! Connections to a list of endpoints: whether each is reached, how fast, how steadily, and over packets of which size.
//! Nothing is sent.

use crate::CollectError;
use crate::dns::shown;
use crate::network::{Dialed, Failure, Unreached};
use crate::rounded::millis;
use crate::site::Site;
use diagnostics::collector::{Tcp, host_and_port};
use rustix::net::sockopt;
use serde_json::{Value, json};
use socket2::SockRef;
use std::io::ErrorKind;
use std::net::IpAddr;
use std::time::Duration;
use tokio::net::TcpStream;

/// The most attempts at one endpoint.
const TRIES_MAX: u64 = 10;
/// How long an accepted connection is watched for being broken off again.
const WATCH: Duration = Duration::from_millis(150);
/// Headers of IP and TCP with the timestamps that every system sends, in bytes.
const HEADERS_V4: u32 = 52;
const HEADERS_V6: u32 = 72;

/// What the attempts at one endpoint came to.
#[derive(Default)]
struct Seen {
    text: String,
    /// How the last failed attempt failed; empty if none did.
    failure: &'static str,
    error: Option<String>,
    failed: usize,
    /// How many of the connections were broken off at once.
    broken: usize,
    connects: Vec<Duration>,
    dns: Duration,
    address: Option<IpAddr>,
    packet: Option<Packet>,
}

/// The largest packets on a connection's path, in bytes.
#[derive(Clone, Copy)]
struct Packet {
    /// As the other side and everything in between announced it.
    mss: u32,
    /// As the kernel knows the path.
    mtu: u32,
    /// The smaller of both, with headers.
    usable: u32,
}

/// Connects to one endpoint after the other.
pub(super) fn collect(site: &mut Site, parameters: &Tcp) -> Result<Value, CollectError> {
    let tries = parameters.tries.get(site.inputs)?.clamp(1, TRIES_MAX);
    let slow = Duration::from_millis(parameters.slow_ms.get(site.inputs)?);
    let packet_min = parameters.packet_min.get(site.inputs)?;
    let endpoints = parameters.endpoints.get(site.inputs)?;
    let mut all = Vec::new();
    for text in &endpoints {
        if !site.go_on()? {
            break;
        }
        let (host, port) = host_and_port("endpoints", text)?;
        all.extend(look(site, text, (&host, port), tries)?);
    }
    Ok(facts(&all, endpoints.len(), slow, packet_min))
}

/// Tries one endpoint; none if time ran out before anything was known of it.
fn look(site: &mut Site, text: &str, to: (&str, u16), tries: u64) -> Result<Option<Seen>, CollectError> {
    let mut seen = Seen { text: told(text, to), ..Seen::default() };
    for attempt in 0..tries {
        if !site.go_on()? {
            break;
        }
        let mut is_accepted = false;
        let broken = match site.dial(to.0, to.1)? {
            // A try that the run's limit cut short says nothing.
            Err(_) if !site.go_on()? => break,
            Err(unreached) => Some(described(&unreached)),
            Ok(dialed) => {
                is_accepted = true;
                seen.reached(&dialed);
                // Every attempt would take the time; one tells.
                if attempt == 0 { site.wait(broken_off(&dialed.stream))?.flatten() } else { None }
            }
        };
        let Some((failure, reason)) = broken else { continue };
        seen.failed += 1;
        seen.broken += usize::from(is_accepted);
        seen.failure = failure;
        seen.error = Some(reason);
        // What stays silent or has no name will do so again, and each attempt takes seconds.
        if attempt == 0 && matches!(failure, "silent" | "unresolved") {
            break;
        }
    }
    let is_known = seen.failed > 0 || !seen.connects.is_empty();
    Ok(is_known.then_some(seen))
}

/// The endpoint as it is told: of an IPv6 address its network alone.
fn told(text: &str, (host, port): (&str, u16)) -> String {
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address @ IpAddr::V6(_)) => format!("[{}]:{port}", shown::address(address)),
        _ => text.to_owned(),
    }
}

impl Seen {
    fn reached(&mut self, dialed: &Dialed) {
        self.address = Some(dialed.address.ip());
        self.dns = self.dns.max(dialed.dns);
        self.connects.push(dialed.connect);
        self.packet = self.packet.or_else(|| packet(&dialed.stream, dialed.address.ip()));
    }

    fn is_reached(&self) -> bool {
        self.connects.len() > self.broken
    }

    fn median(&self) -> Option<Duration> {
        let mut sorted = self.connects.clone();
        sorted.sort();
        sorted.get(sorted.len() / 2).copied()
    }

    fn told(&self) -> Value {
        json!({
            "endpoint": self.text,
            "reached": self.is_reached(),
            "failure": self.failure,
            "error": self.error,
            "failed_tries": self.failed,
            "address": self.address.map(shown::address),
            "dns_ms": millis(self.dns),
            "connect_ms": self.median().map(millis),
            "slowest_ms": self.connects.iter().max().copied().map(millis),
            "mss": self.packet.map(|packet| packet.mss),
            "mtu": self.packet.map(|packet| packet.mtu),
            "packet": self.packet.map(|packet| packet.usable),
        })
    }
}

fn described(unreached: &Unreached) -> (&'static str, String) {
    let failure = match unreached {
        Unreached::Dns(_) => "unresolved",
        Unreached::Connect { failure, .. } => match failure {
            Failure::Refused => "refused",
            Failure::Reset => "reset",
            Failure::Silent => "silent",
            Failure::NoRoute => "no_route",
            Failure::Other => "other",
        },
    };
    (failure, unreached.reason().to_owned())
}

/// Whether the other side breaks off an accepted connection by itself, as filters between do.
async fn broken_off(stream: &TcpStream) -> Option<(&'static str, String)> {
    let watched = tokio::time::timeout(WATCH, stream.peek(&mut [0; 1])).await.ok()?;
    match watched {
        Ok(0) => Some(("closed", "it is accepted and closed at once".to_owned())),
        Ok(_) => None,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {
            Some(("reset", "it is accepted and reset at once".to_owned()))
        }
        Err(error) => Some(("other", error.to_string())),
    }
}

/// What the kernel says of the path.
fn packet(stream: &TcpStream, address: IpAddr) -> Option<Packet> {
    let mss = SockRef::from(stream).tcp_mss().ok()?;
    let (mtu, headers) = match address {
        IpAddr::V4(_) => (sockopt::ip_mtu(stream).ok()?, HEADERS_V4),
        IpAddr::V6(_) => (sockopt::ipv6_mtu(stream).ok()?, HEADERS_V6),
    };
    Some(Packet { mss, mtu, usable: mtu.min(mss.saturating_add(headers)) })
}

fn facts(all: &[Seen], asked: usize, slow: Duration, packet_min: u64) -> Value {
    let unreached = |failures: &[&str]| -> Vec<&str> {
        let those = all.iter().filter(|seen| !seen.is_reached() && failures.contains(&seen.failure));
        those.map(|seen| seen.text.as_str()).collect()
    };
    let reached = || all.iter().filter(|seen| seen.is_reached());
    let slow_ones = reached().filter_map(|seen| Some((seen, seen.median().filter(|took| *took >= slow)?)));
    let narrow = reached().filter_map(|seen| {
        let packet = seen.packet.filter(|packet| u64::from(packet.usable) < packet_min)?;
        Some(format!("{} ({} bytes)", seen.text, packet.usable))
    });
    json!({
        "count": asked,
        "looked_at": all.len(),
        "reached": reached().count(),
        "endpoints": all.iter().map(Seen::told).collect::<Vec<_>>(),
        "unresolved": unreached(&["unresolved"]),
        "refused": unreached(&["refused"]),
        "silent": unreached(&["silent"]),
        "no_route": unreached(&["no_route"]),
        "broken_off": unreached(&["reset", "closed"]),
        "other": unreached(&["other"]),
        "unsteady": reached().filter(|seen| seen.failed > 0)
            .map(|seen| format!("{} ({} of {})", seen.text, seen.failed, seen.failed + seen.connects.len() - seen.broken))
            .collect::<Vec<_>>(),
        "slow": slow_ones.map(|(seen, took)| format!("{} ({} ms)", seen.text, took.as_millis())).collect::<Vec<_>>(),
        "slowest_ms": reached().filter_map(Seen::median).max().map(millis),
        "narrow": narrow.collect::<Vec<_>>(),
        "packet_smallest": reached().filter_map(|seen| seen.packet).map(|packet| packet.usable).min(),
    })
}
