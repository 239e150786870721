//! A passkey is made, enrolled, and signs a consent and an approval, over HTTP as a page does it.

use crate::api::{Answer, Api};
use crate::desk::CONSENT_ORIGIN;
use crate::scene::Scene;
use authenticator::{Algorithm, Ceremony, Passkey};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::{Value, json};

fn base64url(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn challenge(answer: &Answer, options: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(answer.text(&format!("{options}/challenge"))).unwrap()
}

async fn enrol(owner: &Api, passkey: &Passkey, origin: &str) -> Answer {
    let offered =
        owner.post("/api/v1/consent-keys/passkeys/options", &json!({ "language": "fr" })).await.done();
    let ceremony =
        Ceremony::create(&offered.text("/options/rp/id"), origin, &challenge(&offered, "/options"));
    let made = passkey.create(&ceremony);
    let body = json!({
        "label": "Carl's telephone",
        "client_data": base64url(&made.client_data),
        "attestation_object": base64url(&made.attestation_object),
    });
    owner.post("/api/v1/consent-keys/passkeys", &body).await
}

/// What a page sends of a draft that the passkey signed.
fn signed(passkey: &Passkey, drafted: &Answer) -> Value {
    let challenge = challenge(drafted, "/passkey/options");
    let asserted =
        passkey.get(&Ceremony::get(&drafted.text("/passkey/options/rpId"), CONSENT_ORIGIN, &challenge));
    let key = &drafted.body["passkey"]["keys"][base64url(passkey.id())];
    json!({ "signed": { "document": drafted.text("/document"), "key": key, "signature": asserted.text() } })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_enrolled_and_signs() {
    let scene = Scene::set().await;
    let (owner, passkey, case) =
        (&scene.owner, Passkey::new(Algorithm::Rs256), scene.path("/api/v1/cases/{case}"));
    let enrolled = enrol(owner, &passkey, CONSENT_ORIGIN).await.done();
    assert_eq!((enrolled.status, enrolled.text("/algorithm").as_str()), (201, "rs256"));
    let listed = owner.get("/api/v1/consent-keys").await.done();
    assert_eq!(listed.body["items"][0], enrolled.body);

    let terms = json!({ "terms": { "level": "standard" } });
    let drafted = owner.post(&format!("{case}/consent/draft"), &terms).await.done();
    let given = owner.post(&format!("{case}/consent"), &signed(&passkey, &drafted)).await.done();
    assert_eq!(given.body["number"], 2);
    let shown = owner.get(&case).await.done();
    assert_eq!(shown.body["consent"]["signed_by"], enrolled.body["key"]);

    let asked = json!({ "categories": ["euii"], "seconds": 3600, "reason": "to see who" });
    let request = scene.engineer.post(&format!("{case}/requests"), &asked).await.done().text("/request");
    let request = format!("/api/v1/requests/{request}");
    let drafted = owner.post(&format!("{request}/draft"), &json!({})).await.done();
    owner.post(&format!("{request}/approve"), &signed(&passkey, &drafted)).await.done();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_made_or_signed_for_something_else_is_refused_in_words() {
    let scene = Scene::set().await;
    let (owner, passkey, case) =
        (&scene.owner, Passkey::new(Algorithm::Es384), scene.path("/api/v1/cases/{case}"));
    let refused = enrol(owner, &passkey, "https://desk.example").await;
    assert_eq!((refused.status, refused.code()), (422, "invalid"));
    assert!(refused.text("/detail").contains("no origin of this passkey"), "{refused:?}");
    enrol(owner, &passkey, CONSENT_ORIGIN).await.done();
    let draft = async |level: &str| {
        let terms = json!({ "terms": { "level": level } });
        owner.post(&format!("{case}/consent/draft"), &terms).await.done()
    };
    let (narrow, wide) = (draft("standard").await, draft("advanced").await);
    let mut forged = signed(&passkey, &narrow);
    forged["signed"]["document"] = wide.body["document"].clone();
    let refused = owner.post(&format!("{case}/consent"), &forged).await;
    assert_eq!((refused.status, refused.code()), (422, "signature"));
    assert!(refused.text("/detail").contains("another challenge was signed"), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_passkey_a_draft_asks_for_none() {
    let scene = Scene::set().await;
    let terms = json!({ "terms": { "level": "standard" } });
    let drafted = scene.owner.post(&scene.path("/api/v1/cases/{case}/consent/draft"), &terms).await.done();
    assert!(drafted.body.get("passkey").is_none(), "{drafted:?}");
}
