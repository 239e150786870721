//! The same over logs that somebody gives.

use super::Grouping;
use crate::CollectError;
use crate::logs::Pushed;
use diagnostics::Inputs;
use diagnostics::collector::LogClusters;
use domain::Moment;
use serde_json::{Value, json};

/// Groups the records of logs that are handed over file by file.
pub(crate) struct GivenLogs {
    pushed: Pushed,
    grouping: Grouping,
}

impl GivenLogs {
    pub(crate) fn new(parameters: &LogClusters, inputs: &Inputs, now: Moment) -> Result<Self, CollectError> {
        let grouping = Grouping::new(parameters, inputs, now)?;
        Ok(Self { pushed: Pushed::new(grouping.clusters.window()), grouping })
    }

    pub(crate) fn begin(&mut self, path: &str) {
        self.pushed.begin(path);
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        let grouping = &mut self.grouping;
        self.pushed.bytes(bytes, &mut |entry| grouping.entry(entry));
    }

    pub(crate) fn end(&mut self) {
        let grouping = &mut self.grouping;
        self.pushed.end(&mut |entry| grouping.entry(entry));
        grouping.end_file();
    }

    /// The facts that the kind gives.
    pub(crate) fn facts(mut self) -> Value {
        let clusters = self.grouping.clusters.sorted();
        let mut facts = self.pushed.facts();
        facts.extend(self.grouping.clusters.facts(&clusters));
        facts.insert("limits_reached".to_owned(), json!([]));
        Value::Object(facts)
    }
}
