//! What stands behind a name in a sentence.

use crate::line::Line;
use std::net::IpAddr;

/// What stands behind a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// `from` and an address or a full name of a host.
    Origin,
    /// `(uid=`.
    Uid,
    /// `on` and a terminal.
    Terminal,
    Comma,
    /// The end of the line or sentence.
    End,
    Other,
}

pub(super) fn behind(line: &Line<'_>, end: usize) -> Behind {
    let end = line.run(end, |b| b"'\"`]>\x1f".contains(&b));
    let rest = line.slice(end..line.view.len());
    if rest.iter().all(|b| b" .!'\"\\\r\n}".contains(b)) {
        Behind::End
    } else if rest.starts_with(b",") {
        Behind::Comma
    } else if rest.starts_with(b"(uid=")
        || rest.starts_with(b" (auth:")
        || rest.first() == Some(&b':') && rest.get(1).is_some_and(u8::is_ascii_digit)
    {
        Behind::Uid
    } else if rest.starts_with(b" on ")
        && line.word_from(end + 4).is_some_and(|w| is_terminal(line.slice(w.start..w.end)))
    {
        Behind::Terminal
    } else if rest.starts_with(b" from ") && is_origin(line, end + 6) {
        Behind::Origin
    } else {
        Behind::Other
    }
}

fn is_terminal(text: &[u8]) -> bool {
    [&b"tty"[..], b"vty", b"pts", b"dev", b"console", b"line"].iter().any(|name| text.starts_with(name))
}

/// An address or a full host name at `start`.
fn is_origin(line: &Line<'_>, start: usize) -> bool {
    let start = line.run(start, |b| b == b'[' || b == b'/');
    let end = line.run(start, |b| b.is_ascii_alphanumeric() || b".:-".contains(&b));
    let text = line.slice(start..end);
    is_address(text) || text.contains(&b'.') && text.iter().any(u8::is_ascii_alphabetic)
}

/// Whether an address stands at `start`.
pub(in crate::detect) fn starts_with_address(line: &Line<'_>, start: usize) -> bool {
    is_address(line.slice(start..line.run(start, |b| b.is_ascii_hexdigit() || b".:".contains(&b))))
}

/// An address of either family, with or without a port.
pub(in crate::detect) fn is_address(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let text = text.strip_prefix("IPv6:").unwrap_or(text).trim_end_matches([':', '.']);
    text.parse::<IpAddr>().is_ok()
        || text.rsplit_once(':').is_some_and(|(address, _)| address.parse::<IpAddr>().is_ok())
}
