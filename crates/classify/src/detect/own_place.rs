//! Machines and accounts at the one place where a program writes them, where nothing else says what they are
//! (classification.md 4.2 `machine_name`, `username`).

mod opened;

use super::{host, naming, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{GENERIC_HOSTS, ORDINARY_WORDS};
use regex_automata::meta::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What stands beside a name, as an expression, and who judges it: all are looked for in one pass over the line.
const SIGNS: [(&str, Judge); 20] = [
    ("lient connected from ", client),
    (r" \[vim\.event\.", event),
    (" laddr ", identity),
    (r": \(to ", substitute),
    (r" \[LOGIN_ERROR\] ", webmail),
    (r" failed for \(", greeting),
    (r"\] authentication failure using internet password", refused),
    (": NetScreen device_id=", firewall),
    (r" \(UID ", lock),
    ("   ipv[46]   ", lease),
    (" MULTI", tunnel),
    (" PUSH: ", tunnel),
    (" SENT CONTROL ", tunnel),
    (" peer info: ", tunnel),
    (" SIGUSR1", tunnel),
    (" DHCP ", answered),
    (r"SLAAC-CONFIRM\(", confirmed),
    (r",<[A-Za-z0-9+/=]{8,32}>\)", session),
    (r#" "(?:GET|POST|PUT|DELETE|PATCH) /"#, request),
    ("\" => \"", resolved),
];

/// Judges what stands beside the sign at this range.
type Judge = fn(&Line<'_>, &mut Vec<Span>, Range<usize>);

static FINDER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new_many(&SIGNS.map(|(sign, _)| sign)).ok());

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    opened::find(line, found);
    let Some(finder) = FINDER.as_ref() else { return };
    for sign in finder.find_iter(line.view) {
        if let Some((_, judge)) = SIGNS.get(sign.pattern().as_usize()) {
            judge(line, found, sign.range());
        }
    }
}

/// `52:54:00:0d:cb:72   ipv4   192.0.2.7/24   srv-lab   -`: a lease of libvirt's, and the machine that has it.
fn lease(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let address = line.run(sign.end, |b| b == b' ');
    let end = line.blank_after(address);
    let start = line.run(end, |b| b == b' ');
    let name = start..line.run(start, is_name_byte);
    let text = line.slice(name.clone());
    if naming::starts_with_address(line, address) && text.iter().any(u8::is_ascii_alphabetic) {
        host::judge(line, found, name, host::Role::Own);
    }
}

/// `dnsmasq: 49 127.0.0.1/45951 DHCP 192.0.2.7 is ann-pc.home`: the machine that was asked for.
fn answered(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    const IS: &[u8] = b" is ";
    let end = line.blank_after(sign.end);
    let name = end + IS.len()..line.run(end + IS.len(), is_name_byte);
    if naming::starts_with_address(line, sign.end) && line.slice(end..name.start) == IS && !name.is_empty() {
        host::judge(line, found, name, host::Role::Own);
    }
}

/// `SLAAC-CONFIRM(eth0) 2001:db8::1 ann-pc` of dnsmasq: the machine that has an address.
fn confirmed(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let address = line.run(sign.end, |b| b != b')') + b") ".len();
    let start = line.blank_after(address) + 1;
    let name = start..line.run(start, is_name_byte);
    if !name.is_empty() && naming::starts_with_address(line, address) {
        host::judge(line, found, name, host::Role::Own);
    }
}

/// `auth: Info:(joe@example.org,192.0.2.7,<5Ff/7Htd6QCp>)` of Dovecot: the session.
fn session(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let front = line.slice(0..sign.start);
    let address = front.iter().rposition(|b| *b == b',').map_or(0, |comma| comma + 1);
    if naming::is_address(line.slice(address..sign.start)) {
        push(line, found, sign.start + 2..sign.end - 2, Entity::SessionId);
    }
}

/// `ann-pc/192.0.2.7:55738 MULTI_sva: …` of `OpenVPN`: the common name of a client, which is its account.
fn tunnel(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let start = line.run_back(sign.start, |b| !b.is_ascii_whitespace());
    let name = start..line.run(start, |b| is_name_byte(b) || b == b'@');
    let peer = line.byte(name.end) == Some(b'/') && naming::starts_with_address(line, name.end + 1);
    if peer && !name.is_empty() {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// What a name is made of.
fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-".contains(&byte)
}

/// `New client connected from 192.0.2.7 as feed-reader (c1, k5, u'joe').` of Mosquitto.
fn client(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let rest = line.slice(sign.end..line.view.len());
    let Some(name) = memchr::memmem::find(rest, b", u'").map(|at| sign.end + at + b", u'".len()) else {
        return;
    };
    let name = name..line.run(name, |b| b != b'\'');
    if line.slice(name.end..name.end + 2) == b"')" && !name.is_empty() {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// `[vim.event.EventEx] [info] [joe] [] [4711] […]` of vCenter: whose event it is.
fn event(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let level = line.run(sign.end, |b| b != b']') + b"] [".len();
    let start = line.run(level, |b| b != b']') + b"] [".len();
    let name = start..line.run(start, |b| b != b']');
    if line.slice(start.saturating_sub(3)..start) == b"] [" && !name.is_empty() {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// `laddr 192.0.2.7/0 (joe)` of Cisco's firewalls: who has the address.
fn identity(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let end = line.run(sign.end, |b| b.is_ascii_graphic() && b != b'(');
    let open = line.run(end, |b| b == b' ');
    let name = open + 1..line.run(open + 1, |b| b.is_ascii_graphic() && b != b')');
    if line.byte(open) == Some(b'(') && line.byte(name.end) == Some(b')') && !name.is_empty() {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// `su: (to postgres) joe on pts/1`: who becomes whom.
fn substitute(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let target = sign.end..line.run(sign.end, |b| b != b')');
    let name = target.end + 2..line.run(target.end + 2, |b| !b.is_ascii_whitespace());
    if line.slice(target.end..target.end + 2) == b") " && line.slice(name.end..name.end + 4) == b" on " {
        user::judge(line, found, target, user::Position::Cue);
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// `05/06/2026 15:50:41 [LOGIN_ERROR] joe (example.org) from 192.0.2.7: …` of `SquirrelMail`.
fn webmail(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let name = sign.end..line.run(sign.end, |b| !b.is_ascii_whitespace());
    if line.slice(name.end..name.end + 2) == b" (" {
        user::judge_attempt(line, found, name);
    }
}

/// `login authenticator failed for (hydra) [192.0.2.7]` of Exim: what a client calls itself, which may be any word.
fn greeting(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let name = sign.end..line.run(sign.end, is_name_byte);
    let text = line.slice(name.clone());
    let told =
        line.slice(name.end..name.end + 3) == b") [" && naming::starts_with_address(line, name.end + 3);
    if told && text.iter().any(u8::is_ascii_alphabetic) && !text.contains(&b'.') && !GENERIC_HOSTS.has(text) {
        push(line, found, name, Entity::MachineName);
    }
}

/// `smtp: joe [192.0.2.7] authentication failure using internet password` of Domino.
fn refused(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let address = line.run_back(sign.start, |b| b != b'[');
    let end = address.saturating_sub(b" [".len());
    let name = line.run_back(end, |b| !b.is_ascii_whitespace())..end;
    if line.slice(end..address) == b" [" && naming::starts_with_address(line, address) {
        user::judge_attempt(line, found, name);
    }
}

/// `sav-fw: NetScreen device_id=sav-fw …`: a firewall that may be known by its name.
fn firewall(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let name = line.run_back(sign.start, is_name_byte)..sign.start;
    let identifier = sign.end..line.run(sign.end, is_name_byte);
    if line.slice(identifier.clone()) == line.slice(name.clone()) {
        host::judge(line, found, name, host::Role::Own);
        host::judge(line, found, identifier, host::Role::Own);
    }
}

/// `locked by PID 38397 on srv-lab by joe (UID 1000, GID 1000)` of restic: the machine and the account that hold a lock.
fn lock(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let account = line.run_back(sign.start, |b| !b.is_ascii_whitespace())..sign.start;
    let machine_end = account.start.saturating_sub(b" by ".len());
    let machine = line.run_back(machine_end, is_name_byte)..machine_end;
    let told = line.slice(machine_end..account.start) == b" by "
        && line.slice(0..machine.start).ends_with(b" on ")
        && memchr::memmem::find(line.slice(0..machine.start), b"locked ").is_some();
    if told {
        host::judge(line, found, machine, host::Role::Own);
        user::judge(line, found, account, user::Position::Cue);
    }
}

/// `INFO: joe 192.0.2.7 "GET /agents" …`: who asked for something of an interface of programs.
fn request(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let address = line.run_back(sign.start, |b| !b.is_ascii_whitespace())..sign.start;
    let name_end = address.start.saturating_sub(1);
    let name = line.run_back(name_end, is_name_byte)..name_end;
    let told = naming::is_address(line.slice(address)) && line.slice(0..name.start).ends_with(b": ");
    if told && is_account(line, &name) {
        user::judge(line, found, name, user::Position::Cue);
    }
}

fn is_account(line: &Line<'_>, name: &Range<usize>) -> bool {
    let text = line.slice(name.clone());
    text.first().is_some_and(u8::is_ascii_alphabetic) && !ORDINARY_WORDS.has(text)
}

/// `lookup "ann-lab" => "192.0.2.7"`: a machine and the address that its name has.
fn resolved(line: &Line<'_>, found: &mut Vec<Span>, sign: Range<usize>) {
    let name = line.run_back(sign.start, is_name_byte)..sign.start;
    let text = line.slice(name.clone());
    let told = line.slice(0..name.start).ends_with(b"lookup \"")
        && naming::starts_with_address(line, sign.end)
        && !text.contains(&b'.')
        && text.contains(&b'-');
    if told {
        host::judge(line, found, name, host::Role::Own);
    }
}
