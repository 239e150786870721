//! Mail addresses, user principal names, SIP addresses, and `name@host` (classification.md 4.2 `upn`, `email`, `sip_uri`).

mod annotation;
mod at_host;
mod chat;
mod display_name;
mod logon;
mod message_id;
mod parts;
mod sip;

use super::{guid, host, naming, phone, user};
use crate::channel::Channel;
use crate::context::Owner;
use crate::entity::Entity;
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::NOT_MAIL;
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for at in memchr::memchr_iter(b'@', line.view) {
        match (line.byte_before(at), line.byte(at + 1)) {
            (Some(b'@'), _) => {}
            (Some(open @ (b'\'' | b'"' | b'`')), Some(close)) if open == close => {
                quoted_account(line, found, at, open);
            }
            (Some(_), Some(quote @ (b'\'' | b'"'))) => granted(line, found, at, quote),
            (Some(b' '), Some(b' ')) => spaced(line, found, at),
            _ if chat::judge(line, found, at) || logon::judge(line, found, at) => {}
            _ => judge(line, found, at),
        }
    }
}

/// `joe[joe] @ pc [192.0.2.7]` of MySQL's slow log.
fn spaced(line: &Line<'_>, found: &mut Vec<Span>, at: usize) {
    let Some(host) = line.word_at(at + 2).filter(|word| word.start == at + 2) else { return };
    let address =
        line.slice(host.end..host.end + 2) == b" [" && naming::starts_with_address(line, host.end + 2);
    if address && line.byte_before(at - 1) == Some(b']') {
        host::judge(line, found, host.start..host.end, host::Role::Own);
    }
}

/// `GRANT … TO name@'host'`.
fn granted(line: &Line<'_>, found: &mut Vec<Span>, at: usize, quote: u8) {
    let name = line.run_back(at, |b| b.is_ascii_alphanumeric() || b"_.-".contains(&b))..at;
    let host = at + 2..line.run(at + 2, |b| b != quote);
    if !name.is_empty()
        && line.byte_before(name.start) == Some(b' ')
        && host.len() <= NAME_BYTES_MAX
        && !is_package(line.slice(host.clone()))
    {
        user::judge(line, found, name, user::Position::Cue);
        host::judge(line, found, host, host::Role::Client);
    }
}

/// `react@"^17.0.2"`: which versions of a package are asked for.
fn is_package(range: &[u8]) -> bool {
    let number = range.trim_ascii_start().strip_prefix(b">=").unwrap_or(range);
    let number = number.strip_prefix(b"^").or_else(|| number.strip_prefix(b"~")).unwrap_or(number);
    let dots = memchr::memchr_iter(b'.', number).count();
    number.len() < range.len()
        || (1..=2).contains(&dots) && number.iter().all(|b| b.is_ascii_digit() || b".x*".contains(b))
}

/// `MySQL`'s `'name'@'host'`.
fn quoted_account(line: &Line<'_>, found: &mut Vec<Span>, at: usize, quote: u8) {
    let name = line.run_back(at - 1, |b| b != quote)..at - 1;
    let host = at + 2..line.run(at + 2, |b| b != quote);
    if name.len() <= NAME_BYTES_MAX && host.len() <= NAME_BYTES_MAX {
        user::judge(line, found, name, user::Position::Cue);
        host::judge(line, found, host, host::Role::Client);
    }
}

/// The parts around an `@`.
struct Address {
    local: Range<usize>,
    domain: Range<usize>,
}

/// Longer names are of no account.
const NAME_BYTES_MAX: usize = 64;

fn judge(line: &Line<'_>, found: &mut Vec<Span>, at: usize) {
    let Some(address) = parts::parts(line, at) else { return };
    let domain = line.slice(address.domain.clone());
    if address.local.is_empty()
        || is_userinfo(line, address.local.start)
        || is_object(line, &address)
        || annotation::is_key(line, &address)
    {
        return;
    }
    if !is_of_copyright(line, address.local.start) {
        display_name::judge(line, found, address.local.start);
    }
    if line.byte_before(address.local.start) == Some(b'/')
        && at_host::service_principal(line, found, &address)
    {
        return;
    }
    if phone::is_dialled(line.slice(address.local.clone()))
        && sip::scheme(line, address.local.start).is_none()
    {
        push(line, found, address.local, Entity::Phone);
        host::judge(line, found, address.domain, host::Role::Mention);
        return;
    }
    let session = is_call(line, &address.local);
    if !session
        && sip::scheme(line, address.local.start).is_none()
        && phone::is_subscriber(line, &address.local, &address.domain)
    {
        push(line, found, address.local, Entity::Phone);
        host::judge(line, found, address.domain, host::Role::Mention);
        return;
    }
    if at_host::machine(line, found, &address) {
        return;
    }
    if at_host::is_shell(line, address.domain.end) {
        return at_host::at_host(line, found, &address);
    }
    let owner = line.context.domain(domain).map(|(owner, _)| owner);
    if !session && message_id::is_it(line, &address) {
        // A name without a dot is the machine's that made it.
        let role = if domain.contains(&b'.') { host::Role::Mention } else { host::Role::Own };
        host::judge(line, found, address.domain, role);
        return;
    }
    if owner.is_none() && !parts::is_mail_domain(domain) {
        if session {
            return push(line, found, address.local, Entity::SessionId);
        }
        if sip::scheme(line, address.local.start).is_some()
            && sip::is_number(line.slice(address.local.clone()))
        {
            sip::subscriber(line, found, address.local);
            return sip::server(line, found, address.domain);
        }
        if sip::scheme(line, address.local.start).is_some() && naming::is_address(domain) {
            sip::owner(line, found, address.local.start);
            return push(line, found, address.local.start..address.domain.end, Entity::SipUri);
        }
        return at_host::name_at_host(line, found, &address);
    }
    if session {
        // A call's identifier is made on a host (RFC 3261, 8.1.1.4).
        push(line, found, address.local, Entity::SessionId);
        host::judge(line, found, address.domain, host::Role::Mention);
    } else if line.channel == Channel::Account {
        push(line, found, address.local.start..address.domain.end, Entity::ContactEmail);
    } else if sip::scheme(line, address.local.start).is_some() {
        sip::judge(line, found, address, owner);
    } else if owner == Some(Owner::Tenant) && at_host::is_server(line, &address.domain) {
        at_host::at_host(line, found, &address);
    } else {
        mail(line, found, address, owner);
    }
}

/// Whether the local part is that of a call's identifier.
fn is_call(line: &Line<'_>, local: &Range<usize>) -> bool {
    const BYTES_MIN: usize = 8;
    let field = line.fields.at(local.start).filter(|field| field.value.start == local.start);
    field.is_some_and(|field| field.class == KeyClass::Session)
        && local.len() >= BYTES_MIN
        && line.slice(local.clone()).iter().any(u8::is_ascii_digit)
}

/// `com.example.Store@1b6d3586.refresh(…)`: an object of Java, its hash and its method (5.2).
fn is_object(line: &Line<'_>, address: &Address) -> bool {
    let domain = line.slice(address.domain.clone());
    let hash = domain.split(|b| *b == b'.').next().unwrap_or_default();
    line.byte(address.domain.end) == Some(b'(')
        && (4..=8).contains(&hash.len())
        && hash.iter().all(u8::is_ascii_hexdigit)
}

/// `user:password@host` in a URL: its own detector knows it.
fn is_userinfo(line: &Line<'_>, start: usize) -> bool {
    // A line of nothing but such signs is not gone through from each of them.
    const USERINFO_BYTES_MAX: usize = 1024;
    let reach = start.saturating_sub(USERINFO_BYTES_MAX);
    let inside = |b: u8| !b.is_ascii_whitespace() && !b"/\"'<>".contains(&b);
    let begin = start - line.slice(reach..start).iter().rev().take_while(|b| inside(**b)).count();
    line.byte_before(begin) == Some(b'/')
        && line.byte_before(begin.saturating_sub(1)) == Some(b'/')
        && line.byte_before(begin.saturating_sub(2)) == Some(b':')
}

fn mail(line: &Line<'_>, found: &mut Vec<Span>, address: Address, owner: Option<Owner>) {
    let local = line.slice(address.local.clone());
    let whole = address.local.start..address.domain.end;
    if guid::is_puid(local) {
        push(line, found, address.local, Entity::Puid);
        if owner == Some(Owner::Tenant) {
            push(line, found, address.domain, Entity::TenantDomain);
        }
        return;
    }
    if owner == Some(Owner::Tenant) && guid::is_guid(local) {
        guid::judge(line, found, address.local);
        return push(line, found, address.domain, Entity::TenantDomain);
    }
    if local.starts_with(b"~") {
        // What a client of chat says of itself (RFC 1413), and where it comes from.
        user::judge(line, found, address.local.start + 1..address.local.end, user::Position::Cue);
        host::judge(line, found, address.domain, host::Role::Client);
        return;
    }
    match owner {
        // Nobody's, but of a machine of theirs: a role's, or a message's number (classification.md 5.2, 5.3).
        Some(Owner::Vendor) if local == b"root" || local.iter().all(u8::is_ascii_digit) => {
            host::judge(line, found, address.domain, host::Role::Mention);
        }
        Some(Owner::Vendor) => push(line, found, whole, Entity::VendorOperator),
        Some(Owner::Tenant) => {
            push(line, found, address.local, Entity::Upn);
            push(line, found, address.domain, Entity::TenantDomain);
        }
        None if is_not_mail(line.slice(address.domain))
            || local.contains(&b'*')
            || local == b"git" && line.byte(whole.end) == Some(b':')
            || is_of_copyright(line, whole.start)
            || is_in_user_agent(line, whole.start) => {}
        None => push(line, found, whole, Entity::Email),
    }
}

/// How the keys of programs that ask end.
const AGENT: &[u8] = b"agent";

/// In the last quoted column of an access log's line: the maintainer of a robot (5.4).
fn is_in_user_agent(line: &Line<'_>, at: usize) -> bool {
    let key = line.fields.at(at).map(|field| line.slice(field.key.clone())).unwrap_or_default();
    let tail = key.get(key.len().saturating_sub(AGENT.len())..).unwrap_or_default();
    if tail.eq_ignore_ascii_case(AGENT) {
        return true;
    }
    let quote = memchr::memrchr(b'"', line.slice(0..at)).map_or(0, |quote| quote + 1);
    let columns = line.slice(0..quote);
    // What stands beside the quote decides most often, and costs least.
    columns.ends_with(b"\" \"")
        && line.byte(quote).is_some_and(|b| b != b'"')
        && memchr::memmem::find(columns, b" HTTP/").is_some()
        && memchr::memchr_iter(b'"', columns).count() % 2 == 1
}

/// `Copyright (C) 2015-2019 Jason Example <jason@example.net>`: who wrote a program (classification.md 5.4).
fn is_of_copyright(line: &Line<'_>, at: usize) -> bool {
    const BYTES_MAX: usize = 120;
    let front = line.slice(at.saturating_sub(BYTES_MAX)..at);
    // `Linux version 3.10.0 (builder@kbuilder.example.org)`: where a kernel was built.
    [&b"Copyright "[..], b"(c) ", b"(C) ", b"Linux version "]
        .iter()
        .any(|sign| memchr::memmem::find(front, sign).is_some())
}

fn is_not_mail(domain: &[u8]) -> bool {
    NOT_MAIL.has(domain) || memchr::memchr_iter(b'.', domain).any(|dot| NOT_MAIL.has(&domain[dot + 1..]))
}
