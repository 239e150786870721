//! Account names beside the phrases of `data/cues.txt`: in front of one, in lists, in brackets (classification.md 4.2).

use super::colon::mac;
use super::{host, naming, person, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{LEVELS, ORDINARY_WORDS};
use crate::word::is_any;
use std::ops::Range;

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-!$".contains(&byte) || !byte.is_ascii()
}

/// The account in front of the phrase at `start`: `[joe] OK LOGIN:`, `joe : TTY=`.
pub(super) fn before(line: &Line<'_>, found: &mut Vec<Span>, phrase: &Range<usize>) {
    let start = phrase.start;
    let mut end = line.run_back(start, |b| b" ],:'\"`>\x1f".contains(&b));
    // `joe - logged on`.
    if line.slice(end.saturating_sub(2)..end) == b" -" {
        end = line.run_back(end - 2, |b| b == b' ');
    }
    // `joe has logged in`.
    let auxiliary =
        [&b"has"[..], b"had", b"is", b"was", b"now", b"successfully", b"previously", b"recently", b"already"];
    while let Some(word) = line
        .word_before(end)
        .filter(|word| word.end == end && auxiliary.contains(&line.slice(word.start..word.end)))
    {
        end = line.run_back(word.start, |b| b" '\"\x1f]".contains(&b));
    }
    // `joe from laptop.example.org not allowed`.
    if let Some(origin) = line.word_before(end).filter(|word| word.end == end)
        && line.slice(origin.start.saturating_sub(6)..origin.start) == b" from "
    {
        host::judge(line, found, origin.start..origin.end, host::Role::Client);
        end = origin.start - 6;
    }
    let mut from = line.run_back(end, is_name_byte);
    while matches!(line.byte(from), Some(b'.' | b'-')) && from < end {
        from += 1;
    }
    let name = line.slice(from..end);
    // `user joe of group Staff logged in`: the group.
    if line
        .word_before(from)
        .is_some_and(|word| is_any(&["group", "groupe", "role"], line.slice(word.start..word.end)))
    {
        return;
    }
    // `joe ALL=(ALL)` of sudoers is the whole line.
    if from > 0 && line.slice(phrase.clone()).ends_with(b"=(") {
        return;
    }
    // `[CAPABILITY IMAP4rev1] Logged in`: the last word of a bracket.
    if line.byte(end) == Some(b']') && line.byte_before(from) == Some(b' ') {
        return;
    }
    let host = line.byte_before(from) == Some(b'@') || line.slice(from.saturating_sub(2)..from) == b"><";
    let glued = matches!(line.byte_before(from), Some(b'/' | b'=' | b'(' | b':' | b'\\' | b',' | b'%'));
    let letters = name.iter().any(|b| b.is_ascii_alphabetic() || !b.is_ascii());
    // `shows logged on users` tells of nobody.
    let next = line.word_from(phrase.end).map(|word| line.slice(word.start..word.end)).unwrap_or_default();
    let plural = [&b"user"[..], b"users", b"account", b"accounts"].contains(&next);
    // The key of a value that begins with the phrase.
    let key = line.slice(end..start).windows(2).any(|two| two == b"\":");
    // A program's tag: `REDIS: failed to authenticate`.
    let tag = from == 0 && line.byte(end) == Some(b':');
    let named = start > end && !key && !tag && !plural && !host && !glued && letters;
    if named && !name.first().is_some_and(u8::is_ascii_lowercase) && person::name_before(line, found, end) {
        return;
    }
    if named && !ORDINARY_WORDS.has(name) && !LEVELS.has(name) && !is_counted(name) {
        user::judge(line, found, from..end, user::Position::Cue);
    }
}

/// `conn334`, `thread-7`: which of a program's connections or threads speaks.
fn is_counted(name: &[u8]) -> bool {
    const PARTS: [&[u8]; 9] =
        [b"conn", b"connection", b"thread", b"worker", b"session", b"client", b"task", b"job", b"pool"];
    let letters = name.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let (part, number) = name.split_at(letters);
    number.iter().any(u8::is_ascii_digit)
        && number.iter().all(|b| b.is_ascii_digit() || *b == b'-')
        && PARTS.iter().any(|known| part.eq_ignore_ascii_case(known))
}

/// `1234/sshd: joe`: a process as netstat shows it, and no syslog tag.
pub(super) fn is_process(line: &Line<'_>, start: usize) -> bool {
    line.byte_before(start) == Some(b'/') && line.byte_before(start - 1).is_some_and(|b| b.is_ascii_digit())
}

/// The quoted account in front of the phrase at `start`: `'joe' to group`.
pub(super) fn quoted_before(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let end = line.run_back(start, |b| b == b' ' || b == b':');
    let Some(quote @ (b'\'' | b'"')) = line.byte_before(end) else { return };
    let from = line.run_back(end - 1, |b| b != quote && is_name_byte(b));
    // GNU's programs open with a backtick.
    if line.byte_before(from).is_some_and(|open| open == quote || open == b'`') && from + 1 < end {
        user::judge(line, found, from..end - 1, user::Position::Cue);
    }
}

/// `yarn,joe` up to a bracket or white space.
pub(super) fn list(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let mut start = line.run(end, |b| b == b' ');
    loop {
        let stop = line.run(start, is_name_byte);
        if stop == start {
            return;
        }
        user::judge(line, found, start..stop, user::Position::Cue);
        if line.byte(stop) != Some(b',') {
            return;
        }
        start = line.run(stop + 1, |b| b == b' ');
    }
}

/// `joe ann` up to the end of the line.
pub(super) fn words(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let mut start = line.run(end, |b| b == b' ' || b == b'\t');
    loop {
        let stop = line.run(start, is_name_byte);
        if stop == start {
            return;
        }
        if line.byte(stop) != Some(b'@') {
            user::judge(line, found, start..stop, user::Position::Cue);
        }
        start = line.run(line.blank_after(stop), |b| b == b' ' || b == b'\t');
    }
}

/// Exim's ` A=login:joe` behind the protocol.
pub(super) fn authenticator(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let rest = line.slice(end..line.view.len());
    // `<= joe@… H=client.example.net [192.0.2.7]` came in; what goes out behind `=>` names another's host.
    let from = memchr::memmem::find(line.view, b" <= ")
        .and_then(|at| Some(at + memchr::memmem::find(line.slice(at..end), b" H=")? + 3));
    if let Some(host) =
        from.map(|at| at..line.blank_after(at)).filter(|host| line.byte(host.start) != Some(b'('))
    {
        host::judge(line, found, host, host::Role::Client);
    }
    let Some(at) = memchr::memmem::find(rest, b" A=").map(|at| end + at + 3) else { return };
    let colon = line.run(at, |b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if line.byte(colon) == Some(b':') {
        user::judge(
            line,
            found,
            colon + 1..line.run(colon + 1, |b| !b.is_ascii_whitespace()),
            user::Position::Cue,
        );
    }
}

/// `to=joe, ctladdr=…`: the account that stands for an address.
pub(super) fn addressee(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let Some(word) = line.word_before(start).filter(|word| line.slice(word.end..start) == b", ") else {
        return;
    };
    if line.slice(0..word.start).ends_with(b" to=") {
        user::judge(line, found, word.start..word.end, user::Position::Cue);
    }
}

/// `…, O=Example, CN=joe`: the client of a VPN by its certificate. A full name of a host is the server's.
pub(super) fn certified(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let subject = line.slice(end..line.view.len());
    let Some(at) = memchr::memmem::rfind(subject, b"CN=").map(|at| end + at + 3) else { return };
    let name = at..line.run(at, is_name_byte);
    if super::novel::is_novel(line.slice(name.clone())) {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// Dovecot's `imap(joe)<7680><session>:` and `pam(joe,192.0.2.7):`.
pub(super) fn argument(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    if line.byte(end) != Some(b'(') {
        return;
    }
    let close = line.run(end, |b| b != b')' && !b.is_ascii_whitespace());
    let name = end + 1..line.run(end + 1, |b| b != b',' && b != b')' && !b.is_ascii_whitespace());
    if line.byte(close) != Some(b')') || !matches!(line.byte(close + 1), Some(b':' | b'<')) {
        return;
    }
    let text = line.slice(name.clone());
    if !naming::is_address(text) && text.iter().any(u8::is_ascii_alphabetic) {
        user::judge(line, found, name, user::Position::Cue);
    }
    // `pam(joe,192.0.2.7,<session>):`.
    if line.slice(close - 1..close) == b">" {
        let session = line.run_back(close - 1, |b| b != b'<' && b != b',')..close - 1;
        if session.len() >= 8 && line.byte_before(session.start) == Some(b'<') {
            push(line, found, session, Entity::SessionId);
        }
    }
    let process = line.run(close + 2, |b| b.is_ascii_digit());
    if line.slice(process..process + 2) == b"><" {
        let session = process + 2..line.run(process + 2, |b| b != b'>' && !b.is_ascii_whitespace());
        if session.len() >= 8 {
            push(line, found, session, Entity::SessionId);
        }
    }
}

/// The name of a person who stands for an account: `by user Ann Lee`.
pub(super) fn full_name(line: &Line<'_>, found: &mut Vec<Span>, start: usize) -> bool {
    let first = line.words.partition_point(|word| word.start < start);
    let lower = line.byte(start).is_none_or(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    !lower
        && line.words.get(first).is_some_and(|word| word.start == start)
        && person::name_behind(line, found, first, 2) > 0
}

/// What `FreeRADIUS` writes behind whom it let in or not, and with which password.
const CLIENT: &[u8] = b"] (from client ";

/// `[joe/X] (from client lobby port 1 …)`: the device that asked.
fn radius_client(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    const SECRET_BYTES_MAX: usize = 64;
    let rest = line.slice(end..line.view.len().min(end + SECRET_BYTES_MAX));
    let Some(at) = memchr::memmem::find(rest, CLIENT) else { return };
    let start = end + at + CLIENT.len();
    let name = start..line.blank_after(start);
    if line.slice(name.end..name.end + 6) == b" port " {
        let station = line.run(name.end + 6, |b| b.is_ascii_digit()) + b" cli ".len();
        if line.slice(0..station).ends_with(b" cli ") {
            station_behind(line, found, station);
        }
        host::judge(line, found, name, host::Role::Own);
    }
}

/// `cli 88299c2ded45)`: the address of the device that signs in, without signs.
fn station_behind(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    const DIGITS: usize = 12;
    let digits = start..line.run(start, |b| b.is_ascii_hexdigit());
    if digits.len() == DIGITS && line.byte(digits.end) == Some(b')') {
        mac::judge(line, found, digits);
    }
}

/// An account that may stand in brackets behind its domain, or in front of what it is mapped to: `[D]\[joe]`,
/// `[joe] -> [joe]` (Samba).
pub(super) fn bracketed(
    line: &Line<'_>,
    found: &mut Vec<Span>,
    value: Range<usize>,
    position: user::Position,
) {
    let inside = |start: usize| start..line.run(start, |b| b != b']' && !b.is_ascii_whitespace());
    if line.byte_before(value.start) == Some(b'[') {
        if line.slice(value.end..value.end + 3) == br"]\[" {
            user::judge_domain(line, found, value.clone());
            let name = inside(value.end + 3);
            user::judge(line, found, name.clone(), position);
            if line.slice(name.end..name.end + 3) == b"]@[" {
                host::judge(line, found, inside(name.end + 3), host::Role::Own);
            }
            return;
        }
        if line.slice(value.end..value.end + 6) == b"] -> [" {
            user::judge(line, found, inside(value.end + 6), position);
        }
        radius_client(line, found, value.end);
        // FreeRADIUS: `[joe/password]` and `[joe/<via Auth-Type = EAP>]`.
        if let Some(slash) = memchr::memchr(b'/', line.slice(value.clone())) {
            let whole = line.slice(value.clone()).starts_with(b"host/");
            let end = if whole { value.end } else { value.start + slash };
            user::judge(line, found, value.start..end, position);
            let typed = value.start + slash + 1..value.end;
            let is_typed = line.slice(value.end..value.end + CLIENT.len()) == CLIENT;
            if is_typed && !whole && !user::is_placeholder(line.slice(typed.clone())) {
                push(line, found, typed, Entity::Password);
            }
            return;
        }
    }
    let end = value.end;
    user::judge(line, found, value, position);
    naming::origin(line, found, end);
}
