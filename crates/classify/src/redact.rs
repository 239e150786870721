//! Rewrites a reader into a writer.

use crate::entity_set::EntitySet;
use crate::screener::Screener;
use crate::sink::{Action, Label, Sink};
use std::io::{self, Read, Write};

/// What a redaction did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Redaction {
    /// Bytes read.
    pub bytes_read: u64,
    /// Bytes written.
    pub bytes_written: u64,
    /// Spans replaced by a token.
    pub masked: u64,
    /// Spans that the policy keeps.
    pub kept: u64,
    /// The types of all spans.
    pub found: EntitySet,
}

impl std::ops::AddAssign for Redaction {
    fn add_assign(&mut self, other: Self) {
        self.bytes_read += other.bytes_read;
        self.bytes_written += other.bytes_written;
        self.masked += other.masked;
        self.kept += other.kept;
        self.found |= other.found;
    }
}

const READ_BYTES: usize = 64 * 1024;

/// Screens all of `input` into `output`.
///
/// # Errors
///
/// The first error of reading or writing; `output` then holds only screened bytes, up to some line.
pub fn redact(mut input: impl Read, output: impl Write, mut screener: Screener) -> io::Result<Redaction> {
    let mut written = Redacted::new(output);
    let mut buffer = vec![0; READ_BYTES];
    loop {
        match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => written.push(buffer.get(..read).unwrap_or_default(), &mut screener)?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    written.end_stream(&mut screener)
}

/// Where redacted text is written and counted.
#[derive(Debug)]
pub struct Redacted<W> {
    output: W,
    redaction: Redaction,
    /// The first error, behind which nothing is written.
    error: Option<io::Error>,
}

impl<W: Write> Redacted<W> {
    /// Nothing yet.
    pub fn new(output: W) -> Self {
        Self { output, redaction: Redaction::default(), error: None }
    }

    /// Sends the next bytes of a stream through `screener`.
    ///
    /// # Errors
    ///
    /// The first error of writing.
    pub fn push(&mut self, bytes: &[u8], screener: &mut Screener) -> io::Result<()> {
        self.redaction.bytes_read += bytes.len() as u64;
        screener.push(bytes, self);
        self.error.take().map_or(Ok(()), Err)
    }

    /// Writes what `screener` still holds; gives what was done since the start.
    ///
    /// # Errors
    ///
    /// The first error of writing.
    pub fn end_stream(&mut self, screener: &mut Screener) -> io::Result<Redaction> {
        screener.end_stream(self);
        match self.error.take() {
            Some(error) => Err(error),
            None => self.output.flush().map(|()| self.redaction),
        }
    }
}

impl<W: Write> Sink for Redacted<W> {
    fn piece(&mut self, output: &[u8], labels: &[Label]) {
        if self.error.is_some() {
            return;
        }
        self.error = self.output.write_all(output).err();
        let masked = labels.iter().filter(|label| label.action == Action::Masked).count() as u64;
        self.redaction.bytes_written += output.len() as u64;
        self.redaction.masked += masked;
        self.redaction.kept += labels.len() as u64 - masked;
        for label in labels {
            self.redaction.found.insert(label.entity);
        }
    }
}
