//! Longest-prefix lookup of an address among the context's networks (classification.md 4.5).

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::AddressOwner;

/// Networks of one address family as 128-bit numbers; IPv4 addresses stand in the upper 32 bits.
#[derive(Debug, Default)]
struct Family {
    /// Prefix lengths in use, longest first.
    lengths: Vec<u8>,
    owners: HashMap<(u8, u128), AddressOwner>,
}

impl Family {
    fn insert(&mut self, bits: u128, length: u8, owner: AddressOwner) {
        let entry = self.owners.entry((length, bits & mask(length))).or_insert(owner);
        *entry = (*entry).max(owner);
        if let Err(at) = self.lengths.binary_search_by(|l| length.cmp(l)) {
            self.lengths.insert(at, length);
        }
    }

    fn owner(&self, bits: u128) -> Option<AddressOwner> {
        self.lengths.iter().find_map(|&length| self.owners.get(&(length, bits & mask(length))).copied())
    }
}

fn mask(length: u8) -> u128 {
    match length {
        0 => 0,
        1..=127 => u128::MAX << (128 - length),
        _ => u128::MAX,
    }
}

/// The context's networks.
#[derive(Debug, Default)]
pub(super) struct Networks {
    v4: Family,
    v6: Family,
}

impl Networks {
    /// Adds `address` or `address/prefix`; `None` when it cannot be read.
    pub(super) fn insert(&mut self, text: &str, owner: AddressOwner) -> Option<()> {
        let (address, length) = match text.trim().split_once('/') {
            Some((address, length)) => (address, Some(length.parse::<u8>().ok()?)),
            None => (text.trim(), None),
        };
        match address.parse().ok()? {
            IpAddr::V4(v4) => {
                let length = length.unwrap_or(32);
                (length <= 32).then(|| self.v4.insert(v4_bits(v4), length, owner))
            }
            IpAddr::V6(v6) => {
                let length = length.unwrap_or(128);
                (length <= 128).then(|| self.v6.insert(v6.to_bits(), length, owner))
            }
        }
    }

    pub(super) fn owner_v4(&self, address: Ipv4Addr) -> Option<AddressOwner> {
        self.v4.owner(v4_bits(address))
    }

    /// One address of each network of an owner, with the lower bits of `host` behind the prefix.
    pub(super) fn members_v4(&self, owner: AddressOwner, host: u32) -> Vec<Ipv4Addr> {
        let networks = self.v4.owners.iter().filter(|(_, of)| **of == owner);
        let member = |(length, bits): &(u8, u128)| {
            let prefix = mask(*length);
            Ipv4Addr::from_bits(((bits | u128::from(host) << 96 & !prefix) >> 96) as u32)
        };
        networks.map(|(network, _)| member(network)).collect()
    }

    pub(super) fn owner_v6(&self, address: Ipv6Addr) -> Option<AddressOwner> {
        self.v6.owner(address.to_bits())
    }
}

fn v4_bits(address: Ipv4Addr) -> u128 {
    u128::from(address.to_bits()) << 96
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_network_wins_and_a_tie_goes_to_the_higher_rank() {
        let mut networks = Networks::default();
        networks.insert("10.0.0.0/8", AddressOwner::Vendor).unwrap();
        networks.insert("10.1.0.0/16", AddressOwner::Tenant).unwrap();
        networks.insert("10.1.2.0/24", AddressOwner::Tenant).unwrap();
        networks.insert("10.1.2.0/24", AddressOwner::User).unwrap();
        let owner = |a: [u8; 4]| networks.owner_v4(Ipv4Addr::from(a));
        assert_eq!(owner([10, 9, 9, 9]), Some(AddressOwner::Vendor));
        assert_eq!(owner([10, 1, 9, 9]), Some(AddressOwner::Tenant));
        assert_eq!(owner([10, 1, 2, 9]), Some(AddressOwner::User));
        assert_eq!(owner([11, 1, 2, 9]), None);
    }

    #[test]
    fn a_prefix_that_is_too_long_is_refused() {
        assert!(Networks::default().insert("10.0.0.0/33", AddressOwner::User).is_none());
    }
}
