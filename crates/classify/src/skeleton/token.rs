//! The words around digits, and what of them decides nothing.

use super::cards::Cards;
use super::runs::Runs;
use super::{codes, ipv6, number};
use crate::context::{AddressOwner, CompiledContext};
use crate::detect::{begins_account, is_guid, is_no_entity};
use std::ops::Range;

/// Goes through the words with a digit of a line, colons included: a time or an IPv6 address is one.
pub(super) struct Token<'t> {
    pub(super) text: &'t [u8],
    pub(super) context: &'t CompiledContext,
    pub(super) key: &'t mut [u8],
    runs: &'t mut Runs,
    cards: Cards,
    /// Whether the line is an object of JSON, in whose strings a backslash begins an escape.
    pub(super) is_json: bool,
}

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
        } else if begins_account(inner) {
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
    pub(super) fn is_free(&self, start: usize, stop: usize) -> bool {
        let behind = match self.text.get(stop..).unwrap_or_default() {
            [b'\\', ..] => self.is_escape(stop),
            // `12%`, and not the escape `12%20`.
            [b'%', b' ' | b',' | b')' | b'"' | b';' | b'.', ..] | [b'%'] | [] => true,
            // The zone behind a time.
            [b'+', b'0'..=b'9', b'0'..=b'9', ..] => {
                self.text.get(start..stop).is_some_and(number::is_date_and_time)
            }
            [byte, ..] => !BEHIND[usize::from(*byte)],
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
            Some(b':') => self.ipv6(start, word),
            Some(b'-') if number::is_date(word) => self.time(start, word),
            Some(b'.' | b'a'..=b'z' | b'A'..=b'Z') if number::quantity(word).is_some() => {
                self.quantity(start, word);
            }
            Some(b'.') => self.dotted(start, word),
            Some(b'x') if word.starts_with(b"0x") => self.prefixed(start, word),
            _ if word.contains(&b':') => self.ipv6(start, word),
            _ => self.identifier(start, word),
        }
        Some(())
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
            if self.context.stand_ins().have_address(owner) {
                self.push_run(start..start + length, codes::ADDRESSES[owner]);
            }
            if port.len() > 1 && !self.context.lists_number(&port[1..]) {
                self.put(start + length + 1..start + word.len(), codes::DIGIT);
                self.count(start + length + 1..start + word.len(), 2..6, codes::PORT);
            }
        } else if number::is_date(word) {
            self.time(start, word);
        } else if let Some((whole, decimals)) = number::decimal(word).filter(|(whole, _)| *whole < 12) {
            self.fraction(start, whole, decimals);
        }
    }

    /// A word that begins with something else: a number may stand behind a colon, or an identifier behind its prefix.
    fn name(&mut self, start: usize, word: &[u8]) {
        if let Some(at) = number::date_behind(word) {
            return self.dated(start, word, at);
        }
        if let Some(at) = number::time_behind_mark(word) {
            return self.marked_time(start, word, at);
        }
        if ipv6::begins_local(word) {
            if self.is_free(start, start + word.len()) {
                self.ipv6(start, word);
            }
            return;
        }
        if let Some(colon) = memchr::memrchr(b':', word) {
            let (name, port) = (&word[..colon], &word[colon + 1..]);
            if is_guid(port) && self.is_free(start, start + word.len()) {
                return self.identifier(start + colon + 1, port);
            }
            let plain = name.iter().any(|b| matches!(b | 0x20, b'g'..=b'z')) && !name.contains(&b':');
            let mapped =
                name == b"ffff" && self.text.get(..start).is_some_and(|before| before.ends_with(b"::"));
            if (plain || mapped) && number::address(port).is_some() && self.is_free(start, start + word.len())
            {
                self.dotted(start + colon + 1, port);
            } else if plain
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
        self.push_run(range, run);
    }

    /// Notes that a code stands in one place whatever the length, unless what stands behind it has to begin at a column.
    pub(super) fn push_run(&mut self, range: Range<usize>, code: u8) {
        let has_columns = matches!(self.text, [b'0'..=b'9', _, _, _, b'-', ..]);
        if !has_columns || range.start >= COLUMNS_BYTES {
            self.runs.push(range, code);
        }
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

/// So many bytes from the line's start stand the columns of formats that begin with a number or a date.
pub(super) const COLUMNS_BYTES: usize = 20;

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
