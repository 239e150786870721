//! How long disks take for reads and writes, and how busy they are (`/proc/diskstats`).

use crate::CollectError;
use crate::machine;
use crate::rounded::tenths;
use crate::site::Site;
use diagnostics::collector::DiskLatency;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// The most disks that are told.
const TOLD_MAX: usize = 100;
/// Devices that are no disks, or are kept in memory.
const SKIPPED: [&str; 4] = ["loop", "ram", "zram", "sr"];

/// Compares the kernel's counters before and after a while.
pub(super) fn collect(site: &mut Site, parameters: &DiskLatency) -> Result<Value, CollectError> {
    site.scope.host_facts(site.subscription)?;
    let watch = machine::watch(parameters.watch_seconds.get(site.inputs)?.max(1));
    let (before, begin) = (read(), Instant::now());
    machine::pass(site, watch)?;
    let after = read();
    let seconds = begin.elapsed().as_secs_f64();
    let mut disks: Vec<Rates> = after
        .iter()
        .filter_map(|(name, counters)| Some(Rates::between(name, before.get(name)?, counters, seconds)))
        .collect();
    disks.sort_by(|a, b| b.slowest().total_cmp(&a.slowest()));
    let busiest = disks.iter().max_by(|a, b| a.busy_percent.total_cmp(&b.busy_percent));
    Ok(json!({
        "watched_seconds": tenths(seconds),
        "disks": disks.iter().take(TOLD_MAX).map(Rates::facts).collect::<Vec<_>>(),
        "slowest": disks.first().map(Rates::facts),
        "slowest_ms": tenths(disks.first().map_or(0.0, Rates::slowest)),
        "busiest": busiest.map(Rates::facts),
        "busiest_percent": tenths(busiest.map_or(0.0, |disk| disk.busy_percent)),
    }))
}

/// Counters of one disk since the machine's start (Documentation/admin-guide/iostats.rst).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counters {
    reads: u64,
    reading_ms: u64,
    writes: u64,
    writing_ms: u64,
    /// Requests that are under way.
    waiting: u64,
    busy_ms: u64,
}

/// The counters of whole disks, by name: parts of one would be counted twice.
fn read() -> BTreeMap<String, Counters> {
    let text = machine::text("/proc/diskstats").unwrap_or_default();
    text.lines()
        .filter_map(parse)
        .filter(|(name, _)| Path::new("/sys/block").join(name.replace('/', "!")).exists())
        .collect()
}

fn parse(line: &str) -> Option<(String, Counters)> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let name = *fields.get(2)?;
    let number = |place: usize| fields.get(place)?.parse().ok();
    let disk = !SKIPPED
        .iter()
        .any(|prefix| name.strip_prefix(prefix).is_some_and(|rest| rest.parse::<u32>().is_ok()));
    disk.then_some(())?;
    let counters = Counters {
        reads: number(3)?,
        reading_ms: number(6)?,
        writes: number(7)?,
        writing_ms: number(10)?,
        waiting: number(11)?,
        busy_ms: number(12)?,
    };
    Some((name.to_owned(), counters))
}

/// What one disk did in a while.
#[derive(Debug, PartialEq)]
struct Rates {
    name: String,
    reads_per_second: f64,
    writes_per_second: f64,
    read_ms: f64,
    write_ms: f64,
    busy_percent: f64,
    waiting: u64,
}

impl Rates {
    #[expect(clippy::cast_precision_loss, reason = "rates need no more than 53 bits")]
    fn between(name: &str, before: &Counters, after: &Counters, seconds: f64) -> Self {
        let since = |counter: fn(&Counters) -> u64| counter(after).saturating_sub(counter(before)) as f64;
        let each = |millis: f64, count: f64| if count > 0.0 { millis / count } else { 0.0 };
        let (reads, writes) = (since(|c| c.reads), since(|c| c.writes));
        let seconds = seconds.max(0.001);
        Self {
            name: name.to_owned(),
            reads_per_second: reads / seconds,
            writes_per_second: writes / seconds,
            read_ms: each(since(|c| c.reading_ms), reads),
            write_ms: each(since(|c| c.writing_ms), writes),
            busy_percent: (since(|c| c.busy_ms) / seconds / 10.0).min(100.0),
            waiting: after.waiting,
        }
    }

    /// Milliseconds of its slower direction.
    fn slowest(&self) -> f64 {
        self.read_ms.max(self.write_ms)
    }

    fn facts(&self) -> Value {
        json!({
            "name": self.name,
            "reads_per_second": tenths(self.reads_per_second),
            "writes_per_second": tenths(self.writes_per_second),
            "requests_per_second": tenths(self.reads_per_second + self.writes_per_second),
            "read_ms": tenths(self.read_ms),
            "write_ms": tenths(self.write_ms),
            "busy_percent": tenths(self.busy_percent),
            "waiting": self.waiting,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_of_the_time_between() {
        let (name, before) = parse("254 0 vda 10 0 80 100 20 0 160 400 1 300 500 0 0 0 0 0 0").unwrap();
        let (_, after) = parse("254 0 vda 20 0 80 150 40 0 160 600 3 1300 500").unwrap();
        let rates = Rates::between(&name, &before, &after, 2.0);
        let expected = json!({
            "name": "vda", "reads_per_second": 5.0, "writes_per_second": 10.0, "requests_per_second": 15.0, "read_ms": 5.0, "write_ms": 10.0,
            "busy_percent": 50.0, "waiting": 3,
        });
        assert_eq!(rates.facts(), expected);
        for line in ["", "7 0 loop0 1 1 1 1 1 1 1 1 1 1", "254 0 vda 1 2", "1 0 ram3 1 1 1 1 1 1 1 1 1 1"] {
            assert_eq!(parse(line), None, "{line}");
        }
    }
}
