//! Records as facts.

use super::joined;
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{Name, RData};
use std::net::{IpAddr, Ipv6Addr};

/// The longest record that is told, in characters.
const CHARS_MAX: usize = 500;

/// A record's data as zone files write it, in lower case where DNS does not tell cases apart. Who is behind a mailbox is
/// left out: neither `mailto:` in texts nor the contact of a zone matters to how it works.
pub(crate) fn value(data: &RData) -> String {
    let text = match data {
        RData::TXT(text) => without_mailboxes(&joined(&text.txt_data)),
        RData::CAA(authority) => without_mailboxes(&authority.to_string()),
        RData::SOA(zone) => format!(
            "{} serial {} refresh {} retry {} expire {} minimum {}",
            name(&zone.mname),
            zone.serial,
            zone.refresh,
            zone.retry,
            zone.expire,
            zone.minimum
        ),
        RData::AAAA(found) => address(found.0.into()),
        RData::MX(mx) => format!("{} {}", mx.preference, name(&mx.exchange)),
        RData::SRV(service) => {
            format!("{} {} {} {}", service.priority, service.weight, service.port, name(&service.target))
        }
        RData::NS(server) => name(&server.0),
        RData::CNAME(alias) => name(&alias.0),
        RData::PTR(pointer) => name(&pointer.0),
        other => other.to_string(),
    };
    text.chars().take(CHARS_MAX).collect()
}

/// An address; of an IPv6 one its network alone, since the rest can stand for a person's device (RFC 8981).
pub(crate) fn address(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{}/64", Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

/// A name in lower case, without the final dot; the root stays `.`.
pub(crate) fn name(name: &Name) -> String {
    let text = name.to_lowercase().to_ascii();
    if text == "." { text } else { text.trim_end_matches('.').to_owned() }
}

/// The answer code by its mnemonic (RFC 1035, RFC 2136).
pub(crate) fn code(code: ResponseCode) -> String {
    match code {
        ResponseCode::NoError => "NOERROR".to_owned(),
        ResponseCode::FormErr => "FORMERR".to_owned(),
        ResponseCode::ServFail => "SERVFAIL".to_owned(),
        ResponseCode::NXDomain => "NXDOMAIN".to_owned(),
        ResponseCode::NotImp => "NOTIMP".to_owned(),
        ResponseCode::Refused => "REFUSED".to_owned(),
        ResponseCode::NotAuth => "NOTAUTH".to_owned(),
        other => format!("RCODE{}", u16::from(other)),
    }
}

/// `text` with `…` for whoever stands before an `@`.
fn without_mailboxes(text: &str) -> String {
    let is_mailbox = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '!' | '#');
    let parts: Vec<&str> = text.split('@').collect();
    let last = parts.len() - 1;
    let shown = parts.iter().enumerate().map(|(index, part)| {
        let kept = if index < last { part.trim_end_matches(is_mailbox) } else { part };
        if kept.len() < part.len() { format!("{kept}…") } else { kept.to_owned() }
    });
    shown.collect::<Vec<_>>().join("@")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_ipv6_address_the_network_is_told() {
        for (text, shown) in [
            ("192.0.2.1", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("::1", "::/64"),
        ] {
            assert_eq!(address(text.parse().unwrap()), shown);
        }
    }

    #[test]
    fn who_reads_a_mailbox_is_not_told() {
        for (text, shown) in [
            ("v=spf1 -all", "v=spf1 -all"),
            (
                "rua=mailto:alice.martin@a.example,mailto:b+c@b.example",
                "rua=mailto:…@a.example,mailto:…@b.example",
            ),
            ("a@b@c", "…@…@c"),
            ("@", "@"),
            ("", ""),
        ] {
            assert_eq!(without_mailboxes(text), shown);
        }
    }
}
