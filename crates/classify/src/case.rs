//! Records of the `case` channel: the message body is the customer's text (classification.md 4.6).

use crate::entity::{Entity, SpanCategory};
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;
use crate::view::MASKED;
use crate::vocabulary::{ROLES, TITLES};
use std::ops::Range;

/// Adds author and body. What singles out the vendor inside the body stays customer text.
pub(crate) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let bodies = bodies(line, found);
    for body in bodies {
        let inside = |s: &Span| s.start < body.end && body.start < s.end;
        found.retain(|s| !inside(s) || s.category() > SpanCategory::Support);
        if !body.is_empty() {
            found.push(Span::new(body.start, body.end, Entity::CustomerText));
        }
    }
}

fn bodies(line: &Line<'_>, found: &mut Vec<Span>) -> Vec<Range<usize>> {
    let keyed: Vec<_> =
        line.fields.iter().filter(|f| f.class == KeyClass::Body).map(|f| f.value.clone()).collect();
    let json = line.view.trim_ascii_start().starts_with(b"{\"");
    if json {
        return keyed;
    }
    vec![transcript_body(line, found)]
}

/// What stands behind `date [author]`, `date [role] author:` or `date author:`; the whole line where there is no such
/// header.
fn transcript_body(line: &Line<'_>, found: &mut Vec<Span>) -> Range<usize> {
    let end = line.view.len();
    let open = line.run(0, |b| b.is_ascii_digit() || b"-/:., TZAPM+\t\x1e".contains(&b));
    if line.byte(open) != Some(b'[') {
        let name = behind_name(line, open).filter(|_| has_time(line.slice(0..open)) && is_name(line, open));
        return name.map_or(0..end, |colon| with_author(line, found, open..colon, colon + 1));
    }
    let close = line.run(open, |b| b != b']' && b != b'\n');
    if line.byte(close) != Some(b']') || close - open > ROLE_BYTES_MAX {
        return 0..end;
    }
    let start = line.run(close + 1, |b| b == b' ');
    match behind_name(line, start) {
        Some(colon) => with_author(line, found, start..colon, colon + 1),
        None if open > 0 => with_author(line, found, open + 1..close, close + 1),
        None => start..end,
    }
}

/// Whether `10:15` stands in a header, with a blank behind it or more of the time.
fn has_time(header: &[u8]) -> bool {
    let digits = |pair: &[u8]| pair.iter().all(u8::is_ascii_digit);
    header
        .windows(6)
        .any(|w| digits(&w[..2]) && w[2] == b':' && digits(&w[3..5]) && matches!(w[5], b' ' | b':' | b','))
}

/// The longest author or role.
const ROLE_BYTES_MAX: usize = 80;

/// The colon behind a name of up to five words at `start`.
fn behind_name(line: &Line<'_>, start: usize) -> Option<usize> {
    let colon = line.run(start, |b| !b":,!?\n[".contains(&b));
    let words = line.slice(start..colon).split(|b| *b == b' ').count();
    let spaced = line.byte(colon + 1).is_none_or(|b| b.is_ascii_whitespace());
    (line.byte(colon) == Some(b':') && spaced && colon - start <= ROLE_BYTES_MAX && words <= 5)
        .then_some(colon)
}

/// Whether a name without brackets in front starts with a capital, or is masked.
fn is_name(line: &Line<'_>, start: usize) -> bool {
    line.byte(start).is_some_and(|b| b.is_ascii_uppercase() || !b.is_ascii() || b == MASKED)
}

fn with_author(line: &Line<'_>, found: &mut Vec<Span>, name: Range<usize>, body: usize) -> Range<usize> {
    author(line, found, name);
    line.run(body, |b| b == b' ')..line.view.len()
}

/// The author's name, title excluded.
fn author(line: &Line<'_>, found: &mut Vec<Span>, mut range: Range<usize>) {
    if let Some(title) = line.word_from(range.start).filter(|w| TITLES.has(line.slice(w.start..w.end))) {
        range.start = line.run(title.end, |b| b" .".contains(&b)).min(range.end);
    }
    let name = line.slice(range.clone());
    let role = ROLES.has(name);
    if !role && !name.contains(&b'@') && name.iter().any(u8::is_ascii_alphabetic) {
        push(line, found, range, Entity::PersonName);
    }
}
