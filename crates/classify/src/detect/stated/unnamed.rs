//! Passwords of which a message gives only the form: `I set it to Pine!Cone77`, `New one: Rook-Harbor-52`
//! (classification.md 4.1).

use super::run::{next_run, trimmed};
use super::value::is_password;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use memchr::memmem::Finder;
use std::sync::LazyLock;

static ANNOUNCES: LazyLock<[Finder<'static>; 4]> =
    LazyLock::new(|| ["set it to ", "changed it to ", "ew one: ", "ew one is "].map(Finder::new));

pub(in crate::detect) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for phrase in ANNOUNCES.iter() {
        for start in phrase.find_iter(line.view) {
            let value = trimmed(line, next_run(line, start + phrase.needle().len()));
            if is_mixed(line.slice(value.clone())) && is_password(line, line.slice(value.clone())) {
                push(line, found, value, Entity::Password);
            }
        }
    }
}

/// Letters of both kinds, digits and symbols; `Windows-1252` has but one hyphen.
fn is_mixed(text: &[u8]) -> bool {
    const BYTES_MIN: usize = 8;
    let has = |kind: fn(&u8) -> bool| text.iter().any(kind);
    let symbol = has(|b| b"!#$%*~@?".contains(b)) || memchr::memchr_iter(b'-', text).count() >= 2;
    text.len() >= BYTES_MIN
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_digit)
        && symbol
}
