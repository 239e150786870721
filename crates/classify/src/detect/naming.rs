//! Account names in the sentences of logs: what stands behind `user`, or behind `for`, `by` and `as` in a sentence on a
//! login (classification.md 4.2 `username`: `for user X`, `for X from`; 5.3).

mod act;
mod behind;
mod form;
mod french;

pub(super) use behind::{is_address, starts_with_address};
pub(super) use form::is_device;

use super::novel::{is_component, is_improbable, is_novel};
use super::{bare_host, cue, host, machine_words, participant, person, user};
use crate::line::Line;
use crate::marks::Marks;
use crate::span::Span;
use crate::vocabulary::{LOGIN_WORDS, PREDICATES, ROLE_ACCOUNTS};
use crate::word::{Word, is_any};
use behind::{Behind, behind};
use form::{Form, form, is_hash, is_quantity};
use std::ops::Range;

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
const PARTS: [&str; 8] =
    ["owner", "submitter", "requester", "initiator", "assignee", "reporter", "approver", "requestor"];

/// All of them.
pub(super) fn nouns() -> Vec<&'static str> {
    [&NOUNS[..], &PARTS].concat()
}
/// Those that are no English words.
const FOREIGN: [&str; 8] =
    ["identifiant", "utilisateur", "compte", "benutzer", "usuario", "usuário", "utente", "gebruiker"];
/// Prepositions that an account's name follows in a sentence on a login.
const PREPOSITIONS: [&str; 6] = ["for", "by", "as", "to", "of", "from"];

/// All of them.
pub(super) fn prepositions() -> Vec<&'static str> {
    [&PREPOSITIONS[..], &french::PREPOSITIONS].concat()
}

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let login = tells_of_login(line);
    for (index, word) in line.marked(Marks::ROLE.or(Marks::PREPOSITION)) {
        let text = line.slice(word.start..word.end);
        if text == b"as" && line.byte(word.end) == Some(b':') {
            authorized(line, found, word.end + 1);
        } else if is_any(&NOUNS, text) {
            behind_noun(line, found, index, word);
        } else if text == b"for" && names_uid(line, word) {
            if let Some(token) = token(line, word.end) {
                let end = line.run(token.range.start, |b| b != b':');
                user::judge(line, found, token.range.start..end, user::Position::Cue);
            }
        } else if text == b"as" && follows_origin(line, word) {
        } else if (login || is_closing_agent(line, word)) && is_any(&PREPOSITIONS, text) {
            behind_preposition(line, found, word, login);
        } else if is_any(&PARTS, text) {
            act::behind_part(line, found, word);
        } else if text == b"by" {
            act::behind_by(line, found, word);
        } else if is_any(&french::PREPOSITIONS, text) {
            french::behind_preposition(line, found, word);
        }
    }
}

/// `joe@192.0.2.7 logged in as Acme Client`: who came stands in front already.
fn follows_origin(line: &Line<'_>, preposition: &Word) -> bool {
    let before = |word: &Word| line.word_before(word.start).copied();
    let logged = before(preposition).and_then(|word| before(&word));
    logged.is_some_and(|logged| cue::follows_login(line, logged.start))
}

/// `as:joe (auth:SIMPLE)`, as Hadoop's services tell who asked.
fn authorized(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let name = start..line.run(start, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    if line.slice(name.end..line.view.len()).starts_with(b" (auth:") {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// Whether a word of the line is one of logins: its mark says only that its hash is that of one.
fn tells_of_login(line: &Line<'_>) -> bool {
    line.marks.has(Marks::LOGIN)
        && line.marked(Marks::LOGIN).any(|(_, word)| LOGIN_WORDS.has(line.slice(word.start..word.end)))
}

/// `for joe:1001`: an account and its number.
fn names_uid(line: &Line<'_>, preposition: &Word) -> bool {
    let Some(name) = line.word_from(preposition.end).filter(|word| word.start == preposition.end + 1) else {
        return false;
    };
    let end = line.run(name.end + 1, |b| b.is_ascii_digit());
    line.byte(name.end) == Some(b':')
        && end > name.end + 1
        && line.byte(end).is_none_or(|b| b.is_ascii_whitespace() || b == b',')
        && is_improbable(line.slice(name.start..name.end))
}

/// `… by "joe".` at the end of a sentence.
fn is_closing_agent(line: &Line<'_>, word: &Word) -> bool {
    let quote = line.byte(word.end + 1);
    let close = line.run(word.end + 2, |b| Some(b) != quote);
    quote == Some(b'"') && close + 2 >= line.view.len() && line.slice(word.start..word.end) == b"by"
}

/// The token behind a word, and the quotes or brackets around it.
struct Token {
    range: Range<usize>,
    enclosed: bool,
}

/// The token behind one blank at `end`, without quotes, brackets and the punctuation behind it.
fn token(line: &Line<'_>, end: usize) -> Option<Token> {
    if line.byte(end) != Some(b' ') {
        return None;
    }
    // A value that is put into a sentence may leave a blank beside the sentence's own.
    let end = if line.byte(end + 1) == Some(b' ') { end + 1 } else { end };
    let start = line.run(end + 1, |b| b"'\"`[<(\x1f".contains(&b));
    if start > end + 4 {
        return None;
    }
    let mut stop = line.run(start, |b| !b.is_ascii_whitespace() && !b"'\"`<>[](){},;|=\x1e\x1f".contains(&b));
    let enclosed = start > end + 1 && line.byte(stop).is_some_and(|b| b"'\"`]>)\x1f@".contains(&b));
    while stop > start && matches!(line.byte_before(stop), Some(b'.' | b':' | b'?')) && !enclosed {
        stop -= 1;
    }
    (stop > start && (enclosed || start == end + 1)).then_some(Token { range: start..stop, enclosed })
}

fn behind_noun(line: &Line<'_>, found: &mut Vec<Span>, index: usize, noun: &Word) {
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
    token.range.end = user::before_realm(line, token.range.clone());
    let mut form = form(line, &token);
    if form == Form::Plain && !token.enclosed && is_sentence(line, index, &token) {
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
    let Some(article) = noun.checked_sub(1).and_then(|at| line.words.get(at)) else { return false };
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

fn behind_preposition(line: &Line<'_>, found: &mut Vec<Span>, word: &Word, login: bool) {
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
        && is_novel(line.slice(token.range.clone()))
        && !is_component(line, &token.range);
    if named || novel && login {
        accept(line, found, &token);
    }
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

/// Judges the token as an account, and the host behind `from`.
fn accept(line: &Line<'_>, found: &mut Vec<Span>, token: &Token) {
    participant::bracketed(line, found, token.range.clone(), user::Position::Cue);
}

/// The client in `joe from laptop.example.org` (classification.md 4.2 `client_hostname`).
pub(super) fn origin(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let end = line.run(end, |b| b"'\"`]>\x1f".contains(&b));
    if line.slice(end..end + 6) != b" from " {
        return;
    }
    let Some(word) = line.word_at(end + 6).filter(|w| w.start == end + 6) else { return };
    let name = line.slice(word.start..word.end);
    let letters = name.iter().any(u8::is_ascii_alphabetic);
    let full = letters && name.contains(&b'.');
    let short =
        letters && (name.contains(&b'-') || name.iter().any(u8::is_ascii_digit)) && !name.contains(&b'_');
    if full {
        host::judge(line, found, word.start..word.end, host::Role::Client);
    } else if short && !is_device(name) && !super::guid::is_guid(name) && !is_hash(name) && !is_quantity(name)
    {
        host::judge(line, found, word.start..word.end, host::Role::Own);
    }
}
