//! What the cluster warned of, pod by pod.

use super::meta::Metadata;
use crate::kubernetes::or_default;
use crate::said;
use domain::Moment;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The events that are asked for.
pub(super) const SELECTOR: &str = "type=Warning,involvedObject.kind=Pod";

/// An event, as far as it is told.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Event {
    metadata: Metadata,
    involved_object: About,
    reason: Option<String>,
    message: Option<String>,
    last_timestamp: Option<Moment>,
    #[serde(rename = "eventTime")]
    noticed_at: Option<Moment>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct About {
    #[serde(deserialize_with = "or_default")]
    namespace: String,
    #[serde(deserialize_with = "or_default")]
    name: String,
}

/// The last warning of each pod, by namespace and name: its reason, and its text.
#[derive(Debug, Default)]
pub(super) struct Warnings(BTreeMap<(String, String), (Option<Moment>, Event)>);

impl Warnings {
    pub(super) fn of(events: Vec<Event>) -> Self {
        let mut last = BTreeMap::new();
        for event in events {
            let at = event.last_timestamp.or(event.noticed_at).or(event.metadata.creation_timestamp);
            let pod = (event.involved_object.namespace.clone(), event.involved_object.name.clone());
            let is_later = last.get(&pod).is_none_or(|(known, _): &(Option<Moment>, Event)| *known <= at);
            if is_later {
                last.insert(pod, (at, event));
            }
        }
        Self(last)
    }

    /// Reason and text of the last warning about a pod.
    pub(super) fn about(&self, pod: &Metadata) -> (Option<String>, Option<String>) {
        let found = self.0.get(&(pod.namespace.clone(), pod.name.clone()));
        let text = |text: &Option<String>| text.as_deref().map(said::told);
        found.map_or((None, None), |(_, event)| (text(&event.reason), text(&event.message)))
    }
}
