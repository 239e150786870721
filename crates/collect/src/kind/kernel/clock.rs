//! Who sets the clock, and whether it says that it is set.

use crate::machine;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Programs that set the clock, by the name that the kernel keeps of them (15 bytes).
const SERVICES: [&str; 6] = ["systemd-timesyn", "chronyd", "ntpd", "ntpsec", "openntpd", "ptp4l"];
/// systemd-timesyncd touches it each time it has set the clock.
const SYNCHRONIZED: &str = "/run/systemd/timesync/synchronized";

/// What can be told without asking: other services than systemd's keep to themselves whether the clock is set.
pub(super) fn read() -> Value {
    let by = running();
    let told = by == Some(SERVICES[0]);
    json!({
        "source": machine::text("/sys/devices/system/clocksource/clocksource0/current_clocksource")
            .map(|text| text.trim().to_owned()),
        "set_by": by,
        "is_set_by_somebody": by.is_some(),
        "synchronized_known": told,
        "synchronized": told && Path::new(SYNCHRONIZED).exists(),
    })
}

fn running() -> Option<&'static str> {
    let entries = fs::read_dir("/proc").ok()?.flatten();
    let names = entries.filter_map(|entry| machine::text(entry.path().join("comm")));
    let names: Vec<String> = names.collect();
    SERVICES.into_iter().find(|service| names.iter().any(|name| name.trim() == *service))
}
