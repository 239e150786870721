//! Nodes that are not ready, run out of something, or take no more pods.

use super::found::Found;
use super::meta::{Condition, Conditions, Metadata, condition, minutes};
use super::{Asked, Listed};
use crate::CollectError;
use crate::database::Failure;
use crate::kubernetes::{Resource, or_default};
use crate::said;
use crate::site::Site;
use domain::Moment;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Conditions that should not be there.
const PRESSURES: [&str; 4] = ["MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable"];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Node {
    metadata: Metadata,
    spec: Spec,
    status: Conditions,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Spec {
    #[serde(deserialize_with = "or_default")]
    unschedulable: bool,
}

pub(super) fn facts(
    site: &mut Site,
    asked: &mut Asked,
) -> Result<(Value, Result<(), Failure>), CollectError> {
    let (nodes, outcome): Listed<Node> = asked.cluster_wide(site, Resource::Nodes)?;
    let now = asked.api.now(site);
    let (mut not_ready, mut pressed, mut cordoned) = (Found::default(), Found::default(), Found::default());
    for node in &nodes {
        let name = &node.metadata.name;
        if node.spec.unschedulable {
            cordoned.add(0, json!({"node": name}));
        }
        match condition(&node.status.conditions, "Ready") {
            Some(ready) if ready.status == "True" => {}
            Some(ready) => {
                let (since, entry) = told(name, ready, now);
                not_ready.add(since, entry);
            }
            None => {
                let entry = json!({"node": name, "condition": "Ready", "status": null, "minutes": null});
                not_ready.add(0, entry);
            }
        }
        for condition in node.status.conditions.iter().filter(|condition| is_pressure(condition)) {
            let (since, entry) = told(name, condition, now);
            pressed.add(since, entry);
        }
    }
    let mut facts = Map::new();
    facts.insert("answered".to_owned(), outcome.is_ok().into());
    facts.insert("count".to_owned(), nodes.len().into());
    for (found, name) in [(not_ready, "not_ready"), (pressed, "pressed"), (cordoned, "cordoned")] {
        found.tell(site, &mut facts, name);
    }
    Ok((Value::Object(facts), outcome))
}

fn is_pressure(condition: &Condition) -> bool {
    PRESSURES.contains(&condition.kind.as_str()) && condition.status == "True"
}

/// How long it has been so, and what is told of it.
fn told(node: &str, condition: &Condition, now: Moment) -> (i64, Value) {
    let since = condition.last_transition_time.map(|since| minutes(since, now));
    let entry = json!({
        "node": node,
        "condition": condition.kind,
        "status": condition.status,
        "reason": condition.reason.as_deref().map(said::told),
        "message": condition.message.as_deref().map(said::told),
        "minutes": since,
    });
    (since.unwrap_or(0), entry)
}
