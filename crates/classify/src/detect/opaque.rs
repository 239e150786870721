//! Identifiers that a service made up for somebody and that are no GUIDs: `00u1abvz4pYqdM8ms4x6`, `auth0|6182002f34f4dd`
//! (classification.md 4.3 `user_guid`, `device_guid`: the value of such a key, whatever its form).

use super::guid;
use std::ops::Range;

/// Shorter ones may be an account's name, longer ones are keys and tokens.
const IDENTIFIER_BYTES: std::ops::RangeInclusive<usize> = 9..=80;
/// Digits begin and end so often in no account's name.
const TURNS_MIN: usize = 3;

/// The identifier in a text: what nobody chose, letters and digits or letters of both cases in no order. A service may put its
/// own name in front (`google-oauth2|1083294756110293`), which is no part of it. GUIDs and digests are judged as words.
pub(super) fn identifier_in(text: &[u8]) -> Option<Range<usize>> {
    if !IDENTIFIER_BYTES.contains(&text.len()) || !text.iter().all(|b| is_inside(*b)) {
        return None;
    }
    let prefix = memchr::memrchr2(b'|', b':', text).map_or(0, |at| at + 1);
    let proper = text.get(prefix..).unwrap_or_default();
    if has_guid_behind_kind(proper) {
        return None;
    }
    let numbered = prefix > 0 && proper.len() >= NUMBER_DIGITS_MIN && proper.iter().all(u8::is_ascii_digit);
    let made_up = proper.len() >= PROPER_BYTES_MIN
        && !(guid::is_guid(proper) || prefix == 0 && is_digest(proper))
        && (turns(proper) >= TURNS_MIN || is_shuffled(proper) || is_object_id(proper));
    (numbered || made_up).then_some(prefix..text.len())
}

/// Whether all of the text is such an identifier.
pub(super) fn is_opaque(text: &[u8]) -> bool {
    identifier_in(text).is_some_and(|range| range.start == 0)
}

/// `User_8b1f…`: the kind of an object, and its GUID, which is judged by itself.
fn has_guid_behind_kind(text: &[u8]) -> bool {
    let kind = text.len().checked_sub(guid::GUID_BYTES).and_then(|at| text.split_at_checked(at));
    kind.is_some_and(|(kind, id)| kind.ends_with(b"_") && guid::is_guid(id))
}

/// Of the lengths of CRC-64, MD5, and SHA-1 to SHA-256, which are of files, commits and containers (5.4).
fn is_digest(text: &[u8]) -> bool {
    matches!(text.len(), 16 | 32 | 40 | 56 | 64) && text.iter().all(u8::is_ascii_hexdigit)
}

/// Twelve bytes, as `MongoDB` numbers what it stores.
fn is_object_id(text: &[u8]) -> bool {
    text.len() == 24 && text.iter().all(u8::is_ascii_hexdigit) && text.iter().any(u8::is_ascii_alphabetic)
}

/// A number behind the name of a service is one of its users with this many digits.
const NUMBER_DIGITS_MIN: usize = 9;
/// What stands behind a prefix is an identifier by itself.
const PROPER_BYTES_MIN: usize = 8;

fn is_inside(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_|:".contains(&byte)
}

/// How often a letter stands beside a digit.
fn turns(text: &[u8]) -> usize {
    let turn = |pair: &&[u8]| {
        pair[0].is_ascii_digit() && pair[1].is_ascii_alphabetic()
            || pair[0].is_ascii_alphabetic() && pair[1].is_ascii_digit()
    };
    text.windows(2).filter(turn).count()
}

/// Whether the case of letters changes as often as in no words run together.
fn is_shuffled(text: &[u8]) -> bool {
    let change = |pair: &&[u8]| {
        pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()
            || pair[0].is_ascii_uppercase() && pair[1].is_ascii_lowercase()
    };
    let changes = text.windows(2).filter(change).count();
    changes >= 4 && changes * 5 >= text.len() * 2
}

#[cfg(test)]
mod tests {
    use super::identifier_in;

    #[test]
    fn identifiers_are_told_from_names() {
        for text in [
            "00u7klm2xQpRsT9uv0w1",
            "W123AB456",
            "UXoqDbwwSbQ",
            "auth0|5b1e0c7a9d2f4e6a8b3c",
            "google-oauth2|1083294756110",
            "u:a:OOdYqjWI",
            "enl3j9du8rnx2swwd9l32qots7l54t9s",
        ] {
            assert!(identifier_in(text.as_bytes()).is_some(), "{text}");
        }
        for text in [
            "mlopez77",
            "PasswordManager",
            "svc_app01-x2",
            "SynchronizationService",
            "m.lopez",
            "administrator1",
            "2026-01-02T03:04:05Z",
            "user:mlopez",
            "4711",
            "8:orgid:0c5f5a1e-7f3d-4d3a-9d55-1c2a7a0b9e44",
            "cd94fc93678c5916",
            "d6f3db7d126d4e16ebcf3205b9f017bb316891c7",
            "User_8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21",
        ] {
            assert_eq!(identifier_in(text.as_bytes()), None, "{text}");
        }
    }
}
