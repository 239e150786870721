//! Lines of a conversation in which nobody wrote anything: headers of messages, notices of the desk, labels with their values,
//! rows of names and numbers (classification.md 4.6: the text is what stands behind the header).

use super::exported::cells;
use super::header::{is_dated_header, is_header};
use super::label::{Label, is_notice, is_of_transport};
use super::notice;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::HEADER_WORDS;
use std::ops::Range;

/// Whether a line is no more than a frame; labels who and what number stand in it.
pub(super) fn is_bare(line: &Line<'_>, found: &mut Vec<Span>) -> bool {
    let end = line.run_back(line.view.len(), |b| b" .".contains(&b));
    // `(4 messages)`.
    let open =
        memchr::memmem::rfind(line.slice(0..end), b" (").filter(|_| line.byte_before(end) == Some(b')'));
    let end = open.unwrap_or(end);
    is_notice(line.view)
        || is_boundary(line.view)
        || is_address_of_page(line, found)
        || is_of_transport(line.view)
        || are_labels(line, found)
        || is_row_of_words(line)
        || is_change(line)
        || are_pairs(line)
        || is_dated_header(line, found, &(0..end))
        || notice::is_it(line, found)
}

/// `--_000_DB9PR02MB7102_--`: what parts the bodies of a mail (RFC 2046, 5.1.1).
fn is_boundary(line: &[u8]) -> bool {
    line.starts_with(b"--") && line.iter().any(u8::is_ascii_digit) && !line.contains(&b' ')
}

/// `Ticket <URL: https://desk.example.com/Ticket/Display.html?id=7719 >` of Request Tracker; labels the number.
fn is_address_of_page(line: &Line<'_>, found: &mut Vec<Span>) -> bool {
    let text = line.view.strip_prefix(b"Ticket ").unwrap_or(line.view);
    let is_it = text.starts_with(b"<URL: ") && text.ends_with(b">");
    if let Some(number) =
        memchr::memmem::rfind(line.view, b"id=").filter(|_| is_it).map(|at| at + b"id=".len())
    {
        push(line, found, number..line.run(number, |b| b.is_ascii_digit()), Entity::CaseNumber);
    }
    is_it
}

/// `Impact: 3 - Low | Urgency: 2 - Medium | Made SLA: true`: labels, of which none is a text's, and values that are none.
fn are_labels(line: &Line<'_>, found: &mut Vec<Span>) -> bool {
    const PARTS_MIN: usize = 3;
    const SEPARATORS: [&str; 6] = [" | ", " · ", " • ", " ; ", "; ", "  "];
    let parts = |separator: &'static str| memchr::memmem::find_iter(line.view, separator).count() + 1;
    let Some(separator) = SEPARATORS.into_iter().find(|separator| parts(separator) >= PARTS_MIN) else {
        return false;
    };
    let (mut at, end) = (0, line.view.len());
    while at < end {
        let rest = line.slice(at..end);
        let stop = memchr::memmem::find(rest, separator.as_bytes()).map_or(end, |length| at + length);
        if !is_labelled_value(line.slice(at..stop), stop == end) && !is_header(line, found, &(at..stop)) {
            return false;
        }
        at = line.run(stop + separator.len(), |b| b == b' ');
    }
    true
}

/// `Urgency: 2 - Medium`: what somebody wrote has more words, or a label that says so.
fn is_labelled_value(part: &[u8], is_last: bool) -> bool {
    const LABEL_WORDS_MAX: usize = 3;
    const VALUE_WORDS_MAX: usize = 5;
    let Some((label, value)) = memchr::memchr(b':', part).map(|colon| part.split_at(colon)) else {
        return false;
    };
    let value = value.get(1..).unwrap_or_default().trim_ascii();
    let is_word = |word: &[u8]| word.iter().any(u8::is_ascii_alphanumeric);
    let words = |text: &[u8]| text.split(|b| *b == b' ').filter(|word| is_word(word)).count();
    let is_value = |words: usize| {
        words <= if is_last { 1 } else { 4 }
            || words <= VALUE_WORDS_MAX && value.iter().any(|b| b.is_ascii_digit() || b"@,/".contains(b))
    };
    words(label) <= LABEL_WORDS_MAX
        && is_value(words(value))
        && !Label::of(label.trim_ascii()).is_some_and(Label::is_of_text)
}

/// Behind a time or a name in brackets, and signs of a list.
fn behind_stamp(text: &[u8]) -> &[u8] {
    let text = text.strip_prefix(b"* ").unwrap_or(text);
    let close = memchr::memmem::find(text, b"] ").filter(|_| text.starts_with(b"["));
    close.map_or(text, |close| &text[close + 2..])
}

/// Without what stands in quotes: `from "Open" to "Waiting for customer"`.
fn without_values(text: &[u8]) -> Vec<u8> {
    text.split(|b| *b == b'"').step_by(2).collect::<Vec<_>>().concat()
}

/// `event=chat_transfer from_queue=printing wait=42s`: keys and values, none of which has words.
fn are_pairs(line: &Line<'_>) -> bool {
    const PAIRS_MIN: usize = 3;
    let words = || behind_stamp(line.view).split(|b| *b == b' ').filter(|word| !word.is_empty());
    words().count() >= PAIRS_MIN && words().all(|word| word.contains(&b'=') && !word.starts_with(b"="))
}

/// `Status changed from New to Open`: words of headers alone.
fn is_change(line: &Line<'_>) -> bool {
    const WORDS_MIN: usize = 4;
    const CHANGES: [&str; 4] = ["changed", "changé", "set", "modifié"];
    let text = without_values(behind_stamp(line.view));
    let words = || text.split(|b| *b == b' ').filter(|word| !word.is_empty());
    words().count() >= WORDS_MIN
        && words().all(|word| HEADER_WORDS.has(word))
        && words().any(|word| CHANGES.iter().any(|it| it.as_bytes() == word))
}

/// The names of an export's columns, or a row in which no cell is a sentence.
fn is_row_of_words(line: &Line<'_>) -> bool {
    const CELLS_MIN: usize = 4;
    const CELL_WORDS_MAX: usize = 3;
    const NAME_WORDS_MAX: usize = 5;
    let Some(cells) = cells(line).or_else(|| names(line)) else { return false };
    let words = |cell: &Range<usize>| line.slice(cell.clone()).split(|b| *b == b' ').count();
    let is_name = |cell: &Range<usize>| {
        let text = line.slice(cell.clone());
        words(cell) <= NAME_WORDS_MAX
            && text.first().is_none_or(|b| b.is_ascii_uppercase() || !b.is_ascii())
            && !text.last().is_some_and(|b| b".!?".contains(b))
    };
    // `it is slow` is a text, `Ann: it is slow` has one.
    let is_value = |cell: &Range<usize>| {
        let lowercase = line.byte(cell.start).is_some_and(|b| b.is_ascii_lowercase());
        words(cell) <= if lowercase { 1 } else { CELL_WORDS_MAX }
    };
    let is_labelled = |cell: &Range<usize>| memchr::memmem::find(line.slice(cell.clone()), b": ").is_some();
    cells.len() >= CELLS_MIN
        && !cells.iter().any(is_labelled)
        && (cells.iter().all(is_value) || cells.iter().all(is_name))
}

/// Cells between commas, none of which has a blank behind it as in a sentence.
fn names(line: &Line<'_>) -> Option<Vec<Range<usize>>> {
    let is_row = memchr::memchr_iter(b',', line.view).all(|at| line.byte(at + 1) != Some(b' '))
        && !line.view.starts_with(b"{");
    is_row.then(|| crate::field::table::cells(line.view, 0..line.view.len(), b","))
}
