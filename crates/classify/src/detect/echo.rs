//! Names that stand in the line again (classification.md 2: each occurrence is labelled).

use super::{host, novel};
use crate::entity::Entity;
use crate::key::KeyClass;
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::{GENERIC_HOSTS, LEVELS, NOT_ACCOUNTS, ORDINARY_WORDS, PROGRAMS, ROLE_ACCOUNTS};
use crate::word::{Shape, Word, hash};

/// Adds the further places of the accounts and machines that were found, where a whole word is their name.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    of_organisations(line, found);
    full_names(line, found);
    full_hosts(line, found);
    let text = |span: &Span| line.slice(span.start..span.end);
    let again = found.iter().filter(|span| can_stand_again(line, span));
    let short = found.iter().filter_map(|span| first_label(line, span));
    let mut names: Vec<(u32, Span)> =
        again.copied().chain(short).map(|span| (hash(text(&span)), span)).collect();
    if names.is_empty() {
        return;
    }
    names.sort_unstable_by_key(|(hash, span)| (*hash, span.entity, span.start));
    names.dedup_by(|b, a| a.0 == b.0 && a.1.entity == b.1.entity && text(&a.1) == text(&b.1));
    // A machine may be called as its account is.
    let machine = |span: &&Span| span.entity == Entity::MachineName;
    let mut machines: Vec<usize> = found.iter().filter(machine).map(|span| span.start).collect();
    machines.sort_unstable();
    // Most words are none of the names: one bit of their hash tells.
    let bit = |hash: u32| 1_u64 << (hash & 63);
    let bits = names.iter().fold(0, |bits, (hash, _)| bits | bit(*hash));
    for word in line.words.iter().filter(|word| bits & bit(word.hash) != 0) {
        let first = names.partition_point(|(hash, _)| *hash < word.hash);
        let alike = names.iter().skip(first).take_while(|(hash, _)| *hash == word.hash);
        for (_, name) in alike.filter(|(_, name)| is_same(line, name, word)) {
            let another = name.entity == Entity::Username && machines.binary_search(&word.start).is_ok();
            if word.start != name.start && !another && !is_key(line, word) && !is_database(line, word) {
                let entity = if name.entity == Entity::Upn { Entity::Username } else { name.entity };
                found.push(Span::new(word.start, word.end, entity));
            }
        }
    }
}

/// Takes back the names of people that are a part of an organisation's name (`Haugland Rederi AS`).
fn of_organisations(line: &Line<'_>, found: &mut Vec<Span>) {
    let names: Vec<Span> = found
        .iter()
        .filter(|s| matches!(s.entity, Entity::OrgName | Entity::CustomerName))
        .copied()
        .collect();
    let listed = |span: &Span| line.context.known(line.slice(span.start..span.end)).is_some();
    found.retain(|span| {
        let person = matches!(span.entity, Entity::PersonName | Entity::ContactName);
        let part = || {
            names
                .iter()
                .any(|name| name.start <= span.start && span.end <= name.end && name.len() > span.len())
        };
        !person || listed(span) || !part()
    });
}

/// `serv-1 ftpd[812]: serv-1.example.org (…)`: adds the full names of machines that were found by their first label.
fn full_hosts(line: &Line<'_>, found: &mut Vec<Span>) {
    const LABELS_MIN: usize = 3;
    let machine =
        |span: &&Span| span.entity == Entity::MachineName && span.end - span.start >= NAME_BYTES_MIN;
    if !found.iter().any(|span| machine(&span)) {
        return;
    }
    for word in line.telling().filter(|word| word.shape.has(Shape::DOT)) {
        let text = line.slice(word.start..word.end);
        let label = memchr::memchr(b'.', text).map_or(text, |dot| &text[..dot]);
        let marked = label.iter().any(|b| b.is_ascii_digit() || *b == b'-');
        let top = text.rsplit(|b| *b == b'.').next().unwrap_or_default();
        let full = text.split(|b| *b == b'.').count() >= LABELS_MIN
            && (2..=NAME_BYTES_MAX).contains(&top.len())
            && top.iter().all(u8::is_ascii_alphabetic);
        // `28281.srv-1`: a batch job's number in front of its server (5.2).
        let server = memchr::memchr(b'.', text).map_or(&b""[..], |dot| &text[dot + 1..]);
        if !label.is_empty()
            && label.iter().all(u8::is_ascii_digit)
            && found.iter().filter(machine).any(|span| line.slice(span.start..span.end) == server)
        {
            found.push(Span::new(word.end - server.len(), word.end, Entity::MachineName));
            continue;
        }
        let named = marked
            && full
            && found.iter().filter(machine).any(|span| line.slice(span.start..span.end) == label)
            && !found.iter().any(|span| span.overlaps(&(word.start..word.end)));
        if named {
            found.push(Span::new(word.start, word.end, Entity::MachineName));
        }
    }
}

/// Longer last labels are words.
const NAME_BYTES_MAX: usize = 12;

/// Lines with more names of people are lists, where each has a place of its own.
const FULL_NAMES_MAX: usize = 4;

/// Adds the further places of the full names of people.
fn full_names(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.channel.is_prose() {
        return;
    }
    let mut names = [None; FULL_NAMES_MAX];
    let people = found
        .iter()
        .filter(|span| span.entity == Entity::PersonName)
        .filter(|span| line.slice(span.start..span.end).contains(&b' '));
    names.iter_mut().zip(people).for_each(|(place, span)| *place = Some(*span));
    for name in names.into_iter().flatten() {
        let text = line.slice(name.start..name.end);
        let glued = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
        for start in memchr::memmem::find_iter(line.view, text) {
            let end = start + text.len();
            if start != name.start && !glued(line.byte_before(start)) && !glued(line.byte(end)) {
                found.push(Span::new(start, end, Entity::PersonName));
            }
        }
    }
}

/// Whether a word is a name that was found: a machine's in front of an account in any letter case (classification.md 2).
fn is_same(line: &Line<'_>, name: &Span, word: &Word) -> bool {
    let (first, again) = (line.slice(name.start..name.end), line.slice(word.start..word.end));
    let domain = name.entity == Entity::MachineName
        && (line.byte(word.end) == Some(b'\\') || line.fields.class_at(word.start) == Some(KeyClass::Domain));
    first == again || domain && first.eq_ignore_ascii_case(again)
}

fn can_stand_again(line: &Line<'_>, span: &Span) -> bool {
    let (entity, name) = (span.entity, line.slice(span.start..span.end));
    // A full host name that is a field's value may stand for a service elsewhere.
    let dots = memchr::memchr_iter(b'.', name).count();
    let field = || line.fields.class_at(span.start).is_some();
    let full = entity == Entity::MachineName && dots > 0 && field() || entity == Entity::Username && dots > 1;
    // `vault` of `vault.example.org`: the service's name elsewhere.
    let service = entity == Entity::MachineName && line.byte(span.end) == Some(b'.') && is_word(name);
    let identifier = matches!(entity, Entity::TenantId | Entity::UserGuid) && name.len() == IDENTIFIER_BYTES;
    // The local part of an address is an account's name elsewhere (classification.md 4.2).
    let local = entity == Entity::Upn && name.contains(&b'.') && name.len() >= LOCAL_BYTES_MIN;
    identifier
        || local
        || is_made_up(entity, name)
        || matches!(entity, Entity::Username | Entity::MachineName | Entity::ClientHostname)
            && name.len() >= NAME_BYTES_MIN
            && !full
            && !service
            && !is_common(name)
}

/// The first label of a machine's full name, by which the line may call it again.
fn first_label(line: &Line<'_>, span: &Span) -> Option<Span> {
    const LABEL_BYTES_MIN: usize = 5;
    let name = line.slice(span.start..span.end);
    let dot = memchr::memchr(b'.', name)
        .filter(|dot| span.entity == Entity::MachineName && *dot >= LABEL_BYTES_MIN)?;
    let common = is_common(&name[..dot]) || host::is_service_word(&name[..dot]) || PROGRAMS.has(&name[..dot]);
    (!common).then(|| Span::new(span.start, span.start + dot, span.entity))
}

/// Whether an identifier is like no other word: none of its parts is a number, which lines of one form have different ones of
/// ([`crate::skeleton`]).
fn is_made_up(entity: Entity, name: &[u8]) -> bool {
    let bytes_min = match entity {
        Entity::TenantId => 6,
        Entity::SessionId | Entity::UserGuid | Entity::DeviceGuid => 12,
        _ => return false,
    };
    let mut parts = name.split(|b| b"-_.".contains(b));
    let worded = |part: &[u8]| part.iter().any(|b| b.is_ascii_alphabetic() && !b.is_ascii_hexdigit());
    let marked = name.iter().any(|b| b.is_ascii_digit() || *b == b'-');
    name.len() >= bytes_min
        && marked
        && name.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b))
        && parts.all(worded)
}

/// An identifier without dashes, which nothing but its place tells from a hash.
const IDENTIFIER_BYTES: usize = 32;

/// Shorter local parts may be a name in several parts of something else.
const LOCAL_BYTES_MIN: usize = 6;

/// Shorter names may be any word.
const NAME_BYTES_MIN: usize = 4;

/// Whether the name is also a word that says something else elsewhere in the line.
fn is_common(name: &[u8]) -> bool {
    let plain = name.iter().all(u8::is_ascii_alphabetic);
    plain
        && (ORDINARY_WORDS.has(name) || NOT_ACCOUNTS.has(name) || LEVELS.has(name) || ROLE_ACCOUNTS.has(name))
        || GENERIC_HOSTS.has(name)
}

/// Letters alone, and a word of the language or the trade.
fn is_word(name: &[u8]) -> bool {
    name.iter().all(u8::is_ascii_lowercase) && !novel::is_novel(name)
}

/// `dbname=joe`, `…:27017/joe?…`: a database that is called as its account is.
fn is_database(line: &Line<'_>, word: &Word) -> bool {
    const KEYS: [&[u8]; 3] = [b"dbname=", b"database=", b"Database="];
    let front = line.slice(0..word.start);
    // `mongodb://joe:X@srv-7:27017/joe?authSource=admin`.
    let path = line.byte_before(word.start) == Some(b'/') && line.byte(word.end) == Some(b'?');
    path && memchr::memmem::find(front, b"://").is_some() || KEYS.iter().any(|key| front.ends_with(key))
}

/// In front of `=` or a call's bracket, or inside a quoted key.
fn is_key(line: &Line<'_>, word: &Word) -> bool {
    let quoted = line.byte_before(word.start) == Some(b'"') && line.slice(word.end..word.end + 2) == b"\":";
    matches!(line.byte(word.end), Some(b'=')) || quoted
}
