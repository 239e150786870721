//! What a bundle is, as a whole.

use crate::har::HarFacts;
use crate::tool::Tool;

/// What a bundle is, as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Which tool made it, if it is one that is known.
    pub tool: Option<Tool>,
    /// Its form: `tar.xz`, `zip`, `har`, `json`.
    pub form: String,
    /// Its own size in bytes.
    pub packed_bytes: u64,
    /// How many files it holds.
    pub files: u64,
    /// What they have together, in bytes; of a HAR its cleaned form.
    pub bytes: u64,
    /// When the latest of them was changed, in seconds since 1970.
    pub latest: Option<i64>,
    /// What was dropped of HAR files.
    pub har: Option<HarFacts>,
}

impl Summary {
    /// Adds what was found of one more HAR.
    pub(crate) fn add_har(&mut self, facts: HarFacts) {
        let sum = self.har.get_or_insert_default();
        sum.creator = sum.creator.take().or(facts.creator);
        sum.creator_version = sum.creator_version.take().or(facts.creator_version);
        sum.requests += facts.requests;
        for (status, count) in facts.statuses {
            *sum.statuses.entry(status).or_default() += count;
        }
        for (what, count) in facts.failures {
            *sum.failures.entry(what).or_default() += count;
        }
        sum.dropped += facts.dropped;
        sum.dropped_bytes += facts.dropped_bytes;
    }
}
