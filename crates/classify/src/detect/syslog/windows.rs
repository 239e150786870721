//! Windows' events as Snare and its likes send them: `host MSWinEventLog 1 Security … Failure Audit HOST Logon/Logoff …`
//! (classification.md 4.2 `machine_name`).

use super::column;
use crate::detect::host;
use crate::line::Line;
use crate::span::Span;

const MARK: &[u8] = b"MSWinEventLog";

/// Levels of events, behind which stands the computer.
const LEVELS: [&[u8]; 5] = [b"Success Audit", b"Failure Audit", b"Information", b"Warning", b"Error"];

/// `start` is where the column behind the header's host starts.
pub(super) fn find(line: &Line<'_>, found: &mut Vec<Span>, start: usize) {
    let first = start..line.run(start, |b| !b.is_ascii_whitespace());
    let next = line.run(first.end, |b| b.is_ascii_whitespace());
    let fields = if line.slice(first.clone()) == MARK {
        first.end
    } else if line.slice(next..next + MARK.len()) == MARK {
        // The header names a relay.
        host::judge(line, found, first, host::Role::Own);
        next + MARK.len()
    } else {
        return;
    };
    let rest = line.slice(fields..line.view.len());
    let behind =
        LEVELS.iter().filter_map(|level| Some(memchr::memmem::find(rest, level)? + level.len())).min();
    let Some(behind) = behind.map(|at| fields + at) else { return };
    let start = line.run(behind, |b| b.is_ascii_whitespace());
    let (computer, _) = column(line, start);
    let computer =
        computer.start..line.run(computer.start, |b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    if start > behind && line.byte(computer.end).is_some_and(|b| b.is_ascii_whitespace()) {
        host::judge(line, found, computer, host::Role::Own);
    }
}
