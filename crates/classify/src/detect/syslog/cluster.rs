//! Logs of large clusters, which name a node in a column (classification.md 4.2 `machine_name`).

use super::{column, program, source, time};
use crate::detect::host;
use crate::entity::Entity;
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

fn is_epoch(text: &[u8]) -> bool {
    text.len() == 10 && text.iter().all(u8::is_ascii_digit)
}

/// Logs of large clusters: `label epoch date node`, and behind it the header that the node wrote.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let (label, next) = column(line, 0);
    // No alert, or the category of one.
    let alert = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_';
    if line.slice(label.clone()) != b"-" && !line.slice(label).iter().all(alert) {
        return;
    }
    let (epoch, next) = column(line, next);
    let (date, next) = column(line, next);
    let (node, next) = column(line, next);
    let dotted = line.slice(date);
    if !is_epoch(line.slice(epoch)) || dotted.len() != 10 || dotted[4] != b'.' || dotted[7] != b'.' {
        return;
    }
    // `R01-M0-N4:J12-U11`: a place inside a rack names a node as well.
    match memchr::memchr(b':', line.slice(node.clone())) {
        Some(colon) => {
            let known = line.context.is_tenant_server(line.slice(node.start..node.start + colon));
            let (_, again) = column(line, next);
            let (again, _) = column(line, again);
            let again = Some(again).filter(|again| line.slice(again.clone()) == line.slice(node.clone()));
            for node in [Some(node), again].into_iter().flatten().filter(|_| !known) {
                place(line, found, node);
            }
        }
        _ => {
            host::judge(line, found, node, host::Role::Own);
        }
    }
    if let Some(host) = time::after_bsd(line, next) {
        let end = line.run(host, |b| !b.is_ascii_whitespace());
        source(line, found, host..end);
        program::find(line, found, end + 1);
    }
}

/// Judges a node that is called by its place: capitals and digits that hyphens and colons join.
fn place(line: &Line<'_>, found: &mut Vec<Span>, node: Range<usize>) {
    let text = line.slice(node.clone());
    let is_place = text.first().is_some_and(u8::is_ascii_uppercase)
        && text.iter().any(u8::is_ascii_digit)
        && text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"-:".contains(b));
    if is_place {
        let server = line.context.is_tenant_server(text);
        push(line, found, node, if server { Entity::TenantHost } else { Entity::MachineName });
    }
}

/// `id node component state epoch flag …` of a batch system's events.
pub(super) fn batch_node(line: &Line<'_>, found: &mut Vec<Span>) {
    let (id, next) = column(line, 0);
    let (node, next) = column(line, next);
    let (_, next) = column(line, next);
    let (_, next) = column(line, next);
    let (epoch, _) = column(line, next);
    // A node has a number; `full partition status` is of them all.
    let numbered = line.slice(node.clone()).iter().any(u8::is_ascii_digit);
    if numbered && line.slice(id).iter().all(u8::is_ascii_digit) && is_epoch(line.slice(epoch)) {
        host::judge(line, found, node, host::Role::Own);
    }
}
