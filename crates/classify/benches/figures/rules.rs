//! The time of each station and rule.

use crate::people::directory;
use classify::{Channel, CompiledContext, StationProfile, profile};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What is looked at, and how often.
const BYTES_MAX: usize = 16 << 20;
const ROUNDS: usize = 3;

/// A table of them.
pub(crate) fn measure(lines: &[u8]) -> String {
    let part = &lines[..lines.len().min(BYTES_MAX)];
    let lines: Vec<&[u8]> = part.split(|b| *b == b'\n').collect();
    let context = CompiledContext::new(&directory(10_000)).unwrap();
    let mut rounds: BTreeMap<usize, Vec<StationProfile>> = BTreeMap::new();
    for _ in 0..ROUNDS {
        for (place, station) in profile(&lines, Channel::Log, &context).into_iter().enumerate() {
            rounds.entry(place).or_default().push(station);
        }
    }
    let mut text = "| station or rule | ns a byte | candidates a MB |\n|---|--:|--:|\n".to_owned();
    for mut times in rounds.into_values() {
        times.sort_by_key(|station| station.took);
        let station = times[times.len() / 2];
        let nanoseconds = station.took.as_secs_f64() * 1e9 / part.len() as f64;
        let found = station.candidates as f64 / (part.len() as f64 / 1e6);
        writeln!(text, "| {} | {nanoseconds:.2} | {found:.0} |", station.name).unwrap();
    }
    text
}
