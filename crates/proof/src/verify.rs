//! One pass over an export.

use crate::batch::{Prepared, PreparedEvent};
use crate::pipeline;
use crate::replay::Replay;
use crate::report::{Fault, Report, Verdict};
use crate::runner_log::RunnerLog;
use crate::since::Since;
use crate::witnesses::Witnesses;
use consent::PublicKey;
use ledger::witness::WitnessKey;
use ledger::{Auditor, Entry, Trust, VerifierKey};
use std::io::{self, BufRead};

/// How to verify.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The log's public key, as the customer kept it. Without it the file's own key is believed, which proves that the
    /// file agrees with itself, not who made it.
    pub key: Option<VerifierKey>,
    /// The customer's consent keys, as they kept them. Where some are given, only what these signed counts as consent.
    pub consent_keys: Vec<PublicKey>,
    /// A runner's own log, to be compared.
    pub runner_log: Option<RunnerLog>,
    /// Witnesses that must have cosigned the last checkpoint.
    pub witnesses: Vec<WitnessKey>,
}

/// Verifies an export and tells everything that is wrong with it.
///
/// # Errors
/// Only what the input itself reports; a damaged export is not an error, but has faults.
pub fn verify(input: impl BufRead, options: &Options) -> io::Result<Report> {
    verify_since(input, options, None)
}

/// The same, and whether the log extends an earlier one.
///
/// # Errors
/// Only what the inputs themselves report.
pub fn verify_since(input: impl BufRead, options: &Options, since: Option<Since>) -> io::Result<Report> {
    let trust = options.key.clone().map_or(Trust::File, |key| Trust::Given(vec![key]));
    let mut pass = Pass {
        auditor: Auditor::new(trust),
        replay: Replay::new(options),
        witnesses: Witnesses::new(&options.witnesses),
        since,
        failed: None,
        line: 0,
    };
    pipeline::run(input, |prepared| pass.take(prepared))?;
    pass.finish(options)
}

/// All who look at the entries in their order.
struct Pass {
    auditor: Auditor,
    replay: Replay,
    witnesses: Witnesses,
    since: Option<Since>,
    /// Why the earlier file could not be read on.
    failed: Option<io::Error>,
    line: u64,
}

impl Pass {
    fn take(&mut self, prepared: Prepared<'_>) {
        match prepared {
            Prepared::Event(event) => self.event(&event),
            Prepared::Other(entry) => self.other(entry),
        }
    }

    fn event(&mut self, event: &PreparedEvent<'_>) {
        self.line = event.line;
        self.auditor.take_hashed(&event.entry(), event.computed);
        self.replay.event(event);
        if let Some(since) = self.since.as_mut().filter(|_| self.failed.is_none()) {
            self.failed = since.event(event).err();
        }
    }

    fn other(&mut self, entry: &Entry<'static>) {
        let (before, _) = self.auditor.confirmed();
        self.auditor.take(entry);
        match entry {
            Entry::Header { line, header } => {
                self.line = *line;
                self.replay.header(header);
            }
            Entry::Checkpoint { line, note } => {
                self.line = *line;
                self.replay.checkpoint(*line, note);
                if let (confirmed, Some(checkpoint)) = self.auditor.confirmed()
                    && confirmed > before
                {
                    self.witnesses.checkpoint(*line, self.replay.last_sequence(), note, checkpoint);
                }
            }
            Entry::Key { line, .. } | Entry::Rotation { line, .. } | Entry::End { line } => self.line = *line,
            Entry::Fault(fault) => self.line = fault.line,
            Entry::Event(_) => {}
        }
    }

    fn finish(self, options: &Options) -> io::Result<Report> {
        if let Some(why) = self.failed {
            return Err(why);
        }
        let (audit, outcome) = (self.auditor.finish(), self.replay.finish());
        let (since, parted) = match self.since.map(|since| since.finish(&audit, self.line)).transpose()? {
            Some((since, faults)) => (Some(since), faults),
            None => (None, Vec::new()),
        };
        let (witnesses, uncosigned) = self.witnesses.finish();
        let beside: Vec<Fault> = parted.into_iter().chain(uncosigned).collect();
        let findings = outcome.findings.with(&audit.faults, beside);
        let runner_log = outcome.runner_log;
        let agrees = runner_log.as_ref().is_none_or(|compared| compared.faults.is_empty());
        let is_sound = findings.kept.is_empty() && findings.left_out == 0 && agrees;
        let believed = options.key.as_ref().or(audit.key.as_ref());
        Ok(Report {
            verdict: if is_sound { Verdict::Sound } else { Verdict::Unsound },
            tenant: audit.header.as_ref().map(|header| header.tenant.clone()),
            origin: audit.header.as_ref().map(|header| header.origin.to_string()),
            events: audit.events,
            from: outcome.from,
            until: outcome.until,
            checkpoints: audit.checkpoints,
            sealed_at: audit.last_checkpoint.map(|checkpoint| checkpoint.time),
            believed_key: believed.map(ToString::to_string),
            key_was_given: options.key.is_some(),
            figures: outcome.figures,
            cases: outcome.cases,
            cases_left_out: outcome.cases_left_out,
            faults: findings.kept,
            faults_left_out: findings.left_out,
            runner_log,
            since,
            witnesses,
        })
    }
}
