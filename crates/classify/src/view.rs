//! A line as the detectors see it: same length as the text, escapes turned into what they stand for.
//!
//! Every offset in the view is an offset in the text. `\t` in a JSON string becomes two tabs and `%40` three `@`, so a
//! detector needs to know nothing of escapes, and a letter that belongs to an escape cannot be glued to the value behind
//! it (classification.md 2). Our own tokens become [`MASKED`] bytes, which no detector accepts.

mod line_break;
mod quote;

use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// Stands where one of our tokens stands in the text.
pub(crate) const MASKED: u8 = 0x1e;
/// Stands where the backslash of an escaped quote stands in the text.
pub(crate) const FILLER: u8 = 0x1f;

/// The view of one line and the places of our tokens in it. Buffers are reused from line to line.
#[derive(Debug, Default)]
pub(crate) struct View {
    bytes: Vec<u8>,
    tokens: Vec<Range<usize>>,
}

impl View {
    /// Takes over a line.
    pub(crate) fn read(&mut self, text: &[u8]) {
        self.bytes.clear();
        self.bytes.extend_from_slice(text);
        self.tokens.clear();
        mask_tokens(&mut self.bytes, &mut self.tokens);
        if memchr::memchr(b'\\', text).is_some() {
            if has_string_escapes(text) {
                unescape_strings(&mut self.bytes);
                quote::mark_nested(&mut self.bytes);
            } else {
                line_break::unescape(&mut self.bytes);
                quote::mark_pairs(&mut self.bytes);
            }
        }
        if memchr::memchr(b'%', text).is_some() {
            unescape_percent(&mut self.bytes);
        }
    }

    /// Takes over a text whose backslashes are known to be escapes.
    pub(crate) fn read_escaped(&mut self, text: &[u8]) {
        self.bytes.clear();
        self.bytes.extend_from_slice(text);
        unescape_strings(&mut self.bytes);
        quote::mark_nested(&mut self.bytes);
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where our tokens stand, in order.
    pub(crate) fn tokens(&self) -> &[Range<usize>] {
        &self.tokens
    }
}

/// The guillemets of a token, as UTF-8.
pub(crate) const TOKEN_OPEN: &[u8] = "«".as_bytes();
pub(crate) const TOKEN_CLOSE: &[u8] = "»".as_bytes();

static OPENING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(TOKEN_OPEN));

fn mask_tokens(bytes: &mut [u8], tokens: &mut Vec<Range<usize>>) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| OPENING.find(rest)) {
        let start = at + found;
        at = start + TOKEN_OPEN.len();
        if let Some(length) = bytes.get(start..).and_then(token_length) {
            at = start + length;
            if let Some(token) = bytes.get_mut(start..at) {
                token.fill(MASKED);
                tokens.push(start..at);
            }
        }
    }
}

/// The length of the token at the start of `text`: `«category:entity»` or `«category:entity-8 hex digits»`.
fn token_length(text: &[u8]) -> Option<usize> {
    let inside = text.strip_prefix(TOKEN_OPEN)?;
    let end = memchr::memmem::find(inside.get(..TOKEN_BYTES_MAX.min(inside.len()))?, TOKEN_CLOSE)?;
    let (category, rest) = inside.get(..end).and_then(|t| std::str::from_utf8(t).ok())?.split_once(':')?;
    let (entity, digest) = rest.split_once('-').map_or((rest, None), |(e, d)| (e, Some(d)));
    let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b"_46".contains(&b));
    let hex = |d: &str| d.len() == 8 && d.bytes().all(|b| b.is_ascii_hexdigit());
    (word(category) && word(entity) && digest.is_none_or(hex))
        .then_some(TOKEN_OPEN.len() + end + TOKEN_CLOSE.len())
}

const TOKEN_BYTES_MAX: usize = 64;

/// Whether backslashes in the text are escapes: it is JSON, or holds the `\r\n` of an exported message.
fn has_string_escapes(text: &[u8]) -> bool {
    STRING_ESCAPES.iter().any(|sign| sign.find(text).is_some())
}

static STRING_ESCAPES: LazyLock<[Finder<'static>; 5]> =
    LazyLock::new(|| ["\":", r"\r\n", "\" :", r"\n\t", r"\u0022"].map(Finder::new));

fn unescape_strings(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += found;
        at += unescape_one(&mut bytes[at..]);
    }
}

/// Rewrites the escape at the start of `bytes` and gives its length.
fn unescape_one(bytes: &mut [u8]) -> usize {
    let stands_for = match bytes.get(1) {
        Some(b't') => b'\t',
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        Some(b'/') => b'/',
        Some(b'u') => return unescape_unicode(bytes),
        Some(b'"') => {
            bytes[0] = FILLER;
            return 2;
        }
        Some(b'\\') => return 2,
        _ => return 1,
    };
    bytes[..2].fill(stands_for);
    2
}

/// `\u0022` and its like; a letter becomes six letters, so that the word around it stays one word.
fn unescape_unicode(bytes: &mut [u8]) -> usize {
    let Some(code) = bytes.get(2..6).and_then(hex_value) else { return 1 };
    let stands_for = match u8::try_from(code) {
        Ok(b'"') => FILLER,
        Ok(byte) if byte.is_ascii() && !byte.is_ascii_control() => byte,
        Ok(byte) if byte.is_ascii() => b' ',
        _ => b'x',
    };
    bytes[..6].fill(stands_for);
    if code == u32::from(b'"') {
        bytes[5] = b'"';
    }
    6
}

fn hex_value(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, &digit| Some(value * 16 + char::from(digit).to_digit(16)?))
}

fn unescape_percent(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'%', rest)) {
        at += found;
        let code = bytes.get(at + 1..at + 3).and_then(hex_value).and_then(|code| u8::try_from(code).ok());
        match code {
            Some(byte) if separates(byte) => {
                bytes[at..at + 3].fill(byte);
                at += 3;
            }
            _ => at += 1,
        }
    }
}

/// Whether a percent-encoded byte separates values; others (`%2D`) belong to the value.
fn separates(byte: u8) -> bool {
    b"@/:?=&,;|<>\\ \"'{}[]()\r\n".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut view = View::default();
        view.read(text.as_bytes());
        let shown = String::from_utf8_lossy(view.bytes())
            .replace(char::from(MASKED), "#")
            .replace(char::from(FILLER), "^");
        assert_eq!(shown, expected);
        assert_eq!(view.bytes().len(), text.len());
    }

    #[test]
    fn json_escapes_become_what_they_stand_for() {
        check(r#"{"m":"\t\tDC$ \"x\" C:\\new"}"#, "{\"m\":\"\t\t\t\tDC$ ^\"x^\" C:\\\\new\"}");
    }

    #[test]
    fn a_windows_path_outside_json_keeps_its_backslashes() {
        check(r"C:\temp\new", r"C:\temp\new");
    }

    #[test]
    fn percent_escapes_separate() {
        check("a%40b.c%2Fd%2De", "a@@@b.c///d%2De");
    }

    #[test]
    fn tokens_are_masked() {
        check("x=«oii:tenant_ipv4-01ab34ef», «no token»", &format!("x={}, «no token»", "#".repeat(28)));
    }
}
