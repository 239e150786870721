//! Processes: how many, and the largest.

use serde_json::{Value, json};
use std::cmp::Reverse;
use sysinfo::{Process, ProcessRefreshKind, ProcessStatus, ProcessesToUpdate, RefreshKind, System};

/// Counts of processes, and the names (no arguments, no owners) of the `top` largest.
pub(super) fn read(top: u64) -> Result<Value, String> {
    let unreadable = |error: sysinfo::Error| format!("processes are not readable: {error}");
    let mut system = System::new_with_specifics(RefreshKind::nothing()).map_err(unreadable)?;
    let wanted = ProcessRefreshKind::nothing().with_memory().without_tasks();
    system.refresh_processes_specifics(ProcessesToUpdate::All, true, wanted);
    let mut processes: Vec<&Process> = system.processes().values().collect();
    processes.sort_by_key(|process| (Reverse(process.memory()), process.pid()));
    let with = |status: ProcessStatus| processes.iter().filter(|process| process.status() == status).count();
    let largest: Vec<Value> = processes
        .iter()
        .take(usize::try_from(top).unwrap_or(usize::MAX))
        .map(|process| named(process))
        .collect();
    Ok(json!({
        "count": processes.len(),
        "zombies": with(ProcessStatus::Zombie),
        "waiting_for_disk": with(ProcessStatus::UninterruptibleDiskSleep),
        "largest": largest,
    }))
}

fn named(process: &Process) -> Value {
    json!({
        "name": process.name().to_string_lossy(),
        "id": process.pid().as_u32(),
        "memory_bytes": process.memory(),
    })
}
