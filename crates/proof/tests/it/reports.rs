//! Reports on exports, and what tests expect of them.

use crate::agreement::{self, Given};
use crate::desk::{Desk, key};
use domain::{Actor, Event};
use proof::{Options, Report, Since, verify, verify_since};
use std::io::Cursor;

/// Verifies with the key that the customer kept.
pub(crate) fn report(export: &[u8]) -> Report {
    report_with(export, &Options { key: Some(key()), ..Options::default() })
}

/// Verifies, and holds the report against that of the second verifier.
pub(crate) fn report_with(export: &[u8], options: &Options) -> Report {
    let report = verify(export, options).unwrap();
    agreement::check(export, &options.into(), &report);
    report
}

/// The same, and whether it extends an earlier export or checkpoint.
pub(crate) fn report_since(export: &[u8], since: &[u8], options: Options) -> Report {
    let earlier = Since::read(Box::new(Cursor::new(since.to_vec())), options.key.as_ref()).unwrap().unwrap();
    let report = verify_since(export, &options, Some(earlier)).unwrap();
    let given = Given { options, since: Some(since), ..Given::default() };
    agreement::check(export, &given, &report);
    report
}

/// The log must be unsound, and a fault at this event must say so.
pub(crate) fn check_named(export: &[u8], sequence: u64, words: &str) {
    let report = report(export);
    assert!(!report.is_sound());
    let named = |fault: &proof::Fault| fault.sequence == Some(sequence) && fault.what.contains(words);
    assert!(
        report.faults.iter().any(named),
        "`{words}` at event {sequence} is not among {:#?}",
        report.faults
    );
}

/// The log must have this fault and no other.
pub(crate) fn check_only(desk: &Desk, sequence: u64, words: &str) {
    let export = desk.export();
    check_named(&export, sequence, words);
    assert_eq!(report(&export).faults.len(), 1, "{:#?}", report(&export).faults);
}

/// Forces an event onto a desk by somebody, and expects that it alone is named.
pub(crate) fn check_by(mut desk: Desk, by: Actor, event: Event, words: &str) {
    let sequence = desk.next();
    desk.force(by, event);
    desk.seal();
    check_only(&desk, sequence, words);
}
