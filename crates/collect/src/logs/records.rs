//! Records of several lines: a stack trace belongs to the line before it.

use super::file::Entry;
use domain::Moment;

/// How much of a record's first line is kept, in bytes.
const FIRST_BYTES_MAX: usize = 4_096;

/// A line of a log and the lines that belong to it.
#[derive(Debug)]
pub(crate) struct Record {
    /// The beginning of its first line.
    pub(crate) first: Vec<u8>,
    pub(crate) time: Option<Moment>,
    pub(crate) lines: u64,
    /// Whether one of its lines is what is looked for.
    pub(crate) wanted: bool,
}

/// Puts the lines of one file together to records.
#[derive(Debug, Default)]
pub(crate) struct Records {
    pending: Option<Record>,
    /// Whether the file writes times in front of its records.
    dated: bool,
}

impl Records {
    /// Takes the next line; gives the record that it ends.
    pub(crate) fn line(&mut self, entry: Entry, wanted: bool) -> Option<Record> {
        self.dated |= entry.dated;
        let goes_on = !entry.dated && (self.dated || is_continuation(entry.line));
        if let (true, Some(record)) = (goes_on, &mut self.pending) {
            record.lines += 1;
            record.wanted |= wanted;
            return None;
        }
        let first = entry.line.get(..entry.line.len().min(FIRST_BYTES_MAX)).unwrap_or_default().to_vec();
        self.pending.replace(Record { first, time: entry.time, lines: 1, wanted })
    }

    /// The last record of the file.
    pub(crate) fn end(&mut self) -> Option<Record> {
        self.dated = false;
        self.pending.take()
    }
}

/// Whether a line of a log without times belongs to the line before it.
fn is_continuation(line: &[u8]) -> bool {
    line.first().is_none_or(u8::is_ascii_whitespace) || line.starts_with(b"Caused by: ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each record's first line and how many lines it has; a line that begins with `T` has a time.
    fn check(text: &str, expected: &[(&str, u64)]) {
        let mut records = Records::default();
        let entry = |line: &'static str| Entry {
            path: "app.log",
            line: line.as_bytes(),
            time: None,
            dated: line.starts_with('T'),
        };
        let text: &'static str = text.to_owned().leak();
        let mut found: Vec<Record> =
            text.lines().filter_map(|line| records.line(entry(line), false)).collect();
        found.extend(records.end());
        let found: Vec<(String, u64)> = found
            .iter()
            .map(|record| (String::from_utf8(record.first.clone()).unwrap(), record.lines))
            .collect();
        let expected: Vec<(String, u64)> =
            expected.iter().map(|(first, lines)| ((*first).to_owned(), *lines)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_trace_belongs_to_the_line_before_it() {
        check("T one\njava.lang.Error: x\n\tat y\nCaused by: z\nT two", &[("T one", 4), ("T two", 1)]);
        check("one\n  at x\nCaused by: y\n\ntwo", &[("one", 4), ("two", 1)]);
        check("at the start\nT one\nmore", &[("at the start", 1), ("T one", 2)]);
        check("", &[]);
    }
}
