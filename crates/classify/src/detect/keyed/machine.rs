//! Values of a machine's or server's key (classification.md 4.2 `machine_name`, 4.4 `tenant_host`).

use super::account::is_next_label;
use crate::detect::{guid, host, user};
use crate::entity::Entity;
use crate::field::{Field, Style};
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// The host in a value: without `\\`, scheme, port and what follows.
pub(super) fn host_of(line: &Line<'_>, field: &Field<KeyClass>) -> Range<usize> {
    let mut start = line.run(field.value.start, |b| b == b'\\' || b == b'/');
    // `/dev/sdc` is a path.
    if line.byte(field.value.start) == Some(b'/') && start == field.value.start + 1 {
        return start..start;
    }
    // `\Device\HarddiskVolume2` is no host.
    if start > field.value.start && line.slice(start..start + 6).eq_ignore_ascii_case(b"device") {
        return start..start;
    }
    let scheme = line.run(start, |b| b.is_ascii_alphabetic());
    if line.slice(scheme..scheme + 3) == b"://" {
        start = scheme + 3;
    } else if [&b"tcp"[..], b"np"].contains(&line.slice(start..scheme)) && line.byte(scheme) == Some(b':') {
        start = scheme + 1;
    }
    // `celery@srv-1`: a node of a program on a host.
    if let Some(word) = line.word_at(start).filter(|word| line.byte(word.end) == Some(b'@')) {
        start = word.end + 1;
    }
    line.word_at(start).map_or(start..start, |word| start..word.end.min(field.value.end).max(start))
}

pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let host = host_of(line, field);
    let rest = line.slice(host.end..field.value.end);
    let spaced = rest.starts_with(b" ") && !rest.starts_with(b" (") && !rest.starts_with(b"  ");
    if field.style == Style::Quoted && (spaced || rest.starts_with(b"'s ")) {
        return judge_title(line, found, field, host);
    }
    if rest.starts_with(b"'s ") {
        // `deviceName = Ann's iPhone; …`.
        let end = line.run(host.end, |b| !b";,|\"\n\t".contains(&b));
        return judge_title(line, found, &Field { value: field.value.start..end, ..field.clone() }, host);
    }
    let more_words = field.style == Style::Label && !is_next_label(rest) && spaced;
    let name = line.slice(host.clone());
    // `Endpoint: https://…` is where something went (classification.md 5.4).
    let url = line.slice(host.start.saturating_sub(3)..host.start) == b"://";
    let role = if more_words || url { host::Role::Mention } else { host::Role::Own };
    // Of a request's record the host may be where it went (classification.md 5.4).
    let requested = name.contains(&b'.')
        && field.style != Style::Label
        && memchr::memmem::find(line.view, b"url").is_some();
    // `Intel(R) Ethernet` is a product, `Endpoint(…)` an object.
    let product = rest.starts_with(b"(");
    if product
        || name.starts_with(b"0x")
        || user::is_program(name)
        || requested && line.context.domain(name).is_none()
    {
        return;
    }
    if guid::is_guid(name) || name.starts_with(b"S-1-") {
        return;
    }
    // An interface of a program is an endpoint too: `"endpoint":"drsuapi"`.
    let key = line.slice(field.key.clone());
    if key.eq_ignore_ascii_case(b"endpoint") && name.iter().all(u8::is_ascii_lowercase) {
        return;
    }
    host::judge(line, found, host, role);
}

/// A quoted value of more than one word: a device that its owner named (`Ann's iPad`), if the key says that it is one's
/// name; else only what may be a host by its form.
fn judge_title(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>, first: Range<usize>) {
    let key: Vec<u8> = line
        .slice(field.key.clone())
        .iter()
        .filter(|b| b.is_ascii_alphabetic())
        .map(u8::to_ascii_lowercase)
        .collect();
    let named =
        [&b"devicename"[..], b"devicedisplayname", b"devicefriendlyname", b"computername", b"nomduposte"]
            .iter()
            .any(|name| key.ends_with(name));
    if named && field.value.len() <= TITLE_BYTES_MAX && !user::is_placeholder(line.slice(field.value.clone()))
    {
        push(line, found, field.value.clone(), Entity::MachineName);
    } else if line.slice(first.clone()).iter().any(u8::is_ascii_digit) {
        host::judge(line, found, first, host::Role::Own);
    }
}

/// Longer values are descriptions.
const TITLE_BYTES_MAX: usize = 64;

/// A server's field may hold a third party's: only a short name that looks like a host is taken as our own.
pub(super) fn judge_server(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let host = host_of(line, field);
    let name = line.slice(host.clone());
    let product = line.byte(host.end) == Some(b'/');
    let listed = line.context.is_tenant_server(name) || line.context.is_vendor_server(name);
    let shaped = !name.contains(&b'.')
        && name.iter().any(u8::is_ascii_digit)
        && name.len() <= 32
        && !guid::is_guid(name);
    let local = [&b".lan"[..], b".local", b".localdomain"].iter().any(|suffix| name.ends_with(suffix));
    let role = if listed || local || shaped && !product { host::Role::Own } else { host::Role::Mention };
    host::judge(line, found, host, role);
}
