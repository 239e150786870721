//! Values that a database names as what is there twice or missing: `Key (username)=(joe) already exists` of PostgreSQL,
//! `Duplicate entry 'joe' for key 'user.name'` of MySQL (classification.md 4: the column is the value's key).

use super::keyed;
use crate::field::{Field, Style};
use crate::key;
use crate::line::Line;
use crate::span::Span;
use std::ops::Range;

/// Columns of one key.
const COLUMNS_MAX: usize = 8;

/// Behind `key`: `(username, tenant)=(joe, 7)`.
pub(super) fn columns(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    if line.slice(end..end + 2) != b" (" {
        return;
    }
    let names = end + 2..bracket(line, end + 2);
    if line.slice(names.end..names.end + 3) != b")=(" {
        return;
    }
    let values = names.end + 3..bracket(line, names.end + 3);
    let (mut name, mut value) = (names.start, values.start);
    for _ in 0..COLUMNS_MAX {
        let key = name..line.run(name, |b| b != b',').min(names.end);
        let cell = value..line.run(value, |b| b != b',').min(values.end);
        judge(line, found, key.clone(), cell.clone());
        if key.end >= names.end || cell.end >= values.end {
            return;
        }
        (name, value) = (key.end + 2, cell.end + 2);
    }
}

/// The bracket that closes what begins at `start`; no list is longer than this.
fn bracket(line: &Line<'_>, start: usize) -> usize {
    const BYTES_MAX: usize = 1024;
    let list = line.slice(start..line.view.len().min(start + BYTES_MAX));
    start + memchr::memchr2(b')', b'\n', list).unwrap_or(list.len())
}

/// Behind `duplicate entry`: `'joe' for key 'user.username'`.
pub(super) fn entry(line: &Line<'_>, found: &mut Vec<Span>, end: usize) {
    const FOR_KEY: &[u8] = b"' for key '";
    if line.slice(end..end + 2) != b" '" {
        return;
    }
    let cell = end + 2..line.run(end + 2, |b| b != b'\'' && b != b'\n');
    let start = cell.end + FOR_KEY.len();
    if line.slice(cell.end..start) == FOR_KEY {
        judge(line, found, start..line.run(start, |b| b != b'\''), cell);
    }
}

fn judge(line: &Line<'_>, found: &mut Vec<Span>, key: Range<usize>, value: Range<usize>) {
    if let Some(class) = key::lookup(b"", line.slice(key.clone())).filter(|_| !value.is_empty()) {
        keyed::judge(line, found, &Field { key, value, class, style: Style::Quoted });
    }
}
