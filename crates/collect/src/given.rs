//! Text that somebody gives, such as the files of a support bundle: looked at as the kinds look at what they reach.
//!
//! Nothing is opened here; bytes are handed in.

use crate::CollectError;
use crate::kind::config;
use crate::kind::log_clusters::GivenLogs;
use diagnostics::{CollectorKind, Diagnostic, Facts, Inputs};
use domain::Moment;

/// The largest configuration file that is parsed, in bytes.
pub const CONFIG_BYTES_MAX: usize = 2 << 20;

/// Log files, for a diagnostic that groups their records.
pub struct Logs {
    given: GivenLogs,
    /// The collector whose facts these are.
    collector: String,
}

impl Logs {
    /// Takes logs for the collector of kind `log_clusters` of `diagnostic`. `now` is when the logs were gathered.
    ///
    /// # Errors
    /// [`CollectError::Input`] if an input cannot be used, [`CollectError::Failed`] if the diagnostic has no such collector.
    pub fn new(diagnostic: &Diagnostic, inputs: &Inputs, now: Moment) -> Result<Self, CollectError> {
        let mut collectors = diagnostic.form().collectors.iter();
        let found = collectors.find_map(|collector| match &collector.kind {
            CollectorKind::LogClusters(parameters) => Some((collector.name.clone(), parameters)),
            _ => None,
        });
        let Some((collector, parameters)) = found else {
            let reason = format!("`{}` groups no logs", diagnostic.form().id);
            return Err(CollectError::Failed { collector: "log_clusters".to_owned(), reason });
        };
        Ok(Self { given: GivenLogs::new(parameters, inputs, now)?, collector })
    }

    /// A file begins.
    pub fn begin(&mut self, path: &str) {
        self.given.begin(path);
    }

    /// Takes its next bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.given.bytes(bytes);
    }

    /// It has ended.
    pub fn end(&mut self) {
        self.given.end();
    }

    /// The facts, as a run of the diagnostic would give them.
    pub fn facts(self) -> Facts {
        Facts::from_iter([(self.collector, self.given.facts())])
    }
}

/// The keys of a configuration file whose values look like secrets, their parts joined by dots. The format follows from
/// the path and the text.
///
/// # Errors
/// Why it cannot be read, in words that quote nothing of it.
pub fn secret_keys(path: &str, text: &str) -> Result<Vec<String>, String> {
    config::secret_keys(path, text)
}
