//! Accounts of chat: Matrix's `@joe:example.com`, Slack's `<@U012AB3CD>`, Discord's `<@80351110224678912>` (classification.md 4.2
//! `username`, 4.3 `user_number`, 4.4 `tenant_domain`).

use crate::detect::{host, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;

/// Labels the account whose `@` stands at `at`; true if there is one.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, at: usize) -> bool {
    line.byte_before(at) == Some(b'<') && mentioned(line, found, at) || federated(line, found, at)
}

/// `<@U012AB3CD>`, `<@U012AB3CD|ann>`, `<@!80351110224678912>`: whom a message addresses.
fn mentioned(line: &Line<'_>, found: &mut Vec<Span>, at: usize) -> bool {
    const SLACK: std::ops::RangeInclusive<usize> = 9..=12;
    const DISCORD: std::ops::RangeInclusive<usize> = 17..=20;
    let start = at + 1 + usize::from(line.byte(at + 1) == Some(b'!'));
    let name = start..line.run(start, |b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let text = line.slice(name.clone());
    let entity = if text.iter().all(u8::is_ascii_digit) && DISCORD.contains(&text.len()) {
        Entity::UserNumber
    } else if matches!(text.first(), Some(b'U' | b'W')) && SLACK.contains(&text.len()) {
        Entity::Username
    } else {
        return false;
    };
    let closed = matches!(line.byte(name.end), Some(b'>' | b'|'));
    if closed {
        push(line, found, name, entity);
    }
    closed
}

/// An account and its server.
fn federated(line: &Line<'_>, found: &mut Vec<Span>, at: usize) -> bool {
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
