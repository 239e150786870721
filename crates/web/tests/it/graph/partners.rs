//! The partner's life, and what of it is in the log.

use super::{AUDITS, OWN, PARTNERS, entries, named, refused};
use crate::api::{Answer, Api, answer};
use crate::desk::SUPPORT;
use crate::scene::{Scene, new_case, person};
use domain::Role;
use serde_json::{Value, json};

async fn call(who: &Api, method: &str, path: &str, body: Option<&Value>) -> Answer {
    let request = who.request(method, path);
    answer(match body {
        Some(body) => request.json(body),
        None => request,
    })
    .await
}

fn support() -> String {
    format!("{PARTNERS}/{SUPPORT}")
}

/// The activities of the entries that the change of this one made, oldest first.
async fn together(who: &Api, entry: &Value) -> Vec<String> {
    let correlation = entry["correlationId"].as_str().unwrap();
    let query = format!("$orderby=activityDateTime asc&$filter=correlationId eq '{correlation}'");
    let made = entries(who, &query).await;
    made.iter().map(|entry| entry["activityDisplayName"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_partner_is_there_exactly_while_an_advanced_consent_is_in_force() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    let there = call(owner, "GET", &support(), None).await.done();
    assert_eq!((&there.body["isServiceProvider"], &there.body["inboundTrust"]), (&json!(true), &Value::Null));
    assert!(there.body.get("id").is_none());
    let added = &named(owner, "Add a partner to cross-tenant access setting").await[0];
    assert_eq!(added["initiatedBy"]["user"]["id"], owner.get("/api/v1/me").await.done().body["person"]);
    assert_eq!(added["initiatedBy"]["app"], Value::Null);
    assert_eq!(
        together(owner, added).await,
        [
            "Create support case",
            "Add message to support case",
            "Give diagnostic consent",
            "Add a partner to cross-tenant access setting",
            "Add allowed assignable roles",
            "Update a partner cross-tenant access setting",
            "Update policy",
        ]
    );
    assert_eq!(call(owner, "DELETE", &support(), None).await.status, 204);
    refused(&call(owner, "GET", &support(), None).await, 404, "Request_ResourceNotFound", SUPPORT);
    refused(&call(owner, "DELETE", &support(), None).await, 404, "Request_ResourceNotFound", SUPPORT);
    let case = owner.get(&scene.path("/api/v1/cases/{case}")).await.done();
    assert_eq!(case.body["open"], true, "the case stays open: {case:?}");
    let removed = &named(owner, "Delete partner specific cross-tenant access setting").await[0];
    assert_eq!(removed["targetResources"][0]["modifiedProperties"][0]["oldValue"], format!("\"{SUPPORT}\""));
    assert_eq!(
        together(owner, removed).await,
        [
            "Withdraw diagnostic consent",
            "Delete allowed assignable roles",
            "Delete partner specific cross-tenant access setting",
            "Update policy",
        ]
    );
    assert_ne!(removed["initiatedBy"]["user"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lock_removes_the_partner_in_the_clocks_name_and_tells_who_locked() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    owner.post("/api/v1/access/lock", &json!({})).await.done();
    refused(&call(owner, "GET", &support(), None).await, 404, "Request_ResourceNotFound", SUPPORT);
    let removed = &named(owner, "Delete allowed assignable roles").await[0];
    assert_eq!(removed["initiatedBy"]["app"]["displayName"], "EntraGDAP");
    let told = removed["additionalDetails"].as_array().unwrap();
    let me = owner.get("/api/v1/me").await.done();
    assert!(told.contains(&json!({ "key": "userId", "value": me.body["person"] })), "{removed}");
    // Also while locked the customer can withdraw for good (access.md, rule 9).
    assert_eq!(call(owner, "DELETE", &support(), None).await.status, 204);
    owner.post("/api/v1/access/unlock", &json!({})).await.done();
    assert_eq!(call(owner, "GET", &support(), None).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_advanced_consent_adds_no_second_partner() {
    let scene = Scene::set().await;
    scene.owner.post("/api/v1/cases", &new_case()).await.done();
    assert_eq!(named(&scene.owner, "Add a partner to cross-tenant access setting").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn partners_of_ones_own_are_plain_data_and_audited() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    let new = json!({ "tenantId": OWN.to_uppercase(), "isServiceProvider": true, "colour": "red" });
    let made = call(owner, "POST", PARTNERS, Some(&new)).await;
    assert_eq!((made.status, &made.body["tenantId"]), (201, &json!(OWN)));
    assert_eq!(made.body["isServiceProvider"], false, "never by hand");
    refused(&call(owner, "POST", PARTNERS, Some(&new)).await, 409, "Conflict", OWN);
    let path = format!("{PARTNERS}/{OWN}");
    let change = json!({ "inboundTrust": { "isMfaAccepted": true }, "isServiceProvider": true });
    assert_eq!(call(owner, "PATCH", &path, Some(&change)).await.status, 204);
    // What is the same already is no change.
    assert_eq!(call(owner, "PATCH", &path, Some(&change)).await.status, 204);
    let clear = json!({ "inboundTrust": null });
    assert_eq!(call(owner, "PATCH", &path, Some(&clear)).await.status, 204);
    assert_eq!(call(owner, "GET", &path, None).await.done().body["inboundTrust"], Value::Null);
    assert_eq!(call(owner, "DELETE", &path, None).await.status, 204);
    assert_eq!(call(owner, "DELETE", &path, None).await.status, 404);
    let changes: Vec<Value> = named(owner, "Update a partner cross-tenant access setting")
        .await
        .into_iter()
        .filter(|entry| entry["targetResources"][0]["id"] == OWN)
        .collect();
    assert_eq!(changes.len(), 2, "{changes:?}");
    let tenant = json!(format!("\"{OWN}\""));
    let modified = &changes[1]["targetResources"][0]["modifiedProperties"];
    assert_eq!(modified[0], json!({ "displayName": "tenantId", "oldValue": tenant, "newValue": tenant }));
    let trust = json!({
        "displayName": "inboundTrust", "oldValue": null, "newValue": "{\"isMfaAccepted\":true}",
    });
    assert_eq!(modified[1], trust);
    let removed = named(owner, "Delete partner specific cross-tenant access setting").await;
    assert_eq!(removed[0]["targetResources"][0]["id"], OWN);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_is_refused_and_another_customers_partner_is_not_found() {
    let scene = Scene::set().await;
    let new = json!({ "tenantId": OWN });
    call(&scene.owner, "POST", PARTNERS, Some(&new)).await.done();
    let path = format!("{PARTNERS}/{OWN}");
    refused(&call(&scene.stranger, "GET", &path, None).await, 404, "Request_ResourceNotFound", OWN);
    let auditor = person(&scene.owner, &[Role::Auditor], &[]).await;
    call(&auditor, "GET", &path, None).await.done();
    let denied = "Authorization_RequestDenied";
    for (method, path) in [("POST", PARTNERS), ("PATCH", &path), ("DELETE", &path), ("DELETE", &support())] {
        refused(&call(&auditor, method, path, Some(&new)).await, 403, denied, "you may not");
    }
    let author = person(&scene.owner, &[Role::Author], &[]).await;
    refused(&author.get(AUDITS).await, 403, denied, "read the audit log");
    for vendor in [&scene.engineer, &scene.operator] {
        for path in [AUDITS, PARTNERS, "/v1.0/policies/crossTenantAccessPolicy"] {
            refused(&vendor.get(path).await, 403, denied, "you may not");
        }
    }
    assert_eq!(scene.runner.get(AUDITS).await.status, 401);
    let by_hand = json!({ "tenantId": SUPPORT });
    refused(&call(&scene.owner, "POST", PARTNERS, Some(&by_hand)).await, 403, denied, "by hand");
    refused(&call(&scene.owner, "PATCH", &support(), Some(&json!({}))).await, 403, denied, "by hand");
}
