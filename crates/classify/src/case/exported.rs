//! Entries that are a row of an export: the cells of sentences are the text (RFC 4180 and its likes; classification.md 4.6).

use super::number::{is_number, is_numbering, key_end, number_end, push_number};
use super::part::is_dated;
use crate::detect::person;
use crate::entity::Entity;
use crate::field::table;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// Fewer cells are a sentence.
const CELLS_MIN: usize = 3;
/// A text has that many words, where its cell does not end with a sentence.
const WORDS_MIN: usize = 4;

/// In one of so many cells stands the number, behind a word for the record.
const NUMBER_CELLS: usize = 2;

/// The texts of a row with a date or an author, whose author and number it labels; none if the line is no such row.
pub(super) fn texts(line: &Line<'_>, found: &mut Vec<Span>) -> Option<Vec<Range<usize>>> {
    let cells = cells(line)?;
    // `DI-2026-0761` is no date.
    let dated = |cell: &Range<usize>| {
        is_dated(line.slice(cell.clone())) && number_end(line, cell.start) != Some(cell.end)
    };
    let named = |cell: &Range<usize>| person::is_person(line.slice(labelled(line, cell)));
    let is_author = |s: &&Span| matches!(s.entity, Entity::PersonName | Entity::Username);
    let authors: Vec<_> = found.iter().filter(is_author).map(|s| s.start..s.end).collect();
    let by = |cell: &Range<usize>| named(cell) || authors.contains(cell) || is_addressed(line, cell);
    let numbered = cells.len() > CELLS_MIN && {
        let first = cells.iter().find(|cell| !cell.is_empty());
        first.is_some_and(|cell| is_number_of_case(line, cell))
    };
    // `"00a4kZ1","true","It is slow.","2026-03-17"`: beside the text nothing has words.
    let is_word = |cell: &Range<usize>| !line.slice(cell.clone()).contains(&b' ');
    let bare = || line.byte(0) == Some(b'"') && cells.iter().filter(|cell| !is_word(cell)).count() == 1;
    if !cells.iter().any(dated) || !numbered && !cells.iter().any(by) && !bare() {
        return None;
    }
    // `Created By: Ann Lee` has words, but is nobody's text.
    let is_text = |cell: &&Range<usize>| is_text(line.slice((*cell).clone())) && !named(cell);
    let mut texts: Vec<_> = cells.iter().filter(is_text).cloned().collect();
    if texts.is_empty() {
        let longest = cells.iter().max_by_key(|cell| words(line.slice((*cell).clone())))?;
        texts.extend(
            Some(longest).filter(|cell| words(line.slice((*cell).clone())) == WORDS_MIN - 1).cloned(),
        );
    }
    if texts.is_empty() {
        return None;
    }
    let first = cells.iter().filter(|cell| !cell.is_empty() && !dated(cell)).take(NUMBER_CELLS);
    let behind_sign = |cell: &Range<usize>| {
        let sign = ["N° ", "n° ", "No ", "#"]
            .iter()
            .find(|sign| line.slice(cell.clone()).starts_with(sign.as_bytes()));
        cell.start + sign.map_or(0, |sign| sign.len())..cell.end
    };
    // Elsewhere a number is one by its form: `…;Sécurité;DI-2026-0815`.
    let formed = |cell: &&Range<usize>| is_number(line.slice((*cell).clone()));
    let first = first.map(behind_sign).find(|cell| is_number_of_case(line, cell));
    if let Some(number) = first.or_else(|| cells.iter().find(formed).cloned()) {
        push_number(line, found, number);
    }
    cells
        .into_iter()
        .filter(|cell| named(cell) && !texts.contains(cell))
        .for_each(|cell| push(line, found, labelled(line, &cell), Entity::PersonName));
    Some(texts)
}

/// The cells of a line that is a row. Commas also stand in sentences, so a row of them has quotes.
pub(super) fn cells(line: &Line<'_>) -> Option<Vec<Range<usize>>> {
    if line.view.contains(&b'\n') || matches!(line.byte(0)?, b'{' | b'[' | b'<') {
        return None;
    }
    let quoted = line.byte(0) == Some(b'"');
    let first = if quoted { line.run(1, |b| b != b'"') + 1 } else { line.run(0, |b| !b";,\t|".contains(&b)) };
    let separator = line.slice(first..first + 1);
    let parts = match separator {
        b";" | b"\t" | b"|" => true,
        b"," => memchr::memmem::find(line.view, b",\"").is_some(),
        _ => false,
    };
    let cells = parts.then(|| table::cells(line.view, 0..line.view.len(), separator))?;
    (cells.len() >= CELLS_MIN).then_some(cells)
}

/// What stands behind the label in a cell: `interlocuteur : Ann Lee`.
fn labelled(line: &Line<'_>, cell: &Range<usize>) -> Range<usize> {
    const LABEL_BYTES_MAX: usize = 24;
    let colon =
        memchr::memmem::find(line.slice(cell.clone()), b": ").filter(|colon| *colon <= LABEL_BYTES_MAX);
    cell.start + colon.map_or(0, |colon| colon + b": ".len())..cell.end
}

fn is_addressed(line: &Line<'_>, cell: &Range<usize>) -> bool {
    let text = line.slice(cell.clone());
    text.contains(&b'@') && !text.contains(&b' ')
}

/// A sentence, or words enough for one.
fn is_text(cell: &[u8]) -> bool {
    let ends = cell.last().is_some_and(|b| b".!?".contains(b));
    words(cell) >= if ends { 2 } else { WORDS_MIN }
}

/// The words of what is nobody's name.
fn words(cell: &[u8]) -> usize {
    let words = cell.split(|b| *b == b' ').filter(|word| word.iter().any(u8::is_ascii_lowercase)).count();
    if person::is_full_name(cell) { 0 } else { words }
}

/// A number with digits alone too: the first cell of a row says what the row is about.
fn is_number_of_case(line: &Line<'_>, cell: &Range<usize>) -> bool {
    let ends = [number_end(line, cell.start), key_end(line, cell.start)];
    is_numbering(line.slice(cell.clone())) || ends.contains(&Some(cell.end))
}
