//! Clients whose full name stands directly in front of their address: `name[address]`, `name (address)`, as mail, FTP and
//! RPC servers write them (classification.md 4.2 `client_hostname`).

mod destination;
mod identifier;
mod port;

use super::novel::{is_novel, is_unknown};
use super::{address, host, naming, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::CLOUD_DOMAINS;
use crate::word::{Shape, Word};
use destination::is_destination;
use identifier::{in_connection, job_server, pool_address};
use port::{is_listener, is_node_and_port, is_numbered_end};

/// Judges a word that may be such a name.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) {
    if word.shape.has(Shape::HYPHEN)
        && line.byte(word.end) == Some(b':')
        && (is_node_and_port(line, word) || is_listener(line, word))
        || word.shape.has(Shape::DIGIT) && is_member(line, word)
    {
        host::judge(line, found, word.start..word.end, host::Role::Own);
        return;
    }
    if is_share(line, word) {
        host::judge(line, found, word.start..word.end, host::Role::Own);
        return;
    }
    if is_greeting(line, word) {
        let full = word.shape.has(Shape::DOT) && is_full_name(line.slice(word.start..word.end));
        let role = if full { host::Role::Client } else { host::Role::Own };
        let judged = host::judge(line, found, word.start..word.end, role);
        if !judged && is_novel(line.slice(word.start..word.end)) {
            push(line, found, word.start..word.end, Entity::MachineName);
        }
        return;
    }
    if word.shape.has(Shape::HYPHEN)
        && let Some(end) = in_connection(line, word)
    {
        host::judge(line, found, word.start..end, host::Role::Own);
        return;
    }
    if word.shape.has(Shape::DIGIT) && line.byte(word.end) == Some(b':') && is_numbered_end(line, word) {
        host::judge(line, found, word.start..word.end, host::Role::Own);
        return;
    }
    if monitor(line, found, word) || prompt(line, found, word) {
        return;
    }
    if is_arrowed(line, word)
        || is_tied_short(line, word)
        || is_placed_node(line, word)
        || is_closed(line, word)
    {
        host::judge(line, found, word.start..word.end, host::Role::Own);
        return;
    }
    if let Some(address) = pool_address(line, word) {
        address::judge(line, found, address);
        return;
    }
    if let Some(server) = job_server(line, word) {
        host::judge(line, found, server..word.end, host::Role::Own);
        return;
    }
    if !word.shape.has(Shape::DOT) || !word.shape.has(Shape::LETTER.or(Shape::HEX_LETTER)) {
        return;
    }
    if line.byte_before(word.start) == Some(b'/') && !word.shape.has(Shape::DIGIT) {
        principal(line, found, word);
    }
    if word.shape.has(Shape::DIGIT) && is_reverse_name(line.slice(word.start..word.end)) {
        host::judge(line, found, word.start..word.end, host::Role::Client);
        return;
    }
    let blank = usize::from(line.byte(word.end) == Some(b' '));
    let behind = match line.byte(word.end + blank) {
        Some(b'[') => address_end(line, word.end + blank + 1, b']'),
        // `H=host (name) [address]` of Exim: what its address is called, and what it calls itself.
        Some(b'(') if blank > 0 && is_exim_client(line, word) => Some(word.end),
        Some(b'(') => address_end(line, word.end + blank + 1, b')'),
        // `host (name) address`.
        Some(b')') if line.byte_before(word.start) == Some(b'(') && line.byte(word.end + 1) == Some(b' ') => {
            address_end(line, word.end + 2, b' ')
        }
        _ => None,
    };
    let Some(end) = behind else { return };
    if is_full_name(line.slice(word.start..word.end)) && !is_destination(line, word, end) {
        host::judge(line, found, word.start..word.end, host::Role::Client);
    }
}

/// `[ab-cd-117:44112]`, `error: ab-cd-117: …`, `192.0.2.7 ab-cd-117`: a name of no words and a number, where programs of clusters
/// write their nodes.
fn is_placed_node(line: &Line<'_>, word: &Word) -> bool {
    if !word.shape.has(Shape::HYPHEN) || !word.shape.has(Shape::DIGIT) || word.shape.has(Shape::DOT) {
        return false;
    }
    let before = line.slice(0..word.start);
    let colon = line.byte(word.end) == Some(b':');
    let process = before == b"[" && colon && line.byte(word.end + 1).is_some_and(|b| b.is_ascii_digit());
    let told = before.ends_with(b"error: ") && colon || before.ends_with(b" ON ");
    let placed = process || told || {
        let end = line.run_back(word.start, |b| b == b' ' || b == b'(');
        let start = line.run_back(end, |b| b.is_ascii_digit() || b == b'.');
        end < word.start && naming::is_address(line.slice(start..end))
    };
    placed && is_numbered(line.slice(word.start..word.end))
}

/// `Connection to srv-7 closed.`: the end of a session of ssh.
fn is_closed(line: &Line<'_>, word: &Word) -> bool {
    line.slice(0..word.start).ends_with(b"Connection to ")
        && line.slice(word.end..word.end + 8) == b" closed."
        && !word.shape.has(Shape::DOT)
}

/// Parts that hyphens join, one of them in no list of words, and a number of two to four digits.
fn is_numbered(name: &[u8]) -> bool {
    let mut parts = name.split(|b| *b == b'-').rev();
    let number = parts.next().is_some_and(|p| (2..=4).contains(&p.len()) && p.iter().all(u8::is_ascii_digit));
    number
        && name.first().is_some_and(u8::is_ascii_alphabetic)
        && parts.any(|part| part.len() >= 2 && part.iter().all(u8::is_ascii_lowercase) && is_unknown(part))
}

/// `ID:node-1 Address:192.0.2.7:8301`: a member of a cluster and its address.
fn is_member(line: &Line<'_>, word: &Word) -> bool {
    const ADDRESS: &[u8] = b" Address:";
    line.slice(word.start.saturating_sub(3)..word.start) == b"ID:"
        && line.slice(word.end..word.end + ADDRESS.len()) == ADDRESS
        && line.word_at(word.end + ADDRESS.len()).is_some_and(|address| {
            address.start == word.end + ADDRESS.len()
                && naming::is_address(line.slice(address.start..address.end))
        })
}

/// `dsl-192-0-2-7.example.net`, `7.2.0.192.example.net`: the name that a network gave to an address of its clients. Clouds
/// name their servers so too, and dots inside the first part are those of a version: `app-1.2.3.4.tar.gz`.
fn is_reverse_name(name: &[u8]) -> bool {
    const OCTETS: usize = 4;
    // `2026-08-04-12-08` is a time.
    let padded = |part: &[u8]| part.len() == 2 && part[0] == b'0';
    let octet =
        |part: &[u8]| (1..=3).contains(&part.len()) && part.iter().all(u8::is_ascii_digit) && !padded(part);
    let (mut octets, mut domain, mut start) = (0, 0, 0);
    for (at, _) in name.iter().enumerate().filter(|(_, b)| b"-.".contains(b)) {
        octets = if octet(&name[start..at]) { octets + 1 } else { 0 };
        start = at + 1;
        if octets == OCTETS {
            domain = start;
            break;
        }
    }
    let first_dot = memchr::memchr(b'.', name).unwrap_or(name.len());
    let dotted = name[..first_dot].iter().all(u8::is_ascii_digit);
    let inside = first_dot >= domain.saturating_sub(1);
    domain > 0
        && (dotted || inside)
        && name[domain..].contains(&b'.')
        && is_full_name(name)
        && !memchr::memchr_iter(b'.', name).any(|dot| CLOUD_DOMAINS.has(&name[dot + 1..]))
}

/// `MacBook-Air:~ joe$ `: a shell's prompt of macOS.
fn prompt(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) -> bool {
    const HOME: &[u8] = b":~ ";
    let name = word.end + HOME.len()
        ..line.run(word.end + HOME.len(), |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let is_it = line.slice(word.end..name.start) == HOME
        && !name.is_empty()
        && matches!(line.byte(name.end), Some(b'$' | b'%'))
        && line.byte(name.end + 1) == Some(b' ');
    if is_it {
        host::judge(line, found, word.start..word.end, host::Role::Own);
        user::judge(line, found, name, user::Position::Cue);
    }
    is_it
}

/// `mon.node7 calling monitor election`, `mon.node7 (mon.0)` of Ceph: a monitor has its host's name.
fn monitor(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) -> bool {
    const KIND: &[u8] = b"mon.";
    let name = word.start + KIND.len()..word.end;
    let rest = line.slice(word.end..line.view.len().min(word.end + 9));
    let is_it = line.slice(word.start..word.end).starts_with(KIND)
        && name.len() > 1
        && line.slice(name.clone()).iter().any(u8::is_ascii_alphabetic)
        && (rest.starts_with(b" calling")
            || rest.starts_with(b" (mon.")
            || rest.starts_with(b" mon.")
            || rest.starts_with(b" is new"));
    if is_it {
        host::judge(line, found, name, host::Role::Own);
    }
    is_it
}

/// `'pc-ann->192.0.2.7'`, `EndPoint(pc-ann,9092,…)`: an agent of OSSEC and its address, a broker of Kafka.
fn is_arrowed(line: &Line<'_>, word: &Word) -> bool {
    let agent = line.byte_before(word.start) == Some(b'\'')
        && line.slice(word.end..word.end + 2) == b"->"
        && naming::starts_with_address(line, word.end + 2);
    let broker = || {
        line.slice(0..word.start).ends_with(b"EndPoint(")
            && line.byte(word.end) == Some(b',')
            && line.byte(word.end + 1).is_some_and(|b| b.is_ascii_digit())
    };
    agent || broker()
}

/// `report for pc-ann (192.0.2.7)`: a name of parts that no list knows, in front of its address.
fn is_tied_short(line: &Line<'_>, word: &Word) -> bool {
    const FAMILY: &[u8] = b"ipv4:";
    let family =
        if line.slice(word.end + 2..word.end + 2 + FAMILY.len()) == FAMILY { FAMILY.len() } else { 0 };
    word.shape.has(Shape::HYPHEN)
        && !word.shape.has(Shape::DOT)
        && line.slice(word.end..word.end + 2) == b" ("
        && line.byte_before(word.start) == Some(b' ')
        && (family > 0
            || address_end(line, word.end + 2, b')').is_some()
                && is_novel(&line.slice(word.start..word.end).to_ascii_lowercase()))
}

/// Whether the name that a client greets with and its address stand behind a host's name.
fn is_exim_client(line: &Line<'_>, word: &Word) -> bool {
    let name = word.end + 2;
    let close = line.run(name, |b| !b.is_ascii_whitespace() && !b"()".contains(&b));
    line.slice(word.start.saturating_sub(2)..word.start) == b"H="
        && line.slice(close..close + 3) == b") ["
        && address_end(line, close + 3, b']').is_some()
}

/// `(pc-7) [192.0.2.7]`: the name that a mail client greets with, in front of its address (Exim, sendmail).
fn is_greeting(line: &Line<'_>, word: &Word) -> bool {
    // `vds::(wrapper) [192.0.2.7]`: a function of a program.
    line.byte_before(word.start) == Some(b'(')
        && line.byte_before(word.start - 1) != Some(b':')
        && line.slice(word.end..word.end + 3) == b") ["
        && word.shape.has(Shape::LETTER.or(Shape::HEX_LETTER))
        && address_end(line, word.end + 3, b']').is_some()
}

/// `//fs-1/share`: a server and its share, as smbclient and mount write them; a name with a dot may be anybody's.
fn is_share(line: &Line<'_>, word: &Word) -> bool {
    line.byte(word.end) == Some(b'/')
        && line.slice(word.start.saturating_sub(2)..word.start) == b"//"
        && line.byte_before(word.start - 2).is_none_or(|b| b.is_ascii_whitespace() || b"\"'=".contains(&b))
        && line.byte(word.end + 1).is_some_and(|b| b.is_ascii_alphanumeric())
        && !word.shape.has(Shape::DOT)
        && word.shape.has(Shape::DIGIT.or(Shape::HYPHEN))
        && word.shape.has(Shape::LETTER.or(Shape::HEX_LETTER))
}

/// `joe/EXAMPLE.COM`, as Zeek writes Kerberos' principals: an account in front of a realm of the tenant's.
fn principal(line: &Line<'_>, found: &mut Vec<Span>, realm: &Word) {
    const SERVICES: [&[u8]; 4] = [b"krbtgt", b"kadmin", b"host", b"ldap"];
    let text = line.slice(realm.start..realm.end);
    let slash = realm.start - 1;
    let name = line.run_back(slash, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b))..slash;
    let apart =
        line.byte_before(name.start).is_none_or(|b| b.is_ascii_whitespace() || b"\"'=:,".contains(&b));
    let service = SERVICES.contains(&line.slice(name.clone()));
    let is_realm = !text.iter().any(u8::is_ascii_lowercase) && line.context.domain(text).is_some();
    if is_realm && apart && !service && line.byte(slash.saturating_sub(1)).is_some_and(|b| b != b'/') {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// Where the address at `start` ends, if it goes up to `close`.
fn address_end(line: &Line<'_>, start: usize, close: u8) -> Option<usize> {
    let end = line.run(start, |b| b != close && !b.is_ascii_whitespace());
    let text = line.slice(start..end);
    // `host name [local]`: over a socket of the machine itself.
    (naming::is_address(text) || text == b"local" && close == b']').then_some(end)
}

/// Labels, the last of them of letters.
fn is_full_name(name: &[u8]) -> bool {
    let top = memchr::memrchr(b'.', name).map_or(&b""[..], |dot| &name[dot + 1..]);
    (2..=24).contains(&top.len()) && top.iter().all(u8::is_ascii_alphabetic)
}
