//! Headers that are labels: one of a mail in a line, or several with separators between (classification.md 4.6).

use super::author::mail_end;
use super::header::{HEADER_BYTES_MAX, PARTS_MAX, is_header};
use super::label::Label;
use super::number::{number_end, number_in_brackets};
use super::part::{is_of_header_words, time_end, word_end};
use crate::detect::person;
use crate::entity::Entity;
use crate::line::{Line, push, replace};
use crate::span::Span;
use crate::view::MASKED;
use crate::vocabulary::ROLES;
use std::ops::Range;

/// What parts labels from each other: `From: Ann Lee | To: Service Desk | …`.
const SEPARATORS: [&str; 10] = [" | ", " -- ", " / ", "; ", ", ", "  ", " - ", " – ", " — ", " · "];

/// `From: Ann Lee | Ref SR-2044 | …`: what stands behind labels in front of separators, and behind those of a text.
pub(super) fn texts(line: &Line<'_>, found: &mut Vec<Span>) -> Option<Vec<Range<usize>>> {
    let (separator, end) = (separator(line)?, line.view.len());
    let (mut texts, mut at) = (Vec::new(), 0);
    for _ in 0..PARTS_MAX {
        let rest = line.slice(at..end);
        let stop = memchr::memmem::find(rest, separator.as_bytes()).map(|length| at + length);
        let next = stop.map(|stop| stop + separator.len());
        let text_behind =
            next.is_some_and(|next| label_at(line, next, end).is_some_and(|(_, texted)| texted));
        let last = match part(line, found, at, stop.unwrap_or(end)) {
            Part::Text(value) if text_behind => {
                let text = value..stop.unwrap_or(end);
                let written = line.slice(text.clone()).iter().any(u8::is_ascii_alphabetic);
                texts.extend(Some(text).filter(|_| written));
                None
            }
            Part::Text(value) => Some(value),
            Part::Words => Some(at),
            // The last part is what was written, whatever its label.
            Part::Labelled(value) => stop.is_none().then_some(value),
            Part::Header => None,
        };
        if let Some(last) = last {
            texts.push(last..end);
            return Some(texts);
        }
        at = next?;
    }
    None
}

/// What parts the labels of the line, if it has any. A dash or a slash also stands in a sentence, so a label is behind it.
fn separator(line: &Line<'_>) -> Option<&'static str> {
    let end = line.view.len();
    let first = label_at(line, 0, end).is_some();
    SEPARATORS.into_iter().find(|separator| {
        let at = memchr::memmem::find(line.view, separator.as_bytes());
        let labelled = |at: usize| label_at(line, at + separator.len(), end).is_some();
        at.is_some_and(|at| match *separator {
            " | " => first || behind_other_label(line, 0, end).is_some(),
            // `Form « Help » -- Name: …`.
            " -- " | " – " | " — " | " · " => labelled(at),
            _ => first && labelled(at),
        })
    })
}

/// What stands between two separators.
enum Part {
    /// A text, from here on.
    Text(usize),
    /// Whoever wrote, a number or a time.
    Header,
    /// Something behind a label that no list has.
    Labelled(usize),
    Words,
}

fn part(line: &Line<'_>, found: &mut Vec<Span>, at: usize, end: usize) -> Part {
    match label_at(line, at, end) {
        Some((value, true)) => Part::Text(value),
        Some((value, false)) => {
            if !numbered(line, found, at, value..end) {
                named(line, found, value..end);
            }
            Part::Header
        }
        None if is_of_header(line, found, at, end) || is_header(line, found, &(at..end)) || at == 0 => {
            Part::Header
        }
        None => behind_other_label(line, at, end).map_or(Part::Words, Part::Labelled),
    }
}

/// The place behind a label at `at`, and whether a text stands there.
fn label_at(line: &Line<'_>, at: usize, end: usize) -> Option<(usize, bool)> {
    let colon = line.run(at, |b| b != b':' && b != b'|').min(end);
    if line.byte(colon) != Some(b':') {
        return None;
    }
    let texted = Label::of(line.slice(at..colon))?.is_of_text();
    Some((line.run(colon + 1, |b| b == b' ').min(end), texted))
}

/// Labels the number behind `Case:` or `Ticket#:`; true if there is one.
fn numbered(line: &Line<'_>, found: &mut Vec<Span>, label: usize, value: Range<usize>) -> bool {
    const DIGITS_MIN: usize = 4;
    let label = line.slice(label..label + 6).to_ascii_lowercase();
    let value = value.start..line.run_back(value.end, |b| b == b' ').max(value.start);
    let text = line.slice(value.clone());
    let number = text.len() >= DIGITS_MIN && text.iter().all(u8::is_ascii_digit)
        || number_end(line, value.start) == Some(value.end);
    let nouns = [&b"case"[..], b"ticket", b"reques", b"call n"];
    let is_it = number && nouns.iter().any(|noun| label.starts_with(noun));
    if is_it {
        replace(line, found, value, Entity::CaseNumber);
    }
    is_it
}

/// The place behind a label that no list has: up to three words, the first with a capital.
fn behind_other_label(line: &Line<'_>, at: usize, end: usize) -> Option<usize> {
    const LABEL_BYTES_MAX: usize = 24;
    const WORDS_MAX: usize = 3;
    let colon = line.run(at, |b| b != b':' && b != b'|').min(end);
    let label = line.slice(at..colon);
    let is_label = label.len() <= LABEL_BYTES_MAX
        && label.first().is_some_and(u8::is_ascii_uppercase)
        && label.split(|b| *b == b' ').count() <= WORDS_MAX
        && line.slice(colon..colon + 2) == b": ";
    is_label.then(|| line.run(colon + 1, |b| b == b' ').min(end))
}

/// Labels who stands behind a label.
fn named(line: &Line<'_>, found: &mut Vec<Span>, value: Range<usize>) {
    let value = value.start..line.run_back(value.end, |b| b == b' ').max(value.start);
    let name = line.slice(value.clone());
    // `Service Desk` is an office.
    if person::is_full_name(name) && !is_of_header_words(name) {
        push(line, found, value, Entity::PersonName);
    }
}

/// Whether a part without a label is the case's number, which it labels, or a time.
fn is_of_header(line: &Line<'_>, found: &mut Vec<Span>, at: usize, end: usize) -> bool {
    const TIME_BYTES: usize = "1.2.2026".len();
    let first = word_end(line, at).map_or(at, |word| line.run(word, |b| b" #:.".contains(&b)));
    let number = number_end(line, first).filter(|number| *number == end);
    if let Some(number) = number {
        push(line, found, first..number, Entity::CaseNumber);
    }
    number.is_some() || time_end(line, at).is_some_and(|time| time >= end.min(at + TIME_BYTES))
}

/// The text in a line with one label: of a subject or a note what stands behind it, of an address, a date or a status none.
pub(super) fn labelled_text(line: &Line<'_>, found: &mut Vec<Span>) -> Option<Range<usize>> {
    const LABEL_BYTES_MAX: usize = 20;
    const WORDS_MAX: usize = 2;
    let end = line.view.len();
    let colon = memchr::memchr(b':', line.slice(0..end.min(LABEL_BYTES_MAX)))?;
    let label = Label::of(line.slice(0..colon))?;
    let rest = line.slice(colon + 1..end);
    if !rest.first().is_none_or(u8::is_ascii_whitespace) {
        return None;
    }
    let value = line.run(colon + 1, |b| b == b' ')..end;
    if label.is_of_text() {
        return Some(behind_number(line, found, value.start)..end);
    }
    let addressed = rest.contains(&b'@')
        || rest.contains(&MASKED)
        || rest.iter().filter(|b| b.is_ascii_digit()).count() >= 4;
    let short = label.is_of_part() && line.slice(value.clone()).split(|b| *b == b' ').count() <= WORDS_MAX;
    if short {
        named(line, found, value);
    }
    (short || label.is_of_mail() && addressed).then(|| behind_inline_labels(line).unwrap_or(end)..end)
}

/// Where the text begins behind labels of a mail that nothing parts: `From: Ann Lee <a@b.c> Sent: 2.3.2026 12:02 To: Bo Hi …`.
fn behind_inline_labels(line: &Line<'_>) -> Option<usize> {
    const WORDS_MIN: usize = 2;
    let front = line.slice(0..line.view.len().min(HEADER_BYTES_MAX));
    let is_label = |colon: usize| {
        let start =
            line.run_back(line.run_back(colon, |b| b == b' '), |b| b.is_ascii_alphabetic() || !b.is_ascii());
        let label = Label::of(line.slice(start..colon)).is_some_and(Label::is_of_mail);
        label && line.byte_before(start) == Some(b' ') && line.byte(colon + 1) == Some(b' ')
    };
    let last = memchr::memrchr_iter(b':', front).find(|colon| is_label(*colon))?;
    let start = behind_value(line, line.run(last + 1, |b| b == b' '));
    let rest = line.slice(start..line.view.len());
    (rest.split(|b| *b == b' ').count() >= WORDS_MIN).then_some(start)
}

/// Behind addresses, times and words of headers, or else behind a full name or one other word.
fn behind_value(line: &Line<'_>, start: usize) -> usize {
    let mut at = start;
    for _ in 0..PARTS_MAX {
        let gap = line.run(at, |b| b" <>(),;".contains(&b));
        let masked = line.run(gap, |b| b == MASKED);
        let part = Some(masked).filter(|end| *end > gap).or_else(|| mail_end(line, gap));
        let part = part.or_else(|| time_end(line, gap)).or_else(|| {
            let end = word_end(line, gap)?;
            // `Thu, 19 Mar`.
            let day = line.run(end, |b| b" ,".contains(&b));
            let dated = day > end && time_end(line, day).is_some();
            (dated || ROLES.has(line.slice(gap..end))).then_some(end)
        });
        let Some(end) = part else { break };
        at = end;
    }
    if at == start {
        let word = |from: usize| line.run(from, |b| b != b' ');
        let (first, second) = (word(start), word(word(start) + 1));
        at = if person::is_full_name(line.slice(start..second)) { second } else { first };
    }
    line.run(at, |b| b" <>(),;".contains(&b))
}

/// Behind the number of the case in brackets at the start of a subject, which it labels.
fn behind_number(line: &Line<'_>, found: &mut Vec<Span>, at: usize) -> usize {
    let Some((number, behind)) = number_in_brackets(line, at) else { return at };
    replace(line, found, number, Entity::CaseNumber);
    behind
}
