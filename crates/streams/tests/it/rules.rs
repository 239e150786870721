//! The ready rules of `docs/siem`, over one entry of every kind.

use crate::entries::entries;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use streams::ocsf;

/// The Sigma rules of a file, one for each document of its YAML.
fn rules(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/siem").join(file);
    let text = fs::read_to_string(path).unwrap();
    text.split("\n---\n").map(|rule| serde_saphyr::from_str(rule).unwrap()).collect()
}

/// The value at a dotted path.
fn at<'v>(event: &'v Value, path: &str) -> &'v Value {
    path.split('.').fold(event, |value, name| &value[name])
}

/// Whether a selection holds: each field is the value, or one of the values.
fn holds(selection: &Value, event: &Value) -> bool {
    selection.as_object().unwrap().iter().all(|(path, wanted)| {
        let found = at(event, path);
        wanted.as_array().map_or(found == wanted, |some| some.contains(found))
    })
}

/// Whether a rule's condition holds, which joins selections by `and`.
fn matches(rule: &Value, event: &Value) -> bool {
    let condition = rule["detection"]["condition"].as_str().unwrap();
    condition.split(" and ").all(|name| holds(&rule["detection"][name], event))
}

/// The words of the entries that a rule matches.
fn matched(rule: &Value) -> BTreeSet<String> {
    let events = entries().into_iter().map(|entry| (entry.record.event.word(), ocsf(&entry)));
    events.filter(|(_, event)| matches(rule, event)).map(|(word, _)| word).collect()
}

#[test]
fn every_rule_has_what_sigma_asks_for() {
    let mut ids = BTreeSet::new();
    for file in ["consent_not_signed.yml", "denied_runs.yml", "log_leaves.yml"] {
        for rule in rules(file) {
            for key in ["title", "id", "status", "description", "level"] {
                assert!(rule[key].is_string(), "{file} lacks {key}");
            }
            assert!(ids.insert(rule["id"].to_string()), "{file}: the id is another rule's");
            let is_plain =
                rule["logsource"]["product"] == "glasscase" && rule["detection"]["condition"].is_string();
            let is_correlation = rule["correlation"]["type"] == "event_count";
            assert!(is_plain || is_correlation, "{file}");
        }
    }
}

#[test]
fn a_signed_consent_and_ordinary_help_alert_nobody() {
    let unsigned = &rules("consent_not_signed.yml")[0];
    // The sample's consent is signed, its approval is not.
    assert_eq!(matched(unsigned), BTreeSet::from(["access_approved".to_owned()]));
    let denied = &rules("denied_runs.yml")[0];
    assert_eq!(matched(denied), BTreeSet::from(["run_denied".to_owned()]));
    let leaves = &rules("log_leaves.yml")[0];
    let expected = ["destination_added", "destination_removed"].map(str::to_owned);
    assert_eq!(matched(leaves), BTreeSet::from(expected));
}

#[test]
fn refusals_are_counted_by_engineer() {
    let rules = rules("denied_runs.yml");
    let correlation = &rules[1]["correlation"];
    assert_eq!(correlation["rules"][0], rules[0]["name"]);
    let by = correlation["group-by"][0].as_str().unwrap();
    let denied = entries().into_iter().find(|entry| entry.record.event.word() == "run_denied").unwrap();
    assert_eq!(at(&ocsf(&denied), by), "v1");
}
