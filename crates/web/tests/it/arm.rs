//! The face of Azure Support over real HTTP: plain requests for every trap, and the public clients as they are.

mod clients;
mod consents;
mod files;
mod requests;
mod tickets;
mod vendor;

use crate::api::{Answer, Api, answer};
use crate::scene::SUBSCRIPTION;
use serde_json::{Value, json};

/// A path at a subscription, in the newer version of the API.
fn at(rest: &str) -> String {
    under(&format!("/subscriptions/{SUBSCRIPTION}"), rest)
}

/// A path at the level of the tenant.
fn at_tenant(rest: &str) -> String {
    under("", rest)
}

fn under(root: &str, rest: &str) -> String {
    let sign = if rest.contains('?') { '&' } else { '?' };
    format!("{root}/providers/Microsoft.Support/{rest}{sign}api-version=2024-04-01")
}

async fn call(api: &Api, method: &str, path: &str, body: &Value) -> Answer {
    answer(api.request(method, path).json(body)).await
}

/// The body that opens a ticket, with some properties replaced; null takes one away.
fn ticket(changes: &Value) -> Value {
    let service = "/providers/Microsoft.Support/services/identity";
    let mut properties = json!({
        "title": "Nobody can sign in",
        "description": "Since nine o'clock.",
        "serviceId": service,
        "problemClassificationId": format!("{service}/problemClassifications/sign-in"),
        "severity": "moderate",
        "advancedDiagnosticConsent": "No",
        "contactDetails": {
            "firstName": "Ada", "lastName": "Lovelace", "preferredContactMethod": "email",
            "primaryEmailAddress": "ada@contoso.example", "preferredTimeZone": "Romance Standard Time",
            "country": "FRA", "preferredSupportLanguage": "fr-FR",
        },
    });
    for (name, value) in changes.as_object().unwrap() {
        properties[name] = value.clone();
    }
    json!({ "properties": properties })
}

/// Opens a ticket and gives it.
async fn open(api: &Api, name: &str, changes: &Value) -> Value {
    let put = call(api, "PUT", &at(&format!("supportTickets/{name}")), &ticket(changes)).await;
    assert_eq!(put.status, 202, "{put:?}");
    show(api, name).await
}

async fn show(api: &Api, name: &str) -> Value {
    api.get(&at(&format!("supportTickets/{name}"))).await.done().body["properties"].clone()
}

async fn patch(api: &Api, name: &str, update: Value) -> Answer {
    call(api, "PATCH", &at(&format!("supportTickets/{name}")), &update).await
}

/// What a refusal of this face says.
fn refused(answer: &Answer) -> (u16, &str) {
    assert_eq!(answer.media, "application/json; charset=utf-8", "{answer:?}");
    let error = &answer.body["error"];
    assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{answer:?}");
    (answer.status, error["code"].as_str().unwrap())
}
