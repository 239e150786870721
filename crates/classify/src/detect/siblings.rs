//! What stands beside a value in its object: a bare `id` or `name` is a person's where a mail address or the like does
//! (classification.md 4.2 `person_name`, 4.3 `user_guid`).

use crate::line::Line;
use crate::view::FILLER;

/// How far the keys of an object are looked at.
const OBJECT_BYTES_MAX: usize = 2048;

/// Whether the keys beside the one at `key` are those of a person's entry, and not of an event or a group; none where it
/// stands in no object.
pub(super) fn is_of_person(line: &Line<'_>, key: usize) -> Option<bool> {
    let open = opening(line, key)?;
    let (mut person, mut event) = (false, false);
    each_key(line, open, |name, colon| {
        event |= EVENT_KEYS.contains(&name) || name.starts_with(b"actor");
        person |= PERSON_KEYS.iter().any(|ending| name.ends_with(ending));
        match matches!(name, b"type" | b"typename").then(|| kind(line, colon)).flatten() {
            Some(Kind::Person) => person = true,
            Some(Kind::Thing | Kind::Device) => event = true,
            None => {}
        }
        !event
    });
    Some(person && !event)
}

/// What the `type` of an object says that it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Person,
    Device,
    Thing,
}

/// The kind that the `type` with this colon names, if it is one of these.
fn kind(line: &Line<'_>, colon: usize) -> Option<Kind> {
    let start = line.run(colon + 1, |b| b" \"\x1f".contains(&b));
    let name = line.slice(start..line.run(start, |b| b.is_ascii_alphanumeric() || b == b'_'));
    // `Event::Endpoint::…` is no endpoint.
    if line.slice(start + name.len()..start + name.len() + 2) == b"::" {
        return None;
    }
    let named = |names: &[&[u8]]| names.iter().any(|kind| name.eq_ignore_ascii_case(kind));
    let ends =
        |noun: &&[u8]| name.len() >= noun.len() && name[name.len() - noun.len()..].eq_ignore_ascii_case(noun);
    if named(&[b"user", b"person", b"member", b"admin", b"user_reference", b"team_member"]) {
        Some(Kind::Person)
    } else if DEVICES.iter().any(ends) {
        Some(Kind::Device)
    } else if THINGS.iter().any(ends) {
        Some(Kind::Thing)
    } else {
        None
    }
}

/// Ends of the kinds of what somebody works with.
const DEVICES: [&[u8]; 4] = [b"device", b"computer", b"workstation", b"endpoint"];

/// Ends of the kinds of what is nobody.
const THINGS: [&[u8]; 10] = [
    b"group",
    b"policy",
    b"policyentity",
    b"policyrule",
    b"role",
    b"rule",
    b"team",
    b"application",
    b"appinstance",
    b"service",
];

/// Whether the object around the key says by its `type` that it is of this kind (classification.md 5.2).
pub(super) fn is_typed(line: &Line<'_>, key: usize, wanted: Kind) -> bool {
    let Some(open) = opening(line, key) else { return false };
    let mut typed = false;
    each_key(line, open, |name, colon| {
        // `"auditResourceType":"ManagedDevice"`; an event's `accountType` does not say what the event is.
        let tells = name == b"type" || wanted == Kind::Device && name.ends_with(b"type");
        typed = tells && kind(line, colon) == Some(wanted);
        // What the object itself is says more than what a part of it is.
        !typed && name != b"type"
    });
    typed
}

const PERSON_KEYS: [&[u8]; 12] = [
    b"screenname",
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
const EVENT_KEYS: [&[u8]; 16] = [
    b"callid",
    b"startdatetime",
    b"startdate",
    b"sessionkey",
    b"clientaddress",
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

/// Whether an object tells of an application beside the key at `key`: it is the record of a sign-in, whose `id` is its own.
pub(super) fn is_of_sign_in(line: &Line<'_>, key: usize) -> bool {
    let mut application = false;
    if let Some(open) = opening(line, key) {
        each_key(line, open, |name, _| {
            application |= name == b"appid";
            !application
        });
    }
    application
}

/// Whether an object tells of a call beside the key at `key`, whose `id` is that call's (classification.md 4.3 `session_id`).
pub(super) fn is_of_call(line: &Line<'_>, key: usize) -> bool {
    let mut call = false;
    if let Some(open) = opening(line, key) {
        each_key(line, open, |name, _| {
            call |= name == b"modalities";
            !call
        });
    }
    call
}

/// The brace that opens the object around `at`.
fn opening(line: &Line<'_>, at: usize) -> Option<usize> {
    let from = at.saturating_sub(OBJECT_BYTES_MAX);
    let before = line.slice(from..at);
    let mut depth = 0_usize;
    for place in memchr::memrchr2_iter(b'{', b'}', before) {
        match before.get(place) {
            Some(b'}') => depth += 1,
            _ if depth == 0 => return Some(from + place),
            _ => depth -= 1,
        }
    }
    None
}

/// Shows the keys of the object that opens at `open`, in lower case and with their colons, without those of the objects in it,
/// while `wanted`.
fn each_key(line: &Line<'_>, open: usize, mut wanted: impl FnMut(&[u8], usize) -> bool) {
    let mut depth = 0_usize;
    let mut at = open + 1;
    let end = line.view.len().min(open + OBJECT_BYTES_MAX);
    while let Some(found) = memchr::memchr3(b'{', b'}', b'"', line.slice(at..end)) {
        at += found;
        match line.byte(at) {
            Some(b'{') => depth += 1,
            Some(b'}') if depth == 0 => return,
            Some(b'}') => depth -= 1,
            _ => {
                let close =
                    memchr::memchr(b'"', line.slice(at + 1..end)).map_or(end, |length| at + 1 + length);
                let colon = line.run(close + 1, |b| b == b' ' || b == FILLER);
                let is_key = depth == 0 && line.byte(colon) == Some(b':');
                let mut shown = |name: &[u8]| wanted(name, colon);
                if is_key && !with_letters(line.slice(at + 1..close), &mut shown) {
                    return;
                }
                at = close;
            }
        }
        at += 1;
    }
}

/// Longer keys are none of those that are looked for.
const KEY_BYTES_MAX: usize = 32;

/// Passes on the letters of a key, in lower case.
fn with_letters(key: &[u8], wanted: &mut impl FnMut(&[u8]) -> bool) -> bool {
    let mut letters = [0; KEY_BYTES_MAX];
    let mut length = 0;
    for byte in key.iter().filter(|b| b.is_ascii_alphabetic()) {
        let Some(place) = letters.get_mut(length) else { return true };
        *place = byte.to_ascii_lowercase();
        length += 1;
    }
    wanted(&letters[..length])
}

/// How far from a name outside an object its mail address may stand.
const LINE_BYTES_MAX: usize = 256;

/// Whether a mail address or a telephone stands near a key that is in no object.
pub(super) fn is_beside_mail(line: &Line<'_>, key: usize) -> bool {
    let around = line.slice(key.saturating_sub(LINE_BYTES_MAX)..line.view.len().min(key + LINE_BYTES_MAX));
    [&b"mail"[..], b"Mail", b"userPrincipalName", b"hone"]
        .iter()
        .any(|word| memchr::memmem::find(around, word).is_some())
}
