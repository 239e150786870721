//! Stand-ins that keep the type of a value.

use classify::{Entity, Pseudonyms, SpanCategory};
use proptest::prelude::*;
use std::collections::HashMap;
use std::net::{Ipv4Addr, Ipv6Addr};

fn shaped(key: u8) -> Pseudonyms {
    Pseudonyms::new([key; 32]).shaped()
}

fn stand_in(entity: Entity, value: &str) -> String {
    shaped(7).token(entity, value.as_bytes())
}

fn is_token(text: &str) -> bool {
    text.starts_with('«') && text.ends_with('»')
}

/// The hexadecimal digits of a text, and the text with all of them as `x`.
fn digits(text: &str) -> (String, String) {
    let form = text.chars().map(|c| if c.is_ascii_hexdigit() { 'x' } else { c }).collect();
    (text.chars().filter(char::is_ascii_hexdigit).collect(), form)
}

#[test]
fn addresses_stay_addresses_that_belong_to_nobody() {
    for entity in [Entity::UserIpv4, Entity::TenantIpv4, Entity::VendorIp] {
        let address: Ipv4Addr = stand_in(entity, "192.0.2.7").parse().unwrap();
        assert!((240..255).contains(&address.octets()[0]), "{address}");
    }
    let address: Ipv6Addr = stand_in(Entity::VendorIp, "2603:10a6::1").parse().unwrap();
    assert_eq!(address.segments()[..2], [0x2001, 0xdb8]);
    assert!(is_token(&stand_in(Entity::UserIpv4, "192.0.2")));
}

#[test]
fn parts_of_an_ipv6_address_make_an_address_together() {
    for (prefix, between, interface) in [
        ("2603:10a6:40:1", ":", "8c2:11ff:fe3a:9"),
        ("2603:10a6:40:1", "::", "9"),
        ("2603:10a6:40:1", "::", "fe3a:9"),
        ("2603:10a6:1::", "", ""),
        ("2603:10a6::", "", ""),
        ("fe80", "::", "8c2:11ff:fe3a:9"),
    ] {
        let front = if prefix == "fe80" { prefix.to_owned() } else { stand_in(Entity::Ipv6Prefix, prefix) };
        let behind = if interface.is_empty() { String::new() } else { stand_in(Entity::Ipv6Iid, interface) };
        let address = format!("{front}{between}{behind}");
        let parsed: Ipv6Addr = address.parse().unwrap_or_else(|_| panic!("{address}"));
        assert!(prefix == "fe80" || parsed.segments()[..2] == [0x2001, 0xdb8], "{address}");
    }
}

#[test]
fn other_types_are_written_as_their_values_were() {
    for mac in ["00:50:56:ab:cd:ef", "00-50-56-AB-CD-EF", "0050.56ab.cdef", "005056abcdef"] {
        let ours = stand_in(Entity::MacAddress, mac);
        assert_eq!(digits(&ours).1, digits(mac).1);
        assert!(b"26aeAE".contains(&digits(&ours).0.as_bytes()[1]), "{ours} is not locally administered");
    }
    for guid in [
        "8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21",
        "{8B1F2F5E-3F6A-4A53-9F57-0D5E5B6F7C21}",
        "8b1f2f5e3f6a4a539f570d5e5b6f7c21",
    ] {
        let ours = stand_in(Entity::UserGuid, guid);
        assert_eq!(digits(&ours).1, digits(guid).1);
        let digits = digits(&ours).0;
        assert!(digits.as_bytes()[12] == b'8' && b"89abAB".contains(&digits.as_bytes()[16]), "{ours}");
    }
    for (entity, value, start, end) in [
        (Entity::Email, "joe@gmail.com", "u", "@mail.invalid"),
        (Entity::SipUri, "sip:joe@gmail.com", "sip:u", "@mail.invalid"),
        (Entity::Upn, "joe", "u", ""),
        (Entity::TenantDomain, "contoso.com", "d", ".invalid"),
        (Entity::TenantDomain, "CONTOSO", "d", ""),
        (Entity::MachineName, "LT-0042", "h", ".invalid"),
    ] {
        let ours = stand_in(entity, value);
        assert!(ours.starts_with(start) && ours.ends_with(end) && !ours.contains(value), "{value}: {ours}");
    }
    let phone = stand_in(Entity::Phone, "+33 6 12 34 56 78");
    assert!(phone.starts_with("+1") && phone.len() == 12 && phone[5..].starts_with("55501"), "{phone}");
}

#[test]
fn credentials_and_types_without_a_range_stay_tokens() {
    for entity in Entity::ALL {
        let ours = stand_in(*entity, "x1");
        if entity.category() == SpanCategory::Credential {
            assert_eq!(ours, format!("«credential:{}»", entity.name()));
        }
    }
    assert!(is_token(&stand_in(Entity::PersonName, "Joe Rivers")));
    assert!(is_token(&stand_in(Entity::UserGuid, "no guid")));
}

#[test]
fn a_value_has_the_same_stand_in_under_the_same_key_alone() {
    let of = |key: u8, value: &str| shaped(key).token(Entity::UserIpv4, value.as_bytes());
    assert_eq!(of(1, "192.0.2.7"), of(1, "192.0.2.7"));
    assert_ne!(of(1, "192.0.2.7"), of(2, "192.0.2.7"));
    assert_eq!(
        shaped(1).token(Entity::MachineName, b"LT-1"),
        shaped(1).token(Entity::MachineName, b"lt-1"),
        "letter case means nothing in host names"
    );
}

/// Asks for the stand-ins of so many values, twice; each value must have one of its own.
fn check_apart(entity: Entity, values: impl Iterator<Item = String> + Clone) {
    let pseudonyms = shaped(3);
    let mut values_of = HashMap::new();
    for value in values.clone().chain(values) {
        // A clone, as every thread has one.
        let ours = pseudonyms.clone().token(entity, value.as_bytes());
        let holder = values_of.entry(ours.clone()).or_insert_with(|| value.clone());
        assert_eq!(*holder, value, "{ours} stands for both");
    }
}

#[test]
fn no_two_values_share_a_stand_in() {
    // So many addresses among 2^28 meet each other about 7 times, so many numbers among 79,000 about 200 times.
    check_apart(Entity::UserIpv4, (0_u32..60_000).map(|n| Ipv4Addr::from_bits(0x0a00_0000 + n).to_string()));
    check_apart(Entity::Phone, (0_u32..6_000).map(|n| format!("+33 6 {n:08}")));
    check_apart(Entity::Ipv6Iid, (1_u32..6_000).map(|n| format!("{n:x}")));
}

proptest! {
    #[test]
    fn any_value_of_any_type_has_some_stand_in(value in "\\PC{0,40}", place in any::<prop::sample::Index>()) {
        let entity = *place.get(Entity::ALL);
        let ours = stand_in(entity, &value);
        prop_assert!(!ours.is_empty() && !ours.contains('\n'));
        prop_assert_eq!(&ours, &stand_in(entity, &value));
    }
}
