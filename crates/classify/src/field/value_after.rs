//! The value behind a separator.

use super::Style;
use super::key_before::Key;
use crate::view::FILLER;
use std::ops::Range;

/// The longest value without quotes or line end.
const LABEL_BYTES_MAX: usize = 512;

/// The value behind the separator at `at`; none where it is empty.
///
/// `unbroken` is what the last value behind `=` went through, so that keys inside it need not go through it again: a line
/// of nothing but keys would take time in proportion to its square.
pub(super) fn value_after(
    view: &[u8],
    at: usize,
    key: &Key,
    unbroken: &mut Range<usize>,
) -> Option<(Range<usize>, Style)> {
    let separator = *view.get(at)?;
    if separator == b'>' {
        // An escaped bracket stands as often as its escape has bytes.
        return quoted(view, at + 1, b'<')
            .filter(|(value, _)| view.get(past(view, value.end, b'<')) == Some(&b'/'));
    }
    let start = skip(view, at, separator, key)?;
    let start = pointed(view, start).unwrap_or(start);
    let (range, style) = match *view.get(start)? {
        b'\'' if is_doubled(view, start) => doubled(view, start + 2)?,
        quote @ (b'"' | b'\'') => quoted(view, start + 1, quote)?,
        open @ (b'{' | b'[' | b'<') => bracketed(view, start, open)
            .filter(|(value, _)| !is_scheme(view, open, value))
            .unwrap_or_else(|| bare(view, start, separator, unbroken)),
        _ if key.quoted && separator == b':' => {
            (start..until(view, start, |b| b",}] \t\r\n\"".contains(&b)), Style::Bare)
        }
        _ if separator == b':' && start == at + 1 && !key.quoted => match member(view, key, start) {
            Some(member) => (member, Style::Bare),
            None => bare(view, start, separator, unbroken),
        },
        _ if separator == b':' && !key.quoted => match flow_member(view, key, start) {
            Some(member) => (member, Style::Bare),
            None => bare(view, start, separator, unbroken),
        },
        _ => bare(view, start, separator, unbroken),
    };
    (!range.is_empty()).then_some((range, style))
}

/// `passwd = 0x55d0c83f1300 "X"`: of a pointer and what it points to, as debuggers print both, the text.
fn pointed(view: &[u8], start: usize) -> Option<usize> {
    const DIGITS: std::ops::RangeInclusive<usize> = 6..=16;
    let digits = view.get(start..)?.strip_prefix(b"0x")?;
    let length = digits.iter().take(*DIGITS.end()).take_while(|b| b.is_ascii_hexdigit()).count();
    let behind = digits.get(length..length + 2).filter(|_| DIGITS.contains(&length))?;
    (behind == b" \"").then_some(start + b"0x".len() + length + 1)
}

/// The end of the run of one byte that begins at `at`.
fn past(view: &[u8], at: usize, byte: u8) -> usize {
    until(view, at, |b| b != byte)
}

/// Where the array or object opens that is the value of a quoted key.
pub(super) fn container_at(view: &[u8], at: usize, key: &Key) -> Option<usize> {
    let separator = *view.get(at).filter(|separator| key.quoted && **separator != b'>')?;
    let start = skip(view, at, separator, key)?;
    matches!(view.get(start), Some(b'{' | b'[')).then_some(start)
}

/// Skips what stands between separator and value. `logname= uid=0` has an empty value: white space behind `=` counts
/// only where it also stands before.
fn skip(view: &[u8], at: usize, separator: u8, key: &Key) -> Option<usize> {
    let mut start = at + 1;
    while matches!(view.get(start), Some(b'=' | b'>')) {
        start += 1;
    }
    let blanks = separator == b':' || key.spaced || key.quoted;
    while matches!(view.get(start), Some(b' ' | b'\t' | &FILLER)) || is_escaped_quote(view, start, key) {
        if !blanks && !matches!(view.get(start), Some(b'\\' | &FILLER)) {
            return None;
        }
        start += 1;
    }
    Some(start)
}

/// The backslashes in front of a quote in JSON that is in a string of a string.
fn is_escaped_quote(view: &[u8], at: usize, key: &Key) -> bool {
    key.quoted && view.get(at) == Some(&b'\\') && matches!(view.get(at + 1), Some(b'\\' | b'"' | &FILLER))
}

/// Up to the quote that closes: an escaped one if the opening one was escaped, else a plain one.
fn quoted(view: &[u8], start: usize, quote: u8) -> Option<(Range<usize>, Style)> {
    let escaped = start >= 2 && view[start - 2] == FILLER;
    let rest = view.get(start..)?;
    let end = memchr::memchr_iter(quote, rest)
        .map(|found| start + found)
        .find(|&end| quote == b'<' || (view[end - 1] == FILLER) == escaped)
        .unwrap_or(view.len());
    let mut end = if escaped && end > start { end - 1 } else { end };
    while escaped && end > start && matches!(view[end - 1], b'\\' | FILLER) {
        end -= 1;
    }
    (start < end).then_some((start..end, Style::Quoted))
}

/// `N'… password=''X'''`: SQL doubles the quotes of a text in a text.
fn is_doubled(view: &[u8], start: usize) -> bool {
    let first = view.get(start + 2);
    view.get(start + 1) == Some(&b'\'') && first.is_some_and(|b| b.is_ascii_graphic() && !b"',);".contains(b))
}

fn doubled(view: &[u8], start: usize) -> Option<(Range<usize>, Style)> {
    const VALUE_BYTES_MAX: usize = 256;
    let rest = view.get(start..view.len().min(start + VALUE_BYTES_MAX))?;
    let length = memchr::memmem::find(rest, b"''")?;
    Some((start..start + length, Style::Quoted))
}

fn bracketed(view: &[u8], start: usize, open: u8) -> Option<(Range<usize>, Style)> {
    let close = match open {
        b'{' => b'}',
        b'[' => b']',
        _ => b'>',
    };
    let rest = view.get(start + 1..view.len().min(start + LABEL_BYTES_MAX))?;
    let length = memchr::memchr2(close, b'\n', rest)?;
    (rest.get(length) == Some(&close)).then_some((start + 1..start + 1 + length, Style::Quoted))
}

/// The `{SSHA}` in front of a stored password (RFC 2307, 5.3).
fn is_scheme(view: &[u8], open: u8, value: &Range<usize>) -> bool {
    open == b'{' && view.get(value.end + 1).is_some_and(u8::is_ascii_alphanumeric)
}

/// `{Name:Ann Lee Age:41}`: a member of an object as Go prints it, up to the next one or the end.
fn member(view: &[u8], key: &Key, start: usize) -> Option<Range<usize>> {
    const OBJECT_BYTES_MAX: usize = 512;
    const MEMBER_BYTES_MAX: usize = 80;
    let from = key.range.end.saturating_sub(OBJECT_BYTES_MAX);
    let brace = memchr::memrchr2(b'{', b'}', view.get(from..key.range.end)?)?;
    if view.get(from + brace) != Some(&b'{') {
        return None;
    }
    let rest = view.get(start..view.len().min(start + MEMBER_BYTES_MAX))?;
    let end = rest.iter().enumerate().position(|(at, byte)| {
        *byte == b'}' || *byte == b' ' && names_member(rest.get(at + 1..).unwrap_or_default())
    })?;
    (end > 0 && !rest.get(..end)?.iter().any(|b| b"{[\"'\n".contains(b))).then_some(start..start + end)
}

/// `{name: Ann Lee, mail: ann@mail.example}`: a member of a flow mapping of YAML (1.2, 7.4.2), up to the comma in front of the
/// next one or the bracket.
fn flow_member(view: &[u8], key: &Key, start: usize) -> Option<Range<usize>> {
    const MEMBER_BYTES_MAX: usize = 160;
    let front = view.get(..key.range.start)?.trim_ascii_end();
    if !matches!(front.last(), Some(b'{' | b',')) {
        return None;
    }
    let from = front.len().saturating_sub(LABEL_BYTES_MAX);
    let brace = memchr::memrchr3(b'{', b'}', b'\n', front.get(from..)?)?;
    if front.get(from + brace) != Some(&b'{') {
        return None;
    }
    let rest = view.get(start..view.len().min(start + MEMBER_BYTES_MAX))?;
    let end = rest.iter().enumerate().position(|(at, byte)| {
        *byte == b'}' || *byte == b',' && names_flow_member(rest.get(at + 1..).unwrap_or_default())
    })?;
    (end > 0 && !rest.get(..end)?.iter().any(|b| b"{[\"'\n".contains(b))).then_some(start..start + end)
}

/// A blank, a name, a colon and a blank.
fn names_flow_member(text: &[u8]) -> bool {
    let Some(text) = text.strip_prefix(b" ") else { return false };
    let name = text.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_-".contains(b)).count();
    name > 0 && text.get(name) == Some(&b':') && text.get(name + 1) == Some(&b' ')
}

/// A name with a capital, a colon and what is no blank.
fn names_member(text: &[u8]) -> bool {
    let name = text.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    text.first().is_some_and(u8::is_ascii_uppercase)
        && text.get(name) == Some(&b':')
        && text.get(name + 1).is_some_and(|b| !b.is_ascii_whitespace())
}

fn bare(view: &[u8], start: usize, separator: u8, unbroken: &mut Range<usize>) -> (Range<usize>, Style) {
    if separator == b'=' {
        if !unbroken.contains(&start) {
            *unbroken = start..until(view, start, |b| b.is_ascii_whitespace() || b"\"';\x1f".contains(&b));
        }
        return (start..unbroken.end, Style::Bare);
    }
    let limit = view.len().min(start + LABEL_BYTES_MAX);
    let mut end = until(view.get(..limit).unwrap_or(view), start, |b| b"\n\r\"\x1f".contains(&b));
    while end > start && view[end - 1].is_ascii_whitespace() {
        end -= 1;
    }
    (start..end, Style::Label)
}

fn until(view: &[u8], start: usize, stops: impl Fn(u8) -> bool) -> usize {
    view.iter().skip(start).position(|&b| stops(b)).map_or(view.len(), |length| start + length)
}
