//! Changes by somebody who writes the last line anew are named in plain words.

use crate::sample::{export, leaf, lines, messages, place, reseal};
use ledger::LeafHash;

/// Changes lines, makes the last line fit again, and compares what the audit says.
fn check(change: impl FnOnce(&mut Vec<Vec<u8>>), expected: &[&str]) {
    let mut lines = lines(&export());
    change(&mut lines);
    reseal(&mut lines);
    assert_eq!(messages(&lines.concat()), expected);
}

/// The place of an event's line.
fn event(lines: &[Vec<u8>], sequence: u64) -> usize {
    place(lines, &format!("event {sequence} "))
}

fn replace(line: &mut Vec<u8>, from: &str, to: &str) {
    *line = String::from_utf8(std::mem::take(line)).unwrap().replacen(from, to, 1).into_bytes();
}

#[test]
fn a_resealed_export_without_change_has_no_fault() {
    check(|_| (), &[]);
}

#[test]
fn a_changed_leaf_is_named_and_nothing_else() {
    check(
        |lines| {
            let at = event(lines, 7);
            replace(&mut lines[at], "case_opened", "case_closed");
        },
        &["line 17: the leaf of event 7 does not hash to the value written beside it"],
    );
}

#[test]
fn a_changed_leaf_hash_is_named_and_nothing_else() {
    check(
        |lines| {
            let at = event(lines, 7);
            replace(&mut lines[at], &LeafHash::of(&leaf(7)).to_string(), &LeafHash([0; 32]).to_string());
        },
        &["line 17: the leaf of event 7 does not hash to the value written beside it"],
    );
}

#[test]
fn a_leaf_rewritten_with_its_hash_is_found_between_checkpoints() {
    check(
        |lines| {
            let at = event(lines, 10);
            let forged = br#"{"case":"c-10","what":"nothing"}"#;
            lines[at] = format!("event 10 {} {}\n", LeafHash::of(forged), str::from_utf8(forged).unwrap())
                .into_bytes();
        },
        &[
            "line 33: the checkpoint of size 16 signs another tree: something in events 8..=15 was changed, or their hashes rewritten",
            "line 47: what was found above keeps further checkpoints from fitting: 1 in number",
            "line 47: the last checkpoint that holds covers 8 of 24 events: nothing signs the others, or a checkpoint was cut off",
        ],
    );
}

#[test]
fn a_missing_event_is_named() {
    check(
        |lines| {
            let at = event(lines, 17);
            lines.remove(at);
        },
        &[
            "line 35: event 17 is missing: after 16 comes 18",
            "line 45: the checkpoint of size 24 cannot be compared with the events before it, as some are missing or unreadable",
            "line 46: the last checkpoint that holds covers 16 of 24 events: nothing signs the others, or a checkpoint was cut off",
        ],
    );
}

#[test]
fn a_missing_first_event_is_named() {
    check(
        |lines| {
            let at = event(lines, 0);
            lines.drain(at..at + 3);
        },
        &[
            "line 4: event 0 is missing: the first is 1",
            "line 15: the checkpoint of size 8 cannot be compared with the events before it, as some are missing or unreadable",
            "line 44: what was found above keeps further checkpoints from fitting: 2 in number",
            "line 44: no checkpoint holds: nothing signs these events",
        ],
    );
}

#[test]
fn an_event_that_appears_twice_is_named_and_the_tree_holds() {
    check(
        |lines| {
            let at = event(lines, 13);
            lines.insert(at, lines[at].clone());
        },
        &["line 29: event 13 appears twice"],
    );
}

#[test]
fn events_out_of_order_are_named() {
    check(
        |lines| {
            let at = event(lines, 16);
            lines.swap(at, at + 1);
        },
        &[
            "line 35: event 16 is out of order: it stands after event 17",
            "line 46: the checkpoint of size 24 cannot be compared with the events before it, as some are missing or unreadable",
            "line 47: the last checkpoint that holds covers 16 of 24 events: nothing signs the others, or a checkpoint was cut off",
        ],
    );
}

#[test]
fn an_event_with_a_changed_number_is_named_and_the_tree_holds() {
    for found in [2, 23, 4000] {
        check(
            |lines| {
                let at = event(lines, 13);
                replace(&mut lines[at], "event 13 ", &format!("event {found} "));
            },
            &[&format!("line 28: event {found} stands where event 13 is due: its number was changed")],
        );
    }
}

#[test]
fn a_missing_tail_is_noticed() {
    check(
        |lines| {
            let from = event(lines, 21);
            let checkpoint = lines.len() - 2;
            lines.drain(from..checkpoint);
        },
        &[
            "line 41: events 21 to 23 are missing: the checkpoint in their place covers 24 events",
            "line 41: the checkpoint of size 24 cannot be compared with the events before it, as some are missing or unreadable",
            "line 42: the last checkpoint that holds covers 16 of 24 events: nothing signs the others, or a checkpoint was cut off",
        ],
    );
}

#[test]
fn a_tail_removed_with_its_checkpoint_contradicts_the_header() {
    check(
        |lines| {
            let from = event(lines, 16);
            let end = lines.len() - 1;
            lines.drain(from..end);
        },
        &["line 34: events 16 to 23 are missing: the header promises 24 events"],
    );
}

#[test]
fn a_checkpoint_of_another_log_is_refused() {
    check(
        |lines| {
            for line in lines.iter_mut().filter(|line| line.starts_with(b"checkpoint ")) {
                replace(line, "log/contoso", "log/fabrikam");
            }
        },
        &[
            "line 18: the checkpoint of size 8 was changed or forged: the signature in the name of `desk.example/log/contoso` is wrong",
            "line 33: the checkpoint of size 16 was changed or forged: the signature in the name of `desk.example/log/contoso` is wrong",
            "line 46: the checkpoint of size 24 was changed or forged: the signature in the name of `desk.example/log/contoso` is wrong",
            "line 47: no checkpoint holds: nothing signs these events",
        ],
    );
}

#[test]
fn a_checkpoint_in_a_wrong_place_is_named() {
    check(
        |lines| {
            let at = place(lines, "checkpoint ");
            lines.swap(at, at + 1);
        },
        &["line 19: the checkpoint of size 8 stands before event 9 instead of event 8"],
    );
}

#[test]
fn a_repeated_checkpoint_is_named() {
    check(
        |lines| {
            let at = place(lines, "checkpoint ");
            lines.insert(at, lines[at].clone());
        },
        &["line 19: the checkpoint of size 8 follows one of size 8"],
    );
}

#[test]
fn a_damaged_event_is_named_and_its_parts_are_not_blamed() {
    check(
        |lines| {
            let at = event(lines, 5);
            replace(&mut lines[at + 1], "event 6", "event  6");
        },
        &[
            "line 14: the line is damaged: the event's number is not a plain number (after event 5)",
            "line 17: event 6 is missing: after 5 comes 7",
            "line 18: the checkpoint of size 8 cannot be compared with the events before it, as some are missing or unreadable",
            "line 47: what was found above keeps further checkpoints from fitting: 2 in number",
            "line 47: no checkpoint holds: nothing signs these events",
        ],
    );
}

#[test]
fn what_follows_the_end_is_named() {
    let mut export = export();
    export.extend_from_slice(b"event 24 x\n");
    assert_eq!(messages(&export), ["line 48: something was added after the `end` line (after event 23)"]);
}

#[test]
fn another_version_of_the_format_is_named() {
    check(
        |lines| lines[0] = b"glasscase-export/2\n".to_vec(),
        &["line 1: the line does not belong here: an export begins with the line `glasscase-export/1`"],
    );
}
