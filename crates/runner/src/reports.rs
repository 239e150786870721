//! What the server still has to hear of runs that ended without evidence.

use domain::RunId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use wire::Stopped;

/// The most reports that wait, and the most that are sent on a new connection.
const REPORTS_MAX: usize = 256;

/// Reports that the server has not taken. They wait for the next connection, on which the server says which runs it
/// still counts as held.
#[derive(Debug, Default)]
pub(crate) struct Reports(Mutex<BTreeMap<RunId, Stopped>>);

impl Reports {
    /// Keeps a report until the server took it.
    pub(crate) fn keep(&self, run: &RunId, report: Stopped) {
        let mut waiting = self.waiting();
        if waiting.len() < REPORTS_MAX {
            waiting.insert(run.clone(), report);
        }
    }

    /// The server knows of the end of a run.
    pub(crate) fn forget(&self, run: &RunId) {
        self.waiting().remove(run);
    }

    /// What to tell of the runs that the server lists as held and this runner does not hold. Where no report waits, the
    /// runner's process was restarted, or the answer to its claim was lost. Reports on runs that are not listed are
    /// dropped: the server knows.
    pub(crate) fn due(&self, listed: &[RunId], is_held: impl Fn(&RunId) -> bool) -> Vec<(RunId, Stopped)> {
        let mut waiting = self.waiting();
        let known: BTreeSet<&RunId> = listed.iter().collect();
        waiting.retain(|run, _| known.contains(run));
        let report = |run: &RunId| {
            let report = waiting.get(run).cloned();
            report.unwrap_or_else(not_held)
        };
        let not_held = listed.iter().filter(|run| !is_held(run)).take(REPORTS_MAX);
        not_held.map(|run| (run.clone(), report(run))).collect()
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<RunId, Stopped>> {
        // Every change to the map is whole, so one that panicked elsewhere left it sound.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the server is told of a run that it counts as held and that nobody here works on.
pub(crate) fn not_held() -> Stopped {
    Stopped { why: "failed".to_owned(), code: "not_held".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_told_at_once_than_is_kept() {
        let listed: Vec<RunId> = (0..1_000).map(|n| n.to_string().parse().unwrap()).collect();
        assert_eq!(Reports::default().due(&listed, |_| false).len(), REPORTS_MAX);
    }

    #[test]
    fn what_waits_is_told_of_runs_that_are_listed_and_not_held() {
        let reports = Reports::default();
        let lost = Stopped { why: "lease_lost".to_owned(), code: String::new() };
        for run in ["waits", "ended", "told"] {
            reports.keep(&run.parse().unwrap(), lost.clone());
        }
        reports.forget(&"told".parse().unwrap());
        let listed = ["waits", "held", "unknown", "told"].map(|run| run.parse().unwrap());
        let due = reports.due(&listed, |run| run.as_str() == "held");
        let told: Vec<_> = due.iter().map(|(run, report)| (run.as_str(), report.why.as_str())).collect();
        assert_eq!(told, [("waits", "lease_lost"), ("unknown", "failed"), ("told", "failed")]);
        let again = reports.due(&["ended".parse().unwrap()], |_| false);
        assert_eq!(again[0].1.why, "failed", "what the server knew already was dropped");
    }
}
