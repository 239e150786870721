//! A real browser with a virtual authenticator makes passkeys and signs consents (`tests/browser/passkeys.cjs`).

use crate::desk::Server;
use crate::scene::Scene;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// Where `cargo xtask test` installs what `tests/browser/package.json` names.
fn node_modules() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("browser").join("node_modules");
    assert!(folder.is_dir(), "{} is missing; `cargo xtask test` installs it", folder.display());
    folder
}

/// Runs a script with one argument, and gives the JSON that it printed.
async fn script(name: &str, argument: &Value) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser").join(name);
    let mut node = Command::new("node");
    node.arg(file).arg(argument.to_string()).env("NODE_PATH", node_modules()).kill_on_drop(true);
    let ended = node.output().await.expect("node starts");
    let told = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{name}: {told}");
    serde_json::from_slice(&ended.stdout).unwrap_or_else(|why| panic!("{name}: {why}: {told}"))
}

/// A passkey of this COSE algorithm is made in Chromium, enrolled, and signs a consent.
async fn check(algorithm: i32, name: &str) {
    let (server, origin) = Server::start_for_browsers().await;
    let scene = Scene::at(server).await;
    // Chromium's own sandbox wants rights that a container does not have; it loads nothing but this server here.
    let argument = json!({
        "browser": "/usr/bin/chromium", "arguments": ["--no-sandbox"], "origin": origin, "algorithm": algorithm,
        "token": scene.owner.token, "case": scene.ids["case"],
    });
    let done = script("passkeys.cjs", &argument).await;
    assert_eq!(done["enrolled"]["status"], 201, "{done}");
    assert_eq!(done["enrolled"]["body"]["algorithm"], name);
    assert_eq!(done["given"]["status"], 201, "{done}");
    let shown = scene.owner.get(&scene.path("/api/v1/cases/{case}")).await.done();
    assert_eq!(shown.body["consent"]["signed_by"], done["enrolled"]["body"]["key"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_es256_passkey_in_a_browser_signs_a_consent() {
    check(-7, "es256").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_rs256_passkey_in_a_browser_signs_a_consent() {
    check(-257, "rs256").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_eddsa_passkey_in_a_browser_signs_a_consent() {
    check(-8, "eddsa").await;
}
