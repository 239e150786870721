//! Headers whose words nobody has listed: what is in front of a time with a separator right behind it, if it names somebody or
//! the case (classification.md 4.6).

use super::header::HEADER_BYTES_MAX;
use super::number::{key_end, number_end, push_number};
use super::part::{has_sentence, is_dated, time_end, word_end};
use crate::entity::Entity;
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::ROLES;
use std::ops::Range;

/// Where the text behind such a header begins; labels the number of the case in it.
pub(super) fn text_start(line: &Line<'_>, found: &mut Vec<Span>) -> Option<usize> {
    let start = behind_time(line)?;
    let header = line.slice(0..start);
    let number = number(line, start);
    let of_somebody = |span: &Span| span.end <= start && names_somebody(span.entity);
    let has_role =
        || header.split(|b| !b.is_ascii_alphanumeric() && b.is_ascii()).any(|word| ROLES.has(word));
    let told = number.is_some() || found.iter().any(of_somebody) || has_role();
    if !told || has_sentence(header) {
        return None;
    }
    if let Some(number) = number {
        push_number(line, found, number);
    }
    Some(start)
}

const fn names_somebody(entity: Entity) -> bool {
    matches!(
        entity,
        Entity::PersonName
            | Entity::Upn
            | Entity::Email
            | Entity::Username
            | Entity::VendorOperator
            | Entity::CaseNumber
            | Entity::Phone
    )
}

/// Behind the last time in front of a separator, among the first bytes of the line, and the separator.
fn behind_time(line: &Line<'_>) -> Option<usize> {
    let mut at = 0;
    while at < line.view.len().min(HEADER_BYTES_MAX) {
        let end = time_end(line, at).filter(|end| *end > at).filter(|_| !glued(line, at));
        let Some(end) = end else {
            at = line.run(at + 1, |b| b.is_ascii_alphabetic() || !b.is_ascii());
            continue;
        };
        let closed = behind_bracket(line, behind_words(line, end));
        if is_time(line, end)
            && let Some(start) = behind_separator(line, closed)
        {
            return (start < line.view.len()).then_some(start);
        }
        at = end;
    }
    None
}

fn glued(line: &Line<'_>, at: usize) -> bool {
    line.byte_before(at).is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii())
}

/// Whether what ends here tells a time of day, a year, or how long ago it was.
fn is_time(line: &Line<'_>, end: usize) -> bool {
    const BYTES: usize = 24;
    let text = line.slice(end.saturating_sub(BYTES)..end);
    let ago = [&b"il y a "[..], b"ago"].iter().any(|it| memchr::memmem::find(text, it).is_some());
    is_dated(text) || ago || text.windows(2).any(|w| w[0].is_ascii_digit() && w[1] == b'h')
}

/// Behind a zone, the half of the day or a unit, which stand behind a time.
fn behind_words(line: &Line<'_>, end: usize) -> usize {
    const WORDS_MAX: usize = 2;
    let mut at = end;
    for _ in 0..WORDS_MAX {
        let word = line.run(at, |b| b == b' ');
        let Some(behind) = word_end(line, word).filter(|_| word == at + 1) else { break };
        at = behind;
    }
    at
}

/// Behind what stands in brackets behind a time: `(email-external)`.
fn behind_bracket(line: &Line<'_>, at: usize) -> usize {
    let close = line.run(at + 2, |b| b.is_ascii_alphabetic() || !b.is_ascii() || b" -".contains(&b));
    if line.slice(at..at + 2) == b" (" && line.byte(close) == Some(b')') { close } else { at }
}

/// Behind the separator that begins here: a bracket that closes, a colon, a bar or a dash between blanks.
fn behind_separator(line: &Line<'_>, at: usize) -> Option<usize> {
    const SIGNS: &[u8] = b" ])}>|:-_*\xe2\x80\x93\x94\xc2\xb7\xa2";
    let end = line.run(at, |b| SIGNS.contains(&b));
    let gap = line.slice(at..end);
    let telling = gap.iter().any(|b| b"])}>|:".contains(b)) || gap.len() >= 3 && gap.starts_with(b" ");
    (telling && gap.contains(&b' ')).then_some(end)
}

/// The first number of a case in front of `end`.
fn number(line: &Line<'_>, end: usize) -> Option<Range<usize>> {
    line.words.iter().take_while(|word| word.end <= end).find_map(|word| {
        let to = number_end(line, word.start).or_else(|| key_end(line, word.start))?;
        (!glued(line, word.start)).then_some(word.start..to)
    })
}
