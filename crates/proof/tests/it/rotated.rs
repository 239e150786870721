//! Logs whose key was changed: whoever kept any key of the chain verifies them, and both verifiers say the same.

use crate::desk::{Desk, log_key};
use crate::form::small;
use crate::reports::report_with;
use ledger::{LogKey, Rotation, VerifierKey};
use proof::{Options, Report};

/// The keys of the log, one after the other; the last is that of another log.
fn keys() -> [LogKey; 4] {
    let key = |seed: u8| LogKey::from_seed("desk.example", &[seed; 32]).unwrap();
    [log_key(), key(6), key(7), key(8)]
}

fn state(old: &LogKey, new: &LogKey) -> String {
    Rotation::state(old, new, "2026-01-02T03:04:05Z").unwrap()
}

/// A log with one checkpoint by each of three keys.
fn desk() -> Desk {
    let mut desk = small();
    let sizes = [desk.log.len() - 2, desk.log.len() - 1, desk.log.len()];
    desk.seals = sizes.map(|size| (size, desk.log[size - 1].record.recorded_at)).to_vec();
    desk
}

fn verified(export: &[u8], kept: Option<&LogKey>) -> Report {
    let origin = log_key().origin("contoso").unwrap();
    let key: Option<VerifierKey> = kept.map(|key| key.verifier_key(&origin));
    report_with(export, &Options { key, ..Options::default() })
}

fn has(report: &Report, code: &str) -> bool {
    report.faults.iter().any(|fault| fault.code == code)
}

#[test]
fn any_key_of_the_chain_verifies_the_log() {
    let [first, second, third, other] = keys();
    let chain = [&first, &second, &third];
    let statements = [state(&first, &second), state(&second, &third)];
    let export = desk().export_rotated(&statements, &third, |number| chain[number]);
    for kept in [None, Some(&first), Some(&second), Some(&third)] {
        let report = verified(&export, kept);
        assert!(report.is_sound() && report.checkpoints == 3, "{report}");
    }
    assert!(has(&verified(&export, Some(&other)), "other_key"));
}

#[test]
fn a_retired_key_signs_nothing_more() {
    let [first, second, third, _] = keys();
    let chain = [&first, &third, &second];
    let statements = [state(&first, &second), state(&second, &third)];
    let export = desk().export_rotated(&statements, &third, |number| chain[number]);
    assert!(has(&verified(&export, Some(&first)), "retired_key"));
}

#[test]
fn statements_that_lead_elsewhere_are_named() {
    let [first, second, third, other] = keys();
    let chain = [&first, &second, &third];
    for statements in [
        vec![state(&first, &second), state(&other, &third)],
        vec![state(&second, &third), state(&first, &second)],
        vec![state(&first, &second)],
    ] {
        let export = desk().export_rotated(&statements, &third, |number| chain[number]);
        assert!(has(&verified(&export, Some(&first)), "rotation_order"), "{statements:?}");
    }
}

#[test]
fn a_forged_statement_is_named() {
    let [first, second, third, _] = keys();
    let chain = [&first, &second, &third];
    // The time is signed too.
    let forged = state(&first, &second).replace("03:04:05", "03:04:06");
    let export = desk().export_rotated(&[forged, state(&second, &third)], &third, |number| chain[number]);
    assert!(has(&verified(&export, Some(&first)), "rotation"));
}
