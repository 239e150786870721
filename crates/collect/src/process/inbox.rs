//! Frames from a socket, as they become complete.

use super::frame::{HEAD_BYTES, Kind, parse_head};
use std::io::{self, ErrorKind, Read as _};
use std::os::unix::net::UnixStream;

/// How much is read at once.
const READ_BYTES: usize = 256 << 10;

/// What has arrived and is not taken yet. At most one frame and what was read with it.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    bytes: Vec<u8>,
    taken: usize,
    closed: bool,
}

impl Inbox {
    /// Reads what there is, without waiting if the socket does not.
    pub(super) fn fill(&mut self, mut socket: &UnixStream) -> io::Result<()> {
        self.bytes.drain(..self.taken);
        self.taken = 0;
        let held = self.bytes.len();
        self.bytes.resize(held + READ_BYTES, 0);
        let read = socket.read(self.bytes.get_mut(held..).unwrap_or_default());
        self.bytes.truncate(held + read.as_ref().copied().unwrap_or_default());
        match read {
            Ok(0) => self.closed = true,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => self.closed = true,
            Err(error) if !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                return Err(error);
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether the other side will say no more.
    pub(super) const fn is_closed(&self) -> bool {
        self.closed
    }

    /// The next frame, if all of it is there.
    pub(super) fn next(&mut self) -> io::Result<Option<(Kind, &[u8])>> {
        let rest = self.bytes.get(self.taken..).unwrap_or_default();
        let Some((head, rest)) = rest.split_first_chunk::<HEAD_BYTES>() else { return Ok(None) };
        let (kind, length) = parse_head(*head)?;
        let Some(body) = rest.get(..length) else { return Ok(None) };
        self.taken += HEAD_BYTES + length;
        Ok(Some((kind, body)))
    }
}
