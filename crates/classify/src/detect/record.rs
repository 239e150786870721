//! Lines of files whose fields are joined by colons: `passwd` (passwd(5)) and PostgreSQL's `.pgpass`
//! (classification.md 4.1 `password`, 4.2 `person_name` and `username`).

use super::{person, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut start = 0;
    while begins_record(line, start) {
        let rest = line.slice(start..line.view.len());
        let end = start + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        fields(line, found, start..end);
        start = line.run(end, |b| b == b'\n');
    }
}

/// A name, or `*` for any, and a colon with no blank behind it.
fn begins_record(line: &Line<'_>, start: usize) -> bool {
    let first = if start == 0 { line.words.first() } else { line.word_from(start) };
    let name = first.filter(|word| word.start == start).map_or(start + 1, |word| word.end);
    if line.byte(name) != Some(b':') {
        return false;
    }
    let second = line.run(name + 1, |b| b.is_ascii_digit() || b"x*!".contains(&b));
    line.byte(second) == Some(b':')
        && line.byte(name + 1).is_some_and(|b| b.is_ascii_digit() || b"x*!".contains(&b))
        // The date and hour of a time have no dot.
        && (!line.byte(start).is_some_and(|b| b.is_ascii_digit()) || line.slice(start..name).contains(&b'.'))
        && is_host(line.slice(start..name))
}

fn fields(line: &Line<'_>, found: &mut Vec<Span>, record: Range<usize>) {
    let mut parts = [0..0, 0..0, 0..0, 0..0, 0..0, 0..0, 0..0];
    let mut count = 0;
    let mut at = record.start;
    while at <= record.end {
        let end = line.run(at, |b| b != b':' && b != b'\n').min(record.end);
        let Some(part) = parts.get_mut(count) else { return };
        (*part, count, at) = (at..end, count + 1, end + 1);
    }
    let text = |part: &Range<usize>| line.slice(part.clone());
    let number = |part: &Range<usize>| !part.is_empty() && text(part).iter().all(u8::is_ascii_digit);
    let [name, second, third, fourth, fifth, ..] = &parts;
    if count == 7 && number(third) && number(fourth) && matches!(text(second), b"x" | b"*" | b"!") {
        user::judge(line, found, name.clone(), user::Position::Cue);
        let full = fifth.start..line.run(fifth.start, |b| b != b',' && b != b':').min(fifth.end);
        person::judge_name(line, found, full);
    }
    let blank = line.slice(record.clone()).contains(&b' ');
    let port = second.len() <= 5 && number(second) || text(second) == b"*";
    if count == 5
        && !blank
        && port
        && is_host(text(name))
        && !fifth.is_empty()
        && text(fourth).iter().any(u8::is_ascii_alphabetic)
    {
        user::judge(line, found, fourth.clone(), user::Position::Cue);
        if !user::is_placeholder(text(fifth)) {
            push(line, found, fifth.clone(), Entity::Password);
        }
    }
}

fn is_host(text: &[u8]) -> bool {
    text == b"*"
        || text.len() >= 2
            && text.iter().any(u8::is_ascii_alphanumeric)
            && text.iter().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(b))
}
