//! Account names behind `for`, `by` and `as` in a sentence on a login (classification.md 4.2 `username`: `for X from`; 5.3).

use super::behind::{Behind, behind};
use super::form::{Form, form};
use super::{accept, french, is_address, is_device, token};
use crate::detect::novel::{is_component, is_novel};
use crate::detect::{bare_host, machine_words};
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::ROLE_ACCOUNTS;
use crate::word::{Word, is_any};

/// Prepositions that an account's name follows in a sentence on a login.
pub(super) const PREPOSITIONS: [&str; 6] = ["for", "by", "as", "to", "of", "from"];

/// All of them.
pub(in crate::detect) fn prepositions() -> Vec<&'static str> {
    [&PREPOSITIONS[..], &french::PREPOSITIONS].concat()
}

pub(super) fn behind_preposition(line: &Line<'_>, found: &mut Vec<Span>, word: &Word, login: bool) {
    let preposition = line.slice(word.start..word.end);
    let Some(token) = token(line, word.end) else { return };
    if token.enclosed && line.byte_before(token.range.start) == Some(b'(') {
        return;
    }
    let form = form(line, &token);
    if form == Form::None || ROLE_ACCOUNTS.has(line.slice(token.range.clone())) {
        return;
    }
    let after = behind(line, token.range.end);
    // `for D\joe` is an account whatever follows.
    let qualified = memchr::memchr(b'\\', line.slice(token.range.clone())).is_some_and(|at| at >= 2);
    let quoted = token.enclosed || qualified;
    let placed = follows_place(line, word);
    let named = match preposition.to_ascii_lowercase().as_slice() {
        b"for" => {
            matches!(after, Behind::Origin | Behind::Uid | Behind::Terminal)
                || quoted
                || placed && matches!(after, Behind::Comma | Behind::End)
        }
        b"by" => {
            matches!(after, Behind::Origin | Behind::Uid | Behind::Terminal)
                || quoted
                || after == Behind::End && (form == Form::Shaped || placed)
        }
        b"as" => {
            matches!(after, Behind::Origin | Behind::Uid)
                || after == Behind::End && (form == Form::Shaped || follows_login(line, word))
        }
        b"to" => matches!(after, Behind::Origin | Behind::Terminal),
        _ => false,
    };
    // A message of machines comes from one, if the letters are no account's.
    let name = line.slice(token.range.clone());
    let requester = preposition.eq_ignore_ascii_case(b"from")
        && machine_words::follows_message(line, word.start)
        && bare_host::is_requester(name);
    let novel = !preposition.eq_ignore_ascii_case(b"to")
        && !requester
        && !follows_refusal(line, word)
        && is_novel(line.slice(token.range.clone()))
        && !is_component(line, &token.range);
    if named || novel && login {
        accept(line, found, &token);
    }
}

/// `rejected by reginfo`: what refuses is a rule, a list or a program.
fn follows_refusal(line: &Line<'_>, preposition: &Word) -> bool {
    const VERBS: [&str; 6] = ["rejected", "denied", "refused", "blocked", "dropped", "intercepted"];
    let verb = || line.word_before(preposition.start).map(|word| line.slice(word.start..word.end));
    line.slice(preposition.start..preposition.end) == b"by" && verb().is_some_and(|verb| is_any(&VERBS, verb))
}

/// Whether what is in front tells of a login: `logged in as joe`, `LOGIN FROM dsl-7.example.org as joe`.
fn follows_login(line: &Line<'_>, preposition: &Word) -> bool {
    const VERBS: [&str; 9] =
        ["in", "on", "login", "logon", "authenticated", "accepted", "connected", "identified", "successful"];
    line.word_before(preposition.start).is_some_and(|word| {
        let text = line.slice(word.start..word.end);
        is_any(&VERBS, text) || text.contains(&b'.')
    })
}

/// Whether an address or a terminal stands in front: `FROM 192.0.2.7 FOR joe`, `ON tty3 BY joe`.
fn follows_place(line: &Line<'_>, preposition: &Word) -> bool {
    line.word_before(preposition.start).is_some_and(|word| {
        let text = line.slice(word.start..word.end);
        is_device(text) || is_address(text)
    })
}
