//! What a name without domain, password and quotes is: an account, or somebody or something else in its place
//! (classification.md 4.2 `username`, 5.3).

use super::Position;
use super::form::{has_own_detector, is_program, realm_at};
use super::placeholder::is_placeholder;
use crate::context::Known;
use crate::detect::{host, person, phone};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::ROLE_ACCOUNTS;
use std::ops::Range;

pub(super) fn plain(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>, position: Position) {
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
    // `"user":"caller_id"` maps a field to a field.
    let is_field = position == Position::Key && name.ends_with(b"_id");
    // `example.onmicrosoft.com\OwaMailboxPolicy-Default`: what applies to mailboxes.
    let is_policy = memchr::memmem::find(name, b"MailboxPolicy").is_some();
    if ROLE_ACCOUNTS.has(name)
        || is_field
        || is_policy
        || is_placeholder(name)
        || has_own_detector(name)
        || is_program(name)
        || is_application(name)
        || goes_on(line, name, range.end)
    {
        return;
    }
    // A full name in a domain of the context is a host's, whatever stands in front, and a domain is nobody's.
    if name.contains(&b'.') && line.context.domain(name).is_some() {
        host::judge(line, found, range, host::Role::Mention);
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
            let of_call = phone::tells_of_calls(line);
            push(line, found, range, if of_call { Entity::Phone } else { Entity::UserNumber });
        }
        _ if line.context.is_tenant_server(name) => push(line, found, range, Entity::TenantHost),
        // Of a pattern that takes in words the word may be somebody's.
        _ if name.iter().any(u8::is_ascii_digit) && line.context.is_vendor_server(name) => {
            push(line, found, range, Entity::VendorHost);
        }
        _ if name.len() <= NAME_BYTES_MAX => push(line, found, range, Entity::Username),
        _ => {}
    }
}

/// `NT AUTHORITY`, `Client Frontend`: the first word of a role's or a connector's name (5.3, 5.4).
fn goes_on(line: &Line<'_>, name: &[u8], end: usize) -> bool {
    const NAMES: [(&[u8], &[&[u8]]); 4] = [
        (b"NT", &[b" AUTHORITY", b" SERVICE"]),
        (b"Client", &[b" Frontend", b" Proxy"]),
        (b"Default", &[b" Frontend", b" Receive"]),
        (b"Outbound", &[b" Proxy Frontend"]),
    ];
    let rest = line.slice(end..line.view.len().min(end + b" Proxy Frontend".len()));
    NAMES.iter().any(|(first, more)| *first == name && more.iter().any(|words| rest.starts_with(words)))
}

/// `u0_a113`: the account that Android runs an application as.
fn is_application(name: &[u8]) -> bool {
    let Some(rest) = name.strip_prefix(b"u") else { return false };
    let user = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let number = |digits: &[u8]| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    user > 0 && rest[user..].strip_prefix(b"_a").is_some_and(number)
}

/// Shorter numbers are local user ids.
const USER_NUMBER_DIGITS_MIN: usize = 6;

const NAME_BYTES_MAX: usize = 64;
