//! Accounts and their numbers behind phrases, and what stands there in their place (classification.md 4.2 `username`, 4.3
//! `user_number`).

use super::value_behind;
use crate::detect::novel::is_novel;
use crate::detect::{naming, participant, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;

/// `user is joe`, which says who it is, where `user is blocked` says how it is.
pub(super) fn likely_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let value = value_behind(line, end);
    let mut name = value.start..value.end;
    while line.byte_before(name.end).is_some_and(|b| b".:".contains(&b)) && !name.is_empty() {
        name.end -= 1;
    }
    let ended = line.byte(value.end).is_none_or(|b| b",;]'\"\r\n)".contains(&b)) || name.end < value.end;
    let text = line.slice(name.clone());
    let joined = text.contains(&b'_') && text.first().is_some_and(u8::is_ascii_lowercase);
    if is_novel(text) || ended && (joined || text.iter().any(|b| b"@\\".contains(b))) {
        participant::bracketed(line, found, name, user::Position::Cue);
    }
}

/// `(dsid 19078137999)`: the number of somebody at a service.
pub(super) fn number_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    const DIGITS_MIN: usize = 5;
    let start = line.run(end, |b| b" #".contains(&b));
    let number = start..line.run(start, |b| b.is_ascii_digit());
    let ended = line.byte(number.end).is_none_or(|b| !b.is_ascii_alphanumeric() && !b"._-:".contains(&b));
    if start > end && number.len() >= DIGITS_MIN && ended {
        push(line, found, number, Entity::UserNumber);
    }
}

/// `joe@192.0.2.7 logged in as Acme Client`: who it was stands in front, and with what behind.
pub(in crate::detect) fn follows_login(line: &Line<'_>, start: usize) -> bool {
    let address = line.run_back(start.saturating_sub(1), |b| b.is_ascii_hexdigit() || b".:".contains(&b));
    line.byte_before(start) == Some(b' ')
        && line.byte_before(address) == Some(b'@')
        && naming::is_address(line.slice(address..start - 1))
}
