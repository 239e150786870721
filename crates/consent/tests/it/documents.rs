//! One text for each document.

use crate::samples::{approval, consent, run_record};
use consent::{Agreement as _, ApprovalDocument, ConsentDocument, Document as _, RunRecord};
use proptest::prelude::*;

#[test]
fn the_text_of_a_consent_is_fixed() {
    let shown = consent().shown.text_sha256;
    let expected = format!(
        concat!(
            r#"{{"access_days":30,"access_lifetime":"shared","case":"A","categories":["support_data","system_metadata"],"#,
            r#""given_at":"2026-01-01T12:00:00.000000Z","level":"standard","nonce":"0123456789abcdef0123456789abcdef","#,
            r#""number":1,"previous":null,"prolongs":["B"],"shown":{{"language":"en","text_sha256":"{}","wording":1}},"#,
            r#""subscriptions":["sub-1","sub-2"],"tenant":"contoso"}}"#
        ),
        shown
    );
    assert_eq!(consent().canonical(), expected);
}

#[test]
fn a_challenge_is_the_hash_of_prefix_and_text() {
    let hashed = |prefix: &[u8], text: &str| consent::Digest::of(&[prefix, text.as_bytes()].concat());
    assert_eq!(consent().challenge(), hashed(b"glasscase/consent/v1\0", &consent().canonical()));
    assert_eq!(approval().challenge(), hashed(b"glasscase/approval/v1\0", &approval().canonical()));
    assert_eq!(run_record().challenge(), hashed(b"glasscase/run/v1\0", &run_record().canonical()));
}

#[test]
fn a_document_is_read_back_from_its_text() {
    assert_eq!(ConsentDocument::parse(&consent().canonical()).unwrap(), consent());
    assert_eq!(ApprovalDocument::parse(&approval().canonical()).unwrap(), approval());
    assert_eq!(RunRecord::parse(&run_record().canonical()).unwrap(), run_record());
}

/// Reading rests on it: what is written as declared need not be sorted once more.
#[test]
fn members_are_declared_in_the_order_of_the_canonical_text() {
    assert_eq!(serde_json::to_string(&consent()).unwrap(), consent().canonical());
    let second = ConsentDocument {
        previous: Some(consent::Previous { number: 1, sha256: consent().challenge() }),
        number: 2,
        ..consent()
    };
    assert_eq!(serde_json::to_string(&second).unwrap(), second.canonical());
    assert_eq!(serde_json::to_string(&approval()).unwrap(), approval().canonical());
    assert_eq!(serde_json::to_string(&run_record()).unwrap(), run_record().canonical());
}

#[test]
fn another_way_to_write_the_same_is_refused() {
    let text = consent().canonical();
    for other in [
        format!(" {text}"),
        format!("{text}\n"),
        text.replace("\"number\":1", "\"number\":1.0"),
        text.replace("\"number\":1", "\"number\": 1"),
        text.replace("12:00:00.000000Z", "12:00:00Z"),
        text.replace("\"support_data\",\"system_metadata\"", "\"system_metadata\",\"support_data\""),
        text.replace("\"case\":\"A\"", "\"case\":\"\\u0041\""),
        text.replace("{\"access_days\":30,", "{\"access_days\":30,\"access_days\":30,"),
        text.replace("{\"access_days\"", "{\"a\":1,\"access_days\""),
        text.replace("\"previous\":null,", ""),
        text.replace("\"wording\":1", "\"wording\":1,\"x\":1"),
    ] {
        assert_ne!(other, text);
        assert!(ConsentDocument::parse(&other).is_err(), "{other}");
    }
}

#[test]
fn impossible_values_are_refused_by_name() {
    fn check(field: &str, change: impl FnOnce(&mut ConsentDocument)) {
        let mut document = consent();
        change(&mut document);
        let refused = ConsentDocument::parse(&document.canonical()).unwrap_err().to_string();
        assert!(refused.contains(&format!("`{field}`")), "{field}: {refused}");
    }
    let previous = |number| Some(consent::Previous { number, sha256: consent().challenge() });
    check("subscriptions", |d| d.subscriptions.clear());
    check("subscriptions", |d| d.subscriptions.push("sub-1".parse().unwrap()));
    check("categories", |d| d.categories = domain::Categories::NONE);
    check("access_days", |d| d.access_days = 31);
    check("access_days", |d| d.access_days = 0);
    check("prolongs", |d| d.prolongs = consent::Prolonged::Cases(vec!["A".parse().unwrap()]));
    check("prolongs", |d| d.prolongs = consent::Prolonged::Cases(vec!["B".parse().unwrap(); 2]));
    check("prolongs", |d| d.access_lifetime = domain::AccessLifetime::PerCase);
    check("number", |d| d.number = 0);
    check("number", |d| d.number = 1 << 53);
    check("previous", |d| d.number = 2);
    check("previous", |d| d.previous = previous(1));
    check("previous", |d| (d.number, d.previous) = (3, previous(1)));
    check("shown.wording", |d| d.shown.wording = 2);
    check("nonce", |d| d.nonce = "0".repeat(31));
    check("nonce", |d| d.nonce = "F".repeat(32));
}

#[test]
fn an_approval_and_a_run_record_have_bounds_too() {
    let check = |change: fn(&mut ApprovalDocument)| {
        let mut document = approval();
        change(&mut document);
        assert!(ApprovalDocument::parse(&document.canonical()).is_err());
    };
    check(|d| d.categories = domain::Categories::NONE);
    check(|d| d.seconds = 0);
    check(|d| d.nonce.clear());
    let mut record = run_record();
    record.bytes = 1 << 53;
    assert!(RunRecord::parse(&record.canonical()).is_err());
    let mut record = run_record();
    record.ended_at = domain::Moment::MIN;
    assert!(RunRecord::parse(&record.canonical()).is_err());
}

#[test]
fn what_is_wrong_is_told_without_the_names_of_types() {
    for text in ["", "1", "{}", "[]", "null", "{\"shown\":1}", "{\"previous\":1}"] {
        for refused in [
            ConsentDocument::parse(text).unwrap_err().to_string(),
            ApprovalDocument::parse(text).unwrap_err().to_string(),
            RunRecord::parse(text).unwrap_err().to_string(),
        ] {
            assert!(refused.starts_with("not a"), "{refused}");
            assert!(!refused.contains("struct") && !refused.contains("Document"), "{refused}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_reading_panic(text in any::<String>()) {
        prop_assert!(ConsentDocument::parse(&text).is_err());
        prop_assert!(ApprovalDocument::parse(&text).is_err());
        prop_assert!(RunRecord::parse(&text).is_err());
    }

    #[test]
    fn a_changed_text_is_refused_or_is_another_document(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let text = consent().canonical();
        let mut bytes = text.clone().into_bytes();
        let place = place.index(bytes.len());
        prop_assume!(bytes[place] != byte);
        bytes[place] = byte;
        let Ok(changed) = String::from_utf8(bytes) else { return Ok(()) };
        if let Ok(other) = ConsentDocument::parse(&changed) {
            prop_assert_ne!(&other, &consent());
            prop_assert_eq!(other.canonical(), changed);
        }
    }

    #[test]
    fn any_document_is_read_back_from_its_text(
        case in "[^\\p{Cc}]{1,30}",
        subscriptions in prop::collection::btree_set("[^\\p{Cc}]{1,30}", 1..5),
        categories in prop::collection::vec(prop::sample::select(&domain::Category::ALL[..]), 0..6),
        days in 1_u8..=30,
        micros in 0_i64..4_000_000_000_000_000,
        number in 1_u64..(1 << 53),
    ) {
        let mut document = consent();
        document.case = case.parse().unwrap();
        document.prolongs = consent::Prolonged::NONE;
        document.subscriptions = subscriptions.iter().map(|id| id.parse().unwrap()).collect();
        document.categories = document.categories.union(categories.into_iter().collect());
        document.access_days = days;
        document.given_at = domain::Moment::from_unix_micros(micros).unwrap();
        document.number = number;
        let sha256 = document.challenge();
        document.previous = (number > 1).then(|| consent::Previous { number: number - 1, sha256 });
        let document = document.showing(consent::Language::Fr);
        let text = document.canonical();
        prop_assert_eq!(&ConsentDocument::parse(&text).unwrap(), &document);
        prop_assert_eq!(ConsentDocument::challenge_of(&text), document.challenge());
        prop_assert_eq!(document.check_shown(), Ok(()));
    }
}
