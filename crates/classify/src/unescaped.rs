//! Letters that a program wrote as escapes, as JSON that keeps to ASCII has them: `Beno\u00eet`.
//!
//! The view keeps a line's length, in which no letter beyond ASCII can stand for its six bytes; lists and rules would see another
//! word. Such a text is looked at as whoever wrote it meant it, and what is found goes back to the bytes as they stand
//! (classification.md 2: escapes inside a value stay inside).

use crate::span::Span;
use memchr::memmem::Finder;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// A text without such escapes. Buffers are reused.
#[derive(Debug, Default)]
pub(crate) struct Unescaped {
    text: Vec<u8>,
    letters: Vec<Letter>,
}

/// A letter that was an escape.
#[derive(Clone, Copy, Debug)]
struct Letter {
    /// Behind it in the text.
    end: usize,
    /// Behind its escape in the bytes as they stand.
    behind: usize,
}

static ESCAPE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(r"\u"));

/// Letters of Latin, Greek and Cyrillic, and the punctuation and signs of currencies beside them.
const LETTERS: [RangeInclusive<u32>; 5] =
    [0xa0..=0x24f, 0x370..=0x52f, 0x1e00..=0x1eff, 0x2000..=0x206f, 0x20a0..=0x20bf];
/// `\u00e9`.
const ESCAPE_BYTES: usize = 6;

impl Unescaped {
    /// Takes over a text; false if it has no such escape.
    pub(crate) fn read(&mut self, raw: &[u8]) -> bool {
        self.text.clear();
        self.letters.clear();
        let mut at = 0;
        for found in ESCAPE.find_iter(raw) {
            let Some(letter) = letter_at(raw, found).filter(|_| found >= at) else { continue };
            let front = raw.get(at..found).unwrap_or_default();
            // In JSON in a string of a string, more backslashes stand in front.
            let more = front.iter().rev().take_while(|b| **b == b'\\').count();
            self.text.extend_from_slice(&front[..front.len() - more]);
            self.text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            at = found + ESCAPE_BYTES;
            self.letters.push(Letter { end: self.text.len(), behind: at });
        }
        if at > 0 {
            self.text.extend_from_slice(raw.get(at..).unwrap_or_default());
        }
        at > 0
    }

    /// The text that was read last, its letters in the place of their escapes.
    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Where a place of the text is in the bytes as they stand.
    pub(crate) fn place(&self, at: usize) -> usize {
        let behind = self.letters.partition_point(|letter| letter.end <= at);
        let last = behind.checked_sub(1).and_then(|last| self.letters.get(last));
        last.map_or(at, |letter| letter.behind + (at - letter.end))
    }

    /// A span of the text in the bytes as they stand.
    pub(crate) fn span(&self, span: Span) -> Span {
        Span::new(self.place(span.start), self.place(span.end), span.entity)
    }
}

/// The letter whose escape stands at `at`.
fn letter_at(raw: &[u8], at: usize) -> Option<char> {
    let digits = std::str::from_utf8(raw.get(at + 2..at + ESCAPE_BYTES)?).ok()?;
    let code = u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
    LETTERS.iter().any(|range| range.contains(&code)).then(|| char::from_u32(code)).flatten()
}

#[cfg(test)]
mod tests {
    use super::Unescaped;

    fn check(raw: &str, expected: Option<&str>) {
        let mut unescaped = Unescaped::default();
        let got = unescaped.read(raw.as_bytes()).then(|| String::from_utf8_lossy(unescaped.text()));
        assert_eq!(got.as_deref(), expected, "{raw}");
    }

    #[test]
    fn letters_and_signs_take_the_place_of_their_escapes() {
        check(r"Beno\u00eet \u20ac5", Some("Benoît €5"));
        check(r#"{\"m\":\"Beno\\u00eet\"}"#, Some(r#"{\"m\":\"Benoît\"}"#));
    }

    #[test]
    fn other_escapes_and_folders_stay() {
        for raw in [r"a\u0022b", r"C:\users\ubad", r"\u00e", r"\u+0e9", r"\ud83d\ude00", r"\u4e2d", "\\u"] {
            check(raw, None);
        }
    }

    #[test]
    fn places_go_back_to_the_bytes_as_they_stand() {
        let raw = r"x No\u00ebl\u00e9 y";
        let mut unescaped = Unescaped::default();
        assert!(unescaped.read(raw.as_bytes()));
        let text = String::from_utf8(unescaped.text().to_vec()).unwrap();
        for (part, whole) in [("Noëlé", r"No\u00ebl\u00e9"), ("l", "l"), ("y", "y"), ("x", "x")] {
            let start = text.find(part).unwrap();
            let range = unescaped.place(start)..unescaped.place(start + part.len());
            assert_eq!(&raw[range], whole);
        }
    }
}
