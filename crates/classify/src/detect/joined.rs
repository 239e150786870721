//! Identifiers that are joined into one word with what they belong to: an address with a card's, a kind of account with a tenant
//! (classification.md 2: a value inside a larger token is labelled alone).

use super::address;
use super::colon::mac;
use super::guid::GUID_BYTES;
use crate::context::Known;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

const MAC_BYTES: usize = 17;
/// What stands behind the first pair of a card's address.
const MAC_REST_BYTES: usize = MAC_BYTES - 2;
const IDENTIFIER_BYTES: usize = 32;

/// `192.0.2.7-a4:83:e7:a4:3d:50-lobby`, `192.0.2.7-a4-83-e7-a4-3d-50`: an access point by its address and its card's, as controllers
/// write it. True if it is one.
pub(super) fn judge_address(line: &Line<'_>, found: &mut Vec<Span>, word: &Range<usize>) -> bool {
    let text = line.slice(word.clone());
    let Some(hyphen) = memchr::memchr(b'-', text).filter(|at| address::parse(&text[..*at]).is_some()) else {
        return false;
    };
    let card = word.start + hyphen + 1;
    let pair = text.len() == hyphen + 3;
    let colons = pair && is_rest_of_mac(line.slice(word.end..word.end + MAC_REST_BYTES));
    let hyphens = !pair && mac::is_pairs(line.slice(card..card + MAC_BYTES));
    if colons || hyphens {
        address::judge_peer(line, found, word.start..word.start + hyphen);
    }
    if hyphens {
        mac::judge(line, found, card..card + MAC_BYTES);
    }
    colons || hyphens
}

fn is_rest_of_mac(text: &[u8]) -> bool {
    text.len() == MAC_REST_BYTES
        && text.iter().enumerate().all(|(at, b)| if at % 3 == 0 { *b == b':' } else { b.is_ascii_hexdigit() })
}

/// `job.8b1f2f5e3f6a4a539f570d5e5b6f7c21.out`: identifiers that the context lists, as parts of a longer name. `AUTH_3fd0…`: the
/// account of an object store is a project, listed or not. True if a low line and an identifier without dashes end the name.
pub(super) fn judge_identifiers(line: &Line<'_>, found: &mut Vec<Span>, word: &Range<usize>) -> bool {
    if word.len() <= IDENTIFIER_BYTES {
        return false;
    }
    let mut start = word.start;
    let mut ends = false;
    for part in line.slice(word.clone()).split(|b| matches!(b, b'.' | b'_')) {
        let range = start..start + part.len();
        let entity =
            listed(line, part).or_else(|| is_store_account(line, word, &range).then_some(Entity::TenantId));
        ends = entity.is_some() && part.len() == IDENTIFIER_BYTES && line.byte_before(start) == Some(b'_');
        if let Some(entity) = entity {
            push(line, found, range, entity);
        }
        start += part.len() + 1;
    }
    ends
}

/// What an identifier is that the context lists.
fn listed(line: &Line<'_>, part: &[u8]) -> Option<Entity> {
    if !matches!(part.len(), IDENTIFIER_BYTES | GUID_BYTES) {
        return None;
    }
    match line.context.known(part) {
        Some(Known::TenantId) => Some(Entity::TenantId),
        Some(Known::ObjectId) => Some(Entity::UserGuid),
        _ => None,
    }
}

/// Whether `AUTH_` and 32 hexadecimal digits are the whole word.
fn is_store_account(line: &Line<'_>, word: &Range<usize>, part: &Range<usize>) -> bool {
    let id = line.slice(part.clone());
    part.end == word.end
        && line.slice(word.start..part.start) == b"AUTH_"
        && id.len() == IDENTIFIER_BYTES
        && id.iter().all(u8::is_ascii_hexdigit)
}

/// `ssid="Hall-2"`, `SSID Hall-2`: the name of a wireless network, which is no machine's (classification.md 5.4).
pub(super) fn is_network_name(line: &Line<'_>, start: usize) -> bool {
    const SIGNS_MAX: usize = 4;
    let key = line.label_before(start);
    start - key.end <= SIGNS_MAX && line.slice(key).eq_ignore_ascii_case(b"ssid")
}

/// `[ZWCSR-M7FG9]`: two groups of five that number a kind of message.
pub(super) fn is_message_code(line: &Line<'_>, word: &Range<usize>) -> bool {
    let text = line.slice(word.clone());
    let sign = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    text.len() == 11
        && line.byte_before(word.start) == Some(b'[')
        && line.slice(word.end..word.end + 2) == b"] "
        && text.iter().enumerate().all(|(at, b)| if at == 5 { *b == b'-' } else { sign(b) })
        && line.context.known(text).is_none()
        && !line.context.is_tenant_server(text)
        && !line.context.is_vendor_server(text)
}
