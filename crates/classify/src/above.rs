//! What the lines of a text say of those below them: the header of a table names the cells of its rows (RFC 4180, the
//! `#Fields:` of W3C's extended logs), and a name may stand above its value (`"name": "DB_PASSWORD",` and on the next line
//! `"value": "…"`, as in HAR, property lists and the manifests of Kubernetes).
//!
//! Such a line is read together with the one above, as a record of both would be (classification.md 1).

mod columns;
mod name;

use crate::channel::Channel;
use crate::screener::without_line_end;
use crate::span::Span;
use columns::Columns;
use name::Name;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// What the lines of a text so far say of the next one.
///
/// A table begins with the text, behind an empty line, or where a line says so by itself, and goes on until another begins.
#[derive(Clone, Debug, Default)]
pub struct Above {
    channel: Channel,
    /// Whether the last line is neither empty nor a comment, so that the next begins no table.
    is_amid: bool,
    columns: Option<Arc<Columns>>,
    name: Option<Name>,
}

/// A longer line is read by itself.
const LINE_BYTES_MAX: usize = 16 * 1024;

impl Above {
    /// The start of a text.
    pub fn new(channel: Channel) -> Self {
        Self { channel, ..Self::default() }
    }

    /// Takes over the next line, without its end.
    pub fn pass(&mut self, line: &[u8]) {
        if !self.is_amid || line.starts_with(b"#") {
            self.columns =
                Columns::read(line, self.channel, self.is_amid).map(Arc::new).or(self.columns.take());
        }
        self.pass_name(line);
        self.pass_again(line);
    }

    fn pass_name(&mut self, line: &[u8]) {
        self.name = Name::read(line).or_else(|| self.name.take()?.behind(line));
    }

    /// Takes over the next line, of which is known that it says nothing of those below.
    pub(crate) fn pass_again(&mut self, line: &[u8]) {
        self.is_amid = match line {
            [] => false,
            [b'#', ..] => self.is_amid,
            _ => true,
        };
    }

    /// What is above behind a number of whole lines.
    #[must_use]
    pub fn behind(&self, lines: &[u8]) -> Self {
        let mut above = self.clone();
        let last = last_starts(lines);
        if last.len() < name::LINES_MAX {
            last.iter().rev().for_each(|start| above.pass(line_at(lines, *start)));
            return above;
        }
        // A table begins at a comment, or at the line behind one that is empty or a comment.
        for start in telling_starts(lines) {
            above.pass(line_at(lines, start));
        }
        above.name = None;
        last.iter().rev().for_each(|start| above.pass_name(line_at(lines, *start)));
        above
    }

    /// Whether what becomes of the next line, or what it leaves of a name above it, does not follow from the line alone.
    pub(crate) fn decides(&self, line: &[u8]) -> bool {
        self.name.is_some() || self.of_next(line).is_some()
    }

    /// How the next line is read; none if by itself.
    pub(crate) fn of_next(&self, line: &[u8]) -> Option<Below<'_>> {
        if line.is_empty() || line.len() > LINE_BYTES_MAX {
            return None;
        }
        if let Some(name) = self.name.as_ref().filter(|_| name::is_value_line(line)) {
            return Some(Below { front: name.line(), cells: None });
        }
        let columns = self.columns.as_deref()?;
        Some(Below { front: columns.line(), cells: Some(columns.cells(line)?) })
    }
}

/// Whether a line may say something of those below it, wherever it stands.
pub(crate) fn may_tell(line: &[u8], channel: Channel) -> bool {
    Name::read(line).is_some() || Columns::read(line, channel, false).is_some()
}

/// A line that is read together with one above it.
pub(crate) struct Below<'a> {
    /// The line above.
    front: &'a [u8],
    /// Where the cells stand whose columns are known, if the line is a row that is also read by itself.
    cells: Option<Vec<Range<usize>>>,
}

impl Below<'_> {
    /// Both lines.
    pub(crate) fn join(&self, line: &[u8], both: &mut Vec<u8>) {
        both.clear();
        both.extend_from_slice(self.front);
        both.push(b'\n');
        both.extend_from_slice(line);
    }

    /// How many bytes of both stand in front of the line.
    pub(crate) const fn offset(&self) -> usize {
        self.front.len() + 1
    }

    /// Whether the line is read by itself too.
    pub(crate) const fn is_row(&self) -> bool {
        self.cells.is_some()
    }

    /// A span of both as one of the line; none if the line alone decides.
    pub(crate) fn of_both(&self, span: Span) -> Option<Span> {
        let offset = self.offset();
        let span = Span::new(span.start.checked_sub(offset)?, span.end - offset, span.entity);
        self.cells.as_ref().is_none_or(|cells| is_inside(cells, &span)).then_some(span)
    }

    /// Whether a span of the line by itself counts: where no known column decides.
    pub(crate) fn keeps(&self, span: &Span) -> bool {
        self.cells.as_ref().is_some_and(|cells| !cells.iter().any(|cell| span.overlaps(cell)))
    }
}

fn is_inside(cells: &[Range<usize>], span: &Span) -> bool {
    cells.iter().any(|cell| cell.start <= span.start && span.end <= cell.end)
}

/// The line that starts at `start`, without its end.
fn line_at(lines: &[u8], start: usize) -> &[u8] {
    let rest = lines.get(start..).unwrap_or_default();
    let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
    without_line_end(&rest[..end])
}

/// Where the last lines start, the last first, as many as a name may be behind.
fn last_starts(lines: &[u8]) -> Vec<usize> {
    let body = lines.strip_suffix(b"\n").unwrap_or(lines);
    let breaks = memchr::memrchr_iter(b'\n', body).map(|at| at + 1);
    let starts = breaks.chain(std::iter::once(0));
    if lines.is_empty() { Vec::new() } else { starts.take(name::LINES_MAX).collect() }
}

/// Where a line starts that is empty or a comment, or stands behind one, and where the first does.
fn telling_starts(lines: &[u8]) -> BTreeSet<usize> {
    const STARTS: [&[u8]; 3] = [b"\n#", b"\n\n", b"\n\r\n"];
    // Most texts have no carriage return, and one byte is sooner looked for than three.
    let starts = if memchr::memchr(b'\r', lines).is_some() { &STARTS[..] } else { &STARTS[..2] };
    let found = starts.iter().flat_map(|start| memchr::memmem::find_iter(lines, start)).map(|at| at + 1);
    let mut telling = BTreeSet::new();
    for start in found.chain(std::iter::once(0)) {
        let mut at = start;
        // What stands behind them, up to the first line that is neither.
        while at < lines.len() && telling.insert(at) && matches!(line_at(lines, at), [] | [b'#', ..]) {
            at = memchr::memchr(b'\n', &lines[at..]).map_or(lines.len(), |end| at + end + 1);
        }
    }
    telling
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed(above: &Above, lines: &[u8]) -> Above {
        let mut above = above.clone();
        for line in lines.split_inclusive(|b| *b == b'\n') {
            above.pass(without_line_end(line));
        }
        above
    }

    #[test]
    fn a_number_of_lines_says_what_each_of_them_does() {
        let pieces = [
            "user,password\n",
            "joe,x\n",
            "\n",
            "\r\n",
            "# note\r\n",
            "#Fields: date cs-username\n",
            "name: DB_PASSWORD\r\n",
            "value: x\n",
            "  type: y\n",
            "plain text\n",
        ];
        let mut state: u32 = 7;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize
        };
        for _ in 0..20_000 {
            let some: String = (0..next() % 9).map(|_| pieces[next() % pieces.len()]).collect();
            let front: String = (0..next() % 3).map(|_| pieces[next() % pieces.len()]).collect();
            let above = passed(&Above::new(Channel::Log), front.as_bytes());
            let (whole, each) = (above.behind(some.as_bytes()), passed(&above, some.as_bytes()));
            assert_eq!(format!("{whole:?}"), format!("{each:?}"), "{front:?} {some:?}");
        }
    }
}
