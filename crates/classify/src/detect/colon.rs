//! Runs of hexadecimal groups and colons: IPv6 addresses and MAC addresses (classification.md 4.2, 4.5).

mod ipv6;
pub(super) mod mac;

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// Longer runs are dumps, not addresses.
const RUN_BYTES_MAX: usize = 64;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut done = 0;
    for colon in memchr::memchr_iter(b':', line.view) {
        if line.byte(colon + 1) == Some(b'C') {
            policy_session(line, found, colon);
        }
        let beside = |byte: Option<u8>| byte.is_some_and(is_run_byte);
        if colon < done || !beside(line.byte(colon + 1)) && !beside(line.byte_before(colon)) {
            continue;
        }
        let start = line.run_back(colon, is_run_byte).max(done);
        let end = line.run(colon, is_run_byte);
        done = end;
        if end - start <= RUN_BYTES_MAX {
            judge(line, found, start..end);
        }
    }
}

/// `/Common/vpn:Common:4f2a1c9e: New session …` of F5's access policies: a session of a partition's, eight digits (4.3).
fn policy_session(line: &Line<'_>, found: &mut Vec<Span>, colon: usize) {
    const PARTITION: &[u8] = b":Common:";
    const DIGITS: usize = 8;
    let start = colon + PARTITION.len();
    let end = line.run(start, |b| b.is_ascii_hexdigit());
    if line.slice(colon..start) == PARTITION && end - start == DIGITS && line.byte(end) == Some(b':') {
        push(line, found, start..end, Entity::SessionId);
    }
}

fn is_run_byte(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || byte == b':' || byte == b'.'
}

/// `SHA256:93:8a:…` is a key's fingerprint (classification.md 5.4).
fn is_digest(name: &[u8]) -> bool {
    [&b"SHA"[..], b"MD5", b"sha", b"md5"].iter().any(|algorithm| name.starts_with(algorithm))
}

/// `2001:db8::1.443`: tcpdump puts the port behind a dot.
fn before_port(line: &Line<'_>, range: &Range<usize>) -> usize {
    let text = line.slice(range.clone());
    let Some(dot) = memchr::memchr(b'.', text) else { return range.end };
    let port = &text[dot + 1..];
    let number = (1..=5).contains(&port.len()) && port.iter().all(u8::is_ascii_digit);
    let groups = memchr::memchr_iter(b':', &text[..dot]).count();
    if number && groups >= 2 { range.start + dot } else { range.end }
}

fn judge(line: &Line<'_>, found: &mut Vec<Span>, mut range: Range<usize>) {
    while let Some(b'.') = line.byte_before(range.end).filter(|_| !range.is_empty()) {
        range.end -= 1;
    }
    let glued = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || !b.is_ascii());
    if glued(line.byte(range.end)) {
        return mac::judge_point(line, found, &range);
    }
    // `sta: 00:11:22:33:44:55: left`: punctuation behind an address.
    let text = line.slice(range.clone());
    if text.ends_with(b":") && !text.ends_with(b"::") {
        range.end -= 1;
    }
    if glued(line.byte_before(range.start)) {
        let word = line.run_back(range.start, |b| b.is_ascii_alphanumeric());
        if is_digest(line.slice(word..line.run(range.start, |b| b != b':'))) {
            return;
        }
        // `en0:2001:db8::1`: the first group is the tail of an interface's name.
        let Some(colon) = memchr::memchr(b':', line.slice(range.clone())) else { return };
        range.start += colon + 1;
    }
    if line.byte(range.start) == Some(b':') && line.byte(range.start + 1) != Some(b':') {
        range.start += 1;
    }
    let text = line.slice(range.clone());
    // Three colons stand for an encoded one, which joins no groups.
    let encoded = text.starts_with(b"::") && line.byte_before(range.start) == Some(b':');
    if memchr::memchr_iter(b':', text).count() < 2 || encoded {
        return;
    }
    // `50:06:01:60:3b:a0:12:34`: a port's name of a storage network, or part of a fingerprint (classification.md 5.4).
    let pairs = text.split(|b| *b == b':');
    if text.len() == 23 && pairs.clone().count() == 8 && pairs.clone().all(|pair| pair.len() == 2) {
        return;
    }
    // `1001:1001::/srv/joe`: the numbers of an account, and its folder.
    if text.ends_with(b"::")
        && line.byte(range.end) == Some(b'/')
        && line.byte(range.end + 1).is_some_and(|b| b.is_ascii_alphabetic())
    {
        return;
    }
    range.end = before_port(line, &range);
    if !mac::judge_colons(line, found, &range) {
        ipv6::judge(line, found, range);
    }
}
