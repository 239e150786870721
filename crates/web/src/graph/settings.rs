//! What is set for a partner, in Graph's shape: what is missing is null, which means inherited.

use super::bad;
use crate::problem::Refused;
use domain::{PartnerSettings, TenantId};
use operations::CrossTenantPartner;
use serde_json::{Map, Value, json};

const ACCESS: [&str; 4] = [
    "b2bCollaborationInbound",
    "b2bCollaborationOutbound",
    "b2bDirectConnectInbound",
    "b2bDirectConnectOutbound",
];

/// A partner.
pub(super) fn shown(partner: &CrossTenantPartner) -> Value {
    let CrossTenantPartner { partner: id, settings, support_since } = partner;
    let set = serde_json::to_value(settings).unwrap_or_default();
    let mut whole = json!({
        "tenantId": id,
        "isServiceProvider": support_since.is_some(),
        "isInMultiTenantOrganization": false,
        "inboundTrust": filled(&set, "inboundTrust", &[
            "isMfaAccepted", "isCompliantDeviceAccepted", "isHybridAzureADJoinedDeviceAccepted",
        ]),
        "automaticUserConsentSettings":
            filled(&set, "automaticUserConsentSettings", &["inboundAllowed", "outboundAllowed"]),
        "tenantRestrictions":
            filled(&set, "tenantRestrictions", &["usersAndGroups", "applications", "devices"]),
        "identitySynchronization": null,
    });
    if let Value::Object(members) = &mut whole {
        for name in ACCESS {
            members.insert(name.to_owned(), filled(&set, name, &["usersAndGroups", "applications"]));
        }
    }
    whole
}

/// A member with all that it can hold; null where it is missing.
fn filled(set: &Value, name: &str, members: &[&str]) -> Value {
    let Some(Value::Object(known)) = set.get(name) else { return Value::Null };
    let all = members.iter().map(|member| {
        let value = known.get(*member).cloned().unwrap_or_default();
        ((*member).to_owned(), value)
    });
    Value::Object(all.collect())
}

/// The partner that a new one is for.
pub(super) fn new_partner(body: &Map<String, Value>) -> Result<TenantId, Refused> {
    let text = body.get("tenantId").and_then(Value::as_str);
    let text = text.ok_or_else(|| bad("`tenantId` is missing: name the partner's directory by its id"))?;
    let id = domain::partner_id(text);
    id.ok_or_else(|| {
        bad(format!("`tenantId` is the id of a directory, a UUID, not `{}`", super::query::shown(text)))
    })
}

/// What is set once `change` is applied: null clears, what is missing stays, and what is unknown is ignored. Says why, if
/// it makes no sense.
pub(super) fn changed(
    before: &PartnerSettings,
    change: &Map<String, Value>,
) -> Result<PartnerSettings, String> {
    let devices = change.get("tenantRestrictions").and_then(|restrictions| restrictions.get("devices"));
    if devices.is_some_and(|devices| !devices.is_null()) {
        return Err("`tenantRestrictions/devices` is not kept here: leave it out".to_owned());
    }
    no_lists(change)?;
    let mut whole = serde_json::to_value(before).unwrap_or_default();
    merge(&mut whole, change, 0);
    serde_json::from_value(whole).map_err(|why| why.to_string())
}

/// Refuses a list where an object is wanted: its values would be taken for the object's members, in an order that nobody
/// wrote down. The only list is that of targets, which are objects.
fn no_lists(change: &Map<String, Value>) -> Result<(), String> {
    for (name, value) in change {
        match value {
            Value::Object(inner) => no_lists(inner)?,
            Value::Array(targets) if name == "targets" => {
                if let Some(target) = targets.iter().find(|target| !target.is_object()) {
                    return Err(format!(
                        "`targets` holds objects, not `{}`",
                        super::query::shown(&target.to_string())
                    ));
                }
            }
            Value::Array(_) if KNOWN.contains(&name.as_str()) => {
                return Err(format!("`{name}` is an object, not a list"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The members that are objects.
const KNOWN: [&str; 9] = [
    "inboundTrust",
    "automaticUserConsentSettings",
    "b2bCollaborationInbound",
    "b2bCollaborationOutbound",
    "b2bDirectConnectInbound",
    "b2bDirectConnectOutbound",
    "tenantRestrictions",
    "usersAndGroups",
    "applications",
];

/// How deep settings are.
const DEPTH_MAX: usize = 4;

/// Merges as RFC 7396 says: objects member by member, null removes, all else replaces.
fn merge(whole: &mut Value, change: &Map<String, Value>, depth: usize) {
    if !whole.is_object() {
        *whole = Value::Object(Map::new());
    }
    let Value::Object(members) = whole else { return };
    for (name, value) in change {
        match value {
            Value::Null => {
                members.remove(name);
            }
            Value::Object(inner) if depth < DEPTH_MAX => {
                merge(members.entry(name.clone()).or_insert(Value::Null), inner, depth + 1);
            }
            value => {
                members.insert(name.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(before: Value, change: Value) -> Value {
        let before: PartnerSettings = serde_json::from_value(before).unwrap();
        let Value::Object(change) = change else { unreachable!("tests give objects") };
        serde_json::to_value(changed(&before, &change).unwrap()).unwrap()
    }

    #[test]
    fn null_clears_and_what_is_missing_stays() {
        let before = json!({ "inboundTrust": { "isMfaAccepted": true }, "automaticUserConsentSettings": {} });
        assert_eq!(change(before.clone(), json!({})), before);
        assert_eq!(
            change(before.clone(), json!({ "inboundTrust": { "isCompliantDeviceAccepted": false } }))["inboundTrust"],
            json!({ "isMfaAccepted": true, "isCompliantDeviceAccepted": false })
        );
        let cleared = change(before, json!({ "inboundTrust": null, "isServiceProvider": true, "new": [1] }));
        assert_eq!(cleared, json!({ "automaticUserConsentSettings": {} }));
    }

    #[test]
    fn nonsense_is_refused() {
        for nonsense in [
            json!({ "inboundTrust": 1 }),
            json!({ "inboundTrust": [true] }),
            json!({ "tenantRestrictions": { "usersAndGroups": { "targets": [["a", "user"]] } } }),
            json!({ "inboundTrust": { "isMfaAccepted": "yes" } }),
            json!({ "b2bCollaborationInbound": { "usersAndGroups": { "accessType": "maybe" } } }),
            json!({ "tenantRestrictions": { "devices": { "rule": "x" } } }),
        ] {
            let Value::Object(body) = nonsense else { unreachable!("tests give objects") };
            assert!(changed(&PartnerSettings::default(), &body).is_err(), "{body:?}");
        }
    }
}
