//! Machines in sentences on leases: beside a hardware address, the name behind `client`, `for` and their likes
//! (classification.md 4.2 `machine_name`).

use super::host;
use crate::entity::Entity;
use crate::line::Line;
use crate::span::Span;
use crate::word::{Word, is_any};

/// Words in front of a machine's name.
const CUES: [&str; 18] = [
    "to",
    "à",
    "client",
    "device",
    "host",
    "hostname",
    "name",
    "station",
    "machine",
    "computer",
    "named",
    "for",
    "poste",
    "appareil",
    "endpoint",
    "terminal",
    "as",
    "workstation",
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
        if !beside || !is_any(&CUES, line.slice(cue.start..cue.end)) {
            continue;
        }
        let text = line.slice(name.start..name.end);
        let taken = || found.iter().any(|s| s.overlaps(&(name.start..name.end)));
        if is_machine(text) && !taken() {
            host::judge(line, found, name.start..name.end, host::Role::Own);
        }
    }
}

/// In a sentence on a computer, what is written as computers are named: capitals and a number, joined by hyphens.
fn spoken_of(line: &Line<'_>, found: &mut Vec<Span>) {
    const NOUNS: [&str; 22] = [
        "computer",
        "laptop",
        "pc",
        "machine",
        "workstation",
        "desktop",
        "notebook",
        "tablet",
        "device",
        "poste",
        "ordinateur",
        "portable",
        "tablette",
        "toestel",
        "rechner",
        "gerät",
        "equipo",
        "ordenador",
        "host",
        "hostname",
        "terminal",
        "station",
    ];
    const NUMBERED: [&str; 12] = [
        "case", "ticket", "error", "code", "model", "serial", "order", "incident", "dossier", "k", "build",
        "version",
    ];
    let word = |w: &Word| line.slice(w.start..w.end);
    if !line.words.iter().any(|w| is_any(&NOUNS, word(w))) {
        return;
    }
    for name in line.telling() {
        let text = word(name);
        let shouted = text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'-');
        let numbered = line.word_before(name.start).is_some_and(|w| is_any(&NUMBERED, word(w)))
            || [&b"INC"[..], b"CVE", b"SR", b"REQ", b"CAS", b"TCK", b"KB", b"ISO", b"RFC", b"UTF", b"CS"]
                .iter()
                .any(|front| text.strip_prefix(*front).is_some_and(|rest| rest.starts_with(b"-")));
        let taken = || found.iter().any(|s| s.overlaps(&(name.start..name.end)));
        if shouted && is_machine(text) && text[0].is_ascii_uppercase() && !numbered && !taken() {
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
