//! `DOMAIN/joe:X@host`, as tools that log on to Windows over the network take whom and where in one argument (classification.md
//! 4.1 `password`, 4.2 `username`).

use super::sip;
use crate::detect::{host, host_form, naming, user};
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

/// No argument of two names and a password is longer.
const ARGUMENT_BYTES_MAX: usize = 256;

/// Judges the `@`; true if it is the one in front of the host.
pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, at: usize) -> bool {
    let front = line.slice(at.saturating_sub(ARGUMENT_BYTES_MAX)..at);
    let start = at - front.iter().rev().take_while(|b| !b.is_ascii_whitespace()).count();
    if at - start == ARGUMENT_BYTES_MAX {
        return false;
    }
    let start = start + usize::from(matches!(line.byte(start), Some(b'\'' | b'"')));
    let Some((account, password)) = account_and_password(line, start..at) else { return false };
    // `2045/sip:2045@192.0.2.7`: the scheme of an address.
    if sip::scheme(line, account.end + 1).is_some() {
        return false;
    }
    let host = at + 1..line.run(at + 1, |b| b.is_ascii_alphanumeric() || b"-.:".contains(&b));
    let name = line.slice(host.clone());
    let is_host = naming::is_address(name)
        || line.context.domain(name).is_some()
        || line.context.is_tenant_server(name)
        || host_form::form(name) >= host_form::Form::Numbered;
    if !is_host {
        return false;
    }
    user::judge(line, found, account, user::Position::Cue);
    push(line, found, password, Entity::Password);
    host::judge(line, found, host, host::Role::Own);
    true
}

/// Behind the domain and its slash: the account up to a colon, and all the rest, quotes around it left out.
fn account_and_password(line: &Line<'_>, argument: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let slash = line.run(argument.start, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    let colon = line.run(slash + 1, |b| b.is_ascii_alphanumeric() || b"-._$".contains(&b));
    let parted = slash > argument.start
        && line.byte(slash) == Some(b'/')
        && colon > slash + 1
        && line.byte(colon) == Some(b':')
        && colon + 1 < argument.end;
    if !parted {
        return None;
    }
    let quote =
        line.byte(colon + 1).filter(|b| b"'\"".contains(b) && line.byte_before(argument.end) == Some(*b));
    let inset = usize::from(quote.is_some() && argument.end - colon > 3);
    Some((slash + 1..colon, colon + 1 + inset..argument.end - inset))
}
