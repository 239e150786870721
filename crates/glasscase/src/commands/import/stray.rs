//! Bytes that are no UTF-8 in a text, read as windows-1252: so a text in Latin-1 keeps its letters, and a log with a broken
//! byte keeps all others.

use std::borrow::Cow;

/// What windows-1252 has from 0x80 to 0x9f, where Latin-1 has control characters (WHATWG Encoding, *index windows-1252*).
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
    '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}',
    '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
    '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// Makes UTF-8 of text that comes in pieces.
#[derive(Debug, Default)]
pub(super) struct Stray {
    /// The beginning of a character that the next piece may complete: at most three bytes.
    pending: Vec<u8>,
    /// Whether there was a byte that is no UTF-8.
    pub(super) has_met: bool,
}

impl Stray {
    /// The next piece as UTF-8.
    pub(super) fn decode<'b>(&mut self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        if self.pending.is_empty() && std::str::from_utf8(bytes).is_ok() {
            return Cow::Borrowed(bytes);
        }
        let mut all = std::mem::take(&mut self.pending);
        all.extend_from_slice(bytes);
        let mut text = String::with_capacity(all.len() + all.len() / 8);
        let mut chunks = all.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            text.push_str(chunk.valid());
            if chunks.peek().is_none() && may_go_on(chunk.invalid()) {
                self.pending = chunk.invalid().to_vec();
            } else {
                self.push(chunk.invalid(), &mut text);
            }
        }
        Cow::Owned(text.into_bytes())
    }

    /// What is left at the end.
    pub(super) fn end(&mut self) -> Vec<u8> {
        let mut text = String::new();
        let pending = std::mem::take(&mut self.pending);
        self.push(&pending, &mut text);
        text.into_bytes()
    }

    fn push(&mut self, stray: &[u8], text: &mut String) {
        self.has_met |= !stray.is_empty();
        text.extend(stray.iter().map(|byte| {
            let within = byte.checked_sub(0x80).and_then(|at| WINDOWS_1252.get(usize::from(at)));
            within.copied().unwrap_or(char::from(*byte))
        }));
    }
}

/// Whether bytes are the beginning of a character that lacks its end.
fn may_go_on(bytes: &[u8]) -> bool {
    !bytes.is_empty() && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, has_met: bool) {
        for cut in 1..=bytes.len().max(1) {
            let (mut stray, mut decoded) = (Stray::default(), Vec::new());
            bytes.chunks(cut).for_each(|piece| decoded.extend_from_slice(&stray.decode(piece)));
            decoded.extend(stray.end());
            assert_eq!(
                (String::from_utf8(decoded).unwrap().as_str(), stray.has_met),
                (text, has_met),
                "{cut}"
            );
        }
    }

    #[test]
    fn latin_1_keeps_its_letters_and_utf_8_stays_as_it_is() {
        check(b"", "", false);
        check("d\u{e9}j\u{e0} \u{20ac} \u{1f600}".as_bytes(), "d\u{e9}j\u{e0} \u{20ac} \u{1f600}", false);
        check(
            b"Jos\xe9 M\xfcller, 5 \x80 \x93x\x94",
            "Jos\u{e9} M\u{fc}ller, 5 \u{20ac} \u{201c}x\u{201d}",
            true,
        );
        check(b"caf\xe9", "caf\u{e9}", true);
        check(b"\xe2\x82", "\u{e2}\u{201a}", true);
    }
}
