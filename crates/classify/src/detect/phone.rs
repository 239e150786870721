//! Telephone numbers (classification.md 4.2 `phone`): international ones anywhere, national ones in cases and fields.

mod channel;
mod dialled;

pub(super) use channel::{behind_subscriber, behind_technology, is_channel, is_subscriber, tells_of_calls};
pub(super) use dialled::{judge_dialled, judge_leg};

use super::person;
use crate::entity::Entity;
use crate::field::{Field, Style};
use crate::key::KeyClass;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use std::ops::Range;

/// E.164 allows fifteen digits.
const DIGITS_MAX: usize = 15;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    if line.marks.has(Marks::PLUS) {
        for plus in memchr::memchr_iter(b'+', line.view) {
            if !is_glued(line.byte_before(plus)) || is_dial_string(line, plus) || is_assigned(line, plus) {
                international(line, found, plus);
            }
        }
    }
    if line.marks.has(Marks::AT) {
        memchr::memchr_iter(b'@', line.view).for_each(|at| dialled::plan(line, found, at));
    }
    if line.channel.is_prose() {
        national(line, found);
    }
    beside_name(line, found);
}

/// The extension or number in angle brackets behind a caller's name, and what is dialled behind an arrow:
/// `Ann Lee <210>->0475310866`.
fn beside_name(line: &Line<'_>, found: &mut Vec<Span>) {
    const DIGITS_MIN: usize = 2;
    for open in memchr::memchr_iter(b'<', line.view) {
        let number = open + 1..line.run(open + 1, |b| b.is_ascii_digit());
        let closed = line.byte(number.end) == Some(b'>') && (DIGITS_MIN..=DIGITS_MAX).contains(&number.len());
        let name = line.run_back(open, |b| b == b' ' || b == b'"');
        let named =
            closed && name < open && found.iter().any(|s| s.entity == Entity::PersonName && s.end == name)
                || closed && is_caller(line, name) && person::name_before(line, found, name);
        if !named {
            continue;
        }
        let dialled = number.end + 3..line.run(number.end + 3, |b| b.is_ascii_digit());
        if line.slice(number.end + 1..dialled.start) == b"->" {
            push(line, found, dialled, Entity::Phone);
        }
        push(line, found, number, Entity::Phone);
    }
}

/// Whether the words up to `end` have one that is a name and no word: `Return Value <12>` has none.
fn is_caller(line: &Line<'_>, end: usize) -> bool {
    let inside = |b: u8| b.is_ascii_alphabetic() || !b.is_ascii() || b" -'".contains(&b);
    let start = line.run(line.run_back(end, inside), |b| b == b' ');
    start < end && person::is_person(line.slice(start..end))
}

fn is_glued(before: Option<u8>) -> bool {
    before.is_some_and(|b| b.is_ascii_alphanumeric() || b"+/=._-".contains(&b) || !b.is_ascii())
}

/// Whether the local part of `+4930…@gateway` is a number that was dialled.
pub(super) fn is_dialled(local: &[u8]) -> bool {
    let number = local.strip_prefix(b"+").or_else(|| local.strip_prefix(b"00"));
    number.is_some_and(|n| (8..=DIGITS_MAX).contains(&n.len()) && n.iter().all(u8::is_ascii_digit))
}

/// `SIP/trunk/+4930…`: the slash of a dial string, and nothing but the number behind it.
fn is_dial_string(line: &Line<'_>, plus: usize) -> bool {
    let end = line.run(plus + 1, |b| b.is_ascii_digit());
    line.byte_before(plus) == Some(b'/')
        && (9..=DIGITS_MAX + 1).contains(&(end - plus))
        && !line.byte(end).is_some_and(|b| b.is_ascii_alphanumeric() || b"+/=_".contains(&b))
}

/// `from=+4930…`: an equals sign, and nothing but a number of E.164's length behind it.
fn is_assigned(line: &Line<'_>, plus: usize) -> bool {
    let end = number_end(line, plus + 1);
    let key = plus.checked_sub(2).and_then(|before| line.byte(before));
    line.byte_before(plus) == Some(b'=')
        && key.is_some_and(|b| b.is_ascii_alphanumeric() || b == b')')
        && (10..=DIGITS_MAX).contains(&digits(line.slice(plus..end)))
        && !line.byte(end).is_some_and(|b| b.is_ascii_alphanumeric() || b"+/=_.".contains(&b))
}

fn international(line: &Line<'_>, found: &mut Vec<Span>, plus: usize) {
    if !line.byte(plus + 1).is_some_and(|b| (b'1'..=b'9').contains(&b)) {
        return;
    }
    let end = number_end(line, plus + 1);
    let digits = digits(line.slice(plus..end));
    if (8..=DIGITS_MAX).contains(&digits) {
        label(line, found, plus..end);
    }
}

/// The end of digits joined by single separators, `(0)` included.
fn number_end(line: &Line<'_>, start: usize) -> usize {
    let mut end = line.run(start, |b| b.is_ascii_digit());
    loop {
        let next = line.run(end, |b| b" .-()/".contains(&b));
        let digits = line.run(next, |b| b.is_ascii_digit());
        if next - end > 2
            || digits == next
            || line.slice(start..digits).iter().filter(|b| b.is_ascii_digit()).count() > DIGITS_MAX
        {
            return end;
        }
        end = digits;
    }
}

fn digits(text: &[u8]) -> usize {
    text.iter().filter(|b| b.is_ascii_digit()).count()
}

/// Numbers of the French and North American plans, and British ones, in running text.
fn national(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut at = 0;
    while at < line.view.len() {
        let mut start = line.run(at, |b| !b.is_ascii_digit() && b != b'(');
        let end = number_end(line, line.run(start, |b| b == b'('));
        // `((614) 555-0177)`, `(06 …)`: the outer bracket is the sentence's.
        let open = line.byte(start) == Some(b'(') && !line.slice(start..end).contains(&b')');
        if line.slice(start..start + 2) == b"((" || open {
            start += 1;
        }
        if !is_glued(line.byte_before(start))
            && is_national(line.slice(start..end))
            && !is_glued_behind(line, end)
        {
            label(line, found, start..end);
        }
        at = end.max(start + 1);
    }
}

/// Whether the text is a telephone number and nothing else: international, or of a national plan in groups.
pub(super) fn is_number(text: &[u8]) -> bool {
    let written = text.len() >= 10 && text.iter().all(|b| b.is_ascii_digit() || b"+ .-()/".contains(b));
    let international = text.first() == Some(&b'+') && (8..=DIGITS_MAX).contains(&digits(text));
    let grouped = text.iter().any(|b| b" .-(".contains(b));
    written && (international || grouped && is_national(text))
}

/// `(212) 555-0147`, the word `555-0147` at `start`: the brackets that the North American plan puts around an area code.
pub(super) fn judge_bracketed(line: &Line<'_>, found: &mut Vec<Span>, word: &Range<usize>) -> bool {
    const AREA_BYTES: usize = 6;
    let open = word.start.saturating_sub(AREA_BYTES);
    let digit = |b: &u8| b.is_ascii_digit();
    let bracketed = match (line.slice(open..word.start), line.slice(word.clone())) {
        ([b'(', area @ .., b')', b' '], [exchange @ .., b'-', _, _, _, _]) => {
            area.len() == 3 && exchange.len() == 3 && area.iter().chain(exchange).all(digit)
        }
        _ => false,
    };
    let apart = !is_glued(line.byte_before(open)) && !is_glued_behind(line, word.end);
    if bracketed && apart {
        // `1 (415) 555-0100`: the country in front.
        let country = open.checked_sub(2).filter(|at| line.slice(*at..open) == b"1 ");
        let country = country.filter(|at| !is_glued(line.byte_before(*at)));
        label(line, found, country.unwrap_or(open)..word.end);
    }
    bracketed && apart
}

fn is_glued_behind(line: &Line<'_>, end: usize) -> bool {
    line.byte(end).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b':')
        || line.byte(end) == Some(b'.') && line.byte(end + 1).is_some_and(|b| b.is_ascii_digit())
}

fn is_national(text: &[u8]) -> bool {
    let grouped = text.iter().any(|b| b" .-()".contains(b));
    let dotted_quad = memchr::memchr_iter(b'.', text).count() == 3 && digits(text) != 10;
    let dated = text.len() >= 10 && text.get(4) == Some(&b'-') && text.get(7) == Some(&b'-');
    // `(0161) 496-0126`: the area may stand in brackets.
    let zero = text.strip_prefix(b"(").unwrap_or(text).starts_with(b"0");
    match digits(text) {
        // The Belgian plan: `02 555 12 83`, `02/555.12.83`, `0475/55.12.83` has one more.
        9 => zero && is_belgian(text) && !dated,
        10 => {
            !dotted_quad
                && !dated
                && (text[0] == b'0' || text[0] == b'(' || grouped && is_three_three_four(text))
        }
        11 => zero && grouped && !dotted_quad && !dated,
        // The German plan has areas and numbers of any length: `0711 2185 5510`.
        12 if zero && !text.starts_with(b"00") => is_area_and_number(text) && !dotted_quad && !dated,
        12..=15 => text.starts_with(b"00") && grouped && text[2] != b'0' && !dotted_quad,
        _ => false,
    }
}

/// Groups as the Belgian plan writes its nine digits.
fn is_belgian(text: &[u8]) -> bool {
    let groups: Vec<usize> =
        text.split(|b| b" ./-()".contains(b)).map(<[u8]>::len).filter(|n| *n > 0).collect();
    [&[2, 3, 2, 2][..], &[3, 2, 2, 2]].contains(&groups.as_slice())
}

/// Two or three groups, the first of which is an area of three to six digits.
fn is_area_and_number(text: &[u8]) -> bool {
    let mut groups = text.split(|b| !b.is_ascii_digit()).map(<[u8]>::len).filter(|n| *n > 0);
    groups.next().is_some_and(|area| (3..=6).contains(&area)) && (1..=2).contains(&groups.count())
}

fn is_three_three_four(text: &[u8]) -> bool {
    let groups: Vec<usize> =
        text.split(|b| !b.is_ascii_digit()).map(<[u8]>::len).filter(|n| *n > 0).collect();
    groups == [3, 3, 4]
}

/// `06 80 27 79 69`, the word `06` at `start`: the five pairs in which the French plan is written.
pub(super) fn judge_pairs(line: &Line<'_>, found: &mut Vec<Span>, start: usize) -> bool {
    const BYTES: usize = 14;
    let text = line.slice(start..start + BYTES);
    let separator = text.get(2).copied().unwrap_or_default();
    let pairs = text.len() == BYTES
        && text[0] == b'0'
        && (b'1'..=b'9').contains(&text[1])
        && (separator == b' ' || separator == b'.')
        && text
            .iter()
            .enumerate()
            .all(|(at, b)| if at % 3 == 2 { *b == separator } else { b.is_ascii_digit() });
    let apart = !is_glued(line.byte_before(start)) && !is_glued_behind(line, start + BYTES);
    let longer = line.byte(start + BYTES) == Some(separator)
        && line.byte(start + BYTES + 1).is_some_and(|b| b.is_ascii_digit());
    let found_one = pairs && apart && !longer;
    if found_one {
        label(line, found, start..start + BYTES);
    }
    found_one
}

/// Judges the number behind a word on calls: one of a subscriber, or `extension` and a few digits.
pub(super) fn behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize, digits_min: usize) {
    let dotted = usize::from(line.slice(end..end + 2) == b". ");
    let mut start = line.run(end + dotted, |b| b" :=\"'<#".contains(&b));
    let begins = line.byte(start).is_some_and(|b| b.is_ascii_digit() || b"+(".contains(&b));
    let stop = number_end(line, line.run(start, |b| b"+( ".contains(&b)));
    let count = digits(line.slice(start..stop));
    let glued = line.byte(stop).is_some_and(|b| {
        b.is_ascii_alphanumeric()
            || b"_:.%".contains(&b) && line.byte(stop + 1).is_some_and(|b| b.is_ascii_alphanumeric())
    });
    // `téléphone (06 …)`: the brackets are the sentence's.
    if line.byte(start) == Some(b'(')
        && line.byte(stop) == Some(b')')
        && !line.slice(start..stop).contains(&b')')
    {
        start += 1;
    }
    if begins && start > end && (digits_min..=DIGITS_MAX).contains(&count) && !glued {
        label(line, found, start..stop);
    }
}

/// Judges the value of a telephone's key; a bare value that begins as numbers in groups do goes on behind its blanks.
pub(super) fn judge_field(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let mut value = field.value.clone();
    if let Some(b"%2B") = line.view.get(value.start..value.start + 3) {
        let end = line.run(value.start + 3, |b| b.is_ascii_digit());
        if end - value.start >= 11 {
            push(line, found, value.start..end, Entity::Phone);
        }
        return;
    }
    // `callerid="Ann Lee" <2231>` of Asterisk: a name and its extension.
    let open = value.end + 3;
    if field.style == Style::Quoted && line.slice(value.end..open) == b"\" <" {
        let number = open..line.run(open, |b| b.is_ascii_digit());
        if number.len() >= 3 && line.byte(number.end) == Some(b'>') {
            person::judge_name(line, found, value);
            push(line, found, number, Entity::Phone);
        }
        return;
    }
    if field.style == Style::Bare && matches!(line.byte(value.start), Some(b'+' | b'(')) {
        value.end = number_end(line, line.run(value.start, |b| b"+( ".contains(&b)));
    }
    if channel::is_extension(line, field, &value) {
        return push(line, found, value, Entity::Phone);
    }
    judge_value(line, found, value);
}

/// The value of a field for telephone numbers.
fn judge_value(line: &Line<'_>, found: &mut Vec<Span>, value: Range<usize>) {
    let text = line.slice(value.clone());
    let Some(first) = text.iter().position(|b| b.is_ascii_digit() || b"+(".contains(b)) else { return };
    let start = value.start + first;
    let digit = line.run(start, |b| b"+( ".contains(&b));
    let end = number_end(line, digit).min(value.end);
    // `Ann Lee <0475…>`: a caller's name in front.
    let bracketed = text.get(..first).is_some_and(|before| before.ends_with(b"<"));
    // `My iPhone (614-555-0177)`: the brackets are the sentence's.
    if first > 1 && text.get(first) == Some(&b'(') && line.slice(end..value.end) == b")" {
        if digits(line.slice(digit..end)) >= NATIONAL_DIGITS_MIN {
            push(line, found, digit..end, Entity::Phone);
        }
        return;
    }
    if digits(line.slice(start..end)) >= 5 && (first <= 1 || bracketed) {
        label(line, found, start..end);
    }
}

/// No national number has fewer digits, with its area.
const NATIONAL_DIGITS_MIN: usize = 7;

/// Labels a number with its extension.
fn label(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    let rest = line.slice(range.end..line.view.len().min(range.end + 16));
    let lower = rest.to_ascii_lowercase();
    let cue = [&b" ext. "[..], b" ext ", b" ext.", b" x", b" poste ", b", ext. "]
        .into_iter()
        .find(|c| lower.starts_with(c));
    let extended = cue.map_or(range.end, |cue| {
        let digits = line.run(range.end + cue.len(), |b| b.is_ascii_digit());
        if digits > range.end + cue.len() { digits } else { range.end }
    });
    push(line, found, range.start..extended, Entity::Phone);
}
