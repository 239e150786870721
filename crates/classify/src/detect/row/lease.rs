//! Leases of DHCP servers as their files keep them: the machine that a lease was given to (classification.md 4.2
//! `machine_name`).

use crate::detect::colon::mac;
use crate::detect::host;
use crate::detect::naming::is_address;
use crate::field::table;
use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

/// `192.0.2.7,a2:…,01:a2:…,4000,1774638949,1,0,0,pc-ann,…` of Kea, `1774638949 a2:… 192.0.2.7 pc-ann 01:a2:…` of dnsmasq.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    const KEA_NAME: usize = 8;
    const DNSMASQ_NAME: usize = 3;
    behind_address(line, found);
    audited(line, found);
    if !line.byte(0).is_some_and(|b| b.is_ascii_digit()) {
        return;
    }
    let first = line.run(0, |b| b.is_ascii_digit() || b == b'.');
    let mac_end = line.run(first + 1, |b| b.is_ascii_hexdigit() || b == b':');
    let separator = line.slice(first..first + 1);
    if !mac::is_pairs(line.slice(first + 1..mac_end)) || !matches!(separator, b"," | b" ") {
        return;
    }
    let cells = table::cells(line.view, 0..line.view.len(), separator);
    let addressed = |at: usize| cells.get(at).is_some_and(|cell| is_address(line.slice(cell.clone())));
    let name = match separator {
        b"," if addressed(0) => cells.get(KEA_NAME),
        b" " if addressed(2) => cells.get(DNSMASQ_NAME),
        _ => None,
    };
    if let Some(name) = name {
        host::judge(line, found, name.clone(), host::Role::Own);
    }
}

/// `10,03/05/26,10:15:32,Assign,192.0.2.7,pc-ann,001122334455,…` of Windows' DHCP server, whose dates follow its region.
fn audited(line: &Line<'_>, found: &mut Vec<Span>) {
    const CELLS: usize = 7;
    const MAC_DIGITS: usize = 12;
    let event = line.run(0, |b| b.is_ascii_digit());
    if !(1..=5).contains(&event) || line.byte(event) != Some(b',') {
        return;
    }
    let end = memchr::memchr_iter(b',', line.view).nth(CELLS - 1).unwrap_or(line.view.len());
    let cells = table::cells(line.view, 0..end, b",");
    let [_, date, time, _, address, name, mac] = cells.as_slice() else { return };
    let made_of = |cell: &Range<usize>, signs: &[u8]| {
        !cell.is_empty() && line.slice(cell.clone()).iter().all(|b| b.is_ascii_digit() || signs.contains(b))
    };
    if !made_of(date, b"/.-") || !made_of(time, b":") || !is_address(line.slice(address.clone())) {
        return;
    }
    host::judge(line, found, name.clone(), host::Role::Own);
    if mac.len() == MAC_DIGITS && line.slice(mac.clone()).iter().all(u8::is_ascii_hexdigit) {
        mac::judge(line, found, mac.clone());
    }
}

/// A hardware address, the address that it was given and the name that it gave, between tabs: Zeek's and others' tables.
fn behind_address(line: &Line<'_>, found: &mut Vec<Span>) {
    if !line.byte(0).is_some_and(|b| b.is_ascii_digit()) || !line.view.contains(&b'\t') {
        return;
    }
    let cells = table::cells(line.view, 0..line.view.len(), b"\t");
    for row in cells.windows(3) {
        let [hardware, address, name] = row else { continue };
        let text = line.slice(name.clone());
        let named = text.iter().any(u8::is_ascii_alphabetic)
            && text.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b));
        if named && mac::is_pairs(line.slice(hardware.clone())) && is_address(line.slice(address.clone())) {
            host::judge(line, found, name.clone(), host::Role::Own);
        }
    }
}
