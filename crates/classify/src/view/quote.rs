//! Quotes that are escaped in a text which is no JSON (`msg="login user=\\"joe\\""` of logfmt), or in a text in a text of JSON.

use super::FILLER;
use memchr::{memchr, memmem};

/// How far behind an escaped quote the one that closes may stand.
const VALUE_BYTES_MAX: usize = 1024;

/// Turns the backslashes of pairs of escaped quotes into [`FILLER`]s: the first of a pair stands behind what parts values, and the
/// second has as many backslashes.
pub(super) fn mark_pairs(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(open) = bytes.get(at..).and_then(|rest| memchr(b'\\', rest)).map(|found| at + found) {
        let start = open + bytes[open..].iter().take_while(|b| **b == b'\\').count();
        at = start;
        let is_quote = matches!(bytes.get(start), Some(b'"' | b'\''));
        if !is_quote || !is_apart(bytes, open) {
            continue;
        }
        let closing = &bytes[open..=start];
        let reach = bytes.len().min(start + 1 + VALUE_BYTES_MAX);
        if let Some(length) = memmem::find(&bytes[start + 1..reach], closing) {
            let (close, run) = (start + 1 + length, start - open);
            bytes[open..start].fill(FILLER);
            bytes[close..close + run].fill(FILLER);
            at = close + run + 1;
        }
    }
}

/// Turns the backslashes that are left in front of an escaped quote that opens into [`FILLER`]s.
pub(super) fn mark_nested(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(filler) = bytes.get(at..).and_then(|rest| memchr(FILLER, rest)).map(|found| at + found) {
        at = filler + 1;
        let run = bytes[..filler].iter().rev().take_while(|b| **b == b'\\').count();
        if bytes.get(at) == Some(&b'"') && is_apart(bytes, filler - run) {
            bytes[filler - run..filler].fill(FILLER);
        }
    }
}

/// Whether what stands in front of `at` parts values.
fn is_apart(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|b| b" =:([{,;".contains(b))
}

#[cfg(test)]
mod tests {
    use super::super::View;
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut view = View::default();
        view.read(text.as_bytes());
        let shown = String::from_utf8_lossy(view.bytes()).replace(char::from(FILLER), "^");
        assert_eq!(shown, expected);
    }

    #[test]
    fn pairs_of_escaped_quotes() {
        check(r#"msg="user=\"joe\" x""#, r#"msg="user=^"joe^" x""#);
        check(r"user=\'joe\'", "user=^'joe^'");
        check(r#"x={\\\"a\\\"}"#, r#"x={^^^"a^^^"}"#);
        check(r#""C:\a b\", "D:\c\""#, r#""C:\a b\", "D:\c\""#);
        check(r#"user=\"joe"#, r#"user=\"joe"#);
    }

    #[test]
    fn quotes_in_a_text_in_a_text() {
        check(r#"{"m":"user=\\\"joe\\\""}"#, r#"{"m":"user=^^^"joe\\^""}"#);
        check(r#"{"m":"C:\\d\\"}"#, r#"{"m":"C:\\d\\"}"#);
    }
}
