//! Latitudes and longitudes (classification.md 4.2 `geo_coordinate`).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// Fewer decimals place nobody.
const DECIMALS_MIN: usize = 3;

/// Judges the value of a latitude's or longitude's field.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, range: Range<usize>) {
    if is_coordinate(line.slice(range.clone())) {
        push(line, found, range, Entity::GeoCoordinate);
    }
}

fn is_coordinate(text: &[u8]) -> bool {
    let number = text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text);
    let dot = memchr::memchr(b'.', number).unwrap_or(0);
    (1..=3).contains(&dot)
        && number.len() > dot + DECIMALS_MIN
        && number.iter().all(|b| b.is_ascii_digit() || *b == b'.')
        && memchr::memchr_iter(b'.', number).count() == 1
}

/// Judges the pairs `50.6331,5.5674` of a place's field: `GeoJSON` has several.
pub(super) fn judge_pairs(line: &Line<'_>, found: &mut Vec<Span>, value: Range<usize>) {
    if line.slice(value.clone()).contains(&b'{') {
        return;
    }
    let mut at = value.start;
    while at < value.end {
        let start = line.run(at, |b| !b.is_ascii_digit() && b != b'-').min(value.end);
        let first = number(line, start);
        let second = number(line, line.run(first.end, |b| b", ;".contains(&b)));
        let pair = second.start > first.end
            && second.end <= value.end
            && is_coordinate(line.slice(first.clone()))
            && is_coordinate(line.slice(second.clone()));
        if pair {
            push(line, found, first, Entity::GeoCoordinate);
            at = second.end;
            push(line, found, second, Entity::GeoCoordinate);
        } else {
            at = first.end.max(start + 1);
        }
    }
}

fn number(line: &Line<'_>, start: usize) -> Range<usize> {
    let sign = start + usize::from(matches!(line.byte(start), Some(b'-' | b'+')));
    start..line.run(sign, |b| b.is_ascii_digit() || b == b'.')
}

/// How far behind `gps` its pair may end.
const PAIR_BYTES_MAX: usize = 48;

/// Judges what stands behind a word such as `gps` or `latitude` in running text: a pair, or one number.
pub(super) fn behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let start = line.run(end, |b| b" :=([\"'".contains(&b));
    let first = number(line, start);
    if start == end || !is_coordinate(line.slice(first.clone())) {
        return;
    }
    if matches!(line.byte(first.end), Some(b',')) {
        judge_pairs(
            line,
            found,
            start
                ..line
                    .view
                    .len()
                    .min(start + PAIR_BYTES_MAX)
                    .min(line.run(start, |b| !b.is_ascii_alphabetic())),
        );
    } else {
        push(line, found, first, Entity::GeoCoordinate);
    }
}
