//! Whether a token has the form of an account's name, and what else it may be.

use super::{Token, is_any};
use crate::line::Line;
use crate::vocabulary::ORDINARY_WORDS;

/// How far a token's form says that it is a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// It is a number, a path, a word of the language or the like.
    None,
    /// Letters that no list knows.
    Plain,
    /// With digits, dots or underscores, as accounts have them.
    Shaped,
}

pub(super) fn form(line: &Line<'_>, token: &Token) -> Form {
    let text = line.slice(token.range.clone());
    let next = line.byte(token.range.end);
    let letters = text.iter().filter(|b| b.is_ascii_alphabetic() || !b.is_ascii()).count();
    if letters == 0 && !token.enclosed
        || text.len() > NAME_BYTES_MAX
        || ORDINARY_WORDS.has(text.strip_suffix(b"!").unwrap_or(text))
    {
        return Form::None;
    }
    if next == Some(b'=')
        || next == Some(b'(') && !line.slice(token.range.end..token.range.end + 5).eq(b"(uid=")
    {
        return Form::None;
    }
    if text.iter().any(|b| b"/@*%#&+".contains(b))
        || is_serial(text)
        || is_quantity(text)
        || is_device(text)
        || is_unit(text)
    {
        return Form::None;
    }
    let marked = |b: &u8| b.is_ascii_digit() || b"._\\!$-".contains(b) || !b.is_ascii();
    let hyphens_only = !text.iter().any(|b| *b != b'-' && marked(b));
    if text.iter().any(marked) && !(hyphens_only && text.iter().all(|b| b.is_ascii_lowercase() || *b == b'-'))
    {
        return if is_host(line, text) || is_hash(text) { Form::None } else { Form::Shaped };
    }
    Form::Plain
}

const NAME_BYTES_MAX: usize = 48;

/// `job_1445144423722_0020`: parts of which two are numbers name a job, a task or a connection (classification.md 5.2).
fn is_serial(text: &[u8]) -> bool {
    const DIGITS_MIN: usize = 8;
    let numbers = text
        .split(|b| b"_-".contains(b))
        .filter(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit));
    let (count, digits) = numbers.fold((0, 0), |(count, digits), part| (count + 1, digits + part.len()));
    count >= 2 && digits >= DIGITS_MIN
}

/// `12`, `3.5s`, `0x1f`, `v1.2`: a number with its unit.
pub(super) fn is_quantity(text: &[u8]) -> bool {
    let number = text.strip_prefix(b"v").unwrap_or(text);
    let letters = number.iter().filter(|b| b.is_ascii_alphabetic()).count();
    number.first().is_some_and(u8::is_ascii_digit) && (letters <= 2 || number.starts_with(b"0x"))
        || text.starts_with(b"-")
}

/// Interfaces, terminals and disks.
pub(in crate::detect) fn is_device(text: &[u8]) -> bool {
    let stem = text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let (name, tail) = text.split_at(stem);
    let stems = [
        "eth", "ens", "enp", "eno", "wlan", "ath", "tty", "ttys", "vty", "pts", "ppp", "tun", "tap", "br",
        "sd", "lo",
    ];
    is_any(&stems, name) && tail.first().is_some_and(u8::is_ascii_digit)
}

/// Units of systemd, source and other files.
fn is_unit(text: &[u8]) -> bool {
    let ending = memchr::memrchr(b'.', text).map_or(&b""[..], |dot| &text[dot + 1..]);
    let endings = [
        "service", "slice", "scope", "target", "socket", "timer", "mount", "conf", "cfg", "ini", "log",
        "txt", "exe", "dll", "sys", "sh", "py", "go", "c", "cpp", "h", "java", "php", "html", "js", "json",
        "xml", "yml", "yaml", "so", "db", "key", "pem", "crt", "zip", "gz", "pid", "sock",
    ];
    is_any(&endings, ending)
}

/// A domain's name.
fn is_host(line: &Line<'_>, text: &[u8]) -> bool {
    let ending = memchr::memrchr(b'.', text).map_or(&b""[..], |dot| &text[dot + 1..]);
    let tops =
        ["com", "net", "org", "io", "edu", "gov", "local", "lan", "internal", "localdomain", "example"];
    is_any(&tops, ending)
        || line.context.domain(text).is_some()
        || memchr::memchr_iter(b'.', text).count() >= 3
}

pub(super) fn is_hash(text: &[u8]) -> bool {
    let hex = text.iter().filter(|b| b.is_ascii_hexdigit() || **b == b'-').count();
    hex == text.len() && text.len() >= 12 && text.iter().any(u8::is_ascii_digit)
}
