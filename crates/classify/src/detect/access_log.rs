//! Columns of access logs: common log format, W3C extended (IIS), the DHCP server's audit log, `OpenStack` contexts
//! (classification.md 4.2 `username`, `client_hostname`; 4.4 `tenant_id`).

mod balanced;

use super::host_form::{Form, form};
use super::{address, colon::mac, host, user};
use crate::context::Known;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    match line.byte(0) {
        Some(b'2') if line.byte(4) == Some(b'-') => w3c(line, found),
        // Of IPv6 the events have five digits.
        Some(b'0'..=b'9') if line.byte(2) == Some(b',') || line.byte(5) == Some(b',') => {
            dhcp_audit(line, found);
        }
        _ => {}
    }
    if line.byte(0).is_some_and(|b| b.is_ascii_digit()) {
        squid(line, found, 0);
        hierarchy(line, found);
    }
    if line.byte(0) == Some(b'<')
        && let Some(result) = memchr::memmem::find(line.view, b" TCP_")
    {
        squid_result(line, found, result + 1);
    }
    if line.view.ends_with(b" c") || line.view.ends_with(b" i") {
        transfer(line, found);
    }
    if line.byte(0) == Some(b'[') {
        search_node(line, found);
        monitor(line, found);
    }
    if line.byte(0) == Some(b'#') {
        server_log(line, found);
    }
    if line.marks.has(Marks::BRACKET) {
        balanced::find(line, found);
        common(line, found);
        request_context(line, found);
    }
}

/// The column that starts at `start`, and where the next one starts.
fn column(line: &Line<'_>, start: usize, separator: u8) -> (Range<usize>, usize) {
    let end = line.run(start, |b| b != separator);
    (start..end, end + 1)
}

/// `client ident user [day/Mon/year:…`, also behind a virtual host or a syslog header.
fn common(line: &Line<'_>, found: &mut Vec<Span>) {
    let stamp = memchr::memchr_iter(b'[', line.view).find(|at| {
        let stamp = line.slice(*at..*at + 13);
        // A day may have one digit; most write the month's name, Proxmox its number.
        let day = memchr::memchr(b'/', stamp).filter(|slash| (2..=3).contains(slash));
        let named = |day: usize, month: usize| {
            stamp.get(day + month) == Some(&b'/') && stamp.get(day + month + 5) == Some(&b':')
        };
        day.is_some_and(|day| stamp.len() == 13 && (named(day, 4) || named(day, 3)))
    });
    let Some(account_end) = stamp.and_then(|at| at.checked_sub(1)) else { return };
    let (account, ident_end) = column_before(line, account_end);
    let (ident, client_end) = column_before(line, ident_end);
    let (client, _) = column_before(line, client_end);
    if client.is_empty() || client.start > 0 && line.slice(ident.clone()) != b"-" {
        return;
    }
    if line.slice(client.clone()).contains(&b'.') {
        host::judge(line, found, client, host::Role::Client);
    }
    // `printer user job [time]` of CUPS' page log.
    let job = line.slice(account.clone()).iter().all(u8::is_ascii_digit) && line.slice(ident.clone()) != b"-";
    user::judge(line, found, if job { ident } else { account }, user::Position::Cue);
}

/// The column that ends at `end`, and where the one in front of it ends.
fn column_before(line: &Line<'_>, end: usize) -> (Range<usize>, usize) {
    let start = line.run_back(end, |b| b != b' ');
    (start..end, start.saturating_sub(1))
}

/// Squid's `time elapsed client result/status bytes METHOD url user hierarchy/peer type`.
pub(super) fn squid(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let mut next = start;
    for _ in 0..3 {
        next = column(line, line.run(next, |b| b == b' '), b' ').1;
    }
    squid_result(line, found, next);
}

/// The same from `result/status` on, where a device writes a header of its own in front.
fn squid_result(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let mut next = start;
    let mut columns = [0..0, 0..0, 0..0, 0..0, 0..0, 0..0];
    for place in &mut columns {
        next = line.run(next, |b| b == b' ');
        (*place, next) = column(line, next, b' ');
    }
    let [result, _, _, _, account, hierarchy] = columns;
    let slash = |range: &Range<usize>| memchr::memchr(b'/', line.slice(range.clone()));
    let Some(peer) = slash(&hierarchy).map(|slash| hierarchy.start + slash + 1..hierarchy.end) else {
        return;
    };
    if line.slice(result.clone()).contains(&b'_') && slash(&result).is_some() {
        user::judge(line, found, account, user::Position::Cue);
        address::judge_peer(line, found, peer);
    }
}

/// `Thu Jun  4 07:10:00 2026 1 client bytes file b _ i r joe ftp 0 * c`: FTP servers' log of transfers (xferlog(5)).
fn transfer(line: &Line<'_>, found: &mut Vec<Span>) {
    let end = line.view.len() - 2;
    let (_identity, end) = column_before(line, end);
    let (method, end) = column_before(line, end);
    let (_service, end) = column_before(line, end);
    let (account, end) = column_before(line, end);
    let (access, end) = column_before(line, end);
    let (direction, _) = column_before(line, end);
    let one = |range: &Range<usize>, letters: &[u8]| match line.slice(range.clone()) {
        [letter] => letters.contains(letter),
        _ => false,
    };
    if !(one(&method, b"01") && one(&access, b"agr") && one(&direction, b"iod")) {
        return;
    }
    user::judge(line, found, account, user::Position::Cue);
    let year = line.run(TIME_BYTES, |b| b == b' ');
    let (_seconds, next) = column(line, year, b' ');
    let client = column(line, next, b' ').0;
    if line.slice(client.clone()).contains(&b'.') {
        host::judge(line, found, client, host::Role::Client);
    }
}

/// Of `Thu Jun  4 07:10:00 2026`.
const TIME_BYTES: usize = 24;

/// `####<time> <level> <subsystem> <machine> <server> …` of `WebLogic`.
fn server_log(line: &Line<'_>, found: &mut Vec<Span>) {
    const START: &[u8] = b"####<";
    const BETWEEN: &[u8] = b"> <";
    if line.slice(0..START.len()) != START {
        return;
    }
    let mut start = START.len();
    for _ in 0..3 {
        let rest = line.slice(start..line.view.len());
        let Some(end) = memchr::memmem::find(rest, BETWEEN) else { return };
        start += end + BETWEEN.len();
    }
    host::judge(line, found, start..line.run(start, |b| b != b'>'), host::Role::Own);
}

static HIERARCHY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" HIER_"));

/// The same columns with more between them, as administrators order them: the account stands in front of the hierarchy.
fn hierarchy(line: &Line<'_>, found: &mut Vec<Span>) {
    let begins = matches!(line.byte(line.run(0, |b| b.is_ascii_digit())), Some(b'.' | b'-'));
    let Some(end) = HIERARCHY.find(line.view).filter(|_| begins) else { return };
    let (account, _) = column_before(line, end);
    if !line.slice(account.clone()).contains(&b'/') {
        user::judge(line, found, account, user::Position::Cue);
    }
}

/// `date time … METHOD stem query port user client …`.
fn w3c(line: &Line<'_>, found: &mut Vec<Span>) {
    const METHODS: [&[u8]; 9] =
        [b"GET", b"POST", b"PUT", b"HEAD", b"OPTIONS", b"DELETE", b"PATCH", b"PROPFIND", b"RPC_IN_DATA"];
    let mut next = 20;
    if line.byte(10) != Some(b' ') || line.byte(19) != Some(b' ') {
        return;
    }
    let (service, host) = column(line, next, b' ');
    let host = column(line, host, b' ').0;
    if is_service(line.slice(service)) && !METHODS.contains(&line.slice(host.clone())) {
        host::judge(line, found, host, host::Role::Own);
    }
    for _ in 0..6 {
        let (value, after) = column(line, next, b' ');
        next = after;
        if METHODS.contains(&line.slice(value)) {
            let (_stem, next) = column(line, next, b' ');
            let (_query, next) = column(line, next, b' ');
            let (port, next) = column(line, next, b' ');
            let (account, _) = column(line, next, b' ');
            if line.slice(port.clone()).iter().all(u8::is_ascii_digit)
                && !port.is_empty()
                && !line.slice(account.clone()).iter().all(u8::is_ascii_digit)
            {
                user::judge(line, found, account, user::Position::Cue);
            }
            return;
        }
    }
}

/// `W3SVC1`: an instance of a service of IIS, behind which its machine stands.
fn is_service(column: &[u8]) -> bool {
    [&b"W3SVC"[..], b"SMTPSVC", b"MSFTPSVC"].iter().any(|name| {
        column
            .strip_prefix(*name)
            .is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
    })
}

/// `[2026-06-04T07:35:00,120][WARN ][i.s.s.query] [srv-search-03] …`: the node that Elasticsearch runs on, if it is named as
/// hosts are.
fn search_node(line: &Line<'_>, found: &mut Vec<Span>) {
    let level = line.run(1, |b| b.is_ascii_digit() || b"-T:,".contains(&b));
    let logger = line.run(level + 2, |b| b != b']');
    if level < 20 || line.slice(level..level + 2) != b"][" || line.slice(logger..logger + 2) != b"][" {
        return;
    }
    let close = line.run(logger + 2, |b| b != b']' && !b.is_ascii_whitespace());
    let open = line.run(close + 1, |b| b == b' ');
    let node = open + 1..line.run(open + 1, |b| b.is_ascii_alphanumeric() || b == b'-');
    let name = line.slice(node.clone());
    let shaped = form(name) >= Form::Possible && name.last().is_some_and(u8::is_ascii_digit);
    if line.byte(open) == Some(b'[') && line.byte(node.end) == Some(b']') && shaped {
        host::judge(line, found, node, host::Role::Own);
    }
}

/// Nagios' `[epoch] SERVICE ALERT: host;service;…` and `[epoch] HOST NOTIFICATION: contact;host;…`.
fn monitor(line: &Line<'_>, found: &mut Vec<Span>) {
    let close = line.run(1, |b| b.is_ascii_digit());
    let kind = close + 2..line.run(close + 2, |b| b.is_ascii_uppercase() || b == b' ');
    if close != 11 || line.byte(close) != Some(b']') || line.slice(kind.end..kind.end + 2) != b": " {
        return;
    }
    let (first, next) = column(line, kind.end + 2, b';');
    let text = line.slice(kind);
    if text.ends_with(b"NOTIFICATION") {
        user::judge(line, found, first, user::Position::Cue);
        host::judge(line, found, column(line, next, b';').0, host::Role::Own);
    } else if text.ends_with(b"ALERT") || text.ends_with(b"STATE") || text.ends_with(b"CHECK") {
        host::judge(line, found, first, host::Role::Own);
    }
}

/// `id,date,time,description,address,host,mac,…` of the Windows DHCP server.
fn dhcp_audit(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut next = 0;
    let mut columns = [0..0, 0..0, 0..0, 0..0, 0..0, 0..0, 0..0];
    for place in &mut columns {
        (*place, next) = column(line, next, b',');
    }
    let [_, date, time, _, _, name, address] = columns;
    if date.len() == 8 && line.slice(date).contains(&b'/') && time.len() == 8 {
        host::judge(line, found, name, host::Role::Own);
        if line.slice(address.clone()).len() == 12 {
            mac::judge(line, found, address);
        }
    }
}

static REQUEST: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("[req-"));

/// oslo.log's `[req-… user project …]`.
fn request_context(line: &Line<'_>, found: &mut Vec<Span>) {
    let Some(open) = REQUEST.find(line.view) else { return };
    let (_, next) = column(line, open, b' ');
    let (account, next) = column(line, next, b' ');
    let (project, _) = column(line, next, b' ');
    let hex = |range: &Range<usize>| {
        let text = line.slice(range.clone());
        text.len() == 32 && text.iter().all(u8::is_ascii_hexdigit)
    };
    if hex(&account) && hex(&project) {
        let staff = line.context.known(line.slice(account.clone())) == Some(Known::Operator);
        push(line, found, account, if staff { Entity::VendorOperator } else { Entity::UserGuid });
        push(line, found, project, Entity::TenantId);
    }
}
