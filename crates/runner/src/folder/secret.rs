//! The secret behind a tenant's pseudonyms (design.md, *Pseudonyms*).

use super::durable;
use super::error::FolderError;
use aws_lc_rs::hmac;
use domain::CaseId;
use std::fmt;
use std::path::Path;
use zeroize::Zeroizing;

/// How the text of a tenant secret begins.
const VERSION: &str = "glasscase-tenant-secret/1";
/// What stands before the case id when a case's key is derived, so that no other use of the secret gives that key.
const CASE_KEY: &[u8] = b"glasscase/pseudonyms/v1\0";

/// 32 random bytes, made on the customer's side and shared between the tenant's runners by the customer. The server
/// never has them, so it cannot find out a pseudonym's value by trying values.
pub struct TenantSecret(Zeroizing<[u8; 32]>);

impl TenantSecret {
    /// A new secret.
    ///
    /// # Errors
    /// [`FolderError::Randomness`] if the system has no randomness to give.
    pub fn random() -> Result<Self, FolderError> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// Reads the file `tenant.secret` of another runner of the same tenant.
    ///
    /// # Errors
    /// [`FolderError`] if it is not there or holds something else; its content is not repeated.
    pub fn read(path: &Path) -> Result<Self, FolderError> {
        let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
        let text = durable::read_text_if_there(path)?;
        let text = text.ok_or_else(|| FolderError::file("open", path)(missing()))?;
        Self::from_text(&text).ok_or_else(|| FolderError::damaged(path, "it holds no tenant secret"))
    }

    pub(super) fn from_text(text: &str) -> Option<Self> {
        let digits = text.trim_end().strip_prefix(VERSION)?.strip_prefix(' ')?;
        let mut bytes = Zeroizing::new([0; 32]);
        hex::decode_to_slice(digits, bytes.as_mut_slice()).ok()?;
        Some(Self(bytes))
    }

    /// The secret as one line: `glasscase-tenant-secret/1` and 64 hexadecimal digits.
    pub(super) fn to_text(&self) -> Zeroizing<String> {
        let digits = Zeroizing::new(hex::encode(*self.0));
        Zeroizing::new(format!("{VERSION} {}\n", *digits))
    }

    /// The key of a case's pseudonyms: HMAC-SHA-256 of the case id under the secret. The same value has the same
    /// pseudonym within a case, whichever of the tenant's runners collects it, and another one in another case.
    pub(crate) fn case_key(&self, case: &CaseId) -> Zeroizing<[u8; 32]> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_slice());
        let tag = hmac::sign(&key, &[CASE_KEY, case.as_str().as_bytes()].concat());
        let mut bytes = Zeroizing::new([0; 32]);
        for (to, from) in bytes.iter_mut().zip(tag.as_ref()) {
            *to = *from;
        }
        bytes
    }
}

impl fmt::Debug for TenantSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TenantSecret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_case_is_an_hmac_of_its_id() {
        // python3 -c 'import hmac; print(hmac.new(bytes([7]*32), b"glasscase/pseudonyms/v1\0A", "sha256").hexdigest())'
        let secret = TenantSecret(Zeroizing::new([7; 32]));
        let expected = "fd3fd850add88b9731e0546f38f798b950fb57914d379e7758416ac118693374";
        assert_eq!(hex::encode(*secret.case_key(&"A".parse().unwrap())), expected);
        assert_ne!(secret.case_key(&"A".parse().unwrap()), secret.case_key(&"B".parse().unwrap()));
    }

    #[test]
    fn the_text_brings_the_secret_back() {
        let secret = TenantSecret::random().unwrap();
        assert_eq!(*TenantSecret::from_text(&secret.to_text()).unwrap().0, *secret.0);
        for bad in ["", "glasscase-tenant-secret/1 00", "glasscase-runner-key/1 key_0 AAAA"] {
            assert!(TenantSecret::from_text(bad).is_none(), "{bad}");
        }
        assert_eq!(format!("{secret:?}"), "TenantSecret");
    }
}
