//! Keys and values that are arguments of a call: `define('DB_PASSWORD', '…')`, `setProperty("db.password", "…")`, as scripts
//! and programs of any language set them (classification.md 4.1 `password`, 4, the `key` rules of each entity).

use super::keyed;
use crate::field::{Field, Style};
use crate::key;
use crate::line::Line;
use crate::span::Span;
use crate::view::FILLER;
use std::ops::Range;

/// Longer keys are sentences.
const KEY_BYTES_MAX: usize = 64;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for open in memchr::memchr_iter(b'(', line.view) {
        let Some(key) = quoted(line, open + 1) else { continue };
        let comma = line.run(key.end + 1, |b| b == b' ');
        if line.byte(comma) != Some(b',') || key.len() > KEY_BYTES_MAX || !is_key(line.slice(key.clone())) {
            continue;
        }
        let Some(value) = quoted(line, comma + 1) else { continue };
        if let Some(class) = key::lookup(b"", line.slice(key.clone())) {
            keyed::judge(line, found, &Field { key, value, class, style: Style::Quoted });
        }
    }
}

/// Letters, digits and what joins them: no sentence, and no pattern.
fn is_key(text: &[u8]) -> bool {
    text.iter().all(|b| b.is_ascii_alphanumeric() || b"_-.:".contains(b))
        && text.iter().any(u8::is_ascii_alphabetic)
}

/// The inside of the quotes that open at `start`, blanks apart.
fn quoted(line: &Line<'_>, start: usize) -> Option<Range<usize>> {
    let at = line.run(start, |b| b == b' ' || b == FILLER);
    let quote = line.byte(at).filter(|b| b"'\"`".contains(b))?;
    let end = line.run(at + 1, |b| b != quote && b != FILLER);
    (end < line.view.len() && end > at + 1).then_some(at + 1..end)
}
