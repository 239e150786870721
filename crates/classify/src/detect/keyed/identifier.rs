//! Values of an identifier's key (classification.md 4.3, 4.4 `tenant_id`, 4.6 `case_number`); GUIDs are judged as words.

use super::{account, first_word, session};
use crate::context::Known;
use crate::detect::host_form::{Form, form};
use crate::detect::novel::is_novel;
use crate::detect::opaque::{identifier_in, is_opaque};
use crate::detect::{guid, host, phone, siblings, user};
use crate::entity::Entity;
use crate::field::Field;
use crate::key::{KeyClass, ends_in};
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// A made-up value, which is no account's name, of a key that says that it identifies somebody; true if it is one. A bare `id`
/// does so in a person's entry.
pub(super) fn judge_made_up(
    line: &Line<'_>,
    found: &mut Vec<Span>,
    field: &Field<KeyClass>,
    range: &Range<usize>,
) -> bool {
    // What the context lists needs no guess.
    let text = line.slice(range.clone());
    if line.context.known(text) == Some(Known::TenantId) || is_workspace(line, field, text) {
        push(line, found, range.clone(), Entity::TenantId);
        return true;
    }
    let key = line.slice(field.key.clone());
    let bare = field.class == KeyClass::Object;
    if bare && session::is_timed(key, text) {
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
    if let Some(number) = number_of_user(text).filter(|_| identifies && !bare) {
        push(line, found, range.end - number.len()..range.end, Entity::UserNumber);
        return true;
    }
    if identifies && !bare && is_session(text) {
        push(line, found, range.clone(), Entity::SessionId);
        return true;
    }
    let made_up = if identifies { identifier_in(text) } else { None };
    let Some(proper) = made_up else { return false };
    let whose = !bare || !is_typed(text) && siblings::is_of_person(line, field.key.start) == Some(true);
    if whose {
        push(line, found, range.start + proper.start..range.start + proper.end, Entity::UserGuid);
    }
    whose
}

/// The number in `user-58`, `user/91`: how a service writes whom it numbers.
fn number_of_user(text: &[u8]) -> Option<&[u8]> {
    let number = text.strip_prefix(b"user-").or_else(|| text.strip_prefix(b"user/"))?;
    (!number.is_empty() && number.iter().all(u8::is_ascii_digit)).then_some(number)
}

/// `session_36ba3566-…`: a visitor without an account is known by the session.
fn is_session(text: &[u8]) -> bool {
    const BYTES_MIN: usize = 16;
    text.strip_prefix(b"session_").is_some_and(|rest| rest.len() >= BYTES_MIN)
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
    if of_account && (!number || phone::tells_of_calls(line)) {
        account::judge_account_id(line, found, field);
    } else if of_account && text.len() == CLOUD_ACCOUNT_DIGITS {
        push(line, found, range, Entity::TenantId);
    } else if number && text.len() >= digits_min(line, field) {
        push(line, found, range, Entity::UserNumber);
    } else if is_login(line.slice(field.key.clone())) && is_novel(text) {
        user::judge(line, found, range, user::Position::Cue);
    }
}

/// `loginID=joe`: what somebody signs in with.
fn is_login(key: &[u8]) -> bool {
    [&b"loginid"[..], b"login id", b"login_id"].iter().any(|name| ends_in(key, name))
}

/// `"customerId":"C03a7x1qz"`: how Google numbers the organisations that use its services (4.4 `tenant_id`).
fn is_workspace(line: &Line<'_>, field: &Field<KeyClass>, text: &[u8]) -> bool {
    let is_it = text.len() == "C03a7x1qz".len()
        && text.starts_with(b"C0")
        && text[1..].iter().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase());
    is_it && line.slice(field.key.clone()).eq_ignore_ascii_case(b"customerid")
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
    if is_appliance(line, field) {
        return;
    }
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
    } else if names_host(line.slice(field.key.clone())) && form(text) >= Form::Numbered {
        host::judge(line, found, range, host::Role::Own);
    }
}

/// The letters and digits of a Fortinet serial number: the model, and which of it.
const FORTINET_BYTES: usize = 16;

/// `NetScreen device_id=…`, Fortinet's `device_id=… log_id=…`: the serial number of the firewall that writes, and no user's device.
fn is_appliance(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    const BEHIND_BYTES_MAX: usize = 64;
    let end = line.view.len().min(field.value.end + BEHIND_BYTES_MAX);
    let fortinet = field.value.end - field.value.start == FORTINET_BYTES
        && line.slice(field.value.clone()).starts_with(b"F")
        && memchr::memmem::find(line.slice(0..field.key.start), b"|Fortinet|").is_some();
    fortinet
        || line.slice(0..field.key.end).ends_with(b"NetScreen device_id")
        || memchr::memmem::find(line.slice(field.value.start..end), b" log_id=").is_some()
}

/// `binding:host_id=compute-7`: the name of the host.
fn names_host(key: &[u8]) -> bool {
    [&b"hostid"[..], b"host_id"].iter().any(|name| ends_in(key, name))
}

pub(super) fn trim_brackets(line: &Line<'_>, mut range: Range<usize>) -> Range<usize> {
    while range.end > range.start && line.byte(range.start).is_some_and(|b| b"{[(<'".contains(&b)) {
        range.start += 1;
    }
    while range.end > range.start && line.byte(range.end - 1).is_some_and(|b| b"}])>'.".contains(&b)) {
        range.end -= 1;
    }
    range
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
    let field = line.fields.at(range.start);
    let key = field.map(|field| line.slice(field.key.clone())).unwrap_or_default();
    let number = text.starts_with(b"0x") || text.iter().all(u8::is_ascii_digit);
    // `tid=0x7f44…`, `tid=4711`: a thread (5.2); `[origin enterpriseId="31023"]`: who made the program (RFC 5424, 7.2.2).
    let counted = number && (line.byte_before(range.start) == Some(b'=') || ends_in(key, b"enterpriseid"));
    // `tid:kQ29rUoLlXEPklLoFI3WUDPFEDZ`: only a GUID behind this key is a directory.
    let transaction = key.eq_ignore_ascii_case(b"tid");
    if word
        && !counted
        && !transaction
        && !general
        && !hexadecimal
        && !guid::is_guid(text)
        && text.len() >= 3
        && !user::is_placeholder(text)
        && !is_parameter(line, &range)
    {
        push(line, found, range, Entity::TenantId);
    }
}

/// `{tenantId}`: the name of what is to be put there (5.4).
fn is_parameter(line: &Line<'_>, range: &Range<usize>) -> bool {
    line.byte_before(range.start) == Some(b'{') && line.byte(range.end) == Some(b'}')
}

/// `Bearer realm="…"`: what a server asks a browser for (RFC 9110, 11.6.1).
fn is_challenge(line: &Line<'_>, start: usize) -> bool {
    let key = line.label_before(start);
    let scheme = line.word_before(key.start).map(|word| line.slice(word.start..word.end)).unwrap_or_default();
    line.slice(key).eq_ignore_ascii_case(b"realm")
        && [&b"Bearer"[..], b"Basic", b"Digest", b"Negotiate"].iter().any(|s| scheme.eq_ignore_ascii_case(s))
}

pub(super) fn judge_case_number(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
    if text.iter().any(u8::is_ascii_digit) && text.len() <= 40 && !text.contains(&b' ') {
        push(line, found, range, Entity::CaseNumber);
    }
}
