//! How a store is opened.

use domain::Moment;
use std::fmt;
use std::sync::Arc;

/// A clock as the store asks it.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// When SQLite waits for the disk. PostgreSQL always waits at commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Synchronous {
    /// At every commit: what is acknowledged outlives a power cut.
    #[default]
    Full,
    /// At checkpoints only, so a power cut takes acknowledged events. For the test that shows that
    /// [`Synchronous::Full`] is needed; never to be used otherwise.
    Normal,
}

/// How a store is opened.
#[derive(Clone)]
pub struct Options {
    /// Tells the present instant. The store never goes back behind what it has recorded, whatever this says.
    pub clock: Clock,
    /// When SQLite waits for the disk.
    pub synchronous: Synchronous,
}

impl Options {
    /// A store that waits for the disk at every commit and asks `clock` for the instant.
    pub fn new(clock: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self { clock: Arc::new(clock), synchronous: Synchronous::Full }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options").field("synchronous", &self.synchronous).finish_non_exhaustive()
    }
}
