//! Every route: how it is called, and who may call it.

use domain::Action;
use serde_json::{Value, json};

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Needs {
    /// Anybody, without a token.
    Nothing,
    /// A person with any role.
    SignedIn,
    /// A person whose role may do this.
    Role(Action),
    /// A customer's person whose role may do this; nobody of the vendor's.
    Customer(Action),
    /// A customer's person whose role may do the first, or the vendor's whose role may do the second.
    Either(Action, Action),
    /// A runner.
    Runner,
}

/// A route below `/api/v1`.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) needs: Needs,
    /// A body that it takes.
    pub(crate) body: Option<Value>,
}

fn route(method: &'static str, path: &'static str, needs: Needs) -> Route {
    Route { method, path, needs, body: None }
}

fn sent(method: &'static str, path: &'static str, needs: Needs, body: Value) -> Route {
    Route { body: Some(body), ..route(method, path, needs) }
}

pub(crate) fn all() -> Vec<Route> {
    [reading(), cases(), consents(), directory(), runners()].into_iter().flatten().collect()
}

fn reading() -> Vec<Route> {
    use Action as A;
    vec![
        route("GET", "/me", Needs::SignedIn),
        route("GET", "/problems", Needs::SignedIn),
        route("GET", "/diagnostics", Needs::SignedIn),
        route("GET", "/access", Needs::Role(A::SeeAccess)),
        route("GET", "/settings", Needs::Role(A::SeeAccess)),
        route("GET", "/subscriptions", Needs::Role(A::SeeAccess)),
        route("GET", "/consent-keys", Needs::Role(A::SeeAccess)),
        route("GET", "/runners", Needs::Role(A::SeeAccess)),
        route("GET", "/people", Needs::Either(A::ManagePeople, A::ManageVendorPeople)),
        route("GET", "/tokens", Needs::SignedIn),
        route("GET", "/tenants", Needs::Role(A::ManageTenants)),
        route("GET", "/queue", Needs::Role(A::SeeQueue)),
        route("GET", "/numbers", Needs::Role(A::ManageTenants)),
        route("GET", "/audit", Needs::Either(A::ReadAudit, A::ReadVendorAudit)),
        route("GET", "/audit/export", Needs::Either(A::ReadAudit, A::ReadVendorAudit)),
        route("GET", "/notices", Needs::SignedIn),
        route("GET", "/notices/settings", Needs::SignedIn),
        route("GET", "/notices/webhook", Needs::Role(A::SeeAccess)),
        route("GET", "/audit/ocsf", Needs::Either(A::ReadAudit, A::ReadVendorAudit)),
        route("GET", "/destinations", Needs::Role(A::ManageDestinations)),
        route("GET", "/destinations/{destination}/undelivered", Needs::Role(A::ManageDestinations)),
        route("GET", "/audit/key", Needs::SignedIn),
        route("GET", "/audit/proofs/inclusion", Needs::Either(A::ReadAudit, A::ReadVendorAudit)),
        route("GET", "/audit/proofs/consistency", Needs::Either(A::ReadAudit, A::ReadVendorAudit)),
        route("GET", "/audit/receipt", Needs::Either(A::ReadAudit, A::ReadVendorAudit)),
        route("GET", "/log/{tenant}/checkpoint", Needs::Either(A::ReadAudit, A::ReadVendorAudit)),
        route("GET", "/log/{tenant}/tile/{*tile}", Needs::Either(A::ReadAudit, A::ReadVendorAudit)),
        route("GET", "/cases", Needs::Customer(A::FollowCase)),
        route("GET", "/cases/{case}", Needs::Role(A::FollowCase)),
        route("GET", "/cases/{case}/events", Needs::Role(A::FollowCase)),
        route("GET", "/cases/{case}/preview", Needs::Role(A::FollowCase)),
        route("GET", "/cases/{case}/requests", Needs::Role(A::FollowCase)),
        route("GET", "/cases/{case}/runs", Needs::Role(A::FollowCase)),
        route("GET", "/cases/{case}/evidence", Needs::Role(A::FollowCase)),
        route("GET", "/cases/{case}/stream", Needs::Role(A::FollowCase)),
        route("GET", "/dry-runs", Needs::Role(A::DryRun)),
        route("GET", "/dry-runs/{dry_run}", Needs::Role(A::DryRun)),
        route("GET", "/runs/{run}", Needs::Role(A::FollowCase)),
        route("GET", "/evidence/{collection}", Needs::Role(A::FollowCase)),
        route("GET", "/evidence/{collection}/content", Needs::Role(A::ReadEvidence)),
    ]
}

fn cases() -> Vec<Route> {
    use Action as A;
    let run = json!({ "diagnostic": "host-health" });
    vec![
        sent("POST", "/cases", Needs::Either(A::OpenCase, A::OpenCaseForCustomer), crate::scene::new_case()),
        sent("POST", "/cases/{case}/messages", Needs::Role(A::SayInCase), json!({ "text": "and now?" })),
        sent("POST", "/cases/{case}/runs", Needs::Role(A::RunDiagnostic), run),
        sent("POST", "/dry-runs", Needs::Role(A::DryRun), json!({ "diagnostic": "host-health" })),
        sent("POST", "/dry-runs/{dry_run}/stop", Needs::Role(A::DryRun), json!({})),
        sent("POST", "/runs/{run}/stop", Needs::Role(A::StopRun), json!({})),
        sent("POST", "/cases/{case}/bundles", Needs::Role(A::AttachBundle), json!({})),
        route("PUT", "/bundles/{collection}/parts", Needs::Role(A::AttachBundle)),
        sent(
            "POST",
            "/bundles/{collection}/finish",
            Needs::Role(A::AttachBundle),
            json!({ "bytes": 1, "sha256": "0".repeat(64) }),
        ),
        route("DELETE", "/bundles/{collection}", Needs::Role(A::AttachBundle)),
        route("DELETE", "/evidence/{collection}", Needs::Role(A::DeleteEvidence)),
        sent("POST", "/cases/{case}/close", Needs::Role(A::CloseCase), json!({})),
        route("GET", "/cases/{case}/engineers", Needs::Role(A::AssignCase)),
        sent("POST", "/cases/{case}/assign", Needs::Role(A::AssignCase), json!({})),
        sent("POST", "/cases/{case}/reopen", Needs::Role(A::CloseCase), json!({})),
    ]
}

fn consents() -> Vec<Route> {
    use Action as A;
    let terms = json!({ "terms": { "level": "standard" } });
    let asked = json!({ "categories": ["euii"], "seconds": 3600, "reason": "to see who" });
    vec![
        sent("POST", "/cases/{case}/consent", Needs::Role(A::Consent), terms.clone()),
        sent("POST", "/cases/{case}/consent/draft", Needs::Role(A::Consent), terms),
        sent("POST", "/cases/{case}/consent/withdraw", Needs::Role(A::Consent), json!({})),
        sent("POST", "/cases/{case}/consent/ask", Needs::Role(A::AskConsent), json!({ "level": "standard" })),
        sent("POST", "/cases/{case}/requests", Needs::Role(A::RequestAccess), asked),
        sent("POST", "/requests/{request}/draft", Needs::Role(A::Consent), json!({})),
        sent("POST", "/requests/{request}/approve", Needs::Role(A::Consent), json!({})),
        sent("POST", "/requests/{request}/deny", Needs::Either(A::Consent, A::EndorseRequest), json!({})),
        sent("POST", "/requests/{request}/endorse", Needs::Role(A::EndorseRequest), json!({})),
        sent("POST", "/access/lock", Needs::Role(A::Lock), json!({})),
        sent("POST", "/access/unlock", Needs::Role(A::Unlock), json!({})),
        route("DELETE", "/access/partner", Needs::Role(A::RemovePartner)),
    ]
}

fn directory() -> Vec<Route> {
    use Action as A;
    let people = Needs::Either(A::ManagePeople, A::ManageVendorPeople);
    let settings = json!({
        "access_days": 30, "access_lifetime": "shared", "retention_days": 28, "case_text_days": 365,
        "lead_approval": false,
    });
    let key = json!({ "algorithm": "ed25519", "public_key": "AAAA", "label": "ours" });
    let made = json!({ "client_data": "AAAA", "attestation_object": "AAAA" });
    let passkey = json!({ "label": "ours", "client_data": "AAAA", "attestation_object": "AAAA" });
    vec![
        sent("POST", "/notices/read", Needs::SignedIn, json!({ "up_to": "2026-01-01T00:00:00Z" })),
        sent("PUT", "/notices/settings", Needs::SignedIn, json!({ "mail": "eve@contoso.example" })),
        sent(
            "PUT",
            "/notices/webhook",
            Needs::Role(A::SeeAccess),
            json!({ "address": "https://192.0.2.1/" }),
        ),
        sent("POST", "/notices/mail/confirm", Needs::SignedIn, json!({ "code": "c0de" })),
        sent("POST", "/notices/mail/again", Needs::SignedIn, json!({})),
        sent("POST", "/notices/webhook/secret", Needs::Role(A::SeeAccess), json!({})),
        route("DELETE", "/notices/webhook", Needs::Role(A::SeeAccess)),
        sent("PUT", "/settings", Needs::Role(A::ChangeSettings), settings),
        sent("POST", "/subscriptions", Needs::Role(A::ManageRunners), json!({ "subscription": "sub-9" })),
        sent(
            "POST",
            "/people",
            people,
            json!({ "name": "Eve", "upn": "eve@contoso.example", "roles": ["auditor"] }),
        ),
        sent("PATCH", "/people/{person}", people, json!({ "roles": ["auditor"] })),
        route("DELETE", "/people/{person}", people),
        sent("POST", "/people/{person}/erase", Needs::Customer(A::ManagePeople), json!({})),
        sent("POST", "/tokens", Needs::SignedIn, json!({ "label": "own", "days": 1 })),
        route("DELETE", "/tokens/{token}", Needs::SignedIn),
        sent("POST", "/consent-keys", Needs::Role(A::ManageConsentKeys), key),
        sent("POST", "/consent-keys/passkeys/options", Needs::Role(A::SeeAccess), json!({})),
        sent("POST", "/consent-keys/passkeys/text", Needs::Role(A::SeeAccess), made),
        sent("POST", "/consent-keys/passkeys", Needs::Role(A::ManageConsentKeys), passkey),
        route("DELETE", "/consent-keys/{key}", Needs::Role(A::ManageConsentKeys)),
        sent(
            "POST",
            "/destinations",
            Needs::Role(A::ManageDestinations),
            json!({ "form": "webhook", "address": "http://127.0.0.1:9/" }),
        ),
        sent("POST", "/destinations/{destination}/secret", Needs::Role(A::ManageDestinations), json!({})),
        sent("POST", "/destinations/{destination}/replay", Needs::Role(A::ManageDestinations), json!({})),
        route("DELETE", "/destinations/{destination}", Needs::Role(A::ManageDestinations)),
        sent("POST", "/runners/invitations", Needs::Role(A::ManageRunners), json!({})),
        route("DELETE", "/runners/{runner}", Needs::Role(A::ManageRunners)),
        sent("POST", "/tenants", Needs::Role(A::ManageTenants), json!({ "name": "Northwind" })),
        sent("POST", "/invitations/redeem", Needs::Nothing, json!({ "code": "glc_x_y" })),
    ]
}

fn runners() -> Vec<Route> {
    let finish = json!({
        "bytes": 1, "sha256": "0".repeat(64), "spans": {}, "findings": [], "record": "{}", "signature": "AAAA",
    });
    let enrol = json!({ "code": "glc_x_y", "name": "paris-2", "public_key": "AAAA" });
    vec![
        sent("POST", "/runner/enrol", Needs::Nothing, enrol),
        route("GET", "/runner/stream", Needs::Runner),
        route("GET", "/runner/packs", Needs::Runner),
        sent("POST", "/runner/runs/{run}/claim", Needs::Runner, json!({})),
        route("PUT", "/runner/runs/{run}/parts", Needs::Runner),
        sent("POST", "/runner/runs/{run}/finish", Needs::Runner, finish),
        sent("POST", "/runner/runs/{run}/halted", Needs::Runner, json!({})),
        sent("POST", "/runner/dry-runs/{dry_run}/claim", Needs::Runner, json!({})),
        sent(
            "POST",
            "/runner/dry-runs/{dry_run}/finish",
            Needs::Runner,
            json!({ "counts": { "items": 1, "bytes": 2, "spans": { "oii": 3 } } }),
        ),
        sent("POST", "/runner/dry-runs/{dry_run}/stopped", Needs::Runner, json!({ "why": "lease_lost" })),
        sent(
            "POST",
            "/runner/runs/{run}/stopped",
            Needs::Runner,
            json!({ "why": "failed", "code": "timeout" }),
        ),
    ]
}

impl Route {
    /// The path as it is called, its placeholders still in it.
    pub(crate) fn called(&self) -> String {
        let query = match self.path {
            path if path.ends_with("/parts") => "?offset=0",
            "/audit/proofs/inclusion" | "/audit/receipt" => "?event=0",
            "/audit/proofs/consistency" => "?from=0",
            _ => "",
        };
        format!("/api/v1{}{query}", self.path.replace("{*tile}", "0/000.p/1"))
    }
}
