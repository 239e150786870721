//! Passwords and tokens behind phrases (classification.md 4.1 `password`, `token`).

use super::value_behind;
use crate::detect::{credential, stated, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;

/// `T:WPA;S:name;P:X;;`: a backslash takes a separator into the password.
pub(super) fn wireless(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let mut at = start;
    while line.byte(at + 1) == Some(b':') && line.byte(at).is_some_and(|b| b.is_ascii_uppercase()) {
        let mut end = line.run(at + 2, |b| b != b';' && b != b'\n');
        while line.byte_before(end) == Some(b'\\') && line.byte(end) == Some(b';') {
            end = line.run(end + 1, |b| b != b';' && b != b'\n');
        }
        if line.byte(at) == Some(b'P') && !user::is_placeholder(line.slice(at + 2..end)) {
            push(line, found, at + 2..end, Entity::Password);
        }
        at = end + 1;
    }
}

pub(super) fn password_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let start = line.run(end, |b| b == b' ');
    // `mot de passe provisoire=X`: the sign stands behind another word.
    let word = line.run(start, |b| b.is_ascii_lowercase());
    let start = if word > start && line.byte(word) == Some(b'=') { word + 1 } else { start };
    // `mot de passe «X»`.
    let (open, close) = ("«".as_bytes(), "»".as_bytes());
    if line.slice(start..start + open.len()) == open {
        let inside = start + open.len()..line.blank_after(start);
        let end = memchr::memmem::find(line.slice(inside.clone()), close).map(|length| inside.start + length);
        if let Some(end) = end.filter(|end| *end > inside.start) {
            push(line, found, inside.start..end, Entity::Password);
            return;
        }
    }
    if let Some(quote @ (b'"' | b'\'' | b'`')) = line.byte(start) {
        let close = line.run(start + 1, |b| b != quote);
        let inside = start + 1..close;
        if !line.slice(inside.clone()).contains(&b'\n') && !user::is_placeholder(line.slice(inside.clone())) {
            push(line, found, inside, Entity::Password);
        }
        return;
    }
    let start = behind_service(line, start).unwrap_or(start);
    let open = line.byte(start) == Some(b'(');
    let start = start + usize::from(open && line.slice(start..line.blank_after(start)).contains(&b')'));
    let mut value = start..line.blank_after(start);
    while line.byte_before(value.end).is_some_and(|b| b",;):".contains(&b)) && !value.is_empty() {
        value.end -= 1;
    }
    if line.byte_before(value.end) == Some(b'.') && !value.is_empty() {
        value.end -= 1;
    }
    let rest = line.slice(value.end..line.view.len());
    let last = rest.iter().all(|b| b".!\"' }],".contains(b)) || rest.starts_with(b". ");
    if value.start > end && credential::is_stated_password(line.slice(value.clone()), last) {
        push(line, found, value, Entity::Password);
    }
}

/// Where the password begins in `mot de passe SMTP X`, behind what it is for.
fn behind_service(line: &Line<'_>, start: usize) -> Option<usize> {
    let service = start..line.run(start, |b| b.is_ascii_uppercase());
    let next = service.end + 1..line.blank_after(service.end + 1);
    let text = line.slice(next.clone());
    let named = stated::is_acronym(line.slice(service.clone())) && line.byte(service.end) == Some(b' ');
    (named && stated::is_password(line, text.strip_suffix(b".").unwrap_or(text))).then_some(next.start)
}

/// A run that nobody writes as a word: `Basic dXNlcjpwYXNz`.
pub(super) fn token_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let value = value_behind(line, end);
    let text = line.slice(value.clone());
    if value.start > end && credential::is_random(text) {
        push(line, found, value, Entity::Token);
    }
}
