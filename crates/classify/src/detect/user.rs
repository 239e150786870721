//! Values in a user's position: account names, `DOMAIN\name`, machine accounts (classification.md 4.2 `username`, 5.3).

mod domain;
mod form;
mod placeholder;
mod plain;

pub(super) use domain::{domain_user_at, is_netbios, judge_domain};
pub(super) use form::{before_realm, is_program};
pub(crate) use placeholder::is_placeholder;

use super::card::begins_account;
use super::novel::is_novel;
use super::{host, naming};
use crate::channel::Channel;
use crate::context::Known;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{NOT_ACCOUNTS, ROLE_ACCOUNTS};
use domain::domain_user;
use form::{has_own_detector, is_code};
use plain::plain;
use std::ops::Range;

/// How sure the position is that the value is an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// The value of a key.
    Key,
    /// The word behind a phrase such as `Invalid user`: any word is somebody's try at a name.
    Cue,
}

/// What Kafka, polkit, Cyrus, `ForgeRock` and `FreeRADIUS` write in front of an account.
const KINDS: [&[u8]; 5] = [b"User:", b"unix-user:", b"user.", b"id=", b"username="];

/// Judges the value at `range`.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>, position: Position) {
    if is_json_key(line, &range)
        || is_column(line, &range)
        || is_placeholder(line.slice(range.clone()))
        || is_remark_in_brackets(line, &range)
        || begins_bank_account(line, &range)
    {
        return;
    }
    let mut range = trim(line, without_guillemets(line, range));
    // `NT AUTHORITY\SYSTEM (Acme.Service)`: the program that runs so.
    if !domain::is_of_authority(line.slice(range.clone())) {
        account_in_brackets(line, found, range.end);
    }
    if let Some(kind) = KINDS.iter().find(|kind| line.slice(range.clone()).starts_with(kind)) {
        range.start += kind.len();
    }
    if let [b'c' | b'C', b'n' | b'N', b'=', ..] = line.slice(range.clone()) {
        return bind_name(line, found, range.start + 3, position);
    }
    range.end = before_realm(line, range.clone());
    // `joe/192.0.2.7`: who, and from where.
    if let Some(slash) = memchr::memchr(b'/', line.slice(range.clone())).filter(|slash| *slash > 0)
        && naming::is_address(line.slice(range.start + slash + 1..range.end))
    {
        range.end = range.start + slash;
    }
    let value = line.slice(range.clone());
    // `"Default User"="C:\Users\Default"`: a path has rules of its own.
    if matches!(value, [drive, b':', b'\\', ..] if drive.is_ascii_alphabetic()) {
        return;
    }
    let url = memchr::memmem::find(value, b"://").is_some();
    // `caller: isPermitted? true`.
    let asked = position == Position::Key && value.ends_with(b"?");
    if url
        || asked
        || has_own_detector(value)
        || is_placeholder(value)
        || is_code(value)
        || NOT_ACCOUNTS.has(value)
    {
        return;
    }
    if canonical(line, found, &range, position) {
        return;
    }
    // `login=joe:X` of squid: an account and its password.
    if let Some(colon) = password_at(line, &range).filter(|_| position == Position::Key) {
        push(line, found, colon + 1..range.end, Entity::Password);
        range.end = colon;
    }
    let value = line.slice(range.clone());
    // `joe:staff`: an account and its group.
    if let Some(colon) = memchr::memchr(b':', value)
        && position == Position::Cue
        && colon > 0
        && value.iter().enumerate().all(|(at, b)| at == colon || b.is_ascii_alphabetic())
    {
        range.end = range.start + colon;
    }
    let value = line.slice(range.clone());
    if let Some(slash) = memchr::memchr(b'\\', value) {
        domain_user(line, found, &range, range.start + slash, position);
    } else if let [.., b'$'] = value {
        host::judge(line, found, range.start..range.end - 1, host::Role::Own);
    } else {
        plain(line, found, range, position);
    }
}

/// `«joe»`, as French quotes.
fn without_guillemets(line: &Line<'_>, range: Range<usize>) -> Range<usize> {
    let value = line.slice(range.clone());
    let start = if value.starts_with("«".as_bytes()) { "«".len() } else { 0 };
    let end = if value.ends_with("»".as_bytes()) { "»".len() } else { 0 };
    if value.len() > start + end { range.start + start..range.end - end } else { range }
}

/// `FR94 3000 …`: the first group of a bank's account, which is of no user.
fn begins_bank_account(line: &Line<'_>, range: &Range<usize>) -> bool {
    const GROUP: std::ops::RangeInclusive<usize> = 2..=4;
    let group = line.run(range.end + 1, |b| b.is_ascii_digit() || b.is_ascii_uppercase());
    range.len() == 4
        && begins_account(line.slice(range.clone()))
        && line.byte(range.end) == Some(b' ')
        && GROUP.contains(&(group - range.end - 1))
        && line.byte(range.end + 1).is_some_and(|b| b.is_ascii_digit())
}

/// The colon in front of a password behind the account in the value of a `login`.
fn password_at(line: &Line<'_>, range: &Range<usize>) -> Option<usize> {
    const KEY: &[u8] = b"login=";
    const BYTES_MIN: usize = 6;
    let value = line.slice(range.clone());
    let colon = memchr::memchr(b':', value).filter(|colon| *colon > 0)?;
    let secret = &value[colon + 1..];
    let typed = secret.len() >= BYTES_MIN
        && secret.iter().any(u8::is_ascii_alphabetic)
        && secret.iter().any(|b| !b.is_ascii_alphabetic())
        && !secret.contains(&b':');
    (typed && line.slice(0..range.start).ends_with(KEY)).then_some(range.start + colon)
}

/// `<private>`, `<unset>`: a word that a program writes in place of a value (classification.md 5.4).
pub(super) fn is_remark_in_brackets(line: &Line<'_>, range: &Range<usize>) -> bool {
    const REMARKS: [&[u8]; 8] =
        [b"private", b"request", b"unset", b"default", b"empty", b"missing", b"hidden", b"sensitive"];
    line.byte_before(range.start) == Some(b'<')
        && line.byte(range.end) == Some(b'>')
        && (REMARKS.contains(&line.slice(range.clone())) || tells_of_usage(line))
}

/// `Usage: tool /user:<name>`: what a program takes, and no value.
pub(super) fn tells_of_usage(line: &Line<'_>) -> bool {
    const NAMES: [&[u8]; 5] = [b"Usage", b"usage", b"Utilisation", b"Syntax", b"Syntaxe"];
    let end = line.run(0, |b| b.is_ascii_alphabetic());
    NAMES.contains(&line.slice(0..end)) && line.byte(line.run(end, |b| b == b' ')) == Some(b':')
}

/// Judges an account and the password beside it, unless that is a placeholder.
pub(super) fn judge_with_password(
    line: &Line<'_>,
    found: &mut Vec<Span>,
    account: Range<usize>,
    password: Range<usize>,
) {
    judge(line, found, account, Position::Cue);
    if !is_placeholder(line.slice(password.clone())) {
        push(line, found, password, Entity::Password);
    }
}

/// Judges what somebody tried as a name: a word that names nobody elsewhere is one here, but for a role's (classification.md
/// 4.2 `username`, 5.3).
pub(super) fn judge_attempt(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let name = line.slice(range.clone());
    let word = name.iter().all(|b| b.is_ascii_alphabetic() || b"-_".contains(b));
    if word && !ROLE_ACCOUNTS.has(name) && (NOT_ACCOUNTS.has(name) || is_placeholder(name)) {
        return push(line, found, range, Entity::Username);
    }
    judge(line, found, range, Position::Cue);
}

/// `contoso.com/Admins/joe`, the canonical name of an entry in a tenant's directory. True if it is one.
fn canonical(line: &Line<'_>, found: &mut Vec<Span>, range: &Range<usize>, position: Position) -> bool {
    let value = line.slice(range.clone());
    let (Some(first), Some(last)) = (memchr::memchr(b'/', value), memchr::memrchr(b'/', value)) else {
        return false;
    };
    let own = first > 0 && line.context.domain(&value[..first]).is_some();
    if own {
        host::judge(line, found, range.start..range.start + first, host::Role::Mention);
        plain(line, found, range.start + last + 1..range.end, position);
    }
    own
}

/// A column of a table as SQL quotes it in a list: (`login`,`realm`).
fn is_column(line: &Line<'_>, range: &Range<usize>) -> bool {
    line.byte_before(range.start) == Some(b'`')
        && line.byte(range.end) == Some(b'`')
        && matches!(line.byte(range.end + 1), Some(b',' | b')'))
        && matches!(line.byte_before(range.start - 1), Some(b',' | b'(' | b' '))
}

/// Whether the value stands in quotes in front of a colon, and behind what a key of JSON stands behind: `user "joe": password
/// mismatch` has none.
fn is_json_key(line: &Line<'_>, range: &Range<usize>) -> bool {
    line.slice(range.end..range.end + 2) == b"\":" && {
        let open = line.run_back(range.start, |b| b == b'"' || b.is_ascii_whitespace());
        matches!(line.byte_before(open), None | Some(b'{' | b',' | b'[' | crate::view::FILLER))
    }
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
    let text = line.slice(name.clone());
    let letters = text.iter().any(u8::is_ascii_lowercase);
    let closes = line.byte(close) == Some(b')')
        && match line.byte(close + 1) {
            Some(b'"') => true,
            Some(b'(' | b'|' | b';' | b',') => is_novel(text),
            _ => false,
        };
    if line.slice(end..end + 2) == b" (" && closes && letters {
        plain(line, found, name, Position::Cue);
    }
}

/// Cuts quotes, brackets and an appended `(uid=0)`.
fn trim(line: &Line<'_>, range: Range<usize>) -> Range<usize> {
    let value = line.slice(range.clone());
    let inner = |b: &u8| !b.is_ascii_whitespace() && !b"'\"`<>[](){},;:\x1f".contains(b);
    let Some(first) = value.iter().position(inner) else { return range.start..range.start };
    let mut last = value.iter().rposition(inner).unwrap_or(first);
    // A point ends a sentence, and no account.
    while last > first && value[last] == b'.' {
        last -= 1;
    }
    let mut end = memchr::memchr(b'(', &value[first..=last]).map_or(last + 1, |paren| first + paren);
    while end > first && value[end - 1] == b' ' {
        end -= 1;
    }
    range.start + first..range.start + end
}

/// Directory names and `DOMAIN\name` anywhere in the line.
pub(super) fn mention(line: &Line<'_>, found: &mut Vec<Span>, word: Range<usize>) {
    let name = line.slice(word.clone());
    if line.channel == Channel::Account {
        return;
    }
    let listed =
        name.len() >= 5 && line.context.known(name) == Some(Known::Username) && !ROLE_ACCOUNTS.has(name);
    // In front of its domain the word is part of an address too, which goes before.
    if listed || name.len() >= 6 && line.context.is_local_part(name) && name.contains(&b'.') {
        push(line, found, word, Entity::Username);
    }
}
