//! The key in front of a separator.

mod namespace;

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
    let encoded = is_encoded(view, at);
    if !encoded && is_part_of_something_else(view, at) {
        return None;
    }
    let end = skip_back(view, at - usize::from(encoded));
    let spaced = end < at;
    match end.checked_sub(1).and_then(|last| view.get(last)) {
        Some(quote @ (b'"' | b'\'')) => {
            quoted_before(view, end - 1, *quote).map(|range| Key { range, quoted: true, spaced })
        }
        // `[username] => joe`, as PHP prints arrays.
        Some(b']') if spaced && view.get(at + 1) == Some(&b'>') => {
            let from = end.saturating_sub(KEY_BYTES_MAX);
            let open = from + memchr::memrchr(b'[', view.get(from..end)?)?;
            Some(Key { range: open + 1..end - 1, quoted: false, spaced })
        }
        // `$ENV{PGPASSWORD}='X'` of Perl.
        Some(b'}') if view.get(at) == Some(&b'=') => {
            let from = end.saturating_sub(KEY_BYTES_MAX);
            let open = from + memchr::memrchr(b'{', view.get(from..end)?)?;
            let named = open.checked_sub(1).and_then(|at| view.get(at)).is_some_and(u8::is_ascii_alphabetic);
            named.then_some(Key { range: open + 1..end - 1, quoted: false, spaced })
        }
        _ => bare_before(view, end)
            .filter(|range| spaced || !namespace::is_prefix(view, range, at))
            .map(|range| Key { range, quoted: false, spaced }),
    }
}

/// The second colon of `userPassword:: e1NTSEF9…`: what stands behind is base64 (LDIF, RFC 2849).
pub(crate) fn is_encoded(view: &[u8], at: usize) -> bool {
    let front = at.checked_sub(2).and_then(|front| view.get(front..at + 2));
    matches!(front, Some([letter, b':', b':', b' ']) if letter.is_ascii_alphanumeric())
}

/// `::`, `==`, `://` and `C:\` are no separators.
fn is_part_of_something_else(view: &[u8], at: usize) -> bool {
    let (this, next) = (view.get(at), view.get(at + 1));
    let previous = at.checked_sub(1).and_then(|p| view.get(p));
    previous == this
        || (this == Some(&b':') && next == Some(&b':'))
        || (this == Some(&b':') && next == Some(&b'\\') && previous != Some(&b'"'))
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
    let escaped = quote_at > 0 && view[quote_at - 1] == FILLER;
    let mut end = if escaped { quote_at - 1 } else { quote_at };
    // In JSON in a string of a string, backslashes stand in front of the quote.
    while escaped && end > 0 && view[end - 1] == b'\\' {
        end -= 1;
    }
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
            return numbered_before(view, word..end);
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

/// `Unseal Key 2: …`: a secret of several, without its number.
fn numbered_before(view: &[u8], number: Range<usize>) -> Option<Range<usize>> {
    const NUMBERED: [&[u8]; 4] = [b"Key", b"key", b"Password", b"password"];
    let end = number.start.checked_sub(1).filter(|end| view.get(*end) == Some(&b' '))?;
    let named = view.get(word_start(view, end)..end).is_some_and(|word| NUMBERED.contains(&word));
    if named { bare_before(view, end) } else { None }
}

fn word_start(view: &[u8], end: usize) -> usize {
    let before = view.get(..end).unwrap_or_default();
    before.iter().rposition(|byte| !IN_WORD[usize::from(*byte)]).map_or(0, |last| last + 1)
}

/// Whether a byte stands in the words of keys.
const IN_WORD: [bool; 256] = {
    let mut inside = [false; 256];
    let mut byte: u8 = 0;
    loop {
        inside[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') || !byte.is_ascii();
        match byte.checked_add(1) {
            Some(next) => byte = next,
            None => break inside,
        }
    }
};

/// The element whose start tag ends at `at`, or what its `name` or `key` attribute says. In `<Password><Value>X</Value>` the
/// outer element is the key.
fn tag_before(view: &[u8], at: usize) -> Option<Key> {
    // Of an escaped bracket the last byte separates.
    if matches!(view.get(at + 1), Some(b'<' | b'>')) {
        return None;
    }
    let inner = tag_key(view, at)?;
    if let Some(range) = listed_key(view, &inner) {
        return Some(Key { range, quoted: false, spaced: false });
    }
    let before = view.get(..inner.open).unwrap_or_default().trim_ascii_end();
    let range = match before.strip_suffix(b">").filter(|_| inner.names_value(view)) {
        Some(outer) => tag_key(view, outer.len()).unwrap_or(inner).key,
        None => inner.key,
    };
    Some(Key { range, quoted: false, spaced: false })
}

/// `<key>K</key><string>V</string>` of Apple's property lists.
fn listed_key(view: &[u8], inner: &Tag) -> Option<Range<usize>> {
    const CLOSE: &[u8] = b"</key>";
    let typed = [&b"string"[..], b"data", b"integer"].contains(&view.get(inner.key.clone())?);
    let before = view.get(..inner.open).filter(|_| typed)?.trim_ascii_end();
    let end = before.strip_suffix(CLOSE)?.len();
    let start = memchr::memrchr(b'>', view.get(end.saturating_sub(TAG_BYTES_MAX)..end)?)?
        + end.saturating_sub(TAG_BYTES_MAX)
        + 1;
    Some(start..end)
}

/// A start tag: where it opens, and its key.
struct Tag {
    open: usize,
    key: Range<usize>,
}

impl Tag {
    fn names_value(&self, view: &[u8]) -> bool {
        let key = view.get(self.key.clone()).unwrap_or_default();
        key.len() >= 5 && key[key.len() - 5..].eq_ignore_ascii_case(b"value")
    }
}

/// Attributes of XML have longer values than keys have names.
const TAG_BYTES_MAX: usize = 200;

fn tag_key(view: &[u8], at: usize) -> Option<Tag> {
    let from = at.saturating_sub(TAG_BYTES_MAX);
    let open = from + memchr::memrchr(b'<', view.get(from..at)?)?;
    let tag = view.get(open + 1..at)?;
    if !tag.first()?.is_ascii_alphabetic() || tag.last() == Some(&b'/') {
        return None;
    }
    let length =
        tag.iter().position(|b| !b.is_ascii_alphanumeric() && !b"_-.:".contains(b)).unwrap_or(tag.len());
    let named = if length < tag.len() { attribute(tag) } else { None };
    // The prefix of a namespace says nothing.
    let local = memchr::memchr(b':', tag.get(..length)?).map_or(0, |colon| colon + 1);
    let key =
        named.map_or(open + 1 + local..open + 1 + length, |name| open + 1 + name.start..open + 1 + name.end);
    Some(Tag { open, key })
}

/// The value of the attribute of a tag that says what its content is.
fn attribute(tag: &[u8]) -> Option<Range<usize>> {
    let start = [&b" Name="[..], b" name=", b" key=", b" Key=", b" label=", b" Label="]
        .iter()
        .find_map(|name| memchr::memmem::find(tag, name).map(|at| at + name.len()))?;
    // In a string of JSON the quote is escaped.
    let escape = tag.get(start..)?.iter().take_while(|b| matches!(**b, b'\\' | FILLER)).count();
    let start = start + escape + 1;
    let length = tag.get(start..)?.iter().position(|b| matches!(b, b'"' | b'\'' | &FILLER))?;
    Some(start..start + length)
}
