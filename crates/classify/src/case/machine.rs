//! Machines that a message names in capitals without a word that says so: `the icon is gone on YARD-OFFICE-PC`
//! (classification.md 4.2 `machine_name`), and servers that the tenant calls by a bare word (4.4 `tenant_host`).

use crate::detect::host_form::{Form, form};
use crate::detect::{bare_host, person};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::taken::Taken;
use crate::vocabulary::{
    ENGLISH_WORDS, FRENCH_WORDS, HOST_KINDS, NOT_HOSTS, ORDINARY_WORDS, PRODUCTS, SOFTWARE_WORDS,
};
use crate::word::{Word, is_any};
use std::ops::Range;

/// Standards, stores of faults and units, whose numbers are joined so too.
const OTHERS: [&[u8]; 20] = [
    b"CVE", b"ISO", b"IEC", b"IEEE", b"UTF", b"SHA", b"AES", b"RSA", b"TLS", b"WPA", b"HTTP", b"ORA", b"KB",
    b"RFC", b"MS", b"ERR", b"USB", b"SLA", b"UTC", b"GMT",
];

/// Labels such names in the texts of a case.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, texts: &[Range<usize>]) {
    let taken = Taken::of(found, |_| true);
    for text in texts {
        let first = line.words.partition_point(|word| word.start < text.start);
        for word in line.words.iter().skip(first).take_while(|word| word.end <= text.end) {
            let name = line.slice(word.start..word.end);
            let called = || {
                is_machine(name)
                    || is_called(name) && follows_kind(line, word.start)
                    || is_made(name) && follows_place(line, word.start)
                    || is_numbered(name)
                        && (follows_kind(line, word.start)
                            || follows_device(line, word.start)
                            || follows_place(line, word.start))
                    || form(name) == Form::Certain && follows_way(line, word.start)
            };
            let place = word.start..word.end;
            let server = is_server(line, name);
            if is_apart(line, place.clone()) && (server || called()) && !taken.overlaps(&place) {
                let entity = if server { Entity::TenantHost } else { Entity::MachineName };
                push(line, found, place, entity);
            }
        }
    }
}

/// `laptop ASUS-TENDAI`, `PC MARIE-BUREAU`: two words in capitals behind what somebody works on.
fn follows_kind(line: &Line<'_>, start: usize) -> bool {
    const KINDS: [&str; 10] = [
        "laptop",
        "pc",
        "portable",
        "ordinateur",
        "poste",
        "computer",
        "workstation",
        "desktop",
        "tablet",
        "machine",
    ];
    // `poste nommé X`, `PC name X`.
    const NAMING: [&str; 9] =
        ["called", "named", "name", "nommé", "nommée", "appelé", "appelée", "genannt", "namens"];
    let before = |at: usize| line.word_before(at).filter(|word| word.end + 1 == at);
    let is = |list: &[&str], word: &Word| is_any(list, line.slice(word.start..word.end));
    let Some(word) = before(start) else { return false };
    let kind = if is(&NAMING, word) { before(word.start) } else { Some(word) };
    kind.is_some_and(|kind| is(&KINDS, kind))
}

/// Two words of capitals alone, each of some letters.
fn is_called(text: &[u8]) -> bool {
    const PART_BYTES_MIN: usize = 3;
    let mut parts = text.split(|b| *b == b'-');
    let is_part = |part: &[u8]| part.len() >= PART_BYTES_MIN && part.iter().all(u8::is_ascii_uppercase);
    parts.by_ref().take(2).filter(|part| is_part(part)).count() == 2 && parts.next().is_none()
}

/// `saturne is down`: a bare word that the tenant's patterns have, and that machines are called by or that is no other word.
fn is_server(line: &Line<'_>, name: &[u8]) -> bool {
    const LETTERS_MIN: usize = 4;
    name.len() >= LETTERS_MIN
        && name.iter().all(u8::is_ascii_alphabetic)
        && (bare_host::is_theme(name) || person::is_no_word(name))
        && line.context.is_tenant_server(name)
}

/// `a blue screen on FIELDBOOK-KR3`, `la panne sur ATELIX-SCANNER`.
fn follows_place(line: &Line<'_>, start: usize) -> bool {
    const PLACES: [&str; 8] = ["on", "sur", "auf", "onto", "op", "su", "from", "depuis"];
    line.word_before(start)
        .is_some_and(|word| word.end + 1 == start && is_any(&PLACES, line.slice(word.start..word.end)))
}

/// `bounced from oryx-mx1`, `la copie vers oryx-nas-2`.
fn follows_way(line: &Line<'_>, start: usize) -> bool {
    const WAYS: [&str; 12] =
        ["on", "from", "to", "via", "behind", "sur", "depuis", "vers", "auf", "von", "derrière", "onto"];
    line.word_before(start)
        .is_some_and(|word| word.end + 1 == start && is_any(&WAYS, line.slice(word.start..word.end)))
}

/// `switch ORYXSW03`, `le routeur ORYXRT01`.
fn follows_device(line: &Line<'_>, start: usize) -> bool {
    const DEVICES: [&str; 18] = [
        "switch",
        "router",
        "routeur",
        "firewall",
        "server",
        "serveur",
        "printer",
        "imprimante",
        "gateway",
        "passerelle",
        "host",
        "node",
        "scanner",
        "kiosk",
        "borne",
        "terminal",
        "asset",
        "source",
    ];
    line.word_before(start)
        .is_some_and(|word| word.end + 1 == start && is_any(&DEVICES, line.slice(word.start..word.end)))
}

/// Letters in capitals that are no word, and a number; models of products have fewer letters.
fn is_numbered(text: &[u8]) -> bool {
    const DIGITS: std::ops::RangeInclusive<usize> = 2..=6;
    // What desks and ledgers number.
    const NUMBERED: [&[u8]; 8] =
        [b"RITM", b"TASK", b"CASE", b"CHG", b"SCTASK", b"ORDER", b"INVOICE", b"TICKET"];
    let letters = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let (word, number) = text.split_at(letters);
    DIGITS.contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
        && is_unlisted(word)
        && !NUMBERED.contains(&word)
}

/// A word in capitals that no list has, and behind the last hyphen letters with a number or a word for a machine.
fn is_made(text: &[u8]) -> bool {
    const BYTES: std::ops::RangeInclusive<usize> = 6..=24;
    const TAIL_BYTES: std::ops::RangeInclusive<usize> = 2..=8;
    let inside = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-';
    let Some(hyphen) = memchr::memchr(b'-', text).filter(|_| text.iter().all(inside)) else { return false };
    let last = text.rsplit(|b| *b == b'-').next().unwrap_or_default();
    let letters = last.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let numbered = letters > 0 && letters < last.len() && last[letters..].iter().all(u8::is_ascii_digit);
    BYTES.contains(&text.len())
        && TAIL_BYTES.contains(&last.len())
        && text[..hyphen].iter().all(u8::is_ascii_uppercase)
        && (is_unlisted(&text[..hyphen]) && (numbered || HOST_KINDS.has(last))
            // `FLEX-7440-LT`.
            || HOST_KINDS.has(last) && text.iter().any(u8::is_ascii_digit))
}

/// Whether a word is in no list; one of two words may name a kind of machine (`FIELDBOOK`).
fn is_unlisted(word: &[u8]) -> bool {
    const LETTERS_MIN: usize = 4;
    let lists = [&ENGLISH_WORDS, &FRENCH_WORDS, &SOFTWARE_WORDS, &ORDINARY_WORDS, &NOT_HOSTS, &PRODUCTS];
    word.len() >= LETTERS_MIN && !OTHERS.contains(&word) && !lists.iter().any(|list| list.has(word))
}

fn is_apart(line: &Line<'_>, word: Range<usize>) -> bool {
    let glued = |b: Option<u8>| b.is_some_and(|b| b"/\\@:=_$%+".contains(&b));
    !glued(line.byte_before(word.start))
        && !matches!(line.byte(word.end), Some(b'/' | b'\\' | b'@' | b'=' | b'_'))
}

/// Capitals and digits with hyphens between: three parts of which the last is a number or a kind of machine, or two of which
/// one is a kind.
fn is_machine(text: &[u8]) -> bool {
    const BYTES: std::ops::RangeInclusive<usize> = 6..=24;
    if !BYTES.contains(&text.len())
        || !text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-')
    {
        return false;
    }
    let parts: Vec<&[u8]> = text.split(|b| *b == b'-').collect();
    let number = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    let kind = |part: &[u8]| {
        let letters = part.iter().take_while(|b| b.is_ascii_uppercase()).count();
        letters >= 2 && HOST_KINDS.has(&part[..letters])
    };
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    let named = first.len() >= 2 && first.iter().all(u8::is_ascii_uppercase) && !OTHERS.contains(first);
    let ends = last.iter().any(u8::is_ascii_digit) || kind(last);
    let numbered = text.iter().any(u8::is_ascii_digit);
    named
        && parts.iter().all(|part| !part.is_empty())
        && match parts.len() {
            2 => numbered && parts.iter().any(|part| kind(part)),
            3 => ends && !number(parts[1]) && parts.iter().filter(|part| part.len() > 1).count() > 1,
            _ => false,
        }
}
