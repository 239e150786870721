//! A desk on a fresh SQLite database, served on loopback, for benchmarks.

#![expect(clippy::unwrap_used, reason = "a benchmark ends where something is not as it should be")]

use domain::TenantId;
use operations::clock::{Clock, SystemClock};
use operations::{Desk, Installation, RelyingParty};
use reqwest::Client;
use serde_json::{Value, json};
use std::sync::Arc;
use store::{Location, Options, Store};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

pub(crate) async fn desk(folder: &TempDir) -> (Desk, Store) {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let now = Arc::clone(&clock);
    let database = Location::Sqlite(folder.path().join("desk.db"));
    let store = Store::open(&database, Options::new(move || now.now())).await.unwrap();
    let vault = vault::Vault::open(&folder.path().join("vault"), &folder.path().join("keyring")).unwrap();
    let site = Some(RelyingParty::at("https://desk.example").unwrap());
    let installation = Installation {
        support_tenant: "b4c546a4-7dac-46a6-a7dd-ed822a11efd3".parse().unwrap(),
        support_name: "support.example".to_owned(),
        applications: operations::Applications::default(),
        consent_site: site.clone(),
        sign_in_site: site,
    };
    let catalogue = diagnostics::Catalogue::built_in();
    let log_key = ledger::LogKey::from_seed("desk.example", &[7; 32]).unwrap();
    (Desk::new(store.clone(), vault, clock, catalogue, log_key, installation), store)
}

/// Serves on loopback; gives the address and the tokens of the operator and of a customer's owner.
pub(crate) async fn serve(desk: &Desk) -> (String, String, String) {
    let operator = operations::first_start(desk).await.unwrap().unwrap().code;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = web::router(desk.clone(), web::Site::default(), CancellationToken::new());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let operator = redeem(&url, &operator).await;
    let made = post(&url, Some(&operator), "tenants", &json!({ "name": "Contoso" })).await;
    let owner = redeem(&url, made["owner"]["code"].as_str().unwrap()).await;
    post(&url, Some(&owner), "subscriptions", &json!({ "subscription": "sub-1" })).await;
    (url, operator, owner)
}

pub(crate) async fn redeem(url: &str, code: &str) -> String {
    let made = post(url, None, "invitations/redeem", &json!({ "code": code })).await;
    made["secret"].as_str().unwrap().to_owned()
}

pub(crate) async fn post(url: &str, token: Option<&str>, path: &str, body: &Value) -> Value {
    let request = Client::new().post(format!("{url}/api/v1/{path}")).json(body);
    let request = match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    };
    request.send().await.unwrap().error_for_status().unwrap().json().await.unwrap()
}

pub(crate) async fn tenant_of(url: &str, owner: &str) -> TenantId {
    let request = Client::new().get(format!("{url}/api/v1/me")).bearer_auth(owner);
    let me: Value = request.send().await.unwrap().json().await.unwrap();
    me["tenant"].as_str().unwrap().parse().unwrap()
}
