//! Versions behind the name of a product and a slash (classification.md 5.1).

use crate::key::ends_in;
use crate::line::Line;
use crate::vocabulary::PRODUCTS;
use crate::word::is_any;
use std::ops::Range;

/// `Chrome/34.0.18.4`: a product's name, a slash, and no port behind.
pub(super) fn is_in_front(line: &Line<'_>, range: &Range<usize>) -> bool {
    if line.byte_before(range.start) != Some(b'/') || line.byte(range.end) == Some(b':') {
        return false;
    }
    let product = line.run_back(range.start - 1, |b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let name = line.slice(product..range.start - 1);
    // `HOST42/192.0.2.7` of Java is a host: it has no lower-case letter, but a digit or hyphen.
    let host =
        !name.iter().any(u8::is_ascii_lowercase) && name.iter().any(|b| b.is_ascii_digit() || *b == b'-');
    // `User-Agent: snomD785/10.1.198.36`.
    let agent = || line.fields.at(range.start).is_some_and(|f| ends_in(line.slice(f.key.clone()), b"agent"));
    (name.first().is_some_and(u8::is_ascii_uppercase)
        || PRODUCTS.has(name)
        || !name.is_empty() && agent()
        || is_called(line, product, name))
        && !name.contains(&b'_')
        && !host
        && !is_transport(line, range.start - 1)
}

/// `UDP/192.0.2.7/5060`: the name of a transport in front of the slash at `slash`.
pub(in crate::detect::address) fn is_transport(line: &Line<'_>, slash: usize) -> bool {
    let start = line.run_back(slash, |b| b.is_ascii_alphanumeric());
    let names = [&b"UDP"[..], b"TCP", b"TLS", b"SCTP", b"WS", b"WSS", b"SIP", b"IPV4", b"IP"];
    names.iter().any(|name| line.slice(start..slash).eq_ignore_ascii_case(name))
}

/// `renderer=printpdf/0.3.6.1`: a key for a program, and a name in small letters.
fn is_called(line: &Line<'_>, start: usize, name: &[u8]) -> bool {
    const KEYS: [&str; 20] = [
        "renderer",
        "engine",
        "ua",
        "agent",
        "generator",
        "producer",
        "mailer",
        "library",
        "lib",
        "sdk",
        "framework",
        "tool",
        "app",
        "application",
        "software",
        "program",
        "driver",
        "builder",
        "useragent",
        "runtime",
    ];
    const LETTERS_MIN: usize = 3;
    let label = line.slice(line.label_before(start));
    name.iter().filter(|b| b.is_ascii_lowercase()).count() >= LETTERS_MIN && is_any(&KEYS, label)
}
