//! What the desk knows, was asked, and is to do wrong.

use axum::body::Bytes;
use std::collections::BTreeMap;
use std::time::Instant;
use tokio::sync::mpsc::UnboundedSender;
use wire::{Claimed, Enrol, Finish, Stopped};

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    /// Its path, with its query.
    pub(crate) path: String,
    pub(crate) key: Option<String>,
}

/// What the desk does wrong.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// It refuses.
    Refuse(u16, &'static str),
    /// It answers something else than JSON.
    Nonsense,
    /// It breaks the connection instead of doing what it was asked.
    CutBefore,
    /// It does what it was asked, and breaks the connection before anybody hears of it.
    CutAfter,
    /// It never answers.
    Hang,
    /// It says that it did what it did not do.
    Lie(&'static str),
    /// It sends elsewhere.
    Redirect(String),
    /// It answers without end.
    Endless,
}

/// Everything that a desk knows.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub(crate) enrolled: Option<Enrol>,
    pub(crate) calls: Vec<Call>,
    pub(crate) faults: Vec<(&'static str, Fault)>,
    /// What claims are answered with.
    pub(crate) claims: BTreeMap<String, Claimed>,
    /// Runs that were claimed and have not ended.
    pub(crate) holding: Vec<String>,
    /// The sealed bytes that arrived, by run.
    pub(crate) objects: BTreeMap<String, Vec<u8>>,
    /// How many parts arrived that were there already.
    pub(crate) repeated: usize,
    pub(crate) finished: BTreeMap<String, Finish>,
    pub(crate) stopped: BTreeMap<String, Stopped>,
    /// How often an event stream was opened.
    pub(crate) opened: usize,
    pub(crate) streams: Vec<UnboundedSender<Bytes>>,
    /// Whether it sends no beats.
    pub(crate) is_silent: bool,
    pub(crate) last_beat: Option<Instant>,
}

impl Book {
    pub(crate) fn tell(&mut self, text: &str) {
        let bytes = Bytes::from(text.to_owned());
        self.streams.retain(|stream| stream.send(bytes.clone()).is_ok());
    }

    /// How often a path with this in it was asked.
    pub(crate) fn asked(&self, part: &str) -> usize {
        self.calls.iter().filter(|call| call.path.contains(part)).count()
    }

    pub(super) fn take_fault(&mut self, path: &str) -> Option<Fault> {
        let found = self.faults.iter().position(|(end, _)| path.ends_with(end))?;
        Some(self.faults.remove(found).1)
    }

    /// Whether a run waits for a runner.
    pub(super) fn waits(&self, run: &str) -> bool {
        let has_ended = self.finished.contains_key(run) || self.stopped.contains_key(run);
        !has_ended && !self.holding.iter().any(|held| held == run)
    }

    pub(super) fn end(&mut self, run: &str) {
        self.holding.retain(|held| held != run);
    }
}
