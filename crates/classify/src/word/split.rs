//! Finds the words of a line.
//!
//! Every byte of input passes here, so the work is done on many bytes at a time: classes of bytes by arithmetic that
//! compilers turn into vector instructions, then a bit for each byte, then a jump from edge to edge of these bits.

use super::{Shape, Word, hash, mix, punctuation_length};
use crate::marks::Marks;
use crate::view::MASKED;

/// Splits lines; its buffers are reused.
#[derive(Debug, Default)]
pub(crate) struct Splitter {
    /// The kind of each byte, as in [`Shape`]; 0 outside words. Eight more at the end.
    kinds: Vec<u8>,
}

/// Splits one text into `words`, without marks of separators.
pub(crate) fn split(view: &[u8], words: &mut Vec<Word>) {
    Splitter::default().split(view, words);
}

impl Splitter {
    /// Splits `view` into `words` and gives the marks of what stands between them.
    pub(crate) fn split(&mut self, view: &[u8], words: &mut Vec<Word>) -> Marks {
        words.clear();
        let len = view.len().next_multiple_of(BLOCK) + BLOCK;
        self.kinds.resize(len.max(self.kinds.len()), 0);
        for (kind, byte) in self.kinds.iter_mut().zip(view) {
            *kind = kind_of(*byte);
        }
        self.kinds[view.len()..len].fill(0);
        self.end_at_punctuation(view);
        self.find_words(view, words);
        separators(view)
    }

    /// Typographic punctuation separates as its ASCII likes do.
    fn end_at_punctuation(&mut self, view: &[u8]) {
        if view.is_ascii() {
            return;
        }
        for at in memchr::memchr2_iter(0xc2, 0xe2, view) {
            let length = view.get(at..).map_or(0, punctuation_length);
            if let Some(kinds) = self.kinds.get_mut(at..at + length) {
                kinds.fill(0);
            }
        }
    }

    fn find_words(&self, view: &[u8], words: &mut Vec<Word>) {
        let mut start = None;
        let mut last = 0;
        let (blocks, _) = self.kinds.as_chunks::<BLOCK>();
        for (block, kinds) in blocks.iter().take(view.len() / BLOCK + 1).enumerate() {
            let inside = word_bits(kinds);
            let mut edges = inside ^ (inside << 1 | last);
            last = inside >> 63;
            while edges != 0 {
                let at = block * BLOCK + edges.trailing_zeros() as usize;
                edges &= edges - 1;
                match start.take() {
                    Some(start) => self.push(view, start, at, words),
                    None => start = Some(at),
                }
            }
        }
    }

    /// Adds the word without the dots and hyphens at its ends.
    fn push(&self, view: &[u8], start: usize, end: usize, words: &mut Vec<Word>) {
        let is_edge = |at: usize| self.kinds.get(at).is_some_and(|kind| EDGE & kind != 0);
        if is_edge(start) || is_edge(end - 1) {
            let first = (start..end).find(|at| !is_edge(*at));
            let last = (start..end).rev().find(|at| !is_edge(*at));
            if let (Some(start), Some(last)) = (first, last) {
                words.push(self.word(view, start, last + 1));
            }
        } else {
            words.push(self.word(view, start, end));
        }
    }

    fn word(&self, view: &[u8], start: usize, end: usize) -> Word {
        let length = end - start;
        let (kinds, hash) = if length < 8 {
            let short = !(u64::MAX << (8 * length));
            let text = view.get(start..start + 8).and_then(|eight| eight.try_into().ok());
            let hash = match text.map(u64::from_le_bytes) {
                Some(text) => mix(text & short, 0, length),
                None => hash(view.get(start..end).unwrap_or_default()),
            };
            (self.eight_kinds(start) & short & !FIRST_CAPITAL, hash)
        } else {
            let mut kinds = self.eight_kinds(start) & !FIRST_CAPITAL;
            let mut at = start + 8;
            while at < end {
                // The last eight overlap those before them, but never the first byte.
                kinds |= self.eight_kinds(at.min(end - 8));
                at += 8;
            }
            (kinds, hash(view.get(start..end).unwrap_or_default()))
        };
        Word { start, end, shape: shape(kinds, view, start, end), hash, marks: Marks::NONE }
    }

    fn eight_kinds(&self, at: usize) -> u64 {
        let kinds = self.kinds.get(at..at + 8).and_then(|kinds| kinds.try_into().ok());
        kinds.map_or(0, u64::from_le_bytes)
    }
}

/// Of the first byte of a word a capital does not count.
const FIRST_CAPITAL: u64 = Shape::INNER_CAPITAL.kind() as u64;

/// The shape of a word whose kinds are `kinds`, put together.
fn shape(mut kinds: u64, view: &[u8], start: usize, end: usize) -> Shape {
    kinds |= kinds >> 32;
    kinds |= kinds >> 16;
    kinds |= kinds >> 8;
    let [kinds, ..] = kinds.to_le_bytes();
    let masked = kinds == u8::MAX && view.get(start..end).is_some_and(|word| word.contains(&MASKED));
    Shape(u16::from(kinds) | if masked { Shape::MASKED.0 } else { 0 })
}

const EDGE: u8 = Shape::DOT.or(Shape::HYPHEN).kind();

/// The kind of a byte, as one of the lower bits of a [`Shape`]; a byte of our tokens is of every kind.
fn kind_of(byte: u8) -> u8 {
    let lower = byte | 0x20;
    let bit = |is: bool, shape: Shape| if is { shape.kind() } else { 0 };
    bit(byte.wrapping_sub(b'0') < 10, Shape::DIGIT)
        | bit(lower.wrapping_sub(b'a') < 6, Shape::HEX_LETTER)
        | bit(lower.wrapping_sub(b'g') < 20, Shape::LETTER)
        | bit(byte == b'.', Shape::DOT)
        | bit(byte == b'-', Shape::HYPHEN)
        | bit(byte == b'_', Shape::UNDERSCORE)
        | bit(byte >= 0x80, Shape::FOREIGN)
        | bit(byte.wrapping_sub(b'A') < 26, Shape::INNER_CAPITAL)
        | if byte == MASKED { u8::MAX } else { 0 }
}

/// How many bytes have their bits in one number.
const BLOCK: usize = 64;

/// One bit for each kind: whether its byte stands in a word.
fn word_bits(kinds: &[u8; BLOCK]) -> u64 {
    let mut bits = 0;
    for (place, eight) in kinds.as_chunks::<8>().0.iter().enumerate() {
        let lanes = u64::from_le_bytes(*eight);
        let inside = (((lanes & LOW_BITS) + LOW_BITS) | lanes) & !LOW_BITS;
        bits |= ((inside >> 7).wrapping_mul(GATHER) >> 56) << (8 * place);
    }
    bits
}

/// All bits but the highest, in each of eight bytes.
const LOW_BITS: u64 = 0x7f7f_7f7f_7f7f_7f7f;
/// Brings the lowest bit of each of eight bytes into the highest byte.
const GATHER: u64 = 0x0102_0408_1020_4080;

/// The marks of the separators in the text.
fn separators(view: &[u8]) -> Marks {
    let mut seen = [[0; LANES]; 2];
    let (chunks, rest) = view.as_chunks::<LANES>();
    for chunk in chunks {
        see(&mut seen, chunk);
    }
    let mut last = [0; LANES];
    last[..rest.len()].copy_from_slice(rest);
    see(&mut seen, &last);
    let seen = seen.map(|lanes| lanes.iter().fold(0, |all, lane| all | lane));
    let present = |index: &usize| seen[index / 8] >> (index % 8) & 1 == 1;
    (0..Marks::SEPARATORS.len())
        .filter(present)
        .fold(Marks::NONE, |marks, index| marks.or(Marks::SEPARATORS[index].1))
}

/// How many bytes are compared at a time.
const LANES: usize = 32;

/// Sets, in each lane, the bit of the separator that stands there.
fn see(seen: &mut [[u8; LANES]; 2], chunk: &[u8; LANES]) {
    let bit = |byte: u8, index: usize| u8::from(byte == Marks::SEPARATORS[index].0) << (index % 8);
    for (lane, &byte) in seen[0].iter_mut().zip(chunk) {
        *lane |= bit(byte, 0) | bit(byte, 1) | bit(byte, 2) | bit(byte, 3);
        *lane |= bit(byte, 4) | bit(byte, 5) | bit(byte, 6) | bit(byte, 7);
    }
    for (lane, &byte) in seen[1].iter_mut().zip(chunk) {
        *lane |= bit(byte, 8) | bit(byte, 9);
    }
}
