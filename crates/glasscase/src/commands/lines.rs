//! Lines of standard input, with their numbers for messages.

use crate::output::printable::one_line;
use std::io::{self, BufRead, Write as _};

/// The longest line that is read; a longer one is cut there, and will not be what it should be.
const LINE_BYTES_MAX: u64 = 256 << 20;

/// The lines of an input, without their ends. A line feed at the end begins no further line.
pub(super) struct Lines<R> {
    input: R,
    line: Vec<u8>,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) const fn new(input: R) -> Self {
        Self { input, line: Vec::new(), number: 0 }
    }

    /// The next line, or none after the last.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let count = io::Read::take(&mut self.input, LINE_BYTES_MAX).read_until(b'\n', &mut self.line)?;
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
        }
        self.number += 1;
        Ok((count > 0).then_some(Line { number: self.number, bytes: &self.line }))
    }
}

/// A line and its number, from 1.
pub(super) struct Line<'a> {
    number: u64,
    pub(super) bytes: &'a [u8],
}

impl Line<'_> {
    /// Tells on standard error what is wrong with the line.
    pub(super) fn report(&self, why: &str) -> io::Result<()> {
        writeln!(io::stderr().lock(), "error: line {}: {}", self.number, one_line(why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Vec<(u64, String)> {
        let mut lines = Lines::new(text.as_bytes());
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            found.push((line.number, String::from_utf8(line.bytes.to_owned()).unwrap()));
        }
        found
    }

    #[test]
    fn a_line_end_at_the_end_begins_no_further_line() {
        assert_eq!(check("a\nb\n"), [(1, "a".into()), (2, "b".into())]);
        assert_eq!(check("a\n\nb"), [(1, "a".into()), (2, String::new()), (3, "b".into())]);
        assert!(check("").is_empty());
    }
}
