//! Machines that a message names in capitals without a word that says so: `the icon is gone on YARD-OFFICE-PC`
//! (classification.md 4.2 `machine_name`).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::taken::Taken;
use crate::vocabulary::HOST_KINDS;
use crate::word::is_any;
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
            let called = || is_machine(name) || is_called(name) && follows_kind(line, word.start);
            let place = word.start..word.end;
            if is_apart(line, place.clone()) && called() && !taken.overlaps(&place) {
                push(line, found, place, Entity::MachineName);
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
    line.word_before(start)
        .is_some_and(|word| word.end + 1 == start && is_any(&KINDS, line.slice(word.start..word.end)))
}

/// Two words of capitals alone, each of some letters.
fn is_called(text: &[u8]) -> bool {
    const PART_BYTES_MIN: usize = 3;
    let mut parts = text.split(|b| *b == b'-');
    let is_part = |part: &[u8]| part.len() >= PART_BYTES_MIN && part.iter().all(u8::is_ascii_uppercase);
    parts.by_ref().take(2).filter(|part| is_part(part)).count() == 2 && parts.next().is_none()
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
