//! The kernel's limits and how far they are used, memory that ran out, the clock, and starts of the machine.

mod boots;
mod clock;

use crate::CollectError;
use crate::machine;
use crate::rounded::{percent, tenths};
use crate::site::Site;
use diagnostics::collector::Kernel;
use serde_json::{Value, json};

/// Reads what the kernel tells of itself.
pub(super) fn collect(site: &mut Site, _parameters: &Kernel) -> Result<Value, CollectError> {
    site.scope.host_facts(site.subscription)?;
    let now = site.now;
    let vmstat = machine::text("/proc/vmstat").unwrap_or_default();
    Ok(json!({
        "uptime_seconds": tenths(machine::uptime_seconds().unwrap_or(0.0)),
        "files": files(),
        "threads": threads(),
        "conntrack": conntrack(),
        "memory": {
            // None before Linux 4.13.
            "oom_kills_known": machine::field(&vmstat, "oom_kill").is_some(),
            "oom_kills": machine::field(&vmstat, "oom_kill").unwrap_or(0),
            "pages_swapped_in": machine::field(&vmstat, "pswpin").unwrap_or(0),
            "commit": commit(),
        },
        "entropy_bits": machine::number("/proc/sys/kernel/random/entropy_avail"),
        "tainted": machine::number("/proc/sys/kernel/tainted").unwrap_or(0),
        "clock": clock::read(),
        "boots": boots::read(now),
    }))
}

/// Open files of the whole machine.
fn files() -> Value {
    let text = machine::text("/proc/sys/fs/file-nr").unwrap_or_default();
    let numbers: Vec<u64> = text.split_whitespace().map_while(|number| number.parse().ok()).collect();
    let (open, limit) = (numbers.first().copied().unwrap_or(0), numbers.get(2).copied().unwrap_or(0));
    share(open, limit)
}

/// Threads of the whole machine, against the smaller of their two limits.
fn threads() -> Value {
    let text = machine::text("/proc/loadavg").unwrap_or_default();
    let of = text.split(' ').nth(3).and_then(|field| field.split_once('/')?.1.parse().ok()).unwrap_or(0);
    let limits = ["pid_max", "threads-max"].map(|name| machine::number(format!("/proc/sys/kernel/{name}")));
    share(of, limits.into_iter().flatten().min().unwrap_or(0))
}

/// Connections that the firewall follows; none where it follows none.
fn conntrack() -> Value {
    let number =
        |name: &str| machine::number(format!("/proc/sys/net/netfilter/nf_conntrack_{name}")).unwrap_or(0);
    share(number("count"), number("max"))
}

/// Memory that was promised, where the kernel promises no more than there is.
fn commit() -> Value {
    let strict = machine::number("/proc/sys/vm/overcommit_memory") == Some(2);
    let text = machine::text("/proc/meminfo").unwrap_or_default();
    let kib = |name: &str| machine::field(&text, name).unwrap_or(0);
    if strict { share(kib("Committed_AS"), kib("CommitLimit")) } else { share(0, 0) }
}

fn share(used: u64, limit: u64) -> Value {
    json!({"used": used, "limit": limit, "used_percent": percent(used, limit)})
}
