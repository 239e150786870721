//! Names of services in a directory, `class/host`, as Windows and Kerberos write them (classification.md 4.2 `machine_name`).

use super::host;
use crate::line::Line;
use crate::span::Span;
use crate::word::{Shape, Word};

/// Classes of services that only such names begin with.
const CLASSES: [&[u8]; 12] = [
    b"cifs",
    b"ldap",
    b"LDAP",
    b"GC",
    b"TERMSRV",
    b"MSSQLSvc",
    b"RestrictedKrbHost",
    b"WSMAN",
    b"exchangeMDB",
    b"SMTPSVC",
    b"RPCSS",
    b"E3514235-4B06-11D1-AB04-00C04FC2DCD2",
];

/// Classes that may also begin a path.
const COMMON: [&[u8]; 3] = [b"HOST", b"host", b"HTTP"];

/// Judges the host behind `class/`.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) {
    if line.byte_before(word.start) != Some(b'/') || !word.shape.has(Shape::DOT.or(Shape::DIGIT)) {
        return;
    }
    let slash = word.start - 1;
    let Some(class) = line.word_before(slash).filter(|class| class.end == slash) else { return };
    let (text, before) = (line.slice(class.start..class.end), line.byte_before(class.start));
    let apart = before.is_none_or(|b| b.is_ascii_whitespace() || b"\"'=:,([;".contains(&b));
    let alone = line.byte(word.end) != Some(b'/');
    if apart && (CLASSES.contains(&text) || alone && COMMON.contains(&text)) {
        host::judge(line, found, word.start..word.end, host::Role::Own);
    }
}
