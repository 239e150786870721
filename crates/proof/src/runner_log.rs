//! A runner's own copy of what it said about its runs, `run-records.jsonl` of its data folder (design.md, *What a consent
//! proves*): the customer takes it from the machine, past the server.

use consent::{Digest, Document as _, RunRecord};
use domain::{Moment, RunId, RunnerId, TenantId};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};

/// A runner's records, as far as they are compared with a log.
#[derive(Clone, Debug, Default)]
pub struct RunnerLog {
    pub(crate) records: BTreeMap<RunId, Kept>,
    /// The runners that speak in it: one, unless the files of several were joined.
    pub(crate) runners: BTreeSet<RunnerId>,
    pub(crate) faults: Vec<RunnerLogFault>,
}

/// One record.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) line: u64,
    pub(crate) tenant: TenantId,
    /// The digest of the record's text.
    pub(crate) text: Digest,
    pub(crate) sha256: Digest,
    pub(crate) consent: Option<Digest>,
    pub(crate) started_at: Moment,
}

/// One thing that is wrong between a runner's log and the tenant's.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RunnerLogFault {
    /// The line of the runner's log, counted from 1; none where it lacks one.
    pub line: Option<u64>,
    /// What is wrong, in plain words.
    pub what: String,
}

/// A line of the file, as the runner writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignedRecord {
    record: String,
    #[serde(rename = "signature")]
    _signature: String,
}

impl RunnerLog {
    /// Reads the file. A line that is no record is a fault of the comparison, not an error.
    ///
    /// # Errors
    /// What the input itself reports.
    pub fn read(input: impl BufRead) -> io::Result<Self> {
        let mut log = Self::default();
        for (line, text) in (1..).zip(input.lines()) {
            log.take(line, &text?);
        }
        Ok(log)
    }

    fn take(&mut self, line: u64, text: &str) {
        let signed: Option<SignedRecord> = serde_json::from_str(text).ok();
        let parsed = signed.and_then(|signed| Some((RunRecord::parse(&signed.record).ok()?, signed.record)));
        let Some((record, text)) = parsed else {
            return self.fault(line, "it is no run record".to_owned());
        };
        let kept = Kept {
            line,
            tenant: record.tenant,
            text: Digest::of(text.as_bytes()),
            sha256: record.sha256,
            consent: record.consent,
            started_at: record.started_at,
        };
        self.runners.insert(record.runner);
        // The same record is there twice where the runner did not learn that its first delivery arrived.
        match self.records.get(&record.run) {
            Some(first) if first.text == kept.text => {}
            Some(_) => {
                self.fault(line, format!("it has another record of the run `{}` before it", record.run));
            }
            None => {
                self.records.insert(record.run, kept);
            }
        }
    }

    fn fault(&mut self, line: u64, what: String) {
        self.faults.push(RunnerLogFault { line: Some(line), what });
    }
}
