//! What the analyzers say of a bundle's files: the ones of the catalogue for logs, and secrets in configuration.

use super::report::{Cluster, Configuration, Logs, Secrets, Unreadable};
use crate::commands::diagnostic::named;
use anyhow::{Context as _, Result};
use collect::given;
use diagnostics::{Diagnostic, Inputs, analyze};
use domain::Moment;
use serde_json::{Value, json};

/// The diagnostic whose collector and analyzers look at the logs.
const LOGS: &str = "error-clusters";
/// How many kinds of errors are told.
const CLUSTERS_MAX: usize = 20;
/// How many files are told one by one that are broken, or hold secrets.
const FILES_MAX: usize = 200;

/// Logs and configurations, file by file.
pub(super) struct Findings {
    diagnostic: Diagnostic,
    inputs: Inputs,
    logs: given::Logs,
    log_files: u64,
    configuration: Configuration,
}

impl Findings {
    /// `gathered_at` ends the time that is looked at; its last day is compared with all before.
    pub(super) fn new(gathered_at: Moment) -> Result<Self> {
        let diagnostic = named::find(LOGS)?;
        // A year is the longest window that the diagnostic takes.
        let given = json!({ "files": "/**", "hours": 8_760 });
        let inputs =
            diagnostic.check_inputs(&given).context("the program was built with a faulty diagnostic")?;
        let logs = given::Logs::new(&diagnostic, &inputs, gathered_at)?;
        Ok(Self { diagnostic, inputs, logs, log_files: 0, configuration: Configuration::default() })
    }

    pub(super) fn begin_log(&mut self, path: &str) {
        self.log_files += 1;
        self.logs.begin(path);
    }

    pub(super) fn log(&mut self, bytes: &[u8]) {
        self.logs.bytes(bytes);
    }

    pub(super) fn end_log(&mut self) {
        self.logs.end();
    }

    /// Looks at a configuration file as a whole.
    pub(super) fn configuration(&mut self, path: &str, text: &[u8]) {
        self.configuration.files += 1;
        let keys = std::str::from_utf8(text)
            .map_err(|_| "it is not UTF-8 text".to_owned())
            .and_then(|text| given::secret_keys(path, text));
        let path = path.to_owned();
        match keys {
            Ok(keys) if keys.is_empty() => {}
            Ok(keys) if self.configuration.secrets.len() < FILES_MAX => {
                self.configuration.secrets.push(Secrets { path, keys });
            }
            Err(reason) if self.configuration.unreadable.len() < FILES_MAX => {
                self.configuration.unreadable.push(Unreadable { path, reason });
            }
            _ => {}
        }
    }

    /// What all of them say.
    pub(super) fn end(self) -> (Logs, Configuration) {
        let facts = self.logs.facts();
        let collected = facts.values().next().cloned().unwrap_or_default();
        let logs = Logs {
            files: self.log_files,
            lines: collected["lines_read"].as_u64().unwrap_or_default(),
            findings: if self.log_files == 0 {
                Vec::new()
            } else {
                analyze(&self.diagnostic, &facts, &self.inputs)
            },
            errors: clusters(&collected),
        };
        (logs, self.configuration)
    }
}

fn clusters(collected: &Value) -> Vec<Cluster> {
    let text = |cluster: &Value, name: &str| cluster[name].as_str().map(str::to_owned);
    let listed = collected["clusters"].as_array().into_iter().flatten();
    let mut clusters: Vec<Cluster> = listed
        .map(|cluster| Cluster {
            shape: text(cluster, "shape").unwrap_or_default(),
            count: cluster["count"].as_u64().unwrap_or_default(),
            first: text(cluster, "first"),
            last: text(cluster, "last"),
        })
        .collect();
    clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.count));
    clusters.truncate(CLUSTERS_MAX);
    clusters
}
