//! Entries of transcripts: `date [role] author: text` (classification.md 4.6).

use super::number;
use super::{author, evident, header, labelled, part, parted, quoted_mail};
use crate::context::Known;
use crate::detect::person;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::view::MASKED;
use crate::vocabulary::{HEADER_WORDS, LEVELS, ROLES, TITLES};
use std::ops::Range;

/// The longest author or role.
const ROLE_BYTES_MAX: usize = 80;

/// What stands behind `date [author]`, `date [role] author:` or `date author:`, up to a signature in brackets; the whole line
/// where there is no such header.
pub(super) fn body(line: &Line<'_>, found: &mut Vec<Span>) -> Range<usize> {
    let body = body_behind_header(line, found);
    let Some(signature) = signature(line, found) else { return body };
    let start = if body.start == 0 { behind_number(line, found) } else { body.start };
    start.min(signature)..signature
}

/// Where a signature begins: who and when in brackets at the end of an entry (`(15:21)`, `(created 3.3.2026 by Ann Lee)`), which
/// it labels.
fn signature(line: &Line<'_>, found: &mut Vec<Span>) -> Option<usize> {
    const BYTES: std::ops::RangeInclusive<usize> = 5..=60;
    let end = line.run_back(line.view.len(), |b| b == b' ');
    // `<v Ann Lee>text</v>` of WebVTT.
    if line.view.ends_with(b"</v>") {
        return Some(end - b"</v>".len());
    }
    if let Some(dash) = signed_behind_dash(line, found, end) {
        return Some(dash);
    }
    let (open, close) = match line.byte_before(end)? {
        b')' => (b'(', end - 1),
        b']' => (b'[', end - 1),
        _ => return None,
    };
    let start = memchr::memrchr(open, line.slice(0..close))?;
    let inside = start + 1..close;
    let text = line.slice(inside.clone());
    let has_digit = text.iter().any(u8::is_ascii_digit);
    // `(at 10:30)` is part of what was written.
    let tells = text.iter().all(|b| b.is_ascii_digit() || *b == b':') && text.contains(&b':')
        || text.contains(&b',')
        || text.windows(3).any(|w| w[0].is_ascii_digit() && b"./-".contains(&w[1]) && w[2].is_ascii_digit());
    let is_it = BYTES.contains(&text.len()) && has_digit && tells && line.byte_before(start) == Some(b' ');
    (is_it && header::is_header(line, found, &inside)).then_some(start)
}

/// The last dash, if who and when stand behind it: `… — Ann Lee, 24 May 2026 15:47`.
fn signed_behind_dash(line: &Line<'_>, found: &mut Vec<Span>, end: usize) -> Option<usize> {
    const BYTES_MAX: usize = 60;
    const DASHES: [&str; 3] = [" — ", " – ", " -- "];
    let from = end.saturating_sub(BYTES_MAX);
    let last =
        |dash: &&str| memchr::memmem::rfind(line.slice(from..end), dash.as_bytes()).map(|at| from + at);
    let (dash, length) = DASHES.iter().filter_map(|dash| Some((last(dash)?, dash.len()))).max()?;
    let inside = dash + length..end;
    let named = line.byte(inside.start).is_some_and(|b| b.is_ascii_uppercase() || !b.is_ascii());
    let is_it = named && dash > 0 && part::is_dated(line.slice(inside.clone()));
    (is_it && header::is_signed(line, found, &inside)).then_some(dash)
}

/// Behind the number of the case at the start, which it labels: `Ticket#84017 …`.
fn behind_number(line: &Line<'_>, found: &mut Vec<Span>) -> usize {
    let first = part::word_end(line, 0).map_or(0, |word| line.run(word, |b| b" #".contains(&b)));
    let Some(number) = number::number_end(line, first) else { return 0 };
    push(line, found, first..number, Entity::CaseNumber);
    line.run(number, |b| b" :-".contains(&b))
}

fn body_behind_header(line: &Line<'_>, found: &mut Vec<Span>) -> Range<usize> {
    let end = line.view.len();
    let open = header_end(line);
    let open = line.run(open, |b| b"\xe2\x80\x93\x94 ".contains(&b)).max(open);
    if line.byte(open) != Some(b'[') {
        let name =
            behind_name(line, open).filter(|_| part::is_dated(line.slice(0..open)) && is_name(line, open));
        return match name {
            Some(colon) => with_author(line, found, open..colon, colon + 1),
            None => unusual_body(line, found),
        };
    }
    let close = line.run(open, |b| b != b']' && b != b'\n');
    if line.byte(close) != Some(b']') || close - open > ROLE_BYTES_MAX {
        return unusual_body(line, found);
    }
    let start = line.run(close + 1, |b| b == b' ');
    match behind_name(line, start) {
        Some(colon) => {
            // `[helpdesk #48213] Ann Lee: …`.
            if let Some((number, _)) = number::number_in_brackets(line, open) {
                number::push_number(line, found, number);
            }
            with_author(line, found, start..colon, colon + 1)
        }
        None if open > 0 => with_author(line, found, open + 1..close, close + 1),
        None => header::text_start(line, found).unwrap_or(start)..end,
    }
}

/// What stands behind a header of another form, or the whole line.
fn unusual_body(line: &Line<'_>, found: &mut Vec<Span>) -> Range<usize> {
    let end = line.view.len();
    if let Some(start) = labelled::text_start(line, found) {
        return start..end;
    }
    parted::labelled_text(line, found).unwrap_or_else(|| {
        let start = header::text_start(line, found)
            .or_else(|| quoted_mail::text_start(line, found))
            .or_else(|| evident::text_start(line, found))
            .or_else(|| behind_role(line));
        start.unwrap_or(0)..end
    })
}

/// What stands behind `Visitor : ` at the start.
fn behind_role(line: &Line<'_>) -> Option<usize> {
    const WORDS_MIN: usize = 3;
    let role = 0..line.run(0, |b| b.is_ascii_alphabetic() || !b.is_ascii());
    let colon = line.run(role.end, |b| b == b' ');
    let start = line.run(colon + 1, |b| b == b' ');
    let words = line.slice(start..line.view.len()).split(|b| *b == b' ').count();
    (ROLES.has(line.slice(role)) && line.byte(colon) == Some(b':') && words >= WORDS_MIN).then_some(start)
}

/// Where the date and time in front of an author end; the first letter of a name is none of theirs.
fn header_end(line: &Line<'_>) -> usize {
    const HOUR: &[u8] = b"Uhr ";
    let inside = |b: u8| b.is_ascii_digit() || b"-/:., TZAPM+\t\x1e".contains(&b);
    let end = line.run(0, inside);
    if end > 0 && line.slice(end..end + HOUR.len()) == HOUR {
        return line.run(end + HOUR.len(), inside);
    }
    let letters = line.run_back(end, |b| b"TZAPM".contains(&b));
    let goes_on = line.byte(end).is_some_and(|b| b.is_ascii_alphabetic() || !b.is_ascii() || b == b'\'');
    if goes_on { letters } else { end }
}

/// The colon behind a name of up to five words at `start`.
fn behind_name(line: &Line<'_>, start: usize) -> Option<usize> {
    let mut colon = line.run(start, |b| !b":,!?\n[".contains(&b));
    if line.byte(colon) == Some(b',') {
        // `Lee, Ann:`.
        let behind = line.run(colon + 1, |b| !b":,!?\n[".contains(&b));
        let capital = line.byte(colon + 2).is_some_and(|b| b.is_ascii_uppercase() || !b.is_ascii());
        if capital && line.slice(start..behind).split(|b| *b == b' ').count() <= 4 {
            colon = behind;
        }
    }
    // `Ann Lee wrote via the portal:`.
    let name = line.slice(start..colon);
    let name = name.get(..author::verb_in(name).unwrap_or(name.len())).unwrap_or_default();
    let words = name.split(|b| *b == b' ').count();
    let spaced = line.byte(colon + 1).is_none_or(|b| b.is_ascii_whitespace());
    (line.byte(colon) == Some(b':') && spaced && colon - start <= ROLE_BYTES_MAX && words <= 5)
        .then_some(colon)
}

/// Whether a name without brackets in front starts with a capital, or is masked.
fn is_name(line: &Line<'_>, start: usize) -> bool {
    line.byte(start).is_some_and(|b| b.is_ascii_uppercase() || !b.is_ascii() || b == MASKED)
        || line.context.known(line.slice(start..line.run(start, |b| !b": ".contains(&b))))
            == Some(Known::Operator)
}

fn with_author(line: &Line<'_>, found: &mut Vec<Span>, name: Range<usize>, body: usize) -> Range<usize> {
    label_author(line, found, name);
    line.run(body, |b| b == b' ')..line.view.len()
}

/// The author's name, title excluded.
fn label_author(line: &Line<'_>, found: &mut Vec<Span>, mut range: Range<usize>) {
    if let Some(title) = line.word_from(range.start).filter(|w| TITLES.has(line.slice(w.start..w.end))) {
        range.start = line.run(title.end, |b| b" .".contains(&b)).min(range.end);
    }
    // `Comment by Ann Lee:`.
    range.start += author::of_somebody(line.slice(range.clone()));
    // `visitor Ann Lee:`.
    let first = range.start..line.run(range.start, |b| b != b' ').min(range.end);
    let named = first.end + 1..range.end;
    if ROLES.has(line.slice(first.clone())) && line.byte(named.start).is_some_and(|b| b.is_ascii_uppercase())
    {
        range.start = named.start;
    }
    // `Ann Lee (customer):`.
    if let Some(open) = memchr::memmem::find(line.slice(range.clone()), b" (").filter(|at| *at > 0) {
        // `Internal note (Ann Lee):`.
        let inside = range.start + open + 2..line.run(range.start + open, |b| b != b')');
        range.end = range.start + open;
        if ROLES.has(line.slice(range.clone())) && person::is_full_name(line.slice(inside.clone())) {
            push(line, found, inside, Entity::PersonName);
        }
    }
    // `Ann Lee - Case notes:`.
    if let Some(dash) = memchr::memmem::find(line.slice(range.clone()), b" - ")
        && person::is_full_name(line.slice(range.start..range.start + dash))
    {
        range.end = range.start + dash;
    }
    if let Some(verb) = author::verb_in(line.slice(range.clone())) {
        range.end = range.start + verb;
    }
    while line.byte_before(range.end) == Some(b' ') && range.end > range.start {
        range.end -= 1;
    }
    let name = line.slice(range.clone());
    let role =
        name.split(|b| *b == b' ').all(|word| ROLES.has(word) || HEADER_WORDS.has(word) || LEVELS.has(word))
            || ROLES.has(name);
    if line.context.known(name) == Some(Known::Operator) {
        return push(line, found, range, Entity::VendorOperator);
    }
    // `Attachment added: …` names nobody.
    if !role
        && !author::is_of_words(name)
        && !name.contains(&b'@')
        && name.iter().any(u8::is_ascii_alphabetic)
    {
        push(line, found, range, Entity::PersonName);
    }
}
