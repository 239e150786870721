//! What the place of a GUID says of it, whatever words stand in front (classification.md 4.3 `session_id`, 5.2).

use crate::detect::phone;
use crate::key::KeyClass;
use crate::line::Line;
use std::ops::Range;

pub(super) fn class(line: &Line<'_>, range: &Range<usize>) -> Option<KeyClass> {
    if is_call(line, range) {
        Some(KeyClass::Session)
    } else if is_of_group_policy(line, range) || is_of_request(line, range) || is_of_installer(line, range) {
        Some(KeyClass::Object)
    } else {
        None
    }
}

/// The call that a line of a telephone switch is about: in front of its time, or in brackets behind the name of a channel.
fn is_call(line: &Line<'_>, range: &Range<usize>) -> bool {
    if range.start == 0 && line.byte(range.end) == Some(b' ') {
        return phone::tells_of_calls(line) || memchr::memmem::find(line.view, b"] switch_").is_some();
    }
    let bracketed = matches!(
        (line.byte_before(range.start), line.byte(range.end)),
        (Some(b'['), Some(b']')) | (Some(b'('), Some(b')'))
    );
    if !bracketed || line.byte_before(range.start - 1) != Some(b' ') {
        return false;
    }
    let channel = line.run_back(range.start - 2, |b| !b.is_ascii_whitespace());
    phone::is_channel(line.slice(channel..range.start - 2))
}

/// The product behind `msiexec /x `.
fn is_of_installer(line: &Line<'_>, range: &Range<usize>) -> bool {
    const OPTION: usize = b"/x {".len();
    let option = line.slice(range.start.saturating_sub(OPTION)..range.start);
    matches!(option, [b'/', b'a'..=b'z' | b'A'..=b'Z', b' ', b'{'])
        && [&b"msiexec"[..], b"MsiExec"].iter().any(|name| memchr::memmem::find(line.view, name).is_some())
}

/// The request that an entry is about: in brackets behind the level of Ruby's logger (`INFO -- : […]`), or a quoted column of
/// an access log, which says of each column by its place what it is.
fn is_of_request(line: &Line<'_>, range: &Range<usize>) -> bool {
    const LOGGER: &[u8] = b" -- : [";
    let start = range.start;
    let tagged = line.slice(start.saturating_sub(LOGGER.len())..start) == LOGGER;
    let column = line.slice(start.saturating_sub(2)..start) == b" \""
        && line.slice(range.end..range.end + 2) == b"\" ";
    tagged || column && memchr::memmem::find(line.slice(0..start), b" HTTP/").is_some()
}

/// The policies that Windows' engine of policies tells of, in braces.
fn is_of_group_policy(line: &Line<'_>, range: &Range<usize>) -> bool {
    const ENGINES: [&str; 3] = ["GPSVC(", "GPO", "GroupPolicy"];
    line.byte_before(range.start) == Some(b'{')
        && ENGINES.iter().any(|name| memchr::memmem::find(line.view, name.as_bytes()).is_some())
}

/// Where what encloses the scheme of `urn:uuid:…` begins, and the scheme itself.
pub(super) fn before_scheme(line: &Line<'_>, start: usize) -> Option<(usize, usize)> {
    // `SMSID: GUID:…` of Configuration Manager.
    const SCHEMES: [&[u8]; 2] = [b"urn:uuid:", b"GUID:"];
    let scheme = SCHEMES.iter().find(|scheme| line.slice(0..start).ends_with(scheme))?;
    let scheme = start - scheme.len();
    Some((line.run_back(scheme, |b| b"<('\"[\x1f".contains(&b)), scheme))
}

/// `ENTERPRISEPACK   {…}   66`: columns of a licence, its identifier and its units.
pub(super) fn is_of_sku(line: &Line<'_>, range: &Range<usize>) -> bool {
    const ENDINGS: [&[u8]; 10] =
        [b"PACK", b"SKU", b"PREMIUM", b"STANDARD", b"FREE", b"TRIAL", b"SUITE", b"BASIC", b"KIOSK", b"PLAN"];
    let name_end = line.run_back(range.start, |b| b == b' ' || b == b'\t');
    let name_start = line.run_back(name_end, |b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let name = line.slice(name_start..name_end);
    let product = name.contains(&b'_') || ENDINGS.iter().any(|ending| name.ends_with(ending));
    let units = line.run(range.end, |b| b == b' ' || b == b'\t');
    let apart = |gap: &[u8]| gap.len() >= 2 || gap == b"\t";
    product
        && line.byte_before(name_start).is_none_or(|b| b.is_ascii_whitespace())
        && apart(line.slice(name_end..range.start))
        && apart(line.slice(range.end..units))
        && line.byte(units).is_some_and(|b| b.is_ascii_digit())
}

/// `web-6f7d8c9b5-abcde_default(5d0c7e2b-…)` of kubelet: a pod, its namespace and its identifier.
fn is_named_pod(line: &Line<'_>, start: usize) -> bool {
    let Some(open) = start.checked_sub(1).filter(|at| line.byte(*at) == Some(b'(')) else { return false };
    let name = line.slice(line.run_back(open, |b| b.is_ascii_alphanumeric() || b"_-".contains(&b))..open);
    let parts = memchr::memchr(b'_', name).map(|at| name.split_at(at));
    parts.is_some_and(|(pod, namespace)| pod.contains(&b'-') && namespace.len() > 1)
}

/// The `uid` of an object of Kubernetes.
pub(super) fn is_pod(line: &Line<'_>, start: usize) -> bool {
    // A cluster's user has one too, and accounts of its own (`system:serviceaccount:…`) are nobody's.
    const NAME_BYTES: usize = 160;
    let before = line.slice(start.saturating_sub(8)..start).to_ascii_lowercase();
    let entry = line.slice(start.saturating_sub(NAME_BYTES)..start);
    let user = memchr::memmem::find(entry, b"\"username\":").and_then(|at| entry.get(at + 11..));
    let is_person = user.is_some_and(|name| !name.trim_ascii_start().starts_with(b"\"system:"));
    let called = memchr::memmem::find(&before, b"uid").is_some()
        && !is_person
        && [&b"pod"[..], b"Pod", b"amespace", b"kube"]
            .iter()
            .any(|word| memchr::memmem::find(line.view, word).is_some());
    called || is_named_pod(line, start)
}
