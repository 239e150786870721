//! How fast file systems fill: their space now and after a while.

use super::host_health::disks;
use crate::CollectError;
use crate::machine;
use crate::rounded::tenths;
use crate::site::Site;
use diagnostics::collector::DiskGrowth;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The longest that it is measured, in seconds.
const WATCH_SECONDS_MAX: u64 = 300;
/// What grows less than this between two looks is noise, in bytes.
const GROWTH_BYTES_MIN: u64 = 64 << 10;

/// Measures the growth of each local file system.
pub(super) fn collect(site: &mut Site, parameters: &DiskGrowth) -> Result<Value, CollectError> {
    site.scope.host_facts(site.subscription)?;
    let watch = Duration::from_secs(parameters.watch_seconds.get(site.inputs)?.clamp(1, WATCH_SECONDS_MAX));
    let failed = |site: &Site, error: std::io::Error| site.failed(format!("disks are not readable: {error}"));
    let before = disks::read().map_err(|error| failed(site, error))?;
    let begin = Instant::now();
    machine::pass(site, watch)?;
    let after = disks::read().map_err(|error| failed(site, error))?;
    let seconds = begin.elapsed().as_secs_f64();
    let mut growing: Vec<Growth> = after
        .iter()
        .filter_map(|disk| {
            Growth::between(before.iter().find(|other| other["mount"] == disk["mount"])?, disk, seconds)
        })
        .collect();
    growing.sort_by(|a, b| a.hours_left.total_cmp(&b.hours_left));
    Ok(json!({
        "watched_seconds": tenths(seconds),
        "measured": after.len(),
        "growing": growing.iter().map(Growth::facts).collect::<Vec<_>>(),
        "soonest": growing.first().map(Growth::facts),
    }))
}

/// A file system that fills.
struct Growth {
    mount: String,
    bytes_per_second: f64,
    hours_left: f64,
    available_bytes: u64,
}

impl Growth {
    #[expect(clippy::cast_precision_loss, reason = "a forecast needs no more than 53 bits")]
    fn between(before: &Value, after: &Value, seconds: f64) -> Option<Self> {
        let available = |disk: &Value| disk["available_bytes"].as_u64();
        let (earlier, available_bytes) = (available(before)?, available(after)?);
        let grown = earlier.checked_sub(available_bytes).filter(|grown| *grown >= GROWTH_BYTES_MIN)?;
        let bytes_per_second = grown as f64 / seconds.max(0.001);
        Some(Self {
            mount: after["mount"].as_str()?.to_owned(),
            bytes_per_second,
            hours_left: available_bytes as f64 / bytes_per_second / 3_600.0,
            available_bytes,
        })
    }

    fn facts(&self) -> Value {
        json!({
            "mount": self.mount,
            "bytes_per_second": tenths(self.bytes_per_second),
            "hours_left": tenths(self.hours_left),
            "available_bytes": self.available_bytes,
        })
    }
}
