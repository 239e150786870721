//! One pass over an export.

use crate::replay::Replay;
use crate::report::{Report, Verdict};
use crate::runner_log::RunnerLog;
use consent::PublicKey;
use ledger::{Audit, Auditor, Entry, ExportReader, Trust, VerifierKey};
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
}

/// Verifies an export and tells everything that is wrong with it.
///
/// # Errors
/// Only what the input itself reports; a damaged export is not an error, but has faults.
pub fn verify(input: impl BufRead, options: &Options) -> io::Result<Report> {
    let trust = options.key.clone().map_or(Trust::File, |key| Trust::Given(vec![key]));
    let (mut reader, mut auditor, mut replay) =
        (ExportReader::new(input), Auditor::new(trust), Replay::new(options));
    while let Some(entry) = reader.next_entry()? {
        auditor.take(&entry);
        match &entry {
            Entry::Header { header, .. } => replay.header(header),
            Entry::Event(event) => replay.event(event),
            Entry::Checkpoint { line, note } => replay.checkpoint(*line, note),
            Entry::Key { .. } | Entry::Rotation { .. } | Entry::End { .. } | Entry::Fault(_) => {}
        }
    }
    Ok(report(auditor.finish(), replay, options))
}

fn report(audit: Audit, replay: Replay, options: &Options) -> Report {
    let outcome = replay.finish();
    let findings = outcome.findings.with_ledger(&audit.faults);
    let runner_log = outcome.runner_log;
    let agrees = runner_log.as_ref().is_none_or(|compared| compared.faults.is_empty());
    let is_sound = findings.kept.is_empty() && findings.left_out == 0 && agrees;
    let believed = options.key.as_ref().or(audit.key.as_ref());
    Report {
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
        faults: findings.kept,
        faults_left_out: findings.left_out,
        runner_log,
    }
}
