//! What a runner costs the machine that it stands on: while it waits, while it looks at the host, and while it searches
//! logs.
//!
//! `cargo bench -p glasscase --bench runner_overhead` prints one JSON line. Memory is that of the runner and of its
//! collecting process together, where what both share counts once; the search's speed is a ratio to the classifier's alone over the same file, from runs that
//! alternate.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark tells its figures, and ends where something is not as it should be"
)]

mod desk;

use desk::{median, memory_kib, owner, shared_kib, start};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often each thing is done.
const ROUNDS: usize = 5;
/// How long a waiting runner is watched.
const WATCHED: Duration = Duration::from_secs(20);
/// How long it has to settle before.
const SETTLING: Duration = Duration::from_secs(5);
/// The people of the large directory.
const PEOPLE: usize = 100_000;
/// The size of the log that is searched, in bytes.
const LOG_BYTES: usize = 32 << 20;

fn main() {
    // Cargo runs benchmarks as tests too; then there is nothing to measure.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (mut server, url, link) = start(&folder.join("desk"));
    let code = runtime.block_on(async {
        let owner = owner(&url, &link).await;
        let invited: Value = owner.post("api/v1/runners/invitations", &json!({})).await.unwrap();
        invited["code"].as_str().unwrap().to_owned()
    });
    settle(folder, &url, None);
    ended(command(folder, &["runner", "enrol", &code])).unwrap();
    let alone = idle(folder);
    fs::write(folder.join("people.json"), directory()).unwrap();
    settle(folder, &url, Some("people.json"));
    let with_people = idle(folder);
    settle(folder, &url, None);
    let (host_ms, host_kib) = host_health(folder);
    let search = search(folder);
    server.kill().unwrap();
    server.wait().unwrap();
    println!(
        "{}",
        json!({
            "what": "runner_overhead", "rounds": ROUNDS, "idle": alone, "idle_with_100000_people": with_people,
            "host_health_ms": host_ms, "host_health_kib": host_kib, "log_search": search,
        })
    );
}

/// Writes the runner's settings.
fn settle(folder: &Path, url: &str, context: Option<&str>) {
    let context = context.map(|file| format!("context: {file}\n")).unwrap_or_default();
    let text = format!(
        "server: {url}\nname: bench\ndata: runner\n{context}scope:\n  sub-1:\n    host_facts: true\n    folders: ['{}']\n",
        folder.display()
    );
    fs::write(folder.join("runner.yaml"), text).unwrap();
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_glasscase"));
    command.args(arguments).current_dir(folder).env("RUST_LOG", "error");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn ended(mut command: Command) -> Option<()> {
    command.status().unwrap().success().then_some(())
}

/// A runner that waits: its memory, and the share of one core that it uses.
fn idle(folder: &Path) -> Value {
    let mut runner = command(folder, &["runner", "run"]).spawn().unwrap();
    sleep(SETTLING);
    let (before, begun) = (processor_seconds(runner.id()), Instant::now());
    sleep(WATCHED);
    let used = processor_seconds(runner.id()) - before;
    let resident = memory_kib(runner.id(), "VmRSS");
    runner.kill().unwrap();
    runner.wait().unwrap();
    json!({ "resident_kib": resident, "percent_of_a_core": 100.0 * used / begun.elapsed().as_secs_f64() })
}

/// The processor time of a process in seconds: fields 14 and 15 of its stat file, in hundredths.
fn processor_seconds(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks: f64 = fields[11..13].iter().map(|field| field.parse::<f64>().unwrap()).sum();
    ticks / 100.0
}

/// A directory of people as a context file.
fn directory() -> String {
    let users: Vec<Value> = (0..PEOPLE)
        .map(|n| {
            json!({
                "upn": format!("person{n}@contoso.example"), "display_name": format!("Ada{n} Lovelace{n}"),
                "object_id": format!("00000000-0000-4000-8000-{n:012x}"), "usernames": [format!("ada{n}")],
                "machines": [format!("LAPTOP-{n:06}")],
            })
        })
        .collect();
    json!({ "tenant": { "domains": ["contoso.example"], "users": users } }).to_string()
}

/// Time in milliseconds and memory in KiB of looking at the host: medians of rounds that alternate, since whoever reads
/// memory slows what it looks at.
fn host_health(folder: &Path) -> (f64, f64) {
    let try_out = || command(folder, &["diagnostic", "try", "host-health"]);
    let timed = || {
        let begun = Instant::now();
        ended(try_out()).unwrap();
        begun.elapsed().as_secs_f64() * 1_000.0
    };
    let tried: Vec<(f64, f64)> =
        (0..ROUNDS).map(|_| (timed(), watched(try_out().spawn().unwrap()))).collect();
    (median(tried.iter().map(|one| one.0).collect()), median(tried.iter().map(|one| one.1).collect()))
}

/// The most memory of a process and of its children in KiB. Pages that both have count once.
#[expect(clippy::cast_precision_loss, reason = "memory in KiB is far below 2^52")]
fn watched(mut process: Child) -> f64 {
    let mut most = 0;
    while process.try_wait().unwrap().is_none() {
        // The process that collects is started by a thread that blocks, so children of all threads count.
        let threads = fs::read_dir(format!("/proc/{}/task", process.id())).into_iter().flatten().flatten();
        let children = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
        let children = children.collect::<Vec<_>>().join(" ");
        let mut ids: Vec<u32> = children.split_whitespace().filter_map(|id| id.parse().ok()).collect();
        ids.sort_unstable();
        ids.dedup();
        let kib = |id: u32| shared_kib(id).unwrap_or_default();
        most = most.max(kib(process.id()) + ids.into_iter().map(kib).sum::<u64>());
        sleep(Duration::from_millis(1));
    }
    most as f64
}

/// The speed of a search, with few hits and with as many as a run may tell, as a ratio to the classifier's alone over the
/// same file.
fn search(folder: &Path) -> Value {
    let log = folder.join("app.log");
    fs::write(&log, lines()).unwrap();
    let alone = || {
        let mut redact = command(folder, &["redact"]);
        redact.stdin(fs::File::open(&log).unwrap());
        let begun = Instant::now();
        ended(redact).unwrap();
        begun.elapsed().as_secs_f64()
    };
    let files = format!("files={}", log.display());
    let with = |pattern: &str| {
        let pattern = format!("pattern={pattern}");
        let try_out = ["diagnostic", "try", "log-search", "-i", &files, "-i", &pattern];
        let begun = Instant::now();
        ended(command(folder, &try_out)).unwrap();
        begun.elapsed().as_secs_f64()
    };
    let pairs: Vec<[f64; 3]> = (0..ROUNDS).map(|_| [alone(), with("no such words"), with("user")]).collect();
    let ratio = |place: usize| median(pairs.iter().map(|pair| pair[0] / pair[place]).collect());
    json!({ "bytes": LOG_BYTES, "speed_ratio_few_hits": ratio(1), "speed_ratio_most_hits": ratio(2) })
}

/// A log as services write it.
fn lines() -> String {
    let mut text = String::with_capacity(LOG_BYTES + 200);
    for n in 0_u32.. {
        if text.len() >= LOG_BYTES {
            break;
        }
        let (minute, user, address) = (n / 60 % 60, n % 977, n % 251);
        // Writing to a text does not fail.
        let _ = writeln!(
            text,
            "2026-11-01T12:{minute:02}:{:02}.{:03}Z INFO gateway[812]: user ada{user}@contoso.example from 10.20.0.{address} opened session {n:08x}",
            n % 60,
            n % 1_000
        );
    }
    text
}
