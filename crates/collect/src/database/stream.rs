//! A connection to a database server, encrypted or not, and bounded.

use bytes::BytesMut;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;

/// How long a server may be silent where something is expected. Statements end earlier, by their own limit.
const PATIENCE: Duration = Duration::from_secs(15);
/// How much is read at once.
const READ_BYTES: usize = 16 << 10;

/// What carries bytes both ways.
trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// A connection and what was read from it and is not understood yet.
pub(crate) struct Stream {
    carrier: Box<dyn Duplex>,
    pub(crate) buffer: BytesMut,
    encrypted: bool,
    bytes: usize,
    bytes_max: usize,
}

impl Stream {
    /// A connection from which at most `bytes_max` bytes are read.
    pub(super) fn new(
        carrier: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
        encrypted: bool,
        bytes_max: usize,
    ) -> Self {
        Self { carrier: Box::new(carrier), buffer: BytesMut::new(), encrypted, bytes: 0, bytes_max }
    }

    /// Whether nobody on the way reads it, and the server is the one that was meant.
    pub(super) const fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// How many bytes were read since this was asked last.
    pub(crate) fn take_bytes(&mut self) -> usize {
        self.bytes_max = self.bytes_max.saturating_sub(self.bytes);
        std::mem::take(&mut self.bytes)
    }

    /// Says all of it.
    pub(crate) async fn say(&mut self, bytes: &[u8]) -> Result<(), String> {
        let said = timeout(PATIENCE, async {
            self.carrier.write_all(bytes).await?;
            self.carrier.flush().await
        });
        said.await.unwrap_or_else(|_| Err(std::io::ErrorKind::TimedOut.into())).map_err(|e| e.to_string())
    }

    /// Reads until the buffer holds at least so many bytes.
    pub(crate) async fn fill(&mut self, bytes: usize) -> Result<(), String> {
        while self.buffer.len() < bytes {
            self.more().await?;
        }
        Ok(())
    }

    /// Reads some more into the buffer.
    pub(super) async fn more(&mut self) -> Result<(), String> {
        if self.bytes >= self.bytes_max {
            return Err("it says more than the run may read".to_owned());
        }
        self.buffer.reserve(READ_BYTES);
        let read = timeout(PATIENCE, self.carrier.read_buf(&mut self.buffer)).await;
        match read {
            Ok(Ok(0)) => Err("it ends the connection".to_owned()),
            Ok(Ok(read)) => {
                self.bytes += read;
                Ok(())
            }
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("it says nothing within {} s", PATIENCE.as_secs())),
        }
    }
}
