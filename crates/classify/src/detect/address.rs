//! IPv4 addresses: told from version numbers, masks and OIDs, then judged by owner (classification.md 4.5, 5.1).

pub(super) mod captured;
mod version;

use super::{host, user};
use crate::context::AddressOwner;
use crate::entity::Entity;
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::ORDINARY_WORDS;
use crate::word::{Shape, Word};
use std::net::Ipv4Addr;
use std::ops::Range;
pub(super) use version::is_version;
use version::{follows_version_cue, is_transport};

/// Judges a word of digits and dots (or a range of two addresses).
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: Range<usize>) {
    let text = line.slice(word.clone());
    if let Some(address) = parse(text) {
        judge_address(line, found, word, address);
    } else if captured::judge(line, found, &word) {
    } else if let Some(dots) = memchr::memmem::find(text, PEERS) {
        // `192.0.2.7...192.0.2.8`: the ends of a tunnel (strongSwan).
        judge_peer(line, found, word.start..word.start + dots);
        judge_peer(line, found, word.start + dots + PEERS.len()..word.end);
    } else if let Some(hyphen) = memchr::memchr(b'-', text) {
        let (first, second) = (word.start..word.start + hyphen, word.start + hyphen + 1..word.end);
        if let (Some(low), Some(high)) = (parse(line.slice(first.clone())), parse(line.slice(second.clone())))
        {
            judge_range(line, found, [(first, low), (second, high)]);
        } else if let Some(end) = parse(line.slice(second.clone())).filter(|_| is_port(line, &first)) {
            judge_address(line, found, second, end);
        }
    }
}

const PEERS: &[u8] = b"...";

/// `192.0.2.1-192.0.2.9`: the ends of a range, unless a word calls them versions.
fn judge_range(line: &Line<'_>, found: &mut Vec<Span>, ends: [(Range<usize>, Ipv4Addr); 2]) {
    let joined = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || b"~_+/\\".contains(&b));
    let [(first, _), (second, _)] = &ends;
    if joined(line.byte_before(first.start))
        || joined(line.byte(second.end))
        || follows_version_cue(line, first.start)
    {
        return;
    }
    for (range, address) in ends {
        if !is_no_entity(address) && !is_mask(line, &range) {
            push_owned(line, found, range, address);
        }
    }
}

/// `192.0.2.7:9093-192.0.2.8:37881`: a port in front of the other end of a connection.
fn is_port(line: &Line<'_>, range: &Range<usize>) -> bool {
    line.byte_before(range.start) == Some(b':') && line.slice(range.clone()).iter().all(u8::is_ascii_digit)
}

/// Four octets without leading zeros.
pub(super) fn parse(text: &[u8]) -> Option<Ipv4Addr> {
    if !(7..=15).contains(&text.len()) {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

fn judge_address(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>, address: Ipv4Addr) {
    if is_no_entity(address) || is_mask(line, &range) || is_version(line, &range) {
        return;
    }
    if line.slice(range.end..range.end + 3) == b"->/" {
        agent(line, found, range.start);
    }
    if line.byte_before(range.start) == Some(b'/') && line.byte(range.end) == Some(b':') {
        resolved_name(line, found, range.start - 1);
    }
    if line.byte(range.end) == Some(b'[') {
        peer_identity(line, found, &range);
    }
    if line.byte(range.end) == Some(b')') {
        bracketed_origin(line, found, range.start);
    }
    push_owned(line, found, range, address);
}

/// `node-7/192.0.2.7:8030`: the name that Java resolved, in front of the slash.
fn resolved_name(line: &Line<'_>, found: &mut Vec<Span>, slash: usize) {
    let Some(word) = line.word_before(slash).filter(|word| word.end == slash) else { return };
    let name = line.slice(word.start..word.end);
    let shaped = name.contains(&b'-') && name.iter().any(u8::is_ascii_digit) && !name.contains(&b'.');
    let alone = line.byte_before(word.start).is_none_or(|b| b" [(=\"':".contains(&b));
    if shaped && alone && !is_transport(line, slash) {
        host::judge(line, found, word.start..word.end, host::Role::Own);
    }
}

/// `…192.0.2.7[joe]`: the address and the identity of an IKE peer (strongSwan).
fn peer_identity(line: &Line<'_>, found: &mut Vec<Span>, range: &Range<usize>) {
    let name = range.end + 1..line.run(range.end + 1, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let letters = line.slice(name.clone()).iter().any(u8::is_ascii_alphabetic);
    let peer = line.slice(range.start.saturating_sub(3)..range.start) == b"...";
    if peer
        && letters
        && line.byte(name.end) == Some(b']')
        && line.context.domain(line.slice(name.clone())).is_none()
    {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// `(joe from 192.0.2.7)`: an account and where it came from.
fn bracketed_origin(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let end = start.saturating_sub(b" from ".len());
    let name = line.run_back(end, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b))..end;
    let text = line.slice(name.clone());
    let named = text.first().is_some_and(u8::is_ascii_lowercase)
        && text.iter().any(|b| b.is_ascii_digit() || b"._-".contains(b))
        && !ORDINARY_WORDS.has(text);
    if line.slice(end..start) == b" from " && line.byte_before(name.start) == Some(b'(') && named {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// OSSEC's `(agent) address->/path`.
fn agent(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let Some(word) = line.word_before(start) else { return };
    if line.slice(word.end..start) == b") " && line.byte_before(word.start) == Some(b'(') {
        host::judge(line, found, word.start..word.end, host::Role::Own);
    }
}

/// Adds what certainly is an address because of where it stands, such as the peer in a proxy's log.
pub(super) fn judge_peer(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    if let Some(address) = parse(line.slice(range.clone())).filter(|address| !is_no_entity(*address)) {
        push_owned(line, found, range, address);
    }
}

fn push_owned(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>, address: Ipv4Addr) {
    let entity = match line.context.owner_v4(address) {
        Some(AddressOwner::Vendor) => Entity::VendorIp,
        Some(AddressOwner::Tenant) => Entity::TenantIpv4,
        Some(AddressOwner::User) | None => Entity::UserIpv4,
    };
    push(line, found, range, entity);
}

/// Addresses that name no one.
pub(crate) fn is_no_entity(address: Ipv4Addr) -> bool {
    address.is_unspecified()
        || address.is_loopback()
        || address.is_multicast()
        || address.octets()[0] == 255
        || address.octets() == [169, 254, 169, 254]
        || is_oid(address)
}

/// The arcs of X.500 attributes and extensions, and of the internet (classification.md 5.1).
fn is_oid(address: Ipv4Addr) -> bool {
    matches!(address.octets(), [2, 5, 4 | 5 | 29, _] | [1, 3, 6, 1])
}

fn is_mask(line: &Line<'_>, range: &Range<usize>) -> bool {
    let cue = line.word_before(range.start).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    line.fields.class_at(range.start) == Some(KeyClass::Mask)
        || [&b"mask"[..], b"netmask", b"genmask", b"wildcard"].iter().any(|w| cue.eq_ignore_ascii_case(w))
}

/// `IPAddr=192.0.2.7-User=joe`: an address and the next key behind a hyphen (Comware). True if the word is these.
pub(super) fn judge_before_key(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) -> bool {
    let text = line.slice(word.start..word.end);
    let Some(hyphen) = memchr::memchr(b'-', text).filter(|_| word.shape.has(Shape::DOT)) else {
        return false;
    };
    let key = text.get(hyphen + 1).is_some_and(u8::is_ascii_uppercase) && line.byte(word.end) == Some(b'=');
    let is_address = key && parse(&text[..hyphen]).is_some();
    if is_address {
        judge_peer(line, found, word.start..word.start + hyphen);
    }
    is_address
}
