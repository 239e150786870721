//! Where an address begins and ends, and whether its domain can be one.

use super::Address;
use crate::channel::Channel;
use crate::line::Line;

pub(super) fn parts(line: &Line<'_>, at: usize) -> Option<Address> {
    let mut start = line.run_back(at, is_local_byte);
    while start < at && line.byte(start).is_some_and(|b| b".'-%#&!*`".contains(&b)) {
        start += 1;
    }
    // `EM*joe@example.org~` of ANSI X12's records.
    let segment = memchr::memrchr2(b'*', b'~', line.slice(start..at));
    if let Some(separator) = segment.filter(|_| line.channel == Channel::Account) {
        start += separator + 1;
    }
    // `N'joe@example.org'`: a quote that closes behind the address opened in front of it.
    let opening = memchr::memrchr(b'\'', line.slice(start..at)).map(|quote| start + quote + 1);
    let domain_start = line.run(at, |b| b == b'@');
    let mut end = line.run(domain_start, |b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    while end > domain_start && matches!(line.byte(end - 1), Some(b'.' | b'-')) {
        end -= 1;
    }
    // `joe@example.org-The password is wrong`: no last label has a hyphen but those of other alphabets (RFC 3492).
    let last = line
        .slice(domain_start..end)
        .iter()
        .rposition(|b| *b == b'.')
        .map_or(end, |dot| domain_start + dot + 1);
    if let Some(hyphen) = memchr::memchr(b'-', line.slice(last..end)).filter(|at| *at > 0)
        && !line.slice(last..end).starts_with(b"xn--")
    {
        end = last + hyphen;
    }
    if let Some(opening) = opening.filter(|_| line.byte(end) == Some(b'\'')) {
        start = opening;
    }
    (end > domain_start).then_some(Address { local: start..at, domain: domain_start..end })
}

fn is_local_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._+-%'#&!*~`".contains(&byte)
}

/// Dots inside, and a last label of letters that is no file ending.
pub(super) fn is_mail_domain(domain: &[u8]) -> bool {
    let Some(dot) = memchr::memrchr(b'.', domain) else { return false };
    let top = &domain[dot + 1..];
    dot > 0
        && (2..=24).contains(&top.len())
        && (top.iter().all(u8::is_ascii_alphabetic) || top.starts_with(b"xn--"))
        && !is_unit(top)
        && memchr::memmem::find(domain, b"..").is_none()
}

/// `user@1001.service`: an instance of a unit of systemd (5.4).
fn is_unit(ending: &[u8]) -> bool {
    [
        &b"service"[..],
        b"slice",
        b"scope",
        b"socket",
        b"timer",
        b"mount",
        b"target",
        b"device",
        b"swap",
        b"path",
    ]
    .contains(&ending)
}
