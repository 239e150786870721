//! Tickets: what is given is read back, names, lists and their pages, updates.

use super::{at, call, open, patch, refused, show, ticket};
use crate::api::Api;
use crate::scene::Scene;
use serde_json::{Value, json};

async fn names(api: &Api, query: &str) -> Vec<String> {
    let listed = api.get(&at(&format!("supportTickets{query}"))).await.done();
    let items = listed.body["value"].as_array().unwrap();
    items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_is_given_is_read_back() {
    let scene = Scene::set().await;
    let given = json!({
        "title": " Nobody  can sign in ",
        "description": "Since nine o'clock.\n\n\u{1f600} é\n",
        "severity": "HighestCriticalImpact",
        "problemStartTime": "2026-01-15T10:30:00+01:00",
        "problemScopingQuestions": "{\"a\":1}",
        "require24X7Response": "yes",
        "enrollmentId": "E1",
        "supportPlanId": "P1",
        "technicalTicketDetails": { "resourceId": "/a/b", "other": 1 },
        "quotaTicketDetails": {
            "quotaChangeRequestSubType": "Account", "quotaChangeRequestVersion": "1.0",
            "quotaChangeRequests": [{ "region": "EastUS", "payload": "{}" }],
        },
        "secondaryConsent": [{ "type": "diagnostics", "userConsent": "Yes" }],
    });
    let read = open(&scene.owner, "mail", &given).await;
    for (name, value) in given.as_object().unwrap() {
        let expected = match name.as_str() {
            "severity" => json!("highestcriticalimpact"),
            "problemStartTime" => json!("2026-01-15T09:30:00.000000Z"),
            "require24X7Response" => json!("Yes"),
            "technicalTicketDetails" => json!({ "resourceId": "/a/b" }),
            _ => value.clone(),
        };
        assert_eq!(read[name], expected, "{name}");
    }
    assert_eq!(read["contactDetails"], ticket(&json!({}))["properties"]["contactDetails"]);
    assert_eq!((&read["status"], &read["isTemporaryTicket"]), (&json!("Open"), &json!("No")));
    assert!(read["serviceDisplayName"].is_string() && read["problemClassificationDisplayName"].is_string());
    assert!(read["createdDate"].as_str().unwrap().ends_with('Z'));
    // The desk's own face tells the same case.
    let case =
        scene.owner.get(&format!("/api/v1/cases/{}", read["supportTicketId"].as_str().unwrap())).await.done();
    assert_eq!(case.text("/title"), "Nobody  can sign in");
    assert_eq!(case.body["messages"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_missing_or_makes_no_sense_is_named() {
    let scene = Scene::set().await;
    let before = scene.owner.log_size().await;
    let contact = |name: &str, value: Value| {
        let mut contact = ticket(&json!({}))["properties"]["contactDetails"].clone();
        contact[name] = value;
        json!({ "contactDetails": contact })
    };
    for changes in [
        json!({ "title": null }),
        json!({ "title": " " }),
        json!({ "title": "x".repeat(201) }),
        json!({ "description": 7 }),
        json!({ "description": "x".repeat(20_001) }),
        json!({ "serviceId": "/providers/Microsoft.Support/services/none" }),
        json!({ "problemClassificationId": "sign-in" }),
        json!({ "serviceId": "/providers/Microsoft.Support/services/mail" }),
        json!({ "severity": "urgent" }),
        json!({ "severity": null }),
        json!({ "advancedDiagnosticConsent": "maybe" }),
        json!({ "contactDetails": null }),
        json!({ "contactDetails": ["Ada", "Lovelace"] }),
        contact("firstName", json!(null)),
        contact("country", json!("FR")),
        contact("primaryEmailAddress", json!("ada")),
        contact("preferredContactMethod", json!("phone")),
        contact("additionalEmailAddresses", json!(["ada"])),
        json!({ "secondaryConsent": [{ "type": "other", "userConsent": "Yes" }] }),
        json!({ "secondaryConsent": [{ "type": "diagnostics" }] }),
        json!({ "problemStartTime": "2026-01-15T09:30:00" }),
        json!({ "fileWorkspaceName": "a/b" }),
    ] {
        let put = call(&scene.owner, "PUT", &at("supportTickets/mail"), &ticket(&changes)).await;
        assert_eq!(refused(&put), (400, "InvalidRequestContent"), "{changes:.60}");
        assert!(put.body["error"]["target"].is_string(), "{put:?}");
    }
    for name in ["a%20b", "é", "a%2Fb", &"x".repeat(129), "a%27b"] {
        let put =
            call(&scene.owner, "PUT", &at(&format!("supportTickets/{name}")), &ticket(&json!({}))).await;
        assert_eq!(refused(&put), (400, "InvalidRequestContent"), "{name:.20}");
    }
    assert_eq!(scene.owner.log_size().await, before);
}

#[tokio::test]
async fn the_same_put_again_makes_no_second_case_and_another_is_refused() {
    let scene = Scene::set().await;
    let first = open(&scene.owner, "Mail", &json!({})).await;
    let before = scene.owner.log_size().await;
    assert_eq!(open(&scene.owner, "mail", &json!({})).await, first);
    // Also after the case went on.
    patch(&scene.owner, "mail", json!({ "contactDetails": { "firstName": "Augusta" } })).await.done();
    let again = open(&scene.owner, "MAIL", &json!({})).await;
    assert_eq!(again["supportTicketId"], first["supportTicketId"]);
    assert_eq!(again["contactDetails"]["firstName"], "Augusta");
    assert_eq!(scene.owner.log_size().await, before + 1);
    let other =
        call(&scene.owner, "PUT", &at("supportTickets/mail"), &ticket(&json!({ "title": "Other" }))).await;
    assert_eq!(refused(&other), (409, "SupportTicketAlreadyExists"));
    let path = at("supportTickets/Mail");
    assert_eq!(scene.owner.get(&path).await.done().text("/name"), "Mail", "as it was opened");
}

#[tokio::test]
async fn many_that_open_under_one_name_at_once_open_one_case() {
    let scene = Scene::set().await;
    let opening = (0..8).map(|_| async {
        call(&scene.owner, "PUT", &at("supportTickets/mail"), &ticket(&json!({}))).await.status
    });
    let statuses = futures::future::join_all(opening).await;
    assert!(statuses.iter().all(|status| *status == 202), "{statuses:?}");
    assert_eq!(names(&scene.owner, "").await.len(), 2, "with the one that was there");
}

#[tokio::test]
async fn names_are_checked() {
    let scene = Scene::set().await;
    open(&scene.owner, "mail", &json!({})).await;
    let check = async |name: &str| {
        let body = json!({ "name": name, "type": "Microsoft.Support/supportTickets" });
        let checked = call(&scene.owner, "POST", &at("checkNameAvailability"), &body).await.done();
        (checked.body["nameAvailable"].as_bool().unwrap(), checked.text("/reason"))
    };
    assert_eq!(check("other").await, (true, String::new()));
    assert_eq!(check("MAIL").await, (false, "AlreadyExists".to_owned()));
    assert_eq!(check("a b").await, (false, "Invalid".to_owned()));
    let body = json!({ "name": "x", "type": "Microsoft.Support/other" });
    assert_eq!(refused(&call(&scene.owner, "POST", &at("checkNameAvailability"), &body).await).0, 400);
    let said = json!({ "properties": { "subject": "More", "body": "Worse." } });
    call(&scene.owner, "PUT", &at("supportTickets/mail/communications/hello"), &said).await.done();
    let body = json!({ "name": "Hello", "type": "Microsoft.Support/communications" });
    let path = at("supportTickets/mail/checkNameAvailability");
    assert_eq!(call(&scene.owner, "POST", &path, &body).await.done().body["nameAvailable"], false);
}

#[tokio::test]
async fn cases_that_were_opened_elsewhere_are_tickets_under_their_ids() {
    let scene = Scene::set().await;
    let case = scene.path("{case}");
    assert_eq!(names(&scene.owner, "").await, [case.as_str()]);
    let shown = show(&scene.owner, &case).await;
    assert_eq!(
        (&shown["title"], &shown["description"]),
        (&json!("Nobody can sign in"), &json!("Since nine o'clock."))
    );
    assert_eq!(shown["advancedDiagnosticConsent"], "Yes");
    patch(&scene.owner, &case, json!({ "severity": "minimal", "contactDetails": null })).await.done();
    let contact = patch(&scene.owner, &case, json!({ "contactDetails": { "firstName": "A" } })).await;
    assert_eq!(refused(&contact), (400, "InvalidRequestContent"), "nothing would keep it");
    // A case that has a name is not called by its id.
    let named = open(&scene.owner, "mail", &json!({})).await;
    let by_id =
        scene.owner.get(&at(&format!("supportTickets/{}", named["supportTicketId"].as_str().unwrap()))).await;
    assert_eq!(refused(&by_id), (404, "ResourceNotFound"));
}

#[tokio::test]
async fn pages_neither_repeat_nor_hide() {
    let scene = Scene::set().await;
    for number in 0..5 {
        open(&scene.owner, &format!("t{number}"), &json!({})).await;
    }
    let (mut seen, mut path) = (Vec::new(), at("supportTickets?%24top=2&$filter=status%20eq+'Open'"));
    loop {
        let page = scene.owner.get(&path).await.done();
        seen.extend(page.body["value"].as_array().unwrap().iter().map(|one| one["name"].clone()));
        let Some(next) = page.body["nextLink"].as_str() else { break };
        assert!(next.contains("%24top=2") && next.contains("filter"), "{next}");
        path = next.strip_prefix(&scene.server.url).unwrap().to_owned();
        open(&scene.owner, &format!("between{}", seen.len()), &json!({})).await;
    }
    assert_eq!(seen, ["t4", "t3", "t2", "t1", "t0", &scene.path("{case}")]);
    let next = scene.owner.get(&at("supportTickets?$top=1")).await.done().text("/nextLink");
    let token = next.rsplit_once("skiptoken=").unwrap().1.to_owned();
    assert!(token.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)), "{token}");
    scene.stranger.post("/api/v1/subscriptions", &json!({ "subscription": "sub-2" })).await.done();
    let root = super::under("/subscriptions/sub-2", &format!("supportTickets?$skiptoken={token}"));
    assert_eq!(refused(&scene.stranger.get(&root).await).0, 400, "made for another organisation");
    for bad in ["x", "1.x", "%00", &"9".repeat(40)] {
        let got = scene.owner.get(&at(&format!("supportTickets?$skiptoken={bad}"))).await;
        assert_eq!(refused(&got), (400, "InvalidRequestContent"), "{bad}");
    }
}

#[tokio::test]
async fn lists_are_filtered() {
    let scene = Scene::set().await;
    let first = open(&scene.owner, "first", &json!({})).await;
    let second = open(&scene.owner, "second", &json!({})).await;
    patch(&scene.owner, "first", json!({ "status": "closed" })).await.done();
    let service = "/Providers/Microsoft.Support/services/IDENTITY";
    let at = |ticket: &Value| ticket["createdDate"].as_str().unwrap().to_owned();
    let case = scene.path("{case}");
    for (filter, expected) in [
        ("Status eq 'closed'".to_owned(), vec!["first"]),
        (format!("createdDate gt {}", at(&first)), vec!["second"]),
        (format!("createdDate ge {} and status eq 'Open'", at(&first)), vec!["second"]),
        (format!("createdDate ge {}", at(&second).replace('Z', "+00:00")), vec!["second"]),
        (format!("serviceId eq '{service}'"), vec!["second", "first", case.as_str()]),
        (
            format!(
                "problemClassificationId eq '{service}/problemClassifications/sign-in' and status eq 'Closed'"
            ),
            vec!["first"],
        ),
        ("serviceId eq 'none'".to_owned(), vec![]),
        ("problemClassificationId eq 'none'".to_owned(), vec![]),
    ] {
        assert_eq!(names(&scene.owner, &format!("?$filter={filter}")).await, expected, "{filter}");
    }
    for bad in [
        "status",
        "status eq Open'",
        "title eq 'a'",
        "status ne 'Open'",
        "createdDate ge 2026-01-15T09:30:00",
        "createdDate ge yesterday",
        "status eq 'Other'",
        "status eq 'Open' or status eq 'Closed'",
    ] {
        let got = scene.owner.get(&super::at(&format!("supportTickets?$filter={bad}"))).await;
        assert_eq!(refused(&got), (400, "InvalidFilter"), "{bad}");
    }
    for top in ["0", "101", "-1", "x", "99999999999999999999"] {
        let got = scene.owner.get(&super::at(&format!("supportTickets?$top={top}"))).await;
        assert_eq!(refused(&got), (400, "InvalidRequestContent"), "{top}");
    }
}

#[tokio::test]
async fn an_update_is_done_whole_or_not_at_all() {
    let scene = Scene::set().await;
    let opened = open(&scene.owner, "mail", &json!({})).await;
    for update in [
        json!({ "severity": "critical", "status": "paused" }),
        json!({ "severity": "critical", "advancedDiagnosticConsent": true }),
        json!({ "severity": "critical", "contactDetails": { "country": "France" } }),
        json!({ "severity": "critical", "contactDetails": { "preferredContactMethod": "phone" } }),
        json!({ "severity": "critical", "secondaryConsent": {} }),
    ] {
        assert_eq!(refused(&patch(&scene.owner, "mail", update).await), (400, "InvalidRequestContent"));
    }
    assert_eq!(show(&scene.owner, "mail").await, opened);
    let nothing = json!({ "severity": null, "status": null, "contactDetails": null, "secondaryConsent": null, "unknown": 1 });
    assert_eq!(patch(&scene.owner, "mail", nothing).await.done().body["properties"], opened);
    let update =
        json!({ "severity": "Critical", "contactDetails": { "phoneNumber": "+33 1", "firstName": null } });
    let updated = patch(&scene.owner, "mail", update).await.done().body["properties"].clone();
    assert_eq!(
        (&updated["severity"], &updated["contactDetails"]["phoneNumber"]),
        (&json!("critical"), &json!("+33 1"))
    );
    assert_eq!(updated["contactDetails"]["firstName"], "Ada");
    assert!(updated["modifiedDate"].as_str() > opened["modifiedDate"].as_str());
    assert_eq!(refused(&patch(&scene.owner, "none", json!({})).await), (404, "ResourceNotFound"));
}

#[tokio::test]
async fn communications_are_paged_by_ten() {
    let scene = Scene::set().await;
    open(&scene.owner, "mail", &json!({})).await;
    let write = async |name: &str, body: &str| {
        let said = json!({ "properties": { "subject": "More", "body": body } });
        call(&scene.owner, "PUT", &at(&format!("supportTickets/mail/communications/{name}")), &said).await
    };
    for number in 0..12 {
        assert_eq!(write(&format!("m{number}"), " Worse. ").await.status, 202);
    }
    assert_eq!(write("M0", " Worse. ").await.status, 202, "the same again");
    assert_eq!(refused(&write("m0", "Better.").await), (409, "CommunicationAlreadyExists"));
    assert_eq!(refused(&write("m12", "").await), (400, "InvalidRequestContent"));
    let first = scene.owner.get(&at("supportTickets/mail/communications")).await.done();
    assert_eq!(first.body["value"].as_array().unwrap().len(), 10);
    assert_eq!(first.body["value"][0]["properties"]["body"], " Worse. ");
    let next = first.text("/nextLink");
    let second = scene.owner.get(next.strip_prefix(&scene.server.url).unwrap()).await.done();
    let rest: Vec<_> =
        second.body["value"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!(rest, ["m1", "m0"]);
    assert!(second.body.get("nextLink").is_none());
    let phone =
        scene.owner.get(&at("supportTickets/mail/communications?$filter=communicationType eq 'phone'")).await;
    assert_eq!(phone.done().body["value"], json!([]));
    assert_eq!(refused(&scene.owner.get(&at("supportTickets/mail/communications?$top=11")).await).0, 400);
    patch(&scene.owner, "mail", json!({ "status": "closed" })).await.done();
    assert_eq!(refused(&write("late", "Late.").await), (409, "SupportTicketClosed"));
    assert_eq!(
        scene.owner.get(&at("supportTickets/mail/chatTranscripts")).await.done().body["value"],
        json!([])
    );
    assert_eq!(
        refused(&scene.owner.get(&at("supportTickets/mail/chatTranscripts/a")).await),
        (404, "ResourceNotFound")
    );
}
