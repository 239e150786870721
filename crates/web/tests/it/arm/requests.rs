//! What any request of this face may meet: tokens, versions, encodings, methods, hostile bodies.

use super::{at, at_tenant, call, open, refused, ticket, under};
use crate::api::answer;
use crate::scene::Scene;
use serde_json::json;

#[tokio::test]
async fn a_request_needs_a_token_and_is_not_drawn_into_a_negotiation() {
    let scene = Scene::set().await;
    for token in [None, Some("nonsense")] {
        let request = scene.api.request("GET", &at("supportTickets"));
        let request = if let Some(token) = token { request.bearer_auth(token) } else { request };
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), 401);
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        assert_eq!(response.headers()["content-type"], "application/json; charset=utf-8");
        let body: serde_json::Value = response.json().await.unwrap();
        assert_eq!(body["error"]["code"], "InvalidAuthenticationToken");
    }
}

#[tokio::test]
async fn the_version_is_required_and_known() {
    let scene = Scene::set().await;
    let get =
        async |query: &str| scene.owner.get(&format!("/providers/Microsoft.Support/services{query}")).await;
    assert_eq!(refused(&get("").await), (400, "MissingApiVersionParameter"));
    assert_eq!(refused(&get("?api-version=2019-05-01").await), (400, "InvalidApiVersionParameter"));
    for query in ["?api-version=2024-04-01", "?api%2Dversion=2020-04-01", "?unknown=1&API-Version=2020-04-01"]
    {
        assert_eq!(get(query).await.status, 200, "{query}");
    }
    assert_eq!(refused(&get("?api-version=2024-04-01&%ff=1").await).0, 400);
}

#[tokio::test]
async fn another_organisations_subscription_is_like_none() {
    let scene = Scene::set().await;
    open(&scene.owner, "mail", &json!({})).await;
    let none = scene.owner.get(&under("/subscriptions/none", "supportTickets")).await;
    assert_eq!(refused(&none), (404, "SubscriptionNotFound"));
    for path in ["supportTickets", "supportTickets/mail", "fileWorkspaces/mail"] {
        let foreign = scene.stranger.get(&at(path)).await;
        assert_eq!(refused(&foreign), (404, "SubscriptionNotFound"), "{path}");
    }
    let put = call(&scene.stranger, "PUT", &at("supportTickets/mine"), &ticket(&json!({}))).await;
    assert_eq!(refused(&put), (404, "SubscriptionNotFound"));
    assert_eq!(scene.owner.get(&under("/SUBSCRIPTIONS/Sub-1", "SUPPORTtickets/MAIL")).await.status, 200);
}

#[tokio::test]
async fn operations_report_to_their_organisation_alone() {
    let scene = Scene::set().await;
    let request = scene.owner.request("PUT", &at("supportTickets/mail")).json(&ticket(&json!({})));
    let accepted = request.send().await.unwrap();
    let link = |name: &str| accepted.headers()[name].to_str().unwrap().to_owned();
    assert_eq!((accepted.status().as_u16(), link("retry-after")), (202, "1".to_owned()));
    let links = [link("azure-asyncoperation"), link("location")];
    assert!(accepted.bytes().await.unwrap().is_empty());
    for link in &links {
        assert!(link.starts_with(&scene.server.url) && link.contains("api-version=2024-04-01"), "{link}");
        let path = link.strip_prefix(&scene.server.url).unwrap();
        assert_eq!(refused(&scene.stranger.get(path).await).0, 404, "{link}");
        let elsewhere = path.replace("/subscriptions/sub-1", "");
        assert_eq!(refused(&scene.owner.get(&elsewhere).await), (404, "ResourceNotFound"), "{link}");
    }
    let path = |link: &str| link.strip_prefix(&scene.server.url).unwrap().to_owned();
    let status = scene.owner.get(&path(&links[0])).await.done();
    assert_eq!(status.body["status"], "Succeeded");
    assert!(status.body.get("properties").is_none(), "clients would read a status in it");
    assert!(status.text("/startTime").ends_with('Z'));
    assert_eq!(scene.owner.get(&path(&links[1])).await.done().text("/name"), "mail");
}

#[tokio::test]
async fn ids_of_requests_are_new_and_the_clients_is_echoed_if_it_asks() {
    let scene = Scene::set().await;
    let mut seen = Vec::new();
    for echo in ["true", "false"] {
        let request = scene.owner.request("GET", &at("supportTickets/none"));
        let request = request.header("x-ms-client-request-id", "mine");
        let response = request.header("x-ms-return-client-request-id", echo).send().await.unwrap();
        assert_eq!(response.headers().contains_key("x-ms-client-request-id"), echo == "true");
        for name in ["x-ms-request-id", "x-ms-correlation-request-id"] {
            seen.push(response.headers()[name].to_str().unwrap().to_owned());
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 4);
    assert!(seen.iter().all(|id| id.len() == 36));
}

#[tokio::test]
async fn what_a_request_brought_about_is_in_the_log_under_the_id_that_its_answer_tells() {
    let scene = Scene::set().await;
    let body = ticket(&json!({ "advancedDiagnosticConsent": "Yes" }));
    let accepted = scene.owner.request("PUT", &at("supportTickets/mail")).json(&body).send().await.unwrap();
    assert_eq!(accepted.status().as_u16(), 202);
    let id = accepted.headers()["x-ms-correlation-request-id"].to_str().unwrap();
    let path = format!("/v1.0/auditLogs/directoryAudits?$filter=correlationId eq '{id}'");
    let found = scene.owner.get(&path).await.done();
    let entries = found.body["value"].as_array().unwrap();
    let activities: Vec<_> =
        entries.iter().map(|entry| entry["activityDisplayName"].as_str().unwrap()).collect();
    for activity in ["Create support case", "Give diagnostic consent"] {
        assert!(activities.contains(&activity), "{activities:?}");
    }
    assert!(entries.iter().all(|entry| entry["correlationId"] == id));
}

#[tokio::test]
async fn what_makes_no_sense_is_never_the_servers_failure() {
    let scene = Scene::set().await;
    let nested = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let bodies = [
        "",
        "null",
        "[]",
        "7",
        "{",
        "{\"properties\":[]}",
        "{\"properties\":{\"title\":7}}",
        &nested,
        "{\"properties\":{\"title\":\"\\u0000\"}}",
        "\u{feff}{}",
        "{\"properties\":null}",
    ];
    for (method, path) in [
        ("PUT", "supportTickets/a"),
        ("PATCH", "supportTickets/a"),
        ("POST", "checkNameAvailability"),
        ("PUT", "supportTickets/a/communications/b"),
        ("PUT", "fileWorkspaces/a/files/b"),
        ("POST", "fileWorkspaces/a/files/b/upload"),
    ] {
        for body in bodies {
            let sent = answer(scene.owner.request(method, &at(path)).body(body.to_owned())).await;
            let (status, _) = refused(&sent);
            assert!([400, 404].contains(&status), "{method} {path} {body:.40}: {sent:?}");
        }
        let invalid = vec![b'{', 0xff, b'}'];
        let sent = answer(scene.owner.request(method, &at(path)).body(invalid)).await;
        assert!([400, 404].contains(&refused(&sent).0), "{method} {path}");
    }
    for path in ["%00", "%ff", "a%00b", &"x".repeat(5_000)] {
        let got = scene.owner.get(&at(&format!("supportTickets/{path}"))).await;
        assert_eq!(refused(&got), (404, "ResourceNotFound"), "{path:.20}");
    }
    let large = answer(scene.owner.request("PUT", &at("supportTickets/a")).body(vec![b' '; 2 << 20])).await;
    assert_eq!(refused(&large), (413, "RequestEntityTooLarge"));
}

#[tokio::test]
async fn other_methods_and_paths_are_refused_in_this_form() {
    let scene = Scene::set().await;
    for (method, path, allowed) in [
        ("DELETE", at("supportTickets/a"), "GET, PUT, PATCH"),
        ("POST", at("supportTickets"), "GET"),
        ("GET", at("checkNameAvailability"), "POST"),
        ("PUT", at_tenant("services"), "GET"),
    ] {
        let response = scene.owner.request(method, &path).send().await.unwrap();
        assert_eq!(response.headers()["allow"], allowed);
        assert!(!response.headers().contains_key("retry-after"));
        let body: serde_json::Value = response.json().await.unwrap();
        assert_eq!(body["error"]["code"], "MethodNotAllowed", "{method} {path}");
    }
    for path in [
        at("services"),
        at("nothing"),
        "/providers/Microsoft.Other/x".to_owned(),
        "/subscriptions".to_owned(),
    ] {
        assert_eq!(refused(&scene.owner.get(&path).await), (404, "ResourceNotFound"), "{path}");
    }
}

#[tokio::test]
async fn the_catalogue_is_the_desks_own() {
    let scene = Scene::set().await;
    let services = scene.owner.get(&at_tenant("services")).await.done();
    let first = services.body["value"][0].clone();
    let id = first["id"].as_str().unwrap();
    let one = scene.owner.get(&format!("{id}?api-version=2024-04-01")).await.done();
    assert_eq!(one.body, first);
    let natures =
        scene.owner.get(&format!("{id}/problemClassifications?api-version=2020-04-01")).await.done();
    let nature = natures.body["value"][0].clone();
    assert_eq!(nature["properties"]["secondaryConsentEnabled"][0]["type"], "diagnostics");
    let id = nature["id"].as_str().unwrap().to_uppercase();
    assert_eq!(scene.owner.get(&format!("{id}?api-version=2024-04-01")).await.done().body, nature);
    for path in [
        "services/none",
        "services/none/problemClassifications",
        "services/identity/problemClassifications/none",
    ] {
        assert_eq!(refused(&scene.owner.get(&at_tenant(path)).await), (404, "ResourceNotFound"), "{path}");
    }
    let operations = scene.owner.get(&at_tenant("operations")).await.done();
    assert!(operations.body["value"][0]["display"]["provider"].is_string());
}
