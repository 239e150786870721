//! The Sigma rules of `docs/siem` over what a server streamed: pySigma makes SQL of them, and SQLite runs it.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The OCSF events among syslog messages; a repeat is left out.
pub(super) fn events(messages: &[String]) -> Vec<Value> {
    let texts =
        messages.iter().filter_map(|message| message.find(" {\"activity_id\":").map(|at| &message[at..]));
    let events = texts.map(|text| serde_json::from_str::<Value>(text).unwrap());
    let by_place: BTreeMap<_, _> =
        events.map(|event| (event["metadata"]["sequence"].as_u64().unwrap(), event)).collect();
    by_place.into_values().collect()
}

/// By its title, what each rule that alerts found.
pub(super) fn alerts(folder: &Path, events: &[Value]) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let file = folder.join("events");
    fs::write(&file, events.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")).unwrap();
    let rules = ["consent_not_signed.yml", "denied_runs.yml", "log_leaves.yml"];
    let ended = Command::new(root.join("target/clients/python/bin/python"))
        .arg(root.join("crates/streams/tests/siem/sigma_rules.py"))
        .arg(file)
        .args(rules.map(|rule| root.join("docs/siem").join(rule)))
        .output()
        .unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    serde_json::from_slice(&ended.stdout).unwrap()
}
