//! Lines that begin with a bracket: of Elasticsearch, Nagios, Mumble, Ansible and `FileZilla`.

use super::is_name_byte;
use crate::detect::host_form::{Form, form};
use crate::detect::{host, naming, user};
use crate::field::table;
use crate::line::Line;
use crate::span::Span;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    match line.byte(0) {
        Some(b'[') => {
            node(line, found);
            command(line, found);
        }
        Some(b'<') => {
            voice(line, found);
            target(line, found);
        }
        Some(b'(') => transfer(line, found),
        _ => {}
    }
}

/// `[2026-05-26T22:40:47,747][WARN ][o.e.b.BootstrapChecks    ] [srv-lab] …`: the node of Elasticsearch that writes.
fn node(line: &Line<'_>, found: &mut Vec<Span>) {
    let mut at = 0;
    for _ in 0..3 {
        if line.byte(at) != Some(b'[') {
            return;
        }
        at = line.run(at, |b| b != b']') + 1;
    }
    let logger = line.slice(0..at - 1).trim_ascii_end();
    let start = at + usize::from(line.byte(at) == Some(b' '));
    let name = start + 1..line.run(start + 1, is_name_byte);
    let text = line.slice(name.clone());
    // Its first node is `node-1` until somebody calls it otherwise.
    let counted = text.strip_prefix(b"node-").is_some_and(|number| number.iter().all(u8::is_ascii_digit));
    let shaped = form(text) >= Form::Possible || text.contains(&b'-');
    let written = memchr::memmem::rfind(logger, b"][").is_some_and(|open| {
        logger[open + 2..].contains(&b'.') && logger[open + 2..].iter().all(|b| is_name_byte(*b))
    });
    if line.byte(start) == Some(b'[') && line.byte(name.end) == Some(b']') && written && shaped && !counted {
        host::judge(line, found, name, host::Role::Own);
    }
}

/// `[1334609999] EXTERNAL COMMAND: SCHEDULE_HOST_DOWNTIME;srv-lab;1334665800;1334553600;1;0;120;joe;…` of Nagios: the machine, and who
/// says so, a cell further for a service.
fn command(line: &Line<'_>, found: &mut Vec<Span>) {
    const LABEL: &[u8] = b"] EXTERNAL COMMAND: ";
    const AUTHORS: [(&[u8], usize); 5] = [
        (b"SCHEDULE_HOST_DOWNTIME", 7),
        (b"SCHEDULE_SVC_DOWNTIME", 8),
        (b"ACKNOWLEDGE_HOST_PROBLEM", 5),
        (b"ACKNOWLEDGE_SVC_PROBLEM", 6),
        (b"ADD_HOST_COMMENT", 3),
    ];
    let number = line.run(1, |b| b.is_ascii_digit());
    let start = number + LABEL.len();
    if line.slice(number..start) != LABEL {
        return;
    }
    let cells = table::cells(line.view, start..line.view.len(), b";");
    let Some((verb, machine)) = cells.first().zip(cells.get(1)) else { return };
    let verb = line.slice(verb.clone());
    if [&b"_HOST"[..], b"_SVC"].iter().any(|kind| memchr::memmem::find(verb, kind).is_some()) {
        host::judge(line, found, machine.clone(), host::Role::Own);
    }
    let author = AUTHORS.iter().find(|(known, _)| *known == verb).and_then(|(_, at)| cells.get(*at));
    if let Some(author) = author {
        user::judge(line, found, author.clone(), user::Position::Cue);
    }
}

/// `<W>2026-11-29 16:38:01.818 1 => <4:joe(-1)> Rejected connection …`: whom a server of Mumble speaks of.
fn voice(line: &Line<'_>, found: &mut Vec<Span>) {
    const ARROW: &[u8] = b" => <";
    const HEADER_BYTES_MAX: usize = 48;
    let header = line.slice(0..line.view.len().min(HEADER_BYTES_MAX));
    let Some(arrow) = memchr::memmem::find(header, ARROW) else { return };
    let session = line.run(arrow + ARROW.len(), |b| b.is_ascii_digit());
    let name = session + 1..line.run(session + 1, |b| b != b'(' && b != b'>');
    if line.byte(session) == Some(b':') && line.byte(name.end) == Some(b'(') && !name.is_empty() {
        user::judge(line, found, name, user::Position::Cue);
    }
}

/// `<srv-lab> ESTABLISH SSH CONNECTION FOR USER: joe` of Ansible: the machine that it works on.
fn target(line: &Line<'_>, found: &mut Vec<Span>) {
    const STEPS: [&[u8]; 6] =
        [b"> ESTABLISH ", b"> SSH: EXEC", b"> EXEC ", b"> PUT ", b"> FETCH ", b"> (0, b'"];
    let name = 1..line.run(1, is_name_byte);
    let rest = line.slice(name.end..line.view.len());
    if !name.is_empty() && STEPS.iter().any(|step| rest.starts_with(step)) {
        host::judge(line, found, name, host::Role::Own);
    }
}

/// `(000004) 3/13/2026 1:29:52 AM - joe (192.0.2.7)> 550 Permission denied` of `FileZilla`'s server.
fn transfer(line: &Line<'_>, found: &mut Vec<Span>) {
    const FRONT_BYTES_MAX: usize = 96;
    let front = line.slice(0..line.view.len().min(FRONT_BYTES_MAX));
    let number = line.run(1, |b| b.is_ascii_digit());
    let Some(dash) = memchr::memmem::find(front, b" - ") else { return };
    let name = dash + 3..line.run(dash + 3, |b| !b.is_ascii_whitespace() && b != b'(');
    let told = line.slice(number..number + 2) == b") "
        && line.slice(name.end..name.end + 2) == b" ("
        && naming::starts_with_address(line, name.end + 2);
    if told && !name.is_empty() {
        user::judge(line, found, name, user::Position::Cue);
    }
}
