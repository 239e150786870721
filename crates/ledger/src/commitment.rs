//! The salted hash that stands in a leaf for a personal part.

use crate::bytes32::bytes32;
use crate::leaf::sha256_of;

/// Keeps a commitment from being mistaken for another hash.
const PREFIX: &[u8] = b"glasscase/personal/v1\0";

bytes32! {
    /// The random bytes that keep a committed value from being guessed. Erased together with the value.
    Salt "a salt"
}
bytes32! {
    /// What a leaf holds instead of a personal part; it tells nothing once value and salt are erased.
    Commitment "a commitment"
}

impl Commitment {
    /// SHA-256 of the versioned prefix, the salt and the value's bytes.
    pub fn to(salt: &Salt, value: &[u8]) -> Self {
        Self(sha256_of([PREFIX, &salt.0, value]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commitment_depends_on_salt_and_value() {
        let of = |salt: u8, value: &str| Commitment::to(&Salt([salt; 32]), value.as_bytes());
        assert_eq!(of(1, "Ada"), of(1, "Ada"));
        assert_ne!(of(1, "Ada"), of(2, "Ada"));
        assert_ne!(of(1, "Ada"), of(1, "Bob"));
    }

    #[test]
    fn the_form_of_a_commitment_is_fixed() {
        // python3 -c 'import hashlib; print(hashlib.sha256(b"glasscase/personal/v1\0" + bytes(32) + b"Ada").hexdigest())'
        let expected = "6278de530f699f2b12f317b43965443aff115a48941be6b3e3642f938914ba7e";
        assert_eq!(Commitment::to(&Salt([0; 32]), b"Ada").to_string(), expected);
    }
}
