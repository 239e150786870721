//! Tables that stand in one record: a header of column names, and rows under it (RFC 4180 and its likes).

use crate::key;
use std::ops::Range;

/// The column names of a table, in order.
#[derive(Debug)]
pub(crate) struct Header<'t> {
    separator: &'static [u8],
    columns: Vec<Range<usize>>,
    text: &'t [u8],
}

/// How W3C's extended logs, Exchange's and Zeek's say what their columns are.
const FIELDS: [&[u8]; 2] = [b"#Fields: ", b"#fields\t"];
/// What some programs write in front of a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// The separator of W3C's, where no other stands.
const BLANK: &[u8] = b" ";
/// As they are written in front of literal escapes, and in the view.
const SEPARATORS: [&[u8]; 5] = [br"\t", b"\t\t", b"\t", b";", b","];
/// More columns than any export has.
const COLUMNS_MAX: usize = 128;
const NAME_BYTES_MAX: usize = 48;
const NAME_WORDS_MAX: usize = 4;

impl<'t> Header<'t> {
    /// Reads `row`, which may begin with [`FIELDS`]; none if it has cells that name no column.
    pub(crate) fn read(row: &'t [u8]) -> Option<Self> {
        let row = row.strip_suffix(br"\r").unwrap_or(row);
        let leads = FIELDS.iter().chain([&BYTE_ORDER_MARK]);
        let lead = leads.into_iter().find(|lead| row.starts_with(lead)).map_or(0, |lead| lead.len());
        if !row.get(lead).is_some_and(|b| b.is_ascii_alphabetic() || b"\"_'".contains(b) || !b.is_ascii()) {
            return None;
        }
        let is_there = |separator: &&[u8]| memchr::memmem::find(&row[lead..], separator).is_some();
        let separator = SEPARATORS.into_iter().find(is_there).or(names_columns(row).then_some(BLANK))?;
        let columns = cells(row, lead..row.len(), separator);
        let named = columns.len() >= 2
            && columns.len() <= COLUMNS_MAX
            && columns.iter().all(|column| is_name(row.get(column.clone()).unwrap_or_default()));
        named.then_some(Self { separator, columns, text: row })
    }

    /// Whether the value of a column is of a known class.
    pub(crate) fn is_known(&self) -> bool {
        self.names().any(|name| key::lookup(b"", name).is_some())
    }

    /// What separates its cells.
    pub(crate) const fn separator(&self) -> &'static [u8] {
        self.separator
    }

    /// The names of the columns.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'t [u8]> {
        self.columns.iter().map(|column| self.text.get(column.clone()).unwrap_or_default())
    }

    /// The cells of the row `row` of `view` with their columns; none if the row has fewer cells than the header.
    fn row(&self, view: &[u8], row: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
        let cells = cells(view, row, self.separator);
        let whole = cells.len() >= self.columns.len();
        let pairs = self.columns.iter().cloned().zip(cells).filter(|(_, cell)| !cell.is_empty());
        if whole { pairs.collect() } else { Vec::new() }
    }
}

/// Whether a line says by itself that it names columns.
pub(crate) fn names_columns(line: &[u8]) -> bool {
    FIELDS.iter().any(|lead| line.starts_with(lead))
}

/// Every cell under the header at the start of `view`, with its column's name.
pub(super) fn cells_by_column(view: &[u8]) -> Vec<(Range<usize>, Range<usize>)> {
    let Some(end) = memchr::memchr(b'\n', view) else { return Vec::new() };
    let Some(header) = view.get(..end).map(<[u8]>::trim_ascii_end).and_then(Header::read) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut start = end;
    while start < view.len() {
        let end = memchr::memchr(b'\n', &view[start..]).map_or(view.len(), |length| start + length);
        let cut = view[start..end].trim_ascii_end().len();
        if cut > 0 {
            found.extend(header.row(view, start..start + cut));
        }
        start = end + 1;
    }
    found
}

/// Splits a row; a quoted cell holds separators, and has no quotes afterwards.
pub(crate) fn cells(text: &[u8], row: Range<usize>, separator: &[u8]) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut at = row.start;
    loop {
        let rest = text.get(at..row.end).unwrap_or_default();
        let quoted = rest.first() == Some(&b'"');
        let close = if quoted { quote_end(rest).map(|length| at + length) } else { None };
        let from = close.unwrap_or(at);
        let next = text.get(from..row.end).and_then(|rest| memchr::memmem::find(rest, separator));
        let end = next.map_or(row.end, |length| from + length);
        cells.push(match close {
            Some(close) => at + 1..close,
            None => trimmed(text, at..end),
        });
        if next.is_none() || cells.len() > COLUMNS_MAX {
            return cells;
        }
        at = end + separator.len();
    }
}

/// The quote that closes the cell at the start of `rest`; two together stand for one in it.
fn quote_end(rest: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        let end = at + memchr::memchr(b'"', rest.get(at..)?)?;
        if rest.get(end + 1) != Some(&b'"')
            || end == at && rest.get(end + 2).is_none_or(|b| !b.is_ascii_alphanumeric())
        {
            return Some(end);
        }
        at = end + 2;
    }
}

fn trimmed(text: &[u8], mut cell: Range<usize>) -> Range<usize> {
    while cell.start < cell.end && text[cell.start] == b' ' {
        cell.start += 1;
    }
    while cell.start < cell.end && matches!(text[cell.end - 1], b' ' | b'\r') {
        cell.end -= 1;
    }
    cell
}

/// A few words of letters, digits and what joins them.
fn is_name(cell: &[u8]) -> bool {
    let inside = |b: &u8| b.is_ascii_alphanumeric() || b"_-. /()".contains(b) || !b.is_ascii();
    cell.len() <= NAME_BYTES_MAX
        && cell.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_' || !b.is_ascii())
        && cell.iter().all(inside)
        && cell.split(|b| *b == b' ').count() <= NAME_WORDS_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_under_their_header() {
        let text = b"Name;\"E mail\";Age\n\"Lee; Ann\";a@b.c;\nshort;row\n;x@y.z;7";
        let got: Vec<_> =
            cells_by_column(text).into_iter().map(|(column, cell)| (&text[column], &text[cell])).collect();
        let expected: [(&[u8], &[u8]); 4] =
            [(b"Name", b"Lee; Ann"), (b"E mail", b"a@b.c"), (b"E mail", b"x@y.z"), (b"Age", b"7")];
        assert_eq!(got, expected);
    }

    #[test]
    fn sentences_and_json_are_no_headers() {
        assert!(Header::read(b"{\"a\":1,\"b\":2}").is_none());
        assert!(Header::read(b"The service stopped, because the disk of the server was full").is_none());
        assert!(Header::read(b"a=1,b=2").is_none());
    }
}
