//! A run record holds if its runner signed it.

use crate::samples::run_record;
use consent::{BadRunRecord, BadTimes, Document as _, RunnerKey, verify_run_record};
use domain::Span;

fn key(seed: u8) -> RunnerKey {
    RunnerKey::from_seed(&[seed; 32]).unwrap()
}

#[test]
fn a_record_signed_by_its_runner_holds() {
    let (text, signature) = (run_record().canonical(), key(1).sign(&run_record()));
    assert_eq!(verify_run_record(&key(1).public_base64(), &text, &signature).unwrap(), run_record());
}

#[test]
fn another_runners_signature_is_refused() {
    let (text, signature) = (run_record().canonical(), key(2).sign(&run_record()));
    let refused = verify_run_record(&key(1).public_base64(), &text, &signature);
    assert!(matches!(refused, Err(BadRunRecord::Signature)), "{refused:?}");
}

#[test]
fn every_changed_byte_is_refused() {
    let (text, signature) = (run_record().canonical(), key(1).sign(&run_record()));
    for (place, bit) in (0..text.len()).flat_map(|place| (0..7).map(move |bit| (place, bit))) {
        let mut bytes = text.clone().into_bytes();
        bytes[place] ^= 1 << bit;
        let changed = String::from_utf8(bytes).unwrap();
        assert!(verify_run_record(&key(1).public_base64(), &changed, &signature).is_err(), "{changed}");
    }
}

#[test]
fn a_runners_key_comes_back_from_its_text_and_is_no_consent_key() {
    let text = key(1).to_text();
    assert_eq!(RunnerKey::from_text(&text).unwrap().public_base64(), key(1).public_base64());
    assert!(consent::SigningKey::from_text(&text).is_err());
    assert!(!format!("{:?}", key(1)).contains("AQEBAQ"), "debug output shows the seed");
}

#[test]
fn a_run_lies_between_its_claim_and_its_storing_give_or_take_the_skew() {
    let (micro, skew) = (Span::from_micros(1), consent::CLOCK_SKEW);
    let record = run_record();
    let fits = |claimed_at, stored_at| record.check_times(claimed_at, stored_at);
    let (start, end) = (record.started_at, record.ended_at);
    assert_eq!(fits(start, end), Ok(()));
    assert_eq!(fits(start.plus(skew), end.minus(skew)), Ok(()));
    let late = start.plus(skew).plus(micro);
    assert_eq!(fits(late, end), Err(BadTimes::BeforeClaim { started_at: start, claimed_at: late }));
    let early = end.minus(skew).minus(micro);
    assert_eq!(fits(start, early), Err(BadTimes::AfterStoring { ended_at: end, stored_at: early }));
}
