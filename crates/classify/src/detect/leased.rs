//! Machines in sentences on leases: beside a hardware address, the name behind `client`, `for` and their likes
//! (classification.md 4.2 `machine_name`).

use super::host;
use crate::entity::Entity;
use crate::line::Line;
use crate::span::Span;

/// Words in front of a machine's name.
const CUES: [&[u8]; 18] = [
    b"to",
    b"\xc3\xa0",
    b"client",
    b"device",
    b"host",
    b"hostname",
    b"name",
    b"station",
    b"machine",
    b"computer",
    b"named",
    b"for",
    b"poste",
    b"appareil",
    b"endpoint",
    b"terminal",
    b"as",
    b"workstation",
];

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.channel.is_prose() {
        spoken_of(line, found);
    }
    if !found.iter().any(|s| s.entity == Entity::MacAddress) {
        return;
    }
    for (cue, name) in line.words.iter().zip(line.words.iter().skip(1)) {
        let gap = line.slice(cue.end..name.start);
        let beside = matches!(gap, b" " | b": " | b" \"" | b" '" | b"=" | b" (");
        if !beside || !CUES.iter().any(|word| line.slice(cue.start..cue.end).eq_ignore_ascii_case(word)) {
            continue;
        }
        let text = line.slice(name.start..name.end);
        let taken = found.iter().any(|s| s.start < name.end && name.start < s.end);
        if is_machine(text) && !taken {
            host::judge(line, found, name.start..name.end, host::Role::Own);
        }
    }
}

/// In a sentence on a computer, what is written as computers are named: capitals and a number, joined by hyphens.
fn spoken_of(line: &Line<'_>, found: &mut Vec<Span>) {
    const NOUNS: [&[u8]; 22] = [
        b"computer",
        b"laptop",
        b"pc",
        b"machine",
        b"workstation",
        b"desktop",
        b"notebook",
        b"tablet",
        b"device",
        b"poste",
        b"ordinateur",
        b"portable",
        b"tablette",
        b"toestel",
        b"rechner",
        b"ger\xc3\xa4t",
        b"equipo",
        b"ordenador",
        b"host",
        b"hostname",
        b"terminal",
        b"station",
    ];
    const NUMBERED: [&[u8]; 12] = [
        b"case",
        b"ticket",
        b"error",
        b"code",
        b"model",
        b"serial",
        b"order",
        b"incident",
        b"dossier",
        b"kb",
        b"build",
        b"version",
    ];
    let word = |w: &crate::word::Word| line.slice(w.start..w.end);
    let any = |list: &[&[u8]], text: &[u8]| list.iter().any(|name| text.eq_ignore_ascii_case(name));
    if !line.words.iter().any(|w| any(&NOUNS, word(w))) {
        return;
    }
    for name in line.telling() {
        let text = word(name);
        let shouted = text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-');
        let numbered = line.word_before(name.start).is_some_and(|w| any(&NUMBERED, word(w)))
            || [&b"INC"[..], b"CVE", b"SR", b"REQ", b"CAS", b"TCK", b"KB", b"ISO", b"RFC", b"UTF", b"CS"]
                .iter()
                .any(|front| text.strip_prefix(*front).is_some_and(|rest| rest.starts_with(b"-")));
        let taken = found.iter().any(|s| s.start < name.end && name.start < s.end);
        if shouted && is_machine(text) && text[0].is_ascii_uppercase() && !numbered && !taken {
            host::judge(line, found, name.start..name.end, host::Role::Own);
        }
    }
}

/// Letters and a digit, joined by hyphens: `SCAN-GUN-4`.
fn is_machine(text: &[u8]) -> bool {
    text.iter().filter(|b| b.is_ascii_alphabetic()).count() >= 2
        && text.iter().any(u8::is_ascii_digit)
        && text.contains(&b'-')
        && text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
        && !super::guid::is_guid(text)
}
