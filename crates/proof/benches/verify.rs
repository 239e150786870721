//! How many events are verified in a second, and how much memory that takes: exports of 100,000 and 1,000,000 events,
//! each read from a file by a process of its own.
//!
//! `cargo bench -p proof --bench verify` prints one JSON line for each size. With `-- --write FILE EVENTS` it writes such an
//! export, for a profiler.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark tells its figures, and ends where something is not as it should be"
)]

#[path = "../tests/it/desk.rs"]
mod desk;
#[path = "../tests/it/sample.rs"]
#[expect(dead_code, reason = "tests make more stories of it")]
mod sample;

use desk::{Desk, key};
use domain::{Category, Command, DeleteCause, Level};
use proof::{Options, verify};
use sample::{begun, claim, consent, delete, engineer, enrol_key, open, owner, read, request, store};
use serde_json::{Value, json};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process;
use std::time::Instant;

/// How often each export is verified; the median counts.
const ROUNDS: usize = 5;
/// Events of one case of [`busy`].
const CASE_EVENTS: usize = 38;

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    if let [word, file] = arguments.as_slice()
        && word == "--measure"
    {
        return measure(Path::new(file));
    }
    if let [word, file, events, ..] = arguments.as_slice()
        && word == "--write"
    {
        return std::fs::write(file, busy(events.parse().unwrap()).export()).unwrap();
    }
    // Cargo runs benchmarks as tests too; then there is nothing to measure.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for events in [100_000, 1_000_000] {
        let file = folder.path().join(events.to_string());
        std::fs::write(&file, busy(events).export()).unwrap();
        println!("{}", figures(&file));
    }
}

/// A busy tenant: per case ten messages and twenty reads, a signed consent, a run with evidence, and its deletion.
fn busy(events: usize) -> Desk {
    let mut desk = begun();
    enrol_key(&mut desk);
    for number in 0..events.div_ceil(CASE_EVENTS) {
        let (case, run) = (format!("case-{number}"), format!("run-{number}"));
        open(&mut desk, &case);
        consent(&mut desk, &case, Level::Standard, &[Category::SystemMetadata]);
        for message in 0..10 {
            let message = format!("m-{number}-{message}").parse().unwrap();
            desk.run(&owner(), &Command::Say { case: case.parse().unwrap(), message });
        }
        request(&mut desk, &run, &case, &[Category::SystemMetadata]);
        claim(&mut desk, &run);
        store(&mut desk, &run);
        for _ in 0..20 {
            desk.later(1);
            read(&mut desk, &engineer(), &run);
        }
        desk.run(&owner(), &Command::CloseCase { case: case.parse().unwrap() });
        delete(&mut desk, &run, DeleteCause::Asked);
        if number % 100 == 99 {
            desk.seal();
        }
    }
    desk.seal();
    desk
}

/// The median of what processes of their own measure.
fn figures(file: &Path) -> Value {
    let mut rounds: Vec<Value> = (0..ROUNDS).map(|_| in_own_process(file)).collect();
    rounds.sort_by(|a, b| a["seconds"].as_f64().unwrap().total_cmp(&b["seconds"].as_f64().unwrap()));
    let mut median = rounds.swap_remove(ROUNDS / 2);
    median["bytes"] = json!(std::fs::metadata(file).unwrap().len());
    median
}

fn in_own_process(file: &Path) -> Value {
    let own = std::env::current_exe().unwrap();
    let output = process::Command::new(own).arg("--measure").arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Verifies a file and tells the time that it took, and the most memory that was resident.
fn measure(file: &Path) {
    let input = BufReader::with_capacity(1 << 20, File::open(file).unwrap());
    let start = Instant::now();
    let report = verify(input, &Options { key: Some(key()), ..Options::default() }).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    assert!(report.is_sound(), "{report}");
    let events = f64::from(u32::try_from(report.events).unwrap());
    println!(
        "{}",
        json!({
            "what": "verify",
            "events": report.events,
            "seconds": seconds,
            "events_per_second": (events / seconds).round(),
            "processor_microseconds_per_event": processor_seconds() * 1e6 / events,
            "peak_kib": peak_kib(),
        })
    );
}

/// What all threads of this process took of the processor so far, in the kernel's ticks of a hundredth of a second.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: u32 = fields[11].parse::<u32>().unwrap() + fields[12].parse::<u32>().unwrap();
    f64::from(ticks) / 100.0
}

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
