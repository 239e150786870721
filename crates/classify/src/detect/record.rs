//! Lines of files whose fields are joined by colons: `passwd` (passwd(5)) and PostgreSQL's `.pgpass`
//! (classification.md 4.1 `password`, 4.2 `person_name` and `username`).

use super::{person, row, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    relay(line, found);
    scheme(line, found);
    shared(line, found);
    client(line, found);
    let mut start = 0;
    while begins_record(line, start) {
        let rest = line.slice(start..line.view.len());
        let end = start + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        fields(line, found, start..end);
        start = line.run(end, |b| b == b'\n');
    }
}

/// `[smtp.example.net]:587 joe:X` of a mail server's credentials, `static:joe:X` of its lookup tables: a name and its
/// password at the end of the line.
fn relay(line: &Line<'_>, found: &mut Vec<Span>) {
    let end = line.view.trim_ascii_end().len();
    let start = line.run_back(end, |b| !b.is_ascii_whitespace());
    let listed = line.slice(start..end).starts_with(b"static:");
    let start = if listed { start + b"static:".len() } else { start };
    let open = memchr::memchr(b'[', line.slice(0..start))
        .filter(|at| *at == 0 || line.byte_before(*at) == Some(b' '));
    let keyed = open.is_some_and(|open| is_relay(line.slice(open..start)));
    if !(listed || keyed) {
        return;
    }
    let name = start..line.run(start, |b| b != b':').min(end);
    let secret = (name.end + 1).min(end)..end;
    // `Endpoint=sb://…`: an address.
    let address = line.slice(secret.clone()).starts_with(b"//") || line.slice(name.clone()).contains(&b'=');
    if !name.is_empty() && secret.len() >= 4 && !address && !user::is_placeholder(line.slice(secret.clone()))
    {
        user::judge(line, found, name, user::Position::Cue);
        push(line, found, secret, Entity::Password);
    }
}

/// `joe:{PLAIN}X:1001:1001::/srv/joe::` of Dovecot's files (and of LDAP's `userPassword`): the scheme names what follows.
fn scheme(line: &Line<'_>, found: &mut Vec<Span>) {
    const PLAIN: [&[u8]; 4] = [b"PLAIN", b"CLEAR", b"CLEARTEXT", b"PLAIN-TRUNC"];
    let name = 0..line.run(0, |b| b.is_ascii_alphanumeric() || b"._-@".contains(&b));
    if name.is_empty() || line.slice(name.end..name.end + 2) != b":{" {
        return;
    }
    let word = name.end + 2..line.run(name.end + 2, |b| b != b'}' && b.is_ascii_graphic());
    let secret = word.end + 1..line.run(word.end + 1, |b| b != b':' && !b.is_ascii_whitespace());
    if line.byte(word.end) == Some(b'}') && line.slice(word.clone()).iter().all(|b| !b.is_ascii_lowercase()) {
        user::judge(line, found, name, user::Position::Cue);
        if PLAIN.contains(&line.slice(word)) {
            push(line, found, secret, Entity::Password);
        }
    }
}

/// `joe : EAP "X"`, `192.0.2.7 : PSK "X"` of strongSwan's secrets (ipsec.secrets(5)).
fn shared(line: &Line<'_>, found: &mut Vec<Span>) {
    const KINDS: [&[u8]; 6] = [b"EAP", b"PSK", b"XAUTH", b"NTLM", b"PIN", b"PKCS12"];
    let name = 0..line.run(0, |b| b.is_ascii_alphanumeric() || b"._-@\\".contains(&b));
    let colon = line.run(name.end, |b| b == b' ');
    let kind = line.run(colon + 1, |b| b == b' ');
    let kind = kind..line.run(kind, |b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let open = line.run(kind.end, |b| b == b' ');
    let is_it =
        line.byte(colon) == Some(b':') && KINDS.contains(&line.slice(kind)) && line.byte(open) == Some(b'"');
    if !is_it {
        return;
    }
    let secret = open + 1..line.run(open + 1, |b| b != b'"');
    if !secret.is_empty() {
        push(line, found, secret, Entity::Password);
    }
    if line.slice(name.clone()).iter().any(u8::is_ascii_alphabetic) {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// `smtp.example.net:joe:X` of Exim's and others' client files: a host, and an account with its password.
fn client(line: &Line<'_>, found: &mut Vec<Span>) {
    // Most lines have a blank in front of their first colon, or nothing that could be a host.
    let first = line.run(0, |b| b.is_ascii_alphanumeric() || b"*.-".contains(&b));
    if line.byte(first) != Some(b':') || !line.slice(0..first).contains(&b'.') {
        return;
    }
    let end = line.view.trim_ascii_end().len();
    let mut parts = line.slice(0..end).split(|b| *b == b':').map(<[u8]>::len);
    let (Some(host), Some(name), Some(secret), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return;
    };
    let pattern = line.slice(0..host);
    let name = host + 1..host + 1 + name;
    let secret = name.end + 1..name.end + 1 + secret;
    let hosts = pattern.strip_prefix(b"*.").unwrap_or(pattern);
    let named = hosts.contains(&b'.')
        && is_host(hosts)
        && hosts.rsplit(|b| *b == b'.').next().is_some_and(|top| top.iter().all(u8::is_ascii_alphabetic))
        && line.slice(name.clone()).first().is_some_and(u8::is_ascii_alphabetic)
        && line.slice(name.clone()).iter().all(|b| b.is_ascii_alphanumeric() || b"._-@".contains(b));
    if named && row::is_secret(line.slice(secret.clone())) {
        user::judge(line, found, name, user::Position::Cue);
        push(line, found, secret, Entity::Password);
    }
}

/// A host in brackets, and possibly its port.
fn is_relay(text: &[u8]) -> bool {
    let text = text.trim_ascii_end();
    let Some(close) = memchr::memchr(b']', text) else { return false };
    let host = &text[1..close];
    let port = text.get(close + 1..).unwrap_or_default();
    let numbered = port.is_empty()
        || port.first() == Some(&b':') && port.len() > 1 && port[1..].iter().all(u8::is_ascii_digit);
    host.contains(&b'.') && is_host(host) && host.iter().any(u8::is_ascii_alphabetic) && numbered
}

/// A name, or `*` for any, and a colon with no blank behind it.
fn begins_record(line: &Line<'_>, start: usize) -> bool {
    let first = if start == 0 { line.words.first() } else { line.word_from(start) };
    let name = first.filter(|word| word.start == start).map_or(start + 1, |word| word.end);
    if line.byte(name) != Some(b':') {
        return false;
    }
    let second = line.run(name + 1, |b| b.is_ascii_digit() || b"x*!".contains(&b));
    line.byte(second) == Some(b':')
        && line.byte(name + 1).is_some_and(|b| b.is_ascii_digit() || b"x*!".contains(&b))
        // The date and hour of a time have no dot.
        && (!line.byte(start).is_some_and(|b| b.is_ascii_digit()) || line.slice(start..name).contains(&b'.'))
        && is_host(line.slice(start..name))
}

fn fields(line: &Line<'_>, found: &mut Vec<Span>, record: Range<usize>) {
    let mut parts = [0..0, 0..0, 0..0, 0..0, 0..0, 0..0, 0..0];
    let mut count = 0;
    let mut at = record.start;
    while at <= record.end {
        let mut end = line.run(at, |b| b != b':' && b != b'\n').min(record.end);
        // A backslash takes the colon into the field.
        while line.byte_before(end) == Some(b'\\') && end < record.end {
            end = line.run(end + 1, |b| b != b':' && b != b'\n').min(record.end);
        }
        let Some(part) = parts.get_mut(count) else { return };
        (*part, count, at) = (at..end, count + 1, end + 1);
    }
    let text = |part: &Range<usize>| line.slice(part.clone());
    let number = |part: &Range<usize>| !part.is_empty() && text(part).iter().all(u8::is_ascii_digit);
    let [name, second, third, fourth, fifth, ..] = &parts;
    if count == 7 && number(third) && number(fourth) && matches!(text(second), b"x" | b"*" | b"!") {
        user::judge(line, found, name.clone(), user::Position::Cue);
        let full = fifth.start..line.run(fifth.start, |b| b != b',' && b != b':').min(fifth.end);
        person::judge_name(line, found, full);
    }
    // `wheel:x:10:joe,ann` of group(5).
    if count == 4 && number(third) && matches!(text(second), b"x" | b"*" | b"!") {
        let mut start = fourth.start;
        for member in text(fourth).split(|b| *b == b',') {
            user::judge(line, found, start..start + member.len(), user::Position::Cue);
            start += member.len() + 1;
        }
    }
    let blank = line.slice(record.clone()).contains(&b' ');
    let port = second.len() <= 5 && number(second) || text(second) == b"*";
    if count == 5
        && !blank
        && port
        && is_host(text(name))
        && !fifth.is_empty()
        && text(fourth).iter().any(u8::is_ascii_alphabetic)
    {
        user::judge(line, found, fourth.clone(), user::Position::Cue);
        if !user::is_placeholder(text(fifth)) {
            push(line, found, fifth.clone(), Entity::Password);
        }
    }
}

fn is_host(text: &[u8]) -> bool {
    text == b"*"
        || text.len() >= 2
            && text.iter().any(u8::is_ascii_alphanumeric)
            && text.iter().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(b))
}
