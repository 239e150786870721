//! Clients whose full name stands directly in front of their address: `name[address]`, `name (address)`, as mail, FTP and
//! RPC servers write them (classification.md 4.2 `client_hostname`).

use super::novel::is_novel;
use super::{host, naming, user};
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::CLOUD_DOMAINS;
use crate::word::{Shape, Word};

/// Judges a word that may be such a name.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) {
    if word.shape.has(Shape::HYPHEN)
        && line.byte(word.end) == Some(b':')
        && line.byte_before(word.start) == Some(b' ')
        && is_node_and_port(line, word)
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
        host::judge(line, found, word.start..word.end, role);
        return;
    }
    if is_tied_short(line, word) {
        host::judge(line, found, word.start..word.end, host::Role::Own);
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

/// `dsl-192-0-2-7.example.net`, `7.2.0.192.example.net`: the name that a network gave to an address of its clients. Clouds
/// name their servers so too, and dots inside the first part are those of a version: `app-1.2.3.4.tar.gz`.
fn is_reverse_name(name: &[u8]) -> bool {
    const OCTETS: usize = 4;
    let octet = |part: &[u8]| (1..=3).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
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

/// `report for pc-ann (192.0.2.7)`: a name of parts that no list knows, in front of its address.
fn is_tied_short(line: &Line<'_>, word: &Word) -> bool {
    word.shape.has(Shape::HYPHEN)
        && !word.shape.has(Shape::DOT)
        && line.slice(word.end..word.end + 2) == b" ("
        && line.byte_before(word.start) == Some(b' ')
        && address_end(line, word.end + 2, b')').is_some()
        && is_novel(&line.slice(word.start..word.end).to_ascii_lowercase())
}

/// `(pc-7) [192.0.2.7]`: the name that a mail client greets with, in front of its address (Exim, sendmail).
fn is_greeting(line: &Line<'_>, word: &Word) -> bool {
    line.byte_before(word.start) == Some(b'(')
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

/// `node-07:40439`: a name that ends in a number behind a hyphen, and a port that programs choose.
fn is_node_and_port(line: &Line<'_>, word: &Word) -> bool {
    const PORT_DIGITS: std::ops::RangeInclusive<usize> = 4..=5;
    let name = line.slice(word.start..word.end);
    let number = memchr::memrchr(b'-', name).map_or(&b""[..], |hyphen| &name[hyphen + 1..]);
    let port = line.run(word.end + 1, |b| b.is_ascii_digit());
    let before = line.word_before(word.start).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    let placed =
        [&b"on"[..], b"to", b"from", b"at", b"manager", b"server", b"host", b"node"].contains(&before);
    placed
        && !number.is_empty()
        && number.iter().all(u8::is_ascii_digit)
        && name.first().is_some_and(u8::is_ascii_alphabetic)
        && !name.contains(&b'.')
        && PORT_DIGITS.contains(&(port - word.end - 1))
        && !line.byte(port).is_some_and(|b| b.is_ascii_alphanumeric() || b == b':')
}

/// Where the address at `start` ends, if it goes up to `close`.
fn address_end(line: &Line<'_>, start: usize, close: u8) -> Option<usize> {
    let end = line.run(start, |b| b != close && !b.is_ascii_whitespace());
    naming::is_address(line.slice(start..end)).then_some(end)
}

/// Labels, the last of them of letters.
fn is_full_name(name: &[u8]) -> bool {
    let top = memchr::memrchr(b'.', name).map_or(&b""[..], |dot| &name[dot + 1..]);
    (2..=24).contains(&top.len()) && top.iter().all(u8::is_ascii_alphabetic)
}

/// Servers that a connection goes to are third parties (classification.md 5.4).
fn is_destination(line: &Line<'_>, word: &Word, end: usize) -> bool {
    let port = line.byte(end + 1) == Some(b':') && line.byte(end + 2).is_some_and(|b| b.is_ascii_digit());
    let answers = [&b" said"[..], b" refused", b" while"]
        .iter()
        .any(|verb| line.slice(end + 1..line.view.len()).starts_with(verb));
    let before = line.word_before(word.start).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    // sendmail names the client of what it receives so.
    let received = before == b"relay" && memchr::memmem::find(line.view, b" from=<").is_some();
    let direction = [
        &b"to"[..],
        b"relay",
        b"server",
        b"ping",
        b"via",
        b"at",
        b"report",
        b"mx",
        b"traceroute",
        b"connecting",
        b"host",
    ];
    let outgoing = before == b"H"
        && [&b" => "[..], b" -> ", b" == "]
            .iter()
            .any(|arrow| memchr::memmem::find(line.view, arrow).is_some());
    let towards = direction.iter().any(|d| before.eq_ignore_ascii_case(d))
        && line.byte_before(word.start) != Some(b'(');
    let report =
        before.eq_ignore_ascii_case(b"for") && memchr::memmem::find(line.view, b"report for").is_some();
    // Exim writes the client's port behind its address.
    port && before != b"H" || answers || outgoing || towards && !received || report
}
