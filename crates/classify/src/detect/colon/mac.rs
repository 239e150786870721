//! MAC addresses in every spelling (classification.md 4.2 `mac_address`).

use crate::detect::host;
use crate::detect::novel::{is_improbable, is_novel};
use crate::entity::Entity;
use crate::field::Style;
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

const COLON_BYTES: usize = 17;

/// `00:11:22:33:44:55`, or the two addresses and type of a logged Ethernet header. True if the run is one of these.
pub(super) fn judge_colons(line: &Line<'_>, found: &mut Vec<Span>, range: &Range<usize>) -> bool {
    let text = line.slice(range.clone());
    if is_short(text) {
        judge_short(line, found, range);
        return true;
    }
    let pairs = text.len() % 3 == 2
        && text.chunks(3).all(|c| {
            c[0].is_ascii_hexdigit() && c[1].is_ascii_hexdigit() && matches!(c.get(2), None | Some(b':'))
        });
    if !pairs {
        return false;
    }
    match text.len().div_ceil(3) {
        6 => {
            judge(line, found, range.clone());
            owner_behind(line, found, range.end);
            owner_before(line, found, range.start);
        }
        14 => {
            judge(line, found, range.start..range.start + COLON_BYTES);
            judge(line, found, range.start + COLON_BYTES + 1..range.start + 2 * COLON_BYTES + 1);
        }
        // A DHCP client's identifier: the type of the hardware and its address (RFC 2132, 9.14).
        7 if text.starts_with(b"01:") => judge(line, found, range.start + 3..range.end),
        // Eight groups of two digits may be an IPv6 address.
        groups => return groups < 8,
    }
    true
}

/// `70:db:98:4e:21:c0:LOBBY`: an access point in front of its network's name (RFC 3580, 3.20).
pub(super) fn judge_point(line: &Line<'_>, found: &mut Vec<Span>, range: &Range<usize>) {
    let point = range.start..range.start + COLON_BYTES;
    let name = line.slice(point.end..range.end);
    let pairs = line.slice(point.clone()).chunks(3).all(|c| {
        c.len() >= 2 && c[..2].iter().all(u8::is_ascii_hexdigit) && matches!(c.get(2), None | Some(b':'))
    });
    if pairs && name.starts_with(b":") && memchr::memchr_iter(b':', name).count() == 1 {
        judge(line, found, point);
    }
}

const VIA: &[u8] = b") via ";

/// `pc-ann(00:11:22:33:44:55)`: the machine in front of its address.
fn owner_before(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    const PRIMITIVES: [&[u8]; 4] = [b".request", b".indication", b".confirm", b".response"];
    let Some(word) = line.word_before(start).filter(|word| word.end + 1 == start) else { return };
    let text = line.slice(word.start..word.end).to_ascii_lowercase();
    // `MLME-AUTHENTICATE.indication(…)`: what layers of a network ask of each other (IEEE 802.11, 6.3).
    if PRIMITIVES.iter().any(|primitive| text.ends_with(primitive)) {
        return;
    }
    if line.byte(word.end) == Some(b'(') && text.contains(&b'-') && is_novel(&text) {
        host::judge(line, found, word.start..word.end, host::Role::Own);
    }
}

/// `00:11:22:33:44:55 pc-ann` at the end of a line, `00:11:22:33:44:55 (pc-ann)`: the machine that has the address (DHCP).
fn owner_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let open = usize::from(line.byte(end + 1) == Some(b'('));
    let Some(word) = line.word_from(end).filter(|word| word.start == end + 1 + open) else { return };
    let text = line.slice(word.start..word.end).to_ascii_lowercase();
    // `from 00:11:22:33:44:55 (mantis) via eth0` of DHCP servers.
    if open > 0 && line.byte(end) == Some(b' ') && line.slice(word.end..word.end + VIA.len()) == VIA {
        host::judge(line, found, word.start..word.end, host::Role::Own);
        return;
    }
    let alone = if open > 0 {
        line.byte(word.end) == Some(b')')
    } else {
        word.end == line.view.trim_ascii_end().len()
    };
    if alone
        && line.byte(end) == Some(b' ')
        && (is_leased(line, end) || (text.contains(&b'-') || is_improbable(&text)) && is_novel(&text))
    {
        host::judge(line, found, word.start..word.end, host::Role::Own);
    }
}

/// `assigned 192.0.2.7 for 00:11:22:33:44:55 `: what has a lease stands behind.
fn is_leased(line: &Line<'_>, end: usize) -> bool {
    const FOR: &[u8] = b" for ";
    const LEASE_BYTES_MAX: usize = 64;
    let before = line.slice(end.saturating_sub(LEASE_BYTES_MAX)..end.saturating_sub(COLON_BYTES));
    before.ends_with(FOR) && memchr::memmem::find(before, b"assigned ").is_some()
}

/// `0:20:a9:a:c:2a`: an address whose groups begin with no zero. Letters tell it from anything that is counted.
fn is_short(text: &[u8]) -> bool {
    text.len() < COLON_BYTES
        && memchr::memchr_iter(b':', text).count() == 5
        && text.iter().any(u8::is_ascii_alphabetic)
        && text
            .split(|b| *b == b':')
            .all(|group| matches!(group.len(), 1 | 2) && group.iter().all(u8::is_ascii_hexdigit))
}

fn judge_short(line: &Line<'_>, found: &mut Vec<Span>, range: &Range<usize>) {
    let text = line.slice(range.clone());
    let first = text.split(|b| *b == b':').next().and_then(|group| group.last());
    let group = first.is_some_and(|digit| b"13579bdfBDF".contains(digit));
    if !group {
        push(line, found, range.clone(), Entity::MacAddress);
    }
}

/// Labels an address whose digits are known to be hexadecimal, unless it is a group's or nobody's.
pub(in crate::detect) fn judge(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let mut digits = [0_u8; 12];
    let mut count = 0;
    for byte in line.slice(range.clone()).iter().filter(|b| b.is_ascii_hexdigit()) {
        let Some(digit) = digits.get_mut(count) else { return };
        *digit = byte.to_ascii_lowercase();
        count += 1;
    }
    let group = matches!(digits[1], b'1' | b'3' | b'5' | b'7' | b'9' | b'b' | b'd' | b'f');
    // A certificate's serial number may have as many digits (classification.md 5.4).
    let serial = line.fields.at(range.start).is_some_and(|field| {
        field.class == KeyClass::Object && field.value == range && field.style == Style::Quoted
    });
    if count == 12 && !group && !serial && digits != [b'0'; 12] {
        push(line, found, range, Entity::MacAddress);
    }
}

/// Whether the word is `00-11-22-33-44-55` or `0011.2233.4455`.
pub(in crate::detect) fn is_word(text: &[u8]) -> bool {
    let grouped = |size: usize, separator: u8| {
        text.iter()
            .enumerate()
            .all(|(i, b)| if i % (size + 1) == size { *b == separator } else { b.is_ascii_hexdigit() })
    };
    text.len() == COLON_BYTES && grouped(2, b'-') || text.len() == 14 && grouped(4, b'.')
}

/// `00-11-22-33-44-55` or `0011.2233.4455` as a word.
pub(in crate::detect) fn judge_word(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) -> bool {
    let is_mac = is_word(line.slice(range.clone()));
    if is_mac {
        judge(line, found, range.clone());
        owner_behind(line, found, range.end);
    }
    is_mac
}

/// Whether the text is an address of six groups, in pairs.
pub(in crate::detect) fn is_pairs(text: &[u8]) -> bool {
    text.len() == COLON_BYTES
        && text
            .iter()
            .enumerate()
            .all(|(i, b)| if i % 3 == 2 { b":-".contains(b) } else { b.is_ascii_hexdigit() })
}

/// `dev_00_11_22_33_44_55`, as `BlueZ` writes an address in an object's path. True if it is one.
pub(in crate::detect) fn judge_device_path(
    line: &Line<'_>,
    found: &mut Vec<Span>,
    range: &Range<usize>,
) -> bool {
    let Some(pairs) = line.slice(range.clone()).strip_prefix(b"dev_") else { return false };
    let is_mac = pairs.len() == COLON_BYTES
        && pairs.chunks(3).all(|c| {
            c[0].is_ascii_hexdigit() && c[1].is_ascii_hexdigit() && matches!(c.get(2), None | Some(b'_'))
        });
    if is_mac {
        judge(line, found, range.end - COLON_BYTES..range.end);
    }
    is_mac
}
