//! Headers of syslog lines (RFC 3164, RFC 5424) and of the programs that write them: host and, by program, account
//! (classification.md 4.2 `machine_name`, `username`).

use super::{colon::mac, host, user};
use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let start = after_priority(line);
    let Some((host, rest)) = header(line, start) else { return };
    host::judge(line, found, host, host::Role::Own);
    program(line, found, rest);
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
    let tag = line.run(tag_start, |b| b.is_ascii_alphanumeric() || b"._-/()%@".contains(&b));
    let is_tag = tag > tag_start && tag_end(line, tag);
    (host_end > host_start && (rfc5424 || is_tag)).then_some((host_start..host_end, tag_start))
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

/// What stands behind a program's name: `[123]:`, `:`, or a blank in front of a number in brackets.
fn tag_end(line: &Line<'_>, at: usize) -> bool {
    match line.byte(at) {
        Some(b':') => line.byte(at + 1).is_none_or(|b| b == b' '),
        Some(b'[') => line.byte(at + 1).is_some_and(|b| b.is_ascii_digit() || b == b'-'),
        Some(b' ') => {
            let word = line.run(at + 1, |b| b.is_ascii_alphanumeric() || b"._-()%".contains(&b));
            matches!(line.byte(word), Some(b'[' | b':')) && word > at + 1
        }
        _ => false,
    }
}

/// Accounts and machines at fixed places in the messages of well-known programs.
fn program(line: &Line<'_>, found: &mut Vec<Span>, tag: usize) {
    let name = line.slice(tag..line.run(tag, |b| b.is_ascii_alphanumeric() || b == b'-'));
    let message = line.run(line.run(tag, |b| !b.is_ascii_whitespace()), |b| b == b' ');
    match name {
        b"sudo" => user::judge(
            line,
            found,
            message..line.run(message, |b| !b.is_ascii_whitespace()),
            user::Position::Cue,
        ),
        b"CRON" | b"cron" | b"crond" | b"crontab" if line.byte(message) == Some(b'(') => {
            user::judge(line, found, message + 1..line.run(message, |b| b != b')'), user::Position::Cue);
        }
        b"openvpn" | b"ovpn-server" => peer(line, found, message),
        b"dhcpd" => lease(line, found, message),
        b"dnsmasq-dhcp" => lease_tail(line, found),
        _ => {}
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
