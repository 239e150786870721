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
            b"APOP" => digested(line, found, word),
            _ => {}
        }
    }
}

/// One or two words and the end of the line: the last is a password, if it has the form of one.
fn command(line: &Line<'_>, found: &mut Vec<Span>, verb: &Word) {
    // Mechanisms of SASL (RFC 4422), behind which a token stands.
    const MECHANISMS: [&[u8]; 6] = [b"PLAIN", b"LOGIN", b"CRAM-MD5", b"XOAUTH2", b"NTLM", b"GSSAPI"];
    // Redis shows what it is told as `"AUTH" "X"`.
    let behind = verb.end + usize::from(line.byte(verb.end) == Some(b'"'));
    let first = argument(line, behind);
    let second = argument(line, first.next);
    if MECHANISMS.contains(&line.slice(first.range.clone())) {
        return;
    }
    let (account, secret) = if second.range.is_empty() { (None, first) } else { (Some(first), second) };
    let last = line.slice(secret.next..line.view.len()).iter().all(|b| b"\"'\r ".contains(b));
    let plain = |argument: &Argument| {
        argument.quoted || !line.slice(argument.range.clone()).iter().any(|b| b"=:,;()[]".contains(b))
    };
    let text = line.slice(secret.range.clone());
    let formed = is_secret(text) || secret.quoted && text.len() >= SECRET_BYTES_MIN;
    let alone = account.is_some() || line.slice(verb.start..verb.end) == b"AUTH";
    if alone && last && account.as_ref().is_none_or(plain) && plain(&secret) && formed {
        if let Some(account) = account {
            user::judge(line, found, account.range, user::Position::Cue);
        }
        push(line, found, secret.range, Entity::Password);
    }
}

/// Shorter words in quotes name a mechanism or a mode.
const SECRET_BYTES_MIN: usize = 4;

/// `APOP joe c4c9…` (RFC 1939): an account and what its password was hashed into.
fn digested(line: &Line<'_>, found: &mut Vec<Span>, verb: &Word) {
    let account = argument(line, verb.end);
    let digest = argument(line, account.next);
    let text = line.slice(digest.range);
    if text.len() == 32 && text.iter().all(u8::is_ascii_hexdigit) {
        user::judge(line, found, account.range, user::Position::Cue);
    }
}

/// An argument without its quotes, and where what follows it begins.
struct Argument {
    range: Range<usize>,
    next: usize,
    quoted: bool,
}

/// What stands behind one blank.
fn argument(line: &Line<'_>, end: usize) -> Argument {
    let start = end + usize::from(line.byte(end) == Some(b' '));
    match line.byte(start).filter(|_| start > end) {
        None => Argument { range: end..end, next: end, quoted: false },
        Some(quote @ (b'"' | b'\'')) => {
            let close = line.run(start + 1, |b| b != quote);
            let next = (close + 1).min(line.view.len());
            Argument { range: start + 1..close, next, quoted: true }
        }
        Some(_) => {
            let close = line.run(start, |b| !b.is_ascii_whitespace() && b != b'"');
            Argument { range: start..close, next: close, quoted: false }
        }
    }
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
