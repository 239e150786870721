//! The flag that ends a run.

use tokio_util::sync::CancellationToken;

/// A flag that, once set, ends the runs that look at it. Clones are the same flag.
#[derive(Clone, Debug, Default)]
pub struct Stop(CancellationToken);

impl Stop {
    /// A flag that is not set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the flag. It cannot be taken back.
    pub fn stop(&self) {
        self.0.cancel();
    }

    /// Whether the flag is set.
    pub fn is_stopped(&self) -> bool {
        self.0.is_cancelled()
    }

    /// Waits until the flag is set.
    pub async fn stopped(&self) {
        self.0.cancelled().await;
    }
}
