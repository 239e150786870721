//! The face of Microsoft Graph: by its own clients, and by plain requests for what they do not show.

mod audits;
mod clients;
mod partners;
mod traps;

use crate::api::{Answer, Api};
use serde_json::Value;

/// Where the audit log is.
const AUDITS: &str = "/v1.0/auditLogs/directoryAudits";
/// Where the partners are.
const PARTNERS: &str = "/v1.0/policies/crossTenantAccessPolicy/partners";
/// A partner of the customer's own making.
const OWN: &str = "9a3f8f56-6c3b-4c5e-8d43-0d2b1b0f3c11";

/// The entries that a query gives, newest first.
async fn entries(who: &Api, query: &str) -> Vec<Value> {
    let page = who.get(&format!("{AUDITS}?{query}")).await.done();
    page.body["value"].as_array().unwrap().clone()
}

/// The entries with this name.
async fn named(who: &Api, activity: &str) -> Vec<Value> {
    entries(who, &format!("$top=1000&$filter=activityDisplayName eq '{activity}'")).await
}

/// That it was refused in Graph's form.
fn refused(got: &Answer, status: u16, code: &str, words: &str) {
    assert_eq!(got.status, status, "{got:?}");
    assert_eq!(got.media, "application/json; charset=utf-8", "{got:?}");
    let error = &got.body["error"];
    assert_eq!(error["code"], code, "{got:?}");
    assert!(error["message"].as_str().unwrap().contains(words), "{got:?}");
    assert_eq!(error["innerError"]["request-id"].as_str().unwrap().len(), 36, "{got:?}");
    assert_eq!(error["innerError"]["date"].as_str().unwrap().len(), 19, "{got:?}");
}
