//! Times and dates: how they are written decides, and not when they are.

use super::counter::zeros;
use super::token::Token;
use super::{codes, number};

/// The skeleton of `10:15:32`.
const TIME: [u8; 8] =
    [codes::DIGIT, codes::DIGIT, b':', codes::DIGIT, codes::DIGIT, b':', codes::DIGIT, codes::DIGIT];

impl Token<'_> {
    /// `10:15:32`, as most lines begin.
    pub(super) fn clock(&mut self, start: usize, word: &[u8]) {
        let end = start + TIME.len();
        if self.context.lists_pairs() || self.is_followed_by_digits(end) {
            self.time(start, word);
        } else if let Some(key) = self.key.get_mut(start..end) {
            key.copy_from_slice(&TIME);
        }
    }

    /// The digits of a time or a date. The first two of a year from 2000 on stay, which formats begin with, and the zero of what
    /// may be the first of five pairs.
    pub(super) fn time(&mut self, start: usize, word: &[u8]) {
        let mut at = 0;
        while at < word.len() {
            let end = at + number::digits(word.get(at..).unwrap_or_default());
            let digits = word.get(at..end).unwrap_or_default();
            if end > at && !self.context.lists_number(digits) {
                let kept = if at == 0 && begins_as_year(word, digits) {
                    2
                } else if end == word.len() && digits.len() == 2 && self.is_followed_by_digits(start + end) {
                    zeros(digits)
                } else {
                    0
                };
                self.put(start + at + kept..start + end, codes::DIGIT);
            }
            at = end + 1;
        }
    }

    /// `compute.log.2017-05-16_04:26:25`: a name and the date behind it. What stands in front of a colon is a word.
    pub(super) fn dated(&mut self, start: usize, word: &[u8], at: usize) {
        let name = word.split(|b| *b == b':').next().unwrap_or_default();
        if self.is_free(start, start + word.len()) && !self.context.may_name(name) {
            self.time(start + at, word.get(at..).unwrap_or_default());
        }
    }

    /// The day and the time of a date as Windows writes it, with marks of direction between its parts. The marks end words.
    pub(super) fn marked_time(&mut self, start: usize, word: &[u8], at: usize) {
        let time = word.get(at..).unwrap_or_default();
        let day = time.split(|b| *b == b':').next().unwrap_or_default();
        if self.is_free(start, start + word.len()) && !self.context.may_name(day) {
            self.time(start + at, time);
        }
    }
}

/// Whether the first digits of a time may be those of a year from 2000 on, and no hour with two digits of a minute behind it.
fn begins_as_year(time: &[u8], digits: &[u8]) -> bool {
    let is_hour = matches!(time, [_, _, b':', b'0'..=b'9', b'0'..=b'9', ..]);
    !is_hour && (digits.starts_with(b"20") || digits.len() >= 4 && digits.starts_with(b"2"))
}
