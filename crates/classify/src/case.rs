//! Records of the `case` channel: the message body is the customer's text (classification.md 4.6).

use crate::entity::{Entity, SpanCategory};
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::TITLES;
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

/// The longest header of a transcript line.
const HEADER_BYTES_MAX: usize = 160;

/// What stands behind `date [author]`, `date [role] author:`; the whole line where there is no such header.
fn transcript_body(line: &Line<'_>, found: &mut Vec<Span>) -> Range<usize> {
    let whole = 0..line.view.len();
    let header = line.slice(0..line.view.len().min(HEADER_BYTES_MAX));
    if !header.first().is_some_and(|b| b.is_ascii_digit() || *b == b'[') {
        return whole;
    }
    let bracket = if header.starts_with(b"[") {
        memchr::memchr_iter(b']', header).next()
    } else {
        memchr::memchr(b']', header)
    };
    let Some(close) = bracket else { return whole };
    let author_start = line.run(close + 1, |b| b == b' ');
    let colon = line.run(author_start, |b| !b":.,!?\n".contains(&b) || b == b'.');
    let words = line.slice(author_start..colon).split(|b| *b == b' ').count();
    if line.byte(colon) == Some(b':') && colon < HEADER_BYTES_MAX && words <= 5 {
        author(line, found, author_start..colon);
        return line.run(colon + 1, |b| b == b' ')..whole.end;
    }
    if let Some(open) = memchr::memchr(b'[', header).filter(|open| *open > 0) {
        author(line, found, open + 1..close);
    }
    author_start..whole.end
}

/// The author's name, title excluded.
fn author(line: &Line<'_>, found: &mut Vec<Span>, mut range: Range<usize>) {
    if let Some(title) = line.word_from(range.start).filter(|w| TITLES.has(line.slice(w.start..w.end))) {
        range.start = line.run(title.end, |b| b" .".contains(&b)).min(range.end);
    }
    let name = line.slice(range.clone());
    if !name.contains(&b'@') && name.iter().any(u8::is_ascii_alphabetic) {
        push(line, found, range, Entity::PersonName);
    }
}
