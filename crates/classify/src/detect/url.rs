//! Credentials in URLs: `scheme://user:password@host` (classification.md 4.1 `password`).

use super::user;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use memchr::memmem::Finder;
use std::sync::LazyLock;

static SCHEME: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    for scheme in SCHEME.find_iter(line.view) {
        userinfo(line, found, scheme + 3);
    }
}

fn userinfo(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let end = line.run(start, |b| !b.is_ascii_whitespace() && !b"/\"'<>".contains(&b));
    let Some(at) = memchr::memrchr(b'@', line.slice(start..end)).map(|at| start + at) else { return };
    let Some(colon) = memchr::memchr(b':', line.slice(start..at)).map(|colon| start + colon) else { return };
    user::judge(line, found, start..colon, user::Position::Cue);
    let password = colon + 1..at;
    if !user::is_placeholder(line.slice(password.clone())) {
        push(line, found, password, Entity::Password);
    }
}
