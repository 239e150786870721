//! Telephone numbers in fields (classification.md 4.2 `phone`).

use super::channel::is_extension;
use super::{digits, label, number_end};
use crate::detect::person;
use crate::entity::Entity;
use crate::field::{Field, Style};
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// Judges the value of a telephone's key; a bare value that begins as numbers in groups do goes on behind its blanks.
pub(in crate::detect) fn judge_field(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let mut value = field.value.clone();
    if let Some(b"%2B") = line.view.get(value.start..value.start + 3) {
        let end = line.run(value.start + 3, |b| b.is_ascii_digit());
        if end - value.start >= 11 {
            push(line, found, value.start..end, Entity::Phone);
        }
        return;
    }
    // `callerid="Ann Lee" <2231>` of Asterisk: a name and its extension.
    let open = value.end + 3;
    if field.style == Style::Quoted && line.slice(value.end..open) == b"\" <" {
        let number = open..line.run(open, |b| b.is_ascii_digit());
        if number.len() >= 3 && line.byte(number.end) == Some(b'>') {
            person::judge_name(line, found, value);
            push(line, found, number, Entity::Phone);
        }
        return;
    }
    if field.style == Style::Bare && matches!(line.byte(value.start), Some(b'+' | b'(')) {
        value.end = number_end(line, line.run(value.start, |b| b"+( ".contains(&b)));
    }
    if is_extension(line, field, &value) {
        return push(line, found, value, Entity::Phone);
    }
    judge_value(line, found, value);
}

/// The value of a field for telephone numbers.
fn judge_value(line: &Line<'_>, found: &mut Vec<Span>, value: Range<usize>) {
    let text = line.slice(value.clone());
    let Some(first) = text.iter().position(|b| b.is_ascii_digit() || b"+(".contains(b)) else { return };
    let start = value.start + first;
    let digit = line.run(start, |b| b"+( ".contains(&b));
    let end = number_end(line, digit).min(value.end);
    // `Ann Lee <0475…>`: a caller's name in front.
    let bracketed = text.get(..first).is_some_and(|before| before.ends_with(b"<"));
    // `My iPhone (614-555-0177)`: the brackets are the sentence's.
    if first > 1 && text.get(first) == Some(&b'(') && line.slice(end..value.end) == b")" {
        if digits(line.slice(digit..end)) >= NATIONAL_DIGITS_MIN {
            push(line, found, digit..end, Entity::Phone);
        }
        return;
    }
    if digits(line.slice(start..end)) >= 5 && (first <= 1 || bracketed) {
        label(line, found, start..end);
    }
}

/// No national number has fewer digits, with its area.
const NATIONAL_DIGITS_MIN: usize = 7;
