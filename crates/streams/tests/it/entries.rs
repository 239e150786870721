//! One entry of every kind.

use domain::Record;
use serde_json::{Value, json};
use streams::{Entry, EventId};

const AT: &str = "2026-01-02T03:04:05.000006Z";

fn order() -> Value {
    json!({
        "run": "c1-r1", "case": "c1", "subscription": "sub-1", "diagnostic": "dns-records", "version": 2,
        "digest": "ab", "level": "advanced", "categories": ["oii"],
    })
}

/// Every event, in its shortest form, and who caused it.
#[expect(clippy::too_many_lines, reason = "one line for each event")]
fn events() -> Vec<(Value, Value)> {
    let person = json!({ "person": "p1" });
    let vendor = json!({ "vendor": "v1" });
    let runner = json!({ "runner": "n1" });
    let system = json!("system");
    let case = |word: &str| json!({ "type": word, "case": "c1" });
    let request = |word: &str| json!({ "type": word, "request": "c1-q1" });
    let terms =
        |word: &str| json!({ "type": word, "case": "c1", "level": "advanced", "categories": ["oii"] });
    let (given, approved) = (
        json!({ "type": "consent_given", "case": "c1", "level": "advanced", "categories": ["oii"], "consent": 1,
                "document": "{\"long\":\"text\"}", "proof": { "by": "key", "key": "k1", "signature": "c2ln" } }),
        json!({ "type": "access_approved", "request": "c1-q1", "categories": [], "document": "",
                "proof": { "by": "server" } }),
    );
    let collection = |word: &str, more: Value| {
        let mut event =
            json!({ "type": word, "collection": "c1-e1", "bytes": 3, "sha256": "cd", "spans": {} });
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    };
    let dry =
        json!({ "run": "dry-1", "subscription": "sub-1", "diagnostic": "d", "version": 1, "digest": "" });
    vec![
        (system.clone(), json!({ "type": "tenant_created", "settings": {} })),
        (person.clone(), json!({ "type": "settings_changed", "settings": {} })),
        (person.clone(), json!({ "type": "subscription_added", "subscription": "sub-1" })),
        (person.clone(), json!({ "type": "person_added", "person": "p2", "roles": ["owner"], "teams": [] })),
        (
            person.clone(),
            json!({ "type": "person_changed", "person": "p2", "roles": ["auditor"], "teams": [] }),
        ),
        (person.clone(), json!({ "type": "person_removed", "person": "p2" })),
        (person.clone(), json!({ "type": "person_invited", "person": "p2", "expires_at": AT })),
        (
            person.clone(),
            json!({ "type": "token_issued", "token": "t1", "person": "p2", "roles": [], "expires_at": AT }),
        ),
        (person.clone(), json!({ "type": "token_revoked", "token": "t1" })),
        (
            person.clone(),
            json!({ "type": "sign_in_key_enrolled", "key": "s1", "person": "p1", "algorithm": "es256", "public_key": "" }),
        ),
        (person.clone(), json!({ "type": "sign_in_key_revoked", "key": "s1" })),
        (
            person.clone(),
            json!({ "type": "consent_key_enrolled", "key": "k1", "algorithm": "ed25519", "public_key": "x" }),
        ),
        (person.clone(), json!({ "type": "consent_key_revoked", "key": "k1" })),
        (person.clone(), json!({ "type": "runner_invited", "runner": "n1", "expires_at": AT })),
        (runner.clone(), json!({ "type": "runner_enrolled", "runner": "n1", "public_key": "" })),
        (person.clone(), json!({ "type": "runner_removed", "runner": "n1" })),
        (person.clone(), json!({ "type": "destination_added", "destination": "d1", "form": "syslog_cef" })),
        (person.clone(), json!({ "type": "destination_changed", "destination": "d1" })),
        (person.clone(), json!({ "type": "destination_removed", "destination": "d1" })),
        (
            person.clone(),
            json!({ "type": "case_opened", "case": "c1", "subscriptions": ["sub-1"], "service": "s", "nature": "n", "severity": "minimal", "team": "t" }),
        ),
        (vendor.clone(), json!({ "type": "case_said", "case": "c1", "message": "c1-m1" })),
        (person.clone(), case("case_closed")),
        (person.clone(), case("case_reopened")),
        (vendor.clone(), terms("consent_asked")),
        (person.clone(), given),
        (person.clone(), json!({ "type": "consent_withdrawn", "case": "c1", "cause": "asked" })),
        (system.clone(), case("consent_lapsed")),
        (system.clone(), json!({ "type": "partner_added" })),
        (system.clone(), json!({ "type": "partner_removed" })),
        (person.clone(), json!({ "type": "locked" })),
        (person.clone(), json!({ "type": "unlocked" })),
        (
            vendor.clone(),
            json!({ "type": "access_requested", "request": "c1-q1", "case": "c1", "categories": ["oii"], "seconds": 60, "for_lead": false }),
        ),
        (vendor.clone(), request("access_endorsed")),
        (person.clone(), approved),
        (person.clone(), request("access_denied")),
        (system.clone(), request("access_request_expired")),
        (system.clone(), request("access_grant_ended")),
        (vendor.clone(), json!({ "type": "run_requested", "order": order() })),
        (
            vendor.clone(),
            json!({ "type": "run_denied", "order": order(), "reason": "locked", "missing": ["oii"] }),
        ),
        (
            runner.clone(),
            json!({ "type": "run_claimed", "run": "c1-r1", "runner": "n1", "collection": "c1-e1", "covered": [], "due_hour": 1 }),
        ),
        (
            runner.clone(),
            json!({ "type": "run_stopped", "run": "c1-r1", "cause": { "why": "failed", "code": "timeout" } }),
        ),
        (person.clone(), json!({ "type": "dry_run_requested", "order": dry })),
        (runner.clone(), json!({ "type": "dry_run_claimed", "run": "dry-1", "runner": "n1" })),
        (runner.clone(), json!({ "type": "dry_run_stopped", "run": "dry-1", "cause": { "why": "asked" } })),
        (runner, collection("evidence_stored", json!({ "run": "c1-r1", "record": "{}", "signature": "" }))),
        (person.clone(), collection("bundle_attached", json!({ "case": "c1", "due_hour": 1 }))),
        (
            vendor,
            json!({ "type": "evidence_read", "collection": "c1-e1", "case": "c1", "ranges": [{ "start": 0, "end": 9 }], "shown": ["oii"], "masked": [] }),
        ),
        (system, collection("evidence_deleted", json!({ "cause": "due", "key": "h1" }))),
        (person, json!({ "type": "personal_data_erased", "sequence": 3, "fields": ["name"] })),
    ]
}

/// One entry of every kind, caused by somebody whose name needs care in every form.
pub(crate) fn entries() -> Vec<Entry> {
    (0_u64..).zip(events()).map(|(sequence, (by, event))| entry(sequence, &by, &event)).collect()
}

fn entry(sequence: u64, by: &Value, event: &Value) -> Entry {
    let record = json!({
        "v": 1, "tenant": "contoso", "sequence": sequence, "at": AT, "recorded_at": AT, "by": by, "event": event,
    });
    let record: Record = serde_json::from_value(record).unwrap_or_else(|why| panic!("{event}: {why}"));
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&sequence.to_be_bytes());
    Entry {
        id: EventId::of(&hash),
        leaf: record.leaf().unwrap(),
        case: record.event.case().cloned(),
        name: by.get("person").map(|_| "Zoë \"Z\\\" ]=|\nOwner".to_owned()),
        record,
    }
}
