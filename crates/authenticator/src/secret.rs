//! The secret halves of passkeys.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
    KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};

/// What a passkey signs with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// RSASSA-PKCS1-v1_5 of 2048 bits with SHA-256.
    Rs256,
    /// Ed25519.
    Eddsa,
}

impl Algorithm {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Es256, Self::Es384, Self::Rs256, Self::Eddsa];

    /// The name of the consent key's algorithm.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "es256",
            Self::Es384 => "es384",
            Self::Rs256 => "rs256",
            Self::Eddsa => "eddsa",
        }
    }
}

pub(crate) enum Secret {
    Es256(EcdsaKeyPair),
    Es384(EcdsaKeyPair),
    Rs256(RsaKeyPair),
    Eddsa(Ed25519KeyPair),
}

impl Secret {
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Es256 => Self::Es256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap()),
            Algorithm::Es384 => Self::Es384(EcdsaKeyPair::generate(&ECDSA_P384_SHA384_ASN1_SIGNING).unwrap()),
            Algorithm::Rs256 => Self::Rs256(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()),
            Algorithm::Eddsa => Self::Eddsa(Ed25519KeyPair::generate().unwrap()),
        }
    }

    /// The public half as a COSE key: type, algorithm, curve, and the parts of the key.
    pub(crate) fn cose_key(&self) -> Vec<u8> {
        match self {
            Self::Es256(key) => {
                let (x, y) = point(key);
                [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], x, &[0x22, 0x58, 32], y].concat()
            }
            Self::Es384(key) => {
                let (x, y) = point(key);
                [&[0xa5, 1, 2, 3, 0x38, 34, 0x20, 2, 0x21, 0x58, 48], x, &[0x22, 0x58, 48], y].concat()
            }
            Self::Rs256(key) => {
                // The DER of RSAPublicKey (RFC 8017, A.1.1) ends in the modulus and the five bytes of the exponent.
                let (modulus, _) = key.public_key().as_ref().split_last_chunk::<5>().unwrap();
                let (_, modulus) = modulus.split_last_chunk::<256>().unwrap();
                let start = [0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59, 1, 0];
                [&start[..], modulus, &[0x21, 0x43, 1, 0, 1]].concat()
            }
            Self::Eddsa(key) => {
                [&[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32], key.public_key().as_ref()].concat()
            }
        }
    }

    /// The signature over a message, in the form that WebAuthn gives it.
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Es256(key) | Self::Es384(key) => key.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Eddsa(key) => key.sign(message).as_ref().to_vec(),
            Self::Rs256(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).unwrap();
                signature
            }
        }
    }
}

/// x and y of an uncompressed point.
fn point(key: &EcdsaKeyPair) -> (&[u8], &[u8]) {
    let point = key.public_key().as_ref().get(1..).unwrap();
    point.split_at(point.len() / 2)
}
