//! Whose an address is: of all networks that it lies in, bit by bit, the longest says it, and of two as long the one of
//! the higher rank.

use classify::{Channel, CompiledContext, Entity, TenantContext, classify_line};
use proptest::prelude::*;
use std::net::{Ipv4Addr, Ipv6Addr};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Vendor,
    Tenant,
    User,
}

/// Bits of an address, the first one first, and whose the network is that begins with so many of them.
type Network = (Vec<bool>, Owner, String);

fn bits(octets: &[u8]) -> Vec<bool> {
    octets.iter().flat_map(|octet| (0..8).rev().map(move |bit| octet >> bit & 1 == 1)).collect()
}

fn naive(networks: &[Network], address: &[u8]) -> Option<Owner> {
    let address = bits(address);
    let holding = networks.iter().filter(|(prefix, _, _)| address.starts_with(prefix));
    holding.map(|(prefix, owner, _)| (prefix.len(), *owner)).max().map(|(_, owner)| owner)
}

fn compiled(networks: &[Network]) -> CompiledContext {
    let mut context = TenantContext::default();
    for (_, owner, text) in networks {
        let list = match owner {
            Owner::Vendor => &mut context.vendor.networks,
            Owner::Tenant => &mut context.tenant.networks,
            Owner::User => &mut context.tenant.user_networks,
        };
        list.push(text.clone());
    }
    CompiledContext::new(&context).unwrap()
}

fn owner() -> impl Strategy<Value = Owner> {
    prop::sample::select(vec![Owner::Vendor, Owner::Tenant, Owner::User])
}

/// Networks close to each other, so that they often hold each other. Bits behind the prefix may stand there too.
fn networks_v4() -> impl Strategy<Value = Vec<Network>> {
    let network =
        (0_u8..4, 0_u8..4, any::<u8>(), 6_usize..=32, owner()).prop_map(|(b, c, d, length, owner)| {
            let octets = [10, b, c, d];
            let text = format!("{}/{length}", Ipv4Addr::from(octets));
            (bits(&octets)[..length].to_vec(), owner, text)
        });
    prop::collection::vec(network, 0..12)
}

fn networks_v6() -> impl Strategy<Value = Vec<Network>> {
    let network =
        (0_u16..3, 0_u16..3, 0_u16..3, 20_usize..=128, owner()).prop_map(|(b, c, d, length, owner)| {
            let address = Ipv6Addr::new(0x2001, 0xdb8, b, c, 1, 0, 0, d);
            (bits(&address.octets())[..length].to_vec(), owner, format!("{address}/{length}"))
        });
    prop::collection::vec(network, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_longest_ipv4_network_says_whose_an_address_is(
        networks in networks_v4(),
        addresses in prop::collection::vec((0_u8..4, 0_u8..4, 1_u8..255), 1..6),
    ) {
        let context = compiled(&networks);
        for (b, c, d) in addresses {
            let address = Ipv4Addr::new(10, b, c, d);
            let text = format!("peer ip={address} closed");
            let spans = classify_line(text.as_bytes(), Channel::Log, &context);
            let found: Vec<_> =
                spans.iter().map(|span| (text[span.start..span.end].to_owned(), span.entity)).collect();
            let entity = match naive(&networks, &address.octets()) {
                Some(Owner::Vendor) => Entity::VendorIp,
                Some(Owner::Tenant) => Entity::TenantIpv4,
                // Of an address that nobody claims the classifier thinks the worst.
                Some(Owner::User) | None => Entity::UserIpv4,
            };
            prop_assert_eq!(found, [(address.to_string(), entity)], "{:?}", networks);
        }
    }

    #[test]
    fn the_longest_ipv6_network_says_whose_an_address_is(
        networks in networks_v6(),
        (b, c, d) in (0_u16..3, 0_u16..3, 0_u16..3),
    ) {
        let address = Ipv6Addr::new(0x2001, 0xdb8, b, c, 1, 0, 0, d);
        let text = format!("peer ip={address} closed");
        let context = compiled(&networks);
        let spans = classify_line(text.as_bytes(), Channel::Log, &context);
        let is_vendor = naive(&networks, &address.octets()) == Some(Owner::Vendor);
        let is_found = spans.iter().any(|span| span.entity == Entity::VendorIp);
        prop_assert_eq!(is_found, is_vendor, "{}: {:?} {:?}", text, spans, networks);
        prop_assert!(!spans.is_empty());
    }
}
