//! A signature holds for one document and one key.

use crate::samples::{approval, consent};
use consent::{Attestation, ConsentDocument, Digest, Document as _, SignatureError, SigningKey, verify};
use domain::{KeyId, Proof};

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

fn check(challenge: &Digest, proof: &Proof) -> Result<Attestation, SignatureError> {
    verify(challenge, proof, &|id| (*id == key(1).id()).then(|| key(1).public()))
}

#[test]
fn a_signature_by_an_enrolled_key_holds() {
    let challenge = consent().challenge();
    assert_eq!(check(&challenge, &key(1).sign(&challenge)), Ok(Attestation::SignedBy(key(1).id())));
}

#[test]
fn without_a_key_it_is_the_servers_word() {
    assert_eq!(check(&consent().challenge(), &Proof::Server), Ok(Attestation::Server));
}

#[test]
fn a_key_that_is_not_enrolled_counts_for_nothing() {
    let challenge = consent().challenge();
    let refused = check(&challenge, &key(2).sign(&challenge));
    assert_eq!(refused, Err(SignatureError::UnknownKey { key: key(2).id() }));
}

#[test]
fn another_keys_signature_under_this_keys_name_is_wrong() {
    let challenge = consent().challenge();
    let Proof::Key { signature, .. } = key(2).sign(&challenge) else { panic!("a signature") };
    let refused = check(&challenge, &Proof::Key { key: key(1).id(), signature });
    assert_eq!(refused, Err(SignatureError::Wrong { key: key(1).id() }));
}

#[test]
fn the_signature_of_an_approval_is_none_of_a_consent() {
    let proof = key(1).sign(&approval().challenge());
    assert!(check(&consent().challenge(), &proof).is_err());
}

#[test]
fn every_changed_byte_of_the_signature_is_refused() {
    let challenge = consent().challenge();
    let Proof::Key { key: id, signature } = key(1).sign(&challenge) else { panic!("a signature") };
    for (place, bit) in (0..signature.len()).flat_map(|place| (0..7).map(move |bit| (place, bit))) {
        let mut bytes = signature.clone().into_bytes();
        bytes[place] ^= 1 << bit;
        let signature = String::from_utf8(bytes).unwrap();
        let proof = Proof::Key { key: id.clone(), signature };
        assert!(check(&challenge, &proof).is_err(), "{proof:?}");
    }
    for damaged in
        [String::new(), signature[4..].to_owned(), format!("{signature}AAAA"), format!("{signature}\n")]
    {
        assert!(check(&challenge, &Proof::Key { key: id.clone(), signature: damaged }).is_err());
    }
}

#[test]
fn every_changed_byte_of_the_document_is_refused() {
    let text = consent().canonical();
    let proof = key(1).sign(&consent().challenge());
    for (place, bit) in (0..text.len()).flat_map(|place| (0..7).map(move |bit| (place, bit))) {
        let mut bytes = text.clone().into_bytes();
        bytes[place] ^= 1 << bit;
        let changed = String::from_utf8(bytes).unwrap();
        assert!(check(&ConsentDocument::challenge_of(&changed), &proof).is_err(), "{changed}");
    }
}

#[test]
fn a_proof_names_the_key_that_made_it() {
    let Proof::Key { key: id, .. } = key(1).sign(&consent().challenge()) else { panic!("a signature") };
    let expected: KeyId = key(1).public().id();
    assert_eq!(id, expected);
}
