//! Values in a user's position: account names, `DOMAIN\name`, machine accounts (classification.md 4.2 `username`, 5.3).

use super::{host, person};
use crate::channel::Channel;
use crate::context::Known;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{NO_VALUE, NOT_ACCOUNTS, ROLE_ACCOUNTS, SERVICE_LABELS};
use crate::word::punctuation_length;
use std::ops::Range;

/// How sure the position is that the value is an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// The value of a key.
    Key,
    /// The word behind a phrase such as `Invalid user`: any word is somebody's try at a name.
    Cue,
}

/// Judges the value at `range`.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>, position: Position) {
    if is_placeholder(line.slice(range.clone())) {
        return;
    }
    let mut range = trim(line, range);
    account_in_brackets(line, found, range.end);
    if line.slice(range.clone()).starts_with(b"User:") {
        // Kafka's principals.
        range.start += 5;
    }
    if let [b'c' | b'C', b'n' | b'N', b'=', ..] = line.slice(range.clone()) {
        return bind_name(line, found, range.start + 3, position);
    }
    range.end = before_realm(line, range.clone());
    let value = line.slice(range.clone());
    if has_own_detector(value) || is_placeholder(value) || is_code(value) || NOT_ACCOUNTS.has(value) {
        return;
    }
    if let Some(slash) = memchr::memchr(b'\\', value) {
        domain_user(line, found, &range, range.start + slash, position);
    } else if let [.., b'$'] = value {
        host::judge(line, found, range.start..range.end - 1, host::Role::Own);
    } else {
        plain(line, found, range, position);
    }
}

/// The end of the account in `joe@pam`: a realm without a dot is no domain, and the whole no mail address.
fn before_realm(line: &Line<'_>, range: Range<usize>) -> usize {
    let value = line.slice(range.clone());
    let at = memchr::memchr(b'@', value).filter(|at| *at > 0);
    let realm = at.map_or(&b""[..], |at| &value[at + 1..]);
    let plain = realm.first().is_some_and(u8::is_ascii_lowercase)
        && realm.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(b))
        && value.iter().all(|b| !b"=,;:/ ".contains(b));
    at.filter(|_| plain).map_or(range.end, |at| range.start + at)
}

/// `cn=svc,dc=…` in an account's place: whoever binds to a directory (RFC 4511, 4.2). Names of two words have a detector of
/// their own.
fn bind_name(line: &Line<'_>, found: &mut Vec<Span>, start: usize, position: Position) {
    let end = line.run(start, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    if matches!(line.byte(end), Some(b',')) {
        plain(line, found, start..end, position);
    }
}

/// The account in `Ann Lee (alee)`.
fn account_in_brackets(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let close = line.run(end + 2, |b| b.is_ascii_alphanumeric() || b"._-\\".contains(&b));
    let name = end + 2..close;
    let letters = line.slice(name.clone()).iter().any(u8::is_ascii_lowercase);
    if line.slice(end..end + 2) == b" (" && line.slice(close..close + 2) == b")\"" && letters {
        plain(line, found, name, Position::Cue);
    }
}

/// Cuts quotes, brackets and an appended `(uid=0)`.
fn trim(line: &Line<'_>, range: Range<usize>) -> Range<usize> {
    let value = line.slice(range.clone());
    let inner = |b: &u8| !b.is_ascii_whitespace() && !b"'\"`<>[](){},;:\x1f".contains(b);
    let Some(first) = value.iter().position(inner) else { return range.start..range.start };
    let last = value.iter().rposition(inner).unwrap_or(first);
    let mut end = memchr::memchr(b'(', &value[first..=last]).map_or(last + 1, |paren| first + paren);
    while end > first && value[end - 1] == b' ' {
        end -= 1;
    }
    range.start + first..range.start + end
}

/// Mail addresses, SIDs, GUIDs and addresses are judged wherever they stand.
fn has_own_detector(value: &[u8]) -> bool {
    let hex = value.iter().filter(|b| b.is_ascii_hexdigit()).count();
    value.contains(&b'@')
        || value.starts_with(b"tel:")
        || [&b"uid="[..], b"cn=", b"CN="].iter().any(|attribute| value.starts_with(attribute))
        || value.starts_with(b"S-1-")
        || (matches!(value.len(), 36 | 38) && hex == 32)
        || (value.len() == 32 && hex == 32)
        || super::guid::is_puid(value)
        || memchr::memchr_iter(b'.', value).count() == 3
            && value.iter().all(|b| b.is_ascii_digit() || *b == b'.')
}

/// `com.example.agent` and Kubernetes' `system:…`: the name of a program or service.
pub(super) fn is_program(value: &[u8]) -> bool {
    if value.starts_with(b"system:")
        || value.ends_with(b".amazonaws.com")
        || value.ends_with(b".googleapis.com")
    {
        return true;
    }
    let starts = [&b"com."[..], b"org.", b"net.", b"io.", b"edu."].iter().any(|top| value.starts_with(top));
    starts && memchr::memchr_iter(b'.', value).count() >= 2
}

/// `server.go:2029` of structured logs, `Client/6.5.0`, the bus name `1.45`: places, products and connections of programs.
fn is_code(value: &[u8]) -> bool {
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
        || super::naming::is_address(value)
        || value.len() <= 8 && number(value) && value.contains(&b'.')
}

/// Whether a word that is the first label of a tenant's domain is written as its `NetBIOS` name is.
pub(super) fn is_netbios(name: &[u8]) -> bool {
    name.len() >= 4
        && name.iter().any(u8::is_ascii_uppercase)
        && !name.iter().any(u8::is_ascii_lowercase)
        && !SERVICE_LABELS.has(name)
}

/// Whether there is anything but punctuation, typographic like `…` included.
fn holds_letter(value: &[u8]) -> bool {
    let mut at = 0;
    while let Some(rest) = value.get(at..).filter(|rest| !rest.is_empty()) {
        let punctuation = punctuation_length(rest);
        if punctuation == 0 && (rest[0].is_ascii_alphanumeric() || !rest[0].is_ascii()) {
            return true;
        }
        at += punctuation.max(1);
    }
    false
}

/// A value that stands for none (classification.md 5.4, masked values and placeholders).
pub(crate) fn is_placeholder(value: &[u8]) -> bool {
    let masked = memchr::memchr_iter(b'*', value).count();
    value.is_empty()
        || NO_VALUE.has(value)
        || !holds_letter(value)
        || masked >= 3
        || is_masked_word(value)
        || matches!(value, [b'<', .., b'>'] | [b'%', .., b'%'] | [b'{', .., b'}'] | [b'$', b'{' | b'(', ..])
        || value.starts_with(b"%%")
}

/// `xxxxx`, `[FILTERED]`, `[ANY CAPITALS]`, `(hidden)`, and what a template or a regular expression puts in: `#{pw}`, `{{ pw }}`, `$1`.
fn is_masked_word(value: &[u8]) -> bool {
    let crosses = value.len() >= 4 && value.iter().all(|b| matches!(b, b'x' | b'X' | b'.' | b'#'));
    let ([b'[', inner @ .., b']'] | [b'(', inner @ .., b')']) = value else {
        return crosses
            || matches!(value, [b'#', b'{', .., b'}'] | [b'$', b'0'..=b'9'] | [b'%', b's' | b'd' | b'v']);
    };
    let words = [
        &b"filtered"[..],
        b"redacted",
        b"hidden",
        b"masked",
        b"removed",
        b"secret",
        b"sensitive",
        b"protected",
    ];
    let shouted = value.starts_with(b"[")
        && inner.len() >= 4
        && inner.iter().all(|b| b.is_ascii_uppercase() || b"_ -".contains(b));
    shouted
        || words
            .iter()
            .any(|word| inner.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
}

/// `DOMAIN\name`, the backslash at `slash`.
fn domain_user(
    line: &Line<'_>,
    found: &mut Vec<Span>,
    range: &Range<usize>,
    slash: usize,
    position: Position,
) {
    let name_start = line.run(slash, |b| b == b'\\');
    let domain = range.start..slash;
    if is_system_authority(line.slice(domain.clone())) {
        return;
    }
    judge_domain(line, found, domain);
    let name = name_start..range.end;
    if line.byte_before(name.end) == Some(b'$') {
        host::judge(line, found, name.start..name.end - 1, host::Role::Own);
    } else {
        plain(line, found, name, position);
    }
}

/// Authorities of Windows itself.
pub(super) fn is_system_authority(domain: &[u8]) -> bool {
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

/// The domain in front of a name, or the value of a domain field: the tenant's `NetBIOS` or DNS name, or the machine itself.
pub(super) fn judge_domain(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let range = trim(line, range);
    let name = line.slice(range.clone());
    if is_placeholder(name) || is_system_authority(name) {
        return;
    }
    if line.context.known(name) == Some(Known::NetBios) {
        push(line, found, range, Entity::TenantDomain);
    } else if line.context.domain(name).is_some() {
        host::judge(line, found, range, host::Role::Mention);
    } else if !name.contains(&b'.') && name.iter().any(|b| b.is_ascii_digit() || *b == b'-') {
        host::judge(line, found, range, host::Role::Own);
    } else {
        host::judge(line, found, range, host::Role::Mention);
    }
}

/// The slash of `joe/Users` or `host/name`, in front of one more part.
fn realm_at(value: &[u8]) -> Option<usize> {
    let slash = memchr::memchr(b'/', value)?;
    let realm = value.get(slash + 1..)?;
    let letters = realm.first().is_some_and(u8::is_ascii_alphabetic)
        && realm.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-');
    (letters && !value.contains(&b'{') || value.starts_with(b"host/")).then_some(slash)
}

fn plain(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>, position: Position) {
    let mut range = range;
    if let Some(slash) = realm_at(line.slice(range.clone())) {
        // `joe/Users`: an account and its realm; `host/name`: a machine's.
        if line.slice(range.start..range.start + slash) == b"host" {
            host::judge(line, found, range.start + slash + 1..range.end, host::Role::Own);
            return;
        }
        range.end = range.start + slash;
    }
    let name = line.slice(range.clone());
    if ROLE_ACCOUNTS.has(name) || is_placeholder(name) || has_own_detector(name) || is_program(name) {
        return;
    }
    let digits = name.iter().all(u8::is_ascii_digit);
    match line.context.known(name) {
        Some(Known::Machine) => push(line, found, range, Entity::MachineName),
        Some(Known::Operator) => push(line, found, range, Entity::VendorOperator),
        Some(Known::Puid) => push(line, found, range, Entity::Puid),
        Some(Known::TenantId) => push(line, found, range, Entity::TenantId),
        _ if name.contains(&b' ') => person::judge_name(line, found, range),
        _ if digits && position == Position::Key && name.len() >= USER_NUMBER_DIGITS_MIN => {
            push(line, found, range, Entity::UserNumber);
        }
        _ if line.context.is_tenant_server(name) => push(line, found, range, Entity::TenantHost),
        _ if name.len() <= NAME_BYTES_MAX => push(line, found, range, Entity::Username),
        _ => {}
    }
}

/// Shorter numbers are local user ids.
const USER_NUMBER_DIGITS_MIN: usize = 6;
const NAME_BYTES_MAX: usize = 64;

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
    open && (capitals && !NOT_DOMAINS.contains(&domain)
        || domain == b"AzureAD"
        || domain == b"MicrosoftAccount")
}

/// Small letters, with what joins them in accounts' names.
fn is_account(name: &[u8]) -> bool {
    name.iter().any(u8::is_ascii_lowercase)
        && name.iter().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(b))
        && !name.first().is_some_and(u8::is_ascii_uppercase)
}

/// Directory names and `DOMAIN\name` anywhere in the line.
pub(super) fn mention(line: &Line<'_>, found: &mut Vec<Span>, word: Range<usize>) {
    let name = line.slice(word.clone());
    if line.channel == Channel::Account {
        return;
    }
    if name.len() >= 5 && line.context.known(name) == Some(Known::Username) && !ROLE_ACCOUNTS.has(name) {
        push(line, found, word, Entity::Username);
    } else if name.len() >= 6 && line.context.is_local_part(name) && name.contains(&b'.') {
        push(line, found, word, Entity::Upn);
    }
}

/// `DOMAIN\name` with a domain that the context knows; `slash` is its backslash.
pub(super) fn domain_user_at(line: &Line<'_>, found: &mut Vec<Span>, slash: usize) {
    let Some(domain) = line.word_before(slash).filter(|w| w.end == slash) else { return };
    let name_start = line.run(slash, |b| b == b'\\');
    let Some(name) = line.word_at(name_start).filter(|w| w.start == name_start) else { return };
    let before = line.byte_before(domain.start);
    let after = line.byte(name.end);
    if matches!(before, Some(b'\\' | b'/' | b':')) && !matches!(before, Some(b':'))
        || matches!(after, Some(b'\\' | b'/'))
    {
        return;
    }
    let text = line.slice(domain.start..domain.end);
    let server = line.context.is_tenant_server(text);
    let known = matches!(line.context.known(text), Some(Known::NetBios | Known::Machine))
        || line.context.domain(text).is_some()
        || server;
    let account = line.slice(name.start..name.end);
    // `SRV-1\PROD` is a database server's instance, `SRV-1\Client Frontend` a connector.
    let instance = server
        && (!account.iter().any(u8::is_ascii_lowercase)
            || line.byte(name.end) == Some(b' ')
                && line.byte(name.end + 1).is_some_and(|b| b.is_ascii_uppercase()));
    if known && !instance || !known && is_workgroup(text, before) && is_account(account) {
        let end = if after == Some(b'$') { name.end + 1 } else { name.end };
        domain_user(line, found, &(domain.start..end), slash, Position::Cue);
        super::naming::origin(line, found, end);
    }
}
