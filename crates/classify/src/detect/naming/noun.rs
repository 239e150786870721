//! Account names behind a noun: `for user joe` (classification.md 4.2 `username`, 5.3).

use super::form::{Form, form};
use super::{Token, accept, french, token};
use crate::detect::novel::{is_component, is_improbable, is_novel};
use crate::detect::{person, user};
use crate::line::Line;
use crate::span::Span;
use crate::vocabulary::PREDICATES;
use crate::word::{Word, is_any};

/// Nouns that an account's name follows.
pub(super) const NOUNS: [&str; 18] = [
    "setuser",
    "identifiant",
    "user",
    "username",
    "administrator",
    "admin",
    "login",
    "utilisateur",
    "compte",
    "benutzer",
    "usuario",
    "usuário",
    "utente",
    "gebruiker",
    "account",
    "principal",
    "operator",
    "player",
];
/// Nouns of whoever has a part in something: only what has no letters of a word is an account behind them.
pub(super) const PARTS: [&str; 8] =
    ["owner", "submitter", "requester", "initiator", "assignee", "reporter", "approver", "requestor"];

/// All of them.
pub(in crate::detect) fn nouns() -> Vec<&'static str> {
    [&NOUNS[..], &PARTS].concat()
}

/// Those that are no English words.
const FOREIGN: [&str; 8] =
    ["identifiant", "utilisateur", "compte", "benutzer", "usuario", "usuário", "utente", "gebruiker"];

pub(super) fn behind_noun(line: &Line<'_>, found: &mut Vec<Span>, index: usize, noun: &Word) {
    if matches!(line.byte_before(noun.start), Some(b'/' | b'=' | b'\\' | b'-' | b'_' | b'@')) {
        return;
    }
    let text = line.slice(noun.start..noun.end);
    // `Node::operator new`: a function of C++.
    if text == b"operator" && line.byte_before(noun.start) == Some(b':') {
        return;
    }
    // `not found in account hydro`: whom a scheduler charges.
    let charged = text == b"account" && line.slice(0..noun.start).ends_with(b" in ");
    if charged {
        return;
    }
    if text == b"USER" && line.byte(noun.end) == Some(b'(') {
        // RACF's `USER(JOE     )`.
        let value = noun.end + 1..line.run(noun.end, |b| b != b')');
        if value.len() <= 9 && !line.slice(value.clone()).iter().any(u8::is_ascii_lowercase) {
            user::judge(line, found, value, user::Position::Cue);
        }
        return;
    }
    if line.slice(noun.end..noun.end + NO_DOMAIN.len()) == NO_DOMAIN {
        let start = noun.end + NO_DOMAIN.len();
        user::judge(line, found, start..line.run(start, |b| b != b']'), user::Position::Cue);
        return;
    }
    let Some(mut token) = token(line, noun.end) else { return };
    // `authentification utilisateur réussie :`
    if is_any(&FOREIGN, text) && !token.enclosed && is_participle(line.slice(token.range.clone())) {
        return;
    }
    token.range.end = user::before_realm(line, token.range.clone());
    let mut form = form(line, &token);
    // `User called from …`, as notes of desks begin.
    let told = || line.channel.is_prose() && is_past(line.slice(token.range.clone()));
    if form == Form::Plain && !token.enclosed && (is_sentence(line, index, &token) || told()) {
        form = Form::None;
    }
    // `login` and `account` are verbs and objects too: only what is quoted or looks like a name follows them.
    let weak = !is_any(
        &["user", "username", "utilisateur", "identifiant", "administrator", "principal", "player"],
        text,
    );
    let quoted = token.enclosed && line.byte_before(token.range.start) != Some(b'(');
    let named = match form {
        Form::None => false,
        Form::Shaped => {
            !weak || quoted || is_predicate(line, &token) || is_novel(line.slice(token.range.clone()))
        }
        // The lists are of English words.
        Form::Plain if is_any(&FOREIGN, text) && is_improbable(line.slice(token.range.clone())) => true,
        Form::Plain if !is_any(&FOREIGN, text) && is_novel(line.slice(token.range.clone())) => {
            !is_component(line, &token.range)
        }
        Form::Plain if is_any(&["compte", "utilisateur"], text) => {
            is_predicate(line, &token)
                || french::is_predicate(line, token.range.end) && is_novel(line.slice(token.range.clone()))
        }
        Form::Plain => {
            !weak
                && (quoted
                    || is_listed(line, text, &token)
                    || is_predicate(line, &token)
                    || is_governed(line, index))
        }
    };
    if named {
        if form == Form::Plain && !quoted && is_full_name(line, &token) {
            let first = line.words.partition_point(|w| w.start < token.range.start);
            if person::name_behind(line, found, first, 2) > 0 {
                account_of(line, found);
                return;
            }
        }
        accept(line, found, &token);
    } else if text == b"USER" && line.byte(token.range.end) == Some(b':') && form != Form::None
        || text == b"USER" && is_ftp_number(line, &token)
    {
        accept(line, found, &token);
    }
}

/// Samba's `user []\[joe]`.
const NO_DOMAIN: &[u8] = br" []\[";

/// `Started by user Ann Lee (alee)`: the account behind the name that was just found, whatever it looks like.
fn account_of(line: &Line<'_>, found: &mut Vec<Span>) {
    let Some(end) = found.last().map(|span| span.end) else { return };
    let account = end + 2..line.run(end + 2, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    if line.slice(end..end + 2) == b" (" && line.byte(account.end) == Some(b')') && account.len() >= 3 {
        user::judge(line, found, account, user::Position::Cue);
    }
}

/// `the user chooses to`, `any user who`: a sentence about whoever the user is.
fn is_sentence(line: &Line<'_>, noun: usize, token: &Token) -> bool {
    let before = noun.checked_sub(1).and_then(|at| line.words.get(at));
    let Some(article) = before.filter(|word| line.byte(word.end) == Some(b' ')) else { return false };
    let text = line.slice(token.range.clone());
    let article = line.slice(article.start..article.end);
    is_any(&["a", "any", "each", "every", "no", "this", "your", "another", "one", "if"], article)
        || article.eq_ignore_ascii_case(b"the")
            && [&b"s"[..], b"ed", b"ing"].iter().any(|ending| text.ends_with(ending))
}

/// `username joe, ip …`, `username joe` at the end of the line.
fn is_listed(line: &Line<'_>, noun: &[u8], token: &Token) -> bool {
    noun.eq_ignore_ascii_case(b"username")
        && (line.byte(token.range.end) == Some(b',') || token.range.end == line.view.len())
}

/// `USER 1234:` of an FTP server.
fn is_ftp_number(line: &Line<'_>, token: &Token) -> bool {
    line.byte(token.range.end) == Some(b':') && line.slice(token.range.clone()).iter().all(u8::is_ascii_digit)
}

fn is_full_name(line: &Line<'_>, token: &Token) -> bool {
    let text = line.slice(token.range.clone());
    !text.first().is_some_and(u8::is_ascii_lowercase) && line.byte(token.range.end) == Some(b' ')
}

/// Whether what stands behind the token says that it is somebody's name.
fn is_predicate(line: &Line<'_>, token: &Token) -> bool {
    let end = token.range.end;
    match (line.byte(end), line.byte(end + 1)) {
        (Some(b':'), Some(b' ')) | (Some(b'(' | b'@'), _) | (Some(b' '), Some(b'-' | b'(' | b'[')) => true,
        (Some(b' '), _) => line.word_from(end).is_some_and(|w| {
            let word = line.slice(w.start..w.end);
            w.start == end + 1 && (PREDICATES.has(word) || is_past(word))
        }),
        _ => false,
    }
}

/// A verb in the past, which tells what somebody did: `user joe pulled …`.
fn is_past(word: &[u8]) -> bool {
    word.len() >= 5 && word.ends_with(b"ed") && word.iter().all(u8::is_ascii_lowercase)
}

/// Words that govern a noun and the name behind it.
const GOVERNORS: [&str; 9] = ["of", "by", "as", "for", "to", "from", "authenticate", "locked", "removed"];

/// Whether a preposition or a verb stands in front of the noun: `of user joe`.
fn is_governed(line: &Line<'_>, noun: usize) -> bool {
    let Some(before) = noun.checked_sub(1).and_then(|at| line.words.get(at)) else { return false };
    is_any(&GOVERNORS, line.slice(before.start..before.end))
}

/// `réussie`, `échoué`: what French says of a noun.
fn is_participle(text: &[u8]) -> bool {
    ["é", "ée", "és", "ées", "ie", "ies"].iter().any(|ending| text.ends_with(ending.as_bytes()))
        && text.iter().all(|b| b.is_ascii_lowercase() || !b.is_ascii())
        && !text.is_ascii()
}
