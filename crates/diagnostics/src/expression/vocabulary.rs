//! The names that an expression or a placeholder may use.

use std::collections::BTreeSet;

/// The name under which inputs stand beside the collectors' facts.
pub(crate) const INPUTS: &str = "inputs";

/// What one diagnostic declares.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) collectors: BTreeSet<String>,
    pub(crate) inputs: BTreeSet<String>,
}

impl Vocabulary {
    /// Whether `name` stands for facts or inputs.
    pub(crate) fn knows(&self, name: &str) -> bool {
        name == INPUTS || self.collectors.contains(name)
    }
}
