//! The colon behind the prefix of an element's namespace: `<contact:addr>`, `</contact:addr>`. Nothing is said of what stands
//! behind it (Namespaces in XML 1.0, 4).

use std::ops::Range;

/// No element has a longer name.
const NAME_BYTES_MAX: usize = 80;

/// Whether what stands in front of the colon at `colon` is such a prefix. `<user:joe> logged in` has a name in brackets.
pub(super) fn is_prefix(view: &[u8], prefix: &Range<usize>, colon: usize) -> bool {
    let front = view.get(prefix.start.saturating_sub(2)..prefix.start).unwrap_or_default();
    if view.get(colon) != Some(&b':') || !front.ends_with(b"<") && front != b"</" {
        return false;
    }
    let rest = view.get(colon + 1..).unwrap_or_default();
    let inside = |b: &&u8| b.is_ascii_alphanumeric() || b"_-.".contains(b);
    let length = rest.iter().take(NAME_BYTES_MAX).take_while(inside).count();
    let behind = rest.get(length..).unwrap_or_default();
    length > 0
        && match behind {
            [b'>', ..] if front == b"</" => true,
            [b'>', next, ..] => !next.is_ascii_whitespace(),
            [b'/', b'>', ..] => true,
            [b' ', attribute @ ..] => begins_with_attribute(attribute),
            _ => false,
        }
}

/// `xmlns="…`.
fn begins_with_attribute(text: &[u8]) -> bool {
    let inside = |b: &&u8| b.is_ascii_alphanumeric() || b"_-.:".contains(b);
    let length = text.iter().take(NAME_BYTES_MAX).take_while(inside).count();
    length > 0 && matches!(text.get(length..length + 2), Some(b"=\"" | b"='" | b"=\x1f"))
}
