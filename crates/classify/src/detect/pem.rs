//! Private keys in PEM form, on one line or over many (classification.md 4.1 `private_key`).

mod putty;

use crate::entity::Entity;
use crate::span::Span;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// Whether the lines read so far left a private key open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PemState {
    /// Outside a key.
    #[default]
    Outside,
    /// Inside a key, with the number of body lines so far.
    Inside(u32),
}

/// Finds private keys; works on the text itself, since `\n` escapes belong to the key.
pub(crate) struct Pem;

/// No key has more lines: an RSA key of 16384 bits has about 200.
const BODY_LINES_MAX: u32 = 400;
const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
/// What labels of private keys hold; the second is `OpenVPN`'s.
const PRIVATE: [&[u8]; 2] = [b"PRIVATE KEY", b"Static key"];

static DASHES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("-----"));

impl Pem {
    /// The state behind `text`.
    pub(crate) fn behind(text: &[u8], state: PemState) -> PemState {
        Self::find(text, state, &mut Vec::new())
    }

    /// Adds the parts of private keys in `text` and gives the state behind it.
    pub(crate) fn find(text: &[u8], state: PemState, found: &mut Vec<Span>) -> PemState {
        if let Some(body) = putty::body(text) {
            let is_whole = body.end < text.len();
            add(found, trimmed(text, body));
            return if is_whole { PemState::Outside } else { PemState::Inside(0) };
        }
        if state == PemState::Outside && DASHES.find(text).is_none() || putty::ends(text) {
            return PemState::Outside;
        }
        let mut at = 0;
        if let PemState::Inside(lines) = state {
            match end_marker(text, 0) {
                Some(end) => {
                    add(found, trimmed(text, 0..end));
                    at = end;
                }
                None if lines < BODY_LINES_MAX && is_body(text) => {
                    add(found, trimmed(text, 0..text.len()));
                    return PemState::Inside(lines + 1);
                }
                None => {}
            }
        }
        while let Some(begin) = begin_marker(text, at) {
            stray_ends(text, at..begin, found);
            let end = end_marker(text, begin).unwrap_or_else(|| open_end(text, begin));
            add(found, trimmed(text, begin..end));
            if end == text.len() && end_marker(text, begin).is_none() {
                return PemState::Inside(0);
            }
            at = end;
        }
        stray_ends(text, at..text.len(), found);
        PemState::Outside
    }
}

fn add(found: &mut Vec<Span>, range: Range<usize>) {
    if !range.is_empty() {
        found.push(Span::new(range.start, range.end, Entity::PrivateKey));
    }
}

fn trimmed(text: &[u8], mut range: Range<usize>) -> Range<usize> {
    while range.start < range.end && text[range.start].is_ascii_whitespace() {
        range.start += 1;
    }
    while range.end > range.start
        && (text[range.end - 1].is_ascii_whitespace() || b"\",".contains(&text[range.end - 1]))
    {
        range.end -= 1;
    }
    range
}

/// Where the next `-----BEGIN … PRIVATE KEY-----` starts.
fn begin_marker(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    memchr::memmem::find_iter(rest, BEGIN)
        .map(|at| from + at)
        .find(|&at| label(text, at + BEGIN.len()).is_some())
}

/// Where the next `-----END … PRIVATE KEY-----` ends.
fn end_marker(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    memchr::memmem::find_iter(rest, END).map(|at| from + at).find_map(|at| label(text, at + END.len()))
}

/// The end of a label that names a private key, its dashes included.
fn label(text: &[u8], start: usize) -> Option<usize> {
    let rest = text.get(start..text.len().min(start + 48))?;
    let dashes = memchr::memmem::find(rest, b"-----")?;
    let is_private = PRIVATE.iter().any(|name| memchr::memmem::find(&rest[..dashes], name).is_some());
    is_private.then_some(start + dashes + 5)
}

/// The end of a key that goes on behind this line: the quote that closes it, or the end.
fn open_end(text: &[u8], begin: usize) -> usize {
    text.get(begin..).and_then(|rest| memchr::memchr(b'"', rest)).map_or(text.len(), |quote| begin + quote)
}

/// A line of base64, a header of RFC 1421, or nothing; a log prefix may stand in front.
fn is_body(text: &[u8]) -> bool {
    let last = text.trim_ascii().rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
    let base64 = last.iter().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(b));
    let header = text.starts_with(b"Proc-Type:") || text.starts_with(b"DEK-Info:");
    header
        || last.is_empty()
        || base64 && (last.len() >= 16 || last.ends_with(b"=") || last.len() == text.trim_ascii().len())
}

/// Keys whose beginning is not in this text: the base64 in front of each end marker in `part`, and the marker.
fn stray_ends(text: &[u8], part: Range<usize>, found: &mut Vec<Span>) {
    let mut from = part.start;
    while let Some(end) = end_marker(text.get(..part.end).unwrap_or(text), from) {
        let marker = memchr::memmem::rfind(&text[..end], END).unwrap_or(from).max(from);
        add(found, trimmed(text, body_start(text, from, marker)..end));
        from = end;
    }
}

/// The start of the base64 in front of `marker`; behind a blank it goes on only from a long run, not from a word.
fn body_start(text: &[u8], from: usize, marker: usize) -> usize {
    let body = |b: &u8| b.is_ascii_alphanumeric() || b"+/=\\".contains(b);
    let run_start =
        |end: usize| text[from..end].iter().rposition(|b| !body(b)).map_or(from, |last| from + last + 1);
    let mut start = run_start(marker);
    while start > from && text[start - 1] == b' ' {
        let run = run_start(start - 1);
        if start - 1 - run < BODY_RUN_BYTES_MIN {
            break;
        }
        start = run;
    }
    start
}

/// Shorter runs behind a blank are words.
const BODY_RUN_BYTES_MIN: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expected: &[&str]) {
        let mut state = PemState::Outside;
        let mut got = Vec::new();
        for line in lines {
            let mut found = Vec::new();
            state = Pem::find(line.as_bytes(), state, &mut found);
            got.extend(found.iter().map(|s| &line[s.start..s.end]));
        }
        assert_eq!(got, expected);
    }

    #[test]
    fn a_key_over_lines() {
        check(
            &[
                "x",
                "-----BEGIN RSA PRIVATE KEY-----",
                "MIIEpAIBAAKCAQEA",
                "ab==",
                "-----END RSA PRIVATE KEY-----",
                "MIIEpAIBAAKCAQEA",
            ],
            &["-----BEGIN RSA PRIVATE KEY-----", "MIIEpAIBAAKCAQEA", "ab==", "-----END RSA PRIVATE KEY-----"],
        );
    }

    #[test]
    fn keys_of_putty_and_openvpn() {
        check(
            &[
                "Public-Lines: 1",
                "AAAAC3NzaC1lZDI1NTE5AAAAI",
                "Private-Lines: 1",
                "p9+GwUqzXRk4G6SQCWMael43l",
                "Private-MAC: 7d0bb01dedc854f31073dfaaf9bbe945ee993b03",
                "7d0bb01dedc854f31073dfaaf9bbe945ee993b03",
            ],
            &["p9+GwUqzXRk4G6SQCWMael43l"],
        );
        check(&["Private-Lines: 1 p9+GwUqzXRk4G6S Private-MAC: 7d0bb01d"], &["p9+GwUqzXRk4G6S"]);
        check(
            &[
                "-----BEGIN OpenVPN Static key V1-----",
                "ce259a526815b1c15d1646f2c4d5ca23",
                "-----END OpenVPN Static key V1-----",
            ],
            &[
                "-----BEGIN OpenVPN Static key V1-----",
                "ce259a526815b1c15d1646f2c4d5ca23",
                "-----END OpenVPN Static key V1-----",
            ],
        );
    }

    #[test]
    fn a_public_key_is_none() {
        check(&["-----BEGIN PUBLIC KEY-----", "MIIEpAIBAAKCAQEA", "-----END PUBLIC KEY-----"], &[]);
    }

    #[test]
    fn a_key_that_is_cut_off_ends_at_the_first_line_that_is_none_of_it() {
        check(
            &["-----BEGIN PRIVATE KEY-----", "MIIEpAIBAAKCAQEA", "2026-01-01 started: ok."],
            &["-----BEGIN PRIVATE KEY-----", "MIIEpAIBAAKCAQEA"],
        );
    }
}
