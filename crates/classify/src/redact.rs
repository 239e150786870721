//! Rewrites a reader into a writer.

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
}

const READ_BYTES: usize = 64 * 1024;

/// Screens all of `input` into `output`.
///
/// # Errors
///
/// The first error of reading or writing; `output` then holds only screened bytes, up to some line.
pub fn redact(mut input: impl Read, output: impl Write, mut screener: Screener) -> io::Result<Redaction> {
    let mut sink = WriteSink { output, redaction: Redaction::default(), error: None };
    let mut buffer = vec![0; READ_BYTES];
    loop {
        let read = match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        sink.redaction.bytes_read += read as u64;
        screener.push(buffer.get(..read).unwrap_or_default(), &mut sink);
        if let Some(error) = sink.error.take() {
            return Err(error);
        }
    }
    screener.finish(&mut sink);
    match sink.error.take() {
        Some(error) => Err(error),
        None => sink.output.flush().map(|()| sink.redaction),
    }
}

/// Writes pieces and remembers the first error, behind which it writes nothing.
struct WriteSink<W> {
    output: W,
    redaction: Redaction,
    error: Option<io::Error>,
}

impl<W: Write> Sink for WriteSink<W> {
    fn piece(&mut self, output: &[u8], labels: &[Label]) {
        if self.error.is_some() {
            return;
        }
        self.error = self.output.write_all(output).err();
        let masked = labels.iter().filter(|label| label.action == Action::Masked).count() as u64;
        self.redaction.bytes_written += output.len() as u64;
        self.redaction.masked += masked;
        self.redaction.kept += labels.len() as u64 - masked;
    }
}
