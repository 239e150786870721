//! The form of each type's stand-in.

use crate::entity::Entity;
use std::fmt::Write as _;

/// A keyed digest of a value.
pub(crate) type Digest = [u8; 32];

/// Whether a range has room for all values that are ever met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    Wide,
    Narrow,
}

/// The stand-in for `value` that its digest leads to; none where the type, or this way to write it, has none.
pub(super) fn form(entity: Entity, value: &str, digest: &Digest) -> Option<(String, Room)> {
    match entity {
        Entity::UserIpv4 | Entity::TenantIpv4 | Entity::VendorIp => address(value, digest),
        Entity::Ipv6Prefix => prefix(value, digest),
        Entity::Ipv6Iid => interface(value, digest),
        Entity::MacAddress => mac(value, digest),
        Entity::Email | Entity::ContactEmail | Entity::SipUri | Entity::Upn => Some(mail(value, digest)),
        Entity::MachineName | Entity::ClientHostname | Entity::TenantHost | Entity::VendorHost => {
            Some((format!("h{}.invalid", hex(digest, 6)), Room::Wide))
        }
        // The name of a domain without dots stands where dots cannot: NetBIOS names, parts of paths.
        Entity::TenantDomain if !value.contains('.') => Some((format!("d{}", hex(digest, 6)), Room::Wide)),
        Entity::TenantDomain => Some((format!("d{}.invalid", hex(digest, 6)), Room::Wide)),
        Entity::UserGuid
        | Entity::DeviceGuid
        | Entity::TenantId
        | Entity::SubscriptionId
        | Entity::SessionId => guid(value, digest),
        Entity::Phone | Entity::ContactPhone => Some(phone(digest)),
        _ => None,
    }
}

/// 240.0.0.0/4 (RFC 1112 4, class E) without its last sixteenth, where the broadcast address is.
fn address(value: &str, digest: &Digest) -> Option<(String, Room)> {
    if value.parse::<std::net::Ipv6Addr>().is_ok() {
        let groups = groups(digest, 6);
        return Some((format!("2001:db8:{groups}"), Room::Wide));
    }
    value.parse::<std::net::Ipv4Addr>().ok()?;
    let [first, second, third, fourth, ..] = *digest;
    Some((format!("{}.{second}.{third}.{fourth}", 240 + first % 15), Room::Narrow))
}

/// `2001:db8::/32` (RFC 3849), with two groups of the digest, in as many groups as the value has.
fn prefix(value: &str, digest: &Digest) -> Option<(String, Room)> {
    // An end of `::` belongs to the span, so there is room for two groups in front of it.
    let (written, end) = match value.strip_suffix("::") {
        Some(written) => (written, "::"),
        None => (value, ""),
    };
    let count = written.split(':').count();
    let fits = written.split(':').all(is_group) && (count == 4 || (count < 4 && !end.is_empty()));
    fits.then(|| (format!("2001:db8:{}{end}", groups(digest, 2)), Room::Narrow))
}

/// As many groups as the value has; the bit of locally made identifiers says nothing in them any more (RFC 7136).
fn interface(value: &str, digest: &Digest) -> Option<(String, Room)> {
    if value.contains("::") || !value.split(':').all(is_group) {
        return None;
    }
    let count = value.split(':').count();
    let room = if count < 4 { Room::Narrow } else { Room::Wide };
    (count <= 4).then(|| (groups(digest, count), room))
}

fn is_group(group: &str) -> bool {
    (1..=4).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Groups of four digits that begin with none of 0.
fn groups(digest: &Digest, count: usize) -> String {
    let mut text = String::new();
    for pair in digest.chunks_exact(2).take(count) {
        let [high, low] = *pair else { break };
        let separator = if text.is_empty() { "" } else { ":" };
        // Writing to memory does not fail.
        let _ = write!(text, "{separator}{:x}{low:02x}", high | 0x10);
    }
    text
}

/// The digits of a locally administered address of one station (IEEE 802, U/L bit 1, I/G bit 0), separated as the value.
fn mac(value: &str, digest: &Digest) -> Option<(String, Room)> {
    let digits = value.bytes().filter(u8::is_ascii_hexdigit).count();
    if digits != 12 || !value.bytes().all(|b| b.is_ascii_hexdigit() || b"-:. ".contains(&b)) {
        return None;
    }
    let mut octets = *digest;
    if let Some(first) = octets.first_mut() {
        *first = *first & 0xfc | 0x02;
    }
    Some((as_written(value, &hex(&octets, 6)), Room::Wide))
}

/// A GUID of version 8, which says that its bits are somebody's own (RFC 9562 5.8), written as the value.
fn guid(value: &str, digest: &Digest) -> Option<(String, Room)> {
    let digits = value.bytes().filter(u8::is_ascii_hexdigit).count();
    if digits != 32 || !value.bytes().all(|b| b.is_ascii_hexdigit() || b"-{}".contains(&b)) {
        return None;
    }
    let mut octets = *digest;
    for (place, keep, set) in [(6, 0x0f, 0x80), (8, 0x3f, 0x80)] {
        if let Some(octet) = octets.get_mut(place) {
            *octet = *octet & keep | set;
        }
    }
    Some((as_written(value, &hex(&octets, 16)), Room::Wide))
}

/// The value with other hexadecimal digits, in capitals if it has any.
fn as_written(value: &str, digits: &str) -> String {
    let has_capitals = value.bytes().any(|b| b.is_ascii_uppercase());
    let mut digits = digits.chars();
    let replace = |c: char| match c.is_ascii_hexdigit().then(|| digits.next()).flatten() {
        Some(digit) if has_capitals => digit.to_ascii_uppercase(),
        Some(digit) => digit,
        None => c,
    };
    value.chars().map(replace).collect()
}

/// A mail address below `.invalid` (RFC 2606), behind the scheme that the value has; of a part without `@` only that part.
fn mail(value: &str, digest: &Digest) -> (String, Room) {
    let scheme = ["sips:", "sip:", "mailto:"]
        .into_iter()
        .find(|scheme| value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let local = format!("{}u{}", scheme.unwrap_or_default(), hex(digest, 6));
    (if value.contains('@') { format!("{local}@mail.invalid") } else { local }, Room::Wide)
}

/// A number of the North American plan that is set apart for fiction: 555-0100 to 555-0199 of any area.
fn phone(digest: &Digest) -> (String, Room) {
    let [first, second, third, ..] = *digest;
    // No area begins with 0 or 1, or ends with 11.
    let (hundreds, tens, last) = (2 + first % 8, second % 10, second / 10 % 10);
    let tens = if tens == 1 && last == 1 { 2 } else { tens };
    (format!("+1{hundreds}{tens}{last}55501{:02}", third % 100), Room::Narrow)
}

fn hex(digest: &Digest, bytes: usize) -> String {
    digest.iter().take(bytes).fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
