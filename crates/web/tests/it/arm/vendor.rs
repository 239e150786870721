//! What the vendor's engineers may do with this face: follow the cases of their teams, and write in them.

use super::{at, at_tenant, call, open, patch, refused, ticket};
use crate::scene::{Scene, person};
use domain::Role;
use serde_json::json;

#[tokio::test]
async fn an_engineer_reads_and_writes_and_opens_and_consents_to_nothing() {
    let scene = Scene::set().await;
    open(&scene.owner, "mail", &json!({})).await;
    let engineer = &scene.engineer;
    let read = engineer.get(&at("supportTickets/mail")).await.done();
    assert_eq!(read.body["properties"]["contactDetails"]["lastName"], "Lovelace");
    let listed = engineer.get(&at("supportTickets")).await.done();
    assert_eq!(listed.body["value"].as_array().unwrap().len(), 2);
    let said = json!({ "properties": { "subject": "Re", "body": "We look into it." } });
    let put = call(engineer, "PUT", &at("supportTickets/mail/communications/answer"), &said).await;
    assert_eq!(put.status, 202);
    let answer = scene.owner.get(&at("supportTickets/mail/communications/answer")).await.done();
    assert_eq!(answer.body["properties"]["communicationDirection"], "outbound");
    assert_eq!(engineer.get(&at("fileWorkspaces/mail")).await.status, 200);
    for update in [
        json!({ "advancedDiagnosticConsent": "Yes" }),
        json!({ "status": "closed" }),
        json!({ "severity": "minimal" }),
    ] {
        assert_eq!(refused(&patch(engineer, "mail", update).await), (403, "AuthorizationFailed"));
    }
    let put = call(engineer, "PUT", &at("supportTickets/mine"), &ticket(&json!({}))).await;
    assert_eq!(refused(&put), (403, "AuthorizationFailed"));
    assert_eq!(refused(&call(engineer, "PUT", &at("fileWorkspaces/mine"), &json!({})).await).0, 403);
    assert_eq!(refused(&engineer.get(&at_tenant("supportTickets")).await).0, 400);
}

#[tokio::test]
async fn an_engineer_of_another_team_finds_no_such_subscription() {
    let scene = Scene::set().await;
    let other = person(&scene.operator, &[Role::Engineer], &["another-team"]).await;
    assert_eq!(refused(&other.get(&at("supportTickets")).await), (404, "SubscriptionNotFound"));
    assert_eq!(refused(&scene.operator.get(&at("supportTickets")).await), (403, "AuthorizationFailed"));
}

#[tokio::test]
async fn a_lock_hides_the_text_of_a_case_from_the_vendor() {
    let scene = Scene::set().await;
    open(&scene.owner, "mail", &json!({})).await;
    scene.owner.post("/api/v1/access/lock", &json!({})).await.done();
    let hidden = scene.engineer.get(&at("supportTickets/mail")).await.done();
    let properties = &hidden.body["properties"];
    assert!(properties["title"].is_null() && properties.get("contactDetails").is_none(), "{properties}");
    let said = scene.engineer.get(&at("supportTickets/mail/communications")).await;
    assert_eq!(refused(&said), (403, "AuthorizationFailed"));
}
