//! What stands beside a value in its object: a bare `id` or `name` is a person's where a mail address or the like does
//! (classification.md 4.2 `person_name`, 4.3 `user_guid`).

use crate::line::Line;
use crate::view::FILLER;

/// How far the keys of an object are looked at.
const OBJECT_BYTES_MAX: usize = 2048;

/// Whether the keys beside the one at `key` are those of a person's entry, and not of an event or a group.
pub(super) fn is_of_person(line: &Line<'_>, key: usize) -> bool {
    let Some(open) = opening(line, key) else { return is_beside_mail(line, key) };
    let mut person = false;
    for name in keys(line, open) {
        if is_any(&EVENT_KEYS, &name) {
            return false;
        }
        person |= PERSON_KEYS.iter().any(|ending| name.ends_with(ending));
    }
    person
}

const PERSON_KEYS: [&[u8]; 11] = [
    b"mail",
    b"emailaddress",
    b"principalname",
    b"upn",
    b"givenname",
    b"surname",
    b"lastname",
    b"familyname",
    b"firstname",
    b"mobilephone",
    b"oid",
];

/// An object with one of these is an event that somebody caused, or a group.
const EVENT_KEYS: [&[u8]; 13] = [
    b"callid",
    b"startdatetime",
    b"duration",
    b"eventtype",
    b"ipaddress",
    b"correlationid",
    b"activitydatetime",
    b"eventtime",
    b"timestamp",
    b"operationname",
    b"operation",
    b"action",
    b"grouptypes",
];

/// Whether the key at `key` stands in an object.
pub(super) fn is_object(line: &Line<'_>, key: usize) -> bool {
    opening(line, key).is_some()
}

fn is_any(list: &[&[u8]], name: &[u8]) -> bool {
    list.contains(&name)
}

/// The brace that opens the object around `at`.
fn opening(line: &Line<'_>, at: usize) -> Option<usize> {
    let from = at.saturating_sub(OBJECT_BYTES_MAX);
    let mut depth = 0_usize;
    for (place, byte) in line.slice(from..at).iter().enumerate().rev() {
        match byte {
            b'}' => depth += 1,
            b'{' if depth == 0 => return Some(from + place),
            b'{' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The keys of the object that opens at `open`, in lower case, without those of the objects in it.
fn keys(line: &Line<'_>, open: usize) -> Vec<Vec<u8>> {
    let mut keys = Vec::new();
    let mut depth = 0_usize;
    let mut at = open + 1;
    let end = line.view.len().min(open + OBJECT_BYTES_MAX);
    while at < end {
        match line.byte(at) {
            Some(b'{') => depth += 1,
            Some(b'}') if depth == 0 => break,
            Some(b'}') => depth -= 1,
            Some(quote @ (b'"' | b'\'')) => {
                let close = line.run(at + 1, |b| b != quote);
                let colon = line.run(close + 1, |b| b == b' ' || b == FILLER);
                if depth == 0 && line.byte(colon) == Some(b':') {
                    let letters = line.slice(at + 1..close).iter().filter(|b| b.is_ascii_alphabetic());
                    keys.push(letters.map(u8::to_ascii_lowercase).collect());
                }
                at = close;
            }
            _ => {}
        }
        at += 1;
    }
    keys
}

/// How far from a name outside an object its mail address may stand.
const LINE_BYTES_MAX: usize = 256;

fn is_beside_mail(line: &Line<'_>, key: usize) -> bool {
    let around = line.slice(key.saturating_sub(LINE_BYTES_MAX)..line.view.len().min(key + LINE_BYTES_MAX));
    [&b"mail"[..], b"Mail", b"userPrincipalName", b"hone"]
        .iter()
        .any(|word| memchr::memmem::find(around, word).is_some())
}
