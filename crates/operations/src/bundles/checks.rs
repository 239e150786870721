//! Bundles that are being checked. A large one takes longer than a request may, so its check goes on by itself, and whoever
//! asks again hears what came of it.

use super::Attached;
use crate::refusal::Refusal;
use domain::CollectionId;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit, watch};

/// How long a request waits for a check; less than the time in which an answer begins.
const PATIENCE: Duration = Duration::from_secs(20);
/// How many bundles are checked at once: each keeps a processor busy.
const AT_ONCE: usize = 2;
/// How many outcomes are kept for those who never ask again.
const OUTCOMES_MAX: usize = 256;

type Outcome = Option<Result<Attached, Refusal>>;

/// The checks under way, and outcomes that nobody heard yet.
#[derive(Debug)]
pub(crate) struct Checks {
    known: Mutex<HashMap<CollectionId, watch::Receiver<Outcome>>>,
    turns: Semaphore,
}

impl Default for Checks {
    fn default() -> Self {
        Self { known: Mutex::default(), turns: Semaphore::new(AT_ONCE) }
    }
}

impl Checks {
    /// Whether a bundle is being checked.
    pub(crate) fn holds(&self, id: &CollectionId) -> bool {
        self.known.lock().is_ok_and(|known| known.get(id).is_some_and(|outcome| outcome.borrow().is_none()))
    }

    /// A turn to check.
    pub(super) async fn turn(&self) -> Result<SemaphorePermit<'_>, Refusal> {
        self.turns.acquire().await.map_err(|why| Refusal::failed("wait for a turn to check", &why))
    }

    /// The outcome of the check of `id`, which `start` starts unless it is under way.
    ///
    /// # Errors
    /// [`Refusal::Checking`] if it takes longer than a request may, else the check's own.
    pub(super) async fn outcome(
        &self,
        id: &CollectionId,
        start: impl FnOnce(watch::Sender<Outcome>),
    ) -> Result<Attached, Refusal> {
        let mut outcome = self.known_or(id, start)?;
        let done = tokio::time::timeout(PATIENCE, outcome.wait_for(Option::is_some)).await;
        let heard = match done {
            Err(_) => return Err(Refusal::Checking),
            Ok(Ok(outcome)) => (*outcome).clone(),
            // The check ended in a panic, which the log has.
            Ok(Err(_)) => None,
        };
        if let Ok(mut known) = self.known.lock() {
            known.remove(id);
        }
        heard.unwrap_or(Err(Refusal::Busy))
    }

    fn known_or(
        &self,
        id: &CollectionId,
        start: impl FnOnce(watch::Sender<Outcome>),
    ) -> Result<watch::Receiver<Outcome>, Refusal> {
        let mut known = self.known.lock().map_err(|_| Refusal::Busy)?;
        if let Some(outcome) = known.get(id) {
            return Ok(outcome.clone());
        }
        if known.len() >= OUTCOMES_MAX {
            known.retain(|_, outcome| outcome.borrow().is_none());
        }
        let (sender, outcome) = watch::channel(None);
        known.insert(id.clone(), outcome.clone());
        start(sender);
        Ok(outcome)
    }
}
