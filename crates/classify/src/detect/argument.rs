//! Keys and values that scripts and programs of any language put together: `define('DB_PASSWORD', '…')`, `env["TOKEN"] = "…"`,
//! `setPassword("…")`, `auth=("joe", "…")`, `ENV DB_PASSWORD …` (classification.md 4.1 `password`, 4, the `key` rules of each
//! entity).

mod connect;
mod options;

use super::{keyed, user};
use crate::field::{Field, Style};
use crate::key::{self, KeyClass};
use crate::line::Line;
use crate::span::Span;
use crate::view::FILLER;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

static CREDENTIAL: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("PSCredential "));
/// Between the parts of a tuple of Erlang, the second of which is a text.
static BETWEEN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(", <<\""));

/// Longer keys are sentences.
const KEY_BYTES_MAX: usize = 64;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for open in memchr::memchr2_iter(b'(', b'[', line.view) {
        if line.byte(open) == Some(b'(') {
            connect::find(line, found, open);
        }
        let Some(first) = quoted(line, open + 1) else { continue };
        let next = line.run(first.end + 1, |b| b == b' ');
        match line.byte(next) {
            Some(b',') => {
                if let Some(second) = quoted(line, next + 1) {
                    pair(line, found, open, first, second);
                } else if line.slice(name_before(line, open)).eq_ignore_ascii_case(b"PSCredential") {
                    user::judge(line, found, first, user::Position::Cue);
                }
            }
            Some(b']') => subscript(line, found, first, next + 1),
            Some(b')') => setter(line, found, open, first),
            _ => {}
        }
    }
    instruction(line, found);
    tuples(line, found);
    options::find(line, found);
    for at in CREDENTIAL.find_iter(line.view) {
        // `New-Object PSCredential 'joe', …` takes its arguments without brackets.
        if let Some(account) = quoted(line, at + CREDENTIAL.needle().len()) {
            user::judge(line, found, account, user::Position::Cue);
        }
    }
}

/// `("key", "value")`, or an account and its password behind a name for both.
fn pair(line: &Line<'_>, found: &mut Vec<Span>, open: usize, first: Range<usize>, second: Range<usize>) {
    const BOTH: [&[u8]; 18] = [
        b"pscredential",
        b"credential",
        b"basiccredential",
        b"usercredential",
        b"auth",
        b"credentials",
        b"basic_auth",
        b"basicauth",
        b"httpauth",
        b"login",
        b"httpbasicauth",
        b"httpdigestauth",
        b"networkcredential",
        b"usernamepasswordcredential",
        b"usernamepasswordcredentials",
        b"usernamepasswordauthenticationtoken",
        b"passwordauthentication",
        b"setbasicauth",
    ];
    let name = line.slice(name_before(line, open)).to_ascii_lowercase();
    if BOTH.contains(&name.as_slice()) {
        user::judge_with_password(line, found, first, second);
    } else if line.byte(open) == Some(b'(') || is_listed(line, open, &second) {
        judge(line, found, first, second);
    }
}

/// `[["key", "value"], ["key", "value"]]`: one of a list of pairs.
fn is_listed(line: &Line<'_>, open: usize, value: &Range<usize>) -> bool {
    let front = line.slice(0..open);
    let close = line.run(value.end, |b| b == b'"' || b == b'\'' || b == FILLER);
    line.byte(close) == Some(b']') && (front.ends_with(b"[") || front.ends_with(b"], "))
}

/// `["key"] = "value"`.
fn subscript(line: &Line<'_>, found: &mut Vec<Span>, key: Range<usize>, end: usize) {
    let equals = line.run(end, |b| b == b' ');
    if line.byte(equals) == Some(b'=')
        && let Some(value) = quoted(line, equals + 1)
    {
        judge(line, found, key, value);
    }
}

/// `setPassword("value")`, `SetUsername("value")`: what begins so takes a value and gives none.
fn setter(line: &Line<'_>, found: &mut Vec<Span>, open: usize, value: Range<usize>) {
    const VERBS: [&str; 6] = ["set", "with", "use", "add", "update", "password"];
    let key = name_before(line, open);
    let name = line.slice(key.clone()).to_ascii_lowercase();
    let sets = key.end == open && VERBS.iter().any(|verb| name.starts_with(verb.as_bytes()));
    let class = key::lookup(b"", line.slice(key.clone())).filter(|class| {
        let taken = [KeyClass::Password, KeyClass::Token, KeyClass::ConnectionSecret, KeyClass::User];
        sets && taken.contains(class)
    });
    if let Some(class) = class {
        keyed::judge(line, found, &Field { key, value, class, style: Style::Quoted });
    }
}

/// `{default_pass, <<"value">>}` of Erlang.
fn tuples(line: &Line<'_>, found: &mut Vec<Span>) {
    for at in BETWEEN.find_iter(line.view) {
        let key = line.run_back(at, |b| b.is_ascii_lowercase() || b == b'_')..at;
        let start = at + BETWEEN.needle().len();
        let value = start..line.run(start, |b| b != b'"');
        if line.byte_before(key.start) == Some(b'{') && !key.is_empty() && !value.is_empty() {
            judge(line, found, key, value);
        }
    }
}

/// `ENV DB_PASSWORD …` of a Dockerfile.
fn instruction(line: &Line<'_>, found: &mut Vec<Span>) {
    const WORD: &[u8] = b"ENV ";
    if line.slice(0..WORD.len()) == WORD {
        let key = WORD.len()..line.run(WORD.len(), |b| !b.is_ascii_whitespace() && b != b'=');
        let value = key.end + 1..line.view.trim_ascii_end().len();
        if line.byte(key.end) == Some(b' ') && !value.is_empty() {
            judge(line, found, key, value);
        }
    }
}

fn judge(line: &Line<'_>, found: &mut Vec<Span>, key: Range<usize>, value: Range<usize>) {
    let text = line.slice(key.clone());
    if text.len() <= KEY_BYTES_MAX
        && is_key(text)
        && let Some(class) = key::lookup(b"", text)
    {
        keyed::judge(line, found, &Field { key, value, class, style: Style::Quoted });
    }
}

/// The name in front of a bracket: of what is called, or of what the bracket's inside is put to.
fn name_before(line: &Line<'_>, open: usize) -> Range<usize> {
    let end = line.run_back(open, |b| b" =:\"'\x1f".contains(&b));
    line.run_back(end, |b| b.is_ascii_alphanumeric() || b == b'_')..end
}

/// Letters, digits and what joins them: no sentence, and no pattern.
fn is_key(text: &[u8]) -> bool {
    text.iter().all(|b| b.is_ascii_alphanumeric() || b"_-.:".contains(b))
        && text.iter().any(u8::is_ascii_alphabetic)
}

/// The inside of the quotes that open at `start`, blanks apart.
fn quoted(line: &Line<'_>, start: usize) -> Option<Range<usize>> {
    let at = line.run(start, |b| b == b' ');
    let quote = line.byte(at).filter(|b| [b'"', b'\'', b'`', FILLER].contains(b))?;
    // An escaped quote is a filler and the quote.
    let at = if quote == FILLER { at + 1 } else { at };
    let quote = line.byte(at).filter(|b| b"\"'`".contains(b))?;
    let end = line.run(at + 1, |b| b != quote && b != FILLER);
    (end < line.view.len() && end > at + 1).then_some(at + 1..end)
}
