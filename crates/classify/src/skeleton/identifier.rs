//! Identifiers: what they are made of decides nothing unless the context lists them.

use super::token::Token;
use super::{codes, number};
use crate::detect::{GUID_BYTES, is_guid, is_hash_of_nothing, is_own_logon, is_puid, is_well_known};

impl Token<'_> {
    /// `0x7ff1b2d17980`, `0x1f4`, and the two halves of a `QWORD` with a hyphen between.
    pub(super) fn prefixed(&mut self, start: usize, word: &[u8]) {
        if self.context.may_name(word) {
            return;
        }
        let mut at = start;
        for number in word.split(|b| *b == b'-') {
            if let Some(digits) = number.strip_prefix(b"0x") {
                self.hexadecimal(at + PREFIX_BYTES, digits);
            }
            at += number.len() + 1;
        }
    }

    /// Digits behind `0x`; those of up to five do not tell a logon of the system's own.
    fn hexadecimal(&mut self, start: usize, digits: &[u8]) {
        let Some(code) = hexadecimal_code(digits) else { return };
        let range = start..start + digits.len();
        match digits.len() {
            1..SHORT_DIGITS if !is_own_logon(digits) => self.put_run(range, code, codes::SHORT_HEXADECIMAL),
            SHORT_DIGITS..=16 => self.put_run(range, code, codes::HEXADECIMAL),
            17.. => self.put(range, code),
            _ => {}
        }
    }

    /// Digests of the lengths of SHA-1 and SHA-2, their letters small.
    fn digest(&mut self, start: usize, word: &[u8]) {
        let mixed = word.iter().any(u8::is_ascii_digit) && word.iter().any(u8::is_ascii_alphabetic);
        if mixed && hexadecimal_code(word) == Some(codes::HEX[0]) && !self.context.may_name(word) {
            self.put(start..start + word.len(), codes::HEX[0]);
        }
    }

    /// Sixteen digits, as a span of a trace has, that are no user's of Microsoft's.
    fn span_id(&mut self, start: usize, word: &[u8]) {
        let digits = word.iter().filter(|b| b.is_ascii_digit()).count();
        let is_told = is_puid(word) || self.context.lists_identifier(word) || self.context.may_name(word);
        if let Some(code) = hexadecimal_code(word).filter(|_| (4..=13).contains(&digits) && !is_told) {
            self.put(start..start + word.len(), code);
        }
    }

    /// A GUID, 32 hexadecimal digits, a digest.
    pub(super) fn identifier(&mut self, start: usize, word: &[u8]) {
        let from = match word.len() {
            16 => {
                self.span_id(start, word);
                return;
            }
            32 if word.iter().all(u8::is_ascii_hexdigit) => 0,
            GUID_BYTES.. if is_guid(&word[word.len() - GUID_BYTES..]) => word.len() - GUID_BYTES,
            38.. if is_guid(&word[..GUID_BYTES]) && matches!(word[GUID_BYTES], b'_' | b'.') => {
                let (guid, rest) = word.split_at(GUID_BYTES);
                if !rest.iter().any(u8::is_ascii_digit) && !self.context.may_name(word) {
                    self.identifier(start, guid);
                }
                return;
            }
            40 | 64 => {
                self.digest(start, word);
                return;
            }
            52 | 55 if is_trace_parent(word) => {
                let ids = word.len() - TRACE_PARENT_BYTES;
                self.put(start + ids..start + ids + 32, codes::HEX[0]);
                self.put(start + ids + 33..start + ids + 49, codes::HEX[0]);
                return;
            }
            _ => return,
        };
        let id = &word[from..];
        let prefixed = from == 0 || matches!(word[from - 1], b'-' | b'_');
        // What has no letter is judged as numbers are.
        let is_told = id.starts_with(b"0000000")
            || !id.iter().any(u8::is_ascii_alphabetic)
            || is_well_known(id)
            || is_hash_of_nothing(id)
            || self.context.lists_identifier(id)
            || from > 0 && self.is_told(start, word)
            || id.len() == 32 && !self.stands_once(start + from, id);
        if prefixed && !is_told {
            self.put(start + from..start + word.len(), codes::IDENTIFIER);
        }
    }

    /// `blk_-1608999687919862906`.
    pub(super) fn numbered(&mut self, start: usize, word: &[u8]) {
        let Some(underscore) = memchr::memchr(b'_', word) else { return };
        let from = underscore + 1 + usize::from(word.get(underscore + 1) == Some(&b'-'));
        let (name, tail) = (&word[..underscore], &word[from..]);
        if name.iter().all(u8::is_ascii_lowercase)
            && (8..=24).contains(&tail.len())
            && number::digits(tail) == tail.len()
            && !self.context.may_name(word)
        {
            self.put_run(start + from..start + word.len(), codes::IDENTIFIER, codes::IDENTIFIER);
        }
    }

    /// Whether a word may be listed, or be a secret whose prefix says so and whose letters are small: the codes of an
    /// identifier do not tell the case of its letters. The first letter may be that of an escape.
    fn is_told(&self, start: usize, word: &[u8]) -> bool {
        let escape = start.checked_sub(1).and_then(|before| self.text.get(before)) == Some(&b'\\');
        let names = [Some(word), word.get(1..).filter(|_| escape)];
        names.into_iter().flatten().any(|name| name.starts_with(b"pat-") || self.context.may_name(name))
    }

    /// Whether an identifier stands nowhere else in its line.
    fn stands_once(&self, start: usize, id: &[u8]) -> bool {
        let elsewhere =
            |part: Option<&[u8]>| part.is_some_and(|part| memchr::memmem::find(part, id).is_some());
        !elsewhere(self.text.get(..start)) && !elsewhere(self.text.get(start + id.len()..))
    }
}

const PREFIX_BYTES: usize = b"0x".len();
/// From so many digits on a number behind `0x` may be a place in memory.
const SHORT_DIGITS: usize = 6;

/// `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01` (W3C Trace Context, 3.2), its version left out perhaps.
fn is_trace_parent(word: &[u8]) -> bool {
    let word = word.strip_prefix(b"00-").unwrap_or(word);
    let is_id = |id: Option<&[u8]>| id.is_some_and(|id| hexadecimal_code(id) == Some(codes::HEX[0]));
    word.len() == TRACE_PARENT_BYTES
        && is_id(word.get(..32))
        && is_id(word.get(33..49))
        && matches!((word[32], &word[49..]), (b'-', [b'-', b'0', _]))
}

/// Both ids and the flags, without the version.
const TRACE_PARENT_BYTES: usize = 52;

/// The code of each of the digits; none if they are not hexadecimal or have letters of both cases.
fn hexadecimal_code(digits: &[u8]) -> Option<u8> {
    let written = |letter: u8| digits.iter().all(|b| b.is_ascii_digit() || b.wrapping_sub(letter) < 6);
    match (written(b'a'), written(b'A')) {
        (true, _) => Some(codes::HEX[0]),
        (false, true) => Some(codes::HEX[1]),
        _ => None,
    }
}
