//! Writes an export, line by line, in one pass.

use super::{FORMAT, Header, LINE_BYTES_MAX, Part, is_field, is_one_line};
use crate::bytes32::encode;
use crate::leaf::bytes_of;
use crate::{LeafHash, TREE_SIZE_MAX, VerifierKey};
use aws_lc_rs::digest::{Context, SHA256};
use std::io::{self, Write};

/// Why an export cannot be written as asked.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The output failed.
    #[error("the export cannot be written: {0}")]
    Output(#[from] io::Error),
    /// Events must come one after the other from 0.
    #[error("event {got} cannot be exported where event {expected} is due")]
    Sequence {
        /// The event that is due.
        expected: u64,
        /// The event that was given.
        got: u64,
    },
    /// The header promised another number of events.
    #[error("the export's header promises {promised} events, and {written} were written")]
    EventCount {
        /// What the header says.
        promised: u64,
        /// What was written.
        written: u64,
    },
    /// A line would not be in the form that readers accept.
    #[error("{what} of event {event} cannot be exported: {why}")]
    Content {
        /// Leaf, part, rotation or checkpoint.
        what: &'static str,
        /// The event that it belongs to.
        event: u64,
        /// What is wrong.
        why: &'static str,
    },
    /// Header and key name different logs.
    #[error("the header names the log of another tenant than the key or the tenant's name")]
    OtherLog,
}

/// Writes the lines of an export. It must be given [`finish`](ExportWriter::finish), or the file counts as cut.
pub struct ExportWriter<W> {
    output: W,
    digest: Context,
    lines: u64,
    /// How many of these state that the key was changed.
    rotations: u64,
    promised: u64,
    written: u64,
    /// The line being built; kept to be used again.
    line: Vec<u8>,
}

impl<W: Write> ExportWriter<W> {
    /// Begins an export of the header's tenant, whose checkpoints this key checks.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if header and key do not name the same log, or the output fails.
    pub fn new(output: W, header: &Header, key: &VerifierKey) -> Result<Self, WriteError> {
        let agree = header.origin == *key.origin() && header.origin.is_of_tenant(&header.tenant);
        let Some(json) = header.to_json().filter(|_| agree && header.events <= TREE_SIZE_MAX) else {
            return Err(WriteError::OtherLog);
        };
        let digest = Context::new(&SHA256);
        let promised = header.events;
        let mut writer =
            Self { output, digest, lines: 0, rotations: 0, promised, written: 0, line: Vec::new() };
        writer.write(&[FORMAT.as_bytes()])?;
        writer.write(&[b"header ", json.as_bytes()])?;
        writer.write(&[b"key ", key.to_string().as_bytes()])?;
        Ok(writer)
    }

    /// Writes a statement that the log's key was changed, a signed note. They stand before all events, the oldest first;
    /// the last one leads to the key that the export was begun with.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if an event was written before, or the output fails.
    pub fn rotation(&mut self, note: &str) -> Result<(), WriteError> {
        if self.lines != 3 + self.rotations {
            return Err(self.refuse("a rotation", "it stands before all events"));
        }
        let note = self.json_text("a rotation", note)?;
        self.write(&[b"rotation ", &note])?;
        self.rotations += 1;
        Ok(())
    }

    /// Writes the next event with those of its personal parts that are not erased, in the order of their fields.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if it is not the next event, a line would be refused by readers, or the output fails.
    pub fn event(&mut self, sequence: u64, leaf: &[u8], parts: &[Part]) -> Result<(), WriteError> {
        if sequence != self.written {
            return Err(WriteError::Sequence { expected: self.written, got: sequence });
        }
        if !is_one_line(leaf) {
            return Err(self.refuse("the leaf", "it has a control character"));
        }
        if !parts.iter().is_sorted_by(|a, b| a.field < b.field) {
            return Err(
                self.refuse("a part", "the parts are not in the order of their fields, or one is twice")
            );
        }
        let hash = encode(&LeafHash::of(leaf).0);
        self.write(&[b"event ", sequence.to_string().as_bytes(), b" ", &hash, b" ", leaf])?;
        parts.iter().try_for_each(|part| self.part(part))?;
        self.written += 1;
        Ok(())
    }

    fn part(&mut self, part: &Part) -> Result<(), WriteError> {
        if !is_field(part.field.as_bytes()) {
            return Err(self.refuse("a part", "its field is not a printable word"));
        }
        let value = self.json_text("a part", &part.value)?;
        self.write(&[b"part ", part.field.as_bytes(), b" ", &encode(&part.salt.0), b" ", &value])
    }

    /// Writes the checkpoint that covers all events so far, a signed note.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if the output fails.
    pub fn checkpoint(&mut self, note: &str) -> Result<(), WriteError> {
        let note = self.json_text("a checkpoint", note)?;
        self.write(&[b"checkpoint ", &note])
    }

    /// Writes the last line and gives the output back.
    ///
    /// # Errors
    ///
    /// [`WriteError`] if fewer or more events were written than promised, or the output fails.
    pub fn finish(mut self) -> Result<W, WriteError> {
        if self.written != self.promised {
            return Err(WriteError::EventCount { promised: self.promised, written: self.written });
        }
        let digest = bytes_of(&self.digest.clone().finish());
        let lines = self.lines.to_string();
        self.write(&[b"end ", lines.as_bytes(), b" ", &encode(&digest)])?;
        self.output.flush()?;
        Ok(self.output)
    }

    fn json_text(&self, what: &'static str, text: &str) -> Result<Vec<u8>, WriteError> {
        serde_json::to_vec(text).map_err(|_| self.refuse(what, "it is no JSON string"))
    }

    fn refuse(&self, what: &'static str, why: &'static str) -> WriteError {
        WriteError::Content { what, event: self.written, why }
    }

    fn write(&mut self, pieces: &[&[u8]]) -> Result<(), WriteError> {
        self.line.clear();
        for piece in pieces {
            self.line.extend_from_slice(piece);
        }
        if self.line.len() > LINE_BYTES_MAX {
            return Err(self.refuse("a line", "it is longer than 16 MiB"));
        }
        self.line.push(b'\n');
        self.digest.update(&self.line);
        self.output.write_all(&self.line)?;
        self.lines += 1;
        Ok(())
    }
}
