//! Values of an identifier's key (classification.md 4.3, 4.4 `tenant_id`, 4.6 `case_number`); GUIDs are judged as words.

use super::{account, first_word};
use crate::context::Known;
use crate::detect::opaque::{identifier_in, is_opaque};
use crate::detect::{cookie, guid, siblings, user};
use crate::entity::Entity;
use crate::field::Field;
use crate::key::{KeyClass, ends_in};
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// Long enough to single out, and no counter (5.2).
pub(super) fn judge_session(
    line: &Line<'_>,
    found: &mut Vec<Span>,
    field: &Field<KeyClass>,
    range: Range<usize>,
) {
    let mut range = trim_brackets(line, range);
    // A call's identifier may name the host that made it.
    range.end = memchr::memchr(b'@', line.slice(range.clone())).map_or(range.end, |at| range.start + at);
    let text = line.slice(range.clone());
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = text.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let key = line.slice(field.key.clone());
    // A gateway's `[SID=4f7e1c:12:4711]` counts what it numbers.
    let signs: &[u8] = if key.eq_ignore_ascii_case(b"sid") { b"-_.@+/=:" } else { b"-_.@+/=" };
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
    let number =
        parameter || letters == 0 && digits == text.len() && is_identifier(line.slice(field.key.clone()));
    let counted = letters == 0 && !parameter;
    if token
        && text.len()
            >= if counted {
                SESSION_DIGITS_MIN
            } else if parameter {
                PARAMETER_BYTES_MIN
            } else {
                8
            }
        && (digits >= 1 && (letters >= 1 || number) || is_mixed(text) || tag || is_timed(key, text))
        && !guid::is_guid(text)
        && !text.starts_with(b"S-1-")
        && (!is_version(text) || is_timed(key, text))
        // `New-PSSession : [srv01.contoso.com]`: with what, and not which.
        && line.context.domain(text).is_none()
        && !line.context.is_tenant_server(text)
        && !line.context.is_vendor_server(text)
    {
        // `session cookie set: sessionid=X`.
        let front = line.slice(range.start.saturating_sub(COOKIE_BYTES_MAX)..range.start);
        let cookie = cookie::authenticates(line.slice(field.key.clone()))
            && memchr::memmem::find(front, b"ookie").is_some();
        push(line, found, range, if cookie { Entity::Cookie } else { Entity::SessionId });
    }
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

/// Fewer digits number the sessions of one machine.
const SESSION_DIGITS_MIN: usize = 5;

/// The tag of a dialogue is as short as its program likes.
const PARAMETER_BYTES_MIN: usize = 4;

/// `SessionId` numbers sessions of a service; a bare `session` may count them (5.2).
fn is_identifier(key: &[u8]) -> bool {
    matches!(key, [.., b'i' | b'I', b'd' | b'D'])
}

/// `uniqueid=1771277361.2045`: when a channel began, and which of that second it is.
fn is_timed(key: &[u8], text: &[u8]) -> bool {
    let named = [&b"uniqueid"[..], b"linkedid"].iter().any(|tail| ends_in(key, tail));
    let parts = memchr::memchr(b'.', text).map(|dot| (&text[..dot], &text[dot + 1..]));
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    named && parts.is_some_and(|(second, count)| second.len() >= 10 && digits(second) && digits(count))
}

/// `v18.8.18`.
fn is_version(text: &[u8]) -> bool {
    let number = text.strip_prefix(b"v").unwrap_or(text);
    number.contains(&b'.') && number.iter().all(|b| b.is_ascii_digit() || *b == b'.')
}

/// A made-up value, which is no account's name, of a key that says that it identifies somebody; true if it is one. A bare `id`
/// does so in a person's entry.
pub(super) fn judge_made_up(
    line: &Line<'_>,
    found: &mut Vec<Span>,
    field: &Field<KeyClass>,
    range: &Range<usize>,
) -> bool {
    // What the context lists needs no guess.
    if line.context.known(line.slice(range.clone())) == Some(Known::TenantId) {
        push(line, found, range.clone(), Entity::TenantId);
        return true;
    }
    let key = line.slice(field.key.clone());
    let bare = field.class == KeyClass::Object;
    if bare && is_timed(key, line.slice(range.clone())) {
        push(line, found, range.clone(), Entity::SessionId);
        return true;
    }
    let identifies = if bare {
        key.eq_ignore_ascii_case(b"id")
    } else {
        [&b"id"[..], b"key", b"derived", b"identity"].iter().any(|tail| ends_in(key, tail))
    };
    if bare && identifies && is_person_number(line, field, range) {
        push(line, found, range.clone(), Entity::UserNumber);
        return true;
    }
    let made_up = if identifies { identifier_in(line.slice(range.clone())) } else { None };
    let Some(proper) = made_up else { return false };
    let whose = !bare
        || !is_typed(line.slice(range.clone()))
            && siblings::is_of_person(line, field.key.start) == Some(true);
    if whose {
        push(line, found, range.start + proper.start..range.start + proper.end, Entity::UserGuid);
    }
    whose
}

/// The number of an object that says that it is a user: `{"type":"user","id":"28013337"}`.
fn is_person_number(line: &Line<'_>, field: &Field<KeyClass>, range: &Range<usize>) -> bool {
    let text = line.slice(range.clone());
    text.len() >= PERSON_DIGITS_MIN
        && text.iter().all(u8::is_ascii_digit)
        && siblings::is_typed(line, field.key.start, siblings::Kind::Person)
}

/// `cus_2ec66fb4c3`: a shop's customer, as all objects of the shop are numbered (5.2).
fn is_typed(text: &[u8]) -> bool {
    let kind = text.iter().take_while(|b| b.is_ascii_lowercase()).count();
    (2..=5).contains(&kind) && text.get(kind) == Some(&b'_')
}

/// A user's identifier that is no GUID: a long number, or what Asterisk calls `AccountID="joe"`.
pub(super) fn judge_user_id(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let range = first_word(line, field);
    let text = line.slice(range.clone());
    let number = text.iter().all(u8::is_ascii_digit);
    let of_account = line.slice(field.key.clone()).eq_ignore_ascii_case(b"accountid");
    if !number && of_account {
        account::judge_account_id(line, found, field);
    } else if of_account && text.len() == CLOUD_ACCOUNT_DIGITS {
        push(line, found, range, Entity::TenantId);
    } else if number && text.len() >= digits_min(line, field) {
        push(line, found, range, Entity::UserNumber);
    }
}

/// Amazon numbers the accounts that organisations have there (4.4 `tenant_id`).
const CLOUD_ACCOUNT_DIGITS: usize = 12;

/// Online services number their users with this many digits; a shorter number may be a row's or an account's.
const SERVICE_DIGITS_MIN: usize = 15;

/// A key that says what somebody does (`requester_id`), or an entry of somebody's own (`"owned_by":{"id":…`), needs fewer.
fn digits_min(line: &Line<'_>, field: &Field<KeyClass>) -> usize {
    let key = line.slice(field.key.clone()).to_ascii_lowercase();
    let general = [&b"account"[..], b"customer", b"profile", b"contact", b"object", b"subject", b"login"];
    if general.iter().any(|noun| memchr::memmem::find(&key, noun).is_some()) {
        SERVICE_DIGITS_MIN
    } else {
        PERSON_DIGITS_MIN
    }
}

/// Shorter numbers count the rows of a table.
const PERSON_DIGITS_MIN: usize = 6;

/// A device's identifier that is no GUID: a digest, or the random capitals and digits of mobile devices.
pub(super) fn judge_device(
    line: &Line<'_>,
    found: &mut Vec<Span>,
    field: &Field<KeyClass>,
    range: Range<usize>,
) {
    let text = line.slice(range.clone());
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    let digest = matches!(text.len(), 16 | 40..)
        && digits > 0
        && digits < text.len()
        && text.iter().all(u8::is_ascii_hexdigit);
    let mobile = (12..=32).contains(&text.len())
        && digits >= 2
        && text.iter().filter(|b| b.is_ascii_uppercase()).count() >= 4
        && text.iter().all(u8::is_ascii_alphanumeric);
    // IMEI, MEID and ICCID.
    let number = (14..=20).contains(&digits) && digits == text.len();
    let made_up = || {
        // `i-0a1b2c3d4e5f60718` is an instance (5.2).
        ends_in(line.slice(field.key.clone()), b"id") && is_opaque(text) && !text.starts_with(b"i-")
    };
    if digest || mobile || number || made_up() {
        push(line, found, range, Entity::DeviceGuid);
    }
}

/// Letters of both cases, and more of them than in a word.
fn is_mixed(text: &[u8]) -> bool {
    let upper = text.iter().skip(1).filter(|b| b.is_ascii_uppercase()).count();
    let lower = text.iter().filter(|b| b.is_ascii_lowercase()).count();
    text.len() >= 12 && upper >= 3 && lower >= 3 && text.iter().all(u8::is_ascii_alphabetic)
}

fn trim_brackets(line: &Line<'_>, mut range: Range<usize>) -> Range<usize> {
    while range.end > range.start && line.byte(range.start).is_some_and(|b| b"{[(<'".contains(&b)) {
        range.start += 1;
    }
    while range.end > range.start && line.byte(range.end - 1).is_some_and(|b| b"}])>'.".contains(&b)) {
        range.end -= 1;
    }
    range
}

/// The system's own sessions (996, 997, 999), types of logons and the accounts of Unix are shorter.
const LOGON_DIGITS_MIN: usize = 5;

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
        Some(hex) => {
            let own = [&b"0"[..], b"3e4", b"3e5", b"3e7"].iter().any(|id| hex.eq_ignore_ascii_case(id));
            !own && !hex.is_empty() && hex.iter().all(u8::is_ascii_hexdigit)
        }
        None => text.len() >= LOGON_DIGITS_MIN && text.iter().all(u8::is_ascii_digit),
    };
    if is_logon {
        push(line, found, range, Entity::SessionId);
    }
}

pub(super) fn judge_number(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    if digits >= 5 && text.iter().all(|b| b.is_ascii_digit() || *b == b'-') {
        push(line, found, range, Entity::UserNumber);
    }
}

/// A tenant's id that is no GUID: those are judged as words.
pub(super) fn judge_tenant(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let range = trim_brackets(line, range);
    if is_challenge(line, range.start) {
        return;
    }
    let text = line.slice(range.clone());
    let hexadecimal = text.len() == 32 && text.iter().all(u8::is_ascii_hexdigit);
    let general = [&b"common"[..], b"organizations", b"consumers", b"DefaultTenant"].contains(&text);
    let word = text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-' || *b == b'_');
    // `tid=0x7f44…`, `tid=4711`: a thread (5.2).
    let number = text.starts_with(b"0x") || text.iter().all(u8::is_ascii_digit);
    let thread = number && line.byte_before(range.start) == Some(b'=');
    if word
        && !thread
        && !general
        && !hexadecimal
        && !guid::is_guid(text)
        && text.len() >= 3
        && !user::is_placeholder(text)
    {
        push(line, found, range, Entity::TenantId);
    }
}

/// `Bearer realm="…"`: what a server asks a browser for (RFC 9110, 11.6.1).
fn is_challenge(line: &Line<'_>, start: usize) -> bool {
    let end = line.run_back(start, |b| b" =\"'\x1f".contains(&b));
    let key = line.run_back(end, |b| b.is_ascii_alphabetic());
    let scheme = line.word_before(key).map(|word| line.slice(word.start..word.end)).unwrap_or_default();
    line.slice(key..end).eq_ignore_ascii_case(b"realm")
        && [&b"Bearer"[..], b"Basic", b"Digest", b"Negotiate"].iter().any(|s| scheme.eq_ignore_ascii_case(s))
}

pub(super) fn judge_case_number(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
    if text.iter().any(u8::is_ascii_digit) && text.len() <= 40 && !text.contains(&b' ') {
        push(line, found, range, Entity::CaseNumber);
    }
}
