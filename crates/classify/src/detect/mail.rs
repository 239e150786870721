//! Mail addresses, user principal names, SIP addresses, and `name@host` (classification.md 4.2 `upn`, `email`, `sip_uri`).

use super::{guid, host, naming, person, phone, user};
use crate::channel::Channel;
use crate::context::Owner;
use crate::entity::Entity;
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{NODE_NAMES, NOT_MAIL};
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for at in memchr::memchr_iter(b'@', line.view) {
        match (line.byte_before(at), line.byte(at + 1)) {
            (Some(b'@'), _) => {}
            (Some(open @ (b'\'' | b'"' | b'`')), Some(close)) if open == close => {
                quoted_account(line, found, at, open);
            }
            _ => judge(line, found, at),
        }
    }
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

fn judge(line: &Line<'_>, found: &mut Vec<Span>, at: usize) {
    let Some(address) = parts(line, at) else { return };
    let domain = line.slice(address.domain.clone());
    if address.local.is_empty() || is_userinfo(line, address.local.start) {
        return;
    }
    display_name(line, found, address.local.start);
    if line.byte_before(address.local.start) == Some(b'/') && service_principal(line, found, &address) {
        return;
    }
    if phone::is_dialled(line.slice(address.local.clone())) && sip_scheme(line, address.local.start).is_none()
    {
        push(line, found, address.local, Entity::Phone);
        host::judge(line, found, address.domain, host::Role::Mention);
        return;
    }
    let owner = line.context.domain(domain).map(|(owner, _)| owner);
    if owner.is_none() && !is_mail_domain(domain) {
        return name_at_host(line, found, &address);
    }
    if is_message_id(line, &address) {
        host::judge(line, found, address.domain, host::Role::Mention);
    } else if line.channel == Channel::Account {
        push(line, found, address.local.start..address.domain.end, Entity::ContactEmail);
    } else if let Some(scheme) = sip_scheme(line, address.local.start) {
        sip(line, found, address, owner, scheme);
    } else if owner == Some(Owner::Tenant) && is_server(line, &address.domain) {
        at_host(line, found, &address);
    } else {
        mail(line, found, address, owner);
    }
}

/// Whether the domain is the full name of a listed server: an account there, and no mailbox.
fn is_server(line: &Line<'_>, domain: &Range<usize>) -> bool {
    let name = line.slice(domain.clone());
    let short = &name[..host::short_length(name)];
    short.len() < name.len()
        && line.context.is_tenant_server(short)
        && line.context.domain(name).is_some_and(|(_, at)| at > 0)
}

/// Kerberos' `service/instance@REALM` (RFC 4120, 6.2): the service is no account, its instance is a host or a realm.
fn service_principal(line: &Line<'_>, found: &mut Vec<Span>, address: &Address) -> bool {
    const SERVICES: [&[u8]; 14] = [
        b"krbtgt",
        b"host",
        b"HTTP",
        b"ldap",
        b"cifs",
        b"nfs",
        b"kadmin",
        b"imap",
        b"smtp",
        b"pop",
        b"DNS",
        b"RPCSS",
        b"postgres",
        b"MSSQLSvc",
    ];
    let slash = address.local.start - 1;
    let Some(service) = line.word_before(slash).filter(|word| word.end == slash) else { return false };
    if !SERVICES.iter().any(|name| name.eq_ignore_ascii_case(line.slice(service.start..service.end))) {
        return false;
    }
    host::judge(line, found, address.local.clone(), host::Role::Mention);
    host::judge(line, found, address.domain.clone(), host::Role::Mention);
    true
}

fn parts(line: &Line<'_>, at: usize) -> Option<Address> {
    let mut start = line.run_back(at, is_local_byte);
    while start < at && line.byte(start).is_some_and(|b| b".'-%#&!*`".contains(&b)) {
        start += 1;
    }
    let domain_start = line.run(at, |b| b == b'@');
    let mut end = line.run(domain_start, |b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    while end > domain_start && matches!(line.byte(end - 1), Some(b'.' | b'-')) {
        end -= 1;
    }
    (end > domain_start).then_some(Address { local: start..at, domain: domain_start..end })
}

fn is_local_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._+-%'#&!*~`".contains(&byte)
}

/// Dots inside, and a last label of letters that is no file ending.
fn is_mail_domain(domain: &[u8]) -> bool {
    let Some(dot) = memchr::memrchr(b'.', domain) else { return false };
    let top = &domain[dot + 1..];
    dot > 0
        && (2..=24).contains(&top.len())
        && (top.iter().all(u8::is_ascii_alphabetic) || top.starts_with(b"xn--"))
        && !is_unit(top)
        && memchr::memmem::find(domain, b"..").is_none()
}

/// `user@1001.service`: an instance of a unit of systemd (5.4).
fn is_unit(ending: &[u8]) -> bool {
    [
        &b"service"[..],
        b"slice",
        b"scope",
        b"socket",
        b"timer",
        b"mount",
        b"target",
        b"device",
        b"swap",
        b"path",
    ]
    .contains(&ending)
}

/// `user:password@host` in a URL: its own detector knows it.
fn is_userinfo(line: &Line<'_>, start: usize) -> bool {
    let begin = line.run_back(start, |b| !b.is_ascii_whitespace() && !b"/\"'<>@".contains(&b));
    line.byte_before(begin) == Some(b'/')
        && line.byte_before(begin.saturating_sub(1)) == Some(b'/')
        && line.byte_before(begin.saturating_sub(2)) == Some(b':')
}

/// `<random@host>`: the local part of a message id is nothing, its domain follows its own rules (5.2).
fn is_message_id(line: &Line<'_>, address: &Address) -> bool {
    let bracketed =
        line.byte_before(address.local.start) == Some(b'<') && line.byte(address.domain.end) == Some(b'>');
    let keyed = line.fields.class_at(address.local.start) == Some(KeyClass::MessageId);
    let called = line
        .word_before(address.local.start)
        .map(|word| line.slice(word.start..word.end))
        .unwrap_or_default();
    let named =
        [&b"message"[..], b"message-id", b"msgid"].iter().any(|name| called.eq_ignore_ascii_case(name));
    keyed || bracketed && named || bracketed && is_random(line.slice(address.local.clone()))
}

fn is_random(local: &[u8]) -> bool {
    let count = |kind: fn(&u8) -> bool| local.iter().filter(|b| kind(b)).count();
    let (upper, lower, digits) =
        (count(u8::is_ascii_uppercase), count(u8::is_ascii_lowercase), count(u8::is_ascii_digit));
    local.len() >= 16 && (upper >= 2 && lower >= 2 && digits >= 1 || digits >= 8)
}

/// `"Name" <address>`: the name in front of an address in angle brackets (RFC 5322, RFC 3261).
fn display_name(line: &Line<'_>, found: &mut Vec<Span>, address: usize) {
    let open = address - sip_scheme(line, address).map_or(0, <[u8]>::len);
    if line.byte_before(open) != Some(b'<') {
        return;
    }
    let mut end = line.run_back(open - 1, |b| b" \x1f".contains(&b));
    let quoted = line.byte_before(end) == Some(b'"');
    let start = if quoted {
        end -= 1;
        end -= usize::from(line.byte_before(end) == Some(crate::view::FILLER));
        line.run_back(end, |b| b != b'"')
    } else {
        let from = line.run_back(end, |b| !b":,;<>\"\n\r\x1f".contains(&b));
        line.run(from, |b| b == b' ')
    };
    if end > start && end - start <= NAME_BYTES_MAX {
        person::judge_name(line, found, start..end);
    }
}

/// Longer texts in front of an address are no names.
const NAME_BYTES_MAX: usize = 64;

/// The scheme in front, if it is one of SIP's.
fn sip_scheme(line: &Line<'_>, start: usize) -> Option<&'static [u8]> {
    [&b"sip:"[..], b"sips:", b"im:", b"pres:", b"tel:"].into_iter().find(|scheme| {
        start.checked_sub(scheme.len()).is_some_and(|from| {
            line.slice(from..start).eq_ignore_ascii_case(scheme)
                && !line.byte_before(from).is_some_and(|b| b.is_ascii_alphanumeric())
        })
    })
}

fn sip(line: &Line<'_>, found: &mut Vec<Span>, address: Address, owner: Option<Owner>, _scheme: &[u8]) {
    let local = line.slice(address.local.clone());
    let number = local.strip_prefix(b"+").unwrap_or(local);
    if number.len() >= 3 && number.iter().all(u8::is_ascii_digit) {
        push(line, found, address.local, Entity::Phone);
        host::judge(line, found, address.domain, host::Role::Mention);
    } else if owner == Some(Owner::Tenant) {
        push(line, found, address.local, Entity::SipUri);
        push(line, found, address.domain, Entity::TenantDomain);
    } else {
        push(line, found, address.local.start..address.domain.end, Entity::SipUri);
    }
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
    match owner {
        Some(Owner::Vendor) => push(line, found, whole, Entity::VendorOperator),
        Some(Owner::Tenant) => {
            push(line, found, address.local, Entity::Upn);
            push(line, found, address.domain, Entity::TenantDomain);
        }
        None if is_not_mail(line.slice(address.domain))
            || local.contains(&b'*')
            || local == b"git" && line.byte(whole.end) == Some(b':')
            || is_in_user_agent(line, whole.start) => {}
        None => push(line, found, whole, Entity::Email),
    }
}

/// In the last quoted column of an access log's line: the maintainer of a robot (5.4).
fn is_in_user_agent(line: &Line<'_>, at: usize) -> bool {
    let key = line.fields.at(at).map(|field| line.slice(field.key.clone())).unwrap_or_default();
    if key.to_ascii_lowercase().ends_with(b"agent") {
        return true;
    }
    let quote = line.run_back(at, |b| b != b'"');
    let columns = line.slice(0..quote);
    memchr::memmem::find(columns, b" HTTP/").is_some()
        && memchr::memchr_iter(b'"', columns).count() % 2 == 1
        && line.byte(quote).is_some_and(|b| b != b'"')
        && memchr::memmem::rfind(columns, b"\" \"").is_some_and(|last| last + 3 == quote)
}

fn is_not_mail(domain: &[u8]) -> bool {
    NOT_MAIL.has(domain) || memchr::memchr_iter(b'.', domain).any(|dot| NOT_MAIL.has(&domain[dot + 1..]))
}

/// `joe@srv-1`: an account and a host, if the host is one that can be recognised.
fn name_at_host(line: &Line<'_>, found: &mut Vec<Span>, address: &Address) {
    let domain = line.slice(address.domain.clone());
    let rest = line.slice(address.domain.end..line.view.len());
    let path = rest.starts_with(b":/") || rest.starts_with(b":~");
    // PostgreSQL's `user@database LOG:`.
    let database = [
        &b" LOG:"[..],
        b" ERROR:",
        b" FATAL:",
        b" STATEMENT:",
        b" DETAIL:",
        b" WARNING:",
        b" HINT:",
        b" CONTEXT:",
    ]
    .iter()
    .any(|level| rest.starts_with(level));
    // `Server$Connector@0.0.0.0` is an object of Java's.
    let object = line.byte_before(address.local.start) == Some(b'$') || domain == b"0.0.0.0";
    if (naming::is_address(domain) || database) && !object {
        return account(line, found, address);
    }
    let before = line
        .word_before(address.local.start)
        .map(|word| line.slice(word.start..word.end))
        .unwrap_or_default();
    let cue = [&b"of"[..], b"by", b"from", b"user", b"ssh", b"scp", b"owner"].contains(&before);
    let shaped = domain.iter().any(u8::is_ascii_digit) && domain.len() >= 3 && !naming::is_device(domain);
    let addressed = rest.starts_with(b" ") && naming::starts_with_address(line, address.domain.end + 1);
    let owned = cue || addressed || line.fields.class_at(address.local.start) == Some(KeyClass::User);
    let role = if path || owned && shaped { host::Role::Own } else { host::Role::Mention };
    // `joe@pam`: an account and its realm.
    let realm = owned && !addressed && domain.iter().all(u8::is_ascii_alphabetic);
    if host::judge(line, found, address.domain.clone(), role) || realm {
        account(line, found, address);
    }
}

/// The account of `joe@srv-1.example.org`, and the server.
fn at_host(line: &Line<'_>, found: &mut Vec<Span>, address: &Address) {
    account(line, found, address);
    host::judge(line, found, address.domain.clone(), host::Role::Own);
}

fn account(line: &Line<'_>, found: &mut Vec<Span>, address: &Address) {
    let local = line.slice(address.local.clone());
    let named =
        local.iter().any(u8::is_ascii_alphabetic) || line.byte_before(address.local.start) == Some(b'[');
    if named && !NODE_NAMES.has(local) {
        user::judge(line, found, address.local.clone(), user::Position::Cue);
    }
}
