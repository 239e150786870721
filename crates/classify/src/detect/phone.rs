//! Telephone numbers (classification.md 4.2 `phone`): international ones anywhere, national ones in cases and fields.

mod channel;
mod dialled;
mod field;
mod national;

pub(super) use channel::{behind_subscriber, behind_technology, is_channel, is_subscriber, tells_of_calls};
pub(super) use dialled::{judge_dialled, judge_leg};
pub(super) use field::judge_field;
pub(super) use national::{judge_bracketed, judge_pairs};

use super::person;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use national::{is_national, national};
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

/// Whether the text is a telephone number and nothing else: international, or of a national plan in groups.
pub(super) fn is_number(text: &[u8]) -> bool {
    let written = text.len() >= 10 && text.iter().all(|b| b.is_ascii_digit() || b"+ .-()/".contains(b));
    let international = text.first() == Some(&b'+') && (8..=DIGITS_MAX).contains(&digits(text));
    let grouped = text.iter().any(|b| b" .-(".contains(b));
    written && (international || grouped && is_national(text))
}

/// Judges the number behind a word on calls: one of a subscriber, or `extension` and a few digits.
pub(super) fn behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize, digits_min: usize) {
    // `Call from "Ann Lee" 0626512288`: the caller's name stands in front.
    let named = line.slice(end..end + 2) == b" \"" && line.byte(end + 2).is_some_and(|b| !b.is_ascii_digit());
    let end = if named { line.run(end + 2, |b| b != b'"') } else { end };
    let dotted = usize::from(line.slice(end..end + 2) == b". ");
    let mut start = line.run(end + dotted, |b| b" :=\"'<#".contains(&b));
    let begins = line.byte(start).is_some_and(|b| b.is_ascii_digit() || b"+(".contains(&b));
    let stop = number_end(line, line.run(start, |b| b"+( ".contains(&b)));
    // `Extension "X" 1.55.0`: a version.
    if memchr::memchr_iter(b'.', line.slice(start..stop)).count() == 2 && digits_min < 5 {
        return;
    }
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

/// Labels a number with its extension; one whose last digits are masked is nobody's (5.4).
fn label(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    if line.slice(range.end..range.end + 2) == b"**" {
        return;
    }
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
