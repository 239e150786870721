//! Dry runs: the customer asks, one runner counts.

use super::Decided;
use crate::dry_run::{DryRun, DryRunCounts, DryRunOrder};
use crate::event::{Event, StopCause};
use crate::ids::{RunId, RunnerId};
use crate::refusal::Refusal;
use crate::tenant::Tenant;

impl Tenant {
    pub(super) fn request_dry_run(&self, order: &DryRunOrder) -> Decided {
        if self.runs.contains_key(&order.run) || self.dry_runs.contains_key(&order.run) {
            return Err(Refusal::exists("run", &order.run));
        }
        if !self.subscriptions.contains(&order.subscription) {
            return Err(Refusal::unknown("subscription", &order.subscription));
        }
        Ok(vec![Event::DryRunRequested { order: order.clone() }])
    }

    pub(super) fn claim_dry_run(&self, run: &RunId, runner: &RunnerId) -> Decided {
        let waiting = self.known_dry_run(run)?;
        let is_enrolled = self.runners.get(runner).is_some_and(|runner| runner.public_key.is_some());
        if waiting.runner.is_some() || !is_enrolled {
            return Err(Refusal::NotYourRun { id: run.to_string() });
        }
        Ok(vec![Event::DryRunClaimed { run: run.clone(), runner: runner.clone() }])
    }

    pub(super) fn count_dry_run(&self, run: &RunId, runner: &RunnerId, counts: &DryRunCounts) -> Decided {
        if self.known_dry_run(run)?.runner.as_ref() != Some(runner) {
            return Err(Refusal::NotYourRun { id: run.to_string() });
        }
        Ok(vec![Event::DryRunCounted { run: run.clone(), counts: counts.clone() }])
    }

    pub(super) fn stop_dry_run(&self, run: &RunId, cause: &StopCause) -> Decided {
        self.known_dry_run(run)?;
        // No access stands behind a dry run that could end, and one whose time is over is gone.
        if matches!(cause, StopCause::AccessEnded { .. } | StopCause::Expired) {
            return Err(Refusal::GoesOn { id: run.to_string() });
        }
        Ok(vec![Event::DryRunStopped { run: run.clone(), cause: cause.clone() }])
    }

    fn known_dry_run(&self, run: &RunId) -> Result<&DryRun, Refusal> {
        self.dry_runs.get(run).ok_or_else(|| Refusal::unknown("dry run", run))
    }
}
