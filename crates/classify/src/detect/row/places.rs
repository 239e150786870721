//! Latitude and longitude in rows whose columns nothing names (classification.md 4.2 `geo_coordinate`): the only two long
//! decimals of the row, one beside the other.

use super::Cell;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::RangeInclusive;

/// Fewer decimals are sums of money and measurements, more are results of programs.
const DECIMALS: RangeInclusive<usize> = 4..=8;
/// Degrees of a latitude and of a longitude.
const DEGREES: [RangeInclusive<usize>; 2] = [1..=2, 1..=3];

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, cells: &[Cell]) {
    let text = |cell: &Cell| line.slice(cell.range.clone());
    let is_decimal = |cell: &&Cell| decimal(text(cell)).is_some();
    let Some(first) = cells.iter().position(|cell| is_decimal(&cell)) else { return };
    // A third one makes it a row of measurements.
    if cells.iter().filter(is_decimal).count() != DEGREES.len() {
        return;
    }
    let Some(pair) = cells.get(first..first + DEGREES.len()) else { return };
    let placed = pair.iter().zip(DEGREES).all(|(cell, degrees)| {
        decimal(text(cell))
            .is_some_and(|(whole, decimals)| degrees.contains(&whole) && DECIMALS.contains(&decimals))
    });
    // Two shares of one are none of a place.
    if placed && pair.iter().any(|cell| !is_share(text(cell))) {
        for cell in pair {
            push(line, found, cell.range.clone(), Entity::GeoCoordinate);
        }
    }
}

/// How many digits stand in front of and behind the point of a long decimal.
fn decimal(text: &[u8]) -> Option<(usize, usize)> {
    let number = text.strip_prefix(b"-").unwrap_or(text);
    let dot = memchr::memchr(b'.', number)?;
    let (whole, decimals) = (number.get(..dot)?, number.get(dot + 1..)?);
    let digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    (digits(whole) && digits(decimals) && decimals.len() >= *DECIMALS.start())
        .then_some((whole.len(), decimals.len()))
}

/// `0.4711`, `1.0000`.
fn is_share(text: &[u8]) -> bool {
    text.strip_prefix(b"-").unwrap_or(text).get(1) == Some(&b'.')
}
