//! Work that is done beside the steps, and that one of them waits for.

use anyhow::{Result, anyhow};
use std::thread::{self, JoinHandle};

/// Work that goes on.
pub(crate) struct Beside<T>(JoinHandle<Result<T>>);

impl<T: Send + 'static> Beside<T> {
    /// Begins it, on a thread of its own.
    pub(crate) fn begin(work: impl FnOnce() -> Result<T> + Send + 'static) -> Self {
        Self(thread::spawn(work))
    }

    /// Waits for its end.
    pub(crate) fn end(self) -> Result<T> {
        self.0.join().map_err(|_| anyhow!("the thread that did it has ended early"))?
    }
}
