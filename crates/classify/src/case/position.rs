//! Where somebody is, in a sentence: latitude and longitude behind what says that they are a place (classification.md 4.2
//! `geo_coordinate`).

use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::word::{Word, is_any};
use std::ops::Range;

/// What stands in front of a place.
const CUES: [&str; 18] = [
    "at",
    "à",
    "gps",
    "position",
    "location",
    "coordinates",
    "coords",
    "coordonnées",
    "localisation",
    "latitude",
    "lat",
    "point",
    "map",
    "maps",
    "near",
    "vers",
    "en",
    "bei",
];
/// So many words in front of it.
const WORDS_MAX: usize = 3;

/// Labels the two numbers, each by itself.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, body: &Range<usize>) {
    let first = line.words.partition_point(|word| word.start < body.start);
    let words = line.words.get(first..).unwrap_or_default();
    for (at, pair) in words.windows(2).enumerate().take_while(|(_, pair)| pair[1].end <= body.end) {
        let [latitude, longitude] = [&pair[0], &pair[1]].map(|word| signed(line, word));
        let gap = line.slice(latitude.end..longitude.start);
        if !matches!(gap, b", " | b"," | b" ; " | b"; " | b" / ")
            || !is_degrees(line.slice(latitude.clone()), 90.0)
            || !is_degrees(line.slice(longitude.clone()), 180.0)
        {
            continue;
        }
        let before = words.get(at.saturating_sub(WORDS_MAX)..at).unwrap_or_default();
        if before.iter().any(|word| is_any(&CUES, line.slice(word.start..word.end))) {
            push(line, found, latitude, Entity::GeoCoordinate);
            push(line, found, longitude, Entity::GeoCoordinate);
        }
    }
}

/// The word with its sign.
fn signed(line: &Line<'_>, word: &Word) -> Range<usize> {
    word.start - usize::from(line.byte_before(word.start) == Some(b'-'))..word.end
}

/// A number with four decimals or more, no greater than `most`.
fn is_degrees(text: &[u8], most: f64) -> bool {
    const DECIMALS: std::ops::RangeInclusive<usize> = 4..=8;
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let decimals = memchr::memchr(b'.', digits).map_or(0, |point| digits.len() - point - 1);
    DECIMALS.contains(&decimals)
        && digits.iter().all(|b| b.is_ascii_digit() || *b == b'.')
        && std::str::from_utf8(digits)
            .is_ok_and(|digits| digits.parse::<f64>().is_ok_and(|number| number <= most))
}
