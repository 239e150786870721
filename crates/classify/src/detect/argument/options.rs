//! `-u joe -p X`: an account and its password behind options of any program, one right behind the other (classification.md 4.1
//! `password`, 4.2 `username`).

use crate::detect::user;
use crate::line::Line;
use crate::span::Span;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

static ACCOUNT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" -u "));
const SECRET: &[u8] = b" -p ";
/// A number that is no longer is a port's.
const PORT_DIGITS_MAX: usize = 5;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for at in ACCOUNT.find_iter(line.view) {
        let start = at + ACCOUNT.needle().len();
        let account = start..line.blank_after(start);
        let secret = account.end + SECRET.len();
        if line.slice(account.end..secret) != SECRET {
            continue;
        }
        let secret = value(line, secret);
        let text = line.slice(secret.clone());
        let port = text.len() <= PORT_DIGITS_MAX && text.iter().all(u8::is_ascii_digit);
        if !port && !text.starts_with(b"-") && is_account(line.slice(account.clone())) {
            user::judge_with_password(line, found, account, secret);
        }
    }
}

/// What stands behind the option, without its quotes.
fn value(line: &Line<'_>, start: usize) -> Range<usize> {
    match line.byte(start).filter(|b| b"'\"".contains(b)) {
        Some(quote) => start + 1..line.run(start + 1, |b| b != quote),
        None => start..line.blank_after(start),
    }
}

fn is_account(text: &[u8]) -> bool {
    text.iter().any(u8::is_ascii_alphabetic)
        && text.iter().all(|b| b.is_ascii_alphanumeric() || b"._-@\\".contains(b))
        && !text.starts_with(b"-")
}
