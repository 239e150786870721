//! The words of a line: runs of letters, digits, `.`, `-` and `_`.

use crate::view::MASKED;

/// What kinds of byte a word holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape(u8);

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
    pub(crate) const MASKED: Self = Self(128);

    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the word holds no other kind of byte than these.
    pub(crate) const fn only(self, kinds: Self) -> bool {
        self.0 & !kinds.0 == 0
    }
}

/// A word of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) shape: Shape,
}

impl Word {
    pub(crate) const fn len(&self) -> usize {
        self.end - self.start
    }
}

const fn shape_of(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => Shape::DIGIT.0,
        b'a'..=b'f' | b'A'..=b'F' => Shape::HEX_LETTER.0,
        b'g'..=b'z' | b'G'..=b'Z' => Shape::LETTER.0,
        b'.' => Shape::DOT.0,
        b'-' => Shape::HYPHEN.0,
        b'_' => Shape::UNDERSCORE.0,
        MASKED => Shape::MASKED.0,
        0x80..=0xff => Shape::FOREIGN.0,
        _ => 0,
    }
}

const SHAPES: [u8; 256] = {
    let mut shapes = [0; 256];
    let mut byte = 0_u8;
    loop {
        shapes[byte as usize] = shape_of(byte);
        if byte == u8::MAX {
            break shapes;
        }
        byte += 1;
    }
};

/// Whether the byte can stand in a word.
pub(crate) const fn is_word_byte(byte: u8) -> bool {
    SHAPES[byte as usize] != 0
}

/// Splits `view` into `words`.
pub(crate) fn split(view: &[u8], words: &mut Vec<Word>) {
    words.clear();
    let mut at = 0;
    while at < view.len() {
        if !is_word_byte(view[at]) {
            at += 1;
            continue;
        }
        let start = at;
        let mut shape = 0;
        while at < view.len() && is_word_byte(view[at]) {
            let skipped = punctuation_length(&view[at..]);
            if skipped > 0 {
                break;
            }
            shape |= SHAPES[view[at] as usize];
            at += 1;
        }
        push(view, start, at, Shape(shape), words);
        at += punctuation_length(&view[at..]);
    }
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

/// Adds the word without the dots and hyphens at its ends.
fn push(view: &[u8], mut start: usize, mut end: usize, shape: Shape, words: &mut Vec<Word>) {
    while start < end && matches!(view[start], b'.' | b'-') {
        start += 1;
    }
    while end > start && matches!(view[end - 1], b'.' | b'-') {
        end -= 1;
    }
    if start < end {
        words.push(Word { start, end, shape });
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
