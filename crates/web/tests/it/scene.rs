//! Two customers, the vendor's people, and a case in which everything happened once.

use crate::api::Api;
use crate::desk::Server;
use crate::runner::{Collected, Hand, deliver};
use consent::SigningKey;
use domain::{Proof, Role};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What stands when a test begins.
pub(crate) struct Scene {
    pub(crate) server: Server,
    /// Nobody in particular.
    pub(crate) api: Api,
    pub(crate) operator: Api,
    /// The first customer's owner, with every role of a customer's.
    pub(crate) owner: Api,
    /// Another customer's owner, with every role of a customer's.
    pub(crate) stranger: Api,
    /// An engineer of the team that works the case.
    pub(crate) engineer: Api,
    /// The first customer's runner.
    pub(crate) runner: Api,
    pub(crate) hand: Hand,
    /// By placeholder of a path, something of the first customer's.
    pub(crate) ids: BTreeMap<&'static str, String>,
}

/// The subscription that the case is about.
pub(crate) const SUBSCRIPTION: &str = "sub-1";

impl Scene {
    pub(crate) async fn set() -> Self {
        Self::at(Server::start().await).await
    }

    pub(crate) async fn at(server: Server) -> Self {
        let api = Api::new(&server.url);
        let operator = api.with(&redeem(&api, &server.operator_code).await);
        let owner = customer(&api, &operator, "Contoso").await;
        let stranger = customer(&api, &operator, "Fabrikam").await;
        let engineer = person(&operator, &[Role::Engineer], &["support"]).await;
        let (runner, hand) = Hand::enrol(&api, &owner).await;
        let tenant = owner.get("/api/v1/me").await.done().text("/tenant");
        let ids = BTreeMap::from([("tenant", tenant)]);
        let mut scene = Self { server, api, operator, owner, stranger, engineer, runner, hand, ids };
        scene.open_case().await;
        scene
    }

    /// A case with an advanced consent to everything.
    async fn open_case(&mut self) {
        self.owner.post("/api/v1/subscriptions", &json!({ "subscription": SUBSCRIPTION })).await.done();
        let case = self.owner.post("/api/v1/cases", &new_case()).await.done();
        assert_eq!(case.body["consent"], "given");
        self.ids.insert("case", case.text("/case"));
    }

    /// Fills in the rest of the ids: a finished run with its collection, a pending request, and others of each kind.
    pub(crate) async fn with_everything(mut self) -> Self {
        let case = self.path("/api/v1/cases/{case}");
        let run = self.engineer.post(&format!("{case}/runs"), &json!({ "diagnostic": "host-health" })).await;
        let run = run.done().text("/run");
        let collection = deliver(&self.runner, &self.hand, &run, &Collected::default()).await.collection;
        let asked = json!({ "categories": ["euii"], "seconds": 3600, "reason": "to see who" });
        let request = self.engineer.post(&format!("{case}/requests"), &asked).await.done();
        let person = self.owner.post("/api/v1/people", &somebody(&[Role::Author], &[])).await.done();
        let token = self.owner.post("/api/v1/tokens", &json!({ "label": "spare", "days": 1 })).await.done();
        let invited = self.owner.post("/api/v1/runners/invitations", &json!({})).await.done();
        let key = self.with_a_signed_consent(&case).await;
        let dry_run =
            self.owner.post("/api/v1/dry-runs", &json!({ "diagnostic": "host-health" })).await.done();
        let webhook = json!({ "form": "webhook", "address": "http://127.0.0.1:9/" });
        let destination = self.owner.post("/api/v1/destinations", &webhook).await.done();
        self.ids.extend([
            ("run", run),
            ("dry_run", dry_run.text("/run")),
            ("collection", collection),
            ("request", request.text("/request")),
            ("person", person.text("/person")),
            ("token", token.text("/token")),
            ("runner", invited.text("/runner")),
            ("key", key),
            ("destination", destination.text("/destination")),
        ]);
        self
    }

    /// Enrols a consent key, which ends the consent that nobody signed, and gives it again, signed. Gives the key.
    async fn with_a_signed_consent(&self, case: &str) -> String {
        let key = SigningKey::from_seed(&[5; 32]).unwrap();
        let enrol = json!({ "algorithm": "ed25519", "public_key": key.public().text(), "label": "ours" });
        let enrolled = self.owner.post("/api/v1/consent-keys", &enrol).await.done().text("/key");
        let terms = json!({ "terms": new_case()["consent"] });
        let drafted = self.owner.post(&format!("{case}/consent/draft"), &terms).await.done();
        let challenge = drafted.text("/challenge").parse().unwrap();
        let Proof::Key { key, signature } = key.sign(&challenge) else { unreachable!("a key signs") };
        let signed = json!({ "document": drafted.text("/document"), "key": key, "signature": signature });
        self.owner.post(&format!("{case}/consent"), &json!({ "signed": signed })).await.done();
        enrolled
    }

    /// `path` with the ids of what stands.
    pub(crate) fn path(&self, path: &str) -> String {
        fill(path, &self.ids)
    }
}

/// `path` with each placeholder replaced.
pub(crate) fn fill(path: &str, ids: &BTreeMap<&'static str, String>) -> String {
    ids.iter().fold(path.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id))
}

pub(crate) fn new_case() -> Value {
    json!({
        "subscriptions": [SUBSCRIPTION],
        "service": "identity",
        "nature": "sign-in",
        "severity": "critical",
        "title": "Nobody can sign in",
        "text": "Since nine o'clock.",
        "consent": {
            "level": "advanced",
            "categories":
                ["support_data", "account_data", "system_metadata", "oii", "euii", "eupi"],
        },
    })
}

/// Somebody who is not on record yet.
pub(crate) fn somebody(roles: &[Role], teams: &[&str]) -> Value {
    static COUNT: AtomicUsize = AtomicUsize::new(1);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    json!({ "name": "Ada", "upn": format!("ada-{number}@contoso.example"), "roles": roles, "teams": teams })
}

/// Adds somebody to the manager's organisation and gives them a token.
pub(crate) async fn person(manager: &Api, roles: &[Role], teams: &[&str]) -> Api {
    let person = manager.post("/api/v1/people", &somebody(roles, teams)).await.done().text("/person");
    let new = json!({ "person": person, "label": "test", "days": 1 });
    manager.with(&manager.post("/api/v1/tokens", &new).await.done().text("/secret"))
}

async fn customer(api: &Api, operator: &Api, name: &str) -> Api {
    let created = operator.post("/api/v1/tenants", &json!({ "name": name })).await.done();
    api.with(&redeem(api, &created.text("/owner/code")).await)
}

pub(crate) async fn redeem(api: &Api, code: &str) -> String {
    api.post("/api/v1/invitations/redeem", &json!({ "code": code })).await.done().text("/secret")
}
