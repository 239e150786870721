//! The words around digits, and what of them decides nothing.

use super::cards::Cards;
use super::runs::Runs;
use super::{codes, number};
use crate::context::{AddressOwner, CompiledContext};
use crate::detect::{is_country, is_no_entity};
use std::ops::Range;

/// Goes through the words with a digit of a line, colons included: a time or an IPv6 address is one.
pub(super) struct Token<'t> {
    pub(super) text: &'t [u8],
    pub(super) context: &'t CompiledContext,
    key: &'t mut [u8],
    runs: &'t mut Runs,
    cards: Cards,
    /// Whether the line is an object of JSON, in whose strings a backslash begins an escape.
    is_json: bool,
}

/// The skeleton of `10:15:32`.
const TIME: [u8; 8] =
    [codes::DIGIT, codes::DIGIT, b':', codes::DIGIT, codes::DIGIT, b':', codes::DIGIT, codes::DIGIT];

/// What beside a number makes it something else: a sign, a part of an address or of an escape.
const BEFORE: [bool; 256] = table(b"+@\\%#$&*~^-");
const BEHIND: [bool; 256] = table(b"@%$*~+");

const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

impl<'t> Token<'t> {
    pub(super) fn new(
        text: &'t [u8],
        context: &'t CompiledContext,
        key: &'t mut [u8],
        runs: &'t mut Runs,
    ) -> Self {
        const KEY_BYTES: usize = 64;
        let is_json = text.starts_with(b"{\"")
            && text.get(..KEY_BYTES).unwrap_or(text).windows(2).any(|pair| pair == b"\":");
        Self { text, context, key, runs, cards: Cards::default(), is_json }
    }

    /// Puts codes into a word, at whose first digit stand `digits` digits; none if the line can have no skeleton.
    pub(super) fn read(&mut self, word: Range<usize>, digit: usize, digits: usize) -> Option<()> {
        let (start, stop) = self.trimmed(word, digit);
        let inner = self.text.get(start..stop).unwrap_or_default();
        if self.begins_phrase(start, inner) {
            return None;
        }
        if start == digit {
            self.number(start, inner, digits)
        } else if is_account_start(inner) {
            None
        } else {
            self.name(start, inner);
            Some(())
        }
    }

    /// Without the punctuation at its ends, and without the letter of an escape in front.
    fn trimmed(&self, word: Range<usize>, digit: usize) -> (usize, usize) {
        let edge = |at: usize| self.text.get(at).is_some_and(|b| matches!(b, b'.' | b'-' | b':'));
        let (mut start, mut stop) = (word.start, word.end);
        while edge(start) {
            start += 1;
        }
        while edge(stop - 1) {
            stop -= 1;
        }
        if start + 1 == digit && start == word.start && self.is_escape(start.wrapping_sub(1)) {
            start = digit;
        }
        (start, stop)
    }

    /// Whether a backslash and a letter of a JSON string stand for white space at `at`.
    fn is_escape(&self, at: usize) -> bool {
        let doubled = at.checked_sub(1).and_then(|before| self.text.get(before)) == Some(&b'\\');
        self.is_json && matches!(self.text.get(at..at + 2), Some([b'\\', b't' | b'n' | b'r'])) && !doubled
    }

    /// Whether what stands beside a number leaves it one: no sign, no part of an address or of an escape.
    fn is_free(&self, start: usize, stop: usize) -> bool {
        let behind = match self.text.get(stop) {
            Some(b'\\') => self.is_escape(stop),
            Some(byte) => !BEHIND[usize::from(*byte)],
            None => true,
        };
        let before = start.checked_sub(1).and_then(|before| self.text.get(before));
        behind && before.is_none_or(|byte| !BEFORE[usize::from(*byte)])
    }

    /// A word that begins with a digit.
    fn number(&mut self, start: usize, word: &[u8], length: usize) -> Option<()> {
        let mut group = 0..length;
        // What a card's number may be made of: digits, and groups of them with hyphens.
        while !group.is_empty() {
            if self.cards.add(self.text, start + group.start, start + group.end) {
                return None;
            }
            if word.get(group.end) != Some(&b'-') {
                break;
            }
            let next = group.end + 1;
            group = next..next + number::digits(word.get(next..).unwrap_or_default());
        }
        if !self.is_free(start, start + word.len()) || self.context.lists_number(word) {
            return Some(());
        }
        match word.get(length) {
            None => self.counter(start, length),
            Some(b':') if number::is_clock(word) => self.clock(start, word),
            Some(b':') if number::is_time(word) => self.time(start, word),
            Some(b'-') if number::is_date(word) => self.time(start, word),
            Some(b'.') => self.dotted(start, word),
            Some(b'x') if length == 1 => self.hexadecimal(start, word, 2),
            _ => self.identifier(start, word),
        }
        Some(())
    }

    /// Digits alone. One digit says too much for a code to save anything; 12, 16 and 32 may be an address or an id, and two
    /// zeros in front of many begin a number that was dialled.
    fn counter(&mut self, start: usize, length: usize) {
        let word = self.text.get(start..start + length).unwrap_or_default();
        let dialled = length >= 10 && word.starts_with(b"00");
        if matches!(length, 1 | 12 | 16 | 32) || length > 19 || dialled {
            return;
        }
        let kept = if matches!(length, 2 | 4) && word.starts_with(b"20") {
            2
        } else if length >= 8 || self.is_followed_by_digits(start + length) {
            zeros(word)
        } else {
            0
        };
        self.put(start + kept..start + length, codes::DIGIT);
        if kept == 0 && length < 7 && self.stands_apart(start, start + length) {
            let around =
                (start.checked_sub(1).and_then(|at| self.text.get(at)), self.text.get(start + length));
            let is_process = around == (Some(&b'['), Some(&b']'));
            self.count(start..start + length, if is_process { 2 } else { 4 });
        }
    }

    /// Notes a counter of at least so many digits, whose length does not matter either. Fewer than four may be a day, a
    /// status or an area code unless they are a port or a process; four may be a year.
    fn count(&mut self, range: Range<usize>, least: usize) {
        let digits = self.text.get(range.clone()).unwrap_or_default();
        let is_year = digits.len() == 4 && (digits.starts_with(b"19") || digits.starts_with(b"20"));
        let is_counter = (least..=6).contains(&digits.len()) && digits.first() != Some(&b'0') && !is_year;
        if is_counter && !self.context.stand_ins().counter().is_empty() {
            self.runs.push(range, codes::COUNTER);
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

    /// Whether another group of digits stands behind a number, as in telephone numbers.
    fn is_followed_by_digits(&self, end: usize) -> bool {
        matches!(self.text.get(end..end + 2), Some([b' ' | b'.', b'0'..=b'9']))
    }

    /// `10:15:32`, as most lines begin.
    fn clock(&mut self, start: usize, word: &[u8]) {
        let end = start + TIME.len();
        if word.starts_with(b"20") || self.context.lists_pairs() || self.is_followed_by_digits(end) {
            self.time(start, word);
        } else if let Some(key) = self.key.get_mut(start..end) {
            key.copy_from_slice(&TIME);
        }
    }

    /// The digits of a time or a date. The first two of a year stay, and the zeros of what may be the first of five pairs.
    fn time(&mut self, start: usize, word: &[u8]) {
        let mut at = 0;
        while at < word.len() {
            let end = at + number::digits(word.get(at..).unwrap_or_default());
            let digits = word.get(at..end).unwrap_or_default();
            if end > at && !self.context.lists_number(digits) {
                let kept = if at == 0 && digits.starts_with(b"20") {
                    2
                } else if end == word.len() && self.is_followed_by_digits(start + end) {
                    zeros(digits)
                } else {
                    0
                };
                self.put(start + at + kept..start + end, codes::DIGIT);
            }
            at = end + 1;
        }
    }

    /// An address, a date, a number with decimals.
    fn dotted(&mut self, start: usize, word: &[u8]) {
        if let Some((address, length)) = number::address(word) {
            let (quad, port) = word.split_at(length);
            if is_no_entity(address) || self.context.lists_number(quad) {
                return;
            }
            let owner = match self.context.owner_v4(address) {
                None => 0,
                Some(AddressOwner::Vendor) => 1,
                Some(AddressOwner::Tenant) => 2,
                Some(AddressOwner::User) => 3,
            };
            self.put(start..start + length, codes::ADDRESSES[owner]);
            if !self.context.stand_ins().address(owner).is_empty() {
                self.runs.push(start..start + length, codes::ADDRESSES[owner]);
            }
            if port.len() > 1 && !self.context.lists_number(&port[1..]) {
                self.put(start + length + 1..start + word.len(), codes::DIGIT);
                self.count(start + length + 1..start + word.len(), 2);
            }
        } else if number::is_date(word) {
            self.time(start, word);
        } else if let Some((whole, decimals)) = number::decimal(word).filter(|(whole, _)| *whole < 12) {
            if whole >= 4 && decimals != whole {
                self.put(start..start + whole, codes::DIGIT);
            }
            if decimals >= 3 {
                self.put(start + whole + 1..start + word.len(), codes::DIGIT);
            }
        }
    }

    /// A word that begins with something else: a number may stand behind a colon, or an identifier behind its prefix.
    fn name(&mut self, start: usize, word: &[u8]) {
        if let Some(colon) = memchr::memrchr(b':', word) {
            let (name, port) = (&word[..colon], &word[colon + 1..]);
            let plain = name.iter().any(|b| matches!(b | 0x20, b'g'..=b'z')) && !name.contains(&b':');
            if plain
                && (2..=8).contains(&port.len())
                && number::digits(port) == port.len()
                && !self.context.lists_number(port)
                && self.is_free(start, start + word.len())
            {
                self.counter(start + colon + 1, port.len());
            }
            return;
        }
        self.identifier(start, word);
        self.numbered(start, word);
    }

    /// Puts codes, of which one is enough whatever the length.
    pub(super) fn put_run(&mut self, range: Range<usize>, code: u8, run: u8) {
        self.put(range.clone(), code);
        self.runs.push(range, run);
    }

    pub(super) fn put(&mut self, range: Range<usize>, code: u8) {
        for byte in self.key.get_mut(range).unwrap_or_default() {
            *byte = code;
        }
    }

    /// Whether what the context writes in several words begins with one of the numbers of the word.
    fn begins_phrase(&self, start: usize, word: &[u8]) -> bool {
        let begins = |at: usize, part: &[u8]| {
            self.context.may_begin_phrase(part)
                && (self.has_escapes() || self.context.phrase_stands_at(self.text, start + at))
        };
        if self.context.has_numbers_with_colon() {
            let mut at = 0;
            return word.split(|b| *b == b':').any(|part| {
                at += part.len() + 1;
                begins(at - part.len() - 1, part)
            });
        }
        // Nothing but the last number of a time can begin what has no colon, and no number has a letter.
        let last = word.iter().rposition(|b| *b == b':' || b.is_ascii_alphabetic());
        match last.map(|last| (last, word.get(last))) {
            None => begins(0, word),
            Some((colon, Some(b':'))) => begins(colon + 1, word.get(colon + 1..).unwrap_or_default()),
            Some(_) => false,
        }
    }

    /// Whether the view of the line may be other than its text.
    fn has_escapes(&self) -> bool {
        memchr::memchr2(b'\\', b'%', self.text).is_some()
    }
}

/// How many zeros the number begins with.
fn zeros(number: &[u8]) -> usize {
    number.iter().take_while(|b| **b == b'0').count()
}

/// Two capitals and two digits, as an account's number begins (ISO 13616).
fn is_account_start(word: &[u8]) -> bool {
    let capitals = |code: &[u8]| code.iter().all(u8::is_ascii_uppercase);
    matches!(word, [_, _, b'0'..=b'9', b'0'..=b'9', ..]) && capitals(&word[..2]) && is_country(&word[..2])
}

/// Whether a word that is written like this might have a code in its place elsewhere.
pub(super) fn may_be_coded(word: &[u8]) -> bool {
    let numbered =
        word.len() >= 10 && word.contains(&b'_') && word.iter().rev().take(8).all(u8::is_ascii_digit);
    let hexadecimal = |tail: &[u8]| tail.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-');
    !word.iter().any(u8::is_ascii_alphabetic)
        || word.starts_with(b"0x")
        || numbered
        || word.len() >= 32 && hexadecimal(&word[word.len() - 32..])
}
