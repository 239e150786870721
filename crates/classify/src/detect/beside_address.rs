//! Who came from an address, in the word beside it (classification.md 4.2 `username`).

use super::naming::is_address;
use super::novel::is_improbable;
use super::user;
use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

const FROM: &[u8] = b" from ";

/// Judges the word beside what has dots and may be an address; most of it is a number or a version.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, address: &Range<usize>) {
    let words = [column_behind(line, address), tied(line, address)];
    let is_name = |word: &Range<usize>| {
        is_address(line.slice(address.clone()))
            && (is_improbable(line.slice(word.clone())) || acts(line, word))
    };
    if let Some(name) = words.into_iter().flatten().find(is_name) {
        user::judge(line, found, name, user::Position::Cue);
    }
}

fn name_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"._-".contains(&b)
}

/// The word from `start` on, if a blank follows it.
fn word_behind(line: &Line<'_>, start: usize) -> Option<Range<usize>> {
    let end = line.run(start, name_byte);
    (line.byte(end) == Some(b' ')).then_some(start..end)
}

/// `192.0.2.7 joe WORKGROUP` of appliances.
fn column_behind(line: &Line<'_>, address: &Range<usize>) -> Option<Range<usize>> {
    let is_column = line.byte(address.end) == Some(b' ') && line.byte_before(address.start) == Some(b' ');
    if is_column { word_behind(line, address.end + 1) } else { None }
}

/// `192.0.2.7 joe GET /`, `[192.0.2.7] joe PLAIN`: whose method or mechanism stands behind the word.
fn acts(line: &Line<'_>, word: &Range<usize>) -> bool {
    const VERBS: [&[u8]; 13] = [
        b"GET",
        b"POST",
        b"PUT",
        b"HEAD",
        b"DELETE",
        b"PATCH",
        b"OPTIONS",
        b"PROPFIND",
        b"PLAIN",
        b"LOGIN",
        b"GSSAPI",
        b"plaintext",
        b"SASL",
    ];
    let verb = word.end + 1..line.run(word.end + 1, |b| b.is_ascii_alphabetic());
    line.byte(word.end) == Some(b' ')
        && !is_mechanism(line.slice(word.clone()))
        && line.slice(word.clone()).iter().any(u8::is_ascii_alphabetic)
        && line.byte(verb.end).is_none_or(|b| b" +(".contains(&b))
        && VERBS.contains(&line.slice(verb))
}

/// A mechanism of SASL, and how its session is protected (`PLAIN+TLS`).
fn is_mechanism(word: &[u8]) -> bool {
    [&b"PLAIN"[..], b"LOGIN", b"GSSAPI", b"CRAM-MD5", b"DIGEST-MD5", b"SCRAM-SHA", b"plaintext", b"XOAUTH2"]
        .iter()
        .any(|name| word.starts_with(name))
}

/// The word that a sign or `from` ties to the address.
fn tied(line: &Line<'_>, address: &Range<usize>) -> Option<Range<usize>> {
    if line.slice(address.end..address.end + 2) == b"] " {
        // `login: host [192.0.2.7] joe PLAIN`, `badlogin: host [192.0.2.7] PLAIN joe SASL(-13): …`.
        let word = word_behind(line, address.end + 2)?;
        let first = is_mechanism(line.slice(word.clone()));
        return if first { word_behind(line, word.end + 1) } else { Some(word) };
    }
    if line.byte_before(address.start) == Some(b'/') {
        return before_slash(line, address);
    }
    if line.slice(address.start.saturating_sub(FROM.len())..address.start) == FROM {
        // `(joe from 192.0.2.7)`.
        let end = address.start - FROM.len();
        return Some(line.run_back(end, name_byte)..end);
    }
    if line.slice(address.end..address.end + 2) == b" (" {
        // `192.0.2.7 (joe) {38 vars` of uWSGI.
        let start = address.end + 2;
        let name = start..line.run(start, name_byte);
        return (line.slice(name.end..name.end + 3) == b") {").then_some(name);
    }
    if line.slice(address.start.saturating_sub(2)..address.start) == b"]:" {
        // `main[joe]:192.0.2.7:40113`.
        let end = address.start - 2;
        let name = line.run_back(end, name_byte)..end;
        return (line.byte_before(name.start) == Some(b'[')).then_some(name);
    }
    if line.slice(address.start.saturating_sub(2)..address.start) == b" (" {
        return in_front(line, address);
    }
    quoted(line, address)
}

/// `joe (192.0.2.7)` where a message begins.
fn in_front(line: &Line<'_>, address: &Range<usize>) -> Option<Range<usize>> {
    let end = address.start - 2;
    let name = line.run_back(end, name_byte)..end;
    let begins = name.start == 0 || line.slice(name.start.saturating_sub(2)..name.start) == b"] ";
    (begins && line.byte(address.end) == Some(b')')).then_some(name)
}

/// `joe/192.0.2.7:51122` of `OpenVPN`. `zlib/1.2.3.4` is a version; behind an address stands its port.
fn before_slash(line: &Line<'_>, address: &Range<usize>) -> Option<Range<usize>> {
    let end = address.start - 1;
    let name = line.run_back(end, name_byte)..end;
    let has_port = line.byte(address.end) == Some(b':')
        && line.byte(address.end + 1).is_some_and(|b| b.is_ascii_digit());
    let is_apart = line.byte_before(name.start).is_none_or(|b| b.is_ascii_whitespace());
    (has_port && is_apart).then_some(name)
}

/// `"joe" 192.0.2.7`, `192.0.2.7 "joe"`.
fn quoted(line: &Line<'_>, address: &Range<usize>) -> Option<Range<usize>> {
    let before = address.start.saturating_sub(2);
    let name = if line.slice(before..address.start) == b"\" " {
        line.run_back(before, |b| b != b'"')..before
    } else if line.slice(address.end..address.end + 2) == b" \"" {
        let start = address.end + 2;
        start..line.run(start, |b| b != b'"')
    } else {
        return None;
    };
    (line.byte_before(name.start) == Some(b'"') && line.byte(name.end) == Some(b'"')).then_some(name)
}
