//! Private keys as `PuTTY` keeps them: `Private-Lines: 3`, so many lines of base64, and then their checksum.

use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

static BEGINS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(BEGIN));

const BEGIN: &[u8] = b"Private-Lines: ";
/// The checksum's names, of older files last.
const ENDS: [&[u8]; 2] = [b"Private-MAC: ", b"Private-Hash: "];

/// The part of a key's body that stands on the line of its header, or on others behind it; empty if all stands below.
pub(super) fn body(text: &[u8]) -> Option<Range<usize>> {
    let count = BEGINS.find(text)? + BEGIN.len();
    let digits = text[count..].iter().take_while(|b| b.is_ascii_digit()).count();
    let start = count + digits;
    let end = ENDS.iter().filter_map(|end| memchr::memmem::find(&text[start..], end)).min();
    (digits > 0).then(|| start..end.map_or(text.len(), |length| start + length))
}

/// Whether a line ends the key above it.
pub(super) fn ends(line: &[u8]) -> bool {
    ENDS.iter().any(|end| line.starts_with(end))
}
