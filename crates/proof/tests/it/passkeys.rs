//! Consents that a passkey signed, in the customer's own check.

use crate::desk::{Desk, key};
use crate::reports::{check_named, report, report_with};
use crate::sample::{begun, draft, open, owner, set};
use authenticator::{Algorithm, Ceremony, Passkey};
use consent::{Agreement as _, ConsentDocument, Document as _, PublicKey, Registration, RelyingParty};
use domain::{Category, Command, Event, KeyId, Level, NewConsent, Proof};
use proof::Options;

const ID: &str = "consent.desk.example";
const ORIGIN: &str = "https://consent.desk.example";

fn public(passkey: &Passkey) -> PublicKey {
    let made = passkey.create(&Ceremony::create(ID, ORIGIN, b"registration"));
    let made = Registration { client_data: made.client_data, attestation_object: made.attestation_object };
    made.check(b"registration", &RelyingParty::at(ORIGIN).unwrap()).unwrap().into()
}

fn signed(passkey: &Passkey, key: KeyId, document: &ConsentDocument) -> NewConsent {
    let asserted = passkey.get(&Ceremony::get(ID, ORIGIN, &document.challenge().0));
    NewConsent {
        level: document.level,
        categories: document.categories,
        number: document.number,
        document: document.canonical(),
        proof: Proof::Key { key, signature: asserted.text() },
    }
}

/// A log with a consent that the passkey signed.
fn with_consent(passkey: &Passkey) -> Desk {
    let mut desk = begun();
    let public = public(passkey);
    let (algorithm, public_key) = (public.algorithm().to_owned(), public.text());
    desk.run(&owner(), &Command::EnrolConsentKey { key: public.id(), algorithm, public_key });
    open(&mut desk, "A");
    let consent = signed(passkey, public.id(), &draft(&desk, "A", Level::Standard, set(&[Category::Oii])));
    desk.run(&owner(), &Command::GiveConsent { case: "A".parse().unwrap(), consent });
    desk.seal();
    desk
}

#[test]
fn a_consent_by_a_passkey_is_verified_and_counted_as_such() {
    for algorithm in Algorithm::ALL {
        let passkey = Passkey::new(algorithm);
        let export = with_consent(&passkey).export();
        assert!(report(&export).is_sound());
        let given = |consent_keys| {
            let options = Options { key: Some(key()), consent_keys, ..Options::default() };
            report_with(&export, &options)
        };
        let report = given(vec![public(&passkey)]);
        let id = public(&passkey).id();
        assert!(report.is_sound() && report.figures.consents.by_key[id.as_str()].passkey, "{report}");
        let told = format!("{id}, a passkey, which you gave: signed 1 consent, 0 approvals\n");
        assert!(report.to_string().contains(&told), "{report}");
        // Whoever pinned another passkey of the same person believes that one alone.
        assert!(!given(vec![public(&Passkey::new(algorithm))]).is_sound());
    }
}

#[test]
fn a_log_in_which_it_was_widened_or_its_key_exchanged_is_not_sound() {
    let passkey = Passkey::new(Algorithm::Es256);
    let mut desk = with_consent(&passkey);
    let given = desk.find(|event| matches!(event, Event::ConsentGiven { .. }));
    if let Event::ConsentGiven { document, categories, .. } = &mut desk.entry(given).record.event {
        let mut wider = ConsentDocument::parse(document).unwrap();
        wider.categories = wider.categories.with(Category::Euii);
        let wider = wider.showing(consent::Language::Fr);
        (*document, *categories) = (wider.canonical(), wider.categories);
    }
    check_named(&desk.export(), given, "another challenge was signed");

    let mut desk = with_consent(&passkey);
    let enrolled = desk.find(|event| matches!(event, Event::ConsentKeyEnrolled { .. }));
    if let Event::ConsentKeyEnrolled { public_key, .. } = &mut desk.entry(enrolled).record.event {
        *public_key = public(&Passkey::new(Algorithm::Es256)).text();
    }
    check_named(&desk.export(), enrolled, "the consent key has the id of another one");
}
