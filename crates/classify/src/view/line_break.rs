//! The `\n` and `\t` of files, tables and messages that were written on one line and are no JSON (classification.md 2).
//!
//! A backslash may also be a path's or stand behind a domain: `\n` separates only where a key or indentation stands behind
//! it, or the header of a table in front.

use crate::field::table::Header;
use crate::key;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Turns the breaks of `bytes` into what they stand for; each escape stays two bytes long.
pub(super) fn unescape(bytes: &mut [u8]) {
    for (escape, stands_for) in ESCAPES.iter().zip([b'\n', b'\t', b'\n']) {
        if !is_proven(bytes, escape) {
            continue;
        }
        let mut at = 0;
        while let Some(found) = bytes.get(at..).and_then(|rest| escape.find(rest)) {
            at += found;
            if !is_in_path(bytes, at) {
                bytes[at..at + 2].fill(stands_for);
            }
            at += 2;
        }
    }
}

/// The last stands between the variables of a process (`/proc/PID/environ`).
static ESCAPES: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| [r"\n", r"\t", r"\0"].map(Finder::new));

/// Whether one of the escapes certainly is a break; then the others are breaks too.
fn is_proven(bytes: &[u8], escape: &Finder<'_>) -> bool {
    let mut breaks = escape.find_iter(bytes).peekable();
    let Some(&first) = breaks.peek() else { return false };
    let row = memchr::memchr(b'\n', bytes).unwrap_or(first);
    let header = bytes.get(..row).and_then(Header::read).is_some_and(|header| header.is_known());
    let calendar = bytes.starts_with(b"BEGIN:");
    header
        || calendar
        || is_table(bytes, first, escape)
        || is_block(bytes, escape)
        || breaks.any(|at| !is_in_path(bytes, at) && begins_line(&bytes[..at], &bytes[at + 2..]))
}

/// `Ann Lee\nSales Manager\nHarbour Foods`: lines that begin with a capital, which stands behind `\n` in no account's name.
fn is_block(bytes: &[u8], escape: &Finder<'_>) -> bool {
    const BREAKS_MIN: usize = 2;
    let begins = |at: &usize| {
        let behind = bytes.get(at + 2..at + 4).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        matches!(behind, [b'A'..=b'Z', b'a'..=b'z' | b' ' | b':'])
            && before.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || !b.is_ascii())
            && !is_in_path(bytes, *at)
    };
    escape.find_iter(bytes).filter(begins).nth(BREAKS_MIN - 1).is_some()
}

/// `facture;client;montant\nF-1;Dupont;12`: a row of names, and one of as many values.
fn is_table(bytes: &[u8], first: usize, escape: &Finder<'_>) -> bool {
    const SEPARATORS_MIN: usize = 2;
    let (header, rest) = (&bytes[..first], &bytes[first + 2..]);
    let row = &rest[..escape.find(rest).unwrap_or(rest.len())];
    let count = |text: &[u8]| memchr::memchr_iter(b';', text).count();
    count(header) >= SEPARATORS_MIN
        && count(header) == count(row)
        && header.iter().all(|b| b.is_ascii_alphabetic() || b"_;- ".contains(b) || !b.is_ascii())
}

/// `C:\temp\new` and `\\host\name`.
fn is_in_path(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    let start = before
        .iter()
        .rposition(|b| b.is_ascii_whitespace() || b"\"'=".contains(b))
        .map_or(0, |last| last + 1);
    let run = before.get(start..).unwrap_or_default();
    run.starts_with(br"\\") || memchr::memmem::find(run, br":\").is_some()
}

/// Longer words are no keys.
const KEY_BYTES_MAX: usize = 48;

/// Punctuation that ends a line of a letter, or a blank.
fn ends_sentence(before: &[u8]) -> bool {
    before.last().is_some_and(|b| b".,!?; ".contains(b))
}

/// A key and its separator, a section's heading, or indentation.
fn begins_line(before: &[u8], text: &[u8]) -> bool {
    let sentence = ends_sentence(before)
        && text
            .first()
            .is_some_and(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'+' || !b.is_ascii());
    if sentence
        || text.starts_with(b"  ")
        || text.starts_with(b"- ")
        || text.starts_with(br"\n")
        || text.starts_with(b"[")
        || text.starts_with(b">") && before.last().is_some_and(u8::is_ascii_uppercase)
    {
        return true;
    }
    let start = text.iter().take_while(|b| b" \"'#".contains(b)).count();
    let rest = text.get(start..).unwrap_or_default();
    let inside = |b: &u8| b.is_ascii_alphanumeric() || b"_.- ".contains(b) || !b.is_ascii();
    let length = rest.iter().take(KEY_BYTES_MAX).take_while(|b| inside(b)).count();
    let name = rest.get(..length).unwrap_or_default();
    match rest.get(length) {
        Some(b'=') => length >= 2 && !name.contains(&b' ') || name.ends_with(b" "),
        Some(b':') => length >= 2 && !begins_with_name(name) && key::lookup(b"", name).is_some(),
        _ => false,
    }
}

/// `ACME\nathan Source Host:`: small letters in front of a label with capitals are the rest of a name.
fn begins_with_name(label: &[u8]) -> bool {
    let blank = memchr::memchr(b' ', label).unwrap_or(label.len());
    let (first, rest) = label.split_at(blank);
    first.first().is_some_and(u8::is_ascii_lowercase) && rest.iter().any(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut bytes = text.as_bytes().to_vec();
        unescape(&mut bytes);
        assert_eq!(String::from_utf8_lossy(&bytes), expected);
    }

    #[test]
    fn breaks_in_front_of_keys_and_behind_headers_separate() {
        check(r"DB_HOST=a\nDB_USER=b\nx", "DB_HOST=a\n\nDB_USER=b\n\nx");
        check(r"a: x\nsurname: y", "a: x\n\nsurname: y");
        check(r"login,password\nbob,x", "login,password\n\nbob,x");
        check(r"a;b;c\nF;G;H", "a;b;c\n\nF;G;H");
        check(r"ID  LOGON TIME\n>bob", "ID  LOGON TIME\n\n>bob");
        check(r"hostname\tmac\nPC-1\tx", "hostname\t\tmac\n\nPC-1\t\tx");
        check(r"Computer=a\tUser=C\delv", "Computer=a\t\tUser=C\\delv");
    }

    #[test]
    fn backslashes_of_paths_and_domains_stay() {
        for text in [
            r"C:\temp\new=1",
            r"ACME\nathan: denied",
            r"\\srv\nas=1",
            r"user ACME\tom logged in",
            r"User: ACME\nathan Source Host: x",
        ] {
            check(text, text);
        }
    }
}
