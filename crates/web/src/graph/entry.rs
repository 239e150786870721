//! An entry of the audit log in Graph's shape.

use operations::{AuditResult, AuditTarget, DirectoryAudit, Initiator, Modified};
use serde_json::{Map, Value, json};

/// The service that entries name as theirs.
pub(super) const SERVICE: &str = "Glasscase";

/// The properties of an entry.
pub(super) const PROPERTIES: [&str; 12] = [
    "id",
    "activityDateTime",
    "activityDisplayName",
    "category",
    "correlationId",
    "loggedByService",
    "operationType",
    "result",
    "resultReason",
    "initiatedBy",
    "targetResources",
    "additionalDetails",
];

/// An entry, or those of its properties that were selected.
pub(super) fn shown(entry: &DirectoryAudit, selected: Option<&[&str]>) -> Value {
    let (result, reason) = result(&entry.result);
    let targets: Vec<Value> = entry.targets.iter().map(target).collect();
    let details: Vec<Value> =
        entry.details.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect();
    let whole = json!({
        "id": entry.place.to_string(),
        "activityDateTime": entry.at,
        "activityDisplayName": entry.activity.name,
        "category": entry.activity.category,
        "correlationId": entry.correlation.to_string(),
        "loggedByService": SERVICE,
        "operationType": entry.activity.operation,
        "result": result,
        "resultReason": reason,
        "initiatedBy": initiator(&entry.initiator),
        "targetResources": targets,
        "additionalDetails": details,
    });
    match (whole, selected) {
        (Value::Object(members), Some(selected)) => {
            let kept: Map<String, Value> =
                members.into_iter().filter(|(name, _)| selected.contains(&name.as_str())).collect();
            Value::Object(kept)
        }
        (whole, _) => whole,
    }
}

/// The word of a result, and its reason.
pub(super) fn result(result: &AuditResult) -> (&'static str, &str) {
    match result {
        AuditResult::Success => ("success", ""),
        AuditResult::Failure(why) => ("failure", why),
        AuditResult::Timeout(why) => ("timeout", why),
    }
}

fn initiator(by: &Initiator) -> Value {
    match by {
        Initiator::User { id, names } => json!({
            "user": {
                "id": id,
                "displayName": names.as_ref().map(|names| &names.name),
                "userPrincipalName": names.as_ref().map(|names| &names.upn),
                "ipAddress": null,
            },
            "app": null,
        }),
        Initiator::App { id, name } => json!({
            "user": null,
            "app": { "appId": id, "displayName": name, "servicePrincipalId": null, "servicePrincipalName": null },
        }),
    }
}

fn target(target: &AuditTarget) -> Value {
    let modified: Vec<Value> = target.modified.iter().map(modified).collect();
    json!({
        "id": target.id,
        "displayName": target.name,
        "type": target.kind,
        "userPrincipalName": target.upn,
        "groupType": null,
        "modifiedProperties": modified,
    })
}

fn modified(modified: &Modified) -> Value {
    json!({ "displayName": modified.property, "oldValue": modified.old, "newValue": modified.new })
}
