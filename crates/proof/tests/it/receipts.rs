//! Receipts of single events: both verifiers believe those that hold, and tell the same of every change.

use crate::agreement::check_receipt;
use crate::desk::{key, log_key};
use crate::mutated::Dice;
use crate::sample::story;
use ledger::witness::{CosigningKey, WitnessKey, with_cosignatures};
use ledger::{Checkpoint, Frontier, LeafHash, Receipt, VerifierKey, node_of, prove_inclusion, seal};
use proof::{ReceiptReport, verify_receipt};

/// A log's leaves, and the signed checkpoint of all.
struct Log {
    leaves: Vec<String>,
    note: String,
}

fn log() -> Log {
    let leaves: Vec<_> = story().log.iter().map(|entry| entry.record.leaf().unwrap()).collect();
    let mut tree = Frontier::new();
    for leaf in &leaves {
        tree.append(LeafHash::of(leaf.as_bytes()));
    }
    let (origin, time) = (key().origin().clone(), "2026-02-01T00:00:00.000000Z".to_owned());
    let checkpoint = Checkpoint { origin, size: tree.size(), root: tree.root(), time };
    let note = seal(&checkpoint, &log_key()).unwrap();
    let cosignature = witness().cosign(&note, 1_770_000_000).unwrap();
    Log { leaves, note: with_cosignatures(&note, [cosignature.as_str()]) }
}

fn witness() -> CosigningKey {
    CosigningKey::from_seed("witness.example/w1", &[8; 32]).unwrap()
}

fn witness_key(seed: u8) -> WitnessKey {
    CosigningKey::from_seed("witness.example/w1", &[seed; 32]).unwrap().witness_key().clone()
}

impl Log {
    fn receipt(&self, index: usize) -> Receipt {
        let hashes: Vec<_> = self.leaves.iter().map(|leaf| LeafHash::of(leaf.as_bytes())).collect();
        let (size, index_64) = (u64::try_from(hashes.len()).unwrap(), u64::try_from(index).unwrap());
        let proof = prove_inclusion(size, index_64, node_of(&hashes)).unwrap();
        let leaf = self.leaves[index].clone().into_bytes();
        Receipt { leaf, index: index_64, proof, note: self.note.clone() }
    }
}

/// What both say of a receipt.
fn said(text: &str, keys: &[VerifierKey], witnesses: &[WitnessKey]) -> ReceiptReport {
    let report = verify_receipt(text, keys, witnesses);
    check_receipt(text, keys, witnesses, &report);
    report
}

fn codes(report: &ReceiptReport) -> Vec<&'static str> {
    report.faults.iter().map(|fault| fault.code).collect()
}

#[test]
fn a_receipt_of_each_event_holds() {
    let log = log();
    for index in 0..log.leaves.len() {
        let report = said(&log.receipt(index).to_text(), &[key()], &[witness_key(8)]);
        assert!(report.is_sound(), "{index}: {report:?}");
        assert_eq!(report.sequence, u64::try_from(index).ok());
        assert_eq!(report.witnesses, ["witness.example/w1"]);
    }
}

#[test]
fn what_is_wrong_has_a_word() {
    let log = log();
    let receipt = log.receipt(5);
    let check = |text: &str, keys: &[VerifierKey], witnesses: &[WitnessKey], expected: &[&str]| {
        assert_eq!(codes(&said(text, keys, witnesses)), expected, "{text}");
    };
    let text = receipt.to_text();
    check(&text, &[], &[], &["checkpoint_unsigned"]);
    check(&text, &[key()], &[witness_key(9)], &["not_cosigned"]);
    check(&text[1..], &[key()], &[], &["receipt_malformed"]);
    check(&Receipt { index: 6, ..receipt.clone() }.to_text(), &[key()], &[], &["not_included"]);
    let other = Receipt { leaf: log.leaves[6].clone().into_bytes(), ..receipt.clone() };
    check(&other.to_text(), &[key()], &[], &["not_included"]);
    let cut = receipt.note.trim_end().to_owned();
    check(&Receipt { note: cut, ..receipt.clone() }.to_text(), &[key()], &[], &["checkpoint_malformed"]);
    let later = receipt.note.replace("time 2026", "time 2027");
    check(&Receipt { note: later, ..receipt }.to_text(), &[key()], &[], &["checkpoint_forged"]);
}

#[test]
fn a_leaf_that_is_no_event_of_its_place_is_told() {
    let mut log = log();
    // A log that its own keeper wrote wrongly: all is signed, and the leaf says something else than its place.
    log.leaves.swap(3, 4);
    "{}".clone_into(&mut log.leaves[7]);
    let mut tree = Frontier::new();
    for leaf in &log.leaves {
        tree.append(LeafHash::of(leaf.as_bytes()));
    }
    let time = "2026-02-01T00:00:00.000000Z".to_owned();
    let checkpoint =
        Checkpoint { origin: key().origin().clone(), size: tree.size(), root: tree.root(), time };
    log.note = seal(&checkpoint, &log_key()).unwrap();
    for (index, expected) in [(2, None), (3, Some("other_sequence")), (7, Some("no_record"))] {
        let report = said(&log.receipt(index).to_text(), &[key()], &[]);
        assert_eq!(codes(&report), expected.as_slice(), "{index}");
    }
}

/// A bit of every few bytes, whichever the dice choose: where the text is none any more, nobody can be asked.
#[test]
fn every_change_is_told_by_both_with_the_same_word() {
    let text = log().receipt(9).to_text();
    let mut dice = Dice(3);
    for place in (0..text.len()).step_by(5) {
        let mut bytes = text.clone().into_bytes();
        bytes[place] ^= 1 << dice.below(7);
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        let report = said(&changed, &[key()], &[witness_key(8)]);
        assert!(!report.is_sound(), "{changed}");
    }
}
