//! Distinguished names (RFC 4514): the person or account that is their first part (classification.md 2).

use super::novel::is_improbable;
use super::{host, person, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for equals in memchr::memchr_iter(b'=', line.view) {
        let attribute = line.slice(equals.saturating_sub(3)..equals);
        let named = |name: &[u8]| {
            attribute.len() >= name.len()
                && attribute[attribute.len() - name.len()..].eq_ignore_ascii_case(name)
        };
        let (account, common_name) = (named(b"uid") || named(b"gid"), named(b"cn"));
        if !account && !common_name {
            continue;
        }
        let start = equals + 1;
        let end = line.run(start, |b| !b",+\"\\\n\r;=<>|\x1e\x1f".contains(&b));
        if common_name && reversed(line, found, start) {
            continue;
        }
        // `Uid=joe;Pwd=…` of a connection string.
        let close = line.run(start, |b| b.is_ascii_alphanumeric() || b"._-\\".contains(&b));
        if account
            && line.byte(close) == Some(b';')
            && line.slice(start..close).iter().any(u8::is_ascii_alphabetic)
        {
            user::judge(line, found, start..close, user::Position::Key);
            continue;
        }
        if let Some(value) = filter_value(line, equals).filter(|_| account) {
            user::judge(line, found, value, user::Position::Key);
            continue;
        }
        if common_name && contact(line, found, start) || account && local_user(line, found, start) {
            continue;
        }
        if common_name && recipient(line, found, equals) {
            continue;
        }
        let last = common_name && is_last_part(line, equals, end);
        if end - start > VALUE_BYTES_MAX || !last && !is_followed_by_part(line, end) {
            continue;
        }
        if account {
            user::judge(line, found, start..end, user::Position::Key);
        } else if !line.byte_before(equals - 2).is_some_and(|b| b.is_ascii_alphanumeric()) {
            // `/CN=Ann Lee/emailAddress=…`.
            let end = if last { line.run(start, |b| b != b'/').min(end) } else { end };
            let value = start..end;
            if line.slice(value.clone()).contains(&b' ') {
                person::judge_name(line, found, value);
            } else if !host::judge(line, found, value.clone(), host::Role::Mention)
                && is_improbable(line.slice(value.clone()))
            {
                user::judge(line, found, value, user::Position::Key);
            }
        }
    }
}

/// `ORGANIZER;CN=Ann Lee:mailto:…` of a calendar (RFC 5545, 3.2.2).
fn contact(line: &Line<'_>, found: &mut Vec<Span>, start: usize) -> bool {
    if line.byte_before(start - 3) != Some(b';') {
        return false;
    }
    let quoted = line.byte(start) == Some(b'"');
    let from = start + usize::from(quoted);
    let end = line.run(from, |b| b != b'"' && (quoted || !b":;".contains(&b)) && b != b'\n');
    let closes =
        if quoted { line.byte(end) == Some(b'"') } else { matches!(line.byte(end), Some(b':' | b';')) };
    let contact = closes && memchr::memmem::find(&line.view.to_ascii_lowercase(), b"mailto:").is_some();
    if contact {
        person::judge_name(line, found, from..end);
    }
    contact
}

/// `CN=Lee\, Ann,OU=…`: a comma that belongs to the value (RFC 4514, 2.4).
fn reversed(line: &Line<'_>, found: &mut Vec<Span>, start: usize) -> bool {
    let name =
        |from: usize| line.run(from, |b| b.is_ascii_alphabetic() || !b.is_ascii() || b" -'".contains(&b));
    let slash = name(start);
    let comma = line.run(slash, |b| b == b'\\');
    let end = name(comma + 1);
    let escaped = comma > slash && line.byte(comma) == Some(b',') && line.byte(end) == Some(b',');
    let capital = |at: usize| {
        line.byte(line.run(at, |b| b == b' ')).is_some_and(|b| b.is_ascii_uppercase() || !b.is_ascii())
    };
    let named = escaped && slash > start && end > comma + 2 && capital(start) && capital(comma + 1);
    if named {
        push(line, found, start..end, Entity::PersonName);
    }
    named
}

/// `/o=Acme/ou=…/cn=Recipients/cn=joe` of Exchange, which may put 32 digits and a hyphen in front of the account.
fn recipient(line: &Line<'_>, found: &mut Vec<Span>, equals: usize) -> bool {
    const CONTAINER: &[u8] = b"/cn=recipients/cn";
    const DIGITS: usize = 32;
    let front = line.slice(equals.saturating_sub(CONTAINER.len())..equals);
    if !front.eq_ignore_ascii_case(CONTAINER) {
        return false;
    }
    let start = equals + 1;
    let end = line.run(start, |b| b.is_ascii_alphanumeric() || b"._-!$".contains(&b));
    let numbered = line.slice(start..start + DIGITS).iter().all(u8::is_ascii_hexdigit)
        && line.byte(start + DIGITS) == Some(b'-')
        && end > start + DIGITS + 1;
    if numbered {
        push(line, found, start..start + DIGITS, Entity::UserGuid);
    }
    user::judge(line, found, start + if numbered { DIGITS + 1 } else { 0 }..end, user::Position::Cue);
    true
}

/// `uid=1004(joe)`, as `id` writes it.
fn local_user(line: &Line<'_>, found: &mut Vec<Span>, start: usize) -> bool {
    let digits = line.run(start, |b| b.is_ascii_digit());
    let name = digits + 1..line.run(digits + 1, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let listed = digits > start && line.byte(digits) == Some(b'(') && line.byte(name.end) == Some(b')');
    if listed {
        user::judge(line, found, name, user::Position::Cue);
    }
    listed
}

/// `(uid=joe)` of a search filter (RFC 4515); numbers are local ids.
fn filter_value(line: &Line<'_>, equals: usize) -> Option<Range<usize>> {
    if line.byte_before(equals.saturating_sub(3)) != Some(b'(') {
        return None;
    }
    let start = equals + 1;
    let close = line.run(start, |b| b != b')' && !b.is_ascii_whitespace());
    let letters = line.slice(start..close).iter().any(u8::is_ascii_alphabetic);
    (line.byte(close) == Some(b')') && letters).then_some(start..close)
}

/// Longer values are no names.
const VALUE_BYTES_MAX: usize = 64;

/// `/O=Acme/CN=Ann Lee` and `O=Acme, CN=Ann Lee`: the last part of a name that begins with the country.
fn is_last_part(line: &Line<'_>, equals: usize, end: usize) -> bool {
    let start = equals - 2;
    let behind = matches!(line.byte_before(start), Some(b'/'))
        || line.slice(start.saturating_sub(2)..start) == b", "
            && memchr::memmem::find(line.slice(0..start), b"O").is_some();
    behind && person::is_full_name(line.slice(equals + 1..line.run(equals + 1, |b| b != b'/').min(end)))
}

/// `,OU=`, `,DC=` and the like behind the value.
fn is_followed_by_part(line: &Line<'_>, end: usize) -> bool {
    let start = line.run(end, |b| b == b',' || b == b' ');
    let rest = line.slice(start..line.view.len().min(start + 3)).to_ascii_lowercase();
    line.byte(end) == Some(b',')
        && [&b"ou="[..], b"dc=", b"o=", b"cn=", b"l=", b"c="].iter().any(|part| rest.starts_with(part))
}
