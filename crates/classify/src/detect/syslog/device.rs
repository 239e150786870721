//! Hosts and accounts in the lines of network devices: Cisco's message codes, `RouterOS`' topics, headers within headers
//! (classification.md 4.2 `machine_name`, `username`).

use super::{column, time};
use crate::detect::{host, user};
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::LEVELS;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// `mantis: %ASA-6-302013: …`, `mantis %AAA-6-…`: the word in front of a message's code. A short word in front of a colon is
/// the abbreviation of a zone.
pub(super) fn named_by_message(line: &Line<'_>, word: Range<usize>) -> Option<Range<usize>> {
    const ZONE_BYTES_MAX: usize = 5;
    if line.byte(word.end) != Some(b' ') || !is_code(line, word.end + 1) {
        return None;
    }
    let colon = line.byte_before(word.end) == Some(b':') && !word.is_empty();
    let name = word.start..word.end - usize::from(colon);
    let text = line.slice(name.clone());
    let zone = text.len() <= ZONE_BYTES_MAX && text.iter().all(u8::is_ascii_alphabetic);
    let joins = |b: &u8| b.is_ascii_alphanumeric() || b"-._".contains(b);
    (!zone && text.iter().any(u8::is_ascii_alphabetic) && text.iter().all(joins)).then_some(name)
}

/// `mantis: %SYS-5-CONFIG_I: …`, `<174>151: mantis: 293: Jun 26 16:44:58 CEST: %SYS-5-…`: the device in front of a message's code,
/// or behind the number that a relay gave to it and in front of its own.
pub(super) fn untimed(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let number = line.run(start, |b| b.is_ascii_digit());
    let relayed = number > start && line.slice(number..number + 2) == b": ";
    let begin = if relayed { number + 2 } else { start };
    let word = begin..line.run(begin, |b| !b.is_ascii_whitespace());
    let own = line.run(word.end + 1, |b| b.is_ascii_digit());
    let counted = relayed
        && own > word.end + 1
        && line.byte_before(word.end) == Some(b':')
        && line.slice(own..own + 2) == b": ";
    let name = named_by_message(line, word.clone()).or_else(|| counted.then(|| word.start..word.end - 1));
    if let Some(name) = name {
        host::judge(line, found, name, host::Role::Own);
    }
}

/// `%FACILITY-6-MNEMONIC`.
fn is_code(line: &Line<'_>, start: usize) -> bool {
    let end = line.run(start + 1, |b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    let severity = |part: &[u8]| matches!(part, [b'0'..=b'7']);
    line.byte(start) == Some(b'%')
        && line.byte(start + 1).is_some_and(|b| b.is_ascii_uppercase())
        && line.slice(start + 1..end).split(|b| *b == b'-').any(severity)
}

/// `<132>mantis: *apfReceiveTask: Jan 26 08:25:13.148: %APF-4-…`: a priority, the host and the task that writes.
pub(super) fn tasked(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    const TASK_BYTES_MAX: usize = 40;
    let host = start..line.run(start, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    if start == 0 || line.slice(host.end..host.end + 3) != b": *" {
        return;
    }
    let task = host.end + 3;
    let end = line.run(task, |b| b.is_ascii_alphanumeric() || b"_- ".contains(&b));
    if end - task <= TASK_BYTES_MAX
        && line.slice(end..end + 2) == b": "
        && time::after_bsd(line, end + 2).is_some()
    {
        host::judge(line, found, host, host::Role::Own);
    }
}

/// `1710239400.118 MX_Lyon events …` of Meraki, `… GMT dmz-1 0-PPE-0 : …` of `NetScaler`: an appliance in front of what its
/// maker writes.
pub(super) fn named_by_kind(line: &Line<'_>, found: &mut Vec<Span>) {
    const KINDS: [&[u8]; 7] =
        [b"events", b"urls", b"flows", b"security_event", b"ids-alerts", b"airmarshal_events", b"firewall"];
    if let Some(name) = time::after_epoch(line, 0).map(|start| column(line, start).0)
        && KINDS.contains(&line.slice(column(line, name.end + 1).0))
    {
        host::judge(line, found, name, host::Role::Own);
    }
    if let Some(end) = before_engine(line) {
        let name = line.run_back(end, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b))..end;
        host::judge(line, found, name, host::Role::Own);
    }
}

static BY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b" by "));
static ZONE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b" GMT "));

/// Where the name in front of `0-PPE-0 :`, `PPE-1 :` or a colon alone ends, behind the time: an engine of `NetScaler`, whose other
/// headers name the part in between.
fn before_engine(line: &Line<'_>) -> Option<usize> {
    let start = ZONE.find(line.view)? + ZONE.needle().len();
    let (name, next) = column(line, start);
    let (engine, behind) = column(line, next);
    let numbered = memchr::memmem::find(line.slice(engine.clone()), b"PPE-").is_some_and(|at| at <= 2);
    let colon = if numbered { line.slice(behind..behind + 1) } else { line.slice(engine.clone()) };
    let timed = line.slice(0..start).iter().filter(|b| b"/:".contains(b)).count() >= 4;
    // `ADC` is what it is called until somebody calls it otherwise.
    (timed && colon == b":" && !name.is_empty() && line.slice(name.clone()) != b"ADC").then_some(name.end)
}

/// `system,info,account user joe …` of `RouterOS`: topics, one of them a level.
pub(super) fn has_topics(line: &Line<'_>, start: usize) -> bool {
    let end = topics_end(line, start);
    line.byte(end) == Some(b' ')
        && line.slice(start..end).split(|b| *b == b',').skip(1).any(|topic| LEVELS.has(topic))
}

fn topics_end(line: &Line<'_>, start: usize) -> usize {
    line.run(start, |b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b',')
}

/// What stands at fixed places behind the header's host at `rest`.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, rest: usize) {
    if has_topics(line, rest) {
        tunnel(line, found, topics_end(line, rest) + 1);
        author(line, found);
        return;
    }
    nested(line, found, rest);
}

/// `12-Apr 14:23 mantis: …`, `12-Apr 14:23 mantis JobId 13: …` of Bacula, whose daemons have names of their own, too.
pub(super) fn backed_up(line: &Line<'_>, found: &mut Vec<Span>) {
    const DAEMONS: [&[u8]; 4] = [b"-dir", b"-sd", b"-fd", b"-mon"];
    let dash = line.run(0, |b| b.is_ascii_digit());
    let month = line.run(dash + 1, |b| b.is_ascii_alphabetic());
    let clock = line.slice(month..month + b" 14:23 ".len());
    let shaped = (1..=2).contains(&dash)
        && line.byte(dash) == Some(b'-')
        && month == dash + 4
        && clock.len() == 7
        && clock
            .iter()
            .zip(b" dd:dd ")
            .all(|(b, form)| if *form == b'd' { b.is_ascii_digit() } else { b == form });
    if !shaped {
        return;
    }
    let (name, next) = column(line, month + clock.len());
    let text = line.slice(name.clone());
    let end = name.end - usize::from(text.ends_with(b":"));
    let told = text.ends_with(b":") || line.slice(next..next + 6) == b"JobId ";
    let daemon = DAEMONS.iter().any(|daemon| line.slice(name.start..end).ends_with(daemon));
    if told && !daemon {
        host::judge(line, found, name.start..end, host::Role::Own);
    }
}

/// `<190>40: mantis RP/0/RP0/CPU0:Oct  4 22:52:47.441 : …`: the router in front of the processor that writes (IOS XR).
pub(super) fn processor(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let number = line.run(start, |b| b.is_ascii_digit());
    if line.slice(number..number + 2) != b": " {
        return;
    }
    let (host, next) = column(line, number + 2);
    let (place, _) = column(line, next);
    if line.slice(place).starts_with(b"RP/") && !host.is_empty() {
        host::judge(line, found, host, host::Role::Own);
    }
}

/// `filter rule changed by joe`, at the end of a line, and `… by api:joe@192.0.2.7 (…)`.
fn author(line: &Line<'_>, found: &mut Vec<Span>) {
    if let Some(by) = BY.find(line.view) {
        let service = by + BY.needle().len();
        let colon = line.run(service, |b| b.is_ascii_lowercase() || b == b'-');
        let name = colon + 1..line.run(colon + 1, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        if line.byte(colon) == Some(b':') && line.byte(name.end) == Some(b'@') {
            return user::judge(line, found, name, user::Position::Cue);
        }
    }
    let end = line.view.trim_ascii_end().len();
    let name = line.run_back(end, |b| b.is_ascii_alphanumeric() || b"._-@".contains(&b))..end;
    if line.slice(name.start.saturating_sub(4)..name.start) == b" by " {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// `<l2tp-joe>: connected`: a tunnel named by its kind and its account.
fn tunnel(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let kind = line.run(start + 1, |b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let kinds = [&b"l2tp"[..], b"pptp", b"pppoe", b"ovpn", b"sstp"];
    let name = kind + 1..line.run(kind + 1, |b| b != b'>' && !b.is_ascii_whitespace());
    if line.byte(start) == Some(b'<')
        && kinds.contains(&line.slice(start + 1..kind))
        && line.byte(kind) == Some(b'-')
        && line.byte(name.end) == Some(b'>')
    {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// `tag: 2026-03-05T10:15:32.118Z mantis RT_FLOW - …`: the header of RFC 5424 behind one of RFC 3164.
fn nested(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let tag = line.run(start, |b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    if line.slice(tag..tag + 2) != b": " {
        return;
    }
    let Some(at) = time::after_iso(line, tag + 2) else { return };
    let (host, next) = column(line, at);
    let (program, _) = column(line, next);
    if line.slice(program.end..program.end + 3) == b" - " && line.byte(host.end) == Some(b' ') {
        host::judge(line, found, host, host::Role::Own);
    }
}
