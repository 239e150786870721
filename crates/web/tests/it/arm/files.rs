//! Workspaces and files.

use super::{at, call, open, refused};
use crate::api::{Answer, Api};
use crate::scene::Scene;
use serde_json::{Value, json};

fn sizes(chunk: u64, file: u64, chunks: u64) -> Value {
    json!({ "properties": { "chunkSize": chunk, "fileSize": file, "numberOfChunks": chunks } })
}

async fn begin(api: &Api, workspace: &str, file: &str, sizes: &Value) -> Answer {
    call(api, "PUT", &at(&format!("fileWorkspaces/{workspace}/files/{file}")), sizes).await
}

async fn send(api: &Api, workspace: &str, file: &str, index: u64, content: &str) -> Answer {
    let path = at(&format!("fileWorkspaces/{workspace}/files/{file}/upload"));
    call(api, "POST", &path, &json!({ "chunkIndex": index, "content": content })).await
}

/// The evidence of a ticket, as the API lists it.
async fn evidence(api: &Api, ticket: &Value) -> Vec<Value> {
    let case = ticket["supportTicketId"].as_str().unwrap();
    let list = api.get(&format!("/api/v1/cases/{case}/evidence")).await.done();
    list.body["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn files_wait_for_the_ticket_that_names_their_workspace() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    let made = call(owner, "PUT", &at("fileWorkspaces/Logs"), &json!(null)).await;
    assert_eq!((made.status, made.text("/name")), (201, "Logs".to_owned()));
    for stamp in ["createdOn", "expirationTime"] {
        assert!(made.text(&format!("/properties/{stamp}")).ends_with('Z'));
    }
    let again = owner.request("PUT", &at("fileWorkspaces/logs"));
    assert_eq!(crate::api::answer(again).await, made, "the same, without a body");
    // "hello, world" in two parts.
    let begun = begin(owner, "logs", "a%20log.txt", &sizes(8, 12, 2)).await;
    assert_eq!((begun.status, begun.text("/name")), (201, "a log.txt".to_owned()));
    assert_eq!(begin(owner, "logs", "a%20log.txt", &sizes(8, 12, 2)).await, begun);
    assert_eq!(refused(&begin(owner, "logs", "a%20log.txt", &sizes(8, 11, 2)).await).0, 409);
    assert_eq!(send(owner, "logs", "a%20log.txt", 0, "aGVsbG8sIHc=").await.status, 204);
    assert_eq!(send(owner, "logs", "a%20log.txt", 1, "b3JsZA==").await.status, 204);
    let opened = open(owner, "mail", &json!({ "fileWorkspaceName": "Logs" })).await;
    assert_eq!(opened["fileWorkspaceName"], "Logs");
    let attached = evidence(owner, &opened).await;
    assert_eq!(attached.len(), 1, "{attached:?}");
    let content = format!("/api/v1/evidence/{}/content", attached[0]["collection"].as_str().unwrap());
    // The engineer reads what was handed over, as it was.
    let read = scene.engineer.request("GET", &content).send().await.unwrap().text().await.unwrap();
    assert!(read.contains("hello, world") && read.contains("a log.txt"), "{read}");
    // A part that is sent again is known, and another in its place is not taken.
    assert_eq!(send(owner, "logs", "a%20log.txt", 1, "b3JsZA==").await.status, 204);
    assert_eq!(refused(&send(owner, "logs", "a%20log.txt", 1, "b3JsZB==").await).0, 400, "no strict base64");
    assert_eq!(refused(&send(owner, "logs", "a%20log.txt", 1, "QUJDRA==").await).0, 409);
    assert_eq!(evidence(owner, &opened).await.len(), 1);
    let listed = owner.get(&at("fileWorkspaces/Logs/files")).await.done();
    assert_eq!(listed.body["value"].as_array().unwrap().len(), 1);
    assert_eq!(refused(&owner.get(&at("fileWorkspaces/Logs/files/other")).await), (404, "ResourceNotFound"));
}

#[tokio::test]
async fn every_ticket_has_a_workspace_and_none_takes_anothers() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    let opened = open(owner, "mail", &json!({})).await;
    assert_eq!(opened["fileWorkspaceName"], "mail");
    assert_eq!(begin(owner, "mail", "a.txt", &sizes(3, 3, 1)).await.status, 201);
    assert_eq!(send(owner, "mail", "a.txt", 0, "YWJj").await.status, 204);
    assert_eq!(evidence(owner, &opened).await.len(), 1);
    // A case that was opened on a page has one too.
    let case = scene.path("{case}");
    assert_eq!(owner.get(&at(&format!("fileWorkspaces/{case}"))).await.done().text("/name"), case);
    let put = call(
        owner,
        "PUT",
        &at("supportTickets/other"),
        &super::ticket(&json!({ "fileWorkspaceName": "MAIL" })),
    )
    .await;
    assert_eq!(refused(&put), (400, "InvalidRequestContent"));
    super::patch(owner, "mail", json!({ "status": "closed" })).await.done();
    assert_eq!(refused(&begin(owner, "mail", "b.txt", &sizes(3, 3, 1)).await), (409, "SupportTicketClosed"));
    assert_eq!(refused(&owner.get(&at("fileWorkspaces/none")).await), (404, "ResourceNotFound"));
}

#[tokio::test]
async fn sizes_and_parts_have_their_limits() {
    let scene = Scene::set().await;
    let owner = &scene.owner;
    open(owner, "mail", &json!({})).await;
    for (chunk, file, chunks) in
        [(0, 3, 1), (3, 0, 1), (3, 3, 0), (2_621_441, 3, 1), (2_621_440, 5_242_881, 2), (3, 3, 3), (3, 7, 2)]
    {
        let begun = begin(owner, "mail", "a.txt", &sizes(chunk, file, chunks)).await;
        assert_eq!(refused(&begun), (400, "InvalidRequestContent"), "{chunk} {file} {chunks}");
    }
    for senseless in [json!(-1), json!(1.5), json!("3"), json!(1e300), json!(null)] {
        let body = json!({ "properties": { "chunkSize": senseless, "fileSize": 3, "numberOfChunks": 1 } });
        assert_eq!(refused(&begin(owner, "mail", "a.txt", &body).await).0, 400, "{senseless}");
    }
    assert_eq!(begin(owner, "mail", "a.txt", &sizes(3, 4, 2)).await.status, 201);
    for (index, content) in
        [(0, ""), (0, "YWJjZA=="), (2, "YWJj"), (0, "YWJj\n"), (0, "YW Jj"), (0, "YWJ"), (0, "é")]
    {
        let sent = send(owner, "mail", "a.txt", index, content).await;
        assert_eq!(refused(&sent), (400, "InvalidRequestContent"), "{index} {content}");
    }
    assert_eq!(send(owner, "mail", "a.txt", 1, "YWI=").await.status, 204);
    assert_eq!(
        refused(&send(owner, "mail", "a.txt", 0, "YWJj").await).0,
        400,
        "five bytes, and four were announced"
    );
    assert_eq!(send(owner, "mail", "a.txt", 0, "YWI=").await.status, 204);
    let huge = "A".repeat(5 << 20);
    assert_eq!(refused(&send(owner, "mail", "a.txt", 0, &huge).await), (413, "RequestEntityTooLarge"));
    assert_eq!(refused(&begin(owner, "mail", "a%2Fb", &sizes(3, 3, 1)).await).0, 400);
    assert_eq!(refused(&send(owner, "mail", "none", 0, "YWJj").await), (404, "ResourceNotFound"));
}

#[tokio::test]
async fn the_largest_file_arrives_whole() {
    let scene = Scene::set().await;
    let opened = open(&scene.owner, "mail", &json!({})).await;
    let part = "QUJD".repeat(2_621_439 / 3);
    assert_eq!(begin(&scene.owner, "mail", "big.bin", &sizes(2_621_440, 5_242_878, 2)).await.status, 201);
    for index in [1, 0] {
        assert_eq!(send(&scene.owner, "mail", "big.bin", index, &part).await.status, 204);
    }
    let attached = evidence(&scene.owner, &opened).await;
    let content = format!("/api/v1/evidence/{}/content", attached[0]["collection"].as_str().unwrap());
    let read = scene.owner.request("GET", &content).send().await.unwrap().text().await.unwrap();
    assert_eq!(read.matches(['A', 'B', 'C']).count(), 2 * 2_621_439);
}
