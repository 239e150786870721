//! Accounts of federated chat: Matrix's `@joe:example.com` (classification.md 4.2 `username`, 4.4 `tenant_domain`).

use crate::detect::{host, user};
use crate::line::Line;
use crate::span::Span;

/// Labels the account whose `@` stands at `at`; true if there is one.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, at: usize) -> bool {
    let inside = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || b"._-+%/".contains(&b));
    let name = at + 1..line.run(at + 1, |b| b.is_ascii_alphanumeric() || b"._=-".contains(&b));
    let server = name.end + 1..line.run(name.end + 1, |b| b.is_ascii_alphanumeric() || b".-".contains(&b));
    let top = line.slice(server.clone()).rsplit(|b| *b == b'.').next().unwrap_or_default();
    let account = !inside(line.byte_before(at))
        && line.byte(name.end) == Some(b':')
        && line.byte(name.start).is_some_and(|b| b.is_ascii_lowercase())
        && line.slice(server.clone()).contains(&b'.')
        && (2..=24).contains(&top.len())
        && top.iter().all(u8::is_ascii_alphabetic);
    if account {
        user::judge(line, found, name, user::Position::Cue);
        host::judge(line, found, server, host::Role::Mention);
    }
    account
}
