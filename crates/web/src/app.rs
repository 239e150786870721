//! What every handler has at hand.

use crate::pages::Patience;
use crate::presence::Presence;
use operations::Desk;
use std::path::PathBuf;
use tokio_util::sync::CancellationToken;

/// How browsers reach the desk.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Whether they reach it over TLS: its own, or that of a proxy in front.
    pub https: bool,
    /// Whether that proxy is there, and is believed for whom it speaks.
    pub trusted_proxy: bool,
    /// The address that links to this server begin with; that of each request where there is none.
    pub public_url: Option<String>,
    /// In a demo, the file with the people whom one can be at the press of a button; none otherwise.
    pub personas: Option<PathBuf>,
}

impl Site {
    /// The name of the cookie that keeps somebody signed in. With the prefix a browser takes it from this host alone.
    pub(crate) const fn session_cookie(&self) -> &'static str {
        if self.https { "__Host-glasscase" } else { "glasscase" }
    }
}

/// What every handler has at hand. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App {
    /// Where things are done.
    pub(crate) desk: Desk,
    /// How browsers reach it.
    pub(crate) site: Site,
    /// Who tried to sign in lately.
    pub(crate) patience: Patience,
    /// The runners that are connected.
    pub(crate) presence: Presence,
    /// Cancelled once the server is to end.
    pub(crate) ending: CancellationToken,
}

impl App {
    pub(crate) fn new(desk: Desk, site: Site, ending: CancellationToken) -> Self {
        Self { desk, site, patience: Patience::default(), presence: Presence::default(), ending }
    }
}
