//! Counters of what went wrong with TCP (`/proc/net/netstat` and `/proc/net/snmp`).

use crate::machine;
use serde_json::{Map, Value};

/// Our name of a counter, the kernel's group and its name there.
const COUNTERS: [(&str, &str, &str); 9] = [
    // A connection was complete and the program's queue of them was full.
    ("backlog_overflows", "TcpExt:", "ListenOverflows"),
    ("connections_dropped", "TcpExt:", "ListenDrops"),
    ("time_wait_overflows", "TcpExt:", "TCPTimeWaitOverflow"),
    ("aborted_for_memory", "TcpExt:", "TCPAbortOnMemory"),
    ("syn_cookies_sent", "TcpExt:", "SyncookiesSent"),
    ("attempts_failed", "Tcp:", "AttemptFails"),
    ("resets", "Tcp:", "EstabResets"),
    ("segments_sent", "Tcp:", "OutSegs"),
    ("segments_resent", "Tcp:", "RetransSegs"),
];

/// The counters at one moment, in the order of their names.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Counters([u64; COUNTERS.len()]);

impl Counters {
    pub(super) fn read() -> Self {
        let text = |name: &str| machine::text(format!("/proc/net/{name}")).unwrap_or_default();
        Self::parse(&(text("netstat") + &text("snmp")))
    }

    fn parse(text: &str) -> Self {
        Self(COUNTERS.map(|(_, group, name)| find(text, group, name).unwrap_or(0)))
    }

    /// What was counted since `earlier`.
    pub(super) fn since(&self, earlier: &Self) -> Self {
        let mut counts = self.0;
        for (count, before) in counts.iter_mut().zip(earlier.0) {
            *count = count.saturating_sub(before);
        }
        Self(counts)
    }

    pub(super) fn facts(&self) -> Value {
        let named = COUNTERS.iter().zip(self.0).map(|((name, ..), count)| ((*name).to_owned(), count.into()));
        Value::Object(named.collect::<Map<_, _>>())
    }
}

/// Two lines belong together: the names of a group and its numbers.
fn find(text: &str, group: &str, name: &str) -> Option<u64> {
    let mut lines = text.lines().filter(|line| line.split(' ').next() == Some(group));
    while let (Some(names), Some(numbers)) = (lines.next(), lines.next()) {
        if let Some(place) = names.split(' ').position(|other| other == name) {
            return numbers.split(' ').nth(place)?.parse().ok();
        }
    }
    None
}

/// The number behind `name` in the TCP line of `/proc/net/sockstat`.
pub(super) fn in_sockstat(text: &str, name: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix("TCP: ")).unwrap_or_default();
    let words: Vec<&str> = line.split(' ').collect();
    let pair = words.chunks(2).find(|pair| pair.first() == Some(&name));
    pair.and_then(|pair| pair.get(1)?.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_found_by_group_and_name() {
        let text = "TcpExt: A ListenOverflows ListenDrops\nTcpExt: 1 7 9\nIpExt: B\nIpExt: 1\nTcp: OutSegs\nTcp: 5\n";
        let counters = Counters::parse(text);
        let facts = counters.facts();
        assert_eq!((&facts["backlog_overflows"], &facts["connections_dropped"]), (&7.into(), &9.into()));
        assert_eq!((&facts["segments_sent"], &facts["resets"]), (&5.into(), &0.into()));
        assert_eq!(Counters::default().since(&counters), Counters::default());
        assert_eq!(in_sockstat("sockets: used 1\nTCP: inuse 4 orphan 2 tw 0 alloc 5 mem 1\n", "orphan"), 2);
        assert_eq!(in_sockstat("TCP: x", "x"), 0);
    }
}
