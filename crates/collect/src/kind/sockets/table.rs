//! The kernel's tables of TCP sockets (`/proc/net/tcp`, `/proc/net/tcp6`).

use crate::CollectError;
use crate::site::Site;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};

/// The kernel's states, by number (`include/net/tcp_states.h`).
const STATES: [&str; 13] = [
    "unknown",
    "established",
    "syn_sent",
    "syn_received",
    "fin_wait_1",
    "fin_wait_2",
    "time_wait",
    "closed",
    "close_wait",
    "last_ack",
    "listening",
    "closing",
    "new_syn_received",
];
/// The most destinations that are told apart.
const DESTINATIONS_MAX: usize = 20_000;
/// The most that is read of one line, in bytes.
const LINE_BYTES_MAX: u64 = 4_096;

/// The sockets of one listening port.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Listener {
    /// Connections that are complete and wait for the program to take them.
    pub(super) waiting: u64,
    established: u64,
    close_wait: u64,
}

/// All sockets.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) sockets: u64,
    states: [u64; STATES.len()],
    pub(super) listeners: BTreeMap<u16, Listener>,
    /// Of connections by local port: how many are established, and how many wait for the program to close them.
    by_local_port: HashMap<u16, (u64, u64)>,
    /// Local ports in use towards each destination.
    destinations: HashMap<(String, u16), HashSet<u16>>,
}

/// One line of a table.
#[derive(Debug, PartialEq)]
struct Socket<'a> {
    local_port: u16,
    remote_address: &'a str,
    remote_port: u16,
    state: usize,
    receive_queue: u64,
}

impl Table {
    /// Reads both tables, within the run's limits.
    pub(super) fn read(site: &mut Site) -> Result<Self, CollectError> {
        let mut table = Self::default();
        for name in ["tcp", "tcp6"] {
            let Ok(file) = File::open(format!("/proc/net/{name}")) else { continue };
            let mut lines = BufReader::new(file);
            let mut line = Vec::new();
            while site.budget.readable(1) > 0 {
                line.clear();
                let read = (&mut lines).take(LINE_BYTES_MAX).read_until(b'\n', &mut line).unwrap_or(0);
                if read == 0 || !site.go_on()? {
                    break;
                }
                site.budget.spend(read);
                table.extend(std::str::from_utf8(&line).ok().and_then(parse));
            }
        }
        table.settle();
        Ok(table)
    }

    fn extend(&mut self, socket: Option<Socket>) {
        let Some(socket) = socket else { return };
        self.sockets += 1;
        if let Some(count) = self.states.get_mut(socket.state) {
            *count += 1;
        }
        match STATES.get(socket.state).copied().unwrap_or_default() {
            "listening" => {
                self.listeners.entry(socket.local_port).or_default().waiting += socket.receive_queue;
            }
            state => {
                let (established, close_wait) = self.by_local_port.entry(socket.local_port).or_default();
                *established += u64::from(state == "established");
                *close_wait += u64::from(state == "close_wait");
                self.destination(&socket);
            }
        }
    }

    fn destination(&mut self, socket: &Socket) {
        let key = (socket.remote_address.to_owned(), socket.remote_port);
        if self.destinations.len() < DESTINATIONS_MAX || self.destinations.contains_key(&key) {
            self.destinations.entry(key).or_default().insert(socket.local_port);
        }
    }

    /// Adds what is known of connections to the listeners of their ports.
    fn settle(&mut self) {
        for (port, listener) in &mut self.listeners {
            let (established, close_wait) = self.by_local_port.get(port).copied().unwrap_or_default();
            listener.established = established;
            listener.close_wait = close_wait;
        }
    }

    pub(super) fn count(&self, state: &str) -> u64 {
        let place = STATES.iter().position(|other| *other == state);
        place.and_then(|place| self.states.get(place)).copied().unwrap_or(0)
    }

    pub(super) fn states(&self) -> Value {
        let named = STATES.iter().zip(self.states).map(|(name, count)| ((*name).to_owned(), count.into()));
        Value::Object(named.collect::<Map<_, _>>())
    }

    /// The most sockets of one local port that the other side closed and the program here did not.
    pub(super) fn most_close_wait(&self) -> u64 {
        let of_listeners = self.listeners.values().map(|listener| listener.close_wait).max().unwrap_or(0);
        let of_clients: u64 = self
            .by_local_port
            .iter()
            .filter(|(port, _)| !self.listeners.contains_key(port))
            .map(|(_, (_, close_wait))| close_wait)
            .sum();
        of_listeners.max(of_clients)
    }

    /// The remote port of the destination that holds the most local ports of `range`, and how many.
    pub(super) fn busiest_destination(&self, range: (u16, u16)) -> Option<(u16, u64)> {
        let ours = |port: &&u16| (range.0..=range.1).contains(port) && !self.listeners.contains_key(port);
        self.destinations
            .iter()
            .map(|((_, remote), ports)| (*remote, ports.iter().filter(ours).count() as u64))
            .max_by_key(|(_, used)| *used)
            .filter(|(_, used)| *used > 0)
    }

    pub(super) fn listeners_by_load(&self) -> Vec<Value> {
        let mut listeners: Vec<(&u16, &Listener)> = self.listeners.iter().collect();
        listeners.sort_by_key(|(_, listener)| std::cmp::Reverse((listener.waiting, listener.established)));
        let told = |(port, listener): (&u16, &Listener)| {
            json!({
                "port": port, "waiting": listener.waiting, "established": listener.established,
                "close_wait": listener.close_wait,
            })
        };
        listeners.into_iter().map(told).collect()
    }
}

/// `0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 …`.
fn parse(line: &str) -> Option<Socket<'_>> {
    let mut fields = line.split_whitespace().skip(1);
    let port = |text: &str| u16::from_str_radix(text, 16).ok();
    let (_, local_port) = fields.next()?.split_once(':')?;
    let (remote_address, remote_port) = fields.next()?.split_once(':')?;
    let state = usize::from_str_radix(fields.next()?, 16).ok()?;
    let (_, receive_queue) = fields.next()?.split_once(':')?;
    Some(Socket {
        local_port: port(local_port)?,
        remote_address,
        remote_port: port(remote_port)?,
        state,
        receive_queue: u64::from_str_radix(receive_queue, 16).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_others_are_left() {
        let line = "   0: 0100007F:1F90 0200007F:C350 0A 00000000:00000003 00:00000000 00000000  0 0 1 1";
        let socket = parse(line).unwrap();
        assert_eq!((socket.local_port, socket.remote_port, socket.state), (8_080, 50_000, 10));
        assert_eq!((socket.receive_queue, socket.remote_address), (3, "0200007F"));
        for line in
            ["", "  sl  local_address rem_address   st tx_queue rx_queue", "0: x:y z:1 0A 0:0", "0: 1:1 1:1"]
        {
            assert_eq!(parse(line), None, "{line}");
        }
    }
}
