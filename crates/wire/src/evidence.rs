//! Evidence: what runs collected, and bundles that the customer attached.

use domain::{CaseId, CollectionId, DiagnosticId, Moment, RunId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A collection, without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    /// The collection.
    #[schema(value_type = String)]
    pub collection: CollectionId,
    /// The run that it came from; none if the customer attached it.
    #[schema(value_type = Option<String>)]
    pub run: Option<RunId>,
    /// The case that it belongs to.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// The diagnostic that collected it.
    #[schema(value_type = Option<String>)]
    pub diagnostic: Option<DiagnosticId>,
    /// When it was stored.
    #[schema(value_type = String, format = DateTime)]
    pub stored_at: Moment,
    /// When its key is destroyed at the latest.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Moment,
    /// The size of the sealed object.
    pub bytes: u64,
    /// How many spans of each category it holds, kept or masked.
    pub spans: BTreeMap<String, u64>,
    /// When it was destroyed, if it was.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub deleted_at: Option<Moment>,
    /// Why it was destroyed: due, asked, retention or lost.
    pub deleted_because: Option<String>,
}

/// A bundle may be sent, part by part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BundleBegun {
    /// What it will be kept as.
    #[schema(value_type = String)]
    pub collection: CollectionId,
    /// The age recipient to which it is to be sealed.
    pub recipient: String,
    /// The most bytes that it may have before it is sealed.
    pub bytes_max: u64,
}

/// Every part of a bundle was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, expecting = "an object that finishes a bundle")]
pub struct FinishBundle {
    /// The size of the sealed whole.
    pub bytes: u64,
    /// Its SHA-256, lower-case hex.
    pub sha256: String,
}

/// A support bundle was attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attached {
    /// What it is kept as.
    #[schema(value_type = String)]
    pub collection: CollectionId,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Moment,
    /// When its key is destroyed at the latest.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Moment,
}

/// A labelled span of a piece's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Label {
    /// Where it starts, in bytes of the piece's text.
    pub start: usize,
    /// Where it ends, half open.
    pub end: usize,
    /// The category's word, as in the classification: credential, euii, account, eupi, oii, support, system.
    pub category: String,
    /// The entity's word.
    pub entity: String,
    /// Whether the text is a pseudonym or a mask instead of the value.
    pub masked: bool,
}

/// A piece of a collection's content: some lines of one item. Collections are sequences of these, one JSON text a line,
/// inside the seal (there packed with gzip) and over HTTP alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EvidencePiece {
    /// The item that it belongs to, for instance a file's name.
    pub item: String,
    /// The text.
    pub text: String,
    /// Its labelled spans, in order.
    pub labels: Vec<Label>,
}
