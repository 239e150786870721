//! `policies/crossTenantAccessPolicy` and its default

use super::{POLICY, ROOT, json};
use crate::app::App;
use crate::caller::SignedIn;
use crate::links::base_url;
use crate::problem::Refused;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::Action;
use serde_json::{Value, json};

/// `GET …/crossTenantAccessPolicy`
pub(super) async fn show(
    State(app): State<App>,
    who: SignedIn,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    who.caller.may(Action::SeeAccess)?;
    let root = format!("{}{ROOT}", base_url(&app, &headers));
    Ok(json(&json!({
        "@odata.context": format!("{root}/$metadata#policies/crossTenantAccessPolicy/$entity"),
        "id": who.caller.tenant,
        "displayName": "Cross-tenant access policy",
        "description": null,
        "allowedCloudEndpoints": [],
        "partners@odata.context": format!("{root}/$metadata#policies/crossTenantAccessPolicy/partners"),
        "partners@odata.navigationLink": format!("{root}{POLICY}/partners"),
    })))
}

/// `GET …/crossTenantAccessPolicy/default`: what a partner inherits. Nothing here can be changed.
pub(super) async fn show_default(
    State(app): State<App>,
    who: SignedIn,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    who.caller.may(Action::SeeAccess)?;
    let root = format!("{}{ROOT}", base_url(&app, &headers));
    let restrictions = merged(everybody("blocked"), "devices", Value::Null);
    Ok(json(&json!({
        "@odata.context": format!("{root}/$metadata#policies/crossTenantAccessPolicy/default/$entity"),
        "id": who.caller.tenant,
        "isServiceDefault": true,
        "inboundTrust": {
            "isMfaAccepted": false,
            "isCompliantDeviceAccepted": false,
            "isHybridAzureADJoinedDeviceAccepted": false,
        },
        "automaticUserConsentSettings": { "inboundAllowed": false, "outboundAllowed": false },
        "b2bCollaborationInbound": everybody("allowed"),
        "b2bCollaborationOutbound": everybody("allowed"),
        "b2bDirectConnectInbound": everybody("blocked"),
        "b2bDirectConnectOutbound": everybody("blocked"),
        "tenantRestrictions": restrictions,
    })))
}

fn everybody(access: &str) -> Value {
    json!({
        "usersAndGroups": { "accessType": access, "targets": [{ "target": "AllUsers", "targetType": "user" }] },
        "applications": {
            "accessType": access,
            "targets": [{ "target": "AllApplications", "targetType": "application" }],
        },
    })
}

fn merged(mut value: Value, name: &str, member: Value) -> Value {
    if let Value::Object(members) = &mut value {
        members.insert(name.to_owned(), member);
    }
    value
}
