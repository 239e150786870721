//! Whatever a file holds, reading it ends, and nothing panics.

use super::{Journal, Source};
use proptest::prelude::*;
use std::io::{self, Write as _};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

impl Source for &[u8] {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.get(offset..)).unwrap_or_default();
        let taken = rest.len().min(buffer.len());
        buffer[..taken].copy_from_slice(&rest[..taken]);
        Ok(taken)
    }
}

/// A journal as systemd writes it, with long and short fields, without the room behind its last object.
fn real(compact: bool) -> &'static [u8] {
    static JOURNALS: [OnceLock<Vec<u8>>; 2] = [OnceLock::new(), OnceLock::new()];
    JOURNALS[usize::from(compact)].get_or_init(|| {
        let folder = tempfile::TempDir::new().unwrap();
        let file = folder.path().join("system.journal");
        let mut remote = Command::new("/lib/systemd/systemd-journal-remote")
            .args(["--output", file.to_str().unwrap(), "-"])
            .env("SYSTEMD_JOURNAL_COMPACT", if compact { "1" } else { "0" })
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = remote.stdin.take().unwrap();
        for number in 1..=60 {
            let message = format!("entry {number} ").repeat(if number % 5 == 0 { 300 } else { 1 });
            writeln!(
                input,
                "__REALTIME_TIMESTAMP={}\n__MONOTONIC_TIMESTAMP={number}\n_BOOT_ID={:032x}\nPRIORITY={}\n\
                 _SYSTEMD_UNIT=u{}.service\nMESSAGE={message}\n",
                1_795_000_000_000_000_u64 + number,
                7,
                number % 8,
                number % 3
            )
            .unwrap();
        }
        drop(input);
        assert!(remote.wait().unwrap().success());
        let mut bytes = std::fs::read(&file).unwrap();
        // The last object may end in zeros of its own.
        bytes.truncate(bytes.iter().rposition(|byte| *byte != 0).unwrap() + 64);
        bytes
    })
}

/// Where a journal's bytes tell something: most of it is room that nobody reads.
fn telling(compact: bool) -> &'static [usize] {
    static TELLING: [OnceLock<Vec<usize>>; 2] = [OnceLock::new(), OnceLock::new()];
    TELLING[usize::from(compact)].get_or_init(|| {
        let bytes = real(compact).iter().enumerate();
        bytes.filter(|(_, byte)| **byte != 0).map(|(place, _)| place).collect()
    })
}

/// Reads all that can be read: how many entries, and how many errors came.
fn walk(bytes: &[u8]) -> (usize, usize) {
    let Ok(mut journal) = Journal::open(bytes) else { return (0, 1) };
    let _last = journal.last();
    let (mut entries, mut errors) = (0, 0);
    loop {
        // Each step goes at least one object forward.
        assert!(entries + errors <= bytes.len() / 4 + 1, "reading runs in circles");
        let outcome = journal.next().map(|entry| entry.map(|entry| journal.record(entry)));
        match outcome {
            Ok(None) => break,
            Ok(Some(Ok(record))) => {
                assert!(record.message.len() <= 64 << 10);
                entries += 1;
            }
            Err(why) if why.ends_the_file() => {
                assert!(matches!(journal.next(), Ok(None)), "nothing follows {why}");
                errors += 1;
                break;
            }
            Ok(Some(Err(_))) | Err(_) => errors += 1,
        }
    }
    (entries, errors)
}

#[test]
fn a_whole_journal_is_read_without_an_error() {
    for compact in [false, true] {
        assert_eq!(walk(real(compact)), (60, 0));
        let mut journal = Journal::open(real(compact)).unwrap();
        let last = journal.last().unwrap().unwrap();
        assert_eq!(last.realtime_micros, 1_795_000_000_000_060);
        assert!(journal.record(last).unwrap().message.starts_with(b"entry 60 entry 60 "));
    }
}

#[test]
fn every_entry_before_a_cut_is_read() {
    let whole = real(true);
    let mut before = 0;
    let objects = whole.len() - 40_000;
    for cut in (0..2_000).chain(objects..whole.len()).step_by(97) {
        let (entries, _) = walk(&whole[..cut]);
        assert!(entries <= 60);
        before = before.max(entries);
    }
    assert!(before > 50);
}

#[test]
fn lists_that_lead_in_circles_end() {
    let mut bytes = real(false).to_vec();
    let array = u64::from_le_bytes(bytes[176..184].try_into().unwrap());
    let at = usize::try_from(array).unwrap();
    bytes[at + 16..at + 24].copy_from_slice(&array.to_le_bytes());
    let (entries, errors) = walk(&bytes);
    assert!(entries > 0 && errors == 1, "{entries} {errors}");
    let first: [u8; 8] = bytes[at + 24..at + 32].try_into().unwrap();
    bytes[at + 32..at + 40].copy_from_slice(&first);
    assert!(walk(&bytes).1 > 0, "an entry that is listed twice is no entry");
}

/// The bytes of a field that is stored in the way that flag `flag` names.
fn repacked(flag: u8, pack: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let mut bytes = real(false).to_vec();
    // Entry 5 has a long message, which systemd packed.
    let mut at = 0;
    loop {
        at += memchr::memmem::find(&bytes[at..], &[0x28, 0xb5, 0x2f, 0xfd]).expect("a packed field is there");
        let object = at - 64;
        if bytes[object] == 1 && bytes[object + 1] == 4 {
            let text = b"MESSAGE=".iter().copied().chain(b"entry 5 ".repeat(300)).collect::<Vec<u8>>();
            let packed = pack(&text);
            let size =
                usize::try_from(u64::from_le_bytes(bytes[object + 8..object + 16].try_into().unwrap()))
                    .unwrap();
            // A field may grow only over room that nobody reads: it is moved behind everything.
            assert!(size >= 64);
            bytes[object + 1] = flag;
            let room = bytes.len().next_multiple_of(8);
            bytes.resize(room, 0);
            let mut moved = bytes[object..object + 64].to_vec();
            moved[8..16].copy_from_slice(&((64 + packed.len()) as u64).to_le_bytes());
            moved.extend_from_slice(&packed);
            let place = (room as u64).to_le_bytes();
            let old = (object as u64).to_le_bytes();
            for index in (0..room - 8).step_by(8) {
                if bytes[index..index + 8] == old {
                    bytes[index..index + 8].copy_from_slice(&place);
                }
            }
            bytes.extend_from_slice(&moved);
            return bytes;
        }
        at += 1;
    }
}

#[test]
fn every_compression_is_read() {
    let lz4 = |text: &[u8]| {
        let literals = text.len() - 15;
        // One sequence of nothing but literals: a token, the rest of the length in steps of 255, the text.
        let mut block = vec![0xf0];
        block.extend(std::iter::repeat_n(255, literals / 255));
        block.push(u8::try_from(literals % 255).unwrap());
        [&(text.len() as u64).to_le_bytes(), block.as_slice(), text].concat()
    };
    let xz = |text: &[u8]| {
        let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 6);
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    };
    let expected = b"entry 5 ".repeat(300);
    for bytes in [repacked(1, xz), repacked(2, lz4), repacked(0, <[u8]>::to_vec)] {
        let mut journal = Journal::open(bytes.as_slice()).unwrap();
        let messages: Vec<Vec<u8>> =
            std::iter::from_fn(|| journal.next().unwrap().map(|entry| journal.record(entry)))
                .map(|record| record.unwrap().message)
                .collect();
        assert_eq!(messages.len(), 60);
        assert!(messages.contains(&expected), "{:?}", String::from_utf8_lossy(&messages[4]));
    }
}

#[test]
fn what_unpacks_to_too_much_is_left_out() {
    let bomb = |_: &[u8]| [&(1_u64 << 40).to_le_bytes()[..], &[0xff; 64]].concat();
    let bytes = repacked(2, bomb);
    let mut journal = Journal::open(bytes.as_slice()).unwrap();
    let damaged: u64 = std::iter::from_fn(|| journal.next().unwrap().map(|entry| journal.record(entry)))
        .map(|record| record.unwrap().damaged_fields)
        .sum();
    assert_eq!(damaged, 1);
}

#[test]
fn a_newer_form_is_refused_by_name() {
    let mut bytes = real(true).to_vec();
    bytes[12] |= 0x20;
    let refusal = Journal::open(bytes.as_slice()).err().unwrap().to_string();
    assert!(refusal.contains("incompatible flags 0x"), "{refusal}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 300 } else { 5_000 }))]

    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..2_000), with_header: bool) {
        let bytes = if with_header { [&real(true)[..272], &bytes].concat() } else { bytes };
        walk(&bytes);
    }

    #[test]
    fn any_change_and_cut_ends(
        compact: bool,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        cut in any::<prop::sample::Index>(),
        is_cut: bool,
    ) {
        let mut bytes = real(compact).to_vec();
        for (place, value) in changes {
            bytes[*place.get(telling(compact))] = value;
        }
        let end = if is_cut { cut.index(bytes.len()) } else { bytes.len() };
        walk(&bytes[..end]);
    }
}
