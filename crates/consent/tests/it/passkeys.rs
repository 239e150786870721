//! A passkey's text, and its assertion behind a document.

use crate::samples::consent;
use authenticator::{Algorithm, Asserted, Ceremony, flag};
use consent::{
    Attestation, BadAssertion, BadAuthenticatorData, BadClientData, ConsentDocument, Digest, Document as _,
    PublicKey, RelyingParty, SignatureError, SigningKey, verify,
};
use domain::{KeyId, Proof};

pub(crate) const ID: &str = "consent.desk.example";
pub(crate) const ORIGIN: &str = "https://consent.desk.example";

/// A change to an honest ceremony.
pub(crate) type Change = fn(&mut Ceremony);

/// A passkey that was enrolled, with its authenticator.
struct Enrolled {
    passkey: authenticator::Passkey,
    public: PublicKey,
}

impl Enrolled {
    fn new(algorithm: Algorithm) -> Self {
        let passkey = authenticator::Passkey::new(algorithm);
        let made = passkey.create(&Ceremony::create(ID, ORIGIN, b"registration"));
        let registration = consent::Registration {
            client_data: made.client_data,
            attestation_object: made.attestation_object,
        };
        let public = registration.check(b"registration", &RelyingParty::at(ORIGIN).unwrap()).unwrap().into();
        Self { passkey, public }
    }

    fn verify(&self, challenge: &Digest, asserted: &Asserted) -> Result<Attestation, SignatureError> {
        self.verify_text(challenge, asserted.text())
    }

    fn verify_text(&self, challenge: &Digest, signature: String) -> Result<Attestation, SignatureError> {
        let proof = Proof::Key { key: self.public.id(), signature };
        verify(challenge, &proof, &|id| (*id == self.public.id()).then(|| self.public.clone()))
    }

    /// What does not hold about a ceremony over the sample's challenge, changed like this.
    fn refusal(&self, change: impl FnOnce(&mut Ceremony)) -> Option<BadAssertion> {
        let challenge = consent().challenge();
        let mut ceremony = Ceremony::get(ID, ORIGIN, &challenge.0);
        change(&mut ceremony);
        reason(self.verify(&challenge, &self.passkey.get(&ceremony)))
    }
}

fn reason(found: Result<Attestation, SignatureError>) -> Option<BadAssertion> {
    match found {
        Ok(_) => None,
        Err(SignatureError::Assertion { why, .. }) => Some(why),
        Err(why) => unreachable!("a passkey is refused for its assertion, not since {why}"),
    }
}

#[test]
fn each_algorithm_signs_a_consent() {
    let challenge = consent().challenge();
    for algorithm in Algorithm::ALL {
        let enrolled = Enrolled::new(algorithm);
        assert_eq!(enrolled.public.algorithm(), algorithm.name());
        let asserted = enrolled.passkey.get(&Ceremony::get(ID, ORIGIN, &challenge.0));
        let by: KeyId = enrolled.public.id();
        assert_eq!(enrolled.verify(&challenge, &asserted), Ok(Attestation::SignedBy(by)));
    }
}

#[test]
fn each_thing_that_browser_and_authenticator_say_is_checked() {
    use {BadAssertion as Bad, BadAuthenticatorData as Data, BadClientData as Client};
    let enrolled = Enrolled::new(Algorithm::Es256);
    let changes: [(Change, Bad); 13] = [
        (
            |c| c.kind = "webauthn.create",
            Client::Ceremony { wanted: "webauthn.get", found: "webauthn.create".to_owned() }.into(),
        ),
        (|c| c.challenge = b"a sign-in".to_vec(), Client::Challenge.into()),
        (
            |c| c.origin = "https://desk.example".to_owned(),
            Client::Origin { found: "https://desk.example".to_owned() }.into(),
        ),
        (|c| c.more = r#","crossOrigin":true"#.to_owned(), Client::CrossOrigin.into()),
        (|c| c.more.push_str(r#","topOrigin":"https://evil.example""#), Client::CrossOrigin.into()),
        (|c| c.more.push_str(r#","type":"webauthn.get""#), Client::Form.into()),
        (|c| c.relying_party = "desk.example".to_owned(), Data::RelyingParty { id: ID.to_owned() }.into()),
        (|c| c.flags &= !flag::USER_PRESENT, Data::NotPresent.into()),
        (|c| c.flags &= !flag::USER_VERIFIED, Data::NotVerified.into()),
        (|c| c.flags |= flag::BACKED_UP, Data::Backup.into()),
        (|c| c.extensions = vec![0], Data::Trailing.into()),
        (|c| c.flags |= flag::EXTENSIONS, Data::Trailing.into()),
        (|c| c.flags |= flag::CREDENTIAL, Data::Trailing.into()),
    ];
    for (change, expected) in changes {
        assert_eq!(enrolled.refusal(change), Some(expected));
    }
}

#[test]
fn what_an_honest_authenticator_may_add_is_accepted() {
    let enrolled = Enrolled::new(Algorithm::Eddsa);
    let changes: [Change; 5] = [
        |_| (),
        |c| c.counter = 0,
        |c| c.flags |= flag::BACKUP_ELIGIBLE,
        |c| c.flags |= flag::BACKUP_ELIGIBLE | flag::BACKED_UP,
        |c| (c.flags, c.extensions) = (c.flags | flag::EXTENSIONS, vec![0xa0]),
    ];
    for change in changes {
        assert_eq!(enrolled.refusal(change), None);
    }
    let announced = |extensions: &[u8]| {
        let extensions = extensions.to_vec();
        enrolled.refusal(move |c| (c.flags, c.extensions) = (c.flags | flag::EXTENSIONS, extensions))
    };
    // An array instead of a map, a map that is cut, one that claims more than can be, and one with a byte behind it.
    for bad in [&[0x80][..], &[0xa1, 1], &[0xbb, 255, 255, 255, 255, 255, 255, 255, 255], &[0xa0, 0]] {
        assert_eq!(announced(bad), Some(BadAuthenticatorData::Trailing.into()), "{bad:?}");
    }
}

#[test]
fn an_assertion_belongs_to_one_document() {
    let (first, mut second) = (consent(), consent());
    second.access_days = 29;
    for algorithm in Algorithm::ALL {
        let enrolled = Enrolled::new(algorithm);
        let asserted = enrolled.passkey.get(&Ceremony::get(ID, ORIGIN, &first.challenge().0));
        let found = reason(enrolled.verify(&second.challenge(), &asserted));
        assert_eq!(found, Some(BadClientData::Challenge.into()));
        // A server that writes the other challenge into it breaks the signature.
        let forged = enrolled.passkey.get(&Ceremony::get(ID, ORIGIN, &second.challenge().0)).client_data;
        let forged = Asserted { client_data: forged, ..asserted };
        assert_eq!(reason(enrolled.verify(&second.challenge(), &forged)), Some(BadAssertion::Signature));
    }
}

#[test]
fn no_bit_of_an_assertion_can_be_changed() {
    let challenge = consent().challenge();
    for algorithm in Algorithm::ALL {
        let enrolled = Enrolled::new(algorithm);
        let whole = enrolled.passkey.get(&Ceremony::get(ID, ORIGIN, &challenge.0));
        let parts: [fn(&mut Asserted) -> &mut Vec<u8>; 3] =
            [|a| &mut a.authenticator_data, |a| &mut a.client_data, |a| &mut a.signature];
        for part in parts {
            for bit in 0..part(&mut whole.clone()).len() * 8 {
                let mut changed = whole.clone();
                part(&mut changed)[bit / 8] ^= 1 << (bit % 8);
                assert!(enrolled.verify(&challenge, &changed).is_err(), "{algorithm:?} {bit}");
            }
            let mut longer = whole.clone();
            part(&mut longer).push(0);
            assert!(enrolled.verify(&challenge, &longer).is_err(), "{algorithm:?}");
            let mut shorter = whole.clone();
            part(&mut shorter).pop();
            assert!(enrolled.verify(&challenge, &shorter).is_err(), "{algorithm:?}");
        }
    }
}

#[test]
fn an_assertion_has_one_text() {
    let challenge = consent().challenge();
    let enrolled = Enrolled::new(Algorithm::Eddsa);
    let text = enrolled.passkey.get(&Ceremony::get(ID, ORIGIN, &challenge.0)).text();
    assert!(enrolled.verify_text(&challenge, text.clone()).is_ok());
    let padded = format!("{text}==");
    let standard = text.replace('-', "+").replace('_', "/");
    let long = format!("{text}{}", "A".repeat(1 << 20));
    let more = format!("{text}.");
    let space = format!("{text}\n");
    for bad in ["", ".", "...", &padded, &long, &more, &space, &text[1..], text.rsplit_once('.').unwrap().0] {
        assert_eq!(
            reason(enrolled.verify_text(&challenge, bad.to_owned())),
            Some(BadAssertion::Form),
            "{bad:.40}"
        );
    }
    if standard != text {
        assert_eq!(reason(enrolled.verify_text(&challenge, standard)), Some(BadAssertion::Form));
    }
}

#[test]
fn another_passkeys_assertion_counts_for_nothing() {
    let challenge = consent().challenge();
    for algorithm in Algorithm::ALL {
        let (ours, theirs) = (Enrolled::new(algorithm), Enrolled::new(algorithm));
        let asserted = theirs.passkey.get(&Ceremony::get(ID, ORIGIN, &challenge.0));
        assert_eq!(reason(ours.verify(&challenge, &asserted)), Some(BadAssertion::Signature));
    }
    // An offline key's signature is no assertion.
    let Proof::Key { signature, .. } = SigningKey::from_seed(&[1; 32]).unwrap().sign(&challenge) else {
        panic!()
    };
    let ours = Enrolled::new(Algorithm::Eddsa);
    assert_eq!(reason(ours.verify_text(&challenge, signature)), Some(BadAssertion::Form));
}

#[test]
fn a_key_has_one_text_under_one_algorithm() {
    for algorithm in Algorithm::ALL {
        let public = Enrolled::new(algorithm).public;
        let text = public.text();
        assert!(text.starts_with("passkey/1,consent.desk.example,https://consent.desk.example,"), "{text}");
        assert_eq!(PublicKey::parse(algorithm.name(), &text), Ok(public.clone()));
        for pinned in [text.clone(), format!(" {public}\n")] {
            assert_eq!(pinned.parse(), Ok(public.clone()), "{pinned}");
        }
        for other in Algorithm::ALL.into_iter().filter(|other| *other != algorithm) {
            assert!(PublicKey::parse(other.name(), &text).is_err(), "{other:?}");
        }
        assert!(PublicKey::parse("ed25519", &text).is_err());
        for bit in 0..text.len() * 8 {
            let mut changed = text.clone().into_bytes();
            changed[bit / 8] ^= 1 << (bit % 8);
            // Another key, or none: never the same key under another text.
            let Ok(changed) = String::from_utf8(changed) else { continue };
            let parsed = PublicKey::parse(algorithm.name(), &changed);
            assert!(
                parsed.is_err() || parsed.is_ok_and(|key| key != public && key.id() != public.id()),
                "{changed}"
            );
        }
    }
}

#[test]
fn a_text_that_is_no_key_is_refused() {
    let public = Enrolled::new(Algorithm::Es256).public;
    let text = public.text();
    let with_origins = |origins: &str| text.replace(ORIGIN, origins);
    let two = with_origins("https://a.consent.desk.example+https://consent.desk.example");
    assert!(PublicKey::parse("es256", &two).is_ok());
    for bad in [
        String::new(),
        "passkey/1".to_owned(),
        text.replace("passkey/1", "passkey/2"),
        format!("{text},"),
        format!("{text}="),
        with_origins(""),
        with_origins("https://consent.desk.example+"),
        with_origins("https://consent.desk.example+https://a.consent.desk.example"),
        with_origins("https://consent.desk.example+https://consent.desk.example"),
        with_origins("https://evil.example"),
        text.replace(",consent.desk.example,", ",desk.example.,"),
        format!("passkey/1,{ID},{ORIGIN},,{}", text.rsplit_once(',').unwrap().1),
        format!("passkey/1,{ID},{ORIGIN},{},AAAA", "A".repeat(1368)),
    ] {
        assert!(PublicKey::parse("es256", &bad).is_err(), "{bad}");
    }
}

#[test]
fn the_challenge_of_a_consent_is_no_other_hash() {
    // Whoever gets a sign-in signed whose challenge is made of the same text gets no consent.
    let (document, enrolled) = (consent(), Enrolled::new(Algorithm::Es256));
    let plain = Digest::of(document.canonical().as_bytes());
    let asserted = enrolled.passkey.get(&Ceremony::get(ID, ORIGIN, &plain.0));
    let challenge = ConsentDocument::challenge_of(&document.canonical());
    assert_eq!(reason(enrolled.verify(&challenge, &asserted)), Some(BadClientData::Challenge.into()));
}
