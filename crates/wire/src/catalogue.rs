//! Diagnostics as people see them before they run.

use domain::{Bilingual, Categories, DiagnosticId, Level, Reason};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An input of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InputSummary {
    /// string, integer or boolean.
    pub kind: String,
    /// What it means.
    #[schema(value_type = Object)]
    pub description: Bilingual,
    /// Whether a run must give it.
    pub required: bool,
    /// What it is when a run doesn't.
    #[schema(value_type = Option<Object>)]
    pub default: Option<serde_json::Value>,
}

/// A diagnostic of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DiagnosticSummary {
    /// Its id.
    #[schema(value_type = String)]
    pub diagnostic: DiagnosticId,
    /// Its version.
    pub version: u32,
    /// SHA-256 of its text, lower-case hex.
    pub digest: String,
    /// Its title.
    #[schema(value_type = Object)]
    pub title: Bilingual,
    /// The question that it answers.
    #[schema(value_type = Object)]
    pub question: Bilingual,
    /// What it does.
    #[schema(value_type = Object)]
    pub explanation: Bilingual,
    /// The level it needs.
    #[schema(value_type = String)]
    pub level: Level,
    /// The categories it reads.
    #[schema(value_type = Vec<String>)]
    pub categories: Categories,
    /// What it is told.
    pub inputs: BTreeMap<String, InputSummary>,
}

/// What a consent on a case would enable, or enables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Preview {
    /// The level that was assumed.
    #[schema(value_type = String)]
    pub level: Level,
    /// The categories that were assumed.
    #[schema(value_type = Vec<String>)]
    pub categories: Categories,
    /// Every diagnostic for the case's nature, with what it reads.
    pub diagnostics: Vec<PreviewedDiagnostic>,
}

/// A diagnostic, and whether it could run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PreviewedDiagnostic {
    /// The diagnostic.
    #[serde(flatten)]
    pub diagnostic: DiagnosticSummary,
    /// Whether it could run.
    pub allowed: bool,
    /// What stands against it.
    #[schema(value_type = Option<String>)]
    pub reason: Option<Reason>,
    /// The categories that it would lack.
    #[schema(value_type = Vec<String>)]
    pub missing: Categories,
}
