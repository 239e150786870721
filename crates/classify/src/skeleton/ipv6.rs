//! IPv6 addresses: what decides is whether they are the vendor's, and where their groups are cut.

use super::codes;
use super::token::Token;
use crate::context::AddressOwner;
use std::net::Ipv6Addr;

/// The first group stays as it is: it tells a global address from a local one, a hardware address and a time.
const FIRST_BYTES: usize = 4;

impl Token<'_> {
    /// A global or local unicast address whose letters are small, if no group behind its first is a name.
    pub(super) fn ipv6(&mut self, start: usize, word: &[u8]) {
        let Some((first, rest)) = word.split_at_checked(FIRST_BYTES) else { return };
        let written = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b':');
        let address = std::str::from_utf8(word).ok().and_then(|text| text.parse::<Ipv6Addr>().ok());
        let Some(address) = address.filter(|_| rest.iter().all(written)) else { return };
        let decides = address.segments()[4..] == [0; 4]
            || self.context.owner_v6(address) == Some(AddressOwner::Vendor)
            || self.context.may_name(word)
            || rest.split(|byte| *byte == b':').any(|group| self.is_listed(group));
        let is_unicast = matches!(first, [b'2' | b'3', ..]) || begins_local(word);
        if decides || !is_unicast || first.contains(&b':') {
            return;
        }
        for (at, byte) in (start + FIRST_BYTES..).zip(rest) {
            if *byte != b':' {
                self.put(at..at + 1, codes::HEXTET);
            }
        }
    }

    fn is_listed(&self, group: &[u8]) -> bool {
        self.context.may_name(group) || self.context.lists_number(group)
    }
}

/// Whether the word begins as an address of a link (`fe80::`) or of a site (`fd00::/8`, RFC 4193) does.
pub(super) fn begins_local(word: &[u8]) -> bool {
    matches!(word, [b'f', b'e', b'8', b'0', b':', ..] | [b'f', b'd', _, _, b':', ..])
}

/// Whether a name might be a group of an address.
pub(super) fn may_be_group(name: &[u8]) -> bool {
    name.len() <= 4 && name.iter().all(u8::is_ascii_hexdigit)
}
