//! Rows of the tracking of messages by Exchange: behind a message's own identifier stands that of the network, and the event's in front of
//! the version of the row (classification.md 5.2).

use crate::key::KeyClass;
use crate::line::Line;
use std::ops::Range;

/// What the identifier at `range` is of; none in other rows.
pub(super) fn identifier_class(line: &Line<'_>, range: &Range<usize>) -> Option<KeyClass> {
    if line.byte_before(range.start) != Some(b',') || line.byte(range.end) != Some(b',') {
        return None;
    }
    let of_message = line.slice(0..range.start - 1).ends_with(b">");
    (of_message || is_version(line.slice(range.end + 1..line.view.len()))).then_some(KeyClass::Object)
}

/// `15.02.1118.021`, at the end of the line.
fn is_version(text: &[u8]) -> bool {
    const PARTS: usize = 4;
    let text = text.trim_ascii_end();
    text.len() >= 2 * PARTS
        && text.iter().all(|b| b.is_ascii_digit() || *b == b'.')
        && memchr::memchr_iter(b'.', text).count() + 1 == PARTS
}
