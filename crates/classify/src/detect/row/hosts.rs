//! Machines directly behind their address in rows whose columns nothing names: `…,192.0.2.7,srv-ex1,…`, as Exchange's tracking
//! of messages has clients and servers (classification.md 4.2 `machine_name`).

use super::{Cell, Kind};
use crate::detect::host;
use crate::detect::host_form::{Form, form};
use crate::line::Line;
use crate::span::Span;
use crate::word::is_any;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, cells: &[Cell]) {
    for (address, name) in cells.iter().zip(cells.iter().skip(1)) {
        let text = line.slice(name.range.clone());
        if address.kind == Kind::Address && form(text) >= Form::Numbered && !is_rule(text) {
            host::judge(line, found, name.range.clone(), host::Role::Own);
        }
    }
}

/// `Allow-Web2`: firewalls have the names of their rules there.
fn is_rule(text: &[u8]) -> bool {
    const ACTIONS: [&str; 8] = ["allow", "accept", "permit", "deny", "block", "drop", "reject", "any"];
    text.split(|b| *b == b'-').any(|part| is_any(&ACTIONS, part))
}
