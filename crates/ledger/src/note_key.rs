//! What the text forms of keys have in common (C2SP signed-note): `<name>+<key id>+<base64 of type and bytes>`.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use zeroize::Zeroizing;

/// The type of an Ed25519 key that cosigns checkpoints.
pub(crate) const COSIGNATURE: u8 = 4;

/// The id that a signature by this key carries.
pub(crate) fn key_id(name: &str, kind: u8, public: &[u8; 32]) -> u32 {
    signed_note::key_id(name, &typed(kind, public))
}

/// The text of a key with this name and id.
pub(crate) fn to_text(name: &str, id: u32, kind: u8, bytes: &[u8; 32]) -> String {
    format!("{name}+{id:08x}+{}", BASE64_STANDARD.encode(typed(kind, bytes)))
}

/// The name, the id and the 32 bytes of a key's text of this type.
pub(crate) fn from_text(text: &str, kind: u8) -> Result<(&str, u32, Zeroizing<[u8; 32]>), &'static str> {
    let mut fields = text.splitn(3, '+');
    let (Some(name), Some(id), Some(key)) = (fields.next(), fields.next(), fields.next()) else {
        return Err("lacks a name, a key id or a key");
    };
    let typed = Zeroizing::new(BASE64_STANDARD.decode(key).map_err(|_| "does not end in base64")?);
    let bytes: [u8; 32] = match typed.split_first() {
        Some((found, bytes)) if *found == kind => {
            bytes.try_into().map_err(|_| "does not hold 32 bytes of key")?
        }
        _ => return Err("is a key of another type"),
    };
    let id = u32::from_str_radix(id, 16).map_err(|_| "has a key id that is no hexadecimal number")?;
    // Writing it again must give the same text, so that there is one way to write it.
    if to_text(name, id, kind, &bytes) == text {
        Ok((name, id, Zeroizing::new(bytes)))
    } else {
        Err("is not written in the one form that a key has")
    }
}

fn typed(kind: u8, bytes: &[u8; 32]) -> Vec<u8> {
    let mut typed = vec![kind];
    typed.extend_from_slice(bytes);
    typed
}
