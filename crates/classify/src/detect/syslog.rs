//! Headers of syslog lines (RFC 3164, RFC 5424) and of the programs that write them: host and, by program, account
//! (classification.md 4.2 `machine_name`, `username`).

mod cluster;
mod device;
mod header;
mod program;
mod time;
mod windows;

use super::colon::mac;
use super::host;
use super::naming::is_address;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use header::header;
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.channel.is_prose() {
        quoted(line, found);
    }
    device::named_by_kind(line, found);
    let start = after_priority(line);
    // Comware writes `%Mar  5 10:15:32:118 2026 `.
    let start = start + usize::from(line.byte(start) == Some(b'%'));
    let begins = line.byte(0).is_some_and(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        || time::translated_month(line, 0).is_some()
        || pasted(line).is_some();
    if start == 0 && !begins {
        cluster::find(line, found);
        audited(line, found);
        untimed(line, found);
        return;
    }
    let found_header = header(line, start).or_else(|| header(line, pasted(line)?));
    let Some((host, rest)) = found_header else {
        cluster::find(line, found);
        cluster::batch_node(line, found);
        untimed(line, found);
        numbered(line, found, start);
        device::tasked(line, found, start);
        device::processor(line, found, start);
        device::untimed(line, found, start);
        device::backed_up(line, found);
        return;
    };
    // A process in the host's place: a line without one.
    if is_process(line, &host) || is_process_apart(line, &host) {
        program::find(line, found, host.start);
        return;
    }
    relayed(line, found, rest);
    access_point(line, found, rest);
    device::find(line, found, rest);
    windows::find(line, found, rest);
    source(line, found, host);
    // Behind the host may stand its address.
    let (first, next) = column(line, rest);
    let addressed = is_address(line.slice(first));
    program::find(line, found, if addressed { next } else { rest });
}

/// Where the header starts behind what somebody or something put in front: blanks, `> `, `/var/log/auth.log.1:17:` of grep,
/// `mail_1    | ` of a collector.
fn pasted(line: &Line<'_>) -> Option<usize> {
    const FRONT_BYTES_MAX: usize = 64;
    let blanks = line.run(0, |b| b" \t>".contains(&b));
    if blanks > 0 {
        return Some(blanks);
    }
    let front = line.slice(0..line.view.len().min(FRONT_BYTES_MAX));
    let file = line.run(0, |b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
    let names_log =
        [&b".log"[..], b"/log/"].iter().any(|it| memchr::memmem::find(line.slice(0..file), it).is_some());
    if names_log && line.byte(file) == Some(b':') {
        let number = line.run(file + 1, |b| b.is_ascii_digit());
        return Some(if line.byte(number) == Some(b':') { number + 1 } else { file + 1 });
    }
    memchr::memmem::find(front, b" | ").map(|at| at + b" | ".len())
}

/// Lines of a log that somebody pasted into a message: a time, a host, and a process with its number.
fn quoted(line: &Line<'_>, found: &mut Vec<Span>) {
    if !line.marks.has(Marks::BRACKET) {
        return;
    }
    let times = line.words.iter().skip(1).filter_map(|word| {
        let text = line.slice(word.start..word.end);
        match text.first()? {
            b'A'..=b'Z' if text.len() == 3 => time::after_bsd(line, word.start),
            b'2' if text.len() >= 10 => time::after_iso(line, word.start),
            _ => None,
        }
    });
    for start in times {
        let host = start..line.run(start, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
        let process = host.end + 1;
        let named = !host.is_empty() && line.byte(host.end) == Some(b' ');
        if named && process_end(line, process).is_some_and(|end| line.slice(end..end + 2) == b": ") {
            source(line, found, host);
            program::find(line, found, process);
        }
    }
}

/// `srv-7/srv-7` behind a relay's name: the host that the message came from, by name and by address.
fn relayed(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let slash = line.run(start, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    let end = line.run(slash + 1, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    let twice = slash > start
        && line.byte(slash) == Some(b'/')
        && line.byte(end) == Some(b' ')
        && line.slice(start..slash) == line.slice(slash + 1..end);
    if twice {
        source(line, found, start..end);
    }
}

/// `b4fbe473c6f4,UAP-AC-Lite-6.8.2:` behind the name of one of `UniFi`'s devices: its address, model and firmware.
fn access_point(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let address = start..start + MAC_DIGITS;
    if line.byte(address.end) == Some(b',') && line.slice(address.clone()).iter().all(u8::is_ascii_hexdigit) {
        mac::judge(line, found, address);
    }
}

const MAC_DIGITS: usize = 12;

/// The host field, which may be `name/name` or, of syslog-ng, `source@name`.
fn source(line: &Line<'_>, found: &mut Vec<Span>, host: Range<usize>) {
    let text = line.slice(host.clone());
    if let Some(at) = memchr::memchr(b'@', text) {
        host::judge(line, found, host.start + at + 1..host.end, host::Role::Own);
    } else if let Some(comma) = memchr::memchr(b',', text) {
        // UniFi's devices write their name, their address and their firmware.
        let address = host.start + comma + 1..host.start + comma + 1 + MAC_DIGITS;
        if line.slice(address.clone()).iter().all(u8::is_ascii_hexdigit)
            && line.byte(address.end) == Some(b',')
        {
            mac::judge(line, found, address);
            host::judge(line, found, host.start..host.start + comma, host::Role::Own);
        }
    } else if let Some(slash) = memchr::memchr(b'/', text) {
        host::judge(line, found, host.start..host.start + slash, host::Role::Own);
        host::judge(line, found, host.start + slash + 1..host.end, host::Role::Own);
    } else if text == b"linux" {
        // What some systems are called until somebody calls them otherwise.
        push(line, found, host, Entity::MachineName);
    } else {
        host::judge(line, found, host, host::Role::Own);
    }
}

/// The column that starts at `start`, and where the next one starts.
fn column(line: &Line<'_>, start: usize) -> (Range<usize>, usize) {
    let end = line.run(start, |b| b != b' ');
    (start..end, line.run(end, |b| b == b' '))
}

/// `node=srv-1 type=SYSCALL msg=audit(…`: the host in front of a record of Linux' audit.
fn audited(line: &Line<'_>, found: &mut Vec<Span>) {
    const KEY: &[u8] = b"node=";
    let host = KEY.len()..line.run(KEY.len(), |b| !b.is_ascii_whitespace());
    if line.slice(0..KEY.len()) == KEY && line.slice(host.end..host.end + 6) == b" type=" {
        source(line, found, host);
    }
}

/// `srv-1 sshd[812]: …`: a server of the tenant's and a process without a time, as collectors that keep the time apart leave them.
fn untimed(line: &Line<'_>, found: &mut Vec<Span>) {
    if !line.marks.has(Marks::BRACKET) {
        return;
    }
    // `sudo[812]: joe : …`: what a journal prints of a message alone.
    if process_end(line, 0).is_some_and(|end| line.slice(end..end + 2) == b": ") {
        program::find(line, found, 0);
        return;
    }
    let host = 0..line.run(0, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    let text = line.slice(host.clone());
    let named = text.len() >= 2 && line.byte(host.end) == Some(b' ') && line.context.is_tenant_server(text);
    if named && process_end(line, host.end + 1).is_some_and(|end| line.slice(end..end + 2) == b": ") {
        program::find(line, found, host.end + 1);
        host::judge(line, found, host, host::Role::Own);
    }
}

/// Whether the column is `sshd[812]:`.
fn is_process(line: &Line<'_>, column: &Range<usize>) -> bool {
    line.byte_before(column.end) == Some(b':')
        && process_end(line, column.start).is_some_and(|end| end + 1 == column.end)
}

/// Whether the column is `sua` of `sua [902:1012]: `.
fn is_process_apart(line: &Line<'_>, column: &Range<usize>) -> bool {
    let open = column.end + 1;
    let close = line.run(open + 1, |b| b.is_ascii_digit() || b == b':');
    line.slice(column.end..open + 1) == b" [" && close > open + 1 && line.slice(close..close + 3) == b"]: "
}

/// The end of `sshd[812]`.
fn process_end(line: &Line<'_>, start: usize) -> Option<usize> {
    let open = line.run(start, |b| b.is_ascii_alphanumeric() || b"-._/".contains(&b));
    let close = line.run(open + 1, |b| b.is_ascii_digit());
    let process = open > start && line.byte(open) == Some(b'[') && close > open + 1;
    (process && line.byte(close) == Some(b']')).then_some(close + 1)
}

/// `<189>29: sw-1: *Apr 29 13:58:40.411: %SYS-5-…`: the number of the message and the host, as Cisco's devices write them.
fn numbered(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let number = line.run(start, |b| b.is_ascii_digit());
    if start == 0 || number == start || line.slice(number..number + 2) != b": " {
        return;
    }
    let host = number + 2..line.run(number + 2, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    let time = line.run(host.end, |b| b" :*.".contains(&b));
    if line.byte(host.end) == Some(b':') && time::after_bsd(line, time).is_some() {
        host::judge(line, found, host, host::Role::Own);
    }
}

/// Skips `<34>`; 0 where there is none.
pub(super) fn after_priority(line: &Line<'_>) -> usize {
    let digits = line.run(1, |b| b.is_ascii_digit());
    if line.byte(0) == Some(b'<') && line.byte(digits) == Some(b'>') { digits + 1 } else { 0 }
}
