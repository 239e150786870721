//! What clients do that servers are seldom ready for, and what nobody should send.

use super::{AUDITS, OWN, PARTNERS, entries, refused};
use crate::api::answer;
use crate::scene::Scene;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn options_are_read_however_they_are_encoded() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    let all = entries(owner, "$top=1000").await;
    let latest = all[0]["activityDateTime"].as_str().unwrap().trim_end_matches('Z').to_owned();
    let expected: Vec<&Value> =
        all.iter().filter(|entry| entry["activityDateTime"] == format!("{latest}Z")).collect();
    for query in [
        format!("%24filter=activityDateTime%20ge%20{latest}Z"),
        format!("$filter=activityDateTime+ge+{latest}Z"),
        format!("$filter=activityDateTime ge {latest}%2B00:00"),
        // A client that leaves the plus as it is: it arrives as a space.
        format!("$filter=activityDateTime%20ge%20{latest}+00:00"),
        format!("%24filter=activityDateTime+ge+{latest}0Z&unknown=1&%24search=x"),
    ] {
        let found = owner.get(&format!("{AUDITS}?{query}")).await.done();
        let found: Vec<&Value> = found.body["value"].as_array().unwrap().iter().collect();
        assert_eq!(found, expected, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_so_without_a_challenge() {
    let scene = Scene::set().await;
    for who in [&scene.api, &scene.api.with("glc_nobody_0")] {
        for path in [AUDITS, PARTNERS, "/v1.0/policies/crossTenantAccessPolicy/default"] {
            let response = who.request("GET", path).send().await.unwrap();
            let challenge = response.headers()["www-authenticate"].to_str().unwrap().to_owned();
            assert!(challenge.starts_with("Bearer") && !challenge.contains("claims="), "{challenge}");
            assert!(response.headers().get("retry-after").is_none());
            refused(&who.get(path).await, 401, "InvalidAuthenticationToken", "sign in");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_named() {
    let scene = Scene::set().await;
    for (query, words) in [
        ("$top=0", "1 to 1000"),
        ("$top=1001", "1 to 1000"),
        ("$top=-1", "1 to 1000"),
        ("$top=99999999999999999999999", "1 to 1000"),
        ("$top=many", "`many`"),
        ("$orderby=category", "`$orderby`"),
        ("$orderby=activityDateTime sideways", "sideways"),
        ("$orderby=activityDateTime,category", "`$orderby`"),
        ("$filter=colour eq 'red'", "`colour`"),
        ("$filter=category eq", "single quotes"),
        ("$filter=category eq 'x' or", "ends"),
        ("$filter=category gt 'x'", "`gt`"),
        ("$filter=activityDateTime ge '2026-01-01T00:00:00Z'", "without quotes"),
        ("$filter=activityDateTime ge 2026-02-30T00:00:00Z", "no date-time"),
        ("$select=colour", "`colour`"),
        ("$count=perhaps", "`perhaps`"),
        ("$skiptoken=1.2.3.4.5", "another list"),
        ("$skiptoken=é", "another list"),
    ] {
        refused(&scene.owner.get(&format!("{AUDITS}?{query}")).await, 400, "BadRequest", words);
    }
    let deep = format!("{AUDITS}?$filter={}", "(".repeat(3_000));
    refused(&scene.owner.get(&deep).await, 400, "BadRequest", "brackets");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_takes_nothing() {
    let scene = Scene::set().await;
    let id = entries(&scene.owner, "$top=1").await[0]["id"].as_str().unwrap().to_owned();
    for (method, path) in [
        ("POST", AUDITS.to_owned()),
        ("PUT", AUDITS.to_owned()),
        ("PATCH", format!("{AUDITS}/{id}")),
        ("DELETE", format!("{AUDITS}/{id}")),
        ("PATCH", "/v1.0/policies/crossTenantAccessPolicy/default".to_owned()),
        ("DELETE", "/v1.0/policies/crossTenantAccessPolicy".to_owned()),
        ("PUT", format!("{PARTNERS}/{OWN}")),
    ] {
        let got = answer(scene.owner.request(method, &path).json(&json!({}))).await;
        refused(&got, 405, "MethodNotAllowed", method);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_is_graph_says_so() {
    let scene = Scene::set().await;
    for path in
        ["/v1.0", "/v1.0/", "/v1.0/users", "/v1.0/auditLogs", "/v1.0/auditLogs/signIns", "/v1.0/a/%ff"]
    {
        refused(&scene.owner.get(path).await, 404, "ResourceNotFound", "there is nothing at");
    }
    for id in ["none", "%00", "%ff", "Glasscase_0_99", "Glasscase_18446744073709551615_0", "..%2f..", "é"] {
        refused(
            &scene.owner.get(&format!("{AUDITS}/{id}")).await,
            404,
            "Request_ResourceNotFound",
            "no entry",
        );
        refused(
            &scene.owner.get(&format!("{PARTNERS}/{id}")).await,
            404,
            "Request_ResourceNotFound",
            "no partner",
        );
    }
    // What is beside the face keeps its own form.
    assert_eq!(scene.owner.get("/v1.0x").await.code(), "no_such_path");
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_in_a_body_is_never_the_servers_fault() {
    let scene = Scene::set().await;
    let deep = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    let long = format!("{{\"tenantId\":\"{}\"}}", "x".repeat(2 << 20));
    let targets = |count: usize, target: &str| {
        let targets = vec![json!({ "target": target, "targetType": "user" }); count];
        let access = json!({ "usersAndGroups": { "accessType": "allowed", "targets": targets } });
        json!({ "tenantId": OWN, "b2bCollaborationInbound": access }).to_string()
    };
    for (body, status) in [
        ("", 400),
        ("{", 400),
        ("[]", 400),
        ("1e999", 400),
        ("null", 400),
        (deep.as_str(), 400),
        (long.as_str(), 413),
        ("{\"tenantId\":7}", 400),
        ("{\"tenantId\":\"contoso\"}", 400),
        ("{}", 400),
        (&targets(1, "Ada Lovelace"), 400),
        (&targets(201, "AllUsers"), 400),
        (&format!("{{\"tenantId\":\"{OWN}\",\"inboundTrust\":[]}}"), 400),
        (&format!("{{\"tenantId\":\"{OWN}\",\"inboundTrust\":{{\"isMfaAccepted\":1e400}}}}"), 400),
    ] {
        let request = scene.owner.request("POST", PARTNERS).header("content-type", "application/json");
        let got = answer(request.body(body.to_owned())).await;
        assert_eq!(got.status, status, "{}: {got:?}", &body[..body.len().min(80)]);
        assert!(got.body["error"]["code"].is_string(), "{got:?}");
    }
    let request = scene.owner.request("POST", PARTNERS).header("content-type", "application/json");
    assert_eq!(answer(request.body(vec![b'{', 0xff, b'}'])).await.status, 400);
    assert_eq!(entries(&scene.owner, "$filter=targetResources/any(t: t/id eq 'contoso')").await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_tells_its_request() {
    let scene = Scene::set().await;
    for path in [AUDITS, "/v1.0/nothing", PARTNERS] {
        let response = scene.owner.request("GET", path).send().await.unwrap();
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("request-id"), header("client-request-id"), "{path}");
        assert!(header("content-type").starts_with("application/json; charset=utf-8"), "{path}");
    }
    let asked = scene.owner.request("GET", "/v1.0/nothing").header("client-request-id", "abc");
    let got = answer(asked).await;
    assert_eq!(got.body["error"]["innerError"]["client-request-id"], "abc");
    let selected = scene.owner.get(&format!("{AUDITS}?$select=id, category&$top=1")).await.done();
    let names: Vec<&String> = selected.body["value"][0].as_object().unwrap().keys().collect();
    assert_eq!(names, ["category", "id"]);
    assert!(selected.text("/@odata.context").ends_with("/v1.0/$metadata#auditLogs/directoryAudits"));
}
