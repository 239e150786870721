//! GUIDs and other bare identifiers: what they identify is said by key, path or the words in front
//! (classification.md 4.3, 4.4 `tenant_id`, 5.2).

mod place;

use super::{joined, row, siblings};
use crate::context::Known;
use crate::entity::Entity;
use crate::key::{self, KeyClass};
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::LINKING_WORDS;
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

/// The class of what the surroundings call the identifier: path, words in front, then the field around it.
fn cue(line: &Line<'_>, range: &Range<usize>) -> Option<KeyClass> {
    let bracket = line.run_back(range.start, |b| b"{('\"[\x1f".contains(&b));
    let (before, start) = place::before_scheme(line, bracket).unwrap_or((bracket, range.start));
    let after = line.byte(line.run(range.end, |b| b"})]".contains(&b)));
    // `PUID:…@tenant`, `application@tenant`: what stands behind the sign is the directory.
    if line.byte_before(before) == Some(b'@') {
        return Some(KeyClass::TenantId);
    }
    // A user's address in Teams (`8:orgid:…`).
    if line.slice(before.saturating_sub(8)..before) == b"8:orgid:" {
        return Some(KeyClass::UserGuid);
    }
    if matches!(line.byte_before(before), Some(b'%' | b'#'))
        || is_product(line.slice(before.saturating_sub(3)..before))
        || is_service_principal(line, before)
        || place::is_pod(line, range.start)
        || place::is_of_sku(line, range)
    {
        return Some(KeyClass::Object);
    }
    if matches!(line.byte_before(before), Some(b'/' | b'\\')) {
        return Some(path_class(line, before));
    }
    // `8b4e19c7-….200`: an update and its revision.
    let revised = after == Some(b'.') && line.byte(range.end + 1).is_some_and(|b| b.is_ascii_digit());
    if revised || matches!(after, Some(b'\\' | b'/')) || after.is_some_and(|b| b.is_ascii_alphanumeric()) {
        return Some(KeyClass::Object);
    }
    if let Some(class) = words_behind(line, range.end) {
        return Some(class);
    }
    let field =
        line.fields.at(start).filter(|field| !matches!(field.class, KeyClass::Name | KeyClass::Place));
    if let Some(field) =
        field.filter(|f| f.value.start >= before.saturating_sub(1) && f.class != KeyClass::Body)
    {
        return Some(field.class);
    }
    if let Some(class) = continued_label(line, before) {
        return Some(class);
    }
    words_before(line, before).or_else(|| field.filter(|f| f.class != KeyClass::Body).map(|f| f.class))
}

/// `MsiExec.exe /X{…}`: a package of the installer (5.2). What stands in front of `#{…}` in a device's path is its class.
fn is_product(before: &[u8]) -> bool {
    matches!(before, [b' ', b'/' | b'-', option] if b"xXiIpPfF".contains(option))
}

/// `az login --service-principal -u …`.
fn is_service_principal(line: &Line<'_>, start: usize) -> bool {
    line.slice(start.saturating_sub(3)..start) == b"-u "
        && memchr::memmem::find(line.view, b"--service-principal").is_some()
}

/// The class of the path component in front; a component that is not known names some other object.
fn path_class(line: &Line<'_>, slash: usize) -> KeyClass {
    let component = line.run_back(slash, |b| matches!(b, b'/' | b'\\'));
    let start = line.run_back(component, |b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let class = key::lookup(b"", line.slice(start..component));
    class.filter(|class| !matches!(class, KeyClass::Name | KeyClass::Place)).unwrap_or(KeyClass::Object)
}

/// The label whose value goes on over lines of identifiers up to `end`, as `Properties:` does in directory events.
fn continued_label(line: &Line<'_>, end: usize) -> Option<KeyClass> {
    let field = line.fields.before(end).filter(|field| field.value.end <= end)?;
    let between = line.slice(field.value.end..end);
    let identifiers =
        between.iter().all(|b| b.is_ascii_whitespace() || b.is_ascii_hexdigit() || b"{}-,".contains(b));
    (identifiers && between.contains(&b'\n')).then_some(field.class)
}

/// How far in front, in words, the name of the identifier may stand.
const CUE_WORDS: usize = 4;

/// The class of the nearest words in front of `end` that name a thing.
fn words_before(line: &Line<'_>, end: usize) -> Option<KeyClass> {
    let last = line.words.partition_point(|w| w.end <= end);
    let words = line.words.get(last.saturating_sub(CUE_WORDS)..last)?;
    let mut until = end;
    for (index, word) in words.iter().enumerate().rev() {
        let gap = line.slice(word.end..until);
        // A label may stand on the line above its value.
        let label = gap.starts_with(b":") && gap.len() <= 8;
        let apart = if label { &b"\",;.!?|"[..] } else { b"\n\r\",;.!?|" };
        // COM's errors put the identifier on a line of its own behind `CLSID`.
        let broken = index + 1 == words.len()
            && gap.contains(&b'\n')
            && gap.len() <= 8
            && gap.iter().all(|b| b.is_ascii_whitespace() || *b == b'{');
        if broken && key::lookup(b"", line.slice(word.start..word.end)) == Some(KeyClass::Object) {
            return Some(KeyClass::Object);
        }
        if gap.len() > 8 || gap.iter().any(|b| apart.contains(b)) {
            return None;
        }
        until = word.start;
        if LINKING_WORDS.has(line.slice(word.start..word.end)) {
            continue;
        }
        let from = words.get(index.saturating_sub(2)..=index)?.first()?.start;
        let class = key::lookup(b"", line.slice(from..word.end));
        if let Some(class) = class.filter(|class| !matches!(class, KeyClass::Name | KeyClass::Place)) {
            return Some(class);
        }
    }
    None
}

/// The class of what `"{…}" instance of task "…"` says the identifier is an instance of.
fn words_behind(line: &Line<'_>, end: usize) -> Option<KeyClass> {
    const INSTANCE_OF: &[u8] = b" instance of ";
    const OBJECTS: [&[u8]; 6] = [b"request", b"job", b"task", b"transaction", b"query", b"Request"];
    let close = line.run(end, |b| b"})]'\"\x1f".contains(&b));
    // `[…] request completed`.
    let next = line
        .word_from(close)
        .filter(|w| close > end && w.start == close + 1 && line.byte(close) == Some(b' '));
    if next.is_some_and(|w| OBJECTS.contains(&line.slice(w.start..w.end))) {
        return Some(KeyClass::Object);
    }
    let start = close + INSTANCE_OF.len();
    if line.slice(close..start.min(line.view.len())) != INSTANCE_OF {
        return None;
    }
    key::lookup(b"", line.slice(start..line.run(start, |b| b.is_ascii_alphanumeric())))
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
pub(super) fn is_puid(text: &[u8]) -> bool {
    text.len() == 16
        && [&b"1003"[..], b"1001", b"1153"].iter().any(|p| text.starts_with(p))
        && text.iter().all(u8::is_ascii_hexdigit)
}
