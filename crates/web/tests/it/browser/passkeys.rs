//! Passkeys of each algorithm are made in a browser, and sign consents (`passkeys.cjs`).

use super::script;
use crate::desk::Server;
use crate::scene::Scene;
use serde_json::json;

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
