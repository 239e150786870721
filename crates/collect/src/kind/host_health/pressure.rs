//! Pressure stall information: how long work waited for processors, memory and disks (Linux, since 4.20).

use serde_json::{Value, json};
use std::fs;

/// Shares of the last minute in percent; zeros and `measured: false` where the kernel does not tell.
pub(super) fn read() -> Value {
    let [processor, memory, io] = ["cpu", "memory", "io"].map(|resource| {
        fs::read_to_string(format!("/proc/pressure/{resource}")).map(|text| parse(&text)).unwrap_or_default()
    });
    json!({
        "measured": memory.some.is_some(),
        "cpu_some_percent": processor.some.unwrap_or(0.0),
        "memory_some_percent": memory.some.unwrap_or(0.0),
        "memory_full_percent": memory.full.unwrap_or(0.0),
        "io_some_percent": io.some.unwrap_or(0.0),
        "io_full_percent": io.full.unwrap_or(0.0),
    })
}

/// The shares of the last minute in which some work waited, and all.
#[derive(Debug, Default, PartialEq)]
struct Pressure {
    some: Option<f64>,
    full: Option<f64>,
}

fn parse(text: &str) -> Pressure {
    let share = |kind: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(kind))?;
        line.split(' ').find_map(|field| field.strip_prefix("avg60="))?.parse().ok()
    };
    Pressure { some: share("some "), full: share("full ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_minute_is_read() {
        let text = "some avg10=1.00 avg60=12.34 avg300=0.00 total=5\nfull avg10=0.00 avg60=5.00 avg300=0.00 total=0\n";
        assert_eq!(parse(text), Pressure { some: Some(12.34), full: Some(5.0) });
        assert_eq!(parse("some avg60=x"), Pressure::default());
    }
}
