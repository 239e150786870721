//! TCP sockets by state and port, and what the kernel could not take. No addresses.

mod counters;
mod table;

use crate::CollectError;
use crate::machine;
use crate::rounded::{percent, tenths};
use crate::site::Site;
use counters::Counters;
use diagnostics::collector::Sockets;
use serde_json::{Value, json};
use std::time::Instant;
use table::Table;

/// The most ports that are told.
const PORTS_MAX: usize = 100;

/// Counts the sockets of the network that the runner stands in, and watches the counters of errors.
pub(super) fn collect(site: &mut Site, parameters: &Sockets) -> Result<Value, CollectError> {
    site.scope.host_facts(site.subscription)?;
    let watch = machine::watch(parameters.watch_seconds.get(site.inputs)?);
    let (before, begin) = (Counters::read(), Instant::now());
    machine::pass(site, watch)?;
    let after = Counters::read();
    let seconds = begin.elapsed().as_secs_f64();
    let table = Table::read(site)?;
    let range = port_range();
    let busiest = table.busiest_destination(range);
    let ports = u64::from(range.1.saturating_sub(range.0)) + 1;
    let buckets = machine::number("/proc/sys/net/ipv4/tcp_max_tw_buckets").unwrap_or(0);
    let sockstat = machine::text("/proc/net/sockstat").unwrap_or_default();
    Ok(json!({
        "sockets": table.sockets,
        "states": table.states(),
        "time_wait_limit": buckets,
        "time_wait_percent": percent(table.count("time_wait"), buckets),
        "local_ports": ports,
        "busiest_destination": busiest.map(|(port, used)| json!({
            "remote_port": port, "local_ports_used": used, "local_ports_percent": percent(used, ports),
        })),
        "local_ports_percent": busiest.map_or(0.0, |(_, used)| percent(used, ports)),
        "listening_ports": table.listeners.len(),
        "longest_backlog": table.listeners.values().map(|listener| listener.waiting).max().unwrap_or(0),
        "most_close_wait": table.most_close_wait(),
        "listeners": table.listeners_by_load().into_iter().take(PORTS_MAX).collect::<Vec<_>>(),
        "orphans": counters::in_sockstat(&sockstat, "orphan"),
        "memory_pages": counters::in_sockstat(&sockstat, "mem"),
        "since_start": after.facts(),
        "watched_seconds": tenths(seconds),
        "while_watched": after.since(&before).facts(),
    }))
}

/// The ports that connections from here get, both included.
fn port_range() -> (u16, u16) {
    let text = machine::text("/proc/sys/net/ipv4/ip_local_port_range").unwrap_or_default();
    let mut ports = text.split_whitespace().map_while(|port| port.parse().ok());
    (ports.next().unwrap_or(32_768), ports.next().unwrap_or(60_999))
}
