//! Blocks of a stream.

use std::io::{self, Read};

/// How much is read at a time, and handed out as one block.
pub(super) const BLOCK_BYTES: usize = 256 * 1024;

/// Bytes that were read, in room that is used again: to write zeros into it each time would cost as much as reading.
#[derive(Default)]
pub(super) struct Block {
    room: Vec<u8>,
    pub(super) length: usize,
}

impl Block {
    pub(super) fn bytes(&self) -> &[u8] {
        self.room.get(..self.length).unwrap_or_default()
    }

    /// Reads [`BLOCK_BYTES`] at most behind what it has; gives how many came, 0 at the end.
    pub(super) fn read(&mut self, source: &mut impl Read) -> io::Result<usize> {
        let full = self.length + BLOCK_BYTES;
        if self.room.len() < full {
            self.room.resize(full, 0);
        }
        let read = read_some(source, self.room.get_mut(self.length..full).unwrap_or_default())?;
        self.length += read;
        Ok(read)
    }

    /// Ends it in front of `at`; what stood behind it comes in `other`, in place of what that had.
    pub(super) fn split_off(&mut self, at: usize, mut other: Self) -> Self {
        let rest = self.bytes().get(at..).unwrap_or_default();
        if other.room.len() < rest.len() {
            other.room.resize(rest.len(), 0);
        }
        other.room[..rest.len()].copy_from_slice(rest);
        other.length = rest.len();
        self.length = at;
        other
    }
}

/// Reads what is there, or waits for it; 0 at the end.
fn read_some(source: &mut impl Read, to: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(to) {
            Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}
