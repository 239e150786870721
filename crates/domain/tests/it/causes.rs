//! Which kind of actor can cause which event, for every pair.

use domain::{ActorKind, Event};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Every event in its shortest form, and who can cause it: the organisation's own Person, the Vendor's people, a Runner,
/// the System.
#[expect(clippy::too_many_lines, reason = "one line for each event")]
fn table() -> Vec<(Value, &'static str)> {
    let set = || json!([]);
    let settings = json!({});
    let order = json!({
        "run": "r", "case": "c", "subscription": "s", "diagnostic": "d", "version": 1, "digest": "",
        "level": "standard", "categories": [],
    });
    let now = "2026-01-01T00:00:00.000000Z";
    let proof = json!({ "by": "server" });
    vec![
        (json!({ "type": "tenant_created", "settings": settings }), "VS"),
        (json!({ "type": "settings_changed", "settings": settings }), "P"),
        (json!({ "type": "subscription_added", "subscription": "s" }), "P"),
        (json!({ "type": "person_added", "person": "p", "roles": [], "teams": [] }), "PVS"),
        (json!({ "type": "person_changed", "person": "p", "roles": [], "teams": [] }), "PV"),
        (json!({ "type": "person_removed", "person": "p" }), "PV"),
        (
            json!({ "type": "token_issued", "token": "t", "person": "p", "roles": [], "expires_at": now }),
            "PV",
        ),
        (json!({ "type": "token_revoked", "token": "t" }), "PV"),
        (json!({ "type": "consent_key_enrolled", "key": "k", "algorithm": "", "public_key": "" }), "P"),
        (json!({ "type": "consent_key_revoked", "key": "k" }), "P"),
        (json!({ "type": "runner_invited", "runner": "n", "expires_at": now }), "P"),
        (json!({ "type": "runner_enrolled", "runner": "n", "public_key": "" }), "R"),
        (json!({ "type": "runner_removed", "runner": "n" }), "P"),
        (json!({ "type": "destination_added", "destination": "d", "form": "webhook" }), "P"),
        (json!({ "type": "destination_changed", "destination": "d" }), "P"),
        (json!({ "type": "destination_removed", "destination": "d" }), "P"),
        (
            json!({ "type": "case_opened", "case": "c", "subscriptions": [], "service": "s", "nature": "n",
                    "severity": "minimal", "team": "t" }),
            "PV",
        ),
        (json!({ "type": "case_changed", "case": "c", "severity": "minimal" }), "P"),
        (json!({ "type": "case_said", "case": "c", "message": "m" }), "PV"),
        (json!({ "type": "case_closed", "case": "c" }), "P"),
        (json!({ "type": "case_reopened", "case": "c" }), "P"),
        (json!({ "type": "case_assigned", "case": "c", "engineer": "p" }), "V"),
        (json!({ "type": "consent_asked", "case": "c", "level": "standard", "categories": [] }), "PV"),
        (
            json!({ "type": "consent_given", "case": "c", "level": "standard", "categories": [], "consent": 1,
                    "document": "", "proof": proof }),
            "P",
        ),
        (json!({ "type": "consent_withdrawn", "case": "c", "cause": "asked" }), "P"),
        (json!({ "type": "consent_withdrawn", "case": "c", "cause": "partner_removed" }), "P"),
        (json!({ "type": "consent_withdrawn", "case": "c", "cause": "key_revoked" }), "P"),
        (json!({ "type": "consent_withdrawn", "case": "c", "cause": "key_enrolled" }), "S"),
        (json!({ "type": "consent_lapsed", "case": "c" }), "S"),
        (json!({ "type": "partner_added" }), "S"),
        (json!({ "type": "partner_removed" }), "S"),
        (json!({ "type": "cross_tenant_partner_added", "partner": "t", "settings": settings }), "P"),
        (
            json!({ "type": "cross_tenant_partner_changed", "partner": "t", "before": settings,
                    "settings": settings }),
            "P",
        ),
        (json!({ "type": "cross_tenant_partner_removed", "partner": "t", "before": settings }), "P"),
        (json!({ "type": "engineer_signed_in", "case": "c" }), "V"),
        (json!({ "type": "locked" }), "P"),
        (json!({ "type": "unlocked" }), "P"),
        (
            json!({ "type": "access_requested", "request": "q", "case": "c", "categories": [], "seconds": 1,
                    "for_lead": false }),
            "V",
        ),
        (json!({ "type": "access_endorsed", "request": "q" }), "V"),
        (
            json!({ "type": "access_approved", "request": "q", "categories": [], "document": "", "proof": proof }),
            "P",
        ),
        (json!({ "type": "access_denied", "request": "q" }), "PV"),
        (json!({ "type": "access_request_expired", "request": "q" }), "S"),
        (json!({ "type": "access_grant_ended", "request": "q" }), "S"),
        (json!({ "type": "run_requested", "order": order }), "V"),
        (json!({ "type": "run_denied", "order": order, "reason": "locked", "missing": set() }), "V"),
        (
            json!({ "type": "run_claimed", "run": "r", "runner": "n", "collection": "e", "covered": [],
                    "due_hour": 1 }),
            "R",
        ),
        (
            json!({ "type": "run_stopped", "run": "r", "cause": { "why": "access_ended", "reason": "locked" } }),
            "S",
        ),
        (json!({ "type": "run_stopped", "run": "r", "cause": { "why": "asked" } }), "PV"),
        (json!({ "type": "run_stopped", "run": "r", "cause": { "why": "refused", "code": "" } }), "R"),
        (json!({ "type": "run_stopped", "run": "r", "cause": { "why": "lease_lost" } }), "R"),
        (json!({ "type": "run_stopped", "run": "r", "cause": { "why": "failed", "code": "" } }), "R"),
        (
            json!({ "type": "evidence_stored", "run": "r", "collection": "e", "bytes": 1, "sha256": "",
                    "spans": {}, "record": "", "signature": "" }),
            "R",
        ),
        (
            json!({ "type": "bundle_attached", "case": "c", "collection": "e", "due_hour": 1, "bytes": 1,
                    "sha256": "", "spans": {} }),
            "P",
        ),
        (
            json!({ "type": "evidence_read", "collection": "e", "case": "c", "ranges": [], "shown": [],
                    "masked": [] }),
            "PV",
        ),
        (deleted("asked"), "P"),
        (deleted("due"), "S"),
        (deleted("retention"), "S"),
        (json!({ "type": "personal_data_erased", "sequence": 0, "fields": [] }), "PS"),
    ]
}

/// The same of signing in.
fn of_sign_in() -> Vec<(Value, &'static str)> {
    let now = "2026-01-01T00:00:00.000000Z";
    vec![
        (json!({ "type": "person_invited", "person": "p", "expires_at": now }), "PVS"),
        (
            json!({ "type": "sign_in_key_enrolled", "key": "k", "person": "p", "algorithm": "", "public_key": "" }),
            "PV",
        ),
        (json!({ "type": "sign_in_key_revoked", "key": "k" }), "PV"),
    ]
}

/// The same of dry runs.
fn of_dry_runs() -> Vec<(Value, &'static str)> {
    vec![
        (
            json!({ "type": "dry_run_requested",
                    "order": { "run": "r", "subscription": "s", "diagnostic": "d", "version": 1, "digest": "" } }),
            "P",
        ),
        (json!({ "type": "dry_run_claimed", "run": "r", "runner": "n" }), "R"),
        (
            json!({ "type": "dry_run_counted", "run": "r", "counts": { "items": 1, "bytes": 1, "spans": {} } }),
            "R",
        ),
        (json!({ "type": "dry_run_stopped", "run": "r", "cause": { "why": "asked" } }), "P"),
        (json!({ "type": "dry_run_stopped", "run": "r", "cause": { "why": "lease_lost" } }), "R"),
        (json!({ "type": "dry_run_stopped", "run": "r", "cause": { "why": "expired" } }), "S"),
    ]
}

fn deleted(cause: &str) -> Value {
    json!({ "type": "evidence_deleted", "collection": "e", "cause": cause, "sha256": "", "bytes": 1, "key": "" })
}

const fn letter(kind: ActorKind) -> char {
    match kind {
        ActorKind::Person => 'P',
        ActorKind::Vendor => 'V',
        ActorKind::Runner => 'R',
        ActorKind::System => 'S',
    }
}

#[test]
fn every_pair_of_event_and_actor_is_decided_as_the_table_says() {
    for (text, expected) in table().into_iter().chain(of_sign_in()).chain(of_dry_runs()) {
        let event: Event = serde_json::from_value(text).unwrap();
        for kind in ActorKind::ALL {
            let can = event.caused_by().contains(&kind);
            assert_eq!(can, expected.contains(letter(kind)), "{kind} / {event:?}");
        }
    }
}

#[test]
fn the_table_has_every_event() {
    let known: BTreeSet<String> = table()
        .iter()
        .chain(&of_sign_in())
        .chain(&of_dry_runs())
        .filter_map(|(text, _)| text["type"].as_str().map(str::to_owned))
        .collect();
    let refused = serde_json::from_value::<Event>(json!({ "type": "nothing" })).unwrap_err().to_string();
    // The message names every word that an event has.
    let (_, words) = refused.split_once("expected one of ").unwrap();
    let words: BTreeSet<String> = words.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    assert_eq!(known, words);
}
