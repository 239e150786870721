//! One-time codes and hashes of passwords (classification.md 4.1 `otp`, `password_hash`).

use crate::detect::guid;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// A one-time or recovery code: at least four digits, possibly in groups.
pub(in crate::detect) fn judge_code(line: &Line<'_>, found: &mut Vec<Span>, value: Range<usize>) {
    let start = line.run(value.start, |b| b" :=\"'<[(\x1f".contains(&b)).min(value.end);
    let word = line.run(start, |b| b.is_ascii_alphanumeric() || b == b'-').min(value.end);
    let end = grouped_digits(line, start, word).min(value.end);
    let text = line.slice(start..end);
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    // RFC 8628, 6.1: user codes have letters that are no vowels.
    let letters = text.len() == 9
        && text[4] == b'-'
        && text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-');
    if (digits >= 4 || letters) && text.len() <= 64 && !guid::is_guid(text) {
        push(line, found, start..end, Entity::Otp);
    }
}

/// `123 456`: two groups of digits are one code.
fn grouped_digits(line: &Line<'_>, start: usize, end: usize) -> usize {
    let group =
        |from: usize, to: usize| to - from == 3 && line.slice(from..to).iter().all(u8::is_ascii_digit);
    if group(start, end) && line.byte(end) == Some(b' ') {
        let next = line.run(end + 1, |b| b.is_ascii_digit());
        if group(end + 1, next) {
            return next;
        }
    }
    end
}

pub(in crate::detect) fn judge_hash(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let text = line.slice(range.clone());
    let hex = text.iter().all(|b| b.is_ascii_hexdigit() || *b == b':');
    if text.len() >= 16 && (hex || text.starts_with(b"$")) && !text.iter().all(|b| *b == b'0') {
        push(line, found, range, Entity::PasswordHash);
    }
}
