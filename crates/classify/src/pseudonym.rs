//! Stable stand-ins for values: the same value gives the same token under one key (design.md, Pseudonyms).

use crate::entity::{Entity, SpanCategory};
use crate::memo::Memo;
use crate::shape::{Digest, Shapes};
use aws_lc_rs::hmac;
use std::sync::Arc;

/// Makes tokens such as `«euii:upn-7f3a9c21»`: category, entity and eight hexadecimal digits of a keyed digest.
///
/// A credential's token has no digest: a weak password could be guessed from it. The digest is the same for every entity
/// of a category, so that a name found as UPN and as account name can be seen to be one.
#[derive(Clone)]
pub struct Pseudonyms {
    key: hmac::Key,
    /// Those that keep the type of the value, if they are wanted.
    shapes: Option<Arc<Shapes>>,
}

impl Pseudonyms {
    /// Tokens under a 256-bit key, which should belong to one case.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, &key), shapes: None }
    }

    /// The same with stand-ins that keep the type of the value where a range is set apart for that: addresses (240.0.0.0/4,
    /// `2001:db8::/32`), MAC addresses (locally administered), mail addresses, hosts and domains (`.invalid`), GUIDs (version
    /// 8) and telephone numbers (555-01xx). Everything else, credentials above all, stays a token.
    ///
    /// A value has the same stand-in under the same key. Clones share which stand-ins are taken: while no more than 262,144
    /// values of narrow ranges (IPv4, parts of IPv6 addresses, 79,000 telephone numbers) were met, no two values share
    /// one. Of two that would, the later gets another, so only there the order of values matters; one for which there is
    /// no room stays a token.
    #[must_use]
    pub fn shaped(self) -> Self {
        Self { shapes: Some(Arc::default()), ..self }
    }

    /// The token for `value`.
    pub fn token(&self, entity: Entity, value: &[u8]) -> String {
        let mut token = Vec::new();
        self.write(entity, value, &mut Memo::default(), &mut token);
        String::from_utf8_lossy(&token).into_owned()
    }

    /// Appends the token for `value` to `output`; `digests` remembers those of values that come again. True if the value
    /// has a digest that was not remembered.
    pub(crate) fn write(
        &self,
        entity: Entity,
        value: &[u8],
        digests: &mut Memo<[u8; 4]>,
        output: &mut Vec<u8>,
    ) -> bool {
        let digest = |attempt| self.full_digest(entity, value, attempt);
        let shaped = self.shapes.as_ref().and_then(|shapes| shapes.stand_in(entity, value, digest));
        if let Some(shaped) = shaped {
            output.extend_from_slice(shaped.as_bytes());
            return true;
        }
        let category = entity.category();
        let mut is_new = false;
        output.extend_from_slice("«".as_bytes());
        output.extend_from_slice(category.name().as_bytes());
        output.push(b':');
        output.extend_from_slice(entity.name().as_bytes());
        if category != SpanCategory::Credential {
            output.push(b'-');
            let digest = digests.get_or(1 + entity as u64, value, b"", || {
                is_new = true;
                self.digest(entity, value)
            });
            for byte in digest {
                push_hex(byte, output);
            }
        }
        output.extend_from_slice("»".as_bytes());
        is_new
    }

    /// The first four bytes of HMAC-SHA-256 over category and value.
    fn digest(&self, entity: Entity, value: &[u8]) -> [u8; 4] {
        let [first, second, third, fourth, ..] = self.full_digest(entity, value, 0);
        [first, second, third, fourth]
    }

    /// HMAC-SHA-256 over category and value, and over the number of the attempt if it is not the first.
    fn full_digest(&self, entity: Entity, value: &[u8], attempt: u8) -> Digest {
        let mut context = hmac::Context::with_key(&self.key);
        context.update(entity.category().name().as_bytes());
        context.update(&[0]);
        for chunk in value.chunks(CHUNK_BYTES) {
            context.update(Normalised::of(entity, chunk).bytes());
        }
        if attempt > 0 {
            context.update(&[0, attempt]);
        }
        let mut digest = [0; 32];
        digest.iter_mut().zip(context.sign().as_ref()).for_each(|(to, from)| *to = *from);
        digest
    }
}

impl std::fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pseudonyms")
    }
}

fn push_hex(byte: u8, output: &mut Vec<u8>) {
    for digit in [byte >> 4, byte & 15] {
        output.push(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 });
    }
}

const CHUNK_BYTES: usize = 64;

/// A stretch of a value in the form that is digested: without letter case where case means nothing
/// (classification.md 2).
struct Normalised {
    text: [u8; CHUNK_BYTES],
    len: usize,
}

impl Normalised {
    fn of(entity: Entity, chunk: &[u8]) -> Self {
        let mut normalised = Self { text: [0; CHUNK_BYTES], len: 0 };
        let (fold, hex) = (ignores_case(entity), entity == Entity::MacAddress);
        for &byte in chunk.iter().filter(|b| !hex || b.is_ascii_hexdigit()) {
            if let Some(place) = normalised.text.get_mut(normalised.len) {
                *place = if fold { byte.to_ascii_lowercase() } else { byte };
                normalised.len += 1;
            }
        }
        normalised
    }

    fn bytes(&self) -> &[u8] {
        self.text.get(..self.len).unwrap_or_default()
    }
}

/// Domains, host names, GUIDs and hexadecimal; user names are taken exactly.
fn ignores_case(entity: Entity) -> bool {
    matches!(
        entity,
        Entity::Email
            | Entity::MachineName
            | Entity::ClientHostname
            | Entity::Ipv6Iid
            | Entity::Ipv6Prefix
            | Entity::MacAddress
            | Entity::UserGuid
            | Entity::DeviceGuid
            | Entity::Puid
            | Entity::SessionId
            | Entity::UserSid
            | Entity::TenantId
            | Entity::TenantDomain
            | Entity::TenantHost
            | Entity::VendorHost
            | Entity::SubscriptionId
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(entity: Entity, one: &str, other: &str) -> (String, String) {
        let pseudonyms = Pseudonyms::new([7; 32]);
        (pseudonyms.token(entity, one.as_bytes()), pseudonyms.token(entity, other.as_bytes()))
    }

    #[test]
    fn the_same_value_gives_the_same_token_and_another_key_another() {
        let (one, two) = tokens(Entity::Upn, "joe", "joe");
        assert_eq!(one, two);
        assert!(
            one.starts_with("«euii:upn-") && one.ends_with('»') && one.len() == "«euii:upn-01234567»".len()
        );
        assert_ne!(one, Pseudonyms::new([8; 32]).token(Entity::Upn, b"joe"));
    }

    #[test]
    fn letter_case_matters_for_user_names_only() {
        let (one, two) = tokens(Entity::TenantDomain, "Contoso.com", "contoso.COM");
        assert_eq!(one, two);
        let (one, two) = tokens(Entity::Username, "Joe", "joe");
        assert_ne!(one, two);
        let (one, two) = tokens(Entity::MacAddress, "00:50:56:AB:CD:EF", "0050.56ab.cdef");
        assert_eq!(one, two);
    }

    #[test]
    fn a_credential_has_no_digest() {
        let (one, two) = tokens(Entity::Password, "hunter2", "other");
        assert_eq!((one.as_str(), two.as_str()), ("«credential:password»", "«credential:password»"));
    }
}
