//! Accounts in rows that servers and batch systems write of what was done: `host,joe,192.0.2.7,63,0,CONNECT,…` of MariaDB's
//! audit, `4711|joe|compute|COMPLETED` of Slurm (classification.md 4.2 `username`: user role, job owner; `machine_name`).

use super::{Cell, Kind, cell};
use crate::detect::{host, user};
use crate::field::table;
use crate::line::Line;
use crate::span::Span;

/// Parts of the names of operations on a server.
const OPERATIONS: [&[u8]; 9] =
    [b"CONNECT", b"DISCONNECT", b"QUERY", b"LOGIN", b"LOGOUT", b"LOGON", b"LOGOFF", b"READ", b"WRITE"];

/// What a job came to.
const STATES: [&[u8]; 10] = [
    b"COMPLETED",
    b"FAILED",
    b"TIMEOUT",
    b"CANCELLED",
    b"RUNNING",
    b"PENDING",
    b"NODE_FAIL",
    b"OUT_OF_MEMORY",
    b"PREEMPTED",
    b"SUSPENDED",
];

/// An account in front of an address and a number, and the host in front of both, in a row that names an operation.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, cells: &[Cell]) {
    let text = |cell: &Cell| line.slice(cell.range.clone());
    let operation = |cell: &Cell| text(cell).split(|b| *b == b'_').any(|part| OPERATIONS.contains(&part));
    let placed = cells.windows(4).find(|four| {
        let local = text(&four[2]) == b"localhost";
        (four[2].kind == Kind::Address || local) && four[3].kind == Kind::Number && !text(&four[1]).is_empty()
    });
    let Some([server, account, ..]) = placed.filter(|_| cells.iter().any(operation)) else { return };
    if text(account).iter().all(|b| b.is_ascii_alphanumeric() || b"._-@$".contains(b)) {
        user::judge(line, found, account.range.clone(), user::Position::Cue);
    }
    // In the first cell it stands behind a time and what a collector put in front.
    let start = line.run_back(server.range.end, |b| !b.is_ascii_whitespace()).max(server.range.start);
    if server.kind != Kind::Number {
        host::judge(line, found, start..server.range.end, host::Role::Own);
    }
}

/// The owner of a job in a row of bars: the cell behind the job's number.
pub(super) fn job(line: &Line<'_>, found: &mut Vec<Span>) {
    let number = line.run(0, |b| b.is_ascii_digit() || b"._".contains(&b));
    if number == 0 || line.byte(number) != Some(b'|') {
        return;
    }
    let cells = table::cells(line.view, 0..line.view.len(), b"|");
    let stated = cells.iter().any(|cell| STATES.contains(&line.slice(cell.clone())));
    let owner = cells.get(1).filter(|cell| cell::kind(line.slice((*cell).clone())) == Kind::Account);
    if let Some(owner) = owner.filter(|_| stated) {
        user::judge(line, found, owner.clone(), user::Position::Cue);
    }
}
