//! Who came from an address, in the word beside it (classification.md 4.2 `username`).

use super::host_form::{Form, form};
use super::naming::is_address;
use super::novel::{is_improbable, is_novel};
use super::{bare_host, host, syslog, user};
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::ORDINARY_WORDS;
use std::ops::Range;

const FROM: &[u8] = b" from ";

/// Judges the word beside what has dots and may be an address; most of it is a number or a version.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, address: &Range<usize>) {
    if let Some(name) = told(line, address) {
        if is_address(line.slice(address.clone())) {
            user::judge(line, found, name, user::Position::Cue);
            gateway(line, found, address.start);
        }
        return;
    }
    zoned_host(line, found, address);
    bare_host::before_address(line, found, address);
    let words = [column_behind(line, address), tied(line, address)];
    let is_name = |word: &Range<usize>| {
        is_address(line.slice(address.clone()))
            && !ORDINARY_WORDS.has(line.slice(word.clone()))
            && (is_improbable(line.slice(word.clone())) || acts(line, word))
    };
    if let Some(name) = words.into_iter().flatten().find(is_name) {
        if is_machine(line, &name) {
            host::judge(line, found, name, host::Role::Own);
            return;
        }
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// `192.0.2.7 srv-7`: the name of the machine that has the address, unless it acts as an account does.
fn is_machine(line: &Line<'_>, name: &Range<usize>) -> bool {
    !acts(line, name) && form(line.slice(name.clone())) >= Form::Named
}

/// The word whose place alone says that it came from the address, whatever its letters.
fn told(line: &Line<'_>, address: &Range<usize>) -> Option<Range<usize>> {
    match line.byte(address.end)? {
        b']' => realm_member(line, address.end),
        b':' => player(line, address).or_else(|| subscriber(line, address.end)),
        b'@' => terminal_user(line, address.end),
        b'/' => flow_user(line, address.end),
        b' ' => requester(line, address.end).or_else(|| subscriber(line, address.end)),
        _ => None,
    }
}

/// `… - mantis - [192.0.2.7] joe(Staff)[]`: the gateway that writes.
fn gateway(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    const APART: &[u8] = b" - ";
    let end = start.saturating_sub(APART.len() + 1);
    let name = line.run_back(end, name_byte)..end;
    let apart = line.slice(name.start.saturating_sub(APART.len())..name.start) == APART
        && line.slice(end..start) == b" - [";
    // A gateway that nobody named keeps the word that it came with.
    let named = line.slice(name.clone()).iter().any(|b| b.is_ascii_digit() || *b == b'-');
    if apart && named {
        host::judge(line, found, name, host::Role::Own);
    }
}

/// `src=192.0.2.7:54993:X0:pc7.example.org` of `SonicWall`: a client, its port, its zone and its name.
fn zoned_host(line: &Line<'_>, found: &mut Vec<Span>, address: &Range<usize>) {
    const KEY: &[u8] = b"src=";
    if line.byte(address.end) != Some(b':')
        || line.slice(address.start.saturating_sub(KEY.len())..address.start) != KEY
    {
        return;
    }
    let port = line.run(address.end + 1, |b| b.is_ascii_digit());
    let zone = line.run(port + 1, |b| b.is_ascii_alphanumeric() || b == b'-');
    let name = zone + 1..line.run(zone + 1, name_byte);
    if line.byte(port) == Some(b':') && line.byte(zone) == Some(b':') && !name.is_empty() {
        host::judge(line, found, name, host::Role::Client);
    }
}

/// `[192.0.2.7] Default::joe(Staff)[Role] - …` of SSL gateways: an account, its realm and its roles.
fn realm_member(line: &Line<'_>, close: usize) -> Option<Range<usize>> {
    let start = close + 2;
    let open = line.run(start, |b| !b"()[]\"".contains(&b));
    let realm = line.run(open + 1, |b| b != b')' && b != b'(');
    let listed = line.slice(close..start) == b"] " && line.byte(open) == Some(b'(') && open > start;
    if !listed || line.slice(realm..realm + 2) != b")[" {
        return None;
    }
    let name = line.run_back(open, |b| b != b':').max(start)..open;
    (!line.slice(name.clone()).contains(&b' ')).then_some(name)
}

/// `joe[/192.0.2.7:50221] logged in`.
fn player(line: &Line<'_>, address: &Range<usize>) -> Option<Range<usize>> {
    let open = address.start.checked_sub(2)?;
    let port = line.run(address.end + 1, |b| b.is_ascii_digit());
    let name = line.run_back(open, name_byte)..open;
    let acts = line.slice(port..line.view.len()).starts_with(b"] log")
        || line.slice(port..line.view.len()).starts_with(b"] lost connection");
    (line.slice(open..address.start) == b"[/" && acts && !name.is_empty()).then_some(name)
}

/// `192.0.2.7 as meter-4 (…, u'joe')`, `192.0.2.7:51822 as meter-4 (p2, c1, k60, u'joe').`, as Mosquitto tells of a client.
fn subscriber(line: &Line<'_>, colon: usize) -> Option<Range<usize>> {
    const CLIENT_BYTES_MAX: usize = 256;
    const ACCOUNT: &[u8] = b", u'";
    let port =
        if line.byte(colon) == Some(b':') { line.run(colon + 1, |b| b.is_ascii_digit()) } else { colon };
    let rest = line.slice(port..line.view.len().min(port + CLIENT_BYTES_MAX));
    let at = memchr::memmem::find(rest, ACCOUNT).filter(|_| rest.starts_with(b" as "))?;
    let start = port + at + ACCOUNT.len();
    Some(start..line.run(start, |b| b != b'\'' && b != b'\n'))
}

/// `192.0.2.7 "joe" GET https://…`: who asked for it, in the log of a proxy.
fn requester(line: &Line<'_>, end: usize) -> Option<Range<usize>> {
    const METHODS: [&[u8]; 8] =
        [b"GET", b"POST", b"PUT", b"HEAD", b"DELETE", b"CONNECT", b"OPTIONS", b"PATCH"];
    let name = end + 2..line.run(end + 2, name_byte);
    let method = name.end + 2..line.run(name.end + 2, |b| b.is_ascii_uppercase());
    let placed = line.slice(end..end + 2) == b" \"" && line.slice(name.end..name.end + 2) == b"\" ";
    (placed && METHODS.contains(&line.slice(method)) && !name.is_empty()).then_some(name)
}

/// `192.0.2.7@pts/1:joe:show version` of NX-OS' accounting.
fn terminal_user(line: &Line<'_>, at: usize) -> Option<Range<usize>> {
    let terminal = line.run(at + 1, |b| b.is_ascii_alphanumeric() || b == b'/');
    let name = terminal + 1..line.run(terminal + 1, name_byte);
    let is_terminal =
        [&b"pts/"[..], b"vty", b"console"].iter().any(|t| line.slice(at + 1..terminal).starts_with(t));
    (is_terminal && line.byte(terminal) == Some(b':') && line.byte(name.end) == Some(b':')).then_some(name)
}

/// `outside:192.0.2.7/53 joe to inside:…`, `… joe duration 0:00:12`: whose flow it is, behind the port.
fn flow_user(line: &Line<'_>, slash: usize) -> Option<Range<usize>> {
    let port = line.run(slash + 1, |b| b.is_ascii_digit());
    let name = word_behind(line, port + 1).filter(|name| !name.is_empty())?;
    let rest = line.slice(name.end..line.view.len());
    let flow = rest.starts_with(b" to ") || rest.starts_with(b" duration ");
    (port > slash + 1 && line.byte(port) == Some(b' ') && flow && is_novel(line.slice(name.clone())))
        .then_some(name)
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
    // Behind the host of a syslog header stands a program (RFC 5424, 6.2.5).
    let header = || {
        let version = syslog::after_priority(line);
        version > 0 && line.slice(version..version + 2) == b"1 "
    };
    let is_column = line.byte(address.end) == Some(b' ') && line.byte_before(address.start) == Some(b' ');
    if is_column && !header() { word_behind(line, address.end + 1) } else { None }
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
    if line.slice(address.start.saturating_sub(3)..address.start) == b" / " {
        // `client : joe / 192.0.2.7`.
        let end = address.start - 3;
        let name = line.run_back(end, name_byte)..end;
        return (line.byte_before(name.start) == Some(b' ')).then_some(name);
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
