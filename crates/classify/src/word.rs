//! The words of a line: runs of letters, digits, `.`, `-` and `_`.

mod split;

use crate::marks::Marks;

pub(crate) use split::{Splitter, split};

/// Whether a word is one of a short list, in any letter case.
pub(crate) fn is_any(list: &[&str], text: &[u8]) -> bool {
    list.iter().any(|word| text.eq_ignore_ascii_case(word.as_bytes()))
}

/// What kinds of byte a word holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape(u16);

impl Shape {
    pub(crate) const DIGIT: Self = Self(1);
    /// `a` to `f`, either case.
    pub(crate) const HEX_LETTER: Self = Self(2);
    /// Any other letter.
    pub(crate) const LETTER: Self = Self(4);
    pub(crate) const DOT: Self = Self(8);
    pub(crate) const HYPHEN: Self = Self(16);
    pub(crate) const UNDERSCORE: Self = Self(32);
    pub(crate) const FOREIGN: Self = Self(64);
    /// A capital behind the first byte.
    pub(crate) const INNER_CAPITAL: Self = Self(128);
    /// A byte of one of our tokens.
    pub(crate) const MASKED: Self = Self(256);

    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The kinds of byte that have a bit of their own in a byte: all but that of our tokens.
    const fn kind(self) -> u8 {
        self.0.to_le_bytes()[0]
    }

    /// Whether the word holds no other kind of byte than these; capitals count as their letters.
    pub(crate) const fn only(self, kinds: Self) -> bool {
        self.0 & !kinds.0 & !Self::INNER_CAPITAL.0 == 0
    }
}

/// A word of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) shape: Shape,
    /// The hash of the word, letter case aside.
    pub(crate) hash: u32,
    /// What tables may say of the word.
    pub(crate) marks: Marks,
}

impl Word {
    /// Whether the word is more than letters that no list knows or a short number: only then can its shape or the context
    /// say that it is somebody's.
    pub(crate) fn is_telling(&self, view: &[u8]) -> bool {
        const FORMED: Shape = Shape::DOT.or(Shape::HYPHEN).or(Shape::INNER_CAPITAL).or(Shape::MASKED);
        const LETTERS: Shape = Shape::LETTER.or(Shape::HEX_LETTER).or(Shape::FOREIGN);
        self.shape.has(FORMED)
            || self.marks.has(Marks::KNOWN)
            || self.len() >= 12
            || self.shape.has(Shape::DIGIT)
                && (self.shape.has(LETTERS) || matches!(view.get(self.end), Some(b' ' | b'-')))
            || self.shape.has(Shape::UNDERSCORE)
    }

    /// Whether the word is a number, a date or an identifier, of which no list has any: its hash may be that of a word of
    /// a list all the same, and what is found in a line must not follow from such an accident.
    pub(crate) fn is_numeral(&self, view: &[u8]) -> bool {
        const LETTERS: Shape = Shape::LETTER.or(Shape::HEX_LETTER).or(Shape::FOREIGN);
        if !self.shape.has(Shape::DIGIT) {
            return false;
        }
        let text = view.get(self.start..self.end).unwrap_or_default();
        !self.shape.has(LETTERS)
            || !self.shape.has(Shape::LETTER) && text.len() >= 6
            || text.len() > b"0x".len() && text.starts_with(b"0x")
            || matches!(text, [b'0'..=b'9', _, _, _, b'-', ..])
            || text.len() >= 36
            || text.len() >= 10
                && self.shape.has(Shape::UNDERSCORE)
                && text.iter().rev().take(8).all(u8::is_ascii_digit)
    }

    pub(crate) const fn len(&self) -> usize {
        self.end - self.start
    }
}

/// The hash of a word, letter case aside: words that differ in case alone have the same one, and so have few others.
pub(crate) fn hash(word: &[u8]) -> u32 {
    let (front, back) = match word.len() {
        0..8 => {
            let mut bytes = [0; 8];
            bytes[..word.len()].copy_from_slice(word);
            (u64::from_le_bytes(bytes), 0)
        }
        length => (eight(word, 0), eight(word, length - 8)),
    };
    mix(front, back, word.len())
}

fn mix(front: u64, back: u64, length: usize) -> u32 {
    let folded = (front | LOWER).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (back | LOWER).rotate_left(29);
    ((folded ^ length as u64).wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as u32
}

/// The bit that tells the case of a letter, in each of eight bytes.
const LOWER: u64 = 0x2020_2020_2020_2020;

fn eight(word: &[u8], from: usize) -> u64 {
    word.get(from..from + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes)
}

/// The length of a typographic quote, dash, ellipsis or no-break space, all of which end a word; 0 for anything else.
pub(crate) fn punctuation_length(text: &[u8]) -> usize {
    match text {
        [0xc2, 0xa0 | 0xab | 0xbb, ..] => 2,
        // U+2019 is the apostrophe of names: it stays in the word.
        [0xe2, 0x80, 0x99, ..] => 0,
        [0xe2, 0x80, ..] => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut words = Vec::new();
        split(text.as_bytes(), &mut words);
        let got: Vec<_> = words.iter().map(|w| &text[w.start..w.end]).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn words_end_at_punctuation_and_typographic_quotes() {
        check("(nw-lt-1.) «Hélène» O’Neill, --x", &["nw-lt-1", "Hélène", "O’Neill", "x"]);
    }
}
