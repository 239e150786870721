//! A log held against an earlier export or checkpoint of it, and against what witnesses cosigned.

use crate::desk::{Desk, key, log_key};
use crate::reports::{report, report_since, report_with};
use crate::sample::{open, owner, story, with_evidence};
use domain::Command;
use ledger::witness::{CosigningKey, with_cosignatures};
use ledger::{Checkpoint, Frontier, LeafHash, seal};
use proof::{Options, Since};

fn options() -> Options {
    Options { key: Some(key()), ..Options::default() }
}

/// A log, and the same one later.
fn two() -> (Desk, Desk) {
    let mut earlier = with_evidence();
    earlier.seal();
    let mut later = earlier.clone();
    later.later(60);
    open(&mut later, "B");
    later.seal();
    (earlier, later)
}

#[test]
fn a_log_extends_its_earlier_exports_and_itself() {
    let (earlier, later) = two();
    for since in [&earlier, &later] {
        let report = report_since(&later.export(), &since.export(), options());
        assert_eq!(report.faults, []);
        let compared = report.since.as_ref().unwrap();
        assert_eq!((compared.events, compared.agrees, compared.parted_at), (since.next(), true, None));
        assert!(report.to_string().contains("the log extends the earlier one of"), "{report}");
    }
}

#[test]
fn a_log_that_was_told_otherwise_is_named_where_it_parts() {
    let (earlier, mut later) = two();
    // Another person withdraws what stands there: as lawful as what happened, and signed by the log's own key.
    let place = earlier.next() - 1;
    later.log.truncate(usize::try_from(place).unwrap());
    later.seals.clear();
    later.run(&owner(), &Command::Lock);
    later.run(&owner(), &Command::Unlock);
    later.seal();
    let report = report_since(&later.export(), &earlier.export(), options());
    assert_eq!(report.since.as_ref().unwrap().parted_at, Some(place));
    assert!(
        report.faults.iter().any(|fault| fault.code == "parted" && fault.sequence == Some(place)),
        "{report}"
    );
    assert!(report.to_string().contains(&format!("they part at event {place}")), "{report}");
}

#[test]
fn a_log_that_is_shorter_than_it_was_is_named() {
    let (earlier, later) = two();
    let report = report_since(&earlier.export(), &later.export(), options());
    assert_eq!(report.since.as_ref().unwrap().parted_at, Some(earlier.next()));
    assert_eq!(report.faults.len(), 1, "{report}");
    assert!(report.faults[0].what.contains("this one ends before it"), "{report}");
}

#[test]
fn an_earlier_export_that_is_damaged_or_of_another_log_proves_nothing() {
    let (earlier, later) = two();
    let mut damaged = earlier.export();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    let report = report_since(&later.export(), &damaged, options());
    assert!(report.faults.iter().any(|fault| fault.code == "since_unsound" && fault.line == 0), "{report}");
    let text = String::from_utf8(earlier.export()).unwrap().replace("/log/contoso", "/log/fabrikam");
    let report = report_since(&later.export(), text.as_bytes(), Options::default());
    assert!(report.faults.iter().any(|fault| fault.code == "since_unsound"), "{report}");
}

/// The checkpoint of the first events.
fn checkpoint(desk: &Desk, size: usize) -> String {
    let mut tree = Frontier::new();
    for entry in desk.log.iter().take(size) {
        tree.append(LeafHash::of(entry.record.leaf().unwrap().as_bytes()));
    }
    let (size, root, time) = (tree.size(), tree.root(), desk.now.to_string());
    seal(&Checkpoint { origin: log_key().origin("contoso").unwrap(), size, root, time }, &log_key()).unwrap()
}

#[test]
fn a_checkpoint_that_was_kept_is_enough() {
    let (earlier, later) = two();
    let kept = checkpoint(&earlier, earlier.log.len());
    let report = report_since(&later.export(), kept.as_bytes(), options());
    assert_eq!(report.faults, []);
    assert_eq!(report.since.as_ref().unwrap().events, earlier.next());
    // The log was written anew without its last event.
    let mut other = story();
    other.log.truncate(8);
    let kept = checkpoint(&other, 8);
    let report = report_since(&later.export(), kept.as_bytes(), options());
    assert_eq!(report.faults, [], "the first eight events of both are the same");
    let mut other = story();
    other.entry(3).record.recorded_at = other.now;
    let kept = checkpoint(&other, 8);
    let report = report_since(&later.export(), kept.as_bytes(), options());
    assert!(
        report.faults.iter().any(|fault| fault.code == "parted" && fault.sequence == Some(7)),
        "{report}"
    );
    let forged = kept.replace("contoso", "fabrikam");
    let report = report_since(&later.export(), forged.as_bytes(), options());
    assert!(report.faults.iter().any(|fault| fault.code == "since_unsound"), "{report}");
}

#[test]
fn what_is_neither_export_nor_checkpoint_is_refused() {
    for text in ["", "hello\n", "glasscase-export/2\n", "a\n\n— b c\n"] {
        let input = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        assert!(Since::read(input, Some(&key())).unwrap().is_err(), "{text:?}");
    }
}

/// The export with its last checkpoint cosigned.
fn cosigned(export: &[u8], by: &CosigningKey) -> Vec<u8> {
    let text = String::from_utf8(export.to_vec()).unwrap();
    let last = text.lines().rfind(|line| line.starts_with("checkpoint ")).unwrap();
    let note: String = serde_json::from_str(last.strip_prefix("checkpoint ").unwrap()).unwrap();
    let cosignature = by.cosign(&note, 1_800_000_000).unwrap();
    let note = with_cosignatures(&note, [cosignature.as_str()]);
    let body = text.replace(last, &format!("checkpoint {}", serde_json::to_string(&note).unwrap()));
    let (body, _) = body.rsplit_once("end ").unwrap();
    let digest = consent::Digest::of(body.as_bytes());
    format!("{body}end {} {digest}\n", body.lines().count()).into_bytes()
}

#[test]
fn a_witness_is_believed_for_what_it_cosigned() {
    let (_, later) = two();
    let witness = CosigningKey::from_seed("witness.example", &[7; 32]).unwrap();
    let given = Options { witnesses: vec![witness.witness_key().clone()], ..options() };
    let export = cosigned(&later.export(), &witness);
    let sound = report_with(&export, &given);
    assert_eq!(sound.faults, []);
    assert_eq!((sound.witnesses[0].checkpoints, sound.witnesses[0].size), (1, Some(later.next())));
    assert!(sound.to_string().contains("cosigned 1 checkpoint, the last of"), "{sound}");
    assert_eq!(report(&export).faults, [], "who gives no witness is not troubled by one");
    let absent = report_with(&later.export(), &given);
    assert_eq!(absent.faults.len(), 1, "{absent}");
    assert_eq!((absent.faults[0].code, absent.faults[0].sequence), ("not_cosigned", Some(later.next() - 1)));
    // In the name of the witness, by somebody else.
    let forger = CosigningKey::from_seed("witness.example", &[8; 32]).unwrap();
    let untrue = report_with(&cosigned(&later.export(), &forger), &given);
    assert!(untrue.faults.iter().any(|fault| fault.code == "not_cosigned"), "{untrue}");
}
