//! GUIDs and other bare identifiers: what they identify is said by key, path or the words in front
//! (classification.md 4.3, 4.4 `tenant_id`, 5.2).

mod cue;
mod place;

use super::{joined, row, siblings};
use crate::context::Known;
use crate::entity::Entity;
use crate::key::{self, KeyClass};
use crate::line::{Line, push};
use crate::span::Span;
use cue::cue;
use std::ops::Range;

pub(crate) const GUID_BYTES: usize = 36;

/// Whether the text is a dashed GUID.
pub(crate) fn is_guid(text: &[u8]) -> bool {
    text.len() == GUID_BYTES
        && text
            .iter()
            .enumerate()
            .all(|(i, b)| if matches!(i, 8 | 13 | 18 | 23) { *b == b'-' } else { b.is_ascii_hexdigit() })
}

/// Judges a word that is a GUID, or has one behind a prefix such as `User_`.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: Range<usize>) -> bool {
    let text = line.slice(word.clone());
    let Some(prefix) = text.len().checked_sub(GUID_BYTES) else { return false };
    if is_guid(&text[prefix..]) {
        let class =
            if prefix > 0 { key::lookup(b"", &text[..prefix]).or(Some(KeyClass::Object)) } else { None };
        label(line, found, word.start + prefix..word.end, class);
        // `Job.5d0c7e…2b.d6163622-…`: a directory in front.
        joined::judge_identifiers(line, found, &(word.start..word.start + prefix));
        return true;
    }
    if is_guid(&text[..GUID_BYTES]) && matches!(text[GUID_BYTES], b'_' | b'.' | b'-') {
        label(line, found, word.start..word.start + GUID_BYTES, None);
        return true;
    }
    false
}

fn label(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>, class: Option<KeyClass>) {
    let text = line.slice(range.clone());
    if text.iter().all(|b| matches!(b, b'0' | b'-')) || is_well_known(text) {
        return;
    }
    match line.context.known(text) {
        Some(Known::TenantId) => return push(line, found, range, Entity::TenantId),
        Some(Known::ObjectId) => return push(line, found, range, Entity::UserGuid),
        _ => {}
    }
    let class = class.or_else(|| place::class(line, &range)).or_else(|| row::identifier_class(line, &range));
    let entity = match class.or_else(|| cue(line, &range)) {
        Some(KeyClass::DeviceGuid) if is_shell_host(line, range.start) => None,
        Some(KeyClass::Object) if is_id_of_person(line, range.start) => Some(Entity::UserGuid),
        Some(KeyClass::Object) if is_id_of_device(line, &range) => Some(Entity::DeviceGuid),
        Some(KeyClass::Object) if is_id_of_call(line, &range) => Some(Entity::SessionId),
        Some(class) => entity_of(line, class),
        None => Some(Entity::UserGuid),
    };
    if let Some(entity) = entity {
        push(line, found, range, entity);
    }
}

/// So far from the start of its record stands the identifier of a user by SCIM.
const SCHEMA_BYTES_MAX: usize = 256;

/// The `id` of an object that is a person's entry.
fn is_id_of_person(line: &Line<'_>, start: usize) -> bool {
    let end = line.run_back(start, |b| b" :\"'\x1f".contains(&b));
    let named = line.slice(end.saturating_sub(2)..end).eq_ignore_ascii_case(b"id");
    if !named || line.byte_before(end - 2).is_some_and(|b| b.is_ascii_alphanumeric()) {
        return false;
    }
    let field = line.fields.at(start).filter(|field| field.value.start + 1 >= start);
    let id = field.filter(|field| line.slice(field.key.clone()).eq_ignore_ascii_case(b"id"));
    id.is_some_and(|field| {
        let schema = || memchr::memmem::find(line.view, b":schemas:core:2.0:User\"").is_some();
        // SCIM says so at the start of its resource (RFC 7643, 3.3).
        (siblings::is_of_person(line, field.key.start) == Some(true)
            || field.key.start < SCHEMA_BYTES_MAX && schema())
            && !siblings::is_of_sign_in(line, field.key.start)
    })
}

/// `"id":"…", … "type":"Device"`: the entry of a device in a directory.
fn is_id_of_device(line: &Line<'_>, range: &Range<usize>) -> bool {
    let field = line.fields.at(range.start).filter(|field| field.value.start + 1 >= range.start);
    field.is_some_and(|field| {
        key::ends_in(line.slice(field.key.clone()), b"id")
            && siblings::is_typed(line, field.key.start, siblings::Kind::Device)
    })
}

/// `"id":"…", … "modalities":["audio"]`: the record of a call.
fn is_id_of_call(line: &Line<'_>, range: &Range<usize>) -> bool {
    let field = line.fields.at(range.start).filter(|field| field.value.start + 1 >= range.start);
    field.is_some_and(|field| {
        line.slice(field.key.clone()) == b"id" && siblings::is_of_call(line, field.key.start)
    })
}

/// PowerShell's `Host ID` is that of a shell's run (5.2).
fn is_shell_host(line: &Line<'_>, start: usize) -> bool {
    let before = line.slice(start.saturating_sub(12)..start);
    let host = [&b"Host ID"[..], b"HostId"].iter().any(|key| memchr::memmem::find(before, key).is_some());
    host && [&b"Host Application"[..], b"HostApplication", b"HostVersion", b"Host Version"]
        .iter()
        .any(|key| memchr::memmem::find(line.view, key).is_some())
}

/// COM's own interfaces, the classes of devices of Windows and the assigned numbers of Bluetooth.
pub(crate) fn is_well_known(text: &[u8]) -> bool {
    let tail = text.get(8..).unwrap_or_default();
    is_first_party(text)
        || tail.eq_ignore_ascii_case(b"-E325-11CE-BFC1-08002BE10318")
        || tail.eq_ignore_ascii_case(b"-0000-0000-C000-000000000046")
        || tail.eq_ignore_ascii_case(b"-0000-1000-8000-00805F9B34FB")
}

/// `0000000a-0000-0000-c000-000000000000`: an application of Microsoft's own (5.2).
fn is_first_party(text: &[u8]) -> bool {
    if !text.starts_with(b"0000000") {
        return false;
    }
    let number = text.iter().zip(b"0000000?-0000-0???-c?00-000000000000");
    number.into_iter().all(|(byte, form)| *form == b'?' || byte.eq_ignore_ascii_case(form))
}

/// What an identifier is whose position has this class.
fn entity_of(line: &Line<'_>, class: KeyClass) -> Option<Entity> {
    match class {
        KeyClass::DeviceGuid | KeyClass::Machine | KeyClass::ClientHost => Some(Entity::DeviceGuid),
        KeyClass::TenantId | KeyClass::Organisation | KeyClass::Domain => Some(Entity::TenantId),
        KeyClass::Session | KeyClass::Logon => Some(Entity::SessionId),
        KeyClass::ClientId => is_telemetry(line).then_some(Entity::DeviceGuid),
        KeyClass::Object
        | KeyClass::Opaque
        | KeyClass::MessageId
        | KeyClass::Version
        | KeyClass::Mask
        | KeyClass::CaseNumber
        | KeyClass::Body => None,
        _ => Some(Entity::UserGuid),
    }
}

/// `clientId` is a device's in telemetry and an application's elsewhere.
fn is_telemetry(line: &Line<'_>) -> bool {
    memchr::memmem::find(line.view, b"elemetry").is_some()
}

/// Judges a run of 32 or 16 hexadecimal digits: only key or context make it more than a hash.
pub(super) fn judge_hex(line: &Line<'_>, found: &mut Vec<Span>, word: Range<usize>) {
    let text = line.slice(word.clone());
    let known = line.context.known(text);
    let class = line.fields.class_at(word.start);
    let entity = match (text.len(), known, class) {
        (_, Some(Known::TenantId), _) => Some(Entity::TenantId),
        (_, Some(Known::ObjectId), _) => Some(Entity::UserGuid),
        (_, Some(Known::Puid), _) => Some(Entity::Puid),
        (16, _, Some(KeyClass::Puid | KeyClass::User | KeyClass::UserGuid)) if is_puid(text) => {
            Some(Entity::Puid)
        }
        (12, _, _) if line.slice(0..word.start).ends_with(b" MAC ") => {
            super::colon::mac::judge(line, found, word);
            return;
        }
        (12, _, Some(KeyClass::Mac)) => {
            super::colon::mac::judge(line, found, word);
            return;
        }
        (
            32,
            _,
            Some(class @ (KeyClass::User | KeyClass::UserGuid | KeyClass::TenantId | KeyClass::DeviceGuid)),
        ) => entity_of(line, class),
        _ => None,
    };
    if let Some(entity) = entity {
        push(line, found, word, entity);
    }
}

/// The shape of a PUID.
pub(crate) fn is_puid(text: &[u8]) -> bool {
    text.len() == 16
        && [&b"1003"[..], b"1001", b"1153"].iter().any(|p| text.starts_with(p))
        && text.iter().all(u8::is_ascii_hexdigit)
}
