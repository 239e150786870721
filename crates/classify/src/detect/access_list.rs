//! Accounts and passwords of Redis' access lists: `user joe on >secret ~* +@all`, `ACL SETUSER joe on >secret`
//! (classification.md 4.1 `password`, `password_hash`, 4.2 `username`).

use super::user;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::marks::Marks;
use crate::span::Span;
use crate::word::Word;
use std::ops::Range;

/// The digits of a password's SHA-256.
const HASH_BYTES: usize = 64;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let Some(account) = account(line) else { return };
    let mut at = account.end;
    let (mut switched, mut granted, mut rules) = (false, false, Vec::new());
    while at < line.view.len() {
        let start = line.run(at, |b| b" \"'".contains(&b));
        let rule = start..line.run(start, |b| !b" \"'".contains(&b));
        at = rule.end.max(start + 1);
        switched |= matches!(line.slice(rule.clone()), b"on" | b"off");
        // `~*`, `+@all`, `>secret`, `nopass`.
        let text = line.slice(rule.clone());
        granted |= text.first().is_some_and(|b| b"~&+-@><#!%".contains(b))
            || text.starts_with(b"nopass")
            || text.starts_with(b"all");
        rules.push(rule);
    }
    if !switched || !granted {
        return;
    }
    user::judge(line, found, account, user::Position::Cue);
    for rule in rules {
        let value = rule.start + 1..rule.end;
        match line.slice(rule) {
            [b'>' | b'<', ..] => push(line, found, value, Entity::Password),
            [b'#' | b'!', hash @ ..] if hash.len() == HASH_BYTES => {
                push(line, found, value, Entity::PasswordHash);
            }
            _ => {}
        }
    }
}

/// The name behind `SETUSER`, or behind `user` at the start of the line.
fn account(line: &Line<'_>) -> Option<Range<usize>> {
    let names = |word: &Word| {
        let text = line.slice(word.start..word.end);
        text.eq_ignore_ascii_case(b"setuser") || word.start == 0 && text == b"user"
    };
    let (_, verb) = line.marked(Marks::ROLE).find(|(_, word)| names(word))?;
    let start = verb.end + 1;
    let name = start..line.run(start, |b| b.is_ascii_alphanumeric() || b"._-@".contains(&b));
    (!name.is_empty() && line.byte(name.end) == Some(b' ')).then_some(name)
}
