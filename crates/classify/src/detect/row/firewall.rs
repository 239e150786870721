//! Rows of PAN-OS, whose columns its fourth tells: `1,2026/03/05 10:15:32,0119,USERID,login,…` (classification.md 4.2
//! `username`, `machine_name`, 4.3 `device_guid`). They are wider than other rows.

use crate::detect::{host, user};
use crate::field::table;
use crate::key::KeyClass;
use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

/// What a column holds.
#[derive(Clone, Copy)]
enum Column {
    Account,
    Machine,
    /// Of a device, a GUID.
    Device,
}

use Column::{Account, Device, Machine};

type Kind = (&'static [u8], &'static [(usize, Column)]);

/// The kinds of rows, and the columns that tell of somebody.
const KINDS: [Kind; 8] = [
    (b"GLOBALPROTECT", &[(12, Account), (14, Machine), (19, Device)]),
    (b"USERID", &[(9, Account), (25, Machine)]),
    (b"HIPMATCH", &[(7, Account), (9, Machine)]),
    (b"AUTHENTICATION", &[(9, Account), (10, Account)]),
    (b"SYSTEM", &[(22, Machine)]),
    (b"CONFIG", &[(10, Account), (21, Machine)]),
    (b"TRAFFIC", &[(12, Account), (13, Account), (52, Machine)]),
    (b"THREAT", &[(12, Account), (13, Account), (59, Machine)]),
];

/// The kind stands this far in a line at most.
const FRONT_BYTES_MAX: usize = 160;

pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>) {
    let Some(columns) = columns(line) else { return };
    let cells = table::cells(line.view, 0..line.view.len(), b",");
    for (index, column) in columns {
        let Some(cell) = cells.get(*index).filter(|cell| !cell.is_empty()) else { continue };
        judge(line, found, cell.clone(), *column);
    }
}

/// What the column of the identifier at `range` holds: a device, or what the firewall itself numbers; none in other rows.
pub(super) fn identifier_class(line: &Line<'_>, range: &Range<usize>) -> Option<KeyClass> {
    let columns = columns(line)?;
    let index = memchr::memchr_iter(b',', line.slice(0..range.start)).count();
    let device = columns.iter().any(|(at, column)| *at == index && matches!(column, Device));
    Some(if device { KeyClass::DeviceGuid } else { KeyClass::Object })
}

/// What the kind of the row says of its columns.
fn columns(line: &Line<'_>) -> Option<&'static [(usize, Column)]> {
    let front = line.slice(0..line.view.len().min(FRONT_BYTES_MAX));
    let mut commas = memchr::memchr_iter(b',', front);
    let (start, end) = (commas.nth(2)? + 1, commas.next()?);
    let kind = &front[start..end];
    KINDS.iter().find(|(name, _)| *name == kind).map(|(_, columns)| *columns)
}

fn judge(line: &Line<'_>, found: &mut Vec<Span>, cell: Range<usize>, column: Column) {
    const BEFORE_LOGON: &[u8] = b"pre-logon";
    let text = line.slice(cell.clone());
    match column {
        Account if text != BEFORE_LOGON => user::judge(line, found, cell, user::Position::Cue),
        Machine => {
            host::judge(line, found, cell, host::Role::Own);
        }
        Account | Device => {}
    }
}
