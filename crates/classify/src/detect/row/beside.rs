//! Accounts beside an address in rows whose columns nothing names: `time,joe,192.0.2.7,Download,…`, `| joe | 192.0.2.7 |`
//! (classification.md 4.2 `username`: a user role by position). What stands there is an account if no list knows the word.

use super::{Cell, Kind};
use crate::detect::naming::is_address;
use crate::detect::novel::{is_improbable, is_novel, is_unknown};
use crate::detect::{person, user};
use crate::entity::Entity;
use crate::field::table;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// Fewer are a sentence with a bar in it.
const CELLS_MIN: usize = 4;
/// How far from an address a cell in quotes may be; any other is next to it.
const APART_MAX: usize = 2;

/// How far what has no letters of a word may be.
const IMPROBABLE_APART_MAX: usize = 3;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, cells: &[Cell]) {
    for (at, _) in cells.iter().enumerate().filter(|(_, cell)| cell.kind == Kind::Address) {
        // Behind an address its port may stand first.
        let port = cells.get(at + 1).is_some_and(|cell| cell.kind == Kind::Number);
        let behind = if port { at + 2 } else { at + 1 };
        let beside = [at.checked_sub(1), Some(behind)].into_iter().flatten().filter_map(|at| cells.get(at));
        for cell in beside.filter(|cell| is_novel(line.slice(cell.range.clone()))) {
            user::judge(line, found, cell.range.clone(), user::Position::Cue);
        }
        // A machine may stand between.
        let apart = [at.checked_sub(2), Some(at + 2)].into_iter().flatten().filter_map(|at| cells.get(at));
        for cell in apart.filter(|cell| is_improbable(line.slice(cell.range.clone()))) {
            user::judge(line, found, cell.range.clone(), user::Position::Cue);
        }
    }
}

/// The full name of whoever came from an address, in a cell of its own or the first of a list in a cell in quotes.
pub(super) fn named(line: &Line<'_>, found: &mut Vec<Span>, cells: &[Cell]) {
    if cells.len() < CELLS_MIN || !cells.iter().any(|cell| cell.kind == Kind::Address) {
        return;
    }
    for cell in cells.iter().filter(|cell| cell.kind == Kind::Words || cell.kind == Kind::Other) {
        let name = cell.range.start..line.run(cell.range.start, |b| b != b',').min(cell.range.end);
        let text = line.slice(name.clone());
        if text.contains(&b' ') && person::is_full_name(text) && is_unknown(text) {
            push(line, found, name, Entity::PersonName);
        }
    }
}

/// The same between bars, where blanks and quotes stand around what a cell holds.
pub(super) fn between_bars(line: &Line<'_>, found: &mut Vec<Span>) {
    let cells: Vec<_> =
        table::cells(line.view, 0..line.view.len(), b"|").into_iter().map(|cell| trim(line, cell)).collect();
    if cells.len() < CELLS_MIN {
        return;
    }
    // The first cell may hold a time and a level too.
    let ends_in_address = |cell: &Range<usize>| {
        let start = line.run_back(cell.end, |b| b != b' ').max(cell.start);
        is_address(line.slice(start..cell.end))
    };
    let Some(address) = cells.iter().position(ends_in_address) else { return };
    for (at, cell) in cells.iter().enumerate() {
        let quoted = line.byte_before(cell.start) == Some(b'"');
        let near = at.abs_diff(address) <= if quoted { APART_MAX } else { 1 };
        let apart = at.abs_diff(address) <= IMPROBABLE_APART_MAX && is_improbable(line.slice(cell.clone()));
        if apart || near && is_novel(line.slice(cell.clone())) {
            user::judge(line, found, cell.clone(), user::Position::Cue);
        }
    }
}

/// `…;srv-1;Disk /;2;joe;…`: a cell of a row that has the letters of no word, whatever stands beside it.
pub(super) fn improbable(line: &Line<'_>, found: &mut Vec<Span>) {
    const CELL_BYTES: std::ops::RangeInclusive<usize> = 6..=12;
    let separators = |sign: u8| memchr::memchr_iter(sign, line.view).take(CELLS_MIN).count();
    for sign in [b';', b'|'] {
        if separators(sign) < CELLS_MIN {
            continue;
        }
        let mut start = 0;
        for end in memchr::memchr_iter(sign, line.view) {
            let cell = start..end;
            let text = line.slice(cell.clone());
            if CELL_BYTES.contains(&text.len())
                && start > 0
                && text.iter().all(u8::is_ascii_lowercase)
                && is_improbable(text)
            {
                user::judge(line, found, cell, user::Position::Cue);
            }
            start = end + 1;
        }
    }
}

fn trim(line: &Line<'_>, cell: Range<usize>) -> Range<usize> {
    let outer = |b: u8| b == b' ' || b == b'"';
    let start = line.run(cell.start, outer).min(cell.end);
    start..line.run_back(cell.end, outer).max(start)
}
