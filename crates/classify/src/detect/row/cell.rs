//! What a cell of a row holds, by its form.

use super::{is_phone, naming};
use crate::detect::{guid, user};
use crate::vocabulary::{LEVELS, LOGIN_WORDS, NOT_A_NAME, ORDINARY_WORDS};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Mail,
    Url,
    Address,
    Phone,
    /// Small letters and what joins them in accounts' names.
    Account,
    /// One word with a capital.
    Capitalised,
    /// Words.
    Words,
    /// A number of a row.
    Number,
    Other,
}

pub(super) fn kind(text: &[u8]) -> Kind {
    let letter = |b: &u8| b.is_ascii_alphabetic() || !b.is_ascii() || b"-'".contains(b);
    match text {
        [] => Kind::Other,
        _ if is_url(text) => Kind::Url,
        _ if is_mail(text) => Kind::Mail,
        _ if naming::is_address(text) => Kind::Address,
        _ if is_phone(text) => Kind::Phone,
        _ if text.iter().all(u8::is_ascii_digit) => Kind::Number,
        _ if text.contains(&b' ') => Kind::Words,
        _ if is_account(text) => Kind::Account,
        [first, rest @ ..]
            if (first.is_ascii_uppercase() || !first.is_ascii()) && text.iter().all(letter) =>
        {
            if rest.iter().any(u8::is_ascii_lowercase) && !NOT_A_NAME.has(text) && !ORDINARY_WORDS.has(text) {
                Kind::Capitalised
            } else {
                Kind::Other
            }
        }
        _ => Kind::Other,
    }
}

fn is_url(text: &[u8]) -> bool {
    (text.starts_with(b"https://") || text.starts_with(b"http://")) && !text.contains(&b' ')
}

fn is_mail(text: &[u8]) -> bool {
    memchr::memchr(b'@', text).is_some_and(|at| at > 0 && text[at + 1..].contains(&b'.'))
        && !text.contains(&b' ')
}

fn is_account(text: &[u8]) -> bool {
    let joins = |b: &u8| b.is_ascii_alphanumeric() || b"._-".contains(b);
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    let hexadecimal = text.len() >= 8 && digits > 0 && text.iter().all(u8::is_ascii_hexdigit);
    (3..=32).contains(&text.len())
        && text.first().is_some_and(u8::is_ascii_lowercase)
        && text.iter().all(joins)
        && text.iter().filter(|b| b.is_ascii_lowercase()).count() + digits + 2 >= text.len()
        && !hexadecimal
        && !ORDINARY_WORDS.has(text)
        && !LOGIN_WORDS.has(text)
        && !LEVELS.has(text)
        && !user::is_placeholder(text)
        && !user::is_program(text)
        && !is_file(text)
}

/// `report.pdf`: a name and a short ending.
fn is_file(text: &[u8]) -> bool {
    let ending = memchr::memrchr(b'.', text).map_or(&b""[..], |dot| &text[dot + 1..]);
    (2..=4).contains(&ending.len()) && ending.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// A run of at least two kinds of characters that is no number, date, identifier, file or address.
pub(in crate::detect) fn is_secret(text: &[u8]) -> bool {
    let has = |kind: fn(&u8) -> bool| usize::from(text.iter().any(kind));
    let letters = has(u8::is_ascii_lowercase) + has(u8::is_ascii_uppercase);
    let sign = has(|b| !b.is_ascii_alphanumeric() && !b"-_.:".contains(b));
    let hexadecimal = text.len() >= 32 && text.iter().all(u8::is_ascii_hexdigit);
    (6..=64).contains(&text.len())
        && letters > 0
        && has(u8::is_ascii_digit) + sign > 0
        && !text.contains(&b' ')
        && !hexadecimal
        && !guid::is_guid(text)
        && !is_file(text)
        && !user::is_placeholder(text)
        && matches!(kind(text), Kind::Other | Kind::Account)
        && !is_time(text)
}

/// `2026-03-05T10:15:32Z`.
fn is_time(text: &[u8]) -> bool {
    text.iter().filter(|b| b.is_ascii_digit()).count() * 2 > text.len()
        && text.iter().any(|b| b"-:/".contains(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_cells() {
        for (text, expected) in [
            ("ann.lee@x.example", Kind::Mail),
            ("https://x.example/login", Kind::Url),
            ("192.0.2.7", Kind::Address),
            ("alee2", Kind::Account),
            ("report.pdf", Kind::Other),
            ("Lee", Kind::Capitalised),
            ("Ann Lee", Kind::Words),
            ("2026-03-05", Kind::Other),
        ] {
            assert_eq!(kind(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn secrets_are_told_from_dates_files_and_identifiers() {
        assert!(is_secret(b"Zebra77Lamp") && is_secret(b"k9#Lmz!27q"));
        for text in
            ["2026-03-05T10:15:32Z", "report2.pdf", "d41d8cd98f00b204e9800998ecf8427e", "GET", "******1"]
        {
            assert!(!is_secret(text.as_bytes()), "{text}");
        }
    }
}
