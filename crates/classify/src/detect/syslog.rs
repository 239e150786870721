//! Headers of syslog lines (RFC 3164, RFC 5424) and of the programs that write them: host and, by program, account
//! (classification.md 4.2 `machine_name`, `username`).

use super::{colon::mac, host, user};
use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let start = after_priority(line);
    if start == 0 && !line.byte(0).is_some_and(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        cluster(line, found);
        return;
    }
    let Some((host, rest)) = header(line, start) else {
        batch_node(line, found);
        return;
    };
    source(line, found, host);
    program(line, found, rest);
}

/// The host field, which may be `name/name` or, of syslog-ng, `source@name`.
fn source(line: &Line<'_>, found: &mut Vec<Span>, host: Range<usize>) {
    let text = line.slice(host.clone());
    if let Some(at) = memchr::memchr(b'@', text) {
        host::judge(line, found, host.start + at + 1..host.end, host::Role::Own);
    } else if let Some(slash) = memchr::memchr(b'/', text) {
        host::judge(line, found, host.start..host.start + slash, host::Role::Own);
        host::judge(line, found, host.start + slash + 1..host.end, host::Role::Own);
    } else {
        host::judge(line, found, host, host::Role::Own);
    }
}

/// The column that starts at `start`, and where the next one starts.
fn column(line: &Line<'_>, start: usize) -> (Range<usize>, usize) {
    let end = line.run(start, |b| b != b' ');
    (start..end, line.run(end, |b| b == b' '))
}

fn is_epoch(text: &[u8]) -> bool {
    text.len() == 10 && text.iter().all(u8::is_ascii_digit)
}

/// Logs of large clusters: `label epoch date node`, and behind it the header that the node wrote.
fn cluster(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.byte(0) != Some(b'-') {
        return;
    }
    let (_, next) = column(line, 0);
    let (epoch, next) = column(line, next);
    let (date, next) = column(line, next);
    let (node, next) = column(line, next);
    let dotted = line.slice(date);
    if !is_epoch(line.slice(epoch)) || dotted.len() != 10 || dotted[4] != b'.' || dotted[7] != b'.' {
        return;
    }
    host::judge(line, found, node, host::Role::Own);
    if let Some(host) = after_bsd_time(line, next) {
        let end = line.run(host, |b| !b.is_ascii_whitespace());
        source(line, found, host..end);
        program(line, found, end + 1);
    }
}

/// `id node component state epoch flag …` of a batch system's events.
fn batch_node(line: &Line<'_>, found: &mut Vec<Span>) {
    let (id, next) = column(line, 0);
    let (node, next) = column(line, next);
    let (_, next) = column(line, next);
    let (_, next) = column(line, next);
    let (epoch, _) = column(line, next);
    if line.slice(id).iter().all(u8::is_ascii_digit) && is_epoch(line.slice(epoch)) {
        host::judge(line, found, node, host::Role::Own);
    }
}

/// Skips `<34>`.
fn after_priority(line: &Line<'_>) -> usize {
    let digits = line.run(1, |b| b.is_ascii_digit());
    if line.byte(0) == Some(b'<') && line.byte(digits) == Some(b'>') { digits + 1 } else { 0 }
}

/// The host and where the message starts.
fn header(line: &Line<'_>, start: usize) -> Option<(Range<usize>, usize)> {
    let host_start = after_bsd_time(line, start).or_else(|| after_iso_time(line, start))?;
    let host_end = line.run(host_start, |b| !b.is_ascii_whitespace());
    let tag_start = host_end + 1;
    let rfc5424 = start > 0 && line.byte(start) == Some(b'1');
    let tag = tag_name(line, tag_start);
    let is_tag = tag > tag_start && tag_end(line, tag)
        || line.slice(tag_start..tag_start + REPEATED.len()) == REPEATED;
    // Behind a priority and the time stands a host, whatever follows (RFC 3164, 4.1.2).
    let framed = start > 0 && line.byte(host_end) == Some(b' ');
    (host_end > host_start && (rfc5424 || is_tag || framed)).then_some((host_start..host_end, tag_start))
}

/// `Mar  5 10:15:32 ` with or without a year.
fn after_bsd_time(line: &Line<'_>, start: usize) -> Option<usize> {
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    if !MONTHS.contains(&line.slice(start..start + 3)) {
        return None;
    }
    let day = line.run(start + 3, |b| b == b' ');
    let mut at = line.run(line.run(day, |b| b.is_ascii_digit()), |b| b == b' ');
    if line.slice(at..at + 2) == b"20" && line.byte(at + 4) == Some(b' ') {
        at += 5;
    }
    let time = line.run(at, |b| b.is_ascii_digit() || b":.".contains(&b));
    let is_time = time >= at + 8 && line.byte(at + 2) == Some(b':') && line.byte(at + 5) == Some(b':');
    let behind = line.run(time, |b| b == b':' || b == b' ');
    (day > start + 3 && is_time && behind > time).then_some(behind)
}

/// `2026-03-05T10:15:32.123+01:00 `, in RFC 5424 behind the version.
fn after_iso_time(line: &Line<'_>, start: usize) -> Option<usize> {
    let at = if line.slice(start..start + 2) == b"1 " { start + 2 } else { start };
    let date = line.slice(at..at + 11);
    let is_date = date.len() == 11 && date[4] == b'-' && date[7] == b'-' && date[10] == b'T';
    let end = line.run(at, |b| b.is_ascii_digit() || b"-:.TZ+".contains(&b));
    (is_date && end >= at + 19 && line.byte(end) == Some(b' ')).then_some(end + 1)
}

/// What syslogd writes in place of messages that repeat.
const REPEATED: &[u8] = b"last message repeated ";

/// The end of a program's name, with what it says in brackets: `polkitd(authority=local)`.
fn tag_name(line: &Line<'_>, start: usize) -> usize {
    let end = line.run(start, |b| b.is_ascii_alphanumeric() || b"._-/()%@|]".contains(&b));
    let open = line.slice(start..end).iter().rev().find(|b| b"()".contains(b)) == Some(&b'(');
    let close = line.run(end, |b| !b.is_ascii_whitespace() && b != b')');
    if open && line.byte(close) == Some(b')') { close + 1 } else { end }
}

/// What stands behind a program's name: `[123]:`, `:`, or a blank in front of a number in brackets.
fn tag_end(line: &Line<'_>, at: usize) -> bool {
    match line.byte(at) {
        Some(b':') => line.byte(at + 1).is_none_or(|b| b == b' '),
        Some(b'[') => {
            let part = line.run(at + 1, |b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
            line.byte(at + 1).is_some_and(|b| b.is_ascii_digit() || b == b'-')
                || part > at + 1 && line.slice(part..part + 2) == b"]:"
        }
        Some(b' ') => {
            let word = line.run(at + 1, |b| b.is_ascii_alphanumeric() || b"._-()%".contains(&b));
            matches!(line.byte(word), Some(b'[' | b':')) && word > at + 1
        }
        _ => false,
    }
}

/// Accounts and machines at fixed places in the messages of well-known programs.
fn program(line: &Line<'_>, found: &mut Vec<Span>, tag: usize) {
    let name = line.slice(tag..line.run(tag, |b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
    let message = line.run(line.run(tag, |b| !b.is_ascii_whitespace()), |b| b == b' ');
    match name {
        b"sudo" => {
            let end = line.run(message, |b| !b.is_ascii_whitespace());
            if line.slice(end..end + 3) == b" : " {
                user::judge(line, found, message..end, user::Position::Cue);
            }
        }
        b"su" => switched(line, found, message),
        b"squid" => super::access_log::squid(line, found, message),
        b"smbd_audit" => shared(line, found, message),
        b"CRON" | b"cron" | b"crond" | b"crontab" if line.byte(message) == Some(b'(') => {
            user::judge(line, found, message + 1..line.run(message, |b| b != b')'), user::Position::Cue);
        }
        b"openvpn" | b"ovpn-server" => peer(line, found, message),
        b"dhcpd" => lease(line, found, message),
        b"dnsmasq-dhcp" => lease_tail(line, found),
        _ => {}
    }
}

/// su's `(to joe) ann on pts/1`, `FAILED SU (to root) ann on pts/1`, `+ /dev/pts/0 ann:root`, `BAD SU ann to root on`.
fn switched(line: &Line<'_>, found: &mut Vec<Span>, message: usize) {
    let text = line.slice(message..line.view.len());
    let word = |start: usize| start..line.run(start, |b| !b.is_ascii_whitespace() && !b"):".contains(&b));
    let terminal = [&b" on "[..], b" at "].iter().any(|word| memchr::memmem::find(text, word).is_some());
    if let Some(to) = memchr::memmem::find(text, b"(to ").filter(|at| *at <= 10) {
        let target = word(message + to + 4);
        let source = word(target.end + 2);
        user::judge(line, found, target, user::Position::Cue);
        user::judge(line, found, source, user::Position::Cue);
    } else if matches!(text, [b'+' | b'-', b' ', ..]) {
        let (_terminal, next) = column(line, message + 2);
        let source = word(next);
        let target = word(source.end + 1);
        if let Some(hyphen) = memchr::memrchr(b'-', line.slice(source.clone())) {
            // HP-UX's `+ 1 ann-root`.
            let target = source.start + hyphen + 1..source.end;
            user::judge(line, found, source.start..source.start + hyphen, user::Position::Cue);
            user::judge(line, found, target, user::Position::Cue);
        } else if line.byte(source.end) == Some(b':') {
            user::judge(line, found, source, user::Position::Cue);
            user::judge(line, found, target, user::Position::Cue);
        }
    } else if let Some(to) = memchr::memmem::find(text, b" to ").filter(|_| terminal) {
        let end = message + to;
        let source = line.run_back(end, |b| !b.is_ascii_whitespace())..end;
        user::judge(line, found, source, user::Position::Cue);
        user::judge(line, found, word(end + 4), user::Position::Cue);
    }
}

/// Samba's audit of shares: `user|address|machine|share|…`.
fn shared(line: &Line<'_>, found: &mut Vec<Span>, message: usize) {
    let mut next = message;
    let mut columns = [0..0, 0..0, 0..0, 0..0];
    for place in &mut columns {
        let end = line.run(next, |b| b != b'|');
        (*place, next) = (next..end, end + 1);
    }
    let [account, address, machine, share] = columns;
    if super::naming::is_address(line.slice(address)) && !share.is_empty() {
        user::judge(line, found, account, user::Position::Cue);
        host::judge(line, found, machine, host::Role::Own);
    }
}

/// `OpenVPN`'s `name/address:port` in front of a client's messages.
fn peer(line: &Line<'_>, found: &mut Vec<Span>, message: usize) {
    let slash = line.run(message, |b| b.is_ascii_alphanumeric() || b"._-@".contains(&b));
    if line.byte(slash) == Some(b'/') && line.byte(slash + 1).is_some_and(|b| b.is_ascii_digit()) {
        user::judge(line, found, message..slash, user::Position::Cue);
    }
}

/// ISC dhcpd's `… to 00:11:22:33:44:55 (name) via eth0`.
fn lease(line: &Line<'_>, found: &mut Vec<Span>, message: usize) {
    let Some(open) =
        memchr::memmem::find(line.slice(message..line.view.len()), b" (").map(|at| message + at + 2)
    else {
        return;
    };
    let close = line.run(open, |b| b != b')');
    if super::address::parse(line.slice(open..close)).is_none() {
        host::judge(line, found, open..close, host::Role::Own);
    }
}

/// dnsmasq's `DHCPACK(eth0) address mac name`.
fn lease_tail(line: &Line<'_>, found: &mut Vec<Span>) {
    let Some(last) = line.words.last() else { return };
    if line.slice(0..line.view.len()).ends_with(line.slice(last.start..last.end))
        && !mac::judge_word(line, found, last.start..last.end)
    {
        host::judge(line, found, last.start..last.end, host::Role::Own);
    }
}
