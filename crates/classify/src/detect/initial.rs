//! Accounts of an initial and a family name in what people write: `the jobs of g.storm` (classification.md 4.2 `username`).

use super::{person, user};
use crate::line::Line;
use crate::span::Span;
use crate::word::Shape;

/// Shorter names are abbreviations and endings of files.
const FAMILY_BYTES_MIN: usize = 4;

/// Judges the words of one small letter, a point, and small letters that are no word.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for word in line.telling().filter(|word| word.shape.has(Shape::DOT)) {
        let [b'a'..=b'z', b'.', family @ ..] = line.slice(word.start..word.end) else { continue };
        let apart =
            line.byte_before(word.start).is_none_or(|b| b.is_ascii_whitespace() || b"(\"'".contains(&b));
        let named = family.len() >= FAMILY_BYTES_MIN && family.iter().all(u8::is_ascii_lowercase);
        if apart && named && person::is_no_word(family) && line.byte(word.end) != Some(b'@') {
            user::judge(line, found, word.start..word.end, user::Position::Cue);
        }
    }
}
