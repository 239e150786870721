//! Names of services and accounts in a directory as Windows and Kerberos write them: `class/host`, `joe/REALM`, `HOST$`
//! (classification.md 4.2 `machine_name`, `username`).

use super::{host, user};
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

/// Judges the host behind `class/`, the account in front of `/REALM`, and the host whose account a service has.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) {
    if line.byte(word.end) == Some(b'$') && is_account_of_service(line, word) {
        host::judge(line, found, word.start..word.end, host::Role::Own);
        return;
    }
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
    } else if apart && !is_ticket_service(text) && is_realm(line, word) {
        user::judge(line, found, class.start..class.end, user::Position::Cue);
    }
}

/// `"ServiceName":"PC-7$"`: Windows names a service by the account of the machine that it runs on.
fn is_account_of_service(line: &Line<'_>, word: &Word) -> bool {
    let key = line.fields.at(word.start).map(|field| line.slice(field.key.clone())).unwrap_or_default();
    let is_key = |name: &str| key.eq_ignore_ascii_case(name.as_bytes());
    is_key("ServiceName") || is_key("Service Name")
}

/// The services of Kerberos itself.
fn is_ticket_service(name: &[u8]) -> bool {
    name == b"krbtgt" || name == b"kadmin"
}

/// A domain in capitals, alone behind its slash.
fn is_realm(line: &Line<'_>, word: &Word) -> bool {
    let capital = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b"-.".contains(b);
    let ended = line.byte(word.end).is_none_or(|b| b.is_ascii_whitespace() || b"\"',".contains(&b));
    let name = line.slice(word.start..word.end);
    let labels = name.split(|b| *b == b'.').filter(|label| label.iter().any(u8::is_ascii_uppercase)).count();
    ended && labels >= 2 && name.iter().all(capital)
}
