//! Documents to begin from.

use consent::{
    Agreement as _, ApprovalDocument, ConsentDocument, Digest, Document as _, Language, RunRecord, Shown,
};
use domain::{AccessLifetime, Categories, Category, Level, Moment, Span};
use std::collections::BTreeMap;

/// Noon of 1 January 2026, and `days` days on.
pub(crate) fn day(days: u32) -> Moment {
    "2026-01-01T12:00:00Z".parse::<Moment>().unwrap().plus(Span::from_days(days))
}

pub(crate) fn categories(list: &[Category]) -> Categories {
    list.iter().copied().collect()
}

/// The first consent of case A, standard, on two subscriptions.
pub(crate) fn consent() -> ConsentDocument {
    ConsentDocument {
        tenant: "contoso".parse().unwrap(),
        case: "A".parse().unwrap(),
        subscriptions: vec!["sub-1".parse().unwrap(), "sub-2".parse().unwrap()],
        level: Level::Standard,
        categories: categories(&[Category::SupportData, Category::SystemMetadata]),
        shown: Shown::in_language(Language::En),
        given_at: day(0),
        access_days: 30,
        access_lifetime: AccessLifetime::Shared,
        prolongs: consent::Prolonged::Cases(vec!["B".parse().unwrap()]),
        number: 1,
        previous: None,
        nonce: "0123456789abcdef0123456789abcdef".to_owned(),
    }
    .showing(Language::En)
}

/// Two hours of end users' names on case A.
pub(crate) fn approval() -> ApprovalDocument {
    ApprovalDocument {
        tenant: "contoso".parse().unwrap(),
        case: "A".parse().unwrap(),
        request: "R".parse().unwrap(),
        categories: categories(&[Category::Euii]),
        seconds: 7_200,
        consent: consent().challenge(),
        shown: Shown::in_language(Language::Fr),
        given_at: day(1),
        nonce: "fedcba9876543210fedcba9876543210".to_owned(),
    }
    .showing(Language::Fr)
}

pub(crate) fn run_record() -> RunRecord {
    RunRecord {
        tenant: "contoso".parse().unwrap(),
        run: "run-1".parse().unwrap(),
        case: "A".parse().unwrap(),
        runner: "runner-1".parse().unwrap(),
        diagnostic: "host-health".parse().unwrap(),
        version: 3,
        digest: Digest::of(b"id: host-health"),
        consent: Some(consent().challenge()),
        covered: consent().categories,
        sha256: Digest::of(b"sealed"),
        bytes: 6,
        plain_sha256: Digest::of(b"plain"),
        spans: BTreeMap::from([("euii".to_owned(), 2), ("credential".to_owned(), 1)]),
        started_at: day(0),
        ended_at: day(0).plus(Span::from_seconds(2)),
    }
}
