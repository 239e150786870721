//! One bit for each byte of a line: whether it is a digit, whether it joins a word.

use std::ops::Range;
use wide::u8x16;

/// The bits of one line, 64 bytes in each number.
#[derive(Debug)]
pub(super) struct Bytes {
    digits: [u64; BLOCKS],
    joins: [u64; BLOCKS],
    blocks: usize,
}

const BLOCK: usize = 64;
const LANES: usize = 16;
const BLOCKS: usize = super::LINE_BYTES_MAX / BLOCK + 1;

impl Default for Bytes {
    fn default() -> Self {
        Self { digits: [0; BLOCKS], joins: [0; BLOCKS], blocks: 0 }
    }
}

impl Bytes {
    /// Takes over a line of at most [`super::LINE_BYTES_MAX`] bytes; false if it holds a byte that has no place in skeletons.
    pub(super) fn read(&mut self, text: &[u8]) -> bool {
        let (whole, rest) = text.as_chunks::<BLOCK>();
        let mut last = [b' '; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        let mut refused = 0;
        self.blocks = 0;
        for block in whole.iter().chain(std::iter::once(&last)) {
            let (Some(digits), Some(joins)) =
                (self.digits.get_mut(self.blocks), self.joins.get_mut(self.blocks))
            else {
                return false;
            };
            (*digits, *joins) = (0, 0);
            for (lanes, shift) in block.as_chunks::<LANES>().0.iter().zip((0..).step_by(LANES)) {
                let bits = Bits::of(*lanes);
                *digits |= bits.digits << shift;
                *joins |= bits.joins << shift;
                refused |= bits.refused;
            }
            self.blocks += 1;
        }
        refused == 0
    }

    /// The next word with a digit that begins at or behind `from`, and its first digit.
    pub(super) fn next_word(&self, from: usize) -> Option<(Range<usize>, usize)> {
        let mut block = from / BLOCK;
        let mut digits = self.digits.get(block).copied()? & (u64::MAX << (from % BLOCK));
        while digits == 0 {
            block += 1;
            if block >= self.blocks {
                return None;
            }
            digits = self.digits.get(block).copied()?;
        }
        let digit = block * BLOCK + digits.trailing_zeros() as usize;
        Some((self.start(digit).max(from)..self.end(digit), digit))
    }

    /// How many digits follow each other from `at`.
    pub(super) fn digits_from(&self, at: usize) -> usize {
        let mut block = at / BLOCK;
        let mut others = !self.digits[block] & (u64::MAX << (at % BLOCK));
        while others == 0 && block + 1 < self.blocks {
            block += 1;
            others = !self.digits[block];
        }
        block * BLOCK + others.trailing_zeros() as usize - at
    }

    /// Where the word around `at` starts.
    fn start(&self, at: usize) -> usize {
        let mut block = at / BLOCK;
        let mut gaps = !self.joins[block] & ((1 << (at % BLOCK)) - 1);
        while gaps == 0 {
            let Some(before) = block.checked_sub(1) else { return 0 };
            block = before;
            gaps = !self.joins[block];
        }
        (block + 1) * BLOCK - gaps.leading_zeros() as usize
    }

    /// Where the word around `at` ends; the blanks behind the line end its last one.
    fn end(&self, at: usize) -> usize {
        let mut block = at / BLOCK;
        let mut gaps = !self.joins[block] & (u64::MAX << (at % BLOCK));
        while gaps == 0 && block + 1 < self.blocks {
            block += 1;
            gaps = !self.joins[block];
        }
        block * BLOCK + gaps.trailing_zeros() as usize
    }
}

/// The bits of some bytes.
struct Bits {
    digits: u64,
    joins: u64,
    refused: u32,
}

impl Bits {
    fn of(bytes: [u8; LANES]) -> Self {
        let bytes = u8x16::new(bytes);
        let within = |first: u8, count: u8| {
            let distance = bytes - u8x16::splat(first);
            distance.min(u8x16::splat(count - 1)).simd_eq(distance)
        };
        let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
        let small = bytes | u8x16::splat(0x20);
        let letters = {
            let distance = small - u8x16::splat(b'a');
            distance.min(u8x16::splat(25)).simd_eq(distance)
        };
        // `-` and `.` stand side by side, and so do the digits and `:`; a byte that is not ASCII has the highest bit.
        let joins = letters | within(b'-', 2) | within(b'0', 11) | is(b'_') | bytes;
        let control = within(0, 0x20) & !(is(b'\t') | is(0x1b));
        Self {
            digits: u64::from(within(b'0', 10).to_bitmask()),
            joins: u64::from(joins.to_bitmask()),
            refused: control.to_bitmask(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut bytes = Bytes::default();
        assert!(bytes.read(text.as_bytes()));
        let (mut got, mut at) = (Vec::new(), 0);
        while let Some((word, digit)) = bytes.next_word(at) {
            let digits = text[digit..].bytes().take_while(u8::is_ascii_digit).count();
            assert_eq!((bytes.digits_from(digit), digits > 0), (digits, true));
            got.push(&text[word.clone()]);
            at = word.end;
        }
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn words_with_digits_are_found_across_blocks() {
        check("a 10:15:32 sshd[42]: x-1.y_é9, b", &["10:15:32", "42", "x-1.y_é9"]);
        for lead in 50..70 {
            let long = "7".repeat(150);
            check(&format!("{} ab{long}.c d 5", "x".repeat(lead)), &[&format!("ab{long}.c"), "5"]);
            check(&format!("{} 1", " ".repeat(lead)), &["1"]);
        }
        check(&"5".repeat(128), &[&"5".repeat(128)]);
    }

    #[test]
    fn control_characters_are_refused() {
        let mut bytes = Bytes::default();
        assert!(bytes.read(b"a\tb\x1b[0m"));
        assert!(
            !bytes.read(b"1\x01")
                && !bytes.read(b"\n")
                && !bytes.read(&[b'1'; super::super::LINE_BYTES_MAX + 64])
        );
    }
}
