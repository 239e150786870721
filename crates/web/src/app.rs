//! What every handler has at hand.

use crate::presence::Presence;
use operations::Desk;
use tokio_util::sync::CancellationToken;

/// What every handler has at hand. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App {
    /// Where things are done.
    pub(crate) desk: Desk,
    /// The runners that are connected.
    pub(crate) presence: Presence,
    /// Cancelled once the server is to end.
    pub(crate) ending: CancellationToken,
}

impl App {
    pub(crate) fn new(desk: Desk, ending: CancellationToken) -> Self {
        Self { desk, presence: Presence::default(), ending }
    }
}
