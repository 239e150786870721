//! Tampering with the file: bytes, lines, parts, keys and checkpoints.

use crate::desk::{Desk, key, log_key};
use crate::reports::{check_named, check_only, report, report_with};
use crate::sample::{begun, founded, open, owner, story};
use domain::{Command, Event, Span};
use ledger::{LeafHash, LogKey};
use proof::Options;
use proptest::prelude::*;

/// The log of a tenant with a person in it, one of whose parts was erased, and a sealed checkpoint before and after.
fn tiny() -> Desk {
    with_erasure(founded())
}

/// The same with an open case.
pub(crate) fn small() -> Desk {
    let mut desk = begun();
    open(&mut desk, "A");
    with_erasure(desk)
}

fn with_erasure(mut desk: Desk) -> Desk {
    desk.seal();
    let fields = vec!["upn".to_owned()];
    desk.run(&owner(), &Command::ErasePersonalData { sequence: 1, fields });
    desk.entry(1).parts.retain(|part| part.field != "upn");
    desk.seal();
    assert!(report(&desk.export()).is_sound(), "{}", report(&desk.export()));
    desk
}

#[test]
fn a_flipped_bit_in_any_byte_is_found() {
    let export = tiny().export();
    for place in 0..export.len() {
        let mut flipped = export.clone();
        flipped[place] ^= 1 << (place % 8);
        let report = report(&flipped);
        assert!(!report.is_sound(), "byte {place} of {}", String::from_utf8_lossy(&export));
    }
}

/// The lines of an export, newlines included.
fn lines(export: &[u8]) -> Vec<Vec<u8>> {
    export.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

/// Where the line of an event stands.
fn place(lines: &[Vec<u8>], sequence: u64) -> usize {
    let start = format!("event {sequence} ");
    lines.iter().position(|line| line.starts_with(start.as_bytes())).unwrap()
}

/// Writes the last line anew, as whoever changes a file on purpose would.
fn reseal(mut lines: Vec<Vec<u8>>) -> Vec<u8> {
    lines.pop();
    let digest = consent::Digest::of(&lines.concat());
    lines.push(format!("end {} {digest}\n", lines.len()).into_bytes());
    lines.concat()
}

#[test]
fn a_dropped_event_is_named() {
    let mut lines = lines(&small().export());
    lines.remove(place(&lines, 3));
    check_named(&reseal(lines), 4, "event 3 is missing: after 2 comes 4");
}

#[test]
fn a_dropped_event_is_named_though_the_others_are_renumbered() {
    // The log is written anew without an event: the tree is another than the one that was signed.
    let desk = small();
    let mut without = desk.clone();
    without.log.remove(3);
    for (sequence, entry) in without.log.iter_mut().enumerate() {
        entry.record.sequence = u64::try_from(sequence).unwrap();
    }
    let honest: Vec<Vec<u8>> =
        lines(&desk.export()).into_iter().filter(|line| line.starts_with(b"checkpoint")).collect();
    let mut honest = honest.into_iter();
    let forged = lines(&without.export());
    let swap =
        |line: Vec<u8>| if line.starts_with(b"checkpoint") { honest.next().unwrap_or(line) } else { line };
    let forged: Vec<_> = forged.into_iter().map(swap).collect();
    assert!(!report(&reseal(forged)).is_sound());
}

#[test]
fn a_doubled_event_is_named() {
    let mut lines = lines(&small().export());
    let at = place(&lines, 3);
    lines.insert(at, lines[at].clone());
    check_named(&reseal(lines), 3, "event 3 appears twice");
}

#[test]
fn swapped_events_are_named() {
    let mut lines = lines(&small().export());
    let (second, third) = (place(&lines, 2), place(&lines, 3));
    lines.swap(second, third);
    check_named(&reseal(lines), 2, "event 2 is out of order");
}

#[test]
fn an_inserted_event_is_named_though_its_hash_is_right() {
    let mut lines = lines(&small().export());
    let at = place(&lines, 3);
    let leaf = lines[at].splitn(4, |byte| *byte == b' ').last().unwrap().to_vec();
    let leaf = String::from_utf8(leaf).unwrap().trim_end().replace("\"sequence\":3", "\"sequence\":4");
    let hash = LeafHash::of(leaf.as_bytes());
    lines.insert(at + 1, format!("event 4 {hash} {leaf}\n").into_bytes());
    check_named(&reseal(lines), 4, "event 4 appears twice");
}

#[test]
fn an_event_with_a_rewritten_hash_is_found_by_its_checkpoint() {
    let mut lines = lines(&small().export());
    let at = place(&lines, 2);
    let line = String::from_utf8(lines[at].clone()).unwrap().trim_end().replace("sub-1", "sub-9");
    let leaf = line.splitn(4, ' ').last().unwrap();
    lines[at] = format!("event 2 {} {leaf}\n", LeafHash::of(leaf.as_bytes())).into_bytes();
    let report = report(&reseal(lines));
    assert!(report.faults.iter().any(|fault| fault.what.contains("signs another tree")), "{report}");
}

#[test]
fn a_leaf_that_contradicts_its_line_is_named() {
    let tamper = |change: fn(&mut domain::Record), words: &str| {
        let mut desk = small();
        change(&mut desk.entry(2).record);
        check_only(&desk, 2, words);
    };
    tamper(|record| record.sequence = 7, "says that it is event 7");
    tamper(|record| record.tenant = "fabrikam".parse().unwrap(), "of the organisation `fabrikam`");
    tamper(
        |record| record.recorded_at = record.at.minus(Span::from_micros(1)),
        "recorded before it took effect",
    );
    let mut desk = small();
    desk.entry(2).record.v = 2;
    check_named(&desk.export(), 2, "no record of an event that this program knows");
}

#[test]
fn a_changed_part_is_named() {
    let mut desk = small();
    desk.entry(1).parts[0].value = "Somebody Else".to_owned();
    check_only(&desk, 1, "the part `name` is not the one that was recorded");
}

#[test]
fn a_dropped_part_is_named() {
    let mut desk = small();
    desk.entry(1).parts.clear();
    check_only(&desk, 1, "the part `name` is missing");
}

#[test]
fn an_erasure_counts_for_earlier_events_alone() {
    let mut desk = small();
    let erasure = desk.find(|event| matches!(event, Event::PersonalDataErased { .. }));
    desk.entry(erasure).record.event =
        Event::PersonalDataErased { sequence: erasure, fields: vec!["upn".to_owned()] };
    let export = desk.export();
    check_named(&export, 1, "the part `upn` is missing");
    check_named(&export, erasure, "which is not before it");
}

#[test]
fn a_part_that_nobody_recorded_is_named() {
    let mut desk = small();
    desk.entry(2).parts = desk.entry(1).parts.clone();
    check_only(&desk, 2, "the part `name` was never recorded");
}

#[test]
fn a_checkpoint_of_another_key_is_believed_by_nobody_who_kept_the_key() {
    let forger = LogKey::from_seed("desk.example", &[6; 32]).unwrap();
    let export = small().export_signed_by(&forger);
    let found = report(&export);
    assert!(found.faults.iter().any(|fault| fault.what.contains("which is not the key you gave")), "{found}");
    // Without a key the file is believed, and the report says so.
    let report = report_with(&export, &Options::default());
    let origin = forger.origin("contoso").unwrap();
    assert!(report.is_sound() && !report.key_was_given);
    assert_eq!(report.believed_key, Some(forger.verifier_key(&origin).to_string()));
}

#[test]
fn a_forged_checkpoint_under_the_right_key_line_is_named() {
    let forged = small().export_signed_by(&LogKey::from_seed("desk.example", &[6; 32]).unwrap());
    let line = format!("key {}\n", key()).into_bytes();
    let lines =
        lines(&forged).into_iter().map(|old| if old.starts_with(b"key ") { line.clone() } else { old });
    let report = report(&reseal(lines.collect()));
    assert!(
        report.faults.iter().any(|fault| fault.what.contains("is not signed by a key trusted for its log")),
        "{report}"
    );
}

#[test]
fn the_key_of_another_log_is_refused() {
    let other = log_key().verifier_key(&log_key().origin("fabrikam").unwrap());
    let report = report_with(&small().export(), &Options { key: Some(other), ..Options::default() });
    assert!(!report.is_sound());
}

#[test]
fn an_event_put_behind_a_checkpoint_afterwards_is_named() {
    let mut desk = small();
    desk.now = desk.now.plus(Span::from_hours(1));
    desk.seal();
    desk.now = desk.now.minus(Span::from_hours(1));
    desk.seals.remove(1);
    open(&mut desk, "B");
    let late = desk.next() - 1;
    desk.now = desk.now.plus(Span::from_hours(1));
    desk.seal();
    check_only(&desk, late, "though the checkpoint before it was sealed at");
}

#[test]
fn a_checkpoint_older_than_its_events_is_named() {
    let mut desk = small();
    desk.seals[1].1 = desk.now.minus(Span::from_hours(2));
    check_only(&desk, desk.next() - 1, "before the event in front of it was recorded");
}

#[test]
fn a_checkpoint_a_second_older_than_an_event_that_it_covers_is_named() {
    let mut desk = small();
    desk.seals[1].1 = desk.now.minus(Span::from_seconds(1));
    check_only(&desk, desk.next() - 1, "before an event that it covers took effect");
}

#[test]
fn faults_are_bounded_and_counted() {
    let mut desk = small();
    for _ in 0..1_200 {
        desk.force(crate::sample::engineer(), Event::Unlocked);
    }
    desk.seal();
    let report = report(&desk.export());
    assert_eq!(report.faults.len(), proof::FAULTS_MAX);
    assert_eq!(report.faults_left_out, 1_400, "each is unlawful, and by somebody who may not");
    assert!(report.to_string().contains("and 2300 more"), "{report}");
}

#[test]
fn anything_at_all_can_be_verified() {
    for input in [&b""[..], b"\n", b"glasscase-export/1\n", &[0xff; 300], b"event 0 x {}\n"] {
        assert!(!report(input).is_sound());
    }
    let export = story().export();
    for end in (0..export.len()).step_by(997) {
        assert!(!report(&export[..end]).is_sound(), "cut at {end}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn bytes_cut_out_put_in_or_replaced_are_found(
        at in any::<prop::sample::Index>(),
        gone in 0_usize..40,
        new in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let export = tiny().export();
        let start = at.index(export.len());
        let end = (start + gone).min(export.len());
        let changed = [&export[..start], &new, &export[end..]].concat();
        prop_assume!(changed != export);
        prop_assert!(!report(&changed).is_sound());
    }

    #[test]
    fn no_bytes_make_verifying_panic(lines in prop::collection::vec("(event 0 |part |key |end )?\\PC{0,60}", 0..8)) {
        prop_assert!(!report(lines.join("\n").as_bytes()).is_sound());
    }
}
