//! What a verification found.

use crate::code;
use crate::figures::Figures;
use crate::runner_log::{Kept, RunnerLogFault};
use domain::{CaseId, Categories, Moment, RunnerId};
use serde::Serialize;

/// Faults that are kept; of any further ones only the number is known.
pub const FAULTS_MAX: usize = 1_000;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The line of the file, counted from 1; 0 where it is about an earlier file.
    pub line: u64,
    /// The event that it is about, or the last one before the line.
    pub sequence: Option<u64>,
    /// The word for what is wrong (docs/export-format.md, *Faults*).
    pub code: &'static str,
    /// What is wrong, in plain words.
    pub what: String,
}

/// What it all comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing is wrong.
    Sound,
    /// Something is.
    Unsound,
}

/// What a verification found. `Display` tells it in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether anything is wrong.
    pub verdict: Verdict,
    /// Whose log the file says it is.
    pub tenant: Option<String>,
    /// The log's name.
    pub origin: Option<String>,
    /// How many events it holds.
    pub events: u64,
    /// When the first one took effect.
    pub from: Option<Moment>,
    /// The latest instant that an event or a checkpoint shows.
    pub until: Option<Moment>,
    /// How many checkpoints are signed and fit.
    pub checkpoints: u64,
    /// When the last of these was sealed.
    pub sealed_at: Option<String>,
    /// The key whose signatures were believed.
    pub believed_key: Option<String>,
    /// Whether that key was given by whoever verifies; otherwise it is the file's own.
    pub key_was_given: bool,
    /// What the log holds.
    pub figures: Figures,
    /// What happened in each case; of many cases in the latest.
    pub cases: Vec<CaseStory>,
    /// How many earlier cases are not told.
    pub cases_left_out: u64,
    /// What is wrong, in the order of lines; at most [`FAULTS_MAX`].
    pub faults: Vec<Fault>,
    /// How many further faults were found.
    pub faults_left_out: u64,
    /// How the log compares with a runner's own, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runner_log: Option<RunnerLogReport>,
    /// How the log compares with an earlier export or checkpoint, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<SinceReport>,
    /// What the witnesses cosigned that were given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<WitnessReport>,
}

/// What happened in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseStory {
    /// The case.
    pub case: CaseId,
    /// When it was opened.
    pub opened_at: Moment,
    /// When it was closed, if it is.
    pub closed_at: Option<Moment>,
    /// Consents given, renewals included.
    pub consents: u64,
    /// Of these, signed by a consent key of the customer's.
    pub signed: u64,
    /// Access requests approved.
    pub approvals: u64,
    /// Runs asked for and not denied.
    pub runs: u64,
    /// Runs denied.
    pub denied: u64,
    /// Reads of evidence by the vendor.
    pub reads: u64,
    /// The categories that these showed.
    pub shown: Categories,
    /// Collections stored.
    pub stored: u64,
    /// Collections destroyed.
    pub deleted: u64,
    /// Events that no consent covered.
    pub uncovered: u64,
    /// What is wrong with its events.
    pub faults: u64,
}

impl CaseStory {
    pub(crate) fn opened(case: &CaseId, opened_at: Moment) -> Self {
        Self {
            case: case.clone(),
            opened_at,
            closed_at: None,
            consents: 0,
            signed: 0,
            approvals: 0,
            runs: 0,
            denied: 0,
            reads: 0,
            shown: Categories::NONE,
            stored: 0,
            deleted: 0,
            uncovered: 0,
            faults: 0,
        }
    }
}

/// How a log compares with an earlier export or checkpoint of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SinceReport {
    /// How many events the earlier one covers.
    pub events: u64,
    /// Whether the log extends it.
    pub agrees: bool,
    /// The first event at which they part, or after which.
    pub parted_at: Option<u64>,
}

/// What a witness cosigned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WitnessReport {
    /// The witness's public key.
    pub key: String,
    /// How many checkpoints it cosigned of those that are signed and fit.
    pub checkpoints: u64,
    /// How many events the last of these covers.
    pub size: Option<u64>,
}

/// How the log compares with a runner's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RunnerLogReport {
    /// The runners that speak in it.
    pub runners: Vec<RunnerId>,
    /// How many runs it records.
    pub records: u64,
    /// Of these, stored in the log.
    pub stored: u64,
    /// Of these, stopped by the log's account: what came of them was destroyed, by the server's word.
    pub stopped: u64,
    /// Of these, under way at the end of the log, or begun after it.
    pub open: u64,
    /// What is wrong; the verdict rests on it too.
    pub faults: Vec<RunnerLogFault>,
}

impl RunnerLogReport {
    pub(crate) fn fault(&mut self, kept: &Kept, what: String) {
        self.faults.push(RunnerLogFault { line: Some(kept.line), what });
    }
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.verdict == Verdict::Sound
    }
}

/// Faults as they are found.
#[derive(Default)]
pub(crate) struct Findings {
    pub(crate) kept: Vec<Fault>,
    pub(crate) left_out: u64,
}

impl Findings {
    pub(crate) fn push(&mut self, fault: Fault) {
        if self.kept.len() < FAULTS_MAX { self.kept.push(fault) } else { self.left_out += 1 }
    }

    /// Adds what the ledger found, and what was found beside the log. Of several faults on one line the ledger's come first.
    pub(crate) fn with(mut self, faults: &ledger::Faults, beside: Vec<Fault>) -> Self {
        let own = std::mem::take(&mut self.kept);
        self.left_out += faults.left_out();
        for fault in faults.kept() {
            let (line, sequence, code) = (fault.line, fault.event, code::of_file(&fault.kind));
            self.push(Fault { line, sequence, code, what: fault.kind.to_string() });
        }
        let mut kept = std::mem::take(&mut self.kept);
        kept.extend(own);
        kept.extend(beside);
        kept.sort_by_key(|fault| fault.line);
        let over = kept.len().saturating_sub(FAULTS_MAX);
        kept.truncate(FAULTS_MAX);
        self.left_out = self.left_out.saturating_add(u64::try_from(over).unwrap_or(u64::MAX));
        Self { kept, left_out: self.left_out }
    }
}
