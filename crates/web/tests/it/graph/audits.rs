//! What the log tells, and how it is searched.

use super::{AUDITS, entries, named};
use crate::api::Api;
use crate::scene::{SUBSCRIPTION, Scene};
use serde_json::{Value, json};

fn detail<'e>(entry: &'e Value, key: &str) -> &'e Value {
    let details = entry["additionalDetails"].as_array().unwrap();
    let found = details.iter().find(|detail| detail["key"] == key);
    &found.unwrap_or_else(|| panic!("no detail {key} in {entry}"))["value"]
}

async fn count(who: &Api, filter: &str) -> usize {
    let got = who.get(&format!("{AUDITS}/$count?$filter={filter}")).await.done();
    assert_eq!(got.media, "text/plain; charset=utf-8");
    usize::try_from(got.body.as_u64().unwrap()).unwrap()
}

/// The ids of all entries that a filter gives, page by page.
async fn walk(who: &Api, query: &str) -> Vec<String> {
    let (mut ids, mut next) = (Vec::new(), Some(format!("{AUDITS}?{query}")));
    while let Some(path) = next {
        let page = who.get(&path).await.done();
        let found = page.body["value"].as_array().unwrap();
        ids.extend(found.iter().map(|entry| entry["id"].as_str().unwrap().to_owned()));
        let link = page.body["@odata.nextLink"].as_str();
        next = link.map(|link| link.strip_prefix(&who.url).expect("links are absolute").to_owned());
    }
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_vendor_did_is_told_with_who_did_it_and_under_which_consent() {
    let scene = Scene::set().await.with_everything().await;
    let (owner, engineer) = (&scene.owner, &scene.engineer);
    let run = &named(owner, "Run diagnostic").await[0];
    let case = scene.path("{case}");
    assert_eq!(run["result"], "success");
    assert_eq!((&run["category"], &run["operationType"]), (&json!("SupportAccess"), &json!("Run")));
    let path = format!("/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Support/supportTickets/{case}");
    assert_eq!(run["targetResources"][0]["id"], path);
    assert_eq!(run["targetResources"][0]["displayName"], case);
    assert_eq!(run["targetResources"][1]["id"], SUBSCRIPTION);
    let me = engineer.get("/api/v1/me").await.done().body["person"].clone();
    for (key, value) in [
        ("case", json!(case)),
        ("run", json!(scene.path("{run}"))),
        ("consent", json!("1")),
        ("engineerId", me.clone()),
        ("engineerName", json!("Ada")),
        ("level", json!("standard")),
    ] {
        assert_eq!(*detail(run, key), value, "{key}");
    }
    // The runner acted for the engineer.
    for activity in ["Start diagnostic", "Store evidence"] {
        let entry = &named(owner, activity).await[0];
        assert_eq!(*detail(entry, "engineerId"), me, "{activity}");
        assert_eq!(entry["initiatedBy"]["app"]["displayName"], "AssistAPI");
    }
    engineer.get(&scene.path("/api/v1/evidence/{collection}/content")).await.done();
    let read = &entries(owner, "$top=1").await[0];
    assert_eq!((&read["activityDisplayName"], detail(read, "engineerId")), (&json!("Read evidence"), &me));
    let asked = &named(owner, "Create access request").await[0];
    assert_eq!(asked["category"], "MicrosoftSupportAccessManagement");
    assert_eq!(*detail(asked, "accessRequest"), json!(scene.path("{request}")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denied_run_is_a_failure_with_its_reason() {
    let scene = Scene::set().await;
    scene.owner.post(&scene.path("/api/v1/cases/{case}/consent/withdraw"), &json!({})).await.done();
    let asked = json!({ "diagnostic": "host-health" });
    scene.engineer.post(&scene.path("/api/v1/cases/{case}/runs"), &asked).await;
    let denied = entries(&scene.owner, "$filter=result eq 'failure'").await;
    assert_eq!(denied.len(), 1);
    assert_eq!(
        (&denied[0]["activityDisplayName"], &denied[0]["resultReason"]),
        (&json!("Run diagnostic"), &json!("withdrawn"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_of_the_vendors_comes_to_a_case_is_seen_once_an_hour() {
    let scene = Scene::set().await;
    let signed_in = async || named(&scene.owner, "Support engineer sign-in").await;
    assert_eq!(signed_in().await.len(), 0);
    scene.engineer.get("/api/v1/queue").await.done();
    assert_eq!(signed_in().await.len(), 0, "the queue shows no case's content");
    for path in ["/api/v1/cases/{case}", "/api/v1/cases/{case}/events", "/api/v1/cases/{case}/runs"] {
        scene.engineer.get(&scene.path(path)).await.done();
    }
    let seen = signed_in().await;
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(
        (&seen[0]["category"], &seen[0]["operationType"]),
        (&json!("SupportAccess"), &json!("SignIn"))
    );
    assert_eq!(*detail(&seen[0], "case"), json!(scene.path("{case}")));
    assert_eq!(seen[0]["initiatedBy"]["app"]["displayName"], "AssistAPI");
    // The customer's own people leave no such entry.
    scene.owner.get(&scene.path("/api/v1/cases/{case}")).await.done();
    assert_eq!(signed_in().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_finds_what_it_brought_about() {
    let scene = Scene::set().await;
    let body = json!({ "tenantId": super::OWN });
    let request =
        scene.owner.request("POST", super::PARTNERS).header("client-request-id", "mine").json(&body);
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["client-request-id"], "mine");
    let id = response.headers()["request-id"].to_str().unwrap().to_owned();
    let found = entries(&scene.owner, &format!("$filter=correlationId eq '{}'", id.to_uppercase())).await;
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0]["correlationId"], &found[0]["operationType"]), (&json!(id), &json!("Add")));
    assert!(entries(&scene.stranger, &format!("$filter=correlationId eq '{id}'")).await.is_empty());
}

/// Whether an entry fits, told a second time, from the shape alone.
type Oracle = fn(&Value) -> bool;

const FILTERS: [(&str, Oracle); 12] = [
    ("category eq 'Policy'", |entry| entry["category"] == "Policy"),
    ("operationType eq 'Add' and category eq 'UserManagement'", |entry| {
        entry["operationType"] == "Add" && entry["category"] == "UserManagement"
    }),
    ("category eq 'Policy' or category eq 'SupportAccess' and operationType eq 'Run'", |entry| {
        entry["category"] == "Policy"
            || entry["category"] == "SupportAccess" && entry["operationType"] == "Run"
    }),
    ("(category eq 'Policy' or category eq 'SupportAccess') and operationType eq 'Run'", |entry| {
        entry["category"] == "SupportAccess" && entry["operationType"] == "Run"
    }),
    ("not (category eq 'Policy')", |entry| entry["category"] != "Policy"),
    ("startswith(activityDisplayName,'Add ')", |entry| {
        entry["activityDisplayName"].as_str().unwrap().starts_with("Add ")
    }),
    ("startswith(initiatedBy/user/id,'P')", |entry| !entry["initiatedBy"]["user"].is_null()),
    ("initiatedBy/app/displayName eq 'AssistAPI'", |entry| {
        entry["initiatedBy"]["app"]["displayName"] == "AssistAPI"
    }),
    ("initiatedBy/app/appId eq '2b8844d8-6c87-4fce-97a0-fbec9006e140'", |entry| {
        entry["initiatedBy"]["app"]["displayName"] == "AssistAPI"
    }),
    ("targetResources/any(t: t/id eq 'sub-1')", |entry| {
        entry["targetResources"].as_array().unwrap().iter().any(|target| target["id"] == "sub-1")
    }),
    ("targetResources/any(t: t/type eq 'SupportCase')", |entry| {
        entry["targetResources"].as_array().unwrap().iter().any(|target| target["type"] == "SupportCase")
    }),
    ("loggedByService eq 'Glasscase' and result eq 'success'", |entry| entry["result"] == "success"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_gives_what_fits_and_nothing_else_in_either_order() {
    let scene = Scene::set().await.with_everything().await;
    let owner = &scene.owner;
    let all = entries(owner, "$top=1000").await;
    for (filter, fits) in FILTERS {
        let expected: Vec<&str> =
            all.iter().filter(|entry| fits(entry)).map(|entry| entry["id"].as_str().unwrap()).collect();
        assert!(!expected.is_empty() && expected.len() < all.len() || filter.contains("logged"), "{filter}");
        assert_eq!(walk(owner, &format!("$top=2&$filter={filter}")).await, expected, "{filter}");
        let mut oldest = walk(owner, &format!("$top=3&$orderby=activityDateTime&$filter={filter}")).await;
        oldest.reverse();
        assert_eq!(oldest, expected, "{filter}");
        assert_eq!(count(owner, filter).await, expected.len(), "{filter}");
        let page = owner.get(&format!("{AUDITS}?$count=true&$top=1&$filter={filter}")).await.done();
        assert_eq!(page.body["@odata.count"], expected.len(), "{filter}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn times_bound_a_search_to_the_microsecond_on_both_sides() {
    let scene = Scene::set().await.with_everything().await;
    let owner = &scene.owner;
    let all = entries(owner, "$top=1000").await;
    let at = |entry: &Value| entry["activityDateTime"].as_str().unwrap().to_owned();
    let middle = at(&all[all.len() / 2]);
    let finer = middle.replace('Z', "5Z");
    for (test, fits) in [
        (format!("ge {middle}"), Box::new(|time: &str| time >= middle.as_str()) as Box<dyn Fn(&str) -> bool>),
        (format!("gt {middle}"), Box::new(|time: &str| time > middle.as_str())),
        (format!("le {middle}"), Box::new(|time: &str| time <= middle.as_str())),
        (format!("lt {middle}"), Box::new(|time: &str| time < middle.as_str())),
        (format!("eq {middle}"), Box::new(|time: &str| time == middle)),
        (format!("gt {finer}"), Box::new(|time: &str| time > middle.as_str())),
        (format!("lt {finer}"), Box::new(|time: &str| time <= middle.as_str())),
        (format!("eq {finer}"), Box::new(|_: &str| false)),
    ] {
        let expected: Vec<&str> =
            all.iter().filter(|entry| fits(&at(entry))).map(|entry| entry["id"].as_str().unwrap()).collect();
        let filter = format!("activityDateTime {test}");
        assert_eq!(walk(owner, &format!("$top=5&$filter={filter}")).await, expected, "{filter}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_found_by_its_path_whatever_its_capitals() {
    let scene = Scene::set().await.with_everything().await;
    let owner = &scene.owner;
    let case = scene.path("{case}");
    let path = format!("/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Support/supportTickets/{case}");
    let all = entries(owner, "$top=1000").await;
    let of_case = |entry: &&Value| {
        entry["targetResources"].as_array().unwrap().iter().any(|target| target["id"] == path.as_str())
    };
    let expected: Vec<&str> = all.iter().filter(of_case).map(|entry| entry["id"].as_str().unwrap()).collect();
    assert!(expected.len() > 8, "{expected:?}");
    for written in [path.clone(), path.to_uppercase()] {
        let filter = format!("$filter=targetResources/any(t: t/id eq '{written}')");
        assert_eq!(walk(owner, &format!("$top=4&{filter}")).await, expected, "{written}");
        let mut oldest = walk(owner, &format!("$top=4&$orderby=activityDateTime asc&{filter}")).await;
        oldest.reverse();
        assert_eq!(oldest, expected, "{written}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_a_snapshot_of_one_customers_log() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    let before = entries(owner, "$top=1000").await;
    let first = owner.get(&format!("{AUDITS}?$top=2")).await.done();
    owner.post("/api/v1/access/lock", &json!({})).await.done();
    let link = first.text("/@odata.nextLink");
    let rest = walk(owner, link.split_once('?').unwrap().1).await;
    let expected: Vec<&str> = before.iter().skip(2).map(|entry| entry["id"].as_str().unwrap()).collect();
    assert_eq!(rest, expected, "what came meanwhile shifts nothing");
    let path = link.strip_prefix(&owner.url).unwrap();
    super::refused(&scene.stranger.get(path).await, 400, "BadRequest", "another list");
    let other = path.replace("desc", "asc");
    super::refused(&owner.get(&other).await, 400, "BadRequest", "another list");
    let auditor = crate::scene::person(owner, &[domain::Role::Auditor], &[]).await;
    auditor.get(path).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_entry_has_the_shape_that_clients_read() {
    let scene = Scene::set().await.with_everything().await;
    let all = entries(&scene.owner, "$top=1000").await;
    assert!(all.len() > 30);
    let mut ids = std::collections::BTreeSet::new();
    for entry in &all {
        let text = |name: &str| entry[name].as_str().unwrap_or_else(|| panic!("{name} of {entry}"));
        assert!(ids.insert(text("id").to_owned()), "{entry}");
        for name in ["activityDisplayName", "category", "operationType", "loggedByService"] {
            assert!(!text(name).is_empty(), "{entry}");
        }
        assert!(["success", "failure", "timeout"].contains(&text("result")), "{entry}");
        assert!(text("activityDateTime").ends_with('Z'));
        assert_eq!(text("correlationId").len(), 36);
        let by = &entry["initiatedBy"];
        assert_ne!(by["user"].is_null(), by["app"].is_null(), "exactly one of both: {entry}");
        assert!(!entry["targetResources"].as_array().unwrap().is_empty(), "{entry}");
        if entry["category"].as_str().unwrap().starts_with("CrossTenant") {
            assert_eq!(entry["targetResources"][0]["modifiedProperties"][0]["displayName"], "tenantId");
        }
        let one = scene.owner.get(&format!("{AUDITS}/{}", text("id"))).await.done();
        let mut alone = one.body.as_object().unwrap().clone();
        assert!(alone.remove("@odata.context").is_some());
        assert_eq!(Value::Object(alone), *entry);
    }
}
