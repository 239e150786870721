//! IPv6 addresses, split between network and interface (classification.md 4.5).

use crate::context::AddressOwner;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::view::MASKED;
use std::net::Ipv6Addr;
use std::ops::Range;

/// Judges a run of hexadecimal digits, colons and dots.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let Some((range, address)) = without_port(line, range) else { return };
    let text = line.slice(range.clone());
    if is_path_of_code(text) || follows_month(line, range.start) {
        return;
    }
    let before_token = line.byte(line.run(range.end, |b| b == b':')) == Some(MASKED);
    // `::ffff:<IP>`: what stands there was left out.
    let left_out = line.byte(line.run(range.end, |b| b == b':')) == Some(b'<');
    let embeds_v4 = left_out && EMBEDDING.iter().any(|prefix| text.starts_with(prefix))
        || text.contains(&b'.')
        || before_token && EMBEDDING.iter().any(|prefix| text.starts_with(prefix));
    if embeds_v4 || address.is_unspecified() || address.is_loopback() || address.is_multicast() {
        return;
    }
    if line.context.owner_v6(address) == Some(AddressOwner::Vendor) {
        push(line, found, range, Entity::VendorIp);
        return;
    }
    let (prefix, interface) = split(text, address);
    let shift = |part: Range<usize>| range.start + part.start..range.start + part.end;
    if !address.is_unicast_link_local() {
        push(line, found, shift(prefix), Entity::Ipv6Prefix);
    }
    push(line, found, shift(interface), Entity::Ipv6Iid);
}

/// `dead::beef`: two words and no digit, as a language joins what it names.
fn is_path_of_code(text: &[u8]) -> bool {
    let words: Vec<&[u8]> = text.split(|b| *b == b':').filter(|word| !word.is_empty()).collect();
    words.len() <= 2 && words.iter().all(|word| word.len() >= 3 && word.iter().all(u8::is_ascii_alphabetic))
}

/// `12-Mar-2026::04:11:02` of Erlang: a date in front of a time.
fn follows_month(line: &Line<'_>, start: usize) -> bool {
    let month = line.run_back(start.saturating_sub(1), |b| b.is_ascii_alphabetic());
    line.byte_before(start) == Some(b'-')
        && start - month == "Mar-".len()
        && line.byte_before(month) == Some(b'-')
        && line.byte_before(month - 1).is_some_and(|b| b.is_ascii_digit())
}

/// Prefixes that an IPv4 address, or the token in its place, is embedded behind.
const EMBEDDING: [&[u8]; 2] = [b"::ffff", b"64:ff9b:"];

/// The address without a port behind an unbracketed one: a group of five digits, or a ninth group.
fn without_port(line: &Line<'_>, mut range: Range<usize>) -> Option<(Range<usize>, Ipv6Addr)> {
    if line.slice(range.clone()).ends_with(b":") && !line.slice(range.clone()).ends_with(b"::") {
        range.end -= 1;
    }
    if let Some(address) = parse(line.slice(range.clone())) {
        return Some((range, address));
    }
    let colon = memchr::memrchr(b':', line.slice(range.clone()))?;
    let port = line.slice(range.start + colon + 1..range.end);
    let shorter = range.start..range.start + colon;
    let is_port = !port.is_empty() && port.len() <= 5 && port.iter().all(u8::is_ascii_digit);
    is_port.then(|| parse(line.slice(shorter.clone()))).flatten().map(|address| (shorter, address))
}

fn parse(text: &[u8]) -> Option<Ipv6Addr> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// The places of hextets 1 to 4 and 5 to 8 in the text of an address. Either may be empty.
fn split(text: &[u8], address: Ipv6Addr) -> (Range<usize>, Range<usize>) {
    let whole = text.len();
    if address.segments()[4..] == [0; 4] {
        return (0..whole, whole..whole);
    }
    let Some(gap) = memchr::memmem::find(text, b"::") else {
        let cut = nth_colon(text, 4);
        return (0..cut, cut + 1..whole);
    };
    let left = groups(&text[..gap]);
    let right = groups(&text[gap + 2..]);
    if left > 4 {
        let cut = nth_colon(text, 4);
        (0..cut, cut + 1..whole)
    } else if right > 4 {
        let cut = gap + 2 + nth_colon(&text[gap + 2..], right - 4);
        (0..cut, cut + 1..whole)
    } else {
        (0..gap, gap + 2..whole)
    }
}

fn groups(text: &[u8]) -> usize {
    if text.is_empty() { 0 } else { memchr::memchr_iter(b':', text).count() + 1 }
}

/// The place of the `n`th colon, from 1; the end where there are fewer.
fn nth_colon(text: &[u8], n: usize) -> usize {
    memchr::memchr_iter(b':', text).nth(n - 1).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, prefix: &str, interface: &str) {
        let (p, i) = split(text.as_bytes(), text.parse().unwrap());
        assert_eq!((&text[p], &text[i]), (prefix, interface));
    }

    #[test]
    fn the_examples_of_the_guideline() {
        check("2001:db8:1:2::5", "2001:db8:1:2", "5");
        check("2001:db8::5", "2001:db8", "5");
        check("2001:db8:1:2:a::", "2001:db8:1:2", "a::");
        check("2001:db8:1::", "2001:db8:1::", "");
        check("2001:db8:40:1:8c2:11ff:fe3a:9", "2001:db8:40:1", "8c2:11ff:fe3a:9");
        check("2001::1:2:3:4:5", "2001::1", "2:3:4:5");
    }
}
