//! A desk whose consents are signed under a name of their own: each name serves its own pages alone, and what goes from one
//! to the other does one thing, once.

use crate::browsing::{Browser, check_headers};
use crate::desk::{CONSENT_ORIGIN, DESK_ORIGIN, Server};
use crate::scene::{Scene, person};
use authenticator::{Algorithm, Ceremony, Passkey};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use domain::Role;
use reqwest::Response;
use reqwest::header::LOCATION;
use serde_json::{Value, json};

const CONSENTS: &str = "consent.desk.example";

fn base64url(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// The text between two others on a page, as a browser reads it.
fn between(page: &str, before: &str, after: &str) -> String {
    let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("no {before} in {page}"));
    let found = rest.split_once(after).unwrap().0;
    found.replace("&#34;", "\"").replace("&#38;", "&").replace("&amp;", "&").replace("&quot;", "\"")
}

async fn text(answer: Response) -> String {
    assert_eq!(answer.status(), 200, "{answer:?}");
    answer.text().await.unwrap()
}

/// Where an answer sends the browser.
fn place(answer: &Response) -> String {
    assert_eq!(answer.status(), 303, "{answer:?}");
    answer.headers()[LOCATION].to_str().unwrap().to_owned()
}

/// Somebody with two names before them.
struct Person {
    desk: Browser,
    consents: Browser,
    token: String,
}

impl Person {
    async fn of(scene: &Scene, token: &str) -> Self {
        let (desk, _) = Browser::sign_in(scene, token).await;
        let token = desk.form_token().await;
        // The worst case: a browser that sends the session's cookie to the other name too.
        Self { consents: desk.at(CONSENTS), desk, token }
    }

    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.desk.send(path, &[fields, &[("_token", &self.token)]].concat(), Some("same-origin")).await
    }

    /// The code with which the desk sends away somebody who wants to make a passkey.
    async fn code_for_passkey(&self) -> String {
        between(&text(self.desk.get("/access").await).await, "https://consent.desk.example/sign#code=", "\"")
    }

    /// The code with which the desk sends away somebody who wants to consent on these terms.
    async fn code_for_consent(&self, case: &str, level: &str) -> String {
        let page = self.send(&format!("{case}/consent/document"), &[("level", level)]).await;
        between(&text(page).await, "https://consent.desk.example/sign#code=", "\"")
    }

    async fn open(&self, code: &str) -> Response {
        self.consents.send("/sign", &[("code", code)], Some("same-origin")).await
    }

    /// Makes a passkey on the consent pages and hands it back.
    async fn make(&self, passkey: &Passkey) -> Response {
        let code = self.code_for_passkey().await;
        let page = text(self.open(&code).await).await;
        let options: Value = serde_json::from_str(&between(&page, "data-create=\"", "\"")).unwrap();
        let challenge = BASE64_URL_SAFE_NO_PAD.decode(options["challenge"].as_str().unwrap()).unwrap();
        let made = passkey.create(&Ceremony::create(CONSENTS, CONSENT_ORIGIN, &challenge));
        let (client_data, attestation) = (base64url(&made.client_data), base64url(&made.attestation_object));
        let brought = [
            ("code", code.as_str()),
            ("client_data", &client_data),
            ("attestation_object", &attestation),
            ("label", "a telephone"),
        ];
        self.send("/signed", &brought).await
    }

    /// What a passkey signs of what the consent pages show: signer and signature.
    async fn sign(&self, passkey: &Passkey, code: &str) -> (String, String) {
        let page = text(self.open(code).await).await;
        let options: Value = serde_json::from_str(&between(&page, "data-get=\"", "\"")).unwrap();
        let keys: Value = serde_json::from_str(&between(&page, "data-keys=\"", "\"")).unwrap();
        let challenge = BASE64_URL_SAFE_NO_PAD.decode(options["challenge"].as_str().unwrap()).unwrap();
        let signature = passkey.get(&Ceremony::get(CONSENTS, CONSENT_ORIGIN, &challenge)).text();
        (keys[base64url(passkey.id())].as_str().unwrap().to_owned(), signature)
    }

    async fn bring(&self, code: &str, (signer, signature): &(String, String)) -> Response {
        self.send("/signed", &[("code", code), ("signer", signer), ("signature", signature)]).await
    }
}

async fn two_names() -> Scene {
    Scene::at(Server::start_with_two_names().await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_made_and_signs_under_the_other_name() {
    let scene = two_names().await;
    let (owner, passkey) =
        (Person::of(&scene, scene.owner.token.as_deref().unwrap()).await, Passkey::new(Algorithm::Es256));
    assert_eq!(place(&owner.make(&passkey).await), "/access#keys");
    let case = scene.path("/cases/{case}");
    let code = owner.code_for_consent(&case, "standard").await;
    let signed = owner.sign(&passkey, &code).await;
    assert_eq!(place(&owner.bring(&code, &signed).await), case);
    let shown = scene.owner.get(&format!("/api/v1{case}")).await.done();
    assert_eq!(shown.body["consent"]["signed_by"], signed.0);

    let asked = json!({ "categories": ["euii"], "seconds": 3600, "reason": "to see who" });
    let asked = scene.engineer.post(&format!("/api/v1{case}/requests"), &asked).await.done();
    let request = format!("/requests/{}", asked.text("/request"));
    let named = scene.ids["case"].as_str();
    let fields = [("case", named), ("category", "euii")];
    let page = text(owner.send(&format!("{request}/document"), &fields).await).await;
    let code = between(&page, "https://consent.desk.example/sign#code=", "\"");
    let signed = owner.sign(&passkey, &code).await;
    assert_eq!(place(&owner.bring(&code, &signed).await), case);

    // Somebody who may enrol no key is shown its text.
    let consenter = person(&scene.owner, &[Role::Consenter], &[]).await;
    let consenter = Person::of(&scene, consenter.token.as_deref().unwrap()).await;
    assert!(text(consenter.make(&Passkey::new(Algorithm::Es384)).await).await.contains("es384\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_does_one_thing_once_for_its_own_person() {
    let scene = two_names().await;
    let (owner, passkey) =
        (Person::of(&scene, scene.owner.token.as_deref().unwrap()).await, Passkey::new(Algorithm::Es256));
    owner.make(&passkey).await;
    let other = person(&scene.owner, &[Role::Owner, Role::Consenter], &[]).await;
    let other = Person::of(&scene, other.token.as_deref().unwrap()).await;
    let case = scene.path("/cases/{case}");
    let wide = owner.code_for_consent(&case, "advanced").await;
    let narrow = owner.code_for_consent(&case, "standard").await;
    let (signed, before) = (owner.sign(&passkey, &narrow).await, scene.owner.log_size().await);
    let check = async |what: &str, answer: Response, status: u16| {
        assert_eq!(answer.status(), status, "{what}");
        check_headers(what, answer.headers());
        assert_eq!(scene.owner.log_size().await, before, "{what}");
    };
    check("opened twice", owner.open(&narrow).await, 410).await;
    check("brought by somebody else", other.bring(&narrow, &signed).await, 410).await;
    check("altered", owner.bring(&format!("B{}", &narrow[1..]), &signed).await, 410).await;
    check("of another document", owner.bring(&wide, &signed).await, 422).await;
    check(
        "from another site",
        owner.consents.send("/sign", &[("code", &wide)], Some("cross-site")).await,
        403,
    )
    .await;
    let foreign = [("code", narrow.as_str()), ("signer", &signed.0), ("signature", &signed.1)];
    check("from no page", owner.desk.send("/signed", &foreign, None).await, 403).await;
    // It is no session, no token and no invitation either.
    assert_eq!(scene.api.with(&narrow).get("/api/v1/me").await.status, 401);
    check("as a token", Browser::new(&scene).send("/sign-in", &[("token", &narrow)], None).await, 401).await;
    check("as an invitation", Browser::new(&scene).send("/welcome", &[("code", &narrow)], None).await, 401)
        .await;

    assert_eq!(place(&owner.bring(&narrow, &signed).await), case);
    assert!(scene.owner.log_size().await > before);
    let again = owner.bring(&narrow, &signed).await;
    assert_eq!(again.status(), 409, "the very same once more is refused by its number");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_name_serves_its_own_pages_alone() {
    let scene = two_names().await;
    let owner = Person::of(&scene, scene.owner.token.as_deref().unwrap()).await;
    let before = scene.owner.log_size().await;
    for path in ["/", "/access", "/sign-in", "/signed", "/cases/new", "/welcome", "/api/openapi.json"] {
        let lost = owner.consents.get(path).await;
        assert_eq!(place(&lost), DESK_ORIGIN, "{path}");
    }
    for path in ["/access/lock", "/sign-in", "/signed", "/me/tokens", "/sign-out", "/api/v1/tokens"] {
        let refused = owner.consents.send(path, &[("_token", &owner.token)], Some("same-origin")).await;
        assert_eq!(refused.status(), 404, "{path}");
        assert!(!refused.text().await.unwrap().contains(&owner.token), "{path}");
    }
    let api = scene.owner.request("GET", "/api/v1/me").header("host", CONSENTS);
    assert_eq!(crate::api::answer(api).await.status, 404);
    assert_eq!(scene.owner.log_size().await, before);
    for page in [owner.consents.get("/sign").await, owner.desk.get("/signed").await] {
        assert_eq!(page.status(), 200);
        check_headers("a landing", page.headers());
        assert_eq!(page.headers()["strict-transport-security"], "max-age=31536000");
    }
    assert_eq!(owner.desk.get("/sign").await.status(), 404);
    assert_eq!(owner.desk.send("/sign", &[("code", "x")], None).await.status(), 404);
    // Where all pages have one name there is no way between two.
    let one = Scene::set().await;
    let (owner, _) = Browser::sign_in(&one, one.owner.token.as_deref().unwrap()).await;
    for path in ["/sign", "/signed"] {
        assert_eq!(owner.get(path).await.status(), 404, "{path}");
    }
    assert!(!text(owner.get("/access").await).await.contains("hand-over"));
}
