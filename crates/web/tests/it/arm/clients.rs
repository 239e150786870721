//! Azure's own clients, unmodified but for address and token.

use crate::scene::{SUBSCRIPTION, Scene};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// Where `cargo xtask test` installs what `tests/clients` names.
fn clients() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("clients");
    assert!(folder.is_dir(), "{} is missing; `cargo xtask test` installs it", folder.display());
    folder
}

async fn script(mut program: Command, name: &str, scene: &Scene) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients").join(name);
    let argument =
        json!({ "url": scene.server.url, "token": scene.owner.token, "subscription": SUBSCRIPTION });
    let ended = program.arg(file).arg(argument.to_string()).kill_on_drop(true).output().await.unwrap();
    let told = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{name}: {told}");
    serde_json::from_slice(&ended.stdout).unwrap_or_else(|why| panic!("{name}: {why}: {told}"))
}

/// How often each of these events stands in the log of a case.
async fn told(scene: &Scene, case: &Value, kinds: &[&str]) -> Vec<usize> {
    let case = case.as_str().unwrap();
    let log = scene.owner.get("/api/v1/audit?limit=200").await.done();
    let events = log.body["items"].as_array().unwrap();
    let count = |kind: &&str| {
        events
            .iter()
            .filter(|entry| entry["event"]["type"] == **kind && entry["event"]["case"] == case)
            .count()
    };
    kinds.iter().map(count).collect()
}

#[tokio::test]
async fn the_python_client_works_as_it_is() {
    let scene = Scene::set().await;
    let python = Command::new(clients().join("python/bin/python"));
    let came = script(python, "arm_support.py", &scene).await;
    assert_eq!(came["listed"], json!(["Many-4", "Many-3", "Many-2", "Many-1", "Many-0"]));
    let kinds = ["case_opened", "consent_given", "consent_withdrawn", "case_closed", "case_reopened"];
    assert_eq!(told(&scene, &came["case"], &kinds).await, [1, 4, 1, 2, 1]);
    assert_eq!(told(&scene, &came["case"], &["bundle_attached", "case_changed"]).await[0], 1);
    let shown = scene.owner.get(&format!("/api/v1/cases/{}", came["case"].as_str().unwrap())).await.done();
    assert_eq!((&shown.body["open"], &shown.body["consent"]["state"]), (&json!(false), &json!("none")));
}

#[tokio::test]
async fn the_node_client_works_as_it_is() {
    let scene = Scene::set().await;
    let mut node = Command::new("node");
    node.env("NODE_PATH", clients().join("node/node_modules"));
    let came = script(node, "arm_support.cjs", &scene).await;
    assert_eq!(came["listed"], json!(["Many-2", "Many-1", "Many-0", "Node-1"]));
    let kinds = ["case_opened", "consent_given", "case_changed", "case_closed"];
    assert_eq!(told(&scene, &came["case"], &kinds).await, [1, 1, 1, 1]);
}
