//! Processes: how many, how large, how close to their limits, and how often they start.

mod limits;
mod process;

use crate::CollectError;
use crate::machine;
use crate::rounded::{percent, tenths};
use crate::site::Site;
use diagnostics::Optional as _;
use diagnostics::collector::Processes;
use process::Process;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{Duration, Instant};

/// The most processes that are told one by one.
const TOLD_MAX: usize = 20;
/// How often it is looked for processes that start, and how many times as long as a look the pause after it is at least.
const LOOK: Duration = Duration::from_millis(200);
const PAUSES: u32 = 10;

/// Measures the processes of that name, watching them for a while.
pub(super) fn collect(site: &mut Site, parameters: &Processes) -> Result<Value, CollectError> {
    site.scope.host_facts(site.subscription)?;
    let name = parameters.name.find(site.inputs)?;
    let wanted = |process: &Process| name.as_ref().is_none_or(|name| process.is_called(name));
    let all = process::all();
    let uptime = machine::uptime_seconds().ok_or_else(|| site.failed("/proc/uptime is not readable"))?;
    let before: Vec<&Process> = all.iter().filter(|process| wanted(process)).collect();
    let watch = machine::watch(parameters.watch_seconds.get(site.inputs)?);
    let seen = watched(site, watch, &before, &wanted)?;

    let threads = threads_by_user(&all);
    let mut told: Vec<(f64, Value)> =
        before.iter().map(|process| measured(process, uptime, &threads, &seen)).collect();
    told.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let ages = before.iter().map(|process| process.age_seconds(uptime));
    let facts = |name: &'static str| told.iter().map(move |(_, fact)| fact[name].as_f64().unwrap_or(0.0));
    Ok(json!({
        "count": before.len(),
        "memory_bytes": before.iter().map(|process| process.memory_bytes).sum::<u64>(),
        "threads": before.iter().map(|process| process.threads).sum::<u64>(),
        "cpu_percent": tenths(facts("cpu_percent").sum()),
        "open_files": told.iter().filter_map(|(_, fact)| fact["open_files"].as_u64()).sum::<u64>(),
        "open_files_unknown": told.iter().filter(|(_, fact)| fact["open_files"].is_null()).count(),
        "open_files_percent": facts("open_files_percent").fold(0.0, f64::max),
        "user_threads_percent": facts("user_threads_percent").fold(0.0, f64::max),
        "closest_to_its_limit": told.first().map(|(_, fact)| fact),
        "states": states(&before),
        "youngest_age_seconds": ages.clone().min().unwrap_or(0),
        "oldest_age_seconds": ages.max().unwrap_or(0),
        "watched_seconds": tenths(seen.seconds),
        "started_while_watched": seen.started,
        "ended_while_watched": seen.ended,
        "machine_uptime_seconds": tenths(uptime),
        "processes": told.iter().take(TOLD_MAX).map(|(_, fact)| fact).collect::<Vec<_>>(),
    }))
}

/// What happened while it was watched.
struct Seen {
    seconds: f64,
    started: usize,
    ended: usize,
    /// Ticks of processor time at the end, by process.
    ticks: HashMap<u32, u64>,
}

fn watched(
    site: &mut Site,
    watch: Duration,
    before: &[&Process],
    wanted: &dyn Fn(&Process) -> bool,
) -> Result<Seen, CollectError> {
    let begin = Instant::now();
    // A number may come again; together with its start it does not.
    let at_first: BTreeSet<(u32, u64)> = before.iter().map(|process| process.identity()).collect();
    let mut seen = at_first.clone();
    let mut now = at_first;
    let mut ticks = HashMap::new();
    let mut pause = LOOK;
    while begin.elapsed() < watch && site.go_on()? {
        machine::pass(site, pause.min(watch.saturating_sub(begin.elapsed())))?;
        let look = Instant::now();
        let processes: Vec<Process> = process::all().into_iter().filter(|process| wanted(process)).collect();
        now = processes.iter().map(Process::identity).collect();
        seen.extend(&now);
        ticks = processes.iter().map(|process| (process.id, process.ticks)).collect();
        pause = LOOK.max(look.elapsed().saturating_mul(PAUSES));
    }
    Ok(Seen {
        seconds: begin.elapsed().as_secs_f64(),
        started: seen.len() - before.len().min(seen.len()),
        ended: seen.difference(&now).count(),
        ticks,
    })
}

/// How close it is to a limit, and what is told of it: no arguments, no owner.
fn measured(process: &Process, uptime: f64, threads: &BTreeMap<u32, u64>, seen: &Seen) -> (f64, Value) {
    let limits = limits::of(process.id);
    let files = limits::open_files(process.id);
    let files_percent = files.zip(limits.files).map_or(0.0, |(open, limit)| percent(open, limit));
    // The kernel does not hold the superuser to this limit.
    let limit = limits.threads.filter(|_| process.user != 0);
    let of_user = threads.get(&process.user).copied().unwrap_or(0);
    let threads_percent = limit.map_or(0.0, |limit| percent(of_user, limit));
    let used = seen.ticks.get(&process.id).map_or(0, |ticks| ticks.saturating_sub(process.ticks));
    let cpu = if seen.seconds > 0.0 { process::seconds(used) * 100.0 / seen.seconds } else { 0.0 };
    let fact = json!({
        "name": process.name,
        "id": process.id,
        "state": process.state(),
        "memory_bytes": process.memory_bytes,
        "threads": process.threads,
        "age_seconds": process.age_seconds(uptime),
        "cpu_seconds": tenths(process::seconds(process.ticks)),
        "cpu_percent": tenths(cpu),
        "open_files": files,
        "open_files_limit": limits.files,
        "open_files_percent": files_percent,
        "user_threads_percent": threads_percent,
    });
    (files_percent.max(threads_percent), fact)
}

fn threads_by_user(processes: &[Process]) -> BTreeMap<u32, u64> {
    let mut threads = BTreeMap::new();
    for process in processes {
        *threads.entry(process.user).or_default() += process.threads;
    }
    threads
}

fn states(processes: &[&Process]) -> Value {
    let count = |state: &str| processes.iter().filter(|process| process.state() == state).count();
    json!({
        "running": count("running"),
        "sleeping": count("sleeping"),
        "waiting_for_disk": count("waiting_for_disk"),
        "stopped": count("stopped"),
        "zombie": count("zombie"),
    })
}
