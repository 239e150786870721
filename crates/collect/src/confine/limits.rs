//! Memory, processor time, files, and the end of the process with its parent.

use diagnostics::Limits;
use rustix::process::{
    DumpableBehavior, Resource, Rlimit, Signal, set_dumpable_behavior, set_parent_process_death_signal,
    setrlimit,
};
use rustix::thread::set_no_new_privs;

/// Memory that the process needs before it collects anything: stacks of its threads, and its own tables.
const OWN_MEMORY: u64 = 48 << 20;
/// The most files and sockets open at a time.
const FILES_MAX: u64 = 256;

/// Sets the bounds of the process.
pub(super) fn set(limits: Limits) -> Result<(), String> {
    let memory = OWN_MEMORY + (u64::from(limits.memory_mib) << 20);
    let processor = u64::from(limits.cpu_seconds);
    for (resource, name, most) in [
        (Resource::Data, "memory", memory),
        (Resource::Cpu, "processor time", processor),
        (Resource::Nofile, "open files", FILES_MAX),
        (Resource::Fsize, "written files", 0),
        (Resource::Core, "core dumps", 0),
    ] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })
            .map_err(|error| format!("no limit of {name}: {error}"))?;
    }
    set_parent_process_death_signal(Some(Signal::KILL))
        .map_err(|error| format!("no end with its parent: {error}"))?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable)
        .map_err(|error| format!("no privacy of memory: {error}"))?;
    set_no_new_privs(true).map_err(|error| format!("no ban on new privileges: {error}"))
}
