//! The public keys of passkeys: COSE keys (RFC 9052, 7) of the four algorithms that can sign a consent.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
    RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use ciborium::Value;

/// The sizes of RSA keys in bits.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2_048..=8_192;
/// The one RSA exponent: 65537.
const RSA_EXPONENT: [u8; 3] = [1, 0, 1];
/// How the bytes of a point begin that is not compressed (SEC 1, 2.3.3).
const UNCOMPRESSED: u8 = 4;

/// The labels of a COSE key and of its parameters (RFC 9053, 7).
mod label {
    pub(super) const TYPE: i128 = 1;
    pub(super) const ALGORITHM: i128 = 3;
    pub(super) const CURVE: i128 = -1;
    pub(super) const X: i128 = -2;
    pub(super) const Y: i128 = -3;
    pub(super) const MODULUS: i128 = -1;
    pub(super) const EXPONENT: i128 = -2;
}

/// A public key with its algorithm.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum CoseKey {
    /// ECDSA on P-256 with SHA-256: x and y.
    Es256([u8; 32], [u8; 32]),
    /// ECDSA on P-384 with SHA-384: x and y.
    Es384([u8; 48], [u8; 48]),
    /// RSASSA-PKCS1-v1_5 with SHA-256: the modulus, without leading zeros. The exponent is 65537.
    Rs256(Vec<u8>),
    /// Ed25519.
    Eddsa([u8; 32]),
}

/// Why a COSE key cannot check consents.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadCoseKey {
    /// It is no COSE key in its canonical form.
    #[error("the passkey's public key is no COSE key in canonical form")]
    Form,
    /// Its algorithm or curve is not supported.
    #[error(
        "passkeys of the COSE algorithm {algorithm} on this curve are not supported: use an authenticator that makes ES256 (-7), ES384 (-35), RS256 (-257) or EdDSA with Ed25519 (-8)"
    )]
    Unsupported {
        /// The algorithm's number in the registry of COSE.
        algorithm: i128,
    },
    /// The point is not on its curve.
    #[error("the passkey's public key is no point of its curve")]
    Point,
    /// The RSA key is too small, too large, or of another exponent than 65537.
    #[error("an RSA passkey has 2048 to 8192 bits and the exponent 65537")]
    Rsa,
}

impl CoseKey {
    /// Reads the canonical bytes of a key.
    ///
    /// # Errors
    /// [`BadCoseKey`] if they are not, or the key is not supported.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, BadCoseKey> {
        let mut rest = bytes;
        let value = ciborium::from_reader(&mut rest).map_err(|_| BadCoseKey::Form)?;
        let key = Self::of(&value)?;
        if key.to_bytes() == bytes { Ok(key) } else { Err(BadCoseKey::Form) }
    }

    /// The key that a CBOR map says.
    ///
    /// # Errors
    /// [`BadCoseKey`] if it says none that is supported.
    pub(super) fn of(value: &Value) -> Result<Self, BadCoseKey> {
        let map = Map::of(value)?;
        let algorithm = map.number(label::ALGORITHM)?;
        match (algorithm, map.number(label::TYPE)?) {
            (-7, 2) if map.number(label::CURVE)? == 1 => {
                let (x, y) = map.point()?;
                on_curve(&ECDSA_P256_SHA256_ASN1, &x, &y)?;
                Ok(Self::Es256(x, y))
            }
            (-35, 2) if map.number(label::CURVE)? == 2 => {
                let (x, y) = map.point()?;
                on_curve(&ECDSA_P384_SHA384_ASN1, &x, &y)?;
                Ok(Self::Es384(x, y))
            }
            (-8, 1) if map.number(label::CURVE)? == 6 => Ok(Self::Eddsa(map.exactly(label::X)?)),
            (-257, 3) => rsa(map.bytes(label::MODULUS)?, map.bytes(label::EXPONENT)?),
            _ => Err(BadCoseKey::Unsupported { algorithm }),
        }
    }

    /// The name of the algorithm, as enrolments have it.
    pub(super) const fn algorithm(&self) -> &'static str {
        match self {
            Self::Es256(..) => "es256",
            Self::Es384(..) => "es384",
            Self::Rs256(_) => "rs256",
            Self::Eddsa(_) => "eddsa",
        }
    }

    /// The canonical bytes (CTAP 2.1, 8): nothing but the parameters that its type must have.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        match self {
            // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
            Self::Es256(x, y) => {
                [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..], x, &[0x22, 0x58, 32], y].concat()
            }
            // {1: 2, 3: -35, -1: 2, -2: x, -3: y}
            Self::Es384(x, y) => {
                [&[0xa5, 1, 2, 3, 0x38, 34, 0x20, 2, 0x21, 0x58, 48][..], x, &[0x22, 0x58, 48], y].concat()
            }
            // {1: 3, 3: -257, -1: n, -2: e}; 256 to 1024 bytes, so the length has two.
            Self::Rs256(modulus) => {
                let length = u16::try_from(modulus.len()).unwrap_or(u16::MAX).to_be_bytes();
                let start: &[u8] = &[0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59];
                [start, &length, modulus, &[0x21, 0x43], &RSA_EXPONENT].concat()
            }
            // {1: 1, 3: -8, -1: 6, -2: x}
            Self::Eddsa(x) => [&[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32][..], x].concat(),
        }
    }

    /// Whether `signature` is this key's over `message`, in the form that its algorithm has in WebAuthn (6.5.5).
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let by =
            |algorithm, key: &[u8]| UnparsedPublicKey::new(algorithm, key).verify(message, signature).is_ok();
        match self {
            Self::Es256(x, y) => by(&ECDSA_P256_SHA256_ASN1 as &dyn VerificationAlgorithm, &sec1(x, y)),
            Self::Es384(x, y) => by(&ECDSA_P384_SHA384_ASN1, &sec1(x, y)),
            Self::Eddsa(key) => by(&ED25519, key),
            Self::Rs256(n) => {
                let key = RsaPublicKeyComponents { n: n.as_slice(), e: &RSA_EXPONENT[..] };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
        }
    }
}

fn sec1(x: &[u8], y: &[u8]) -> Vec<u8> {
    [&[UNCOMPRESSED], x, y].concat()
}

fn on_curve(curve: &'static dyn VerificationAlgorithm, x: &[u8], y: &[u8]) -> Result<(), BadCoseKey> {
    ParsedPublicKey::new(curve, sec1(x, y)).map(drop).map_err(|_| BadCoseKey::Point)
}

fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<CoseKey, BadCoseKey> {
    let zeros = modulus.first().map_or(0, |first| first.leading_zeros() as usize);
    let is_odd = modulus.last().is_some_and(|last| last % 2 == 1);
    if zeros < 8 && RSA_BITS.contains(&(modulus.len() * 8 - zeros)) && is_odd && exponent == RSA_EXPONENT {
        Ok(CoseKey::Rs256(modulus.to_vec()))
    } else {
        Err(BadCoseKey::Rsa)
    }
}

/// A CBOR map whose labels are numbers, each there once.
struct Map<'v>(&'v [(Value, Value)]);

impl<'v> Map<'v> {
    fn of(value: &'v Value) -> Result<Self, BadCoseKey> {
        let Value::Map(entries) = value else { return Err(BadCoseKey::Form) };
        let is_twice =
            |place: usize, label: &Value| entries.iter().skip(place + 1).any(|(other, _)| other == label);
        if entries.len() > 16 || entries.iter().enumerate().any(|(place, (label, _))| is_twice(place, label))
        {
            return Err(BadCoseKey::Form);
        }
        Ok(Self(entries))
    }

    fn get(&self, label: i128) -> Result<&'v Value, BadCoseKey> {
        let is_it = |found: &Value| found.as_integer().is_some_and(|found| i128::from(found) == label);
        let entry = self.0.iter().find(|(found, _)| is_it(found));
        entry.map(|(_, value)| value).ok_or(BadCoseKey::Form)
    }

    fn number(&self, label: i128) -> Result<i128, BadCoseKey> {
        self.get(label)?.as_integer().map(i128::from).ok_or(BadCoseKey::Form)
    }

    fn bytes(&self, label: i128) -> Result<&'v [u8], BadCoseKey> {
        self.get(label)?.as_bytes().map(Vec::as_slice).ok_or(BadCoseKey::Form)
    }

    fn exactly<const N: usize>(&self, label: i128) -> Result<[u8; N], BadCoseKey> {
        self.bytes(label)?.try_into().map_err(|_| BadCoseKey::Form)
    }

    fn point<const N: usize>(&self) -> Result<([u8; N], [u8; N]), BadCoseKey> {
        Ok((self.exactly(label::X)?, self.exactly(label::Y)?))
    }
}
