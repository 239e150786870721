//! What other programs say, as far as it is told.

use crate::database::shown;
use std::net::IpAddr;

/// What stands in the place of an address.
const ADDRESS: &str = "(address)";

/// A text of a cluster or a container engine: one line, bounded, without addresses of other machines, since behind one
/// may be a person. Ports stay.
pub(crate) fn told(text: &str) -> String {
    let is_inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':');
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_inner) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|c| !is_inner(c)).unwrap_or(word.len()));
        told.push_str(before);
        told.push_str(&word_told(word));
        rest = after;
    }
    told.push_str(rest);
    shown(&told)
}

fn word_told(word: &str) -> String {
    // A sentence may go on behind an address with a colon, or end.
    let core = word.trim_end_matches(['.', ':']);
    let tail = word.get(core.len()..).unwrap_or_default();
    if let Some(told) = address_told(core) {
        return format!("{told}{tail}");
    }
    match core.rsplit_once(':') {
        Some((host, port)) if port.parse::<u16>().is_ok() => {
            address_told(host).map_or_else(|| word.to_owned(), |host| format!("{host}:{port}{tail}"))
        }
        _ => address_told(word).unwrap_or_else(|| word.to_owned()),
    }
}

/// What is told of an address; none if it is something else, or this machine's own.
fn address_told(text: &str) -> Option<String> {
    let address: IpAddr = text.parse().ok()?;
    (!address.is_loopback() && !address.is_unspecified()).then(|| ADDRESS.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_other_machines_are_left_out() {
        for (text, expected) in [
            ("dial tcp 10.96.0.1:443: i/o timeout", "dial tcp (address):443: i/o timeout"),
            ("lookup r.test on 10.96.0.10: no such host", "lookup r.test on (address): no such host"),
            ("from 203.0.113.9.", "from (address)."),
            ("dial tcp [2001:db8::9]:443", "dial tcp [(address)]:443"),
            ("at 2001:db8::9", "at (address)"),
            ("listen tcp4 0.0.0.0:8080: bind", "listen tcp4 0.0.0.0:8080: bind"),
            ("0/3 nodes at 12:30:05, v1.2.3: image:2.1", "0/3 nodes at 12:30:05, v1.2.3: image:2.1"),
            ("a\nb é ::1 ::", "a b é ::1 ::"),
            ("", ""),
        ] {
            assert_eq!(told(text), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_told(text in ".{0,200}") {
            told(&text);
        }
    }
}
