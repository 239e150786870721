//! Every single change to an export is found, and found where it was made; and both verifiers say the same of it.

use crate::agreement::{self, Given};
use crate::desk::{Desk, key};
use crate::mutated::{Change, Dice, change};
use crate::sample::story;
use proof::{Options, Report, Since, verify_since};
use std::collections::BTreeMap;
use std::io::Cursor;

fn options() -> Options {
    Options { key: Some(key()), ..Options::default() }
}

/// Whether some fault speaks of the place.
fn is_located(report: &Report, change: &Change) -> bool {
    report.faults.iter().any(|fault| {
        change.lines.contains(&fault.line)
            || fault.sequence.is_some_and(|event| change.events.contains(&event))
    })
}

fn verified(export: &[u8], since: Option<&[u8]>) -> Report {
    let earlier =
        since.map(|since| Since::read(Box::new(Cursor::new(since.to_vec())), Some(&key())).unwrap().unwrap());
    verify_since(export, &options(), earlier).unwrap()
}

/// Tries so many changes; how many of each kind there were.
fn try_changes(seed: u64, count: usize) -> BTreeMap<&'static str, usize> {
    let desk: Desk = story();
    let export = desk.export();
    let (mut dice, mut tried) = (Dice(seed), BTreeMap::new());
    while tried.values().sum::<usize>() < count {
        let state = dice.0;
        let Some(change) = change(&desk, &export, &mut dice) else { continue };
        if change.export == export {
            continue;
        }
        // Whoever holds the log's key can tell another lawful story; not to somebody who kept the first.
        let since = change.may_be_lawful.then_some(export.as_slice());
        let report = verified(&change.export, since);
        let what = change.kind;
        assert!(!report.is_sound(), "seed {state:#x}: {what}, and nobody noticed");
        assert!(
            is_located(&report, &change),
            "seed {state:#x}: {what}; {:?} {:?} not in {:#?}",
            change.lines,
            change.events,
            report.faults
        );
        agreement::check(&change.export, &Given { options: options(), since, ..Given::default() }, &report);
        *tried.entry(what).or_default() += 1;
    }
    tried
}

#[test]
fn hundreds_of_changes_are_found_where_they_were_made() {
    let tried = try_changes(1, 400);
    assert_eq!(tried.len(), 16, "{tried:?}");
}

/// `cargo test --release -p proof --test it -- --ignored --nocapture ten_thousand`
#[test]
#[ignore = "minutes long; run by hand, its outcome stands in docs/benchmarks.md"]
fn ten_thousand_changes_are_found_where_they_were_made() {
    println!("{:#?}", try_changes(2, 10_000));
}

/// What `docs/export-format.md` says of it under *What changes nothing*.
#[test]
fn a_checkpoint_between_others_can_be_left_out_and_nothing_else() {
    let export = story().export();
    let mut lines: Vec<_> = export.split_inclusive(|byte| *byte == b'\n').collect();
    lines.pop();
    for place in 0..lines.len() {
        let mut changed = lines.clone();
        let dropped = changed.remove(place);
        let is_last = !lines[place + 1..].iter().any(|line| line.starts_with(b"checkpoint "));
        let harmless = dropped.starts_with(b"checkpoint ") && !is_last;
        let body = changed.concat();
        let end = format!("end {} {}\n", changed.len(), consent::Digest::of(&body));
        let report = verified(&[&body[..], end.as_bytes()].concat(), None);
        assert_eq!(report.is_sound(), harmless, "line {}", place + 1);
    }
}
