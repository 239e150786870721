//! Files and logs of servers that lend licences: `FlexNet` and Reprise's RLM (classification.md 4.7 `licence`, 4.2).

use crate::entity::Entity;
use crate::line::{Line, push, replace};
use crate::span::Span;
use crate::taken::Taken;
use std::ops::Range;

/// In front of what was lent or wanted, in such a server's log.
const ACTS: [&[u8]; 5] = [b" OUT: ", b" IN: ", b" DENIED: ", b" QUEUED: ", b" UNSUPPORTED: "];
/// In front of the machine that a licence is for.
const HOST_ID: &[u8] = b"HOSTID=";
/// In front of a licence, in the answer of `lmstat`.
const USERS: &[u8] = b"Users of ";

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    match words(line, 0) {
        [Some(head), ..] if is_one(line, &head, &[b"FEATURE", b"INCREMENT", b"LICENSE", b"UPGRADE"]) => {
            feature(line, found);
        }
        [Some(head), _, Some(address), ..]
            if is_one(line, &head, &[b"SERVER", b"HOST"]) && is_ethernet(line.slice(address.clone())) =>
        {
            replace(line, found, address, Entity::MacAddress);
        }
        _ => {}
    }
    let starts: Vec<usize> = ACTS
        .iter()
        .flat_map(|act| memchr::memmem::find_iter(line.view, act).map(|at| at + act.len()))
        .collect();
    let taken = Taken::of(found, |_| !starts.is_empty());
    for start in starts {
        lent(line, found, &taken, start);
    }
    for at in memchr::memmem::find_iter(line.view, HOST_ID) {
        let start = at + HOST_ID.len();
        let address = start..line.run(start, |b| b.is_ascii_alphanumeric());
        if is_ethernet(line.slice(address.clone())) {
            push(line, found, address, Entity::MacAddress);
        }
    }
    leased(line, found);
    borrower(line, found);
    for at in memchr::memmem::find_iter(line.view, USERS) {
        let start = at + USERS.len();
        let name = start..name_end(line, start);
        if line.slice(name.end..name.end + 3) == b":  " {
            push(line, found, name, Entity::Licence);
        }
    }
}

/// `  jlee pc-417 /dev/tty (v4.1) (lic-7/27000 1203), start Tue 3/2 10:22`: who has a licence, and of which server, in the answer of
/// `lmstat`.
fn borrower(line: &Line<'_>, found: &mut Vec<Span>) {
    const START: &[u8] = b"), start ";
    let Some(end) = memchr::memmem::find(line.view, START) else { return };
    let [Some(user), Some(host), ..] = words(line, 0) else { return };
    if !line.slice(user.clone()).iter().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(b)) {
        return;
    }
    let Some(version) = memchr::memmem::find(line.slice(host.end..end), b" (v") else { return };
    let behind = host.end + version;
    let Some(server) = memchr::memmem::find(line.slice(behind..end), b") (") else { return };
    let start = behind + server + 3;
    let server = start..line.run(start, |b| b.is_ascii_alphanumeric() || b"_-".contains(&b)).min(end);
    if line.byte(server.end) != Some(b'/') {
        return;
    }
    let entity = |host: &Range<usize>| {
        let name = line.slice(host.clone());
        if line.context.is_tenant_server(name) { Entity::TenantHost } else { Entity::MachineName }
    };
    replace(line, found, user, Entity::Username);
    for host in [host, server] {
        let entity = entity(&host);
        replace(line, found, host, entity);
    }
}

/// `feature=ALPINA_CAD count=5`, `feature alpina_sim, count 12`: a line that has both.
fn leased(line: &Line<'_>, found: &mut Vec<Span>) {
    let behind = |name: &str| {
        let (word, value) = line
            .words
            .iter()
            .zip(line.words.iter().skip(1))
            .find(|(word, _)| line.slice(word.start..word.end).eq_ignore_ascii_case(name.as_bytes()))?;
        let gap = line.slice(word.end..value.start);
        [&b" "[..], b"=", b"=\"", b": ", b" \""].contains(&gap).then_some(value.start..value.end)
    };
    let (Some(name), Some(count)) = (behind("feature"), behind("count")) else { return };
    if line.slice(count.clone()).iter().all(u8::is_ascii_digit) {
        if line.slice(name.clone()).iter().any(u8::is_ascii_alphabetic) {
            push(line, found, name, Entity::Licence);
        }
        push(line, found, count, Entity::Licence);
    }
}

/// The words of the line's head.
fn words(line: &Line<'_>, mut at: usize) -> [Option<Range<usize>>; 6] {
    std::array::from_fn(|_| {
        let start = line.run(at, |b| b == b' ' || b == b'\t');
        at = line.run(start, |b| !b.is_ascii_whitespace());
        (start < at).then_some(start..at)
    })
}

fn is_one(line: &Line<'_>, word: &Range<usize>, names: &[&[u8]]) -> bool {
    names.contains(&line.slice(word.clone()))
}

/// `FEATURE name vendor 2026.1 31-dec-2026 25`, `LICENSE vendor name 2026.1 permanent uncounted`: the name, and how many.
fn feature(line: &Line<'_>, found: &mut Vec<Span>) {
    let [Some(head), Some(first), Some(second), Some(_), Some(_), Some(count)] = words(line, 0) else {
        return;
    };
    let name = if line.slice(head) == b"LICENSE" { second } else { first };
    // `FEATURE issued_to="…"` is another's.
    if line.slice(name.clone()).contains(&b'=') {
        return;
    }
    push(line, found, name, Entity::Licence);
    if line.slice(count.clone()).iter().all(u8::is_ascii_digit) {
        push(line, found, count, Entity::Licence);
    }
}

/// `OUT: "name" user@machine`, `OUT: name v2026.1 by user@machine`: what was lent, and to whom.
fn lent(line: &Line<'_>, found: &mut Vec<Span>, taken: &Taken, start: usize) {
    let quoted = line.byte(start) == Some(b'"');
    let start = start + usize::from(quoted);
    let name = start..name_end(line, start);
    let versioned = line.slice(name.end..name.end + 2) == b" v";
    let ended = versioned || quoted && line.byte(name.end) == Some(b'"');
    if name.is_empty() || !ended {
        return;
    }
    push(line, found, name.clone(), Entity::Licence);
    let behind = [&b" "[..], b" by "].iter().find_map(|gap| {
        let front = if versioned { line.run(name.end + 1, |b| b != b' ') } else { name.end + 1 };
        let user = front + gap.len();
        let end = line.run(user, |b| b.is_ascii_alphanumeric() || b"._-$".contains(&b));
        (line.slice(front..user) == *gap && line.byte(end) == Some(b'@')).then_some(user..end)
    });
    let Some(user) = behind else { return };
    let host = user.end + 1..line.run(user.end + 1, |b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    // A domain is looked at where addresses of mail are.
    if line.byte(host.end) != Some(b'.') && !taken.overlaps(&(user.start..host.end)) {
        push(line, found, user, Entity::Username);
        push(line, found, host, Entity::MachineName);
    }
}

fn name_end(line: &Line<'_>, start: usize) -> usize {
    line.run(start, |b| b.is_ascii_alphanumeric() || b"_-.+".contains(&b))
}

/// Twelve hexadecimal digits, as such files write the address of a network card.
fn is_ethernet(text: &[u8]) -> bool {
    text.len() == 12 && text.iter().all(u8::is_ascii_hexdigit)
}
