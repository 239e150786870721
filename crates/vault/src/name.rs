//! Names that are safe as one step of a path.

use crate::VaultError;

/// The longest name in bytes.
const NAME_BYTES_MAX: usize = 128;

/// Checks a tenant's name.
pub(crate) fn tenant(text: &str) -> Result<&str, VaultError> {
    check("a tenant", text)
}

/// Checks a collection's name.
pub(crate) fn collection(text: &str) -> Result<&str, VaultError> {
    check("a collection", text)
}

/// Whether a name is one that the vault gives to folders and files of tenants and collections.
pub(crate) fn is_safe(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=NAME_BYTES_MAX).contains(&text.len()) && text.bytes().all(plain)
}

fn check<'a>(what: &'static str, text: &'a str) -> Result<&'a str, VaultError> {
    if is_safe(text) {
        Ok(text)
    } else {
        Err(VaultError::BadName { what, text: text.chars().take(150).collect() })
    }
}
