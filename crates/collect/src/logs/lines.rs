//! Lines of a stream, one after the other, in a buffer of fixed size.

use std::io::{self, Read};

/// How much is read at once; also how often a run looks whether it was stopped.
pub(crate) const READ_BYTES: usize = 64 << 10;

/// One line, without its line feed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    pub(crate) bytes: &'a [u8],
    /// Whether the line is longer than the buffer and only its beginning is here.
    pub(crate) cut: bool,
}

/// Reads lines. Of a line longer than [`READ_BYTES`] only the beginning is given.
pub(crate) struct Lines<R> {
    source: R,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    /// Inside a line whose beginning was given already.
    skipping: bool,
    ended: bool,
}

/// What [`Lines::next`] came to.
pub(crate) enum Step<'a> {
    /// A line.
    Line(Line<'a>),
    /// So many bytes must be read before there is another line.
    Starved,
    /// No more lines.
    End,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(source: R) -> Self {
        let buffer = vec![0; READ_BYTES].into_boxed_slice();
        Self { source, buffer, start: 0, end: 0, skipping: false, ended: false }
    }

    /// What is in the buffer and not yet given as lines.
    pub(crate) fn pending(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Reads up to `bytes_max` more bytes, which must be more than none; returns how many. After
    /// [`Step::Starved`] there is room for at least one.
    pub(crate) fn read(&mut self, bytes_max: usize) -> io::Result<usize> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        let limit = self.buffer.len().min(self.end.saturating_add(bytes_max));
        let room = self.buffer.get_mut(self.end..limit).unwrap_or_default();
        let read = loop {
            match self.source.read(room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.ended |= read == 0;
        self.end += read;
        Ok(read)
    }

    /// The next line of what was read so far.
    pub(crate) fn next(&mut self) -> Step<'_> {
        loop {
            let pending = self.buffer.get(self.start..self.end).unwrap_or_default();
            let feed = memchr::memchr(b'\n', pending);
            let full = pending.len() == self.buffer.len();
            let (length, consumed, cut) = match feed {
                Some(at) => (at, at + 1, false),
                None if full || self.skipping => (pending.len(), pending.len(), true),
                None if self.ended => (pending.len(), pending.len(), false),
                None => return Step::Starved,
            };
            let begin = self.start;
            self.start += consumed;
            let given = !self.skipping;
            self.skipping = cut && (full || self.skipping);
            if consumed == 0 {
                return if self.ended { Step::End } else { Step::Starved };
            }
            if given {
                let bytes = self.buffer.get(begin..begin + length).unwrap_or_default();
                return Step::Line(Line { bytes: bytes.strip_suffix(b"\r").unwrap_or(bytes), cut });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &[u8], at_once: usize, expected: &[(usize, bool)]) {
        let mut lines = Lines::new(text);
        let mut found = Vec::new();
        loop {
            match lines.next() {
                Step::Line(line) => found.push((line.bytes.len(), line.cut)),
                Step::Starved => drop(lines.read(at_once).unwrap()),
                Step::End => break,
            }
        }
        assert_eq!(found, expected, "{at_once}");
    }

    #[test]
    fn any_cut_of_the_input_gives_the_same_lines() {
        for at_once in [1, 2, 3, 7, READ_BYTES] {
            check(b"ab\r\n\nabc\nlast", at_once, &[(2, false), (0, false), (3, false), (4, false)]);
            check(b"", at_once, &[]);
            check(b"\n", at_once, &[(0, false)]);
        }
    }

    #[test]
    fn of_a_long_line_the_beginning_is_given_once() {
        let long = vec![b'x'; 3 * READ_BYTES + 5];
        let text = [b"a\n", long.as_slice(), b"\nb"].concat();
        for at_once in [1_000, READ_BYTES] {
            check(&text, at_once, &[(1, false), (READ_BYTES, true), (1, false)]);
        }
    }
}
