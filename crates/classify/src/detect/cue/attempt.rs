//! What somebody tried to sign in as, and from where, in the lines of sshd (classification.md 4.2 `username`, `client_hostname`).

use crate::detect::{host, naming};
use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

/// `… by authenticating user joe host.example.net port 22`: the name of the client that somebody tried from.
pub(super) fn client_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize, value: &Range<usize>) {
    let tried =
        [&b"nvalid user"[..], b"icating user"].iter().any(|phrase| line.slice(0..end).ends_with(phrase));
    let start = value.end + 1;
    let name = start..line.run(start, |b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let full = line.slice(name.clone()).contains(&b'.') && !naming::starts_with_address(line, start);
    if tried && full && line.slice(name.end..line.view.len()).starts_with(b" port ") {
        host::judge(line, found, name, host::Role::Client);
    }
}

/// What somebody typed at a prompt for a name, where it is no single word: `'bob smith'`, `'==)jf'`, `p@ss w0rd! from 192.0.2.7`.
pub(super) fn typed(line: &Line<'_>, end: usize, value: &Range<usize>) -> Option<Range<usize>> {
    let open = line.run(end, |b| b" :".contains(&b));
    let quote = line.byte(open).filter(|b| open > end && b"'\"".contains(b));
    let typed = match quote {
        Some(quote) => open + 1..line.run(open + 1, |b| b != quote && b >= b' '),
        None => end + 1..in_front_of_address(line, end + 1)?,
    };
    let closed = quote.is_none() || line.byte(typed.end) == quote;
    let told = line.slice(typed.clone()).iter().any(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
    (closed && told && typed.len() <= TYPED_BYTES_MAX && typed != *value && !is_key(line, quote, typed.end))
        .then_some(typed)
}

/// `"user": "joe"`: a key, and no name.
fn is_key(line: &Line<'_>, quote: Option<u8>, end: usize) -> bool {
    quote.is_some()
        && line.byte(end + 1) == Some(b':')
        && line.byte(end + 2) == Some(quote.unwrap_or_default())
}

/// Longer texts are none that anybody types for a name.
const TYPED_BYTES_MAX: usize = 64;

/// Where ` from 192.0.2.7 port 22` of sshd begins, behind more than one word.
fn in_front_of_address(line: &Line<'_>, start: usize) -> Option<usize> {
    let front = line.slice(0..start - 1);
    let rest = line.slice(start..line.view.len().min(start + TYPED_BYTES_MAX));
    let at = memchr::memmem::find(rest, b" from ").map(|at| start + at)?;
    let address = at + b" from ".len();
    let port = line.slice(line.blank_after(address)..line.view.len()).starts_with(b" port ");
    let blank = memchr::memchr(b' ', line.slice(start..at)).is_some_and(|blank| blank > 0);
    let tried = TRIED.iter().any(|phrase| front.ends_with(phrase));
    let noun = [&b"invalid user "[..], b"illegal user "].iter().any(|noun| rest.starts_with(noun));
    (tried && port && blank && !noun && naming::starts_with_address(line, address)).then_some(at)
}

/// Phrases of sshd that a name follows which somebody tried.
const TRIED: [&[u8]; 6] =
    [b"nvalid user", b"llegal user", b"icating user", b" password for", b" publickey for", b" none for"];

/// `Invalid user client from 192.0.2.7`, `… by invalid user client 192.0.2.7 port 22`, `Failed password for client from …`: a name
/// that somebody tried, which may be any word.
pub(super) fn is_attempt(line: &Line<'_>, end: usize, value: &Range<usize>) -> bool {
    let front = line.slice(0..end);
    let tried = TRIED.iter().any(|phrase| front.ends_with(phrase));
    let rest = line.slice(value.end..line.view.len());
    let address =
        [&b" from "[..], b" "].iter().find(|gap| rest.starts_with(gap)).map(|gap| value.end + gap.len());
    let ended =
        || rest.starts_with(b" [preauth]") || address.is_some_and(|at| naming::starts_with_address(line, at));
    tried && value.start == end + 1 && !value.is_empty() && ended()
}
