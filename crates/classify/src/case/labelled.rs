//! Texts behind a key or a label that says what they are (classification.md 4.6).

use super::header::HEADER_BYTES_MAX;
use super::label::labels_of_text;
use super::part::{has_sentence, is_dated};
use crate::entity::Entity;
use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

/// Where the text begins behind `From: Ann Lee Date: … Body:` or `Call of 18 March, caller Ann Lee, notes:`. What stands in
/// front is dated, and names or addresses somebody.
pub(super) fn text_start(line: &Line<'_>, found: &[Span]) -> Option<usize> {
    let front = line.slice(0..line.view.len().min(HEADER_BYTES_MAX));
    let colon = memchr::memchr_iter(b':', front).find(|colon| is_label(line, *colon))?;
    let header = line.slice(0..colon);
    let of_somebody = |span: &Span| {
        matches!(span.entity, Entity::PersonName | Entity::Upn | Entity::Email | Entity::Username)
            && span.end <= colon
    };
    (!has_sentence(header) && is_dated(header) && found.iter().any(of_somebody))
        .then(|| line.run(colon + 1, |b| b == b' '))
}

/// Whether one of the labels stands in front of a colon with a blank behind it.
fn is_label(line: &Line<'_>, colon: usize) -> bool {
    let end = line.run_back(colon, |b| b == b' ');
    let is_it = |label: &str| {
        let start = end.checked_sub(label.len()).filter(|start| *start > 0);
        start.is_some_and(|start| {
            !line.byte_before(start).is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii())
                && line.slice(start..end).eq_ignore_ascii_case(label.as_bytes())
        })
    };
    line.byte(colon + 1) == Some(b' ') && labels_of_text().any(is_it)
}

/// A value without quotes up to what ends it: `message=we are locked out | priority=2`, a bar, another pair or the end.
pub(super) fn whole_value(line: &Line<'_>, value: Range<usize>) -> Range<usize> {
    if line.byte_before(value.start) != Some(b'=') || line.byte(value.end) != Some(b' ') {
        return value;
    }
    let mut end = value.end;
    while line.byte(end) == Some(b' ') {
        let next = line.run(end, |b| b == b' ');
        let word = next..line.run(next, |b| !b" \n".contains(&b));
        if let Some(semicolon) = memchr::memchr(b';', line.slice(word.clone())).filter(|at| {
            let rest = line.slice(word.start + at + 1..word.end);
            rest.is_empty() || rest.contains(&b'=')
        }) {
            end = word.start + semicolon;
            break;
        }
        let pair = memchr::memchr(b'=', line.slice(word.clone())).is_some_and(|at| at > 0);
        if pair || line.slice(word.clone()) == b"|" || word.is_empty() {
            break;
        }
        end = word.end;
    }
    value.start..end
}
