//! Every form of every kind of entry.

use crate::entries::entries;
use domain::Record;
use jsonschema::Validator;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use streams::{Entry, Payload, framed, message, ocsf, webhook_body, webhook_ocsf_body};

fn published() -> BTreeMap<u64, Validator> {
    let schemas = [
        (3_001, include_str!("../ocsf-1.5.0/account_change.json")),
        (3_004, include_str!("../ocsf-1.5.0/entity_management.json")),
        (6_003, include_str!("../ocsf-1.5.0/api_activity.json")),
    ];
    let compiled = |text| jsonschema::validator_for(&serde_json::from_str::<Value>(text).unwrap()).unwrap();
    schemas.into_iter().map(|(class, text)| (class, compiled(text))).collect()
}

#[test]
fn every_kind_of_entry_is_an_event_of_the_published_schema() {
    let (published, mut classes) = (published(), BTreeSet::new());
    for entry in entries() {
        let event = ocsf(&entry);
        let class = event["class_uid"].as_u64().unwrap();
        let faults: Vec<_> = published[&class]
            .iter_errors(&event)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{event}: {faults:#?}");
        assert_eq!(event["metadata"]["uid"], entry.id.as_str());
        classes.insert(class);
    }
    assert_eq!(classes.len(), 3, "each class is used");
}

#[test]
fn the_schema_would_notice() {
    let (published, entry) = (published(), &entries()[0]);
    for missing in ["time", "metadata", "entity", "severity_id", "type_uid"] {
        let mut event = ocsf(entry);
        event.as_object_mut().unwrap().remove(missing);
        assert!(!published[&3_004].is_valid(&event), "{missing}");
    }
    let mut event = ocsf(entry);
    event["invented"] = true.into();
    assert!(!published[&3_004].is_valid(&event));
}

/// Reads a message as RFC 5424 says: header fields, structured data, and what follows.
fn parse(message: &str) -> (Vec<&str>, BTreeMap<String, String>, &str) {
    let (header, rest) = message.split_at(message.find(" [").unwrap());
    let header: Vec<_> = header.split(' ').collect();
    let (mut parameters, mut rest) = (BTreeMap::new(), rest[2..].split_once(' ').unwrap().1);
    loop {
        let (name, behind) = rest.split_once("=\"").unwrap();
        let (mut value, mut chars) = (String::new(), behind.char_indices());
        let end = loop {
            match chars.next().unwrap() {
                (_, '\\') => value.push(chars.next().unwrap().1),
                (at, '"') => break at,
                (_, c) => value.push(c),
            }
        };
        parameters.insert(name.to_owned(), value);
        rest = &behind[end + 1..];
        if let Some(text) = rest.strip_prefix("] ") {
            return (header, parameters, text);
        }
        rest = rest.strip_prefix(' ').unwrap();
    }
}

#[test]
fn a_message_is_read_back_as_rfc_5424_says() {
    for entry in entries() {
        let text = message(&entry, "desk.example", Payload::Facts);
        let (header, parameters, said) = parse(&text);
        assert!(header[0].starts_with("<10") && header[0].ends_with(">1"), "{text}");
        assert_eq!(
            (header[1], header[2], header[3]),
            ("2026-01-02T03:04:05.000006Z", "desk.example", "glasscase")
        );
        assert_eq!(header[5], entry.record.event.word());
        assert_eq!(parameters["id"], entry.id.as_str());
        assert_eq!(parameters["sequence"], entry.record.sequence.to_string());
        assert!(said.starts_with('\u{feff}') && !text.contains('\n'), "{text:?}");
        assert!(text.len() < 8_192, "rsyslog's usual limit");
        if entry.name.is_some() {
            assert_eq!(parameters["by_name"], "Zoë \"Z\\\" ]=| Owner");
        }
    }
}

#[test]
fn a_frame_says_how_many_bytes_follow() {
    assert_eq!(framed("<110>1 é"), "9 <110>1 é".as_bytes());
}

fn cef_of(entry: &Entry) -> (Vec<String>, BTreeMap<String, String>) {
    let text = message(entry, "desk.example", Payload::Cef);
    let (_, _, line) = parse(&text);
    let (mut heads, mut head, mut chars) = (Vec::new(), String::new(), line.chars());
    while heads.len() < 7 {
        match chars.next().unwrap() {
            '\\' => head.push(chars.next().unwrap()),
            '|' => heads.push(std::mem::take(&mut head)),
            c => head.push(c),
        }
    }
    let rest: String = chars.collect();
    // A key is a word in front of an `=` that no backslash escapes.
    let (mut pairs, mut key, mut value, mut chars) =
        (BTreeMap::new(), String::new(), String::new(), rest.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => value.push(match chars.next().unwrap() {
                'n' => '\n',
                'r' => '\r',
                c => c,
            }),
            '=' => {
                let (before, next) = value.rsplit_once(' ').unwrap_or(("", &value));
                pairs.insert(std::mem::replace(&mut key, next.to_owned()), before.to_owned());
                value.clear();
            }
            c => value.push(c),
        }
    }
    pairs.insert(key, value);
    (heads, pairs)
}

#[test]
fn a_line_of_cef_is_read_back() {
    for entry in entries() {
        let (heads, pairs) = cef_of(&entry);
        assert_eq!((heads[0].as_str(), heads[1].as_str()), ("CEF:0", "Glasscase"));
        assert_eq!(heads[4], entry.record.event.word());
        assert_eq!(pairs["externalId"], entry.id.as_str());
        assert_eq!(pairs["cn1"], entry.record.sequence.to_string());
        if let Some(name) = &entry.name {
            assert_eq!(&pairs["suser"], name);
        }
        if let Some(case) = &entry.case {
            assert_eq!((pairs["cs1"].as_str(), pairs["cs1Label"].as_str()), (case.as_str(), "case"));
        }
    }
}

#[test]
fn a_webhook_carries_the_logs_own_entry() {
    for entry in entries() {
        let body = String::from_utf8(webhook_body(&entry)).unwrap();
        assert!(body.contains(&entry.leaf), "byte for byte, so its place in the log can be proved");
        let body: Value = serde_json::from_str(&body).unwrap();
        let record: Record = serde_json::from_value(body["data"]["record"].clone()).unwrap();
        assert_eq!(record, entry.record);
        assert_eq!(body["type"].as_str().unwrap().replace('.', "_"), entry.record.event.word());
    }
    let kinds: Vec<_> = entries()
        .iter()
        .map(|entry| {
            serde_json::from_slice::<Value>(&webhook_body(entry)).unwrap()["type"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    for kind in
        ["partner.added", "partner.removed", "case.opened", "case.closed", "consent.given", "consent.lapsed"]
    {
        assert!(kinds.iter().any(|known| known == kind), "{kind}");
    }
}

#[test]
fn no_webhook_depends_on_a_name_that_can_be_erased() {
    for entry in entries() {
        let nameless = Entry { name: None, ..entry.clone() };
        assert_eq!(webhook_body(&entry), webhook_body(&nameless));
        assert_eq!(webhook_ocsf_body(&entry), webhook_ocsf_body(&nameless));
    }
}
