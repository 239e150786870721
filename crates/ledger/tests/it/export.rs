//! What is written is read.

use crate::sample::{EVENTS, audit, audit_with, export, key, leaf, lines, log_key, messages, origin, told};
use ledger::{ExportWriter, Header, LogKey, Part, Salt, Trust, WriteError};
use proptest::prelude::*;

#[test]
fn the_sample_has_no_fault() {
    let audit = audit(&export());
    assert!(audit.faults.is_empty(), "{:?}", audit.faults);
    assert_eq!((audit.events, audit.checkpoints), (EVENTS, 3));
    assert_eq!(audit.key, Some(key()));
    assert_eq!(audit.last_checkpoint.unwrap().time, "2026-01-02T03:04:05.000006Z");
}

#[test]
fn the_reader_tells_what_was_written() {
    let told = told(&export());
    let expected = [
        "2 header contoso 24",
        "3 key",
        r#"4 event 0 {"case":"c-0","what":"case_opened"} name="Ada 0",title="Größe\n\"x\"""#,
        r#"7 event 1 {"case":"c-1","what":"case_opened"} "#,
    ];
    assert_eq!(told[..4], expected);
    assert_eq!(told.last().unwrap(), "47 end");
}

#[test]
fn a_file_of_anothers_key_is_noticed_only_with_ones_own() {
    let other = LogKey::from_seed("desk.example", &[6; 32]).unwrap().verifier_key(&origin());
    let faults = audit_with(&export(), Trust::Given(vec![other])).faults;
    let first = faults.kept()[0].to_string();
    assert!(first.starts_with("line 3: the file's key is `desk.example/log/contoso+"), "{first}");
    assert_eq!(faults.kept().len(), 5, "the key, three checkpoints, and nothing covered: {faults:?}");
    assert!(audit_with(&export(), Trust::File).faults.is_empty());
}

fn header(events: u64) -> Header {
    Header { events, origin: origin(), tenant: "contoso".to_owned() }
}

fn part(field: &str) -> Part {
    Part { field: field.to_owned(), salt: Salt([0; 32]), value: String::new() }
}

#[test]
fn the_writer_refuses_what_a_reader_would() {
    let mut writer = ExportWriter::new(Vec::new(), &header(3), &key()).unwrap();
    let refusals = [
        writer.event(1, &leaf(1), &[]),
        writer.event(0, b"two\nlines", &[]),
        writer.event(0, b"{}", &[part("b"), part("a")]),
        writer.event(0, b"{}", &[part("a"), part("a")]),
        writer.event(0, &vec![b'x'; ledger::export::LINE_BYTES_MAX], &[]),
    ];
    let told: Vec<String> = refusals.into_iter().map(|refusal| refusal.unwrap_err().to_string()).collect();
    assert_eq!(
        told,
        [
            "event 1 cannot be exported where event 0 is due",
            "the leaf of event 0 cannot be exported: it has a control character",
            "a part of event 0 cannot be exported: the parts are not in the order of their fields, or one is twice",
            "a part of event 0 cannot be exported: the parts are not in the order of their fields, or one is twice",
            "a line of event 0 cannot be exported: it is longer than 16 MiB",
        ]
    );
    assert!(matches!(writer.finish(), Err(WriteError::EventCount { promised: 3, written: 0 })));
}

#[test]
fn header_and_key_must_name_one_log() {
    let other = log_key().verifier_key(&log_key().origin("fabrikam").unwrap());
    assert!(matches!(ExportWriter::new(Vec::new(), &header(0), &other), Err(WriteError::OtherLog)));
    let header = Header { tenant: "fabrikam".to_owned(), ..header(0) };
    assert!(matches!(ExportWriter::new(Vec::new(), &header, &key()), Err(WriteError::OtherLog)));
}

#[test]
fn an_export_of_nothing_needs_a_checkpoint_too() {
    let writer = ExportWriter::new(Vec::new(), &header(0), &key()).unwrap();
    let told = messages(&writer.finish().unwrap());
    assert_eq!(told, ["line 4: no checkpoint holds: nothing signs these events"]);

    let mut writer = ExportWriter::new(Vec::new(), &header(0), &key()).unwrap();
    writer.checkpoint(&crate::sample::sealed(&ledger::Frontier::new())).unwrap();
    assert_eq!(messages(&writer.finish().unwrap()), [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_leaves_and_parts_come_back(
        leaves in prop::collection::vec(prop::collection::vec(0x20_u8.., 0..40), 0..6),
        value in any::<String>(),
    ) {
        let events = u64::try_from(leaves.len()).unwrap();
        let mut writer = ExportWriter::new(Vec::new(), &header(events), &key()).unwrap();
        for (sequence, leaf) in (0..).zip(&leaves) {
            writer.event(sequence, leaf, &[Part { value: value.clone(), ..part("x") }]).unwrap();
        }
        let export = writer.finish().unwrap();
        let mut reader = ledger::ExportReader::new(&export[..]);
        let mut sequence = 0;
        while let Some(entry) = reader.next_entry().unwrap() {
            match entry {
                ledger::Entry::Event(event) => {
                    prop_assert_eq!(event.leaf, &leaves[sequence][..]);
                    prop_assert_eq!(&event.parts[0].value, &value);
                    sequence += 1;
                }
                ledger::Entry::Fault(fault) => prop_assert!(false, "{}", fault),
                _ => {}
            }
        }
        prop_assert_eq!(sequence, leaves.len());
    }

    #[test]
    fn no_bytes_make_the_reader_panic(junk in prop::collection::vec(any::<u8>(), 0..300), cut in 0..47_usize) {
        let mut some = lines(&export());
        some.truncate(cut);
        some.push(junk);
        prop_assert!(!audit(&some.concat()).faults.is_empty());
    }
}
