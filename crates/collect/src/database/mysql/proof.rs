//! How a password is proven without being said.

use aws_lc_rs::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};

/// SHA-1 of the password, masked with the server's nonce and SHA-1 twice: `mysql_native_password`.
pub(super) fn native(password: &str, nonce: &[u8]) -> Vec<u8> {
    masked(&SHA1_FOR_LEGACY_USE_ONLY, password, |twice| [nonce, twice].concat())
}

/// The same in SHA-256, with the nonce behind: `caching_sha2_password`.
pub(super) fn caching_sha2(password: &str, nonce: &[u8]) -> Vec<u8> {
    masked(&SHA256, password, |twice| [twice, nonce].concat())
}

fn masked(hash: &'static Algorithm, password: &str, mask: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    if password.is_empty() {
        return Vec::new();
    }
    let once = digest(hash, password.as_bytes());
    let twice = digest(hash, once.as_ref());
    let mask = digest(hash, &mask(twice.as_ref()));
    once.as_ref().iter().zip(mask.as_ref()).map(|(a, b)| a ^ b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a server keeps of a password verifies a proof: it is the hash of what is under the mask.
    #[test]
    fn a_server_that_knows_the_double_hash_accepts_a_proof() {
        let nonce = b"12345678901234567890";
        for (hash, proof, nonce_first) in [
            (&SHA1_FOR_LEGACY_USE_ONLY, native("secret", nonce), true),
            (&SHA256, caching_sha2("secret", nonce), false),
        ] {
            let kept = digest(hash, digest(hash, b"secret").as_ref());
            let mask =
                if nonce_first { [nonce, kept.as_ref()].concat() } else { [kept.as_ref(), nonce].concat() };
            let mask = digest(hash, &mask);
            let once: Vec<u8> = proof.iter().zip(mask.as_ref()).map(|(a, b)| a ^ b).collect();
            assert_eq!(digest(hash, &once).as_ref(), kept.as_ref());
        }
        assert_eq!(native("", nonce), Vec::<u8>::new());
    }
}
