//! `HAProxy`'s `[time] frontend backend/server 0/0/1/24/25 …`: the server that a request was handed to (its manual, 8.2;
//! classification.md 4.2 `machine_name`).

use crate::detect::host;
use crate::detect::host_form::{Form, form};
use crate::line::Line;
use crate::span::Span;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let Some(close) = memchr::memmem::find(line.view, b"] ") else { return };
    let (_frontend, next) = super::column(line, close + 2, b' ');
    let (server, next) = super::column(line, next, b' ');
    let (timers, _) = super::column(line, next, b' ');
    let Some(slash) = memchr::memchr(b'/', line.slice(server.clone())).map(|at| server.start + at) else {
        return;
    };
    let name = line.slice(slash + 1..server.end);
    if are_timers(line.slice(timers)) && form(name) >= Form::Possible {
        // `app/app1`: what a configuration counts may be on any machine.
        let counted =
            name.iter().rev().take_while(|b| b.is_ascii_digit()).count() == 1 && !name.contains(&b'-');
        let role = if counted { host::Role::Mention } else { host::Role::Own };
        host::judge(line, found, slash + 1..server.end, role);
    }
}

/// Three numbers of a connection or five of a request, each of milliseconds or `-1`.
fn are_timers(text: &[u8]) -> bool {
    let signs = memchr::memchr_iter(b'/', text).count();
    matches!(signs, 2 | 4) && text.iter().all(|b| b.is_ascii_digit() || b"/-+".contains(b))
}
