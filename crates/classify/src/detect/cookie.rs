//! Authentication cookies in `Cookie` and `Set-Cookie` headers (classification.md 4.1 `cookie`).

use super::user::is_placeholder;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::vocabulary::COOKIES;
use memchr::memmem::Finder;
use std::sync::LazyLock;

static HEADER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("ookie"));

/// The header as CGI passes it on (RFC 3875, 4.1.18).
static VARIABLE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("HTTP_COOKIE="));

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for variable in VARIABLE.find_iter(line.view) {
        pairs(line, found, variable + VARIABLE.needle().len());
    }
    for header in HEADER.find_iter(line.view) {
        let name_end = line.run(header, |b| b.is_ascii_alphanumeric());
        let colon = line.run(name_end, |b| b"\"' \x1f".contains(&b));
        if line.byte(colon) == Some(b':') {
            pairs(line, found, line.run(colon + 1, |b| b":[\"' \x1f".contains(&b)));
        }
    }
}

/// Between two cookies; a column of a web server's log has `+` for a blank.
const BETWEEN: &[u8] = b"; +";

/// Whether another cookie stands in front of the one whose name begins at `start`.
pub(super) fn is_next(line: &Line<'_>, start: usize) -> bool {
    let end = line.run_back(start, |b| b == b' ' || b == b'+');
    line.byte_before(end) == Some(b';')
}

/// `name=value` pairs separated by `;`, up to the end of the header; `at` may be the sign in front of one.
pub(super) fn pairs(line: &Line<'_>, found: &mut Vec<Span>, at: usize) {
    let mut at = line.run(at, |b| BETWEEN.contains(&b));
    loop {
        let name = at..line.run(at, |b| b.is_ascii_alphanumeric() || b"._-$".contains(&b));
        if line.byte(name.end) == Some(b'=') {
            // Three of them stand for an encoded one.
            let start = line.run(name.end, |b| b == b'=');
            let start = start + usize::from(line.byte(start) == Some(b'"'));
            let value = start..value_end(line, start);
            let text = line.slice(value.clone());
            if authenticates(line.slice(name)) && !is_placeholder(text) && !is_flag(text) {
                push(line, found, value.clone(), Entity::Cookie);
            }
            at = value.end
                + usize::from(line.byte(value.end) == Some(b'"') && line.byte(value.end + 1) == Some(b';'));
        } else {
            at = line.run(name.end, |b| !b.is_ascii_whitespace() && !b";,\"\x1f".contains(&b));
        }
        if !matches!(line.byte(at), Some(b';')) {
            return;
        }
        at = line.run(at, |b| BETWEEN.contains(&b));
    }
}

/// Where a cookie's value ends; a sign three times is an escaped one (`%20`).
fn value_end(line: &Line<'_>, start: usize) -> usize {
    let mut end = start;
    loop {
        end = line.run(end, |b| !b.is_ascii_whitespace() && !b";,\"\x1f'".contains(&b));
        let sign = line.byte(end);
        if sign.is_none() || line.byte(end + 1) != sign || line.byte(end + 2) != sign {
            return end;
        }
        end += b"%20".len();
    }
}

/// `webvpnlogin=1`: whether something is so, and nothing that lets anybody in.
fn is_flag(value: &[u8]) -> bool {
    const FLAGS: [&[u8]; 9] = [b"true", b"false", b"yes", b"no", b"on", b"off", b"null", b"none", b"deleted"];
    value.len() == 1 || FLAGS.iter().any(|flag| flag.eq_ignore_ascii_case(value))
}

pub(super) fn authenticates(name: &[u8]) -> bool {
    let lower = name.to_ascii_lowercase();
    // `grafana_session_expiry`: until when.
    if memchr::memmem::find(&lower, b"expir").is_some() {
        return false;
    }
    let telling =
        [&b"sess"[..], b"auth", b"token", b"jwt", b"login", b"logged", b"remember", b"canary", b"credential"];
    COOKIES.has(name) || telling.iter().any(|part| memchr::memmem::find(&lower, part).is_some())
}
