//! Splits an export into lines of bounded length, and hashes its bytes.

use super::LINE_BYTES_MAX;
use crate::leaf::bytes_of;
use aws_lc_rs::digest::{Context, SHA256};
use std::io::{self, BufRead, Read as _};

/// What the next line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A line that ends in a newline.
    Whole,
    /// Bytes without a newline at the end of the file.
    Unterminated,
    /// More bytes than a line may have; they are gone.
    TooLong,
    /// Nothing more.
    Nothing,
}

/// The lines of a file, one in memory at a time.
pub(super) struct Lines<R> {
    input: R,
    /// The current line with its newline, if it has one.
    line: Vec<u8>,
    number: u64,
    digest: Context,
    /// Whether the current line is already part of the digest.
    hashed: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, line: Vec::new(), number: 0, digest: Context::new(&SHA256), hashed: true }
    }

    /// Goes to the next line.
    pub(super) fn advance(&mut self) -> io::Result<Next> {
        self.hash_current();
        if !self.fill()? {
            return Ok(Next::Nothing);
        }
        self.number += 1;
        self.hashed = false;
        if self.line.ends_with(b"\n") {
            return Ok(Next::Whole);
        }
        if self.line.len() <= LINE_BYTES_MAX {
            return Ok(Next::Unterminated);
        }
        self.skip_rest_of_line()?;
        Ok(Next::TooLong)
    }

    /// Reads until a newline, the end, or one byte more than a line may have. Whether there was anything.
    fn fill(&mut self) -> io::Result<bool> {
        self.line.clear();
        let limit = u64::try_from(LINE_BYTES_MAX + 1).unwrap_or(u64::MAX);
        Ok(self.input.by_ref().take(limit).read_until(b'\n', &mut self.line)? > 0)
    }

    fn skip_rest_of_line(&mut self) -> io::Result<()> {
        while !self.line.ends_with(b"\n") {
            self.hash_current();
            if !self.fill()? {
                break;
            }
            self.hashed = false;
        }
        self.hash_current();
        self.line.clear();
        Ok(())
    }

    fn hash_current(&mut self) {
        if !self.hashed {
            self.digest.update(&self.line);
            self.hashed = true;
        }
    }

    /// The current line without its newline.
    pub(super) fn current(&self) -> &[u8] {
        self.line.strip_suffix(b"\n").unwrap_or(&self.line)
    }

    /// Hands the current line, newline included, over in exchange for another buffer.
    pub(super) fn swap(&mut self, other: &mut Vec<u8>) {
        self.hash_current();
        std::mem::swap(&mut self.line, other);
    }

    /// The number of the current line, counted from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// SHA-256 of all bytes before the current line, if that was not hashed yet.
    pub(super) fn digest_before(&self) -> [u8; 32] {
        bytes_of(&self.digest.clone().finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &[u8], expected: &[(Next, usize)]) {
        let mut lines = Lines::new(text);
        let mut got = Vec::new();
        loop {
            match lines.advance().unwrap() {
                Next::Nothing => break,
                next => got.push((next, lines.current().len())),
            }
        }
        assert_eq!(got, expected);
        assert_eq!(lines.number(), u64::try_from(expected.len()).unwrap());
        let whole = aws_lc_rs::digest::digest(&SHA256, text);
        assert_eq!(lines.digest_before(), whole.as_ref(), "every byte is hashed once");
    }

    #[test]
    fn lines_end_in_newlines() {
        check(b"", &[]);
        check(b"a\n\nbc\n", &[(Next::Whole, 1), (Next::Whole, 0), (Next::Whole, 2)]);
        check(b"a\nb", &[(Next::Whole, 1), (Next::Unterminated, 1)]);
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_and_hashed() {
        let longest = [vec![b'x'; LINE_BYTES_MAX], b"\ny\n".to_vec()].concat();
        check(&longest, &[(Next::Whole, LINE_BYTES_MAX), (Next::Whole, 1)]);
        let longer = [vec![b'x'; 2 * LINE_BYTES_MAX + 5], b"\ny\n".to_vec()].concat();
        check(&longer, &[(Next::TooLong, 0), (Next::Whole, 1)]);
        check(&vec![b'x'; LINE_BYTES_MAX + 1], &[(Next::TooLong, 0)]);
    }
}
