//! Identifiers: what they are made of decides nothing unless the context lists them.

use super::token::Token;
use super::{codes, number};
use crate::detect::{GUID_BYTES, is_guid, is_hash_of_nothing, is_well_known};

impl Token<'_> {
    /// `0x7ff1b2d17980`, and digests of the lengths of SHA-1 and SHA-2, their letters of one case.
    pub(super) fn hexadecimal(&mut self, start: usize, word: &[u8], lead: usize) {
        let digits = word.get(lead..).unwrap_or_default();
        let written = |letter: u8| {
            let (mut numbers, mut letters) = (false, false);
            digits.iter().all(|b| {
                let (number, letter) = (b.is_ascii_digit(), b.wrapping_sub(letter) < 6);
                numbers |= number;
                letters |= letter;
                number || letter
            }) && numbers
                && (letters || lead > 0)
        };
        let case = usize::from(digits.iter().any(u8::is_ascii_uppercase));
        let lower_only = lead == 0 || case == 0;
        if digits.len() >= 6 && lower_only && written([b'a', b'A'][case]) && !self.context.may_name(word) {
            let range = start + lead..start + word.len();
            if lead > 0 && digits.len() <= 16 {
                self.put_run(range, codes::HEX[case], codes::HEXADECIMAL);
            } else {
                self.put(range, codes::HEX[case]);
            }
        }
    }

    /// A GUID, 32 hexadecimal digits, a digest.
    pub(super) fn identifier(&mut self, start: usize, word: &[u8]) {
        let from = match word.len() {
            32 if word.iter().all(u8::is_ascii_hexdigit) => 0,
            GUID_BYTES.. if is_guid(&word[word.len() - GUID_BYTES..]) => word.len() - GUID_BYTES,
            40 | 64 => {
                self.hexadecimal(start, word, 0);
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
