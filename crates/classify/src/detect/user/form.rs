//! What the form of a value in a user's position says of it (classification.md 4.2 `username`, 5.3, 5.4).

use crate::detect::card::is_bank_account;
use crate::detect::colon::mac;
use crate::detect::{guid, naming};
use crate::line::Line;
use std::ops::Range;

/// The end of the account in `joe@pam`: a realm without a dot is no domain, and the whole no mail address.
pub(in crate::detect) fn before_realm(line: &Line<'_>, range: Range<usize>) -> usize {
    let value = line.slice(range.clone());
    let at = memchr::memchr(b'@', value).filter(|at| *at > 0);
    let realm = at.map_or(&b""[..], |at| &value[at + 1..]);
    let plain = realm.first().is_some_and(u8::is_ascii_lowercase)
        && realm.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(b))
        && value.iter().all(|b| !b"=,;:/ ".contains(b));
    at.filter(|_| plain).map_or(range.end, |at| range.start + at)
}

/// Mail addresses, SIDs, GUIDs and addresses are judged wherever they stand. A device that is let in by its MAC address has it
/// for a name.
pub(super) fn has_own_detector(value: &[u8]) -> bool {
    let has_32_hex = || value.iter().filter(|b| b.is_ascii_hexdigit()).count() == 32;
    value.contains(&b'@')
        || value.starts_with(b"tel:")
        || [&b"uid="[..], b"cn=", b"CN="].iter().any(|attribute| value.starts_with(attribute))
        || value.starts_with(b"S-1-")
        || (matches!(value.len(), 32 | 36 | 38) && has_32_hex())
        || guid::is_puid(value)
        || is_bank_account(value)
        || is_time(value)
        || is_share(value)
        || value.contains(&b'}')
        || value.starts_with(b"INBOX/")
        || value.ends_with(b":true")
        || value.ends_with(b":false")
        || mac::is_pairs(value)
        || value.iter().all(|b| b.is_ascii_digit() || *b == b'.')
            && memchr::memchr_iter(b'.', value).count() == 3
}

/// `4.05%`: how much of the processor's time programs of users take.
fn is_share(value: &[u8]) -> bool {
    let number = value.strip_suffix(b"%").filter(|number| !number.is_empty());
    number.is_some_and(|number| number.iter().all(|b| b.is_ascii_digit() || *b == b'.'))
}

/// `2026-06-24T17:39:19Z`: when somebody logged in (5.4).
fn is_time(value: &[u8]) -> bool {
    let form = b"dddd-dd-dd";
    value.len() >= form.len()
        && value.iter().zip(form).all(|(b, f)| if *f == b'd' { b.is_ascii_digit() } else { b == f })
}

/// `com.example.agent` and Kubernetes' `system:…`: the name of a program or service.
pub(in crate::detect) fn is_program(value: &[u8]) -> bool {
    if value.starts_with(b"system:")
        || value.starts_with(b"AWSServiceRole")
        || value.starts_with(b"ServicePrincipal_")
        || value.starts_with(b"__")
        || value.ends_with(b".amazonaws.com")
        || value.ends_with(b".googleapis.com")
    {
        return true;
    }
    let starts = [&b"com."[..], b"org.", b"net.", b"io.", b"edu."].iter().any(|top| value.starts_with(top));
    starts && memchr::memchr_iter(b'.', value).count() >= 2
}

/// `server.go:2029` of structured logs, `Client/6.5.0`, the bus name `1.45`: places, products and connections of programs.
pub(super) fn is_code(value: &[u8]) -> bool {
    let number = |text: &[u8]| !text.is_empty() && text.iter().all(|b| b.is_ascii_digit() || *b == b'.');
    let colon = memchr::memrchr(b':', value);
    let source = colon.is_some_and(|at| {
        number(&value[at + 1..])
            && memchr::memrchr(b'.', &value[..at]).is_some_and(|dot| at - dot <= 5 && dot > 0)
    });
    let product = memchr::memrchr(b'/', value).is_some_and(|slash| number(&value[slash + 1..]))
        || value.starts_with(b"Mozilla/");
    source
        || product
        || value.starts_with(b"/")
        || is_pointer(value)
        || is_qualified_column(value)
        || is_of_desktop(value)
        || is_constant(value)
        || naming::is_address(value)
        || value.len() <= 8 && number(value) && value.contains(&b'.')
}

/// `u.id`, `l.user_id`: a column behind the letter that a query calls its table by.
fn is_qualified_column(value: &[u8]) -> bool {
    let column = value.get(2..).unwrap_or_default();
    matches!(value, [b'a'..=b'z', b'.', ..])
        && (column == b"id" || column.ends_with(b"_id") || column == b"uid" || column == b"name")
}

/// `0x55d0c83f12d0`: a place in memory (5.2).
fn is_pointer(value: &[u8]) -> bool {
    const DIGITS_MIN: usize = 6;
    let digits = value.strip_prefix(b"0x");
    digits.is_some_and(|digits| digits.len() >= DIGITS_MIN && digits.iter().all(u8::is_ascii_hexdigit))
}

/// `DWM-2`, `UMFD-0`: what Windows draws a session's desktop and fonts as (5.3).
fn is_of_desktop(value: &[u8]) -> bool {
    let number = value.strip_prefix(b"DWM-").or_else(|| value.strip_prefix(b"UMFD-"));
    number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
}

/// `Request_ResourceNotFound`: what two words or more are joined in, each with a capital and without a digit.
fn is_constant(value: &[u8]) -> bool {
    let mixed = |part: &[u8]| {
        part.first().is_some_and(u8::is_ascii_uppercase) && part.iter().any(u8::is_ascii_lowercase)
    };
    let capitals = value.iter().filter(|b| b.is_ascii_uppercase()).count();
    value.contains(&b'_')
        && capitals >= 3
        && value.iter().all(|b| b.is_ascii_alphabetic() || *b == b'_')
        && value.split(|b| *b == b'_').all(mixed)
}

/// The slash of `joe/Users` or `host/name`, in front of one more part.
pub(super) fn realm_at(value: &[u8]) -> Option<usize> {
    let slash = memchr::memchr(b'/', value)?;
    let realm = value.get(slash + 1..)?;
    let letters = realm.first().is_some_and(u8::is_ascii_alphabetic)
        && realm.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-');
    (letters && !value.contains(&b'{') || value.starts_with(b"host/")).then_some(slash)
}
