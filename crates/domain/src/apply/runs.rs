//! Runs, what they collected, and dry runs.

use crate::dry_run::DryRun;
use crate::event::Event;
use crate::moment::Moment;
use crate::run::{Claim, Collection, Run};
use crate::tenant::Tenant;

impl Tenant {
    /// Events of runs and evidence. Says whether it was one.
    pub(super) fn apply_to_run(&mut self, at: Moment, event: &Event) -> bool {
        match event {
            Event::RunRequested { order } => {
                let requested = Run { order: order.clone(), requested_at: at, claim: None };
                self.runs.insert(order.run.clone(), requested);
            }
            Event::RunClaimed { run, runner, collection, covered, due_hour } => {
                if let Some(run) = self.runs.get_mut(run) {
                    run.claim = Some(Claim {
                        runner: runner.clone(),
                        collection: collection.clone(),
                        at,
                        covered: *covered,
                        due_hour: *due_hour,
                    });
                }
            }
            Event::RunStopped { run, .. } => {
                self.runs.remove(run);
            }
            Event::EvidenceStored { run, collection, bytes, sha256, .. } => {
                let Some(ended) = self.runs.remove(run) else { return true };
                let Some(claim) = ended.claim else { return true };
                let stored = Collection {
                    run: Some(run.clone()),
                    case: ended.order.case,
                    collected_at: claim.at,
                    due_hour: claim.due_hour,
                    bytes: *bytes,
                    sha256: sha256.clone(),
                };
                self.collections.insert(collection.clone(), stored);
            }
            Event::BundleAttached { case, collection, due_hour, bytes, sha256, .. } => {
                let attached = Collection {
                    run: None,
                    case: case.clone(),
                    collected_at: at,
                    due_hour: *due_hour,
                    bytes: *bytes,
                    sha256: sha256.clone(),
                };
                self.collections.insert(collection.clone(), attached);
            }
            Event::EvidenceDeleted { collection, .. } => {
                self.collections.remove(collection);
            }
            _ => return false,
        }
        true
    }

    /// Events of dry runs. Says whether it was one.
    pub(super) fn apply_to_dry_run(&mut self, at: Moment, event: &Event) -> bool {
        match event {
            Event::DryRunRequested { order } => {
                let requested = DryRun { order: order.clone(), requested_at: at, runner: None };
                self.dry_runs.insert(order.run.clone(), requested);
            }
            Event::DryRunClaimed { run, runner } => {
                if let Some(claimed) = self.dry_runs.get_mut(run) {
                    claimed.runner = Some(runner.clone());
                }
            }
            Event::DryRunCounted { run, .. } | Event::DryRunStopped { run, .. } => {
                self.dry_runs.remove(run);
            }
            _ => return false,
        }
        true
    }
}
