//! Values behind a word of configuration files and consoles, without a separator: `login joe password X`, `set psksecret X`,
//! `tacacs-server host h key X` (classification.md 4.1 `password`, 4.2 `username`). The words are data:
//! `data/statements.txt`.

use super::stated;
use super::user::{self, is_placeholder};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::phrase_table::PhraseTable;
use crate::sections;
use crate::span::Span;
use crate::vocabulary::{LINKING_WORDS, ORDINARY_WORDS, PASSWORD_STATES};
use crate::word::Word;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Statement {
    Password,
    AccountPassword,
    ServerKey,
    Pair,
    Connect,
    Header,
}

static STATEMENTS: LazyLock<PhraseTable<Statement>> = LazyLock::new(|| PhraseTable::of(listed()));

fn listed() -> impl Iterator<Item = (&'static str, Statement)> {
    let phrases = sections::phrases(include_str!("../data/statements.txt"));
    phrases.filter_map(|(heading, phrase)| Some((phrase, statement_from_name(heading)?)))
}

fn statement_from_name(name: &str) -> Option<Statement> {
    Some(match name {
        "password" => Statement::Password,
        "account_password" => Statement::AccountPassword,
        "server_key" => Statement::ServerKey,
        "pair" => Statement::Pair,
        "connect" => Statement::Connect,
        "header" => Statement::Header,
        _ => return None,
    })
}

/// The phrases alone.
pub(super) fn phrases() -> impl Iterator<Item = &'static str> {
    listed().map(|(phrase, _)| phrase)
}

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for (index, word) in line.marked(Marks::STATEMENT) {
        let Some((phrase, statement)) = STATEMENTS.longest_at(line.view, line.words, index) else { continue };
        // `key_mgmt=WPA-PSK proto=RSN`: the value of a key.
        if line.byte_before(phrase.start) == Some(b'=') {
            continue;
        }
        match statement {
            Statement::Connect => connect(line, found, phrase.end),
            Statement::Pair => pair(line, found, phrase.end),
            Statement::Header => header(line, found, phrase.end),
            Statement::Password => password(line, found, phrase.end),
            Statement::AccountPassword if !is_connecting(line, word) => {}
            Statement::AccountPassword => account(line, found, index, word),
            Statement::ServerKey if tells_of_server(line, word.start) => password(line, found, phrase.end),
            Statement::ServerKey => {}
        }
    }
}

/// The argument behind one blank at `end`, without quotes; what kind of text the value is may stand in front.
fn argument(line: &Line<'_>, end: usize) -> Option<Range<usize>> {
    const KINDS: [&[u8]; 10] = [
        b"ENC",
        b"ascii-text",
        b"ascii",
        b"local",
        b"encrypted",
        b"hex",
        b"md5",
        b"sha1",
        b"sha256",
        b"hmac-sha-256",
    ];
    let mut at = end;
    for _ in 0..3 {
        if line.byte(at) != Some(b' ') {
            return None;
        }
        let start = line.run(at, |b| b == b' ');
        if let Some(quote @ (b'"' | b'\'')) = line.byte(start) {
            return Some(start + 1..line.run(start + 1, |b| b != quote));
        }
        let value = start..line.run(start, |b| !b.is_ascii_whitespace() && b != b'"');
        let text = line.slice(value.clone());
        let kind = KINDS.contains(&text) || text.len() <= 2 && text.iter().all(u8::is_ascii_digit);
        let last = line.byte(value.end) != Some(b' ');
        if !kind || last {
            return Some(value);
        }
        at = value.end;
    }
    None
}

fn password(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    // Redis shows what it is told as `"requirepass" "X"`.
    let end = end + usize::from(line.slice(end..end + 2) == b"\" ");
    let Some(mut value) = argument(line, end) else { return };
    // `mot de passe SMTP X`: what it is for.
    let service = line.slice(value.clone());
    if stated::is_acronym(service) {
        let next = argument(line, value.end).filter(|next| {
            let text = line.slice(next.clone());
            stated::is_password(line, text.strip_suffix(b".").unwrap_or(text))
        });
        value = next.unwrap_or(value);
    }
    // A sentence ends with its point.
    let point =
        line.channel.is_prose() && value.end == line.view.len() && line.slice(value.clone()).ends_with(b".");
    value.end -= usize::from(point);
    let text = line.slice(value.clone());
    let word = text.strip_suffix(b",").unwrap_or(text);
    let said = LINKING_WORDS.has(word) || PASSWORD_STATES.has(word) || ORDINARY_WORDS.has(word);
    // `$9$…` is judged by its form; `rootpw --iscrypted $6$…`: an option.
    if text.len() >= 3
        && !said
        && !is_placeholder(text)
        && !text.starts_with(b"$")
        && !text.starts_with(b"--")
        && !text.ends_with(b":")
    {
        push(line, found, value, Entity::Password);
    }
}

/// `login joe password X`, `username joe privilege 15 secret 5 X`.
fn account(line: &Line<'_>, found: &mut Vec<Span>, index: usize, noun: &Word) {
    const NOUNS: [&[u8]; 3] = [b"login", b"user", b"username"];
    const BEFORE_MAX: usize = 5;
    let words = line.words.get(index.saturating_sub(BEFORE_MAX)..index).unwrap_or_default();
    let text = |word: &Word| line.slice(word.start..word.end);
    let Some(at) = words.iter().rposition(|word| NOUNS.contains(&text(word))) else { return };
    let alone = words.iter().skip(at).zip(words.iter().skip(at + 1).chain(std::iter::once(noun)));
    let Some(name) = words.get(at + 1).filter(|_| {
        // A mail address is of several words.
        alone.clone().all(|(word, next)| {
            line.slice(word.end..next.start).iter().all(|b| b.is_ascii_whitespace() || *b == b'@')
        })
    }) else {
        return;
    };
    if ORDINARY_WORDS.has(text(name)) || LINKING_WORDS.has(text(name)) {
        return;
    }
    // `caused by the user changing the password from …` states none.
    if argument(line, noun.end).is_some_and(|value| LINKING_WORDS.has(line.slice(value))) {
        return;
    }
    user::judge(line, found, name.start..name.end, user::Position::Cue);
    password(line, found, noun.end);
}

/// `connect to SALES user joe using X` of DB2; elsewhere `using` says by what means.
fn is_connecting(line: &Line<'_>, word: &Word) -> bool {
    const FRONT_BYTES_MAX: usize = 80;
    line.slice(word.start..word.end) != b"using" || {
        let front = line.slice(word.start.saturating_sub(FRONT_BYTES_MAX)..word.start);
        memchr::memmem::find(front, b"connect to ").is_some()
    }
}

/// Whether an authentication server is named in front: `tacacs-server host h key X`, `radius server R … key 7 X`.
fn tells_of_server(line: &Line<'_>, end: usize) -> bool {
    const BEFORE_MAX: usize = 12;
    let behind = line.words.partition_point(|word| word.end <= end);
    let words = line.words.get(behind.saturating_sub(BEFORE_MAX)..behind).unwrap_or_default();
    words.iter().any(|word| {
        let text = line.slice(word.start..word.end);
        [&b"tacacs"[..], b"radius", b"TACACS", b"RADIUS"].iter().any(|name| text.starts_with(name))
    })
}

/// `proxy_set_header Authorization "Basic X"` of nginx, and so of Apache and of programs' calls.
fn header(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    const BYTES_MIN: usize = 8;
    let open = line.run(end, |b| b" ,".contains(&b));
    let Some(quote @ (b'"' | b'\'')) = line.byte(open) else { return };
    let scheme = open + 1..line.run(open + 1, |b| b.is_ascii_alphabetic());
    let value = scheme.end + 1..line.run(scheme.end + 1, |b| !b.is_ascii_whitespace() && b != quote);
    let named = [&b"Basic"[..], b"Bearer", b"Token"].contains(&line.slice(scheme.clone()));
    let whole = line.byte(scheme.end) == Some(b' ') && line.byte(value.end) == Some(quote);
    let text = line.slice(value.clone());
    let filled_in = is_placeholder(text) || text.starts_with(b"$");
    if open > end && named && whole && text.len() >= BYTES_MIN && !filled_in {
        push(line, found, value, Entity::Token);
    }
}

/// `stats auth joe:X` of `HAProxy`.
fn pair(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    let Some(value) = argument(line, end) else { return };
    let Some(colon) = memchr::memchr(b':', line.slice(value.clone())).map(|at| value.start + at) else {
        return;
    };
    if colon > value.start && colon + 1 < value.end {
        user::judge_with_password(line, found, value.start..colon, colon + 1..value.end);
    }
}

/// `joe/X@host` behind `jdbc:oracle:thin:`.
fn connect(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let end = line.run(start, |b| !b.is_ascii_whitespace() && b != b'"');
    let Some(at) = memchr::memrchr(b'@', line.slice(start..end)).map(|at| start + at) else { return };
    let Some(slash) = memchr::memchr(b'/', line.slice(start..at)).map(|slash| start + slash) else { return };
    user::judge(line, found, start..slash, user::Position::Cue);
    if !is_placeholder(line.slice(slash + 1..at)) {
        push(line, found, slash + 1..at, Entity::Password);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_names_a_statement_and_no_phrase_is_listed_twice() {
        let mut listed = sections::phrases(include_str!("../data/statements.txt"));
        assert!(listed.all(|(heading, _)| statement_from_name(heading).is_some()));
        let mut phrases: Vec<_> = phrases().collect();
        let all = phrases.len();
        phrases.sort_unstable();
        phrases.dedup();
        assert_eq!(phrases.len(), all);
    }
}
