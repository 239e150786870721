//! Records of the `case` channel: the message body is the customer's text (classification.md 4.6).

mod account_name;
mod author;
mod evident;
mod exported;
mod extension;
mod form;
mod frame;
mod header;
mod label;
mod labelled;
mod machine;
mod notice;
mod number;
mod part;
mod parted;
mod position;
mod puid;
mod quoted_mail;
mod record;
mod separator;
mod transcript;

pub(crate) use record::is_key;

use crate::detect::guid::is_guid;
use crate::detect::person;
use crate::entity::{Entity, SpanCategory};
use crate::field::Field;
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::ROLES;
use crate::whole_values::WholeValues;
use record::{
    CaseField, general_fields, holds_objects, is_structured, messages, number, people, sentences, subjects,
    text_nodes,
};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// Adds author and body. What singles out the vendor inside the body stays customer text.
pub(crate) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    number(line, found);
    people(line, found);
    // Desks know a case by a GUID too, which nobody tells (classification.md 5.2).
    found.retain(|span| span.entity != Entity::CaseNumber || !is_guid(line.slice(span.start..span.end)));
    for span in found.iter_mut().filter(|span| span.entity == Entity::CaseNumber) {
        // `"ticket_id":"#HD0471"`.
        span.start += usize::from(line.byte(span.start) == Some(b'#'));
    }
    // `2026-01-12T10:15:02Z CUSTOMER Hana: …` is no line of a machine.
    found.retain(|span| span.entity != Entity::MachineName || !ROLES.has(line.slice(span.start..span.end)));
    if line.byte(0) == Some(b'{') {
        for name in general_fields(line, CaseField::Author) {
            let text = line.slice(name.clone());
            if person::is_full_name(text) || person::is_reversed(text) {
                push(line, found, name, Entity::PersonName);
            }
        }
    }
    let bodies = bodies(line, found);
    authors_again(line, found, &bodies);
    numbers_again(line, found);
    machine::find(line, found, &bodies);
    for body in &bodies {
        extension::find(line, found, body);
        position::find(line, found, body);
        account_name::find(line, found, body);
        account_name::find_derived(line, found, body);
        puid::find(line, found, body);
    }
    let mut texts = WholeValues::default();
    for body in bodies {
        texts.add(Span::new(body.start, body.end, Entity::CustomerText));
    }
    texts.replace(found, |span| span.category() > SpanCategory::Support);
}

/// Labels the number of the case where it stands again: in the address of its page, in a text (classification.md 2).
fn numbers_again(line: &Line<'_>, found: &mut Vec<Span>) {
    const BYTES_MIN: usize = 4;
    let numbers: Vec<Span> =
        found.iter().filter(|s| s.entity == Entity::CaseNumber && s.len() >= BYTES_MIN).copied().collect();
    let glued = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    // A record has a number or two; each of more would be looked for in the whole text.
    for number in numbers.iter().take(2) {
        let text = line.slice(number.start..number.end);
        for start in memchr::memmem::find_iter(line.view, text).filter(|start| *start != number.start) {
            let end = start + text.len();
            if !glued(line.byte_before(start)) && !line.byte(end).is_some_and(|b| b.is_ascii_alphanumeric()) {
                push(line, found, start..end, Entity::CaseNumber);
            }
        }
    }
}

/// Labels the names that were found where they stand again in a body (classification.md 2).
fn authors_again(line: &Line<'_>, found: &mut Vec<Span>, bodies: &[Range<usize>]) {
    let texts = found.iter().filter(|s| s.entity == Entity::PersonName).map(|s| line.slice(s.start..s.end));
    let names: HashSet<&[u8]> = texts.filter(|text| text.contains(&b' ')).collect();
    // Each place is asked once for all names of a length: a text may consist of names.
    let lengths: BTreeSet<usize> = names.iter().map(|name| name.len()).collect();
    let glued = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
    for body in bodies.iter().filter(|_| !names.is_empty()) {
        for start in body.clone().filter(|at| !glued(line.byte_before(*at))) {
            for end in lengths.iter().map(|length| start + length).take_while(|end| *end <= body.end) {
                if !glued(line.byte(end)) && names.contains(line.slice(start..end)) {
                    push(line, found, start..end, Entity::PersonName);
                }
            }
        }
    }
}

fn bodies(line: &Line<'_>, found: &mut Vec<Span>) -> Vec<Range<usize>> {
    let keyed = line.fields.iter().filter(|f| f.class == KeyClass::Body).map(|f| f.value.clone());
    let (objects, texts): (Vec<_>, Vec<_>) =
        keyed.partition(|value| holds_objects(line.slice(value.clone())));
    let texts: Vec<_> = texts.into_iter().map(|text| labelled::whole_value(line, text)).collect();
    let json = line.view.trim_ascii_start().starts_with(b"{\"");
    // `message(4,) author='Ann Lee' body='…'`.
    let quoted =
        |text: &Range<usize>| matches!(line.slice(text.start.saturating_sub(2)..text.start), b"='" | b"=\"");
    // `SMS-IN … case=SR-2044 text=…`.
    let numbered = |f: &Field<KeyClass>| {
        f.class == KeyClass::CaseNumber && line.byte_before(f.value.start) == Some(b'=')
    };
    // `19/05/2026;01:11;appelant=Ann Lee;texte=…`.
    let paired = |text: &Range<usize>| {
        line.byte_before(text.start) == Some(b'=') && memchr::memchr_iter(b'=', line.view).nth(1).is_some()
    };
    let keyed = texts.iter().any(|text| quoted(text) || paired(text));
    if json || is_structured(line) || keyed || line.fields.iter().any(numbered) {
        let mut bodies = texts;
        let bare = bodies.is_empty() || !objects.is_empty();
        // Beside a body what else is a text has some words.
        bodies
            .extend(messages(line).into_iter().filter(|text| bare || is_sentence(line.slice(text.clone()))));
        bodies.extend(subjects(line));
        if bodies.is_empty() {
            bodies = if line.view.starts_with(b"<") { text_nodes(line) } else { sentences(line) };
        }
        bodies.retain(|body| !is_constant(line.slice(body.clone())));
        bodies.sort_by_key(|body| body.start);
        bodies.dedup();
        let element = line.view.starts_with(b"<") && !line.view.starts_with(b"<URL: ");
        if json || element || !bodies.is_empty() {
            return bodies;
        }
    }
    if let Some(texts) = form::texts(line, found) {
        return texts;
    }
    if frame::is_bare(line, found) {
        return Vec::new();
    }
    if let Some(texts) = parted::texts(line, found).or_else(|| exported::texts(line, found)) {
        return texts;
    }
    vec![transcript::body(line, found)]
}

/// Three words, or more.
fn is_sentence(text: &[u8]) -> bool {
    text.split(|b| *b == b' ').nth(2).is_some()
}

/// A truth value, nothing or a number of JSON, what stands for a text, or a browser, which nobody wrote.
fn is_constant(value: &[u8]) -> bool {
    matches!(value, b"true" | b"false" | b"null")
        // `<redacted>`, one word.
        || matches!(value, [b'<', word @ .., b'>'] if word.iter().all(u8::is_ascii_alphabetic))
        || value.starts_with(b"Mozilla/")
        || value.iter().all(u8::is_ascii_digit)
}
