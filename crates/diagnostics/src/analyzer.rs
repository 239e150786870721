//! Analyzers and what they find.

use domain::Bilingual;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a finding says about the matter it looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    Pass,
    /// The expression could not be judged. Never written in a diagnostic.
    Unknown,
    /// Works, but will not for long or not for all.
    Warn,
    /// At fault.
    Fail,
}

/// An expression over the facts, and what it means when it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Analyzer {
    /// Its name within the diagnostic: lower-case words joined by `-`.
    pub id: String,
    /// A CEL expression of type bool (see [`crate::expression`]).
    pub when: String,
    /// What it means when the expression holds.
    pub verdict: Verdict,
    /// What was seen; `{collector.fact}` and `{inputs.name}` are filled in.
    pub message: Bilingual,
    /// What to do about it; filled in likewise.
    pub advice: Bilingual,
}

/// What an analyzer found. Its texts and [`Seen`] values may repeat collected data, so they are screened like it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Which analyzer.
    pub analyzer: String,
    /// What it says.
    pub verdict: Verdict,
    /// What was seen, filled in.
    pub message: Bilingual,
    /// What to do about it, filled in.
    pub advice: Bilingual,
    /// The facts that the expression looked at.
    pub seen: Vec<Seen>,
}

/// A fact that an expression looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Where it stands in the facts, a JSON pointer (RFC 6901), as in `/tls/days_left`.
    pub pointer: String,
    /// Its value, if it is a single one; lists and objects are only pointed at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}
