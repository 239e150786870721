//! Sends each word to the detectors that its bytes allow.

use super::{
    address, beside_address, colon::mac, guid, host, inner_name, joined, phone, placed_host, service_name,
    sid, tied_host, user, zone,
};
use crate::context::{Known, Owner};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::word::{Shape, Word};
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for word in line.telling() {
        if !word.shape.has(Shape::MASKED) {
            judge(line, found, *word);
        }
    }
    if line.marks.has(Marks::BACKSLASH) {
        memchr::memchr_iter(b'\\', line.view).for_each(|slash| user::domain_user_at(line, found, slash));
    }
}

fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: Word) {
    let range = word.start..word.end;
    let (shape, len) = (word.shape, word.len());
    let hex = Shape::DIGIT.or(Shape::HEX_LETTER);
    if !shape.has(Shape::LETTER.or(Shape::HEX_LETTER).or(Shape::FOREIGN)) {
        if shape.has(Shape::HYPHEN) && mac::judge_word(line, found, range.clone()) {
            return;
        }
        if len == 8 && shape.has(Shape::HYPHEN) && phone::judge_bracketed(line, found, &range) {
            return;
        }
        let pairs = matches!(len, 2 | 14) && line.byte(word.start) == Some(b'0');
        if pairs && phone::judge_pairs(line, found, word.start) {
            return;
        }
        if shape.has(Shape::DOT) {
            beside_address::judge(line, found, &range);
            if !(shape.has(Shape::HYPHEN) && joined::judge_address(line, found, &range)) {
                address::judge(line, found, range);
            }
        } else if phone::judge_dialled(line, found, &range) {
        } else if len == 12 || len == 16 || len == 32 {
            guid::judge_hex(line, found, range);
        }
        return;
    }
    if shape.has(Shape::HYPHEN) && shape.has(Shape::DIGIT) {
        let known = device(line, found, &range)
            || sid::judge(line, found, range.clone())
            || phone::judge_leg(line, found, &range)
            || guid::judge(line, found, range.clone())
            || address::judge_before_key(line, found, &word)
            || shape.has(Shape::DOT) && joined::judge_address(line, found, &range)
            || joined::is_message_code(line, &range)
            || mac::judge_word(line, found, range.clone());
        if known {
            return;
        }
    }
    if shape.only(hex) && matches!(len, 12 | 16 | 32) {
        guid::judge_hex(line, found, range);
        return;
    }
    if shape.only(hex.or(Shape::DOT)) && mac::judge_word(line, found, range.clone()) {
        return;
    }
    // `BlueZ` names a device by its address: `dev_38_18_4C_AA_10_77`.
    if shape.has(Shape::UNDERSCORE) && mac::judge_device_path(line, found, &range) {
        return;
    }
    if shape.has(Shape::DOT.or(Shape::UNDERSCORE)) && joined::judge_identifiers(line, found, &range) {
        return;
    }
    if len == PREFIXED_MAC_BYTES && is_network_address(line, &word) {
        mac::judge(line, found, word.start + 2..word.end);
    }
    if len == DESK_PHONE_BYTES && is_desk_phone(line.slice(range.clone())) {
        push(line, found, range, Entity::MachineName);
        return;
    }
    if shape.has(Shape::DOT) && shape.has(Shape::DIGIT) && address::captured::judge(line, found, &range) {
        return;
    }
    if shape.has(Shape::HYPHEN) && tunnel(line, found, &range) {
        return;
    }
    if joined::is_network_name(line, range.start) {
        return;
    }
    mention(line, found, word);
    service_name::judge(line, found, &word);
    tied_host::judge(line, found, &word);
    placed_host::judge(line, found, &word);
}

/// `0x` and twelve digits.
const PREFIXED_MAC_BYTES: usize = 14;

/// Three letters and twelve digits.
const DESK_PHONE_BYTES: usize = 15;
const DESK_PHONE_KIND_BYTES: usize = 3;

/// `SEP00A1B2C3D4E5`: telephones and adapters of an exchange are named by their kind and the address of their card.
pub(super) fn is_desk_phone(text: &[u8]) -> bool {
    let Some((kind, address)) = text.split_at_checked(DESK_PHONE_KIND_BYTES) else { return false };
    [&b"SEP"[..], b"ATA", b"VGC", b"SIP", b"CSF", b"TCT", b"BOT", b"TAB"].contains(&kind)
        && address.len() == DESK_PHONE_BYTES - DESK_PHONE_KIND_BYTES
        && address.iter().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(b))
}

/// `with network address 0x001122334455`, as the DHCP client of Windows writes a card's.
fn is_network_address(line: &Line<'_>, word: &Word) -> bool {
    let (prefix, digits) = line.slice(word.start..word.end).split_at(2);
    prefix == b"0x"
        && digits.iter().all(u8::is_ascii_hexdigit)
        && line.slice(0..word.start).ends_with(b"network address ")
}

/// Apple's identifier of a device: `00008110-000A1C2E3F44801E`.
fn device(line: &Line<'_>, found: &mut Vec<Span>, range: &Range<usize>) -> bool {
    const BYTES: usize = 25;
    let text = line.slice(range.clone());
    let capital = |b: &u8| b.is_ascii_digit() || (b'A'..=b'F').contains(b);
    let is_device = text.len() == BYTES
        && text.starts_with(b"0000")
        && text[8] == b'-'
        && text.iter().enumerate().all(|(at, b)| at == 8 || capital(b));
    if is_device {
        push(line, found, range.clone(), Entity::DeviceGuid);
    }
    is_device
}

/// `<l2tp-joe>`: the interface of a dialled-in user, which routers name by the protocol and the account; true if it is one.
fn tunnel(line: &Line<'_>, found: &mut Vec<Span>, range: &Range<usize>) -> bool {
    const PROTOCOLS: [&[u8]; 6] = [b"l2tp-", b"pptp-", b"pppoe-", b"sstp-", b"ovpn-", b"ppp-"];
    let bracketed = line.byte_before(range.start) == Some(b'<') && line.byte(range.end) == Some(b'>');
    let text = line.slice(range.clone());
    let Some(protocol) = PROTOCOLS.iter().find(|name| bracketed && text.starts_with(name)) else {
        return false;
    };
    user::judge(line, found, range.start + protocol.len()..range.end, user::Position::Cue);
    true
}

/// A name that the context knows, or a domain of its.
fn mention(line: &Line<'_>, found: &mut Vec<Span>, word: Word) {
    if is_sip(line, &word) {
        return;
    }
    if word.shape.has(Shape::FOREIGN) || !word.marks.has(Marks::KNOWN) && !can_be_host(word, line) {
        return;
    }
    let range = word.start..word.end;
    let mentioned = line.memo.borrow_mut().get_or(line.topic(), line.slice(range.clone()), b"", || {
        let before = found.len();
        judge_mention(line, found, range);
        let parts = found.drain(before..);
        Mentioned::of(parts, word.start)
    });
    if mentioned.is_machine_in_domain() && zone::judge(line, found, &(word.start..word.end)) {
        return;
    }
    found.extend(mentioned.spans(word.start));
    if line.byte(word.end) == Some(b':') {
        in_chassis(line, found, &word);
    }
}

/// `sip:joe@…`, which is judged as an address.
fn is_sip(line: &Line<'_>, word: &Word) -> bool {
    line.byte(word.end) == Some(b'@')
        && line.byte_before(word.start) == Some(b':')
        && [&b"sip"[..], b"sips", b"im"]
            .contains(&line.slice(line.run_back(word.start - 1, |b| b.is_ascii_alphabetic())..word.start - 1))
}

/// `R01-M0-N4:J12-U11`: a tenant server whose pattern takes in a place behind a colon (classification.md 3: patterns are of the
/// whole short name).
fn in_chassis(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) {
    let Some(span) = found.last().filter(|span| span.end == word.end && span.entity == Entity::TenantHost)
    else {
        return;
    };
    let Some(place) = line.word_from(word.end).filter(|place| place.start == word.end + 1) else { return };
    let whole = span.start..place.end;
    let text = line.slice(place.start..place.end);
    let placed = text.first().is_some_and(u8::is_ascii_uppercase)
        && text.iter().any(u8::is_ascii_digit)
        && text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-');
    if placed && line.context.is_tenant_server(line.slice(whole.clone())) {
        push(line, found, whole, Entity::TenantHost);
    }
}

/// The spans of a mention, as distances from the word's start.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mentioned([Option<(u8, u8, Entity)>; 2]);

impl Mentioned {
    fn of(spans: impl Iterator<Item = Span>, start: usize) -> Self {
        let mut mentioned = Self::default();
        for (place, span) in mentioned.0.iter_mut().zip(spans) {
            let from = |at: usize| u8::try_from(at - start).unwrap_or(u8::MAX);
            *place = Some((from(span.start), from(span.end), span.entity));
        }
        mentioned
    }

    /// Whether a machine and a domain were made of the word.
    fn is_machine_in_domain(self) -> bool {
        let [first, second] = self.0.map(|part| part.map(|(_, _, entity)| entity));
        first == Some(Entity::MachineName) && second == Some(Entity::TenantDomain)
    }

    fn spans(self, start: usize) -> impl Iterator<Item = Span> {
        let place = move |at: u8| start + usize::from(at);
        self.0.into_iter().flatten().map(move |(from, to, entity)| Span::new(place(from), place(to), entity))
    }
}

fn judge_mention(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let underscored = line.slice(range.clone()).contains(&b'_');
    if underscored && line.byte(range.start) == Some(b'_') {
        return service(line, found, &range);
    }
    match line.context.known(line.slice(range.clone())) {
        Some(Known::Operator) => push(line, found, range, Entity::VendorOperator),
        Some(Known::TenantId) => push(line, found, range, Entity::TenantId),
        Some(Known::Username) => user::mention(line, found, range),
        Some(Known::NetBios) if user::is_netbios(line.slice(range.clone())) => {
            push(line, found, range, Entity::TenantDomain);
        }
        _ if !underscored && host::judge(line, found, range.clone(), host::Role::Mention) => {}
        _ if inner_name::judge(line, found, &range) || underscored => {}
        _ => user::mention(line, found, range),
    }
}

/// `_ldap._tcp.contoso.com`: the domain of a service's record (RFC 2782).
fn service(line: &Line<'_>, found: &mut Vec<Span>, range: &Range<usize>) {
    if let Some((Owner::Tenant, at)) = line.context.domain(line.slice(range.clone())) {
        push(line, found, range.start + at..range.end, Entity::TenantDomain);
    }
}

/// Whether a word that the context does not list has the shape of a host's or a domain's name.
fn can_be_host(word: Word, line: &Line<'_>) -> bool {
    word.shape.has(Shape::DOT.or(Shape::DIGIT).or(Shape::HYPHEN))
        || word.shape.has(Shape::INNER_CAPITAL)
            && line.slice(word.start..word.end).iter().filter(|b| b.is_ascii_uppercase()).take(2).count() == 2
}
