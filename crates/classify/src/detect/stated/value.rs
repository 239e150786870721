//! Whether a run of a sentence is a password or a code (classification.md 4.1, 5.4).

use crate::detect::guid;
use crate::detect::user::is_placeholder;
use crate::line::Line;
use crate::vocabulary::{LINKING_WORDS, NOT_A_NAME, PASSWORD_STATES};

/// Four to ten digits, or groups of letters and digits joined by a hyphen.
pub(super) fn is_code(text: &[u8]) -> bool {
    // `7788#`, as a keypad takes it.
    let text = text.strip_suffix(b"#").unwrap_or(text);
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    let number = (4..=10).contains(&digits) && text.iter().all(|b| b.is_ascii_digit() || b"- ".contains(b));
    let groups: Vec<usize> = text.split(|b| *b == b'-').map(<[u8]>::len).collect();
    let date = matches!(groups.as_slice(), [4, 2, 2] | [2, 2, 4]);
    let grouped = groups.len() >= 2
        && groups.iter().all(|length| (4..=8).contains(length))
        && text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
        && (digits > 0 || text.iter().any(u8::is_ascii_uppercase) && text.iter().any(u8::is_ascii_lowercase));
    (number || grouped && text.iter().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase()))
        && !date
        && text.len() <= 48
        && !guid::is_guid(text)
}

/// `SMTP`, `VPN`: what a password is for, in front of it.
pub(in crate::detect) fn is_acronym(text: &[u8]) -> bool {
    const BYTES: std::ops::RangeInclusive<usize> = 2..=6;
    BYTES.contains(&text.len()) && text.iter().all(u8::is_ascii_uppercase)
}

/// A run with letters and digits, or with a symbol that no ordinary word has.
pub(in crate::detect) fn is_password(line: &Line<'_>, text: &[u8]) -> bool {
    let count = |kind: fn(&u8) -> bool| text.iter().filter(|b| kind(b)).count();
    let (letters, digits) = (count(u8::is_ascii_alphabetic), count(u8::is_ascii_digit));
    let symbol = text.iter().any(|b| b"!#$%^&*+=~_@?".contains(b));
    let stem = &text[..text.iter().take_while(|b| b.is_ascii_alphabetic()).count()];
    (6..=64).contains(&text.len())
        && letters >= 2
        && (digits >= 1 || symbol)
        && is_typed(text)
        && !text.starts_with(b"0x")
        && !is_named_value(text)
        && !is_mail(text)
        && !is_placeholder(text)
        && !NOT_A_NAME.has(stem)
        && !guid::is_guid(text)
        && !LINKING_WORDS.has(text)
        // `Login or password incorrect!`
        && !PASSWORD_STATES.has(text.strip_suffix(b"!").or_else(|| text.strip_suffix(b"?")).unwrap_or_default())
        && line.context.known(text).is_none()
        && line.context.domain(text).is_none()
        && !line.context.is_tenant_server(text)
        && !line.context.is_vendor_server(text)
}

/// Letters of any script and the signs of a keyboard that stand inside a run: `Forêt-9`. Typographic quotes are the sentence's.
fn is_typed(text: &[u8]) -> bool {
    let sign = |c: char| c.is_ascii_graphic() && !"/\\|<>()[]{}\"".contains(c);
    std::str::from_utf8(text)
        .is_ok_and(|text| text.chars().all(|c| sign(c) || !c.is_ascii() && c.is_alphabetic()))
}

/// `key=value`, `key:value`, a time, `snake_case`.
fn is_named_value(text: &[u8]) -> bool {
    let word = |b: &u8| b.is_ascii_alphabetic() || *b == b'_' || *b == b'-' || *b == b'.';
    let name = text.iter().take_while(|b| word(b)).count();
    name == text.len() || name >= 2 && matches!(text.get(name), Some(b'=' | b':')) || text.contains(&b':')
}

fn is_mail(text: &[u8]) -> bool {
    let domain = memchr::memchr(b'@', text).map(|at| &text[at + 1..]).unwrap_or_default();
    let top = domain.rsplit(|b| *b == b'.').next().unwrap_or_default();
    domain.len() > top.len() && top.len() >= 2 && top.iter().all(u8::is_ascii_alphabetic)
}
