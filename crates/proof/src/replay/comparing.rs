//! A runner's own log, held against what the tenant's log says of its runs.

use crate::report::RunnerLogReport;
use crate::runner_log::{Kept, RunnerLog, RunnerLogFault};
use consent::{CLOCK_SKEW, Digest, Document as _, RunRecord};
use domain::{Event, Moment, Record, RunId, Tenant};
use std::collections::BTreeSet;

/// A comparison under way; nothing is done without a runner's log.
#[derive(Default)]
pub(super) struct Comparing {
    log: Option<RunnerLog>,
    stored: BTreeSet<RunId>,
    stopped: BTreeSet<RunId>,
    lacking: Vec<RunnerLogFault>,
}

impl Comparing {
    pub(super) fn with(log: Option<RunnerLog>) -> Self {
        Self { log, ..Self::default() }
    }

    /// Follows the ends of runs. Called with the state before the event.
    pub(super) fn follow(&mut self, tenant: &Tenant, record: &Record) {
        let Some(log) = &self.log else { return };
        match &record.event {
            Event::EvidenceStored { run, record: text, .. } => {
                let claim = tenant.run(run).and_then(|run| run.claim.as_ref());
                let said = RunRecord::parse(text).ok();
                let runner = claim.map(|claim| &claim.runner).or(said.as_ref().map(|said| &said.runner));
                if runner.is_none_or(|runner| !log.runners.contains(runner)) {
                    return;
                }
                let wrong = match log.records.get(run) {
                    None => Some((None, "it has no record of it".to_owned())),
                    Some(kept) => differs(kept, text, said).map(|field| (Some(kept.line), field)),
                };
                if let Some((line, why)) = wrong {
                    let sequence = record.sequence;
                    let what = format!("event {sequence} stores evidence of the run `{run}`: {why}");
                    self.lacking.push(RunnerLogFault { line, what });
                }
                self.stored.insert(run.clone());
            }
            Event::RunStopped { run, .. } if log.records.contains_key(run) => {
                self.stopped.insert(run.clone());
            }
            _ => {}
        }
    }

    /// What the comparison comes to at the end of the log, which shows the time up to `until`.
    pub(super) fn finish(
        self,
        tenant: &Tenant,
        id: Option<&str>,
        until: Option<Moment>,
    ) -> Option<RunnerLogReport> {
        let log = self.log?;
        let mut report = RunnerLogReport {
            runners: log.runners.into_iter().collect(),
            records: super::count(log.records.len()),
            ..RunnerLogReport::default()
        };
        report.faults = log.faults;
        for (run, kept) in &log.records {
            let is_later = until.is_none_or(|until| kept.started_at > until.plus(CLOCK_SKEW));
            if id.is_some_and(|id| id != kept.tenant.as_str()) {
                report.fault(kept, format!("the run `{run}` is of the organisation `{}`", kept.tenant));
            } else if self.stored.contains(run) {
                report.stored += 1;
            } else if self.stopped.contains(run) {
                report.stopped += 1;
            } else if is_later || tenant.run(run).is_some_and(|run| run.claim.is_some()) {
                report.open += 1;
            } else {
                report.fault(
                    kept,
                    format!("the run `{run}` is not in the log, though the runner shipped evidence"),
                );
            }
        }
        report.faults.extend(self.lacking);
        Some(report)
    }
}

/// What the two records of a run do not have in common.
fn differs(kept: &Kept, text: &str, said: Option<RunRecord>) -> Option<String> {
    if kept.text == Digest::of(text.as_bytes()) {
        return None;
    }
    let field = match said {
        Some(said) if said.sha256 != kept.sha256 => "digest of what was shipped",
        Some(said) if said.consent != kept.consent => "consent",
        _ => "record",
    };
    Some(format!("it has another {field} there"))
}
