//! What is wrong with keys, documents, forms and addresses is told on a French page in French, and exactly over the API.

use crate::browsing::Browser;
use crate::scene::Scene;
use serde_json::json;

/// Words of those who read keys, forms and addresses.
const ENGLISH: [&str; 8] =
    ["missing field", "expected", "invalid", "not the", "is no ", "the public key", "query", "copy it"];

#[tokio::test(flavor = "multi_thread")]
async fn no_fault_is_told_in_english_on_a_french_page() {
    let scene = Scene::set().await;
    let (browser, _) = Browser::sign_in(&scene, scene.owner.token.as_deref().unwrap()).await;
    let browser = browser.in_french().await;
    let token = browser.form_token().await;
    let case = scene.path("/cases/{case}");
    let (messages, consent, terms) =
        (format!("{case}/messages"), format!("{case}/consent"), format!("{case}/consent?level=total"));
    let key = |algorithm, text| [("algorithm", algorithm), ("public_key", text), ("label", "k")];
    for (path, fields, words) in [
        ("/access/keys", &key("ed25519", "AAAA")[..], "clé publique entière"),
        ("/access/keys", &key("dsa", "AAAA"), "dsa"),
        (
            "/access/keys/passkey",
            &[("label", "k"), ("client_data", "*"), ("attestation_object", "*")],
            "endommagé",
        ),
        (&messages, &[], "à remplir"),
        (
            &consent,
            &[("level", "advanced"), ("chosen", "true"), ("printed", "hello")],
            "glasscase consent sign",
        ),
        ("/systems/subscriptions", &[("subscription", "")], "n’est pas un nom possible"),
    ] {
        let fields = [fields, &[("_token", token.as_str())]].concat();
        check(browser.send(path, &fields, None).await, path, words).await;
    }
    for (path, words) in [
        ("/audit?since=demain", "n’est pas un jour"),
        ("/audit?before=x", "n’a pas de sens"),
        (&terms, "n’a pas de sens"),
        ("/nowhere", "rien à cette adresse"),
    ] {
        check(browser.get(path).await, path, words).await;
    }
    // Over the API the exact words stand.
    let bad = json!({ "algorithm": "ed25519", "public_key": "AAAA", "label": "k" });
    let refused = scene.owner.post("/api/v1/consent-keys", &bad).await;
    assert_eq!((refused.status, refused.code()), (422, "invalid"));
    assert!(refused.text("/detail").contains("copy it again, whole"), "{refused:?}");
}

async fn check(answer: reqwest::Response, path: &str, words: &str) {
    assert!(answer.status().is_client_error(), "{path}: {}", answer.status());
    let page = answer.text().await.unwrap();
    let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    assert!(main.contains(words), "{path}: {main}");
    let english = ENGLISH.iter().find(|words| main.contains(**words));
    assert_eq!(english, None, "{path}: {main}");
}
