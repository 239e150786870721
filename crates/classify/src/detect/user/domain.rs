//! `DOMAIN\\name`, and domains by themselves (classification.md 4.2 `username`, 4.4 `tenant_domain`).

use super::placeholder::is_placeholder;
use super::plain::plain;
use super::{Position, trim};
use crate::context::Known;
use crate::detect::{host, naming, person, zone};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// Whether a word that is the first label of a tenant's domain is written as its `NetBIOS` name is.
pub(in crate::detect) fn is_netbios(name: &[u8]) -> bool {
    name.len() >= 4
        && name.iter().any(u8::is_ascii_uppercase)
        && !name.iter().any(u8::is_ascii_lowercase)
        && !host::is_service_word(name)
}

/// `DOMAIN\name`, the backslash at `slash`.
pub(super) fn domain_user(
    line: &Line<'_>,
    found: &mut Vec<Span>,
    range: &Range<usize>,
    slash: usize,
    position: Position,
) {
    let name_start = line.run(slash, |b| b == b'\\');
    let domain = range.start..slash;
    // `Data Source=db1.example.org\SQL2019`: an instance on a server; `printer=srv-2\floor2`: a queue.
    let source = [&b"Source="[..], b"Server=", b"source=", b"printer=", b"queue="];
    if source.iter().any(|key| line.slice(0..range.start).ends_with(key)) {
        return;
    }
    // `joe@example.org\Rules`: what stands behind the address is in the mailbox.
    if is_system_authority(line.slice(domain.clone())) || line.slice(domain.clone()).contains(&b'@') {
        return;
    }
    judge_domain(line, found, domain);
    let name = name_start..range.end;
    if let Some(full) = full_name(line, &name) {
        return push(line, found, full, Entity::PersonName);
    }
    if line.byte_before(name.end) == Some(b'$') {
        host::judge(line, found, name.start..name.end - 1, host::Role::Own);
    } else {
        plain(line, found, name, position);
    }
}

/// `example.org\Ann Lee (ADMIN)`: the account's display name, of which `name` is the first word.
fn full_name(line: &Line<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let family = line.word_from(name.end + 1).filter(|_| line.byte(name.end) == Some(b' '))?;
    let full = name.start..family.end;
    let ends = line.byte(family.end).is_none_or(|b| b"\"',;|".contains(&b))
        || line.slice(family.end..family.end + 2) == b" (";
    (ends && family.start == name.end + 1 && person::is_full_name(line.slice(full.clone()))).then_some(full)
}

/// Authorities of Windows itself.
fn is_system_authority(domain: &[u8]) -> bool {
    [
        &b"NT AUTHORITY"[..],
        b"NT SERVICE",
        b"Window Manager",
        b"Font Driver Host",
        b"BUILTIN",
        b"IIS APPPOOL",
        b"AUTORITE NT",
    ]
    .iter()
    .any(|authority| domain.eq_ignore_ascii_case(authority))
}

/// `NT AUTHORITY\SYSTEM` and its like.
pub(super) fn is_of_authority(account: &[u8]) -> bool {
    memchr::memchr(b'\\', account).is_some_and(|slash| is_system_authority(&account[..slash]))
}

/// The domain in front of a name, or the value of a domain field: the tenant's `NetBIOS` or DNS name, or the machine itself.
pub(in crate::detect) fn judge_domain(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let range = trim(line, range);
    let name = line.slice(range.clone());
    if is_placeholder(name) || is_system_authority(name) {
        return;
    }
    if line.context.known(name) == Some(Known::NetBios) || zone::is_subdomain(line, &range) {
        push(line, found, range, Entity::TenantDomain);
    } else if line.context.domain(name).is_some() {
        host::judge(line, found, range, host::Role::Mention);
    } else if name.len() >= 4
        && !name.contains(&b'.')
        && name.iter().any(|b| b.is_ascii_digit() || *b == b'-')
    {
        host::judge(line, found, range, host::Role::Own);
    } else {
        host::judge(line, found, range, host::Role::Mention);
    }
}

/// A domain that no context lists, as Windows writes it in front of an account: capitals, alone in its word.
fn is_workgroup(domain: &[u8], before: Option<u8>) -> bool {
    const NOT_DOMAINS: [&[u8]; 22] = [
        b"HKLM",
        b"HKCU",
        b"HKCR",
        b"HKU",
        b"HKCC",
        b"BUILTIN",
        b"REGISTRY",
        b"MACHINE",
        b"SYSTEM",
        b"SOFTWARE",
        b"ROOT",
        b"PCI",
        b"USB",
        b"ACPI",
        b"HID",
        b"SWD",
        b"DISPLAY",
        b"STORAGE",
        b"SCSI",
        b"GLOBAL",
        b"DEVICE",
        b"SECURITY",
    ];
    let open = before.is_none_or(|b| b.is_ascii_whitespace() || b"\"'([=,;<>:\x1f".contains(&b));
    let capitals = domain.iter().filter(|b| b.is_ascii_uppercase()).count() >= 3
        && domain.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-');
    open && (capitals && !NOT_DOMAINS.contains(&domain) || is_of_cloud(domain))
}

/// What Windows writes for accounts of Microsoft's directory in the cloud, whose names it makes of people's.
fn is_of_cloud(domain: &[u8]) -> bool {
    domain == b"AzureAD" || domain == b"MicrosoftAccount"
}

/// A domain and an account that fill a cell of a row; a hive of the registry is no domain.
fn is_cell(domain: &[u8], before: Option<u8>, after: Option<u8>) -> bool {
    let separator = |byte: Option<u8>| byte.filter(|b| b",;|\t".contains(b));
    let bracketed = before == Some(b'[') && after == Some(b']');
    (bracketed || separator(before).is_some() && separator(before) == separator(after))
        && (2..=15).contains(&domain.len())
        && !domain.starts_with(b"HK")
}

/// Small letters, with what joins them in accounts' names.
fn is_account(name: &[u8]) -> bool {
    name.iter().any(u8::is_ascii_lowercase)
        && name.iter().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(b))
        && !name.first().is_some_and(u8::is_ascii_uppercase)
}

/// `DOMAIN\name` with a domain that the context knows; `slash` is its backslash.
pub(in crate::detect) fn domain_user_at(line: &Line<'_>, found: &mut Vec<Span>, slash: usize) {
    let Some(domain) = line.word_before(slash).filter(|w| w.end == slash) else { return };
    let name_start = line.run(slash, |b| b == b'\\');
    let Some(name) = line.word_at(name_start).filter(|w| w.start == name_start) else { return };
    let before = line.byte_before(domain.start);
    let after = line.byte(name.end);
    // `joe@example.org\Rules`: a folder of a mailbox.
    if matches!(before, Some(b'\\' | b'/' | b'@')) || matches!(after, Some(b'\\' | b'/')) {
        return;
    }
    let text = line.slice(domain.start..domain.end);
    let server = line.context.is_tenant_server(text);
    let known = matches!(line.context.known(text), Some(Known::NetBios | Known::Machine))
        || line.context.domain(text).is_some()
        || server;
    let account = line.slice(name.start..name.end);
    // `ERROR\n"`: the end of a line, as a program escapes it.
    if matches!(account, b"n" | b"r" | b"t") {
        return;
    }
    // `SRV-1\PROD` is a database server's instance, `SRV-1\Client Frontend` a connector.
    let instance = server
        && (!account.iter().any(u8::is_ascii_lowercase)
            || line.byte(name.end) == Some(b' ')
                && line.byte(name.end + 1).is_some_and(|b| b.is_ascii_uppercase()));
    let workgroup = is_workgroup(text, before)
        || is_cell(text, before, after)
        || line.slice(line.run(name.end, |b| b == b' ')..line.view.len()).starts_with(b"S-1-5-21-");
    if known && !instance || !known && workgroup && (is_account(account) || is_of_cloud(text)) {
        let end = if after == Some(b'$') { name.end + 1 } else { name.end };
        domain_user(line, found, &(domain.start..end), slash, Position::Cue);
        naming::origin(line, found, end);
    }
}
