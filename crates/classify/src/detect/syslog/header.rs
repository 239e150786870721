//! Where the host of a line stands, behind its time and in front of what a program says of itself (RFC 3164, 4.1; RFC 5424, 6).

use super::{column, device, is_process, process_end, time};
use crate::detect::naming::is_address;
use crate::line::Line;
use crate::vocabulary::{LEVELS, ORDINARY_WORDS};
use std::ops::Range;

/// What syslogd writes in place of messages that repeat.
const REPEATED: &[u8] = b"last message repeated ";

/// The host and where the message starts.
pub(super) fn header(line: &Line<'_>, start: usize) -> Option<(Range<usize>, usize)> {
    let time = time::after_bsd(line, behind_weekday(line, start)).or_else(|| time::after_iso(line, start));
    let Some(host_start) = time.or_else(|| time::after_appliance(line, start)) else {
        return spaced_header(line, start);
    };
    let host_end = line.run(host_start, |b| !b.is_ascii_whitespace());
    let tag_start = host_end + 1;
    if is_stream(line.slice(host_start..host_end)) || is_part_of_store(line.slice(host_start..host_end)) {
        return None;
    }
    // `daemon.info dnsmasq[1]:` of OpenWrt, which has no host.
    if is_priority(line.slice(host_start..host_end)) {
        return Some((host_start..host_start, tag_start));
    }
    if let Some(host) = device::named_by_message(line, host_start..host_end) {
        return Some((host, tag_start));
    }
    // `2026-04-09T14:04:00Z: Failed Login: …` of a program that writes no host.
    if line.slice(0..host_start).ends_with(b": ") && ORDINARY_WORDS.has(line.slice(host_start..host_end)) {
        return None;
    }
    let rfc5424 = follows_priority(line, start) && line.byte(start) == Some(b'1');
    let tag = tag_name(line, tag_start);
    // `qmail-smtpd 5512: …`: a program and its process.
    let process = line.slice(tag_start..tag).iter().all(u8::is_ascii_digit);
    let is_tag = tag > tag_start && !process && tag_end(line, tag)
        || line.slice(tag_start..tag_start + REPEATED.len()) == REPEATED
        || is_levelled_tag(line, tag_start)
        || is_spaced_tag(line, tag_start)
        || device::has_topics(line, tag_start)
        || is_structured(line, tag_start)
        || !line.byte(start).is_some_and(|b| b.is_ascii_digit())
            && line.byte(host_end) == Some(b' ')
            && is_host(line.slice(host_start..host_end));
    // Behind a priority and the time stands a host, whatever follows (RFC 3164, 4.1.2).
    let framed = is_process(line, &(host_start..host_end))
        || follows_priority(line, start) && line.byte(host_end) == Some(b' ');
    (host_end > host_start && (rfc5424 || is_tag || framed)).then_some((host_start..host_end, tag_start))
}

/// A facility and a severity as words (RFC 3164, 4.1.1).
fn is_priority(name: &[u8]) -> bool {
    const FACILITIES: [&[u8]; 12] = [
        b"kern",
        b"user",
        b"mail",
        b"daemon",
        b"auth",
        b"authpriv",
        b"syslog",
        b"lpr",
        b"news",
        b"cron",
        b"ftp",
        b"local",
    ];
    let parts = memchr::memchr(b'.', name).map(|dot| name.split_at(dot));
    parts.is_some_and(|(facility, severity)| {
        let letters = facility.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        FACILITIES.contains(&&facility[..letters]) && LEVELS.has(&severity[1..])
    })
}

/// `c2s9aceb68`, `s2sin5f1e2d`: a stream of Prosody's, in place of a host.
fn is_stream(name: &[u8]) -> bool {
    const KINDS: [&[u8]; 3] = [b"c2s", b"s2sin", b"s2sout"];
    let number = KINDS.iter().find_map(|kind| name.strip_prefix(*kind));
    number.is_some_and(|number| number.len() >= 6 && number.iter().all(u8::is_ascii_hexdigit))
}

/// `blk_5279669385_102912`, `osd.7`: a block of HDFS' or a part of Ceph's, in place of a host.
fn is_part_of_store(name: &[u8]) -> bool {
    let number = name.strip_prefix(b"blk_").or_else(|| name.strip_prefix(b"osd."));
    number.is_some_and(|number| !number.is_empty() && number.iter().all(|b| b.is_ascii_digit() || *b == b'_'))
}

/// Whether a priority stands in front, or the sign that Comware writes: no blanks of whoever pasted the line, and no file's name.
fn follows_priority(line: &Line<'_>, start: usize) -> bool {
    line.byte(0) == Some(b'<') && line.byte_before(start) == Some(b'>')
        || line.byte_before(start) == Some(b'%')
}

/// Behind the day of the week that macOS writes in front of a date.
fn behind_weekday(line: &Line<'_>, start: usize) -> usize {
    const DAYS: [&[u8]; 7] = [b"Mon ", b"Tue ", b"Wed ", b"Thu ", b"Fri ", b"Sat ", b"Sun "];
    let day = line.slice(start..start + 4);
    if DAYS.contains(&day) { start + day.len() } else { start }
}

/// A host behind a time that may stand in front of anything: a process or the version of RFC 5424 tells that it is one.
fn spaced_header(line: &Line<'_>, start: usize) -> Option<(Range<usize>, usize)> {
    let version = line.slice(start..start + 2) == b"1 " && follows_priority(line, start);
    let time = if version { start + 2 } else { start };
    let host_start = time::after_spaced(line, time).or_else(|| time::after_clock(line, time))?;
    let host_end = line.run(host_start, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    let apart = host_end > host_start && line.byte(host_end) == Some(b' ');
    let text = line.slice(host_start..host_end);
    let level = LEVELS.has(text) || ORDINARY_WORDS.has(text);
    let coded = line.slice(host_end..host_end + 3) == b" %%" && is_shaped(text);
    let process =
        || process_end(line, host_end + 1).is_some_and(|end| matches!(line.byte(end), Some(b' ' | b':')));
    (apart && (version || coded || !level && process())).then_some((host_start..host_end, host_end + 1))
}

/// The end of a program's name, with what it says in brackets: `polkitd(authority=local)`.
fn tag_name(line: &Line<'_>, start: usize) -> usize {
    let end = line.run(start, |b| b.is_ascii_alphanumeric() || b"._-/()%@|]".contains(&b));
    let open = line.slice(start..end).iter().rev().find(|b| b"()".contains(b)) == Some(&b'(');
    let close = line.run(end, |b| !b.is_ascii_whitespace() && b != b')');
    if open && line.byte(close) == Some(b')') { close + 1 } else { end }
}

/// `Google Chrome Helper[501]:`: a program of macOS, whose name has blanks.
fn is_spaced_tag(line: &Line<'_>, start: usize) -> bool {
    const NAME_BYTES_MAX: usize = 48;
    let open = line.run(start, |b| b.is_ascii_alphanumeric() || b" ._-".contains(&b));
    let close = line.run(open + 1, |b| b.is_ascii_digit());
    (1..=NAME_BYTES_MAX).contains(&(open - start))
        && line.byte(open) == Some(b'[')
        && close > open + 1
        && line.slice(close..close + 2) == b"]:"
}

/// `[LOG_CRIT] reboot:`: a level in front of the program.
fn is_levelled_tag(line: &Line<'_>, start: usize) -> bool {
    let level = line.run(start + 1, |b| b.is_ascii_uppercase() || b == b'_');
    let tag = level + 2;
    line.byte(start) == Some(b'[') && line.slice(level..tag) == b"] " && {
        let end = tag_name(line, tag);
        end > tag && tag_end(line, end)
    }
}

/// `sshd 812 - - [RDP …`: the program, its process, the message's id and its data as RFC 5424 orders them.
fn is_structured(line: &Line<'_>, start: usize) -> bool {
    let (program, next) = column(line, start);
    let (process, next) = column(line, next);
    let (id, next) = column(line, next);
    let process = line.slice(process);
    let numbered = process == b"-" || !process.is_empty() && process.iter().all(u8::is_ascii_digit);
    !program.is_empty() && numbered && line.slice(id) == b"-" && matches!(line.byte(next), Some(b'-' | b'['))
}

fn is_host(name: &[u8]) -> bool {
    is_shaped(name) || is_address(name)
}

/// A name that only a host has: with a digit, a dot or a hyphen. Behind the time of RFC 3164 it is one, whatever follows;
/// other times stand in front of anything.
fn is_shaped(name: &[u8]) -> bool {
    let joins = |b: &u8| b.is_ascii_alphanumeric() || b"-._".contains(b);
    name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.last().is_some_and(u8::is_ascii_alphanumeric)
        && name.iter().all(joins)
        && name.iter().any(|b| b.is_ascii_digit() || b"-.".contains(b))
        && !LEVELS.has(name)
}

/// `[be[example.org]]:`: a part of a program, and what it is for.
fn is_nested(line: &Line<'_>, open: usize) -> bool {
    let close = line.run(open + 1, |b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    line.byte(open) == Some(b'[') && line.slice(close..close + 3) == b"]]:"
}

/// What stands behind a program's name: `[123]:`, `:`, or a blank in front of a number in brackets.
fn tag_end(line: &Line<'_>, at: usize) -> bool {
    match line.byte(at) {
        Some(b':') => line.byte(at + 1).is_none_or(|b| b == b' '),
        Some(b'[') => {
            let part = line.run(at + 1, |b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
            line.byte(at + 1).is_some_and(|b| b.is_ascii_digit() || b == b'-')
                || part > at + 1 && line.slice(part..part + 2) == b"]:"
                || part > at + 1 && is_nested(line, part)
                || line.slice(part..part + 2) == b"] " && LEVELS.has(line.slice(at + 1..part))
        }
        Some(b' ') => {
            let word = line.run(at + 1, |b| b.is_ascii_alphanumeric() || b"._-()%".contains(&b));
            matches!(line.byte(word), Some(b'[' | b':')) && word > at + 1
        }
        _ => false,
    }
}
