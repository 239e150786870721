//! Identifiers of sessions, calls and logons (classification.md 4.3 `session_id`).

use super::identifier::trim_brackets;
use crate::detect::{cookie, guid, phone};
use crate::entity::Entity;
use crate::field::Field;
use crate::key::{KeyClass, ends_in};
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// Long enough to single out, and no counter (5.2).
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>, range: Range<usize>) {
    let mut range = trim_brackets(line, range);
    // A call's identifier may name the host that made it.
    range.end = memchr::memchr(b'@', line.slice(range.clone())).map_or(range.end, |at| range.start + at);
    let text = line.slice(range.clone());
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = text.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let key = line.slice(field.key.clone());
    if is_of_gateway(line, field, &range) {
        return push(line, found, range, Entity::SessionId);
    }
    // `session: kAMDInvalidHostIDError`: what went wrong with it.
    if text.ends_with(b"Error") || text.ends_with(b"Exception") {
        return;
    }
    // `--set image.tag=sha-aaeff92`: which build of a program.
    if ends_in(key, b"image.tag") || ends_in(key, b"imagetag") || text.starts_with(b"sha-") {
        return;
    }
    // `ci=8f3a1c0e` of Kamailio's scripts.
    if key == b"ci" && !phone::tells_of_calls(line) {
        return;
    }
    // A gateway's `[SID=4f7e1c:12:4711]` counts what it numbers.
    let signs: &[u8] = if key.eq_ignore_ascii_case(b"sid") { b"-_.@+/=:" } else { b"-_.@+/=" };
    let signs = if ends_in(key, b"callid") { b"-_.@+/=~" } else { signs };
    let token = behind_kind(text).iter().all(|b| b.is_ascii_alphanumeric() || signs.contains(b));
    // A parameter of a SIP header is random even where it is all digits.
    let equals = line.run_back(range.start, |b| b == b'=');
    let parameter = equals < range.start
        && line.byte_before(line.run_back(equals, |b| b.is_ascii_alphabetic() || b == b'-')) == Some(b';');
    if key.eq_ignore_ascii_case(b"replaces") && !is_dialogue(line, range.end) {
        return;
    }
    // The tag of a dialogue may have no digit.
    let tag = parameter && ends_in(key, b"tag") && text.iter().skip(1).any(u8::is_ascii_uppercase);
    // `1066330060-945798139-72591940` of Asterisk.
    let numeral = letters == 0 && digits >= SESSION_DIGITS_MIN && is_of_digits(text);
    let number = parameter || numeral && is_identifier(key);
    let timed = is_timed(key, text);
    let bytes_min = if parameter {
        PARAMETER_BYTES_MIN
    } else if letters == 0 {
        SESSION_DIGITS_MIN
    } else {
        SESSION_BYTES_MIN
    };
    if token
        && text.len() >= bytes_min
        && (digits >= 1 && (letters >= 1 || number) || is_mixed(text) || tag || timed)
        && !guid::is_guid(text)
        && !text.starts_with(b"S-1-")
        && (timed || !is_version(text))
        // `New-PSSession : [srv01.contoso.com]`: with what, and not which.
        && line.context.domain(text).is_none()
        && !line.context.is_tenant_server(text)
        && !line.context.is_vendor_server(text)
    {
        // `session cookie set: sessionid=X`.
        let front = line.slice(range.start.saturating_sub(COOKIE_BYTES_MAX)..range.start);
        let cookie = cookie::authenticates(key) && memchr::memmem::find(front, b"ookie").is_some();
        push(line, found, range, if cookie { Entity::Cookie } else { Entity::SessionId });
    }
}

/// `- SessionId: 1286 - User joe`: `NetScaler` numbers the sessions of those who come in from outside.
fn is_of_gateway(line: &Line<'_>, field: &Field<KeyClass>, range: &Range<usize>) -> bool {
    let text = line.slice(range.clone());
    let numbered = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    numbered
        && line.slice(0..field.key.end).ends_with(b" - SessionId")
        && line.slice(line.run(range.end, |b| b == b' ')..line.view.len()).starts_with(b"- ")
}

/// So far in front of a session it may be called a cookie.
const COOKIE_BYTES_MAX: usize = 512;

/// `…;to-tag=…`: the parameters of a dialogue behind the identifier of its call (RFC 3891).
fn is_dialogue(line: &Line<'_>, end: usize) -> bool {
    let parameter = line.run(end, |b| b == b';');
    let rest = line.slice(parameter..line.view.len());
    parameter > end && [&b"to-tag"[..], b"from-tag", b"early-only"].iter().any(|name| rest.starts_with(name))
}

/// `websid:4KQ7…`: the kind of an identifier stands in front, in small letters.
fn behind_kind(text: &[u8]) -> &[u8] {
    let kind = text.iter().take_while(|b| b.is_ascii_lowercase()).count();
    match text.get(kind..) {
        Some([b':', proper @ ..]) if kind >= 3 && proper.len() >= 8 => proper,
        _ => text,
    }
}

/// What is shorter and has a letter is a word or a counter.
const SESSION_BYTES_MIN: usize = 8;

/// Fewer digits number the sessions of one machine.
const SESSION_DIGITS_MIN: usize = 5;

/// The tag of a dialogue is as short as its program likes.
const PARAMETER_BYTES_MIN: usize = 4;

/// `SessionId` numbers sessions of a service; a bare `session` may count them (5.2).
fn is_of_digits(text: &[u8]) -> bool {
    text.iter().all(|b| b.is_ascii_digit() || *b == b'-') && !text.starts_with(b"-") && !is_date(text)
}

/// `2026-11-05`.
fn is_date(text: &[u8]) -> bool {
    let mut parts = text.split(|b| *b == b'-').map(<[u8]>::len);
    parts.by_ref().take(3).eq([4, 2, 2])
}

fn is_identifier(key: &[u8]) -> bool {
    matches!(key, [.., b'i' | b'I', b'd' | b'D'])
}

/// `uniqueid=1771277361.2045`: when a channel began, and which of that second it is.
pub(super) fn is_timed(key: &[u8], text: &[u8]) -> bool {
    let named = [&b"uniqueid"[..], b"linkedid"].iter().any(|tail| ends_in(key, tail));
    let parts = memchr::memchr(b'.', text).map(|dot| (&text[..dot], &text[dot + 1..]));
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    named && parts.is_some_and(|(second, count)| second.len() >= 10 && digits(second) && digits(count))
}

/// `v18.8.18`, `4.11.0-rc2`.
fn is_version(text: &[u8]) -> bool {
    let number = text.strip_prefix(b"v").unwrap_or(text);
    let hyphen =
        memchr::memchr(b'-', number).filter(|at| memchr::memchr_iter(b'.', &number[..*at]).count() == 2);
    let number = hyphen.map_or(number, |at| &number[..at]);
    number.contains(&b'.') && number.iter().all(|b| b.is_ascii_digit() || *b == b'.')
}

/// The system's own sessions (996, 997, 999), types of logons and the accounts of Unix are shorter.
const LOGON_DIGITS_MIN: usize = 5;

/// The hexadecimal digits of a logon of the system's own: 996, 997, 999, and none.
pub(crate) fn is_own_logon(digits: &[u8]) -> bool {
    [&b"0"[..], b"3e4", b"3e5", b"3e7"].iter().any(|id| digits.eq_ignore_ascii_case(id))
}

/// A logon session that is not one of the system's own: `0x1C8E77`, or `1871479` where a tool writes it in decimals.
pub(super) fn judge_logon(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    // `(0x0,0x1C8E77)` of older systems.
    let close = line.run(range.start, |b| b != b')' && !b.is_ascii_whitespace());
    let range = if line.byte(range.start) == Some(b'(') { range.start..close } else { range };
    let low = memchr::memmem::find(line.slice(range.clone()), b",0x").map(|comma| range.start + comma + 1);
    let range = trim_brackets(line, low.unwrap_or(range.start)..range.end);
    let text = line.slice(range.clone());
    let hex = text.strip_prefix(b"0x").or_else(|| text.strip_prefix(b"0X"));
    let is_logon = match hex {
        Some(hex) => !is_own_logon(hex) && !hex.is_empty() && hex.iter().all(u8::is_ascii_hexdigit),
        None => text.len() >= LOGON_DIGITS_MIN && text.iter().all(u8::is_ascii_digit),
    };
    if is_logon {
        push(line, found, range, Entity::SessionId);
    }
}

/// Letters of both cases, and more of them than in a word.
fn is_mixed(text: &[u8]) -> bool {
    let upper = text.iter().skip(1).filter(|b| b.is_ascii_uppercase()).count();
    let lower = text.iter().filter(|b| b.is_ascii_lowercase()).count();
    let inside = |b: &u8| b.is_ascii_alphabetic() || b"+/-_".contains(b);
    text.len() >= 12 && upper >= 3 && lower >= 3 && text.iter().all(inside)
}
