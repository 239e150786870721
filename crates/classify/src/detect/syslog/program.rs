//! Accounts and machines at fixed places in the messages of well-known programs (classification.md 4.2 `username`,
//! `machine_name`).

use super::{column, time};
use crate::detect::{access_log, address, colon::mac, host, naming, user};
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::ORDINARY_WORDS;

/// Accounts and machines at fixed places in the messages of well-known programs.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, tag: usize) {
    let name = line.slice(tag..line.run(tag, |b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
    let message = line.run(line.run(tag, |b| !b.is_ascii_whitespace()), |b| b == b' ');
    match name {
        b"sudo" => {
            let end = line.run(message, |b| !b.is_ascii_whitespace());
            if line.slice(end..end + 3) == b" : " {
                user::judge(line, found, message..end, user::Position::Cue);
            }
        }
        b"su" => switched(line, found, message),
        b"squid" => access_log::squid(line, found, message),
        b"smbd_audit" => shared(line, found, message),
        b"CRON" | b"CROND" | b"cron" | b"crond" | b"crontab" | b"anacron"
            if line.byte(message) == Some(b'(') =>
        {
            let name = message + 1..line.run(message, |b| b != b')');
            if line.slice(name.clone()) != b"pam_unix" {
                user::judge(line, found, name, user::Position::Cue);
            }
        }
        b"nagios" | b"icinga" => monitored(line, found, message),
        b"openvpn" | b"ovpn-server" => peer(line, found, message),
        b"httpd" => administrator(line, found, message),
        b"accel-pppd" => subscriber(line, found, message),
        b"dhcpd" => lease(line, found, message),
        b"dnsmasq-dhcp" => lease_tail(line, found),
        _ => {}
    }
}

/// su's `(to joe) ann on pts/1`, `FAILED SU (to root) ann on pts/1`, `+ /dev/pts/0 ann:root`, `BAD SU ann to root on`.
fn switched(line: &Line<'_>, found: &mut Vec<Span>, message: usize) {
    let text = line.slice(message..line.view.len());
    let word = |start: usize| start..line.run(start, |b| !b.is_ascii_whitespace() && !b"):".contains(&b));
    let terminal = [&b" on "[..], b" at "].iter().any(|word| memchr::memmem::find(text, word).is_some());
    if let Some(to) = memchr::memmem::find(text, b"(to ").filter(|at| *at <= 10) {
        let target = word(message + to + 4);
        let source = word(target.end + 2);
        user::judge(line, found, target, user::Position::Cue);
        user::judge(line, found, source, user::Position::Cue);
    } else if matches!(text, [b'+' | b'-', b' ', ..]) {
        let (_terminal, next) = column(line, message + 2);
        let source = word(next);
        let target = word(source.end + 1);
        if let Some(hyphen) = memchr::memrchr(b'-', line.slice(source.clone())) {
            // HP-UX's `+ 1 ann-root`.
            let target = source.start + hyphen + 1..source.end;
            user::judge(line, found, source.start..source.start + hyphen, user::Position::Cue);
            user::judge(line, found, target, user::Position::Cue);
        } else if line.byte(source.end) == Some(b':') {
            user::judge(line, found, source, user::Position::Cue);
            user::judge(line, found, target, user::Position::Cue);
        }
    } else if let Some(to) = memchr::memmem::find(text, b" to ").filter(|_| terminal) {
        let end = message + to;
        let source = line.run_back(end, |b| !b.is_ascii_whitespace())..end;
        user::judge(line, found, source, user::Position::Cue);
        user::judge(line, found, word(end + 4), user::Position::Cue);
    }
}

/// Samba's audit of shares: `user|address|machine|share|…`.
fn shared(line: &Line<'_>, found: &mut Vec<Span>, message: usize) {
    let mut next = message;
    let mut columns = [0..0, 0..0, 0..0, 0..0];
    for place in &mut columns {
        let end = line.run(next, |b| b != b'|');
        (*place, next) = (next..end, end + 1);
    }
    let [account, address, machine, share] = columns;
    if naming::is_address(line.slice(address)) && !share.is_empty() {
        user::judge(line, found, account, user::Position::Cue);
        host::judge(line, found, machine, host::Role::Own);
    }
}

/// `OpenVPN`'s `name/address:port` in front of a client's messages.
fn peer(line: &Line<'_>, found: &mut Vec<Span>, message: usize) {
    let slash = line.run(message, |b| b.is_ascii_alphanumeric() || b"._-@".contains(&b));
    if line.byte(slash) == Some(b'/') && line.byte(slash + 1).is_some_and(|b| b.is_ascii_digit()) {
        user::judge(line, found, message..slash, user::Position::Cue);
    }
}

/// `2026-03-05 10:15:32.118Z [joe]: Login_Allowed …` of NIOS' audit.
fn administrator(line: &Line<'_>, found: &mut Vec<Span>, message: usize) {
    let Some(open) = time::after_spaced(line, message) else { return };
    let name = open + 1..line.run(open + 1, |b| b != b']' && !b.is_ascii_whitespace());
    if line.byte(open) == Some(b'[') && line.slice(name.end..name.end + 3) == b"]: " {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// `ppp0:joe: …` of a server of PPP sessions.
fn subscriber(line: &Line<'_>, found: &mut Vec<Span>, message: usize) {
    let name = line.run(message, |b| b.is_ascii_alphanumeric()) + 1;
    let name = name..line.run(name, |b| b != b':' && !b.is_ascii_whitespace());
    if line.byte_before(name.start) == Some(b':') && line.slice(name.end..name.end + 2) == b": " {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// ISC dhcpd's `… to 00:11:22:33:44:55 (name) via eth0`.
fn lease(line: &Line<'_>, found: &mut Vec<Span>, message: usize) {
    let text = line.slice(message..line.view.len());
    // The address of the server that is asked may stand in brackets too.
    for open in memchr::memmem::find_iter(text, b" (").map(|at| message + at + 2) {
        let close = line.run(open, |b| b != b')');
        if address::parse(line.slice(open..close)).is_none() {
            host::judge(line, found, open..close, host::Role::Own);
            return;
        }
    }
}

/// dnsmasq's `DHCPACK(eth0) address mac name`.
fn lease_tail(line: &Line<'_>, found: &mut Vec<Span>) {
    let Some(last) = line.words.last() else { return };
    // `DHCPDISCOVER(eth0) 00:11:22:33:44:55 no address available`.
    let text = line.slice(last.start..last.end);
    if text == b"available" || ORDINARY_WORDS.has(text) {
        return;
    }
    // `read /etc/ethers - 0 addresses`.
    let counted = line
        .word_before(last.start)
        .is_some_and(|w| line.slice(w.start..w.end).iter().all(u8::is_ascii_digit));
    if counted && line.slice(last.start..last.end).ends_with(b"s") {
        return;
    }
    if line.slice(0..line.view.len()).ends_with(line.slice(last.start..last.end))
        && !mac::judge_word(line, found, last.start..last.end)
    {
        host::judge(line, found, last.start..last.end, host::Role::Own);
    }
}

/// Nagios' `HOST ALERT: name;DOWN;…` and `SERVICE ALERT: name;service;…`.
fn monitored(line: &Line<'_>, found: &mut Vec<Span>, message: usize) {
    let start = line.run(message, |b| b.is_ascii_uppercase() || b == b' ');
    let name = start + 2..line.run(start + 2, |b| b != b';' && !b.is_ascii_whitespace());
    let alert = line.slice(message..start).ends_with(b" ALERT") && line.slice(start..start + 2) == b": ";
    if alert && line.byte(name.end) == Some(b';') {
        host::judge(line, found, name, host::Role::Own);
    }
}
