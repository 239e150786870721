//! Which passkeys can be enrolled, and vectors that other programs made.

use crate::passkeys::{Change, ID, ORIGIN};
use authenticator::{Algorithm, Ceremony, flag};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use consent::{
    Assertion, Attestation, BadAuthenticatorData, BadClientData, BadCoseKey, BadRegistration, Digest,
    PublicKey, Registration, RelyingParty, verify,
};
use domain::Proof;
use proptest::prelude::{any, prop, proptest};
use serde_json::Value;

const CHALLENGE: &[u8] = b"registration";

fn ours() -> RelyingParty {
    RelyingParty::at(ORIGIN).unwrap()
}

fn register(change: impl FnOnce(&mut Ceremony)) -> Result<PublicKey, BadRegistration> {
    let mut ceremony = Ceremony::create(ID, ORIGIN, CHALLENGE);
    change(&mut ceremony);
    let made = authenticator::Passkey::new(Algorithm::Es256).create(&ceremony);
    let made = Registration { client_data: made.client_data, attestation_object: made.attestation_object };
    made.check(CHALLENGE, &ours()).map(PublicKey::from)
}

#[test]
fn each_thing_is_checked_when_a_passkey_is_enrolled() {
    use {BadAuthenticatorData as Data, BadClientData as Client};
    assert!(register(|_| ()).is_ok());
    assert!(register(|c| (c.flags, c.extensions) = (c.flags | flag::EXTENSIONS, vec![0xa0])).is_ok());
    let changes: [(Change, BadRegistration); 10] = [
        (
            |c| c.kind = "webauthn.get",
            Client::Ceremony { wanted: "webauthn.create", found: "webauthn.get".to_owned() }.into(),
        ),
        (|c| c.challenge.push(0), Client::Challenge.into()),
        (|c| c.origin.push('x'), Client::Origin { found: format!("{ORIGIN}x") }.into()),
        (|c| c.more = r#","crossOrigin":true"#.to_owned(), Client::CrossOrigin.into()),
        (|c| c.relying_party.push('x'), Data::RelyingParty { id: ID.to_owned() }.into()),
        (|c| c.flags &= !flag::USER_PRESENT, Data::NotPresent.into()),
        (|c| c.flags &= !flag::USER_VERIFIED, Data::NotVerified.into()),
        (|c| c.flags |= flag::BACKED_UP, Data::Backup.into()),
        (|c| c.flags &= !flag::CREDENTIAL, Data::NoCredential.into()),
        (|c| c.extensions = vec![0], Data::Trailing.into()),
    ];
    for (change, expected) in changes {
        assert_eq!(register(change), Err(expected));
    }
}

#[test]
fn a_statement_about_the_authenticator_is_not_looked_at() {
    let made = authenticator::Passkey::new(Algorithm::Eddsa).create(&Ceremony::create(ID, ORIGIN, CHALLENGE));
    let check = |attestation_object: Vec<u8>| {
        let client_data = made.client_data.clone();
        Registration { client_data, attestation_object }.check(CHALLENGE, &ours())
    };
    let packed = replaced(
        &made.attestation_object,
        b"\x64none\x67attStmt\xa0",
        b"\x66packed\x67attStmt\xa1\x63sig\x41\0",
    );
    assert!(check(packed).is_ok());
    let twice = replaced(&made.attestation_object, b"\xa3\x63fmt", b"\xa4\x68authData\x40\x63fmt");
    let mut longer = made.attestation_object.clone();
    longer.push(0);
    for bad in [Vec::new(), vec![0xa0], b"\xa1\x68authData\x01".to_vec(), twice, longer, vec![0; 1 << 20]] {
        assert_eq!(check(bad), Err(BadRegistration::Form));
    }
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let place = bytes.windows(from.len()).position(|window| window == from).unwrap();
    [&bytes[..place], to, &bytes[place + from.len()..]].concat()
}

/// A vector that `tests/vectors/make.py` made, or `tests/vectors/record.cjs` recorded in Chromium.
struct Vector(Value);

impl Vector {
    fn read(name: &str) -> Self {
        let file = format!("{}/tests/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
        Self(serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap())
    }

    fn text(&self, pointer: &str) -> &str {
        self.0.pointer(pointer).unwrap().as_str().unwrap()
    }

    fn bytes(&self, pointer: &str) -> Vec<u8> {
        BASE64_URL_SAFE_NO_PAD.decode(self.text(pointer)).unwrap()
    }

    fn register(&self) -> Result<PublicKey, BadRegistration> {
        let site = RelyingParty::new(self.text("/relying_party"), [self.text("/origin").to_owned()]).unwrap();
        let registration = Registration {
            client_data: self.bytes("/registration/client_data"),
            attestation_object: self.bytes("/registration/attestation_object"),
        };
        registration.check(&self.bytes("/registration/challenge"), &site).map(PublicKey::from)
    }

    /// The challenge that was signed, and the assertion.
    fn asserted(&self) -> (Digest, Assertion) {
        let assertion = Assertion {
            authenticator_data: self.bytes("/assertion/authenticator_data"),
            client_data: self.bytes("/assertion/client_data"),
            signature: self.bytes("/assertion/signature"),
        };
        (Digest(self.bytes("/assertion/challenge").try_into().unwrap()), assertion)
    }
}

#[test]
fn what_other_programs_made_is_enrolled_and_verified() {
    for (name, algorithm) in [
        ("es256", "es256"),
        ("es384", "es384"),
        ("rs256", "rs256"),
        ("rs256-8192", "rs256"),
        ("eddsa", "eddsa"),
        ("chromium-es256", "es256"),
        ("chromium-rs256", "rs256"),
        ("chromium-eddsa", "eddsa"),
    ] {
        let vector = Vector::read(name);
        let public = vector.register().unwrap();
        assert_eq!(public.algorithm(), algorithm);
        assert_eq!(PublicKey::parse(algorithm, &public.text()), Ok(public.clone()));
        let parts: Vec<_> = public.text().split(',').map(str::to_owned).collect();
        assert_eq!(parts[3], vector.text("/credential"), "{name}");
        // Chromium's stands in its attestation object alone.
        assert_eq!(parts[4], vector.0["cose_key"].as_str().unwrap_or(&parts[4]), "{name}");
        let (challenge, assertion) = vector.asserted();
        let check = |assertion: &Assertion| {
            let proof = Proof::Key { key: public.id(), signature: assertion.to_string() };
            verify(&challenge, &proof, &|_| Some(public.clone()))
        };
        assert_eq!(check(&assertion), Ok(Attestation::SignedBy(public.id())), "{name}");
        let mut counted = assertion.clone();
        counted.authenticator_data[36] += 1;
        assert!(check(&counted).is_err(), "{name}: another counter");
    }
}

#[test]
fn keys_that_cannot_sign_consents_are_refused_and_told_which_can() {
    let refused = |name| Vector::read(name).register().unwrap_err();
    let key = |why| BadRegistration::AuthenticatorData(BadAuthenticatorData::Key(why));
    assert_eq!(refused("refused-rs256-1024"), key(BadCoseKey::Rsa));
    for (name, algorithm) in [("refused-es256k", -47), ("refused-es512", -36)] {
        let why = refused(name);
        assert_eq!(why, key(BadCoseKey::Unsupported { algorithm }));
        assert!(why.to_string().contains("use an authenticator that makes ES256"), "{why}");
    }
}

#[test]
fn a_cose_key_is_what_its_algorithm_says() {
    let vector = Vector::read("es256");
    let key = vector.bytes("/cose_key");
    let text = |cose: &[u8]| {
        let cose = BASE64_URL_SAFE_NO_PAD.encode(cose);
        PublicKey::parse("es256", &format!("passkey/1,{ID},{ORIGIN},AAAA,{cose}"))
    };
    assert!(text(&key).is_ok());
    // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
    let changed = |place: usize, byte: u8| {
        let mut changed = key.clone();
        changed[place] = byte;
        changed
    };
    let mut off_curve = key.clone();
    *off_curve.last_mut().unwrap() ^= 1;
    let compressed = [&key[..key.len() - 34], &[0xf5]].concat();
    let indefinite = [&[0xbf], &key[1..], &[0xff]].concat();
    let twice = [&[0xa6], &key[1..], &[3, 0x26]].concat();
    let more = [&[0xa6], &key[1..], &[4, 0x81, 2]].concat();
    for (what, bad) in [
        ("ES384 on P-256", [&key[..4], &[0x38, 34], &key[5..]].concat()),
        ("ES256 on P-384", changed(6, 2)),
        ("EdDSA of the type of elliptic curves", changed(4, 0x27)),
        ("the type of an octet key pair", changed(2, 1)),
        ("a point beside the curve", off_curve),
        ("a compressed point", compressed),
        ("a map of indefinite length", indefinite),
        ("a label twice", twice),
        ("a label more", more),
        ("a byte more", [&key[..], &[0]].concat()),
        ("a byte less", key[..key.len() - 1].to_vec()),
        ("nothing", Vec::new()),
        ("deep nesting", vec![0x81; 1_000]),
    ] {
        assert!(text(&bad).is_err(), "{what}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), kept in 0_usize..300) {
        let vector = Vector::read("eddsa");
        let public = vector.register().unwrap();
        let (challenge, whole) = vector.asserted();
        let check = |assertion: Assertion| {
            let proof = Proof::Key { key: public.id(), signature: assertion.to_string() };
            verify(&challenge, &proof, &|_| Some(public.clone()))
        };
        // The beginning of something honest, and then anything.
        let mixed = |honest: &[u8]| [&honest[..kept.min(honest.len())], &bytes].concat();
        let site = RelyingParty::new(vector.text("/relying_party"), [vector.text("/origin").to_owned()]).unwrap();
        let (client_data, object) =
            (vector.bytes("/registration/client_data"), vector.bytes("/registration/attestation_object"));
        let made = Registration { client_data, attestation_object: mixed(&object) };
        if let Ok(other) = made.check(&vector.bytes("/registration/challenge"), &site) {
            assert_eq!(PublicKey::from(other.clone()).text().parse::<PublicKey>(), Ok(other.into()));
        }
        for (changed, is_same) in [
            (Assertion { client_data: mixed(&whole.client_data), ..whole.clone() }, mixed(&whole.client_data) == whole.client_data),
            (
                Assertion { authenticator_data: mixed(&whole.authenticator_data), ..whole.clone() },
                mixed(&whole.authenticator_data) == whole.authenticator_data,
            ),
            (Assertion { signature: mixed(&whole.signature), ..whole.clone() }, mixed(&whole.signature) == whole.signature),
        ] {
            assert_eq!(check(changed).is_ok(), is_same);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in ".{0,200}", key in "(es256|es384|rs256|eddsa|ed25519)? ?passkey/1(,[a-z.:/A-Z0-9_+-]{0,40}){0,6}") {
        for text in [text, key] {
            if let Ok(key) = text.parse::<PublicKey>() {
                assert_eq!(PublicKey::parse(key.algorithm(), &key.text()), Ok(key));
            }
            let proof = Proof::Key { key: "key_0".parse().unwrap(), signature: text };
            let public = Vector::read("es256").register().unwrap();
            assert!(verify(&Digest([0; 32]), &proof, &|_| Some(public.clone())).is_err());
        }
    }
}
