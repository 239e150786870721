//! `KEY(value)` as IBM's programs and their commands write pairs: `User(joe) Host(PC-ANN)`, `USRPRF(JOE) PASSWORD(X)`
//! (classification.md 4.1 `password`, 4.2 `username` and `machine_name`).

use super::{host, user};
use crate::entity::Entity;
use crate::key::{self, KeyClass};
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::word::Word;
use std::ops::Range;

/// Longer values are no names.
const VALUE_BYTES_MAX: usize = 64;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    // A call in a program's text stands alone; pairs stand side by side.
    let named = line.marked(Marks::ROLE).any(|(_, word)| argument(line, word).is_some());
    if !named || line.words.iter().filter(|word| argument(line, word).is_some()).take(2).count() < 2 {
        return;
    }
    for word in line.words {
        if let Some(value) = argument(line, word) {
            judge(line, found, word, value);
        }
    }
}

/// What stands in brackets directly behind a word, if white space or nothing stands around both.
fn argument(line: &Line<'_>, word: &Word) -> Option<Range<usize>> {
    let blank = |byte: Option<u8>| byte.is_none_or(|b| b.is_ascii_whitespace());
    if line.byte(word.end) != Some(b'(') || !blank(line.byte_before(word.start)) {
        return None;
    }
    let start = word.end + 1;
    let end = line.run(start, |b| !b"()\n".contains(&b));
    let whole = line.byte(end) == Some(b')') && blank(line.byte(end + 1));
    // `name(s) of the account(s)`: any number of them.
    let plural = matches!(line.slice(start..end), b"s" | b"es" | b"e" | b"x");
    (whole && !plural && (1..=VALUE_BYTES_MAX).contains(&(end - start))).then_some(start..end)
}

fn judge(line: &Line<'_>, found: &mut Vec<Span>, word: &Word, value: Range<usize>) {
    match key::lookup(b"", line.slice(word.start..word.end)) {
        Some(KeyClass::User) => user::judge(line, found, value, user::Position::Key),
        Some(KeyClass::Machine | KeyClass::Server) => {
            host::judge(line, found, value, host::Role::Own);
        }
        Some(KeyClass::Password) if !user::is_placeholder(line.slice(value.clone())) => {
            push(line, found, value, Entity::Password);
        }
        _ => {}
    }
}
