//! Accounts behind phrases that say whose they are: `Invalid user joe`, `User 'joe'` (classification.md 4.2 `username`).

use super::{attempt, value_behind};
use crate::detect::{naming, participant, phone, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use crate::view::FILLER;
use crate::vocabulary::{LINKING_WORDS, ORDINARY_WORDS};

/// `Domaine du compte : X`: a label of its own.
pub(super) fn follows_domain(line: &Line<'_>, start: usize) -> bool {
    line.slice(start.saturating_sub(8)..start).eq_ignore_ascii_case(b"domaine ")
}

/// `numbers` tells whether a number can be a name: people type anything at a login prompt.
pub(super) fn user_behind(line: &Line<'_>, found: &mut Vec<Span>, end: usize, numbers: bool) {
    let mut value = value_behind(line, end);
    if line.byte(end) == Some(b'\'') {
        // `of user's groups`.
        return;
    }
    // `pull access denied for internal/app`: an image.
    if line.slice(0..end).ends_with(b"pull access denied for") {
        return;
    }
    if numbers && let Some(typed) = attempt::typed(line, end, &value) {
        if !participant::full_name(line, found, typed.start) {
            push(line, found, typed, Entity::Username);
        }
        return;
    }
    if line.byte(value.start) == Some(b'(') {
        value = value.start + 1..line.run(value.start, |b| b != b')');
        if line.slice(value.clone()).iter().any(|b| b": ".contains(b))
            || line.slice(value.end..value.end + 4) == b"): ["
        {
            // `Login incorrect (mschap: …): [joe]`.
            value = value_behind(line, value.end + 1);
        }
    }
    while matches!(line.byte_before(value.end), Some(b':' | b'.')) && !value.is_empty() {
        value.end -= 1;
    }
    // `user logged out: Uname: joe`: a key.
    let key = line.byte_before(end) == Some(b':') && line.slice(value.end..value.end + 2) == b": ";
    let text = line.slice(value.clone());
    attempt::client_behind(line, found, end, &value);
    if attempt::is_attempt(line, end, &value) {
        return user::judge_attempt(line, found, value);
    }
    let quoted = matches!(line.byte_before(value.start), Some(b'"' | b'\'' | b'<' | b'['));
    // Nobody's name: `Invalid user  from 192.0.2.1`, `for user authentication`.
    let again = [&b"invalid"[..], b"illegal", b"user"].contains(&text)
        && line.slice(value.end..value.end + 6).trim_ascii().starts_with(b"user");
    // `logged in using basic provider`: a way to log in.
    let means = [&b" provider"[..], b" authentication", b" method"]
        .iter()
        .any(|noun| line.slice(value.end..line.view.len()).starts_with(noun));
    let number = !numbers && text.iter().all(u8::is_ascii_digit);
    // `for user authentication`, `Unknown user name or bad password`.
    let ordinary =
        if numbers { text == b"name" || text.starts_with(b"name/") } else { ORDINARY_WORDS.has(text) };
    let missing = again
        || means && !numbers
        || key
        || number
        || ordinary
        || !numbers && (naming::is_device(text) || text.contains(&b'='))
        || is_pair(text)
        || LINKING_WORDS.has(text)
        || line.slice(end..value.start).contains(&b'=');
    if (value.start > end || matches!(line.byte_before(end), Some(b'=' | b'<'))) && (quoted || !missing) {
        if participant::full_name(line, found, value.start) {
            return;
        }
        participant::bracketed(line, found, value, user::Position::Cue);
    }
}

/// `db:main`: a key and its value, neither of them with a capital.
fn is_pair(text: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', text) else { return false };
    let word = |part: &[u8]| !part.is_empty() && part.iter().all(|b| b.is_ascii_lowercase() || *b == b'_');
    word(&text[..colon]) && text.get(colon + 1).is_some_and(u8::is_ascii_alphanumeric)
}

pub(super) fn quoted_user(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let value = value_behind(line, end);
    // `Peer '2024' is now UNREACHABLE`.
    if line.slice(value.clone()).iter().all(u8::is_ascii_digit) {
        return phone::behind_subscriber(line, found, end);
    }
    let (open, close) = (line.byte_before(value.start), line.byte(value.end));
    let quoted = matches!(
        (open, close),
        (Some(b'\''), Some(b'\''))
            | (Some(b'"'), Some(b'"' | FILLER))
            | (Some(b'<'), Some(b'>'))
            | (Some(b'['), Some(b']'))
    );
    // `user[joe]` of configuration management; `user[login]=` is a form's.
    let resource = open == Some(b'[')
        && value.start == end + 1
        && matches!(line.byte(value.end + 1), Some(b' ' | b'/' | b':'));
    let apart = line.slice(end..value.start).starts_with(b" ") || resource;
    let text = line.slice(value.clone());
    let ordinary = open == Some(b'[') && (ORDINARY_WORDS.has(text) || text.contains(&b' '));
    if quoted && apart && !ordinary && text.iter().any(u8::is_ascii_alphabetic) {
        participant::bracketed(line, found, value, user::Position::Key);
    }
}
