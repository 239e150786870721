//! Machines and accounts at the one place where a program writes them, where nothing else says what they are
//! (classification.md 4.2 `machine_name`, `username`).

use super::host_form::{Form, form};
use super::{host, naming, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::{GENERIC_HOSTS, ORDINARY_WORDS};
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    match line.byte(0) {
        Some(b'[') => node(line, found),
        Some(b'<') => voice(line, found),
        Some(b'(') => transfer(line, found),
        _ => {}
    }
    webmail(line, found);
    greeting(line, found);
    firewall(line, found);
    lock(line, found);
    request(line, found);
    resolved(line, found);
}

/// What a name is made of.
fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-".contains(&byte)
}

/// `[2026-05-26T22:40:47,747][WARN ][o.e.b.BootstrapChecks    ] [srv-lab] …`: the node of Elasticsearch that writes.
fn node(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut at = 0;
    for _ in 0..3 {
        if line.byte(at) != Some(b'[') {
            return;
        }
        at = line.run(at, |b| b != b']') + 1;
    }
    let logger = line.slice(0..at - 1).trim_ascii_end();
    let start = at + usize::from(line.byte(at) == Some(b' '));
    let name = start + 1..line.run(start + 1, is_name_byte);
    let text = line.slice(name.clone());
    // Its first node is `node-1` until somebody calls it otherwise.
    let counted = text.strip_prefix(b"node-").is_some_and(|number| number.iter().all(u8::is_ascii_digit));
    let shaped = form(text) >= Form::Possible || text.contains(&b'-');
    let written = memchr::memmem::rfind(logger, b"][").is_some_and(|open| {
        logger[open + 2..].contains(&b'.') && logger[open + 2..].iter().all(|b| is_name_byte(*b))
    });
    if line.byte(start) == Some(b'[') && line.byte(name.end) == Some(b']') && written && shaped && !counted {
        host::judge(line, found, name, host::Role::Own);
    }
}

/// `<W>2026-11-29 16:38:01.818 1 => <4:joe(-1)> Rejected connection …`: whom a server of Mumble speaks of.
fn voice(line: &Line<'_>, found: &mut Vec<Span>) {
    const ARROW: &[u8] = b" => <";
    const HEADER_BYTES_MAX: usize = 48;
    let header = line.slice(0..line.view.len().min(HEADER_BYTES_MAX));
    let Some(arrow) = memchr::memmem::find(header, ARROW) else { return };
    let session = line.run(arrow + ARROW.len(), |b| b.is_ascii_digit());
    let name = session + 1..line.run(session + 1, |b| b != b'(' && b != b'>');
    if line.byte(session) == Some(b':') && line.byte(name.end) == Some(b'(') && !name.is_empty() {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// `(000004) 3/13/2026 1:29:52 AM - joe (192.0.2.7)> 550 Permission denied` of `FileZilla`'s server.
fn transfer(line: &Line<'_>, found: &mut Vec<Span>) {
    const FRONT_BYTES_MAX: usize = 96;
    let front = line.slice(0..line.view.len().min(FRONT_BYTES_MAX));
    let number = line.run(1, |b| b.is_ascii_digit());
    let Some(dash) = memchr::memmem::find(front, b" - ") else { return };
    let name = dash + 3..line.run(dash + 3, |b| !b.is_ascii_whitespace() && b != b'(');
    let told = line.slice(number..number + 2) == b") "
        && line.slice(name.end..name.end + 2) == b" ("
        && naming::starts_with_address(line, name.end + 2);
    if told && !name.is_empty() {
        user::judge(line, found, name, user::Position::Cue);
    }
}

static LOGIN_ERROR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b" [LOGIN_ERROR] "));

/// `05/06/2026 15:50:41 [LOGIN_ERROR] joe (example.org) from 192.0.2.7: …` of `SquirrelMail`.
fn webmail(line: &Line<'_>, found: &mut Vec<Span>) {
    let Some(at) = LOGIN_ERROR.find(line.view) else { return };
    let start = at + LOGIN_ERROR.needle().len();
    let name = start..line.run(start, |b| !b.is_ascii_whitespace());
    if line.slice(name.end..name.end + 2) == b" (" {
        user::judge_attempt(line, found, name);
    }
}

static FAILED_FOR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b" failed for ("));

/// `login authenticator failed for (hydra) [192.0.2.7]` of Exim: what a client calls itself, which may be any word.
fn greeting(line: &Line<'_>, found: &mut Vec<Span>) {
    let Some(at) = FAILED_FOR.find(line.view) else { return };
    let start = at + FAILED_FOR.needle().len();
    let name = start..line.run(start, is_name_byte);
    let text = line.slice(name.clone());
    let told =
        line.slice(name.end..name.end + 3) == b") [" && naming::starts_with_address(line, name.end + 3);
    if told && text.iter().any(u8::is_ascii_alphabetic) && !text.contains(&b'.') && !GENERIC_HOSTS.has(text) {
        push(line, found, name, Entity::MachineName);
    }
}

static NETSCREEN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b": NetScreen device_id="));

/// `sav-fw: NetScreen device_id=sav-fw …`: a firewall that may be known by its name.
fn firewall(line: &Line<'_>, found: &mut Vec<Span>) {
    let Some(end) = NETSCREEN.find(line.view) else { return };
    let name = line.run_back(end, is_name_byte)..end;
    let start = end + NETSCREEN.needle().len();
    let identifier = start..line.run(start, is_name_byte);
    if line.slice(identifier.clone()) == line.slice(name.clone()) {
        host::judge(line, found, name, host::Role::Own);
        host::judge(line, found, identifier, host::Role::Own);
    }
}

static LOCKED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b" (UID "));

/// `locked by PID 38397 on srv-lab by joe (UID 1000, GID 1000)` of restic: the machine and the account that hold a lock.
fn lock(line: &Line<'_>, found: &mut Vec<Span>) {
    let Some(end) = LOCKED.find(line.view) else { return };
    let account = line.run_back(end, |b| !b.is_ascii_whitespace())..end;
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

static REQUEST: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b" /"));

/// `INFO: joe 192.0.2.7 "GET /agents" …`: who asked for something of an interface of programs.
fn request(line: &Line<'_>, found: &mut Vec<Span>) {
    const METHODS: [&[u8]; 5] = [b" \"GET", b" \"POST", b" \"PUT", b" \"DELETE", b" \"PATCH"];
    let Some(path) = REQUEST.find(line.view) else { return };
    let front = line.slice(0..path);
    let Some(method) = METHODS.iter().find(|method| front.ends_with(method)) else { return };
    let address_end = path - method.len();
    let address = line.run_back(address_end, |b| !b.is_ascii_whitespace())..address_end;
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

static LOOKUP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\" => \""));

/// `lookup "ann-lab" => "192.0.2.7"`: a machine and the address that its name has.
fn resolved(line: &Line<'_>, found: &mut Vec<Span>) {
    let Some(end) = LOOKUP.find(line.view) else { return };
    let name = line.run_back(end, is_name_byte)..end;
    let text = line.slice(name.clone());
    let told = line.slice(0..name.start).ends_with(b"lookup \"")
        && naming::starts_with_address(line, end + LOOKUP.needle().len())
        && !text.contains(&b'.')
        && text.contains(&b'-');
    if told {
        host::judge(line, found, name, host::Role::Own);
    }
}
