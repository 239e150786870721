//! Nothing in an export can be changed unnoticed, and the place of the change is named.

use crate::sample::{export_of, faults, lines};

/// A small export, so that each of its bytes can be tried.
fn export() -> Vec<u8> {
    export_of(4, 2)
}

/// Whether some fault is about this line, counted from 0.
fn names(export: &[u8], line: usize) -> bool {
    faults(export).iter().any(|fault| fault.line == u64::try_from(line + 1).unwrap())
}

#[test]
fn every_changed_byte_is_noticed_on_its_line() {
    let sample = export();
    let sample_lines = lines(&sample);
    let mut line = 0;
    for (place, byte) in sample.iter().enumerate() {
        // Personal parts are compared with their commitments by whoever knows the events. A header that counts
        // other events may as well be right, and events missing at the end.
        let elsewhere = [&b"part "[..], b"header "].iter().any(|kind| sample_lines[line].starts_with(kind));
        // The lowest bit, the one between small and capital letters, and the one that leaves ASCII.
        for bit in [0, 5, 7] {
            let mut changed = sample.clone();
            changed[place] = byte ^ (1 << bit);
            let noticed = if elsewhere { !faults(&changed).is_empty() } else { names(&changed, line) };
            assert!(noticed, "line {}, byte {place}, bit {bit}: {:?}", line + 1, faults(&changed));
        }
        line += usize::from(*byte == b'\n');
    }
}

#[test]
fn every_dropped_line_is_noticed() {
    let sample = lines(&export());
    for place in 0..sample.len() {
        let mut changed = sample.clone();
        changed.remove(place);
        assert!(!faults(&changed.concat()).is_empty(), "line {}", place + 1);
    }
}

#[test]
fn every_swap_of_neighbours_is_noticed() {
    let sample = lines(&export());
    for place in 1..sample.len() {
        let mut changed = sample.clone();
        changed.swap(place - 1, place);
        assert!(!faults(&changed.concat()).is_empty(), "line {}", place + 1);
    }
}

#[test]
fn every_line_that_stands_twice_is_noticed() {
    let sample = lines(&export());
    for place in 0..sample.len() {
        let mut changed = sample.clone();
        changed.insert(place, sample[place].clone());
        assert!(!faults(&changed.concat()).is_empty(), "line {}", place + 1);
    }
}

#[test]
fn every_cut_is_noticed() {
    let sample = export();
    for length in 0..sample.len() {
        assert!(!faults(&sample[..length]).is_empty(), "{length} bytes");
    }
}

#[test]
fn every_inserted_byte_is_noticed() {
    let sample = export();
    for (place, byte) in (0..=sample.len()).flat_map(|place| b"\n 0".map(|byte| (place, byte))) {
        let mut changed = sample.clone();
        changed.insert(place, byte);
        assert!(!faults(&changed).is_empty(), "{byte} at {place}");
    }
}
