//! Passwords in the commands of protocols, and in what honeypots tell of them: `LOGIN joe …` (RFC 9051), `AUTH …` (Redis),
//! `login attempt [joe/…]` (classification.md 4.1 `password`).

use super::row::is_secret;
use super::user;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::word::Word;
use std::ops::Range;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for (_, word) in line.marked(Marks::LOGIN) {
        match line.slice(word.start..word.end) {
            b"LOGIN" | b"AUTH" => command(line, found, word),
            b"login" => attempt(line, found, word),
            _ => {}
        }
    }
}

/// One or two words and the end of the line: the last is a password, if it has the form of one.
fn command(line: &Line<'_>, found: &mut Vec<Span>, verb: &Word) {
    let first = argument(line, verb.end);
    let second = argument(line, first.end);
    let (account, secret) =
        if second.is_empty() { (None, first.clone()) } else { (Some(first.clone()), second.clone()) };
    let last = line.slice(secret.end..line.view.len()).iter().all(|b| b"\"'\r ".contains(b));
    let plain = |range: &Range<usize>| !line.slice(range.clone()).iter().any(|b| b"=:,;()[]".contains(b));
    let alone = account.is_some() || line.slice(verb.start..verb.end) == b"AUTH";
    if alone && last && plain(&first) && plain(&secret) && is_secret(line.slice(secret.clone())) {
        if let Some(account) = account {
            user::judge(line, found, account, user::Position::Cue);
        }
        push(line, found, secret, Entity::Password);
    }
}

/// The run behind one blank.
fn argument(line: &Line<'_>, end: usize) -> Range<usize> {
    let start = end + usize::from(line.byte(end) == Some(b' '));
    if start == end { end..end } else { start..line.run(start, |b| !b.is_ascii_whitespace() && b != b'"') }
}

/// `login attempt [joe/secret] failed`, and `[b'joe'/b'secret']` as Python writes bytes (Cowrie).
fn attempt(line: &Line<'_>, found: &mut Vec<Span>, word: &Word) {
    const REST: &[u8] = b" attempt [";
    let start = word.end + REST.len();
    if line.slice(word.end..start) != REST {
        return;
    }
    let slash = line.run(start, |b| b != b'/' && b != b']');
    let close = line.run(slash, |b| b != b']');
    if line.byte(slash) == Some(b'/') && line.byte(close) == Some(b']') {
        user::judge(line, found, literal(line, start..slash), user::Position::Cue);
        let secret = literal(line, slash + 1..close);
        if !user::is_placeholder(line.slice(secret.clone())) {
            push(line, found, secret, Entity::Password);
        }
    }
}

/// The inside of `b'…'`.
fn literal(line: &Line<'_>, range: Range<usize>) -> Range<usize> {
    match line.slice(range.clone()) {
        [b'b', b'\'' | b'"', .., b'\'' | b'"'] if range.len() >= 4 => range.start + 2..range.end - 1,
        _ => range,
    }
}
