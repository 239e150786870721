//! The runs that the runner has taken on and not ended.

use crate::halt::{Cause, Halt};
use domain::RunId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most runs that wait or work at a time. More are left to other runners, or until they are offered again.
const RUNS_MAX: usize = 64;

/// Runs by id.
#[derive(Debug, Default)]
pub(crate) struct Held {
    runs: Mutex<BTreeMap<RunId, Hold>>,
    /// Whether a run was left for want of room.
    left: AtomicBool,
}

#[derive(Debug)]
struct Hold {
    halt: Arc<Halt>,
    /// The connection during which the claim was sent; none while the run waits for its turn.
    claimed_on: Option<u64>,
}

impl Held {
    /// Takes a run on. None if it is held already or too many are.
    pub(crate) fn take(&self, run: &RunId) -> Option<Arc<Halt>> {
        let mut runs = self.runs();
        if runs.contains_key(run) {
            return None;
        }
        if runs.len() >= RUNS_MAX {
            self.left.store(true, Ordering::SeqCst);
            return None;
        }
        let halt = Arc::new(Halt::default());
        runs.insert(run.clone(), Hold { halt: Arc::clone(&halt), claimed_on: None });
        Some(halt)
    }

    /// Notes that the run is claimed from now on, during this connection.
    pub(crate) fn claim(&self, run: &RunId, connection: u64) {
        if let Some(hold) = self.runs().get_mut(run) {
            hold.claimed_on = Some(connection);
        }
    }

    /// Lets go of a run that ended.
    pub(crate) fn release(&self, run: &RunId) {
        self.runs().remove(run);
    }

    /// Whether the run is held.
    pub(crate) fn contains(&self, run: &RunId) -> bool {
        self.runs().contains_key(run)
    }

    /// Ends one run, if it is held.
    pub(crate) fn halt(&self, run: &RunId, cause: Cause) {
        if let Some(hold) = self.runs().get(run) {
            hold.halt.now(cause);
        }
    }

    /// Ends every run.
    pub(crate) fn halt_all(&self, cause: Cause) {
        self.runs().values().for_each(|hold| hold.halt.now(cause));
    }

    /// Ends every run that the server does not count as held at the beginning of `connection`. A run claimed during
    /// this very connection may be missing from the list, which the server made before.
    pub(crate) fn keep_only(&self, listed: &BTreeSet<&RunId>, connection: u64) {
        for (run, hold) in self.runs().iter() {
            let is_older = hold.claimed_on.is_some_and(|on| on < connection);
            if is_older && !listed.contains(run) {
                hold.halt.now(Cause::Server);
            }
        }
    }

    /// Whether runs were left for want of room and half of it is free now. True once.
    pub(crate) fn has_room_again(&self) -> bool {
        self.left.load(Ordering::SeqCst)
            && self.runs().len() <= RUNS_MAX / 2
            && self.left.swap(false, Ordering::SeqCst)
    }

    fn runs(&self) -> MutexGuard<'_, BTreeMap<RunId, Hold>> {
        // Every change to the map is whole, so one that panicked elsewhere left it sound.
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(id: &str) -> RunId {
        id.parse().unwrap()
    }

    #[test]
    fn a_run_is_taken_on_once() {
        let held = Held::default();
        assert!(held.take(&run("a")).is_some());
        assert!(held.take(&run("a")).is_none());
        held.release(&run("a"));
        assert!(held.take(&run("a")).is_some());
    }

    #[test]
    fn the_number_of_runs_is_bounded() {
        let held = Held::default();
        let taken = (0..1_000).filter(|n| held.take(&run(&n.to_string())).is_some()).count();
        assert_eq!(taken, RUNS_MAX);
        assert!(!held.has_room_again());
        (0..RUNS_MAX / 2).for_each(|n| held.release(&run(&n.to_string())));
        assert!(held.has_room_again());
        assert!(!held.has_room_again(), "said once");
    }

    #[test]
    fn a_new_connection_ends_claimed_runs_that_it_does_not_list() {
        let held = Held::default();
        let [listed, unlisted, waiting, just_claimed] = ["listed", "unlisted", "waiting", "just-claimed"]
            .map(|id| (held.take(&run(id)).unwrap(), run(id)));
        for (claimed, connection) in [(&listed, 1), (&unlisted, 1), (&just_claimed, 2)] {
            held.claim(&claimed.1, connection);
        }
        held.keep_only(&BTreeSet::from([&run("listed")]), 2);
        for (name, hold, ended) in [
            ("listed", listed, None),
            ("unlisted", unlisted, Some(Cause::Server)),
            ("waiting", waiting, None),
            ("just claimed", just_claimed, None),
        ] {
            assert_eq!(hold.0.cause(), ended, "{name}");
        }
    }
}
