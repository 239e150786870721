//! The key in front of a separator.

use crate::view::FILLER;
use std::ops::Range;

/// A key as it stands in the line.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) range: Range<usize>,
    /// Between quotes, as in JSON and registry exports.
    pub(super) quoted: bool,
    /// White space stands between key and separator.
    pub(super) spaced: bool,
}

const KEY_BYTES_MAX: usize = 80;
const KEY_WORDS_MAX: usize = 4;

/// The key in front of the `:`, `=` or `>` at `at`.
pub(super) fn key_before(view: &[u8], at: usize) -> Option<Key> {
    if view.get(at) == Some(&b'>') {
        return tag_before(view, at);
    }
    if is_part_of_something_else(view, at) {
        return None;
    }
    let end = skip_back(view, at);
    let spaced = end < at;
    match end.checked_sub(1).and_then(|last| view.get(last)) {
        Some(quote @ (b'"' | b'\'')) => {
            quoted_before(view, end - 1, *quote).map(|range| Key { range, quoted: true, spaced })
        }
        _ => bare_before(view, end).map(|range| Key { range, quoted: false, spaced }),
    }
}

/// `::`, `==`, `://` and `C:\` are no separators.
fn is_part_of_something_else(view: &[u8], at: usize) -> bool {
    let (this, next) = (view.get(at), view.get(at + 1));
    let previous = at.checked_sub(1).and_then(|p| view.get(p));
    previous == this
        || (this == Some(&b':') && matches!(next, Some(b':' | b'\\')))
        || (this == Some(&b':') && view.get(at + 1..at + 3) == Some(b"//"))
        || (this == Some(&b'=') && matches!(previous, Some(b'!' | b'<' | b'>')))
}

/// Skips white space and, before a `:`, the leader dots of `ipconfig`.
fn skip_back(view: &[u8], at: usize) -> usize {
    let leaders = view.get(at) == Some(&b':');
    let mut end = at;
    while end > 0 && (matches!(view[end - 1], b' ' | b'\t') || leaders && view[end - 1] == b'.') {
        end -= 1;
    }
    end
}

fn quoted_before(view: &[u8], quote_at: usize, quote: u8) -> Option<Range<usize>> {
    let end = if quote_at > 0 && view[quote_at - 1] == FILLER { quote_at - 1 } else { quote_at };
    let from = end.saturating_sub(KEY_BYTES_MAX);
    let open = memchr::memrchr(quote, view.get(from..end)?)?;
    let range = from + open + 1..end;
    (!range.is_empty() && memchr::memchr(b'\n', view.get(range.clone())?).is_none()).then_some(range)
}

/// The last words before `end`, joined by single blanks or apostrophes.
fn bare_before(view: &[u8], end: usize) -> Option<Range<usize>> {
    let mut start = end;
    for _ in 0..KEY_WORDS_MAX {
        let word = word_start(view, start);
        // The hour of a time or the host of a port is no key.
        if start == end && view.get(word..end)?.iter().all(u8::is_ascii_digit) {
            return None;
        }
        if word == start || end - word > KEY_BYTES_MAX {
            break;
        }
        start = word;
        match start.checked_sub(1).and_then(|p| view.get(p)) {
            Some(b' ' | b'\'') => start -= 1,
            _ => break,
        }
    }
    while start < end && matches!(view[start], b' ' | b'\'') {
        start += 1;
    }
    let key = view.get(start..end)?;
    key.iter().any(|b| b.is_ascii_alphabetic() || !b.is_ascii()).then_some(start..end)
}

fn word_start(view: &[u8], mut at: usize) -> usize {
    while at > 0
        && (view[at - 1].is_ascii_alphanumeric()
            || b"_-.".contains(&view[at - 1])
            || !view[at - 1].is_ascii())
    {
        at -= 1;
    }
    at
}

/// The element whose start tag ends at `at`, or its `Name` attribute where it has one.
fn tag_before(view: &[u8], at: usize) -> Option<Key> {
    let from = at.saturating_sub(KEY_BYTES_MAX);
    let open = from + memchr::memrchr(b'<', view.get(from..at)?)?;
    let tag = view.get(open + 1..at)?;
    if !tag.first()?.is_ascii_alphabetic() || tag.last() == Some(&b'/') || view.get(at + 1) == Some(&b'<') {
        return None;
    }
    let range = if let Some(name) = memchr::memmem::find(tag, b"Name=") {
        let start = open + 1 + name + 6;
        let end = start + view.get(start..at)?.iter().position(|b| matches!(b, b'"' | b'\''))?;
        start..end
    } else {
        let name =
            tag.iter().position(|b| !b.is_ascii_alphanumeric() && !b"_-.:".contains(b)).unwrap_or(tag.len());
        open + 1..open + 1 + name
    };
    Some(Key { range, quoted: false, spaced: false })
}
