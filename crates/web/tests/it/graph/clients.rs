//! Microsoft's own clients, as they come: in Python and in JavaScript.

use super::{OWN, PARTNERS};
use crate::desk::{SUPPORT, Server};
use crate::scene::Scene;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// Where `cargo xtask test` installs what `tests/clients` names.
fn installed(what: &str) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("clients").join(what);
    assert!(place.exists(), "{} is missing; `cargo xtask test` installs it", place.display());
    place
}

/// Runs a script and gives the JSON that it printed.
async fn script(mut program: Command, name: &str, argument: &Value) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients").join(name);
    let ended = program.arg(file).arg(argument.to_string()).kill_on_drop(true).output().await.unwrap();
    let told = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{name}: {told}");
    serde_json::from_slice(&ended.stdout).unwrap_or_else(|why| panic!("{name}: {why}: {told}"))
}

fn given(scene: &Scene) -> Value {
    json!({
        "url": scene.server.url, "token": scene.owner.token, "vendor": scene.engineer.token, "support": SUPPORT,
        "own": OWN,
    })
}

/// All entries of the first customer's log, newest first.
async fn log(scene: &Scene) -> Vec<Value> {
    super::entries(&scene.owner, "$top=1000").await
}

fn ids(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["id"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_python_sdk_reads_the_log_and_keeps_partners() {
    let scene = Scene::set().await.with_everything().await;
    let log = log(&scene).await;
    let mut python = Command::new(installed("python/bin/python"));
    python.env("PYTHONDONTWRITEBYTECODE", "1");
    let saw = script(python, "graph.py", &given(&scene)).await;
    let audits = &saw["audits"];
    let every = audits["every"].as_array().unwrap();
    assert_eq!(ids(every), ids(&log), "page by page it is the whole log");
    let policies = log.iter().filter(|entry| entry["category"] == "Policy").count();
    assert_eq!(audits["counted"], policies);
    assert_eq!(audits["one"], every[0]);
    assert_eq!(audits["since"][0], every[0]["id"]);
    assert_eq!(audits["oldest"], json!([every[every.len() - 1]["id"], every[every.len() - 2]["id"]]));
    let added =
        every.iter().find(|entry| entry["activity"] == "Add a partner to cross-tenant access setting");
    let added = added.unwrap();
    assert_eq!(added["modified"][0], json!(["tenantId", null, format!("\"{SUPPORT}\"")]));
    let run = every.iter().find(|entry| entry["activity"] == "Run diagnostic").unwrap();
    assert_eq!((&run["user"], &run["app"]), (&Value::Null, &json!("AssistAPI")));
    assert_eq!(run["details"]["engineerName"], "Ada");
    assert_eq!(
        audits["failures"],
        json!({
            "filter": [400, "BadRequest", true, true], "top": [400, "BadRequest", true, true],
            "unknown": [404, "Request_ResourceNotFound", true, true],
            "delete": [405, "MethodNotAllowed", true, true],
        })
    );
    let partners = &saw["partners"];
    assert_eq!(partners["made"], json!([OWN, false, true]), "a partner by hand is no service provider");
    assert_eq!(partners["again"], json!([409, "Conflict", true, true]));
    assert_eq!(partners["changed"], json!([true, true, "blocked", "AllUsers"]));
    assert_eq!(partners["listed"], json!([[SUPPORT, true], [OWN, false]]));
    assert_eq!(partners["default"], json!([true, false]));
    assert_eq!(partners["policy"], "Cross-tenant access policy");
    assert_eq!(partners["by_hand"], json!([403, "Authorization_RequestDenied", true, true]));
    let gone = json!([404, "Request_ResourceNotFound", true, true]);
    assert_eq!(partners["gone"], json!([gone, gone]));
    assert_eq!(saw["nobody"], json!([401, "InvalidAuthenticationToken", true, true]));
    let denied = json!([403, "Authorization_RequestDenied", true, true]);
    assert_eq!(saw["vendor"], json!([denied, denied]));
    let access = scene.owner.get("/api/v1/access").await.done();
    assert_eq!(access.body["partner"], Value::Null, "deleting the support partner withdrew the consent");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_javascript_client_reads_the_log_and_keeps_partners() {
    let scene = Scene::at(Server::start_behind_tls().await).await.with_everything().await;
    let log = log(&scene).await;
    let mut node = Command::new("node");
    node.env("NODE_PATH", installed("node/node_modules"));
    let saw = script(node, "graph.cjs", &given(&scene)).await;
    let audits = &saw["audits"];
    assert_eq!(ids(audits["every"].as_array().unwrap()), ids(&log), "page by page it is the whole log");
    let policies = log.iter().filter(|entry| entry["category"] == "Policy").count();
    assert_eq!(audits["counted"], policies);
    assert_eq!(audits["one"], log[0]["id"]);
    assert!(audits["since"].as_u64().unwrap() >= 1);
    assert_eq!(audits["selected"], json!(["category", "id"]));
    assert_eq!(audits["oldest"], json!([log[log.len() - 1]["id"], log[log.len() - 2]["id"]]));
    assert_eq!(
        audits["failures"],
        json!({
            "filter": [400, "BadRequest", true, true], "post": [405, "MethodNotAllowed", true, true],
            "unknown": [404, "Request_ResourceNotFound", true, true],
        })
    );
    let partners = &saw["partners"];
    assert_eq!(partners["made"], OWN);
    assert_eq!(partners["changed"], json!([null, { "inboundAllowed": true, "outboundAllowed": null }]));
    assert_eq!(
        partners["constraints"],
        json!(["#microsoft.graph.delegatedAdminServiceProviderConstraints", 1])
    );
    assert_eq!(partners["none"][0], 404);
    assert_eq!(partners["left"], json!([SUPPORT]));
    assert_eq!(saw["nobody"], json!([401, "InvalidAuthenticationToken", true, true]));
    assert_eq!(saw["vendor"], json!([403, "Authorization_RequestDenied", true, true]));
    assert_eq!(scene.owner.get(PARTNERS).await.done().body["value"].as_array().unwrap().len(), 1);
}
