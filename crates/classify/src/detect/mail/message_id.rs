//! Identifiers of messages, `<random@host>` (classification.md 5.2).

use super::Address;
use crate::detect::host;
use crate::key::KeyClass;
use crate::line::Line;

/// `…,8821300471,<a1f0c2d9@mx1.example.org>,…`: a cell of a row, where an address has no brackets.
fn is_cell(line: &Line<'_>, address: &Address) -> bool {
    let (open, close) = (address.local.start.saturating_sub(1), address.domain.end + 1);
    let digits = line.slice(address.local.clone()).iter().any(u8::is_ascii_digit);
    let separator = line.byte_before(open).filter(|b| b",;\t|".contains(b));
    let quoted = line.slice(0..open).ends_with(b",\"") && line.byte(close) == Some(b'"');
    digits && (separator.is_some() && line.byte(close) == separator || quoted)
}

/// `<random@host>`: the local part of a message id is nothing, its domain follows its own rules (5.2).
pub(super) fn is_it(line: &Line<'_>, address: &Address) -> bool {
    let bracketed =
        line.byte_before(address.local.start) == Some(b'<') && line.byte(address.domain.end) == Some(b'>');
    // The identifier is the first word of its field, which may go on to the end of the line.
    let keyed = line.fields.at(address.local.start).is_some_and(|field| {
        field.class == KeyClass::MessageId && line.blank_after(field.value.start) > address.local.start
    });
    let called = line
        .word_before(address.local.start)
        .map(|word| line.slice(word.start..word.end))
        .unwrap_or_default();
    let named = [&b"message"[..], b"message-id", b"msgid", b"id"]
        .iter()
        .any(|name| called.eq_ignore_ascii_case(name));
    keyed
        || is_mail_identifier(line, address)
        || bracketed && named
        || bracketed && (is_random(line.slice(address.local.clone())) || begins_with_host(line, address))
        || bracketed && is_cell(line, address)
}

/// `DB6PR04MB3206F0A1@DB6PR04MB3206.example.org`: an identifier that begins with the host that made it.
fn begins_with_host(line: &Line<'_>, address: &Address) -> bool {
    const HOST_BYTES_MIN: usize = 6;
    let domain = line.slice(address.domain.clone());
    let host = &domain[..host::short_length(domain)];
    host.len() >= HOST_BYTES_MIN
        && host.iter().any(u8::is_ascii_digit)
        && line.slice(address.local.clone()).starts_with(host)
}

/// Exim's `id=…@…`.
fn is_mail_identifier(line: &Line<'_>, address: &Address) -> bool {
    let start = address.local.start;
    line.slice(start.saturating_sub(4)..start) == b" id=" && memchr::memmem::find(line.view, b" P=").is_some()
}

fn is_random(local: &[u8]) -> bool {
    let count = |kind: fn(&u8) -> bool| local.iter().filter(|b| kind(b)).count();
    let (upper, lower, digits) =
        (count(u8::is_ascii_uppercase), count(u8::is_ascii_lowercase), count(u8::is_ascii_digit));
    local.len() >= 16 && (upper >= 2 && lower >= 2 && digits >= 1 || digits >= 8)
}
