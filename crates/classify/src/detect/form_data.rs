//! Parts of a form's body (RFC 7578): the name in a part's header says what the text behind the empty line is
//! (classification.md 4.1 `password` and `token`, 4.2 `username`).

use super::keyed;
use crate::field::{Field, Style};
use crate::key;
use crate::line::Line;
use crate::span::Span;

/// Judges the part whose header says `form-data` up to `end`.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    const NAME: &[u8] = b"; name=";
    if line.slice(end..end + NAME.len()) != NAME {
        return;
    }
    let start = line.run(end + NAME.len(), |b| b"\"\x1f\\".contains(&b));
    let name = start..line.run(start, |b| !b"\"\x1f\\;\r\n".contains(&b));
    let Some(class) = key::lookup(b"", line.slice(name.clone())) else { return };
    let Some(text) = text_behind(line, name.end) else { return };
    let value = text..line.run(text, |b| !b"\r\n\"\x1f".contains(&b));
    keyed::judge(line, found, &Field { key: name, value, class, style: Style::Quoted });
}

/// Where the text of the part begins: behind two line breaks in a row, each of which stays as long as its escape.
fn text_behind(line: &Line<'_>, from: usize) -> Option<usize> {
    const ESCAPED_BYTES: usize = 8;
    let mut at = from;
    while at < line.view.len() {
        let start = line.run(at, |b| b != b'\r' && b != b'\n');
        at = line.run(start, |b| b == b'\r' || b == b'\n');
        if at - start >= ESCAPED_BYTES || line.slice(start..at) == b"\n\n\n\n" {
            return Some(at);
        }
    }
    None
}
