//! What `advancedDiagnosticConsent` and `secondaryConsent` mean.

use super::{call, open, patch, refused, show, ticket};
use crate::api::Api;
use crate::arm::{at, at_tenant};
use crate::scene::{Scene, person};
use consent::SigningKey;
use domain::Role;
use serde_json::{Value, json};

/// The consent of a case as the API tells it: its state and level.
async fn consent(api: &Api, ticket: &Value) -> (String, String) {
    let case = ticket["supportTicketId"].as_str().unwrap();
    let case = api.get(&format!("/api/v1/cases/{case}")).await.done();
    let word = |field: &str| case.body["consent"][field].as_str().unwrap_or("none").to_owned();
    (word("state"), word("level"))
}

fn is(state: &str, level: &str) -> (String, String) {
    (state.to_owned(), level.to_owned())
}

fn advanced(answer: &str) -> Value {
    json!({ "advancedDiagnosticConsent": answer })
}

fn diagnostics(answer: &str) -> Value {
    json!({ "secondaryConsent": [{ "type": "Diagnostics", "userConsent": answer }] })
}

#[tokio::test]
async fn a_ticket_is_opened_with_the_consent_that_it_says() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    let yes = open(owner, "yes", &advanced("yes")).await;
    assert_eq!(yes["advancedDiagnosticConsent"], "Yes");
    assert_eq!(consent(owner, &yes).await, is("in_force", "advanced"));
    // The older client does not know the property.
    let absent = open(owner, "absent", &json!({ "advancedDiagnosticConsent": null })).await;
    assert_eq!(absent["advancedDiagnosticConsent"], "No");
    assert_eq!(consent(owner, &absent).await, is("in_force", "standard"));
    let without = open(owner, "without", &diagnostics("No")).await;
    assert_eq!(consent(owner, &without).await, is("none", "none"));
    let both = json!({
        "advancedDiagnosticConsent": "Yes",
        "secondaryConsent": [{ "type": "diagnostics", "userConsent": "No" }],
    });
    let put = call(owner, "PUT", &at("supportTickets/both"), &ticket(&both)).await;
    assert_eq!(refused(&put), (400, "InvalidRequestContent"));
}

#[tokio::test]
async fn an_update_gives_narrows_and_withdraws() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    let given = open(owner, "mail", &diagnostics("No")).await;
    for (update, state, level, shown) in [
        (advanced("No"), "none", "none", "No"),
        (advanced("Yes"), "in_force", "advanced", "Yes"),
        (json!({ "severity": "minimal" }), "in_force", "advanced", "Yes"),
        (advanced("No"), "in_force", "standard", "No"),
        (diagnostics("No"), "withdrawn", "none", "No"),
        (advanced("No"), "withdrawn", "none", "No"),
        (advanced("YES"), "in_force", "advanced", "Yes"),
        // What a closing says of consent does not count.
        (json!({ "status": "closed", "advancedDiagnosticConsent": "Yes" }), "none", "none", "No"),
        (json!({ "status": "Closed" }), "none", "none", "No"),
        (json!({ "status": "open" }), "none", "none", "No"),
        (json!({ "status": "closed" }), "none", "none", "No"),
        (json!({ "status": "open", "advancedDiagnosticConsent": "Yes" }), "in_force", "advanced", "Yes"),
    ] {
        let updated = patch(owner, "mail", update.clone()).await;
        assert_eq!(updated.status, 200, "{update}: {updated:?}");
        assert_eq!(updated.body["properties"]["advancedDiagnosticConsent"], shown, "{update}");
        assert_eq!(consent(owner, &given).await, is(state, level), "{update}");
    }
}

#[tokio::test]
async fn a_closed_ticket_is_consented_to_by_reopening_it() {
    let scene = Scene::set().await;
    open(&scene.owner, "mail", &json!({})).await;
    patch(&scene.owner, "mail", json!({ "status": "closed" })).await.done();
    let before = scene.owner.log_size().await;
    let update = json!({ "advancedDiagnosticConsent": "Yes", "severity": "critical" });
    assert_eq!(refused(&patch(&scene.owner, "mail", update).await), (400, "InvalidRequestContent"));
    assert_eq!(scene.owner.log_size().await, before, "nothing of it was done");
}

#[tokio::test]
async fn whoever_may_not_consent_asks_for_it() {
    let scene = Scene::set().await;
    let author = person(&scene.owner, &[Role::Author], &[]).await;
    let asked = open(&author, "mail", &advanced("Yes")).await;
    assert_eq!(asked["advancedDiagnosticConsent"], "No");
    assert_eq!(consent(&author, &asked).await, is("none", "none"));
    let kinds = async || {
        let log = scene.owner.get("/api/v1/audit?limit=200").await.done();
        let events = log.body["items"].as_array().unwrap().clone();
        events.iter().filter(|entry| entry["event"]["type"] == "consent_asked").count()
    };
    assert_eq!(kinds().await, 1);
    let updated = patch(&author, "mail", advanced("Yes")).await.done();
    assert_eq!(updated.body["properties"]["advancedDiagnosticConsent"], "No");
    assert_eq!(kinds().await, 2);
    // A consenter gives it; then the author may not narrow it.
    patch(&scene.owner, "mail", advanced("Yes")).await.done();
    assert_eq!(refused(&patch(&author, "mail", advanced("No")).await), (403, "AuthorizationFailed"));
    assert_eq!(show(&author, "mail").await["advancedDiagnosticConsent"], "Yes");
}

#[tokio::test]
async fn where_consents_are_signed_they_wait_for_a_signature() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    open(owner, "before", &advanced("Yes")).await;
    let key = SigningKey::from_seed(&[5; 32]).unwrap();
    let enrol = json!({ "algorithm": "ed25519", "public_key": key.public().text(), "label": "ours" });
    owner.post("/api/v1/consent-keys", &enrol).await.done();
    assert_eq!(show(owner, "before").await["advancedDiagnosticConsent"], "No", "nobody signed it");
    let waiting = open(owner, "waiting", &advanced("Yes")).await;
    assert_eq!(waiting["advancedDiagnosticConsent"], "No");
    let updated = patch(owner, "waiting", advanced("Yes")).await.done();
    assert_eq!(updated.body["properties"]["advancedDiagnosticConsent"], "No");
    assert_eq!(consent(owner, &waiting).await, is("none", "none"));
}

#[tokio::test]
async fn less_than_what_was_signed_needs_a_signature_so_it_is_withdrawn_and_asked_for() {
    let scene = Scene::set().await.with_everything().await;
    let (owner, case) = (&scene.owner, scene.path("{case}"));
    assert_eq!(show(owner, &case).await["advancedDiagnosticConsent"], "Yes", "somebody signed it");
    let from = owner.log_size().await;
    let updated = patch(owner, &case, advanced("No")).await.done();
    assert_eq!(updated.body["properties"]["advancedDiagnosticConsent"], "No");
    let log = owner.get(&format!("/api/v1/audit?from={from}&limit=9")).await.done();
    let kinds: Vec<_> =
        log.body["items"].as_array().unwrap().iter().map(|entry| &entry["event"]["type"]).collect();
    assert!(
        kinds.contains(&&json!("consent_withdrawn")) && kinds.contains(&&json!("consent_asked")),
        "{kinds:?}"
    );
    assert!(!kinds.contains(&&json!("consent_given")), "{kinds:?}");
}

#[tokio::test]
async fn a_ticket_without_a_subscription_has_nothing_to_consent_to() {
    let scene = Scene::set().await;
    let path = at_tenant("supportTickets/question");
    let put = call(&scene.owner, "PUT", &path, &ticket(&advanced("Yes"))).await;
    assert_eq!(put.status, 202);
    let shown = scene.owner.get(&path).await.done();
    assert_eq!(shown.text("/id"), "/providers/Microsoft.Support/supportTickets/question");
    assert_eq!(shown.body["properties"]["advancedDiagnosticConsent"], "No");
    let given = call(&scene.owner, "PATCH", &path, &advanced("Yes")).await;
    assert_eq!(refused(&given), (400, "InvalidRequestContent"));
    let at_subscription = scene.owner.get(&at("supportTickets/question")).await;
    assert_eq!(refused(&at_subscription), (404, "ResourceNotFound"));
    let runs = format!("/api/v1/cases/{}/runs", shown.text("/properties/supportTicketId"));
    let run = scene.engineer.post(&runs, &json!({ "diagnostic": "host-health" })).await;
    assert_eq!((run.status, run.code()), (422, "invalid"));
}
