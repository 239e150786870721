//! Machines in sentences on leases: beside a hardware address, the name behind `client`, `for` and their likes
//! (classification.md 4.2 `machine_name`).

use super::host;
use crate::entity::Entity;
use crate::line::Line;
use crate::span::Span;

/// Words in front of a machine's name.
const CUES: [&[u8]; 16] = [
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

/// Letters and a digit, joined by hyphens: `SCAN-GUN-4`.
fn is_machine(text: &[u8]) -> bool {
    text.iter().filter(|b| b.is_ascii_alphabetic()).count() >= 2
        && text.iter().any(u8::is_ascii_digit)
        && text.contains(&b'-')
        && text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
        && !super::guid::is_guid(text)
}
