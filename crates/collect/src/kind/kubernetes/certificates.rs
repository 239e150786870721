//! Certificates that cert-manager keeps, by its own word: the secrets that hold them are not read.

use super::found::Found;
use super::meta::{Condition, Metadata, condition};
use super::{Asked, Listed};
use crate::CollectError;
use crate::database::Failure;
use crate::kubernetes::{Resource, or_default};
use crate::said;
use crate::site::Site;
use domain::Moment;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Seconds in a day.
const DAY: i64 = 86_400;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Certificate {
    metadata: Metadata,
    status: Status,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Status {
    #[serde(deserialize_with = "or_default")]
    conditions: Vec<Condition>,
    not_after: Option<Moment>,
    renewal_time: Option<Moment>,
}

/// Lists them. A cluster without cert-manager has none, which is no fault.
pub(super) fn facts(
    site: &mut Site,
    asked: &mut Asked,
) -> Result<(Value, Result<(), Failure>), CollectError> {
    let (certificates, outcome): Listed<Certificate> =
        asked.in_namespaces(site, Resource::Certificates, "")?;
    let is_absent = outcome.as_ref().is_err_and(|failure| failure.code.as_deref() == Some("404"));
    let outcome = if is_absent { Ok(()) } else { outcome };
    let now = asked.api.now(site);
    let (mut dated, mut overdue, mut failing) = (Found::default(), Found::default(), Found::default());
    for Certificate { metadata, status } in &certificates {
        let (namespace, name) = (&metadata.namespace, &metadata.name);
        let days = |until: Moment| (until.unix_seconds() - now.unix_seconds()).div_euclid(DAY);
        let entry = json!({
            "namespace": namespace,
            "certificate": name,
            "not_after": status.not_after,
            "days_left": status.not_after.map(days),
        });
        if let Some(until) = status.not_after {
            dated.add(days(until).saturating_neg(), entry.clone());
        }
        if let Some(due) = status.renewal_time.filter(|due| days(*due) < 0) {
            let mut entry = entry.clone();
            entry["overdue_days"] = json!(days(due).saturating_neg());
            overdue.add(days(due).saturating_neg(), entry);
        }
        if let Some(ready) = condition(&status.conditions, "Ready").filter(|ready| ready.status != "True") {
            let mut entry = entry;
            entry["reason"] = json!(ready.reason.as_deref().map(said::told));
            entry["message"] = json!(ready.message.as_deref().map(said::told));
            failing.add(0, entry);
        }
    }
    let mut facts = Map::new();
    facts.insert("answered".to_owned(), outcome.is_ok().into());
    facts.insert("cert_manager".to_owned(), (outcome.is_ok() && !is_absent).into());
    facts.insert("count".to_owned(), certificates.len().into());
    for (found, name) in [(dated, "dated"), (overdue, "overdue"), (failing, "failing")] {
        found.tell(site, &mut facts, name);
    }
    Ok((Value::Object(facts), outcome))
}
