//! The last steps of a file's bytes: counted, and handed to the receiver.

use crate::error::BundleError;
use crate::meter::Meter;
use crate::receiver::Receiver;
use std::io::{self, Read, Write};

/// How much is handed on at once.
const CHUNK_BYTES: usize = 64 << 10;

/// An error of reading is the archive's, one of writing the receiver's.
pub(crate) fn copy(content: &mut dyn Read, to: &mut Handing<'_>, meter: &Meter) -> Result<(), BundleError> {
    let mut buffer = vec![0; CHUNK_BYTES];
    loop {
        match content.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => to.write_all(buffer.get(..count).unwrap_or_default()).map_err(BundleError::Taken)?,
            Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
            Err(why) => return Err(meter.fault(&why)),
        }
    }
}

/// Writes to a receiver.
pub(crate) struct Handing<'a> {
    pub(crate) receiver: &'a mut dyn Receiver,
    pub(crate) bytes: u64,
}

impl Write for Handing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.receiver.bytes(bytes)?;
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Counts what is read of an entry.
pub(crate) struct Counted<'a> {
    pub(crate) source: &'a mut dyn Read,
    pub(crate) bytes: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.bytes += count as u64;
        Ok(count)
    }
}
