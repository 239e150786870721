//! Addresses that do not belong to the public Internet (IANA special-purpose registries, RFC 6890).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether `address` leads to this machine, a private network, a group, or nowhere.
pub(crate) fn is_special(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_special_v4(address),
        IpAddr::V6(address) => is_special_v6(address),
    }
}

fn is_special_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let protocol = a == 192 && b == 0 && c == 0;
    let benchmark = a == 198 && (b == 18 || b == 19);
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || shared
        || protocol
        || benchmark
}

fn is_special_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    // 2000::/3 is all that is assigned to the public Internet; 2002::/16 (6to4) and 2001::/32 (Teredo) carry an
    // IPv4 address inside, which could be any.
    let public = segments[0] & 0xe000 == 0x2000;
    let tunnel = segments[0] == 0x2002 || (segments[0] == 0x2001 && segments[1] == 0);
    !public || tunnel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_not_special() {
        for (text, special) in [
            ("8.8.8.8", false),
            ("2a00:1450::1", false),
            ("127.0.0.1", true),
            ("10.1.2.3", true),
            ("172.20.0.1", true),
            ("192.168.0.1", true),
            ("169.254.169.254", true),
            ("100.64.0.1", true),
            ("0.0.0.0", true),
            ("224.0.0.1", true),
            ("255.255.255.255", true),
            ("::1", true),
            ("::", true),
            ("fe80::1", true),
            ("fd00::1", true),
            ("ff02::1", true),
            ("::ffff:127.0.0.1", true),
            ("::ffff:8.8.8.8", false),
            ("2002:7f00:1::", true),
            ("64:ff9b::7f00:1", true),
        ] {
            assert_eq!(is_special(text.parse().unwrap()), special, "{text}");
        }
    }
}
