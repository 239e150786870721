//! The state of the machine: system, processors, memory, pressure, disks, processes.

pub(super) mod disks;
mod pressure;
mod processes;

use crate::CollectError;
use crate::rounded::{percent, tenths};
use crate::site::Site;
use diagnostics::collector::HostHealth;
use serde_json::{Value, json};
use sysinfo::{MemoryRefreshKind, RefreshKind, System};

/// Reads the machine's state, if the scope allows it.
pub(super) fn collect(site: &mut Site, parameters: &HostHealth) -> Result<Value, CollectError> {
    site.scope.host_facts(site.subscription)?;
    let top = parameters.top_processes.get(site.inputs)?;
    let memory = memory().map_err(|reason| site.failed(reason))?;
    site.go_on()?;
    let disks = disks::read().map_err(|error| site.failed(format!("disks are not readable: {error}")))?;
    site.go_on()?;
    Ok(json!({
        "system": system(),
        "processor": processor(),
        "memory": memory,
        "pressure": pressure::read(),
        "fullest_disk": disks::most_used(&disks, "used_percent"),
        "fewest_inodes": disks::most_used(&disks, "inodes_used_percent"),
        "disks": disks,
        "processes": processes::read(top).map_err(|reason| site.failed(reason))?,
    }))
}

fn system() -> Value {
    json!({
        "name": System::long_os_version().ok(),
        "kernel": System::kernel_version().ok(),
        "architecture": System::cpu_arch(),
        "uptime_seconds": System::uptime().ok(),
    })
}

#[expect(clippy::cast_precision_loss, reason = "no machine has 2^53 processors")]
fn processor() -> Value {
    let count = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let Ok(load) = System::load_average() else { return json!({ "count": count }) };
    json!({
        "count": count,
        "load_one": tenths(load.one),
        "load_five": tenths(load.five),
        "load_fifteen": tenths(load.fifteen),
        "load_per_cpu": tenths(load.five / count as f64),
    })
}

fn memory() -> Result<Value, String> {
    let wanted = RefreshKind::nothing().with_memory(MemoryRefreshKind::everything());
    let system =
        System::new_with_specifics(wanted).map_err(|error| format!("memory is not readable: {error}"))?;
    let (total, available) = (system.total_memory(), system.available_memory());
    Ok(json!({
        "total_bytes": total,
        "available_bytes": available,
        "used_percent": percent(total.saturating_sub(available), total),
        "swap_total_bytes": system.total_swap(),
        "swap_used_percent": percent(system.used_swap(), system.total_swap()),
    }))
}
