//! Consents, and the claims that rest on them.

use consent::{
    Agreement as _, ApprovalDocument, ConsentDocument, Document as _, Language, Previous, Prolonged, Shown,
    SigningKey,
};
use diagnostics::Catalogue;
use domain::{AccessLifetime, CaseId, Categories, Level, Moment, Proof, Span};
use serde_json::{Map, Value};
use std::io::Read as _;
use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};
use wire::{Claimed, SignedDocument};

/// Whose runner it is.
pub(crate) const TENANT: &str = "contoso";
/// The subscription that its settings list.
pub(crate) const SUBSCRIPTION: &str = "sub";

/// The time: a runner asks the machine's clock, so the documents have to.
#[expect(clippy::disallowed_methods, reason = "the runner under test holds consents to the machine's clock")]
pub(crate) fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Moment::from_unix_micros(i64::try_from(since.as_micros()).unwrap()).unwrap()
}

pub(crate) fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

/// A moment that stays the same for a whole test.
fn start() -> Moment {
    static START: LazyLock<Moment> = LazyLock::new(now);
    *START
}

/// A line of a log, a minute old.
pub(crate) fn line(text: &str) -> String {
    format!("{} {text}\n", start().minus(Span::from_seconds(60)))
}

/// Lines whose words do not get much shorter when they are packed.
pub(crate) fn lines(count: usize) -> String {
    let word = |seed: &[u8]| {
        let digest = consent::Digest::of(seed).0;
        digest.iter().map(|byte| char::from(b'a' + byte % 26)).collect::<String>()
    };
    let words = |n: usize| {
        (0..10_u8).map(|place| word(&[&n.to_be_bytes()[..], &[place]].concat())).collect::<Vec<_>>()
    };
    (0..count).map(|n| line(&words(n).join(" "))).collect()
}

/// A consent to everything for the case `case-1`, given an hour ago.
pub(crate) fn consent() -> ConsentDocument {
    ConsentDocument {
        tenant: TENANT.parse().unwrap(),
        case: "case-1".parse().unwrap(),
        subscriptions: vec![SUBSCRIPTION.parse().unwrap()],
        level: Level::Advanced,
        categories: Categories::ALL,
        shown: Shown::in_language(Language::En),
        given_at: start().minus(Span::from_hours(1)),
        access_days: 30,
        access_lifetime: AccessLifetime::Shared,
        prolongs: Prolonged::NONE,
        number: 1,
        previous: None,
        nonce: "0".repeat(32),
    }
}

/// The same consent as the `number`th of its case.
pub(crate) fn numbered(number: u64) -> ConsentDocument {
    let previous = (number > 1).then(|| Previous { number: number - 1, sha256: consent().challenge() });
    ConsentDocument { number, previous, ..consent() }
}

/// The same consent for another case, given so long ago.
pub(crate) fn given_before(case: &str, before: Span) -> ConsentDocument {
    ConsentDocument { case: case.parse().unwrap(), given_at: start().minus(before), ..consent() }
}

pub(crate) fn approval(categories: Categories) -> ApprovalDocument {
    ApprovalDocument {
        tenant: TENANT.parse().unwrap(),
        case: "case-1".parse().unwrap(),
        request: "request-1".parse().unwrap(),
        categories,
        seconds: 3_600,
        consent: consent().challenge(),
        shown: Shown::in_language(Language::Fr),
        given_at: start().minus(Span::from_seconds(60)),
        nonce: "1".repeat(32),
    }
}

/// A consent as the server shows it: signed, or on its own word.
pub(crate) fn signed(document: ConsentDocument, key: Option<&SigningKey>) -> SignedDocument {
    let document = document.showing(Language::En);
    let proof = key.map_or(Proof::Server, |key| key.sign(&document.challenge()));
    SignedDocument { document: document.canonical(), proof }
}

pub(crate) fn signed_approval(document: ApprovalDocument, key: Option<&SigningKey>) -> SignedDocument {
    let document = document.showing(Language::Fr);
    let proof = key.map_or(Proof::Server, |key| key.sign(&document.challenge()));
    SignedDocument { document: document.canonical(), proof }
}

/// What an honest server answers to the claim of a run of a built-in diagnostic, under `consent` in its own words.
pub(crate) fn claimed(run: &str, diagnostic: &str, inputs: Value, consent: SignedDocument) -> Claimed {
    let catalogue = Catalogue::built_in();
    let diagnostic = catalogue.get(&diagnostic.parse().unwrap()).unwrap();
    let form = diagnostic.form();
    let inputs = if let Value::Object(inputs) = inputs { inputs } else { Map::new() };
    let case: CaseId =
        ConsentDocument::parse(&consent.document).map_or("case-1".parse().unwrap(), |d| d.case);
    Claimed {
        run: run.parse().unwrap(),
        tenant: TENANT.parse().unwrap(),
        case,
        subscription: SUBSCRIPTION.parse().unwrap(),
        diagnostic: form.id.clone(),
        version: form.version,
        digest: diagnostic.digest().to_owned(),
        level: form.level,
        categories: form.categories,
        inputs,
        covered: Categories::ALL,
        consent,
        approvals: Vec::new(),
        others: Vec::new(),
        collection: "collection-1".parse().unwrap(),
        recipient: recipient(),
        at: now(),
    }
}

/// The recipient whose secret half [`open`] has.
fn recipient() -> String {
    identity().to_public().to_string()
}

/// A fixed identity: what matters is that the runner encrypts to what it is told.
fn identity() -> age::x25519::Identity {
    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX".parse().unwrap()
}

/// The pieces of evidence in a sealed collection.
pub(crate) fn open(object: &[u8]) -> (String, Vec<wire::EvidencePiece>) {
    let mut plain = String::new();
    let opened = age::Decryptor::new(object).unwrap();
    let identity = identity();
    let reader = opened.decrypt(std::iter::once(&identity as &dyn age::Identity)).unwrap();
    flate2::read::GzDecoder::new(reader).read_to_string(&mut plain).unwrap();
    let pieces = plain.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (plain, pieces)
}
