//! The Sigma rules of `docs/siem`, run by others: pySigma makes SQL of them, and SQLite runs it over OCSF events.

use crate::entries::entries;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use streams::ocsf;

const RULES: [&str; 3] = ["consent_not_signed.yml", "denied_runs.yml", "log_leaves.yml"];

/// One event of every kind.
fn events() -> Vec<Value> {
    entries().iter().map(ocsf).collect()
}

/// The event with this word.
fn event(word: &str) -> Value {
    events().into_iter().find(|event| event["metadata"]["event_code"] == word).unwrap()
}

/// So many refusals of one engineer, some seconds apart.
fn denials(engineer: &str, count: i64, seconds: i64) -> Vec<Value> {
    let denial = |number: i64| {
        let mut denied = event("run_denied");
        denied["actor"]["user"]["uid"] = json!(engineer);
        denied["metadata"]["uid"] = json!(format!("{engineer}-{number}"));
        denied["time"] = json!(denied["time"].as_i64().unwrap() + number * seconds * 1_000);
        denied
    };
    (0..count).map(denial).collect()
}

/// By its title, what each rule that alerts found.
fn alerts(events: &[Value]) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events");
    let lines: Vec<_> = events.iter().map(Value::to_string).collect();
    fs::write(&file, lines.join("\n")).unwrap();
    let python = root.join("../../target/clients/python/bin/python");
    assert!(python.is_file(), "`cargo xtask test` installs pySigma into target/clients");
    let rules = RULES.map(|rule| root.join("../../docs/siem").join(rule));
    let script = root.join("tests/siem/sigma_rules.py");
    let ended = Command::new(python).arg(script).arg(file).args(rules).output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    serde_json::from_slice(&ended.stdout).unwrap()
}

#[test]
fn each_rule_alerts_of_what_it_is_for_and_of_nothing_else() {
    let uid = |word: &str| event(word)["metadata"]["uid"].clone();
    let mut all = events();
    // Of two engineers one is refused often, the other as often within more than an hour.
    all.extend(denials("often", 5, 600));
    all.extend(denials("seldom", 5, 1_200));
    let expected = json!({
        "Support consent without a signature": [uid("access_approved")],
        "One engineer is refused many diagnostics": [{ "actor.user.uid": "often" }],
        "Receivers of the support log changed": [uid("destination_added"), uid("destination_removed")],
    });
    assert_eq!(alerts(&all), expected);
}

#[test]
fn signed_consents_and_ordinary_help_alert_nobody() {
    let ordinary = |event: &Value| {
        let words = ["access_approved", "destination_added", "destination_removed"];
        !words.contains(&event["metadata"]["event_code"].as_str().unwrap())
    };
    let all: Vec<_> = events().into_iter().filter(ordinary).collect();
    assert!(all.iter().any(|event| event["metadata"]["event_code"] == "consent_given"));
    assert_eq!(alerts(&all), json!({}));
}
