//! A pod, as far as it is looked at.

use super::container::{Container, Trouble};
use super::meta::{Condition, Metadata, condition, minutes};
use crate::kubernetes::or_default;
use domain::Moment;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pod {
    pub(super) metadata: Metadata,
    spec: Spec,
    pub(super) status: Status,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Spec {
    node_name: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Status {
    #[serde(deserialize_with = "or_default")]
    pub(super) phase: String,
    pub(super) reason: Option<String>,
    pub(super) message: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) conditions: Vec<Condition>,
    #[serde(deserialize_with = "or_default")]
    init_container_statuses: Vec<Container>,
    #[serde(deserialize_with = "or_default")]
    container_statuses: Vec<Container>,
}

impl Pod {
    /// Its containers, those that prepare it first.
    pub(super) fn containers(&self) -> impl Iterator<Item = &Container> {
        self.status.init_container_statuses.iter().chain(&self.status.container_statuses)
    }

    /// Whether the scheduler finds no node for it, or was not there to look for one.
    pub(super) fn is_unschedulable(&self) -> bool {
        let scheduled = condition(&self.status.conditions, "PodScheduled");
        scheduled.map_or(self.spec.node_name.is_none(), |condition| condition.status != "True")
    }

    /// Whether it has a node and does not come up there.
    pub(super) fn waits(&self) -> bool {
        let mut troubles = self.containers().map(Container::trouble).peekable();
        let comes_up = troubles.peek().is_some() && !troubles.any(|one| one == Some(Trouble::Waiting));
        self.status.phase == "Pending" && !self.is_unschedulable() && !comes_up
    }

    /// Whole minutes since it waits for what it waits for now.
    pub(super) fn waiting_minutes(&self, now: Moment) -> i64 {
        let scheduled = condition(&self.status.conditions, "PodScheduled");
        let since = scheduled.and_then(|condition| condition.last_transition_time);
        since.or(self.metadata.creation_timestamp).map_or(0, |since| minutes(since, now))
    }

    /// What is told of it, with `more`.
    pub(super) fn entry(&self, more: Value) -> Value {
        let mut entry = json!({
            "namespace": self.metadata.namespace,
            "pod": self.metadata.name,
            "node": self.spec.node_name,
        });
        if let (Some(entry), Value::Object(more)) = (entry.as_object_mut(), more) {
            entry.extend(more);
        }
        entry
    }
}
