//! Secrets that Terraform keeps under a general name: the `default` of a variable whose name says what it is, and the result
//! of a generated password in its state (classification.md 4.1 `password`, `token`).

use super::keyed;
use crate::field::{Field, Style};
use crate::key::{self, KeyClass};
use crate::line::Line;
use crate::span::Span;
use memchr::memmem;
use std::ops::Range;

/// Judges what the word in front of `end` declares.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    if line.slice(end.saturating_sub(GENERATED.len())..end) == GENERATED {
        if let Some(value) = text_behind(line, end, b"\"result\"") {
            let key = end..end;
            keyed::judge(line, found, &Field { key, value, class: KeyClass::Password, style: Style::Quoted });
        }
    } else if line.slice(end..end + 2) == b" \"" {
        let name = end + 2..line.run(end + 2, |b| b != b'"');
        let secret = key::lookup(b"", line.slice(name.clone())).filter(|class| is_secret(*class));
        if let (Some(class), Some(value)) = (secret, text_behind(line, name.end, b"default")) {
            keyed::judge(line, found, &Field { key: name, value, class, style: Style::Quoted });
        }
    }
}

const GENERATED: &[u8] = b"random_password";

fn is_secret(class: KeyClass) -> bool {
    matches!(class, KeyClass::Password | KeyClass::Token | KeyClass::ConnectionSecret)
}

/// The quoted text behind `key` and its separator, at or behind `from`.
fn text_behind(line: &Line<'_>, from: usize, key: &[u8]) -> Option<Range<usize>> {
    let key_end = from + memmem::find(line.slice(from..line.view.len()), key)? + key.len();
    let quote = line.run(key_end, |b| b" =:\x1f".contains(&b));
    let close = |b: u8| b != b'"' && b != crate::view::FILLER;
    (line.byte(quote) == Some(b'"') && quote > key_end).then(|| quote + 1..line.run(quote + 1, close))
}
