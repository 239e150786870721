//! What the random histories reach: a property says nothing about what never happens in them.

use super::commands::{play, steps};
use domain::Event;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;

const HISTORIES: usize = 1024;

/// How often the rarest must happen among all histories.
const LEAST: usize = 8;

/// Every kind of event, and the causes that rules bring about.
const KINDS: [&str; 59] = [
    "tenant_created",
    "settings_changed",
    "subscription_added",
    "person_added",
    "person_changed",
    "person_removed",
    "token_issued",
    "token_revoked",
    "person_invited",
    "sign_in_key_enrolled",
    "sign_in_key_revoked",
    "consent_key_enrolled",
    "consent_key_revoked",
    "runner_invited",
    "runner_enrolled",
    "runner_removed",
    "destination_added",
    "destination_changed",
    "destination_removed",
    "case_opened",
    "case_changed",
    "case_said",
    "case_closed",
    "case_reopened",
    "case_assigned",
    "consent_asked",
    "consent_given",
    "consent_withdrawn asked",
    "consent_withdrawn partner_removed",
    "consent_withdrawn key_revoked",
    "consent_withdrawn key_enrolled",
    "consent_lapsed",
    "partner_added",
    "partner_removed",
    "cross_tenant_partner_added",
    "cross_tenant_partner_changed",
    "cross_tenant_partner_removed",
    "engineer_signed_in",
    "locked",
    "unlocked",
    "access_requested",
    "access_endorsed",
    "access_approved",
    "access_denied",
    "access_request_expired",
    "access_grant_ended",
    "run_requested",
    "run_denied",
    "run_claimed",
    "run_stopped access_ended",
    "dry_run_requested",
    "dry_run_claimed",
    "dry_run_counted",
    "dry_run_stopped asked",
    "dry_run_stopped expired",
    "evidence_stored",
    "evidence_read",
    "evidence_deleted",
    "personal_data_erased",
];

#[test]
fn random_histories_reach_every_kind_of_event() {
    let mut runner = TestRunner::deterministic();
    let mut reached = BTreeMap::new();
    for _ in 0..HISTORIES {
        let steps = steps().new_tree(&mut runner).expect("nothing is filtered out").current();
        for record in play(&steps).log {
            *reached.entry(kind(&record.event)).or_insert(0) += 1;
        }
    }
    let rare: Vec<&str> =
        KINDS.into_iter().filter(|kind| reached.get(*kind).is_none_or(|times| *times < LEAST)).collect();
    assert!(rare.is_empty(), "{rare:?} are too rare: {reached:#?}");
}

fn kind(event: &Event) -> String {
    let event = serde_json::to_value(event).expect("events are written as JSON");
    let cause = match &event["cause"] {
        cause if event["type"] == "consent_withdrawn" => cause.as_str(),
        cause => cause["why"].as_str(),
    };
    let words = [event["type"].as_str(), cause];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
