//! Values of SQL's `INSERT INTO t (login, …) VALUES ('joe', …), …` under the columns that the statement names
//! (classification.md 4: the `key` rules of each entity).

use super::keyed;
use crate::field::{Field, Style};
use crate::key;
use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

/// Judges the statement whose `INSERT INTO` ends at `end`.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let table =
        line.run(line.run(end, |b| b == b' '), |b| b.is_ascii_alphanumeric() || b"_.`\"[]$".contains(&b));
    let open = line.run(table, |b| b == b' ');
    let Some(columns) = list(line, open) else { return };
    let values = line.run(columns.end, |b| b == b' ' || b == b'\t');
    if !line.slice(values..values + 6).eq_ignore_ascii_case(b"values") {
        return;
    }
    let mut at = line.run(values + 6, |b| b == b' ');
    while let Some(row) = list(line, at) {
        for (column, value) in columns.cells.iter().zip(&row.cells) {
            let Some(class) = key::lookup(b"", line.slice(column.clone())) else { continue };
            let field = Field { key: column.clone(), value: value.clone(), class, style: Style::Quoted };
            if !line.slice(value.clone()).eq_ignore_ascii_case(b"null") {
                keyed::judge(line, found, &field);
            }
        }
        at = line.run(row.end, |b| b", ".contains(&b));
    }
}

/// The cells in a pair of brackets, without quotes, and where it ends.
struct List {
    cells: Vec<Range<usize>>,
    end: usize,
}

const CELLS_MAX: usize = 128;

/// The list that opens at `open`.
fn list(line: &Line<'_>, open: usize) -> Option<List> {
    (line.byte(open) == Some(b'(')).then_some(())?;
    let mut cells = Vec::new();
    let mut at = open + 1;
    while cells.len() < CELLS_MAX {
        at = line.run(at, |b| b == b' ');
        let cell = match line.byte(at)? {
            quote @ (b'\'' | b'"' | b'`') => at + 1..closing(line, at + 1, quote)?,
            b'[' => at + 1..line.run(at, |b| b != b']'),
            _ => at..line.run(at, |b| !b",)".contains(&b)),
        };
        at = line.run(cell.end, |b| b"'\"`] ".contains(&b));
        cells.push(cell);
        match line.byte(at)? {
            b',' => at += 1,
            b')' => return Some(List { cells, end: at + 1 }),
            _ => return None,
        }
    }
    None
}

/// The quote that ends the text from `at`; two of them, or one behind a backslash, stand for one in it.
fn closing(line: &Line<'_>, mut at: usize, quote: u8) -> Option<usize> {
    loop {
        at = line.run(at, |b| b != quote);
        line.byte(at)?;
        if line.byte(at + 1) == Some(quote) {
            at += 2;
        } else if line.byte_before(at) == Some(b'\\') {
            at += 1;
        } else {
            return Some(at);
        }
    }
}
