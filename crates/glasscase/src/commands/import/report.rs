//! What an import tells, in JSON and as the base of its text.

use diagnostics::Finding;
use serde::Serialize;
use std::collections::BTreeMap;

/// How often each entity type was found, by the words of category and type.
pub(super) type Counts = BTreeMap<&'static str, BTreeMap<&'static str, u64>>;

/// Everything.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Report {
    /// The bundle's name.
    pub(super) file: String,
    pub(super) form: String,
    /// Its own size, and that of its files.
    pub(super) packed_bytes: u64,
    pub(super) bytes: u64,
    /// The tool that made it, and its version; none if nobody knows it.
    pub(super) tool: Option<&'static str>,
    pub(super) tool_version: Option<String>,
    /// What was found in all files.
    pub(super) found: Counts,
    pub(super) files: Vec<Entry>,
    pub(super) links: Vec<Leading>,
    pub(super) har: Option<Har>,
    pub(super) logs: Logs,
    pub(super) configuration: Configuration,
    /// Where the screened form was written.
    pub(super) out: Option<Written>,
}

/// A file of the bundle.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) bytes: u64,
    /// The encoding that it was read in, if that was not UTF-8 alone.
    pub(super) encoding: Option<&'static str>,
    /// How many spans of each category.
    pub(super) found: BTreeMap<&'static str, u64>,
    /// Why it is not in the screened form, or not as a whole.
    pub(super) left_out: Option<LeftOut>,
}

/// Why something is not in the screened form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub(super) enum LeftOut {
    /// It is no text, so it cannot be screened; from this byte on.
    NoText { from: u64 },
    /// It is an archive or a HAR inside of which nothing can or may be read.
    Unread { reason: String },
    /// A second look found something of this shape after screening.
    Credential { shape: &'static str },
}

/// A link of the bundle.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Leading {
    pub(super) path: String,
    pub(super) target: String,
}

/// How the requests of HAR files went, and what was dropped of them before anything else saw them.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Har {
    pub(super) requests: u64,
    pub(super) statuses: BTreeMap<i64, u64>,
    pub(super) failures: BTreeMap<String, u64>,
    pub(super) dropped: u64,
    pub(super) dropped_bytes: u64,
}

/// What the logs say.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Logs {
    pub(super) files: u64,
    pub(super) lines: u64,
    pub(super) findings: Vec<Finding>,
    /// Kinds of errors, the most frequent first.
    pub(super) errors: Vec<Cluster>,
}

/// Lines that look alike.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Cluster {
    pub(super) shape: String,
    pub(super) count: u64,
    /// The first and the last time, as far as lines say one.
    pub(super) first: Option<String>,
    pub(super) last: Option<String>,
}

/// What the configuration says.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Configuration {
    pub(super) files: u64,
    pub(super) unreadable: Vec<Unreadable>,
    pub(super) secrets: Vec<Secrets>,
}

/// A configuration file that is broken.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Unreadable {
    pub(super) path: String,
    pub(super) reason: String,
}

/// Keys whose values look like secrets.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Secrets {
    pub(super) path: String,
    pub(super) keys: Vec<String>,
}

/// The screened form.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Written {
    pub(super) path: String,
    pub(super) bytes: u64,
}
