//! systemd units that should run, compared with the processes that do.
//!
//! systemd tells the state of a unit only over its socket, which a collecting process does not have. What can be known
//! without: which units are enabled, what kind they are, and whether their control group holds processes. What cannot
//! is said in the facts.

mod group;
mod unit;
mod units;

use crate::CollectError;
use crate::machine;
use crate::site::Site;
use diagnostics::Optional as _;
use diagnostics::collector::Services;
use group::Groups;
use serde_json::{Value, json};
use unit::Unit;
use units::Units;

/// The most units that are looked at.
const UNITS_MAX: usize = 500;
/// What stays unknown without asking systemd.
const UNKNOWN: [&str; 3] = [
    "how a unit ended (exit code, signal, result): the log tells",
    "whether the conditions of a unit hold",
    "whether a unit was stopped on purpose",
];

/// Compares the units asked for, or all that start with the machine, with the running processes.
pub(super) fn collect(site: &mut Site, parameters: &Services) -> Result<Value, CollectError> {
    site.scope.host_facts(site.subscription)?;
    let root = site.scope.root(site.subscription, parameters.root.find(site.inputs)?.as_deref())?;
    let units = Units::under(&root);
    let names = parameters.names.get(site.inputs)?;
    let all = names.is_empty();
    let names: Vec<String> =
        if all { units.started() } else { names.iter().map(|name| unit::full_name(name)).collect() };
    let groups = Groups::read();
    let uptime = machine::uptime_seconds().unwrap_or(0.0);
    let mut told = Vec::new();
    for name in names.iter().take(UNITS_MAX) {
        if !site.go_on()? {
            break;
        }
        told.push(compared(
            name,
            units.find(name),
            &groups,
            &Told { starts: units.starts(name), uptime, asked_for: !all },
        ));
    }
    let those = |state: &str| -> Vec<&str> {
        told.iter().filter(|fact| fact["state"] == state).filter_map(|fact| fact["name"].as_str()).collect()
    };
    Ok(json!({
        "systemd": root.join("run/systemd/system").is_dir(),
        "control_groups": groups.kind,
        "units": told.len(),
        "units_incomplete": names.len() > UNITS_MAX,
        "running": those("running").len(),
        "not_running": those("not_running"),
        "not_found": those("not_found"),
        "masked": those("masked"),
        "disabled": those("disabled"),
        "undecided": those("undecided").len(),
        "services": told,
        "unknown": UNKNOWN,
    }))
}

/// What else is known when a unit is judged.
struct Told {
    /// Whether it starts with the machine.
    starts: bool,
    uptime: f64,
    asked_for: bool,
}

/// The state of one unit. One that was asked for by name should run; of the others only those that stay running.
fn compared(name: &str, unit: Option<Unit>, groups: &Groups, told: &Told) -> Value {
    // With its ending, an instance (`getty@tty1.service`) looks like somebody's address.
    let shown = name.strip_suffix(".service").unwrap_or(name);
    let mut processes = groups.processes(name);
    if let Some(unit) = unit.as_ref().filter(|unit| unit.file != name) {
        processes.extend(groups.processes(&unit.file));
    }
    let age = group::oldest_age_seconds(&processes, told.uptime);
    let Some(unit) = unit else {
        let state = if processes.is_empty() { "not_found" } else { "running" };
        return json!({"name": shown, "state": state, "processes": processes.len(), "age_seconds": age});
    };
    let state = match () {
        () if unit.masked => "masked",
        () if !processes.is_empty() => "running",
        // Ends when it is done, starts when it is wanted, or only under conditions.
        () if !unit.stays || (unit.conditional && !told.asked_for) => "undecided",
        () if !told.starts => "disabled",
        () => "not_running",
    };
    json!({
        "name": shown,
        "state": state,
        "enabled": told.starts,
        "type": unit.kind,
        "restart": unit.restart,
        "conditional": unit.conditional,
        "processes": processes.len(),
        "age_seconds": age,
    })
}
