//! Values whose key says what they are (classification.md 4, the `field` and `key` rules of each entity).

use super::{credential, host, person, phone, user};
use crate::channel::Channel;
use crate::entity::Entity;
use crate::field::{Field, Style};
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::{LINKING_WORDS, ROLE_ACCOUNTS};
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for field in line.fields.iter() {
        if is_container(line, field) {
            for value in strings_in(line, field.value.clone()) {
                judge(line, found, &Field { value, ..field.clone() });
            }
        } else {
            judge(line, found, field);
        }
    }
}

/// An array or object as it stands in JSON: its value begins with a bracket that no quote precedes.
fn is_container(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    field.style == Style::Quoted
        && matches!(line.byte(field.value.start), Some(b'[' | b'{'))
        && !matches!(line.byte_before(field.value.start), Some(b'"' | b'\'' | b'>'))
}

/// The strings of an array; none of an object, whose fields speak for themselves.
fn strings_in(line: &Line<'_>, container: Range<usize>) -> Vec<Range<usize>> {
    let text = line.slice(container.clone());
    if text.starts_with(b"{") || memchr::memchr(b'{', text).is_some() {
        return Vec::new();
    }
    let quotes: Vec<usize> = memchr::memchr_iter(b'"', text).map(|at| container.start + at).collect();
    quotes.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]).collect()
}

/// Oracle's audit trail writes `[length] "value"`.
fn counted_value(line: &Line<'_>, field: &Field<KeyClass>) -> Option<Range<usize>> {
    let value = field.value.clone();
    let counted = line.byte_before(value.start) == Some(b'[')
        && line.slice(value.clone()).iter().all(u8::is_ascii_digit);
    let start = value.end + 3;
    let quoted = counted && line.slice(value.end..start) == b"] \"";
    quoted.then(|| start..line.run(start, |b| b != b'"'))
}

fn judge(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    if let Some(value) = counted_value(line, field) {
        return judge(line, found, &Field { value, ..field.clone() });
    }
    match field.class {
        KeyClass::Password
        | KeyClass::ConnectionSecret
        | KeyClass::Token
        | KeyClass::Code
        | KeyClass::Cookie => {
            credential::judge(line, found, field);
        }
        KeyClass::Otp => credential::judge_code(line, found, field.value.clone()),
        KeyClass::PasswordHash => credential::judge_hash(line, found, first_word(line, field)),
        KeyClass::User => judge_user(line, found, field),
        KeyClass::Person => judge_person(line, found, field),
        KeyClass::Phone => phone::judge_value(line, found, field.value.clone()),
        KeyClass::PostalAddress => judge_postal(line, found, field),
        KeyClass::UserGuid if line.slice(field.key.clone()).eq_ignore_ascii_case(b"accountid") => {
            judge_account_id(line, found, field);
        }
        KeyClass::Machine => judge_machine(line, found, field),
        KeyClass::Server => judge_server(line, found, field),
        KeyClass::ClientHost => {
            host::judge(line, found, host_of(line, field), host::Role::Client);
        }
        KeyClass::Geo => judge_geo(line, found, first_word(line, field)),
        KeyClass::Session => judge_session(line, found, first_word(line, field)),
        KeyClass::Logon => judge_logon(line, found, first_word(line, field)),
        KeyClass::UserNumber => judge_number(line, found, first_word(line, field)),
        KeyClass::TenantId => judge_tenant(line, found, first_word(line, field)),
        KeyClass::Domain => user::judge_domain(line, found, first_word(line, field)),
        KeyClass::CaseNumber if line.channel == Channel::Case => {
            judge_case_number(line, found, first_word(line, field));
        }
        _ => {}
    }
}

/// A quoted value whole; of any other, what stands before white space or punctuation.
fn first_word(line: &Line<'_>, field: &Field<KeyClass>) -> Range<usize> {
    if field.style == Style::Quoted {
        return field.value.clone();
    }
    let end = line.run(field.value.start, |b| !b.is_ascii_whitespace() && !b",;|\"')]}>&^\x1f".contains(&b));
    field.value.start..end.min(field.value.end)
}

/// RFC 3261: `;user=phone` tells what kind of SIP URI it is.
fn is_uri_parameter(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    let value = line.slice(first_word(line, field));
    line.byte_before(field.key.start) == Some(b';') && [&b"phone"[..], b"ip", b"dialstring"].contains(&value)
}

/// In the connection string of a storage account `AccountName` is the store's name.
fn is_storage_account(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    let tail = line.slice(field.value.end..line.view.len());
    field.style == Style::Bare
        && line.slice(field.key.clone()).ends_with(b"AccountName")
        && memchr::memmem::find(tail, b"AccountKey=").is_some()
}

fn judge_user(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let (key, number) = (line.slice(field.key.clone()), line.slice(first_word(line, field)));
    // `logged in users: 4` counts.
    if key.ends_with(b"s") && number.iter().all(u8::is_ascii_digit) {
        return;
    }
    // PAM's `logname`, and no log's name.
    if key.ends_with(b"Name") && key.eq_ignore_ascii_case(b"LogName") {
        return;
    }
    if is_uri_parameter(line, field) || is_storage_account(line, field) || is_bus_member(line, field) {
        return;
    }
    if field.style != Style::Label {
        return user::judge(line, found, spaced_value(line, field), user::Position::Key);
    }
    // `imap-login: Aborted login`: the tag of a program.
    if line.slice(field.key.clone()).ends_with(b"-login") {
        return;
    }
    let word = first_word(line, field);
    let value = line.slice(field.value.clone());
    // `LOCAL SERVICE` is one name, and `user:epid:…` no account.
    let pair = value.first() != Some(&b'"')
        && line.slice(word.clone()).contains(&b':')
        && line.byte_before(field.value.start) == Some(b':');
    let next_key = line.slice(word.clone()).ends_with(b":") || line.slice(word.clone()).contains(&b'=');
    if ROLE_ACCOUNTS.has(value) || pair || next_key {
        return;
    }
    let rest = line.slice(word.end..field.value.end);
    // `User: the service has started` is a sentence, `Owner: Setup Host` a program.
    let follows = |kind: fn(&u8) -> bool| rest.first() == Some(&b' ') && rest.get(1).is_some_and(kind);
    let sentence = follows(u8::is_ascii_uppercase) && !is_next_label(rest)
        || follows(u8::is_ascii_lowercase) && LINKING_WORDS.has(line.slice(word.clone()));
    if !value.starts_with(b"NT ") && (!sentence || line.slice(word.clone()).contains(&b'\\')) {
        user::judge(line, found, word, user::Position::Key);
    }
}

/// Asterisk's `AccountID="joe"`: identifiers of accounts are judged as words.
fn judge_account_id(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let range = first_word(line, field);
    if line.slice(range.clone()).iter().any(u8::is_ascii_alphabetic) && field.style != Style::Label {
        user::judge(line, found, range, user::Position::Key);
    }
}

/// A method of D-Bus and who calls it: `sender=":1.45"`, `member="GetAll"`.
fn is_bus_member(line: &Line<'_>, field: &Field<KeyClass>) -> bool {
    let key = line.slice(field.key.clone());
    (key == b"member" || key == b"sender") && memchr::memmem::find(line.view, b"interface=").is_some()
}

/// The whole name in CEF's `suser=Ann Lee msg=…`, whose values end where the next key begins.
fn spaced_value(line: &Line<'_>, field: &Field<KeyClass>) -> Range<usize> {
    let word = first_word(line, field);
    let rest = line.slice(word.end..line.view.len().min(word.end + NAME_BYTES_MAX));
    let capital = |b: &u8| b.is_ascii_uppercase() || !b.is_ascii();
    let named = line.marks.has(Marks::BAR)
        && line.byte(word.start).is_some_and(|b| capital(&b))
        && rest.first() == Some(&b' ')
        && rest.get(1).is_some_and(capital)
        && [&b"CEF:"[..], b"LEEF:"].iter().any(|format| memchr::memmem::find(line.view, format).is_some());
    let Some(equals) = memchr::memchr(b'=', rest).filter(|_| named) else { return word };
    let end = memchr::memrchr(b' ', rest.get(..equals).unwrap_or_default());
    word.start..end.map_or(word.end, |blank| word.end + blank)
}

/// Longer values are no names.
const NAME_BYTES_MAX: usize = 64;

fn judge_person(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    // `WindowManager: Removing Surface` is a component, and no manager's name.
    let key = line.slice(field.key.clone());
    let component =
        key.strip_suffix(b"Manager").is_some_and(|front| front.last().is_some_and(u8::is_ascii_alphanumeric));
    if component && field.style == Style::Label {
        return;
    }
    let end = line.run(field.value.start, |b| !b"(<,;|\t\n\"\x1f[".contains(&b)).min(field.value.end);
    let mut range = field.value.start..end;
    while line.byte_before(range.end) == Some(b' ') && !range.is_empty() {
        range.end -= 1;
    }
    let value = line.slice(range.clone());
    if value.contains(&b' ') {
        person::judge_name(line, found, range);
    } else if is_part_of_name(line.slice(field.key.clone())) && !user::is_placeholder(value) {
        push(line, found, range, Entity::PersonName);
    }
}

/// Keys whose value is one word of a name.
fn is_part_of_name(key: &[u8]) -> bool {
    let key: Vec<u8> = key.iter().filter(|b| b.is_ascii_alphabetic()).map(u8::to_ascii_lowercase).collect();
    [&b"firstname"[..], b"lastname", b"givenname", b"surname", b"familyname"]
        .iter()
        .any(|part| key.ends_with(part))
}

fn judge_postal(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let value = line.slice(field.value.clone());
    let digit = value.iter().any(u8::is_ascii_digit);
    if digit && value.contains(&b' ') && value.iter().any(u8::is_ascii_alphabetic) {
        push(line, found, field.value.clone(), Entity::PostalAddress);
    }
}

/// ` Account Domain: …`: the label of the next field, where an event's lines were joined by blanks.
fn is_next_label(rest: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', rest) else { return false };
    let label = rest.get(..colon).unwrap_or_default();
    label.len() <= LABEL_BYTES_MAX
        && label.iter().all(|b| b.is_ascii_alphabetic() || *b == b' ' || *b == b'-')
        && matches!(rest.get(colon + 1), Some(b' ' | b'\t') | None)
        && label
            .split(|b| *b == b' ')
            .filter(|w| !w.is_empty())
            .all(|w| w[0].is_ascii_uppercase() || w == b"of")
}

/// Longer runs are no labels.
const LABEL_BYTES_MAX: usize = 40;

/// The host in a value: without `\\`, scheme, port and what follows.
fn host_of(line: &Line<'_>, field: &Field<KeyClass>) -> Range<usize> {
    let mut start = line.run(field.value.start, |b| b == b'\\' || b == b'/');
    // `/dev/sdc` is a path.
    if line.byte(field.value.start) == Some(b'/') && start == field.value.start + 1 {
        return start..start;
    }
    // `\Device\HarddiskVolume2` is no host.
    if start > field.value.start && line.slice(start..start + 6).eq_ignore_ascii_case(b"device") {
        return start..start;
    }
    for scheme in [&b"tcp:"[..], b"http://", b"https://", b"np:"] {
        if line.slice(start..start + scheme.len()).eq_ignore_ascii_case(scheme) {
            start += scheme.len();
        }
    }
    // `celery@srv-1`: a node of a program on a host.
    if let Some(word) = line.word_at(start).filter(|word| line.byte(word.end) == Some(b'@')) {
        start = word.end + 1;
    }
    line.word_at(start).map_or(start..start, |word| start..word.end.min(field.value.end).max(start))
}

fn judge_machine(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let host = host_of(line, field);
    let rest = line.slice(host.end..field.value.end);
    let more_words = field.style == Style::Label
        && !is_next_label(rest)
        && rest.starts_with(b" ")
        && !rest.starts_with(b" (")
        && !rest.starts_with(b"  ");
    let role = if more_words { host::Role::Mention } else { host::Role::Own };
    let name = line.slice(host.clone());
    // Of a request's record the host may be where it went (classification.md 5.4).
    let requested = name.contains(&b'.')
        && field.style != Style::Label
        && memchr::memmem::find(line.view, b"url").is_some();
    if user::is_program(name) || requested && line.context.domain(name).is_none() {
        return;
    }
    if super::guid::is_guid(name) || name.starts_with(b"S-1-") {
        return;
    }
    host::judge(line, found, host, role);
}

/// A server's field may hold a third party's: only a short name that looks like a host is taken as our own.
fn judge_server(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let host = host_of(line, field);
    let name = line.slice(host.clone());
    let product = line.byte(host.end) == Some(b'/');
    let listed = line.context.is_tenant_server(name) || line.context.is_vendor_server(name);
    let shaped = !name.contains(&b'.')
        && name.iter().any(u8::is_ascii_digit)
        && name.len() <= 32
        && !super::guid::is_guid(name);
    let role = if listed || shaped && !product { host::Role::Own } else { host::Role::Mention };
    host::judge(line, found, host, role);
}

/// At least three decimals.
fn judge_geo(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
    let number = text.strip_prefix(b"-").unwrap_or(text);
    let decimals = memchr::memchr(b'.', number).map_or(0, |dot| number.len() - dot - 1);
    let digits = number.iter().all(|b| b.is_ascii_digit() || *b == b'.');
    if digits && decimals >= 3 {
        push(line, found, range, Entity::GeoCoordinate);
    }
}

/// Long enough to single out, and no counter (5.2).
fn judge_session(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let range = trim_brackets(line, range);
    let text = line.slice(range.clone());
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = text.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let token = text.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.@+/=".contains(b));
    // A parameter of a SIP header is random even where it is all digits.
    let parameter = line.byte_before(range.start) == Some(b'=')
        && line.byte_before(line.run_back(range.start - 1, |b| b.is_ascii_alphabetic())) == Some(b';');
    if token
        && text.len() >= 8
        && (digits >= 1 && (letters >= 1 || parameter) || is_mixed(text))
        && !super::guid::is_guid(text)
    {
        push(line, found, range, Entity::SessionId);
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

/// A logon session that is not one of the system's own.
fn judge_logon(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
    let Some(hex) = text.strip_prefix(b"0x").or_else(|| text.strip_prefix(b"0X")) else { return };
    let own = [&b"0"[..], b"3e4", b"3e5", b"3e7"].iter().any(|id| hex.eq_ignore_ascii_case(id));
    if !own && !hex.is_empty() && hex.iter().all(u8::is_ascii_hexdigit) {
        push(line, found, range, Entity::SessionId);
    }
}

fn judge_number(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
    if text.len() >= 5 && text.iter().all(u8::is_ascii_digit) {
        push(line, found, range, Entity::UserNumber);
    }
}

/// A tenant's id that is no GUID: those are judged as words.
fn judge_tenant(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let range = trim_brackets(line, range);
    let text = line.slice(range.clone());
    let hexadecimal = text.len() == 32 && text.iter().all(u8::is_ascii_hexdigit);
    let general = [&b"common"[..], b"organizations", b"consumers"].contains(&text);
    let word = text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-' || *b == b'_');
    // `tid=0x7f44…`, `tid=4711`: a thread (5.2).
    let number = text.starts_with(b"0x") || text.iter().all(u8::is_ascii_digit);
    let thread = number && line.byte_before(range.start) == Some(b'=');
    if word
        && !thread
        && !general
        && !hexadecimal
        && !super::guid::is_guid(text)
        && text.len() >= 3
        && !user::is_placeholder(text)
    {
        push(line, found, range, Entity::TenantId);
    }
}

fn judge_case_number(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
    if text.iter().any(u8::is_ascii_digit) && text.len() <= 40 && !text.contains(&b' ') {
        push(line, found, range, Entity::CaseNumber);
    }
}
