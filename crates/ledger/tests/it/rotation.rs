//! A log whose key was changed is believed by whoever trusts any of its keys.

use crate::sample::{audit_with, leaf, origin};
use ledger::{
    Checkpoint, ExportWriter, Frontier, Header, LeafHash, LogKey, Rotation, Trust, VerifierKey, seal,
};

fn secret(seed: u8) -> LogKey {
    LogKey::from_seed("desk.example", &[seed; 32]).unwrap()
}

fn key(seed: u8) -> VerifierKey {
    secret(seed).verifier_key(&origin())
}

fn rotation(old: u8, new: u8) -> String {
    Rotation::state(&secret(old), &secret(new), "2026-01-02T03:04:05Z").unwrap()
}

/// An export with these statements, which names the key `named`; each event is sealed by the next of `signers`.
fn export(rotations: &[String], named: u8, signers: &[u8]) -> Vec<u8> {
    let header = Header { events: signers.len() as u64, origin: origin(), tenant: "contoso".to_owned() };
    let mut writer = ExportWriter::new(Vec::new(), &header, &key(named)).unwrap();
    for note in rotations {
        writer.rotation(note).unwrap();
    }
    let mut tree = Frontier::new();
    for (sequence, signer) in (0..).zip(signers) {
        writer.event(sequence, &leaf(sequence), &[]).unwrap();
        tree.append(LeafHash::of(&leaf(sequence)));
        for time in ["2026-01-02T03:04:05Z", "2026-01-02T04:04:05Z"] {
            let checkpoint = Checkpoint {
                origin: origin(),
                size: tree.size(),
                root: tree.root(),
                time: format!("{sequence}{time}"),
            };
            writer.checkpoint(&seal(&checkpoint, &secret(*signer)).unwrap()).unwrap();
        }
    }
    writer.finish().unwrap()
}

fn check(export: &[u8], trust: Trust, expected: &[&str]) {
    let faults = audit_with(export, trust).faults;
    let told: Vec<_> = faults.kept().iter().map(ToString::to_string).collect();
    assert_eq!(told, expected);
}

#[test]
fn any_key_of_a_chain_proves_the_whole_log() {
    let chain = [rotation(1, 2), rotation(2, 3)];
    let export = export(&chain, 3, &[1, 1, 2, 3]);
    for given in 1..=3 {
        check(&export, Trust::Given(vec![key(given)]), &[]);
    }
    check(&export, Trust::File, &[]);
    let audit = audit_with(&export, Trust::File);
    assert_eq!((audit.checkpoints, audit.key), (8, Some(key(3))));
}

#[test]
fn an_unlinked_key_is_not_believed() {
    let export = export(&[], 2, &[1, 2]);
    let told = audit_with(&export, Trust::Given(vec![key(1)])).faults;
    assert!(told.kept()[0].to_string().starts_with("line 3: the file's key is"), "{told:?}");
    let linked = self::export(&[rotation(4, 2)], 2, &[2, 2]);
    let told = audit_with(&linked, Trust::Given(vec![key(1)])).faults;
    assert!(told.kept()[0].to_string().starts_with("line 3: the file's key is"), "{told:?}");
}

#[test]
fn a_retired_key_signs_no_more() {
    check(
        &export(&[rotation(1, 2)], 2, &[1, 2, 1]),
        Trust::Given(vec![key(2)]),
        &[
            "line 12: the checkpoint of size 3 is signed by a key that was retired before: a later key had signed already",
            "line 13: the checkpoint of size 3 is signed by a key that was retired before: a later key had signed already",
            "line 14: the last checkpoint that holds covers 2 of 3 events: nothing signs the others, or a checkpoint was cut off",
        ],
    );
}

#[test]
fn statements_that_do_not_link_are_named() {
    let broken = export(&[rotation(1, 2), rotation(4, 3)], 3, &[3]);
    let told = audit_with(&broken, Trust::Given(vec![key(3)])).faults;
    let said: Vec<_> = told.kept().iter().map(ToString::to_string).collect();
    assert_eq!(
        said[1],
        "line 5: the statement that the log's key was changed does not belong here: it does not begin with the key that the one before it ends with"
    );
    let elsewhere = export(&[rotation(1, 2)], 3, &[3]);
    let told = audit_with(&elsewhere, Trust::Given(vec![key(3)])).faults;
    assert!(told.kept()[0].to_string().contains("does not end with the key that the file names"), "{told:?}");
}

#[test]
fn a_statement_among_events_is_out_of_place() {
    let header = Header { events: 1, origin: origin(), tenant: "contoso".to_owned() };
    let mut writer = ExportWriter::new(Vec::new(), &header, &key(2)).unwrap();
    writer.event(0, &leaf(0), &[]).unwrap();
    assert!(writer.rotation(&rotation(1, 2)).is_err());
    let whole = export(&[rotation(1, 2)], 2, &[1, 2]);
    let mut lines = crate::sample::lines(&whole);
    let note = lines.remove(3);
    lines.insert(5, note);
    let told = crate::sample::messages(&lines.concat());
    assert!(told.iter().any(|line| line.contains("does not belong here")), "{told:?}");
}
