//! Numbers that are nothing but digits, and which of them may have any length.

use super::token::{COLUMNS_BYTES, Token};
use super::{codes, number};
use std::ops::Range;

impl Token<'_> {
    /// Digits alone. One digit says too much for a code to save anything; 12, 16 and 32 may be an address or an id, and two
    /// zeros in front of many begin a number that was dialled.
    pub(super) fn counter(&mut self, start: usize, length: usize) {
        let word = self.text.get(start..start + length).unwrap_or_default();
        let dialled = length >= 10 && word.starts_with(b"00");
        if matches!(length, 1 | 12 | 16 | 32) || length > 19 || dialled || self.is_group(start, length) {
            return;
        }
        let end = start + length;
        let is_alone = !word.starts_with(b"0") && self.is_alone(start, end);
        let kept = if is_alone {
            0
        } else if matches!(length, 2 | 4) && word.starts_with(b"20") {
            2
        } else if length >= 8 || self.is_followed_by_digits(end) {
            zeros(word)
        } else {
            0
        };
        self.put(start + kept..end, codes::DIGIT);
        let before = start.checked_sub(1).and_then(|before| self.text.get(before));
        if is_alone {
            self.count(start..end, 2..10, codes::ALONE);
        } else if kept == 0 && !is_year(word) && self.stands_apart(start, end) {
            if matches!(before, Some(b':' | b'.')) {
                self.count(start..end, 4..6, codes::NAMED_PORT);
            } else {
                self.count(start..end, 4..10, codes::COUNTER);
            }
        }
    }

    /// Notes a number of one of these lengths, of which it does not matter either.
    pub(super) fn count(&mut self, range: Range<usize>, lengths: Range<usize>, code: u8) {
        let is_short = self.text.get(range.start) == Some(&b'0');
        if lengths.contains(&range.len()) && !is_short && self.context.stand_ins().have_numbers() {
            self.push_run(range, code);
        }
    }

    /// `12.5`, `0.2477`: how many digits there are may decide what place is meant, and which they are does not.
    pub(super) fn fraction(&mut self, start: usize, whole: usize, decimals: usize) {
        let (dot, end) = (start + whole, start + whole + 1 + decimals);
        if whole < WHOLE_DIGITS_MIN && self.stands_apart(start, end) {
            self.put(start..dot, codes::DIGIT);
            self.put(dot + 1..end, codes::DIGIT);
            if decimals < DECIMALS_MAX && self.context.stand_ins().have_numbers() {
                self.push_run(start..end, codes::FRACTION);
            }
            return;
        }
        if whole >= WHOLE_DIGITS_MIN && decimals != whole {
            self.put(start..dot, codes::DIGIT);
        }
        if decimals >= 3 {
            self.put(dot + 1..end, codes::DIGIT);
        }
    }

    /// `12ms`, `1.5GB`.
    pub(super) fn quantity(&mut self, start: usize, word: &[u8]) {
        let (whole, decimals) = number::quantity(word).unwrap_or_default();
        if decimals > 0 {
            self.fraction(start, whole, decimals);
        } else if whole > 1 && self.stands_apart(start, start + whole) {
            self.put(start..start + whole, codes::DIGIT);
            self.count(start..start + whole, 2..10, codes::ALONE);
        }
    }

    /// Whether a number is a group of an IPv6 address, all others of which are left out: `::12`.
    fn is_group(&self, start: usize, length: usize) -> bool {
        let end = start + length;
        let before = start.checked_sub(2).and_then(|before| self.text.get(before..start));
        before == Some(b"::") || self.text.get(end..end + 2) == Some(b"::")
    }

    /// Whether a number is all that is written in its place, where two digits are no day and three no status, no area code and
    /// no thousandths: `[812]` of a process, `"size":812,` of an object, `\tProcess ID:\t\t812\r\n` of a message in one,
    /// ` 812 ` of a sentence.
    fn is_alone(&self, start: usize, end: usize) -> bool {
        let (before, behind) =
            (self.text.get(..start).unwrap_or_default(), self.text.get(end..).unwrap_or_default());
        match (before, behind) {
            ([.., b'['], [b']', ..]) => true,
            ([.., b'"', b':'], [b',' | b'}', ..])
            | ([.., b'\\', b't'] | [.., b':', b' '], [b'\\', b'r', b'\\', b'n', ..]) => self.is_json,
            (
                [.., b' ' | b'=' | b'"' | b'(' | b'|'],
                [b' ' | b',' | b';' | b'"' | b')' | b'&' | b'|', ..] | [],
            ) => start >= COLUMNS_BYTES && !is_beside_digits(before, behind) && !is_of_town(before, behind),
            _ => false,
        }
    }

    /// Whether no other digits stand beside a number, as they do in telephone numbers, dates and amounts.
    fn stands_apart(&self, start: usize, end: usize) -> bool {
        let before = start.checked_sub(2).and_then(|before| self.text.get(before..start));
        !matches!(before, Some([b'0'..=b'9', b' ' | b'.' | b'-' | b'/' | b',' | b'(' | b')']))
            && !matches!(
                self.text.get(end..end + 2),
                Some([b' ' | b'.' | b'-' | b'/' | b',' | b'(' | b')', b'0'..=b'9'])
            )
    }

    /// Whether another group of digits stands behind a number, as in telephone numbers. A time of day is none.
    pub(super) fn is_followed_by_digits(&self, end: usize) -> bool {
        match self.text.get(end..).unwrap_or_default() {
            [b' ', b'0'..=b'9', b'0'..=b'9', b':', b'0'..=b'9', ..] => false,
            [b' ' | b'.', b'0'..=b'9', ..] => true,
            _ => false,
        }
    }
}

/// `rue Garibaldi, 69006 Lyon`: a town's code, which has four digits or five.
fn is_of_town(before: &[u8], behind: &[u8]) -> bool {
    before.ends_with(b", ")
        && matches!(behind, [b' ', letter, ..] if letter.is_ascii_uppercase() || !letter.is_ascii())
}

/// Whether digits stand near a number, as in dates and telephone numbers.
fn is_beside_digits(before: &[u8], behind: &[u8]) -> bool {
    let has_digit = |text: &[u8]| text.iter().any(u8::is_ascii_digit);
    before.last_chunk::<NEAR_BYTES>().is_none_or(|near| has_digit(near))
        || has_digit(behind.get(..NEAR_BYTES).unwrap_or(behind))
}

/// A number with decimals that has fewer digits in front is none of a counter's.
const WHOLE_DIGITS_MIN: usize = 4;
/// More decimals than those of the longest stand-in.
const DECIMALS_MAX: usize = 10;

/// The groups of a telephone number have two separators between them at most.
const NEAR_BYTES: usize = 3;

/// Whether the number may be a year or begin with one.
fn is_year(number: &[u8]) -> bool {
    matches!(number.len(), 4 | 8) && (number.starts_with(b"19") || number.starts_with(b"20"))
}

/// How many zeros the number begins with.
pub(super) fn zeros(number: &[u8]) -> usize {
    number.iter().take_while(|b| **b == b'0').count()
}
