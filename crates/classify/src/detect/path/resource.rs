//! Resources of services whose paths name accounts and machines (classification.md 4.2 `username`, `machine_name`).

use super::component;
use crate::detect::host;
use crate::detect::host_form::{Form, form};
use crate::detect::naming::is_address;
use crate::detect::novel::is_improbable;
use crate::line::Line;
use crate::span::Span;
use crate::word::Word;

/// `/addressbooks/users/joe/`: whose collections of calendars and contacts they are (RFC 4791, RFC 6352).
pub(super) fn is_collection(line: &Line<'_>, word: &Word) -> bool {
    let before = line.slice(word.start.saturating_sub(14)..word.start);
    [&b"/principals/"[..], b"/addressbooks/", b"/calendars/"].iter().any(|kind| before.ends_with(kind))
}

/// Whether the component behind the slash is an account's name by its letters, and the path no third party's (5.4).
pub(super) fn names_account(line: &Line<'_>, slash: usize) -> bool {
    let start = line.run_back(slash, |b| !b.is_ascii_whitespace() && !b"\"'()<>,;".contains(&b));
    let path = line.slice(start..slash);
    let authority = memchr::memmem::find(path, b"://").map(|at| &path[at + 3..]).unwrap_or_default();
    let host = authority.split(|b| b"/:".contains(b)).next().unwrap_or_default();
    let own = host.is_empty() || is_address(host) || line.context.domain(host).is_some();
    own && is_improbable(line.slice(component(line, slash)))
}

/// `arn:aws:iam::210987654321:user/joe` (Amazon's resource names).
pub(super) fn is_resource_name(line: &Line<'_>, word: &Word) -> bool {
    let start = line.run_back(word.start, |b| b.is_ascii_alphanumeric() || b":-".contains(&b));
    line.byte_before(word.start) == Some(b':') && line.slice(start..start + 4) == b"arn:"
}

/// `/virtualMachines/srv-7`, `/api/v1/nodes/srv-7/status`: a resource that stands for a machine.
pub(super) fn machine(line: &Line<'_>, found: &mut Vec<Span>, slash: usize) {
    let name = component(line, slash);
    if form(line.slice(name.clone())) >= Form::Possible {
        host::judge(line, found, name, host::Role::Own);
    }
}
