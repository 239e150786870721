//! What the lines of a text say of those below them: the header of a table names the cells of its rows (RFC 4180, the
//! `#Fields:` of W3C's extended logs), and a name may stand above its value (`"name": "DB_PASSWORD",` and on the next line
//! `"value": "…"`, as in HAR, property lists and the manifests of Kubernetes).
//!
//! Such a line is read together with the one above, as a record of both would be (classification.md 1). A private key may be
//! left open, too.

mod columns;
mod name;

use crate::channel::Channel;
use crate::detect::{Pem, PemState};
use crate::screener::without_line_end;
use crate::span::Span;
use columns::Columns;
use name::Name;
use std::ops::Range;
use std::sync::Arc;

/// What the lines of a text so far say of the next one.
///
/// A table begins with the text, behind an empty line, or where a line says so by itself, and goes on until another begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Above {
    channel: Channel,
    /// Whether the last line is neither empty nor a comment, so that the next begins no table.
    is_amid: bool,
    columns: Option<Arc<Columns>>,
    name: Option<Name>,
    key: PemState,
}

/// How many lines at the start of a block are read to tell what is likely behind it: `#Fields:` is the fourth of a log of IIS.
const FIRST_LINES: usize = 8;
/// A longer line is read by itself.
const LINE_BYTES_MAX: usize = 16 * 1024;

impl Above {
    /// The start of a text.
    pub fn new(channel: Channel) -> Self {
        Self { channel, ..Self::default() }
    }

    /// Takes over the next line, without its end.
    pub fn pass(&mut self, line: &[u8]) {
        self.pass_words(line);
        self.pass_key(line);
    }

    /// Takes over what the next line says of tables and names.
    pub(crate) fn pass_words(&mut self, line: &[u8]) {
        if !self.is_amid || line.starts_with(b"#") {
            self.columns =
                Columns::read(line, self.channel, self.is_amid).map(Arc::new).or(self.columns.take());
        }
        self.name = Name::read(line).or_else(|| self.name.take()?.behind(line));
        self.pass_again(line);
    }

    /// Takes over what the next line, or a part of one, says of private keys.
    pub(crate) fn pass_key(&mut self, text: &[u8]) {
        self.key = Pem::behind(text, self.key);
    }

    /// Takes over the next line, of which is known that it says nothing of those below.
    pub(crate) fn pass_again(&mut self, line: &[u8]) {
        self.is_amid = match line {
            [] => false,
            [b'#', ..] => self.is_amid,
            _ => true,
        };
    }

    /// What is above behind a number of whole lines, most likely: only their first and their last are read, so a table that
    /// begins between them, or a private key that ends behind them, is not known.
    #[must_use]
    pub fn likely_behind(&self, lines: &[u8]) -> Self {
        let mut above = self.clone();
        let last = last_lines_start(lines);
        let (others, last) = lines.split_at(last);
        let each = |lines| memchr::memchr_iter(b'\n', lines);
        let mut start = 0;
        for end in each(others).take(FIRST_LINES) {
            above.pass_words(without_line_end(&others[start..end]));
            start = end + 1;
        }
        if start < others.len() {
            (above.is_amid, above.name) = (true, None);
        }
        start = 0;
        for end in each(last) {
            above.pass_words(without_line_end(&last[start..end]));
            start = end + 1;
        }
        above
    }

    /// Whether the lines so far left a private key open.
    pub(crate) const fn key(&self) -> PemState {
        self.key
    }

    /// Whether what becomes of the next line, or what it leaves of a name above it, does not follow from the line alone.
    pub(crate) fn decides(&self, line: &[u8]) -> bool {
        self.key != PemState::Outside || self.name.is_some() || self.of_next(line).is_some()
    }

    /// How the next line is read; none if by itself.
    pub(crate) fn of_next(&self, line: &[u8]) -> Option<Below<'_>> {
        if line.is_empty() || line.len() > LINE_BYTES_MAX || self.key != PemState::Outside {
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
    Pem::behind(line, PemState::Outside) != PemState::Outside
        || Name::read(line).is_some()
        || Columns::read(line, channel, false).is_some()
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

/// Where the last lines start, as many as a name may be behind.
fn last_lines_start(lines: &[u8]) -> usize {
    let body = lines.strip_suffix(b"\n").unwrap_or(lines);
    memchr::memrchr_iter(b'\n', body).nth(name::LINES_MAX - 1).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed(lines: &[u8]) -> Above {
        let mut above = Above::new(Channel::Log);
        for line in lines.split_inclusive(|b| *b == b'\n') {
            above.pass(without_line_end(line));
        }
        above
    }

    #[test]
    fn what_is_likely_is_so_without_a_table_in_the_middle() {
        let plain = "plain text\n".repeat(20);
        for first in ["user,password\njoe,x\n", "# note\n#Fields: date cs-username\n", "x: 1\n", "\n"] {
            for last in ["name: DB_PASSWORD\r\n", "name: x\nvalue: y\n", "\n", "\r\n# note\n", "x: 1\n"] {
                for middle in ["", &plain] {
                    let lines = [first, middle, last].concat();
                    let likely = Above::new(Channel::Log).likely_behind(lines.as_bytes());
                    assert_eq!(likely, passed(lines.as_bytes()), "{lines:?}");
                }
            }
        }
    }

    #[test]
    fn a_private_key_stays_open_until_it_ends() {
        let key = "-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n";
        assert!(passed(key.as_bytes()).decides(b"ab=="));
        assert!(!passed([key, "-----END PRIVATE KEY-----\n"].concat().as_bytes()).decides(b"ab=="));
    }
}
