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

/// `Invalid user client from 192.0.2.7`, `… by invalid user client 192.0.2.7 port 22`, `Failed password for client from …`: a name
/// that somebody tried, which may be any word.
pub(super) fn is_attempt(line: &Line<'_>, end: usize, value: &Range<usize>) -> bool {
    const TRIED: [&[u8]; 6] =
        [b"nvalid user", b"llegal user", b"icating user", b" password for", b" publickey for", b" none for"];
    let front = line.slice(0..end);
    let tried = TRIED.iter().any(|phrase| front.ends_with(phrase));
    let rest = line.slice(value.end..line.view.len());
    let address =
        [&b" from "[..], b" "].iter().find(|gap| rest.starts_with(gap)).map(|gap| value.end + gap.len());
    let ended =
        || rest.starts_with(b" [preauth]") || address.is_some_and(|at| naming::starts_with_address(line, at));
    tried && value.start == end + 1 && !value.is_empty() && ended()
}
