//! The name in front of an address in angle brackets.

use super::sip;
use crate::detect::{person, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// `"Name" <address>`: the name in front of an address in angle brackets (RFC 5322, RFC 3261).
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, address: usize) {
    let open = address - sip::scheme(line, address).map_or(0, <[u8]>::len);
    if line.byte_before(open) == Some(b'(') && line.byte_before(open - 1) == Some(b' ') {
        // `Ann Lee (ann@example.org)`, `Lee, Ann (ann@example.org)`.
        let end = open - 2;
        let start = line.run_back(end, |b| !b":;<>\"'|\n\t".contains(&b));
        if person::is_reversed(line.slice(start..end)) {
            return push(line, found, start..end, Entity::PersonName);
        }
        let _ = person::name_before(line, found, end);
        return;
    }
    if line.byte_before(open) != Some(b'<') {
        return;
    }
    let mut end = line.run_back(open - 1, |b| b" \x1f".contains(&b));
    let quoted = line.byte_before(end) == Some(b'"');
    let start = if quoted {
        end -= 1;
        end -= usize::from(line.byte_before(end) == Some(crate::view::FILLER));
        line.run_back(end, |b| b != b'"')
    } else {
        let from = line.run_back(end, |b| !b":,;<>\"\n\r\x1f".contains(&b));
        line.run(from, |b| b == b' ')
    };
    if end <= start || end - start > NAME_BYTES_MAX {
        return;
    }
    if quoted && sip::is_number(line.slice(start..end)) {
        push(line, found, start..end, Entity::Phone);
    } else if !quoted && is_local_part(line, start..end, address) {
        user::judge(line, found, start..end, user::Position::Cue);
    } else if quoted || person::is_full_name(line.slice(start..end)) {
        person::judge_name(line, found, start..end);
    } else {
        let _ = person::name_before(line, found, end);
    }
}

/// `=> joe <joe@example.org>`: an account in front of its address (Exim).
fn is_local_part(line: &Line<'_>, name: Range<usize>, address: usize) -> bool {
    let text = line.slice(name);
    line.slice(address..address + text.len()) == text && line.byte(address + text.len()) == Some(b'@')
}

/// Longer texts in front of an address are no names.
const NAME_BYTES_MAX: usize = 64;
