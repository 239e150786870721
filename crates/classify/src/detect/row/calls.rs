//! Records of calls in rows whose columns nothing names, as telephone systems write them: who called whom stands in quotes, what was
//! counted does not (classification.md 4.2 `phone`, `username`).

use super::{Cell, Kind};
use crate::detect::guid::is_guid;
use crate::detect::novel::is_novel;
use crate::detect::words::is_desk_phone;
use crate::detect::{phone, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;

/// Fewer cells are an entry of a list of phones.
const CELLS_MIN: usize = 6;
/// `2026-04-09 12:26:41`.
const TIME_BYTES_MIN: usize = 19;
/// An extension, and a number with a country's prefix in front.
const DIGITS: std::ops::RangeInclusive<usize> = 2..=17;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, cells: &[Cell]) {
    if cells.len() < CELLS_MIN || !cells.iter().any(|cell| is_of_call(line.slice(cell.range.clone()))) {
        return;
    }
    let is_timed = |cell: &&Cell| {
        let text = line.slice(cell.range.clone());
        text.len() >= TIME_BYTES_MIN && text.iter().all(|b| b.is_ascii_digit() || b"-/:. T".contains(b))
    };
    let last_time = cells.iter().rfind(is_timed).map_or(line.view.len(), |cell| cell.range.start);
    for cell in cells.iter().filter(|cell| is_unique_id(line.slice(cell.range.clone()))) {
        push(line, found, cell.range.clone(), Entity::SessionId);
    }
    if cells.iter().any(|cell| QUEUE_EVENTS.contains(&line.slice(cell.range.clone()))) {
        return callers(line, found, cells);
    }
    let quoted = |cell: &&Cell| line.byte_before(cell.range.start) == Some(b'"');
    for cell in cells.iter().filter(quoted) {
        let text = line.slice(cell.range.clone());
        if is_guid(text) {
            // The call itself.
            found.retain(|span| span.start != cell.range.start);
            push(line, found, cell.range.clone(), Entity::SessionId);
        } else if cell.range.start > last_time {
            // Behind the times stand durations.
        } else if DIGITS.contains(&text.len()) && text.iter().all(u8::is_ascii_digit) {
            push(line, found, cell.range.clone(), Entity::Phone);
        } else if cell.kind == Kind::Account && is_novel(text) {
            user::judge(line, found, cell.range.clone(), user::Position::Cue);
        }
    }
}

/// What Asterisk writes of a queue of callers.
const QUEUE_EVENTS: [&[u8]; 8] = [
    b"ENTERQUEUE",
    b"CONNECT",
    b"COMPLETECALLER",
    b"COMPLETEAGENT",
    b"ABANDON",
    b"RINGNOANSWER",
    b"EXITWITHTIMEOUT",
    b"TRANSFER",
];

/// The numbers of those who wait.
fn callers(line: &Line<'_>, found: &mut Vec<Span>, cells: &[Cell]) {
    const DIGITS: std::ops::RangeInclusive<usize> = 9..=15;
    for cell in cells {
        let text = line.slice(cell.range.clone());
        let number = text.strip_prefix(b"+").unwrap_or(text);
        let national = text.starts_with(b"0") || text.starts_with(b"+");
        if national && DIGITS.contains(&number.len()) && number.iter().all(u8::is_ascii_digit) {
            push(line, found, cell.range.clone(), Entity::Phone);
        }
    }
}

/// `1772611490.388`: the second in which a call began, and which of them it is.
fn is_unique_id(text: &[u8]) -> bool {
    const SECONDS: usize = 10;
    let Some((seconds, counter)) = text.split_at_checked(SECONDS) else { return false };
    let number = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    number(seconds) && counter.strip_prefix(b".").is_some_and(number)
}

/// A desk phone, a channel or what became of a call.
fn is_of_call(text: &[u8]) -> bool {
    const OUTCOMES: [&[u8]; 6] =
        [b"ANSWERED", b"NO ANSWER", b"NORMAL_CLEARING", b"ORIGINATOR_CANCEL", b"NO_ANSWER", b"USER_BUSY"];
    QUEUE_EVENTS.contains(&text) || is_desk_phone(text) || OUTCOMES.contains(&text) || phone::is_channel(text)
}
